// What holds for one element of a project, asked at one place by everything that fits, estimates, validates and tells:
// its rules in the recipe, and how its samples share their weight where holes crowd.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/project/Recipe.h"

namespace orelens::project {

class Project;

/// The recipe's rules of an element; the defaults where it has none.
const ElementRecipe& element_rules(const Recipe& recipe, const std::string& element);

/// The declustering cell that the stage of statistics found or was told, in metres; 0 = none wanted. Nothing without
/// statistics of the element.
std::optional<double> declustering_cell(const Project& project, const std::string& element);

/// Weights of the composites by that cell, one per row, as statistics::declustering_weights has them. Empty without
/// statistics of the element: then all count alike.
std::vector<double> declustering_weights(const Project& project, const std::string& element);

}  // namespace orelens::project
