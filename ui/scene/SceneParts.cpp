#include "ui/scene/SceneParts.h"

#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/project/Scenarios.h"
#include "ui/scene/Bulk.h"
#include "ui/scene/Pick.h"

namespace orelens::scene {

using base::Message;
using base::text;

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

std::array<Vec3, 2> Scene::Parts::extent() const {
    shapes::Box box;
    if (data.model != nullptr)
        for (const Vec3& corner : corners(data.model->geometry())) box.include(corner);
    if (data.traces != nullptr)
        for (const drilling::Trace& trace : *data.traces)
            for (const Vec3& p : trace.position) box.include(p);
    if (!box.empty()) return {box.low, box.high};
    return whole_extent();
}

std::array<Vec3, 2> Scene::Parts::whole_extent() const {
    shapes::Box box;
    const auto include = [&box](const shapes::Box& other) {
        if (other.empty()) return;
        box.include(other.low);
        box.include(other.high);
    };
    if (data.model != nullptr)
        for (const Vec3& corner : corners(data.model->geometry())) box.include(corner);
    if (data.traces != nullptr)
        for (const drilling::Trace& trace : *data.traces)
            for (const Vec3& p : trace.position) box.include(p);
    for (const SceneShape& shape : data.shapes) {
        if (shape.mesh != nullptr) include(bounds(*shape.mesh));
        if (shape.lines != nullptr) include(bounds(*shape.lines));
        if (shape.points != nullptr) include(bounds(*shape.points));
    }
    return box.empty() ? std::array<Vec3, 2>{} : std::array<Vec3, 2>{box.low, box.high};
}

CameraState Scene::Parts::state_of(const Eye& of) const {
    CameraState state;
    state.position = space.to_world(of.position);
    state.focal_point = space.to_world(of.focus);
    state.view_up = of.up;
    state.view_angle_deg = of.angle_deg;
    state.parallel_scale = of.parallel_scale;
    return state;
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

void Scene::Parts::apply_price() {
    if (codes == nullptr) return;
    if (dragging) {
        walk->input.usable = codes->coarse(price);
    } else {
        bool changed = false;
        walk->input.usable = codes->exact(*data.model, price, changed);
        if (changed) walk->input.codes_version = ++versions;
    }
    counted = walk->input.usable;
    if (shows_change) walk->input.usable = {code::above, true};
    if (price_coloured && !dragging && price != coloured_price) return recolour();
    apply_through();
}

bool Scene::Parts::wants_change() const {
    const blocks::ColumnInfo* info =
        look.colour_by == ColourBy::column && data.model != nullptr ? data.model->info(look.column) : nullptr;
    return info != nullptr && info->type == blocks::ColumnType::integer &&
           info->name.starts_with(project::scenario_column_prefix);
}

void Scene::Parts::apply_mask() {
    if (codes == nullptr) return;
    shows_change = codes->evaluated() && wants_change();
    std::shared_ptr<const blocks::BlockMask> mask = asked;
    if (shows_change && look.waste != Waste::shown) {
        if (change.met == nullptr || change.column != look.column || change.of != asked) change = {look.column, asked, met_by_change()};
        mask = change.met;
    }
    if (mask == codes->mask()) return apply_price();
    codes->keep(*data.model, std::move(mask));
    walk->input.codes_version = ++versions;
    apply_price();
}

std::shared_ptr<const blocks::BlockMask> Scene::Parts::met_by_change() const {
    auto met = std::make_shared<blocks::BlockMask>();
    met->leaf.resize(data.model->leaf_count());
    const auto values = data.model->integer_leaves(look.column);
    constexpr auto last_met = static_cast<std::int32_t>(scenarios::Change::deactivated);
    for (std::size_t n = 0; n < met->leaf.size(); ++n)
        for (int at = 0; at < 512; ++at) {
            const std::int32_t what = values[n][at];
            const bool there = asked != nullptr ? asked->has(n, at) : data.model->leaf(n).is_active(at);
            if (!there || what < 0 || what > last_met) continue;
            met->leaf[n][static_cast<std::size_t>(at) >> 6] |= std::uint64_t{1} << (at & 63);
            ++met->kept;
        }
    return met;
}

void Scene::Parts::apply_through() {
    if (codes == nullptr) return;
    const std::vector<Shell> shells =
        through == Through::shells ? shells_of(look, *codes, price) : std::vector<Shell>();
    put_through(walk->input, look, through, data.model->geometry(), shells);
    if (through == Through::shells)
        block_legend = shell_legend(shells, data.commodity, data.price_unit, look.language);
    if (data.older)
        for (Rgb& colour : walk->input.shell_colours) colour = faded(colour);
}

void Scene::Parts::recolour() {
    put_colours(codes != nullptr ? colour_blocks(data, *codes, look, price) : BlockColours());
}

void Scene::Parts::put_colours(BlockColours made) {
    block_legend = {};
    price_coloured = look.colour_by == ColourBy::margin && data.prices != nullptr && !data.older;
    coloured_for = nullptr;
    walk->input.colours = nullptr;
    if (codes != nullptr) {
        coloured_price = price;
        through = drawn_through(look, made, *codes);
        if (data.older) fade(made);
        colour_mode = made.mode;
        walk->input.colours = std::move(made.bytes);
        walk->input.palette = made.palette;
        walk->input.colours_version = walk->input.palette_version = ++versions;
        block_legend = std::move(made.legend);
        block_legend.has_marker = made.mode == 1 && std::isfinite(price);
        if (through == Through::highest || through == Through::mean)
            block_legend.title += " · " + text(through == Through::mean ? "scene.mean_along" : "scene.best_along",
                                              look.language);
    }
    walk->input.colour_by = colour_mode;
    walk->input.status_colours = status_colours(look.dark);
    if (codes != nullptr && !codes->evaluated())
        walk->input.status_colours.fill(not_evaluated_colour(look.dark));
    if (data.older)
        for (Rgb& colour : walk->input.status_colours) colour = faded(colour);
    walk->input.waste_tint = theme(look.dark).waste;
    apply_through();
}

void Scene::Parts::rebuild_holes() {
    holes.build(data, look, space);
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

Legend Scene::Parts::shape_legend() const {
    Legend legend;
    legend.categorical = true;
    for (std::size_t n = 0; n < data.shapes.size(); ++n) {
        const LayerLook layer = layer_look(look, data.shapes[n].name, n);
        if (layer.shown)
            legend.entries.emplace_back(data.older ? faded(layer.colour) : layer.colour, data.shapes[n].name);
    }
    if (!legend.entries.empty()) legend.title = text("scene.shapes", look.language);
    return legend;
}

void Scene::Parts::rebuild_frame() {
    const Theme& colours = theme(look.dark);
    renderer->SetBackground(colours.background_low[0], colours.background_low[1], colours.background_low[2]);
    renderer->SetBackground2(colours.background_high[0], colours.background_high[1],
                             colours.background_high[2]);
    renderer->SetGradientBackground(look.gradient);
    walk->SetVisibility(look.show_blocks && codes != nullptr);
    walk->input.codes = codes.get();
    walk->input.waste = static_cast<int>(look.waste);
    walk->input.edges = look.block_edges;

    frame.look = look;
    frame.outline.clear();
    if (data.model != nullptr) {
        const auto box = corners(data.model->geometry());
        for (int from = 0; from < 8; ++from)
            for (int axis = 0; axis < 3; ++axis)
                if (const int to = from | 1 << axis; to != from)
                    frame.outline.push_back({space.to_drawn(box[from]), space.to_drawn(box[to])});
    }
    frame.labels.clear();
    if (look.hole_labels && look.show_holes && data.holes != nullptr && data.traces != nullptr)
        for (std::size_t h = 0; h < data.holes->collars.size(); ++h)
            if (has_hole(static_cast<std::int32_t>(h)))
                frame.labels.emplace_back(space.to_drawn((*data.traces)[h].position.front()),
                                          data.holes->collars[h].hole);
    rebuild_highlight();
}

void Scene::Parts::rebuild_highlight() {
    frame.highlight.clear();
    frame.highlight_label.clear();
    if (highlight.block && data.model != nullptr) {
        Vec3 corner[8];
        for (int bits = 0; bits < 8; ++bits) {
            Vec3 grid{};
            for (int a = 0; a < 3; ++a) grid[a] = (*highlight.block)[a] + ((bits >> a) & 1);
            corner[bits] = space.to_drawn(data.model->geometry().to_world(grid));
        }
        for (int from = 0; from < 8; ++from)
            for (int axis = 0; axis < 3; ++axis)
                if (const int to = from | 1 << axis; to != from)
                    frame.highlight.push_back({corner[from], corner[to]});
    } else if (has_hole(highlight.hole)) {
        const bool whole = std::isnan(highlight.from_m) || std::isnan(highlight.to_m);
        const double from = whole ? 0 : highlight.from_m;
        const double to = whole ? hole_length(data, highlight.hole) : highlight.to_m;
        const auto path = hole_path((*data.traces)[highlight.hole], from, std::max(from + 0.01, to), space);
        for (std::size_t n = 0; n + 1 < path.size(); ++n) frame.highlight.push_back({path[n], path[n + 1]});
        frame.highlight_at = path.front();
        frame.highlight_label = data.holes->collars[highlight.hole].hole;
        if (!whole) frame.highlight_label += "  " + pretty(from, 1) + "–" + pretty(to, 1) + " m";
    }
}

std::vector<std::string> price_lines(const SceneData& data, double price, base::Language language) {
    if (data.evaluated() != economics::Evaluated::yes || !std::isfinite(price)) return {};
    std::vector<std::string> lines{
        text(Message("scene.caption_price", {{"commodity", data.commodity},
                                             {"price", pretty(price, price < 100 ? 2 : 0)},
                                             {"unit", data.price_unit}}),
             language) +
        " · " +
        text(data.test == economics::CutoffTest::full ? "scene.caption_test_full" : "scene.caption_test_marginal",
             language)};
    if (data.curve == nullptr) return lines;
    // The panel's own answer: same price, same rule, same counts.
    const economics::UsableTotals now = data.curve->at(price), all = data.curve->total();
    const double share = all.tonnes > 0 ? 100 * now.tonnes / all.tonnes : 0;
    if (data.all_prices) lines.front() += " · " + text("scene.caption_together", language);
    if (data.inside_pits) lines.front() += " · " + text(inside_stopes(data) ? "scene.caption_stopes" : "scene.caption_inside", language);
    lines.push_back(text(Message("scene.caption_usable", {{"tonnes", base::mass_text(now.tonnes, language)},
                                                          {"blocks", pretty(static_cast<double>(now.blocks), 0)},
                                                          {"share", pretty(share, 1) + " %"},
                                                          {"all", base::mass_text(all.tonnes, language)}}),
                         language));
    return lines;
}

std::vector<std::string> Scene::Parts::caption() const {
    std::vector<std::string> lines;
    // Whoever sees the picture without the window must know.
    if (data.older) lines.push_back("⚠ " + text("scene.older", look.language));
    if (codes != nullptr && shows_change) lines.push_back(text("scene.change", look.language));
    if (codes != nullptr && asked != nullptr)
        lines.push_back(
            text(Message("scene.filtered",
                         {{"kept", pretty(static_cast<double>(asked->kept), 0)},
                          {"total", pretty(static_cast<double>(data.model->block_count()), 0)}}),
                 look.language));
    if (codes != nullptr && look.show_blocks && through != look.through)
        lines.push_back(text("scene.no_through", look.language));
    if (!look.caption) return lines;
    if (!look.title.empty()) lines.push_back(look.title);
    if (codes != nullptr && !codes->evaluated())
        lines.push_back(text(Message("scene.caption_not_evaluated",
                                     {{"why", text(economics::why_not(data.evaluated()), look.language)}}),
                             look.language));
    if (codes != nullptr && codes->evaluated() && std::isfinite(price)) {
        for (std::string& line : price_lines(data, price, look.language)) lines.push_back(std::move(line));
        if (data.curve == nullptr)
            lines.push_back(
                text(Message("scene.caption_blocks",
                             {{"usable", pretty(static_cast<double>(codes->count(counted)), 0)},
                              {"total", pretty(static_cast<double>(data.model->block_count()), 0)}}),
                     look.language));
    }
    return lines;
}

int Scene::Parts::image_sample() const {
    if (!dragging && !moving) return 1;
    // Coarse only as far as needed for fluent motion.
    return std::clamp(static_cast<int>(std::ceil(std::sqrt(walk->full_frame_ms() / 28))), 1, 4);
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

void Scene::Parts::fill_frame() {
    block_legend.marker = price;
    block_legend.has_marker =
        walk->input.colour_by == 1 && through != Through::shells && std::isfinite(price);
    frame.look = look;
    frame.space = space;
    frame.extent = most;
    frame.legends.clear();
    if (look.show_blocks && codes != nullptr) frame.legends.push_back(block_legend);
    frame.legends.push_back(holes.legend());
    frame.legends.push_back(shape_legend());
    frame.caption = caption();
}

void Scene::Parts::prepare_frame() {
    if (fit_pending && has_size()) {
        const auto& box = most;
        if (box[0] != box[1]) {
            eye = framed(eye, box, aspect());
            pivot = space.to_drawn(middle_of(box));
            fit_pending = false;
        }
    }
    apply_eye();
    // Colours are handed to the graphics side and let go here; another window needs them made again.
    vtkRenderWindow* window = renderer->GetRenderWindow();
    if (codes != nullptr && colour_mode == 2 && coloured_for != window) {
        if (walk->input.colours == nullptr) recolour();
        coloured_for = window;
    }
    walk->input.image_sample = image_sample();
    fill_frame();
    frame.eye = eye;
    frame.sketch.clear();
    for (const Vec3& point : sketch) frame.sketch.push_back(space.to_drawn(point));
    frame.warning =
        data.model != nullptr && codes == nullptr ? text("scene.preparing", look.language)
        : walk->too_large()
            ? text(Message("scene.too_many_blocks", {{"most", pretty(BlockWalk::most_blocks, 0)}}),
                   look.language)
            : std::string();
    decor.layout(frame, pixel_ratio);
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
