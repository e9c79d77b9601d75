// Weights of evidence of one layer (Bonham-Carter 1994; potential.md §4): tables of classes, contrast and its
// studentised form, cutoffs by rule, zero counts, information value. What several layers say together is in
// WeightModel.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::potential {

/// Voxels that the layer covers: positives in and out of a class, others in and out.
struct Counts {
    std::int64_t in_positive = 0, out_positive = 0, in_other = 0, out_other = 0;  ///< A, B, C, D
    bool operator==(const Counts&) const = default;
};

enum class ZeroRule {
    half,      ///< a count of 0 adds ½ to all four of that class, and marks it
    undefined  ///< the class gives no weight and says why
};

struct ClassWeight {
    std::int32_t cls = 0;
    Counts counts;
    bool zero = false;     ///< one of the four counts is 0
    bool defined = true;   ///< false: ZeroRule::undefined; the numbers are NaN
    double w_plus = 0, s_plus = 0, w_minus = 0, s_minus = 0;
    double contrast = 0, s_contrast = 0, studentised = 0;
    /// lg[(A/n)/((A+C)/N)] of the class, NaN where it has no positive: 信息量法.
    double information = 0;
};

/// W⁺ = ln[(A/(A+B))/(C/(C+D))], W⁻ likewise of B and D, s² = 1/A+1/C and 1/B+1/D.
ClassWeight weight_of(const Counts& counts, ZeroRule rule = ZeroRule::half);

enum class Accumulate {
    unique,     ///< each class for itself
    ascending,  ///< classes up to this one
    descending  ///< this one and all above
};

enum class CutoffRule {
    studentised,   ///< largest studentised contrast
    contrast,      ///< largest contrast
    contrast_sure, ///< largest contrast whose studentised one is at least `sure`
    by_hand
};

struct WeightRule {
    Accumulate accumulate = Accumulate::unique;
    CutoffRule cutoff = CutoffRule::studentised;
    double sure = 2;
    std::int32_t hand = 0;  ///< class of by_hand
    ZeroRule zero = ZeroRule::half;
};

/// The table of one layer: a row per class, missing voxels outside every count.
struct WeightTable {
    std::string layer;
    WeightRule rule;
    std::vector<ClassWeight> rows;
    std::int64_t missing = 0, missing_positive = 0;
    /// Of cumulative tables: the row the rule takes. Nothing: no row qualifies, and the layer is left out.
    std::optional<std::size_t> cutoff;
};

/// classes: of each voxel, ascending numbers, −1 = the layer is missing there. labels: 1 positive, 0 other, −1 not
/// counted. Cumulative tables lack the row that would hold everything. The whole-layer class of `unique` with one
/// class in all has no weight.
/// Errors: lengths that differ; no class at all; by hand a class that is not there.
base::Expected<WeightTable> weight_table(const std::string& layer, std::span<const std::int32_t> classes,
                                         std::span<const std::int8_t> labels, const WeightRule& rule);

/// Whether a number can be a code of a nominal layer: 0 … 2³¹ − 2 when rounded.
bool is_code(double value);

/// How amounts become classes 0…edges.size(): the number of edges that are ≤ the value. Codes of nominal layers are
/// their own classes.
struct Classes {
    bool nominal = false;
    std::vector<double> edges;
    [[nodiscard]] std::int32_t of(double value) const;  ///< −1 of NaN and of what is no code
};

/// Edges at k/count of the distribution of `values` that are not missing, between neighbours as numpy's quantiles
/// (linear). Equal edges stand once.
Classes quantile_classes(std::span<const double> values, int count);

}  // namespace orelens::potential
