#include "core/blocks/CellGrid.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"
#include "core/blocks/BlockBits.h"
#include "core/blocks/CellPlaces.h"
#include "core/blocks/LatticeFit.h"
#include "core/blocks/LatticeFrame.h"

namespace orelens::blocks {
namespace {

using base::dot;
using base::ErrorKind;
using base::Expected;
using base::Message;
using base::minus;

/// Sizes that differ by less are one size written with rounding.
constexpr double same_size = 1e-4;
/// Less than this share of blocks with a neighbour along an axis: the step is a guess.
constexpr double least_touching = 0.1;
/// A grid with more cells than this for its rows is a mistake: memory and time would go into nothing.
constexpr double sparse_cells = 1e6, sparse_share = 512;
constexpr std::size_t most_sampled = 200'000;
/// Cells that lie across the blocks of a grid are another grid's, where they are more than this share.
constexpr double most_off = 0.01;
/// Parts of a block that its smallest cells may be.
constexpr double most_parts = 64;
/// Fewer cells of the largest size show no frame: those of the size that is met most do.
constexpr std::size_t fewest_large = 64;
constexpr const char* size_params[] = {"model.size_u", "model.size_v", "model.size_w"};

struct Sizes {
    Vec3 least{0, 0, 0}, most{0, 0, 0};  ///< 0 = not known
    bool varied = false;
    [[nodiscard]] bool known() const { return most[0] > 0 && most[1] > 0 && most[2] > 0; }
};

/// Nothing: cancelled.
std::optional<Sizes> sizes_of(const CellTable& table, const GridSearch& search,
                              const base::Progress& progress) {
    Sizes sizes;
    for (int a = 0; a < 3; ++a) {
        const double stated = search.cell_size[a] > 0 ? search.cell_size[a] : table.cell_size[a];
        sizes.least[a] = sizes.most[a] = stated;
        if (table.size[a].empty()) continue;
        const auto values = [&](std::size_t begin, std::size_t end, double* to) {
            table.size[a].copy(begin, end, to);
        };
        const auto range = value_range(table.size[a].size(), values, progress.part(a / 3.0, (a + 1) / 3.0));
        if (!range) return std::nullopt;
        sizes.least[a] = range->low;
        sizes.most[a] = range->high;
        if (range->high > range->low * (1 + same_size)) sizes.varied = true;
    }
    return sizes;
}

using Stretch = std::pair<std::size_t, std::size_t>;
/// Every row of small tables, else stretches of rows from all over.
std::vector<Stretch> sampled(std::size_t count) {
    if (count <= most_sampled) return {{0, count}};
    std::vector<Stretch> stretches;
    constexpr std::size_t rows = 2000, parts = most_sampled / rows;
    for (std::size_t s = 0; s < parts; ++s) {
        const std::size_t from = s * (count - rows) / (parts - 1);
        stretches.emplace_back(from, from + rows);
    }
    return stretches;
}

/// A frame without a grid yet.
GridGeometry turned_by(const CellTable::Rotation& rotation) {
    GridGeometry frame;
    frame.azimuth_deg = rotation.azimuth_deg;
    frame.dip_deg = rotation.dip_deg;
    frame.roll_deg = rotation.roll_deg;
    return frame;
}

/// One try: the centres in a frame, with what is known of the steps.
class Attempt {
  public:
    Attempt(const CellTable& table, const GridSearch& search, const Sizes& sizes,
            const CellTable::Rotation& rotation)
        : table_(table),
          search_(search),
          sizes_(sizes),
          rotation_(rotation),
          axes_(turned_by(rotation).axes()),
          places_(table, turned_by(rotation), table.local ? pivot_of(table) : rotation.pivot) {}

    Expected<FoundGrid> find(const base::Progress& progress);

