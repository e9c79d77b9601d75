// How price decks are archived.
#pragma once

#include "core/economics/PriceDeck.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::economics {
template <class A>
void fields(A& archive, Commodity& c) {
    auto& [name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
           subsidy, waste, currency, rate, tiers, tier_rule, relief, low_grade, low_grade_relief] = c;
    archive(name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
            subsidy, waste, currency, rate, tiers, tier_rule, relief, low_grade, low_grade_relief);
}
template <class A>
void fields(A& archive, CostDetail& d) {
    auto& [state, construction, output, life, discount, restart, closure, stripping, waste, km, per_km, rock_column, by_rock,
           ore_types, cost_year, money_year, index, factor] = d;
    archive(state, construction, output, life, discount, restart, closure, stripping, waste, km, per_km, rock_column, by_rock,
            ore_types, cost_year, money_year, index, factor);
}
template <class A>
void fields(A& archive, Fiscal& fiscal) {
    auto& [rates, relief_column, reliefs] = fiscal;
    archive(rates, relief_column, reliefs);
}
template <class A>
void fields(A& archive, RouteRule& r) {
    auto& [name, kind, processing, hardness, per_hardness, handling, subsidy, ore_types, delay] = r;
    archive(name, kind, processing, hardness, per_hardness, handling, subsidy, ore_types, delay);
}
template <class A>
void fields(A& archive, Product& p) {
    auto& [name, route, dialect, host, grade, lowest, currency, with_vat, vat, treatment, freight, moisture,
           impurities] = p;
    archive(name, route, dialect, host, grade, lowest, currency, with_vat, vat, treatment, freight, moisture,
            impurities);
}
template <class A>
void fields(A& archive, PayableMetal& p) {
    auto& [name, product, commodity, recovery, unit, payable, deduction, refining, refining_unit, base, above, below,
           coefficients, base_grade, step, amount] = p;
    archive(name, product, commodity, recovery, unit, payable, deduction, refining, refining_unit, base, above, below,
            coefficients, base_grade, step, amount);
}
template <class A>
void fields(A& archive, Costs& costs) {
    auto& [currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
           dilution, convention, density, detail] = costs;
    archive(currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
            dilution, convention, density, detail);
}
template <class A>
void fields(A& archive, PriceDeck& deck) {
    auto& [commodities, costs, main_commodity, test, products, payables, routes, fiscal] = deck;
    archive(commodities, costs, main_commodity, test, products, payables, routes, fiscal);
}
}  // namespace orelens::economics
