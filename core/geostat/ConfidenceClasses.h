// Confidence classes of blocks by stated rules: measured, indicated and inferred (探明, 控制, 推断) from the
// spacing of holes about a block and from how well it was estimated. The rules are the user's; none is right
// for every deposit.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// Classes as the column holds them; 0 is no class.
inline constexpr int unclassified = 0, measured = 1, indicated = 2, inferred = 3;
inline constexpr const char* class_column = "class";
/// Codes of the column, by number.
std::vector<std::string> class_codes();

/// What a block needs to be in a class: all that is stated. A hole is as far as its nearest sample.
struct ClassRule {
    static constexpr double none = std::numeric_limits<double>::infinity();
    bool use = false;             ///< false: no block is in the class
    int holes = 0;                ///< at least so many holes…
    double holes_within_m = 0;    ///< …no further than this; 0 holes = not asked
    double three_holes_m = none;  ///< mean distance of the three nearest holes at most
    double nearest_m = none;      ///< nearest hole at most
    double least_slope = -none;   ///< of the estimate's columns, where they are there; see ClassColumns
    double least_efficiency = -none;
    double most_variance_share = none;  ///< kriging variance over `ClassColumns::sill`
    double most_precision = none;       ///< of a period's production (ProductionPrecision.h), ± %
    int last_pass = 0;                  ///< found in this pass or before; 0 = any
    bool operator==(const ClassRule&) const = default;
};

struct ClassesRule {
    std::array<ClassRule, 3> of;  ///< measured, indicated, inferred; a block is in the first that it fulfils
    /// Islands of fewer blocks take the class that surrounds them; 0 or 1 = none do.
    int least_island = 0;
    bool operator==(const ClassesRule&) const = default;
};

/// The estimate that the rules look at.
struct ClassColumns {
    std::string element;  ///< blocks without its grade are in no class; empty = not looked at
    double sill = 1;      ///< of its variogram, unit²
    std::string precision;  ///< real column of the production's precision, %; only where a rule asks for it
};

struct ClassSummary {
    std::array<std::int64_t, 4> blocks{};  ///< by class, after islands were smoothed
    std::int64_t raised = 0, lowered = 0;  ///< blocks that smoothing gave more or less confidence
};

/// Adds the column "class". `places` are the samples that count, all with a hole (negative = a hole of its
/// own). Error: a rule that needs a column which is not there (with its name); limits that are not numbers;
/// too many samples in reach; cancelled. The column is then not in the model.
base::Expected<ClassSummary> classify(blocks::BlockModel& model, const SamplePlaces& places,
                                      const ClassesRule& rule, const ClassColumns& columns,
                                      base::Progress& progress);

/// What the spacing rules look at, for one place: distances of the nearest holes, nearest first and at most
/// three, and how many holes are no further than each of `within`. Metres.
struct HoleSpacing {
    std::array<double, 3> nearest{ClassRule::none, ClassRule::none, ClassRule::none};
    std::vector<int> holes;
    [[nodiscard]] double mean_of_three() const { return (nearest[0] + nearest[1] + nearest[2]) / 3; }
};
/// For tests and for the inspector; looks at every sample.
HoleSpacing hole_spacing(const SamplePlaces& places, const std::array<double, 3>& at,
                         std::span<const double> within);

/// Groups of blocks of one class, connected by faces, with fewer than `least` blocks become the class that
/// most of the faces around them have, of equals the less certain one. Blocks in no class stay so, whatever
/// surrounds them: smoothing adds no block to the resource. Counts are added to the summary.
base::Expected<void> smooth_classes(blocks::BlockModel& model, const std::string& column, int least,
                                    ClassSummary& summary, const base::Progress& progress);

}  // namespace orelens::geostat
