#include "ui/scene/SurfaceLayer.h"

#include <vtkCellArray.h>
#include <vtkCutter.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLActor.h>
#include <vtkPlane.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

namespace orelens::scene {
namespace {

/// An actor that is drawn with the volumes where it is see-through, in the order in which props were added: after the
/// block walk, whose depth it then meets. VTK's own translucent pass comes before the volumes and would be painted
/// over. What is solid is drawn before the walk, which ends there.
class LateActor : public vtkOpenGLActor {
  public:
    static LateActor* New();
    vtkTypeMacro(LateActor, vtkOpenGLActor)

        vtkTypeBool HasOpaqueGeometry() override {
        return solid() ? 1 : 0;
    }
    vtkTypeBool HasTranslucentPolygonalGeometry() override { return late_ ? 1 : 0; }
    int RenderVolumetricGeometry(vtkViewport* viewport) override {
        if (solid()) return 0;
        late_ = true;
        const int drawn = RenderTranslucentPolygonalGeometry(viewport);
        late_ = false;
        return drawn;
    }

    LateActor(const LateActor&) = delete;
    LateActor& operator=(const LateActor&) = delete;

  protected:
    LateActor() = default;
    ~LateActor() override = default;

  private:
    bool solid() { return GetProperty()->GetOpacity() >= 1; }
    bool late_ = false;
};
vtkStandardNewMacro(LateActor);

vtkNew<vtkPoints> points_of(const std::vector<shapes::Vec3>& from, const Space& space) {
    vtkNew<vtkPoints> points;
    points->SetDataTypeToFloat();
    points->SetNumberOfPoints(static_cast<vtkIdType>(from.size()));
    for (std::size_t n = 0; n < from.size(); ++n) {
        const Vec3 at = space.to_drawn(from[n]);
        points->SetPoint(static_cast<vtkIdType>(n), at.data());
    }
    return points;
}

vtkSmartPointer<vtkPolyData> geometry_of(const SceneShape& shape, const Space& space) {
    auto data = vtkSmartPointer<vtkPolyData>::New();
    vtkNew<vtkCellArray> cells;
    if (shape.mesh != nullptr) {
        data->SetPoints(points_of(shape.mesh->points, space));
        for (const auto& triangle : shape.mesh->triangles) {
            const vtkIdType corners[3] = {triangle[0], triangle[1], triangle[2]};
            cells->InsertNextCell(3, corners);
        }
        data->SetPolys(cells);
    } else if (shape.lines != nullptr) {
        data->SetPoints(points_of(shape.lines->points, space));
        for (const std::vector<std::int32_t>& line : shape.lines->lines) {
            cells->InsertNextCell(static_cast<int>(line.size()));
            for (const std::int32_t at : line) cells->InsertCellPoint(at);
        }
        data->SetLines(cells);
    } else if (shape.points != nullptr) {
        data->SetPoints(points_of(shape.points->points, space));
        for (std::size_t n = 0; n < shape.points->points.size(); ++n) {
            const auto at = static_cast<vtkIdType>(n);
            cells->InsertNextCell(1, &at);
        }
        data->SetVerts(cells);
    }
    return data;
}

/// A world half-space as a plane in drawn coordinates.
vtkNew<vtkPlane> drawn_plane(const HalfSpace& cut, const Space& space) {
    const Vec3 normal{cut.normal[0], cut.normal[1], cut.normal[2] / space.exaggeration};
    double offset = cut.offset, square = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        offset -= cut.normal[a] * space.shift[a];
        square += normal[a] * normal[a];
    }
    vtkNew<vtkPlane> plane;
    plane->SetNormal(normal.data());
    plane->SetOrigin(normal[0] * offset / square, normal[1] * offset / square, normal[2] * offset / square);
    return plane;
}

void clip(vtkMapper& mapper, const std::vector<HalfSpace>& cuts, const Space& space, std::size_t but) {
    mapper.RemoveAllClippingPlanes();
    for (std::size_t n = 0; n < cuts.size(); ++n)
        if (n != but) mapper.AddClippingPlane(drawn_plane(cuts[n], space));
}

vtkSmartPointer<vtkActor> trace_on(vtkPolyData& data, const HalfSpace& cut, const Space& space) {
    vtkNew<vtkCutter> cutter;
    const vtkNew<vtkPlane> plane = drawn_plane(cut, space);
    cutter->SetInputData(&data);
    cutter->SetCutFunction(plane);
    cutter->GenerateTrianglesOff();
    cutter->Update();
    auto traced = vtkSmartPointer<vtkPolyData>::New();
    traced->ShallowCopy(cutter->GetOutput());
    // A little before the plane, where the cut face of the blocks does not swallow the line.
    double* box = data.GetBounds();
    const double lift = 5e-4 * std::sqrt(std::pow(box[1] - box[0], 2) + std::pow(box[3] - box[2], 2) +
                                         std::pow(box[5] - box[4], 2));
    double normal[3];
    plane->GetNormal(normal);
    const double length = std::sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
    auto actor = vtkSmartPointer<vtkActor>::New();
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(traced);
    mapper->ScalarVisibilityOff();
    actor->SetMapper(mapper);
    actor->SetPosition(-normal[0] / length * lift, -normal[1] / length * lift, -normal[2] / length * lift);
    actor->GetProperty()->SetLighting(false);
    actor->GetProperty()->SetLineWidth(2.5F);
    return actor;
}

}  // namespace

