#include "core/demonstration/WholeCountry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/costmodel/CostModel.h"
#include "core/costmodel/Examine.h"
#include "core/costmodel/Verdict.h"
#include "core/demonstration/Deposit.h"
#include "core/demonstration/Demonstration.h"
#include "core/demonstration/Flows.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/ledger/FromOrebodies.h"
#include "core/ledger/FromStreams.h"
#include "core/project/FlowStudy.h"
#include "core/project/Pipeline.h"

namespace orelens::demonstration {
namespace {

using base::Expected;
using ledger::ResourceUnit;
namespace fs = std::filesystem;

constexpr const char* mines_table = "synthetic_mine_units.csv";
constexpr const char* orebodies_table = "synthetic_orebody_units.csv";
constexpr const char* tailings_table = "synthetic_tailings.csv";
constexpr const char* assumptions_file = "synthetic_scenarios.json";
constexpr const char* years_file = "synthetic_years.json";
constexpr const char* totals_file = "synthetic_totals.csv";

std::string cell(double value) {
    return std::isnan(value) ? std::string() : fmt::format("{:.9g}", value);
}

/// Units as the table that the ledger reads, a row per species.
std::string table_of(const std::vector<ResourceUnit>& units) {
    std::string text =
        "id,name,subsystem,ground,ground_id,system,year,tonnes,confidence,as_of,status,stage,flags,deposit_type,ore_type,mining,region,depth,longitude,latitude,capacity,"
        "cost,currency,cost_year,capital,life,species,role,grade,grade_unit\n";
    for (const ResourceUnit& unit : units) {
        std::string flags;
        for (std::size_t n = 0; n < ledger::flags; ++n)
            if ((unit.flags >> n & 1U) != 0) flags += (flags.empty() ? "" : "; ") + std::string(ledger::code(static_cast<ledger::Flag>(n)));
        const std::string status = unit.statuses.empty() ? std::string() : std::string(ledger::code(unit.statuses.front()));
        const ledger::UnitCosts& costs = unit.costs;
        const bool money = !std::isnan(costs.per_tonne);
        std::string row = fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}", unit.id, unit.name, ledger::code(unit.subsystem),
                                      ledger::code(unit.ground), unit.ground_id, unit.system, unit.year == 0 ? "" : std::to_string(unit.year), cell(unit.mass_t),
                                      ledger::code(unit.confidence), unit.as_of, status, ledger::code(unit.stage), flags, unit.deposit_type, unit.ore_type, unit.mining,
                                      unit.region, cell(unit.depth_m), cell(unit.x), cell(unit.y), cell(unit.capacity_t_per_year), cell(costs.per_tonne),
                                      money ? costs.currency : "", money && costs.year != 0 ? std::to_string(costs.year) : "",
                                      money && costs.capital > 0 ? cell(costs.capital) : "", money ? cell(costs.life_years) : "");
        for (const ledger::AssayRow& assay : unit.assays) {
            text += row + fmt::format(",{},{},{},%\n", assay.species, ledger::code(assay.role), cell(100 * assay.grade));
            row = unit.id + std::string(25, ',');  // what describes the unit stands once
        }
        if (unit.assays.empty()) text += row + ",,,,\n";
    }
    return text;
}

void count(CountryTruth::Part& part, double tonnes, const std::string& species, double fraction, bool ore) {
    if (ore) part.tonnes += tonnes;
    part.metal_t[species] += tonnes * fraction;
}

/// What the table of the generator says, before anything makes units of it.
CountryTruth::Part truth_of(const char* name, const costmodel::OrebodyTable& table) {
    CountryTruth::Part part{.name = name};
    for (const costmodel::Orebody& body : table.rows) {
        part.tonnes += body.ore_tonnes;
        for (const costmodel::OreGrade& grade : body.grades)
            if (!std::isnan(grade.fraction)) count(part, body.ore_tonnes, grade.commodity, grade.fraction, false);
    }
    return part;
}

