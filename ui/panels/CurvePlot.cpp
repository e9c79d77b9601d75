#include "ui/panels/CurvePlot.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

constexpr int curve_points = 200;

}  // namespace

void fill_quantities(QComboBox& combo, const ui::Document& document) {
    const QSignalBlocker quiet(&combo);
    const int chosen = std::max(0, combo.currentIndex());
    combo.clear();
    combo.addItem(ui::words("ui.curve.tonnes_and_grade"), 0);
    if (const auto curve = document.price().answer().curve)
        for (std::size_t n = 0; n < curve->elements().size(); ++n)
            combo.addItem(ui::words("ui.curve.metal_of", {{"element", curve->elements()[n]}}),
                          static_cast<int>(n) + 1);
    combo.setCurrentIndex(std::min(chosen, combo.count() - 1));
}

charts::Plot curve_plot(const ui::Document& document, int quantity, double low, double high) {
    const ui::Answer answer = document.price().answer();
    if (answer.curve) {
        charts::Plot plot = curve_plot(*answer.curve, answer.commodity, answer.unit, quantity, low, high);
        const project::Project& project = document.project();
        const auto& band = project.results.simulation.band;
        const auto& deck = project.results.value.deck;
        // Of the same test as the curve, and not of older parameters beside newer ones.
        if (answer.all_prices) plot.x.title += " · " + ui::words("ui.curve.together");
        if (band && deck && !answer.all_prices && deck->test == answer.test && (answer.older || project.current("uncertainty")))
            add_band(plot, *band, *answer.curve, quantity, low, high);
        if (const auto& part = document.filter().curve(); part != nullptr && !answer.older)
            add_part(plot, *part, *answer.curve, quantity, low, high);
        if (answer.inside != nullptr && !answer.older)
            add_inside(plot, *answer.inside, *answer.curve, quantity, low, high, inside_stopes(project),
                       project::lowest_pit_price(project.results));
        return plot;
    }
    charts::Plot plot;
    plot.empty_note = ui::words(!document.open()                       ? "ui.usable.no_project"
                                : document.price().commodity().empty() ? "ui.usable.no_curve"
                                                                       : "ui.usable.not_run");
    return plot;
}

charts::Plot curve_plot(const economics::UsableCurve& curve, const std::string& commodity,
                        const std::string& price_unit, int quantity, double low, double high) {
    charts::Plot plot;
    const auto totals = curve.sample(low, high, curve_points);
    const auto& elements = curve.elements();
    const auto main = std::find(elements.begin(), elements.end(), commodity);
    const std::size_t element = quantity > 0 ? static_cast<std::size_t>(quantity) - 1
                                             : static_cast<std::size_t>(main - elements.begin());
    const auto mass = [&](const economics::UsableTotals& t) {
        return quantity > 0 && element < t.metal_tonnes.size() ? t.metal_tonnes[element] : t.tonnes;
    };
    double largest = 0;
    for (const auto& t : totals) largest = std::max(largest, mass(t));
    const ui::MassUnit scale = ui::mass_unit(largest);  // one for the whole axis
    charts::Series amount, grade;
    amount.filled = true;
    grade.colour = 1;
    grade.right = grade.dashed = true;
    const bool with_grade = element < elements.size();
    for (const auto& t : totals) {
        amount.points.emplace_back(t.price, mass(t) / scale.tonnes);
        if (with_grade) grade.points.emplace_back(t.price, t.grade[element]);
    }
    amount.name = quantity > 0
                      ? ui::words("ui.curve.metal", {{"element", elements[element]}, {"unit", scale.name}})
                      : ui::words("ui.curve.tonnes", {{"unit", scale.name}});
    plot.x = {ui::words("ui.curve.price", {{"commodity", commodity}, {"unit", price_unit}}), low, high};
    plot.left.title = amount.name;
    plot.series.push_back(std::move(amount));
    charts::fit_axis(plot.left, plot.series, false);
    if (with_grade) {
        grade.name =
            ui::words("ui.curve.grade", {{"element", elements[element]}, {"unit", curve.units()[element]}});
        plot.right.title = grade.name;
        plot.has_right = true;
        plot.series.push_back(std::move(grade));
        charts::fit_axis(plot.right, plot.series, true);
    }
    return plot;
}

void add_band(charts::Plot& plot, const project::CurveBand& band, const economics::UsableCurve& curve, int quantity,
              double low, double high) {
    const auto& elements = curve.elements();
    const bool metal = quantity > 0;
    if (metal && (static_cast<std::size_t>(quantity) > elements.size() ||
                  elements[static_cast<std::size_t>(quantity) - 1] != band.element))
        return;
    double largest = 0;
    for (const economics::UsableTotals& t : curve.sample(low, high, curve_points))
        largest = std::max(largest, metal ? t.metal_tonnes[static_cast<std::size_t>(quantity) - 1] : t.tonnes);
    const double scale = ui::mass_unit(largest).tonnes;
    charts::Series wash, middle;
    wash.colour = middle.colour = 2;
    wash.name = ui::words("ui.curve.band");
    middle.name = ui::words("ui.curve.median");
    middle.dashed = true;
    const auto& spread = metal ? band.metal : band.tonnes;
    for (std::size_t n = 0; n < band.price.size(); ++n) {
        if (band.price[n] < low || band.price[n] > high) continue;
        wash.points.emplace_back(band.price[n], spread[n].p90 / scale);
        wash.base.emplace_back(band.price[n], spread[n].p10 / scale);
        middle.points.emplace_back(band.price[n], spread[n].p50 / scale);
    }
    if (wash.points.size() < 2) return;
    plot.series.push_back(std::move(wash));
    plot.series.push_back(std::move(middle));
    charts::fit_axis(plot.left, plot.series, false);
}

