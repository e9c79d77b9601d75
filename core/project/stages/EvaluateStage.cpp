// Margin, break-even price and status of every block, and the curves that follow from them.
#include <algorithm>

#include "core/base/Nearest.h"
#include "core/economics/Paying.h"
#include "core/economics/Value.h"
#include "core/occurrence/Status.h"
#include "core/occurrence/Study.h"
#include "core/project/Pipeline.h"
#include "core/project/Truth.h"
#include "core/project/stages/AddedColumns.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EvaluateColumns.h"
#include "core/project/stages/FieldsEconomics.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;
using blocks::BlockModel;
using economics::CutoffTest;
using economics::UsableCurve;

std::vector<std::string> graded(const Project& project, const BlockModel& model) {
    std::vector<std::string> columns;
    for (const std::string& element : project.elements())
        if (const auto* info = model.info(element); info != nullptr && info->type == blocks::ColumnType::real)
            columns.push_back(element);
    return columns;
}

Expected<void> check_category(const BlockModel& model, const std::string& category) {
    std::vector<std::string> integers;
    for (const blocks::ColumnInfo& column : model.columns())
        if (column.type == blocks::ColumnType::integer) integers.push_back(column.name);
    if (std::ranges::find(integers, category) != integers.end()) return {};
    const std::string near = base::nearest(category, integers);
    return base::fail(base::ErrorKind::data, Message("project.no_category", {{"column", category}}),
                      {.field = "general.category_column"},
                      near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
}

/// The curves that follow from an evaluated model and its deck.
Expected<void> build_curves(const Project& project, ValueResults& value, const std::string& category,
                            const base::Progress& progress) {
    const BlockModel& model = *value.model;
    const std::vector<std::string> grades = graded(project, model);
    auto full = UsableCurve::build(model, *value.deck, CutoffTest::full, grades, progress.part(0, 0.4));
    if (!full) return std::unexpected(full.error());
    auto marginal =
        UsableCurve::build(model, *value.deck, CutoffTest::marginal, grades, progress.part(0.4, 0.8));
    if (!marginal) return std::unexpected(marginal.error());
    if (!category.empty()) {
        if (auto there = check_category(model, category); !there) return there;
        auto by = UsableCurve::build_by(model, *value.deck, value.deck->test, grades, category,
                                        progress.part(0.8, 1));
        if (!by) return std::unexpected(by.error());
        value.curves_by_category = shared(std::move(*by));
    }
    value.curve_full = shared(std::move(*full));
    value.curve_marginal = shared(std::move(*marginal));
    return {};
}

Expected<void> run_evaluate(Project& project, base::Progress& progress) {
    ValueResults value;
    const auto& estimated = project.results.unvalued();
    if (estimated && not_evaluated(project).empty()) {
        BlockModel model(*estimated);
        remove_economic_columns(model);
        const economics::PriceDeck deck = price_deck(project.recipe);
        base::Progress valuing = progress.part(0.1, 0.7);
        if (auto done = economics::evaluate(model, deck, valuing); !done) return done;
        // What technology can do with each component, put together with what the block is worth.
        if (const auto& study = project.results.occurrence.study) {
            occurrence::Evaluation evaluation{economics::status_column, economics::route_column, {}};
            for (const economics::Paying& one : economics::paying(deck)) evaluation.paid.push_back({one.element, one.route});
            if (auto done = occurrence::write_component_status(model, study->plan, evaluation, progress.part(0.7, 0.75)); !done)
                return done;
        }
        value.deck = shared(economics::PriceDeck(deck));
        value.model = shared(std::move(model));
        if (!progress.report(0.75)) return base::cancelled();
        if (auto built =
                build_curves(project, value, project.category_column(), progress.part(0.75, 1));
            !built)
            return built;
    }
    project.results.value = std::move(value);
    return {};
}

ResultRow economic_columns() {
    return added_columns({.name = "value.columns",
                          .own = is_economic_column,
                          .before = [](const Results& r) -> auto& { return r.unvalued(); },
                          .after = [](Results& r) -> auto& { return r.value.model; },
                          .clear = [](Results& r) { r.value = ValueResults{}; }});
}

/// Curves are made again from the break-even columns: same columns, same curves. Under another recipe than
/// the results' own, categories are not asked for.
bool evaluate_restored(Project& project, const base::Progress& progress) {
    ValueResults& value = project.results.value;
    if (!value.deck && !value.model) return true;
    const std::string category =
        project.current("evaluate") ? project.category_column() : std::string();
    const bool whole =
        value.deck && value.model && build_curves(project, value, category, progress).has_value();
    if (!whole) value = ValueResults{};
    return whole;
}

}  // namespace

bool is_economic_column(const std::string& column) {
    return column == economics::nsr_column || column == economics::margin_full ||
           column == economics::margin_marginal || column == economics::status_column || column == economics::route_column ||
           column.starts_with("break_even.") || column.starts_with("status.");
}

void remove_economic_columns(BlockModel& model) {
    const std::vector<blocks::ColumnInfo> all = model.columns();
    for (const blocks::ColumnInfo& column : all)
        if (is_economic_column(column.name)) model.remove_column(column.name);
}

Stage evaluate_stage() {
    Stage stage;
    stage.id = "evaluate";
    stage.workspace = "evaluation";
    stage.label = {"Evaluate", "经济评价"};
    stage.doing = {"Evaluating blocks", "评价块体"};
    stage.help = {"Margin, break-even price and status of every block",
                  "计算每个块体的利润、盈亏平衡价格与状态"};
    stage.inputs = {"occurrence"};
    stage.parameters = {"economics.", "cost.", "fiscal.", "route.*.", "product.*.", "payable.*.", "commodity.*.", "general.category_column"};
    stage.extends = "occurrence";
    stage.share = 0.18;
    stage.results = {archived<economics::PriceDeck>(
                         "value.deck", [](Results & r) -> auto& { return r.value.deck; }),
                     economic_columns()};
    stage.size = evaluate_size;
    stage.run = run_evaluate;
    stage.examine = examine_value;
    stage.restored = evaluate_restored;
    return stage;
}

}  // namespace orelens::project
