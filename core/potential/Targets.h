// Targets (靶区): connected voxels above a threshold, with what one must know of each (potential.md §8). Quantities here
// are potential (潜在): expected, with a band, never added to resources.
#pragma once

#include <optional>

#include "core/base/Progress.h"
#include "core/potential/Raster.h"

namespace orelens::potential {

/// Components of a mask, 1 … in the order of their first voxel; 0 = none. connectivity: 6, 18 or 26.
struct Components {
    std::vector<std::int32_t> of;
    std::int32_t count = 0;
};
Components components(const GridGeometry& grid, std::span<const std::uint8_t> mask, int connectivity = 6);

enum class TargetStatus { fresh, extension, drilled_since };

struct TargetRule {
    double threshold = 0.5;
    int connectivity = 6;
    double least_volume_m3 = 0;  ///< below: counted, not listed
    double extension_m = 0;      ///< known ore this near (≤) makes an extension; 0 = one and a half cell edges
};

/// What a target is looked at with; empty lists and null pointers where there is none.
struct TargetData {
    std::span<const float> probability;      ///< NaN = not predicted
    std::span<const std::int8_t> labels;
    std::span<const std::uint8_t> out_of_domain;  ///< DomainGuard bits; empty = not judged
    std::span<const std::uint8_t> excluded;       ///< mined out, classified resource, keep-off: no target
    std::span<const std::uint8_t> drilled_since;  ///< voxels that new holes met
    std::vector<Vec3> workings;
    const Raster* ground = nullptr;
};

struct Target {
    std::int32_t id = 0;     ///< of its component
    std::vector<std::int64_t> voxels;  ///< ascending
    double volume_m3 = 0;
    Vec3 centroid{};         ///< weighted by probability
    double z_min = 0, z_max = 0;          ///< of faces
    double depth_min = 0, depth_max = 0;  ///< of centres below the ground at their place; NaN without ground
    double mean = 0, highest = 0;         ///< probability
    double expected_volume_m3 = 0;        ///< Σ P·V
    double expected_in_domain_m3 = 0;     ///< over in-domain voxels: by this targets are ordered
    double out_of_domain = 0;             ///< share of voxels; NaN where not judged
    double to_ore_m = 0, to_workings_m = 0;  ///< nearest centres; infinity where there is none
    Vec3 axis_sd{};                       ///< principal standard deviations, largest first
    double dip_azimuth_deg = 0, dip_deg = 0;  ///< of the plane across the smallest
    bool has_plane = false;               ///< the two larger are at least 1.5 times the smallest
    std::vector<double> coverage;         ///< share of voxels that each layer covers
    TargetStatus status = TargetStatus::fresh;
};

struct TargetList {
    std::vector<Target> targets;  ///< by expected in-domain volume, largest first
    std::int64_t voxels = 0;      ///< above the threshold
    std::int32_t components = 0, too_small = 0;
    double too_small_m3 = 0;
};

/// Active voxels with P ≥ threshold that are not labelled positive and not excluded. Errors (kind data): a threshold
/// that keeps nothing (the highest score is said) or everything.
base::Expected<TargetList> find_targets(const Evidence& evidence, const TargetData& data, const TargetRule& rule);

/// One target from voxels picked by hand, or of two merged ones.
Target describe_target(const Evidence& evidence, const TargetData& data, const TargetRule& rule, std::vector<std::int64_t> voxels);

/// Expected metal, Σ V·ρ·P·g, with its band over members of an ensemble and resampled grades.
struct Metal {
    double tonnes = 0, low = 0, high = 0;  ///< P10 and P90; NaN without members
    double ore_low_t = 0, ore_high_t = 0;  ///< the same of mineralised rock, Σ V·ρ·P
    double grade_low = 0, grade_high = 0;  ///< the same of drawn mean grades, mass fraction
};
/// grade: mass fraction. members: probability of each voxel of the target, per member, as predicted; grades: one drawn
/// mean per member. Probabilities must be calibrated: for ranks there is no metal.
Metal expected_metal(const Target& target, double block_volume_m3, std::span<const float> probability, double density_t_m3, double grade,
                     const std::vector<std::vector<float>>& members, std::span<const double> grades);

/// Hits of new holes by class of predicted probability: ten equal classes.
struct HitRate {
    std::int64_t voxels = 0, hits = 0;
    double mean = 0;
};
std::vector<HitRate> hit_rates(std::span<const float> probability, std::span<const std::int8_t> new_labels);

}  // namespace orelens::potential
