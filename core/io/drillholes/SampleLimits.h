// How laboratories write "below detection" and "above the upper limit", with a figure or in a word.
// Recognises the form only; what such a cell becomes is decided by DrillholeCells.h and Detection.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/drilling/AssayRule.h"

namespace orelens::io {

/// Words in lower case.
struct LimitWords {
    std::vector<std::string> below, above;
};
LimitWords limit_words(const drilling::AssayRule& rule);

struct LimitForm {
    bool above = false;
    std::string_view number;  ///< the figure, a view into the cell; empty = a word alone
};

/// "<0.01", "≤ 0.01", "L0.01", "0.01L", "<=.01", "ND(0.01)", "BDL"; ">10", "≥10", "10+", "OL". Nothing for
/// other cells; whether the figure is a number is not looked at.
std::optional<LimitForm> limit_form(std::string_view cell, const LimitWords& words);

}  // namespace orelens::io
