// The model as one scenario values it, to be looked at beside that of the recipe. It shares every column but those that
// prices make.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Results.h"
#include "core/project/SavedScenarios.h"

namespace orelens::project {

struct Recipe;

struct ScenarioModel {
    /// The model to show (Results::model) with break-even price and margin under the scenario's test, and its status; of
    /// the other economic columns it has none.
    Shared<blocks::BlockModel> model;
    Shared<economics::PriceDeck> deck;
    Shared<economics::UsableCurve> curve;  ///< under the deck's test
};

/// Of the present results; the slider's commodity is the recipe's, which scenarios may not differ in. Errors: those of
/// `under` and economics::evaluate; nothing was evaluated (kind usage); cancelled.
base::Expected<ScenarioModel> model_under(const Results& results, const Recipe& recipe, const Scenario& scenario,
                                          const base::Progress& progress = base::Progress());

/// Curves of the recipe's results under each scenario against the price of the recipe's main commodity, in their order;
/// those that the recipe cannot take any more have none. Errors: as above.
base::Expected<std::vector<std::pair<std::string, Shared<economics::UsableCurve>>>> scenario_curves(
    const Results& results, const Recipe& recipe, const std::vector<Scenario>& scenarios,
    const base::Progress& progress = base::Progress());

}  // namespace orelens::project
