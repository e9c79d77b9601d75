// Pairs of samples for experimental variograms: who takes part, and a parallel walk over the pairs within reach
// whose result does not depend on the number of threads.
#pragma once

#include <algorithm>
#include <array>
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
    std::vector<std::uint32_t> from;  ///< row of the table
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
    /// There are pairs, and most have equal values (to 0.2 %): samples entered twice, or a wedge that repeats its
    /// parent's, tell nothing.
    bool copies = false;
};
/// `same_hole`: only pairs of one hole.
PlacePairs pairs_at_one_place(const ValueSamples& samples, bool same_hole);

/// Error: no grade of that name; cancelled.
base::Expected<ValueSamples> samples_with_value(const drilling::CompositeTable& samples,
                                                const std::string& element,
                                                const base::Progress* progress = nullptr);

/// Beyond this many pairs within reach, only every s-th sample serves as a pair's head (all serve as tails).
inline constexpr double most_pairs = 6e7;
/// s for that many pairs; 1 up to `most`.
std::size_t head_stride(double pairs, double most = most_pairs);

/// Sample numbers ordered by hole, then as in the table; samples without a hole are left out.
std::vector<std::size_t> order_by_hole(const ValueSamples& samples);

/// Samples sorted into cubes, so that a walk meets near pairs only.
struct PairCubes {
    std::vector<std::uint32_t> order;  ///< sample numbers, cube after cube
    std::vector<double> x, y, z;       ///< in that order
    std::vector<std::uint32_t> cube;   ///< of each, in that order
    std::vector<std::uint32_t> start;  ///< of each cube in `order`; one more than cubes
    std::array<std::int32_t, 3> count{1, 1, 1};
    std::array<std::int32_t, 3> reach{1, 1, 1};  ///< cubes to look at on either side
    std::vector<double> near;                    ///< per cube: samples in the cubes it looks at
    double pairs = 0;                            ///< within reach; from an even choice of samples
};
PairCubes cubes_of(const ValueSamples& samples, double reach);

/// Ends of the pieces of a walk over `order`, each of some million pairs at most.
std::vector<std::size_t> pieces_of(const PairCubes& cubes, std::size_t stride);

/// Calls visit(begin, end) for the samples of each cube beside and including one, those before it left out where
/// `onward`.
template <class Visit>
void each_near_cube(const PairCubes& cubes, std::uint32_t cube, bool onward, Visit visit) {
    const std::int32_t nx = cubes.count[0], ny = cubes.count[1], nz = cubes.count[2];
    const auto at = static_cast<std::int32_t>(cube);
    const std::int32_t cx = at % nx, cy = at / nx % ny, cz = at / nx / ny;
    for (std::int32_t z = std::max(0, cz - cubes.reach[2]); z <= std::min(nz - 1, cz + cubes.reach[2]); ++z)
        for (std::int32_t y = std::max(0, cy - cubes.reach[1]); y <= std::min(ny - 1, cy + cubes.reach[1]); ++y) {
            const std::int32_t row = (z * ny + y) * nx;
            std::int32_t first = row + std::max(0, cx - cubes.reach[0]);
            const std::int32_t last = row + std::min(nx - 1, cx + cubes.reach[0]);
            if (onward) first = std::max(first, at);
            if (first <= last)
                visit(cubes.start[static_cast<std::size_t>(first)], cubes.start[static_cast<std::size_t>(last) + 1]);
        }
}

/// Calls tally.add(dx, dy, dz, h², i, j) for each pair within `reach`, on one copy of `zero` per piece of the
/// work, and merges the copies in order: `into.merge(copy)`. Which of a pair is i depends on the places alone.
/// Returns the share of samples that served as heads (1 where nothing is thinned out; pairs of one hole never
/// are); below 0 when cancelled.
template <class Tally>
double walk_pairs(const ValueSamples& s, double reach, bool same_hole, const Tally& zero, Tally& into,
                  const base::Progress& progress, double most = most_pairs) {
    const double reach_squared = reach * reach;
    double share = 1;
    std::vector<Tally> tallies;
    if (same_hole) {
        const std::vector<std::size_t> by_hole = order_by_hole(s);
        const std::size_t piece = std::max<std::size_t>(256, by_hole.size() / 64 + 1);
        tallies.assign((by_hole.size() + piece - 1) / piece, zero);
        base::parallel_for(tallies.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t head = begin * piece; head < std::min(by_hole.size(), end * piece); ++head) {
                if (progress.cancelled()) return;
                const std::size_t i = by_hole[head];
                for (std::size_t next = head + 1; next < by_hole.size() && s.hole[by_hole[next]] == s.hole[i]; ++next) {
                    const std::size_t j = by_hole[next];
                    const double dx = s.x[j] - s.x[i], dy = s.y[j] - s.y[i], dz = s.z[j] - s.z[i];
                    const double h2 = dx * dx + dy * dy + dz * dz;
                    if (h2 <= reach_squared) tallies[head / piece].add(dx, dy, dz, h2, i, j);
                }
            }
        });
    } else {
        const PairCubes cubes = cubes_of(s, reach);
        const std::size_t stride = head_stride(cubes.pairs, most);
        share = 1 / static_cast<double>(stride);
        const std::vector<std::size_t> ends = pieces_of(cubes, stride);
        tallies.assign(ends.size(), zero);
        base::parallel_for(ends.size(), 1, [&](std::size_t first, std::size_t last) {
            for (std::size_t piece = first; piece < last; ++piece)
                for (std::size_t a = piece == 0 ? 0 : ends[piece - 1]; a < ends[piece]; ++a) {
                    if (progress.cancelled()) return;
                    const std::size_t i = cubes.order[a];
                    const bool all = stride == 1;
                    if (i % stride != 0) continue;
                    const double x = cubes.x[a], y = cubes.y[a], z = cubes.z[a];
                    each_near_cube(cubes, cubes.cube[a], all, [&](std::size_t begin, std::size_t end) {
                        for (std::size_t b = all ? std::max(begin, a + 1) : begin; b < end; ++b) {
                            const double dx = cubes.x[b] - x, dy = cubes.y[b] - y, dz = cubes.z[b] - z;
                            const double h2 = dx * dx + dy * dy + dz * dz;
                            if (h2 > reach_squared) continue;
                            const std::size_t j = cubes.order[b];
                            // A pair of two heads is met at the earlier one only.
                            if (!all && b <= a && j % stride == 0) continue;
                            tallies[piece].add(dx, dy, dz, h2, i, j);
                        }
                    });
                }
        });
    }
    if (progress.cancelled()) return -1;
    for (const Tally& tally : tallies) into.merge(tally);
    return share;
}

}  // namespace orelens::geostat
