// The shell about samples at or above a threshold. Each sample's signed distance to the nearest sample of the other kind
// (Wilde & Deutsch, Kriging and simulation in presence of stationary domains, 2012) is interpolated by radial basis
// functions; the shell is where that is 0, half way between samples in and out, and no further from samples inside than
// the reach. Whatever is thinner than the step of the lattice is lost in part; how much is told.
#pragma once

#include "core/domains/Bodies.h"

namespace orelens::domains {

/// The gaps that are filled between samples inside reach three times as far as the shell goes beyond them.
inline constexpr double bridging = 3;

/// Errors of mark_samples; more cells than the rule allows; nothing left; cancelled.
base::Expected<Body> grade_shell(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress);

}  // namespace orelens::domains
