// Recoveries and costs by ore type, from a JSON file: {"column": "rock", "types": {"oxide": {"commodity.Cu.recovery":
// 60, "economics.processing": 7}}}. Every parameter of a price deck can be stated of a type.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/pits/OreTypes.h"
#include "core/project/Recipe.h"

namespace orelens::cli {

/// No types for an empty name. Each type is the recipe with its own values. Errors, with the file as the place: not
/// readable, no JSON, other keys; a parameter that is unknown or belongs to no price deck.
base::Expected<pits::OreTypes> read_ore_types(const std::string& file, const project::Recipe& recipe);

}  // namespace orelens::cli
