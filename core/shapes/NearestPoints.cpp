#include "core/shapes/NearestPoints.h"

#include <cmath>
#include <limits>
#include <nanoflann.hpp>

namespace orelens::shapes {
namespace {

struct Cloud {
    std::vector<Vec3> points;
    [[nodiscard]] std::size_t kdtree_get_point_count() const { return points.size(); }
    [[nodiscard]] double kdtree_get_pt(std::size_t n, std::size_t axis) const { return points[n][axis]; }
    template <class Bounds>
    bool kdtree_get_bbox(Bounds&) const {
        return false;
    }
};

}  // namespace

struct NearestPoints::Tree {
    using Index = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3, std::size_t>;
    explicit Tree(std::vector<Vec3> points)
        : cloud{std::move(points)}, index(3, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(16)) {
        index.buildIndex();
    }
    Cloud cloud;
    Index index;
};

NearestPoints::NearestPoints(std::vector<Vec3> points) : tree_(std::make_unique<Tree>(std::move(points))) {}
NearestPoints::~NearestPoints() = default;
NearestPoints::NearestPoints(NearestPoints&&) noexcept = default;
NearestPoints& NearestPoints::operator=(NearestPoints&&) noexcept = default;

NearestPoints::Found NearestPoints::nearest(const Vec3& place) const {
    Found found{0, std::numeric_limits<double>::infinity()};
    if (tree_->cloud.points.empty()) return found;
    double square = 0;
    tree_->index.knnSearch(place.data(), 1, &found.point, &square);
    found.distance_m = std::sqrt(square);
    return found;
}

std::vector<NearestPoints::Found> NearestPoints::nearest(const Vec3& place, std::size_t count) const {
    count = std::min(count, tree_->cloud.points.size());
    if (count == 0) return {};
    std::vector<std::size_t> which(count);
    std::vector<double> squares(count);
    const std::size_t got = tree_->index.knnSearch(place.data(), count, which.data(), squares.data());
    std::vector<Found> found;
    for (std::size_t n = 0; n < got; ++n) found.push_back({which[n], std::sqrt(squares[n])});
    return found;
}

}  // namespace orelens::shapes
