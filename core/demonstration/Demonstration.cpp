#include "core/demonstration/Demonstration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Deposit.h"
#include "core/demonstration/Flows.h"
#include "core/project/ScenariosFile.h"

namespace orelens::demonstration {

using project::Recipe;

namespace {

constexpr const char* collar_file = "synthetic_collar.csv";
constexpr const char* survey_file = "synthetic_survey.csv";
constexpr const char* assay_file = "synthetic_assay.csv";
constexpr const char* lithology_file = "synthetic_lithology.csv";
constexpr const char* phases_file = "synthetic_phases.csv";
constexpr const char* recoveries_file = "synthetic_recoveries.csv";
constexpr const char* ground_file = "synthetic_topography.asc";
constexpr const char* scenarios_file = "demonstration.scenarios.json";
constexpr const char* mine_record_file = "synthetic_mine_record.json";

using base::GradeUnit;
using Json = nlohmann::ordered_json;

void set_files(Recipe& recipe) {
    auto& files = recipe.drillholes;
    files.collar_file = collar_file;
    files.survey_file = survey_file;
    files.assay_file = assay_file;
    files.lithology_file = lithology_file;
    files.lithology_code = "LITHOLOGY";
    const std::tuple<const char*, const char*, GradeUnit> columns[] = {
        {"Cu", "CU_PCT", GradeUnit::percent},        {"Mo", "MO_PCT", GradeUnit::percent},
        {"Au", "AU_GPT", GradeUnit::gram_per_tonne}, {"Ag", "AG_GPT", GradeUnit::gram_per_tonne},
        {"S", "S_PCT", GradeUnit::percent},          {"TFe", "TFE_PCT", GradeUnit::percent},
        {"mFe", "MFE_PCT", GradeUnit::percent}};
    for (const auto& [element, column, unit] : columns) {
        recipe.element[element].assay.column = column;
        recipe.element[element].assay.unit = unit;
    }
    recipe.element["Cu"].assay.top_cut = 2.5;
    recipe.element["Mo"].assay.top_cut = 0.25;
    recipe.element["Au"].assay.top_cut = 2.5;
    recipe.element["Ag"].assay.top_cut = 15;
}

void set_model(Recipe& recipe, double block_scale) {
    recipe.composite.length_m = 10;
    auto& grid = recipe.grid;
    grid.fit_to_samples = false;
    const auto& corner = Deposit::corner;
    const auto& extent = Deposit::extent;
    const double block = 10 * std::clamp(block_scale, 0.5, 20.0);
    grid.size_u_m = grid.size_v_m = grid.size_w_m = block;
    grid.origin_x = corner[0];
    grid.origin_y = corner[1];
    grid.extent_u_m = extent[0];
    grid.extent_v_m = extent[1];
    // From the top down in whole blocks, so that no block stands above the ground.
    grid.extent_w_m = std::ceil(extent[2] / block - 1e-9) * block;
    grid.origin_z = corner[2] + extent[2] - grid.extent_w_m;
    auto& estimate = recipe.estimate;
    estimate.search_major_m = 120;
    estimate.search_semi_m = 120;
    estimate.search_minor_m = 120;
    estimate.passes = 2;
    estimate.pass_factor = 1.75;
    estimate.min_samples = 6;
    estimate.max_samples = 16;
    estimate.max_per_hole = 5;
    estimate.last_pass_min_samples = 3;
}

constexpr double ground_step = 25, ground_margin = 100;
constexpr double highest_ground = 60;  ///< above the box, at most

/// The box reaches above the ground in whole blocks; what is above it is air, and pits are found under it.
void set_ground(Recipe& recipe) {
    auto& grid = recipe.grid;
    grid.extent_w_m += std::ceil(highest_ground / grid.size_w_m - 1e-9) * grid.size_w_m;
    auto& topography = recipe.shape["topography"];
    topography.file = ground_file;
    topography.role = shapes::Role::topography;
    auto& pits = recipe.pits;
    pits.use = true;
    pits.slopes = "45";
    pits.mining_rate_mt = 60;
    pits.discount_percent = 8;
}

economics::Commodity commodity(double price, const char* unit, double recovery, double payable,
                               double selling) {
    economics::Commodity c;
    c.price = price;
    c.price_unit = unit;
    c.recovery_percent = recovery;
    c.payable_percent = payable;
    c.selling_cost = selling;
    c.royalty_percent = 4;
    return c;
}

void set_economics(Recipe& recipe) {
    auto& economics = recipe.economics;
    economics.main_commodity = "Cu";
    auto& costs = economics.costs;
    costs.currency = "USD";
    costs.mining = 2.5;
    costs.mining_per_metre = 0.003;
    costs.reference_elevation_m = 2000;
    costs.processing = 8.0;
    costs.general = 1.4;
    costs.sustaining = 0.7;
    costs.ore_mining_difference = 0.3;
    costs.mining_recovery_percent = 95;
    costs.dilution_percent = 4;
    costs.density_t_per_m3 = 2.65;
    // Selling costs are per tonne of metal: treatment, refining and freight of the concentrates.
    recipe.commodity["Cu"] = commodity(9000, "t", 87, 96.5, 480);
    recipe.commodity["Mo"] = commodity(42000, "t", 58, 98, 2600);
    recipe.commodity["Au"] = commodity(2300, "oz", 60, 95, 190000);
    recipe.commodity["Ag"] = commodity(27, "oz", 54, 90, 16000);
    recipe.commodity["S"] = commodity(95, "t", 42, 100, 55);
    recipe.commodity["Fe"] = commodity(135, "t", 82, 98, 48);
    recipe.commodity["Fe"].grade_column = "mFe";
}

void set_occurrence(Recipe& recipe) {
    recipe.occurrence.deportment_file = phases_file;
    recipe.occurrence.recovery_file = recoveries_file;
    recipe.occurrence.ore_type_column = "domain";
}

// --- phases and recoveries: invented, in the form of a phase analysis that a laboratory would hand over
// ----------------------------------------------------------------------------------------

struct PhaseShare {
    const char *element, *type, *phase;
    double percent;
    int samples;
};
/// Shares in per cent; what an ore type lacks to 100 is left unassigned on purpose.
constexpr PhaseShare phase_shares[] = {
    {"Cu", "LCH", "primary_sulfide", 6, 8},     {"Cu", "LCH", "secondary_sulfide", 9, 8},
    {"Cu", "LCH", "free_oxide", 52, 8},         {"Cu", "LCH", "bound_oxide", 29, 8},
    {"Cu", "OVB", "free_oxide", 40, 3},         {"Cu", "OVB", "bound_oxide", 50, 3},
    {"Cu", "SUP", "primary_sulfide", 31, 12},   {"Cu", "SUP", "secondary_sulfide", 54, 12},
    {"Cu", "SUP", "free_oxide", 9, 12},         {"Cu", "SUP", "bound_oxide", 4.5, 12},
    {"Cu", "*", "primary_sulfide", 94.5, 26},   {"Cu", "*", "secondary_sulfide", 2.5, 26},
    {"Cu", "*", "free_oxide", 1.2, 26},         {"Cu", "*", "bound_oxide", 0.8, 26},
    {"Mo", "LCH", "sulfide", 22, 6},            {"Mo", "LCH", "oxide", 70, 6},
    {"Mo", "*", "sulfide", 97, 18},             {"Mo", "*", "oxide", 2, 18},
    {"Au", "LCH", "free", 78, 6},               {"Au", "LCH", "oxide_locked", 15, 6},
    {"Au", "*", "chalcopyrite_inclusion", 52, 16}, {"Au", "*", "free", 24, 16},
    {"Au", "*", "sulfide_locked", 17, 16},      {"Au", "*", "silicate_locked", 5, 16},
    {"Ag", "*", "chalcopyrite_inclusion", 61, 10}, {"Ag", "*", "silver_sulfide", 22, 10},
    {"S", "LCH", "pyrite", 18, 5},              {"S", "LCH", "sulfate", 76, 5},
    {"S", "*", "pyrite", 96, 14},               {"S", "*", "sulfate", 2.5, 14},
    {"Fe", "*", "magnetic", 40, 20},            {"Fe", "*", "hematite", 6, 20},
    {"Fe", "*", "sulfide", 22, 20},             {"Fe", "*", "silicate", 29, 20}};

std::string phases_table() {
    std::string out = "element,ore_type,phase,share %,method,samples,source\n";
    for (const PhaseShare& row : phase_shares)
        out += fmt::format("{},{},{},{},SYNTHETIC phase analysis,{},SYNTHETIC: invented\n", row.element, row.type,
                           row.phase, row.percent, row.samples);
    return out;
}

std::string recoveries_table() {
    const struct {
        const char *route, *element, *phase;
        double percent;
        const char* product;
    } rows[] = {{"flotation", "Cu", "primary_sulfide", 90, "copper concentrate"},
                {"flotation", "Cu", "secondary_sulfide", 86, "copper concentrate"},
                {"flotation", "Cu", "free_oxide", 32, "copper concentrate"},
                {"flotation", "Mo", "sulfide", 62, "molybdenum concentrate"},
                {"flotation", "Au", "chalcopyrite_inclusion", 83, "copper concentrate"},
                {"flotation", "Au", "free", 62, "copper concentrate"},
                {"flotation", "Au", "sulfide_locked", 20, "copper concentrate"},
                {"flotation", "Ag", "chalcopyrite_inclusion", 80, "copper concentrate"},
                {"flotation", "Ag", "silver_sulfide", 40, "copper concentrate"},
                {"flotation", "S", "pyrite", 44, "pyrite concentrate"},
                {"magnetic", "Fe", "magnetic", 82, "magnetite concentrate"},
                {"acid_leach", "Cu", "free_oxide", 84, "cathode copper"},
                {"acid_leach", "Cu", "secondary_sulfide", 55, "cathode copper"},
                {"acid_leach", "Cu", "bound_oxide", 25, "cathode copper"}};
    std::string out = "route,element,phase,recovery %,product,stage,source\n";
    for (const auto& row : rows)
        out += fmt::format("{},{},{},{},{},{},SYNTHETIC: invented\n", row.route, row.element, row.phase, row.percent,
                           row.product, std::string_view(row.route) == "acid_leach" ? "leaching" : "dressing");
    return out;
}

// --- the mine record
// ----------------------------------------------------------------------------------------

Json grade(double value, const char* unit) {
    return {{"grade", value}, {"unit", unit}};
}
Json price(double value, const char* per) {
    return {{"price", value}, {"per", per}};
}

/// Seven significant digits: what a metallurgical balance is good for, and the same on every machine.
double seven(double value) {
    const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 6);
    return unit < 1 ? std::round(value / unit) / std::round(1 / unit) : std::round(value / unit) * unit;
}

struct MetalInMine {
    const char* name;
    const char* unit;
    double per_unit;  ///< mass fraction of one unit
    double in_situ;   ///< in the unit
    double price;     ///< USD per `price_unit` of the element
    const char* price_unit;
    double theoretical;   ///< ε*
    double dressing;      ///< ε; also the share that goes to its own product
    const char* product;  ///< where it is used; empty = nowhere
    double counted;       ///< share of it used, u
    double realised;      ///< share of the price that is paid
};

Json component_json(const MetalInMine& m, const char* basis, const char* usable) {
    Json out{{"name", m.name},
             {"basis", basis},
             {"in_situ_grade", grade(m.in_situ, m.unit)},
             {"price", price(m.price, m.price_unit)},
             {"theoretical_recovery", m.theoretical}};
    if (m.dressing > 0) out["dressing_recovery"] = m.dressing;
    out["usable"] = usable;
    return out;
}

/// One year. Products follow from a metal balance: recovered metal / product grade = tonnes.
Json year_record(const char* period, double consumed, double mining_recovery, double gain) {
    const double pct = 0.01;
    const double gpt = 1e-6;
    std::vector<MetalInMine> metals = {
        {"Cu", "%", pct, 0.52, 9000, "t", 0.95, 0.872 + gain, "copper concentrate", 1, 0.915},
        {"Mo", "%", pct, 0.0185, 42000, "t", 0.85, 0.560 + 2 * gain, "molybdenum concentrate", 1, 0.90},
        {"Au", "g/t", gpt, 0.235, 2300, "oz", 0.85, 0.600 + gain, "copper concentrate", 1, 0.93},
        {"Ag", "g/t", gpt, 1.9, 27, "oz", 0.80, 0.540 + gain, "copper concentrate", 0.90, 0.85},
        {"S", "%", pct, 2.4, 95, "t", 0.90, 0.420 + 2 * gain, "pyrite concentrate", 1, 0.55},
        {"Fe", "%", pct, 2.6, 135, "t", 0.93, 0.820 + gain, "magnetite concentrate", 1, 0.70},
    };
    const struct {
        const char* product;
        const char* leading;
        double grade;  ///< of the leading component, in its unit
    } products[] = {{"copper concentrate", "Cu", 24.5},
                    {"molybdenum concentrate", "Mo", 48},
                    {"pyrite concentrate", "S", 38},
                    {"magnetite concentrate", "Fe", 63.5}};
    const double mined = consumed * mining_recovery;  // in-situ tonnes that leave the pit; dilution is barren
    Json record{{"mine", "Synthetic demonstration mine"},
                {"period", period},
                {"currency", "USD"},
                {"main_component", "Cu"},
                {"consumed_tonnes", consumed},
                {"mining_recovery", mining_recovery},
                {"dilution", 0.04},
                {"note", "SYNTHETIC: invented figures that close a metal balance"}};
    record["components"] = Json::array();
    for (const MetalInMine& m : metals)
        record["components"].push_back(
            component_json(m, std::string_view(m.name) == "Fe" ? "magnetic" : "total", "yes"));
    record["components"].push_back(component_json({"Co", "%", pct, 0.006, 28000, "t", 0.55, 0, "", 0, 0},
                                                  "total", "technical_not_economic"));
    record["products"] = Json::array();
    for (const auto& product : products) {
        const auto leading = std::find_if(metals.begin(), metals.end(), [&](const MetalInMine& m) {
            return std::string_view(m.name) == product.leading;
        });
        const double tonnes = seven(mined * leading->in_situ * leading->dressing / product.grade);
        Json grades = Json::array();
        for (const MetalInMine& m : metals)
            if (std::string_view(m.product) == product.product)
                grades.push_back({{"component", m.name},
                                  {"basis", std::string_view(m.name) == "Fe" ? "magnetic" : "total"},
                                  {"grade", grade(seven(mined * m.in_situ * m.dressing / tonnes), m.unit)},
                                  {"counted", m.counted},
                                  {"realised_price", price(seven(m.price * m.realised), m.price_unit)}});
        // Sulphur of the chalcopyrite leaves with the copper and is not paid: present, but not used.
        if (std::string_view(product.leading) == "Cu")
            grades.push_back({{"component", "S"},
                              {"grade", grade(31, "%")},
                              {"counted", 0},
                              {"realised_price", price(0, "t")}});
        record["products"].push_back({{"name", product.product}, {"tonnes", tonnes}, {"grades", grades}});
    }
    return record;
}

// --- scenarios
// ------------------------------------------------------------------------------------------

/// A dearer and a cheaper main commodity, and a better plant.
std::vector<project::Scenario> demonstration_scenarios() {
    return {{"Cu +20 %", {{"commodity.Cu.price", "10800"}}},
            {"Cu −20 %", {{"commodity.Cu.price", "7200"}}},
            {"改进选矿 Better plant", {{"commodity.Cu.recovery_percent", "91"}, {"commodity.Mo.recovery_percent", "66"}, {"economics.processing", "7.2"}}}};
}

// --- README
// -------------------------------------------------------------------------------------------------

std::string readme(const Options& options, const Tables& tables, bool chinese) {
    std::string out;
    if (chinese)
        out = fmt::format(
            "# 合成示例：斑岩型 Cu–Mo–Au–Ag–S 矿床\n\n"
            "**本文件夹中的全部数据均为程序生成的合成数据，不代表任何真实矿床，不得用于决策或公开报告。**\n\n"
            "随机种子 {}，{} 个钻孔，共 {:.0f} m，{} 条化验记录。坐标为假想的矿区独立坐标系，单位 "
            "m；倾角向下为负。\n\n"
            "地质：钾化核心含 Cu–Mo–Au 与磁铁矿，外围绢英岩化带富黄铁矿；晚期英安斑岩（LDP）基本无矿；"
            "地表为覆盖层（OVB）、淋滤帽（LCH）与次生富集带（SUP）；成矿后断层（FLT）使东盘下降约 95 m。\n\n"
            "物相分析与物相回收率（synthetic_phases.csv、synthetic_recoveries.csv）以及三个情景（demonstration.scenarios.json）同样为虚构。\n\n"
            "{}早期钻孔未分析 Mo、Au、Ag；低于检出限写作 `<0.01`；岩心缺失处留有空段。\n\n"
            "## 故意放入的错误\n\n| 类型 | 表 | 行 | 钻孔 | 说明 |\n|---|---|---|---|---|\n",
            options.seed, tables.holes, tables.metres, tables.assays,
            options.ground ? "地形面 `synthetic_topography.asc` 同为合成数据：其上为空气，其下求露天境界。\n\n" : "");
    else
        out = fmt::format(
            "# SYNTHETIC demonstration: porphyry Cu-Mo-Au-Ag-S deposit\n\n"
            "**Everything in this folder is made by a program. It describes no real deposit and must not be "
            "used for "
            "decisions or public reports.**\n\n"
            "Seed {}, {} holes, {:.0f} m, {} assays. Coordinates are an invented local grid in metres; dips "
            "are "
            "negative down.\n\n"
            "Geology: a potassic core with Cu-Mo-Au and magnetite, a phyllic shell rich in pyrite, a late "
            "dacite "
            "porphyry (LDP) almost without metal; overburden (OVB), leached cap (LCH) and supergene blanket "
            "(SUP) below "
            "the surface; a fault after mineralisation (FLT) lowers the eastern block by about 95 m.\n\n"
            "Phase analyses and recoveries by phase (synthetic_phases.csv, synthetic_recoveries.csv) and the three scenarios "
            "(demonstration.scenarios.json) are invented as well.\n\n"
            "{}Early holes carry no Mo, Au and Ag; results below detection read `<0.01`; lost core leaves "
            "gaps.\n\n"
            "## Mistakes put in on purpose\n\n| kind | table | row | hole | what |\n|---|---|---|---|---|\n",
            options.seed, tables.holes, tables.metres, tables.assays,
            options.ground ? "The ground, `synthetic_topography.asc`, is SYNTHETIC as well: above it is air, under it "
                             "pits are found.\n\n"
                           : "");
    for (const PlantedError& error : tables.planted)
        out += fmt::format("| {} | {} | {} | {} | {} |\n", drilling::kind_name(error.kind), error.table,
                           error.row > 0 ? std::to_string(error.row) : "-", error.hole, error.what);
    return out;
}

}  // namespace

