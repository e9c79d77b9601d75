// Estimation: what every element's estimate rests on, and the variograms in force.
#include <fmt/format.h>

#include "core/project/OpenFindings.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

std::string unit_of(const Context& context, const std::string& element) {
    const project::Results& results = context.project.results;
    const blocks::ColumnInfo* info = results.model() ? results.model()->info(element) : nullptr;
    return info ? info->unit : "";
}

Table estimates(const Context& context, const std::vector<geostat::EstimateSummary>& all) {
    Table table{.id = "estimates", .title = context.say("report.estimates")};
    table.notes = {context.say("report.estimates.note")};
    std::size_t passes = 0;
    for (const geostat::EstimateSummary& one : all) passes = std::max(passes, one.per_pass.size());
    table.columns = {
        {context.say("report.element"), "", 0},          {context.say("report.unit"), "", 0},
        {context.say("report.composites"), "", 0},       {context.say("report.sample_mean"), "", 4},
        {context.say("report.estimated_blocks"), "", 0}, {context.say("report.estimate_mean"), "", 4}};
    for (std::size_t p = 0; p < passes; ++p)
        table.columns.push_back({context.say("report.pass", {{"number", fmt::format("{}", p + 1)}}), "", 0});
    table.columns.push_back({context.say("report.sample_mean_by_length"), "", 4});
    table.columns.push_back({context.say("report.blocks_without_grade"), "", 0});
    table.columns.push_back({context.say("report.blocks_without_grade_share"), "%", 2});
    const project::Results& results = context.project.results;
    const std::int64_t blocks = results.model() ? results.model()->block_count() : 0;
    for (const geostat::EstimateSummary& one : all) {
        std::vector<Cell> row{one.element,   unit_of(context, one.element),
                              one.samples,   cell(one.sample_mean),
                              one.estimated, cell(one.estimate_mean)};
        for (std::size_t p = 0; p < passes; ++p)
            row.push_back(p < one.per_pass.size() ? Cell(one.per_pass[p]) : Cell());
        row.push_back(results.drilling.composites
                          ? cell(project::mean_of_composites(context.project, one.element).by_length)
                          : Cell());
        const std::int64_t without = std::max<std::int64_t>(0, blocks - one.estimated);
        row.push_back(blocks > 0 ? Cell(without) : Cell());
        row.push_back(blocks > 0 ? cell(100 * static_cast<double>(without) / static_cast<double>(blocks))
                                 : Cell());
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table variograms(const Context& context, const std::vector<geostat::VariogramFit>& all) {
    Table table{.id = "variograms", .title = context.say("report.variograms"), .stage = "variogram"};
    table.notes = {context.say("report.variograms.note")};
    table.columns = {{context.say("report.element"), "", 0},     {context.say("report.structure"), "", 0},
                     {context.say("report.sill"), "", 6},        {context.say("report.range_major"), "m", 1},
                     {context.say("report.range_semi"), "m", 1}, {context.say("report.range_minor"), "m", 1},
                     {context.say("report.azimuth"), "°", 1},    {context.say("report.dip"), "°", 1},
                     {context.say("report.plunge"), "°", 1},     {context.say("report.origin"), "", 0, {}, false}};
    static constexpr const char* types[] = {"report.spherical", "report.exponential", "report.gaussian"};
    const auto elements = context.project.elements();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string element = i < elements.size() ? elements[i] : fmt::format("{}", i + 1);
        const std::string note = base::text(all[i].note, context.language);
        table.rows.push_back({element, context.say("report.nugget"), cell(all[i].model.nugget), Cell(),
                              Cell(), Cell(), Cell(), Cell(), Cell(), note});
        for (const geostat::Structure& one : all[i].model.structures)
            table.rows.push_back({element, context.say(types[static_cast<int>(one.type)]), cell(one.sill),
                                  cell(one.shape.range_major_m), cell(one.shape.range_semi_m),
                                  cell(one.shape.range_minor_m), cell(one.shape.azimuth_deg),
                                  cell(one.shape.dip_deg), cell(one.shape.plunge_deg), Cell()});
        const geostat::LagPoint& at = all[i].at_one_place;
        if (at.pairs > 0)
            table.rows.push_back({element,
                                  context.say("report.gamma_zero", {{"pairs", fmt::format("{}", at.pairs)}}),
                                  cell(at.gamma), Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), Cell()});
    }
    return table;
}

}  // namespace

void add_estimate_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (results.estimate.summaries) tables.push_back(estimates(context, *results.estimate.summaries));
    if (results.estimate.variograms) tables.push_back(variograms(context, *results.estimate.variograms));
}

}  // namespace orelens::report