LayerLook layer_look(const Look& look, const std::string& name, std::size_t place) {
    const auto chosen = look.layers.find(name);
    if (chosen != look.layers.end()) return chosen->second;
    LayerLook standard;
    standard.colour = category(static_cast<int>(place));
    return standard;
}

SurfaceLayer::SurfaceLayer(vtkRenderer* renderer) : renderer_(renderer) {}

SurfaceLayer::~SurfaceLayer() {
    for (Drawn& drawn : drawn_) drop(drawn);
}

void SurfaceLayer::drop(Drawn& drawn) {
    renderer_->RemoveActor(drawn.body);
    for (const auto& trace : drawn.traces) renderer_->RemoveActor(trace);
    drawn.traces.clear();
}

void SurfaceLayer::build(const std::vector<SceneShape>& shapes, const Space& space) {
    const bool moved = !(space == space_);
    space_ = space;
    std::vector<Drawn> next;
    for (const SceneShape& shape : shapes) {
        const auto kept =
            std::ranges::find_if(drawn_, [&](const Drawn& old) { return old.body && old.shape == shape; });
        if (kept != drawn_.end() && !moved) {
            next.push_back(std::move(*kept));
            kept->body = nullptr;
            continue;
        }
        Drawn drawn{shape, geometry_of(shape, space), vtkSmartPointer<LateActor>::New(), {}};
        vtkNew<vtkPolyDataMapper> mapper;
        mapper->SetInputData(drawn.data);
        mapper->ScalarVisibilityOff();
        drawn.body->SetMapper(mapper);
        drawn.body->GetProperty()->SetAmbient(0.35);
        drawn.body->GetProperty()->SetDiffuse(0.7);
        drawn.body->GetProperty()->SetLineWidth(2);
        drawn.body->GetProperty()->SetPointSize(3);
        if (shape.mesh == nullptr) drawn.body->GetProperty()->SetLighting(false);
        renderer_->AddActor(drawn.body);
        next.push_back(std::move(drawn));
    }
    for (Drawn& old : drawn_)
        if (old.body) drop(old);
    drawn_ = std::move(next);
    for (std::size_t n = 0; n < drawn_.size(); ++n) {
        cut(drawn_[n]);
        paint(drawn_[n], n);
    }
}

void SurfaceLayer::set_look(const Look& look, bool faded_colours) {
    look_ = look;
    faded_ = faded_colours;
    for (std::size_t n = 0; n < drawn_.size(); ++n) paint(drawn_[n], n);
}

void SurfaceLayer::paint(Drawn& drawn, std::size_t place) {
    const LayerLook look = layer_look(look_, drawn.shape.name, place);
    const Rgb colour = faded_ ? faded(look.colour) : look.colour;
    drawn.body->SetVisibility(look.shown);
    drawn.body->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
    drawn.body->GetProperty()->SetOpacity(static_cast<double>(look.opacity));
    for (const auto& trace : drawn.traces) {
        trace->SetVisibility(look.shown);
        trace->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
    }
}

void SurfaceLayer::cut(Drawn& drawn) {
    clip(*drawn.body->GetMapper(), cuts_, space_, cuts_.size());
    for (const auto& trace : drawn.traces) renderer_->RemoveActor(trace);
    drawn.traces.clear();
    if (drawn.shape.mesh == nullptr) return;
    for (std::size_t n = 0; n < on_section_; ++n) {
        auto trace = trace_on(*drawn.data, cuts_[n], space_);
        clip(*trace->GetMapper(), cuts_, space_, n);
        renderer_->AddActor(trace);
        drawn.traces.push_back(std::move(trace));
    }
}

void SurfaceLayer::set_cuts(const std::vector<HalfSpace>& cuts, std::size_t on_section) {
    cuts_ = cuts;
    on_section_ = std::min(on_section, cuts.size());
    for (std::size_t n = 0; n < drawn_.size(); ++n) {
        cut(drawn_[n]);
        paint(drawn_[n], n);
    }
}

std::size_t SurfaceLayer::shown_triangles() const {
    std::size_t count = 0;
    for (const Drawn& drawn : drawn_)
        if (drawn.shape.mesh != nullptr && drawn.body->GetVisibility() != 0)
            count += drawn.shape.mesh->triangles.size();
    return count;
}

std::size_t SurfaceLayer::trace_segments() const {
    std::size_t count = 0;
    for (const Drawn& drawn : drawn_)
        for (const auto& trace : drawn.traces)
            if (trace->GetVisibility() != 0)
                count += static_cast<std::size_t>(
                    vtkPolyDataMapper::SafeDownCast(trace->GetMapper())->GetInput()->GetNumberOfCells());
    return count;
}

}  // namespace orelens::scene
