#include "core/blocks/CellGrid.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include "core/base/Parallel.h"
#include "core/blocks/LatticeFit.h"

namespace orelens::blocks {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// Sizes that differ by less are one size written with rounding.
constexpr double same_size = 1e-4;
/// Less than this share of blocks with a neighbour along an axis: the step is a guess.
constexpr double least_touching = 0.02;
/// A grid with more cells than this for its rows is a mistake: memory and time would go into nothing.
constexpr double sparse_cells = 1e6, sparse_share = 512;
constexpr std::size_t most_sampled = 200'000;
constexpr const char* size_params[] = {"model.size_u", "model.size_v", "model.size_w"};

struct Sizes {
    Vec3 least{0, 0, 0}, most{0, 0, 0};  ///< 0 = not known
    bool varied = false;
    [[nodiscard]] bool known() const { return most[0] > 0 && most[1] > 0 && most[2] > 0; }
};

Sizes sizes_of(const CellTable& table, const GridSearch& search) {
    Sizes sizes;
    for (int a = 0; a < 3; ++a) {
        const double stated = search.cell_size[a] > 0 ? search.cell_size[a] : table.cell_size[a];
        sizes.least[a] = sizes.most[a] = stated;
        if (table.size[a].empty()) continue;
        const auto [low, high] = std::ranges::minmax(table.size[a]);
        sizes.least[a] = low;
        sizes.most[a] = high;
        if (high > low * (1 + same_size)) sizes.varied = true;
    }
    return sizes;
}

/// Every row of small tables, else stretches of rows from all over.
std::vector<std::size_t> sampled(std::size_t count) {
    std::vector<std::size_t> rows;
    const std::size_t stretch = 2000, stretches = most_sampled / stretch;
    if (count <= most_sampled) {
        rows.resize(count);
        for (std::size_t n = 0; n < count; ++n) rows[n] = n;
        return rows;
    }
    for (std::size_t s = 0; s < stretches; ++s) {
        const std::size_t from = s * (count - stretch) / (stretches - 1);
        for (std::size_t n = from; n < from + stretch; ++n) rows.push_back(n);
    }
    return rows;
}

/// One try: the centres in a frame, with what is known of the steps.
class Attempt {
  public:
    Attempt(const CellTable& table, const GridSearch& search, const Sizes& sizes,
            const CellTable::Rotation& rotation)
        : table_(table), search_(search), sizes_(sizes), rotation_(rotation) {
        GridGeometry frame;
        frame.azimuth_deg = rotation.azimuth_deg;
        frame.dip_deg = rotation.dip_deg;
        frame.roll_deg = rotation.roll_deg;
        axes_ = frame.axes();
        straight_ = rotation.azimuth_deg == 0 && rotation.dip_deg == 0 && rotation.roll_deg == 0;
    }

    Expected<FoundGrid> find(base::Progress& progress);

  private:
    [[nodiscard]] double along(std::size_t cell, int a) const {
        if (table_.local) return table_.centre[a][cell];
        if (straight_) return table_.centre[a][cell] - rotation_.pivot[a];
        double sum = 0;
        for (int c = 0; c < 3; ++c) sum += (table_.centre[c][cell] - rotation_.pivot[c]) * axes_[a][c];
        return sum;
    }
    Expected<AxisFit> fit(int a, const std::vector<std::size_t>& sample);
    Expected<AxisFit> fit_parents(int a, const std::vector<std::size_t>& sample);
    Expected<void> find_touching(FoundGrid& found, const std::array<AxisFit, 3>& fits,
                                 base::Progress& progress) const;
    [[nodiscard]] std::int64_t row_off(int a, const AxisFit& fit) const;

