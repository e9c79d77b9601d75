#include "app/geoh5/Octree.h"

#include <algorithm>

namespace orelens::io::geoh5 {
namespace {

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

}  // namespace

std::optional<double> even_cells(const Rows& rows, const std::array<std::int64_t, 3>& base) {
    const auto width = smallest(rows, base);
    if (!width) return std::nullopt;
    double cells = 1;
    for (const std::int64_t count : base) cells *= static_cast<double>(count / *width);
    return cells;
}

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

}  // namespace orelens::io::geoh5
