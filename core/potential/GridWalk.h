// Straight lines through the grid: which voxels, and how much of each, exactly. For samples, holes and prognoses.
#pragma once

#include <vector>

#include "core/potential/Evidence.h"

namespace orelens::potential {

struct Chord {
    std::int64_t voxel = 0;
    double from_m = 0, length_m = 0;  ///< along the line, from its start
};

/// Unit vector of a hole: azimuth clockwise from north, dip positive down.
Vec3 hole_vector(double azimuth_deg, double dip_deg);

struct HoleDirection {
    double azimuth_deg = 0, dip_deg = 0, length_m = 0;
};
/// The straight hole from one point to another.
HoleDirection hole_between(const Vec3& from, const Vec3& to);

/// Chords in order; parts outside the grid are left out. `unit` has length 1. A line along a face belongs to the voxel
/// on its upper side.
std::vector<Chord> walk(const GridGeometry& grid, const Vec3& start, const Vec3& unit, double length_m);

}  // namespace orelens::potential
