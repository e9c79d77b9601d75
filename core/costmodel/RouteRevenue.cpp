#include "core/costmodel/RouteRevenue.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/base/Units.h"
#include "core/costmodel/Worth.h"
#include "core/economics/Bands.h"
#include "core/economics/Value.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;
using economics::PriceDeck;
using economics::RouteKind;
using economics::RouteRule;

bool same_word(const std::string& a, const std::string& b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Products of routes that are not there, and what is paid for in them, go with the routes.
void drop_products(PriceDeck& deck) {
    const auto there = [&](const std::string& route) { return std::ranges::any_of(deck.routes, [&](const RouteRule& one) { return one.name == route; }); };
    std::erase_if(deck.products, [&](const economics::Product& product) { return !there(product.route); });
    std::erase_if(deck.payables, [&](const economics::PayableMetal& metal) {
        return std::ranges::find(deck.products, metal.product, &economics::Product::name) == deck.products.end();
    });
}

bool is_plant(const RouteRule& route) {
    return route.kind != RouteKind::dump;
}

/// The ore types that routes name, for whoever has to write one: "oxide, sulphide".
std::string named_ores(const std::vector<RouteRule>& routes) {
    std::string all;
    for (const RouteRule& route : routes)
        if (is_plant(route))
            for (const std::string& code : economics::entries(route.ore_types)) all += (all.empty() ? "" : ", ") + code;
    return all;
}

/// The deck of one orebody: its commodity, dilution and routes.
base::Expected<PriceDeck> own_deck(const Orebody& o, const MiningPlan& plan, PriceDeck deck) {
    deck.main_commodity = o.commodity;
    deck.costs.dilution_percent = 100 * plan.dilution;
    deck.costs.dilution_convention = economics::DilutionConvention::waste_per_mined;
    const auto named = [](const RouteRule& route) { return !economics::entries(route.ore_types).empty(); };
    const auto names_it = [&](const RouteRule& route) {
        return std::ranges::any_of(economics::entries(route.ore_types), [&](const std::string& code) { return same_word(code, o.ore_type); });
    };
    const std::string ores = named_ores(deck.routes);
    const base::Place place{.row = o.row, .field = o.commodity};
    if (o.ore_type.empty() && !ores.empty()) return fail(ErrorKind::data, Message("costmodel.no_ore_type", {{"ores", ores}}), place);
    const bool any_plant = std::ranges::any_of(deck.routes, is_plant);
    std::erase_if(deck.routes, [&](const RouteRule& route) { return named(route) && !names_it(route); });
    if (any_plant && std::ranges::none_of(deck.routes, is_plant))
        return fail(ErrorKind::data, Message("costmodel.other_ores", {{"ore_type", o.ore_type}, {"ores", ores}}), place);
    // What is left is open to it: an orebody has no column of ore types.
    for (RouteRule& route : deck.routes) route.ore_types.clear();
    drop_products(deck);
    return deck;
}

/// With one route alone beside the dumps.
PriceDeck with_route(PriceDeck deck, const std::string& name) {
    std::erase_if(deck.routes, [&](const RouteRule& route) { return route.kind != RouteKind::dump && route.name != name; });
    drop_products(deck);
    return deck;
}

std::string route_of(const PriceDeck& deck, const economics::PayableMetal& metal) {
    const auto product = std::ranges::find(deck.products, metal.product, &economics::Product::name);
    return product == deck.products.end() ? std::string() : product->route;
}

/// A recovery of the table in place of the deck's; false where the deck pays for the metal in several products of a route.
bool take_recovery(PriceDeck& deck, const Orebody& o) {
    if (!(o.processing_recovery > 0 && o.processing_recovery <= 1)) return true;
    for (economics::Commodity& commodity : deck.commodities)
        if (commodity.name == o.commodity) commodity.recovery_percent = 100 * o.processing_recovery;
    bool taken = true;
    for (economics::PayableMetal& metal : deck.payables) {
        if (metal.commodity != o.commodity) continue;
        const auto paid = std::ranges::count_if(deck.payables, [&](const economics::PayableMetal& other) {
            return other.commodity == o.commodity && route_of(deck, other) == route_of(deck, metal);
        });
        if (paid == 1) metal.recovery = base::number(100 * o.processing_recovery, 12);
        taken = taken && paid == 1;
    }
    return taken;
}

/// Tonnes of a commodity to the products of a route, per mined tonne; the deck's own recovery where it has no route.
double metal_of(const PriceDeck& deck, const std::string& commodity, double head, const std::string& route) {
    const bool products = std::ranges::any_of(deck.products, [&](const economics::Product& product) { return product.route == route; });
    if (!products) return head * economics::find_commodity(deck, commodity)->recovery_percent / 100;
    double metal = 0;
    for (const economics::PayableMetal& one : deck.payables) {
        if (one.commodity != commodity || route_of(deck, one) != route) continue;
        const auto recovery = economics::read_response(one.recovery, "payable.recovery");
        const auto unit = base::grade_unit(one.grade_unit);
        if (recovery && unit) metal += head * recovery->at(head / base::fraction_of(*unit)) / 100;
    }
    return metal;
}

/// Points of a line between two prices, the second one's last: halved until both thirds lie on the straight.
template <class Ask>
void fill(const Ask& ask, std::pair<double, double> from, std::pair<double, double> to, int depth, std::vector<std::pair<double, double>>& line) {
    const double span = to.first - from.first;
    if (depth < 44 && span > 1e-11 * to.first) {
        const auto straight = [&](double part) { return from.second + part * (to.second - from.second); };
        const double most = std::max(std::abs(from.second), std::abs(to.second));
        const auto bent = [&](double part) {
            const double value = ask(from.first + part * span);
            return std::abs(value - straight(part)) > 1e-9 * std::max(most, std::abs(value));
        };
        if (bent(1.0 / 3) || bent(2.0 / 3)) {
            const double middle = from.first + 0.5 * span;
            const std::pair half{middle, ask(middle)};
            fill(ask, from, half, depth + 1, line);
            fill(ask, half, to, depth + 1, line);
            return;
        }
    }
    line.push_back(to);
}

/// Prices where what a tonne brings may jump or bend: tiers of royalty, bases of participation.
std::vector<double> corners(const PriceDeck& deck, const economics::Commodity& main) {
    std::vector<double> prices;
    if (const auto tiers = economics::read_bands(main.royalty_tiers, "commodity." + main.name + ".royalty_tiers", 0, 99))
        for (const economics::Band& tier : *tiers)
            if (tier.from > 0) prices.insert(prices.end(), {std::nextafter(tier.from, 0.0), tier.from});
    for (const economics::PayableMetal& metal : deck.payables)
        if (metal.commodity == main.name && metal.participation_base > 0) prices.push_back(metal.participation_base);
    std::ranges::sort(prices);
    const auto twice = std::ranges::unique(prices);
    prices.erase(twice.begin(), twice.end());
    return prices;
}

}  // namespace