/// Beside the main product: what another does not say of them.
void settle(std::vector<ResourceUnit>& units, bool mines) {
    for (std::size_t n = 0; n < units.size(); ++n) {
        ResourceUnit& unit = units[n];
        unit.as_of = "2025-12-31";
        unit.licence.clear();
        using ledger::Confidence;
        static constexpr Confidence of_mines[] = {Confidence::probable, Confidence::proved};
        static constexpr Confidence of_bodies[] = {Confidence::inferred, Confidence::indicated, Confidence::inferred, Confidence::measured, Confidence::potential};
        unit.confidence = mines ? of_mines[n % 2] : of_bodies[n % 5];
        if (unit.confidence == Confidence::potential) unit.statuses = {ledger::Status::potential};
        if (!mines && n % 9 == 4) unit.flags = ledger::bit(n % 2 == 0 ? ledger::Flag::protected_area : ledger::Flag::overlain);
        for (ledger::AssayRow& row : unit.assays)
            if (row.role == ledger::Role::unknown) row.role = ledger::Role::associated;
        if (mines && n % 8 == 6) unit.statuses = {ledger::Status::suspended};
        if (mines && n % 8 == 7) unit.statuses = {ledger::Status::closed};
    }
}

std::vector<ResourceUnit> tailings_of(const std::vector<ResourceUnit>& mines, Dice& dice, CountryTruth::Part& truth) {
    std::vector<ResourceUnit> units;
    for (std::size_t n = 0; n < mines.size(); n += 2) {
        const ResourceUnit& mine = mines[n];
        ResourceUnit unit;
        unit.id = "Tailings of " + mine.id;
        unit.name = unit.id;
        unit.subsystem = ledger::Subsystem::social;
        unit.ground = ledger::Ground::pile;
        unit.ground_id = unit.id;
        unit.system = mine.system;
        unit.mass_t = std::round(mine.mass_t * (0.2 + 0.5 * dice.uniform()));
        unit.as_of = mine.as_of;
        unit.statuses = {ledger::Status::tailings};
        unit.stage = ledger::Stage::dressing;
        unit.region = mine.region;
        unit.x = mine.x;
        unit.y = mine.y;
        unit.costs.currency = "USD";
        unit.costs.per_tonne = std::round(100 * (1 + 2 * dice.uniform())) / 100;
        ledger::AssayRow row;
        row.species = mine.assays.front().species;
        row.role = ledger::Role::main;
        row.grade = std::round(mine.assays.front().grade * (0.08 + 0.12 * dice.uniform()) * 1e7) / 1e7;
        unit.assays.push_back(row);
        count(truth, unit.mass_t, row.species, row.grade, true);
        units.push_back(std::move(unit));
    }
    return units;
}

/// The year of the ledger: of its scenarios, and of the scrap and stocks on it.
constexpr int ledger_year = 2026;

std::vector<std::pair<std::string, std::string>> country_flows(const WholeCountryOptions& options) {
    auto files = flow_files(options.country.seed, base::Language::english, {ledger_year, 2030, 2045, 2060});
    // It tells of a recipe that a country does not have.
    std::erase_if(files, [](const auto& file) { return file.first.ends_with("README.txt"); });
    return files;
}

/// What the solved system says of the year, added up without the ledger.
CountryTruth::Part truth_of_flows(const project::FlowStudy& study) {
    CountryTruth::Part part{.name = "scrap"};
    for (const recycling::Stream& stream : study.streams)
        if (stream.year == ledger_year) count(part, stream.theoretical_t, stream.element, 1, true);
    const recycling::System& system = study.system;
    const int metals = project::element_dimension(system);
    const auto& names = system.dimensions[static_cast<std::size_t>(metals)].items;
    for (std::size_t item = 0; item < names.size(); ++item)
        for (const std::size_t u : project::tuples_of(system, metals, static_cast<int>(item)))
            for (std::size_t s = 0; s < system.stocks.size(); ++s) {
                const auto& stock = study.solved.stocks[s];
                const std::size_t at = u * static_cast<std::size_t>(study.solved.years) + static_cast<std::size_t>(study.year);
                // What the year began with; in use less what left it.
                const double before = study.year > 0 ? stock.stock[at - 1] : 0, left = system.stocks[s].state == "in_use" ? stock.outflow[at] : 0;
                count(part, std::max(0.0, before - left), names[item], 1, true);
            }
    return part;
}

