// Trees that come from a file: XGBoost trusts what it reads, so what a file says is checked node by node and written anew
// from what was understood before the library sees it.
#pragma once

#include <string>

#include "core/base/Error.h"

namespace orelens::learning {

inline constexpr int most_columns = 65536, most_trees = 100'000, deepest_tree = 64;

/// The JSON text of a saved model, made of the parts that were checked and nothing else. Errors (kind data, with what is
/// wrong): no JSON, or of another kind of model; more than those trees, columns or levels; arrays of a tree of different
/// lengths; children that are not there, stand before their parent or have two; a column that is not there; a number that
/// is none.
base::Expected<std::string> checked_trees(const std::string& saved);

}  // namespace orelens::learning
