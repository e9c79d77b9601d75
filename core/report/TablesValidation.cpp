// Validation: is the estimate sound? The verdict first, then what it rests on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/geostat/EstimateOptions.h"
#include "core/geostat/ModelValidation.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using geostat::ElementValidation;
using geostat::ModelValidation;
using geostat::Verdict;

Column words(const Context& context, const std::string& key) {
    return {context.say(key), "", 0};
}
Column number(const Context& context, const std::string& key, int digits = 4, std::string unit = "") {
    return {context.say(key), std::move(unit), digits};
}

std::string count_text(std::int64_t n) {
    return fmt::format("{}", n);
}

std::string of_element(const Context& context, const ElementValidation& one) {
    return context.say("report.verdict.of",
                       {{"element", one.element},
                        {"verdict", context.say(geostat::verdict_key(one.verdict))},
                        {"passed", count_text(geostat::count_of(one, Verdict::passed))},
                        {"marginal", count_text(geostat::count_of(one, Verdict::marginal))},
                        {"failed", count_text(geostat::count_of(one, Verdict::failed))},
                        {"not_judged", count_text(geostat::count_of(one, Verdict::not_judged))}});
}

/// What of samples and blocks was looked at where it was not all.
void say_choices(const Context& context, const ModelValidation& all, Table& table) {
    const std::string seed = count_text(context.project.recipe.validate.seed);
    for (const ElementValidation& one : all.elements)
        if (one.samples > context.project.recipe.validate.samples)
            table.notes.push_back(context.say("report.verdict.some_samples", {{"element", one.element},
                                                                              {"drawn", count_text(one.drawn)},
                                                                              {"samples", count_text(one.samples)},
                                                                              {"seed", seed}}));
    if (all.blocks < all.of_blocks)
        table.notes.push_back(context.say(
            "report.verdict.some_blocks",
            {{"blocks", count_text(all.blocks)}, {"all", count_text(all.of_blocks)}, {"seed", seed}}));
}

Table verdict(const Context& context, const ModelValidation& all) {
    Table table{.id = "verdict", .title = context.say("report.verdict")};
    for (const ElementValidation& one : all.elements) table.notes.push_back(of_element(context, one));
    table.notes.push_back(context.say("report.verdict.note"));
    say_choices(context, all, table);
    table.columns = {words(context, "report.element"),        words(context, "report.criterion"),
                     words(context, "report.verdict.verdict"), number(context, "report.verdict.value", 3),
                     number(context, "report.verdict.pass", -1), number(context, "report.verdict.marginal", -1),
                     words(context, "report.verdict.reason"), words(context, "report.verdict.advice")};
    for (const ElementValidation& one : all.elements)
        for (const geostat::Judged& judged : one.judged)
            table.rows.push_back({one.element, context.say(geostat::criterion_key(judged.criterion)),
                                  context.say(geostat::verdict_key(judged.verdict)), cell(judged.value),
                                  cell(judged.pass), cell(judged.marginal), base::text(judged.reason, context.language),
                                  judged.advice.empty() ? Cell() : Cell(base::text(judged.advice, context.language))});
    return table;
}

Table cross_validation(const Context& context, const ModelValidation& all) {
    Table table{.id = "cross_validation", .title = context.say("report.cross_validation")};
    table.paper.shown = false;
    table.notes = {context.say("report.cross_validation.note")};
    say_choices(context, all, table);
    table.columns = {words(context, "report.element"),
                     words(context, "report.unit"),
                     words(context, "report.method"),
                     words(context, "report.left_out_at_a_time"),
                     number(context, "report.cross.count", 0),
                     number(context, "report.cross.not_estimated", 0),
                     number(context, "report.cross.truth"),
                     number(context, "report.cross.mean_error"),
                     number(context, "report.cross.mean_absolute"),
                     number(context, "report.cross.rms"),
                     number(context, "report.cross.correlation", 3),
                     number(context, "report.cross.slope", 3),
                     number(context, "report.cross.mean_standard", 3),
                     number(context, "report.cross.square_standard", 3),
                     number(context, "report.cross.goodness", 3)};
    const auto methods = geostat::method_choices();
    for (const ElementValidation& one : all.elements) {
        const auto method = std::ranges::find(methods, one.method, &base::Choice::id);
        for (const geostat::CrossCheck* check : {&one.alone, &one.by_hole}) {
            const geostat::ValidationSummary& s = check->summary;
            table.rows.push_back(
                {one.element, one.unit, method == methods.end() ? one.method : method->label.in(context.language),
                 check->folds == 0 ? context.say("report.left_out.sample")
                                   : context.say("report.left_out.holes", {{"folds", count_text(check->folds)}}),
                 s.count, s.not_estimated, cell(check->truth_mean), cell(s.mean_error), cell(s.mean_absolute),
                 cell(std::sqrt(s.mean_squared)), cell(s.correlation), cell(s.slope), cell(s.mean_standard),
                 cell(s.mean_squared_standard), cell(check->accuracy.goodness)});
        }
    }
    return table;
}

Table error_classes(const Context& context, const ModelValidation& all) {
    Table table{.id = "error_classes", .title = context.say("report.error_classes")};
    table.paper.shown = false;
    table.notes = {context.say("report.error_classes.note")};
    table.columns = {words(context, "report.element"),       words(context, "report.unit"),
                     number(context, "report.cross.count", 0), number(context, "report.class.from"),
                     number(context, "report.class.to"),     number(context, "report.class.estimate"),
                     number(context, "report.class.truth"),  number(context, "report.cross.mean_error"),
                     number(context, "report.class.sd")};
    for (const ElementValidation& one : all.elements)
        for (const geostat::ErrorClass& c : one.by_hole.classes)
            table.rows.push_back({one.element, one.unit, c.count, cell(c.low), cell(c.high), cell(c.estimate),
                                  cell(c.truth), cell(c.estimate - c.truth), cell(c.error_sd)});
    return table;
}

