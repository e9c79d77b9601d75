#include "core/ledger/UnitOf.h"

#include <cstdlib>

namespace orelens::ledger {

ResourceUnit unit_of(const Ledger& ledger, std::size_t u) {
    ResourceUnit unit;
    unit.id = ledger.ids[u];
    unit.name = ledger.names[u];
    unit.subsystem = ledger.subsystem[u];
    unit.ground = ledger.ground[u];
    unit.ground_id = ledger.ground_ids[u];
    unit.within = ledger.within[u];
    unit.origin = ledger.origins[ledger.origin[u]];
    unit.system = ledger.systems[ledger.system[u]];
    unit.year = std::atoi(ledger.years[ledger.year[u]].c_str());
    unit.mass_t = ledger.mass_t[u];
    unit.confidence = ledger.confidence[u];
    unit.source = ledger.sources[ledger.source[u]].id;
    unit.licence = ledger.licences[ledger.licence[u]];
    unit.as_of = ledger.as_of[u];
    unit.statuses = {ledger.status[u]};
    unit.stage = ledger.stage[u];
    unit.flags = ledger.flags[u];
    unit.deposit_type = ledger.deposit_types[ledger.deposit_type[u]];
    unit.ore_type = ledger.ore_types[ledger.ore_type[u]];
    unit.mining = ledger.minings[ledger.mining[u]];
    unit.region = ledger.regions[ledger.region[u]];
    unit.depth_m = ledger.depth_m[u];
    unit.x = ledger.x[u];
    unit.y = ledger.y[u];
    unit.capacity_t_per_year = ledger.capacity_t[u];
    unit.costs = {ledger.basis.currency, ledger.basis.year,  ledger.cost_per_t[u], ledger.capital[u],
                  ledger.life_years[u],  ledger.restart[u], ledger.closure[u],
                  ledger.costs_whole[u] != 0};
    unit.judged.assign(ledger.judged.begin() + static_cast<std::ptrdiff_t>(ledger.judged_first[u]),
                       ledger.judged.begin() + static_cast<std::ptrdiff_t>(ledger.judged_first[u + 1]));
    for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
        if (ledger.row_species[r] == 0) continue;
        AssayRow row;
        row.species = ledger.species[ledger.row_species[r]];
        row.role = ledger.row_role[r];
        row.grade = ledger.row_grade[r];
        row.contained_t = ledger.row_contained[r];
        row.sd_t = ledger.row_sd[r];
        row.shares = ledger.profiles[ledger.row_profile[r]];
        for (std::size_t j = ledger.judged_first[u]; j < ledger.judged_first[u + 1]; ++j) row.judged_t.push_back(ledger.judged_recovered(u, j, r));
        unit.assays.push_back(std::move(row));
    }
    return unit;
}

}  // namespace orelens::ledger
