// The known name closest to a mistyped one, for "did you mean …?". Use it in error messages only; nothing
// is ever accepted because it is close.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orelens::base {

/// Edits (insert, delete, replace, swap of neighbours) between two names, letters compared without case.
int edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known`, the first one in case of a tie; empty when all are further than a third of the
/// name's length (two edits, if longer; never as many as the name has letters).
std::string nearest(std::string_view name, const std::vector<std::string>& known);

}  // namespace orelens::base
