// How grids, variograms and summaries of estimates are archived.
#pragma once

#include <cmath>

#include "core/blocks/GridGeometry.h"
#include "core/geostat/Coregionalisation.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Fit.h"
#include "core/project/DomainVariograms.h"
#include "core/project/IndicatorVariograms.h"
#include "core/project/stages/FieldsBase.h"
#include "core/project/stages/FieldsStatistics.h"

namespace orelens::blocks {
template <class A>
void fields(A& archive, GridGeometry& geometry) {
    auto& [origin, block_size, count, azimuth, dip, roll] = geometry;
    archive(origin, block_size, count, azimuth, dip, roll);
}
inline bool sound(const GridGeometry& geometry) {
    bool good = true;
    for (int axis = 0; axis < 3; ++axis)
        good = good && geometry.count[axis] >= 1 && geometry.block_size[axis] > 0 &&
               std::isfinite(geometry.block_size[axis]) && std::isfinite(geometry.origin[axis]);
    return good && std::isfinite(geometry.azimuth_deg) && std::isfinite(geometry.dip_deg) &&
           std::isfinite(geometry.roll_deg);
}
}  // namespace orelens::blocks

namespace orelens::geostat {
template <class A>
void fields(A& archive, Anisotropy& shape) {
    auto& [azimuth, dip, plunge, major, semi, minor] = shape;
    archive(azimuth, dip, plunge, major, semi, minor);
}
template <class A>
void fields(A& archive, Structure& structure) {
    auto& [type, sill, shape] = structure;
    archive(type, sill, shape);
}
template <class A>
void fields(A& archive, Variogram& variogram) {
    auto& [nugget, structures] = variogram;
    archive(nugget, structures);
}
template <class A>
void fields(A& archive, Coregionalisation::Nested& nested) {
    auto& [type, shape, sills] = nested;
    archive(type, shape, sills);
}
template <class A>
void fields(A& archive, Coregionalisation& model) {
    auto& [elements, nugget, structures] = model;
    archive(elements, nugget, structures);
}
template <class A>
void fields(A& archive, KnownCoregionalisation& known) {
    auto& [model, moved] = known;
    archive(model, moved);
}
inline bool sound(const std::vector<KnownCoregionalisation>& all) {
    for (const KnownCoregionalisation& one : all)
        if (!check_coregionalisation(one.model)) return false;
    return true;
}
template <class A>
void fields(A& archive, LagRule& rule) {
    auto& [lag, lags, tolerance, downhole, direction, angle_tolerance, bandwidth, sector, dip_tolerance,
           vertical_bandwidth, classes, longest] = rule;
    archive(lag, lags, tolerance, downhole, direction, angle_tolerance, bandwidth, sector, dip_tolerance,
            vertical_bandwidth, classes, longest);
}
template <class A>
void fields(A& archive, LagPoint& point) {
    auto& [distance, gamma, pairs] = point;
    archive(distance, gamma, pairs);
}
template <class A>
void fields(A& archive, ExperimentalVariogram& experimental) {
    auto& [element, rule, variance, head_share, points, measure, scale, second] = experimental;
    archive(element, rule, variance, head_share, points, measure, scale, second);
}
template <class A>
void fields(A& archive, VariogramFit& fit) {
    auto& [model, fitted, scale, experimental, weighted_error, note, is_default, at_one_place, copies, top_cut,
           directions, range_low, range_high, nearest, reach, rises, spacing, pairs_ratio, near_pairs, steepened] = fit;
    archive(model, fitted, scale, experimental, weighted_error, note, is_default, at_one_place, copies, top_cut,
            directions, range_low, range_high, nearest, reach, rises, spacing, pairs_ratio, near_pairs, steepened);
}
template <class A>
void fields(A& archive, EstimateSummary& summary) {
    auto& [element, samples, places, estimated, per_pass, redundant, negative, beyond, no_secondary, reduced_trend,
           corrected, samples_without_secondary, added_nugget, correlation, cokriging, with, moved, sample_mean,
           estimate_mean, seconds] = summary;
    archive(element, samples, places, estimated, per_pass, redundant, negative, beyond, no_secondary, reduced_trend,
            corrected, samples_without_secondary, added_nugget, correlation, cokriging, with, moved, sample_mean,
            estimate_mean, seconds);
}
}  // namespace orelens::geostat

namespace orelens::project {
template <class A>
void fields(A& archive, DomainFit& one) {
    auto& [element, code, domain, samples, holes, own, fit] = one;
    archive(element, code, domain, samples, holes, own, fit);
}
template <class A>
void fields(A& archive, DomainVariograms& made) {
    auto& [made_from, fits] = made;
    archive(made_from, fits);
}
template <class A>
void fields(A& archive, IndicatorFit& one) {
    auto& [element, threshold, at_or_below, above, own, fit] = one;
    archive(element, threshold, at_or_below, above, own, fit);
}
template <class A>
void fields(A& archive, IndicatorVariograms& made) {
    auto& [made_from, fits] = made;
    archive(made_from, fits);
}
}  // namespace orelens::project
