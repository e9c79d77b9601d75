// What the blocks of a Scene are drawn as at a price: which ones, in which colours, seen through how.
#include "ui/scene/SceneParts.h"

#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

#include "core/project/Scenarios.h"

namespace orelens::scene {

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

}  // namespace orelens::scene
