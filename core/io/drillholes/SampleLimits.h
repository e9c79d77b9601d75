// How laboratories write "below detection" and "above the upper limit", with a figure or in a word, and cells
// of grades that may be such a limit. What a limit becomes is decided column by column in Detection.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/drilling/AssayRule.h"
#include "core/io/drillholes/DrillholeCells.h"

namespace orelens::io {

/// Words in lower case.
struct LimitWords {
    std::vector<std::string> below, above;
    bool with_figures = false;  ///< a word begins with < or > and a figure: "<1" is no figure then
};
LimitWords limit_words(const drilling::AssayRule& rule);

struct LimitForm {
    bool above = false;
    std::string_view number;  ///< the figure, a view into the cell; empty = a word alone
};

/// "<0.01", "≤ 0.01", "L0.01", "0.01L", "<=.01", "ND(0.01)", "BDL"; ">10", "≥10", "10+", "OL". Nothing for
/// other cells; whether the figure is a number is not looked at.
std::optional<LimitForm> limit_form(std::string_view cell, const LimitWords& words);

/// A cell of a grade column: a grade, or a limit in its place.
struct GradeCell {
    Cell cell;  ///< of a limit its figure, NaN for a word
    bool limit = false;
    bool above = false;  ///< the limit is an upper one
};
/// As read_cell, but what states a limit is kept as one. A limit whose figure is none is no number.
GradeCell read_grade_cell(std::string_view field, const CellRule& rule, const QuantityColumn& column,
                          const LimitWords& words);

}  // namespace orelens::io
