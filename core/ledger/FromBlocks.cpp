#include "core/ledger/FromBlocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>

#include "core/base/Units.h"
#include "core/economics/DeckOnModel.h"
#include "core/economics/Slider.h"
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
/// What a judge says of the blocks of a group, weighed by their mass.
struct JudgeSums {
    double value = 0, margin = 0, price = 0;
    bool priced = true;               // every block has a finite break-even
    std::vector<double> recovered_t;  // by species
};
struct Group {
    double mass = 0, cost = 0, heard = 0, heard_usable = 0;
    std::int64_t blocks = 0;
    std::vector<SpeciesSums> species;
    std::vector<JudgeSums> judges;
};

State state_of(std::int32_t status) {
    switch (static_cast<economics::Status>(status)) {
        case economics::Status::usable: return State::usable;
        case economics::Status::technical: return State::uneconomic;
        case economics::Status::unrecoverable: return State::no_route;
        case economics::Status::unassigned:
        case economics::Status::excluded: break;
    }
    return State::not_evaluated;
}

/// n of the band (ratio^(n − 1), ratio^n] that a break-even lies in as a multiple of the price.
int band_of(double even, double price) {
    if (std::isnan(even) || !(price > 0)) return 0;
    if (even <= 0) return -most_bands - 1;
    if (std::isinf(even)) return most_bands + 2;
    const double n = std::ceil(std::log(even / price) / std::log(band_ratio));
    return static_cast<int>(std::clamp<double>(n, -most_bands, most_bands + 1));
}

/// Reads the columns that an evaluation made, leaf by leaf.
class Judge {
  public:
    static Expected<Judge> of(const BlockJudge& by, const std::vector<BlockSpecies>& species) {
        Judge made(by);
        const economics::Commodity* main = economics::main_commodity(*by.deck);
        const std::string even = main == nullptr ? std::string() : economics::break_even_column(main->name, by.deck->test);
        const char* margin = by.deck->test == economics::CutoffTest::full ? economics::margin_full : economics::margin_marginal;
        for (const std::string& column : {even, std::string(margin), std::string(economics::nsr_column), std::string(economics::status_column)})
            if (!by.model->has(column)) return base::fail(ErrorKind::internal, Message("ledger.blocks.column", {{"column", column}}));
        made.price_ = main->price;
        made.net_ = 1 / economics::quoted_price(*main, 1);
        made.even_ = by.model->real_leaves(even);
        made.margin_ = by.model->real_leaves(margin);
        made.nsr_ = by.model->real_leaves(economics::nsr_column);
        made.status_ = by.model->integer_leaves(economics::status_column);
        made.fed_ = economics::mined_tonnes(by.deck->costs, 1);
        made.commodity_.assign(species.size(), -1);
        for (std::size_t s = 0; s < species.size(); ++s)
            for (std::size_t c = 0; c < by.deck->commodities.size(); ++c)
                if (economics::grade_column(by.deck->commodities[c]) == species[s].column) made.commodity_[s] = static_cast<int>(c);
        if (!by.deck->routes.empty()) {
            auto bound = economics::DeckOnModel::of(*by.model, *by.deck, economics::main_slider(*by.deck));
            if (!bound) return std::unexpected(bound.error());
            made.bound_ = std::make_shared<economics::DeckOnModel>(std::move(*bound));
            made.value_ = std::make_shared<economics::LeafValue>(made.bound_->plan());
        }
        return made;
    }
    void leaf(std::size_t l) {
        leaf_ = l;
        if (!bound_) return;
        bound_->read(l, data_);
        value_->take(data_);
    }
    [[nodiscard]] State state(int n) const { return state_of(status_[leaf_][n]); }
    [[nodiscard]] int band(int n) const { return band_of(static_cast<double>(even_[leaf_][n]), price_); }
    [[nodiscard]] const BlockJudge& by() const { return by_; }

