#include "core/scenarios/Waterfall.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Units.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"

namespace orelens::scenarios {
namespace {

using economics::Commodity;
using economics::Costs;
using economics::CutoffTest;

struct Tonnes {
    double in_situ, mined, dilution;
};

/// What happens to one commodity, from the ground to what is paid.
void add_commodity(std::vector<WaterfallLine>& lines, const Commodity& c, const Costs& costs, const Tonnes& t,
                   double fraction) {
    const double quoted = c.price / base::tonnes_in(c.price_unit).value_or(1);
    const double net = economics::price_per_tonne_net(c);
    const double in_ground = t.in_situ * economics::counted_grade(fraction);
    const double mined = in_ground * (costs.mining_recovery_percent / 100);
    const double from_waste = t.mined * t.dilution * (c.waste_grade_percent / 100);
    const double product = (mined + from_waste) * (c.recovery_percent / 100);
    const double paid = product * net * (c.payable_percent / 100), selling = product * c.selling_cost;
    const auto add = [&](const char* key, double amount) { lines.push_back({key, c.name, amount}); };
    add("why.line.gross", in_ground * quoted);
    add("why.line.mining_loss", (mined - in_ground) * quoted);
    add("why.line.waste_metal", from_waste * quoted);
    add("why.line.plant_loss", (product - mined - from_waste) * quoted);
    add("why.line.vat", product * (net - quoted));
    add("why.line.unpaid", paid - product * net);
    add("why.line.selling", -selling);
    add("why.line.royalty", -(paid - selling) * (c.royalty_percent / 100));
    add("why.line.subsidy", product * c.subsidy);
}

void add_costs(std::vector<WaterfallLine>& lines, const Costs& costs, CutoffTest test, double elevation_m,
               double mined) {
    const auto add = [&](const char* key, double per_tonne) { lines.push_back({key, "", -mined * per_tonne}); };
    if (test == CutoffTest::full) {
        add("why.line.mining", costs.mining);
        Costs flat = costs;
        flat.mining_per_metre = 0;
        add("why.line.haulage", economics::cost_per_tonne(costs, test, elevation_m) -
                                    economics::cost_per_tonne(flat, test, elevation_m));
    } else {
        add("why.line.ore_mining_difference", costs.ore_mining_difference);
    }
    add("why.line.processing", costs.processing);
    add("why.line.general", costs.general);
    if (test == CutoffTest::full) add("why.line.sustaining", costs.sustaining);
}

}  // namespace

double Waterfall::per_tonne(double amount) const {
    return mined_tonnes > 0 ? amount / mined_tonnes : std::numeric_limits<double>::quiet_NaN();
}

Waterfall waterfall(const economics::PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions,
                    double elevation_m, double in_situ_tonnes) {
    Waterfall fall;
    const Costs& costs = deck.costs;
    fall.currency = costs.currency;
    fall.in_situ_tonnes = in_situ_tonnes;
    fall.mined_tonnes = economics::mined_tonnes(costs, in_situ_tonnes);
    const Tonnes tonnes{in_situ_tonnes, fall.mined_tonnes,
                        economics::dilution_fraction(costs.dilution_percent, costs.dilution_convention)};
    std::vector<WaterfallLine> lines;
    for (std::size_t i = 0; i < deck.commodities.size() && i < fractions.size(); ++i)
        if (!std::isnan(fractions[i])) add_commodity(lines, deck.commodities[i], costs, tonnes, fractions[i]);
    // All commodities of a step before the next step: the order of the drawing, and of the sum.
    constexpr const char* steps[] = {"why.line.gross",  "why.line.mining_loss", "why.line.waste_metal",
                                     "why.line.plant_loss", "why.line.vat",     "why.line.unpaid",
                                     "why.line.selling", "why.line.royalty",    "why.line.subsidy"};
    for (const char* step : steps)
        for (const WaterfallLine& line : lines)
            if (line.key == step && line.amount != 0) fall.lines.push_back(line);
    for (const WaterfallLine& line : fall.lines) {
        fall.nsr += line.amount;
        if (line.key == steps[0]) fall.gross += line.amount;
    }
    std::vector<WaterfallLine> paid;
    add_costs(paid, costs, test, elevation_m, fall.mined_tonnes);
    fall.margin = fall.nsr;
    for (WaterfallLine& line : paid) {
        if (line.amount == 0) continue;
        fall.margin += line.amount;
        fall.lines.push_back(std::move(line));
    }
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