    const CellTable& table_;
    const GridSearch& search_;
    const Sizes& sizes_;
    CellTable::Rotation rotation_;
    std::array<Vec3, 3> axes_;
    bool straight_ = true;
};

std::string axis_name(int a) {
    return std::string(1, "uvw"[a]);
}

std::int64_t Attempt::row_off(int a, const AxisFit& fit) const {
    for (std::size_t n = 0; n < table_.cells(); ++n) {
        const double at = (along(n, a) - fit.first) / fit.step;
        if (std::abs(at - std::round(at)) > search_.tolerance)
            return table_.first_row + static_cast<std::int64_t>(n);
    }
    return 0;
}

/// Cells of one size: their centres are the grid.
Expected<AxisFit> Attempt::fit(int a, const std::vector<std::size_t>& sample) {
    const auto value = [&](std::size_t n) { return along(n, a); };
    const double stated = sizes_.most[a];
    std::vector<double> values;
    values.reserve(sample.size());
    for (const std::size_t n : sample) values.push_back(value(n));
    auto found = fit_axis(values, stated, search_.tolerance);
    const auto no_step = [&] {
        return base::fail(ErrorKind::data, Message("blocks.no_step", {{"axis", axis_name(a)}}),
                          {.file = table_.file, .field = size_params[a]}, Message("blocks.no_step_fix"));
    };
    if (!found) return no_step();
    AxisFit all = extend_axis(*found, table_.cells(), value, stated <= 0);
    if (all.step > 0 && all.residual > search_.tolerance * all.step && table_.cells() > sample.size()) {
        // The sample missed places between its own: all of them then.
        values.clear();
        for (std::size_t n = 0; n < table_.cells(); ++n) values.push_back(value(n));
        found = fit_axis(std::move(values), stated, search_.tolerance);
        if (!found) return no_step();
        all = extend_axis(*found, table_.cells(), value, stated <= 0);
    }
    if (all.step <= 0)
        return base::fail(ErrorKind::data, Message("blocks.size_unknown", {{"axis", axis_name(a)}}),
                          {.file = table_.file, .field = size_params[a]}, Message("blocks.size_unknown_fix"));
    if (all.residual > search_.tolerance * all.step)
        return base::fail(ErrorKind::data,
                          Message("blocks.off_grid", {{"axis", axis_name(a)},
                                                      {"residual", base::number(all.residual, 3)},
                                                      {"size", base::number(all.step, 6)}}),
                          {.file = table_.file, .row = row_off(a, all), .field = "model.tolerance"},
                          Message("blocks.off_grid_fix"));
    return all;
}

/// Cells of several sizes: the grid is that of the largest along the axis; its ends are those of all cells.
Expected<AxisFit> Attempt::fit_parents(int a, const std::vector<std::size_t>& sample) {
    const auto size = [&](std::size_t n) {
        return table_.size[a].empty() ? sizes_.most[a] : table_.size[a][n];
    };
    const double parent = search_.parent_size[a] > 0 ? search_.parent_size[a] : sizes_.most[a];
    std::vector<double> values;
    for (const std::size_t n : sample)
        if (std::abs(size(n) - parent) <= same_size * parent) values.push_back(along(n, a));
    AxisFit fit;
    fit.step = parent;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t n = 0; n < table_.cells(); ++n) {
        low = std::min(low, along(n, a) - size(n) / 2);
        high = std::max(high, along(n, a) + size(n) / 2);
    }
    fit.first = low + parent / 2;
    if (!values.empty()) {
        const auto found = fit_axis(std::move(values), parent, search_.tolerance);
        if (!found)
            return base::fail(ErrorKind::data, Message("blocks.no_step", {{"axis", axis_name(a)}}),
                              {.file = table_.file, .field = "model.parent_" + axis_name(a)},
                              Message("blocks.no_step_fix"));
        fit.residual = found->residual;
        fit.first = found->first;
    }
    // Ends within rounding of a border do not make another layer.
    const double slack = 1e-3 * std::min(parent, sizes_.least[a]);
    const double down = std::ceil((fit.first - parent / 2 - low - slack) / parent);
    fit.first -= std::max(-1e15, down) * parent;
    fit.count = static_cast<std::int64_t>(
        std::clamp(std::ceil((high - slack - (fit.first - parent / 2)) / parent), 1.0, 1e15));
    return fit;
}

