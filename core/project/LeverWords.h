// Parameters and levers in words: "Cu: Price", "75,200 CNY/t". For panels, the command line and reports alike.
#pragma once

#include <string>

#include "core/project/Recipe.h"
#include "core/scenarios/Levers.h"

namespace orelens::project {

/// Label of a concrete parameter with its commodity in front; the id itself where it is unknown.
std::string param_words(const std::string& id, base::Language language);
/// A value as its form shows it: the label of a choice, else as typed.
std::string param_value_words(const std::string& id, const std::string& value, base::Language language);
/// The unit of a concrete parameter with the recipe's currency and price unit in it; may be empty.
std::string param_unit(const Recipe& recipe, const std::string& id);

std::string lever_words(const scenarios::Lever& lever, base::Language language);
/// A value of the lever with its unit; factors as "× 1.25".
std::string lever_value(const scenarios::Lever& lever, double value, const Recipe& recipe);
/// Why a lever cannot do it, or that nothing is needed; empty where it can.
base::Message lever_reason(const scenarios::Needed& needed, const Recipe& recipe);

}  // namespace orelens::project
