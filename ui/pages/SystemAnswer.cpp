#include "ui/pages/SystemAnswer.h"

#include <algorithm>
#include <cmath>

namespace orelens::pages {
namespace {

using base::Expected;
using ledger::Field;

std::vector<ElementRow> elements_of(const ledger::Ledger& ledger, const SystemAnswer& answer) {
    std::vector<ElementRow> all(ledger.species.size());
    std::vector<double> usable(all.size()), whole(all.size());
    const auto& routes = answer.asked.study->file.assumptions.routes;
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (ledger.excluded[u] != ledger::Excluded::counted) continue;
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            const std::size_t s = ledger.row_species[r];
            if (s == 0 || (!answer.selection.rows.empty() && answer.selection.rows[r] == 0)) continue;
            const double metal = ledger::taken_metal(ledger, r, answer.selection);
            if (std::isnan(metal)) {
                ++all[s].unknown_rows;
                continue;
            }
            all[s].contained_t[static_cast<std::size_t>(ledger.kind[u])] += metal;
            whole[s] += metal;
            if (answer.outcomes.state[u] != ledger::State::usable) continue;
            usable[s] += metal;
            const double held = ledger.row_contained[r], got = ledger::recovered_t(ledger, r, routes, answer.outcomes.route[u]);
            if (held > 0 && !std::isnan(got)) all[s].recovered_t += got * metal / held;
        }
    }
    std::vector<ElementRow> told;
    for (std::size_t s = 1; s < all.size(); ++s) {
        if (!(whole[s] > 0) && all[s].unknown_rows == 0) continue;
        all[s].species = ledger.species[s];
        if (whole[s] > 0) all[s].usable_share = usable[s] / whole[s];
        told.push_back(std::move(all[s]));
    }
    return told;
}

/// Whether units are judged alike in every year: so at another price, too, where the outside states the prices of the years.
bool same_years(const SystemAnswer& before, const SystemAnswer& made, const ledger::OutsideFile& outside) {
    if (before.asked.study != made.asked.study || before.asked.outside != made.asked.outside) return false;
    if (before.scenario == made.scenario) return true;
    const auto& routes = made.asked.study->file.assumptions.routes;
    return std::ranges::all_of(outside.years, [&](const ledger::Outside& year) {
        return ledger::scenario_of_year(before.scenario, routes, year) == ledger::scenario_of_year(made.scenario, routes, year);
    });
}

/// The years that the outside names, from the scenario and the price in hand on. They are the whole ledger's: a filter changes
/// nothing of those that `before` ran in the same states.
Expected<void> run_outside(const ledger::Ledger& ledger, const SystemAnswer* before, SystemAnswer& made, const base::Progress& progress) {
    const ledger::OutsideFile* outside = made.asked.outside.get();
    if (outside == nullptr) return {};
    if (before != nullptr && before->run && same_years(*before, made, *outside)) {
        made.run = before->run;
        return {};
    }
    auto run = ledger::run_years(ledger, made.asked.study->file.assumptions.routes, made.scenario, outside->chain, outside->years, progress);
    if (!run) return std::unexpected(run.error());
    made.run = std::move(*run);
    return {};
}

bool same_states(const SystemAnswer* before, const SystemAsked& asked, const ledger::Scenario& scenario) {
    return before != nullptr && before->asked.study == asked.study && before->scenario == scenario;
}

}  // namespace

const std::vector<ledger::Field>& system_dimensions() {
    static const std::vector<Field> all{Field::species, Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage};
    return all;
}

ledger::Scenario at_price(ledger::Scenario scenario, const std::string& species, double factor) {
    for (auto& [name, price] : scenario.prices)
        if (species.empty() || name == species) price *= factor;
    return scenario;
}

base::Expected<SystemAnswer> answer_system(const SystemAsked& asked, const SystemAnswer* before, const base::Progress& progress) {
    const project::LedgerFile& file = asked.study->file;
    const ledger::Ledger& ledger = file.built.ledger;
    SystemAnswer made;
    made.asked = asked;
    const ledger::Scenario* stated = ledger::find_scenario(file.assumptions, asked.scenario);
    made.scenario = at_price(stated == nullptr ? project::scenario_of(*asked.study) : *stated, asked.moved, asked.factor);
    const bool held = same_states(before, asked, made.scenario);
    if (held) made.outcomes = before->outcomes;
    else {
        auto outcomes = ledger::evaluate(ledger, file.assumptions.routes, made.scenario, progress.part(0, 0.3));
        if (!outcomes) return std::unexpected(outcomes.error());
        made.outcomes = std::move(*outcomes);
    }
    const auto query = ledger::parse_query(asked.query);
    if (!query) return std::unexpected(query.error());
    made.query = *query;
    if (made.query.root) {
        auto selection = ledger::select(ledger, made.query, made.outcomes.state);
        if (!selection) return std::unexpected(selection.error());
        made.selection = std::move(*selection);
    }
    if (!progress.report(0.4)) return base::cancelled();
    const auto pivot = [&](Field a, std::optional<Field> b) { return ledger::pivot(ledger, a, b, made.selection, made.outcomes.state); };
    auto kinds = pivot(Field::kind, std::nullopt);
    if (!kinds) return std::unexpected(kinds.error());
    made.kinds = std::move(*kinds);
    switch (asked.view) {
        case SystemView::framework:
            for (const Field field : {Field::subsystem, Field::outcome}) {
                auto one = pivot(field, Field::kind);
                if (!one) return std::unexpected(one.error());
                made.dimensions.push_back(std::move(*one));
            }
            for (const Field field : system_dimensions()) {
                auto one = pivot(field, Field::kind);
                if (!one) return std::unexpected(one.error());
                made.dimensions.push_back(std::move(*one));
                if (progress.cancelled()) return base::cancelled();
            }
            break;
        case SystemView::quantities: {
            auto one = pivot(asked.dimension, asked.dimension == Field::kind ? std::nullopt : std::optional(Field::kind));
            if (!one) return std::unexpected(one.error());
            made.pivot = std::move(*one);
            break;
        }
        case SystemView::usual: made.usual = ledger::usual_way(ledger, made.selection); break;
        case SystemView::elements:
            made.elements = elements_of(ledger, made);
            if (auto ran = run_outside(ledger, before, made, progress.part(0.5, 1)); !ran) return std::unexpected(ran.error());
            break;
        case SystemView::activation:
            if (const ledger::Scenario* other = ledger::find_scenario(file.assumptions, asked.other)) {
                auto moved = ledger::activation(ledger, file.assumptions.routes, made.scenario, *other, made.selection, progress.part(0.4, 1));
                if (!moved) return std::unexpected(moved.error());
                made.activation = std::move(*moved);
            }
            break;
        case SystemView::years:
            if (auto ran = run_outside(ledger, before, made, progress.part(0.4, 1)); !ran) return std::unexpected(ran.error());
            break;
        case SystemView::places: break;  // units, states and selection are all it needs
        case SystemView::grades: made.continuum = ledger::continuum(ledger, file.indicators, asked.species, made.selection); break;
    }
    return made;
}

}  // namespace orelens::pages