    /// `metal`: t of each species in the block; NaN where it is not assayed.
    void add(JudgeSums& sums, int n, double mass, const std::vector<double>& metal) {
        const double even = static_cast<double>(even_[leaf_][n]);
        // At zero where by-products alone pay.
        if (std::isfinite(even)) sums.price += mass * std::max(even, 0.0) * net_;
        else if (!(even < 0)) sums.priced = false;
        sums.value += mass * fed_ * static_cast<double>(nsr_[leaf_][n]);
        sums.margin += mass * fed_ * static_cast<double>(margin_[leaf_][n]);
        sums.recovered_t.resize(metal.size());
        const std::size_t way = bound_ ? value_->best(n, by_.deck->test, bound_->plan().x) : economics::nowhere;
        for (std::size_t s = 0; s < metal.size(); ++s) {
            if (commodity_[s] < 0 || std::isnan(metal[s])) continue;
            const auto c = static_cast<std::size_t>(commodity_[s]);
            if (bound_) {
                if (way != economics::nowhere) sums.recovered_t[s] += mass * fed_ * value_->recovered(way, c, data_, n);
            } else {
                sums.recovered_t[s] += metal[s] * by_.deck->commodities[c].recovery_percent / 100 * by_.deck->costs.mining_recovery_percent / 100;
            }
        }
    }

