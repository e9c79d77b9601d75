// The variogram map: semivariances by separation in a plane, to see directions before any is chosen.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Experimental.h"

namespace orelens::geostat {

/// The plane by its first axis and the dip across it: azimuth of the line that is level in it (strike), clockwise from
/// north, and dip to the right of that line, positive down, degrees. Azimuth 0, dip 0: level, u north, v east.
struct MapRule {
    double cell_m = 20;
    int half_cells = 15;        ///< cells on either side of the middle
    double azimuth_deg = 0, dip_deg = 0;
    double thickness_m = 20;    ///< pairs further than half of this across the plane are left out
    Measure measure = Measure::semivariogram;  ///< or pairwise relative
    Scale scale = Scale::grade;
    double cutoff = std::numeric_limits<double>::quiet_NaN();
    double top_cut = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> weights;  ///< per row, for normal scores
};

/// Cells row by row, v slowest, both from −half to half; every pair is in two that lie opposite.
struct VariogramMap {
    int side = 0;  ///< cells along u and along v
    double cell_m = 0;
    std::vector<double> gamma;        ///< NaN without pairs
    std::vector<std::int64_t> pairs;
    double variance = 0;
    [[nodiscard]] std::size_t at(int u, int v) const {
        return static_cast<std::size_t>((v + side / 2) * side + u + side / 2);
    }
};

/// Errors: no such grade; cells or thickness not above 0, more than 500 on a side; a measure of two orders or two
/// elements; an indicator without cutoff; cancelled.
base::Expected<VariogramMap> variogram_map(const drilling::CompositeTable& samples, const std::string& element,
                                           const MapRule& rule, base::Progress& progress);

}  // namespace orelens::geostat
