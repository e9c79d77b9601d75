#include "ui/panels/StockPlots.h"

#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

charts::Axis year_axis(const project::FlowStudy& study) {
    charts::Axis axis{ui::words("ui.flows.year_axis"), 0, static_cast<double>(std::max(1, study.solved.years - 1)), {}};
    for (int t = 0; t < study.solved.years; ++t) axis.names.push_back(QString::fromStdString(study.year_name(t)));
    return axis;
}

QString titled(const char* key, const project::FlowStudy& study, std::size_t stock, const QString& of) {
    const QString name = QString::fromStdString(study.system.stocks[stock].id) + (of.isEmpty() ? QString() : ", " + of);
    return ui::words(key, {{"stock", name.toStdString()}});
}

/// Cohorts in groups of whole years, at most as many as there are colours.
int group_of_years(int years) {
    for (const int wide : {1, 2, 5, 10, 20, 25, 50, 100})
        if ((years + wide - 1) / wide <= 8) return wide;
    return (years + 7) / 8;
}

charts::Series line(const QString& name, const std::vector<double>& values, double unit, int colour) {
    charts::Series series{.name = name, .colour = colour};
    for (std::size_t t = 0; t < values.size(); ++t) series.points.emplace_back(static_cast<double>(t), values[t] / unit);
    return series;
}

/// What is left of an initial stock.
double before_at(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, int year) {
    const auto& before = study.solved.stocks[stock].from_before;
    double sum = 0;
    if (!before.empty())
        for (const std::size_t u : tuples) sum += before[u * static_cast<std::size_t>(study.solved.years) + static_cast<std::size_t>(year)];
    return sum;
}

double most(const std::vector<double>& values) {
    double high = 0;
    for (const double value : values) high = std::max(high, std::abs(value));
    return high;
}

}  // namespace

charts::Plot cohort_plot(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, const QString& of) {
    charts::Plot plot;
    plot.title = titled("ui.flows.cohorts_title", study, stock, of);
    plot.empty_note = ui::words("ui.flows.no_cohorts");
    if (study.solved.stocks[stock].by_cohort.empty()) return plot;
    const int years = study.solved.years, wide = group_of_years(years), groups = (years + wide - 1) / wide;
    std::vector<std::vector<double>> edge(static_cast<std::size_t>(groups) + 1, std::vector<double>(static_cast<std::size_t>(years)));
    double high = 0;
    for (int t = 0; t < years; ++t) {
        const std::vector<double> cohorts = cohorts_at(study, stock, tuples, t);
        double sum = before_at(study, stock, tuples, t);
        edge[0][static_cast<std::size_t>(t)] = sum;
        for (int g = 0; g < groups; ++g) {
            for (int c = g * wide; c < std::min((g + 1) * wide, t + 1); ++c) sum += cohorts[static_cast<std::size_t>(c)];
            edge[static_cast<std::size_t>(g) + 1][static_cast<std::size_t>(t)] = sum;
        }
        high = std::max(high, sum);
    }
    const ui::MassUnit mass = ui::mass_unit(high);
    plot.x = year_axis(study);
    plot.left.title = ui::words("ui.flows.stock_axis", {{"unit", mass.name}});
    if (!study.solved.stocks[stock].from_before.empty()) {
        charts::Series before = line(ui::words("ui.flows.before", {{"year", study.year_name(0)}}), edge[0], mass.tonnes, 7);
        before.base = line({}, std::vector<double>(static_cast<std::size_t>(years)), mass.tonnes, 7).points;
        plot.series.push_back(std::move(before));
    }
    for (int g = 0; g < groups; ++g) {
        const std::string first = study.year_name(g * wide), last = study.year_name(std::min(years, (g + 1) * wide) - 1);
        charts::Series series = line(QString::fromStdString(first == last ? first : first + "–" + last), edge[static_cast<std::size_t>(g) + 1], mass.tonnes, g);
        series.base = line({}, edge[static_cast<std::size_t>(g)], mass.tonnes, g).points;
        plot.series.push_back(std::move(series));
    }
    charts::fit_axis(plot.left, plot.series, false);
    plot.left.low = 0;
    return plot;
}

