// What shapes take from the blocks: which share of each counts, which do not count at all and why. Run by the
// stage "bounds" on the model as estimated or read; it changes no grade.
//
// The share of a block that counts is: below every topography and mined-out surface (the lowest of them), less
// what mined-out solids hold, times what lies within the licence, and no more than what lies in the domain
// solids where rock outside them is left out. Each part is exact; of a block that two of them cut the joint
// share is not known, and these rules take it so: surfaces one within the other, voids below the ground.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

/// Codes of the "excluded" column: 0 counts.
enum class Excluded { no, as_read, air, mined_out, outside_licence, outside_solids };
std::vector<std::string> excluded_codes();

/// Of the blocks that carry a grade.
struct BoundSummary {
    double graded_m3 = 0;  ///< before
    double air_m3 = 0, mined_m3 = 0, licence_m3 = 0, solids_m3 = 0;  ///< taken, in this order
    std::int64_t excluded_air = 0, excluded_mined = 0, excluded_licence = 0, excluded_solids = 0;  ///< blocks
    std::int64_t cut = 0;        ///< blocks that count in part
    std::int64_t uncovered = 0;  ///< blocks under or over no topography: taken as ground
    bool operator==(const BoundSummary&) const = default;
};

struct BoundRule {
    bool only_in_solids = false;
    bool air_beyond = false;  ///< blocks beside topography are air
    std::vector<std::string> graded;  ///< columns that make a block one with a grade
};

/// Columns that `bound` writes.
bool is_bound_column(const std::string& column);

/// Whether any shape does something to blocks.
bool bounds_blocks(const std::vector<shapes::Shape>& shapes);

/// Adds, where shapes ask for it: "fraction.<code>" and "solid" of domains (unless there already),
/// "fraction.below_topography", "fraction.mined_out", "fraction.licence"; "fraction", the share that counts, and
/// "excluded". A fraction or excluded column that is there already (of an imported model) counts as well.
/// Error: cancelled; the model is then to be thrown away.
base::Expected<BoundSummary> bound(blocks::BlockModel& model, const std::vector<shapes::Shape>& shapes,
                                   const BoundRule& rule, const base::Progress& progress);

}  // namespace orelens::project
