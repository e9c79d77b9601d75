#include "core/project/ScenarioModel.h"

#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"
#include "core/project/Scenarios.h"

namespace orelens::project {

using base::Expected;
using economics::CutoffTest;

Expected<ScenarioModel> model_under(const Results& results, const Recipe& recipe, const Scenario& scenario,
                                    const base::Progress& progress) {
    if (!results.valued() || !results.value.deck)
        return base::fail(base::ErrorKind::usage, base::Message("scenarios.no_model"));
    const auto moved = under(recipe, scenario);
    if (!moved) return std::unexpected(moved.error());
    auto deck = std::make_shared<economics::PriceDeck>(price_deck(*moved));
    const economics::Commodity* main = economics::main_commodity(*deck);
    blocks::BlockModel model(*results.model());
    base::Progress valuing = progress.part(0, 0.5);
    if (auto done = economics::evaluate(model, *deck, valuing); !done) return std::unexpected(done.error());
    // A second view asks for one test, and every column is four bytes a block.
    const bool full = deck->test == CutoffTest::full;
    for (const std::string& column :
         {economics::break_even_column(main->name, full ? CutoffTest::marginal : CutoffTest::full),
          std::string(full ? economics::margin_marginal : economics::margin_full), std::string(economics::nsr_column)})
        if (model.has(column)) model.remove_column(column);
    std::vector<std::string> elements;
    if (const auto& known = results.value.curve(results.value.deck->test)) elements = known->elements();
    auto curve = economics::UsableCurve::build(model, *deck, deck->test, elements, progress.part(0.5, 1));
    if (!curve) return std::unexpected(curve.error());
    ScenarioModel made;
    made.model = std::make_shared<const blocks::BlockModel>(std::move(model));
    made.deck = std::move(deck);
    made.curve = std::make_shared<const economics::UsableCurve>(std::move(*curve));
    return made;
}

Expected<std::vector<std::pair<std::string, Shared<economics::UsableCurve>>>> scenario_curves(
    const Results& results, const Recipe& recipe, const std::vector<Scenario>& scenarios,
    const base::Progress& progress) {
    if (!results.valued() || !results.value.deck)
        return base::fail(base::ErrorKind::usage, base::Message("scenarios.no_model"));
    std::vector<std::string> elements;
    if (const auto& known = results.value.curve(results.value.deck->test)) elements = known->elements();
    std::vector<std::pair<std::string, Shared<economics::UsableCurve>>> all;
    const auto count = static_cast<double>(scenarios.size());
    for (std::size_t n = 0; n < scenarios.size(); ++n) {
        const auto moved = under(recipe, scenarios[n]);
        if (!moved) {
            all.emplace_back(scenarios[n].name, nullptr);
            continue;
        }
        const economics::PriceDeck deck = price_deck(*moved);
        auto curve = economics::curve_along(
            *results.valued(), deck, economics::main_slider(deck), deck.test, elements,
            progress.part(static_cast<double>(n) / count, static_cast<double>(n + 1) / count));
        if (!curve) return std::unexpected(curve.error());
        all.emplace_back(scenarios[n].name, std::make_shared<const economics::UsableCurve>(std::move(*curve)));
    }
    return all;
}

}  // namespace orelens::project