Table accuracy(const Context& context, const ModelValidation& all) {
    Table table{.id = "accuracy", .title = context.say("report.accuracy")};
    table.paper.shown = false;
    table.notes = {context.say("report.accuracy.note")};
    table.columns = {number(context, "report.probability", 2)};
    std::vector<const geostat::AccuracyPlot*> plots;
    for (const ElementValidation& one : all.elements) {
        const geostat::AccuracyPlot& plot = one.by_hole.accuracy;
        if (plot.share.empty() || std::isnan(plot.share.front())) continue;
        plots.push_back(&plot);
        table.columns.push_back({context.say("report.accuracy.of", {{"element", one.element}}), "", 3});
    }
    for (std::size_t n = 0; !plots.empty() && n < plots.front()->probability.size(); ++n) {
        std::vector<Cell> row{cell(plots.front()->probability[n])};
        for (const geostat::AccuracyPlot* plot : plots) row.push_back(n < plot->share.size() ? cell(plot->share[n]) : Cell());
        table.rows.push_back(std::move(row));
    }
    table.plot = Plot{.x = 0, .left = {}, .right = {}};
    for (std::size_t n = 1; n < table.columns.size(); ++n) table.plot->left.push_back(n);
    return table;
}

Table swaths(const Context& context, const ModelValidation& all) {
    Table table{.id = "swaths", .title = context.say("report.swaths")};
    table.paper.shown = false;
    table.notes = {context.say("report.swaths.note")};
    say_choices(context, all, table);
    table.columns = {words(context, "report.element"),          words(context, "report.unit"),
                     words(context, "report.direction"),        number(context, "report.swath.from", 1, "m"),
                     number(context, "report.swath.to", 1, "m"), number(context, "report.blocks", 0),
                     number(context, "report.swath.model"),     number(context, "report.swath.nearest"),
                     number(context, "report.composites", 0),   number(context, "report.swath.data")};
    static constexpr const char* axes[] = {"validation.axis.east", "validation.axis.north", "validation.axis.up",
                                           "validation.axis.stated"};
    for (const ElementValidation& one : all.elements)
        for (const geostat::SwathLine& line : one.swaths)
            for (std::size_t n = 0; n < line.from_m.size(); ++n)
                table.rows.push_back({one.element, one.unit, context.say(axes[static_cast<int>(line.axis)]),
                                      cell(line.from_m[n]), cell(line.from_m[n] + line.width_m), line.blocks[n],
                                      cell(line.model[n]), cell(line.nearest[n]), line.samples[n], cell(line.data[n])});
    return table;
}

Table quantiles(const Context& context, const ModelValidation& all) {
    Table table{.id = "quantiles", .title = context.say("report.quantiles")};
    table.paper.shown = false;
    table.notes = {context.say("report.quantiles.note")};
    table.columns = {words(context, "report.element"),       words(context, "report.unit"),
                     number(context, "report.quantile.share", 2), number(context, "report.swath.data"),
                     number(context, "report.quantile.block"), number(context, "report.swath.model")};
    for (const ElementValidation& one : all.elements)
        for (const geostat::QuantilePoint& point : one.quantiles)
            table.rows.push_back({one.element, one.unit, cell(point.share), cell(point.data), cell(point.block), cell(point.model)});
    return table;
}

Table support(const Context& context, const ModelValidation& all) {
    Table table{.id = "support", .title = context.say("report.support")};
    table.paper.shown = false;
    table.notes = {context.say("report.support.note")};
    table.columns = {words(context, "report.element"),
                     words(context, "report.unit"),
                     number(context, "report.support.cutoff"),
                     number(context, "report.support.tonnage", 3),
                     number(context, "report.support.model_tonnage", 3),
                     number(context, "report.support.mean"),
                     number(context, "report.support.model_mean"),
                     number(context, "report.support.metal", 3),
                     number(context, "report.support.model_metal", 3)};
    for (const ElementValidation& one : all.elements) {
        const geostat::SupportCheck& s = one.support;
        if (!s.known) continue;
        table.notes.push_back(context.say("report.support.variances", {{"element", one.element},
                                                                       {"points", base::number(s.point_variance, 4)},
                                                                       {"blocks", base::number(s.block_variance, 4)},
                                                                       {"r", base::number(s.coefficient, 4)},
                                                                       {"model", base::number(s.model_variance, 4)},
                                                                       {"unit", one.unit}}));
        for (const geostat::SupportPoint& point : s.points)
            table.rows.push_back({one.element, one.unit, cell(point.cutoff), cell(point.tonnage), cell(point.model_tonnage),
                                  cell(point.mean), cell(point.model_mean), cell(point.metal), cell(point.model_metal)});
    }
    return table;
}

}  // namespace

void add_validation_tables(const Context& context, std::vector<Table>& tables) {
    const auto& validation = context.project.results.estimate.validation;
    if (!validation || validation->elements.empty()) return;
    tables.push_back(verdict(context, *validation));
    for (const auto& make : {cross_validation, error_classes, accuracy, swaths, quantiles, support})
        if (Table table = make(context, *validation); !table.rows.empty()) tables.push_back(std::move(table));
}

}  // namespace orelens::report
