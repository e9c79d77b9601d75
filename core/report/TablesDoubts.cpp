// What a reader of the first page should know before he trusts it: the three rates beside what is asked, and what
// is doubtful.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Quantity.h"
#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/project/OpenFindings.h"
#include "core/project/Truth.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using utilization::UtilizationResult;

std::optional<double> dressing_of(const project::Project& project, std::size_t record) {
    const auto& records = project.results.utilization.mine_records;
    if (!records || record >= records->size()) return std::nullopt;
    for (const utilization::MineComponent& part : (*records)[record].components)
        if (part.name == (*records)[record].main_component) return part.dressing_recovery;
    return std::nullopt;
}

std::optional<double> value_rate(const UtilizationResult& result) {
    for (const utilization::Rate& rate : result.rates)
        if (rate.id == "R1") return rate.value;
    return std::nullopt;
}

std::string standing(const Context& context, std::optional<double> fraction, double least_percent) {
    if (!(least_percent > 0)) return context.say("report.least_unstated");
    if (!fraction) return context.say("report.rate_unknown");
    // As both are printed, to the hundredth of a per cent: 91.9999999 from a product of rounded figures is 92.
    const bool met = std::round(*fraction * 1e4) >= std::round(least_percent * 1e2);
    return context.say(met ? "report.least_met" : "report.least_missed");
}

Table three_rates(const Context& context, const std::vector<UtilizationResult>& all) {
    const project::GeneralRule& asked = context.project.recipe.general;
    Table table{.id = "three_rates", .title = context.say("report.three_rates")};
    table.notes = {context.say("report.three_rates.note")};
    const bool any = asked.least_mining_recovery > 0 || asked.least_dressing_recovery > 0 || asked.least_utilization > 0;
    table.notes.push_back(!any ? context.say("report.three_rates.no_least")
                          : asked.least_source.empty()
                              ? context.say("report.three_rates.no_source")
                              : context.say("report.three_rates.source", {{"source", asked.least_source}}));
    table.columns = {{context.say("report.mine"), "", 0},  {context.say("report.period"), "", 0},
                     {context.say("report.rate"), "", 0},  {context.say("report.value"), "%", 2},
                     {context.say("report.least"), "%", 2}, {context.say("report.standing"), "", 0}};
    const auto& records = context.project.results.utilization.mine_records;
    for (std::size_t r = 0; r < all.size(); ++r) {
        const UtilizationResult& one = all[r];
        const std::string main = records && r < records->size() ? (*records)[r].main_component : "";
        const auto add = [&](std::string name, std::optional<double> value, double least) {
            table.rows.push_back({one.mine, one.period, std::move(name), value ? Cell(*value * 100) : Cell(),
                                  least > 0 ? Cell(least) : Cell(), standing(context, value, least)});
        };
        add(context.say("report.mining_recovery"), one.mining_recovery, asked.least_mining_recovery);
        add(context.say("report.dressing_recovery_of", {{"component", main.empty() ? "–" : main}}),
            dressing_of(context.project, r), asked.least_dressing_recovery);
        add(context.say("report.utilization_rate"), value_rate(one), asked.least_utilization);
    }
    table.paper.shown = false;
    return table;
}

/// "overlap (2), negative grade": kinds with how many groups' findings each has.
std::string kinds_of(const Context& context, const std::vector<project::FindingGroup>& groups,
                     base::Severity severity, std::int64_t& findings) {
    std::vector<std::string> order;
    std::map<std::string, std::int64_t> count;
    for (const project::FindingGroup& one : groups) {
        if (one.severity != severity) continue;
        if (!count.contains(one.kind)) order.push_back(one.kind);
        count[one.kind] += one.findings;
        findings += one.findings;
    }
    std::vector<std::string> words;
    for (const std::string& kind : order) {
        std::string word = context.say(base::kind_words(kind));
        if (count[kind] > 1) word += fmt::format(" ({})", count[kind]);
        words.push_back(std::move(word));
    }
    return context.list(words);
}

class Doubts {
  public:
    Doubts(const Context& context, Table& table) : context_(context), table_(table) {}
    void add(const char* what, std::string detail) {
        table_.rows.push_back({context_.say(what), std::move(detail)});
    }
    void findings();
    void data();
    void estimate();
    void value();
    void rates();

  private:
    const Context& context_;
    Table& table_;
};

