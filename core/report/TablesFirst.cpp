// The answer of a report, for its first page: what it is about, what lies in the ground by confidence, at which
// prices, and how much of it is usable now and a tenth to either side.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/economics/Evaluated.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/project/Crs.h"
#include "core/report/Stamp.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using blocks::BlockModel;

/// Where the grades come from: the file of the model, or the holes and composites of the estimate.
std::string source_of_grades(const Context& context) {
    const project::Project& project = context.project;
    if (const std::string& file = project.model_file(); !file.empty())
        return context.say("report.from_model", {{"file", file}});
    const auto& import = project.results.drilling.import;
    const auto& composites = project.results.drilling.composites;
    return context.say(
        "report.from_holes",
        {{"holes", base::grouped(import ? static_cast<double>(import->holes.collars.size()) : 0)},
         {"samples", base::grouped(composites ? static_cast<double>(composites->size()) : 0)}});
}

Table subject(const Context& context) {
    const project::Project& project = context.project;
    Table table{.id = "subject", .title = context.say("report.subject")};
    table.columns = {{context.say("report.subject.what"), "", 0}, {context.say("report.value"), "", 0}};
    const auto add = [&](const char* what, std::string value) {
        table.rows.push_back({context.say(what), std::move(value)});
    };
    add("report.subject.deposit", project.recipe.general.name);
    const std::string crs = project::crs_words(project.recipe.general.crs);
    add("report.subject.crs", crs.empty() ? context.say("report.crs_local") : crs);
    const std::string file = context.project_file.substr(context.project_file.find_last_of('/') + 1);
    add("report.subject.file", file.empty() ? context.say("report.file_unsaved") : file);
    const std::string stamp = stamp_of(project);
    add("report.subject.stamp", stamp.empty() ? context.say("report.no_results") : stamp);
    table.paper.shown = false;
    return table;
}

/// Confidence classes of the estimate; of any other column of that name the codes would mean something else.
blocks::IntegerLeaves classes_of(const BlockModel& model) {
    const blocks::ColumnInfo* info = model.info(geostat::class_column);
    if (info == nullptr || info->type != blocks::ColumnType::integer || info->codes != geostat::class_codes()) return {};
    return model.integer_leaves(geostat::class_column);
}

/// By class (0 = none); blocks that carry a grade of any element and are not excluded.
std::vector<BlockSums> sums_by_class(const Context& context, const BlockModel& model,
                                     const blocks::IntegerLeaves& classes) {
    const auto grades = economics::GradeColumns::of(model, context.elements);
    const blocks::ColumnInfo* info = model.info(economics::excluded_column);
    const bool bounded = info != nullptr && info->type == blocks::ColumnType::integer;
    const blocks::IntegerLeaves excluded =
        bounded ? model.integer_leaves(economics::excluded_column) : blocks::IntegerLeaves();
    return sum_blocks(
        model, context.deck.costs, context.elements, 4,
        [&](std::size_t n, int at) {
            if (bounded && excluded[n][at] != blocks::missing_int && excluded[n][at] != 0) return -1;
            bool graded = false;
            for (std::size_t e = 0; grades && e < grades->count() && !graded; ++e)
                graded = !std::isnan(grades->stored(e, n, at));
            if (!graded) return -1;
            const std::int32_t code = classes.empty() ? 0 : classes[n][at];
            return code >= 1 && code <= 3 ? static_cast<int>(code) : 0;
        },
        &context.progress);
}

Table in_situ(const Context& context, const BlockModel& model) {
    Table table{.id = "in_situ", .title = context.say("report.in_situ")};
    const blocks::IntegerLeaves classes = classes_of(model);
    table.notes = {source_of_grades(context), context.say("report.in_situ_dry")};
    table.notes.push_back(context.say(classes.empty() ? "report.in_situ.no_classes" : "report.in_situ.classes"));
    table.columns = {{context.say("report.confidence"), "", 0}};
    add_quantity_columns(context, table, true);
    add_missing_columns(context, table);
    const std::vector<BlockSums> sums = sums_by_class(context, model, classes);
    const auto add = [&](const char* words, const BlockSums& one) {
        std::vector<Cell> row{context.say(words)};
        add_quantity_cells(context, row, one, true);
        add_missing_cells(context, row, one);
        table.rows.push_back(std::move(row));
    };
    static constexpr std::array words{"report.not_classified", "report.class.measured",
                                      "report.class.indicated", "report.class.inferred"};
    BlockSums all;
    for (const BlockSums& one : sums) all.add(one);
    if (!classes.empty())
        for (const std::size_t c : {1U, 2U, 3U, 0U})
            if (sums[c].blocks > 0) add(words[c], sums[c]);
    if (classes.empty())
        add(words[0], all);
    else
        add("report.all_of_it", all);
    table.paper.shown = false;
    return table;
}

