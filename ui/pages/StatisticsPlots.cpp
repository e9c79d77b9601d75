// Answers of the page of statistics as charts.
#include <algorithm>
#include <cmath>

#include "ui/ColumnWords.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/pages/StatisticsAnswer.h"

namespace orelens::pages {
namespace {

using charts::Axis;
using report::StatisticsTable;

/// Bars as one line around them; along powers of ten where the classes are of equal ratio.
std::vector<QPointF> outline_of(const statistics::Histogram& classes, const std::vector<double>& counts) {
    const auto edge = [&](std::size_t n) { return classes.logarithmic ? std::log10(classes.edge(n)) : classes.edge(n); };
    std::vector<QPointF> points{{edge(0), 0}};
    for (std::size_t n = 0; n < counts.size(); ++n) {
        points.emplace_back(edge(n), counts[n]);
        points.emplace_back(edge(n + 1), counts[n]);
    }
    points.emplace_back(edge(counts.size()), 0);
    return points;
}

/// Round ends where the values leave room for them; not beyond the first step.
void round_ends(Axis& axis) {
    if (!(axis.high > axis.low)) {
        axis.low -= axis.low == 0 ? 1 : std::abs(axis.low) * 0.1;
        axis.high += axis.high == 0 ? 1 : std::abs(axis.high) * 0.1;
    }
    const double room = (axis.high - axis.low) * 0.02;
    axis.low -= room;
    axis.high += room;
}

}  // namespace

Axis value_axis(const std::vector<double>& values, const QString& title, bool logarithmic) {
    Axis axis{title, 1e300, -1e300};
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        axis.low = std::min(axis.low, value);
        axis.high = std::max(axis.high, value);
    }
    if (axis.low > axis.high) axis.low = 0, axis.high = 1;
    round_ends(axis);
    if (logarithmic) axis.marks = Axis::Marks::powers;
    return axis;
}

charts::Plot histogram_plot(const statistics::Histogram& classes, const std::vector<double>* kept, const QString& title) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.stats.empty");
    if (classes.weight.empty()) return plot;
    const auto end = [&](double value) { return classes.logarithmic ? std::log10(value) : value; };
    plot.x = {title, end(classes.low), end(classes.high)};
    if (!(plot.x.high > plot.x.low)) round_ends(plot.x);
    if (classes.logarithmic) plot.x.marks = Axis::Marks::powers;
    plot.left.title = ui::words("statistics.rows");
    plot.series.push_back({.name = ui::words("ui.stats.all"), .points = outline_of(classes, classes.weight), .colour = 5, .filled = true});
    if (kept != nullptr) plot.series.push_back({.name = ui::words("ui.stats.kept"), .points = outline_of(classes, *kept), .colour = 0, .filled = true});
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

charts::Plot probability_plot(const StatisticsMade& made, bool logarithmic) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.stats.empty");
    const StatisticsTable& table = *made.asked.table;
    charts::Series dots{.name = ui::words("ui.stats.values"), .colour = 0, .dots = true};
    std::vector<double> at;
    for (const statistics::ProbabilityPoint& point : made.one.top_cut.probability) {
        if (logarithmic && !(point.value > 0)) continue;
        dots.points.emplace_back(logarithmic ? std::log10(point.value) : point.value, point.score);
        at.push_back(dots.points.back().x());
    }
    if (dots.points.empty()) return plot;
    plot.x = value_axis(at, element_title(table, made.asked.element), logarithmic);
    plot.left.title = ui::words("ui.stats.share_below");
    plot.left.marks = Axis::Marks::scores;
    plot.left.low = std::floor(dots.points.front().y() * 2) / 2;
    plot.left.high = std::ceil(dots.points.back().y() * 2) / 2;
    if (!(plot.left.high > plot.left.low)) plot.left.low -= 1, plot.left.high += 1;
    plot.series.push_back(std::move(dots));
    const double cap = made.one.top_cut.suggested.cap;
    if (std::isfinite(cap) && (!logarithmic || cap > 0)) {
        const double x = logarithmic ? std::log10(cap) : cap;
        plot.series.push_back({.name = ui::words("ui.stats.cap", {{"cap", ui::number_text(cap).toStdString()}}),
                               .points = {{x, plot.left.low}, {x + 1e-9 * std::max(1.0, std::abs(x)), plot.left.high}},
                               .colour = 1,
                               .dashed = true});
    }
    return plot;
}

