// Weights of evidence of any number of layers together: posterior, its uncertainty, and whether the layers may be
// added at all (Agterberg & Cheng 2002). potential.md §4.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/potential/Weights.h"

namespace orelens::potential {

/// What a layer adds to the logit, per group of classes. A cumulative layer has two (inside, outside the cutoff), a
/// unique one as many as classes.
struct LayerWeights {
    std::string layer;
    Classes classes;
    WeightTable table;
    bool left_out = false;  ///< no row of the table qualified
    struct Group {
        std::int32_t cls = 0;  ///< of unique tables; 1 inside and 0 outside the cutoff else
        double weight = 0, variance = 0;
        double share = 0;  ///< of the covered voxels that were counted: for the variance of what is missing
    };
    std::vector<Group> groups;
    /// Index into groups; −1: missing, or a class that was never counted or has no weight (adds nothing).
    [[nodiscard]] int group_of(std::int32_t cls) const;
};

struct WeightModel {
    double prior_logit = 0;      ///< ln(n/(N − n))
    std::int64_t positives = 0;  ///< n
    std::int64_t voxels = 0;     ///< N, counted ones
    std::vector<LayerWeights> layers;
};

/// `classes[l]` as in weight_table, for each of `names`. Errors: those of weight_table; no positive or nothing but
/// positives.
base::Expected<WeightModel> weight_model(const std::vector<std::string>& names,
                                         const std::vector<std::span<const std::int32_t>>& classes,
                                         std::span<const std::int8_t> labels, const std::vector<WeightRule>& rules);

struct Posterior {
    double probability = 0;
    double s_published = 0;  ///< P·√(1/n + Σs²(W))
    double s_delta = 0;      ///< P(1−P)·√(1/n + 1/(N−n) + Σs²(W)): the one of the uncertainty grid
    double s2_missing = 0;   ///< Σ over missing layers of Σ share·(P_class − P)²
    int missing = 0;         ///< layers
    [[nodiscard]] double s_total() const;  ///< √(s_delta² + s2_missing)
};

/// cls[l]: the voxel's class in each layer, −1 missing (adds 0).
Posterior posterior(const WeightModel& model, std::span<const std::int32_t> cls);

/// Probability of every voxel, NaN where `active` is 0 or every layer that counts is missing.
/// classes[l] as long as `active`. Same bits whatever the threads.
std::vector<float> posteriors(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                              std::span<const std::uint8_t> active);

struct UniqueCondition {
    std::vector<std::int32_t> groups;  ///< per layer, −1 missing
    std::int64_t voxels = 0, positives = 0;
    Posterior posterior;
};

/// The new omnibus test and its older sign, over the voxels that were counted.
struct Independence {
    double expected = 0;   ///< T = ΣP
    double positives = 0;  ///< n
    double ratio = 0;      ///< T/n; above 1.15 → warn
    double s_expected = 0; ///< s²(T) = Σ over unique conditions (N_k·s_k)² with published s
    double z = 0, p = 0;   ///< one-sided; rejected at z > 1.645
    bool rejected = false, warned = false;
    std::vector<UniqueCondition> conditions;
};
Independence omnibus(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                     std::span<const std::int8_t> labels);

/// Pearson's χ² of two layers over positives that both cover, without continuity correction; groups without a
/// positive are dropped.
struct PairTest {
    std::string first, second;
    double chi2 = 0, p = 1, smallest_expected = 0;
    int freedom = 0;           ///< 0: nothing to test
    std::int64_t positives = 0;
    bool rejected = false;     ///< p < 0.05
    std::vector<std::vector<std::int64_t>> table;
};
std::vector<PairTest> pairwise(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                               std::span<const std::int8_t> labels);

/// What to do about it, as text keys: nothing, or logistic regression and that posteriors are ranks.
std::vector<base::Message> advice(const Independence& test, const std::vector<PairTest>& pairs);

double logistic(double logit);

}  // namespace orelens::potential
