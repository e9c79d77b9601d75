// Collars and intervals whose numbers cannot be right beside the rest of the file: a digit too many, x and y
// exchanged, 0 for unknown, an interval to 9999. What is left out on that ground comes back by approval.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/drilling/DrillholeSet.h"

namespace orelens::drilling {

enum class PlaceDoubt {
    far,        ///< far from where all others are
    zero,       ///< 0, 0
    swapped,    ///< x and y exchanged lie among the others
    digit,      ///< one digit more or less, and it lies among the others
    elevation,  ///< far above or below all others
    apart,      ///< the first of many that lie far from the rest, too many to be slips
};

struct DoubtfulHole {
    std::size_t collar = 0;
    PlaceDoubt why = PlaceDoubt::far;
    bool left_out = true;   ///< else a remark only
    bool certain = false;   ///< no remark but an error, although too many share it to be left out
    bool remark = false;    ///< of an elevation: near enough to be real
    double distance_m = 0;  ///< to the box around the others; of an elevation, above it or below (negative)
    std::string field;      ///< "x", "y" or "z", where one number is to blame
    double reads_as = 0;    ///< what that number would be, for `digit`
    std::size_t together = 1;  ///< holes that lie there, for `apart`
};

/// In collar order. Judged against the half of the collars nearest to the middle (median) and whatever lies
/// around these without a gap of three of their diagonals. Left out beyond 1 km where a slip explains it,
/// beyond 10 km otherwise, and never more than a quarter of the holes (half, where they are at 0): more that
/// have x and y exchanged, or no elevation, are `certain`, as one of two holes far apart. Two fields of
/// holes more than 10 km apart (HoleGap.h) are one certain doubt about the smaller: which is meant, the file
/// does not say.
std::vector<DoubtfulHole> doubtful_holes(const std::vector<Collar>& collars);

enum class IntervalDoubt {
    long_interval,  ///< a hundred times longer than the rest
    outside_hole,   ///< starts well below the stated final depth
};

struct DoubtfulInterval {
    std::size_t row = 0;  ///< of the table
    IntervalDoubt why = IntervalDoubt::long_interval;
    bool left_out = true;  ///< else a remark only: within the stated depth, or too many to be slips
    double usual_m = 0;    ///< median length of the table
};

/// Of a table with grades or densities, in row order; without either nothing is doubted, since lithology
/// often ends with one interval to 9999.
std::vector<DoubtfulInterval> doubtful_intervals(const DrillholeSet& holes, const IntervalTable& table);

/// Rows of the lithology that end far below their hole: more than twice as deep as its final depth, its
/// assays and the logs above them reach. In row order; holes without final depth and assays are not judged.
std::vector<std::size_t> logs_beyond_belief(const DrillholeSet& holes);

/// Sets Collar::doubtful and IntervalTable::doubtful for what is left out of traces' ends and composites.
void mark_doubtful(DrillholeSet& holes);

/// Whether a row may carry a sample: not doubtful itself, and its hole known and not doubtful.
bool believed(const DrillholeSet& holes, const IntervalTable& table, std::size_t row);

}  // namespace orelens::drilling
