#include "core/io/blocks/ModelLattice.h"

#include <cmath>

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using blocks::ModelRule;

blocks::GridSearch search_of(const ModelRule& rule, const ReadCells& cells) {
    blocks::GridSearch search;
    search.cell_size = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    search.parent_size = {rule.parent_u_m, rule.parent_v_m, rule.parent_w_m};
    const bool wished = rule.parent_u_m > 0 || rule.parent_v_m > 0 || rule.parent_w_m > 0;
    if (!wished && cells.parent) {
        search.parent_size = *cells.parent;
        search.parent_corner = cells.corner;
    }
    search.tolerance = rule.tolerance_percent / 100;
    return search;
}

void take_rotation(ReadCells& cells, const ModelRule& rule) {
    if (rule.rotation == blocks::Turn::detect) return;
    cells.hinted = false;
    const bool stated = rule.rotation == blocks::Turn::stated;
    blocks::CellTable::Rotation rotation{0, 0, 0, {rule.pivot_x, rule.pivot_y, rule.pivot_z}};
    if (stated) {
        rotation.azimuth_deg = rule.azimuth_deg;
        rotation.dip_deg = rule.dip_deg;
        rotation.roll_deg = rule.roll_deg;
        cells.table.local = rule.local;
        if (cells.table.grid) {
            cells.table.grid->azimuth_deg = rule.azimuth_deg;
            cells.table.grid->dip_deg = rule.dip_deg;
            cells.table.grid->roll_deg = rule.roll_deg;
        }
    }
    // In world coordinates the pivot is only what numbers are counted from: one near the blocks keeps their
    // digits.
    if (!cells.table.local && !cells.table.centre[0].empty())
        rotation.pivot = {cells.table.centre[0].front(), cells.table.centre[1].front(),
                          cells.table.centre[2].front()};
    cells.table.rotation = rotation;
}

bool varied(const blocks::CellTable& table) {
    for (const blocks::PackedReals& size : table.size)
        for (std::size_t n = 1; n < size.size(); ++n)
            if (std::abs(size[n] - size[0]) > 1e-4 * size[0]) return true;
    return false;
}

/// Places that are corners of cells become centres, along the axes that were found. False: cancelled.
bool to_centres(ReadCells& cells, blocks::FoundGrid& found, const base::Progress& progress) {
    blocks::CellTable& table = cells.table;
    if (cells.corner_shift == 0 || table.centre[0].empty()) return true;
    if (varied(table)) {
        // They have been moved along the axes of the world.
        if (found.geometry.azimuth_deg != 0 || found.geometry.dip_deg != 0 || found.geometry.roll_deg != 0)
            cells.findings.push_back(
                model_finding("model_corner_turned", base::Severity::error, table.file, 1, {}));
        return true;
    }
    const auto axes = found.geometry.axes();
    blocks::Vec3 by{};
    for (std::size_t a = 0; a < 3; ++a) {
        const double size = table.size[a].empty() ? table.cell_size[a] : table.size[a][0];
        const double along = cells.corner_shift * (size > 0 ? size : found.smallest_m[a]);
        for (std::size_t c = 0; c < 3; ++c) {
            by[c] += along * (table.local ? (a == c ? 1.0 : 0.0) : axes[a][c]);
            found.geometry.origin[c] += along * axes[a][c];
        }
    }
    for (std::size_t c = 0; c < 3; ++c)
        if (!table.centre[c].change([&](std::size_t, double at) { return at + by[c]; }, progress.part(1, 1)))
            return false;
    return true;
}

/// Corners that stand alone beside centres lie half a block from them; a whole block says that the centres are none.
void tell_halves(ReadCells& cells, const blocks::FoundGrid& found) {
    if (found.geometry.azimuth_deg != 0 || found.geometry.dip_deg != 0 || found.geometry.roll_deg != 0) return;
    for (std::size_t a = 0; a < 3; ++a) {
        if (!cells.halves[a]) continue;
        const double step = found.geometry.block_size[a], low = cells.halves[a]->first, high = cells.halves[a]->second;
        if (step <= 0 || (std::abs(low - step / 2) <= 0.02 * step && std::abs(high - step / 2) <= 0.02 * step)) continue;
        std::string column;
        for (const ModelColumn& one : cells.mapping.columns)
            if (one.use == ColumnUse::place && one.name == std::string(1, "xyz"[a])) column = one.header;
        cells.findings.push_back(model_finding("model_corner_far", base::Severity::error, cells.table.file, 1,
                                               {{"column", column},
                                                {"step", base::number(step, 6)},
                                                {"low", base::number(low, 6)},
                                                {"high", base::number(high, 6)}},
                                               column));
    }
}

/// Blocks that the file states and none of its cells fills.
void tell_parent(ReadCells& cells, const blocks::GridSearch& search, const blocks::FoundGrid& found) {
    if (!cells.parent || search.parent_size != *cells.parent || !found.sub_blocked) return;
    cells.findings.push_back(model_finding(
        "model_parent_stated", base::Severity::info, cells.table.file, 1,
        {{"size", base::number((*cells.parent)[0], 6) + " × " + base::number((*cells.parent)[1], 6) + " × " +
                      base::number((*cells.parent)[2], 6)}}));
}

}  // namespace

Expected<blocks::FoundGrid> grid_of(ReadCells& cells, const ModelRule& rule, const base::Progress& progress) {
    take_rotation(cells, rule);
    blocks::CellTable& table = cells.table;
    if (cells.hinted && table.rotation && !table.local && !table.centre[0].empty())
        table.rotation->pivot = {table.centre[0].front(), table.centre[1].front(), table.centre[2].front()};
    const blocks::GridSearch search = search_of(rule, cells);
    // The second search is seldom needed.
    base::Progress first = progress.part(0, 0.9), second = progress.part(0.9, 1);
    auto found = find_grid(table, search, first);
    if (!found && cells.hinted && found.error().kind != ErrorKind::cancelled) {
        table.rotation.reset();
        auto again = find_grid(table, search, second);
        if (again) found = again;
    }
    if (found) {
        if (!to_centres(cells, *found, progress)) return base::cancelled();
        tell_parent(cells, search, *found);
        tell_halves(cells, *found);
        return found;
    }
    base::Error error = found.error();
    if (error.place.row > 0 && cells.line_of)
        error.place.row = cells.line_of(error.place.row - table.first_row);
    return std::unexpected(error);
}

}  // namespace orelens::io