bool routes_decide(const PriceDeck& deck) {
    const auto relieved = [](const economics::Commodity& one) { return one.low_grade_below > 0 && one.low_grade_relief_percent > 0; };
    return !deck.routes.empty() || !deck.payables.empty() || std::ranges::any_of(deck.commodities, relieved);
}

double RoutedRevenue::at(double quoted_price) const {
    if (line.size() < 2) return line.empty() ? not_stated : line.front().second;
    auto above = std::ranges::upper_bound(line, quoted_price, {}, &std::pair<double, double>::first);
    above = std::clamp(above, line.begin() + 1, line.end() - 1);
    const auto below = above - 1;
    const double part = (quoted_price - below->first) / (above->first - below->first);
    return part == 0 ? below->second : below->second + part * (above->second - below->second);
}

base::Expected<RoutedRevenue> routed_revenue(const Orebody& o, const MiningPlan& plan, const PriceDeck& given) {
    auto own = own_deck(o, plan, given);
    if (!own) return std::unexpected(own.error());
    PriceDeck& deck = *own;
    RoutedRevenue made;
    made.recovery_unused = !take_recovery(deck, o);
    const auto main = std::ranges::find(deck.commodities, o.commodity, &economics::Commodity::name);
    const base::Place place{.row = o.row, .field = o.commodity};
    if (main == deck.commodities.end()) return fail(ErrorKind::data, Message("costmodel.no_price", {{"commodity", o.commodity}}), place);
    std::vector<double> fractions;
    for (const economics::Commodity& commodity : deck.commodities) fractions.push_back(o.grade(commodity.name));
    double most = -std::numeric_limits<double>::infinity();
    for (const RouteRule& route : deck.routes) {
        if (!is_plant(route)) continue;
        const PriceDeck alone = with_route(deck, route.name);
        const double margin = economics::margin_at(alone, o.commodity, main->price, deck.test, fractions, deck.costs.reference_elevation_m);
        if (!(margin > most) || !std::isfinite(economics::nsr(alone, fractions))) continue;
        most = margin;
        made.route = route.name;
    }
    const bool routes = std::ranges::any_of(deck.routes, is_plant);
    const double head = o.grade(o.commodity) * (1 - plan.dilution);
    made.metal_per_tonne = routes ? metal_of(deck, o.commodity, head, made.route) : head * main->recovery_percent / 100;
    for (const OreGrade& grade : o.grades) {
        const economics::Commodity* other = economics::find_commodity(deck, grade.commodity);
        if (grade.commodity == o.commodity || !(grade.fraction > 0) || other == nullptr || !(other->price > 0)) continue;
        const double carried = grade.fraction * (1 - plan.dilution);
        made.others.emplace_back(grade.commodity, routes ? metal_of(deck, grade.commodity, carried, made.route) : carried * other->recovery_percent / 100);
    }
    const auto ask = [&](double price) {
        main->price = price;
        return economics::nsr(deck, fractions);
    };
    std::vector<double> prices = corners(deck, *main);
    const double top = 100 * std::max({1.0, main->price, prices.empty() ? 0 : prices.back()});
    prices.push_back(top);
    std::pair from{0.0, ask(0)};
    if ((routes && made.route.empty()) || !std::isfinite(from.second) || !std::isfinite(ask(top)))
        return fail(ErrorKind::data, Message("costmodel.no_route", {{"commodity", o.commodity}}), place);
    if (!(made.metal_per_tonne > 0)) return fail(ErrorKind::data, Message("costmodel.no_recovery", {{"commodity", o.commodity}}), place);
    made.line.push_back(from);
    for (const double price : prices) {
        const std::pair to{price, ask(price)};
        fill(ask, from, to, 0, made.line);
        from = to;
    }
    return made;
}

}  // namespace orelens::costmodel
