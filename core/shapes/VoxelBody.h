// A body as values on a fine lattice and the closed mesh around it: below 0 inside, as an OpenVDB level set has it.
// Whoever wants the surface at which a function of place changes sign makes one of these; memory follows the number of
// cells, which is known before (`cells_around`).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Closing.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// About how many cells they have, gaps filled, and the bytes of one of them.
double cells_around(const Surroundings& around, double step);
inline constexpr double bytes_per_cell = 24;

class VoxelBody {
  public:
    /// What lies about points with the gaps between them filled. `step`: of the lattice.
    static base::Expected<VoxelBody> around(const Surroundings& around, double step, const base::Progress& progress);

    /// Of the surroundings at the lattice point nearest to a place: below 0 inside, above outside, their distance within
    /// three steps. Not from many threads.
    [[nodiscard]] double reach_at(const Vec3& place) const;

    /// The body: of the surroundings, only where `outside` is not above 0. That is a distance, or changes by no more than
    /// twice the way from place to place; far from 0 it is asked at some lattice points only, in parallel. What stands below this
    /// line is of the body and wants it made.
    base::Expected<void> cut(const std::function<double(const Vec3&)>& outside, const base::Progress& progress);

    /// Connected parts that hold fewer than `least` of the points are taken away.
    struct Parts {
        std::int64_t kept = 0, dropped = 0;
        std::int64_t dropped_points = 0;
        double dropped_cells = 0;
    };
    base::Expected<Parts> drop_parts(const std::vector<Vec3>& points, std::size_t least, const base::Progress& progress);

    [[nodiscard]] double cells() const;  ///< lattice points inside
    /// Share of the inside that lies within its `distance` of a point.
    base::Expected<double> share_within(const std::vector<Vec3>& points, const std::vector<double>& distance,
                                        const base::Progress& progress) const;
    /// Share of the lattice points at the body's face where it ends for want of points, not because `outside` of
    /// `cut` says so.
    [[nodiscard]] double open_share() const { return open_share_; }

    /// Closed; empty where nothing is inside. Error: cancelled.
    base::Expected<TriangleMesh> mesh(const base::Progress& progress) const;

  private:
    struct Grid;
    std::shared_ptr<Grid> grid_;
    double open_share_ = 0;
};

/// A body between two surfaces over a lattice of columns.
struct SlabColumns {
    Vec3 origin{};
    double step = 1;    ///< of the columns along x and y
    double step_z = 1;  ///< within them
    std::int32_t nx = 0, ny = 0;
    std::vector<double> top, bottom;  ///< z, x fastest; no body where the top is not above the bottom; NaN: no column
    std::vector<double> outside;      ///< metres; no body where above 0
};
/// Cells that slab_mesh would make.
double slab_cells(const SlabColumns& columns);
/// Closed; empty where there is no body. Error: cancelled.
base::Expected<TriangleMesh> slab_mesh(const SlabColumns& columns, const base::Progress& progress);

}  // namespace orelens::shapes
