// What became of planned holes: which of them were drilled, and what was found where something was predicted. Planned and
// drilled holes are matched by name, or by collar and direction; what a hole found is compared along its own course.
#pragma once

#include "core/potential/Drill.h"
#include "core/potential/Labels.h"

namespace orelens::potential {

struct DrilledHole {
    std::string name;
    Vec3 collar{}, end{};
    double length_m = 0;           ///< NaN = not known
    std::vector<Sample> course;    ///< straight pieces from collar to end, grades NaN
    std::vector<Sample> samples;   ///< of one element; NaN where not assayed
};

/// Holes with a place, in the order of their collars; an end where neither depth, assays nor stations tell one is the
/// collar. Errors: no such element.
base::Expected<std::vector<DrilledHole>> drilled_holes(const drilling::DrillholeSet& holes, const std::string& element);

struct MatchRule {
    double near_m = 20;    ///< between collars
    double turned_deg = 15; ///< between directions, of holes that are matched by their collars
};

enum class HoleState {
    planned,  ///< no drilled hole fits
    drilled,  ///< there is one, with no assay in the target (yet)
    result    ///< assayed in the target
};

/// What a stretch of a prognosis met, by depth down the drilled hole.
struct StretchFound {
    double assayed_m = 0;
    double grade = 0, highest = 0;  ///< length-weighted mean, and the best sample; NaN without assays
};

struct HoleOutcome {
    HoleState state = HoleState::planned;
    std::string drilled;          ///< name of the drilled hole; empty = none
    bool by_name = false;         ///< else by its collar
    double away_m = 0;            ///< between the collars
    double turned_deg = 0;        ///< between the directions; NaN where the drilled one has none
    double length_m = 0;          ///< drilled; NaN = not known
    double in_target_m = 0;       ///< of its own course
    double assayed_m = 0;         ///< of these
    double expected_m = 0;        ///< Σ P·length of the assayed: metres of ore that were predicted, where P are probabilities
    double ore_m = 0;             ///< of the assayed, in voxels whose mean grade reaches the cutoff
    double grade = 0;             ///< mean of the assayed; NaN without
    std::vector<StretchFound> found;  ///< one per row of the prognosis
};

/// Index in `drilled` for each planned hole, −1 = none; none serves twice. Names first (case does not matter), then the
/// nearest collars within the rule, nearest first.
std::vector<std::int32_t> match_holes(const std::vector<ProposedHole>& planned, const std::vector<DrilledHole>& drilled, const MatchRule& rule);

/// `drilled` null: planned, nothing more.
HoleOutcome outcome_of(const Evidence& evidence, const Target& target, std::span<const float> probability, const ProposedHole& planned,
                       const std::vector<PrognosisRow>& prognosis, const DrilledHole* drilled, double cutoff);

}  // namespace orelens::potential
