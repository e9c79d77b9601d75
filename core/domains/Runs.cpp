#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/domains/Sheet.h"

namespace orelens::domains {
namespace {

using shapes::Vec3;

/// The samples of one hole by depth.
struct Hole {
    const drilling::CompositeTable& samples;
    std::vector<std::size_t> rows;

    [[nodiscard]] double middle(std::size_t n) const { return 0.5 * (samples.from_m[rows[n]] + samples.to_m[rows[n]]); }
    /// On the straight line between the middles of samples, or on from the outermost two.
    [[nodiscard]] Vec3 at(double depth) const {
        const auto place = [&](std::size_t n) { return Vec3{samples.x[rows[n]], samples.y[rows[n]], samples.z[rows[n]]}; };
        if (rows.size() == 1) {
            Vec3 only = place(0);
            only[2] -= depth - middle(0);
            return only;
        }
        std::size_t n = 1;
        while (n + 1 < rows.size() && middle(n) < depth) ++n;
        const double step = middle(n) - middle(n - 1);
        const double t = step > 0 ? (depth - middle(n - 1)) / step : 0;
        const Vec3 a = place(n - 1), b = place(n);
        return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
    }
};

/// How much of the outermost sample lies within, from the grades before and behind it.
double share_within(double beyond, double edge, double within) {
    if (std::isnan(beyond) || std::isnan(within) || !(within > beyond)) return 1;
    return std::clamp((edge - beyond) / (within - beyond), 0.0, 1.0);
}

}  // namespace

std::vector<Run> runs_of(const drilling::CompositeTable& samples, const std::vector<Mark>& marks, const BodyRule& rule,
                         double waste_m) {
    const drilling::CompositeTable::Grade* grade = rule.codes.empty() ? samples.grade(rule.element) : nullptr;
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return samples.hole[a] != samples.hole[b] ? samples.hole[a] < samples.hole[b] : samples.from_m[a] < samples.from_m[b];
    });
    std::vector<Run> runs;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        Hole hole{samples, {}};
        while (end < order.size() && samples.hole[order[end]] == samples.hole[order[begin]]) hole.rows.push_back(order[end++]);
        begin = end;
        const auto mark = [&](std::size_t n) { return marks[hole.rows[n]]; };
        const auto value = [&](std::size_t n) { return grade->values[hole.rows[n]]; };
        for (std::size_t n = 0; n < hole.rows.size(); ++n) {
            if (mark(n) != Mark::inside) continue;
            std::size_t last = n;
            for (std::size_t next = n + 1; next < hole.rows.size(); ++next) {
                if (samples.from_m[hole.rows[next]] - samples.to_m[hole.rows[last]] > waste_m + 1e-9) break;
                if (mark(next) == Mark::inside) last = next;
            }
            Run run;
            run.hole = samples.hole[hole.rows[n]];
            run.from_m = samples.from_m[hole.rows[n]];
            run.to_m = samples.to_m[hole.rows[last]];
            for (std::size_t k = n; k <= last; ++k) {
                const double length = samples.to_m[hole.rows[k]] - samples.from_m[hole.rows[k]];
                run.metal += grade == nullptr ? length : std::isnan(value(k)) ? 0 : std::max(0.0, value(k)) * length;
            }
            if (grade != nullptr && last > n) {
                const double none = std::nan("");
                const auto touches = [&](std::size_t a, std::size_t b) {
                    return std::abs(samples.from_m[hole.rows[b]] - samples.to_m[hole.rows[a]]) < 1e-6;
                };
                const double before = n > 0 && touches(n - 1, n) ? value(n - 1) : none;
                const double behind = last + 1 < hole.rows.size() && touches(last, last + 1) ? value(last + 1) : none;
                // A wall may also lie within the next sample out, too poor to be above.
                const auto beside = [&](std::size_t out, std::size_t edge, std::ptrdiff_t further) {
                    const auto next = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(out) + further);
                    if (next >= hole.rows.size() || std::isnan(value(out)) || std::isnan(value(next))) return 0.0;
                    return share_within(value(next), value(out), value(edge)) *
                           (samples.to_m[hole.rows[out]] - samples.from_m[hole.rows[out]]);
                };
                if (!std::isnan(before)) run.from_m -= beside(n - 1, n, -1);
                if (!std::isnan(behind)) run.to_m += beside(last + 1, last, 1);
                run.from_m += (1 - share_within(before, value(n), value(n + 1))) *
                              (samples.to_m[hole.rows[n]] - samples.from_m[hole.rows[n]]);
                run.to_m -= (1 - share_within(behind, value(last), value(last - 1))) *
                            (samples.to_m[hole.rows[last]] - samples.from_m[hole.rows[last]]);
            }
            run.from = hole.at(run.from_m);
            run.to = hole.at(run.to_m);
            if (run.to_m > run.from_m) runs.push_back(run);
            n = last;
        }
    }
    return runs;
}

}  // namespace orelens::domains
