// How elements go together: Pearson and Spearman correlation, the correlation of centred log-ratios, and groups
// of elements that rise and fall with each other (共伴生).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::statistics {

enum class Coefficient { pearson, spearman, centred_log_ratio };

/// Columns as long as each other; a value that is not finite is missing.
struct Columns {
    std::vector<std::string> name;
    std::vector<std::span<const double>> value;
    [[nodiscard]] std::size_t rows() const { return value.empty() ? 0 : value.front().size(); }
};

/// Square matrices, row after row, in the order of `name`.
struct CorrelationMatrix {
    Coefficient coefficient = Coefficient::pearson;
    std::vector<std::string> name;
    std::vector<double> r;            ///< NaN below 3 pairs, or where a column does not vary
    std::vector<double> p;            ///< two-sided, Student's t with n − 2: chance of such |r| without any
    std::vector<std::int64_t> pairs;  ///< rows that count
    std::int64_t row_step = 1;        ///< every so many rows were looked at (1 = all)
    [[nodiscard]] std::size_t size() const { return name.size(); }
    [[nodiscard]] double at(std::size_t a, std::size_t b) const { return r[a * size() + b]; }
};

/// Pearson and Spearman (mean ranks for ties) over the rows that have both values; centred log-ratio over the
/// rows whose values are all there and above 0, as ln v − mean ln v; columns with values in less than half of the
/// rows of the fullest one take no part in it (their r is NaN). Beyond 200 000 rows, rows evenly taken.
/// p supposes independent rows; neighbours in a hole are not, so read it as the least doubt there is.
/// Errors: columns of different length; cancelled.
base::Expected<CorrelationMatrix> correlations(const Columns& columns, Coefficient coefficient,
                                               base::Progress& progress);

/// Chance of |r| or more from n independent pairs of unrelated values; NaN below 3 pairs.
double significance(double r, std::int64_t pairs);

/// A chance as people read it: two digits, "<0.0001" below that.
std::string chance_text(double p);

struct Association {
    std::vector<std::string> elements;
    double least = 0;  ///< lowest correlation between two of them
};

/// Groups of two and more whose members all correlate by at least `threshold` and with p < 0.01: joined from
/// the highest correlation down, complete linkage. Largest least correlation first.
std::vector<Association> associations(const CorrelationMatrix& matrix, double threshold);

}  // namespace orelens::statistics
