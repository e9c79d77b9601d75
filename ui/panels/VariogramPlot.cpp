#include "ui/panels/VariogramPlot.h"

#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

using geostat::Structure;
using geostat::Variogram;
using geostat::VariogramFit;
using project::DraftCurve;
using project::DraftWay;

constexpr int model_points = 160;

/// Of the measure in hand: the one of the fit, else grades.
const char* gamma_words(const VariogramFit* as_fitted) {
    if (as_fitted == nullptr || as_fitted->scale == geostat::FitScale::grade) return "ui.variogram.gamma";
    return as_fitted->scale == geostat::FitScale::normal_scores ? "ui.variogram.gamma_scores" : "ui.variogram.gamma_relative";
}

charts::Series dots_of(const DraftCurve& curve, int colour) {
    charts::Series dots{.name = ui::words(words_of(curve.way)), .colour = colour, .dots = true};
    for (const geostat::LagPoint& point : curve.points.points) {
        if (!(point.distance_m > 0) && point.pairs == 0) continue;
        dots.points.emplace_back(point.distance_m, point.gamma);
        dots.counts.push_back(static_cast<double>(point.pairs));
    }
    return dots;
}

void set_range(Structure& one, DraftWay way, double range) {
    geostat::Anisotropy& shape = one.shape;
    if (way == DraftWay::major) shape.range_major_m = range;
    else if (way == DraftWay::semi) shape.range_semi_m = range;
    else if (way == DraftWay::minor) shape.range_minor_m = range;
    else {
        const double by = range / range_along(one, way);
        shape.range_major_m *= by;
        shape.range_semi_m *= by;
        shape.range_minor_m *= by;
    }
}

}  // namespace

const char* words_of(DraftWay way) {
    switch (way) {
        case DraftWay::downhole: return "ui.variogram.downhole";
        case DraftWay::any: return "ui.variogram.any";
        case DraftWay::major: return "ui.variogram.major";
        case DraftWay::semi: return "ui.variogram.semi";
        case DraftWay::minor: return "ui.variogram.minor";
    }
    return "ui.variogram.any";
}

double range_along(const Structure& one, DraftWay way) {
    const geostat::Anisotropy& shape = one.shape;
    if (way == DraftWay::major) return shape.range_major_m;
    if (way == DraftWay::semi) return shape.range_semi_m;
    if (way == DraftWay::minor) return shape.range_minor_m;
    return std::cbrt(shape.range_major_m * shape.range_semi_m * shape.range_minor_m);
}

QString short_number(double value) {
    return ui::number_text(value, 3);
}

charts::Plot variogram_plot(const Variogram& model, const std::vector<DraftCurve>& curves, double reach_m, const VariogramFit* as_fitted) {
    charts::Plot plot;
    plot.x = {ui::words("ui.variogram.distance"), 0, reach_m > 0 ? reach_m : 100};
    plot.left.title = ui::words(gamma_words(as_fitted));
    plot.counted = ui::words("ui.variogram.pairs");
    std::vector<DraftWay> ways;
    for (const DraftCurve& curve : curves) {
        plot.series.push_back(dots_of(curve, static_cast<int>(ways.size())));
        ways.push_back(curve.way);
    }
    const bool directions = std::ranges::find(ways, DraftWay::major) != ways.end();
    for (std::size_t n = 0; n < std::max<std::size_t>(1, ways.size()); ++n) {
        const DraftWay along = ways.empty() ? DraftWay::any : ways[n];
        // Down the holes is no axis of the model.
        if (along == DraftWay::downhole && ways.size() > 1) continue;
        charts::Series line{.name = directions ? ui::words("ui.variogram.model_along", {{"axis", ui::words(words_of(along)).toStdString()}})
                                               : ui::words("ui.variogram.model"),
                            .colour = static_cast<int>(n)};
        for (int k = 0; k <= model_points; ++k) {
            const double h = plot.x.high * k / model_points;
            line.points.emplace_back(h, k == 0 ? model.nugget : project::draft_gamma(model, along, h));
        }
        plot.series.push_back(std::move(line));
    }
    // Relative differences have no variance that is known beforehand.
    const bool relative = as_fitted != nullptr && as_fitted->scale == geostat::FitScale::pairwise_relative;
    if (!relative && !curves.empty() && curves.back().points.variance > 0) {
        const double variance = curves.back().points.variance;
        plot.series.push_back({.name = ui::words("ui.variogram.variance"), .points = {{0, variance}, {plot.x.high, variance}}, .colour = 5, .dashed = true});
    }
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

std::vector<charts::Handle> variogram_handles(const Variogram& model, DraftWay way) {
    std::vector<charts::Handle> handles;
    handles.push_back({ui::words("ui.variogram.nugget", {{"value", short_number(model.nugget).toStdString()}}), 0, model.nugget, false, true});
    double sill = model.nugget;
    for (std::size_t n = 0; n < model.structures.size(); ++n) {
        const Structure& one = model.structures[n];
        sill += one.sill;
        handles.push_back({ui::words("ui.variogram.structure", {{"number", std::to_string(n + 1)},
                                                                {"range", short_number(range_along(one, way)).toStdString()},
                                                                {"sill", short_number(one.sill).toStdString()}}),
                           range_along(one, way), sill});
    }
    return handles;
}

std::optional<Variogram> with_handle_at(Variogram model, int handle, DraftWay way, double range_m, double gamma) {
    if (handle == 0) {
        const double top = model.structures.empty() ? gamma : model.nugget + model.structures.front().sill;
        const double nugget = std::clamp(gamma, 0.0, std::max(0.0, top));
        if (!model.structures.empty()) model.structures.front().sill = top - nugget;
        model.nugget = nugget;
        return model;
    }
    const auto n = static_cast<std::size_t>(handle - 1);
    if (n >= model.structures.size()) return std::nullopt;
    Structure& own = model.structures[n];
    double below = model.nugget;
    for (std::size_t k = 0; k < n; ++k) below += model.structures[k].sill;
    double top = std::max(gamma, below);
    if (n + 1 < model.structures.size()) {
        Structure& next = model.structures[n + 1];
        const double both = below + own.sill + next.sill;
        top = std::min(top, both);
        next.sill = both - top;
    }
    own.sill = top - below;
    set_range(own, way, range_m);
    return model;
}

}  // namespace orelens::panels
