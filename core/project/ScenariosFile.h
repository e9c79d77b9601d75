// Scenarios beside a recipe: a recipe is one file of parameters, and scenarios belong to projects. Whoever hands over a
// recipe can lay its scenarios beside it: "ridge.scenarios.json" beside "ridge.orelens.json". Read when the recipe
// becomes a project; from then on they live in the project file.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/project/Pipeline.h"
#include "core/project/SavedScenarios.h"

namespace orelens::project {

/// Path of the file that belongs beside a recipe.
std::string scenarios_file_of(const std::string& recipe_path);

/// {"scenarios": [{"name": "…", "changes": {"commodity.Cu.price": 11000, …}}, …]}; a note for the reader may stand in
/// "note". Values are numbers or texts, as a setting is typed.
std::string scenarios_to_json(const std::vector<Scenario>& scenarios, const std::string& note);

/// Of the file beside a recipe; none where there is no such file. Errors, with the file: it cannot be read, is not of
/// that form (the scenario and the field are named), a name stands twice, a difference that the recipe cannot take.
base::Expected<std::vector<Scenario>> read_scenarios_beside(const std::string& recipe_path, const Recipe& recipe);

/// A project of a recipe file and of what lies beside it; nothing has run. Errors: as read_recipe and
/// read_scenarios_beside.
base::Expected<Project> project_of_recipe(const std::string& recipe_path);

}  // namespace orelens::project
