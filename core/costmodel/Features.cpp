#include "core/costmodel/Features.h"

#include <algorithm>
#include <cctype>
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

std::string small(const std::string& words) {
    std::string out;
    for (const char c : words) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}
bool has(const std::string& words, std::initializer_list<const char*> any) {
    return std::ranges::any_of(any, [&](const char* word) { return words.find(word) != std::string::npos; });
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

std::optional<MineMethod> mine_method(const std::string& words) {
    const std::string low = small(words);
    using enum MineMethod;
    // An open stope lies underground.
    const bool open_stope = has(low, {"open stop", "open-stop", "open_stop", "openstop"});
    if (has(low, {"pit", "surface", "露天"}) || (!open_stope && has(low, {"open"}))) return open_pit;
    if (has(low, {"cav", "崩落"})) return block_caving;
    if (has(low, {"room", "pillar", "房柱"})) return room_and_pillar;
    if (has(low, {"shrink", "留矿"})) return shrinkage;
    if (open_stope || has(low, {"longhole", "long hole", "sublevel", "stoping", "深孔", "分段"})) return sublevel_longhole;
    if (has(low, {"vcr", "vertical crater", "vertical_crater"})) return vertical_crater_retreat;
    return std::nullopt;
}

std::optional<MillMethod> mill_method(const std::string& words) {
    const std::string low = small(words);
    using enum MillMethod;
    if (has(low, {"heap", "堆浸"})) return heap_leach;
    if (has(low, {"cil", "炭浸"})) return cil_ew;
    if (has(low, {"cip", "炭浆"})) return cip_ew;
    if (has(low, {"flot", "浮选"})) return has(low, {"3"}) ? flotation_3 : has(low, {"2"}) ? flotation_2 : flotation_1;
    return std::nullopt;
}

std::vector<double> engineering_costs(const std::vector<Orebody>& rows, CostTarget target, double index, double days_per_year) {
    std::vector<double> costs;
    for (const Orebody& row : rows) {
        const auto mine = mine_method(row.mining_method);
        const auto mill = mill_method(row.processing);
        double cost = not_stated;
        if (mine && mill && row.ore_tonnes > 0) {
            const double depth = row.depth_m >= 0 ? row.depth_m : 0;
            const double strip = row.strip_ratio >= 0 ? row.strip_ratio : 0;
            const auto said = camm_cost({row.ore_tonnes, *mine, *mill, *mine == MineMethod::open_pit ? strip : 0, depth, days_per_year, index});
            if (said) cost = std::log(target == CostTarget::operating ? said->operating() : said->capital());
        }
        costs.push_back(cost);
    }
    return costs;
}

}  // namespace orelens::costmodel
