#include "ui/scene/Scene.h"

#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/economics/Value.h"
#include "ui/scene/SceneParts.h"

namespace orelens::scene {

using base::Message;
using base::text;

economics::Evaluated SceneData::evaluated() const {
    using economics::Evaluated;
    if (const Evaluated state = deck.at(static_cast<std::size_t>(test)); state != Evaluated::yes)
        return state;
    return model != nullptr && economics::has_evaluation(*model, commodity, test) ? Evaluated::yes
                                                                                  : Evaluated::not_run;
}

std::string SceneData::break_even_column() const {
    return evaluated() == economics::Evaluated::yes ? economics::break_even_column(commodity, test)
                                                    : std::string();
}

std::string SceneData::margin_column() const {
    const char* name =
        test == economics::CutoffTest::full ? economics::margin_full : economics::margin_marginal;
    return evaluated() == economics::Evaluated::yes && model->has(name) ? name : std::string();
}

Scene::Scene() : parts_(std::make_unique<Parts>()) {}
Scene::~Scene() = default;

vtkRenderer* Scene::renderer() const {
    return parts_->renderer;
}
const SceneData& Scene::data() const {
    return parts_->data;
}
const Look& Scene::look() const {
    return parts_->look;
}

void Scene::set_data(SceneData data) {
    take_data(std::move(data), true);
}

void Scene::set_data_but_blocks(SceneData data) {
    take_data(std::move(data), false);
}

void Scene::take_data(SceneData data, bool with_blocks) {
    Parts& p = *parts_;
    const auto before = extent();
    const bool had = before[0] != before[1];
    const std::string column = p.data.break_even_column();
    const bool same_model = data.model == p.data.model && data.break_even_column() == column && !awaits_blocks();
    const bool same_place = data.model == p.data.model && data.traces == p.data.traces &&
                            data.shapes == p.data.shapes;
    if (data.holes != p.data.holes) p.kept_holes = nullptr;
    p.data = std::move(data);
    if (!same_place) p.measure();
    if (!same_model) {
        const bool builds = with_blocks && p.data.model != nullptr;
        p.walk->input.codes = nullptr;
        p.codes = builds ? std::make_unique<BlockCodes>(BlockCodes::build(*p.data.model, p.data.break_even_column())) : nullptr;
        p.number_ladder();
        p.highlight = {};
        p.asked = nullptr;
        p.change = {};
        p.apply_mask();
    }
    const auto now = extent();
    if (now != before) {
        // Keep the view where it is: its world position must survive the new shift.
        const CameraState state = camera();
        p.place();
        if (had) set_camera(state);
    }
    p.place();
    p.recolour();
    p.rebuild_surfaces();
    p.rebuild_holes();
    p.rebuild_frame();
    p.apply_eye();
    if (now != before && now[0] != now[1]) fit_bulk();
}

std::shared_ptr<PreparedBlocks> prepare_blocks(const SceneData& data, const Look& look, double price) {
    if (data.model == nullptr) return nullptr;
    auto made = std::make_shared<PreparedBlocks>();
    made->model = data.model;
    made->column = data.break_even_column();
    made->look = look;
    made->price = price;
    made->codes = std::make_unique<BlockCodes>(BlockCodes::build(*data.model, made->column));
    bool changed = false;
    made->usable = made->codes->exact(*data.model, price, changed);
    made->colours = colour_blocks(data, *made->codes, look, price);
    return made;
}

bool Scene::take_blocks(std::shared_ptr<PreparedBlocks> made) {
    Parts& p = *parts_;
    if (made == nullptr || !awaits_blocks() || made->model != p.data.model || made->column != p.data.break_even_column()) return false;
    p.codes = std::move(made->codes);
    p.walk->input.codes_version = ++p.versions;
    p.number_ladder();
    const bool same_price = made->price == p.price && !p.dragging && !p.wants_change();
    if (same_price) p.walk->input.usable = p.counted = made->usable;
    // Only what lies in view or light may have changed since.
    Look as_made = made->look;
    as_made.section = p.look.section;
    as_made.clip = p.look.clip;
    as_made.quarter = p.look.quarter;
    const bool same_colours = same_price && as_made == p.look;
    if (!same_price) p.apply_mask();
    if (same_colours)
        p.put_colours(std::move(made->colours));
    else
        p.recolour();
    p.rebuild_frame();
    return true;
}

bool Scene::awaits_blocks() const {
    return parts_->data.model != nullptr && parts_->codes == nullptr;
}

void Scene::Parts::number_ladder() {
    ladder.clear();
    if (codes == nullptr) return;
    for (const float edge : codes->ladder().edges())
        if (edge > std::numeric_limits<float>::lowest()) ladder.push_back(static_cast<double>(edge));
}

void Scene::copy_from(const Scene& shown) {
    Parts& p = *parts_;
    const Parts& from = *shown.parts_;
    p.data = from.data;
    p.look = from.look;
    if (from.codes != nullptr)
        p.codes = std::make_unique<BlockCodes>(*from.codes);
    else if (p.data.model != nullptr)  // a still does not wait for those that are on their way
        p.codes = std::make_unique<BlockCodes>(BlockCodes::build(*p.data.model, p.data.break_even_column()));
    p.number_ladder();
    p.asked = from.asked;
    p.kept_holes = from.kept_holes;
    p.change = from.change;
    p.price = from.price;
    p.dragging = p.moving = false;
    p.highlight = from.highlight;
    p.pixel_ratio = from.pixel_ratio;
    p.most = from.most;
    p.place();
    p.apply_mask();
    p.recolour();
    p.rebuild_surfaces();
    p.rebuild_holes();
    p.rebuild_frame();
    p.eye = from.eye;
    p.pivot = from.pivot;
    p.fit_pending = from.fit_pending;
    p.apply_eye();
}

void Scene::set_look(const Look& look) {
    Parts& p = *parts_;
    if (look == p.look) return;
    const Look old = p.look;
    const CameraState state = camera();
    p.look = look;
    p.look.vertical_exaggeration = std::clamp(look.vertical_exaggeration, 0.1, 50.0);
    const bool moved = old.vertical_exaggeration != look.vertical_exaggeration;
    const bool cut = !(old.section == look.section) || !(old.clip == look.clip) ||
                     !(old.quarter == look.quarter);
    const bool words = old.dark != look.dark || old.language != look.language;
    const bool map = old.colour_map != look.colour_map || old.scales != look.scales;
    if (p.wants_change() || p.shows_change) p.apply_mask();
    if (moved) p.place();
    if (moved) set_camera(state);
    if (old.orthographic != look.orthographic) {
        p.eye.orthographic = look.orthographic;
        p.apply_eye();
    }
    const bool through = old.through != look.through || old.xray_density != look.xray_density ||
                         old.shell_prices != look.shell_prices;
    if (words || map || through || old.colour_by != look.colour_by || old.column != look.column ||
        old.waste != look.waste)
        p.recolour();
    if (moved) p.rebuild_surfaces();
    if (old.layers != look.layers) {
        p.surfaces.set_look(p.look, p.data.older);
        p.walk->input.opaque_version = ++p.versions;
    }
    if (moved || words || map || old.show_holes != look.show_holes || old.hole_colour != look.hole_colour ||
        old.hole_grade != look.hole_grade || old.hole_radius_m != look.hole_radius_m)
        p.rebuild_holes();
    else if (cut)
        p.rebuild_cuts();
    p.rebuild_frame();
}

std::vector<std::string> Scene::colour_columns() const {
    std::vector<std::string> names;
    if (parts_->data.model == nullptr) return names;
    for (const blocks::ColumnInfo& info : parts_->data.model->columns())
        if (!info.name.starts_with("break_even.") && !info.name.starts_with("margin."))
            names.push_back(info.name);
    return names;
}

const Legend& Scene::block_legend() const {
    return parts_->block_legend;
}

void Scene::set_mask(std::shared_ptr<const blocks::BlockMask> mask) {
    Parts& p = *parts_;
    if (p.codes == nullptr || mask == p.asked) return;
    if (mask != nullptr && mask->leaf.size() != p.data.model->leaf_count()) return;
    p.asked = std::move(mask);
    p.apply_mask();
}

const std::shared_ptr<const blocks::BlockMask>& Scene::mask() const {
    return parts_->asked;
}

void Scene::set_kept_holes(std::shared_ptr<const HoleStretches> kept) {
    Parts& p = *parts_;
    const bool same = kept == p.kept_holes || (kept != nullptr && p.kept_holes != nullptr && *kept == *p.kept_holes);
    p.kept_holes = std::move(kept);
    if (!same) p.rebuild_holes();
}

const std::shared_ptr<const HoleStretches>& Scene::kept_holes() const {
    return parts_->kept_holes;
}

void Scene::set_price(double quoted, PriceMotion motion) {
    if (std::isnan(quoted)) return;
    Parts& p = *parts_;
    p.price = quoted;
    p.dragging = motion == PriceMotion::dragging;
    p.apply_price();
}

double Scene::price() const {
    return parts_->price;
}
PriceMotion Scene::price_motion() const {
    return parts_->dragging ? PriceMotion::dragging : PriceMotion::settled;
}
const std::vector<double>& Scene::price_ladder() const {
    return parts_->ladder;
}

std::int64_t Scene::usable_blocks() const {
    return parts_->codes == nullptr ? 0 : parts_->codes->count(parts_->counted);
}

void Scene::set_moving(bool moving) {
    parts_->moving = moving;
}
bool Scene::moving() const {
    return parts_->moving;
}

std::array<Vec3, 2> Scene::extent() const {
    return parts_->extent();
}

void Scene::set_foot(double share) {
    parts_->foot = share;
}

void Scene::set_corner(double from_left) {
    parts_->frame.corner = from_left;
}
double Scene::corner() const {
    return parts_->frame.corner;
}

void Scene::set_panel(const std::array<double, 4>& box) {
    parts_->frame.panel = box;
}
const std::array<double, 4>& Scene::panel() const {
    return parts_->frame.panel;
}

void Scene::set_canvas(int width, int height, double pixel_ratio) {
    parts_->assumed = {width, height, pixel_ratio > 0 ? pixel_ratio : std::max(0.6, height / 1000.0)};
}

std::optional<Scene::LegendPlace> Scene::legend_place() const {
    Parts& p = *parts_;
    const Parts::Canvas on = p.canvas();
    if (on.width < 2 || on.height < 2 || p.frame.extent[0] == p.frame.extent[1]) return std::nullopt;
    const LegendBox box = p.decor.legend_place(p.frame, on.width, on.height, on.ratio);
    if (!(box.width > 0)) return std::nullopt;
    return LegendPlace{box.x, box.y, box.width, box.height, box.room_x, box.room_y};
}

void Scene::fit() {
    Parts& p = *parts_;
    const auto box = extent();
    if (box[0] == box[1]) return;
    p.eye = p.framed(p.eye, box, p.aspect());
    p.pivot = p.space.to_drawn(middle_of(box));
    p.fit_pending = !p.has_size();
    p.apply_eye();
}

void Scene::fit_bulk() {
    Parts& p = *parts_;
    if (p.most[0] == p.most[1]) return;
    p.eye = p.framed(p.eye, p.most, p.aspect());
    p.pivot = p.space.to_drawn(middle_of(p.most));
    p.fit_pending = !p.has_size();
    p.apply_eye();
}

CameraState Scene::bulk_camera() const {
    Parts& p = *parts_;
    if (p.most[0] == p.most[1]) return camera();
    return p.state_of(p.framed(p.eye, p.most, p.aspect()));
}

std::array<Vec3, 2> Scene::bulk() const {
    return parts_->most;
}

void Scene::set_view(StandardView view, double aspect) {
    Parts& p = *parts_;
    const auto& box = p.most;
    const double wide = aspect > 0 ? aspect : p.aspect();
    set_camera(p.state_of(p.framed(standard_eye(view, p.eye), box, wide)));
    p.pivot = p.space.to_drawn(middle_of(box));
    p.fit_pending = aspect <= 0 && !p.has_size();
}

CameraState Scene::camera() const {
    return parts_->state_of(parts_->eye);
}

void Scene::set_camera(const CameraState& state) {
    Parts& p = *parts_;
    p.eye.position = p.space.to_drawn(state.position);
    p.eye.focus = p.space.to_drawn(state.focal_point);
    p.eye.up = state.view_up;
    p.eye.angle_deg = state.view_angle_deg;
    p.eye.parallel_scale = state.parallel_scale;
    p.eye = matched(p.eye);
    p.pivot = p.eye.focus;
    p.fit_pending = false;
    p.apply_eye();
}

CameraState Scene::view_camera(StandardView view) const {
    Parts& p = *parts_;
    const auto& box = p.most;
    return p.state_of(p.framed(standard_eye(view, p.eye), box, p.aspect()));
}

CameraState Scene::hole_camera(std::int32_t collar) const {
    const Parts& p = *parts_;
    if (!p.has_hole(collar)) return camera();
    std::array<Vec3, 2> box{Vec3{1e300, 1e300, 1e300}, Vec3{-1e300, -1e300, -1e300}};
    for (const Vec3& point : hole_path((*p.data.traces)[collar], 0, hole_length(p.data, collar), p.space))
        for (int a = 0; a < 3; ++a) {
            box[0][a] = std::min(box[0][a], point[a]);
            box[1][a] = std::max(box[1][a], point[a]);
        }
    const double pad =
        0.25 * std::max({box[1][0] - box[0][0], box[1][1] - box[0][1], box[1][2] - box[0][2], 1.0});
    for (int a = 0; a < 3; ++a) box[0][a] -= pad, box[1][a] += pad;
    return p.state_of(fitted(p.eye, box, p.aspect()));
}

CameraState Scene::box_camera(const Vec3& low, const Vec3& high) const {
    Parts& p = *parts_;
    return p.state_of(p.framed(p.eye, {low, high}, p.aspect()));
}

void Scene::orbit(double azimuth_deg, double elevation_deg) {
    parts_->eye = orbited(parts_->eye, parts_->pivot, azimuth_deg, elevation_deg);
    parts_->apply_eye();
}

void Scene::pan(double dx, double dy) {
    parts_->eye = panned(parts_->eye, parts_->pivot, dx, dy, parts_->renderer->GetSize()[1]);
    parts_->apply_eye();
}

void Scene::zoom(double factor, double x, double y) {
    Parts& p = *parts_;
    if (!p.has_size() || !(factor > 0)) return;
    const int* size = p.renderer->GetSize();
    p.eye = zoomed(p.eye, factor, 2 * x / size[0] - 1, 2 * y / size[1] - 1, p.aspect());
    p.apply_eye();
}

void Scene::set_pivot(const Vec3& world) {
    parts_->pivot = parts_->space.to_drawn(world);
}

PickResult Scene::pick(double x, double y) const {
    return parts_->pick(x, y);
}

void Scene::highlight_block(const blocks::Index3& block) {
    parts_->highlight = {};
    parts_->highlight.block = block;
    parts_->rebuild_highlight();
}

void Scene::highlight_hole(std::int32_t collar, double from_m, double to_m) {
    parts_->highlight = {};
    parts_->highlight.hole = collar;
    parts_->highlight.from_m = from_m;
    parts_->highlight.to_m = to_m;
    parts_->rebuild_highlight();
}

void Scene::clear_highlight() {
    parts_->highlight = {};
    parts_->rebuild_highlight();
}

void Scene::set_sketch(std::vector<Vec3> points, bool closed, std::vector<std::string> words) {
    Parts& p = *parts_;
    p.sketch = std::move(points);
    p.frame.sketch_closed = closed;
    p.frame.sketch_words = std::move(words);
}

void Scene::set_handles(HandleSet handles) {
    if (handles.handles.size() != parts_->frame.handles.handles.size()) parts_->frame.handle_in_hand = -1;
    parts_->frame.handles = std::move(handles);
}

const HandleSet& Scene::handles() const {
    return parts_->frame.handles;
}

int Scene::handle_at(double x, double y) const {
    const Parts& p = *parts_;
    if (!p.has_size() || p.frame.handles.handles.empty()) return -1;
    const Parts::Canvas on = p.canvas();
    return scene::handle_at(p.frame.handles, p.space, Projector(p.eye, on.width, on.height), {x, y}, p.pixel_ratio);
}

bool Scene::set_handle_in_hand(int handle) {
    return std::exchange(parts_->frame.handle_in_hand, handle) != handle;
}

double Scene::handle_travel(const Handle& handle, double from_x, double from_y, double to_x, double to_y) const {
    const Parts& p = *parts_;
    const auto sight = [&](double x, double y) {
        const Parts::Ray ray = p.ray(x, y);
        const Vec3 from = p.space.to_world(ray.origin);
        const Vec3 to = p.space.to_world(
            {ray.origin[0] + ray.direction[0], ray.origin[1] + ray.direction[1], ray.origin[2] + ray.direction[2]});
        return Sight{from, {to[0] - from[0], to[1] - from[1], to[2] - from[2]}};
    };
    return travel(handle, sight(from_x, from_y), sight(to_x, to_y));
}

std::optional<Vec3> Scene::place_at(double x, double y) const {
    const Parts& p = *parts_;
    if (const PickResult hit = p.pick(x, y); !hit.empty()) return hit.point;
    const auto [origin, direction] = p.ray(x, y);
    const double level = p.space.to_drawn(middle_of(p.most))[2];
    const double t = (level - origin[2]) / direction[2];
    if (!p.has_size() || !std::isfinite(t) || t < 0 || t > 1) return std::nullopt;
    return p.space.to_world({origin[0] + t * direction[0], origin[1] + t * direction[1], level});
}

void Scene::set_pixel_ratio(double ratio) {
    parts_->pixel_ratio = std::clamp(ratio, 0.5, 16.0);
}

void Scene::set_between(std::function<bool(double)> between) {
    parts_->walk->input.between = std::move(between);
}

void Scene::set_slices(double above_ms) {
    parts_->walk->input.slice_above_ms = above_ms;
}
double Scene::slices() const {
    return parts_->walk->input.slice_above_ms;
}
bool Scene::unfinished() const {
    return parts_->walk->unfinished();
}
bool Scene::refine(double for_ms) {
    return parts_->walk->refine(parts_->renderer, for_ms);
}

void Scene::release_graphics(vtkRenderWindow* window) {
    parts_->walk->ReleaseGraphicsResources(window);
    parts_->renderer->ReleaseGraphicsResources(window);
}

std::size_t Scene::view_bytes() const {
    const Parts& p = *parts_;
    std::size_t sum = p.walk->texture_bytes();
    if (p.codes != nullptr) sum += p.codes->bytes();
    if (p.walk->input.colours != nullptr) sum += p.walk->input.colours->capacity();
    return sum;
}

}  // namespace orelens::scene
