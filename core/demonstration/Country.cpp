#include "core/demonstration/Country.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Deposit.h"

namespace orelens::demonstration {
namespace {

struct Kind {
    const char *commodity, *deposit_type, *ore_type, *processing;
    double least_ore, most_ore;      ///< t
    double least_grade, most_grade;  ///< %
    double gold;                     ///< g/t per % of the main metal
    double recovery;                 ///< %
    double operating, capital;       ///< ln of the level
};
constexpr Kind kinds[] = {
    {"Cu", "porphyry", "sulphide", "flotation", 4e7, 1.2e9, 0.28, 0.95, 0.30, 87, 4.45, 13.0},
    {"Cu", "skarn", "sulphide", "flotation", 5e6, 1.2e8, 0.6, 1.9, 0.25, 88, 4.60, 13.1},
    {"Li", "pegmatite", "spodumene", "flotation", 4e6, 1.5e8, 0.35, 0.85, 0, 72, 4.95, 13.5},
    {"Fe", "banded iron", "magnetite", "magnetic separation", 3e7, 1.5e9, 24, 42, 0, 80, 4.10, 13.0},
};

struct Belt {
    const char* name;
    std::array<int, 2> kinds;
    double x, y;
    double operating, capital;  ///< what the belt adds to ln
};
constexpr Belt belts[] = {{"North belt", {0, 1}, 101, 34, -0.06, 0.05},  {"Lake belt", {2, 2}, 94, 37, 0.04, -0.04},
                          {"Coast belt", {3, 0}, 113, 24, 0.00, 0.02},   {"High belt", {0, 2}, 92, 30, 0.12, 0.14},
                          {"River belt", {1, 3}, 108, 29, -0.03, -0.06}, {"Desert belt", {3, 1}, 104, 40, 0.07, 0.03}};

struct Body {
    std::string name, company;
    const Kind* kind = nullptr;
    const Belt* belt = nullptr;
    bool underground = false, deeper = false;
    double ore = 0, grade = 0, cover = 0, depth = 0, thickness = 0, dip = 0, strip = 0, dilution = 0, mining_recovery = 0, recovery = 0, water = 0, power = 0,
           road = 0, x = 0, y = 0, ore_per_day = 0, operating = 0, capital = 0;
};

/// Quantiles 0…1 in equal steps in a drawn order: few mines, yet all of the range.
std::vector<double> spread(Dice& dice, int n, double low, double high) {
    std::vector<double> all;
    for (int i = 0; i < n; ++i) all.push_back(low + (high - low) * (i + dice.uniform()) / n);
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[static_cast<std::size_t>(dice.uniform() * static_cast<double>(i))]);
    return all;
}
double between_logs(double low, double high, double share) {
    return std::exp(std::log(low) + share * (std::log(high) - std::log(low)));
}

/// The law that nobody knows: operating in USD per t milled, capital in USD.
void true_costs(Body& b) {
    const double size = std::log(b.ore_per_day), deep = std::log(std::max(b.depth, 20.0) / 200);
    b.operating = std::exp(b.kind->operating - 0.22 * size + 0.25 * std::log1p(b.strip) + 0.12 * deep + (b.underground ? 0.42 : 0) -
                           0.05 * std::log(b.thickness / 30) + 0.03 * std::log1p(b.road) + b.belt->operating);
    b.capital = std::exp(b.kind->capital + 0.66 * size + 0.08 * std::log1p(b.strip) + 0.15 * deep + (b.underground ? 0.20 : 0) +
                         0.04 * std::log1p(b.power) + b.belt->capital);
}

/// `inside`: how much of the range of everything is drawn from.
std::vector<Body> bodies(Dice& dice, int n, double inside) {
    std::vector<std::vector<double>> share;
    for (int f = 0; f < 12; ++f) share.push_back(spread(dice, n, 0.5 - 0.5 * inside, 0.5 + 0.5 * inside));
    std::vector<Body> all;
    for (int i = 0; i < n; ++i) {
        const auto s = [&](int f) { return share[static_cast<std::size_t>(f)][static_cast<std::size_t>(i)]; };
        Body b;
        b.belt = &belts[i % 6];
        b.kind = &kinds[b.belt->kinds[static_cast<std::size_t>((i / 6) % 2)]];
        b.ore = between_logs(b.kind->least_ore, b.kind->most_ore, s(0));
        b.grade = between_logs(b.kind->least_grade, b.kind->most_grade, s(1));
        b.underground = b.kind->least_ore < 1e7 ? s(2) > 0.5 : s(2) > 0.85;
        b.cover = b.underground ? 60 + 250 * s(3) : 5 + 100 * s(3);
        b.thickness = between_logs(4, 150, s(4));
        b.dip = 10 + 70 * s(5);
        b.depth = b.cover + 60 + 300 * s(6);
        b.strip = b.underground ? 0 : 0.4 + 5.5 * s(7) * s(7);
        b.dilution = 3 + 9 * s(8);
        b.mining_recovery = 84 + 12 * s(9);
        b.recovery = b.kind->recovery - 4 + 8 * s(10);
        b.water = between_logs(1, 40, s(11));
        b.power = between_logs(2, 80, dice.uniform() * inside + 0.5 - 0.5 * inside);
        b.road = between_logs(1, 120, dice.uniform() * inside + 0.5 - 0.5 * inside);
        b.x = b.belt->x + 1.5 * dice.normal();
        b.y = b.belt->y + 1.0 * dice.normal();
        all.push_back(std::move(b));
    }
    return all;
}

void set_capacity(Body& b, double error) {
    const double mined = b.ore * b.mining_recovery / 100 / (1 - b.dilution / 100);
    const double life = 0.2 * std::pow(mined / 0.907185, 0.25) * error;
    b.ore_per_day = mined / life / 350;
}

constexpr const char* header_start = "name,commodity,company,belt,deposit_type,ore_type,scale,status,ore_t,cu_pct,au_gpt,li_pct,fe_pct,burial_depth_m,depth_m,thickness_m,"
                                     "dip_deg,strip_ratio,dilution_pct,mining_method,mining_recovery_pct,processing_method,processing_recovery_pct,water_km,power_km,"
                                     "road_km,longitude,latitude";

constexpr const char* mines_header = ",capacity_tpd,capex_musd,opex_usd_per_t_ore,cost_year,cost_scope";

std::string row_start(const Body& b, const char* status) {
    const std::string commodity = b.kind->commodity;
    const auto grade_of = [&](const char* of) { return commodity == of ? fmt::format("{:.4f}", b.grade) : std::string(); };
    const std::string gold = b.kind->gold > 0 ? fmt::format("{:.3f}", b.kind->gold * b.grade) : std::string();
    return fmt::format("{},{},{},{},{},{},{},{},{:.0f},{},{},{},{},{:.0f},{:.0f},{:.1f},{:.0f},{:.2f},{:.1f},{},{:.1f},{},{:.1f},{:.1f},{:.1f},{:.1f},{:.4f},{:.4f}", b.name,
                       commodity, b.company, b.belt->name, b.kind->deposit_type, b.kind->ore_type, b.ore > 2e8 ? "large" : b.ore > 3e7 ? "medium" : "small", status,
                       b.ore, grade_of("Cu"), gold, grade_of("Li"), grade_of("Fe"), b.cover, b.depth, b.thickness, b.dip, b.strip, b.dilution,
                       b.underground ? "sublevel longhole" : "open pit", b.mining_recovery, b.kind->processing, b.recovery, b.water, b.power, b.road, b.x, b.y);
}

economics::Commodity priced(const char* name, double price, const char* unit, double recovery, double payable, double royalty) {
    economics::Commodity c;
    c.name.assign(name);
    c.price = price;
    c.price_unit.assign(unit);
    c.recovery_percent = recovery;
    c.payable_percent = payable;
    c.royalty_percent = royalty;
    return c;
}

}  // namespace

