#include "app/cli/Json.h"

#include "app/cli/ValidationText.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Printable.h"
#include "core/economics/ExamineGrades.h"
#include "core/economics/Value.h"
#include "core/project/OpenFindings.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/Truth.h"

namespace orelens::cli {
namespace {

Json optional_json(const std::optional<double>& value) {
    return value ? number_json(*value) : Json(nullptr);
}

Json messages_json(const std::vector<base::Message>& messages, base::Language language) {
    Json list = Json::array();
    for (const base::Message& message : messages) list.push_back(base::text(message, language));
    return list;
}

Json economics_json(const project::Results& results) {
    const economics::PriceDeck& deck = *results.value.deck;
    const economics::Commodity* main = economics::main_commodity(deck);
    const bool full = deck.test == economics::CutoffTest::full;
    const economics::UsableCurve& curve = full ? *results.value.curve_full : *results.value.curve_marginal;
    Json json = {{"main_commodity", deck.main_commodity},
                 {"currency", deck.costs.currency},
                 {"test", full ? "full" : "marginal"}};
    if (main == nullptr) return json;
    json["price"] = number_json(main->price);
    json["price_unit"] = main->price_unit;
    json["usable"] = totals_json(curve.at(main->price), curve);
    json["total"] = totals_json(curve.total(), curve);
    json["unassayed"] = Json::array();
    const auto unassayed = economics::unassayed(*results.value.model, deck);
    for (std::size_t n = 0; n < unassayed.size(); ++n) {
        const auto& [without, all] = unassayed[n];
        json["unassayed"].push_back({{"commodity", deck.commodities[n].name},
                                     {"blocks", without.blocks},
                                     {"tonnes", number_json(without.tonnes)},
                                     {"share", all.tonnes > 0 ? without.tonnes / all.tonnes : 0}});
    }
    return json;
}

Json findings_json(const std::vector<drilling::Finding>& findings) {
    std::array<std::int64_t, 3> count{};
    std::int64_t approved = 0;
    for (const drilling::Finding& finding : findings) {
        ++count[static_cast<std::size_t>(finding.severity)];
        approved += finding.approved ? 1 : 0;
    }
    return {{"errors", count[2]}, {"warnings", count[1]}, {"infos", count[0]}, {"approved", approved}};
}

}  // namespace

Json number_json(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json totals_json(const economics::UsableTotals& totals, const economics::UsableCurve& curve) {
    Json grade = Json::object(), metal = Json::object(), without = Json::object();
    for (std::size_t n = 0; n < curve.elements().size(); ++n) {
        grade[curve.elements()[n]] = number_json(totals.grade.at(n));
        metal[curve.elements()[n]] = number_json(economics::known_metal(totals, n));
        without[curve.elements()[n]] = number_json(economics::unassayed_share(totals, n));
    }
    return {{"price", number_json(totals.price)},
            {"blocks", totals.blocks},
            {"volume_m3", number_json(totals.volume_m3)},
            {"tonnes", number_json(totals.tonnes)},
            {"grade", grade},
            {"metal_tonnes", metal},
            {"share_without_grade", without}};
}

Json rates_json(const std::vector<utilization::UtilizationResult>& results, base::Language language) {
    Json list = Json::array();
    for (const utilization::UtilizationResult& result : results) {
        Json rates = Json::object();
        for (const utilization::Rate& rate : result.rates)
            rates[rate.id] = {{"value", optional_json(rate.value)},
                              {"numerator", number_json(rate.numerator)},
                              {"denominator", number_json(rate.denominator)},
                              {"counted", rate.counted},
                              {"left_out", rate.left_out},
                              {"remarks", messages_json(rate.remarks, language)}};
        Json components = Json::array();
        for (const utilization::ComponentShare& share : result.components) {
            Json theoretical = Json::array();
            for (const auto& rate : share.rates_if_theoretical) theoretical.push_back(optional_json(rate));
            components.push_back({{"component", share.component},
                                  {"mined_tonnes", number_json(share.mined_tonnes)},
                                  {"used_tonnes", number_json(share.used_tonnes)},
                                  {"recovery", optional_json(share.recovery)},
                                  {"theoretical_recovery", optional_json(share.theoretical)},
                                  {"rates_if_theoretical", theoretical}});
        }
        const bool element = result.price_basis == utilization::PriceBasis::element;
        list.push_back({{"mine", result.mine},
                        {"period", result.period},
                        {"price_basis", element ? "element" : "realised"},
                        {"mining_recovery", optional_json(result.mining_recovery)},
                        {"dilution", optional_json(result.dilution)},
                        {"rates", rates},
                        {"components", components},
                        {"remarks", messages_json(result.remarks, language)},
                        {"at_fault", result.at_fault}});
    }
    return list;
}

Json finding_json(const drilling::Finding& finding, base::Language language) {
    static constexpr const char* severities[] = {"info", "warning", "error"};
    return {{"id", finding.id()},
            {"stage", finding.stage},
            {"severity", severities[static_cast<int>(finding.severity)]},
            {"kind", finding.kind},
            {"file", finding.file},
            {"line", finding.row},
            {"hole", finding.hole},
            {"column", finding.column},
            {"from_m", number_json(finding.from_m)},
            {"to_m", number_json(finding.to_m)},
            {"count", finding.count},
            {"tonnes", number_json(finding.tonnes)},
            {"what", base::text(finding.what, language)},
            {"fix", finding.fix.empty() ? "" : base::text(finding.fix, language)},
            {"approved", finding.approved}};
}

namespace {

/// Counts at the recipe's prices; without verdicts the tables alone.
Json orebodies_json(const project::Project& project, const project::OrebodyTables& tables) {
    Json json = {{"mines", tables.mines.rows.size()}, {"orebodies", tables.orebodies.rows.size()}};
    const auto study = project::orebody_study(project.results);
    if (!study || !project.current("orebody_verdicts")) return json;
    std::int64_t usable = 0, without = 0;
    for (const costmodel::OrebodyVerdict& verdict : study->verdicts) {
        usable += verdict.state == costmodel::OrebodyState::usable ? 1 : 0;
        without += verdict.state == costmodel::OrebodyState::outside || verdict.state == costmodel::OrebodyState::unknown ? 1 : 0;
    }
    json["usable"] = usable;
    json["without_verdict"] = without;
    return json;
}

}  // namespace

Json summary_json(const project::Project& project, base::Language language) {
    const project::Results& results = project.results;
    Json json = {{"name", project.recipe.general.name}};
    if (results.drilling.import)
        json["drilling"] = {{"holes", results.drilling.import->holes.collars.size()},
                            {"assay_intervals", results.drilling.import->holes.assays.size()}};
    if (!results.findings.empty()) json["findings"] = findings_json(project.findings());
    if (results.drilling.composites) json["composites"] = results.drilling.composites->size();
    if (results.model()) {
        const blocks::GridGeometry& grid = results.model()->geometry();
        json["blocks"] = {{"count", results.model()->block_count()},
                          {"grid", {grid.count[0], grid.count[1], grid.count[2]}},
                          {"size_m", {grid.block_size[0], grid.block_size[1], grid.block_size[2]}}};
    }
    if (results.estimate.summaries && results.model()) {
        json["elements"] = Json::array();
        for (const geostat::EstimateSummary& summary : *results.estimate.summaries) {
            const blocks::ColumnInfo* info = results.model()->info(summary.element);
            const double by_length = project::mean_of_composites(project, summary.element).by_length;
            const std::int64_t blocks = std::max<std::int64_t>(results.model()->block_count(), 1);
            const std::int64_t without = std::max<std::int64_t>(0, blocks - summary.estimated);
            json["elements"].push_back(
                {{"element", summary.element},
                 {"unit", info == nullptr ? "" : info->unit},
                 {"samples", summary.samples},
                 {"blocks", summary.estimated},
                 {"sample_mean", number_json(summary.sample_mean)},
                 {"sample_mean_weighting", "plain"},
                 {"sample_mean_by_length", number_json(by_length)},
                 {"block_mean", number_json(summary.estimate_mean)},
                 {"block_mean_weighting", "volume"},
                 {"blocks_without_grade", without},
                 {"negative_blocks", summary.negative},
                 {"blocks_beyond_limits", summary.beyond},
                 {"share_without_grade", static_cast<double>(without) / static_cast<double>(blocks)}});
        }
    }
    if (results.estimate.validation && project.current("validate")) json["validation"] = verdict_json(project, language);
    if (results.simulation.summary && project.current("simulate")) json["simulation"] = simulation_json(project);
    const std::vector<std::string> older = project::older_results(project);
    if (!older.empty()) json["older_results"] = older;
    const base::Message why = project::not_evaluated(project);
    if (results.value.deck && results.value.curve_full && results.value.curve_marginal &&
        project.current("evaluate"))
        json["economics"] = economics_json(results);
    else if (results.model() && !why.empty())
        json["not_evaluated"] = base::text(why, language);
    if (const auto tables = project::orebody_tables(results)) json["orebodies"] = orebodies_json(project, *tables);
    if (results.utilization.rates) json["utilization"] = rates_json(*results.utilization.rates, language);
    return json;
}

void print_json(const Json& json) {
    fmt::print("{}\n",
               base::printable_json(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace)));
}

}  // namespace orelens::cli
