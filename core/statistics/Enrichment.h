// How much richer one group of samples is than all of them: by stratum, by orebody, by distance to a surface.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Error.h"

namespace orelens::statistics {

struct EnrichmentRow {
    std::int32_t group = 0;     ///< −1: all
    double from = 0, to = 0;    ///< of a class of distances: from ≤ d < to
    std::int64_t points = 0, assayed = 0;
    double support = 0;         ///< of those assayed: metres of core, or tonnes of blocks
    double mean = 0;            ///< Σ support·grade / Σ support; NaN without
    double factor_to_all = 0;   ///< mean over the mean of all; NaN unless that is above 0
    double factor_to_reference = 0;  ///< over the mean of the reference group; NaN without one
};

/// Support empty: 1 each. A grade or support that is not finite, or a support not above 0, is not assayed.
/// The first row is all points, then one row for each group 0 … groups − 1; other group numbers are in `all`
/// only. `reference` below 0: none.
std::vector<EnrichmentRow> enrichment_by_group(std::span<const double> grade, std::span<const double> support,
                                               std::span<const std::int32_t> group, std::int32_t groups,
                                               std::int32_t reference);

/// The first row is all points, whatever their distance, then one row per class between ascending edges. Error:
/// fewer than two edges, or edges that do not ascend.
base::Expected<std::vector<EnrichmentRow>> enrichment_by_distance(std::span<const double> grade,
                                                                  std::span<const double> support,
                                                                  std::span<const double> distance,
                                                                  std::span<const double> edges);

}  // namespace orelens::statistics
