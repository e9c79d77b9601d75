#include "core/io/blocks/ModelLattice.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using blocks::ModelRule;

blocks::GridSearch search_of(const ModelRule& rule) {
    blocks::GridSearch search;
    search.cell_size = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    search.parent_size = {rule.parent_u_m, rule.parent_v_m, rule.parent_w_m};
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

}  // namespace

Expected<blocks::FoundGrid> grid_of(ReadCells& cells, const ModelRule& rule, const base::Progress& progress) {
    take_rotation(cells, rule);
    blocks::CellTable& table = cells.table;
    if (cells.hinted && table.rotation && !table.local && !table.centre[0].empty())
        table.rotation->pivot = {table.centre[0].front(), table.centre[1].front(), table.centre[2].front()};
    const blocks::GridSearch search = search_of(rule);
    // The second search is seldom needed.
    base::Progress first = progress.part(0, 0.9), second = progress.part(0.9, 1);
    auto found = find_grid(table, search, first);
    if (!found && cells.hinted && found.error().kind != ErrorKind::cancelled) {
        table.rotation.reset();
        auto again = find_grid(table, search, second);
        if (again) found = again;
    }
    if (found) return found;
    base::Error error = found.error();
    if (error.place.row > 0 && cells.line_of)
        error.place.row = cells.line_of(error.place.row - table.first_row);
    return std::unexpected(error);
}

}  // namespace orelens::io
