// What scenarios mean: the recipe under one, which parameters it may differ in, and what one makes usable that another
// does not. The comparison itself is core/scenarios/Compare.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/economics/PriceDeck.h"
#include "core/project/Recipe.h"
#include "core/project/SavedScenarios.h"
#include "core/scenarios/Compare.h"

namespace orelens::project {

/// Concrete ids of all parameters that a scenario of this recipe may differ in, in the order of the forms.
std::vector<std::string> scenario_params(const Recipe& recipe);
/// Sets one difference, as typed; a value equal to the recipe's takes the difference away. Errors: an unknown id or a
/// value it does not take, as set_param; one that scenarios may not differ in, or of a commodity that the recipe does
/// not have (kind usage).
base::Expected<void> set_change(Scenario& scenario, const Recipe& recipe, const std::string& id,
                                const std::string& typed);

/// The recipe with the scenario's differences. Error: one that the recipe cannot take any more; place.field names it.
base::Expected<Recipe> under(const Recipe& recipe, const Scenario& scenario);

/// Two ends of a comparison: recipes under scenarios, and what differs between them.
struct ScenarioPair {
    Recipe first, second;
    std::vector<std::string> parts;                       ///< that differ, in the order of scenarios::part_ids
    std::map<std::string, std::vector<std::string>> ids;  ///< by part: the parameters that differ
    /// The deck of `first` with the parts of a mask as in `second`.
    [[nodiscard]] base::Expected<economics::PriceDeck> mixed(std::uint32_t mask) const;
};
/// Null stands for the base.
base::Expected<ScenarioPair> scenario_pair(const Recipe& recipe, const Scenario* first, const Scenario* second);

/// Compares two scenarios of a recipe on a model; economic columns that it carries play no part. Errors: those of
/// scenario_pair and scenarios::compare.
base::Expected<scenarios::Comparison> compare_scenarios(const blocks::BlockModel& model, const Recipe& recipe,
                                                        const Scenario* first, const Scenario* second,
                                                        const blocks::BlockMask* set = nullptr,
                                                        const base::Progress& progress = base::Progress());

/// What the stage of scenarios makes: each against the base, in their order.
struct ScenarioRow {
    std::string name;
    std::vector<std::pair<std::string, std::string>> changes;  ///< id and value
    scenarios::Comparison against_base;
};
struct ScenarioStudy {
    std::vector<ScenarioRow> rows;
    /// Scenarios that the recipe cannot take any more, by name, and the parameter that it cannot be told.
    std::vector<std::pair<std::string, std::string>> left_out;
};
/// Block column of a scenario: what becomes of each block from the base to it.
std::string scenario_column(const std::string& name);
inline constexpr const char* scenario_column_prefix = "scenario.";

}  // namespace orelens::project
