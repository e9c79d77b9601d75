// How much a prediction moves when the training is drawn anew (potential.md §7), and which targets stand when the
// evidence changes (§ what-if): a layer dropped, a surface moved by its uncertainty.
#pragma once

#include <functional>

#include "core/potential/Curves.h"
#include "core/potential/Model.h"
#include "core/potential/Targets.h"

namespace orelens::potential {

struct EnsembleRule {
    int members = 20;      ///< at least 20
    double block_m = 150;  ///< edge of the blocks of labelled voxels that are drawn, with replacement
    std::uint64_t seed = 1;
    std::optional<Platt> platt;  ///< what the prediction goes through: its members do, too
};

/// Per voxel, NaN where not predicted.
struct EnsembleResult {
    std::vector<float> mean, sd, p10, p90;
    int members = 0;
    int failed = 0;  ///< draws without a class, or that could not be learned
    std::vector<Trained> trained;
};

/// Each member learns from blocks drawn with replacement and a seed of its own; all are asked piece by piece, so that
/// what is held does not grow with their number. Errors (kind usage): fewer than 20 members; fewer than half of them
/// learned; cancelled. Same bits whatever the threads.
base::Expected<EnsembleResult> ensemble(const Evidence& evidence, std::span<const std::int8_t> labels, const MethodRule& method,
                                        const EnsembleRule& rule, const base::Progress& progress);

/// One change of the evidence: a layer that is left out, or layers that are others.
struct Change {
    std::string name;  ///< "- sus", "fault +15 m"
    std::string drop;  ///< layer that is left out; empty = none
    /// Layers with the values that they then have, made when their turn comes; absent: none is replaced.
    std::function<base::Expected<std::vector<Layer>>(const base::Progress&)> moved;
};

/// Every layer of the list dropped once, where there are several.
std::vector<Change> dropped_one_by_one(const std::vector<std::string>& layers);

struct Stability {
    std::string change;
    std::vector<double> share;  ///< per target: of its voxels that stay among as much volume as before
    std::optional<base::Error> refused;
};
/// The method is learned anew under each change, and, where layers are moved, also asked as it was learned before: what
/// learns anew does not see that a distance grew everywhere alike. The lesser of both shares counts. The threshold is the
/// one that keeps as many voxels. A target stands where half of it stays.
base::Expected<std::vector<Stability>> stability(const Evidence& evidence, std::span<const std::int8_t> labels, const MethodRule& method, std::uint64_t seed,
                                                 const TargetList& targets, std::span<const float> probability, double threshold,
                                                 const std::vector<Change>& changes, const base::Progress& progress);
/// Share of changes that a target stands.
double stands(const std::vector<Stability>& all, std::size_t target);

}  // namespace orelens::potential
