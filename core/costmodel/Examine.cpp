#include "core/costmodel/Examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/costmodel/Features.h"

namespace orelens::costmodel {
namespace {

using base::Message;
using base::Severity;

using Args = std::vector<std::pair<std::string, std::string>>;

void add(OrebodyTable& table, const char* kind, Severity severity, const Orebody* row, const std::string& column, Message what, Message fix,
         std::int64_t count = 1) {
    base::Finding finding;
    finding.kind.assign(kind);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = row == nullptr ? 0 : row->row;
    finding.hole = row == nullptr ? std::string() : row->name;
    finding.column = column;
    finding.what = std::move(what);
    finding.fix = std::move(fix);
    finding.count = count;
    table.findings.push_back(std::move(finding));
}

void examine_costs(OrebodyTable& table) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        Orebody& o = table.rows[i];
        for (const auto& [id, member] : {std::pair("capital", &Orebody::capital), std::pair("operating", &Orebody::operating)}) {
            if (std::isnan(o.*member) || o.*member > 0) continue;
            const std::string value = base::number(o.*member);
            o.*member = not_stated;
            add(table, "orebody_cost", Severity::error, &o, id, Message("costmodel.finding.cost", {{"mine", o.name}, {"value", value}}),
                Message("costmodel.finding.cost_fix"));
        }
    }
}

/// Power of ten of a ratio, in words: "×10", "÷1000".
std::string slip(double ratio) {
    const double power = std::round(std::log10(ratio));
    return (power > 0 ? "×" : "÷") + base::number(std::pow(10, std::abs(power)), 8);
}

void examine_slips(OrebodyTable& table, const char* id, double Orebody::*member, double per) {
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> peers;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Orebody& o = table.rows[i];
        const double size = o.ore_per_day > 0 ? o.ore_per_day : o.metal_per_year > 0 ? o.metal_per_year : o.ore_tonnes;
        if (o.*member > 0 && size > 0)
            peers[{o.commodity, o.ore_per_day > 0 ? "capacity" : o.metal_per_year > 0 ? "metal" : "ore"}].push_back(i);
    }
    for (const auto& [key, rows] : peers) {
        constexpr std::size_t least_peers = 8;
        if (rows.size() < least_peers) continue;
        std::vector<double> off, apart;
        for (const std::size_t i : rows) {
            const Orebody& o = table.rows[i];
            const double size = key.second == "capacity" ? o.ore_per_day : key.second == "metal" ? o.metal_per_year : o.ore_tonnes;
            off.push_back(std::log(o.*member) - per * std::log(size));
        }
        std::vector<double> sorted = off;
        std::ranges::sort(sorted);
        const double middle = sorted[sorted.size() / 2];
        for (const double value : off) apart.push_back(std::abs(value - middle));
        std::ranges::sort(apart);
        const double spread = 1.4826 * apart[apart.size() / 2];
        for (std::size_t n = 0; n < rows.size(); ++n) {
            const double away = off[n] - middle;
            // Eight times is a ten times slip of a mine that is otherwise like the others.
            if (std::abs(away) < std::log(8.0) || std::abs(away) < 3.5 * spread) continue;
            const Orebody o = table.rows[rows[n]];
            add(table, "orebody_slip", Severity::warning, &o, id,
                Message("costmodel.finding.slip", {{"mine", o.name},
                                                   {"target", std::string("@costmodel.target.") + id},
                                                   {"ratio", base::number(std::exp(away), 3)},
                                                   {"slip", slip(std::exp(away))},
                                                   {"count", std::to_string(rows.size())}}),
                Message("costmodel.finding.slip_fix"));
        }
    }
}

void examine_scopes(OrebodyTable& table) {
    std::map<std::string, std::int64_t> count;
    for (const Orebody& o : table.rows)
        if (!o.scope.empty()) ++count[o.scope];
    if (count.size() < 2) return;
    const auto usual = std::ranges::max_element(count, {}, &std::pair<const std::string, std::int64_t>::second)->first;
    std::vector<Orebody> other;
    for (const Orebody& o : table.rows)
        if (!o.scope.empty() && o.scope != usual && (std::isfinite(o.capital) || std::isfinite(o.operating))) other.push_back(o);
    for (const Orebody& o : other)
        add(table, "orebody_scope", Severity::warning, &o, "scope",
            Message("costmodel.finding.scope", {{"mine", o.name}, {"scope", o.scope}, {"usual", usual}}), Message("costmodel.finding.scope_fix"));
}

