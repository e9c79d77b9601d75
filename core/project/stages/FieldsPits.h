// How pit studies are archived.
#pragma once

#include "core/pits/Study.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::pits {
template <class A>
void fields(A& archive, SlopeError& error) {
    auto& [steeper, flatter, mean] = error;
    archive(steeper, flatter, mean);
}
template <class A>
void fields(A& archive, GroundNotes& notes) {
    auto& [rock, waste_cells, waste_tonnes, air_cells, stated_density, columns, without_air, barred, slopes] =
        notes;
    archive(rock, waste_cells, waste_tonnes, air_cells, stated_density, columns, without_air, barred, slopes);
}
template <class A>
void fields(A& archive, PitRow& row) {
    auto& [factor, cells, ore, fed, waste, product, value, years, best, worst, own_value] = row;
    archive(factor, cells, ore, fed, waste, product, value, years, best, worst, own_value);
}
template <class A>
void fields(A& archive, StopeNotes& notes) {
    auto& [box, outside, too_narrow, tonnes] = notes;
    archive(box, outside, too_narrow, tonnes);
}
template <class A>
void fields(A& archive, PitStudy& study) {
    auto& [why_not, currency, commodities, rows, slopes, density, benches, mining_rate, discount, ground,
           side_columns, main, price_unit, leaving, leaving_by_main, mining_width, stopes, main_prices] = study;
    archive(why_not, currency, commodities, rows, slopes, density, benches, mining_rate, discount, ground,
            side_columns, main, price_unit, leaving, leaving_by_main, mining_width, stopes, main_prices);
}
inline bool sound(const PitStudy& study) {
    return std::ranges::all_of(
        study.rows, [&](const PitRow& row) { return row.product_tonnes.size() == study.commodities.size(); });
}
}  // namespace orelens::pits
