// orelens-cli curve PROJECT|RECIPE: what is usable against the price of the main commodity.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/TextTable.h"
#include "core/economics/Value.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"

namespace orelens::cli {
namespace {

struct Options {
    std::string input, test;
    std::vector<std::string> settings;
    double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
    int points = 21;
};

struct Chosen {
    const economics::UsableCurve* curve = nullptr;
    const economics::UsableCurve* inside = nullptr;  ///< the pits; null without, or under the other test
    bool full = true;
    double low = 0, high = 0;
};

Chosen choose(const project::Project& project, const Options& options) {
    Chosen chosen;
    chosen.full = options.test.empty() ? project.results.value.deck->test == economics::CutoffTest::full
                                       : options.test == "full";
    chosen.curve =
        chosen.full ? project.results.value.curve_full.get() : project.results.value.curve_marginal.get();
    const auto inside = project::inside_pits(project.results);
    if (inside && chosen.full == (project.results.value.deck->test == economics::CutoffTest::full))
        chosen.inside = inside->curve.get();
    const project::GeneralRule& general = project.recipe.general;
    const bool stated = general.curve_high > general.curve_low;
    const auto useful =
        stated ? std::pair(general.curve_low, general.curve_high) : chosen.curve->useful_range();
    chosen.low = std::isnan(options.low) ? useful.first : options.low;
    chosen.high = std::isnan(options.high) ? useful.second : options.high;
    return chosen;
}

void print_curve(const Common& common, const Chosen& chosen, const std::string& quoted_in,
                 const std::vector<economics::UsableTotals>& points) {
    TextTable table;
    table.header = {fmt::format("{} ({})", words(common, "cli.curve.price"), quoted_in),
                    words(common, "cli.curve.blocks"), words(common, "cli.curve.tonnes")};
    const auto& elements = chosen.curve->elements();
    for (std::size_t n = 0; n < elements.size(); ++n)
        table.header.push_back(fmt::format("{} ({})", elements[n], chosen.curve->units()[n]));
    std::vector<std::size_t> gaps;
    for (std::size_t n = 0; n < elements.size(); ++n)
        if (economics::unassayed_share(chosen.curve->total(), n) > 0) gaps.push_back(n);
    for (const std::size_t n : gaps)
        table.header.push_back(words(common, base::Message("cli.curve.without", {{"element", elements[n]}})));
    if (chosen.inside != nullptr) table.header.push_back(words(common, "cli.curve.inside"));
    table.right.assign(table.header.size(), true);
    for (const economics::UsableTotals& totals : points) {
        std::vector<std::string> row{base::number(totals.price, 8), fmt::format("{}", totals.blocks),
                                     fmt::format("{:.0f}", totals.tonnes)};
        for (const double grade : totals.grade) row.push_back(base::number(grade, 4));
        for (const std::size_t n : gaps)
            row.push_back(base::number(100 * economics::unassayed_share(totals, n), 3));
        if (chosen.inside != nullptr) row.push_back(fmt::format("{:.0f}", chosen.inside->at(totals.price).tonnes));
        table.rows.push_back(std::move(row));
    }
    fmt::print("{}", to_text(table));
}

/// What the pits say beside the curve: its points inside them, or why there are none.
void add_pits(Json& json, const Chosen& chosen, const project::Project& project, base::Language language) {
    const auto& study = project.results.pits.study;
    if (!study) return;
    if (!study->why_not.empty()) {
        json["pits"] = {{"why_not", base::text(base::Message(study->why_not), language)}};
        return;
    }
    json["pits"] = {{"prices", study->main_prices}};
    if (chosen.inside == nullptr) return;
    Json points = Json::array();
    for (const auto& point : json["points"])
        points.push_back(totals_json(chosen.inside->at(point["price"].get<double>()), *chosen.inside));
    json["pits"]["points"] = std::move(points);
    json["pits"]["total"] = totals_json(chosen.inside->total(), *chosen.inside);
}

int curve(const Common& common, const Options& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    const auto project = project_run_until(common, options.input, options.settings, "pits");
    if (!project) return refuse(guard, common, project.error());
    const project::Results& results = project->results;
    if (!results.value.deck || !results.value.curve_full || !results.value.curve_marginal)
        return refuse(guard, common,
                      {base::ErrorKind::data, base::Message("cli.curve.none"), {.file = options.input}, {}});
    const Chosen chosen = choose(*project, options);
    if (!(chosen.high >= chosen.low))
        return refuse(guard, common, {base::ErrorKind::usage, base::Message("cli.curve.range"), {}, {}});
    const auto points = chosen.curve->sample(chosen.low, chosen.high, options.points);
    // What is printed is printed whole.
    guard.disarm();
    if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
    const economics::Commodity* main = economics::main_commodity(*results.value.deck);
    const std::string quoted_in =
        main == nullptr ? "" : economics::quotation_unit(*results.value.deck, *main);
    if (!common.json) {
        print_curve(common, chosen, quoted_in, points);
        return ExitCode::done;
    }
    Json json = {{"ok", true},
                 {"commodity", results.value.deck->main_commodity},
                 {"price_unit", quoted_in},
                 {"test", chosen.full ? "full" : "marginal"}};
    json["elements"] = Json::array();
    for (std::size_t n = 0; n < chosen.curve->elements().size(); ++n)
        json["elements"].push_back(
            {{"name", chosen.curve->elements()[n]}, {"unit", chosen.curve->units()[n]}});
    json["points"] = Json::array();
    for (const economics::UsableTotals& totals : points)
        json["points"].push_back(totals_json(totals, *chosen.curve));
    json["total"] = totals_json(chosen.curve->total(), *chosen.curve);
    add_pits(json, chosen, *project, common.language);
    print_json(json);
    return ExitCode::done;
}

}  // namespace

void add_curve(CLI::App& app, Common& common, Action& action) {
    static Options options;
    CLI::App* command = app.add_subcommand("curve", words(common, "cli.curve.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--low", options.low, words(common, "cli.curve.low"));
    command->add_option("--high", options.high, words(common, "cli.curve.high"));
    command->add_option("--points", options.points, words(common, "cli.curve.points"))
        ->check(CLI::Range(2, 100000));
    command->add_option("--test", options.test, words(common, "cli.curve.test"))
        ->check(CLI::IsMember({"full", "marginal"}));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return curve(common, options); }; });
}

}  // namespace orelens::cli
