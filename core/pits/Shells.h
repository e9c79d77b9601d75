// Nested pit shells: the pits of rising prices, one number per block, from one run.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/pits/Closure.h"

namespace orelens::pits {

/// Writes what each block is worth at a step of the price ladder, in money of any one unit; blocks in linear
/// order. Finite numbers. False: cancelled.
using WorthAt =
    std::function<bool(std::size_t step, std::span<double> worth, const base::Progress& progress)>;

/// At most so many steps: a shell number takes one byte.
inline constexpr std::size_t most_steps = 200;

struct Shells {
    /// Per block: the first step (from 1) whose pit holds it; 0 = none does.
    std::vector<std::uint8_t> number;
    std::vector<std::int64_t> blocks;  ///< in the pit of each step
    std::vector<double> worth;         ///< of the pit of each step, at that step's prices
    /// Every pit holds the one before. Where some block is worth less at a later step than before, the steps
    /// do not move together: each is then solved on its own, and a number alone no longer tells its pit.
    bool nested = true;
    /// Blocks that the pit of some step does not hold though one before it does: at the step that leaves most.
    std::int64_t leaving = 0;
};

/// What it takes at its peak, in bytes, beside the model that the worth is read from.
double shell_bytes(double blocks, bool barred, bool regions);

/// Called with the pit of each step once it is solved.
using EachPit = std::function<void(std::size_t step, const Closure& pit)>;

/// Solves `steps` pits in order. Worth is rounded to a 2⁻⁵⁵th of the sum of its sizes, far below what a
/// double sum of it tells apart; the pits are exact for the rounded worth, and of equals the smallest.
/// Errors: a worth that is not finite; a grid of 2³² blocks or more; steps not 1…most_steps; cancelled.
base::Expected<Shells> nested_shells(Precedence precedence, std::size_t steps, const WorthAt& worth_at,
                                     const base::Progress& progress, const EachPit& each_pit = {});

}  // namespace orelens::pits
