// orelens-cli stats PROJECT|RECIPE: statistics of composites or of a block model, per element and domain.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/TextTable.h"
#include "core/base/Nearest.h"
#include "core/report/BlockStatistics.h"

namespace orelens::cli {
namespace {

using statistics::Summary;

struct StatsOptions {
    std::string input, of = "composites", domain;
    std::vector<std::string> settings;
};

std::string percentile(double share) {
    return "p" + base::number(100 * share, 4);
}

std::string domain_name(const std::vector<std::string>& codes, std::int32_t domain) {
    return domain < 0 ? "*" : codes.at(static_cast<std::size_t>(domain));
}

TextTable summary_table(const Common& common, bool of_blocks) {
    TextTable table;
    for (const char* key : {"cli.stats.element", "cli.stats.domain", "cli.stats.count", "cli.stats.missing", "cli.stats.mean"})
        table.header.push_back(words(common, key));
    table.header.push_back(words(common, of_blocks ? "cli.stats.mean_by_tonnes" : "cli.stats.declustered_mean"));
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
    fmt::print("\n{}", to_text(table));
}

/// Why a cap is suggested, or none.
base::Message reason_of(const statistics::ElementOverview& one) {
    static constexpr const char* keys[] = {"statistics.reason.few_values", "statistics.reason.not_needed",
                                           "statistics.reason.tail_break", "statistics.reason.top_heavy"};
    const statistics::TopCutAnalysis& top = one.top_cut;
    return base::Message(keys[static_cast<std::size_t>(top.reason)],
                         {{"top", base::number(100 * top.centile_metal[9], 3)},
                          {"above", std::to_string(top.suggested.above)},
                          {"cap", base::number(top.suggested.cap, 4)},
                          {"unit", one.unit},
                          {"metal", base::number(100 * top.suggested.metal_lost, 3)}});
}

void print_overview(const Common& common, const statistics::Overview& all) {
    TextTable table = summary_table(common, false);
    for (const statistics::ElementOverview& one : all.elements) add_rows(table, one.element, one.unit, one.by_domain, all.domain_codes);
    fmt::print("{}\n", to_text(table));
    for (const statistics::ElementOverview& one : all.elements)
        fmt::print("{}: {}\n", one.element,
                   words(common, base::Message("cli.stats.top_cut", {{"reason", words(common, reason_of(one))},
                                                                     {"cell", base::number(one.cell_m, 4)}})));
    print_matrix(common, "cli.stats.pearson", all.pearson);
    print_matrix(common, "cli.stats.spearman", all.spearman);
    print_matrix(common, "cli.stats.log_ratio", all.log_ratio);
    for (const statistics::Association& group : all.associations)
        fmt::print("{}\n", words(common, base::Message("cli.stats.group", {{"elements", fmt::format("{}", fmt::join(group.elements, ", "))},
                                                                           {"least", base::number(group.least, 2)}})));
    for (std::size_t n = 0; n < all.components.component.size(); ++n) {
        const statistics::Component& one = all.components.component[n];
        std::string loadings;
        for (std::size_t p = 0; p < one.loading.size(); ++p)
            loadings += fmt::format(" {} {:.2f}", all.components.part[p], one.loading[p]);
        fmt::print("{}\n", words(common, base::Message("cli.stats.component", {{"number", std::to_string(n + 1)},
                                                                               {"share", base::number(100 * one.share, 3)},
                                                                               {"loadings", loadings}})));
    }
    for (const statistics::ContactOverview& one : all.contacts)
        fmt::print("{}\n", words(common, base::Message("cli.stats.contact",
                                                       {{"element", one.element},
                                                        {"a", domain_name(all.domain_codes, one.pair.a)},
                                                        {"b", domain_name(all.domain_codes, one.pair.b)},
                                                        {"contacts", std::to_string(one.pair.contacts)},
                                                        {"mean_a", base::number(one.step.mean_a, 4)},
                                                        {"mean_b", base::number(one.step.mean_b, 4)},
                                                        {"p", base::number(one.step.p, 2)}})));
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
                                      {"reason", words(common, reason_of(one))}}}});
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

int of_composites(const Common& common, const StatsOptions& options) {
    const auto project = project_run_until(common, options.input, options.settings, "statistics");
    if (!project) return report_error(common, project.error());
    const auto& overview = project->results.statistics.overview;
    if (!overview)
        return report_error(common, {base::ErrorKind::data, base::Message("cli.stats.none"), {.file = options.input}, {}});
    if (common.json)
        print_json(overview_json(common, *overview));
    else
        print_overview(common, *overview);
    return ExitCode::done;
}

int of_blocks(const Common& common, const StatsOptions& options) {
    const auto project = project_run_until(common, options.input, options.settings, "bounds");
    if (!project) return report_error(common, project.error());
    const auto& model = project->results.unvalued();
    if (!model)
        return report_error(common, {base::ErrorKind::data, base::Message("cli.stats.none"), {.file = options.input}, {}});
    std::vector<std::string> elements = project->elements();
    std::erase_if(elements, [&](const std::string& element) { return !model->has(element); });
    std::string domain = options.domain.empty() ? project->recipe.general.category_column : options.domain;
    if (domain.empty() && model->has("domain")) domain = "domain";
    ProgressBar bar(common.language);
    const auto made = report::block_statistics(*model, project->recipe.economics.costs, elements, domain, bar.progress());
    if (!made) return report_error(common, made.error());
    if (!common.json) {
        TextTable table = summary_table(common, true);
        for (std::size_t e = 0; e < elements.size(); ++e) add_rows(table, elements[e], made->units[e], made->rows[e], made->domain_codes);
        fmt::print("{}", to_text(table));
        print_matrix(common, "cli.stats.pearson", made->pearson);
        print_matrix(common, "cli.stats.spearman", made->spearman);
        print_matrix(common, "cli.stats.log_ratio", made->log_ratio);
        return ExitCode::done;
    }
    Json json = {{"ok", true}, {"of", "blocks"}, {"block_step", made->block_step}};
    json["elements"] = Json::array();
    for (std::size_t e = 0; e < elements.size(); ++e)
        json["elements"].push_back({{"name", elements[e]}, {"unit", made->units[e]}, {"domains", rows_json(made->rows[e], made->domain_codes)}});
    json["pearson"] = matrix_json(made->pearson);
    json["spearman"] = matrix_json(made->spearman);
    json["log_ratio"] = matrix_json(made->log_ratio);
    print_json(json);
    return ExitCode::done;
}

}  // namespace

void add_stats(CLI::App& app, Common& common, Action& action) {
    static StatsOptions options;
    CLI::App* command = app.add_subcommand("stats", words(common, "cli.stats.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--of", options.of, words(common, "cli.stats.of"))->check(CLI::IsMember({"composites", "blocks"}));
    command->add_option("--domain", options.domain, words(common, "cli.stats.domain_column"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] {
        action = [&] { return options.of == "blocks" ? of_blocks(common, options) : of_composites(common, options); };
    });
}

}  // namespace orelens::cli
