// Pairs of samples for experimental variograms: who takes part, and a parallel walk over the pairs whose
// result does not depend on the number of threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Places.h"

namespace orelens::geostat {

/// Samples that have a value of one element.
struct ValueSamples {
    std::vector<double> x, y, z, value;
    std::vector<std::int32_t> hole;
    drilling::Places places;
    double mean = 0, variance = 0;  ///< variance over n − 1; 0 for fewer than two
    [[nodiscard]] std::size_t size() const { return value.size(); }
    /// Whether two samples, `h2` m² apart, make no pair of a lag but one at distance 0.
    [[nodiscard]] bool at_one_place(double h2, std::size_t i, std::size_t j) const {
        constexpr double near = 1e-2;  // m²; places are a millimetre across: the look-up is for few pairs
        return h2 < near && places.of[i] == places.of[j];
    }
};

/// All pairs of samples at one place, however many samples there are.
struct PlacePairs {
    std::int64_t pairs = 0;
    double gamma = 0;  ///< Σ (vᵢ − vⱼ)² / 2·pairs; 0 without pairs
    bool copies =
        false;  ///< there are pairs, and all have equal values: a sample entered twice tells nothing
};
/// `same_hole`: only pairs of one hole.
PlacePairs pairs_at_one_place(const ValueSamples& samples, bool same_hole);

/// Error: no grade of that name; cancelled.
base::Expected<ValueSamples> samples_with_value(const drilling::CompositeTable& samples,
                                                const std::string& element,
                                                const base::Progress* progress = nullptr);

/// Beyond this many pairs, only every s-th sample serves as a pair's head (all serve as tails).
inline constexpr double most_pairs = 6e7;
std::size_t head_stride(std::size_t samples);

/// Sample numbers ordered by hole, then as in the table; samples without a hole are left out.
std::vector<std::size_t> order_by_hole(const ValueSamples& samples);

/// Calls tally.add(dx, dy, dz, h², i, j) for each pair within `reach`, on one copy of `zero` per piece of the
/// work, and merges the copies in order: `into.merge(copy)`. Pairs of one hole are never thinned out.
/// False when cancelled.
template <class Tally>
bool walk_pairs(const ValueSamples& s, double reach, bool same_hole, const Tally& zero, Tally& into,
                const base::Progress& progress) {
    const std::vector<std::size_t> by_hole = same_hole ? order_by_hole(s) : std::vector<std::size_t>();
    const std::size_t n = s.size(), stride = same_hole ? 1 : head_stride(n);
    const std::size_t heads = same_hole ? by_hole.size() : (n + stride - 1) / stride;
    // Pieces shrink with the number of samples, so that cancelling takes effect within 100 ms.
    const std::size_t piece =
        same_hole ? 256 : std::max<std::size_t>(1, std::min<std::size_t>(64, 4'000'000 / (n + 1)));
    const std::size_t pieces = (heads + piece - 1) / piece;
    const double reach_squared = reach * reach;
    const auto visit = [&](Tally& tally, std::size_t i, std::size_t j) {
        const double dx = s.x[j] - s.x[i], dy = s.y[j] - s.y[i], dz = s.z[j] - s.z[i];
        const double h2 = dx * dx + dy * dy + dz * dz;
        if (h2 <= reach_squared) tally.add(dx, dy, dz, h2, i, j);
    };
    std::vector<Tally> tallies(pieces, zero);
    base::parallel_for(pieces, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end; ++p) {
            if (progress.cancelled()) return;
            for (std::size_t head = p * piece; head < std::min(heads, (p + 1) * piece); ++head) {
                if (same_hole) {
                    const std::size_t i = by_hole[head];
                    for (std::size_t next = head + 1; next < heads && s.hole[by_hole[next]] == s.hole[i];
                         ++next)
                        visit(tallies[p], i, by_hole[next]);
                    continue;
                }
                const std::size_t i = head * stride;
                // A pair of two heads is met at the earlier one only.
                for (std::size_t begin_run = 0; begin_run < i && stride > 1; begin_run += stride)
                    for (std::size_t j = begin_run + 1; j < begin_run + stride; ++j) visit(tallies[p], i, j);
                for (std::size_t j = i + 1; j < n; ++j) visit(tallies[p], i, j);
            }
        }
    });
    if (progress.cancelled()) return false;
    for (const Tally& tally : tallies) into.merge(tally);
    return true;
}

}  // namespace orelens::geostat