/// A mine takes 90 % of its ore to the plant; what a route recovers is of the metal in the ground.
ledger::Assumptions country_assumptions() {
    using ledger::Route;
    using ledger::Status;
    const std::vector<Status> ground{Status::producing, Status::suspended, Status::closed, Status::developed, Status::undeveloped, Status::unknown};
    ledger::Assumptions all;
    all.basis = {"USD", 0, {{"CNY", 0.14}}, {}};
    all.source = "SYNTHETIC figures of the demonstration";
    const auto ore = [&](const char* id, base::Bilingual name, const char* type, double cost, std::vector<ledger::Recovery> recoveries) {
        Route route;
        route.id = id;
        route.name = std::move(name);
        route.subsystem = ledger::Subsystem::geological;
        route.statuses = ground;
        route.ore_type = type;
        route.cost_per_t = cost;
        route.payable = {{"Cu", 0.96}, {"Au", 0.95}, {"Li", 0.92}, {"Fe", 0.95}};
        route.recoveries = std::move(recoveries);
        route.source = all.source;
        all.routes.push_back(std::move(route));
    };
    // The costs of mines and orebodies are whole; blocks bring theirs up to the plant alone.
    ore("flotation", {"flotation", "浮选"}, "sulphide", 0, {{"Cu", std::nullopt, 0.78}, {"Au", std::nullopt, 0.54}});
    ore("spodumene", {"spodumene flotation", "锂辉石浮选"}, "spodumene", 0, {{"Li", std::nullopt, 0.65}});
    ore("magnetic", {"magnetic separation", "磁选"}, "magnetite", 0, {{"Fe", std::nullopt, 0.72}});
    ore("concentrator", {"concentrator of a modelled mine", "建模矿山选厂"}, "*", 9.5,
        {{"Cu", std::nullopt, 0.78}, {"Au", std::nullopt, 0.54}, {"Mo", std::nullopt, 0.45}});
    ore("sorting", {"flotation with ore sorting", "预选抛废—浮选"}, "sulphide", 1.2, {{"Cu", std::nullopt, 0.84}, {"Au", std::nullopt, 0.60}});
    all.routes.back().from_year = 2030;
    for (Route& route : ledger::routes_of_streams()) all.routes.push_back(std::move(route));
    Route leach;
    leach.id = "tailings_leaching";
    leach.name = {"leaching of tailings", "尾矿浸出"};
    leach.from_year = 2030;
    leach.subsystem = ledger::Subsystem::social;
    leach.statuses = {Status::tailings};
    leach.cost_per_t = 2.5;
    leach.recoveries = {{"Cu", std::nullopt, 0.6}, {"Li", std::nullopt, 0.4}};
    leach.source = all.source;
    all.routes.push_back(leach);
    ledger::Scenario today;
    today.id = "today";
    today.name = {"today", "现状"};
    today.year = ledger_year;
    today.prices = {{"Cu", 9000}, {"Au", 6e7}, {"Li", 70000}, {"Fe", 130}, {"Al", 2500}, {"Mo", 40000}};
    today.routes = {"flotation", "spodumene", "magnetic", "concentrator", "scrap", "scrap_piles"};
    today.discount = 0.08;
    today.royalty = 0.04;
    today.blocking = ledger::bit(ledger::Flag::overlain) | ledger::bit(ledger::Flag::protected_area);
    ledger::Scenario later = today;
    later.id = "technology";
    later.name = {"2035: dearer metal, new routes, less royalty", "2035：价格上涨、新工艺、税费下调"};
    later.year = 2035;
    for (auto& [species, price] : later.prices) price *= species == "Fe" ? 1.05 : 1.2;
    later.routes.insert({"sorting", "tailings_leaching"});
    later.cost_index = 0.95;
    later.royalty = 0.03;
    later.blocking = ledger::bit(ledger::Flag::protected_area);
    ledger::Scenario low = today;
    low.id = "low";
    low.name = {"a fifth off every price", "价格全面下跌两成"};
    for (auto& [species, price] : low.prices) price *= 0.8;
    all.scenarios = {today, later, low};
    return all;
}

