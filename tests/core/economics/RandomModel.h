// A random block model with copper, gold and silver, gaps and varying density, the same for the same seed.
#pragma once

#include <random>

#include "core/economics/Value.h"

namespace orelens::economics::testing {

inline blocks::BlockModel random_model(unsigned seed, blocks::Index3 count = {21, 17, 13},
                                       bool sparse = true) {
    blocks::GridGeometry geometry{
        .origin = {1000, 2000, -300}, .block_size = {10, 20, 5}, .count = count, .azimuth_deg = 30};
    auto made =
        sparse ? blocks::BlockModel::where(
                     geometry, [](const blocks::Index3& i) { return (i[0] * 7 + i[1] * 3 + i[2]) % 5 != 0; })
               : blocks::BlockModel::full(geometry);
    blocks::BlockModel model = std::move(*made);
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    model.add_column({"Au", blocks::ColumnType::real, "g/t", {}});
    model.add_column({"Ag", blocks::ColumnType::real, "ppm", {}});
    model.add_column({"density", blocks::ColumnType::real, "t/m³", {}});
    model.add_column({"ore_type", blocks::ColumnType::integer, "", {"oxide", "mixed", "sulphide"}});
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(0, 1);
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const float kind = unit(random);
            if (kind > 0.05F) model.real("Cu", n)[at] = std::pow(unit(random), 3.0F) * 2;
            if (kind > 0.02F && kind < 0.9F) model.real("Au", n)[at] = std::pow(unit(random), 6.0F) * 3;
            if (kind > 0.5F) model.real("Ag", n)[at] = unit(random) * 10;
            if (kind > 0.1F) model.real("density", n)[at] = 2.5F + unit(random) * 0.5F;
            if (kind < 0.97F) model.integer("ore_type", n)[at] = static_cast<int>(unit(random) * 3) % 3;
        }
    return model;
}

inline PriceDeck random_model_deck() {
    PriceDeck deck;
    deck.commodities = {
        {.name = "Cu",
         .price = 70000,
         .price_includes_vat = true,
         .recovery_percent = 88,
         .payable_percent = 95.5,
         .selling_cost = 2500,
         .royalty_percent = 6},
        {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60, .payable_percent = 92}};
    deck.main_commodity = "Cu";
    deck.costs = {.mining = 12,
                  .mining_per_metre = 0.05,
                  .reference_elevation_m = -270,
                  .processing = 60,
                  .general = 8,
                  .dilution_percent = 8};
    return deck;
}

}  // namespace orelens::economics::testing