/// Which blocks there are, to see whether they touch: a step that is a guess leaves every block alone.
Expected<void> Attempt::find_touching(FoundGrid& found, const std::array<AxisFit, 3>& fits,
                                      base::Progress& progress) const {
    const GridGeometry& grid = found.geometry;
    const auto cells = static_cast<std::size_t>(grid.cell_count());
    auto present = std::make_unique<std::atomic<std::uint64_t>[]>(cells / 64 + 1);
    const auto index = [&](std::size_t n) {
        Index3 at{};
        for (int a = 0; a < 3; ++a)
            at[a] = std::clamp(
                static_cast<std::int32_t>(std::lround((along(n, a) - fits[a].first) / fits[a].step)), 0,
                grid.count[a] - 1);
        return at;
    };
    base::parallel_for(table_.cells(), 1U << 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !progress.cancelled(); ++n) {
            const auto cell = static_cast<std::size_t>(grid.linear(index(n)));
            present[cell / 64].fetch_or(std::uint64_t{1} << (cell % 64), std::memory_order_relaxed);
        }
    });
    const std::size_t every = std::max<std::size_t>(1, table_.cells() / 20000);
    for (int a = 0; a < 3; ++a) {
        if (grid.count[a] < 2) continue;
        double touch = 0, looked = 0;
        for (std::size_t n = 0; n < table_.cells(); n += every, ++looked) {
            bool neighbour = false;
            for (const int step : {-1, 1}) {
                Index3 at = index(n);
                at[a] += step;
                if (!grid.contains(at)) continue;
                const auto cell = static_cast<std::size_t>(grid.linear(at));
                neighbour |= (present[cell / 64].load(std::memory_order_relaxed) >> (cell % 64) & 1U) != 0;
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
    return progress.cancelled() ? Expected<void>(base::cancelled()) : Expected<void>();
}

Expected<FoundGrid> Attempt::find(base::Progress& progress) {
    FoundGrid found;
    found.sub_blocked = sizes_.varied;
    const std::vector<std::size_t> sample = sampled(table_.cells());
    std::array<AxisFit, 3> fits;
    double cells = 1;
    for (int a = 0; a < 3; ++a) {
        auto fitted = sizes_.varied ? fit_parents(a, sample) : fit(a, sample);
        if (!fitted) return std::unexpected(fitted.error());
        if (!progress.report(0.2 * (a + 1))) return base::cancelled();
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
    if (!sizes_.varied)
        if (auto touch = find_touching(found, fits, progress); !touch) return std::unexpected(touch.error());
    return found;
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
    if (sizes.varied)
        for (std::size_t n = 0; n < table.cells(); ++n)
            if (large(n)) rows.push_back(n);
    const std::size_t count = sizes.varied ? rows.size() : table.cells();
    const auto axes = find_frame(
        count,
        [&](std::size_t n) {
            const std::size_t row = sizes.varied ? rows[n] : n;
            return Vec3{table.centre[0][row], table.centre[1][row], table.centre[2][row]};
        },
        progress);
    if (!axes) return std::nullopt;
    const auto angles = frame_angles(*axes);
    if (!angles) return std::nullopt;
    const std::size_t first = sizes.varied ? rows.front() : 0;
    return CellTable::Rotation{(*angles)[0],
                               (*angles)[1],
                               (*angles)[2],
                               {table.centre[0][first], table.centre[1][first], table.centre[2][first]}};
}

/// Blocks of the wished size in place of those of the file, from the same corner.
void take_parent(FoundGrid& found, const Vec3& parent) {
    GridGeometry& grid = found.geometry;
    for (int a = 0; a < 3; ++a) {
        if (parent[a] <= 0 || std::abs(parent[a] - grid.block_size[a]) <= same_size * grid.block_size[a])
            continue;
        const double length = grid.block_size[a] * grid.count[a];
        grid.block_size[a] = parent[a];
        grid.count[a] = static_cast<std::int32_t>(std::clamp(std::ceil(length / parent[a] - 1e-6), 1.0, 2e9));
        found.sub_blocked = true;
    }
}

Expected<FoundGrid> from_centres(const CellTable& table, const GridSearch& search, base::Progress& progress) {
    const Sizes sizes = sizes_of(table, search);
    const auto& stated = search.rotation ? search.rotation : table.rotation;
    CellTable::Rotation straight;
    // Near the centres, so that differences keep their digits; local ones are counted from the pivot already.
    if (!table.local)
        straight.pivot = {table.centre[0].front(), table.centre[1].front(), table.centre[2].front()};
    base::Progress first = progress.part(0, 0.6);
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
    take_parent(found, search.parent_size);
    return found;
}

CellPlaces::CellPlaces(const CellTable& table, const GridGeometry& grid, const CellTable::Rotation& rotation)
    : table_(&table), grid_(grid), axes_(grid.axes()) {
    for (int a = 0; a < 3; ++a)
        for (int c = 0; c < 3; ++c) local_origin_[a] += (grid.origin[c] - rotation.pivot[c]) * axes_[a][c];
}

Vec3 CellPlaces::at(std::size_t cell) const {
    Vec3 place{};
    for (int a = 0; a < 3; ++a) {
        double along = 0;
        if (table_->local)
            along = table_->centre[a][cell] - local_origin_[a];
        else
            for (int c = 0; c < 3; ++c) along += (table_->centre[c][cell] - grid_.origin[c]) * axes_[a][c];
        place[a] = along / grid_.block_size[a];
    }
    return place;
}

}  // namespace orelens::blocks