  private:
    explicit Judge(const BlockJudge& by) : by_(by) {}
    BlockJudge by_;
    double price_ = 0, net_ = 1, fed_ = 1;
    std::size_t leaf_ = 0;
    std::vector<const float*> even_, margin_, nsr_;
    blocks::IntegerLeaves status_;
    std::vector<int> commodity_;  // of the deck, by species; −1 = not in it
    std::shared_ptr<economics::DeckOnModel> bound_;
    std::shared_ptr<economics::LeafValue> value_;
    economics::LeafData data_;
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

/// Where a band ends, in per cent of the price.
std::string band_words(int band) {
    if (band < -most_bands) return " 0 %";
    if (band > most_bands + 1) return " ∞";
    if (band > most_bands) return fmt::format(" >{:.0f} %", 100 * std::pow(band_ratio, most_bands));
    return fmt::format(" ≤{:.0f} %", 100 * std::pow(band_ratio, band));
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

    std::vector<Judge> judges;
    for (const BlockJudge& by : grouping.judges) {
        auto judge = Judge::of(by, grouping.species);
        if (!judge) return std::unexpected(judge.error());
        judges.push_back(std::move(*judge));
    }
    std::optional<Judge> heard;
    if (grouping.heard != nullptr) {
        auto judge = Judge::of(*grouping.heard, grouping.species);
        if (!judge) return std::unexpected(judge.error());
        heard = std::move(*judge);
    }
    BlockUnits result;
    result.without_grade_t.assign(grouping.species.size(), 0);
    std::map<std::vector<std::int64_t>, Group> groups;  // by values of the columns, then bench from above
    std::vector<double> block_metal;
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
        for (Judge& judge : judges) judge.leaf(l);
        if (heard) heard->leaf(l);
        for (int n = 0; n < 512; ++n) {
            if (!leaf.is_active(n)) continue;
            double t = density.empty() ? unknown : density[l][n];
            if (!(t >= 0)) t = grouping.density_t_per_m3;
            if (std::isnan(t)) {
                ++result.without_density;
                continue;
            }
            double mass = volume * t;
            if (!fraction.empty()) mass *= economics::counted_share(fraction[l][n]);
            const std::int32_t out = excluded.empty() || excluded[l][n] == blocks::missing_int ? 0 : excluded[l][n];
            const bool barred = out != 0 && std::ranges::find(grouping.barred, out) != grouping.barred.end();
            if (out != 0 && !barred) {
                ++result.excluded_blocks;
                result.excluded_t += mass;
                continue;
            }
            if (!(mass > 0)) continue;
            const double z = model.geometry().centre(leaf.index(n))[2];
            std::vector<std::int64_t> key;
            for (const blocks::IntegerLeaves& column : keys) key.push_back(column[l][n]);
            if (grouping.bench_m > 0) key.push_back(static_cast<std::int64_t>(std::floor(z / grouping.bench_m)));
            key.push_back(barred ? 1 : 0);
            if (barred) ++result.barred_blocks;
            for (const Judge& judge : judges) key.push_back(static_cast<std::int64_t>(judge.state(n)));
            if (!judges.empty()) key.push_back(judges.front().band(n));
            Group& group = groups[key];
            group.species.resize(grouping.species.size());
            group.judges.resize(judges.size());
            block_metal.assign(grouping.species.size(), unknown);
            ++group.blocks;
            group.mass += mass;
            if (heard && heard->state(n) != State::not_evaluated) {
                group.heard += mass;
                if (heard->state(n) == State::usable) group.heard_usable += mass;
            }
            if (grouping.deck != nullptr)
                group.cost += economics::mined_tonnes(to_plant, mass) * economics::cost_per_tonne(to_plant, economics::CutoffTest::full, z);
            for (std::size_t s = 0; s < species.size(); ++s) {
                const double grade = species[s].total[l][n];
                if (std::isnan(grade)) {
                    result.without_grade_t[s] += mass;
                    continue;
                }
                const double metal = mass * std::max(grade, 0.0) * species[s].unit;
                block_metal[s] = metal;
                SpeciesSums& sums = group.species[s];
                sums.contained += metal;
                sums.assayed_t += mass;
                for (std::size_t p = 0; p < species[s].phases.size(); ++p) {
                    const double part = species[s].phases[p][l][n];
                    if (part > 0)
                        sums.phases[static_cast<std::size_t>(grouping.species[s].phases[p].second)] += mass * part * species[s].unit;
                }
            }
            for (std::size_t j = 0; j < judges.size(); ++j) judges[j].add(group.judges[j], n, mass, block_metal);
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
        std::size_t at = names.size();
        if (grouping.bench_m > 0) unit.id += "/" + base::number(static_cast<double>(key[at++]) * grouping.bench_m) + " m";
        if (key[at++] != 0) {
            unit.flags |= bit(grouping.barred_flag);
            unit.id += "/" + std::string(code(grouping.barred_flag));
        }
        for (std::size_t j = 0; j < judges.size(); ++j) {
            const auto state = static_cast<State>(key[at + j]);
            const JudgeSums& sums = group.judges[j];
            Judgement one{judges[j].by().reference, state};
            one.value = sums.value / group.mass;
            one.margin = sums.margin / group.mass;
            if (state != State::not_evaluated) one.price_needed = sums.priced ? sums.price / group.mass : std::numeric_limits<double>::infinity();
            unit.judged.push_back(one);
            unit.id += "/" + std::string(code(state));
        }
        if (!judges.empty() && !std::isnan(unit.judged.front().price_needed)) unit.id += band_words(static_cast<int>(key.back()));
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
            for (const JudgeSums& said : group.judges) row.judged_t.push_back(said.recovered_t[s]);
            unit.assays.push_back(std::move(row));
        }
        result.units.push_back(std::move(unit));
        if (!heard) continue;
        result.heard_t.push_back(group.heard);
        result.heard_usable_t.push_back(group.heard_usable);
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

Reference reference_of(const Scenario& scenario, const std::string& route_id, const std::string& species, const std::string& currency) {
    return {route_id, species, currency, scenario.prices, scenario.subsidy, scenario.cost_index, scenario.discount, scenario.tax, scenario.royalty};
}

std::string main_species(const economics::PriceDeck& deck, Grades grades) {
    const economics::Commodity* main = economics::main_commodity(deck);
    if (main == nullptr) return deck.main_commodity;
    auto name = grades == Grades::blocks ? species_name(economics::grade_column(*main)) : std::nullopt;
    if (!name) name = species_name(main->name);
    return name.value_or(main->name);
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