/// Ten years of copper from outside: a demand that grows, a year of strikes, a border that lets less in.
std::string country_years() {
    constexpr int first = 2026, years = 10, strikes = 2029, border = 2031;
    std::string text =
        "{\n  \"source\": \"SYNTHETIC figures of the demonstration\",\n  \"chain\": {\"species\": \"Cu\", \"mining_recovery\": 0.9, \"smelting_recovery\": 0.97, "
        "\"fabrication_yield\": 0.9,\n    \"collection\": 0.6, \"recycling_recovery\": 0.92, \"survival\": [1, 0.99, 0.97, 0.94, 0.9, 0.85, 0.79, 0.72, 0.64, 0.55]},\n"
        "  \"years\": [\n";
    for (int n = 0; n < years; ++n) {
        const int year = first + n;
        text += fmt::format("    {{\"year\": {}, \"demand_t\": {:.0f}, \"old_scrap_t\": 400000", year, 4.2e6 * std::pow(1.03, n));
        if (year == strikes) text += ", \"capacity_share\": {\"mining\": 0.7}";
        if (year >= border) text += ", \"import_cap_t\": 500000";
        text += n + 1 < years ? "},\n" : "}\n";
    }
    return text + "  ]\n}\n";
}

Expected<std::string> modelled_mine(const std::string& folder, int n, const WholeCountryOptions& options, const base::Progress& progress) {
    const std::string name = fmt::format("Synthetic mine {:02}", n + 1);
    const std::string inside = (fs::path(folder) / fmt::format("synthetic_mine_{:02}", n + 1)).string();
    Options deposit;
    deposit.seed = options.country.seed + static_cast<std::uint64_t>(n) + 1;
    deposit.holes = options.holes;
    deposit.block_scale = options.block_scale;
    const auto recipe = write_demonstration(inside, deposit);
    if (!recipe) return std::unexpected(recipe.error());
    auto read = project::read_recipe(*recipe);
    if (!read) return std::unexpected(read.error());
    project::Project made;
    made.recipe = std::move(*read);
    made.recipe.general.name = name;
    made.recipe.ledger.use = true;
    base::Progress running = progress.part(0, 0.9), saving = progress.part(0.9, 1);
    if (auto done = made.run(running, "ledger"); !done) return std::unexpected(done.error());
    const std::string path = (fs::path(folder) / modelled_mine_file(n + 1)).string();
    if (auto saved = project::save_project(made, path, saving, {.lives_at = {}, .replace_other = true, .overwrite_newer = true}); !saved)
        return std::unexpected(saved.error());
    return path;
}

std::string totals_text(const CountryTruth& truth) {
    std::string text = "part,tonnes,species,metal_t\n";
    for (const CountryTruth::Part& part : truth.parts)
        for (const auto& [species, metal] : part.metal_t) text += fmt::format("{},{:.9g},{},{:.9g}\n", part.name, part.tonnes, species, metal);
    return text;
}

}  // namespace

std::vector<std::string> whole_country_files(const WholeCountryOptions& options) {
    std::vector<std::string> names{country_mines_file, country_orebodies_file, country_truth_file, country_recipe_file, mines_table, orebodies_table,
                                   tailings_table,     assumptions_file,       years_file,         totals_file,         country_project_file};
    for (const auto& [name, text] : country_flows(options)) names.push_back(name);
    for (int n = 0; n < options.modelled; ++n) names.push_back(modelled_mine_file(n + 1));
    return names;
}