Recipe flows_recipe() {
    Recipe recipe;
    recipe.general.name = "SYNTHETIC metals of twelve cities";
    recipe.flows.system_file = flow_system_file;
    recipe.economics.costs.currency = "USD";
    recipe.commodity["Cu"].price = 9000;
    recipe.commodity["Al"].price = 2400;
    recipe.commodity["Li"].price = 60000;
    recipe.economics.main_commodity = "Cu";
    return recipe;
}

Recipe demonstration_recipe(const Options& options) {
    Recipe recipe;
    if (options.flows) recipe.flows.system_file = flow_system_file;
    recipe.general.name = "SYNTHETIC demonstration: porphyry Cu-Mo-Au-Ag-S";
    recipe.general.mine_record_file = mine_record_file;
    recipe.general.bench_height_m = 50;
    recipe.general.least_mining_recovery = 92;
    recipe.general.least_dressing_recovery = 86;
    recipe.general.least_utilization = 60;
    recipe.general.least_source = "SYNTHETIC: invented figures, of no notice";
    recipe.general.category_column = "domain";
    recipe.general.curve_low = 3000;
    recipe.general.curve_high = 15000;
    set_files(recipe);
    set_model(recipe, options.block_scale);
    set_occurrence(recipe);
    set_economics(recipe);
    if (options.ground) set_ground(recipe);
    return recipe;
}

