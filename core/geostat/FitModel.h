// Least squares of nested structures to semivariances, with bounds; deterministic. First along one distance, then
// with the ellipsoid that makes all directions one.
#pragma once

#include <array>
#include <vector>

#include "core/base/Progress.h"
#include "core/geostat/LagMap.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// Shapes of a curve that the automatic fit chooses from, the simplest first.
enum class Family { spherical, two_spherical };

/// nugget + sill·((1 − share)·s(t/range) + share·s(h/short)), s spherical: h is the distance, t the distance with the
/// directions made one (`reduced_distance`). The short structure is the same in all directions: at that scale pairs
/// mostly lie along holes, and nothing is known of the others.
struct Nest {
    Family family = Family::spherical;
    double nugget = 0;
    double sill = 1;      ///< of the structures together
    double share = 0;     ///< of the short structure; 0 without one
    double range_m = 1;   ///< of the long one, geometric mean of its axes
    double short_m = 1;   ///< at most 0.6 of the long one
    [[nodiscard]] double at(double h, double t) const;
    [[nodiscard]] double total() const { return nugget + sill; }
};

/// One semivariance with its weight in the fit.
struct FitPoint {
    double h = 0, t = 0, gamma = 0, weight = 0;
};

struct FitBounds {
    double variance = 1;                   ///< sills are between 5 and 150 % of it
    double shortest_m = 1, longest_m = 1;  ///< of ranges
};

struct NestFit {
    Nest nest;
    double error = 0;  ///< weighted mean squared residual over variance²
};

/// The best of a few fixed starts. A nugget that is NaN is fitted too, from 0 to 95 % of the variance.
NestFit fit_nest(const std::vector<FitPoint>& points, Family family, double nugget, const FitBounds& bounds);

/// Symmetric with trace 0: logarithms of the axes' ranges over their geometric mean, as xx, yy, xy, xz, yz.
using Stretch = std::array<double, 5>;

struct StretchFit {
    Nest nest;
    Stretch stretch{};
    double error = 0;  ///< as above, plus a small cost of anisotropy
};

/// Distance at which a separation counts: |exp(−stretch)·d|.
double reduced_distance(const Stretch& stretch, const std::array<double, 3>& separation);

/// Cells as from `lag_map`, `gamma` and `weight` for each; the nugget is `start.nest.nugget` and stays.
/// From `start`, and from `start` without stretch.
StretchFit fit_stretch(const std::vector<LagCell>& cells, const std::vector<double>& gamma,
                       const std::vector<double>& weight, const StretchFit& start, const FitBounds& bounds);

/// The ellipsoid of a stretch about a mean range, its axes ordered as by `ordered`.
Anisotropy ellipsoid(const Stretch& stretch, double mean_range_m);
/// The stretch of an ellipsoid, without its mean range.
Stretch stretch_of(const Anisotropy& shape);

/// The model of a nest and a stretch: one or two structures, the short one first.
Variogram variogram_of(const Nest& nest, const Stretch& stretch);

/// The same ellipsoid with major ≥ semi ≥ minor, dip in [0, 90], azimuth in [0, 360), plunge in (−90, 90].
Anisotropy ordered(const Anisotropy& shape);

}  // namespace orelens::geostat