base::Expected<WholeCountry> write_whole_country(const std::string& folder, const WholeCountryOptions& options, const base::Progress& progress) {
    WholeCountry made;
    CountryOptions tables = options.country;
    tables.modelled = options.modelled;
    if (auto written = write_country(folder, tables); !written) return std::unexpected(written.error());
    const auto place = [&](const std::string& name) { return (fs::path(folder) / name).string(); };
    const auto put = [&](const char* name, const std::string& text) { return base::write_text_file(place(name), text); };
    auto mines = io::read_orebodies(place(country_mines_file), {});
    if (!mines) return std::unexpected(mines.error());
    auto bodies = io::read_orebodies(place(country_orebodies_file), {});
    if (!bodies) return std::unexpected(bodies.error());
    costmodel::examine_orebodies(*mines);
    costmodel::examine_orebodies(*bodies);
    project::Recipe recipe = country_recipe();
    recipe.folder = fs::absolute(folder).lexically_normal().string();
    const economics::PriceDeck deck = price_deck(recipe);
    // The project learns by the same rule, so that map and ledger say the same.
    costmodel::CostRule& rule = recipe.orebodies;
    rule.mines_file.assign(country_mines_file);
    rule.orebodies_file.assign(country_orebodies_file);
    rule.learner = costmodel::LearnerChoice::ridge;
    rule.repeats = 1;
    rule.draws = 50;
    const auto model = costmodel::train(*mines, rule, &deck, progress.part(0, 0.1));
    if (!model) return std::unexpected(model.error());
    const auto verdicts = costmodel::verdicts(*model, *bodies, deck, rule, progress.part(0.1, 0.2));
    if (!verdicts) return std::unexpected(verdicts.error());
    mines->crs = bodies->crs = "EPSG:4326";
    made.truth.parts = {truth_of("mines", *mines), truth_of("orebodies", *bodies), {.name = "tailings"}, {.name = "scrap"}};
    for (std::size_t n = 0; n < static_cast<std::size_t>(options.modelled); ++n) made.truth.modelled_t += mines->rows[n].ore_tonnes;
    std::vector<ResourceUnit> of_mines = ledger::units_from_orebodies(*mines, {}, "USD", "").units;
    std::vector<ResourceUnit> of_bodies = ledger::units_from_orebodies(*bodies, *verdicts, deck.costs.currency, "").units;
    for (ResourceUnit& unit : of_mines) unit.costs.year = 0;
    settle(of_mines, true);
    settle(of_bodies, false);
    Dice dice(options.country.seed + 77);
    const std::vector<ResourceUnit> piles = tailings_of(of_mines, dice, made.truth.parts[2]);
    for (const auto& [name, text] : country_flows(options))
        if (auto done = put(name.c_str(), text); !done) return std::unexpected(done.error());
    recipe.flows.system_file = flow_system_file;
    recipe.flows.year = ledger_year;
    const auto flows = project::make_flow_study(place(flow_system_file), recipe.flows, base::Progress());
    if (!flows) return std::unexpected(flows.error());
    made.truth.parts[3] = truth_of_flows(*flows);
    const std::pair<const char*, std::string> texts[] = {{mines_table, table_of(of_mines)},
                                                         {orebodies_table, table_of(of_bodies)},
                                                         {tailings_table, table_of(piles)},
                                                         {assumptions_file, ledger::assumptions_to_json(country_assumptions())},
                                                         {years_file, country_years()},
                                                         {totals_file, totals_text(made.truth)}};
    for (const auto& [name, text] : texts)
        if (auto done = put(name, text); !done) return std::unexpected(done.error());
    ledger::LedgerRule& keep = recipe.ledger;
    keep.use = true;
    keep.blocks = keep.orebodies = false;
    keep.tables = fmt::format("{}; {}; {}", mines_table, orebodies_table, tailings_table);
    keep.assumptions_file = assumptions_file;
    keep.outside_file = years_file;
    for (int n = 0; n < options.modelled; ++n) {
        const double from = 0.2 + 0.7 * n / options.modelled, to = 0.2 + 0.7 * (n + 1) / options.modelled;
        const auto path = modelled_mine(folder, n, options, progress.part(from, to));
        if (!path) return std::unexpected(path.error());
        keep.projects += (keep.projects.empty() ? "" : "; ") + fs::path(*path).filename().string();
    }
    project::Project country;
    country.recipe = std::move(recipe);
    base::Progress running = progress.part(0.9, 0.97), saving = progress.part(0.97, 1);
    if (auto done = country.run(running); !done) return std::unexpected(done.error());
    made.project = place(country_project_file);
    if (auto saved = project::save_project(country, made.project, saving, {.lives_at = {}, .replace_other = true, .overwrite_newer = true}); !saved)
        return std::unexpected(saved.error());
    for (const std::string& name : whole_country_files(options)) made.files.push_back(place(name));
    return made;
}

}  // namespace orelens::demonstration
