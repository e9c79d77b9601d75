#include "core/ledger/FromBlocks.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Units.h"
#include "core/economics/Value.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::ColumnType;

struct SpeciesSums {
    double contained = 0, assayed_t = 0;
    Shares phases{};  // metal by occurrence
};
struct Group {
    double mass = 0, cost = 0;
    std::int64_t blocks = 0;
    std::vector<SpeciesSums> species;
};

struct SpeciesColumns {
    std::vector<const float*> total;
    double unit = 0;
    std::vector<std::vector<const float*>> phases;
};

std::unexpected<base::Error> no_column(const std::string& column) {
    return base::fail(ErrorKind::usage, Message("ledger.blocks.column", {{"column", column}}));
}

Expected<SpeciesColumns> columns_of(const blocks::BlockModel& model, const BlockSpecies& species) {
    SpeciesColumns found;
    const blocks::ColumnInfo* info = model.info(species.column);
    if (info == nullptr || info->type != ColumnType::real) return no_column(species.column);
    const auto unit = base::grade_unit(info->unit);
    if (!unit) return base::fail(ErrorKind::usage, Message("ledger.blocks.unit", {{"column", species.column}}));
    if (!species_name(species.species))
        return base::fail(ErrorKind::usage, Message("ledger.species.unknown", {{"species", species.species}}));
    found.unit = base::fraction_of(*unit);
    found.total = model.real_leaves(species.column);
    for (const auto& [column, occurrence] : species.phases) {
        const blocks::ColumnInfo* phase = model.info(column);
        if (phase == nullptr || phase->type != ColumnType::real) return no_column(column);
        found.phases.push_back(model.real_leaves(column));
    }
    return found;
}

std::string code_of(const blocks::ColumnInfo& info, std::int32_t value) {
    if (value == blocks::missing_int) return "unknown";
    if (value >= 0 && static_cast<std::size_t>(value) < info.codes.size()) return info.codes[static_cast<std::size_t>(value)];
    return std::to_string(value);
}

}  // namespace

Occurrence occurrence_of(occurrence::PhaseKind kind) {
    switch (kind) {
        case occurrence::PhaseKind::native: return Occurrence::native;
        case occurrence::PhaseKind::carrier: return Occurrence::carrier;
        case occurrence::PhaseKind::enriched: return Occurrence::enriched;
        case occurrence::PhaseKind::lattice: return Occurrence::lattice;
        case occurrence::PhaseKind::inclusion: return Occurrence::inclusion;
        case occurrence::PhaseKind::adsorbed: return Occurrence::adsorbed;
        case occurrence::PhaseKind::amorphous: return Occurrence::amorphous;
    }
    return Occurrence::unassigned;
}

