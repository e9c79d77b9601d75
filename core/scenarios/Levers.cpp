#include "core/scenarios/Levers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/Value.h"
#include "core/scenarios/Parts.h"

namespace orelens::scenarios {
namespace {

using economics::Commodity;
using economics::Costs;
using economics::CutoffTest;
using economics::PriceDeck;

constexpr double infinity = std::numeric_limits<double>::infinity();

struct OfCommodity {
    const char* id;
    double Commodity::*member;
    double limit;  // NaN: of no use
};

void add_commodity(std::vector<Lever>& list, const Commodity& commodity, std::size_t at, const OfCommodity& row) {
    const double now = commodity.*row.member;
    Lever lever{.id = "commodity." + commodity.name + "." + row.id,
                .part = {},
                .commodity = commodity.name,
                .now = now,
                .limit = row.limit,
                .measure = std::abs(now)};
    lever.set = [at, member = row.member](PriceDeck& deck, double value) { deck.commodities[at].*member = value; };
    lever.part = part_of(lever.id);
    list.push_back(std::move(lever));
}

void add_commodities(std::vector<Lever>& list, const PriceDeck& deck) {
    const std::vector<OfCommodity> rows{{"price", &Commodity::price, infinity},
                                        {"recovery_percent", &Commodity::recovery_percent, 100},
                                        {"payable_percent", &Commodity::payable_percent, 100},
                                        {"selling_cost", &Commodity::selling_cost, 0},
                                        {"royalty_percent", &Commodity::royalty_percent, 0},
                                        {"vat_percent", &Commodity::vat_percent, 0},
                                        {"subsidy", &Commodity::subsidy, infinity}};
    for (const OfCommodity& row : rows)
        for (std::size_t at = 0; at < deck.commodities.size(); ++at) {
            const Commodity& commodity = deck.commodities[at];
            if (row.member == &Commodity::vat_percent && !commodity.price_includes_vat) continue;
            add_commodity(list, commodity, at, row);
            if (row.member == &Commodity::subsidy) list.back().measure = economics::price_per_tonne_net(commodity);
        }
}

void add_costs(std::vector<Lever>& list, const PriceDeck& deck) {
    const bool full = deck.test == CutoffTest::full;
    const auto add = [&](const char* id, double Costs::*member, bool counted) {
        const double now = deck.costs.*member;
        Lever lever{.id = std::string("economics.") + id,
                    .part = {},
                    .now = now,
                    .limit = 0,
                    .measure = std::abs(now),
                    .counted = counted};
        lever.set = [member](PriceDeck& moved, double value) { moved.costs.*member = value; };
        lever.part = part_of(lever.id);
        list.push_back(std::move(lever));
    };
    add("mining", &Costs::mining, full);
    add("mining_per_metre", &Costs::mining_per_metre, full);
    add("processing", &Costs::processing, true);
    add("general", &Costs::general, true);
    add("sustaining", &Costs::sustaining, full);
    add("ore_mining_difference", &Costs::ore_mining_difference, !full);
}

Lever all_prices(const PriceDeck& deck) {
    Lever lever{.id = "prices", .part = "price", .now = 1, .limit = infinity, .measure = 1};
    lever.set = [was = deck.commodities](PriceDeck& moved, double factor) {
        for (std::size_t i = 0; i < was.size(); ++i) moved.commodities[i].price = was[i].price * factor;
    };
    return lever;
}

Lever all_costs(const PriceDeck& deck) {
    Lever lever{.id = "costs", .part = "cost", .now = 1, .limit = 0, .measure = 1};
    lever.set = [was = deck.costs](PriceDeck& moved, double factor) {
        for (double Costs::*cost : {&Costs::mining, &Costs::mining_per_metre, &Costs::processing, &Costs::general,
                                    &Costs::sustaining, &Costs::ore_mining_difference})
            moved.costs.*cost = was.*cost * factor;
    };
    return lever;
}

/// The margin as a function of one lever.
struct Margin {
    const PriceDeck& deck;
    const Lever& lever;
    CutoffTest test;
    const std::vector<double>& fractions;
    double elevation_m;
    double operator()(double value) const {
        PriceDeck moved = deck;
        lever.set(moved, value);
        return margin_of(moved, test, fractions, elevation_m);
    }
};

/// Where the margin, below zero at `low` and not below at `high`, is zero: the side of the last two neighbouring
/// doubles, or of a few beside them, where it is not below. False position with a halved weight of the end that
/// stays (Illinois), which a straight line needs two steps of; bisection when it is slow.
double root(const Margin& margin, double low, double high) {
    double below = margin(low), above = margin(high);
    double held_below = below, held_above = above;  // weights
    int side = 0;
    for (int step = 0; step < 200 && above != 0; ++step) {
        const double width = std::abs(high - low);
        if (width <= 2 * std::numeric_limits<double>::epsilon() * std::max(std::abs(high), std::abs(low))) break;
        double at = (low * held_above - high * held_below) / (held_above - held_below);
        if (step % 3 == 2 || !(at > std::min(low, high) && at < std::max(low, high))) at = low + (high - low) / 2;
        if (at == low || at == high) break;
        const double value = margin(at);
        if (value < 0) {
            low = at;
            held_below = below = value;
            if (side < 0) held_above /= 2;
            side = -1;
        } else {
            high = at;
            held_above = above = value;
            if (side > 0) held_below /= 2;
            side = 1;
        }
    }
    return high;
}

/// For a lever without a limit: a value at which the margin is not below zero; nothing where none is found.
std::optional<double> far_enough(const Margin& margin, double now, double scale) {
    double step = std::max({std::abs(now), scale, 1e-9});
    for (int doubled = 0; doubled < 120; ++doubled, step *= 2) {
        const double at = now + step;
        if (!std::isfinite(at)) break;
        if (margin(at) >= 0) return at;
    }
    return std::nullopt;
}

void solve(Needed& needed, const Margin& margin, double margin_now) {
    const Lever& lever = needed.lever;
    if (!lever.counted) {
        needed.why = Needed::Why::not_counted;
        return;
    }
    if (std::isfinite(lever.limit)) {
        // What is at its limit already, or beyond it (a negative cost), has nowhere to go.
        const bool stays = lever.limit == 0 ? lever.now <= 0 : lever.now >= lever.limit;
        needed.margin_at_limit = stays ? margin_now : margin(lever.limit);
        if (stays || needed.margin_at_limit == margin_now) {
            needed.why = stays ? Needed::Why::not_enough : Needed::Why::no_effect;
            return;
        }
        if (needed.margin_at_limit < 0) {
            needed.why = Needed::Why::not_enough;
            return;
        }
        needed.value = root(margin, lever.now, lever.limit);
    } else {
        const double probe = lever.now + std::max({std::abs(lever.now), lever.measure, 1.0});
        if (!(margin(probe) > margin_now)) {
            needed.why = Needed::Why::no_effect;
            return;
        }
        const auto far = far_enough(margin, lever.now, lever.measure);
        if (!far) {
            needed.why = Needed::Why::no_effect;
            return;
        }
        needed.value = root(margin, lever.now, *far);
    }
    needed.change = lever.measure > 0 ? std::abs(*needed.value - lever.now) / lever.measure : infinity;
}

}  // namespace

std::vector<Lever> levers_of(const PriceDeck& deck) {
    std::vector<Lever> list;
    if (deck.commodities.size() > 1) list.push_back(all_prices(deck));
    add_commodities(list, deck);
    list.push_back(all_costs(deck));
    add_costs(list, deck);
    Lever dilution{.id = "economics.dilution",
                   .part = part_of("economics.dilution"),
                   .now = deck.costs.dilution_percent,
                   .limit = 0,
                   .measure = deck.costs.dilution_percent};
    dilution.set = [](PriceDeck& moved, double value) { moved.costs.dilution_percent = value; };
    list.push_back(std::move(dilution));
    Lever recovery{.id = "economics.mining_recovery",
                   .part = part_of("economics.mining_recovery"),
                   .now = deck.costs.mining_recovery_percent,
                   .limit = 100,
                   .measure = deck.costs.mining_recovery_percent};
    recovery.set = [](PriceDeck& moved, double value) { moved.costs.mining_recovery_percent = value; };
    list.push_back(std::move(recovery));
    return list;
}

double margin_of(const PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions, double elevation_m) {
    const Commodity* main = economics::main_commodity(deck);
    if (main == nullptr) return std::numeric_limits<double>::quiet_NaN();
    return economics::margin_at(deck, main->name, main->price, test, fractions, elevation_m);
}

std::vector<Needed> needed_changes(const PriceDeck& deck, CutoffTest test, const std::vector<double>& fractions,
                                   double elevation_m) {
    std::vector<Needed> all;
    PriceDeck tested = deck;
    tested.test = test;
    const double now = margin_of(tested, test, fractions, elevation_m);
    if (std::isnan(now)) return all;
    for (Lever& lever : levers_of(tested)) {
        Needed needed{.lever = std::move(lever)};
        if (now >= 0)
            needed.why = Needed::Why::pays;
        else
            solve(needed, Margin{tested, needed.lever, test, fractions, elevation_m}, now);
        all.push_back(std::move(needed));
    }
    std::ranges::stable_sort(all, [](const Needed& a, const Needed& b) {
        return a.value.has_value() != b.value.has_value() ? a.value.has_value() : a.value && a.change < b.change;
    });
    return all;
}

}  // namespace orelens::scenarios
