// How price decks are archived.
#pragma once

#include "core/economics/PriceDeck.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::economics {
template <class A>
void fields(A& archive, Commodity& c) {
    auto& [name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
           subsidy, waste] = c;
    archive(name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
            subsidy, waste);
}
template <class A>
void fields(A& archive, Costs& costs) {
    auto& [currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
           dilution, convention, density] = costs;
    archive(currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
            dilution, convention, density);
}
template <class A>
void fields(A& archive, PriceDeck& deck) {
    auto& [commodities, costs, main_commodity, test] = deck;
    archive(commodities, costs, main_commodity, test);
}
}  // namespace orelens::economics
