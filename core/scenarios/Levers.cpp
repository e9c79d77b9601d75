#include "core/scenarios/Levers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/economics/Bands.h"
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

/// A list of a deck's rows that a lever's setter finds its number in.
template <class Row>
struct Rows {
    const char* prefix;
    std::vector<Row> PriceDeck::*rows;
};

template <class Row>
void add_number(std::vector<Lever>& list, const PriceDeck& deck, const Rows<Row>& of, const char* id,
                double Row::*member, double limit) {
    for (std::size_t at = 0; at < (deck.*of.rows).size(); ++at) {
        const Row& row = (deck.*of.rows)[at];
        const double now = row.*member;
        if (now == 0) continue;  // nothing to take away, or nothing that a share could be taken of
        Lever lever{.id = std::string(of.prefix) + row.name + "." + id, .now = now, .limit = limit, .measure = std::abs(now)};
        lever.part = part_of(lever.id);
        lever.set = [at, rows = of.rows, member](PriceDeck& moved, double value) { (moved.*rows)[at].*member = value; };
        list.push_back(std::move(lever));
    }
}

/// To the last digit: what is read again is the same number.
std::string exact(double value) {
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

/// Recoveries that are one number; those that follow the head grade have none to move.
void add_recoveries(std::vector<Lever>& list, const PriceDeck& deck) {
    for (std::size_t at = 0; at < deck.payables.size(); ++at) {
        const economics::PayableMetal& metal = deck.payables[at];
        const auto response = economics::read_response(metal.recovery, "");
        if (!response || response->kind != economics::Response::Kind::constant) continue;
        Lever lever{.id = "payable." + metal.name + ".recovery",
                    .commodity = metal.commodity,
                    .now = response->a,
                    .limit = 100,
                    .measure = response->a};
        lever.part = part_of(lever.id);
        lever.set = [at](PriceDeck& moved, double value) { moved.payables[at].recovery = exact(value); };
        list.push_back(std::move(lever));
    }
}

void add_routes(std::vector<Lever>& list, const PriceDeck& deck) {
    using economics::PayableMetal;
    using economics::Product;
    using economics::RouteRule;
    const Rows<PayableMetal> payables{"payable.", &PriceDeck::payables};
    const Rows<Product> products{"product.", &PriceDeck::products};
    const Rows<RouteRule> routes{"route.", &PriceDeck::routes};
    add_recoveries(list, deck);
    add_number(list, deck, payables, "payable_percent", &PayableMetal::payable_percent, 100);
    add_number(list, deck, payables, "minimum_deduction", &PayableMetal::minimum_deduction, 0);
    add_number(list, deck, payables, "refining_charge", &PayableMetal::refining_charge, 0);
    add_number(list, deck, products, "treatment_charge", &Product::treatment_charge, 0);
    add_number(list, deck, products, "freight", &Product::freight_per_wet_tonne, 0);
    add_number(list, deck, routes, "processing", &RouteRule::processing, 0);
    add_number(list, deck, routes, "processing_per_hardness", &RouteRule::processing_per_hardness, 0);
    add_number(list, deck, routes, "ore_handling", &RouteRule::ore_handling, 0);
}

/// "name: value; …" with every value times a factor; as it is where it cannot be read.
std::string scaled(const std::string& named, double factor) {
    const auto values = economics::read_named(named, "", -infinity, infinity);
    if (!values) return named;
    std::string text;
    for (const auto& [name, value] : *values) text += (text.empty() ? "" : "; ") + name + ": " + exact(value * factor);
    return text;
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

void add_cost_details(std::vector<Lever>& list, const PriceDeck& deck) {
    using Detail = economics::CostDetail;
    const bool full = deck.test == CutoffTest::full;
    const auto add = [&](const char* id, double Detail::*member, bool counted) {
        const double now = deck.costs.detail.*member;
        if (now == 0) return;
        Lever lever{.id = std::string("cost.") + id, .now = now, .limit = 0, .measure = std::abs(now), .counted = counted};
        lever.part = part_of(lever.id);
        lever.set = [member](PriceDeck& moved, double value) { moved.costs.detail.*member = value; };
        list.push_back(std::move(lever));
    };
    add("stripping_ratio", &Detail::stripping_ratio, full);
    add("waste_mining", &Detail::waste_mining, full);
    add("haul_per_km", &Detail::haul_per_km, true);
    add("construction", &Detail::construction_cost, full);
    add("restart", &Detail::restart_cost, full);
    add("closure", &Detail::closure_cost, full);
}

Lever all_prices(const PriceDeck& deck) {
    Lever lever{.id = "prices", .part = "price", .now = 1, .limit = infinity, .measure = 1};
    lever.set = [was = deck.commodities](PriceDeck& moved, double factor) {
        for (std::size_t i = 0; i < was.size(); ++i) moved.commodities[i].price = was[i].price * factor;
    };
    return lever;
}

Lever all_costs(const PriceDeck& deck) {
    using Detail = economics::CostDetail;
    using economics::RouteRule;
    Lever lever{.id = "costs", .part = "cost", .now = 1, .limit = 0, .measure = 1};
    lever.set = [was = deck.costs, ways = deck.routes](PriceDeck& moved, double factor) {
        for (double Costs::*cost : {&Costs::mining, &Costs::mining_per_metre, &Costs::processing, &Costs::general,
                                    &Costs::sustaining, &Costs::ore_mining_difference})
            moved.costs.*cost = was.*cost * factor;
        for (double Detail::*cost : {&Detail::construction_cost, &Detail::restart_cost, &Detail::closure_cost,
                                     &Detail::waste_mining, &Detail::haul_per_km})
            moved.costs.detail.*cost = was.detail.*cost * factor;
        for (std::size_t r = 0; r < ways.size(); ++r)
            for (double RouteRule::*cost :
                 {&RouteRule::processing, &RouteRule::processing_per_hardness, &RouteRule::ore_handling})
                moved.routes[r].*cost = ways[r].*cost * factor;
        moved.costs.detail.mining_by_rock = scaled(was.detail.mining_by_rock, factor);
    };
    return lever;
}

}  // namespace

std::vector<Lever> levers_of(const PriceDeck& deck) {
    std::vector<Lever> list;
    if (deck.commodities.size() > 1) list.push_back(all_prices(deck));
    add_commodities(list, deck);
    add_routes(list, deck);
    list.push_back(all_costs(deck));
    add_costs(list, deck);
    add_cost_details(list, deck);
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

}  // namespace orelens::scenarios
