#include "core/report/TableParts.h"

#include "core/report/TablesOrebodies.h"
#include "core/report/TablesPotential.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/economics/ExamineGrades.h"
#include "core/economics/Value.h"
#include "core/project/Fingerprint.h"
#include "core/project/Truth.h"

namespace orelens::report {
namespace {

/// Grade columns of the curve, or of the deck where the model has them; the main commodity's first.
void take_elements(Context& context) {
    const project::Results& results = context.project.results;
    std::vector<std::string> names;
    if (results.value.curve_full) names = results.value.curve_full->elements();
    const auto add = [&](const std::string& name) {
        if (results.model()->has(name) && std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    if (names.empty() && results.model()) {
        for (const economics::Commodity& commodity : context.deck.commodities)
            add(economics::grade_column(commodity));
        // What nobody has priced yet lies in the ground as well.
        for (const std::string& element : context.project.elements()) add(element);
    }
    const auto main = std::find(names.begin(), names.end(), context.main_column);
    if (main != names.end()) std::rotate(names.begin(), main, main + 1);
    for (const std::string& name : names) {
        const blocks::ColumnInfo* info = results.model() ? results.model()->info(name) : nullptr;
        if (!info || !base::grade_unit(info->unit)) continue;
        context.elements.push_back(name);
        context.units.push_back(info->unit);
    }
}

/// Excluded blocks count as well: the tables of all blocks hold them.
void take_missing(Context& context, const base::Progress& progress) {
    const auto& model = context.project.results.model();
    if (!model) return;
    for (std::size_t e = 0; e < context.elements.size(); ++e) {
        const auto count = static_cast<double>(context.elements.size());
        const base::Progress part =
            progress.part(static_cast<double>(e) / count, static_cast<double>(e + 1) / count);
        constexpr double any = std::numeric_limits<double>::quiet_NaN();
        const auto seen =
            economics::examine_grade(*model, context.deck.costs, context.elements[e], any, any, &part);
        context.missing.push_back({seen.missing.blocks, seen.missing.blocks + seen.known.blocks,
                                   seen.missing.tonnes, seen.missing.tonnes + seen.known.tonnes});
    }
}

}  // namespace

Context make_context(const project::Project& project, const ReportRequest& request,
                     const base::Progress& progress) {
    Context context{.project = project,
                    .language = request.language,
                    .deck = project.results.value.deck ? *project.results.value.deck
                                                       : project::price_deck(project.recipe),
                    .project_file = request.project_file.empty() ? project.opened_from : request.project_file};
    if (const economics::Commodity* main = economics::main_commodity(context.deck)) {
        context.main = main->name;
        context.main_column = economics::grade_column(*main);
        // A price in hand belongs to the commodity of now: older results are told at their own.
        context.price = project.current("evaluate") ? request.price.value_or(main->price) : main->price;
    }
    take_elements(context);
    take_missing(context, progress);
    return context;
}

std::string Context::price_unit() const {
    const economics::Commodity* commodity = economics::main_commodity(deck);
    return commodity ? economics::quotation_unit(deck, *commodity) : "";
}

std::string Context::basis() const {
    const economics::Commodity* commodity = economics::main_commodity(deck);
    const std::string vat =
        commodity && commodity->price_includes_vat ? say("report.with_vat") : say("report.without_vat");
    return say("report.basis",
               {{"commodity", main},
                {"price", base::number(price, 10)},
                {"unit", price_unit()},
                {"vat", vat},
                {"test", say(deck.test == economics::CutoffTest::full ? "report.test_full"
                                                                      : "report.test_marginal")}});
}

std::string Context::list(const std::vector<std::string>& names) const {
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : language == base::Language::chinese ? "、" : ", ") + name;
    return all;
}

Cell cell(double value) {
    if (std::isnan(value)) return std::monostate();
    if (std::isinf(value)) return std::string(value > 0 ? "∞" : "−∞");
    return value;
}

std::string mined_note(const Context& context) {
    const economics::Costs& costs = context.deck.costs;
    const double dilution = economics::dilution_fraction(costs.dilution_percent, costs.dilution_convention);
    return context.say("report.mined_note", {{"recovery", base::number(costs.mining_recovery_percent)},
                                             {"dilution", base::number(dilution * 100)}});
}

const char* unfc_of(economics::Status status) {
    switch (status) {
        case economics::Status::usable: return "E1–E2";
        case economics::Status::technical: return "E3 F2";
        default: return "–";
    }
}

int grade_digits(const std::string& unit) {
    const auto known = base::grade_unit(unit);
    if (!known) return 4;
    switch (*known) {
        case base::GradeUnit::percent:
            return 4;
        case base::GradeUnit::gram_per_tonne:
        case base::GradeUnit::ppm:
            return 3;
        case base::GradeUnit::ppb:
            return 1;
        case base::GradeUnit::fraction:
            return 6;
        case base::GradeUnit::kilogram_per_tonne:
        case base::GradeUnit::ounce_per_tonne:
        case base::GradeUnit::ounce_per_short_ton:
        case base::GradeUnit::pennyweight_per_short_ton:
        case base::GradeUnit::pound_per_tonne:
        case base::GradeUnit::pound_per_short_ton:
            return 4;
    }
    return 4;
}

void add_quantity_columns(const Context& context, Table& table, bool metal) {
    table.columns.push_back({context.say("report.blocks"), "", 0});
    table.columns.push_back({context.say("report.volume"), "m³", 0});
    table.columns.push_back({context.say("report.tonnes"), "t", 0});
    for (std::size_t e = 0; e < context.elements.size(); ++e)
        table.columns.push_back({context.elements[e], context.units[e], grade_digits(context.units[e]), context.elements[e]});
    for (std::size_t e = 0; metal && e < context.elements.size(); ++e)
        table.columns.push_back(
            {context.say("report.metal", {{"element", context.elements[e]}}), "t", 1, context.elements[e]});
}

void add_missing_columns(const Context& context, Table& table) {
    for (std::size_t e = 0; e < context.elements.size(); ++e)
        if (has_gaps(context, e))
            table.columns.push_back(
                {context.say("report.without_grade", {{"element", context.elements[e]}}), "%", 2});
}

void add_missing_cells(const Context& context, std::vector<Cell>& row, const BlockSums& sums) {
    for (std::size_t e = 0; e < context.elements.size(); ++e)
        if (has_gaps(context, e))
            row.push_back(sums.tonnes > 0 ? share_cell(std::max(0.0, 1 - sums.assayed.at(e) / sums.tonnes))
                                          : Cell());
}

bool has_gaps(const Context& context, std::size_t element) {
    return element < context.missing.size() && context.missing[element].blocks > 0;
}

Cell share_cell(double share) {
    return cell(share * 100);
}

void add_missing_note(const Context& context, Table& table) {
    std::vector<std::string> elements;
    for (std::size_t e = 0; e < context.elements.size(); ++e) {
        if (!has_gaps(context, e)) continue;
        const Missing& missing = context.missing[e];
        elements.push_back(context.say(
            "report.missing_one",
            {{"element", context.elements[e]},
             {"blocks", base::grouped(static_cast<double>(missing.blocks))},
             {"tonnes", base::mass_text(missing.tonnes, context.language)},
             {"share", base::number(100 * missing.tonnes / std::max(missing.of_tonnes, 1e-9), 3)}}));
    }
    if (!elements.empty())
        table.notes.push_back(context.say("report.missing_note",
                                          {{"of_blocks", base::grouped(static_cast<double>(context.missing.front().of_blocks))},
                                           {"elements", context.list(elements)}}));
}

std::string tab_title(const Table& table, base::Language language) {
    const std::string key = "report.tab." + table.id;
    std::string known = base::text(key, language);
    if (known != key) return known;
    return table.short_title.empty() ? table.title : table.short_title;
}

void add_quantity_cells(const Context& context, std::vector<Cell>& row, const BlockSums& sums, bool metal) {
    row.push_back(sums.blocks);
    row.push_back(cell(sums.volume_m3));
    row.push_back(cell(sums.tonnes));
    for (std::size_t e = 0; e < context.elements.size(); ++e) {
        const auto unit = base::grade_unit(context.units[e]).value_or(base::GradeUnit::percent);
        row.push_back(cell(grade_of(sums, e, base::fraction_of(unit))));
    }
    // Blocks none of which carries the element hold an unknown mass of it, not none; no blocks hold none.
    for (std::size_t e = 0; metal && e < context.elements.size(); ++e)
        row.push_back(sums.blocks > 0 && !(sums.assayed.at(e) > 0) ? Cell() : cell(sums.metal.at(e)));
}

namespace {

using MakeTables = void (*)(const Context&, std::vector<Table>&);
struct Maker {
    const char* stage;  ///< of tables that name no other
    MakeTables make;
    double until;  ///< share of the time of all, roughly, when it has ended
};
constexpr double files_until = 0.02, context_until = 0.25;
constexpr Maker makers[] = {{"", add_subject_table, 0.25},
                            {"estimate", add_in_situ_table, 0.28},
                            {"evaluate", add_answer_tables, 0.285},
                            {"utilization", add_three_rates_table, 0.285},
                            {"", add_doubts_table, 0.29},
                            {"", add_input_tables, 0.3},
                            {"import", add_excluded_tables, 0.31},
                            {"estimate", add_estimate_tables, 0.33},
                            {"validate", add_validation_tables, 0.34},
                            {"evaluate", add_block_tables, 0.96},
                            {"evaluate", add_value_tables, 0.97},
                            {"evaluate", add_curve_tables, 0.972},
                            {"evaluate", add_equivalent_table, 0.973},
                            {"evaluate", add_tornado_table, 0.98},
                            {"occurrence", add_occurrence_tables, 0.981},
                            {"pits", add_pit_tables, 0.982},
                            {"scenarios", add_scenario_tables, 0.983},
                            {"flows", add_flow_tables, 0.984},
                            {"simulate", add_simulation_tables, 0.985},
                            {"targets", add_potential_tables, 0.99},
                            {"orebody_verdicts", add_orebody_tables, 0.995},
                            {"utilization", add_utilization_tables, 0.997},
                            {"ledger", add_ledger_tables, 1}};

/// What a table of older results says before anything else.
void mark_older(const Context& context, const std::vector<std::string>& older, Table& table) {
    const bool own = std::ranges::find(older, table.stage) != older.end();
    // Findings come from every stage, parameters stand beside all of them.
    table.older = own || (table.stage.empty() && !older.empty());
    if (!table.older) return;
    const std::vector<std::string> stages = own ? std::vector<std::string>{table.stage} : older;
    table.notes.insert(
        table.notes.begin(),
        context.say(table.id == "inputs" ? "report.older_inputs" : "report.older",
                    {{"stages", project::stage_labels(context.project, stages, context.language)}}));
}

}  // namespace

base::Expected<std::vector<Table>> report_tables(const project::Project& project,
                                                 const ReportRequest& request,
                                                 const base::Progress& progress) {
    // Their digests stand in the tables, and tell whether results are older.
    if (auto read = project::read_fingerprints(project, progress.part(0, files_until)); !read)
        return std::unexpected(read.error());
    Context context = make_context(project, request, progress.part(files_until, context_until));
    if (progress.cancelled()) return base::cancelled();
    const std::vector<std::string> older = project::older_results(project);
    std::vector<Table> tables;
    double from = context_until;
    for (const Maker& maker : makers) {
        const std::size_t first = tables.size();
        context.progress = progress.part(from, maker.until);
        from = maker.until;
        maker.make(context, tables);
        if (!progress.report(maker.until)) return base::cancelled();
        for (std::size_t n = first; n < tables.size(); ++n) {
            if (tables[n].stage.empty()) tables[n].stage = maker.stage;
            mark_older(context, older, tables[n]);
            tables[n].short_title = tab_title(tables[n], context.language);
        }
    }
    return tables;
}

std::vector<Table> report_tables(const project::Project& project, const ReportRequest& request) {
    return *report_tables(project, request, base::Progress());
}

base::Expected<void> check_older(const std::vector<Table>& tables, OlderResults older) {
    std::string titles;
    for (const Table& table : tables)
        if (table.older) titles += (titles.empty() ? "" : ", ") + table.short_title;
    if (titles.empty() || older == OlderResults::allow) return {};
    return base::fail(base::ErrorKind::data, base::Message("project.older_results", {{"stages", titles}}), {},
                      base::Message("project.older_results_fix"));
}

}  // namespace orelens::report
