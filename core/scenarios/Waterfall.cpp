#include "core/scenarios/Waterfall.h"

#include <cmath>
#include <limits>

#include "core/economics/DeckOnModel.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/scenarios/Feed.h"

namespace orelens::scenarios {
namespace {

using economics::Commodity;
using economics::CutoffTest;
using economics::FeedSums;
using economics::MetalSums;
using economics::PriceDeck;

/// Quoted price per tonne of metal in the deck's currency.
double quoted_per_tonne(const Commodity& c) {
    return economics::price_per_tonne_net(c) * (c.price_includes_vat ? 1 + c.vat_percent / 100 : 1.0);
}

/// Step by step, all commodities of a step before the next: the order of the drawing, and of the sum.
std::vector<WaterfallLine> metal_lines(const PriceDeck& deck, const FeedSums& sums) {
    struct Step {
        const char* key;
        double (*amount)(const MetalSums& m, double quoted, double net);
    };
    static constexpr Step steps[] = {
        {"why.line.gross", [](const MetalSums& m, double quoted, double) { return m.in_ground * quoted; }},
        {"why.line.mining_loss",
         [](const MetalSums& m, double quoted, double) { return (m.mined - m.in_ground) * quoted; }},
        {"why.line.waste_metal", [](const MetalSums& m, double quoted, double) { return m.from_waste * quoted; }},
        {"why.line.plant_loss",
         [](const MetalSums& m, double quoted, double) {
             return (m.sold + m.refused - m.mined - m.from_waste) * quoted;
         }},
        {"why.line.refused", [](const MetalSums& m, double quoted, double) { return -m.refused * quoted; }},
        {"why.line.vat", [](const MetalSums& m, double quoted, double net) { return m.sold * (net - quoted); }},
        {"why.line.unpaid", [](const MetalSums& m, double, double net) { return m.paid - m.sold * net; }},
        {"why.line.refining", [](const MetalSums& m, double, double) { return m.refining; }},
        {"why.line.grade_difference", [](const MetalSums& m, double, double) { return m.difference; }},
        {"why.line.selling", [](const MetalSums& m, double, double) { return -m.selling; }},
        {"why.line.royalty", [](const MetalSums& m, double, double) { return -m.royalty; }},
        {"why.line.subsidy", [](const MetalSums& m, double, double) { return m.subsidy; }}};
    std::vector<WaterfallLine> lines;
    for (const Step& step : steps) {
        const std::string key = step.key;
        // Charges lie on products, between what is paid for their metals and what is taxed.
        if (key == "why.line.selling") {
            lines.push_back({"why.line.charges", "", -sums.charges});
            lines.push_back({"why.line.penalties", "", -sums.penalties});
        }
        for (std::size_t c = 0; c < deck.commodities.size() && c < sums.metals.size(); ++c) {
            const Commodity& commodity = deck.commodities[c];
            const double amount = step.amount(sums.metals[c], quoted_per_tonne(commodity),
                                              economics::price_per_tonne_net(commodity));
            lines.push_back({key, commodity.name, amount});
        }
    }
    lines.push_back({"why.line.ore_subsidy", "", sums.ore_subsidy});
    lines.push_back({"why.line.waiting", "", -sums.waiting});
    return lines;
}

std::vector<WaterfallLine> cost_lines(const FeedSums& sums) {
    std::vector<WaterfallLine> lines;
    const auto add = [&](const char* key, double cost) { lines.push_back({key, "", -cost, true}); };
    add("why.line.mining", sums.mining);
    add("why.line.haulage", sums.haulage);
    add("why.line.ore_mining_difference", sums.ore_mining_difference);
    add("why.line.processing", sums.processing);
    add("why.line.handling", sums.handling);
    add("why.line.general", sums.general);
    add("why.line.sustaining", sums.sustaining);
    add("why.line.haul", sums.haul);
    add("why.line.stripping", sums.stripping);
    add("why.line.construction", sums.construction);
    add("why.line.restart", sums.restart);
    add("why.line.closure", sums.closure);
    add("why.line.dump_saved", -sums.dump_saved);
    return lines;
}

Waterfall fall_of(const PriceDeck& deck, const FeedSums& sums) {
    Waterfall fall;
    fall.currency = deck.costs.currency;
    fall.in_situ_tonnes = sums.in_situ;
    fall.mined_tonnes = sums.fed;
    for (WaterfallLine& line : metal_lines(deck, sums)) {
        if (line.amount == 0) continue;
        fall.nsr += line.amount;
        if (line.key == "why.line.gross") fall.gross += line.amount;
        fall.lines.push_back(std::move(line));
    }
    fall.margin = fall.nsr;
    for (WaterfallLine& line : cost_lines(sums)) {
        if (line.amount == 0) continue;
        fall.margin += line.amount;
        fall.lines.push_back(std::move(line));
    }
    return fall;
}

}  // namespace

double Waterfall::per_tonne(double amount) const {
    return mined_tonnes > 0 ? amount / mined_tonnes : std::numeric_limits<double>::quiet_NaN();
}

Waterfall waterfall(const PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions, double elevation_m,
                    double in_situ_tonnes) {
    FeedSums sums;
    const auto plan = economics::make_plan(deck, economics::main_slider(deck));
    if (plan && fractions.size() == deck.commodities.size()) {
        const economics::LeafData data = economics::loose_block(*plan, fractions, elevation_m);
        economics::LeafValue value(*plan);
        value.take(data);
        const std::size_t route = value.best(0, test, plan->x);
        if (route != economics::nowhere) value.add_sums(sums, route, test, plan->x, data, &in_situ_tonnes);
    }
    return fall_of(deck, sums);
}

base::Expected<Waterfall> waterfall_of(const blocks::BlockModel& model, const PriceDeck& deck,
                                       const blocks::BlockMask& taken, const base::Progress& progress) {
    const auto fed = feed(model, deck, taken, Asked::steps, progress);
    if (!fed) return std::unexpected(fed.error());
    Waterfall fall = fall_of(deck, fed->sums);
    fall.no_way = {fed->no_way, fed->no_way_tonnes};
    return fall;
}

std::vector<WaterfallLine> by_kind(const std::vector<WaterfallLine>& lines) {
    std::vector<WaterfallLine> kinds;
    for (const WaterfallLine& line : lines) {
        if (kinds.empty() || kinds.back().key != line.key)
            kinds.push_back(line);
        else {
            kinds.back().amount += line.amount;
            kinds.back().commodity.clear();
        }
    }
    return kinds;
}

}  // namespace orelens::scenarios
