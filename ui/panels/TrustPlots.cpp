// The charts of TrustPanel.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/project/Potential.h"
#include "ui/Words.h"
#include "ui/panels/TrustPanel.h"

namespace orelens::panels {
namespace {

using project::MethodNote;
constexpr double percent_of = 100;

charts::Series line_for(const MethodNote& method, int colour) {
    charts::Series series;
    series.name = QString::fromStdString(method.name);
    series.colour = colour;
    series.dashed = method.baseline;
    return series;
}

/// What a curve of a method goes through.
std::vector<QPointF> points_of(const MethodNote& method, TrustCurve curve) {
    std::vector<QPointF> points;
    switch (curve) {
        case TrustCurve::prediction:
            for (const auto& [share, captured] : method.prediction) points.emplace_back(percent_of * share, percent_of * captured);
            break;
        case TrustCurve::success:
            for (const auto& [share, captured] : method.success) points.emplace_back(percent_of * share, percent_of * captured);
            break;
        case TrustCurve::roc:
            for (const auto& [wrong, right, precision] : method.roc) points.emplace_back(percent_of * wrong, percent_of * right);
            break;
        case TrustCurve::precision:
            for (const auto& [wrong, right, precision] : method.roc)
                if (right > 0) points.emplace_back(percent_of * right, percent_of * precision);
            break;
        case TrustCurve::reliability:
            for (const auto& [count, mean, observed] : method.reliability)
                if (count > 0) points.emplace_back(mean, observed);
            break;
        case TrustCurve::contrast: break;
    }
    return points;
}

charts::Plot contrast_plot(const project::ContrastTable& table) {
    charts::Plot plot;
    const QString contrast = ui::words("ui.trust.contrast"), studentised = ui::words("ui.trust.studentised");
    charts::Series first{.name = contrast, .points = {}, .colour = 0, .base = {}}, second{.name = studentised, .points = {}, .colour = 1, .dashed = true, .base = {}};
    double last = 0;
    for (const project::ContrastRow& row : table.rows) {
        first.points.emplace_back(row.cls, row.contrast);
        second.points.emplace_back(row.cls, row.studentised);
        last = std::max(last, static_cast<double>(row.cls));
    }
    plot.x = {ui::words("ui.trust.class_of", {{"layer", table.layer}}), 0, std::max(1.0, last), {}};
    plot.left.title = contrast + " · " + studentised;
    plot.series = {std::move(first), std::move(second)};
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

}  // namespace

charts::Plot trust_plot(const project::PredictionResult& result, TrustCurve curve, std::size_t layer) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.trust.no_curve");
    if (curve == TrustCurve::contrast) return layer < result.contrasts.size() ? contrast_plot(result.contrasts[layer]) : plot;
    static constexpr std::array x_keys{"ui.trust.volume_share", "ui.trust.volume_share", "ui.trust.false_rate", "ui.trust.true_rate", "ui.trust.predicted"};
    static constexpr std::array y_keys{"ui.trust.captured", "ui.trust.captured", "ui.trust.true_rate", "ui.trust.precision", "ui.trust.observed"};
    const auto at = static_cast<std::size_t>(curve);
    const bool share = curve == TrustCurve::reliability;
    plot.x = {ui::words(x_keys[at]), 0, share ? 1.0 : percent_of, {}};
    plot.left = {ui::words(y_keys[at]), 0, share ? 1.0 : percent_of, {}};
    int colour = 0;
    for (const MethodNote& method : result.methods) {
        charts::Series series = line_for(method, colour++ % 8);
        if (!method.refused.empty() || (share && method.baseline)) continue;
        series.points = points_of(method, curve);
        if (!series.points.empty()) plot.series.push_back(std::move(series));
    }
    if (share && !plot.series.empty()) plot.series.push_back({.name = ui::words("ui.trust.ideal"), .points = {{0, 0}, {1, 1}}, .colour = 7, .dashed = true, .base = {}});
    return plot;
}

}  // namespace orelens::panels