std::string demonstration_mine_record() {
    const Json years =
        Json::array({year_record("2024", 11600000, 0.945, 0), year_record("2025", 12000000, 0.952, 0.008)});
    return years.dump(2) + "\n";
}

std::string demonstration_ground(const Options& options) {
    const Deposit deposit(options.seed);
    const double west = Deposit::corner[0] - ground_margin;
    const double south = Deposit::corner[1] - ground_margin;
    const auto columns = static_cast<int>((Deposit::extent[0] + 2 * ground_margin) / ground_step) + 1;
    const auto rows = static_cast<int>((Deposit::extent[1] + 2 * ground_margin) / ground_step) + 1;
    std::string text = fmt::format("ncols {}\nnrows {}\nxllcenter {}\nyllcenter {}\ncellsize {}\nNODATA_value -9999\n",
                                   columns, rows, west, south, ground_step);
    for (int row = rows - 1; row >= 0; --row)
        for (int column = 0; column < columns; ++column)
            text += fmt::format("{:.2f}{}", deposit.surface(west + column * ground_step, south + row * ground_step),
                                column + 1 < columns ? " " : "\n");
    return text;
}

std::vector<std::string> demonstration_files(const Options& options) {
    std::vector<std::string> names{collar_file,    survey_file,     assay_file,       lithology_file,
                                   phases_file,    recoveries_file, mine_record_file, "README.md",
                                   "README.zh.md", scenarios_file,  demonstration_recipe_file};
    if (options.ground) names.push_back(ground_file);
    if (options.flows) {
        for (const auto& [name, text] : flow_files(options.seed, options.flow_names)) names.push_back(name);
        names.emplace_back(flows_recipe_file);
    }
    return names;
}

