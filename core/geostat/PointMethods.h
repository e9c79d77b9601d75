// The ways from the samples of a centre to its estimate. Private to the point estimator's files.
#pragma once

#include <span>
#include <vector>

#include "core/geostat/EstimationPlan.h"

namespace orelens::geostat {

struct EstimationScratch {
    std::vector<Neighbourhoods> found;  ///< per search group
    std::vector<std::int32_t> counts;   ///< of one element: 0 where it has no estimate
    std::vector<std::int32_t> holes;
    std::vector<double> work;
    std::vector<PointResults> indicators;
    std::vector<double> below;
};

/// One element at the centres of one call.
struct PointWork {
    const EstimationPlan& plan;
    const SearchGroup& group;
    const PlannedElement& element;
    const Neighbourhoods& found;
    std::span<const Point> centres;        ///< world metres
    std::span<const double> secondary;     ///< per centre; may be empty
    std::span<const std::uint32_t> order;  ///< centres with samples, those with the most first
    EstimationScratch& scratch;
};

/// Writes estimates, variances and diagnostics of all kriging methods but indicator kriging, whose indicators
/// are systems like any other.
void krige_points(const PointWork& work, const PlannedSystem& system, PointResults& out);

/// Kriging of every indicator, then what their distribution says.
void krige_indicators(const PointWork& work, PointResults& out);

/// Inverse distance, nearest neighbour and moving average.
void weigh_points(const PointWork& work, PointResults& out);

/// Everything missing, arrays as long as the element's rule asks for.
void clear(PointResults& results, const ElementEstimate& how, std::size_t centres);

/// The sample's value as the centre sees it: a rich one far away may count for less. Metres.
inline double value_seen(const PlannedElement& element, double value, double squared_metres) {
    return element.is_restricted && value > element.restricted.above &&
                   squared_metres > element.restricted.beyond_squared
               ? element.restricted.above
               : value;
}

}  // namespace orelens::geostat