/// What one tonne costs and what mining leaves and adds, with the numbers of the deck.
std::string costs_note(const Context& context) {
    const economics::Costs& costs = context.deck.costs;
    const auto money = [](double amount) { return base::number(amount, 6); };
    return context.say("report.costs_note", {{"currency", costs.currency},
                                             {"mining", money(costs.mining)},
                                             {"haulage", money(costs.mining_per_metre)},
                                             {"processing", money(costs.processing)},
                                             {"general", money(costs.general)},
                                             {"sustaining", money(costs.sustaining)}});
}

Table usable_now(const Context& context) {
    const project::Results& results = context.project.results;
    const economics::UsableCurve& curve = *results.value.curve(context.deck.test);
    Table table{.id = "usable_now", .title = context.say("report.usable_now", {{"commodity", context.main}})};
    table.notes = {context.basis(), costs_note(context), mined_note(context), context.say("report.usable_means"),
                   context.say("report.unconstrained"), context.say("report.not_a_reclassification")};
    table.columns = {{context.say("report.price_change"), "%", 0},
                     {context.say("report.price", {{"commodity", context.main}}), context.price_unit(), 2}};
    add_quantity_columns(context, table, true);
    table.columns.push_back({context.say("report.usable_share"), "%", 2});
    const economics::UsableTotals all = curve.total();
    const auto position = [&](const std::string& element) {
        const auto& names = curve.elements();
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), element) - names.begin());
    };
    for (const int percent : {-10, 0, 10}) {
        const economics::UsableTotals at = curve.at(context.price * (100 + percent) / 100);
        std::vector<Cell> row{std::int64_t{percent}, cell(at.price), at.blocks, cell(at.volume_m3), cell(at.tonnes)};
        for (const std::string& element : context.elements) row.push_back(cell(at.grade[position(element)]));
        for (const std::string& element : context.elements)
            row.push_back(cell(economics::known_metal(at, position(element))));
        row.push_back(all.tonnes > 0 ? share_cell(at.tonnes / all.tonnes) : Cell());
        table.rows.push_back(std::move(row));
    }
    table.paper.shown = false;
    return table;
}

Table prices(const Context& context) {
    Table table{.id = "prices", .title = context.say("report.prices")};
    table.notes = {context.say("report.prices.note")};
    table.columns = {{context.say("report.commodity"), "", 0},
                     {context.say("report.grade_column"), "", 0},
                     {context.say("report.price_alone"), "", -1},
                     {context.say("report.unit"), "", 0},
                     {context.say("report.tax"), "", 0},
                     {context.say("report.recovery_to_product"), "%", 2},
                     {context.say("report.payable"), "%", 2},
                     {context.say("report.selling_cost"), context.deck.costs.currency + "/t", 2},
                     {context.say("report.royalty"), "%", 2}};
    const bool own = context.deck.payables.empty();  // else products state recovery and payables
    for (const economics::Commodity& one : context.deck.commodities) {
        const bool main = one.name == context.main;
        const double price = main ? context.price : one.price;
        if (main && price != one.price)
            table.notes.push_back(context.say("report.prices.moved", {{"commodity", one.name},
                                                                      {"price", base::number(one.price, 10)},
                                                                      {"unit", context.price_unit()}}));
        table.rows.push_back({one.name, economics::grade_column(one), price > 0 ? Cell(price) : Cell(),
                              economics::quotation_unit(context.deck, one),
                              price > 0 ? context.say(one.price_includes_vat ? "report.with_vat" : "report.without_vat")
                                        : context.say("report.no_price"),
                              own ? cell(one.recovery_percent) : Cell(), own ? cell(one.payable_percent) : Cell(),
                              own ? cell(one.selling_cost) : Cell(),
                              one.royalty_tiers.empty() ? cell(100 * economics::royalty_fraction(one)) : Cell(one.royalty_tiers)});
    }
    if (!own) table.notes.push_back(context.say("report.prices.by_product"));
    table.paper.shown = false;
    return table;
}

}  // namespace

void add_subject_table(const Context& context, std::vector<Table>& tables) {
    tables.push_back(subject(context));
}

void add_in_situ_table(const Context& context, std::vector<Table>& tables) {
    const auto& model = context.project.results.model();
    if (model && !context.elements.empty()) tables.push_back(in_situ(context, *model));
}

void add_answer_tables(const Context& context, std::vector<Table>& tables) {
    const project::ValueResults& value = context.project.results.value;
    if (value.deck && !context.main.empty() && value.curve(context.deck.test)) tables.push_back(usable_now(context));
    if (!context.deck.commodities.empty()) tables.push_back(prices(context));
}

}  // namespace orelens::report
