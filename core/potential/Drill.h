// The hole that tests a target (potential.md §9): every allowed collar, azimuth and dip is tried, the best is kept, and
// the next hole sees what the ones before it will already tell.
#pragma once

#include <array>

#include "core/potential/GridWalk.h"
#include "core/potential/Targets.h"

namespace orelens::potential {

struct Collar {
    std::string name;  ///< of a pad or station; empty on a ground grid
    Vec3 place{};
    bool underground = false;  ///< a station: it may lie below the ground, and no area of the surface forbids it
};

/// Areas of the surface in which no hole may start, as closed outlines (the last point need not repeat the first). A place
/// in any outline, or on its edge, is forbidden: an outline within another forbids as well, which errs to the safe side.
struct ForbiddenAreas {
    std::vector<std::vector<std::array<double, 2>>> outlines;
    [[nodiscard]] bool hold(double x, double y) const;
};

/// A regular grid of collars on the ground, its first at (x, y); places where the ground is not known are left out.
std::vector<Collar> ground_collars(const Raster& ground, double x, double y, double step_m, int columns, int rows);

struct DrillRule {
    std::vector<double> azimuths_deg, dips_deg;  ///< dip positive down, 0–90; 90 is tried once, at azimuth 0
    double longest_m = 700, overshoot_m = 20;
    double least_angle_deg = 45;  ///< between hole and target plane; waived for targets without a plane
    double kappa = 0.05;          ///< cost of a metre in probability-metres
    std::vector<Vec3> keep_off;   ///< workings and existing holes, as points along them
    double keep_off_m = 0;
    double influence_m = 50;      ///< voxels this near to a chosen hole are told by it
    int holes = 1;                ///< per target
    double budget_m = 0;          ///< of all holes; 0 = no limit
    ForbiddenAreas forbidden;
};

/// Azimuths 0, 15 … 345 and dips 50, 55 … 85 and 90.
DrillRule usual_drill_rule();

struct ProposedHole {
    std::string name;          ///< "T1-1"
    std::size_t target = 0;    ///< index in the list
    std::string pad;
    Vec3 collar{};
    double azimuth_deg = 0, dip_deg = 0, length_m = 0;
    double enters_m = 0, leaves_m = 0;   ///< first entry into and last exit from the target
    double probability_metres = 0;       ///< Σ P·length in the target
    double objective = 0;                ///< J = sin β·Σ P·ℓ − κ·length
    double angle_deg = 0;                ///< β; NaN where the target has no plane
    std::int64_t candidates = 0;         ///< that met the target
};

struct Campaign {
    std::vector<ProposedHole> holes;
    double length_m = 0;
    std::vector<base::Message> left_out;  ///< targets without a hole, and the budget
};

/// Ties: shorter, then smaller azimuth, then steeper. A hole that is not worth its metres (J ≤ 0) is not proposed. Collars
/// in forbidden areas are tried by nobody; a target that only they would reach is said not to be drillable from the surface.
/// Errors (kind usage): no collar, no direction, a dip outside 0–90; a collar below the ground more than a metre, unless
/// it is a station; cancelled.
base::Expected<Campaign> propose(const Evidence& evidence, const TargetList& targets, std::span<const float> probability,
                                 const std::vector<Collar>& collars, const DrillRule& rule, const Raster* ground,
                                 const base::Progress& progress);

/// What a hole is to meet: stretches of the grid along it, one after another, in or out of the target.
struct PrognosisRow {
    double from_m = 0, to_m = 0;
    bool in_target = false;
    double mean = 0, highest = 0;       ///< probability
    std::vector<double> evidence;       ///< mean of each layer over the stretch; NaN = missing
};
std::vector<PrognosisRow> prognosis(const Evidence& evidence, const Target& target, std::span<const float> probability, const ProposedHole& hole);

/// Collar and survey tables that read back as drillholes: HOLE_ID, EAST, NORTH, RL, DEPTH and HOLE_ID, DEPTH, AZIMUTH,
/// DIP (positive down).
std::string collar_csv(const Campaign& campaign);
std::string survey_csv(const Campaign& campaign);

}  // namespace orelens::potential
