// Surface layers carried down, by declaration only (potential.md §2): along a dip, with a decay length and a reach. The
// layer is tagged "projected" wherever it is shown.
#pragma once

#include <functional>
#include <limits>

#include "core/base/Progress.h"
#include "core/potential/Raster.h"

namespace orelens::potential {

struct ProjectionRule {
    double dip_azimuth_deg = 0;
    double dip_deg = 90;  ///< 90 = vertical; > 0
    enum class Decay { exponential, linear } decay = Decay::exponential;
    double decay_m = 150;  ///< λ
    double reach_m = 300;  ///< H: deeper is missing
    double background = std::numeric_limits<double>::quiet_NaN();  ///< b; NaN = the layer's median
};

/// Where a voxel looks up-dip to: the outcrop on the true ground, and the depth below it. NaN where the ground is not
/// known there or is as steep as the dip.
struct Outcrop {
    double x = 0, y = 0, depth_m = 0;
};
Outcrop outcrop_of(const Vec3& at, const Raster& ground, const ProjectionRule& rule);

/// b + (v − b)·exp(−h/λ), or max(0, 1 − h/H) for the linear decay.
double projected_value(double value, double depth_m, double background, const ProjectionRule& rule);

/// A layer with `projected` set. Errors (kind usage): a decay or reach that is not above 0, a dip outside 0–90;
/// cancelled.
base::Expected<Layer> project(const GridGeometry& grid, const Raster& surface, const Raster& ground,
                              const ProjectionRule& rule, const base::Progress& progress);
/// The same of anything that has a value at places of the ground (x, y); its background is then the rule's own.
base::Expected<Layer> project(const GridGeometry& grid, const std::function<double(double, double)>& surface, const Raster& ground,
                              const ProjectionRule& rule, const base::Progress& progress);

}  // namespace orelens::potential
