// Where the cells of a table lie along each axis: by a column of centres, by two corners, or by a lower corner and a
// size; and the corners that stand beside centres and have to agree with them. Told by the names of columns and by
// what the rule states.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/blocks/ModelRule.h"

namespace orelens::io {

/// Columns of one axis.
struct AxisColumns {
    std::size_t place = 0;             ///< centres, or lower corners
    std::optional<std::size_t> upper;  ///< place holds lower corners, this the upper ones
    std::optional<std::size_t> size;   ///< place holds lower corners, this the sizes
    std::optional<std::size_t> low_beside, high_beside;  ///< corners beside centres, or an upper one beside size
    [[nodiscard]] bool centred() const { return !upper && !size; }
};

/// Centres of all axes before corners of all, and these before a mixture; what the rule states as a place and is called
/// a lower corner is one where an upper one or a size stands beside it. An empty header plays no role. Nothing where an
/// axis has no column.
std::optional<std::array<AxisColumns, 3>> find_axes(const std::vector<std::string>& headers,
                                                    const blocks::ModelRule& rule);

}  // namespace orelens::io
