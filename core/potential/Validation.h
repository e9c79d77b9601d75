// How far to trust each method: all of them side by side on the same folds, with two baselines always among them
// (potential.md §6). What is better than neither has learned nothing.
#pragma once

#include <optional>

#include "core/potential/Curves.h"
#include "core/potential/Folds.h"
#include "core/potential/Model.h"

namespace orelens::potential {

struct ValidationRule {
    FoldRule folds;
    std::optional<double> depth_level_m;  ///< depth hold-out: trained at and above, tested below
    std::optional<double> orebody_join_m; ///< leave one orebody out: positives this near are one body
    int bootstrap = 200;                  ///< draws of whole blocks for the intervals
    std::uint64_t seed = 1;
};

struct MethodScore {
    std::string method;
    bool baseline = false, relative = false;
    std::optional<base::Error> refused;  ///< the method cannot run on these folds; the others stand
    RocArea block;                ///< of the first repeat's out-of-fold scores
    std::vector<double> repeats;  ///< area of each repeat
    double mean = 0;              ///< of the repeats: by this the best is chosen
    std::int64_t scored = 0;      ///< voxels of the first repeat with a score out of fold
    BlockIntervals interval;      ///< of the first repeat: the one to quote
    double precision = 0;         ///< average precision
    double fit = 0;               ///< area on its own training voxels; never a result
    std::optional<double> depth;  ///< area of the depth hold-out
    std::optional<base::Error> depth_refused;
    std::optional<double> orebody;  ///< area of leave-one-orebody-out
    RateCurve success, prediction;  ///< of training positives; of held-out ones; against the volume of all active voxels
    std::array<double, 3> capture{};  ///< prediction rate at 1, 5, 10 % of that volume
    std::optional<Crossing> crossing;
    std::optional<Calibration> calibration;  ///< of scores that claim to be probabilities
    std::optional<Platt> platt;              ///< fitted on out-of-fold scores, for scores between 0 and 1
    std::vector<double> out_of_fold;         ///< first repeat, per entry of Folds::voxels
};

struct Validation {
    std::vector<Folds> repeats;
    std::vector<MethodScore> methods;      ///< in their order, then the baselines that were not among them
    std::optional<std::size_t> best;       ///< highest mean of block folds among those that are no baseline
    std::optional<base::Error> depth_refused, orebody_refused;
    /// Why nothing could be held out: then only methods that need no labels stand, none of them judged.
    std::optional<base::Error> not_judged;
};

/// Errors: those of the folds, unless a method needs no labels; no method; no repeat; cancelled. A method that fails is listed with its reason.
/// Same bits whatever the threads.
base::Expected<Validation> validate(const Evidence& evidence, std::span<const std::int8_t> labels, std::vector<MethodRule> methods,
                                    const ValidationRule& rule, const base::Progress& progress);

/// In words, how far to trust the best method: against the baselines, the interval, the fit and the depth.
std::vector<base::Message> trust(const Validation& validation);

/// Out-of-fold scores of one method; NaN outside the folds that are tested (`only` −1 = all).
base::Expected<std::vector<double>> out_of_fold(const Evidence& evidence, std::span<const std::int8_t> labels, const Folds& folds,
                                                const MethodRule& rule, std::uint64_t seed, int only, const base::Progress& progress);

/// Active voxels that stand for their volume: all of them, or every n-th where they are more than 50 000.
std::vector<std::int64_t> volume_of(const Evidence& evidence);

}  // namespace orelens::potential
