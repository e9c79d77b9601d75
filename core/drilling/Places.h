// Which samples lie at one place, so that estimation can count them as one and variograms can take their
// pairs for the nugget. Knows coordinates only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::drilling {

/// Samples that lie no further apart than this along each axis are at one place: half of the millimetre to
/// which coordinates are written at best.
inline constexpr double same_place_m = 5e-4;

struct Places {
    std::vector<std::uint32_t> of;  ///< per sample: number of its place, in the order of first samples
    std::size_t count = 0;
    [[nodiscard]] bool shared() const { return count < of.size(); }
};

/// Samples of one place per row, rows in the order of places and samples in table order; places with one
/// sample are left out.
std::vector<std::vector<std::uint32_t>> shared_members(const Places& places);

/// Samples that follow each other within `same_place_m` along all three axes are one place, whatever the
/// order of the rows. Metres; one without finite coordinates is a place of its own. O(n log n). Nothing
/// (no samples) when it was cancelled.
Places places_of(std::span<const double> x, std::span<const double> y, std::span<const double> z,
                 const base::Progress* progress = nullptr);

}  // namespace orelens::drilling
