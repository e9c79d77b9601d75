#include "core/statistics/NormalScore.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/statistics/Gaussian.h"
#include "core/statistics/Missing.h"

namespace orelens::statistics {
namespace {

/// Linear in `x` between the points; level outside.
double interpolate(const std::vector<double>& x, const std::vector<double>& y, double at) {
    const auto above = std::upper_bound(x.begin(), x.end(), at);
    if (above == x.begin()) return y.front();
    if (above == x.end()) return y.back();
    const auto n = static_cast<std::size_t>(above - x.begin());
    return y[n - 1] + (y[n] - y[n - 1]) * (at - x[n - 1]) / (x[n] - x[n - 1]);
}

}  // namespace

NormalScores normal_scores(std::span<const double> values, std::span<const double> weights, Ties ties) {
    const Ordered ordered = ordered_values(values, weights);
    NormalScores out;
    out.score.assign(values.size(), missing);
    double before = 0;
    for (std::size_t begin = 0, end = 0; begin < ordered.size(); begin = end) {
        double share = ordered.share[begin];
        end = begin + 1;
        if (ties == Ties::shared)
            for (; end < ordered.size() && ordered.value[end] == ordered.value[begin]; ++end)
                share += ordered.share[end];
        const double score =
            normal_score(ties == Ties::in_order ? ordered.middle[begin] : before + share / 2);
        before += share;
        for (std::size_t n = begin; n < end; ++n) out.score[ordered.from[n]] = score;
        out.table.value.push_back(ordered.value[begin]);
        out.table.score.push_back(score);
    }
    return out;
}

base::Expected<void> check_tails(const ScoreTable& table, const Tails& tails) {
    const auto refuse = [](const char* why) {
        return base::fail(base::ErrorKind::usage, base::Message(why));
    };
    if (table.value.empty()) return refuse("statistics.no_values");
    if (!(tails.low <= table.value.front())) return refuse("statistics.bad_low_tail");
    if (tails.upper == Tails::Upper::linear && !(tails.high >= table.value.back()))
        return refuse("statistics.bad_high_tail");
    if (tails.upper == Tails::Upper::hyperbolic && !(tails.exponent > 0 && table.value.back() > 0))
        return refuse("statistics.bad_hyperbola");
    return {};
}

double back_transform(const ScoreTable& table, const Tails& tails, double score) {
    if (std::isnan(score)) return missing;
    const double first = table.score.front(), last = table.score.back();
    if (score <= first) {
        const double part = normal_share(score) / normal_share(first);
        return tails.low + (table.value.front() - tails.low) * part;
    }
    if (score < last) return interpolate(table.score, table.value, score);
    // Shares above are small numbers: they keep their digits as G(−y).
    const double above = normal_share(-score), above_last = normal_share(-last), top = table.value.back();
    if (tails.upper == Tails::Upper::linear) return top + (tails.high - top) * (1 - above / above_last);
    return top * std::pow(above_last / above, 1 / tails.exponent);
}

double score_of(const ScoreTable& table, double value) {
    if (std::isnan(value) || table.value.empty()) return missing;
    return interpolate(table.value, table.score, value);
}

}  // namespace orelens::statistics
