#include "ui/scene/SceneParts.h"

#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkRenderWindow.h>

#include <cmath>

#include "ui/scene/Bulk.h"

namespace orelens::scene {

Scene::Parts::Parts()
    : walk(vtkSmartPointer<BlockWalk>::New()),
      holes(renderer),
      surfaces(renderer),
      decor(renderer),
      before_frame(vtkSmartPointer<vtkCallbackCommand>::New()) {
    renderer->GetActiveCamera();
    renderer->AddViewProp(walk);
    before_frame->SetClientData(this);
    before_frame->SetCallback(
        [](vtkObject*, unsigned long, void* parts, void*) { static_cast<Parts*>(parts)->prepare_frame(); });
    renderer->AddObserver(vtkCommand::StartEvent, before_frame);
    eye = standard_eye(StandardView::iso, eye);
    rebuild_frame();
}

Scene::Parts::~Parts() {
    renderer->RemoveObserver(before_frame);
}

bool Scene::Parts::has_size() const {
    const int* size = const_cast<vtkRenderer*>(renderer.Get())->GetSize();
    return renderer->GetRenderWindow() != nullptr && size[0] > 1 && size[1] > 1;
}

double Scene::Parts::aspect() const {
    if (!has_size()) return 1.6;
    const int* size = const_cast<vtkRenderer*>(renderer.Get())->GetSize();
    return static_cast<double>(size[0]) / size[1];
}

bool Scene::Parts::has_hole(std::int32_t collar) const {
    return data.traces != nullptr && data.holes != nullptr && collar >= 0 &&
           static_cast<std::size_t>(collar) < data.traces->size() && !(*data.traces)[collar].depth_m.empty();
}

namespace {

shapes::Box blocks_and_holes(const SceneData& data) {
    shapes::Box box;
    if (data.model != nullptr)
        for (const Vec3& corner : corners(data.model->geometry())) box.include(corner);
    if (data.traces != nullptr)
        for (const drilling::Trace& trace : *data.traces)
            for (const Vec3& p : trace.position) box.include(p);
    return box;
}

}  // namespace

std::array<Vec3, 2> Scene::Parts::extent() const {
    const shapes::Box box = blocks_and_holes(data);
    if (!box.empty()) return {box.low, box.high};
    return whole_extent();
}

std::array<Vec3, 2> Scene::Parts::whole_extent() const {
    shapes::Box box = blocks_and_holes(data);
    const auto include = [&box](const shapes::Box& other) {
        if (other.empty()) return;
        box.include(other.low);
        box.include(other.high);
    };
    for (const SceneShape& shape : data.shapes) {
        if (shape.mesh != nullptr) include(bounds(*shape.mesh));
        if (shape.lines != nullptr) include(bounds(*shape.lines));
        if (shape.points != nullptr) include(bounds(*shape.points));
    }
    return box.empty() ? std::array<Vec3, 2>{} : std::array<Vec3, 2>{box.low, box.high};
}

void Scene::Parts::measure() {
    most = bulk_extent(data);
    if (most[0] == most[1]) most = extent();
}

void Scene::Parts::place() {
    const auto box = extent();
    everything = whole_extent();
    space.exaggeration = look.vertical_exaggeration;
    for (int a = 0; a < 3; ++a) space.shift[a] = std::round((box[0][a] + box[1][a]) / 2);
    const blocks::GridGeometry* geometry = data.model != nullptr ? &data.model->geometry() : nullptr;
    if (geometry == nullptr) return;
    walk->input.count = geometry->count;
    walk->input.grid_to_drawn = grid_to_drawn(*geometry, space);
}

void Scene::Parts::rebuild_holes() {
    holes.build(data, look, space, kept_holes.get());
    rebuild_cuts();
}

void Scene::Parts::rebuild_cuts() {
    walk->input.opaque_version = ++versions;
    const blocks::GridGeometry* geometry = data.model != nullptr ? &data.model->geometry() : nullptr;
    const auto world = cuts(look, geometry);
    holes.set_cuts(world);
    Look section_only = look;
    section_only.clip.on = false;
    surfaces.set_cuts(world, cuts(section_only, geometry).size());
    walk->input.cuts.clear();
    if (geometry != nullptr)
        for (const HalfSpace& cut : world) walk->input.cuts.push_back(to_grid(cut, *geometry));
    walk->input.away.clear();
    if (geometry != nullptr)
        for (const HalfSpace& half : cut_away(look)) walk->input.away.push_back(to_grid(half, *geometry));
}

void Scene::Parts::rebuild_surfaces() {
    walk->input.opaque_version = ++versions;
    surfaces.build(data.shapes, space);
    surfaces.set_look(look, data.older);
}

namespace {

}  // namespace

}  // namespace orelens::scene
