// Cell declustering (Journel 1983; GSLIB's declus): samples that crowd in one cell share its weight, so that
// drilling that follows rich ground does not raise the mean.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::statistics {

/// Places of samples, metres; all three as long as the values. Coordinates are finite.
struct PlaceSpans {
    std::span<const double> x, y, z;
    [[nodiscard]] std::size_t size() const { return x.size(); }
};

struct DeclusterRule {
    std::vector<double> sizes_m;            ///< of cells, tried in this order, each above 0
    std::array<double, 3> ratio{1, 1, 1};   ///< edges of a cell along x, y, z over its size
    int origins = 4;                        ///< of the cells' net, over which weights are averaged
};

struct DeclusterScan {
    std::vector<double> size_m, mean;  ///< of every size tried
    double plain_mean = 0;
    double best_size_m = 0;  ///< the first with the lowest mean; 0 = none is below the plain mean
    double best_mean = 0;
    bool last_is_best = false;  ///< the mean still falls at the largest size: there may be a better one beyond
    bool operator==(const DeclusterScan&) const = default;
};

/// Weights with the samples' number as their sum. Net k of n starts at min − 0.01 − k·min(edge/n, half the
/// extent) along each axis; a sample weighs 1 over the samples of its cell, scaled to sum 1 in each net;
/// averaged over the nets. Edges above 0.
std::vector<double> cell_weights(const PlaceSpans& places, const std::array<double, 3>& edges_m, int origins);

/// The declustered mean at every size. Errors: no sizes, one that is not above 0, ratios or origins that are
/// not; cancelled. Without samples all means are NaN.
base::Expected<DeclusterScan> scan_cells(const PlaceSpans& places, std::span<const double> values,
                                         const DeclusterRule& rule, base::Progress& progress);

/// Sizes for a scan: `count` of them in equal ratios, both ends among them.
std::vector<double> sizes_between(double low_m, double high_m, int count);

}  // namespace orelens::statistics
