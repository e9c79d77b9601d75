// The steps of the automatic fit on one scale: nugget, family, ellipsoid. Internal to the automatic fit.
#pragma once

#include <optional>
#include <vector>

#include "core/geostat/Fit.h"
#include "core/geostat/FitModel.h"
#include "core/geostat/FitScale.h"
#include "core/geostat/LagMap.h"

namespace orelens::geostat {

struct Found {
    Nest nest;           ///< on the scale of the fit; its range is the mean of the axes'
    Stretch stretch{};
    Directions directions = Directions::none;
    std::vector<Nest> replicate_nest;        ///< of the bootstrap by hole
    std::vector<Stretch> replicate_stretch;  ///< as fitted; all 0 where the ellipsoid was not
    double nearest_m = 0;
    double mean_range_m = 0;  ///< see `mean_range`
    double reach_m = 0;       ///< three times the drill spacing or four times the mean range, within half of the extent
    bool downhole = false;  ///< the nugget comes from pairs of one hole
    bool rises_to_reach = false;
};

/// The range of the spherical model that has the integral of the correlation over all directions, m: an integral, so
/// that a few samples more or less do not move it.
double mean_range(const ScaledSamples& scaled, const HoleWeights& weights, const drilling::DrillSpacing& spacing,
                  const base::Progress& progress);

/// Nothing where cancelled or where there are too few pairs. `at`: of the samples as scaled.
std::optional<Found> find_model(const ScaledSamples& scaled, const std::vector<std::string>& hole_ids,
                                const PlacePairs& at, const FitRule& rule, const drilling::DrillSpacing& spacing,
                                base::Progress& progress);

}  // namespace orelens::geostat
