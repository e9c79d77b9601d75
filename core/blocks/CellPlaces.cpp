#include "core/blocks/CellPlaces.h"

#include <algorithm>

#include "core/base/Vectors.h"

namespace orelens::blocks {

using base::dot;
using base::minus;

CellPlaces::CellPlaces(const CellTable& table, const GridGeometry& frame, const Vec3& from)
    : table_(&table), axes_(frame.axes()), from_(from) {
    straight_ = frame.azimuth_deg == 0 && frame.dip_deg == 0 && frame.roll_deg == 0;
    // Local centres run along the axes from the pivot already.
    if (!table.local) return;
    for (int a = 0; a < 3; ++a) from_[a] = dot(minus(from, pivot_of(table)), axes_[a]);
}

void CellPlaces::along(int a, std::size_t begin, std::size_t end, double* to) const {
    const std::size_t count = end - begin;
    if (table_->local || straight_) {
        table_->centre[a].copy(begin, end, to);
        for (std::size_t n = 0; n < count; ++n) to[n] -= from_[a];
        return;
    }
    std::fill(to, to + count, 0.0);
    std::array<double, 256> some;
    for (int c = 0; c < 3; ++c)
        for (std::size_t at = 0; at < count; at += some.size()) {
            const std::size_t size = std::min(some.size(), count - at);
            table_->centre[c].copy(begin + at, begin + at + size, some.data());
            for (std::size_t n = 0; n < size; ++n) to[at + n] += (some[n] - from_[c]) * axes_[a][c];
        }
}

Vec3 pivot_of(const CellTable& table) {
    return table.rotation ? table.rotation->pivot : Vec3{0, 0, 0};
}

CellPlaces places_in(const CellTable& table, const GridGeometry& grid) {
    return {table, grid, grid.origin};
}

}  // namespace orelens::blocks
