// orelens-cli stats PROJECT|RECIPE: statistics of composites or of a block model, per element and domain.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/Nearest.h"
#include "core/project/Target.h"
#include "core/report/StatisticsAnswer.h"
#include "core/report/StatisticsTables.h"

namespace orelens::cli {
namespace {

using statistics::Summary;

constexpr std::int64_t most_blocks = 8'000'000;

struct StatsOptions {
    std::string input, of = "composites", domain, by, csv, reference, ternary;
    std::vector<std::string> settings;
};

std::string percentile(double share) {
    return "p" + base::number(100 * share, 4);
}

std::string domain_name(const std::vector<std::string>& codes, std::int32_t domain) {
    return domain < 0 ? "*" : codes.at(static_cast<std::size_t>(domain));
}

TextTable summary_table(const Common& common, report::StatisticsSource source) {
    static constexpr const char* mean_keys[] = {"statistics.mean_by_length", "cli.stats.declustered_mean", "cli.stats.mean_by_tonnes"};
    TextTable table;
    for (const char* key : {"cli.stats.element", "cli.stats.domain", "cli.stats.count", "cli.stats.missing", "cli.stats.mean"})
        table.header.push_back(words(common, key));
    table.header.push_back(words(common, mean_keys[static_cast<std::size_t>(source)]));
    for (const char* key : {"cli.stats.sd", "cli.stats.cv", "cli.stats.low"}) table.header.push_back(words(common, key));
    for (const double share : statistics::summary_shares) table.header.push_back(percentile(share));
    table.header.push_back(words(common, "cli.stats.high"));
    table.right.assign(table.header.size(), true);
    table.right[0] = table.right[1] = false;
    return table;
}

void add_rows(TextTable& table, const std::string& element, const std::string& unit, const std::vector<Summary>& rows,
              const std::vector<std::string>& codes) {
    const auto shown = [](double value) { return std::isnan(value) ? std::string() : base::number(value, 4); };
    for (const Summary& row : rows) {
        std::vector<std::string> cells{fmt::format("{} ({})", element, unit), domain_name(codes, row.domain),
                                       std::to_string(row.count), std::to_string(row.missing)};
        for (const double value : {row.mean, row.weighted_mean, row.sd, row.cv, row.low}) cells.push_back(shown(value));
        for (const double value : row.quantile) cells.push_back(shown(value));
        cells.push_back(shown(row.high));
        table.rows.push_back(std::move(cells));
    }
}

Json rows_json(const std::vector<Summary>& rows, const std::vector<std::string>& codes) {
    Json list = Json::array();
    for (const Summary& row : rows) {
        Json quantiles = Json::object();
        for (std::size_t n = 0; n < row.quantile.size(); ++n)
            quantiles[percentile(statistics::summary_shares[n])] = number_json(row.quantile[n]);
        list.push_back({{"domain", row.domain < 0 ? Json(nullptr) : Json(domain_name(codes, row.domain))},
                        {"count", row.count},
                        {"missing", row.missing},
                        {"mean", number_json(row.mean)},
                        {"weighted_mean", number_json(row.weighted_mean)},
                        {"sd", number_json(row.sd)},
                        {"weighted_sd", number_json(row.weighted_sd)},
                        {"cv", number_json(row.cv)},
                        {"skewness", number_json(row.skewness)},
                        {"min", number_json(row.low)},
                        {"max", number_json(row.high)},
                        {"quantiles", quantiles}});
    }
    return list;
}

Json matrix_json(const statistics::CorrelationMatrix& matrix) {
    Json r = Json::array(), p = Json::array();
    for (std::size_t a = 0; a < matrix.size(); ++a) {
        Json row = Json::array(), chance = Json::array();
        for (std::size_t b = 0; b < matrix.size(); ++b) {
            row.push_back(number_json(matrix.at(a, b)));
            chance.push_back(number_json(matrix.p[a * matrix.size() + b]));
        }
        r.push_back(row);
        p.push_back(chance);
    }
    return {{"names", matrix.name}, {"r", r}, {"p", p}, {"row_step", matrix.row_step}};
}

void print_matrix(const Common& common, const char* key, const statistics::CorrelationMatrix& matrix) {
    if (matrix.size() < 2) return;
    TextTable table{{words(common, key)}, {}, {false}};
    for (const std::string& name : matrix.name) table.header.push_back(name);
    table.right.resize(table.header.size(), true);
    for (std::size_t a = 0; a < matrix.size(); ++a) {
        std::vector<std::string> row{matrix.name[a]};
        for (std::size_t b = 0; b < matrix.size(); ++b) {
            const double r = matrix.at(a, b);
            row.push_back(std::isnan(r) ? "" : fmt::format("{:.2f}{}", r, matrix.p[a * matrix.size() + b] < 0.01 ? "*" : " "));
        }
        table.rows.push_back(std::move(row));
    }
    say("\n{}", to_text(table));
}

void print_overview(const Common& common, const statistics::Overview& all) {
    TextTable table = summary_table(common, report::StatisticsSource::composites);
    for (const statistics::ElementOverview& one : all.elements) add_rows(table, one.element, one.unit, one.by_domain, all.domain_codes);
    say("{}\n", to_text(table));
    for (const statistics::ElementOverview& one : all.elements)
        say("{}: {}\n", one.element,
                   words(common, base::Message("cli.stats.top_cut", {{"reason", words(common, report::top_cut_reason(one.top_cut, one.unit))},
                                                                     {"cell", base::number(one.cell_m, 4)}})));
    print_matrix(common, "cli.stats.pearson", all.pearson);
    print_matrix(common, "cli.stats.spearman", all.spearman);
    print_matrix(common, "cli.stats.log_ratio", all.log_ratio);
    for (const statistics::Association& group : all.associations)
        say("{}\n", words(common, base::Message("cli.stats.group", {{"elements", fmt::format("{}", fmt::join(group.elements, ", "))},
                                                                           {"least", base::number(group.least, 2)}})));
    for (std::size_t n = 0; n < all.components.component.size(); ++n) {
        const statistics::Component& one = all.components.component[n];
        std::string loadings;
        for (std::size_t p = 0; p < one.loading.size(); ++p)
            loadings += fmt::format(" {} {:.2f}", all.components.part[p], one.loading[p]);
        say("{}\n", words(common, base::Message("cli.stats.component", {{"number", std::to_string(n + 1)},
                                                                               {"share", base::number(100 * one.share, 3)},
                                                                               {"loadings", loadings}})));
    }
    for (const statistics::ContactOverview& one : all.contacts)
        say("{}\n", words(common, base::Message("cli.stats.contact",
                                                       {{"element", one.element},
                                                        {"a", domain_name(all.domain_codes, one.pair.a)},
                                                        {"b", domain_name(all.domain_codes, one.pair.b)},
                                                        {"contacts", std::to_string(one.pair.contacts)},
                                                        {"mean_a", base::number(one.step.mean_a, 4)},
                                                        {"mean_b", base::number(one.step.mean_b, 4)},
                                                        {"p", statistics::chance_text(one.step.p)}})));
}

Json overview_json(const Common& common, const statistics::Overview& all) {
    Json json = {{"ok", true}, {"of", "composites"}};
    json["spacing"] = {{"holes", all.spacing.holes}, {"along", number_json(all.spacing.along_m)}, {"between", number_json(all.spacing.between_m)}};
    json["elements"] = Json::array();
    for (const statistics::ElementOverview& one : all.elements) {
        Json scan = Json::array();
        for (std::size_t n = 0; n < one.scan.size_m.size(); ++n)
            scan.push_back({number_json(one.scan.size_m[n]), number_json(one.scan.mean[n])});
        json["elements"].push_back({{"name", one.element},
                                    {"unit", one.unit},
                                    {"cell", number_json(one.cell_m)},
                                    {"cell_is_last", one.scan.last_is_best},
                                    {"scan", scan},
                                    {"domains", rows_json(one.by_domain, all.domain_codes)},
                                    {"top_cut",
                                     {{"suggested", number_json(one.top_cut.suggested.cap)},
                                      {"above", one.top_cut.suggested.above},
                                      {"metal_lost", number_json(one.top_cut.suggested.metal_lost)},
                                      {"reason", words(common, report::top_cut_reason(one.top_cut, one.unit))}}}});
    }
    json["pearson"] = matrix_json(all.pearson);
    json["spearman"] = matrix_json(all.spearman);
    json["log_ratio"] = matrix_json(all.log_ratio);
    json["groups"] = Json::array();
    for (const statistics::Association& group : all.associations)
        json["groups"].push_back({{"elements", group.elements}, {"least", number_json(group.least)}});
    json["components"] = {{"parts", all.components.part}, {"rows", all.components.rows}, {"left_out", all.components.left_out}};
    json["components"]["list"] = Json::array();
    for (const statistics::Component& one : all.components.component)
        json["components"]["list"].push_back({{"share", number_json(one.share)}, {"loadings", one.loading}});
    json["contacts"] = Json::array();
    for (const statistics::ContactOverview& one : all.contacts) {
        Json profile = Json::array();
        for (const statistics::ContactBin& bin : one.profile)
            profile.push_back({{"from", bin.from_m}, {"to", bin.to_m}, {"count", bin.count}, {"mean", number_json(bin.mean)}});
        json["contacts"].push_back({{"element", one.element},
                                    {"a", domain_name(all.domain_codes, one.pair.a)},
                                    {"b", domain_name(all.domain_codes, one.pair.b)},
                                    {"contacts", one.pair.contacts},
                                    {"p", number_json(one.step.p)},
                                    {"profile", profile}});
    }
    return json;
}

base::Expected<report::StatisticsTable> rows_of(const Common& common, const StatsOptions& options, const project::Project& project) {
    const auto source = options.of == "samples"   ? report::StatisticsSource::samples
                        : options.of == "blocks" ? report::StatisticsSource::blocks
                                                 : report::StatisticsSource::composites;
    ProgressBar bar(common.language);
    return report::statistics_table(project, source, most_blocks, bar.progress());
}

/// By what rows are told apart: as asked, else blocks by the recipe's column of categories or by domain; empty = as is usual.
std::string kinds_asked(const StatsOptions& options, const project::Project& project, const report::StatisticsTable& rows) {
    if (!options.by.empty() || !options.domain.empty()) return options.by.empty() ? options.domain : options.by;
    const std::string& category = project.recipe.general.category_column;
    return rows.model && rows.classes_of(category) != nullptr ? category : "";
}

/// Adds the tables of the page of statistics to a document, or writes them as files; the number of the program's exit.
int deliver_tables(const Common& common, const StatsOptions& options, const project::Project& project, const report::StatisticsTable& rows,
                   Json json) {
    report::StatisticsAsked asked;
    asked.language = common.language;
    asked.by = kinds_asked(options, project, rows);
    asked.reference = options.reference;
    for (std::size_t from = 0; from < options.ternary.size();) {
        const std::size_t to = std::min(options.ternary.find(',', from), options.ternary.size());
        asked.ternary.push_back(options.ternary.substr(from, to - from));
        from = to + 1;
    }
    ProgressBar bar(common.language);
    const auto tables = report::statistics_tables(project, rows, asked, bar.progress());
    if (!tables) return report_error(common, tables.error());
    if (!options.csv.empty()) {
        const auto inputs = project::input_files(project, options.input);
        if (auto fine = report::check_csv_tables(*tables, options.csv, inputs); !fine) return report_error(common, fine.error());
        if (auto done = report::write_csv_tables(*tables, options.csv); !done) return report_error(common, done.error());
    }
    if (!common.json) return ExitCode::done;
    const Json told = Json::parse(report::tables_to_json(*tables));
    for (const auto& [key, value] : told.items()) json[key] = value;
    print_json(json);
    return ExitCode::done;
}

struct Told {
    std::vector<report::ElementAnswer> elements;
    std::vector<std::string> codes;
};

/// Each element by the kinds asked for.
base::Expected<Told> told_of(const Common& common, const StatsOptions& options, const project::Project& project, const report::StatisticsTable& rows) {
    const std::string by = kinds_asked(options, project, rows);
    const auto named = report::kinds_named(rows, by);
    if (!named) return std::unexpected(named.error());
    // Blocks without domains are of no kind that anyone asked for.
    const report::RowClasses* kinds = rows.model && by.empty() ? rows.classes_of("domain") : *named;
    Told told;
    if (kinds != nullptr) told.codes = kinds->codes;
    ProgressBar bar(common.language);
    for (std::size_t e = 0; e < rows.elements.size(); ++e) {
        auto made = report::element_answer(project, rows, e, kinds, {}, bar.progress());
        if (!made) return std::unexpected(made.error());
        told.elements.push_back(std::move(*made));
    }
    return told;
}

/// What only files and documents have room for is not left out in silence.
std::optional<base::Error> asked_in_vain(const Common& common, const StatsOptions& options) {
    if (common.json || !options.csv.empty() || (options.reference.empty() && options.ternary.empty())) return std::nullopt;
    return base::Error{base::ErrorKind::usage, base::Message("cli.stats.needs_tables"), {.field = options.reference.empty() ? "--ternary" : "--reference"}, {}};
}

int of_composites(const Common& common, const StatsOptions& options, const project::Project& project) {
    const auto& overview = project.results.statistics.overview;
    if (!overview) return report_error(common, {base::ErrorKind::data, base::Message("cli.stats.none"), {.file = options.input}, {}});
    const auto rows = rows_of(common, options, project);
    if (!rows) return report_error(common, rows.error());
    const std::string by = kinds_asked(options, project, *rows);
    const bool other = !by.empty() && by != "domain";
    const auto told = other ? told_of(common, options, project, *rows) : Told();
    if (!told) return report_error(common, told.error());
    if (!common.json && options.csv.empty()) {
        TextTable table = summary_table(common, report::StatisticsSource::composites);
        if (other) {
            for (const report::ElementAnswer& one : told->elements) add_rows(table, one.element, one.unit, one.rows, told->codes);
            say("{}", to_text(table));
        } else {
            print_overview(common, *overview);
        }
        return ExitCode::done;
    }
    Json json = common.json ? overview_json(common, *overview) : Json();
    for (std::size_t e = 0; common.json && e < told->elements.size(); ++e)
        for (Json& one : json["elements"])
            if (one["name"] == told->elements[e].element) one["domains"] = rows_json(told->elements[e].rows, told->codes);
    return deliver_tables(common, options, project, *rows, std::move(json));
}

int of_rows(const Common& common, const StatsOptions& options, const project::Project& project) {
    const auto rows = rows_of(common, options, project);
    if (!rows) return report_error(common, rows.error());
    if (!common.json && !options.csv.empty()) return deliver_tables(common, options, project, *rows, {});
    const auto told = told_of(common, options, project, *rows);
    if (!told) return report_error(common, told.error());
    Json json = {{"ok", true}, {"of", options.of}};
    TextTable table = summary_table(common, rows->source);
    if (rows->model) json["block_step"] = rows->step;
    json["elements"] = Json::array();
    for (const report::ElementAnswer& one : told->elements) {
        add_rows(table, one.element, one.unit, one.rows, told->codes);
        json["elements"].push_back({{"name", one.element}, {"unit", one.unit}, {"domains", rows_json(one.rows, told->codes)}});
    }
    if (!common.json) say("{}", to_text(table));
    ProgressBar bar(common.language);
    for (const auto& [key, coefficient] : {std::pair("pearson", statistics::Coefficient::pearson), std::pair("spearman", statistics::Coefficient::spearman),
                                           std::pair("log_ratio", statistics::Coefficient::centred_log_ratio)}) {
        const auto matrix = report::correlation_answer(*rows, coefficient, {}, bar.progress());
        if (!matrix) return report_error(common, matrix.error());
        json[key] = matrix_json(*matrix);
        if (!common.json) print_matrix(common, ("cli.stats." + std::string(key)).c_str(), *matrix);
    }
    return common.json ? deliver_tables(common, options, project, *rows, std::move(json)) : ExitCode::done;
}

int stats(const Common& common, const StatsOptions& options) {
    if (const auto vain = asked_in_vain(common, options)) return report_error(common, *vain);
    const auto project = project_run_until(common, options.input, options.settings, options.of == "blocks" ? "bounds" : "statistics");
    if (!project) return report_error(common, project.error());
    if (options.of == "composites") return of_composites(common, options, *project);
    return of_rows(common, options, *project);
}

}  // namespace

void add_stats(CLI::App& app, Common& common, Action& action) {
    static StatsOptions options;
    CLI::App* command = app.add_subcommand("stats", words(common, "cli.stats.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--of", options.of, words(common, "cli.stats.of"))->check(CLI::IsMember({"samples", "composites", "blocks"}));
    command->add_option("--domain", options.domain, words(common, "cli.stats.domain_column"));
    command->add_option("--by", options.by, words(common, "cli.stats.by"));
    command->add_option("--reference", options.reference, words(common, "cli.stats.reference"));
    command->add_option("--ternary", options.ternary, words(common, "cli.stats.ternary"));
    command->add_option("--csv", options.csv, words(common, "cli.stats.csv"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] {
        action = [&] { return stats(common, options); };
    });
}

}  // namespace orelens::cli
