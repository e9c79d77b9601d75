// Exact signed distance to a surface, open or closed: how far a sample lies from a fault or a contact, and on
// which side.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// A tree of boxes over the triangles, made once for many questions; from many threads.
class SurfaceDistance {
  public:
    enum class Feature { face, edge, corner };
    struct Nearest {
        double distance_m = 0;  ///< above 0 on the side to which the normals point
        Vec3 point{};           ///< of the surface
        Feature feature = Feature::face;
        bool on_border = false;  ///< beside an open edge, where sides mean little
    };

    /// Points at equal coordinates are one; triangles without area or with a missing coordinate are passed over.
    /// Errors: no triangle left; cancelled.
    static base::Expected<SurfaceDistance> build(const TriangleMesh& mesh, const base::Progress& progress);

    /// The side is that of the angle-weighted normal of the nearest face, edge or corner (Baerentzen & Aanaes
    /// 2005), so it holds for corners as for faces. NaN for a point that is not finite.
    /// `at_most`: a distance that the surface is known to be within, which spares looking farther.
    [[nodiscard]] Nearest nearest(const Vec3& point,
                                  double at_most = std::numeric_limits<double>::infinity()) const;
    /// Signed distance to one triangle, as above.
    [[nodiscard]] Nearest nearest_on(std::uint32_t triangle, const Vec3& point) const;

    /// Replaces `out` by triangles among which is the nearest of every point of `region`; `known` are points of the
    /// surface, the nearest ones of the region's corners above all: the better they are, the fewer triangles.
    /// False: more than `most` triangles, and `out` lacks some.
    bool candidates(const Box& region, std::span<const Vec3> known, std::size_t most, std::vector<std::uint32_t>& out) const;
    [[nodiscard]] std::array<Vec3, 3> corners(std::uint32_t triangle) const {
        const auto& corner = triangles_[triangle].corner;
        return {points_[corner[0]], points_[corner[1]], points_[corner[2]]};
    }

  private:
    /// The nearest place of a triangle: `where` 0 face, 1–3 the edge from corner 0–2, 4–6 the corner.
    struct Foot {
        Vec3 point{};
        int where = 0;
    };
    struct Node {
        Box box;
        std::uint32_t begin = 0, end = 0;  ///< triangles of a leaf
        std::uint32_t right = 0;           ///< the left child follows its parent; 0 = leaf
    };
    struct Triangle {
        std::array<std::uint32_t, 3> corner{};
        std::array<std::uint32_t, 3> edge{};  ///< from corner n to the next
        Vec3 normal{};
    };
    static Foot foot_on(const Vec3& p, const Vec3& a, const Vec3& b, const Vec3& c);
    [[nodiscard]] Nearest stated(const Vec3& point, std::uint32_t number, const Foot& foot, double distance) const;
    void split(std::uint32_t begin, std::uint32_t end);
    void add_features();

    std::vector<Vec3> points_;
    std::vector<Triangle> triangles_;
    std::vector<Node> nodes_;
    std::vector<Vec3> edge_normal_, corner_normal_;
    std::vector<std::uint8_t> open_edge_, open_corner_;
};

/// Signed distance of every point. Error: cancelled.
base::Expected<std::vector<double>> signed_distances(const SurfaceDistance& surface, const std::vector<Vec3>& points,
                                                     const base::Progress& progress);

/// "distance." and the shape's name.
inline constexpr const char* distance_prefix = "distance.";

/// Adds the real column `column`: the signed distance of the blocks' centres in metres. Error: cancelled; the
/// model then lacks the column.
base::Expected<void> add_distance(blocks::BlockModel& model, const std::string& column,
                                  const SurfaceDistance& surface, const base::Progress& progress);

}  // namespace orelens::shapes
