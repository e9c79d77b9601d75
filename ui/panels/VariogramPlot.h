// The picture of a variogram: what the samples say beside the model, and the handles by which the model is shaped.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/project/VariogramDraft.h"
#include "ui/charts/HandlePlot.h"

namespace orelens::panels {

/// Words of a direction: "ui.variogram.downhole" and so on.
const char* words_of(project::DraftWay way);
/// Of one structure along an axis; the geometric mean of its three where no axis is meant.
double range_along(const geostat::Structure& one, project::DraftWay way);
/// Three digits that count.
QString short_number(double value);

/// Points of `curves` and the line of `model` along each of their directions, both in one measure: that of `as_fitted`,
/// or, where it is null, of grades. `reach_m` is how far it is drawn.
charts::Plot variogram_plot(const geostat::Variogram& model, const std::vector<project::DraftCurve>& curves, double reach_m,
                            const geostat::VariogramFit* as_fitted);
/// The nugget, then the range and sill of each structure, the range along `way`.
std::vector<charts::Handle> variogram_handles(const geostat::Variogram& model, project::DraftWay way);
/// The model once a handle was moved to a range and a semivariance. Each moves its own point: what a sill gains, its
/// neighbour gives, and the last one the total. Nothing for a handle that is not there.
std::optional<geostat::Variogram> with_handle_at(geostat::Variogram model, int handle, project::DraftWay way, double range_m, double gamma);

}  // namespace orelens::panels
