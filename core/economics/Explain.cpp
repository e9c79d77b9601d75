#include "core/economics/Explain.h"

#include <cmath>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Terms.h"

namespace orelens::economics {
namespace {

/// What the best route earns and pays.
std::vector<ValueLine> routed_lines(const Plan& plan, const LeafData& data, CutoffTest test) {
    std::vector<ValueLine> lines;
    LeafValue value(plan);
    value.take(data);
    const std::size_t best = value.best(0, test, plan.x);
    if (!value.assayed(0) || best == nowhere) return lines;
    lines.push_back({"value.route_revenue", plan.routes[best].name, value.revenue(best, 0, plan.x)});
    lines.push_back({"value.route_cost", plan.routes[best].name, -value.route_cost(best, 0)});
    lines.push_back({test == CutoffTest::full ? "value.mined_cost" : "value.marginal_cost", "",
                     -value.mined_cost(0, test)});
    return lines;
}

}  // namespace

base::Expected<BlockAnswer> block_answer(const blocks::BlockModel& model, const PriceDeck& deck, const Slider& slider,
                                         CutoffTest test, const blocks::Index3& ijk) {
    if (auto good = check_deck(deck); !good) return std::unexpected(good.error());
    const auto bound = DeckOnModel::of(model, deck, slider);
    if (!bound) return std::unexpected(bound.error());
    const std::size_t leaf = model.leaf_of(ijk);
    const int at = ((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7);
    if (leaf >= model.leaf_count() || !model.leaf(leaf).is_active(at))
        return base::fail(base::ErrorKind::usage, base::Message("economics.no_block"));
    LeafData data;
    bound->read(leaf, at, data);
    LeafValue value(bound->plan());
    value.take(data);
    BlockAnswer answer;
    const double x = bound->plan().x;
    for (std::size_t r = 0; r < value.routes(); ++r)
        answer.routes.push_back({bound->plan().routes[r].name, value.revenue(r, 0, x), value.margin(r, 0, test, x)});
    answer.break_even = value.break_even(0, test);
    if (!value.assayed(0)) return answer;
    answer.best = value.best(0, test, x);
    answer.usable = value.usable(0, test);
    return answer;
}

std::vector<ValueLine> explain_block(const blocks::BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                     const blocks::Index3& ijk) {
    const std::size_t leaf = model.leaf_of(ijk);
    const int at = ((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7);
    if (leaf >= model.leaf_count() || !model.leaf(leaf).is_active(at)) return {};
    if (!needs_plan(deck)) {
        const auto grades = GradeColumns::of_deck(model, deck);
        if (!grades) return {};
        std::vector<double> fractions(grades->count());
        grades->fractions(leaf, at, fractions.data());
        return explain(deck, test, fractions, model.geometry().centre(ijk)[2]);
    }
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    if (!bound) return {};
    LeafData data;
    bound->read(leaf, at, data);
    return routed_lines(bound->plan(), data, test);
}

std::vector<ValueLine> explain(const PriceDeck& deck, CutoffTest test,
                               const std::vector<double>& in_situ_fractions, double elevation_m) {
    std::vector<ValueLine> lines;
    const Commodity* main = main_commodity(deck);
    if (!main || in_situ_fractions.size() != deck.commodities.size()) return lines;
    if (needs_plan(deck)) {
        const auto plan = make_plan(deck, main_slider(deck));
        if (!plan) return lines;
        return routed_lines(*plan, loose_block(*plan, in_situ_fractions, elevation_m), test);
    }
    const auto add = [&lines](const char* key, const std::string& commodity, double amount) {
        if (amount != 0) lines.push_back({key, commodity, amount});
    };
    const Terms terms = make_terms(deck, *main);
    for (std::size_t i = 0; i < deck.commodities.size(); ++i) {
        if (std::isnan(in_situ_fractions[i])) continue;
        const Commodity& c = deck.commodities[i];
        const double product = terms.head(i, in_situ_fractions[i]) * terms.metals[i].recovery;
        const double paid = price_per_tonne_net(c) * (c.payable_percent / 100);
        add("value.revenue", c.name, product * paid);
        add("value.selling", c.name, -product * c.selling_cost);
        add("value.royalty", c.name, -product * (paid - c.selling_cost) * royalty_fraction(c));
        add("value.subsidy", c.name, product * c.subsidy);
    }
    const CostDetail& more = deck.costs.detail;
    const OneOffCosts once = one_off_costs(more);
    Costs costs = deck.costs;  // as carried to the base year
    for (double* cost : {&costs.mining, &costs.mining_per_metre, &costs.processing, &costs.general, &costs.sustaining,
                         &costs.ore_mining_difference})
        *cost *= more.cost_factor;
    if (test == CutoffTest::full) {
        Costs flat = deck.costs;
        flat.mining_per_metre = 0;
        add("value.mining", "", -costs.mining);
        add("value.haulage", "",
            cost_per_tonne(flat, test, elevation_m) - cost_per_tonne(deck.costs, test, elevation_m));
    } else {
        add("value.ore_mining_difference", "", -costs.ore_mining_difference);
    }
    add("value.processing", "", -costs.processing);
    add("value.general", "", -costs.general);
    if (test == CutoffTest::full) add("value.sustaining", "", -costs.sustaining);
    add("value.haul", "", -more.haul_km * more.haul_per_km * more.cost_factor);
    if (test == CutoffTest::full) {
        add("value.stripping", "", -more.stripping_ratio * more.waste_mining * more.cost_factor);
        add("value.construction", "", -once.construction * more.cost_factor);
        add("value.restart", "", -once.restart * more.cost_factor);
        add("value.closure", "", -once.closure * more.cost_factor);
    }
    return lines;
}

}  // namespace orelens::economics
