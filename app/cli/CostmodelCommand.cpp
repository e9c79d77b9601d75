// orelens-cli costmodel train|score|predict|template|demo: learns what mines cost, says how well, and gives each orebody its
// cost, its activation price and a verdict.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Nearest.h"
#include "core/base/Printable.h"
#include "core/costmodel/Examine.h"
#include "core/demonstration/Country.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/io/text/ReadTable.h"
#include "core/project/Crs.h"
#include "core/project/Target.h"
#include "core/report/CostTables.h"
#include "core/report/FormFile.h"

namespace orelens::cli {
namespace {

using base::Expected;
using costmodel::CostModel;
using costmodel::CostRule;
using costmodel::OrebodyTable;

struct CostmodelOptions {
    std::string table, model, recipe, mines, out, file, folder;
    std::vector<std::string> settings;
    bool without_costs = false;
    demonstration::CountryOptions country;
};

/// Parameters of the room by "costmodel.id = value", as typed.
Expected<CostRule> rule_of(const CostmodelOptions& options) {
    CostRule rule;
    const auto params = costmodel::cost_params();
    for (const std::string& setting : options.settings) {
        const std::size_t equals = setting.find('=');
        std::string id = setting.substr(0, equals);
        if (id.starts_with("costmodel.")) id = id.substr(10);
        const auto param = std::ranges::find_if(params, [&](const auto& p) { return p.info.id == id; });
        if (param == params.end() || equals == std::string::npos) {
            std::vector<std::string> known;
            for (const auto& p : params) known.push_back(p.info.id);
            const std::string near = base::nearest(id, known);
            return base::fail(base::ErrorKind::usage, base::Message("recipe.unknown_parameter", {{"id", "costmodel." + id}}), {.field = setting},
                              near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", "costmodel." + near}}));
        }
        auto value = base::parse_value(param->info, setting.substr(equals + 1));
        if (!value) {
            value.error().place.field = "costmodel." + id;
            return std::unexpected(value.error());
        }
        param->set(rule, *value);
    }
    if (auto fine = project::check_crs(rule.crs); !fine) return std::unexpected(fine.error());
    return rule;
}

Expected<std::optional<economics::PriceDeck>> deck_of(const CostmodelOptions& options) {
    if (options.recipe.empty()) return std::nullopt;
    const auto recipe = project::read_recipe(options.recipe);
    if (!recipe) return std::unexpected(recipe.error());
    return project::price_deck(*recipe);
}

Expected<OrebodyTable> read_examined(const std::string& file, const std::string& columns, const CostRule& rule, const base::Progress& progress) {
    auto table = io::read_orebodies(file, {columns, rule.crs, rule.days_per_year}, &progress);
    if (table) costmodel::examine_orebodies(*table);
    return table;
}

Json cell_json(const report::Cell& cell) {
    if (const auto* words = std::get_if<std::string>(&cell)) return *words;
    if (const auto* number = std::get_if<double>(&cell)) return number_json(*number);
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
    return nullptr;
}

Json tables_json(const std::vector<report::Table>& tables) {
    Json all = Json::object();
    for (const report::Table& table : tables) {
        Json rows = Json::array();
        for (const auto& row : table.rows) {
            Json cells = Json::array();
            for (const report::Cell& cell : row) cells.push_back(cell_json(cell));
            rows.push_back(std::move(cells));
        }
        Json columns = Json::array();
        for (const report::Column& column : table.columns) columns.push_back(column.title + (column.unit.empty() ? "" : " [" + column.unit + "]"));
        all[table.id] = {{"title", table.title}, {"notes", table.notes}, {"columns", columns}, {"rows", rows}};
    }
    return all;
}

std::string cell_text(const report::Cell& cell, int digits) {
    if (const auto* words = std::get_if<std::string>(&cell)) return base::printable(*words);
    if (const auto* number = std::get_if<double>(&cell)) return digits < 0 ? base::number(*number, -digits) : fmt::format("{:.{}f}", *number, digits);
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
    return "";
}

/// A table on the terminal, `most` rows of it and the columns that are asked for (none = all).
void print_table(const Common& common, const report::Table& table, std::size_t most, const std::vector<std::size_t>& wanted = {}) {
    say("\n{}\n", table.title);
    TextTable text;
    std::vector<std::size_t> columns = wanted;
    if (columns.empty())
        for (std::size_t c = 0; c < table.columns.size(); ++c) columns.push_back(c);
    for (const std::size_t c : columns) {
        const report::Column& column = table.columns[c];
        text.header.push_back(column.title + (column.unit.empty() ? "" : " (" + column.unit + ")"));
        text.right.push_back(!table.rows.empty() && !std::holds_alternative<std::string>(table.rows.front()[c]));
    }
    for (std::size_t r = 0; r < std::min(most, table.rows.size()); ++r) {
        std::vector<std::string> cells;
        for (const std::size_t c : columns) cells.push_back(cell_text(table.rows[r][c], table.columns[c].digits));
        text.rows.push_back(std::move(cells));
    }
    say("{}", to_text(text));
    if (table.rows.size() > most) say("{}\n", words(common, base::Message("cli.costmodel.more", {{"count", std::to_string(table.rows.size() - most)}})));
    for (const std::string& note : table.notes) say("{}\n", base::printable(note));
}

Expected<void> write_out(const CostmodelOptions& options, const std::vector<report::Table>& tables, const std::string& title, base::Language language) {
    if (options.out.empty()) return {};
    if (options.out.ends_with(".xlsx")) return report::write_xlsx(tables, title, options.out, language);
    if (auto fine = report::check_csv_tables(tables, options.out, {}); !fine) return fine;
    return report::write_csv_tables(tables, options.out);
}

/// Outputs that replace nothing but what these verbs made; before their work begins.
Expected<void> check_outputs(const CostmodelOptions& options, bool writes_model) {
    std::vector<std::string> inputs{io::table_name(options.table).file};
    for (const std::string& one : {options.recipe, options.mines, writes_model ? std::string() : options.model})
        if (!one.empty()) inputs.push_back(io::table_name(one).file);
    if (writes_model) {
        if (auto fine = project::check_target(options.model, project::Content::recipe, inputs); !fine) return fine;
        std::error_code code;
        const auto size = std::filesystem::file_size(options.model, code);
        if (!code && size > 0)
            if (const auto text = base::read_text_file(options.model); !text || text->substr(0, 200).find("orelens cost model") == std::string::npos)
                return base::fail(base::ErrorKind::file, base::Message("target.other_content"), {.file = options.model}, base::Message("target.move_away"));
    }
    if (options.out.ends_with(".xlsx")) return project::check_target(options.out, project::Content::xlsx, inputs);
    return options.out.empty() ? Expected<void>() : project::check_folder(options.out);
}

/// Learns from a table; tables of the result.
Expected<CostModel> learn(const Common& common, const CostmodelOptions& options, const CostRule& rule, const std::optional<economics::PriceDeck>& deck) {
    ProgressBar bar(common.language);
    cancel_on_interrupt(bar.progress());
    auto mines = read_examined(options.table, rule.mines_columns, rule, bar.progress());
    if (!mines) return std::unexpected(mines.error());
    return costmodel::train(*mines, rule, deck ? &*deck : nullptr, bar.progress());
}

int train_or_score(const Common& common, const CostmodelOptions& options, bool keep) {
    const auto rule = rule_of(options);
    if (!rule) return report_error(common, rule.error());
    if (auto there = need_file(io::table_name(options.table).file); !there) return report_error(common, there.error());
    if (auto fine = check_outputs(options, keep); !fine) return report_error(common, fine.error());
    const auto deck = deck_of(options);
    if (!deck) return report_error(common, deck.error());
    const auto model = learn(common, options, *rule, *deck);
    if (!model) return report_error(common, model.error());
    const auto tables = report::cost_model_tables(*model, common.language);
    if (keep)
        if (auto written = base::write_text_file(options.model, costmodel::cost_model_to_json(*model)); !written) return report_error(common, written.error());
    if (auto written = write_out(options, tables, words(common, "cli.costmodel.title"), common.language); !written) return report_error(common, written.error());
    if (common.json)
        print_json({{"ok", true}, {"tables", tables_json(tables)}});
    else
        for (const report::Table& table : tables) print_table(common, table, 40);
    return ExitCode::done;
}

/// The model that is to be used, and whether it was taught by the mines that are named.
Expected<CostModel> load_model(const CostmodelOptions& options, const CostRule& rule, const base::Progress& progress) {
    const auto text = base::read_text_file(options.model);
    if (!text) return std::unexpected(text.error());
    auto model = costmodel::cost_model_from_json(*text, options.model, progress);
    if (!model) return model;
    const std::string mines = options.mines.empty() ? rule.mines_file : options.mines;
    if (!mines.empty()) {
        const auto table = read_examined(mines, rule.mines_columns, rule, progress);
        if (!table) return std::unexpected(table.error());
        if (auto same = costmodel::check_trained_on(*model, *table); !same) return std::unexpected(same.error());
    }
    return model;
}

int predict(const Common& common, const CostmodelOptions& options) {
    const auto rule = rule_of(options);
    if (!rule) return report_error(common, rule.error());
    if (auto fine = check_outputs(options, false); !fine) return report_error(common, fine.error());
    if (auto there = need_file(options.recipe); !there) return report_error(common, there.error());
    const auto deck = deck_of(options);
    if (!deck) return report_error(common, deck.error());
    std::vector<report::Table> tables;
    {
        ProgressBar bar(common.language);
        cancel_on_interrupt(bar.progress());
        const auto model = load_model(options, *rule, bar.progress());
        if (!model) return report_error(common, model.error());
        auto bodies = read_examined(options.table, rule->orebodies_columns, *rule, bar.progress());
        if (!bodies) return report_error(common, bodies.error());
        const auto said = costmodel::verdicts(*model, *bodies, **deck, *rule, bar.progress());
        if (!said) return report_error(common, said.error());
        for (base::Finding& finding : costmodel::costs_not_taken(*bodies, **deck, model->scope, model->year)) bodies->findings.push_back(std::move(finding));
        tables = report::orebody_tables({*model, *bodies, *said, **deck, *rule}, common.language);
        for (report::Table& table : report::cost_model_tables(*model, common.language))
            if (table.id == "cost_card" || table.id == "cost_scores" || table.id == "cost_factors") tables.push_back(std::move(table));
    }
    if (auto written = write_out(options, tables, words(common, "cli.costmodel.title"), common.language); !written) return report_error(common, written.error());
    if (common.json) {
        print_json({{"ok", true}, {"tables", tables_json(tables)}});
        return ExitCode::done;
    }
    for (const report::Table& table : tables) {
        if (table.id == "cost_orebodies")
            print_table(common, table, 20, {1, 2, 6, 7, 8, 9, 10, 12, 13, 16, 27});
        else if (table.id == "cost_groups" || table.id == "cost_near" || table.id == "cost_card" || table.id == "cost_findings")
            print_table(common, table, 30);
    }
    return ExitCode::done;
}

int write_template(const Common& common, const CostmodelOptions& options) {
    std::error_code code;
    if (std::filesystem::exists(options.file, code))
        return report_error(common, {base::ErrorKind::usage, base::Message("cli.costmodel.exists"), {.file = options.file}, {}});
    if (auto written = report::write_orebody_form(common.language, !options.without_costs, options.file); !written)
        return report_error(common, written.error());
    if (common.json) print_json({{"ok", true}, {"file", options.file}});
    return ExitCode::done;
}

int demo(const Common& common, const CostmodelOptions& options) {
    const auto files = demonstration::write_country(options.folder, options.country);
    if (!files) return report_error(common, files.error());
    if (common.json)
        print_json({{"ok", true}, {"folder", options.folder}, {"files", *files}});
    else
        say("{}\n", words(common, base::Message("cli.costmodel.demo_done", {{"folder", options.folder}})));
    return ExitCode::done;
}

}  // namespace

void add_costmodel(CLI::App& app, Common& common, Action& action) {
    static CostmodelOptions options;
    CLI::App* command = app.add_subcommand("costmodel", words(common, "cli.costmodel.about"));
    command->require_subcommand(1);
    const auto verb = [&](const char* name) {
        CLI::App* made = command->add_subcommand(name, words(common, std::string("cli.costmodel.") + name));
        made->set_help_flag("-h,--help", words(common, "cli.help"));
        return made;
    };
    const auto shared = [&](CLI::App* made) {
        made->add_option("--set", options.settings, words(common, "cli.costmodel.set"));
        made->add_option("--prices", options.recipe, words(common, "cli.costmodel.prices"));
        made->add_option("--out", options.out, words(common, "cli.costmodel.out"));
    };
    CLI::App* train = verb("train");
    train->add_option("MINES", options.table, words(common, "cli.costmodel.mines"))->required();
    train->add_option("MODEL", options.model, words(common, "cli.costmodel.model"))->required();
    shared(train);
    train->callback([&] { action = [&] { return train_or_score(common, options, true); }; });
    CLI::App* score = verb("score");
    score->add_option("MINES", options.table, words(common, "cli.costmodel.mines"))->required();
    shared(score);
    score->callback([&] { action = [&] { return train_or_score(common, options, false); }; });
    CLI::App* said = verb("predict");
    said->add_option("MODEL", options.model, words(common, "cli.costmodel.model"))->required();
    said->add_option("OREBODIES", options.table, words(common, "cli.costmodel.orebodies"))->required();
    said->add_option("--mines", options.mines, words(common, "cli.costmodel.same_mines"));
    shared(said);
    said->get_option("--prices")->required();
    said->callback([&] { action = [&] { return predict(common, options); }; });
    CLI::App* blank = verb("template");
    blank->add_option("FILE", options.file, words(common, "cli.costmodel.file"))->required();
    blank->add_flag("--without-costs", options.without_costs, words(common, "cli.costmodel.without_costs"));
    blank->callback([&] { action = [&] { return write_template(common, options); }; });
    CLI::App* country = verb("demo");
    country->add_option("FOLDER", options.folder, words(common, "cli.costmodel.folder"))->required();
    country->add_option("--seed", options.country.seed, words(common, "cli.demo.seed"));
    country->callback([&] { action = [&] { return demo(common, options); }; });
}

}  // namespace orelens::cli
