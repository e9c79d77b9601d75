#include "core/shapes/Fraction.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>

#include "core/base/Parallel.h"

namespace orelens::shapes {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::GridGeometry;

constexpr int tile = 8;
constexpr std::int32_t most_levels = 100'000;
/// Rounding of the sums: nearer to nothing or to a whole block than this is meant.
constexpr double dust = 1e-7;

/// A piece of a triangle: a convex polygon. Three planes with two sides each add at most six corners.
struct Piece {
    std::array<Vec3, 10> corner;
    int count = 0;
    void add(const Vec3& point) { corner[static_cast<std::size_t>(count++)] = point; }
};

/// Cuts at corner[axis] = at; both sides keep the order of corners.
void split(const Piece& piece, std::size_t axis, double at, Piece& low, Piece& high) {
    low.count = high.count = 0;
    for (int n = 0; n < piece.count; ++n) {
        const Vec3& a = piece.corner[static_cast<std::size_t>(n)];
        const Vec3& b = piece.corner[static_cast<std::size_t>(n + 1 == piece.count ? 0 : n + 1)];
        if (a[axis] <= at) low.add(a);
        if (a[axis] >= at) high.add(a);
        if ((a[axis] < at && b[axis] > at) || (a[axis] > at && b[axis] < at)) {
            const double t = (at - a[axis]) / (b[axis] - a[axis]);
            Vec3 point{a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
            point[axis] = at;
            low.add(point);
            high.add(point);
        }
    }
}

/// Signed area of the projection and the volume between it and level 0.
struct Sum {
    double area = 0, volume = 0;
};
Sum measure(const Piece& piece, double level) {
    Sum sum;
    const Vec3& a = piece.corner[0];
    for (int n = 1; n + 1 < piece.count; ++n) {
        const Vec3& b = piece.corner[static_cast<std::size_t>(n)];
        const Vec3& c = piece.corner[static_cast<std::size_t>(n + 1)];
        const double area = ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
        sum.area += area;
        sum.volume += area * ((a[2] - level) + (b[2] - level) + (c[2] - level)) / 3;
    }
    return sum;
}

std::pair<double, double> extent(const Piece& piece, std::size_t axis) {
    double low = piece.corner[0][axis], high = low;
    for (int n = 1; n < piece.count; ++n) {
        low = std::min(low, piece.corner[static_cast<std::size_t>(n)][axis]);
        high = std::max(high, piece.corner[static_cast<std::size_t>(n)][axis]);
    }
    return {low, high};
}

std::int32_t cell_of(double at, std::int32_t count) {
    if (!(at > 0)) return 0;
    if (at >= count) return count - 1;
    return static_cast<std::int32_t>(at);
}

/// Sums of up to 8×8 columns of blocks, over the levels that the mesh reaches.
struct Tile {
    std::int32_t i0 = 0, j0 = 0, ni = 0, nj = 0;
    std::int32_t k0 = 0, nk = 0;
    std::vector<double> part;   // of the block itself
    std::vector<double> below;  // area above this block and all under it
    std::vector<double> cover;  // per column
    void clear() {
        const auto columns = static_cast<std::size_t>(ni) * static_cast<std::size_t>(nj);
        part.assign(columns * static_cast<std::size_t>(nk), 0);
        below.assign(columns * static_cast<std::size_t>(nk), 0);
        cover.assign(columns, 0);
    }
};

/// One column's share of a triangle.
void add_levels(const Piece& piece, Tile& sums, std::size_t column) {
    const auto [low, high] = extent(piece, 2);
    double* part = &sums.part[column * static_cast<std::size_t>(sums.nk)];
    double* below = &sums.below[column * static_cast<std::size_t>(sums.nk)];
    const double bottom = sums.k0, top = sums.k0 + sums.nk;
    const auto add_above = [&](std::int32_t level, double area) {
        if (level > 0) below[level - 1] += area;
    };
    if (low >= top) {
        const double area = measure(piece, 0).area;
        sums.cover[column] += area;
        add_above(sums.nk, area);
        return;
    }
    if (high <= bottom) {
        sums.cover[column] += measure(piece, 0).area;
        return;
    }
    Piece rest = piece, under, over;
    auto level = static_cast<std::int32_t>(std::floor(std::max(low - bottom, 0.0)));
    if (low < bottom) {
        split(rest, 2, bottom, under, over);
        if (under.count > 2) sums.cover[column] += measure(under, 0).area;
        rest = over;
        level = 0;
    }
    for (; rest.count > 2; ++level) {
        if (level >= sums.nk) {
            const double area = measure(rest, 0).area;
            sums.cover[column] += area;
            add_above(sums.nk, area);
            return;
        }
        const double floor = bottom + level;
        if (high > floor + 1) {
            split(rest, 2, floor + 1, under, over);
        } else {
            under = rest;
            over.count = 0;
        }
        if (under.count > 2) {
            const Sum sum = measure(under, floor);
            sums.cover[column] += sum.area;
            part[level] += sum.volume;
            add_above(level, sum.area);
        }
        rest = over;
    }
}

/// A triangle cut along the columns of a tile.
void add_triangle(const std::array<Vec3, 3>& triangle, Tile& sums) {
    Piece whole, rows, row, cell, dropped;
    for (const Vec3& corner : triangle) whole.add(corner);
    const auto trim = [&](Piece& piece, std::size_t axis, std::int32_t from, std::int32_t count) {
        const auto [low, high] = extent(piece, axis);
        if (low < from) {
            Piece kept;
            split(piece, axis, from, dropped, kept);
            piece = kept;
        }
        if (high > from + count && piece.count > 2) {
            Piece kept;
            split(piece, axis, from + count, kept, dropped);
            piece = kept;
        }
        return piece.count > 2;
    };
    if (!trim(whole, 1, sums.j0, sums.nj) || !trim(whole, 0, sums.i0, sums.ni)) return;
    const auto [low_y, high_y] = extent(whole, 1);
    rows = whole;
    for (std::int32_t j = cell_of(low_y - sums.j0, sums.nj); j < sums.nj && rows.count > 2; ++j) {
        const double far_y = sums.j0 + j + 1;
        if (high_y > far_y) {
            Piece rest;
            split(rows, 1, far_y, row, rest);
            rows = rest;
        } else {
            row = rows;
            rows.count = 0;
        }
        if (row.count < 3) continue;
        const auto [low_x, high_x] = extent(row, 0);
        for (std::int32_t i = cell_of(low_x - sums.i0, sums.ni); i < sums.ni && row.count > 2; ++i) {
            const double far_x = sums.i0 + i + 1;
            if (high_x > far_x) {
                Piece rest;
                split(row, 0, far_x, cell, rest);
                row = rest;
            } else {
                cell = row;
                row.count = 0;
            }
            if (cell.count > 2) add_levels(cell, sums, static_cast<std::size_t>(j * sums.ni + i));
        }
    }
}

/// The mesh in block units of a grid, with the cells that each triangle's box touches.
struct Placed {
    std::vector<std::array<Vec3, 3>> corners;
    std::vector<std::array<std::int32_t, 2>> along[2];  // first and last cell along u and v
    std::int32_t k0 = 0, nk = 0;                         // levels between bottom and top of the mesh
};

base::Expected<Placed> place(const GridGeometry& geometry, const TriangleMesh& mesh, Kind kind,
                             const base::Progress& progress) {
    Placed placed;
    const auto axes = geometry.axes();
    std::vector<Vec3> points(mesh.points.size());
    base::parallel_for(points.size(), 4096, [&](std::size_t begin, std::size_t end) {
        if (progress.cancelled()) return;
        for (std::size_t n = begin; n < end; ++n) {
            Vec3 from{};
            for (std::size_t a = 0; a < 3; ++a) from[a] = mesh.points[n][a] - geometry.origin[a];
            for (std::size_t a = 0; a < 3; ++a)
                points[n][a] = (axes[a][0] * from[0] + axes[a][1] * from[1] + axes[a][2] * from[2]) /
                               geometry.block_size[a];
        }
    });
    if (progress.cancelled()) return base::cancelled();
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t n = 0; n < mesh.triangles.size(); ++n) {
        if (n % 65536 == 0 && progress.cancelled()) return base::cancelled();
        std::array<Vec3, 3> triangle{};
        for (std::size_t c = 0; c < 3; ++c)
            triangle[c] = points[static_cast<std::size_t>(mesh.triangles[n][c])];
        std::array<std::array<std::int32_t, 2>, 2> cells{};
        bool outside = false;
        for (std::size_t a = 0; a < 2; ++a) {
            const auto [least, most] = std::minmax({triangle[0][a], triangle[1][a], triangle[2][a]});
            outside = outside || !(most > 0) || !(least < geometry.count[a]);
            cells[a] = {cell_of(least, geometry.count[a]), cell_of(most, geometry.count[a])};
        }
        if (outside) continue;
        for (const Vec3& corner : triangle) {
            low = std::min(low, corner[2]);
            high = std::max(high, corner[2]);
        }
        placed.corners.push_back(triangle);
        for (std::size_t a = 0; a < 2; ++a) placed.along[a].push_back(cells[a]);
    }
    // Under a surface everything counts; a solid has nothing under or over it.
    const std::int32_t levels = geometry.count[2];
    if (placed.corners.empty()) return placed;
    placed.k0 = kind == Kind::surface ? 0 : cell_of(low, levels);
    placed.nk = cell_of(high, levels) - placed.k0 + 1;
    return placed;
}

/// Takes the finished fractions of a tile: index ((j · ni) + i) · nk + k, from level k0.
using Take = std::function<void(const Tile&, const std::vector<float>&)>;

struct Tally {
    double volume = 0;
    std::int64_t whole = 0, cut = 0, uncovered = 0;
};

std::vector<float> finish(const Tile& sums, Kind kind, float beyond) {
    std::vector<float> out(sums.part.size());
    const auto levels = static_cast<std::size_t>(sums.nk);
    for (std::size_t column = 0; column < sums.cover.size(); ++column) {
        const double cover = sums.cover[column];
        const bool none = kind == Kind::surface && !(cover > dust);
        const double scale = kind == Kind::surface && !none ? 1 / cover : 1;
        double over = 0;
        for (std::size_t k = levels; k-- > 0;) {
            over += sums.below[column * levels + k];
            double share = (over + sums.part[column * levels + k]) * scale;
            share = share < dust ? 0 : share > 1 - dust ? 1 : share;
            out[column * levels + k] = none ? beyond : static_cast<float>(share);
        }
    }
    return out;
}

base::Expected<void> each_tile(const GridGeometry& geometry, const Placed& placed, Kind kind, float beyond,
                               const Take& take, const base::Progress& progress) {
    // Strips along the longer side, so that there are many for the threads; tiles within a strip.
    const std::size_t across = geometry.count[1] >= geometry.count[0] ? 1 : 0, within = 1 - across;
    const auto tiles = [](std::int32_t count) { return static_cast<std::size_t>((count + tile - 1) / tile); };
    const std::size_t strips = tiles(geometry.count[across]);
    std::atomic<std::size_t> done = 0;
    base::parallel_for(strips, 1, [&](std::size_t begin, std::size_t end) {
        Tile sums;
        sums.k0 = placed.k0;
        sums.nk = kind == Kind::surface ? geometry.count[2] : placed.nk;
        std::vector<std::uint32_t> met;
        for (std::size_t strip = begin; strip < end; ++strip) {
            met.clear();
            const auto first = static_cast<std::int32_t>(strip) * tile, last = first + tile - 1;
            for (std::size_t n = 0; n < placed.corners.size(); ++n)
                if (placed.along[across][n][0] <= last && placed.along[across][n][1] >= first)
                    met.push_back(static_cast<std::uint32_t>(n));
            for (std::size_t t = 0; t < tiles(geometry.count[within]); ++t) {
                const auto low = static_cast<std::int32_t>(t) * tile, high = low + tile - 1;
                if (progress.cancelled()) return;
                sums.i0 = across == 0 ? first : low;
                sums.j0 = across == 1 ? first : low;
                sums.ni = std::min(tile, geometry.count[0] - sums.i0);
                sums.nj = std::min(tile, geometry.count[1] - sums.j0);
                sums.clear();
                std::size_t hit = 0;
                for (const std::uint32_t n : met) {
                    if (placed.along[within][n][0] > high || placed.along[within][n][1] < low) continue;
                    if (++hit % 1024 == 0 && progress.cancelled()) return;
                    add_triangle(placed.corners[n], sums);
                }
                if (hit > 0 || kind == Kind::surface) take(sums, finish(sums, kind, beyond));
            }
            progress.report(static_cast<double>(++done) / static_cast<double>(strips));
        }
    });
    if (progress.cancelled()) return base::cancelled();
    return {};
}

base::Expected<Placed> placed_or_refused(const GridGeometry& geometry, const TriangleMesh& mesh, Kind kind,
                                         const base::Progress& progress) {
    if (geometry.count[2] > most_levels)
        return base::fail(ErrorKind::data, Message("shapes.too_many_levels"), {.field = "grid.size_w"});
    return place(geometry, mesh, kind, progress);
}

}  // namespace

