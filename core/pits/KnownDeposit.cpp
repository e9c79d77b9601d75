#include "core/pits/KnownDeposit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace orelens::pits {
namespace {

constexpr std::uint64_t seed = 20261201;

/// Even in [0, 1): the n-th number of a cell (SplitMix64, Steele et al. 2014).
double chance(std::int64_t cell, std::uint64_t n) {
    std::uint64_t z = seed + (static_cast<std::uint64_t>(cell) * 4 + n + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1p-53;
}

double ground(double x, double y) {
    return 240 + 18 * std::sin(2 * std::numbers::pi * x / 880) +
           12 * std::cos(2 * std::numbers::pi * y / 1000);
}

double squared(double x) {
    return x * x;
}

}  // namespace

base::Expected<blocks::BlockModel> known_deposit() {
    const blocks::GridGeometry geometry{
        .origin = {0, 0, 0}, .block_size = {20, 25, 15}, .count = {44, 40, 20}};
    const auto share = [&](const blocks::Index3& ijk) {
        const blocks::Vec3 centre = geometry.centre(ijk);
        return std::clamp((ground(centre[0], centre[1]) - (centre[2] - 7.5)) / 15, 0.0, 1.0);
    };
    auto made =
        blocks::BlockModel::where(geometry, [&](const blocks::Index3& ijk) { return share(ijk) > 0; });
    if (!made) return made;
    blocks::BlockModel& model = *made;
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    model.add_column({"Au", blocks::ColumnType::real, "g/t", {}});
    model.add_column({"density", blocks::ColumnType::real, "t/m³", {}});
    model.add_column({"fraction", blocks::ColumnType::real, "", {}});
    model.add_column({"rock", blocks::ColumnType::integer, "", {"oxide", "sulphide"}}, 1);
    const blocks::IntegerWriter rock = model.integer_writer("rock");
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        float* const copper = model.real("Cu", n);
        float* const gold = model.real("Au", n);
        float* const density = model.real("density", n);
        float* const fraction = model.real("fraction", n);
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const blocks::Index3 ijk = model.leaf(n).index(at);
            const blocks::Vec3 c = geometry.centre(ijk);
            const std::int64_t cell = geometry.linear(ijk);
            const bool oxide = ground(c[0], c[1]) - c[2] < 45;
            const double away = std::sqrt(squared((c[0] - 430) / 170) + squared((c[1] - 520) / 190) +
                                          squared((c[2] - 90) / 120));
            rock.set(n, at, oxide ? 0 : 1);
            density[at] = oxide ? 2.48F : 2.71F;
            fraction[at] = static_cast<float>(share(ijk));
            if (chance(cell, 0) < 0.01) continue;
            const double shell = 0.95 * std::exp(-squared((away - 0.85) / 0.4));
            copper[at] = static_cast<float>((oxide ? 0.6 : 1.0) * shell * (0.6 + 0.8 * chance(cell, 1)));
            gold[at] = static_cast<float>(0.75 * std::exp(-squared(away / 0.8)) * (0.5 + chance(cell, 2)));
        }
    }
    return made;
}

economics::PriceDeck known_deposit_deck() {
    economics::PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = 8000,
                         .recovery_percent = 88,
                         .payable_percent = 96.5,
                         .selling_cost = 600,
                         .royalty_percent = 3},
                        {.name = "Au",
                         .price = 60,
                         .price_unit = "g",
                         .recovery_percent = 62,
                         .payable_percent = 97,
                         .selling_cost = 250000,
                         .royalty_percent = 4}};
    deck.main_commodity = "Cu";
    deck.costs = {.currency = "USD",
                  .mining = 2.4,
                  .mining_per_metre = 0.004,
                  .reference_elevation_m = 240,
                  .processing = 9,
                  .general = 1.5,
                  .sustaining = 0.6,
                  .ore_mining_difference = 0.2,
                  .mining_recovery_percent = 97,
                  .dilution_percent = 4};
    return deck;
}

PitRule known_deposit_rule() {
    PitRule rule;
    rule.use = true;
    rule.slopes = "0: 45, 90: 42, 180: 48, 270: 44";
    rule.slope_column = "rock";
    rule.slopes_by_code = "oxide = 38";
    rule.benches = 5;
    rule.mining_rate_mt = 30;
    rule.discount_percent = 8;
    return rule;
}

}  // namespace orelens::pits
