// Estimation of block columns from composites. Heavy kernels live in the .cpp files (run-time dispatch to
// AVX-512, AVX2 or portable code); this header is the contract.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

enum class Method { ordinary_kriging, simple_kriging, inverse_distance, nearest_neighbour };

struct SearchPass {
    double factor = 1;  ///< times the search ranges
    int min_samples = 4;
    int max_samples = 16;
    int max_per_hole = 0;  ///< 0 = no limit
    bool operator==(const SearchPass&) const = default;
};

/// Everything needed to estimate one element.
struct ElementEstimate {
    std::string element;  ///< grade of the composite table; estimates go to a column of this name
    Method method = Method::ordinary_kriging;
    Variogram variogram;
    double simple_mean = 0;     ///< simple kriging's mean, in the grade's unit
    double distance_power = 2;  ///< inverse distance
    Anisotropy search;          ///< ellipsoid of factor 1
    std::vector<SearchPass> passes{SearchPass{}};
    std::array<int, 3> discretisation{1, 1, 1};                 ///< points per block along u, v, w
    double top_cut = std::numeric_limits<double>::quiet_NaN();  ///< grades above are cut; NaN = none
    bool diagnostics = true;  ///< whether the columns beside the grade are kept
    bool codes = false;       ///< values are numbers of codes: a place has its most frequent one, not a mean
    bool operator==(const ElementEstimate&) const = default;
};

struct EstimateSummary {
    std::string element;
    std::int64_t samples = 0;    ///< composites with a value
    std::int64_t places = 0;     ///< where these lie; fewer than samples where some share one
    std::int64_t estimated = 0;  ///< blocks that got an estimate
    std::vector<std::int64_t> per_pass;
    std::int64_t redundant = 0;  ///< blocks with samples left out because nearer ones determine them
    double sample_mean = 0, estimate_mean = 0;
    double seconds = 0;
};

/// Adds, per element E, the column "E" (grade's unit) and, where its diagnostics are asked for, "E.variance"
/// (unit², NaN for inverse distance and nearest neighbour), "E.samples" (int), "E.pass" (int, 1-based, 0 =
/// not estimated) and "E.distance" (mean sample distance, m). Summaries are the same with and without. Blocks
/// no pass reaches stay NaN. Block variance is taken on the regular discretisation points, nugget excluded.
/// Results do not depend on the number of threads. After an error or a cancel none of these columns is in the
/// model. Inverse distance weighs by the distance in the search frame, from the block's centre; nearest
/// neighbour takes one sample whatever the passes say of numbers. Samples at one place (drilling/Places.h)
/// count as one sample with their mean, cut grade by grade before, in every method, whatever the order of the
/// rows; it belongs to the first of their holes.
base::Expected<std::vector<EstimateSummary>> estimate(blocks::BlockModel& model,
                                                      const drilling::CompositeTable& samples,
                                                      const std::vector<ElementEstimate>& elements,
                                                      base::Progress& progress);

}  // namespace orelens::geostat
