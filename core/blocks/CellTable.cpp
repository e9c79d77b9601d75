#include "core/blocks/CellTable.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"

namespace orelens::blocks {
namespace {

using base::cross;
using base::dot;

double degrees(double sine, double cosine) {
    const double angle = std::atan2(sine, cosine) * 180.0 / std::numbers::pi;
    // A turn that is a quarter but for rounding is one: grids that do not turn compare equal.
    const double quarter = std::round(angle / 90.0) * 90.0;
    return std::abs(angle - quarter) < 1e-9 ? quarter + 0.0 : angle;
}

bool even(const std::vector<double>& widths) {
    return std::ranges::all_of(
        widths, [&](double w) { return std::abs(w - widths.front()) <= 1e-6 * widths.front(); });
}

}  // namespace

std::optional<std::array<double, 3>> frame_angles(const std::array<Vec3, 3>& axes) {
    for (int a = 0; a < 3; ++a) {
        if (!(std::abs(dot(axes[a], axes[a]) - 1) < 1e-6)) return std::nullopt;
        if (!(std::abs(dot(axes[a], axes[(a + 1) % 3])) < 1e-6)) return std::nullopt;
    }
    const auto& [u, v, w] = axes;
    if (dot(cross(u, v), w) < 0) return std::nullopt;
    // v = (sin a cos d, cos a cos d, −sin d); u and w of a grid without roll follow from it.
    const double flat = std::hypot(v[0], v[1]);
    double azimuth = 0, roll = 0;
    const double dip = degrees(-v[2], flat);
    if (flat > 1e-9) {
        azimuth = degrees(v[0], v[1]);
        const Vec3 level{v[1] / flat, -v[0] / flat, 0};
        roll = degrees(dot(u, cross(level, v)), dot(u, level));
    } else {
        azimuth = degrees(-u[1], u[0]);  // v is vertical: the turn about it is one angle only
    }
    return std::array<double, 3>{azimuth, dip, roll};
}

bool place_cells(const TensorMesh& mesh, CellTable& table, const base::Progress& progress) {
    std::array<std::size_t, 3> count{};
    for (int a = 0; a < 3; ++a) count[a] = mesh.width[a].size();
    if (count[0] == 0 || count[1] == 0 || count[2] == 0) return true;
    if (even(mesh.width[0]) && even(mesh.width[1]) && even(mesh.width[2])) {
        GridGeometry grid;
        grid.origin = mesh.origin;
        for (int a = 0; a < 3; ++a) {
            double length = 0;
            for (const double width : mesh.width[a]) length += width;
            const double mean = length / static_cast<double>(count[a]);
            // Equal widths stay what they are; a mean of rounded ones is nearer the truth than the first.
            const bool same =
                std::ranges::all_of(mesh.width[a], [&](double w) { return w == mesh.width[a][0]; });
            grid.block_size[a] = same ? mesh.width[a][0] : mean;
            grid.count[a] = static_cast<std::int32_t>(count[a]);
        }
        grid.azimuth_deg = mesh.azimuth_deg;
        grid.dip_deg = mesh.dip_deg;
        grid.roll_deg = mesh.roll_deg;
        table.grid = grid;
        return true;
    }
    table.rotation = CellTable::Rotation{mesh.azimuth_deg, mesh.dip_deg, mesh.roll_deg, mesh.origin};
    table.local = true;
    std::array<std::vector<double>, 3> middle;
    for (int a = 0; a < 3; ++a) {
        double at = 0;
        for (const double width : mesh.width[a]) {
            middle[a].push_back(at + width / 2);
            at += width;
        }
    }
    // Row after row along u: what varies along it is the same in each.
    const auto add_rows = [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const std::array<std::size_t, 2> at{n % count[1], n / count[1]};
            table.centre[0].append(middle[0]);
            table.size[0].append(mesh.width[0]);
            for (std::size_t a = 1; a < 3; ++a) {
                table.centre[a].append(std::vector<double>(count[0], middle[a][at[a - 1]]));
                table.size[a].append(std::vector<double>(count[0], mesh.width[a][at[a - 1]]));
            }
        }
    };
    const std::size_t rows_per_piece = std::max<std::size_t>(1, 65536 / count[0]);
    return base::ordered_pieces(count[1] * count[2], rows_per_piece, progress, add_rows);
}

}  // namespace orelens::blocks
