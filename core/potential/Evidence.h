// Evidence as voxels: layers on one grid, each with what it knows and does not know. The frame of everything in this
// room (potential.md §1). Layers hold one float per voxel of the grid, i fastest, k upward; NaN is missing and never
// becomes 0. Where the numbers come from stands beside them and goes with them.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::potential {

using blocks::GridGeometry;
using blocks::Vec3;

inline constexpr float missing = std::numeric_limits<float>::quiet_NaN();

/// Where a layer comes from.
struct Provenance {
    std::string file, crs, method, parameters;
    bool operator==(const Provenance&) const = default;
};

struct Layer {
    std::string id;
    std::vector<float> values;
    bool nominal = false;    ///< values are codes, not amounts
    bool projected = false;  ///< a surface layer that was carried down by declaration
    Provenance from;
};

/// Labels of voxels; never drilled is unknown, not negative.
enum Label : std::int8_t { unknown = -1, barren = 0, positive = 1 };

struct Evidence {
    GridGeometry grid;
    std::vector<std::uint8_t> active;  ///< 1: below the ground and inside the study volume
    std::vector<Layer> layers;
    [[nodiscard]] std::size_t voxels() const { return static_cast<std::size_t>(grid.cell_count()); }
    [[nodiscard]] const Layer* layer(const std::string& id) const;
};

/// Every layer as long as the grid, ids different, at least one voxel active. Errors: the layer that is not.
base::Expected<void> check(const Evidence& evidence);

/// Bytes that `layers` layers of a grid take; refuses (kind data) what does not fit the machine's memory.
base::Expected<void> check_size(const GridGeometry& grid, std::size_t layers);

/// The grid with whole cells added: below, and on all four sides. The corner moves outward, no cell moves.
GridGeometry extended(const GridGeometry& grid, int below, int sideways);

struct Coverage {
    std::string layer;
    std::int64_t labelled = 0, labelled_covered = 0;    ///< voxels with a label
    std::int64_t predicted = 0, predicted_covered = 0;  ///< all other active voxels
    double lowest = 0, highest = 0;                     ///< of covered active voxels; NaN without
    /// Less than half of the predicted voxels, or over 1.5 times more of the labelled than of the predicted share:
    /// the layer's absence itself tells where drilling was.
    bool leaks = false;
    bool all_missing = false, constant = false;
    bool only_labelled = false;  ///< known nowhere else
    std::string same_as;         ///< an earlier layer with the same values everywhere
    [[nodiscard]] double labelled_share() const;    ///< NaN without labelled voxels
    [[nodiscard]] double predicted_share() const;
};

/// One row per layer, in their order. `labels` is as long as the grid.
std::vector<Coverage> coverage(const Evidence& evidence, std::span<const std::int8_t> labels);

/// Pearson correlation of layers over active voxels that both cover; NaN where fewer than 3 or without spread.
/// layers × layers, row by row.
std::vector<double> correlation(const Evidence& evidence);

struct LabelHistogram {
    std::vector<double> edges;                      ///< bins + 1
    std::vector<std::int64_t> of_positive, of_barren, of_unknown;
};
/// Equal bins between the layer's extremes, by label, over active voxels. Empty where nothing is covered.
LabelHistogram histogram(const Evidence& evidence, std::size_t layer, std::span<const std::int8_t> labels, int bins);

/// Values stay where `keep` is not 0 and become missing elsewhere; every layer of derived evidence goes through its
/// base mask this way.
void mask(Layer& layer, std::span<const std::uint8_t> keep);

}  // namespace orelens::potential
