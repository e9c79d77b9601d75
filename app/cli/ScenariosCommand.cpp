// orelens-cli scenarios list|compare|tornado PROJECT|RECIPE: what a scenario activates against another, and what it is due
// to; which input matters most.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/project/LeverWords.h"
#include "core/project/Scenarios.h"
#include "core/scenarios/Tornado.h"

namespace orelens::cli {
namespace {

using project::Scenario;
using scenarios::Comparison;

struct ScenariosOptions {
    std::string input, from, to;
    std::vector<std::string> settings, changes;
    double share = 10;
};

base::Expected<const Scenario*> find(const project::Project& project, const std::string& name) {
    if (name.empty()) return nullptr;
    if (const Scenario* found = project::find_scenario(project.scenarios, name)) return found;
    std::string names;
    for (const Scenario& scenario : project.scenarios) names += (names.empty() ? "" : ", ") + scenario.name;
    return base::fail(base::ErrorKind::usage, base::Message("scenarios.unknown", {{"name", name}}), {},
                      names.empty() ? base::Message("scenarios.none")
                                    : base::Message("scenarios.unknown.fix", {{"names", names}}));
}

/// Scenarios asked about on the command line join those of the project.
base::Expected<void> add_asked(project::Project& project, const ScenariosOptions& options) {
    if (options.changes.empty()) return {};
    Scenario asked{project::free_scenario_name(project.scenarios, options.to.empty() ? "asked" : options.to), {}};
    if (const Scenario* kept = project::find_scenario(project.scenarios, options.to)) {
        asked = *kept;
        std::erase_if(project.scenarios, [&](const Scenario& one) { return one.name == options.to; });
    }
    for (const std::string& change : options.changes) {
        const auto equals = change.find('=');
        const std::string id = change.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : change.substr(equals + 1);
        if (auto done = project::set_change(asked, project.recipe, id, value); !done) return done;
    }
    project.scenarios.push_back(std::move(asked));
    return {};
}

Json held_json(const scenarios::Held& held, const Comparison& made) {
    Json json = {{"blocks", held.blocks}, {"tonnes", number_json(held.tonnes)}, {"metal_tonnes", Json::object()}};
    for (std::size_t c = 0; c < made.commodities.size(); ++c)
        json["metal_tonnes"][made.commodities[c]] = number_json(held.metal[c]);
    return json;
}

void print_comparison_json(const Comparison& made, const std::string& from, const std::string& to) {
    Json json = {{"ok", true}, {"from", from}, {"to", to}, {"currency", made.currency}};
    json["before"] = held_json(made.before, made);
    json["before"]["margin"] = number_json(made.worth_before);
    json["after"] = held_json(made.after, made);
    json["after"]["margin"] = number_json(made.worth_after);
    json["activated"] = held_json(made.activated, made);
    json["deactivated"] = held_json(made.deactivated, made);
    json["unknown_blocks"] = made.unknown_blocks;
    json["due_to"] = Json::array();
    for (const scenarios::Attributed& part : made.parts) {
        Json one = {{"part", part.part},
                    {"blocks", number_json(part.blocks)},
                    {"tonnes", number_json(part.tonnes)},
                    {"margin", number_json(part.worth)},
                    {"metal_tonnes", Json::object()}};
        for (std::size_t c = 0; c < made.commodities.size(); ++c)
            one["metal_tonnes"][made.commodities[c]] = number_json(part.metal[c]);
        json["due_to"].push_back(std::move(one));
    }
    print_json(json);
}

void print_comparison(const Common& common, const Comparison& made, const std::string& from, const std::string& to) {
    TextTable table;
    table.header = {words(common, "ui.scenarios.what"), words(common, "ui.scenarios.blocks"),
                    words(common, "ui.scenarios.tonnes") + " (t)"};
    for (const std::string& commodity : made.commodities) table.header.push_back(commodity + " (t)");
    table.header.push_back(words(common, base::Message("ui.scenarios.worth", {{"currency", made.currency}})));
    table.right.assign(table.header.size(), true);
    table.right[0] = false;
    const auto add = [&](const std::string& what, double blocks, double tonnes, const std::vector<double>& metal,
                         const std::string& worth) {
        std::vector<std::string> row{what, base::number(blocks, 8), fmt::format("{:.0f}", tonnes)};
        for (const double one : metal) row.push_back(base::number(one, 6));
        row.push_back(worth);
        table.rows.push_back(std::move(row));
    };
    const auto held = [&](const std::string& what, const scenarios::Held& one, const std::string& worth) {
        add(what, static_cast<double>(one.blocks), one.tonnes, one.metal, worth);
    };
    const auto usable = [&](const std::string& name) {
        return words(common, base::Message("ui.scenarios.usable_in", {{"name", name}}));
    };
    held(usable(from), made.before, base::number(made.worth_before, 6));
    held(usable(to), made.after, base::number(made.worth_after, 6));
    held(words(common, "scenarios.code.activated"), made.activated, "");
    held(words(common, "scenarios.code.deactivated"), made.deactivated, "");
    for (const scenarios::Attributed& part : made.parts)
        add("  " + words(common, base::Message("ui.scenarios.due_to", {{"part", "@scenarios.part." + part.part}})),
            part.blocks, part.tonnes, part.metal, base::number(part.worth, 6));
    say("{}", to_text(table));
}

int list_scenarios(const Common& common, const ScenariosOptions& options) {
    base::Progress progress;
    auto project = load_project(common, options.input, progress);
    if (!project) return report_error(common, project.error());
    if (auto set = apply_settings(common, project->recipe, options.settings); !set)
        return report_error(common, set.error());
    TextTable table;
    table.header = {words(common, "cli.scenarios.name"), words(common, "cli.scenarios.parameter"),
                    words(common, "cli.scenarios.base_value"), words(common, "cli.scenarios.value")};
    table.right = {false, false, true, true};
    Json json = {{"ok", true}, {"scenarios", Json::array()}};
    for (const Scenario& scenario : project->scenarios) {
        Json one = {{"name", scenario.name}, {"changes", Json::object()}};
        if (scenario.changes.empty()) table.rows.push_back({scenario.name, "–", "", ""});
        for (const auto& [id, value] : scenario.changes) {
            const auto present = project::get_param(project->recipe, id);
            table.rows.push_back({scenario.name, id, present ? base::value_text(*present) : "–", value});
            one["changes"][id] = value;
        }
        json["scenarios"].push_back(std::move(one));
    }
    if (common.json)
        print_json(json);
    else if (table.rows.empty())
        say("{}\n", words(common, "scenarios.none"));
    else
        say("{}", to_text(table));
    return ExitCode::done;
}

int compare(const Common& common, const ScenariosOptions& options) {
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    // Bounds stand before prices: what scenarios are compared on.
    auto project = project_run_until(common, options.input, options.settings, "bounds");
    if (!project) return refuse(guard, common, project.error());
    if (!project->results.unvalued())
        return refuse(guard, common, {base::ErrorKind::data, base::Message("scenarios.no_model"), {.file = options.input}, {}});
    if (auto added = add_asked(*project, options); !added) return refuse(guard, common, added.error());
    const auto from = find(*project, options.from);
    if (!from) return refuse(guard, common, from.error());
    const Scenario* asked = options.changes.empty() ? nullptr : &project->scenarios.back();
    const auto to = asked != nullptr ? base::Expected<const Scenario*>(asked) : find(*project, options.to);
    if (!to) return refuse(guard, common, to.error());
    const auto made = project::compare_scenarios(*project->results.unvalued(), project->recipe, *from, *to);
    if (!made) return refuse(guard, common, made.error());
    guard.disarm();
    if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
    const auto named = [&](const Scenario* scenario) {
        return scenario != nullptr ? scenario->name : words(common, "scenarios.base");
    };
    if (common.json)
        print_comparison_json(*made, *from != nullptr ? (*from)->name : "", *to != nullptr ? (*to)->name : "");
    else
        print_comparison(common, *made, named(*from), named(*to));
    return ExitCode::done;
}

Json end_json(const scenarios::TornadoEnd& end, const scenarios::Tornado& made) {
    return {{"value", number_json(end.value)},
            {"at_limit", end.at_limit},
            {"usable_blocks", end.usable.blocks},
            {"usable_tonnes", number_json(end.usable.tonnes)},
            {"tonnes_change", number_json(end.usable.tonnes - made.usable.tonnes)},
            {"margin", number_json(end.worth)},
            {"margin_change", number_json(end.worth - made.worth)}};
}

void print_tornado_json(const scenarios::Tornado& made) {
    Json json = {{"ok", true},
                 {"share_percent", made.share_percent},
                 {"currency", made.currency},
                 {"usable_blocks", made.usable.blocks},
                 {"usable_tonnes", number_json(made.usable.tonnes)},
                 {"margin", number_json(made.worth)},
                 {"inputs", Json::array()}};
    for (const scenarios::TornadoRow& row : made.rows)
        json["inputs"].push_back({{"input", row.lever.id},
                                  {"now", number_json(row.lever.now)},
                                  {"low", end_json(row.low, made)},
                                  {"high", end_json(row.high, made)}});
    print_json(json);
}

void print_tornado(const Common& common, const scenarios::Tornado& made, const project::Recipe& recipe) {
    TextTable table;
    table.header = {words(common, "report.tornado.lever"), words(common, "report.tornado.now"),
                    words(common, "report.tornado.tonnes_low") + " (t)",
                    words(common, "report.tornado.tonnes_high") + " (t)",
                    words(common, "report.tornado.worth_low") + " (" + made.currency + ")",
                    words(common, "report.tornado.worth_high") + " (" + made.currency + ")"};
    table.right.assign(table.header.size(), true);
    table.right[0] = false;
    const auto change = [](double by) { return fmt::format("{:+.0f}", by); };
    for (const scenarios::TornadoRow& row : made.rows)
        table.rows.push_back({project::lever_words(row.lever, common.language),
                              project::lever_value(row.lever, row.lever.now, recipe),
                              change(row.low.usable.tonnes - made.usable.tonnes),
                              change(row.high.usable.tonnes - made.usable.tonnes),
                              change(row.low.worth - made.worth), change(row.high.worth - made.worth)});
    say("{}\n{}", words(common, base::Message("report.tornado", {{"share", base::number(made.share_percent, 3)}})),
               to_text(table));
}

int tornado(const Common& common, const ScenariosOptions& options) {
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    auto project = project_run_until(common, options.input, options.settings, "bounds");
    if (!project) return refuse(guard, common, project.error());
    if (!project->results.unvalued())
        return refuse(guard, common, {base::ErrorKind::data, base::Message("scenarios.no_model"), {.file = options.input}, {}});
    const auto made =
        scenarios::tornado(*project->results.unvalued(), project::price_deck(project->recipe), options.share);
    if (!made) return refuse(guard, common, made.error());
    guard.disarm();
    if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
    if (common.json)
        print_tornado_json(*made);
    else
        print_tornado(common, *made, project->recipe);
    return ExitCode::done;
}

}  // namespace

void add_scenarios(CLI::App& app, Common& common, Action& action) {
    static ScenariosOptions options;
    static std::string what;
    CLI::App* command = app.add_subcommand("scenarios", words(common, "cli.scenarios.about"));
    command->add_option("ACTION", what, words(common, "cli.scenarios.action"))
        ->required()
        ->check(CLI::IsMember({"list", "compare", "tornado"}));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--from", options.from, words(common, "cli.scenarios.from"));
    command->add_option("--to", options.to, words(common, "cli.scenarios.to"));
    command->add_option("--change", options.changes, words(common, "cli.scenarios.change"))->allow_extra_args(false);
    command->add_option("--share", options.share, words(common, "cli.scenarios.share"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] {
        action = [&] {
            return what == "list"      ? list_scenarios(common, options)
                   : what == "tornado" ? tornado(common, options)
                                       : compare(common, options);
        };
    });
}

}  // namespace orelens::cli
