// How the recipe speaks to the drilling room. Internal to the stages.
#pragma once

#include <map>
#include <string>

#include "core/project/Recipe.h"

namespace orelens::project {

inline std::map<std::string, drilling::AssayColumnRule> assay_rules(const Recipe& recipe) {
    std::map<std::string, drilling::AssayColumnRule> rules;
    for (const auto& [element, rule] : recipe.element) rules[element] = rule.assay;
    return rules;
}

}  // namespace orelens::project
