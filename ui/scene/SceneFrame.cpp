// What stands around the model in a Scene: axes, legends, highlights, captions; made ready before each frame.
#include "ui/scene/SceneParts.h"

#include <vtkCamera.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"

namespace orelens::scene {

using base::Message;
using base::text;

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

}  // namespace orelens::scene
