// How the recipe speaks to the drilling room. Internal to the stages.
#pragma once

#include <map>
#include <string>

#include "core/project/Recipe.h"
#include "core/project/Results.h"

namespace orelens::project {

inline std::map<std::string, drilling::AssayColumnRule> assay_rules(const Recipe& recipe) {
    std::map<std::string, drilling::AssayColumnRule> rules;
    for (const auto& [element, rule] : recipe.element) rules[element] = rule.assay;
    return rules;
}

class Project;

/// The drillholes with approved grades marked, as composites take them; the import itself where nothing that is
/// approved changes a sample. Null without one.
Shared<io::DrillholeImport> approved_import(const Project& project);

}  // namespace orelens::project
