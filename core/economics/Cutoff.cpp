#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Terms.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Highest margin of a block with one commodity at an in-situ grade, the others as given.
class GradeMargin {
  public:
    GradeMargin(const PriceDeck& deck, const Plan& plan, const std::string& commodity, CutoffTest test,
                const std::vector<double>& by_products)
        : plan_(plan), value_(plan), fractions_(by_products), test_(test) {
        fractions_.resize(deck.commodities.size(), 0.0);
        for (std::size_t c = 0; c < deck.commodities.size(); ++c)
            if (deck.commodities[c].name == commodity) at_ = c;
        elevation_ = deck.costs.reference_elevation_m;
    }
    double operator()(double fraction, double price) {
        fractions_[at_] = fraction;
        value_.take(loose_block(plan_, fractions_, elevation_));
        return value_.best_margin(0, test_, price);
    }

  private:
    const Plan& plan_;
    LeafValue value_;
    std::vector<double> fractions_;
    std::size_t at_ = 0;
    CutoffTest test_;
    double elevation_ = 0;
};

/// In-situ grade from which the best route pays: the lowest grade of a fine ladder that pays and where every higher one
/// does, then halved down to the last digits. +∞ where pure metal does not pay.
double in_situ_cutoff(GradeMargin& margin, double price) {
    constexpr int steps = 400;
    constexpr double lowest = 1e-10;
    const auto rung = [](int n) { return lowest * std::pow(1 / lowest, static_cast<double>(n) / steps); };
    if (!(margin(1, price) >= 0)) return infinity;
    int pays = steps;
    while (pays > 0 && margin(rung(pays - 1), price) >= 0) --pays;
    if (pays == 0) return 0;
    double low = rung(pays - 1), high = rung(pays);
    for (int n = 0; n < 200 && high > std::nextafter(low, high); ++n) {
        const double middle = low + (high - low) / 2;
        (margin(middle, price) >= 0 ? high : low) = middle;
    }
    return high;
}

/// Per t mined, what the others bring.
double credit_of(const PriceDeck& deck, const Commodity& main, const std::vector<double>& by_products) {
    if (by_products.size() != deck.commodities.size()) return 0;
    const Terms terms = make_terms(deck, main);
    return block_sums(terms, by_products.data()).others;
}

std::vector<CutoffPoint> routed_cutoffs(const PriceDeck& deck, const Commodity& commodity, CutoffTest test,
                                        const std::vector<double>& prices,
                                        const std::vector<double>& by_products) {
    std::vector<CutoffPoint> points;
    const auto plan = make_plan(deck, {commodity.name});
    if (!plan) return points;
    GradeMargin margin(deck, *plan, commodity.name, test, by_products);
    const double dilution = dilution_fraction(deck.costs.dilution_percent, deck.costs.dilution_convention);
    for (const double price : prices) {
        const double in_situ = in_situ_cutoff(margin, price);
        const double head = in_situ * (1 - dilution) * 100 + dilution * commodity.waste_grade_percent;
        points.push_back({price, head, in_situ * 100});
    }
    return points;
}
}  // namespace

std::vector<CutoffPoint> cutoff_curve(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                                      const std::vector<double>& quoted_prices, const std::vector<double>& by_products) {
    std::vector<CutoffPoint> points;
    const Commodity* found = find_commodity(deck, commodity);
    if (!found) return points;
    if (needs_plan(deck)) return routed_cutoffs(deck, *found, test, quoted_prices, by_products);
    Commodity moved = *found;
    const double dilution = dilution_fraction(deck.costs.dilution_percent, deck.costs.dilution_convention);
    const double cost = cost_per_tonne(deck.costs, test, deck.costs.reference_elevation_m) - credit_of(deck, *found, by_products);
    for (const double price : quoted_prices) {
        moved.price = price;
        const double per_head_fraction = moved.recovery_percent / 100 * net_price(moved);
        CutoffPoint point{.price = price, .head_percent = infinity, .in_situ_percent = infinity};
        if (per_head_fraction > 0) {
            point.head_percent = std::max(0.0, cost / per_head_fraction * 100);
            const double from_ore = point.head_percent - dilution * moved.waste_grade_percent;
            point.in_situ_percent = std::max(0.0, from_ore / (1 - dilution));
        }
        points.push_back(point);
    }
    return points;
}

double cutoff_pole(const PriceDeck& deck, const std::string& commodity) {
    const Commodity* found = find_commodity(deck, commodity);
    if (!found) return std::numeric_limits<double>::quiet_NaN();
    if (needs_plan(deck)) {
        // With routes and tiers: the highest price of a fine ladder at which even pure metal earns nothing.
        const auto plan = make_plan(deck, {commodity});
        if (!plan) return std::numeric_limits<double>::quiet_NaN();
        LeafValue value(*plan);
        std::vector<double> fractions(deck.commodities.size(), 0.0);
        for (std::size_t c = 0; c < fractions.size(); ++c)
            if (deck.commodities[c].name == commodity) fractions[c] = 1;
        value.take(loose_block(*plan, fractions, deck.costs.reference_elevation_m));
        const auto earns = [&](double price) {
            for (std::size_t r = 0; r < value.routes(); ++r)
                if (value.revenue(r, 0, price) > plan->routes[r].subsidy) return true;
            return false;
        };
        double low = 0, high = 1e15;
        if (earns(low)) return -infinity;
        if (!earns(high)) return infinity;
        for (int n = 0; n < 300 && high > std::nextafter(low, high); ++n) {
            const double middle = low + (high - low) / 2;
            (earns(middle) ? high : low) = middle;
        }
        return high;
    }
    const double at_zero = net_price_at(*found, 0);
    const double slope = found->payable_percent / 100 * (1 - royalty_fraction(*found));
    if (!(slope > 0)) return at_zero > 0 ? -infinity : infinity;
    return quoted_price(*found, -at_zero / slope) + 0.0;  // + 0.0: no negative zero
}

}  // namespace orelens::economics
