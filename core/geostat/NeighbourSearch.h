// The samples of every centre of one call, pass by pass. Used by the estimators of one and of several
// variables.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/SampleIndex.h"

namespace orelens::geostat {

/// Samples that are there, and how they are looked for.
struct SampleSearch {
    Anisotropy shape;
    std::vector<SearchPass> passes;
    OctantAxes octant_axes = OctantAxes::ellipsoid;
    Matrix3 frame{};                  ///< world → search frame
    Matrix3 to_map{};                 ///< search frame → world
    std::array<double, 3> metres{};   ///< ranges of factor 1
    std::vector<std::int32_t> group;  ///< per sample, for cross-validation; else empty
    std::vector<SampleIndex> index;   ///< exactly one
    [[nodiscard]] int most_samples() const {
        int most = 0;
        for (const SearchPass& pass : passes) most = std::max(most, pass.max_samples);
        return most;
    }
};

/// Frames and ranges of a search; its index is still to be made.
SampleSearch sample_search(const Anisotropy& shape, std::vector<SearchPass> passes, OctantAxes octant_axes);

/// Where one search works and what it finds; memory is kept from call to call.
struct Neighbourhoods {
    std::vector<Point> centres;             ///< in the search frame
    std::vector<std::uint32_t> neighbours;  ///< `stride` per centre, nearest first
    std::vector<std::int32_t> counts, pass;
    std::size_t stride = 0;
    [[nodiscard]] const std::uint32_t* of(std::size_t centre) const { return &neighbours[centre * stride]; }

    std::vector<std::uint32_t> pending;
    SearchScratch scratch;
    Candidates root, leaf, tile, few;
};

/// Fills `found` for the centres (world metres less `origin`), tile by tile as `estimate_points` says.
/// `left_out` is empty or holds, per centre, the group of samples that does not exist for it. False when more
/// samples are in reach than a search key can number.
bool find_neighbours(const kernel::Table& kernel, const SampleSearch& search, const Point& origin,
                     std::span<const Point> centres, std::span<const std::size_t> tile_ends,
                     std::span<const std::int32_t> left_out, Neighbourhoods& found);

/// Centres with samples, those with the most first, so that lanes side by side have similar numbers.
std::vector<std::uint32_t> by_count(const std::vector<std::int32_t>& counts, int most);

}  // namespace orelens::geostat