charts::Plot stock_plot(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, const QString& of) {
    const FlowSums sums = flow_sums(study, tuples);
    charts::Plot plot;
    plot.title = titled("ui.flows.stock_title", study, stock, of);
    plot.x = year_axis(study);
    const ui::MassUnit moved = ui::mass_unit(std::max(most(sums.inflow[stock]), most(sums.outflow[stock]))), held = ui::mass_unit(most(sums.stock[stock]));
    plot.left.title = ui::words("ui.flows.moved_axis", {{"unit", moved.name}});
    plot.right.title = ui::words("ui.flows.stock_axis", {{"unit", held.name}});
    plot.has_right = true;
    plot.series = {line(ui::words("ui.flows.inflow"), sums.inflow[stock], moved.tonnes, 0), line(ui::words("ui.flows.outflow"), sums.outflow[stock], moved.tonnes, 1),
                   line(ui::words("ui.flows.stock"), sums.stock[stock], held.tonnes, 2)};
    plot.series.back().right = plot.series.back().dashed = true;
    charts::fit_axis(plot.left, plot.series, false);
    charts::fit_axis(plot.right, plot.series, true);
    return plot;
}

charts::Pyramid age_pyramid(const project::FlowStudy& study, std::size_t stock, const std::vector<std::size_t>& tuples, int year, const QString& of) {
    charts::Pyramid made;
    made.title = ui::words("ui.flows.age_title", {{"stock", (QString::fromStdString(study.system.stocks[stock].id) + (of.isEmpty() ? QString() : ", " + of)).toStdString()},
                                                  {"year", study.year_name(year)}});
    made.empty_note = ui::words("ui.flows.no_cohorts");
    const std::vector<double> now = cohorts_at(study, stock, tuples, year), before = year > 0 ? cohorts_at(study, stock, tuples, year - 1) : std::vector<double>();
    if (now.empty()) return made;
    std::vector<double> left(now.size());
    const FlowSums sums = flow_sums(study, tuples);
    for (std::size_t c = 0; c < now.size(); ++c) {
        // What comes in and leaves within the year is of age 0.
        const double there = c < before.size() ? before[c] : sums.inflow[stock][static_cast<std::size_t>(year)];
        left[c] = std::max(0.0, there - now[c]);
    }
    const int wide = year >= 40 ? 5 : year >= 16 ? 2 : 1;
    const ui::MassUnit held = ui::mass_unit(most(now) * wide), gone = ui::mass_unit(most(left) * wide);
    made.axis = ui::words("ui.flows.age");
    made.left_name = ui::words("ui.flows.leaving", {{"unit", gone.name}});
    made.right_name = ui::words("ui.flows.in_stock", {{"unit", held.name}});
    for (int age = 0; age <= year; age += wide) {
        charts::PyramidRow row;
        row.name = wide == 1 ? QString::number(age) : QString("%1–%2").arg(age).arg(age + wide - 1);
        for (int a = age; a < age + wide && a <= year; ++a) {
            row.left += left[static_cast<std::size_t>(year - a)] / gone.tonnes;
            row.right += now[static_cast<std::size_t>(year - a)] / held.tonnes;
        }
        made.rows.push_back(row);
    }
    if (const double older = before_at(study, stock, tuples, year); older > 0)
        made.title += " " + ui::words("ui.flows.without_before", {{"tonnes", ui::tonnes_text(older).toStdString()}, {"year", study.year_name(0)}});
    return made;
}