/// The first thing of a row that cannot be; empty where nothing is wrong.
std::pair<const char*, std::string> impossible(const Orebody& o, bool degrees) {
    const auto method = mine_method(o.mining_method);
    const bool open = method == MineMethod::open_pit, pillar = method == MineMethod::room_and_pillar;
    const auto share = [](double v) { return v < 0 || v > 1; };
    if (o.ore_tonnes <= 0) return {"ore_tonnes", "costmodel.finding.not_positive"};
    if (share(o.mining_recovery)) return {"mining_recovery", "costmodel.finding.share"};
    if (share(o.processing_recovery)) return {"processing_recovery", "costmodel.finding.share"};
    if (share(o.dilution) || o.dilution >= 1) return {"dilution", "costmodel.finding.share"};
    for (const OreGrade& grade : o.grades)
        if (share(grade.fraction)) return {"grade", "costmodel.finding.share"};
    for (const auto& [id, value] : {std::pair("thickness", o.thickness_m), std::pair("strip_ratio", o.strip_ratio), std::pair("burial_depth", o.cover_m),
                                    std::pair("depth", o.depth_m), std::pair("water", o.water_km), std::pair("power", o.power_km), std::pair("road", o.road_km)})
        if (value < 0) return {id, "costmodel.finding.negative"};
    if (o.dip_deg < 0 || o.dip_deg > 90) return {"dip", "costmodel.finding.dip"};
    if (o.cover_m > o.depth_m) return {"burial_depth", "costmodel.finding.upside_down"};
    if (pillar && o.dip_deg > 45) return {"mining_method", "costmodel.finding.steep_pillars"};
    if (open && o.cover_m > 800) return {"mining_method", "costmodel.finding.deep_pit"};
    if (method && !names_pit(o.mining_method) && o.strip_ratio > 0.5) return {"strip_ratio", "costmodel.finding.strip_underground"};
    if (o.life_years > 10000 || o.ore_tonnes / o.ore_per_day > 10000.0 * 366) return {"life", "costmodel.finding.endless"};
    if (o.life_years > 0 && o.ore_per_day > 0 && o.ore_tonnes > 0) {
        const double ratio = o.life_years * o.ore_per_day * 350 / o.ore_tonnes;
        if (ratio > 3 || ratio < 1.0 / 3) return {"life", "costmodel.finding.life"};
    }
    if (degrees && (std::abs(o.x) > 180 || std::abs(o.y) > 90)) return {"x", "costmodel.finding.degrees"};
    return {"", ""};
}

void examine_rows(OrebodyTable& table) {
    const bool degrees = table.crs == "EPSG:4326";
    const std::vector<Orebody> rows = table.rows;
    for (const Orebody& o : rows) {
        const auto [column, key] = impossible(o, degrees);
        if (!key.empty())
            add(table, "orebody_impossible", Severity::warning, &o, column, Message(key, {{"mine", o.name}, {"column", column}}),
                Message("costmodel.finding.impossible_fix"));
        const bool empty = std::isnan(o.ore_tonnes) && o.grades.empty() && std::isnan(o.capital) && std::isnan(o.operating);
        if (empty) add(table, "orebody_empty", Severity::warning, &o, "", Message("costmodel.finding.empty", {{"mine", o.name}}), Message("costmodel.finding.empty_fix"));
    }
}

void examine_twins(OrebodyTable& table) {
    std::map<std::string, const Orebody*> named, placed;
    const std::vector<Orebody> rows = table.rows;
    for (const Orebody& o : rows) {
        const auto [name, fresh] = named.emplace(o.name + "\x1f" + o.belt + "\x1f" + o.country + "\x1f" + o.commodity, &o);
        bool twin = !fresh;
        const Orebody* first = name->second;
        if (std::isfinite(o.x) && std::isfinite(o.y) && std::isfinite(o.ore_tonnes)) {
            const auto [place, alone] = placed.emplace(fmt::format("{:.6f} {:.6f} {:.6g}", o.x, o.y, o.ore_tonnes), &o);
            if (!alone && !twin) {
                twin = true;
                first = place->second;
            }
        }
        if (twin)
            add(table, "orebody_twice", Severity::warning, &o, "",
                Message("costmodel.finding.twice", {{"mine", o.name}, {"other", first->name}, {"row", std::to_string(first->row)}}),
                Message("costmodel.finding.twice_fix"));
    }
}

void examine_money(OrebodyTable& table) {
    std::map<std::string, std::int64_t> currencies;
    std::map<int, std::int64_t> years;
    for (const Orebody& o : table.rows) {
        if (std::isnan(o.capital) && std::isnan(o.operating)) continue;
        ++currencies[o.currency];
        ++years[o.cost_year];
    }
    const auto list = [](const auto& counts) {
        std::string all;
        for (const auto& [what, count] : counts) {
            std::string word;
            if constexpr (std::is_same_v<std::decay_t<decltype(what)>, int>) word = what == 0 ? std::string("–") : std::to_string(what);
            else word = what.empty() ? std::string("–") : what;
            all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", word, count);
        }
        return all;
    };
    if (currencies.size() > 1)
        add(table, "orebody_currency", Severity::warning, nullptr, "currency", Message("costmodel.finding.currencies", {{"list", list(currencies)}}),
            Message("costmodel.finding.currency_fix"));
    else if (!currencies.empty() && currencies.begin()->first.empty())
        add(table, "orebody_currency", Severity::warning, nullptr, "currency", Message("costmodel.finding.no_currency"), Message("costmodel.finding.no_currency_fix"));
    if (years.size() > 1)
        add(table, "orebody_year", Severity::warning, nullptr, "cost_year", Message("costmodel.finding.years", {{"list", list(years)}}),
            Message("costmodel.finding.years_fix"));
    else if (!years.empty() && years.begin()->first == 0)
        add(table, "orebody_year", Severity::info, nullptr, "cost_year", Message("costmodel.finding.no_year"), Message("costmodel.finding.years_fix"));
}

}  // namespace

void examine_orebodies(OrebodyTable& table) {
    examine_costs(table);
    examine_money(table);
    // Capital grows with size to a power of 0.5…0.8 (Camm 1991), operating cost falls slowly.
    examine_slips(table, "capital", &Orebody::capital, 0.65);
    examine_slips(table, "operating", &Orebody::operating, -0.2);
    examine_scopes(table);
    examine_rows(table);
    examine_twins(table);
}

}  // namespace orelens::costmodel
