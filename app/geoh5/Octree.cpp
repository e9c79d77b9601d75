#include "app/geoh5/Octree.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "app/geoh5/Hdf5.h"
#include "app/geoh5/Refusal.h"
#include "core/base/Memory.h"
#include "core/base/Text.h"

namespace orelens::io::geoh5 {
namespace {

using base::Message;
using Rows = std::vector<std::array<std::int32_t, 4>>;

/// The width of the smallest cell; nothing where a cell lies outside, or not on the lattice of the smallest ones.
std::optional<std::int32_t> smallest(const Rows& rows, const std::array<std::int64_t, 3>& base) {
    if (rows.empty() || rows.size() >= no_cell) return std::nullopt;
    std::int32_t width = rows.front()[3];
    for (const auto& row : rows) width = std::min(width, row[3]);
    if (width < 1) return std::nullopt;
    for (std::size_t a = 0; a < 3; ++a)
        if (base[a] < 1 || base[a] > 0x7fffffff || base[a] % width != 0) return std::nullopt;
    for (const auto& row : rows) {
        if (row[3] % width != 0) return std::nullopt;
        for (std::size_t a = 0; a < 3; ++a)
            if (row[a] < 0 || row[a] % width != 0 || std::int64_t{row[a]} + row[3] > base[a]) return std::nullopt;
    }
    return width;
}

struct EvenOctree {
    std::array<std::size_t, 3> count{};  ///< along u, v, w
    std::int32_t width = 1;              ///< of a cell, in base cells
    std::vector<std::uint32_t> cell;
};

/// How many cells the even grid has; nothing where the rows are no octree of these base cells.
std::optional<double> even_cells(const Rows& rows, const std::array<std::int64_t, 3>& base) {
    const auto width = smallest(rows, base);
    if (!width) return std::nullopt;
    double cells = 1;
    for (const std::int64_t count : base) cells *= static_cast<double>(count / *width);
    return cells;
}

/// Nothing also where cells of the octree overlap.
std::optional<EvenOctree> even_octree(const Rows& rows, const std::array<std::int64_t, 3>& base) {
    const auto width = smallest(rows, base);
    if (!width) return std::nullopt;
    EvenOctree out;
    out.width = *width;
    for (std::size_t a = 0; a < 3; ++a) out.count[a] = static_cast<std::size_t>(base[a] / *width);
    out.cell.assign(out.count[0] * out.count[1] * out.count[2], no_cell);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const auto first = [&](std::size_t a) { return static_cast<std::size_t>(rows[n][a] / *width); };
        const auto wide = static_cast<std::size_t>(rows[n][3] / *width);
        for (std::size_t i = first(0); i < first(0) + wide; ++i)
            for (std::size_t j = first(1); j < first(1) + wide; ++j)
                for (std::size_t k = first(2); k < first(2) + wide; ++k) {
                    std::uint32_t& held = out.cell[(i * out.count[1] + j) * out.count[2] + k];
                    // Also the end of what overlapping cells may cost.
                    if (held != no_cell) return std::nullopt;
                    held = static_cast<std::uint32_t>(n);
                }
    }
    return out;
}

/// Bytes that this process may still take, about; of the machine where nothing limits it.
double room() {
    rlimit limit{};
    const double machine = base::machine_memory();
    const bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    const double whole = limited ? static_cast<double>(limit.rlim_cur) : machine > 0 ? machine : 4e9;
    return 0.5 * whole;
}

}  // namespace

bool take_place(hid_t object, const std::string& element, OmfVec3& origin, double& turn) {
    if (!triple_attribute(object, "Origin", origin)) refuse(Message("geoh5.no_origin", {{"element", element}}));
    const bool turned = number_attribute(object, "Rotation", turn);
    if (!std::isfinite(origin[0] + origin[1] + origin[2] + turn)) throw Broken("Origin");
    return turned;
}

void turn_axes(double degrees, OmfVec3& u, OmfVec3& v) {
    double cosine = std::cos(degrees * std::numbers::pi / 180);
    double sine = std::sin(degrees * std::numbers::pi / 180);
    if (std::fmod(degrees, 90.0) == 0) {
        cosine = std::round(cosine);
        sine = std::round(sine);
    }
    u = {cosine, sine, 0};
    v = {-sine + 0.0, cosine, 0};
}

OctreeGrid octree_grid(hid_t object, const std::string& name) {
    std::array<std::int64_t, 3> base{};
    std::array<double, 3> size{};
    for (std::size_t a = 0; a < 3; ++a) {
        static constexpr const char* counts[] = {"NU", "NV", "NW"};
        static constexpr const char* sizes[] = {"U Cell Size", "V Cell Size", "W Cell Size"};
        double count = 0;
        if (!number_attribute(object, counts[a], count) || !number_attribute(object, sizes[a], size[a]) ||
            !(count >= 1 && count < 2147483648.0) || !std::isfinite(size[a]) || size[a] == 0)
            refuse(Message("geoh5.octree_damaged", {{"element", name}}));
        base[a] = static_cast<std::int64_t>(count);
    }
    const auto rows = octree_rows(object, "Octree Cells");
    const auto cells = even_cells(rows, base);
    if (!cells) refuse(Message("geoh5.octree_damaged", {{"element", name}}));
    const double columns = has(object, "Data") ? static_cast<double>(links(open_group(object, "Data")).size()) : 0;
    // The values as numbers of eight bytes, once as they are and once packed.
    if (*cells * (4 + 16 * columns) > room() || *cells >= no_cell)
        refuse(Message("geoh5.octree_large", {{"element", name}, {"cells", base::grouped(*cells)}}),
               Message("geoh5.octree_large_fix"));
    auto even = even_octree(rows, base);
    if (!even) refuse(Message("geoh5.octree_damaged", {{"element", name}}));
    OctreeGrid out;
    OmfVolume& volume = out.volume;
    double turn = 0;
    (void)take_place(object, name, volume.origin, turn);
    turn_axes(turn, volume.axis_u, volume.axis_v);
    std::array axes{&volume.axis_u, &volume.axis_v, &volume.axis_w};
    std::array widths{&volume.widths_u, &volume.widths_v, &volume.widths_w};
    for (std::size_t a = 0; a < 3; ++a) {
        widths[a]->assign(even->count[a], std::abs(size[a]) * even->width);
        if (size[a] < 0)
            for (double& part : *axes[a]) part = -part + 0.0;
    }
    out.cell = std::move(even->cell);
    out.rows = rows.size();
    return out;
}

}  // namespace orelens::io::geoh5