base::Expected<BlockUnits> units_from_blocks(const blocks::BlockModel& model, const BlockGrouping& grouping,
                                             const base::Progress& progress) {
    std::vector<SpeciesColumns> species;
    for (const BlockSpecies& one : grouping.species) {
        auto columns = columns_of(model, one);
        if (!columns) return std::unexpected(columns.error());
        species.push_back(std::move(*columns));
    }
    std::vector<std::string> names = grouping.columns;
    if (!grouping.confidence_column.empty()) names.push_back(grouping.confidence_column);
    std::vector<blocks::IntegerLeaves> keys;
    for (const std::string& name : names) {
        const blocks::ColumnInfo* info = model.info(name);
        if (info == nullptr || info->type != ColumnType::integer) return no_column(name);
        keys.push_back(model.integer_leaves(name));
    }
    std::vector<const float*> density, fraction;
    blocks::IntegerLeaves excluded;
    if (auto fine = economics::check_density(model); !fine) return std::unexpected(fine.error());
    if (model.has(economics::density_column)) density = model.real_leaves(economics::density_column);
    if (model.has(economics::fraction_column)) fraction = model.real_leaves(economics::fraction_column);
    if (model.has(economics::excluded_column)) excluded = model.integer_leaves(economics::excluded_column);
    if (density.empty() && std::isnan(grouping.density_t_per_m3))
        return base::fail(ErrorKind::usage, Message("ledger.blocks.density"));

    BlockUnits result;
    result.without_grade_t.assign(grouping.species.size(), 0);
    std::map<std::vector<std::int64_t>, Group> groups;  // by values of the columns, then bench from above
    const double volume = model.geometry().block_volume();
    economics::Costs to_plant;
    if (grouping.deck != nullptr) {
        to_plant = grouping.deck->costs;
        to_plant.processing = to_plant.general = 0;  // the route's
    }
    for (std::size_t l = 0; l < model.leaf_count(); ++l) {
        if (l % 256 == 0 && !progress.report(static_cast<double>(l) / static_cast<double>(model.leaf_count())))
            return base::cancelled();
        const blocks::Leaf& leaf = model.leaf(l);
        for (int n = 0; n < 512; ++n) {
            if (!leaf.is_active(n)) continue;
            double t = density.empty() ? unknown : density[l][n];
            if (std::isnan(t)) t = grouping.density_t_per_m3;
            if (std::isnan(t)) {
                ++result.without_density;
                continue;
            }
            double mass = volume * t;
            if (!fraction.empty() && !std::isnan(fraction[l][n])) mass *= fraction[l][n];
            if (!excluded.empty() && excluded[l][n] != blocks::missing_int && excluded[l][n] != 0) {
                ++result.excluded_blocks;
                result.excluded_t += mass;
                continue;
            }
            if (!(mass > 0)) continue;
            const double z = model.geometry().centre(leaf.index(n))[2];
            std::vector<std::int64_t> key;
            for (const blocks::IntegerLeaves& column : keys) key.push_back(column[l][n]);
            if (grouping.bench_m > 0) key.push_back(static_cast<std::int64_t>(std::floor(z / grouping.bench_m)));
            Group& group = groups[key];
            group.species.resize(grouping.species.size());
            ++group.blocks;
            group.mass += mass;
            if (grouping.deck != nullptr)
                group.cost += economics::mined_tonnes(to_plant, mass) * economics::cost_per_tonne(to_plant, economics::CutoffTest::full, z);
            for (std::size_t s = 0; s < species.size(); ++s) {
                const double grade = species[s].total[l][n];
                if (std::isnan(grade)) {
                    result.without_grade_t[s] += mass;
                    continue;
                }
                const double metal = mass * std::max(grade, 0.0) * species[s].unit;
                SpeciesSums& sums = group.species[s];
                sums.contained += metal;
                sums.assayed_t += mass;
                for (std::size_t p = 0; p < species[s].phases.size(); ++p) {
                    const double part = species[s].phases[p][l][n];
                    if (part > 0)
                        sums.phases[static_cast<std::size_t>(grouping.species[s].phases[p].second)] += mass * part * species[s].unit;
                }
            }
        }
    }
    for (const auto& [key, group] : groups) {
        ResourceUnit unit = grouping.common;
        unit.ground = Ground::blocks;
        for (std::size_t n = 0; n < names.size(); ++n) {
            const std::string value = code_of(*model.info(names[n]), static_cast<std::int32_t>(key[n]));
            unit.id += "/" + value;
            if (n >= grouping.columns.size()) unit.confidence = read_value<Confidence>(value).value_or(Confidence::unknown);
        }
        if (grouping.bench_m > 0)
            unit.id += "/" + base::number(static_cast<double>(key.back()) * grouping.bench_m) + " m";
        unit.mass_t = group.mass;
        if (grouping.deck != nullptr) {
            unit.costs.per_tonne = group.cost / group.mass;
            unit.costs.currency = grouping.deck->costs.currency;
        }
        for (std::size_t s = 0; s < species.size(); ++s) {
            const SpeciesSums& sums = group.species[s];
            if (!(sums.assayed_t > 0)) continue;
            AssayRow row;
            row.species = grouping.species[s].species;
            row.role = grouping.species[s].role;
            row.unit = model.info(grouping.species[s].column)->unit;
            row.grade = sums.contained / sums.assayed_t;
            row.contained_t = sums.contained;
            if (sums.contained > 0 && !grouping.species[s].phases.empty()) {
                row.shares = {};
                double sum = 0;
                for (std::size_t o = 0; o < occurrences; ++o) sum += row.shares[o] = sums.phases[o] / sums.contained;
                row.shares[0] += std::max(0.0, 1 - sum);
            }
            unit.assays.push_back(std::move(row));
        }
        result.units.push_back(std::move(unit));
    }
    return result;
}

Route route_of(const economics::PriceDeck& deck, const std::string& id, Grades grades) {
    Route route;
    route.id = id;
    route.name = {id, id};
    // A unit's tonnes are in situ: K of them are mined, with γ of waste among what the plant takes.
    route.cost_per_t = (deck.costs.processing + deck.costs.general) * economics::mined_tonnes(deck.costs, 1);
    for (const economics::Commodity& commodity : deck.commodities) {
        // Iron that is sold by its magnetic part stands in the blocks as that.
        auto name = grades == Grades::blocks ? species_name(economics::grade_column(commodity)) : std::nullopt;
        if (!name) name = species_name(commodity.name);
        if (!name || !(commodity.recovery_percent > 0)) continue;
        route.recoveries.push_back({*name, std::nullopt, commodity.recovery_percent / 100 * deck.costs.mining_recovery_percent / 100});
        route.payable[*name] = commodity.payable_percent / 100;
        route.charge[*name] = commodity.selling_cost;
    }
    return route;
}

Scenario scenario_of(const economics::PriceDeck& deck, const std::string& id, const std::string& route_id) {
    Scenario scenario;
    scenario.id = id;
    scenario.name = {id, id};
    scenario.routes = {route_id};
    for (const economics::Commodity& commodity : deck.commodities)
        for (const std::string& written : {economics::grade_column(commodity), commodity.name})
            if (const auto name = species_name(written)) {
                scenario.prices[*name] = economics::price_per_tonne_net(commodity);
                if (commodity.subsidy != 0) scenario.subsidy[*name] = commodity.subsidy;
            }
    if (const economics::Commodity* main = economics::main_commodity(deck)) scenario.royalty = economics::royalty_fraction(*main);
    return scenario;
}

}  // namespace orelens::ledger
