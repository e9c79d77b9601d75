#include "ui/scene/HoleLayer.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"
#include "ui/scene/Bulk.h"

namespace orelens::scene {
namespace {

using base::dot;
using base::minus;

/// Triangles of round tubes, appended piece by piece.
struct TubeMesh {
    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> normals;
    vtkNew<vtkUnsignedCharArray> colours;
    vtkNew<vtkCellArray> cells;
    int sides = 6;

    TubeMesh() {
        points->SetDataTypeToFloat();
        normals->SetNumberOfComponents(3);
        colours->SetNumberOfComponents(3);
    }
    void add(const std::vector<Vec3>& path, double radius, const Rgb& colour);
};

void TubeMesh::add(const std::vector<Vec3>& path, double radius, const Rgb& colour) {
    const unsigned char rgb[3] = {static_cast<unsigned char>(std::lround(colour[0] * 255)),
                                  static_cast<unsigned char>(std::lround(colour[1] * 255)),
                                  static_cast<unsigned char>(std::lround(colour[2] * 255))};
    vtkIdType before = -1;
    for (std::size_t n = 0; n < path.size(); ++n) {
        Vec3 along = minus(path[std::min(n + 1, path.size() - 1)], path[n > 0 ? n - 1 : 0]);
        const double length = std::sqrt(dot(along, along));
        if (!(length > 0)) continue;
        for (double& a : along) a /= length;
        // A frame that depends on the direction only, so that pieces meet without a twist.
        const Vec3 helper = std::abs(along[0]) < 0.9 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
        Vec3 u{along[1] * helper[2] - along[2] * helper[1], along[2] * helper[0] - along[0] * helper[2],
               along[0] * helper[1] - along[1] * helper[0]};
        const double ul = std::sqrt(dot(u, u));
        for (double& a : u) a /= ul;
        const Vec3 v{along[1] * u[2] - along[2] * u[1], along[2] * u[0] - along[0] * u[2],
                     along[0] * u[1] - along[1] * u[0]};
        const vtkIdType first = points->GetNumberOfPoints();
        for (int s = 0; s < sides; ++s) {
            const double angle = 2 * std::numbers::pi * s / sides;
            float normal[3];
            for (int a = 0; a < 3; ++a)
                normal[a] = static_cast<float>(std::cos(angle) * u[a] + std::sin(angle) * v[a]);
            points->InsertNextPoint(path[n][0] + radius * normal[0], path[n][1] + radius * normal[1],
                                    path[n][2] + radius * normal[2]);
            normals->InsertNextTypedTuple(normal);
            colours->InsertNextTypedTuple(rgb);
        }
        if (before >= 0)
            for (int s = 0; s < sides; ++s) {
                const int t = (s + 1) % sides;
                const vtkIdType quad[2][3] = {{before + s, before + t, first + t},
                                              {before + s, first + t, first + s}};
                cells->InsertNextCell(3, quad[0]);
                cells->InsertNextCell(3, quad[1]);
            }
        before = first;
    }
}

/// Thick enough to be seen when the bulk of the scene fills the window; thin where the colour says nothing.
double automatic_radius(const SceneData& data, const Look& look) {
    constexpr double thick = 0.004, thin = 0.0016;
    const auto [low, high] = bulk_extent(data);
    if (low == high) return 1;
    const Vec3 size = minus(high, low);
    return std::max(0.05, (look.hole_colour == HoleColour::plain ? thin : thick) * std::sqrt(dot(size, size)));
}

}  // namespace

std::vector<Vec3> hole_path(const drilling::Trace& trace, double from_m, double to_m, const Space& space) {
    std::vector<Vec3> path{space.to_drawn(trace.at(from_m))};
    for (std::size_t n = 0; n < trace.depth_m.size(); ++n)
        if (trace.depth_m[n] > from_m && trace.depth_m[n] < to_m)
            path.push_back(space.to_drawn(trace.position[n]));
    path.push_back(space.to_drawn(trace.at(to_m)));
    return path;
}

HoleLayer::HoleLayer(vtkRenderer* renderer) : renderer_(renderer), actor_(vtkSmartPointer<vtkActor>::New()) {
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetScalarModeToUsePointData();
    mapper->SetColorModeToDirectScalars();
    actor_->SetMapper(mapper);
    actor_->GetProperty()->SetAmbient(0.35);
    actor_->GetProperty()->SetDiffuse(0.7);
    actor_->SetVisibility(0);
    renderer_->AddActor(actor_);
}
HoleLayer::~HoleLayer() = default;

void HoleLayer::build(const SceneData& data, const Look& look, const Space& space, const HoleStretches* kept) {
    axes_.clear();
    legend_ = {};
    space_ = space;
    shown_ = look.show_holes && data.holes != nullptr && data.traces != nullptr &&
             data.traces->size() == data.holes->collars.size();
    actor_->SetVisibility(shown_);
    if (!shown_) return;
    radius_ = look.hole_radius_m > 0 ? look.hole_radius_m : automatic_radius(data, look);
    const HolePieces made = hole_pieces(data, look, kept);
    legend_ = made.legend;
    TubeMesh mesh;
    mesh.sides = made.pieces.size() > 150'000 ? 3 : made.pieces.size() > 40'000 ? 4 : 6;
    for (const HolePiece& piece : made.pieces) {
        const auto path = hole_path((*data.traces)[piece.hole], piece.from_m, piece.to_m, space);
        const bool known = piece.value >= 0;
        mesh.add(path, known ? radius_ : 0.35 * radius_,
                 known ? made.colours[piece.value] : missing_colour(look.dark));
    }
    for (std::size_t h = 0; h < data.traces->size(); ++h) {
        const drilling::Trace& trace = (*data.traces)[h];
        const double length = trace.depth_m.empty() ? 0 : hole_length(data, static_cast<std::int32_t>(h));
        if (!(length > 0)) continue;
        Axis axis{static_cast<std::int32_t>(h), hole_path(trace, 0, length, space), {0}};
        for (const double depth : trace.depth_m)
            if (depth > 0 && depth < length) axis.depth_m.push_back(depth);
        axis.depth_m.push_back(length);
        axes_.push_back(std::move(axis));
    }
    vtkNew<vtkPolyData> data_out;
    data_out->SetPoints(mesh.points);
    data_out->SetPolys(mesh.cells);
    data_out->GetPointData()->SetNormals(mesh.normals);
    data_out->GetPointData()->SetScalars(mesh.colours);
    auto* mapper = vtkPolyDataMapper::SafeDownCast(actor_->GetMapper());
    mapper->SetInputData(data_out);
}

void HoleLayer::set_cuts(const std::vector<HalfSpace>& cuts) {
    cuts_ = cuts;
    vtkMapper* mapper = actor_->GetMapper();
    mapper->RemoveAllClippingPlanes();
    for (const HalfSpace& cut : cuts) {
        // World n·p ≥ offset, with p = drawn/(1, 1, exaggeration) + shift.
        vtkNew<vtkPlane> plane;
        const Vec3 n{cut.normal[0], cut.normal[1], cut.normal[2] / space_.exaggeration};
        const double offset = cut.offset - dot(cut.normal, space_.shift);
        const double square = dot(n, n);
        plane->SetNormal(n[0], n[1], n[2]);
        plane->SetOrigin(n[0] * offset / square, n[1] * offset / square, n[2] * offset / square);
        mapper->AddClippingPlane(plane);
    }
}

HoleLayer::Hit HoleLayer::pick(const Vec3& origin, const Vec3& direction, double slack_near,
                               double slack_far) const {
    Hit best;
    best.t = 2;
    if (!shown_) return best;
    const double a = dot(direction, direction);
    for (const Axis& axis : axes_)
        for (std::size_t n = 0; n + 1 < axis.drawn.size(); ++n) {
            // Closest points of the ray and the segment.
            const Vec3 e = minus(axis.drawn[n + 1], axis.drawn[n]);
            const Vec3 w = minus(origin, axis.drawn[n]);
            const double b = dot(direction, e), c = dot(e, e), d = dot(direction, w), f = dot(e, w);
            const double det = a * c - b * b;
            double s = det > 1e-12 * a * c ? std::clamp((a * f - b * d) / det, 0.0, 1.0) : 0;
            const double t = (s * b - d) / a;
            if (t < 0 || t > 1 || t >= best.t) continue;
            Vec3 on{}, gap{};
            for (int k = 0; k < 3; ++k) {
                on[k] = axis.drawn[n][k] + s * e[k];
                gap[k] = origin[k] + t * direction[k] - on[k];
            }
            const double reach = std::max(radius_, slack_near + t * (slack_far - slack_near));
            if (dot(gap, gap) > reach * reach) continue;
            const Vec3 world = space_.to_world(on);
            if (!std::all_of(cuts_.begin(), cuts_.end(), [&](const HalfSpace& h) { return h.keeps(world); }))
                continue;
            best = {axis.hole, axis.depth_m[n] + s * (axis.depth_m[n + 1] - axis.depth_m[n]), t, on};
        }
    return best;
}

}  // namespace orelens::scene
