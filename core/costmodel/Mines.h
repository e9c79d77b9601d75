// Mines and orebodies as a learner sees them: features in columns, one row each. Plain data; what the numbers mean and
// where they were read, the caller knows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/learning/Monotone.h"

namespace orelens::costmodel {

/// How a number enters a model.
enum class Scale {
    linear,
    logarithm,       ///< ln x; a value that is not above 0 counts as missing
    logarithm_plus,  ///< ln(1 + x), for what may be 0 (strip ratio, distance); below 0 counts as missing
};

/// The sign that experience gives a cost with a growing feature (recycling-and-costs.md §3.2).
using learning::Monotone;

struct NumberColumn {
    std::string id;
    Scale scale = Scale::linear;
    Monotone sign = Monotone::free;
    std::vector<double> values;  ///< NaN = missing
};

struct CategoryColumn {
    std::string id;
    std::vector<std::string> values;  ///< empty = missing
};

/// All columns as long as `names`.
struct Mines {
    std::vector<std::string> names;
    /// Rows of one group are never split between training and test: the company, or the ore belt. Empty list: every
    /// row is its own group; an empty text: its own too.
    std::vector<std::string> groups;
    std::vector<NumberColumn> numbers;
    std::vector<CategoryColumn> categories;
    [[nodiscard]] std::size_t rows() const { return names.size(); }
};

}  // namespace orelens::costmodel
