// Simulation: what the realisations say of the deposit, and the band of the usable-quantity curve.
#include <fmt/format.h>

#include <cmath>

#include "core/project/Simulation.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using project::CurveBand;
using project::Simulation;
using project::Spread;

constexpr const char* spread_names[] = {"P10", "P50", "P90"};

std::vector<double> grades_above(const CurveBand& band, double unit_fraction) {
    std::vector<double> grades;
    for (std::size_t r = 0; r < band.above_tonnes.size(); ++r)
        if (band.above_tonnes[r] > 0) grades.push_back(band.above_metal[r] / band.above_tonnes[r] / unit_fraction);
    return grades;
}

double unit_fraction(const std::string& unit) {
    const auto known = base::grade_unit(unit);
    return known ? base::fraction_of(*known) : 1;
}

std::vector<std::string> how(const Context& context, const Simulation& s) {
    const auto text = [](double value) { return base::number(value, 4); };
    return {context.say("report.simulation.note"),
            context.say("report.simulation.how",
                        {{"element", s.element},
                         {"realisations", fmt::format("{}", s.realisations)},
                         {"seed", fmt::format("{}", s.seed)},
                         {"points", fmt::format("{}×{}×{}", s.per_block[0], s.per_block[1], s.per_block[2])},
                         {"samples", fmt::format("{}", s.samples)},
                         {"domains", fmt::format("{}", s.domains)},
                         {"blocks", fmt::format("{}", s.blocks)},
                         {"low", text(s.lowest)},
                         {"high", std::isnan(s.highest) ? context.say("report.simulation.no_end") : text(s.highest)},
                         {"unit", s.unit},
                         {"note", base::text(s.note, context.language)},
                         {"nugget", text(s.variogram.nugget)}}),
            context.say(s.cutoff_stated ? "report.simulation.cutoff" : "report.simulation.cutoff_mean",
                        {{"cutoff", text(s.cutoff)}, {"unit", s.unit}})};
}

Table simulation(const Context& context, const Simulation& s, const CurveBand* band) {
    Table table{.id = "simulation", .title = context.say("report.simulation"), .stage = "simulate"};
    table.notes = how(context, s);
    table.columns = {{context.say("report.simulation.quantity"), "", 0}, {context.say("report.unit"), "", 0}};
    for (const char* name : spread_names) table.columns.push_back({name, "", -1});
    table.columns.push_back({context.say("report.simulation.estimate"), "", -1});
    const auto row = [&](const char* key, const std::string& unit, const Spread& spread, double estimate) {
        const auto rounded = [](double value) { return std::isfinite(value) ? Cell(std::stod(base::number(value, 5))) : Cell(); };
        table.rows.push_back({context.say(key), unit, rounded(spread.p10), rounded(spread.p50), rounded(spread.p90), rounded(estimate)});
    };
    row("report.simulation.mean", s.unit, project::spread_of(s.mean), s.estimate_mean);
    if (band == nullptr) return table;
    const double fraction = unit_fraction(s.unit);
    row("report.simulation.above_tonnes", "t", project::spread_of(band->above_tonnes), band->estimated_above_tonnes);
    row("report.simulation.above_grade", s.unit, project::spread_of(grades_above(*band, fraction)),
        band->estimated_above_metal / band->estimated_above_tonnes / fraction);
    row("report.simulation.above_metal", "t", project::spread_of(band->above_metal), band->estimated_above_metal);
    return table;
}

Table realisations(const Context& context, const Simulation& s, const CurveBand& band) {
    Table table{.id = "realisations", .title = context.say("report.tab.realisations"), .stage = "uncertainty"};
    table.notes = how(context, s);
    table.columns = {{context.say("report.realisation"), "", 0},
                     {context.say("report.simulation.mean"), s.unit, 4},
                     {context.say("report.simulation.above_tonnes"), "t", 0},
                     {context.say("report.simulation.above_grade"), s.unit, 4},
                     {context.say("report.simulation.above_metal"), "t", 0}};
    const double fraction = unit_fraction(s.unit);
    for (std::size_t r = 0; r < band.above_tonnes.size(); ++r)
        table.rows.push_back({static_cast<std::int64_t>(r + 1), r < s.mean.size() ? cell(s.mean[r]) : Cell(),
                              cell(band.above_tonnes[r]), cell(band.above_metal[r] / band.above_tonnes[r] / fraction),
                              cell(band.above_metal[r])});
    return table;
}

Table curve_band(const Context& context, const CurveBand& band) {
    Table table{.id = "curve_band", .title = context.say("report.curve_band"), .stage = "uncertainty"};
    table.notes = {context.say("report.curve_band.note", {{"commodity", band.commodity}, {"element", band.element}}),
                   context.say("report.curve_band.metal_note", {{"element", band.element}})};
    table.columns = {{context.say("report.band.price"), context.price_unit(), 2}, {context.say("report.band.estimate"), "t", 0}};
    for (const char* key : {"report.band.tonnes", "report.band.metal"})
        for (const char* name : spread_names) table.columns.push_back({context.say(key, {{"share", name}}), "t", 0});
    for (std::size_t n = 0; n < band.price.size(); ++n)
        table.rows.push_back({cell(band.price[n]), cell(band.estimated[n]), cell(band.tonnes[n].p10), cell(band.tonnes[n].p50),
                              cell(band.tonnes[n].p90), cell(band.metal[n].p10), cell(band.metal[n].p50),
                              cell(band.metal[n].p90)});
    table.plot = Plot{.x = 0, .left = {1, 2, 3, 4}, .right = {}};
    return table;
}

}  // namespace

void add_simulation_tables(const Context& context, std::vector<Table>& tables) {
    const project::SimulationResults& results = context.project.results.simulation;
    if (!results.summary) return;
    tables.push_back(simulation(context, *results.summary, results.band.get()));
    if (!results.band) return;
    tables.push_back(realisations(context, *results.summary, *results.band));
    tables.push_back(curve_band(context, *results.band));
}

}  // namespace orelens::report
