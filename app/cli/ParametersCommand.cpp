// orelens-cli parameters: the one table of parameters, as text, JSON or reference pages.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/economics/StartingPrices.h"
#include "core/project/Recipe.h"
#include "core/project/Target.h"

namespace orelens::cli {
namespace {

using base::Language;
using base::ParamInfo;

struct ParametersOptions {
    std::string folder, filter;
    bool starting_prices = false;
};

Json value_json(const base::ParamValue& value) {
    if (const bool* b = std::get_if<bool>(&value)) return *b;
    if (const std::int64_t* n = std::get_if<std::int64_t>(&value)) return *n;
    if (const double* x = std::get_if<double>(&value)) return number_json(*x);
    return std::get<std::string>(value);
}

Json param_json(const project::RecipeParam& row) {
    static constexpr const char* types[] = {"boolean", "integer", "real", "text", "choice", "file"};
    const ParamInfo& info = row.info;
    Json json = {{"id", info.id},
                 {"type", types[static_cast<int>(info.type)]},
                 {"default", value_json(info.default_value)},
                 {"unit", info.unit},
                 {"min", number_json(info.range.min)},
                 {"max", number_json(info.range.max)},
                 {"optional", info.range.optional},
                 {"level", info.level == base::Level::basic ? "basic" : "advanced"},
                 {"stage", row.stage},
                 {"label", {{"en", info.label.en}, {"zh", info.label.zh}}},
                 {"help", {{"en", info.help.en}, {"zh", info.help.zh}}}};
    json["choices"] = Json::array();
    for (const base::Choice& choice : info.choices)
        json["choices"].push_back(
            {{"id", choice.id}, {"label", {{"en", choice.label.en}, {"zh", choice.label.zh}}}});
    return json;
}

int write_reference(const Common& common, const std::string& folder) {
    std::vector<std::pair<std::string, std::string>> pages;  // path and text
    for (const auto& [language, suffix] :
         {std::pair(Language::english, "en"), std::pair(Language::chinese, "zh")}) {
        const std::filesystem::path place(folder);
        pages.emplace_back((place / fmt::format("parameters.{}.md", suffix)).string(),
                           project::parameter_reference(language));
        pages.emplace_back((place / fmt::format("stages.{}.md", suffix)).string(),
                           project::stage_reference(language));
    }
    if (auto fine = project::check_folder(folder); !fine) return report_error(common, fine.error());
    for (const auto& [path, text] : pages)
        if (auto fine = project::check_target(path, project::Content::reference, {}); !fine)
            return report_error(common, fine.error());
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    for (const auto& [path, text] : pages) {
        if (auto written = base::write_text_file(path, text); !written)
            return report_error(common, written.error());
        if (!common.json) say("{}\n", base::printable(path));
    }
    if (common.json) print_json({{"ok", true}, {"folder", folder}});
    return ExitCode::done;
}

/// Prices that a deck can start from, with their dates and sources.
int list_starting_prices(const Common& common) {
    Json list = Json::array();
    TextTable table;
    for (const char* key : {"cli.prices.commodity", "cli.curve.price", "cli.parameters.unit", "cli.prices.period",
                            "cli.prices.confidence", "cli.prices.source"})
        table.header.push_back(words(common, key));
    for (const economics::StartingPrice& one : economics::starting_prices()) {
        list.push_back({{"commodity", one.commodity},
                        {"price", one.price},
                        {"unit", one.currency + "/" + one.unit},
                        {"period", one.period},
                        {"confidence", one.confidence},
                        {"source", one.source}});
        table.rows.push_back({one.commodity, base::number(one.price, 8), one.currency + "/" + one.unit, one.period,
                              one.confidence, one.source});
    }
    if (common.json)
        print_json({{"ok", true}, {"to_be_replaced", true}, {"starting_prices", list}});
    else
        say("{}\n{}", words(common, "cli.parameters.to_be_replaced"), to_text(table));
    return ExitCode::done;
}

int parameters(const Common& common, const ParametersOptions& options) {
    if (options.starting_prices) return list_starting_prices(common);
    if (!options.folder.empty()) return write_reference(common, options.folder);
    Json list = Json::array();
    TextTable table{{words(common, "cli.parameters.id"), words(common, "cli.parameters.default"),
                     words(common, "cli.parameters.unit"), words(common, "cli.parameters.label")},
                    {},
                    {}};
    for (const project::RecipeParam& row : project::recipe_params()) {
        if (row.info.id.find(options.filter) == std::string::npos) continue;
        list.push_back(param_json(row));
        table.rows.push_back({row.info.id, base::value_text(row.info.default_value), row.info.unit,
                              row.info.label.in(common.language)});
    }
    if (common.json)
        print_json({{"ok", true}, {"parameters", list}});
    else
        say("{}", to_text(table));
    return ExitCode::done;
}

}  // namespace

void add_parameters(CLI::App& app, Common& common, Action& action) {
    static ParametersOptions options;
    CLI::App* command = app.add_subcommand("parameters", words(common, "cli.parameters.about"));
    command->add_option("FILTER", options.filter, words(common, "cli.parameters.filter"));
    command->add_option("--write-reference", options.folder, words(common, "cli.parameters.write"));
    command->add_flag("--starting-prices", options.starting_prices, words(common, "cli.parameters.starting_prices"));
    command->callback([&] { action = [&] { return parameters(common, options); }; });
}

}  // namespace orelens::cli
