// What a mine of a given ore tonnage would cost by engineering rules of thumb: Taylor's life and capacity, Camm's
// power laws per mining and milling method (recycling-and-costs.md §3.1). Order-of-magnitude accuracy; the baseline
// beside which everything learned is shown. Knows no tables.
#pragma once

#include <string>

#include "core/base/Error.h"

namespace orelens::costmodel {

enum class MineMethod { open_pit, block_caving, room_and_pillar, shrinkage, sublevel_longhole, vertical_crater_retreat };
enum class MillMethod { flotation_1, flotation_2, flotation_3, cil_ew, cip_ew, heap_leach };

inline constexpr double tonnes_per_short_ton = 0.907185;
inline constexpr double metres_per_foot = 0.3048;

/// Where the base figures stand: US$ of 1989. Costs are these times `CammInput::index`.
inline constexpr int camm_base_year = 1989;

struct CammInput {
    double ore_tonnes = 0;  ///< in the ground, metric, before dilution and recovery; > 0
    MineMethod mine = MineMethod::open_pit;
    MillMethod mill = MillMethod::flotation_1;
    double strip_ratio = 0;  ///< waste : ore by mass, ≥ 0; open pits only
    double depth_m = 0;      ///< of the workings below surface, ≥ 0; underground only
    double days_per_year = 350;  ///< (0, 366]
    double index = 1.26;         ///< costs of the wanted year over those of 1989; > 0
};

struct CammCost {
    double dilution = 0, recovery = 0;  ///< of the method: 0.05 and 0.90 in an open pit
    double mined_tonnes = 0;            ///< metric: ore · (1 + dilution) · recovery
    double life_years = 0;              ///< Taylor: 0.2 · (mined short tons)^0.25
    double ore_per_day = 0;             ///< metric t/d milled
    double material_per_day = 0;        ///< metric t/d mined: (1 + strip ratio) · ore in an open pit
    double mine_capital = 0, mill_capital = 0;      ///< US$ of the index's year
    double mine_operating = 0, mill_operating = 0;  ///< US$ per metric tonne of ore
    [[nodiscard]] double capital() const { return mine_capital + mill_capital; }
    [[nodiscard]] double operating() const { return mine_operating + mill_operating; }
};

/// What a method mixes in and leaves behind: waste per tonne of ore, and the share of the ore that is mined (Camm 1991).
struct MineShares {
    double dilution = 0, recovery = 0;
};
MineShares mine_shares(MineMethod method);

/// Capital (US$, index 1) of a mine that moves `short_tons` of material a day at `depth_ft`. The two open-pit laws are
/// blended between 15 000 and 25 000 st/d: a bare switch drops the capital by 11 % at 20 000.
double mine_capital(MineMethod method, double short_tons, double depth_ft);
/// US$ per short ton of material, index 1.
double mine_operating(MineMethod method, double short_tons, double depth_ft);
/// The same of a mill that takes `short_tons` of ore a day.
double mill_capital(MillMethod method, double short_tons);
double mill_operating(MillMethod method, double short_tons);

/// Errors: a figure outside the range above.
base::Expected<CammCost> camm_cost(const CammInput& input);

}  // namespace orelens::costmodel
