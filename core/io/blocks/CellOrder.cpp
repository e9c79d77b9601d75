// Cells of grids that name no places: the order that formats write them in, and the grid as the rule states
// it.
#include <cmath>

#include "core/io/blocks/ModelCells.h"

namespace orelens::io {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::CellOrder;
using blocks::Index3;
using blocks::ModelRule;

std::size_t ordered_cell(CellOrder order, const Index3& count, std::size_t row) {
    const auto nx = static_cast<std::size_t>(count[0]), ny = static_cast<std::size_t>(count[1]),
               nz = static_cast<std::size_t>(count[2]);
    std::size_t i = row % nx, j = row / nx % ny, k = row / (nx * ny);
    switch (order) {
        case CellOrder::detect:
        case CellOrder::xyz:
            break;
        case CellOrder::xyz_down:
            k = nz - 1 - k;
            break;
        case CellOrder::zyx:
            k = row % nz;
            j = row / nz % ny;
            i = row / (nz * ny);
            break;
        case CellOrder::zxy_down:
            k = nz - 1 - row % nz;
            i = row / nz % nx;
            j = row / (nz * nx);
            break;
    }
    return i + nx * (j + ny * k);
}

Expected<blocks::GridGeometry> stated_grid(const ModelRule& rule, const Index3& count,
                                           const std::string& file) {
    blocks::GridGeometry grid;
    grid.count = count;
    const double size[] = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    const double origin[] = {rule.origin_x, rule.origin_y, rule.origin_z};
    const char* params[] = {"model.size_u", "model.size_v", "model.size_w"};
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        if (!(size[a] > 0))
            return base::fail(ErrorKind::data,
                              Message("blocks.size_unknown", {{"axis", std::string(1, "uvw"[a])}}),
                              {.file = file, .field = params[a]}, Message("blocks.size_unknown_fix"));
        grid.block_size[a] = size[a];
        grid.origin[a] = std::isnan(origin[a]) ? 0 : origin[a];
        cells *= count[a];
    }
    if (cells > static_cast<double>(blocks::max_cells))
        return base::fail(ErrorKind::data,
                          Message("blocks.too_many_cells",
                                  {{"cells", base::number(cells)},
                                   {"limit", base::number(static_cast<double>(blocks::max_cells))}}),
                          {.file = file});
    return grid;
}

}  // namespace orelens::io