std::string modelled_mine_file(int n) {
    return fmt::format("synthetic_mine_{:02}.gpkg", n);
}

Country make_country(const CountryOptions& options) {
    Dice dice(options.seed);
    Country country;
    country.mines_csv.assign(header_start).append(mines_header).append(options.modelled > 0 ? ",project_file\n" : "\n");
    std::vector<Body> mines = bodies(dice, std::max(options.mines, 20), 1);
    for (std::size_t i = 0; i < mines.size(); ++i) {
        Body& b = mines[i];
        b.name = fmt::format("Synthetic mine {:02}", i + 1);
        b.company = fmt::format("Company {}", static_cast<char>('A' + i % 13));
        set_capacity(b, std::exp(0.15 * dice.normal()));
        true_costs(b);
        const double capital = b.capital * std::exp(0.12 * dice.normal()), operating = b.operating * std::exp(0.12 * dice.normal());
        country.mines_csv += row_start(b, "producing") + fmt::format(",{:.0f},{:.2f},{:.3f},2024,mine + mill", b.ore_per_day, capital / 1e6, operating);
        if (options.modelled > 0) country.mines_csv.append(",").append(static_cast<int>(i) < options.modelled ? modelled_mine_file(static_cast<int>(i) + 1) : "");
        country.mines_csv += '\n';
    }
    country.orebodies_csv.assign(header_start).append("\n");
    std::vector<Body> found = bodies(dice, std::max(options.orebodies, 20), 0.92);
    for (std::size_t i = 0; i < found.size(); ++i) {
        Body& b = found[i];
        b.name = fmt::format("Synthetic orebody {:03}", i + 1);
        if (i % 10 == 9) {
            b.deeper = true;
            b.cover += 900;
            b.depth += 1100;
            b.underground = true;
            b.strip = 0;
        }
        set_capacity(b, 1);
        true_costs(b);
        country.orebodies_csv += row_start(b, "undeveloped") + "\n";
        country.truth.push_back({b.name, b.operating, b.capital, b.deeper});
    }
    return country;
}

