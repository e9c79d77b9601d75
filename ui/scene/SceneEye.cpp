// Where a Scene is looked at from: the camera, framing beside what floats on the view, rays and picking.
#include "ui/scene/SceneParts.h"

#include <vtkCamera.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

#include "ui/scene/Pick.h"

namespace orelens::scene {

CameraState Scene::Parts::state_of(const Eye& of) const {
    CameraState state;
    state.position = space.to_world(of.position);
    state.focal_point = space.to_world(of.focus);
    state.view_up = of.up;
    state.view_angle_deg = of.angle_deg;
    state.parallel_scale = of.parallel_scale;
    return state;
}

void Scene::Parts::apply_eye() {
    vtkCamera* camera = renderer->GetActiveCamera();
    camera->SetPosition(eye.position.data());
    camera->SetFocalPoint(eye.focus.data());
    camera->SetViewUp(eye.up.data());
    camera->SetViewAngle(eye.angle_deg);
    camera->SetParallelProjection(eye.orthographic);
    camera->SetParallelScale(eye.parallel_scale);
    const auto& box = everything;
    const Basis view = basis(eye);
    double near = 1e300, far = -1e300;
    for (int bits = 0; bits < 8; ++bits) {
        const Vec3 corner =
            space.to_drawn({box[bits & 1][0], box[(bits >> 1) & 1][1], box[(bits >> 2) & 1][2]});
        double depth = 0;
        for (int a = 0; a < 3; ++a) depth += (corner[a] - eye.position[a]) * view.into[a];
        near = std::min(near, depth);
        far = std::max(far, depth);
    }
    const double margin = 0.02 * (far - near) + 1e-3;
    far += margin;
    near -= margin;
    if (!eye.orthographic) {
        far = std::max(far, 1e-2);
        near = std::max(near, 2e-4 * far);
    }
    camera->SetClippingRange(near, far);
}

Scene::Parts::Canvas Scene::Parts::canvas() const {
    if (!has_size()) return assumed;
    const int* size = const_cast<vtkRenderer*>(renderer.Get())->GetSize();
    return {size[0], size[1], pixel_ratio};
}

namespace {

/// Whether a rectangle meets the convex hull of points: no line between any two of them, and no side of the
/// rectangle, parts the two.
bool meets(const std::vector<Point2>& points, const LegendBox& box) {
    const std::array<Point2, 4> corners{Point2{box.x, box.y}, Point2{box.x + box.width, box.y},
                                        Point2{box.x + box.width, box.y + box.height},
                                        Point2{box.x, box.y + box.height}};
    const auto parted = [&](double nx, double ny) {
        double low[2] = {1e300, 1e300}, high[2] = {-1e300, -1e300};
        const auto include = [&](int which, const Point2& p) {
            const double d = nx * p[0] + ny * p[1];
            low[which] = std::min(low[which], d);
            high[which] = std::max(high[which], d);
        };
        for (const Point2& p : points) include(0, p);
        for (const Point2& p : corners) include(1, p);
        return high[0] < low[1] || high[1] < low[0];
    };
    if (parted(1, 0) || parted(0, 1)) return false;
    for (std::size_t a = 0; a < points.size(); ++a)
        for (std::size_t b = a + 1; b < points.size(); ++b)
            if (parted(points[b][1] - points[a][1], points[a][0] - points[b][0])) return false;
    return true;
}

}  // namespace

Eye Scene::Parts::framed(const Eye& from, const std::array<Vec3, 2>& box, double wide) {
    const std::array<Vec3, 2> drawn{space.to_drawn(box[0]), space.to_drawn(box[1])};
    const double below = std::min(foot, 0.5);
    constexpr double step = 0.02, largest = 0.6;
    double left = 0;
    const auto with = [&](Covered covered) {
        covered.left = left;
        const double free = wide * (1 - covered.right - left) / (1 - covered.foot - covered.top);
        return clear_of(fitted(from, drawn, free), covered, wide);
    };
    const Canvas on = canvas();
    /// The corners of the box as they are seen; none where one lies behind the eye.
    const auto seen_by = [&](const Eye& tried) {
        const Projector project(tried, on.width, on.height);
        std::vector<Point2> seen;
        for (int bits = 0; bits < 8; ++bits) {
            Point2 at{};
            if (!project({drawn[bits & 1][0], drawn[(bits >> 1) & 1][1], drawn[(bits >> 2) & 1][2]}, at))
                return std::vector<Point2>();
            seen.push_back(at);
        }
        return seen;
    };
    if (on.width >= 2 && frame.corner != 0) {
        // Beside the box stand the numbers of its elevation, and where there is room for them their title, too.
        const double words = look.axes ? std::clamp(0.16 * on.width / on.ratio, 56.0, 140.0) : 8;
        const double clear = (std::abs(frame.corner) + words) * on.ratio;
        const auto under = [&](const Eye& tried) {
            const auto seen = seen_by(tried);
            return std::ranges::any_of(seen, [&](const Point2& at) { return at[0] < clear; });
        };
        while (left < largest / 2 && under(with({.foot = below}))) left += step;
    }
    const Eye plain = with({.foot = below});
    if (on.width < 2 || on.height < 2 || look.legend_at) return plain;
    fill_frame();
    LegendBox legend = decor.legend_place(frame, on.width, on.height, on.ratio);
    if (!(legend.width > 0)) return plain;
    // As large as it can be with the legend beside it or above it, and a little air between them.
    const double air = 8 * on.ratio;
    legend.x -= air;
    legend.y -= air;
    legend.width += air;
    legend.height += air;
    const auto hidden = [&](const Eye& tried) {
        const std::vector<Point2> seen = seen_by(tried);
        return seen.empty() || meets(seen, legend);
    };
    if (!hidden(plain)) return plain;
    for (double share = step; share <= largest; share += step) {
        if (const Eye beside = with({.right = share, .foot = below}); !hidden(beside)) return beside;
        if (1 - below - share > 0.25)
            if (const Eye under = with({.foot = below, .top = share}); !hidden(under)) return under;
    }
    return plain;
}

Scene::Parts::Ray Scene::Parts::ray(double x, double y) const {
    if (!has_size()) return {};
    const int* size = const_cast<vtkRenderer*>(renderer.Get())->GetSize();
    const Basis view = basis(eye);
    const double px = 2 * x / size[0] - 1, py = 2 * y / size[1] - 1;
    const double half = half_height();
    double range[2];
    renderer->GetActiveCamera()->GetClippingRange(range);
    Ray out;
    for (int a = 0; a < 3; ++a) {
        const double aside = px * half * aspect() * view.right[a] + py * half * view.up[a];
        out.origin[a] = eye.position[a] + (eye.orthographic ? aside + range[0] * view.into[a] : 0);
        out.direction[a] =
            eye.orthographic ? (range[1] - range[0]) * view.into[a] : range[1] * (view.into[a] + aside);
    }
    return out;
}

double Scene::Parts::half_height() const {
    return eye.orthographic ? eye.parallel_scale : std::tan(eye.angle_deg * M_PI / 360);
}

PickResult Scene::Parts::pick(double x, double y) const {
    PickResult result;
    if (!has_size()) return result;
    const int* size = const_cast<vtkRenderer*>(renderer.Get())->GetSize();
    const auto [origin, direction] = ray(x, y);
    const double half = half_height();
    double range[2];
    renderer->GetActiveCamera()->GetClippingRange(range);
    const double slack = 4 * pixel_ratio * 2 * half / size[1];
    const HoleLayer::Hit hole = holes.pick(origin, direction, eye.orthographic ? slack : 0,
                                           eye.orthographic ? slack : slack * range[1]);
    if (hole.hole >= 0) {
        result.hole = hole.hole;
        result.depth_m = hole.depth_m;
        result.point = space.to_world(hole.drawn);
    }
    if (codes != nullptr && look.show_blocks) {
        const blocks::GridGeometry& geometry = data.model->geometry();
        const Vec3 from = geometry.to_grid(space.to_world(origin));
        Vec3 to = geometry.to_grid(
            space.to_world({origin[0] + direction[0], origin[1] + direction[1], origin[2] + direction[2]}));
        for (int a = 0; a < 3; ++a) to[a] -= from[a];
        const auto walk_with = [&](bool waste_too) {
            return first_block(*codes, geometry.count, from, to, walk->input.cuts, walk->input.usable,
                               waste_too, walk->input.away);
        };
        // One sees through ghosts, so a click goes through them as well: a ghost is taken only where neither
        // a hole nor an opaque block lies behind it.
        BlockHit hit = walk_with(look.waste == Waste::shown);
        if (!hit.hit && result.hole < 0 && look.waste == Waste::ghosted) hit = walk_with(true);
        if (hit.hit && (result.hole < 0 || hit.t < hole.t)) {
            result = {};
            result.block_hit = true;
            result.block = hit.block;
            Vec3 at{};
            for (int a = 0; a < 3; ++a) at[a] = from[a] + hit.t * to[a];
            result.point = geometry.to_world(at);
        }
    }
    if (result.hole >= 0) {
        const drilling::IntervalTable& table = data.holes->assays;
        for (std::size_t row = 0; row < table.size(); ++row)
            if (table.hole[row] == result.hole && table.from_m[row] <= result.depth_m &&
                result.depth_m < table.to_m[row]) {
                result.interval = static_cast<std::int32_t>(row);
                break;
            }
    }
    return result;
}

}  // namespace orelens::scene