base::Expected<FractionSummary> add_fraction(blocks::BlockModel& model, const std::string& column,
                                             const TriangleMesh& mesh, Kind kind,
                                             const base::Progress& progress, float beyond) {
    const GridGeometry& geometry = model.geometry();
    const auto placed = placed_or_refused(geometry, mesh, kind, progress.part(0, 0.1));
    if (!placed) return std::unexpected(placed.error());
    model.add_column({column, blocks::ColumnType::real, "", {}});
    const std::vector<float*> values = model.real_leaves(column);
    std::vector<Tally> tallies(model.leaf_count());
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !progress.cancelled(); ++n)
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at)) values[n][at] = 0;
    });
    const auto take = [&](const Tile& sums, const std::vector<float>& shares) {
        const auto levels = static_cast<std::size_t>(sums.nk);
        for (std::int32_t k = sums.k0 / tile * tile; k < sums.k0 + sums.nk; k += tile) {
            const std::size_t leaf = model.leaf_of({sums.i0, sums.j0, k});
            if (leaf == model.leaf_count()) continue;
            Tally& tally = tallies[leaf];
            for (int at = 0; at < 512; ++at) {
                const int i = at >> 6, j = (at >> 3) & 7, level = k + (at & 7) - sums.k0;
                if (!model.leaf(leaf).is_active(at) || level < 0 || level >= sums.nk) continue;
                const auto place = static_cast<std::size_t>(j * sums.ni + i);
                const float share = shares[place * levels + static_cast<std::size_t>(level)];
                values[leaf][at] = share;
                tally.volume += static_cast<double>(share);
                tally.whole += share >= 1 ? 1 : 0;
                tally.cut += share > 0 && share < 1 ? 1 : 0;
                tally.uncovered += kind == Kind::surface && sums.cover[place] < 1 - 1e-6 ? 1 : 0;
            }
        }
    };
    if (auto done = each_tile(geometry, *placed, kind, beyond, take, progress.part(0.1, 1)); !done) {
        model.remove_column(column);
        return std::unexpected(done.error());
    }
    FractionSummary summary;
    for (const Tally& tally : tallies) {
        summary.volume_m3 += tally.volume * geometry.block_volume();
        summary.whole += tally.whole;
        summary.cut += tally.cut;
        summary.uncovered += tally.uncovered;
    }
    return summary;
}

base::Expected<std::vector<float>> fractions(const GridGeometry& geometry, const TriangleMesh& mesh,
                                             Kind kind, const base::Progress& progress) {
    const auto placed = placed_or_refused(geometry, mesh, kind, progress);
    if (!placed) return std::unexpected(placed.error());
    std::vector<float> all(static_cast<std::size_t>(geometry.cell_count()), 0.0F);
    const auto take = [&](const Tile& sums, const std::vector<float>& shares) {
        for (std::int32_t j = 0; j < sums.nj; ++j)
            for (std::int32_t i = 0; i < sums.ni; ++i)
                for (std::int32_t k = 0; k < sums.nk; ++k)
                    all[static_cast<std::size_t>(
                        geometry.linear({sums.i0 + i, sums.j0 + j, sums.k0 + k}))] =
                        shares[(static_cast<std::size_t>(j) * static_cast<std::size_t>(sums.ni) +
                                static_cast<std::size_t>(i)) *
                                   static_cast<std::size_t>(sums.nk) +
                               static_cast<std::size_t>(k)];
    };
    if (auto done = each_tile(geometry, *placed, kind, 1, take, progress); !done)
        return std::unexpected(done.error());
    return all;
}

}  // namespace orelens::shapes