project::Recipe country_recipe() {
    project::Recipe recipe;
    recipe.general.name.assign("SYNTHETIC country");
    recipe.economics.costs.currency.assign("USD");
    recipe.economics.main_commodity.assign("Cu");
    for (const economics::Commodity& c : {priced("Cu", 9000, "t", 87, 96, 4), priced("Au", 60, "g", 60, 95, 4), priced("Li", 70000, "t", 72, 92, 5),
                                          priced("Fe", 130, "t", 80, 95, 3)})
        recipe.commodity[c.name] = c;
    return recipe;
}

base::Expected<std::vector<std::string>> write_country(const std::string& folder, const CountryOptions& options) {
    const Country country = make_country(options);
    std::string truth = "name,true_operating_usd_per_t_ore,true_capital_usd,deeper_than_any_mine\n";
    for (const TrueCost& t : country.truth) truth += fmt::format("{},{:.4f},{:.0f},{}\n", t.name, t.operating, t.capital, t.deeper ? 1 : 0);
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    const auto place = [&](const char* name) { return (std::filesystem::path(folder) / name).string(); };
    const std::pair<const char*, const std::string*> tables[] = {
        {country_mines_file, &country.mines_csv}, {country_orebodies_file, &country.orebodies_csv}, {country_truth_file, &truth}};
    // A file of one of these names that is no demonstration's stays.
    const auto stranger = [&](const char* name, std::string_view mark) {
        std::error_code there;
        if (!std::filesystem::exists(place(name), there)) return false;
        const auto held = base::read_text_file(place(name));
        return !held || (!held->empty() && held->find(mark) == std::string::npos);
    };
    const auto refuse = [&](const char* name) {
        return base::fail(base::ErrorKind::file, base::Message("target.other_content"), {.file = place(name)}, base::Message("target.move_away"));
    };
    for (const auto& [name, text] : tables)
        if (stranger(name, std::string_view(*text).substr(0, std::min(text->find('\n'), text->find(",project_file"))))) return refuse(name);
    if (stranger(country_recipe_file, "SYNTHETIC country")) return refuse(country_recipe_file);
    for (const auto& [name, text] : tables)
        if (auto written = base::write_text_file(place(name), *text); !written) return std::unexpected(written.error());
    if (auto written = project::write_recipe(country_recipe(), place(country_recipe_file)); !written) return std::unexpected(written.error());
    return std::vector<std::string>{country_mines_file, country_orebodies_file, country_truth_file, country_recipe_file};
}

}  // namespace orelens::demonstration
