// A vein or sheet: where each hole enters and leaves it (hanging wall and footwall), a surface through either, and the
// body between them. Holes that pass its place without it end it half way to their neighbours. Use it for bodies
// that are thin against the drill spacing, which a shell about samples makes into beads.
#pragma once

#include "core/domains/Bodies.h"

namespace orelens::domains {

/// A stretch of a hole that is inside, waste within it included.
struct Run {
    std::int32_t hole = -1;
    double from_m = 0, to_m = 0;
    double metal = 0;  ///< Σ(grade·length); the length where there is no grade
    shapes::Vec3 from{}, to{};
};

/// Of every hole, in the order of holes and depth. Outside samples of at most `waste_m` between two inside are in. By
/// grade the outermost sample of a run counts with the share of it that its neighbours' grades tell: it is taken as a
/// mixture of the samples on either side of it, so that a wall within a sample is not moved to its end.
std::vector<Run> runs_of(const drilling::CompositeTable& samples, const std::vector<Mark>& marks, const BodyRule& rule,
                         double waste_m);

/// Errors of mark_samples; fewer than three holes with it, or all on one line without a stated plane; more cells than
/// the rule allows; nothing left; cancelled.
base::Expected<Body> sheet(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress);

}  // namespace orelens::domains
