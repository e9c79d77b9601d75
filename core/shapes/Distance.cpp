#include "core/shapes/Distance.h"

#include <openvdb/openvdb.h>
#include <openvdb/tools/Interpolation.h>
#include <openvdb/tools/MeshToVolume.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/base/Parallel.h"
#include "core/shapes/Measure.h"

namespace orelens::shapes {

struct SignedDistance::Grid {
    openvdb::FloatGrid::Ptr voxels;
    Vec3 origin{};
    double voxel_m = 1, band_m = 1;
};

namespace {

/// What the conversion asks for: the mesh in voxels from an origin of its own, so that floats suffice.
class Mesh {
  public:
    Mesh(const TriangleMesh& mesh, const Vec3& origin, double voxel_m) : mesh_(mesh), origin_(origin), voxel_(voxel_m) {}
    [[nodiscard]] std::size_t polygonCount() const { return mesh_.triangles.size(); }
    [[nodiscard]] std::size_t pointCount() const { return mesh_.points.size(); }
    [[nodiscard]] std::size_t vertexCount(std::size_t /*polygon*/) const { return 3; }
    void getIndexSpacePoint(std::size_t polygon, std::size_t corner, openvdb::Vec3d& out) const {
        const Vec3& p = mesh_.points[static_cast<std::size_t>(mesh_.triangles[polygon][corner])];
        out = {(p[0] - origin_[0]) / voxel_, (p[1] - origin_[1]) / voxel_, (p[2] - origin_[2]) / voxel_};
    }

  private:
    const TriangleMesh& mesh_;
    Vec3 origin_;
    double voxel_;
};

struct Interrupter {
    const base::Progress& progress;
    void start(const char* /*name*/ = nullptr) {}
    void end() {}
    bool wasInterrupted(int /*percent*/ = -1) { return progress.cancelled(); }
};

}  // namespace

SignedDistance::SignedDistance(std::unique_ptr<Grid> grid) : grid_(std::move(grid)) {}
SignedDistance::~SignedDistance() = default;
SignedDistance::SignedDistance(SignedDistance&&) noexcept = default;
SignedDistance& SignedDistance::operator=(SignedDistance&&) noexcept = default;

base::Expected<SignedDistance> SignedDistance::build(const TriangleMesh& closed, const DistanceRule& rule,
                                                     const base::Progress& progress) {
    static std::once_flag once;
    std::call_once(once, [] { openvdb::initialize(); });
    const double voxels = area(closed) / (rule.voxel_m * rule.voxel_m) * (2 * rule.band_m / rule.voxel_m + 2);
    if (!(rule.voxel_m > 0) || !(rule.band_m > 0) || !(voxels < 1e8) || closed.triangles.empty())
        return base::fail(base::ErrorKind::data, base::Message("shapes.distance_size", {{"voxels", base::grouped(voxels)}}));
    auto grid = std::make_unique<Grid>();
    grid->origin = bounds(closed).low;
    grid->voxel_m = rule.voxel_m;
    grid->band_m = rule.band_m;
    const Mesh mesh(closed, grid->origin, rule.voxel_m);
    const auto band = static_cast<float>(rule.band_m / rule.voxel_m);
    Interrupter interrupter{progress};
    const openvdb::math::Transform::Ptr identity = openvdb::math::Transform::createLinearTransform(1.0);
    grid->voxels = openvdb::tools::meshToVolume<openvdb::FloatGrid>(interrupter, mesh, *identity, band + 1, band + 1);
    if (progress.cancelled() || !grid->voxels) return base::cancelled();
    return SignedDistance(std::move(grid));
}

double SignedDistance::at(const Vec3& point) const {
    const openvdb::Vec3d place((point[0] - grid_->origin[0]) / grid_->voxel_m, (point[1] - grid_->origin[1]) / grid_->voxel_m,
                               (point[2] - grid_->origin[2]) / grid_->voxel_m);
    if (!place.isFinite()) return grid_->band_m;
    const auto accessor = grid_->voxels->getConstAccessor();
    const double voxels = static_cast<double>(openvdb::tools::BoxSampler::sample(accessor, place));
    return std::clamp(voxels * grid_->voxel_m, -grid_->band_m, grid_->band_m);
}

base::Expected<void> add_distance(blocks::BlockModel& model, const std::string& column, const SignedDistance& distance,
                                  const base::Progress& progress) {
    model.add_column({column, blocks::ColumnType::real, "m", {}});
    const std::vector<float*> values = model.real_leaves(column);
    base::parallel_for(model.leaf_count(), 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end && !progress.cancelled(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n))
                    values[leaf][n] = static_cast<float>(distance.at(model.geometry().centre(model.leaf(leaf).index(n))));
    });
    if (!progress.cancelled()) return {};
    model.remove_column(column);
    return base::cancelled();
}

}  // namespace orelens::shapes
