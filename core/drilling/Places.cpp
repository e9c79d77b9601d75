#include "core/drilling/Places.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/StoppableOrder.h"

namespace orelens::drilling {
namespace {

/// Cuts a set of samples at gaps along one axis after the other, until a set has none along any of the three.
class Splitter {
  public:
    Splitter(std::span<const double> x, std::span<const double> y, std::span<const double> z,
             const base::Progress* progress)
        : axes_{x, y, z}, progress_(progress), order_(x.size()), of_(x.size()) {
        std::iota(order_.begin(), order_.end(), 0U);
        std::iota(of_.begin(), of_.end(), 0U);
    }

    /// Per sample the lowest number of its place; nothing when cancelled.
    std::vector<std::uint32_t> run() {
        const auto finite = std::partition(order_.begin(), order_.end(), [&](std::uint32_t n) {
            return std::isfinite(axes_[0][n] + axes_[1][n] + axes_[2][n]);
        });
        const auto count = static_cast<std::size_t>(finite - order_.begin());
        if (!split(0, count, 0, 0, 0)) return {};
        return std::move(of_);
    }

  private:
    /// `whole`: along how many axes in a row there was no gap.
    bool split(std::size_t begin, std::size_t end, std::size_t axis, int whole, int depth) {
        if (end - begin < 2) return true;
        // Only chains made for it are cut more often than this.
        constexpr int deepest = 64;
        if (whole == 3 || depth == deepest) {
            const auto lowest = *std::min_element(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                                                  order_.begin() + static_cast<std::ptrdiff_t>(end));
            for (std::size_t n = begin; n < end; ++n) of_[order_[n]] = lowest;
            return true;
        }
        const std::span<const double> at = axes_[axis];
        const bool sorted = base::order_unless_cancelled(
            progress_, [&](std::uint32_t a, std::uint32_t b) { return at[a] < at[b]; },
            [&](const auto& less) {
                std::sort(order_.begin() + static_cast<std::ptrdiff_t>(begin),
                          order_.begin() + static_cast<std::ptrdiff_t>(end), less);
            });
        if (!sorted) return false;
        std::size_t first = begin;
        for (std::size_t n = begin + 1; n <= end; ++n) {
            if (n < end && at[order_[n]] - at[order_[n - 1]] <= same_place_m) continue;
            const bool cut = n < end || first > begin;
            if (!split(first, n, (axis + 1) % 3, cut ? 1 : whole + 1, depth + 1)) return false;
            first = n;
        }
        return true;
    }

    std::span<const double> axes_[3];
    const base::Progress* progress_;
    std::vector<std::uint32_t> order_, of_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> shared_members(const Places& places) {
    std::vector<std::uint32_t> size(places.count, 0);
    for (const std::uint32_t place : places.of) ++size[place];
    std::vector<std::uint32_t> row(places.count, 0);
    std::uint32_t rows = 0;
    for (std::size_t place = 0; place < places.count; ++place)
        if (size[place] > 1) row[place] = rows++;
    std::vector<std::vector<std::uint32_t>> members(rows);
    for (std::size_t n = 0; n < places.of.size(); ++n)
        if (size[places.of[n]] > 1) members[row[places.of[n]]].push_back(static_cast<std::uint32_t>(n));
    return members;
}

Places places_of(std::span<const double> x, std::span<const double> y, std::span<const double> z,
                 const base::Progress* progress) {
    Places places;
    places.of = Splitter(x, y, z, progress).run();
    // The first sample of a place has its own number: numbers without gaps follow in one walk.
    for (std::size_t n = 0; n < places.of.size(); ++n)
        places.of[n] =
            places.of[n] == n ? static_cast<std::uint32_t>(places.count++) : places.of[places.of[n]];
    return places;
}

}  // namespace orelens::drilling
