#include "core/project/GridPreview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/Memory.h"
#include "core/project/SizeLimit.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Message;

/// Metres to the centimetre, without idle zeros.
std::string metres(double value) {
    std::string text = fmt::format("{:.2f}", value);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

void set_box(GridPreview& preview, const blocks::GridRule& rule) {
    const blocks::GridGeometry& grid = *preview.geometry;
    for (int n = 0; n < 8; ++n) {
        blocks::Vec3 at{};
        for (int a = 0; a < 3; ++a) at[a] = ((n >> a) & 1) != 0 ? grid.count[a] : 0;
        preview.corners[static_cast<std::size_t>(n)] = grid.to_world(at);
    }
    preview.low = preview.high = preview.corners[0];
    for (const blocks::Vec3& corner : preview.corners)
        for (int a = 0; a < 3; ++a) {
            preview.low[a] = std::min(preview.low[a], corner[a]);
            preview.high[a] = std::max(preview.high[a], corner[a]);
        }
    for (int a = 0; a < 3; ++a) preview.box_m[a] = grid.count[a] * grid.block_size[a];
    preview.stated_m = preview.box_m;
    if (!rule.fit_to_samples) preview.stated_m = {rule.extent_u_m, rule.extent_v_m, rule.extent_w_m};
    preview.cells = static_cast<double>(grid.cell_count());
}

std::string time_text(double seconds) {
    if (seconds < 1) return "1 s";
    if (seconds < 100) return fmt::format("{:.0f} s", seconds);
    if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
    return fmt::format("{:.0f} h", seconds / 3600);
}

/// The stated extent is no whole number of blocks; 0 stands for one block and grows nothing.
bool grows(const GridPreview& preview) {
    for (int a = 0; a < 3; ++a)
        if (preview.stated_m[a] > 0 && preview.box_m[a] - preview.stated_m[a] > 0.005) return true;
    return false;
}

/// Doubtful holes that have no composite: approved ones have.
std::vector<std::string> left_out_of(const Results& results) {
    std::vector<std::string> names;
    if (!results.drilling.import || !results.drilling.composites) return names;
    const std::vector<drilling::Collar>& collars = results.drilling.import->holes.collars;
    std::vector<char> used(collars.size(), 0);
    for (const std::int32_t hole : results.drilling.composites->hole)
        if (hole >= 0 && static_cast<std::size_t>(hole) < used.size())
            used[static_cast<std::size_t>(hole)] = 1;
    for (std::size_t n = 0; n < collars.size(); ++n)
        if (collars[n].doubtful && used[n] == 0) names.push_back(collars[n].hole);
    return names;
}

}  // namespace

GridPreview preview_grid(const Recipe& recipe, const Results& results) {
    GridPreview preview;
    preview.limit_bytes = memory_limit(recipe);
    preview.held_bytes = base::process_memory();
    const double room = preview.limit_bytes - preview.held_bytes;
    if (recipe.grid.fit_to_samples) preview.left_out = left_out_of(results);
    const auto& samples = results.drilling.composites;
    if (recipe.grid.fit_to_samples && !samples) return preview;
    static const std::vector<double> none;
    auto geometry = samples ? blocks::make_geometry(recipe.grid, samples->x, samples->y, samples->z)
                            : blocks::make_geometry(recipe.grid, none, none, none);
    if (samples) preview.far = far_hole(recipe.grid, *samples);
    if (!geometry) {
        preview.refused = geometry.error();
        preview.fits = false;
        preview.fix = geometry.error().fix;
        preview.place.field = "grid.size_u";
        if (preview.far) preview.fix = grid_fix(recipe, results, 1, room, preview.place);
        return preview;
    }
    preview.geometry = *geometry;
    set_box(preview, recipe.grid);
    const BlocksSize size = blocks_size(recipe, results, *geometry);
    preview.blocks = size.blocks;
    preview.at_most = size.at_most;
    preview.seconds = size.seconds;
    preview.bytes = std::max(size.estimate_bytes, size.model_bytes + size.evaluate_bytes);
    preview.fits = preview.bytes <= room;
    if (!preview.fits) preview.fix = grid_fix(recipe, results, preview.bytes, room, preview.place);
    return preview;
}

std::vector<base::Message> preview_words(const GridPreview& preview) {
    if (preview.refused) {
        std::vector<Message> words{preview.refused->what};
        if (!preview.fix.empty()) words.push_back(preview.fix);
        return words;
    }
    if (!preview.geometry) return {Message("project.preview.no_samples")};
    const blocks::GridGeometry& grid = *preview.geometry;
    const auto count = [&](int a) { return base::grouped(grid.count[a]); };
    const auto size = [&](int a) { return metres(grid.block_size[a]); };
    std::vector<Message> words{Message("project.preview.grid", {{"i", count(0)},
                                                                {"j", count(1)},
                                                                {"k", count(2)},
                                                                {"cells", base::grouped(preview.cells)},
                                                                {"u", size(0)},
                                                                {"v", size(1)},
                                                                {"w", size(2)}})};
    const auto span = [&](int a) { return metres(preview.low[a]) + " … " + metres(preview.high[a]); };
    words.push_back(Message("project.preview.box", {{"x", span(0)}, {"y", span(1)}, {"z", span(2)}}));
    if (!preview.left_out.empty()) {
        constexpr std::size_t most = 5;
        std::string holes;
        for (std::size_t n = 0; n < std::min(most, preview.left_out.size()); ++n)
            holes += (n == 0 ? "" : ", ") + preview.left_out[n];
        words.push_back(Message("project.preview.left_out",
                                {{"count", std::to_string(preview.left_out.size())},
                                 {"holes", preview.left_out.size() > most ? holes + " …" : holes}}));
    }
    const std::string memory = base::memory_text(preview.bytes), time = time_text(preview.seconds);
    if (preview.at_most)
        words.push_back(Message("project.preview.at_most", {{"memory", memory}, {"time", time}}));
    else
        words.push_back(
            Message("project.preview.needs",
                    {{"blocks", base::grouped(preview.blocks)}, {"memory", memory}, {"time", time}}));
    if (grows(preview))
        words.push_back(Message("project.preview.grows", {{"u", metres(preview.box_m[0])},
                                                          {"v", metres(preview.box_m[1])},
                                                          {"w", metres(preview.box_m[2])},
                                                          {"eu", metres(preview.stated_m[0])},
                                                          {"ev", metres(preview.stated_m[1])},
                                                          {"ew", metres(preview.stated_m[2])}}));
    if (!preview.fits)
        words.push_back(
            Message("project.preview.too_large", {{"limit", base::memory_text(preview.limit_bytes)},
                                                  {"held", base::memory_text(preview.held_bytes)}}));
    if (!preview.fix.empty())
        words.push_back(preview.fix);
    else if (preview.far)
        words.push_back(
            Message(preview.far->holes > 1 ? "project.size.far_holes" : "project.size.far_hole", {{"hole", preview.far->hole}, {"count", std::to_string(preview.far->holes)},
                                              {"distance", base::number(preview.far->distance_m / 1000, 3)},
                                              {"cells", base::grouped(preview.far->cells_without)}}));
    return words;
}

}  // namespace orelens::project
