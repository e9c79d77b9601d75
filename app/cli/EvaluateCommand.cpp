// orelens-cli evaluate MODEL RECIPE: usable tonnes and pits of any block model at the price factors of a recipe.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <optional>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/OreTypesFile.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/economics/Evaluated.h"
#include "core/economics/HeavyProducts.h"
#include "core/economics/Value.h"
#include "core/pits/Rules.h"
#include "core/pits/Study.h"
#include "core/pits/UsableLadder.h"
#include "core/project/RecipePlace.h"
#include "core/project/Target.h"
#include "core/shapes/Shape.h"

namespace orelens::cli {
namespace {

struct EvaluateOptions {
    std::string model, recipe, ore_types, out, solid;
    std::optional<double> width;
    std::vector<std::string> settings;
};

struct Answer {
    economics::PriceDeck deck;
    std::vector<std::string> units;  ///< of the grade column of each commodity
    std::vector<double> unit_fractions;
    std::vector<pits::UsableAt> usable;
    pits::PitStudy pits;  ///< of an underground mine: why a pit does not apply
    std::optional<pits::StopeNotes> stopes;
    std::vector<base::Message> doubts;  ///< about the deck on this model
};

constexpr const char* share_column = "solid.share";
using Args = std::vector<std::pair<std::string, std::string>>;

/// The block model as the recipe bounds it, read from the file named.
base::Expected<project::Project> read_all(const Common& common, const EvaluateOptions& options, base::Progress& progress) {
    if (auto there = need_file(options.model); !there) return std::unexpected(there.error());
    if (auto there = need_file(options.recipe); !there) return std::unexpected(there.error());
    auto recipe = project::read_recipe(options.recipe);
    if (!recipe) return std::unexpected(recipe.error());
    for (const base::Error& warning : recipe->warnings)
        note(fmt::format("{}\n", base::describe(warning, common.language)));
    project::Project project;
    project.recipe = std::move(*recipe);
    if (auto set = apply_settings(common, project.recipe, options.settings); !set)
        return std::unexpected(set.error());
    project.recipe.model.file = std::filesystem::absolute(options.model).string();
    if (auto ran = project.run(progress, "bounds"); !ran) return std::unexpected(ran.error());
    if (!project.results.unvalued())
        return base::fail(base::ErrorKind::data, base::Message("cli.convert.no_model"), {.file = options.model});
    return project;
}

/// The rule of an underground mine; the share of each block in its solid is added to the model.
base::Expected<std::optional<pits::StopeRule>> stope_rule(const EvaluateOptions& options, const project::Project& project,
                                                          blocks::BlockModel& model, const base::Progress& progress) {
    if (!options.width) return std::nullopt;
    pits::StopeRule rule{.width_m = *options.width};
    if (options.solid.empty()) return rule;
    const auto& shapes = project.results.shapes.list;
    const shapes::Shape* solid = nullptr;
    if (shapes)
        for (const shapes::Shape& shape : *shapes)
            if (shape.name == options.solid && shape.closed) solid = &shape;
    if (solid == nullptr)
        return base::fail(base::ErrorKind::usage, base::Message("blocks.filter_solid", {{"solid", options.solid}}));
    const auto added = shapes::add_share(model, share_column, *solid, false, progress);
    if (!added) return std::unexpected(added.error());
    rule.share_column = share_column;
    return rule;
}

/// What the recipe's findings would say of an evaluation, which this command makes by itself.
std::vector<base::Message> doubts_of(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                     const std::vector<std::string>& elements, const base::Progress& progress) {
    std::vector<base::Message> doubts;
    for (const economics::Commodity& one : deck.commodities)
        if (!(one.price > 0)) doubts.emplace_back("finding.what.no_price_of_commodity", Args{{"commodity", one.name}});
    for (const std::string& element : elements) {
        const bool priced = std::ranges::any_of(deck.commodities, [&](const economics::Commodity& one) {
            return one.name == element || economics::grade_column(one) == element;
        });
        if (!priced && model.has(element)) doubts.emplace_back("cli.evaluate.no_price", Args{{"element", element}});
    }
    if (const auto heavy = economics::heavy_routes(model, deck, progress))
        for (const economics::HeavyRoute& one : *heavy)
            doubts.emplace_back("finding.what.product_heavier",
                                Args{{"route", one.route},
                                     {"products", fmt::format("{}", fmt::join(one.products, ", "))},
                                     {"count", std::to_string(one.blocks)},
                                     {"tonnes", base::number(one.tonnes, 4) + " t"},
                                     {"most", base::number(one.most, 4)},
                                     {"i", std::to_string(one.first[0])},
                                     {"j", std::to_string(one.first[1])},
                                     {"k", std::to_string(one.first[2])}});
    return doubts;
}

/// A recipe may name the header of the file in place of the column that was made of it.
base::Error with_header(base::Error error, const project::Project& project) {
    const auto& mapping = project.results.model_import.mapping;
    if (error.what.key != "economics.no_grade_column" || !mapping) return error;
    const auto asked = std::ranges::find(error.what.args, "column", [](const auto& arg) { return arg.first; });
    if (asked == error.what.args.end()) return error;
    for (const io::ModelColumn& one : mapping->columns)
        if (one.header == asked->second && one.use == io::ColumnUse::grade)
            error.fix = base::Message("economics.no_grade_column.header", {{"header", one.header}, {"name", one.name}});
    return error;
}

base::Expected<Answer> study(const EvaluateOptions& options, const project::Project& project, const pits::OreTypes& types,
                             base::Progress& progress) {
    Answer answer;
    answer.deck = project::price_deck(project.recipe);
    if (auto good = economics::check_deck(answer.deck); !good) return std::unexpected(good.error());
    if (const auto state = economics::evaluable(answer.deck);
        state == economics::Evaluated::no_price || (state == economics::Evaluated::no_costs && types.types.empty()))
        return base::fail(base::ErrorKind::data, economics::why_not(state),
                          {.field = state == economics::Evaluated::no_costs
                                        ? "economics.processing"
                                        : "commodity." + economics::main_commodity(answer.deck)->name + ".price"});
    blocks::BlockModel model(*project.results.unvalued());
    answer.doubts = doubts_of(model, answer.deck, project.elements(), progress.part(0, 0));
    const auto factors = pits::read_factors(project.recipe.pits.factors);
    if (!factors) return std::unexpected(factors.error());
    const auto grades = economics::GradeColumns::of_deck(model, answer.deck);
    if (!grades) return std::unexpected(with_header(grades.error(), project));
    for (std::size_t c = 0; c < grades->count(); ++c) {
        answer.units.push_back(grades->unit(c));
        answer.unit_fractions.push_back(grades->unit_fraction(c));
    }
    const auto stopes = stope_rule(options, project, model, progress.part(0, 0.1));
    if (!stopes) return std::unexpected(stopes.error());
    base::Progress laddering = progress.part(0.1, 0.5);
    auto usable = pits::usable_ladder(model, answer.deck, types, *factors, *stopes, laddering);
    if (!usable) return std::unexpected(usable.error());
    answer.usable = std::move(*usable);
    if (*stopes) {
        base::Progress evaluating = progress.part(0.5, 0.8);
        if (auto done = pits::evaluate_types(model, answer.deck, types, evaluating); !done)
            return std::unexpected(done.error());
        const auto notes = pits::add_stope_prices(model, answer.deck, **stopes, progress.part(0.8, 1));
        if (!notes) return std::unexpected(notes.error());
        answer.stopes = *notes;
        answer.pits.why_not = "pits.underground";
        return answer;
    }
    base::Progress digging = progress.part(0.5, 1);
    auto pits = pits::study_pits(model, answer.deck, project.recipe.pits, digging, types);
    if (pits)
        answer.pits = std::move(*pits);
    else if (pits::does_not_apply(pits.error()))
        answer.pits.why_not = pits.error().what.key;
    else
        return std::unexpected(pits.error());
    return answer;
}

/// A number of a row under a name that scripts can rely on.
using Row = std::vector<std::pair<std::string, double>>;

/// "usable_Cu_percent": units in letters.
std::string unit_word(const std::string& unit) {
    if (unit == "%") return "percent";
    std::string word = unit;
    std::ranges::replace(word, '/', '_');
    return word;
}

std::vector<Row> rows_of(const Answer& answer) {
    const economics::Commodity& main = *economics::main_commodity(answer.deck);
    std::vector<Row> rows;
    for (std::size_t n = 0; n < answer.usable.size(); ++n) {
        const pits::UsableAt& usable = answer.usable[n];
        Row row{{"factor", usable.factor},
                {"price", main.price * usable.factor},
                {"usable_blocks", static_cast<double>(usable.blocks)},
                {"usable_tonnes", usable.tonnes}};
        for (std::size_t c = 0; c < usable.grade.size(); ++c)
            row.emplace_back("usable_" + answer.deck.commodities[c].name + "_" + unit_word(answer.units[c]),
                             usable.grade[c] / answer.unit_fractions[c]);
        if (answer.stopes) row.emplace_back("usable_in_stopes_tonnes", usable.stope_tonnes);
        if (answer.pits.why_not.empty()) {
            const pits::PitRow& pit = answer.pits.rows[n];
            row.emplace_back("pit_cells", static_cast<double>(pit.cells));
            row.emplace_back("pit_ore_tonnes", pit.ore_tonnes);
            row.emplace_back("pit_fed_tonnes", pit.fed_tonnes);
            row.emplace_back("pit_waste_tonnes", pit.waste_tonnes);
            for (std::size_t c = 0; c < pit.product_tonnes.size(); ++c)
                row.emplace_back("pit_product_" + answer.deck.commodities[c].name + "_tonnes", pit.product_tonnes[c]);
            row.emplace_back("pit_value", pit.value);
            row.emplace_back("pit_value_at_own_prices", pit.own_value);
            if (answer.pits.mining_rate_mt > 0) {
                row.emplace_back("pit_years", pit.years);
                row.emplace_back("pit_discounted_best", pit.best);
                row.emplace_back("pit_discounted_worst", pit.worst);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Json json_of(const Answer& answer, const std::vector<Row>& rows, base::Language language) {
    const economics::Commodity& main = *economics::main_commodity(answer.deck);
    Json json = {{"ok", true},
                 {"commodity", main.name},
                 {"price_unit", economics::quotation_unit(answer.deck, main)},
                 {"currency", answer.deck.costs.currency},
                 {"test", answer.deck.test == economics::CutoffTest::full ? "full" : "marginal"}};
    if (!answer.pits.why_not.empty()) json["no_pit"] = base::text(base::Message(answer.pits.why_not), language);
    if (answer.stopes)
        json["stopes"] = {{"box", answer.stopes->box},
                          {"blocks_outside", answer.stopes->outside},
                          {"blocks_too_narrow", answer.stopes->too_narrow},
                          {"tonnes_too_narrow", number_json(answer.stopes->too_narrow_tonnes)}};
    for (const base::Message& doubt : answer.doubts) json["doubts"].push_back(base::text(doubt, language));
    json["rows"] = Json::array();
    for (const Row& row : rows) {
        Json one = Json::object();
        for (const auto& [name, value] : row) one[name] = number_json(value);
        json["rows"].push_back(std::move(one));
    }
    return json;
}

std::string csv_of(const std::vector<Row>& rows) {
    std::string out;
    for (std::size_t c = 0; c < rows.front().size(); ++c) out += (c > 0 ? "," : "") + rows.front()[c].first;
    out += "\n";
    for (const Row& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c)
            out += (c > 0 ? "," : "") + (std::isfinite(row[c].second) ? fmt::format("{}", row[c].second) : "");
        out += "\n";
    }
    return out;
}

void print_rows(const Common& common, const Answer& answer, const std::vector<Row>& rows) {
    if (!answer.pits.why_not.empty()) note(fmt::format("{}\n", words(common, answer.pits.why_not)));
    TextTable table;
    for (const auto& [name, value] : rows.front()) table.header.push_back(name);
    table.right.assign(table.header.size(), true);
    for (const Row& row : rows) {
        std::vector<std::string> cells;
        for (const auto& [name, value] : row)
            cells.push_back(std::abs(value) >= 1e6 ? fmt::format("{:.0f}", value) : base::number(value, 6));
        table.rows.push_back(std::move(cells));
    }
    say("{}", to_text(table));
}

bool is_json(const std::string& file) {
    return std::filesystem::path(file).extension() == ".json";
}

base::Expected<void> check_evaluate_out(const EvaluateOptions& options) {
    if (options.out.empty()) return {};
    const std::string extension = std::filesystem::path(options.out).extension().string();
    if (extension != ".csv" && extension != ".json")
        return base::fail(base::ErrorKind::usage, base::Message("section.extension", {{"known", ".csv, .json"}}),
                          {.file = options.out});
    std::vector<std::string> inputs = project::with_sidecar(options.model);
    inputs.push_back(options.recipe);
    if (!options.ore_types.empty()) inputs.push_back(options.ore_types);
    return project::check_target(options.out, project::Content::table, inputs);
}

int evaluate(const Common& common, const EvaluateOptions& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    if (auto fine = check_evaluate_out(options); !fine) return refuse(guard, common, fine.error());
    ProgressBar bar(common.language);
    base::Progress reading = bar.progress().part(0, 0.4);
    const auto project = read_all(common, options, reading);
    if (!project) return refuse(guard, common, project.error());
    // What was understood of the file, and what of it is not used, beside the numbers.
    for (const base::Finding& finding : project->findings())
        if (finding.severity != base::Severity::info) note(finding_text(common, finding));
    const auto types = read_ore_types(options.ore_types, project->recipe);
    if (!types) return refuse(guard, common, types.error());
    base::Progress studying = bar.progress().part(0.4, 1);
    const auto answer = project::at_recipe(project->recipe, study(options, *project, *types, studying));
    if (!answer) return refuse(guard, common, answer.error());
    for (const base::Message& doubt : answer->doubts) note(fmt::format("{}\n", words(common, doubt)));
    const std::vector<Row> rows = rows_of(*answer);
    const Json json = json_of(*answer, rows, common.language);
    if (!options.out.empty()) {
        const std::filesystem::path target(options.out);
        auto output = Output::in(target.parent_path().string());
        if (!output) return refuse(guard, common, output.error());
        guard.clean_with(output->remover());
        const auto written = base::write_text_file(output->place(target.filename().string()),
                                                   is_json(options.out) ? json.dump(2) + "\n" : csv_of(rows));
        if (!written) return refuse(guard, common, output->named(written.error()));
        guard.disarm();
        if (const auto delivered = output->deliver(); !delivered) return refuse(guard, common, delivered.error());
    }
    guard.disarm();
    if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
    if (common.json)
        print_json(json);
    else
        print_rows(common, *answer, rows);
    return ExitCode::done;
}

}  // namespace

void add_evaluate(CLI::App& app, Common& common, Action& action) {
    static EvaluateOptions options;
    CLI::App* command = app.add_subcommand("evaluate", words(common, "cli.evaluate.about"));
    command->add_option("MODEL", options.model, words(common, "cli.evaluate.model"))->required();
    command->add_option("RECIPE", options.recipe, words(common, "cli.evaluate.recipe"))->required();
    command->add_option("--ore-types", options.ore_types, words(common, "cli.evaluate.ore_types"));
    CLI::Option* width = command->add_option("--underground", options.width, words(common, "cli.evaluate.underground"));
    command->add_option("--solid", options.solid, words(common, "cli.evaluate.solid"))->needs(width);
    command->add_option("--out", options.out, words(common, "cli.evaluate.out"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return evaluate(common, options); }; });
}

}  // namespace orelens::cli