charts::Plot fan_plot(const project::FlowStudy& study, std::size_t stock, int item) {
    charts::Plot plot;
    const int metals = project::element_dimension(study.system);
    const QString metal = metals < 0 ? QString() : QString::fromStdString(study.system.dimensions[static_cast<std::size_t>(metals)].items[static_cast<std::size_t>(std::max(0, item))]);
    plot.title = titled("ui.flows.fan_title", study, stock, metal);
    plot.empty_note = ui::words(study.has_uncertain ? "ui.flows.no_draws" : "ui.flows.no_uncertain");
    const auto fan = std::ranges::find_if(study.fans, [&](const project::FlowFan& one) { return one.stock == study.system.stocks[stock].id && one.item == std::max(0, item); });
    if (fan == study.fans.end()) return plot;
    const auto of = [&](auto get) {
        std::vector<double> values;
        for (const recycling::UncertainOutput& one : fan->years) values.push_back(get(one));
        return values;
    };
    const auto high = of([](const auto& o) { return o.p95; });
    const ui::MassUnit mass = ui::mass_unit(most(high));
    plot.x = year_axis(study);
    plot.left.title = ui::words("ui.flows.stock_axis", {{"unit", mass.name}});
    charts::Series band = line(ui::words("ui.flows.band"), high, mass.tonnes, 0);
    band.base = line({}, of([](const auto& o) { return o.p05; }), mass.tonnes, 0).points;
    plot.series.push_back(std::move(band));
    plot.series.push_back(line(ui::words("ui.flows.median"), of([](const auto& o) { return o.p50; }), mass.tonnes, 0));
    plot.series.push_back(line(ui::words("ui.flows.first_order_high"), of([](const auto& o) { return o.at_means + 1.6448536 * o.first_order_sd; }), mass.tonnes, 1));
    plot.series.push_back(line(ui::words("ui.flows.first_order_low"), of([](const auto& o) { return o.at_means - 1.6448536 * o.first_order_sd; }), mass.tonnes, 1));
    plot.series[2].dashed = plot.series[3].dashed = true;
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

charts::HeatMap balance_map(const project::FlowStudy& study, const std::vector<std::size_t>& tuples, const QString& of) {
    charts::HeatMap map;
    map.title = of.isEmpty() ? ui::words("ui.flows.balance_title") : ui::words("ui.flows.balance_title_of", {{"of", of.toStdString()}});
    map.low = 1e-16;
    map.high = 1e-8;
    map.limit = 1e-9;
    map.limit_name = ui::words("ui.flows.balance_limit");
    const auto years = static_cast<std::size_t>(study.solved.years);
    for (std::size_t t = 0; t < years; ++t) map.columns.push_back(QString::fromStdString(study.year_name(static_cast<int>(t))));
    for (std::size_t p = 1; p < study.system.processes.size(); ++p) {
        map.rows.push_back(QString::fromStdString(study.system.processes[p]));
        map.values.emplace_back(years, std::nan(""));
        std::vector<double> throughs(years);
        for (std::size_t t = 0; t < years; ++t) {
            double off = 0, through = 0;
            for (const std::size_t u : tuples) {
                const std::size_t cell = u * years + t;
                off += std::abs(study.solved.residuals[p][cell]);
                for (std::size_t f = 0; f < study.system.flows.size(); ++f)
                    if (study.system.flows[f].to == static_cast<int>(p) || study.system.flows[f].from == static_cast<int>(p)) through += std::abs(study.solved.flows[f][cell]);
                for (std::size_t s = 0; s < study.system.stocks.size(); ++s)
                    if (study.system.stocks[s].process == static_cast<int>(p)) through += std::abs(study.solved.stocks[s].stock[cell]);
            }
            map.values.back()[t] = off;
            throughs[t] = through;
        }
        // Where next to nothing goes through, what is left over is rounding: as solve counts it.
        const double least = 1e-6 * most(throughs);
        for (std::size_t t = 0; t < years; ++t) map.values.back()[t] = throughs[t] > 0 ? map.values.back()[t] / std::max(throughs[t], least) : std::nan("");
    }
    return map;
}

}  // namespace orelens::panels