charts::Boxes boxes_of(const StatisticsMade& made, bool logarithmic) {
    charts::Boxes boxes;
    const StatisticsTable& table = *made.asked.table;
    boxes.empty_note = ui::words(made.asked.by.empty() ? "ui.stats.no_kinds" : "ui.stats.empty");
    boxes.title = ui::words("statistics.boxes");
    boxes.count_name = ui::words("cli.stats.count");
    boxes.median_name = ui::words("ui.stats.median");
    boxes.mean_name = ui::words("cli.stats.mean");
    boxes.more = ui::words("ui.stats.more_boxes");
    std::vector<double> ends;
    for (const report::ClassBox& one : made.boxes) {
        const statistics::Box& b = one.box;
        const QString name = one.code.empty() ? ui::words("statistics.no_code") : QString::fromStdString(one.code);
        boxes.rows.push_back({name, b.low, b.low_whisker, b.low_quartile, b.median, b.mean, b.high_quartile, b.high_whisker, b.high, static_cast<double>(b.count)});
        for (const double value : {b.low, b.low_whisker, b.low_quartile, b.high})
            if (!logarithmic || value > 0) ends.push_back(logarithmic ? std::log10(value) : value);
    }
    boxes.x = value_axis(ends, element_title(table, made.asked.element), logarithmic);
    return boxes;
}

charts::HeatMap matrix_map(const statistics::CorrelationMatrix& matrix) {
    charts::HeatMap map;
    map.empty_note = ui::words("ui.stats.few_elements");
    if (matrix.size() < 2) return map;
    static constexpr const char* keys[] = {"cli.stats.pearson", "cli.stats.spearman", "cli.stats.log_ratio"};
    map.title = ui::words("statistics.correlation", {{"which", ui::words(keys[static_cast<std::size_t>(matrix.coefficient)]).toStdString()}});
    map.scale = charts::HeatMap::Scale::diverging;
    map.low = -1;
    map.high = 1;
    map.square = true;
    map.limit_name = ui::words("ui.stats.star");
    for (const std::string& name : matrix.name) map.rows.push_back(QString::fromStdString(name));
    map.columns = map.rows;
    for (std::size_t a = 0; a < matrix.size(); ++a) {
        map.values.emplace_back();
        map.texts.emplace_back();
        for (std::size_t b = 0; b < matrix.size(); ++b) {
            const double r = matrix.at(a, b), p = matrix.p[a * matrix.size() + b];
            map.values.back().push_back(r);
            map.texts.back().push_back(a == b ? QString() : QString::number(r, 'f', 2) + (p < 0.01 ? "*" : ""));
        }
    }
    return map;
}

