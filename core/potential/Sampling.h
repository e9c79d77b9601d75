// Other people's voxels and points brought onto our grid (potential.md §2), by what they are: cells hold one value,
// nodes are joined by straight lines, points by inverse distance. Nothing is made up outside of them.
#pragma once

#include <array>
#include <functional>

#include "core/base/Progress.h"
#include "core/potential/Evidence.h"

namespace orelens::potential {

/// Cells of any size along world axes: inversions.
struct CellModel {
    std::array<std::vector<double>, 3> edge;  ///< ascending; counts + 1
    std::vector<float> values;                ///< x fastest, z up; NaN = missing
    std::vector<float> sensitivity;           ///< of the same cells, or empty: 0 and missing = not seen
    Provenance from;
};

/// Nodes on a regular lattice along world axes.
struct NodeModel {
    Vec3 origin{}, step{1, 1, 1};
    std::array<std::int32_t, 3> count{1, 1, 1};
    std::vector<float> values;  ///< x fastest; NaN = missing
    Provenance from;
};

struct PointSet {
    std::vector<Vec3> places;
    std::vector<double> values;  ///< NaN = missing
    Provenance from;
};

/// The value of the cell that holds the place (a place on a face belongs to the cell above it); NaN outside, and where
/// the sensitivity is missing or below `least_sensitivity`.
double sample(const CellModel& model, const Vec3& place, double least_sensitivity = 0.5);
/// Trilinear; NaN outside the nodes, and beside a missing node whose weight is not 0.
double sample(const NodeModel& model, const Vec3& place);

std::vector<float> sample(const GridGeometry& grid, const CellModel& model, double least_sensitivity = 0.5);
std::vector<float> sample(const GridGeometry& grid, const NodeModel& model);

struct Averaged {
    std::vector<float> values;   ///< mean over the covered volume; NaN where nothing is covered
    std::vector<float> covered;  ///< share of the voxel's volume
};
/// For cells finer than ours: by volume. Cells that are not seen (sensitivity) are not covered. Error (kind usage): a
/// grid that is turned.
base::Expected<Averaged> average(const GridGeometry& grid, const CellModel& model, double least_sensitivity = 0.5);

/// Into how many parts a voxel is to be cut along each axis, so that no cell of this size is passed over; 1 1 1 where
/// less than two cells fit a voxel's edge. At most 8.
std::array<std::int32_t, 3> parts_of(const GridGeometry& grid, const Vec3& cell_size);
/// The usual cell of a model within a grid, by the middle one of those whose centres lie in it, along each axis.
Vec3 cell_size_in(const GridGeometry& grid, const CellModel& model);
/// Mean over places at the middle of a voxel's parts; their known share is the covered one.
Averaged average(const GridGeometry& grid, const std::array<std::int32_t, 3>& parts, const std::function<double(Vec3)>& value);
/// What is covered by less than half of its volume becomes missing; how many.
std::int64_t drop_half_covered(Averaged& averaged);

struct NearRule {
    int most = 12;           ///< points
    double power = 2;
    double reach_m = 200;    ///< no point this near: missing
    bool on_ground = false;  ///< compares x and y only: samples of soil; the layer is then to be projected
};
/// Inverse distance from the nearest points with a value.
base::Expected<std::vector<float>> interpolate(const GridGeometry& grid, const PointSet& points, const NearRule& rule,
                                               const base::Progress& progress);

/// The same mean at any place. Error: no point has a value.
base::Expected<std::function<double(Vec3)>> near_mean(const PointSet& points, const NearRule& rule);

/// Values that stand for "no data" (−99999, −100, 1e-8 …) become missing; how many there were, per code.
std::vector<std::int64_t> drop_codes(std::vector<float>& values, std::span<const double> codes);

}  // namespace orelens::potential
