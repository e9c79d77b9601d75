// Log-ratios of parts of a whole, and their principal components: grades cannot be correlated as they are,
// because one that rises makes the others fall (Aitchison 1986).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/statistics/Correlation.h"

namespace orelens::statistics {

/// ln v − mean of ln v over the columns, in place, for the rows whose values are all above 0; NaN in the others.
/// Units may differ from column to column: they shift a column and change neither correlation nor component.
void centre_log_ratios(std::vector<std::vector<double>>& columns);

struct Component {
    double variance = 0;           ///< eigenvalue
    double share = 0;              ///< of the total variance
    std::vector<double> loading;   ///< per part, unit length; the largest in size is positive
};

struct Components {
    std::vector<std::string> part;
    std::vector<std::string> left_out;    ///< with too few values to stand beside the others
    std::int64_t rows = 0;                ///< whose parts are all there and above 0
    std::int64_t rows_not_positive = 0;   ///< left out because a part is 0 or below
    std::vector<Component> component;     ///< descending variance; one less than parts, whose sum is 0
    std::vector<double> mean;             ///< of the log-ratios, per part
};

/// Principal components of the centred log-ratios' covariance. A part with values in less than half of the rows
/// of the fullest one is left out. Empty with fewer than 3 parts or 10 rows. Errors: unequal columns; cancelled.
base::Expected<Components> principal_components(const Columns& columns, base::Progress& progress);

/// Corners of a ternary plot: the shares of three parts, summing to 1, as plane coordinates in an equilateral
/// triangle with corners (0, 0), (1, 0) and (½, √3/2). NaN where a part is missing, below 0, or all are 0.
struct TernaryPoint {
    double x = 0, y = 0;
};
TernaryPoint ternary(double a, double b, double c);

}  // namespace orelens::statistics
