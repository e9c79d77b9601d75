// Grades on both sides of the contact of two domains, by distance along the hole: whether it is a hard boundary.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Error.h"

namespace orelens::statistics {

/// Samples in holes; the spans are as long as each other. Within a hole samples follow each other by depth, or
/// as they stand where `depth_m` is empty. Domains below 0 are none; samples without a hole (below 0) have no
/// neighbours.
struct HoleSamples {
    std::span<const double> x, y, z;
    std::span<const std::int32_t> hole, domain;
    std::span<const double> depth_m;
    [[nodiscard]] std::size_t size() const { return x.size(); }
};

/// Metres along the hole, by chords between sample centres, to the nearest change from domain `a` to `b` or back,
/// which lies midway between two neighbours: below 0 in `a`, above 0 in `b`; NaN in other domains and in holes
/// without such a change.
std::vector<double> contact_distances(const HoleSamples& samples, std::int32_t a, std::int32_t b);

struct ContactBin {
    double from_m = 0, to_m = 0;  ///< from ≤ distance < to
    std::int64_t count = 0;
    double mean = 0, sd = 0;      ///< NaN without values; sd over n − 1, NaN below two
};

/// Bins of `width_m` from −reach to reach; the last ends at or beyond it. Missing values take no part. Error: a
/// width or reach that is not above 0, or more than 10 000 bins.
base::Expected<std::vector<ContactBin>> contact_profile(std::span<const double> distances,
                                                        std::span<const double> values, double width_m,
                                                        double reach_m);

/// The step at the contact: means of both sides within a distance, and the chance of such a difference between
/// samples of one kind (Welch's t). NaN where a side has fewer than two values.
struct ContactStep {
    std::int64_t count_a = 0, count_b = 0;
    double mean_a = 0, mean_b = 0;
    double p = 0;
};
ContactStep contact_step(std::span<const double> distances, std::span<const double> values, double within_m);

/// How often neighbours in a hole are of two different domains, most often first; a < b.
struct DomainPair {
    std::int32_t a = 0, b = 0;
    std::int64_t contacts = 0;
};
std::vector<DomainPair> domain_contacts(const HoleSamples& samples);

}  // namespace orelens::statistics
