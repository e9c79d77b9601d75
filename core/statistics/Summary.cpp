#include "core/statistics/Summary.h"

#include <algorithm>

namespace orelens::statistics {

Summary summary_of(std::span<const double> values, std::span<const double> weights) {
    Summary row;
    const Moments plain = moments(values);
    row.count = plain.count;
    row.missing = static_cast<std::int64_t>(values.size()) - plain.count;
    row.mean = plain.mean;
    row.sd = plain.sd();
    row.cv = plain.cv();
    row.skewness = plain.skewness;
    row.low = plain.low;
    row.high = plain.high;
    const Moments weighted = weights.empty() ? plain : moments(values, weights);
    row.weighted_mean = weighted.mean;
    row.weighted_sd = weighted.sd();
    const Ordered ordered = ordered_values(values, weights);
    std::ranges::transform(summary_shares, row.quantile.begin(),
                           [&](double share) { return quantile(ordered, share); });
    return row;
}

std::vector<Summary> summaries_by_domain(std::span<const double> values, std::span<const double> weights,
                                         std::span<const std::int32_t> domain, std::int32_t domains,
                                         const base::Progress& progress) {
    std::vector<Summary> rows{summary_of(values, weights)};
    if (domain.empty()) return rows;
    std::vector<std::vector<std::uint32_t>> members(static_cast<std::size_t>(std::max(domains, 0)));
    for (std::size_t n = 0; n < domain.size(); ++n)
        if (domain[n] >= 0 && domain[n] < domains)
            members[static_cast<std::size_t>(domain[n])].push_back(static_cast<std::uint32_t>(n));
    std::vector<double> own, own_weights;
    for (std::size_t d = 0; d < members.size(); ++d) {
        if (progress.cancelled()) return rows;
        if (members[d].empty()) continue;
        own.clear();
        own_weights.clear();
        for (const std::uint32_t n : members[d]) {
            own.push_back(values[n]);
            if (!weights.empty()) own_weights.push_back(weights[n]);
        }
        rows.push_back(summary_of(own, own_weights));
        rows.back().domain = static_cast<std::int32_t>(d);
    }
    return rows;
}

}  // namespace orelens::statistics