base::Expected<std::string> write_demonstration(const std::string& folder, const Options& options) {
    namespace fs = std::filesystem;
    std::error_code code;
    fs::create_directories(folder, code);
    if (code)
        return base::fail(base::ErrorKind::file,
                          base::Message("file.cannot_write", {{"reason", code.message()}}), {.file = folder});
    const Tables tables = drill_demonstration(options.seed, options.holes);
    std::vector<std::pair<const char*, std::string>> files = {
        {collar_file, tables.collar},
        {survey_file, tables.survey},
        {assay_file, tables.assay},
        {lithology_file, tables.lithology},
        {phases_file, phases_table()},
        {recoveries_file, recoveries_table()},
        {mine_record_file, demonstration_mine_record()},
        {"README.md", readme(options, tables, false)},
        {"README.zh.md", readme(options, tables, true)},
        {scenarios_file, project::scenarios_to_json(demonstration_scenarios(), "SYNTHETIC: invented figures; 合成数据")},
        {demonstration_recipe_file, recipe_to_json(demonstration_recipe(options))},
    };
    if (options.ground) files.emplace_back(ground_file, demonstration_ground(options));
    if (options.flows) files.emplace_back(flows_recipe_file, recipe_to_json(flows_recipe()));
    const fs::path root(folder);
    for (const auto& [name, text] : files)
        if (auto written = base::write_text_file((root / name).string(), text); !written)
            return std::unexpected(written.error());
    if (options.flows)
        for (const auto& [name, text] : flow_files(options.seed, options.flow_names))
            if (auto written = base::write_text_file((root / name).string(), text); !written)
                return std::unexpected(written.error());
    return (root / demonstration_recipe_file).string();
}

}  // namespace orelens::demonstration
