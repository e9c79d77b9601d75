// Stretches between the first and the last sample of a hole that no row of the assay table covers: what the
// rule "unsampled is barren" is about. Depths above the first and below the last sample are not.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Rules.h"
#include "core/drilling/Spans.h"

namespace orelens::drilling {

/// In depth order; `what` is −1. `rows` indexes holes.assays.
std::vector<Span> unsampled(const DrillholeSet& holes, const RowsByHole& rows, std::size_t hole);

struct UnsampledSum {
    std::string element;
    double metres = 0;      ///< unsampled
    double assayed_m = 0;   ///< covered by rows
    std::int64_t holes = 0;
};
/// Of each element whose rule takes it as barren, where there is any.
std::vector<UnsampledSum> barren_metres(const DrillholeSet& holes,
                                        const std::map<std::string, AssayColumnRule>& columns);

}  // namespace orelens::drilling
