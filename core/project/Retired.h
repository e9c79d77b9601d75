// Parameters of older recipes that this version states otherwise. They are still read, from files and from
// the command line, and never written: one row each, applied once the recipe is read whole, so that their
// place among the other parameters does not matter.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/project/Recipe.h"

namespace orelens::project {

struct RetiredParam {
    base::ParamInfo info;  ///< id, type and range as they were
    std::string now;       ///< id of the parameter that takes its place
    std::function<void(Recipe&, const base::ParamValue&)> apply;
};

const std::vector<RetiredParam>& retired_params();
/// Null for an id that is not retired.
const RetiredParam* find_retired(const std::string& id);

/// A retired parameter that was met, with its checked value.
struct RetiredValue {
    const RetiredParam* param = nullptr;
    base::ParamValue value;
    base::Place place;
};
/// Applies what was met and adds a note for each to recipe.warnings. One whose successor is among `stated`
/// (ids) is left aside, and the note says so.
void apply_retired(Recipe& recipe, const std::vector<RetiredValue>& met,
                   const std::vector<std::string>& stated);

}  // namespace orelens::project