namespace {

/// A curve of some of the blocks of `whole`, on its axis.
void add_curve(charts::Plot& plot, const economics::UsableCurve& part, const economics::UsableCurve& whole, int quantity,
               double low, double high, charts::Series line) {
    const auto mass = [quantity](const economics::UsableTotals& t) {
        const auto element = static_cast<std::size_t>(std::max(0, quantity - 1));
        return quantity > 0 && element < t.metal_tonnes.size() ? t.metal_tonnes[element] : t.tonnes;
    };
    if (quantity > static_cast<int>(part.elements().size()) || part.elements() != whole.elements()) return;
    double largest = 0;
    for (const economics::UsableTotals& t : whole.sample(low, high, curve_points)) largest = std::max(largest, mass(t));
    const double scale = ui::mass_unit(largest).tonnes;
    for (const economics::UsableTotals& t : part.sample(low, high, curve_points))
        line.points.emplace_back(t.price, mass(t) / scale);
    plot.series.push_back(std::move(line));
}

}  // namespace

void add_part(charts::Plot& plot, const economics::UsableCurve& part, const economics::UsableCurve& whole,
              int quantity, double low, double high) {
    add_curve(plot, part, whole, quantity, low, high, {.name = ui::words("ui.curve.kept"), .colour = 3});
}

bool inside_stopes(const project::Project& project) {
    const auto& study = project.results.pits.study;
    return study && study->mining_width_m > 0;
}

void add_inside(charts::Plot& plot, const economics::UsableCurve& inside, const economics::UsableCurve& whole,
                int quantity, double low, double high, bool stopes, double from) {
    const std::size_t first = plot.series.size();
    add_curve(plot, inside, whole, quantity, low, high,
              {.name = ui::words(stopes ? "ui.curve.inside_stopes" : "ui.curve.inside"), .colour = 4});
    for (std::size_t n = first; n < plot.series.size(); ++n)
        for (QPointF& point : plot.series[n].points)
            if (point.x() < from) point.setY(std::numeric_limits<double>::quiet_NaN());
}

void add_scenarios(charts::Plot& plot,
                   const std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>>& curves,
                   const economics::UsableCurve& whole, int quantity, double low, double high) {
    int colour = 1;
    for (const auto& [name, curve] : curves) {
        if (curve == nullptr || colour > static_cast<int>(most_scenarios)) continue;
        // Grade keeps the second colour, which is dashed too: a scenario's line is whole.
        add_curve(plot, *curve, whole, quantity, low, high, {.name = QString::fromStdString(name), .colour = ++colour});
    }
    charts::fit_axis(plot.left, plot.series, false);
}

std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>> category_curves(
    const ui::Document& document) {
    std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>> curves;
    if (!document.open()) return curves;
    const project::Project& project = document.project();
    const auto& parts = project.results.value.curves_by_category;
    const auto& deck = project.results.value.deck;
    const ui::Answer answer = document.price().answer();
    if (!parts || !deck || !answer.curve || answer.older || answer.all_prices || answer.test != deck->test) return curves;
    const economics::Commodity* main = economics::main_commodity(*deck);
    if (main == nullptr || answer.commodity != main->name) return curves;
    const auto classes = geostat::class_codes();
    const bool by_class = project.category_column() == geostat::class_column;
    for (const auto& [code, curve] : *parts) {
        if (curve.total().blocks == 0) continue;
        const bool named = by_class && std::ranges::find(classes, code) != classes.end();
        const std::string name = code.empty() ? ui::words("report.no_category").toStdString()
                                 : named      ? ui::words(("report.class." + code).c_str()).toStdString()
                                              : code;
        curves.emplace_back(name, std::shared_ptr<const economics::UsableCurve>(parts, &curve));
    }
    std::ranges::stable_sort(curves, std::ranges::greater(), [](const auto& one) { return one.second->total().tonnes; });
    return curves;
}

QStringList usable_row(const economics::UsableCurve& curve, const economics::UsableTotals& now,
                       const economics::UsableTotals& all, std::size_t element) {
    const double metal = now.metal_tonnes[element], whole = all.metal_tonnes[element];
    return {QString::fromStdString(curve.elements()[element]),
            ui::number_text(now.grade[element]) + " " + QString::fromStdString(curve.units()[element]),
            ui::tonnes_text(metal), whole > 0 ? ui::percent_text(metal / whole, 1) : QStringLiteral("–")};
}

}  // namespace orelens::panels
