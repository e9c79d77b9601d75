#include "core/shapes/Delaunay.h"

#include <cpl_error.h>
#include <gdal_alg.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace orelens::shapes {
namespace {

/// How wide the points lie about the line through the two that are farthest apart, about, as a share of its length.
double width_share(const std::vector<double>& x, const std::vector<double>& y) {
    const auto farthest_from = [&](std::size_t from) {
        std::size_t at = from;
        double most = 0;
        for (std::size_t n = 0; n < x.size(); ++n)
            if (const double way = std::hypot(x[n] - x[from], y[n] - y[from]); way > most) {
                most = way;
                at = n;
            }
        return at;
    };
    const std::size_t one = farthest_from(0), two = farthest_from(one);
    const double dx = x[two] - x[one], dy = y[two] - y[one], length = std::hypot(dx, dy);
    double wide = 0;
    for (std::size_t n = 0; n < x.size(); ++n)
        wide = std::max(wide, std::abs((x[n] - x[one]) / length * dy - (y[n] - y[one]) / length * dx));
    return wide / length;
}

}  // namespace

base::Expected<Triangulated> triangulate(const std::vector<Vec3>& points, const base::Progress& progress) {
    using base::ErrorKind;
    using base::Message;
    Triangulated out;
    std::vector<Vec3> places;
    for (const Vec3& point : points)
        if (std::isfinite(point[0]) && std::isfinite(point[1]) && std::isfinite(point[2])) places.push_back(point);
    std::ranges::sort(places);
    // Sorted by x, y, z: of points at one place the highest is the last.
    for (std::size_t n = 0; n < places.size(); ++n) {
        const bool last = n + 1 == places.size() || places[n][0] != places[n + 1][0] || places[n][1] != places[n + 1][1];
        if (last) {
            out.mesh.points.push_back(places[n]);
        } else {
            ++out.same_place;
            out.largest_step_m = std::max(out.largest_step_m, places[n + 1][2] - places[n][2]);
        }
    }
    const std::size_t count = out.mesh.points.size();
    if (count < 3 || count > 100'000'000)
        return base::fail(ErrorKind::data, Message("shapes.few_points"), {}, Message("shapes.no_triangles_fix"));
    if (!progress.report(0.2)) return base::cancelled();
    std::vector<double> x(count), y(count);
    for (std::size_t n = 0; n < count; ++n) {
        x[n] = out.mesh.points[n][0] - out.mesh.points[0][0];
        y[n] = out.mesh.points[n][1] - out.mesh.points[0][1];
    }
    // The library under GDAL writes to the terminal where points lie in a line, or nearly so; and triangles a millionth
    // as wide as they are long are no surface.
    constexpr double least_share = 1e-6;
    if (!(width_share(x, y) > least_share))
        return base::fail(ErrorKind::data, Message("shapes.few_points"), {}, Message("shapes.no_triangles_fix"));
    CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    const std::unique_ptr<GDALTriangulation, decltype(&GDALTriangulationFree)> made(
        GDALTriangulationCreateDelaunay(static_cast<int>(count), x.data(), y.data()), &GDALTriangulationFree);
    if (!made || made->nFacets <= 0)
        return base::fail(ErrorKind::data, Message("shapes.few_points"), {}, Message("shapes.no_triangles_fix"));
    for (int n = 0; n < made->nFacets; ++n) {
        const int* corner = made->pasFacets[n].anVertexIdx;
        out.mesh.triangles.push_back({corner[0], corner[1], corner[2]});
    }
    // The library gives them in an order of its own; ours depends on the points alone.
    std::ranges::sort(out.mesh.triangles);
    if (!progress.report(1)) return base::cancelled();
    return out;
}

}  // namespace orelens::shapes