void Doubts::findings() {
    const std::vector<std::string> older = project::older_results(context_.project);
    if (!older.empty())
        add("report.doubt.older", project::stage_labels(context_.project, older, context_.language));
    const auto groups = project::open_groups(context_.project.findings());
    std::int64_t errors = 0, warnings = 0;
    const std::string error_kinds = kinds_of(context_, groups, base::Severity::error, errors);
    const std::string warning_kinds = kinds_of(context_, groups, base::Severity::warning, warnings);
    if (errors > 0)
        add("report.doubt.errors", context_.say("report.doubt.count", {{"count", base::grouped(static_cast<double>(errors))}, {"kinds", error_kinds}}));
    if (warnings > 0)
        add("report.doubt.warnings", context_.say("report.doubt.count", {{"count", base::grouped(static_cast<double>(warnings))}, {"kinds", warning_kinds}}));
}

void Doubts::data() {
    const project::Results& results = context_.project.results;
    if (context_.project.recipe.general.crs.empty()) add("report.doubt.crs", context_.say("report.doubt.crs_why"));
    if (!results.model()) return;
    if (!results.model()->has(economics::density_column))
        add("report.doubt.density",
            context_.say("report.doubt.density_why",
                         {{"density", base::number(context_.deck.costs.density_t_per_m3, 4)}}));
    if (!results.bounds.summary) add("report.doubt.bounds", context_.say("report.doubt.bounds_why"));
}

void Doubts::estimate() {
    const project::Results& results = context_.project.results;
    if (const auto& fits = results.estimate.variograms) {
        const auto names = context_.project.elements();
        std::vector<std::string> assumed;
        for (std::size_t n = 0; n < fits->size() && n < names.size(); ++n)
            if ((*fits)[n].is_default) assumed.push_back(names[n]);
        if (!assumed.empty()) add("report.doubt.variogram", context_.list(assumed));
    }
    if (const auto& all = results.estimate.summaries) {
        std::vector<std::string> later;
        for (const geostat::EstimateSummary& one : *all) {
            if (one.per_pass.size() < 2 || one.estimated <= 0) continue;
            const double share = 1 - static_cast<double>(one.per_pass.front()) / static_cast<double>(one.estimated);
            if (share >= 0.0005) later.push_back(fmt::format("{} {:.0f} %", one.element, 100 * share));
        }
        if (!later.empty()) add("report.doubt.passes", context_.list(later));
    }
    std::vector<std::string> gaps;
    for (std::size_t e = 0; e < context_.missing.size(); ++e)
        if (has_gaps(context_, e))
            gaps.push_back(fmt::format("{} {} %", context_.elements[e],
                                       base::number(100 * context_.missing[e].tonnes /
                                                        std::max(context_.missing[e].of_tonnes, 1e-9), 3)));
    if (!gaps.empty()) add("report.doubt.gaps", context_.list(gaps));
}

void Doubts::value() {
    const project::Results& results = context_.project.results;
    if (!results.value.deck) {
        const base::Message why = project::not_evaluated(context_.project);
        add("report.doubt.not_evaluated",
            context_.say(why.empty() ? "report.doubt.not_run" : why.key));
        return;
    }
    add("report.doubt.geometry", context_.say("report.doubt.geometry_why"));
    for (const base::Message& remark : economics::deck_remarks(context_.deck))
        add("report.doubt.deck", base::text(remark, context_.language));
}

void Doubts::rates() {
    const auto& all = context_.project.results.utilization.rates;
    if (!all || all->empty()) return add("report.doubt.no_record", context_.say("report.doubt.no_record_why"));
    std::vector<std::string> records;
    for (const UtilizationResult& one : *all)
        if (one.at_fault) records.push_back(one.period.empty() ? one.mine : one.mine + " " + one.period);
    if (!records.empty()) add("report.doubt.record", context_.list(records));
}

}  // namespace

void add_three_rates_table(const Context& context, std::vector<Table>& tables) {
    const auto& rates = context.project.results.utilization.rates;
    if (rates && !rates->empty()) tables.push_back(three_rates(context, *rates));
}

void add_doubts_table(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (results.stamps.empty() && results.findings.empty() && !results.model()) return;
    Table table{.id = "doubts", .title = context.say("report.doubts")};
    table.notes = {context.say("report.doubts.note")};
    table.columns = {{context.say("report.doubt"), "", 0}, {context.say("report.doubt.detail"), "", 0}};
    Doubts doubts(context, table);
    doubts.findings();
    doubts.value();
    doubts.estimate();
    doubts.data();
    doubts.rates();
    table.paper.shown = false;
    if (!table.rows.empty()) tables.push_back(std::move(table));
}

}  // namespace orelens::report
