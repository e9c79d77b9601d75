#include "core/geostat/SampleIndex.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace orelens::geostat {
namespace {

/// Widens bounds by more than the rounding of keys and frames, so that they never lose a sample.
constexpr double wider = 1 + 1e-8;

double squared_distance(std::uint64_t key) {
    return std::bit_cast<double>(key & ~kernel::position_mask);
}

std::size_t position(std::uint64_t key) {
    return static_cast<std::size_t>(key & kernel::position_mask);
}

void pad(Candidates& c) {
    for (std::vector<double>* axis : {&c.x, &c.y, &c.z}) axis->resize(c.id.size() + kernel::slack, 0.0);
}

}  // namespace

SampleIndex::SampleIndex(std::vector<double> x, std::vector<double> y, std::vector<double> z,
                         std::vector<std::int32_t> hole, double typical_radius)
    : x_(std::move(x)), y_(std::move(y)), z_(std::move(z)), hole_(std::move(hole)) {
    const std::size_t n = x_.size();
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
    first_.assign(cell_count + 1, 0);
    for (std::size_t i = 0; i < n; ++i) ++first_[cell_of(i) + 1];
    for (std::size_t c = 0; c < cell_count; ++c) first_[c + 1] += first_[c];
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::vector<double>* axis : {&binned_x_, &binned_y_, &binned_z_}) axis->resize(n + kernel::slack);
    binned_id_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
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
                          std::vector<std::uint64_t>& keys, Candidates& found) const {
    found.id.clear();
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

bool SampleIndex::hole_full(std::uint32_t id, std::span<const std::uint32_t> chosen, int limit) const {
    const std::int32_t hole = hole_[id];
    if (hole < 0) return false;
    int same = 0;
    for (const std::uint32_t other : chosen) same += hole_[other] == hole;
    return same >= limit;
}

double SampleIndex::narrow(const kernel::Table& kernel, const Candidates& parent, const Point& centre,
                           double spread, const NeighbourRule& rule, std::vector<std::uint64_t>& keys,
                           Candidates& found) const {
    const std::size_t room = parent.count() + kernel::slack;
    if (keys.size() < 2 * room) keys.resize(2 * room);
    const double reach = (rule.radius + spread) * wider;
    const std::size_t n = kernel.keys_within(parent.points(), centre.data(), reach * reach, keys.data());
    // Where the centre itself has all the samples it may use within r, every centre of the group has as many
    // within r + spread: none looks further, unless that is beyond the radius anyway.
    double limit = rule.radius;
    const auto wanted = static_cast<std::size_t>(rule.max_samples);
    if (n > wanted) {
        std::uint64_t* sorted = keys.data() + room;
        std::copy(keys.data(), keys.data() + n, sorted);
        double full = std::numeric_limits<double>::infinity();
        if (rule.max_per_hole == 0 || hole_.empty()) {
            std::nth_element(sorted, sorted + wanted - 1, sorted + n);
            full = std::sqrt(squared_distance(sorted[wanted - 1]));
        } else {
            std::sort(sorted, sorted + n);
            std::vector<std::uint32_t> chosen;
            for (std::size_t i = 0; i < n && chosen.size() < wanted; ++i) {
                const std::uint32_t id = parent.id[position(sorted[i])];
                if (hole_full(id, chosen, rule.max_per_hole)) continue;
                chosen.push_back(id);
                if (chosen.size() == wanted) full = std::sqrt(squared_distance(sorted[i]));
            }
        }
        limit = std::min(limit, (full + spread) * wider);
    }
    const double keep = (limit + spread) * wider;
    found.id.clear();
    pad(found);
    found.id.reserve(n);
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

int SampleIndex::select(const kernel::Table& kernel, const Candidates& candidates, const Point& centre,
                        double limit, const NeighbourRule& rule, std::vector<std::uint64_t>& keys,
                        std::span<std::uint32_t> chosen, double& farthest) const {
    const std::size_t room = candidates.count() + kernel::slack;
    if (keys.size() < room) keys.resize(room);
    // The ellipsoid's surface belongs to it, rounding of the frame included.
    const double radius_squared = rule.radius * rule.radius * (1 + 1e-12);
    const double limit_squared = std::min(radius_squared, limit * limit * wider);
    const std::size_t n = kernel.keys_within(candidates.points(), centre.data(), limit_squared, keys.data());
    const auto wanted = static_cast<std::size_t>(rule.max_samples);
    std::size_t count = 0;
    if (rule.max_per_hole == 0 || hole_.empty()) {
        count = std::min(n, wanted);
        if (count > 0) kernel.smallest(keys.data(), n, count);
        for (std::size_t i = 0; i < count; ++i) chosen[i] = candidates.id[position(keys[i])];
        if (count > 0) farthest = std::sqrt(squared_distance(keys[count - 1]));
    } else {
        std::sort(keys.data(), keys.data() + n);
        for (std::size_t i = 0; i < n && count < wanted; ++i) {
            const std::uint32_t id = candidates.id[position(keys[i])];
            if (hole_full(id, chosen.first(count), rule.max_per_hole)) continue;
            chosen[count++] = id;
            farthest = std::sqrt(squared_distance(keys[i]));
        }
    }
    return static_cast<int>(count);
}

}  // namespace orelens::geostat
