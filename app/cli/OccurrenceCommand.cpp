// orelens-cli occurrence [FILE]: an occurrence table as it is understood, with what each route recovers and the theoretical
// recovery of every element; without a file and without shipped names, the list of what is shipped.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/io/text/ReadTable.h"
#include "core/occurrence/Plan.h"
#include "core/occurrence/Shipped.h"
#include "core/project/OccurrenceTable.h"
#include "core/project/Target.h"

namespace orelens::cli {
namespace {

using occurrence::ElementPlan;
using occurrence::Plan;

struct OccurrenceOptions {
    occurrence::OccurrenceRule rule;
    std::string out;
};

std::string percent_of_occurrence(double fraction) {
    return fmt::format("{:.2f}", 100 * fraction);
}

int list_shipped(const Common& common) {
    const auto& shipped = occurrence::shipped_table();
    if (common.json) {
        Json settings = Json::array(), routes = Json::array();
        for (const auto& setting : shipped.settings) {
            Json phases = Json::array();
            for (std::size_t n = 0; n < setting.shares.size(); ++n)
                phases.push_back({{"phase", setting.shares[n].phase},
                                  {"share", setting.shares[n].fraction},
                                  {"low", setting.ranges[n].low},
                                  {"high", setting.ranges[n].high},
                                  {"confidence", setting.shares[n].confidence},
                                  {"source", setting.shares[n].source}});
            settings.push_back({{"id", setting.id}, {"name", setting.name.in(common.language)}, {"phases", phases}});
        }
        for (const auto& route : shipped.routes)
            routes.push_back({{"id", route.id},
                              {"name", route.name.in(common.language)},
                              {"recoveries", static_cast<std::int64_t>(route.recoveries.size())}});
        print_json({{"ok", true}, {"to_be_replaced", true}, {"shipped", settings}, {"routes", routes}});
        return ExitCode::done;
    }
    say("{}\n", words(common, "cli.occurrence.orientation"));
    TextTable table{{words(common, "cli.occurrence.setting"), words(common, "report.occurrence.phase"), "%", "",
                     words(common, "report.occurrence.source")},
                    {},
                    {false, false, true, false, false}};
    for (const auto& setting : shipped.settings)
        for (std::size_t n = 0; n < setting.shares.size(); ++n) {
            const auto& share = setting.shares[n];
            table.rows.push_back({n == 0 ? setting.id : "", share.phase, percent_of_occurrence(share.fraction),
                                  fmt::format("{}–{}", 100 * setting.ranges[n].low, 100 * setting.ranges[n].high),
                                  share.source});
        }
    say("{}", to_text(table));
    for (const auto& route : shipped.routes) say("{}  {}\n", route.id, route.name.in(common.language));
    return ExitCode::done;
}

Json plan_json(const Plan& plan, base::Language language) {
    Json elements = Json::array();
    for (const ElementPlan& element : plan.elements) {
        Json types = Json::array();
        for (std::size_t t = 0; t < plan.types.size(); ++t) {
            if (!element.described(t)) continue;
            Json phases = Json::array(), routes = Json::object();
            for (std::size_t p = 0; p < element.phases.size(); ++p) {
                const occurrence::Share& share = element.shares[t][p];
                if (!share.stated) continue;
                phases.push_back({{"phase", element.phases[p].phase},
                                  {"name", element.phases[p].name.in(language)},
                                  {"kind", occurrence::kind_names()[static_cast<std::size_t>(element.phases[p].kind)]},
                                  {"host", element.phases[p].host_element},
                                  {"share", share.fraction},
                                  {"shipped", share.shipped},
                                  {"method", share.method},
                                  {"samples", share.samples},
                                  {"source", share.source}});
            }
            for (std::size_t r = 0; r < plan.routes.size(); ++r) routes[plan.routes[r]] = element.route_recovery(r, t);
            types.push_back({{"ore_type", plan.types[t]},
                             {"phases", phases},
                             {"unassigned", element.unassigned(t)},
                             {"recovery", routes},
                             {"theoretical_recovery", element.theoretical(t)}});
        }
        elements.push_back({{"element", element.element}, {"ore_types", types}});
    }
    return elements;
}

void print_plan(const Common& common, const Plan& plan) {
    TextTable table{{words(common, "report.occurrence.element"), words(common, "report.occurrence.type"),
                     words(common, "report.occurrence.phase"), "%", words(common, "report.occurrence.kind"),
                     words(common, "report.occurrence.method"), words(common, "report.occurrence.samples")},
                    {},
                    {false, false, false, true}};
    for (const ElementPlan& element : plan.elements)
        for (std::size_t t = 0; t < plan.types.size(); ++t) {
            if (!element.described(t)) continue;
            for (std::size_t p = 0; p < element.phases.size(); ++p) {
                const occurrence::Share& share = element.shares[t][p];
                if (share.stated)
                    table.rows.push_back({element.element, plan.types[t],
                                          element.phases[p].name.in(common.language) + (share.shipped ? " ◇" : ""),
                                          percent_of_occurrence(share.fraction),
                                          words(common, occurrence::kind_text(element.phases[p].kind)),
                                          base::printable(share.method),
                                          share.samples > 0 ? std::to_string(share.samples) : ""});
            }
            table.rows.push_back({element.element, plan.types[t], words(common, "occurrence.unassigned"),
                                  percent_of_occurrence(element.unassigned(t)), "", "", ""});
        }
    say("{}", to_text(table));
    for (const ElementPlan& element : plan.elements)
        for (std::size_t t = 0; t < plan.types.size(); ++t) {
            if (!element.described(t)) continue;
            std::string line;
            for (std::size_t r = 0; r < plan.routes.size(); ++r)
                if (const double recovery = element.route_recovery(r, t); recovery > 0)
                    line += fmt::format("{} {} %, ", plan.routes[r], percent_of_occurrence(recovery));
            say("{} {}: {}{}\n", element.element, plan.types[t], line,
                       words(common, base::Message("cli.occurrence.theory", {{"recovery", percent_of_occurrence(element.theoretical(t))}})));
        }
}

base::Expected<void> write_out(const OccurrenceOptions& options, const occurrence::Table& table) {
    std::vector<std::string> inputs;
    for (const std::string& input : {options.rule.deportment_file, options.rule.recovery_file})
        if (!input.empty()) inputs.push_back(io::table_name(input).file);
    if (project::is_input(options.out, inputs))
        return base::fail(base::ErrorKind::usage, base::Message("cli.occurrence.over_input"), {.file = options.out});
    // What stands there may be the table as somebody has edited it since, or anything else of theirs.
    std::error_code code;
    if (std::filesystem::is_regular_file(options.out, code) && std::filesystem::file_size(options.out, code) > 0)
        return base::fail(base::ErrorKind::file, base::Message("cli.occurrence.exists"), {.file = options.out}, base::Message("target.move_away"));
    if (auto fine = project::check_target(options.out, project::Content::table, inputs); !fine) return fine;
    return base::write_text_file(options.out, io::occurrence_to_csv(table));
}

int show(const Common& common, const OccurrenceOptions& options) {
    const occurrence::OccurrenceRule& rule = options.rule;
    if (!rule.use() && rule.recovery_file.empty() && rule.shipped_routes.empty()) return list_shipped(common);
    for (const std::string& file : {rule.deportment_file, rule.recovery_file})
        if (!file.empty())
            if (auto there = need_file(io::table_name(file).file); !there) return report_error(common, there.error());
    project::Recipe recipe;
    recipe.occurrence = rule;
    const auto input = project::occurrence_input(recipe);
    if (!input) return report_error(common, input.error());
    const auto plan = occurrence::plan_table(input->table);
    if (!plan) return report_error(common, plan.error());
    if (!options.out.empty())
        if (auto written = write_out(options, input->table); !written) return report_error(common, written.error());
    if (common.json) {
        Json files = Json::array();
        for (const io::OccurrenceImport& file : input->files)
            for (const io::OccurrenceSheet& sheet : file.sheets) {
                Json columns = Json::array();
                for (const io::OccurrenceColumn& column : sheet.columns)
                    columns.push_back({{"header", column.header}, {"role", column.role}});
                files.push_back({{"sheet", sheet.sheet},
                                 {"encoding", file.encoding},
                                 {"element", sheet.element},
                                 {"element_from", sheet.element_from},
                                 {"share_percent", sheet.share_percent},
                                 {"columns", columns}});
            }
        print_json({{"ok", true}, {"read", files}, {"elements", plan_json(*plan, common.language)}});
        return ExitCode::done;
    }
    for (const io::OccurrenceImport& file : input->files)
        for (const io::OccurrenceSheet& sheet : file.sheets) {
            std::string roles;
            for (const io::OccurrenceColumn& column : sheet.columns)
                roles += (roles.empty() ? "" : ", ") + base::printable(column.header) + " → " +
                         (column.role.empty() ? "–" : column.role);
            say("{}{}{}\n", base::printable(sheet.sheet), sheet.sheet.empty() ? "" : ": ", roles);
        }
    print_plan(common, *plan);
    return ExitCode::done;
}

}  // namespace

void add_occurrence(CLI::App& app, Common& common, Action& action) {
    static OccurrenceOptions options;
    CLI::App* command = app.add_subcommand("occurrence", words(common, "cli.occurrence.about"));
    command->add_option("FILE", options.rule.deportment_file, words(common, "cli.occurrence.file"));
    command->add_option("--element", options.rule.element, words(common, "cli.occurrence.element"));
    command->add_option("--recovery", options.rule.recovery_file, words(common, "cli.occurrence.recovery"));
    command->add_option("--shipped", options.rule.shipped, words(common, "cli.occurrence.shipped"));
    command->add_option("--shipped-routes", options.rule.shipped_routes, words(common, "cli.occurrence.shipped_routes"));
    command->add_option("--out", options.out, words(common, "cli.occurrence.out"));
    command->callback([&] { action = [&] { return show(common, options); }; });
}

}  // namespace orelens::cli