charts::Plot contact_plot(const StatisticsMade& made) {
    charts::Plot plot;
    const StatisticsTable& table = *made.asked.table;
    plot.empty_note = ui::words(!table.samples ? "ui.stats.no_contacts_of_blocks" : made.asked.by.empty() ? "ui.stats.no_kinds" : "ui.stats.no_contacts");
    const report::RowClasses* classes = table.classes_of(made.asked.by);
    if (made.contact.profile.empty() || classes == nullptr) return plot;
    plot.x = {ui::words("ui.stats.contact_distance"), made.contact.profile.front().from_m, made.contact.profile.back().to_m};
    plot.left.title = element_title(table, made.asked.element);
    plot.counted = ui::words("statistics.rows");
    for (const bool above : {false, true}) {
        const std::int32_t code = above ? made.contact.pair.b : made.contact.pair.a;
        const QString name = ui::code_words(classes->name, classes->codes[static_cast<std::size_t>(code)]);
        charts::Series line{.name = name, .colour = above ? 1 : 0}, dots{.name = name, .colour = above ? 1 : 0, .dots = true};
        for (const statistics::ContactBin& bin : made.contact.profile) {
            const double at = (bin.from_m + bin.to_m) / 2;
            if ((at > 0) != above || bin.count == 0) continue;
            line.points.emplace_back(at, bin.mean);
            dots.points.emplace_back(at, bin.mean);
            dots.counts.push_back(static_cast<double>(bin.count));
        }
        dots.name = ui::words("ui.stats.bins_of", {{"side", name.toStdString()}});
        if (line.points.empty()) continue;
        plot.series.push_back(std::move(line));
        plot.series.push_back(std::move(dots));
    }
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

charts::Bars enrichment_bars(const StatisticsMade& made) {
    charts::Bars bars;
    bars.empty_note = ui::words("ui.stats.no_kinds");
    bars.title = ui::words("ui.stats.enrichment_title", {{"element", made.asked.table->elements[made.asked.element]}});
    bars.undefined = ui::words("ui.stats.no_mean");
    bars.factors = true;
    for (std::size_t n = 1; n < made.enrichment.rows.size(); ++n) {
        const statistics::EnrichmentRow& row = made.enrichment.rows[n];
        if (row.assayed == 0) continue;
        charts::Bar bar{.label = QString::fromStdString(made.enrichment.groups[n - 1])};
        if (std::isfinite(row.factor_to_all)) bar.value = row.factor_to_all;
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

charts::Cloud biplot(const StatisticsMade& made, const std::vector<std::uint8_t>& keep) {
    charts::Cloud cloud;
    cloud.empty_note = ui::words("ui.stats.no_axes");
    cloud.all_name = ui::words("ui.stats.all");
    cloud.kept_name = ui::words("ui.stats.kept");
    if (!made.scores) return cloud;
    cloud.points = made.scores;
    cloud.keep = keep;
    const auto& first = made.components.component[0];
    const auto& second = made.components.component[1];
    const auto title = [](int number, double share) {
        return ui::words("ui.stats.axis", {{"number", std::to_string(number)}, {"share", ui::percent_text(share, 0).toStdString()}});
    };
    cloud.x = value_axis(made.scores->x, title(1, first.share), false);
    cloud.y = value_axis(made.scores->y, title(2, second.share), false);
    // Arrows as long as the cloud is wide: loadings have no unit.
    double longest = 0;
    for (std::size_t p = 0; p < made.components.part.size(); ++p) longest = std::max(longest, std::hypot(first.loading[p], second.loading[p]));
    const double room = 0.85 * std::min({-cloud.x.low, cloud.x.high, -cloud.y.low, cloud.y.high});
    for (std::size_t p = 0; p < made.components.part.size() && longest > 0 && room > 0; ++p)
        cloud.arrows.push_back({first.loading[p] / longest * room, second.loading[p] / longest * room, QString::fromStdString(made.components.part[p])});
    return cloud;
}

charts::HeatMap variogram_heat(const StatisticsMade& made) {
    charts::HeatMap map;
    map.empty_note = ui::words(made.asked.table->samples ? "ui.stats.empty" : "ui.stats.no_map_of_blocks");
    const geostat::VariogramMap& seen = made.map;
    if (seen.side == 0) return map;
    map.scale = charts::HeatMap::Scale::linear;
    map.square = true;
    map.low = 0;
    map.high = 1.5 * (seen.variance > 0 ? seen.variance : 1);
    map.title = ui::words("ui.stats.map_title", {{"element", made.asked.table->elements[made.asked.element]}});
    const int half = seen.side / 2;
    const auto metres = [&](int cell) { return QString::fromStdString(base::number(cell * seen.cell_m, 4)); };
    const bool level = made.asked.plane == MapPlane::level;
    const bool northward = made.asked.plane == MapPlane::along_north;
    map.x_title = ui::words(northward ? "ui.stats.map_north" : "ui.stats.map_east");
    map.y_title = ui::words(level ? "ui.stats.map_north" : "ui.stats.map_down");
    // Level: north up, east to the right. Section: along it to the right, down downwards.
    for (int r = -half; r <= half; ++r) {
        map.rows.push_back(metres(level ? -r : r));
        map.values.emplace_back();
        for (int c = -half; c <= half; ++c) map.values.back().push_back(level ? seen.gamma[seen.at(-r, c)] : seen.gamma[seen.at(c, r)]);
    }
    for (int c = -half; c <= half; ++c) map.columns.push_back(metres(c));
    return map;
}

std::shared_ptr<const charts::CloudPoints> scatter_points(const StatisticsTable& table, std::size_t x, std::size_t y, bool logarithmic) {
    auto points = std::make_shared<charts::CloudPoints>();
    points->x.assign(table.value[x].begin(), table.value[x].end());
    points->y.assign(table.value[y].begin(), table.value[y].end());
    if (logarithmic)
        for (auto* values : {&points->x, &points->y})
            for (double& value : *values) value = value > 0 ? std::log10(value) : std::nan("");
    for (std::size_t n = 0; n < points->x.size(); ++n)
        if (!std::isfinite(points->x[n] + points->y[n])) points->x[n] = points->y[n] = std::nan("");
    return points;
}

}  // namespace orelens::pages
