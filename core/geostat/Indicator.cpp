#include "core/geostat/Indicator.h"

#include <algorithm>
#include <cmath>

#include "core/base/Text.h"

namespace orelens::geostat {
namespace {

/// One class of the distribution: its bounds and what it holds.
struct GradeClass {
    double low, high, share;
};

/// Classes with linear distributions, the hyperbola left out.
std::vector<GradeClass> classes(const IndicatorRule& rule, std::span<const double> below) {
    std::vector<GradeClass> all;
    double low = rule.tails.lowest, reached = 0;
    for (std::size_t k = 0; k < below.size(); ++k) {
        all.push_back({low, rule.thresholds[k], below[k] - reached});
        low = rule.thresholds[k];
        reached = below[k];
    }
    if (rule.tails.hyperbola == 0) all.push_back({low, rule.tails.highest, 1 - reached});
    return all;
}

}  // namespace

bool correct_order(std::span<double> below) {
    const std::vector<double> before(below.begin(), below.end());
    for (double& p : below) p = std::clamp(p, 0.0, 1.0);
    std::vector<double> down(below.begin(), below.end());
    for (std::size_t k = down.size(); k-- > 1;) down[k - 1] = std::min(down[k - 1], down[k]);
    for (std::size_t k = 1; k < below.size(); ++k) below[k] = std::max(below[k], below[k - 1]);
    bool changed = false;
    for (std::size_t k = 0; k < below.size(); ++k) {
        below[k] = (below[k] + down[k]) / 2;
        changed = changed || std::abs(below[k] - before[k]) > 1e-12;
    }
    return changed;
}

LocalMeans local_means(const IndicatorRule& rule, std::span<const double> below) {
    double mean = 0, square = 0;
    for (const GradeClass& c : classes(rule, below)) {
        mean += c.share * (c.low + c.high) / 2;
        square += c.share * (c.low * c.low + c.low * c.high + c.high * c.high) / 3;
    }
    const double omega = rule.tails.hyperbola, last = rule.thresholds.back(), above = 1 - below.back();
    if (omega > 0 && above > 0) {
        mean += above * last * omega / (omega - 1);
        square +=
            omega > 2 ? above * last * last * omega / (omega - 2) : std::numeric_limits<double>::infinity();
    }
    return {mean, square - mean * mean};
}

AboveCutoff above_cutoff(const IndicatorRule& rule, std::span<const double> below, double cutoff) {
    double share = 0, metal = 0;
    for (const GradeClass& c : classes(rule, below)) {
        if (c.high <= cutoff) continue;
        const double from = std::max(cutoff, c.low);
        const double part = c.high > c.low ? c.share * (c.high - from) / (c.high - c.low) : c.share;
        share += part;
        metal += part * (from + c.high) / 2;
    }
    const double omega = rule.tails.hyperbola, last = rule.thresholds.back();
    if (omega > 0) {
        const double from = std::max(cutoff, last);
        const double part = (1 - below.back()) * std::pow(last / from, omega);
        share += part;
        metal += part * from * omega / (omega - 1);
    }
    AboveCutoff above;
    above.share = share;
    if (share > 1e-9) above.mean = metal / share;
    return above;
}

std::string above_suffix(double cutoff) {
    return "above_" + base::number(cutoff, 6);
}

std::string mean_above_suffix(double cutoff) {
    return "mean_above_" + base::number(cutoff, 6);
}

}  // namespace orelens::geostat
