// What shapes take from the blocks: which share of each counts, which do not count at all and why. Run by the
// stage "bounds" on the model as estimated or read; it changes no grade.
//
// The share of a block that counts is: below every topography and mined-out surface (the lowest of them), less
// what mined-out solids hold, times what lies within the licence, and no more than what lies in the domain
// solids where rock outside them is left out. Each part is exact; of a block that two of them cut the joint
// share is not known, and these rules take it so: surfaces one within the other, voids below the ground.
#pragma once

#include <array>
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

inline constexpr std::size_t exclusions = static_cast<std::size_t>(Excluded::outside_solids) + 1;

/// Some of the blocks, or shares of them.
struct BoundPart {
    std::int64_t blocks = 0;  ///< whole: of a reason, those it leaves nothing of
    std::int64_t cut = 0;     ///< of which a share belongs here
    double m3 = 0;
    double weighed_m3 = 0, weighed_t = 0;  ///< of these, where the model states a density
    /// Dry tonnes, in situ, with `density_t_per_m3` where the model states none.
    [[nodiscard]] double tonnes(double density_t_per_m3) const {
        return weighed_t + (m3 - weighed_m3) * density_t_per_m3;
    }
    /// A share of a block of `volume_m3` whose density is `density` (NaN: not stated).
    void add(double volume_m3, double density);
    void add(const BoundPart& other);
    bool operator==(const BoundPart&) const = default;
};

/// What of the model counts, and what does not by reason: `without_grade`, every entry of `out`, and `counted` make
/// the whole of it. What a file's own share leaves out of its blocks is in none of them.
struct BoundSummary {
    BoundPart without_grade;  ///< blocks that carry no grade of any element, wherever they lie
    std::array<BoundPart, exclusions> out;  ///< of blocks with a grade, by Excluded, taken in its order; `no` is empty
    BoundPart counted;
    std::int64_t uncovered = 0;  ///< blocks under or over no topography: taken as ground
    [[nodiscard]] const BoundPart& of(Excluded reason) const { return out[static_cast<std::size_t>(reason)]; }
    /// Blocks with a grade that the file does not exclude, before shapes, m³.
    [[nodiscard]] double graded_m3() const;
    void add(const BoundSummary& other);
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

/// The summary of a model that no shape bounds: blocks without a grade, those its file excludes, the rest. Not whole
/// once it is cancelled.
BoundSummary summary_without_shapes(const blocks::BlockModel& model, const std::vector<std::string>& graded,
                                    const base::Progress& progress);

/// Adds, where shapes ask for it: "distance.<name>"; "fraction.<code>" and "solid" of domains (unless there already),
/// "fraction.below_topography", "fraction.mined_out", "fraction.licence"; "fraction", the share that counts, and
/// "excluded". A fraction or excluded column that is there already (of an imported model) counts as well.
/// Error: cancelled; the model is then to be thrown away.
base::Expected<BoundSummary> bound(blocks::BlockModel& model, const std::vector<shapes::Shape>& shapes,
                                   const BoundRule& rule, const base::Progress& progress);

}  // namespace orelens::project