  private:
    [[nodiscard]] AxisValues along(int a) const {
        return
            [this, a](std::size_t begin, std::size_t end, double* to) { places_.along(a, begin, end, to); };
    }
    [[nodiscard]] std::vector<double> sampled_along(int a) const;
    Expected<AxisFit> fit(int a, const base::Progress& progress);
    Expected<AxisFit> fit_parents(int a, const base::Progress& progress);
    Expected<void> check_borders(const std::array<AxisFit, 3>& fits, const base::Progress& progress) const;
    Expected<void> find_touching(FoundGrid& found, const std::array<AxisFit, 3>& fits,
                                 const base::Progress& progress) const;
    [[nodiscard]] std::int64_t row_off(int a, const AxisFit& fit, const base::Progress& progress) const;

    const CellTable& table_;
    const GridSearch& search_;
    const Sizes& sizes_;
    CellTable::Rotation rotation_;
    std::array<Vec3, 3> axes_;
    CellPlaces places_;
};

std::string axis_name(int a) {
    return std::string(1, "uvw"[a]);
}

std::vector<double> Attempt::sampled_along(int a) const {
    const std::vector<Stretch> sample = sampled(table_.cells());
    std::vector<double> values;
    for (const auto& [begin, end] : sample) {
        values.resize(values.size() + end - begin);
        places_.along(a, begin, end, values.data() + values.size() - (end - begin));
    }
    return values;
}

/// Line of the first centre that is too far off; 0: cancelled.
std::int64_t Attempt::row_off(int a, const AxisFit& fit, const base::Progress& progress) const {
    std::optional<std::size_t> found;
    std::vector<double> some(axis_piece);
    (void)base::ordered_pieces(table_.cells(), axis_piece, progress, [&](std::size_t begin, std::size_t end) {
        if (found) return;
        places_.along(a, begin, end, some.data());
        for (std::size_t n = begin; n < end && !found; ++n) {
            const double at = (some[n - begin] - fit.first) / fit.step;
            if (std::abs(at - std::round(at)) > search_.tolerance) found = n;
        }
    });
    return found ? table_.first_row + static_cast<std::int64_t>(*found) : 0;
}

/// Cells of one size: their centres are the grid.
Expected<AxisFit> Attempt::fit(int a, const base::Progress& progress) {
    const double stated = sizes_.most[a];
    const auto no_step = [&]() -> Expected<AxisFit> {
        if (progress.cancelled()) return base::cancelled();
        return base::fail(ErrorKind::data, Message("blocks.no_step", {{"axis", axis_name(a)}}),
                          {.file = table_.file, .field = size_params[a]}, Message("blocks.no_step_fix"));
    };
    auto found = fit_axis(sampled_along(a), stated, search_.tolerance, progress);
    if (!found) return no_step();
    auto all = extend_axis(*found, table_.cells(), along(a), stated <= 0, progress.part(0.1, 0.5));
    if (!all) return base::cancelled();
    if (all->step > 0 && all->residual > search_.tolerance * all->step && table_.cells() > most_sampled) {
        // The sample missed places between its own: all of them then.
        auto every = different_values(table_.cells(), along(a), progress.part(0.5, 0.7));
        if (!every) return base::cancelled();
        found = fit_axis(std::move(*every), stated, search_.tolerance, progress);
        if (!found) return no_step();
        all = extend_axis(*found, table_.cells(), along(a), stated <= 0, progress.part(0.7, 0.9));
        if (!all) return base::cancelled();
    }
    if (all->step <= 0)
        return base::fail(ErrorKind::data, Message("blocks.size_unknown", {{"axis", axis_name(a)}}),
                          {.file = table_.file, .field = size_params[a]}, Message("blocks.size_unknown_fix"));
    if (all->residual > search_.tolerance * all->step) {
        const std::int64_t row = row_off(a, *all, progress.part(0.9, 1));
        if (progress.cancelled()) return base::cancelled();
        return base::fail(ErrorKind::data,
                          Message("blocks.off_grid", {{"axis", axis_name(a)},
                                                      {"residual", base::number(all->residual, 3)},
                                                      {"size", base::number(all->step, 6)}}),
                          {.file = table_.file, .row = row, .field = "model.tolerance"},
                          Message("blocks.off_grid_fix"));
    }
    return *all;
}

/// Cells of several sizes: the grid is that of the largest along the axis; its ends are those of all cells.
Expected<AxisFit> Attempt::fit_parents(int a, const base::Progress& progress) {
    const bool per_cell = !table_.size[a].empty();
    const auto size_of = [&](std::size_t n) { return per_cell ? table_.size[a][n] : sizes_.most[a]; };
    const double parent = search_.parent_size[a] > 0 ? search_.parent_size[a] : sizes_.most[a];
    std::vector<double> values = sampled_along(a);
    std::size_t at = 0, kept = 0;
    for (const auto& [begin, end] : sampled(table_.cells()))
        for (std::size_t n = begin; n < end; ++n, ++at)
            if (std::abs(size_of(n) - parent) <= same_size * parent) values[kept++] = values[at];
    values.resize(kept);
    AxisFit fit;
    fit.step = parent;
    /// Borders of the cells at one side.
    const auto borders = [&](double side) {
        return [this, a, side, per_cell](std::size_t begin, std::size_t end, double* to) {
            places_.along(a, begin, end, to);
            std::vector<double> size(end - begin, sizes_.most[a]);
            if (per_cell) table_.size[a].copy(begin, end, size.data());
            for (const double along_axis : size) *to++ += side * along_axis;
        };
    };
    const auto lower = value_range(table_.cells(), borders(-0.5), progress.part(0.1, 0.5));
    if (!lower) return base::cancelled();
    const auto upper = value_range(table_.cells(), borders(0.5), progress.part(0.5, 0.9));
    if (!upper) return base::cancelled();
    const double low = lower->low, high = upper->high;
    fit.first = low + parent / 2;
    if (!values.empty()) {
        const auto found = fit_axis(std::move(values), parent, search_.tolerance, progress);
        if (progress.cancelled()) return base::cancelled();
        if (!found)
            return base::fail(ErrorKind::data, Message("blocks.no_step", {{"axis", axis_name(a)}}),
                              {.file = table_.file, .field = "model.parent_" + axis_name(a)},
                              Message("blocks.no_step_fix"));
        fit.residual = found->residual;
        fit.first = found->first;
    } else if (search_.parent_corner) {
        fit.first = dot(minus(*search_.parent_corner, rotation_.pivot), axes_[a]) + parent / 2;
    }
    // Ends within rounding of a border do not make another layer.
    const double slack = 1e-3 * std::min(parent, sizes_.least[a]);
    const double down = std::ceil((fit.first - parent / 2 - low - slack) / parent);
    fit.first -= std::max(-1e15, down) * parent;
    fit.count = static_cast<std::int64_t>(
        std::clamp(std::ceil((high - slack - (fit.first - parent / 2)) / parent), 1.0, 1e15));
    return fit;
}

/// The grid of the largest cells says nothing of the others; where there are few of them, any frame fits. A
/// cell in a frame that is not its own crosses borders of blocks at places where no cell ends. Heights may be
/// anything along one axis (seams); along two they are not.
Expected<void> Attempt::check_borders(const std::array<AxisFit, 3>& fits,
                                      const base::Progress& progress) const {
    const std::size_t cells = table_.cells();
    const std::size_t pieces = (cells + axis_piece - 1) / axis_piece;
    int axes_off = 0, axis = 0;
    std::size_t row = 0;
    for (int a = 0; a < 3; ++a) {
        const double parent = fits[a].step, least = sizes_.least[a];
        if (!(least > 0) || !(parent > 0)) continue;
        const double parts = std::round(parent / least);
        const double part = parts >= 1 && parts <= most_parts ? parent / parts : parent;
        const double low = fits[a].first - parent / 2, slack = search_.tolerance * part;
        struct Off {
            std::size_t count = 0, first = 0;
        };
        std::vector<Off> off(pieces);
        const bool done = base::parallel_pieces(
            cells, axis_piece, progress.part(a / 3.0, (a + 1) / 3.0),
            [&](std::size_t begin, std::size_t end) {
                std::vector<double> at(end - begin), size(end - begin, sizes_.most[a]);
                places_.along(a, begin, end, at.data());
                if (!table_.size[a].empty()) table_.size[a].copy(begin, end, size.data());
                Off& here = off[begin / axis_piece];
                for (std::size_t n = 0; n < end - begin; ++n) {
                    const double from = at[n] - size[n] / 2 - low, to = from + size[n];
                    const bool crosses =
                        std::floor((from + slack) / parent) != std::ceil((to - slack) / parent) - 1;
                    if (!crosses || std::abs(from - std::round(from / part) * part) <= slack) continue;
                    if (here.count++ == 0) here.first = begin + n;
                }
            });
        if (!done) return base::cancelled();
        std::size_t count = 0, first = cells;
        for (const Off& one : off) {
            count += one.count;
            if (one.count > 0) first = std::min(first, one.first);
        }
        if (static_cast<double>(count) <= most_off * static_cast<double>(cells)) continue;
        if (axes_off++ == 0) {
            axis = a;
            row = first;
        }
    }
    if (axes_off < 2) return {};
    return base::fail(ErrorKind::data,
                      Message("blocks.off_grid", {{"axis", axis_name(axis)},
                                                  {"residual", base::number(fits[axis].step / 2, 3)},
                                                  {"size", base::number(fits[axis].step, 6)}}),
                      {.file = table_.file,
                       .row = table_.first_row + static_cast<std::int64_t>(row),
                       .field = "model.rotation"},
                      Message("blocks.off_grid_fix"));
}

/// Which blocks there are, to see whether they touch: a step that is a guess leaves every block alone.
Expected<void> Attempt::find_touching(FoundGrid& found, const std::array<AxisFit, 3>& fits,
                                      const base::Progress& progress) const {
    const GridGeometry& grid = found.geometry;
    BlockBits present(grid);
    const auto index_along = [&](int a, double at) {
        return std::clamp(static_cast<std::int32_t>(std::lround((at - fits[a].first) / fits[a].step)), 0,
                          grid.count[a] - 1);
    };
    const bool done = base::parallel_pieces(
        table_.cells(), axis_piece / 4, progress, [&](std::size_t begin, std::size_t end) {
            std::array<std::vector<double>, 3> at;
            for (int a = 0; a < 3; ++a) {
                at[a].resize(end - begin);
                places_.along(a, begin, end, at[a].data());
            }
            for (std::size_t n = 0; n < end - begin; ++n)
                present.set({index_along(0, at[0][n]), index_along(1, at[1][n]), index_along(2, at[2][n])});
        });
    if (!done) return base::cancelled();
    const std::size_t every = std::max<std::size_t>(1, table_.cells() / 20000);
    for (int a = 0; a < 3; ++a) {
        if (grid.count[a] < 2) continue;
        double touch = 0, looked = 0;
        for (std::size_t n = 0; n < table_.cells(); n += every, ++looked) {
            bool neighbour = false;
            for (const int step : {-1, 1}) {
                Index3 at{};
                for (int c = 0; c < 3; ++c) at[c] = index_along(c, places_.along(c, n));
                at[a] += step;
                neighbour = neighbour || (grid.contains(at) && present.has(at));
            }
            touch += neighbour ? 1 : 0;
        }
        found.touching[a] = touch / looked;
        if (found.touching[a] < least_touching && sizes_.most[a] <= 0)
            return base::fail(ErrorKind::data,
                              Message("blocks.no_neighbours",
                                      {{"axis", axis_name(a)}, {"size", base::number(fits[a].step, 6)}}),
                              {.file = table_.file, .field = size_params[a]}, Message("blocks.no_step_fix"));
    }
    return {};
}

Expected<FoundGrid> Attempt::find(const base::Progress& progress) {
    FoundGrid found;
    found.sub_blocked = sizes_.varied;
    std::array<AxisFit, 3> fits;
    double cells = 1;
    for (int a = 0; a < 3; ++a) {
        const base::Progress part = progress.part(0.25 * a, 0.25 * (a + 1));
        auto fitted = sizes_.varied ? fit_parents(a, part) : fit(a, part);
        if (!fitted) return std::unexpected(fitted.error());
        if (!part.report(1)) return base::cancelled();
        fits[a] = *fitted;
        cells *= static_cast<double>(fits[a].count);
        found.residual_m[a] = fits[a].residual;
        found.smallest_m[a] = sizes_.varied ? sizes_.least[a] : fits[a].step;
    }
    const auto rows = static_cast<double>(table_.cells());
    const bool wished =
        search_.parent_size[0] > 0 || search_.parent_size[1] > 0 || search_.parent_size[2] > 0;
    if (!(sizes_.varied && wished) && cells > sparse_cells + sparse_share * rows)
        return base::fail(
            ErrorKind::data,
            Message("blocks.sparse_grid", {{"cells", base::grouped(cells)}, {"rows", base::grouped(rows)}}),
            {.file = table_.file, .field = size_params[0]}, Message("blocks.no_step_fix"));
    if (cells > static_cast<double>(max_cells) ||
        std::ranges::any_of(fits, [](const AxisFit& fit) { return fit.count > std::int64_t{2'000'000'000}; }))
        return base::fail(
            ErrorKind::data,
            Message("blocks.too_many_cells", {{"cells", base::number(cells)},
                                              {"limit", base::number(static_cast<double>(max_cells))}}),
            {.file = table_.file, .field = size_params[0]}, Message("blocks.no_step_fix"));
    GridGeometry& grid = found.geometry;
    grid.azimuth_deg = rotation_.azimuth_deg;
    grid.dip_deg = rotation_.dip_deg;
    grid.roll_deg = rotation_.roll_deg;
    grid.origin = rotation_.pivot;
    for (int a = 0; a < 3; ++a) {
        grid.block_size[a] = fits[a].step;
        grid.count[a] = static_cast<std::int32_t>(fits[a].count);
        const double corner = fits[a].first - fits[a].step / 2;
        for (int c = 0; c < 3; ++c) grid.origin[c] += corner * axes_[a][c];
    }
    if (sizes_.varied && !wished)
        if (auto fine = check_borders(fits, progress.part(0.75, 1)); !fine)
            return std::unexpected(fine.error());
    if (!sizes_.varied)
        if (auto touch = find_touching(found, fits, progress.part(0.75, 1)); !touch)
            return std::unexpected(touch.error());
    return found;
}

/// Cells of the size that most cells have.
std::vector<std::size_t> rows_of_common_size(const CellTable& table, const base::Progress& progress) {
    const auto size_of = [&](std::size_t n) {
        std::array<double, 3> size{};
        // As long as the same to a ten-thousandth, near enough for a vote.
        for (int a = 0; a < 3; ++a)
            if (!table.size[a].empty()) size[a] = std::round(std::log(table.size[a][n]) / same_size / 2);
        return size;
    };
    std::map<std::array<double, 3>, std::size_t> count;
    std::vector<std::size_t> rows;
    const bool counted =
        base::ordered_pieces(table.cells(), axis_piece, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                const auto size = size_of(n);
                if (const auto known = count.find(size); known != count.end())
                    ++known->second;
                else if (count.size() < 10'000)
                    count.emplace(size, 1);
            }
        });
    if (!counted || count.empty()) return rows;
    const auto most = std::ranges::max_element(count, {}, [](const auto& one) { return one.second; })->first;
    (void)base::ordered_pieces(table.cells(), axis_piece, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            if (size_of(n) == most) rows.push_back(n);
    });
    return rows;
}

/// Turned frame from the cells of the largest size.
std::optional<CellTable::Rotation> turned_frame(const CellTable& table, const Sizes& sizes,
                                                const base::Progress& progress) {
    std::vector<std::size_t> rows;
    const auto large = [&](std::size_t n) {
        for (int a = 0; a < 3; ++a)
            if (!table.size[a].empty() && table.size[a][n] < sizes.most[a] * (1 - same_size)) return false;
        return true;
    };
    const bool looked = !sizes.varied || base::ordered_pieces(table.cells(), axis_piece, progress,
                                                              [&](std::size_t begin, std::size_t end) {
                                                                  for (std::size_t n = begin; n < end; ++n)
                                                                      if (large(n)) rows.push_back(n);
                                                              });
    if (looked && sizes.varied && rows.size() < fewest_large)
        if (auto common = rows_of_common_size(table, progress); common.size() > rows.size())
            rows = std::move(common);
    if (!looked || progress.cancelled() || (sizes.varied && rows.empty())) return std::nullopt;
    const auto point = [&](std::size_t n) {
        const std::size_t row = sizes.varied ? rows[n] : n;
        return Vec3{table.centre[0][row], table.centre[1][row], table.centre[2][row]};
    };
    const auto axes = find_frame(sizes.varied ? rows.size() : table.cells(), point, progress);
    if (!axes) return std::nullopt;
    const auto angles = frame_angles(*axes);
    if (!angles) return std::nullopt;
    return CellTable::Rotation{(*angles)[0], (*angles)[1], (*angles)[2], point(0)};
}

/// Blocks of the wished size in place of those of the file, from the same corner.
void take_parent(FoundGrid& found, const Vec3& parent, const std::optional<Vec3>& corner) {
    GridGeometry& grid = found.geometry;
    for (int a = 0; a < 3; ++a) {
        if (parent[a] <= 0 || std::abs(parent[a] - grid.block_size[a]) <= same_size * grid.block_size[a])
            continue;
        double length = grid.block_size[a] * grid.count[a];
        if (corner) {
            // Down to a border of those blocks, so that no cell lies across one.
            const Vec3 axis = grid.axes()[a];
            const double at = dot(minus(grid.origin, *corner), axis);
            const double back = at - std::floor(at / parent[a] + 1e-6) * parent[a];
            if (back > 1e-6 * parent[a]) {
                for (int c = 0; c < 3; ++c) grid.origin[c] -= back * axis[c];
                length += back;
            }
        }
        grid.block_size[a] = parent[a];
        grid.count[a] = static_cast<std::int32_t>(std::clamp(std::ceil(length / parent[a] - 1e-6), 1.0, 2e9));
        found.sub_blocked = true;
    }
}

Expected<FoundGrid> from_centres(const CellTable& table, const GridSearch& search, base::Progress& progress) {
    const auto known = sizes_of(table, search, progress.part(0, 0.1));
    if (!known) return base::cancelled();
    const Sizes& sizes = *known;
    const auto& stated = search.rotation ? search.rotation : table.rotation;
    CellTable::Rotation straight;
    // Near the centres, so that differences keep their digits; local ones are counted from the pivot already.
    if (!table.local)
        straight.pivot = {table.centre[0].front(), table.centre[1].front(), table.centre[2].front()};
    base::Progress first = progress.part(0.1, 0.6);
    auto found = Attempt(table, search, sizes, stated ? *stated : straight).find(first);
    if (found || stated || progress.cancelled()) return found;
    const auto turned = turned_frame(table, sizes, progress);
    if (!turned) return progress.cancelled() ? base::cancelled() : found;
    base::Progress second = progress.part(0.7, 1);
    auto again = Attempt(table, search, sizes, *turned).find(second);
    if (!again) return again.error().kind == ErrorKind::cancelled ? again : found;
    again->turned = true;
    return again;
}

}  // namespace

Expected<FoundGrid> find_grid(const CellTable& table, const GridSearch& search, base::Progress& progress) {
    if (table.cells() == 0)
        return base::fail(ErrorKind::data, Message("blocks.no_cells"), {.file = table.file});
    FoundGrid found;
    if (!table.centre[0].empty()) {
        auto searched = from_centres(table, search, progress);
        if (!searched) return searched;
        found = *searched;
    } else {
        const auto cells = static_cast<double>(table.grid->cell_count());
        const auto rows = static_cast<double>(table.cells());
        if (cells > sparse_cells + sparse_share * rows)
            return base::fail(ErrorKind::data,
                              Message("blocks.sparse_grid",
                                      {{"cells", base::grouped(cells)}, {"rows", base::grouped(rows)}}),
                              {.file = table.file, .field = size_params[0]}, Message("blocks.no_step_fix"));
        found.geometry = *table.grid;
        found.smallest_m = table.grid->block_size;
    }
    take_parent(found, search.parent_size, search.parent_corner);
    return found;
}

}  // namespace orelens::blocks
