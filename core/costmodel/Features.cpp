#include "core/costmodel/Features.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/costmodel/Encoder.h"
#include "core/costmodel/Worth.h"

namespace orelens::costmodel {
namespace {

struct NumberFeature {
    const char* id;
    Scale scale;
    Monotone operating, capital;
    double (*of)(const Orebody&, double days);
};

double capacity(const Orebody& o, double days) {
    if (o.ore_per_day > 0) return o.ore_per_day;
    const auto plan = mining_plan(o, days);
    return plan ? plan->ore_per_day : not_stated;
}

const std::vector<NumberFeature>& number_features() {
    using enum Monotone;
    using enum Scale;
    static const std::vector<NumberFeature> all = {
        {"capacity", logarithm, falling, rising, capacity},
        {"metal_per_year", logarithm, free, rising, [](const Orebody& o, double) { return o.metal_per_year; }},
        {"ore_tonnes", logarithm, free, free, [](const Orebody& o, double) { return o.ore_tonnes; }},
        {"grade", logarithm, free, free, [](const Orebody& o, double) { return o.grade(o.commodity); }},
        {"strip_ratio", logarithm_plus, rising, rising, [](const Orebody& o, double) { return o.strip_ratio; }},
        {"burial_depth", logarithm_plus, rising, rising, [](const Orebody& o, double) { return o.cover_m; }},
        {"depth", logarithm, rising, rising, [](const Orebody& o, double) { return o.depth_m; }},
        {"thickness", logarithm, falling, free, [](const Orebody& o, double) { return o.thickness_m; }},
        {"dip", linear, free, free, [](const Orebody& o, double) { return o.dip_deg; }},
        {"mining_recovery", linear, free, free, [](const Orebody& o, double) { return o.mining_recovery; }},
        {"processing_recovery", linear, free, free, [](const Orebody& o, double) { return o.processing_recovery; }},
        {"work_index", logarithm, rising, free, [](const Orebody& o, double) { return o.work_index; }},
        {"water", logarithm_plus, rising, rising, [](const Orebody& o, double) { return o.water_km; }},
        {"power", logarithm_plus, rising, rising, [](const Orebody& o, double) { return o.power_km; }},
        {"road", logarithm_plus, rising, rising, [](const Orebody& o, double) { return o.road_km; }},
        {"altitude", logarithm_plus, rising, free, [](const Orebody& o, double) { return o.altitude_m; }},
    };
    return all;
}

const std::vector<std::pair<const char*, std::string Orebody::*>>& category_features() {
    static const std::vector<std::pair<const char*, std::string Orebody::*>> all = {
        {"commodity", &Orebody::commodity},   {"belt", &Orebody::belt},   {"deposit_type", &Orebody::deposit_type},
        {"ore_type", &Orebody::ore_type},     {"scale", &Orebody::scale}, {"mining_method", &Orebody::mining_method},
        {"processing", &Orebody::processing}};
    return all;
}

bool enough(const std::vector<Orebody>& rows, std::string Orebody::*of) {
    std::set<std::string> known;
    std::size_t filled = 0;
    for (const Orebody& row : rows) {
        if ((row.*of).empty()) continue;
        ++filled;
        known.insert(row.*of);
    }
    return 10 * filled >= 9 * rows.size() && known.size() >= 5;
}

}  // namespace

const char* target_id(CostTarget target) {
    return target == CostTarget::operating ? "operating" : "capital";
}

Mines features(const std::vector<Orebody>& rows, CostTarget target, GroupBy group, double days_per_year) {
    Mines mines;
    for (const Orebody& row : rows) {
        mines.names.push_back(row.name);
        if (group == GroupBy::company) mines.groups.push_back(row.company);
        if (group == GroupBy::belt) mines.groups.push_back(row.belt);
    }
    for (const NumberFeature& feature : number_features()) {
        NumberColumn column{feature.id, feature.scale, target == CostTarget::operating ? feature.operating : feature.capital, {}};
        for (const Orebody& row : rows) column.values.push_back(feature.of(row, days_per_year));
        mines.numbers.push_back(std::move(column));
    }
    for (const auto& [id, member] : category_features()) {
        if (member == &Orebody::belt && group == GroupBy::belt) continue;
        CategoryColumn column{id, {}};
        for (const Orebody& row : rows) column.values.push_back(row.*member);
        mines.categories.push_back(std::move(column));
    }
    return mines;
}

Mines telling(const Mines& all, std::span<const int> rows) {
    Mines kept{all.names, all.groups, {}, {}};
    for (const NumberColumn& column : all.numbers) {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (const int row : rows) {
            const double v = scaled(column, column.values[row]);
            if (std::isnan(v)) continue;
            low = std::min(low, v);
            high = std::max(high, v);
        }
        if (high > low) kept.numbers.push_back(column);
    }
    for (const CategoryColumn& column : all.categories) {
        std::map<std::string, int> count;
        for (const int row : rows) ++count[column.values[row]];
        const auto alone = std::ranges::count_if(count, [](const auto& one) { return one.second == 1; });
        if (count.size() > 1 && 3 * static_cast<std::size_t>(alone) <= rows.size()) kept.categories.push_back(column);
    }
    return kept;
}

Mines shared_by(const Mines& all, std::span<const int> rows) {
    Mines kept{all.names, all.groups, {}, {}};
    const auto same = [&](const auto& values, const auto& stated) {
        return !rows.empty() && std::ranges::all_of(rows, [&](int row) { return stated(values[row]) && values[row] == values[rows[0]]; });
    };
    for (const NumberColumn& column : all.numbers)
        if (same(column.values, [](double v) { return !std::isnan(v); })) kept.numbers.push_back(column);
    for (const CategoryColumn& column : all.categories)
        if (same(column.values, [](const std::string& v) { return !v.empty(); })) kept.categories.push_back(column);
    return kept;
}

Mines columns_like(const Mines& all, const Mines& like) {
    Mines kept{all.names, all.groups, {}, {}};
    for (const NumberColumn& wanted : like.numbers) {
        const auto it = std::ranges::find(all.numbers, wanted.id, &NumberColumn::id);
        if (it != all.numbers.end()) kept.numbers.push_back(*it);
    }
    for (const CategoryColumn& wanted : like.categories) {
        const auto it = std::ranges::find(all.categories, wanted.id, &CategoryColumn::id);
        if (it != all.categories.end()) kept.categories.push_back(*it);
    }
    return kept;
}

GroupBy settled_group(const std::vector<Orebody>& rows, GroupBy wanted) {
    if (wanted != GroupBy::automatic) return wanted;
    if (enough(rows, &Orebody::company)) return GroupBy::company;
    if (enough(rows, &Orebody::belt)) return GroupBy::belt;
    return GroupBy::none;
}

EngineeringCost engineering_cost(const Orebody& row, double index, double days_per_year) {
    EngineeringCost cost;
    const auto mine = mine_method(row.mining_method);
    const auto mill = mill_method(row.processing);
    const bool open = mine == MineMethod::open_pit;
    if (!(row.ore_tonnes > 0)) cost.missing.emplace_back("ore_tonnes");
    if (!mine) cost.missing.emplace_back("mining_method");
    if (!mill) cost.missing.emplace_back("processing");
    // A pit without a strip ratio is not one without waste, nor is a mine without a depth one at the surface.
    if (mine && open && !(row.strip_ratio >= 0)) cost.missing.emplace_back("strip_ratio");
    if (mine && !open && !(row.depth_m >= 0)) cost.missing.emplace_back("depth");
    if (!cost.missing.empty()) return cost;
    const auto said = camm_cost({row.ore_tonnes, *mine, *mill, open ? row.strip_ratio : 0, open ? 0 : row.depth_m, days_per_year, index});
    if (!said) return cost;
    cost.operating = said->operating();
    cost.capital = said->capital();
    return cost;
}

std::vector<double> engineering_costs(const std::vector<Orebody>& rows, CostTarget target, double index, double days_per_year) {
    std::vector<double> costs;
    for (const Orebody& row : rows) {
        const EngineeringCost cost = engineering_cost(row, index, days_per_year);
        costs.push_back(std::log(target == CostTarget::operating ? cost.operating : cost.capital));
    }
    return costs;
}

}  // namespace orelens::costmodel
