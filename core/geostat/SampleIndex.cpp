#include "core/geostat/SampleIndex.h"

#include <algorithm>
#include <cmath>

#include "core/geostat/SampleKeys.h"

namespace orelens::geostat {
namespace {

void pad(Candidates& c) {
    for (std::vector<double>* axis : {&c.x, &c.y, &c.z}) axis->resize(c.id.size() + kernel::slack, 0.0);
}

}  // namespace

SampleIndex::SampleIndex(std::vector<double> x, std::vector<double> y, std::vector<double> z,
                         std::vector<std::int32_t> hole, double typical_radius,
                         const base::Progress* progress)
    : x_(std::move(x)), y_(std::move(y)), z_(std::move(z)), hole_(std::move(hole)) {
    const std::size_t n = x_.size();
    const auto cancelled = [progress] { return progress != nullptr && progress->cancelled(); };
    if (cancelled()) return;
    std::vector<std::int32_t> numbers = hole_;
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    hole_count_ = numbers.size();
    if (cancelled()) return;
    for (std::int32_t& number : hole_)
        if (number >= 0)
            number = static_cast<std::int32_t>(std::lower_bound(numbers.begin(), numbers.end(), number) -
                                               numbers.begin());
    const std::vector<double>* axes[3] = {&x_, &y_, &z_};
    std::array<double, 3> extent{};
    for (int a = 0; a < 3; ++a) {
        if (n == 0) break;
        const auto [low, high] = std::minmax_element(axes[a]->begin(), axes[a]->end());
        low_[a] = *low;
        extent[a] = *high - *low;
    }
    // A few bins per search radius, but never many more bins than samples.
    const double most_bins = 2.0 * static_cast<double>(n) + 64;
    for (edge_ = typical_radius / 4;; edge_ *= 1.25) {
        double bins = 1;
        for (int a = 0; a < 3; ++a) bins *= std::floor(extent[a] / edge_) + 1;
        if (bins <= most_bins) break;
    }
    for (int a = 0; a < 3; ++a) cells_[a] = static_cast<int>(extent[a] / edge_) + 1;

    const auto cell_of = [&](std::size_t i) {
        const int cx = cell_along(0, x_[i]), cy = cell_along(1, y_[i]), cz = cell_along(2, z_[i]);
        return static_cast<std::size_t>(cx) +
               static_cast<std::size_t>(cells_[0]) *
                   (static_cast<std::size_t>(cy) + static_cast<std::size_t>(cells_[1]) * cz);
    };
    const std::size_t cell_count = static_cast<std::size_t>(cells_[0]) * cells_[1] * cells_[2];
    constexpr std::size_t mask = (std::size_t{1} << 16) - 1;
    const auto cancelled_at = [&](std::size_t i) { return (i & mask) == 0 && cancelled(); };
    first_.assign(cell_count + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
        if (cancelled_at(i)) return;
        ++first_[cell_of(i) + 1];
    }
    for (std::size_t c = 0; c < cell_count; ++c) first_[c + 1] += first_[c];
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::vector<double>* axis : {&binned_x_, &binned_y_, &binned_z_}) axis->resize(n + kernel::slack);
    binned_id_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        if (cancelled_at(i)) return;
        const std::uint32_t at = next[cell_of(i)]++;
        binned_x_[at] = x_[i];
        binned_y_[at] = y_[i];
        binned_z_[at] = z_[i];
        binned_id_[at] = static_cast<std::uint32_t>(i);
    }
}

int SampleIndex::cell_along(int axis, double coordinate) const {
    const double cell = std::floor((coordinate - low_[axis]) / edge_);
    return static_cast<int>(std::clamp(cell, 0.0, static_cast<double>(cells_[axis] - 1)));
}

