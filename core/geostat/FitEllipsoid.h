// How far the data carry an anisotropy: the ellipsoids of a bootstrap by hole, put together so that what they do
// not agree on vanishes. Internal to the automatic fit.
#pragma once

#include <array>
#include <vector>

#include "core/geostat/FitModel.h"

namespace orelens::geostat {

/// The mean of the replicates' stretches, shrunk towards a sphere by 1 − 2·(its variance)/(its square), not below 0
/// (James & Stein; twice, as the axes are those along which chance is largest). All axes shrink alike, so that the
/// shape does not jump where replicates change a little. `variance`: of chance that they do not show, as they all see
/// the one deposit. Ratios of neighbouring axes below 1.15 become 1.
Stretch agreed(const std::vector<Stretch>& replicates, double variance);

/// A stretch along one unit axis: exp(−2/3·log_ratio) along it, exp(+1/3·log_ratio) across, so that ranges across
/// are exp(log_ratio) times those along it.
Stretch flattened(const std::array<double, 3>& axis, double log_ratio);

/// The axis across the plane in which samples above the cutoff lie: the shortest principal axis of their places.
/// Nothing (a zero vector) for fewer than 8 of them, where they are no flatter than 1.5 to 1, or no flatter than all
/// samples are by a fifth: then it is the drilling that is flat.
std::array<double, 3> across_rich_plane(const std::vector<std::array<double, 3>>& places,
                                        const std::vector<double>& values, double cutoff);

}  // namespace orelens::geostat