bool SampleIndex::collect(const kernel::Table& kernel, const Point& centre, double radius,
                          SearchScratch& scratch, Candidates& found) const {
    found.id.clear();
    std::vector<std::uint64_t>& keys = scratch.keys;
    const double reach = radius * wider;
    int low[3], high[3];
    for (int a = 0; a < 3; ++a) {
        low[a] = cell_along(a, centre[a] - reach);
        high[a] = cell_along(a, centre[a] + reach);
    }
    constexpr std::size_t chunk = std::size_t{1} << kernel::position_bits;
    for (int cz = low[2]; cz <= high[2]; ++cz)
        for (int cy = low[1]; cy <= high[1]; ++cy) {
            const std::size_t line =
                static_cast<std::size_t>(cells_[0]) * (cy + static_cast<std::size_t>(cells_[1]) * cz);
            const std::size_t end = first_[line + high[0] + 1];
            for (std::size_t begin = first_[line + low[0]]; begin < end; begin += chunk) {
                const std::size_t count = std::min(chunk, end - begin);
                if (keys.size() < count + kernel::slack) keys.resize(count + kernel::slack);
                const kernel::Points points{&binned_x_[begin], &binned_y_[begin], &binned_z_[begin], count};
                const std::size_t n = kernel.keys_within(points, centre.data(), reach * reach, keys.data());
                for (std::size_t i = 0; i < n; ++i) found.id.push_back(binned_id_[begin + position(keys[i])]);
            }
        }
    if (found.id.size() > chunk) return false;
    std::sort(found.id.begin(), found.id.end());
    pad(found);
    for (std::size_t i = 0; i < found.id.size(); ++i) {
        found.x[i] = x_[found.id[i]];
        found.y[i] = y_[found.id[i]];
        found.z[i] = z_[found.id[i]];
    }
    return true;
}

double SampleIndex::narrow(const kernel::Table& kernel, const Candidates& parent, const Point& centre,
                           double spread, const NeighbourRule& rule, SearchScratch& scratch,
                           Candidates& found) const {
    std::vector<std::uint64_t>& keys = scratch.keys;
    if (keys.size() < parent.count() + kernel::slack) keys.resize(parent.count() + kernel::slack);
    const double reach = (rule.radius + spread) * wider;
    const bool by_octant = narrows_by_octant(rule);
    std::size_t n = by_octant ? 0 : kernel.keys_within(parent.points(), centre.data(), reach * reach, keys.data());
    // Where the centre itself has all the samples it may use within r, every centre of the group has as many
    // within r + spread: none looks further, unless that is beyond the radius anyway.
    double limit = rule.radius;
    const auto wanted = static_cast<std::size_t>(rule.max_samples);
    if (by_octant) {
        limit = narrow_by_octant(kernel, parent, centre, spread, rule, n, scratch);
    } else if (rule.max_per_octant == 0 && n > wanted) {
        scratch.sorted.assign(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(n));
        std::uint64_t* sorted = scratch.sorted.data();
        std::size_t usable = n;
        if (limits_holes(rule))
            usable = keep_nearest_of_holes(parent.id, std::min(rule.max_per_hole, rule.max_samples), sorted,
                                           n, scratch);
        if (usable >= wanted) {
            std::nth_element(sorted, sorted + wanted - 1, sorted + usable);
            const double full = std::sqrt(squared_distance(sorted[wanted - 1]));
            limit = std::min(limit, (full + spread) * wider);
        }
    }
    const double keep = (limit + spread) * wider;
    found.id.clear();
    for (std::vector<double>* axis : {&found.x, &found.y, &found.z}) axis->resize(n + kernel::slack);
    for (std::size_t i = 0; i < n; ++i) {
        if (squared_distance(keys[i]) > keep * keep) continue;
        const std::size_t from = position(keys[i]), to = found.id.size();
        found.x[to] = parent.x[from];
        found.y[to] = parent.y[from];
        found.z[to] = parent.z[from];
        found.id.push_back(parent.id[from]);
    }
    pad(found);
    return limit;
}

}  // namespace orelens::geostat
