#include "core/geostat/PointEstimator.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/geostat/PointMethods.h"
#include "core/statistics/Missing.h"

namespace orelens::geostat {
namespace {

using statistics::missing;

/// Squared metres from a centre to the nearest of its samples.
double nearest_squared(const PointWork& work, std::uint32_t centre) {
    const auto& range = work.group.search.metres;
    const Point& at = work.found.centres[centre];
    double nearest = std::numeric_limits<double>::infinity();
    for (int k = 0; k < work.found.counts[centre]; ++k) {
        const Point p = work.group.search.index.front().point(work.found.of(centre)[k]);
        double squared = 0;
        for (int a = 0; a < 3; ++a) squared += (p[a] - at[a]) * (p[a] - at[a]) * range[a] * range[a];
        nearest = std::min(nearest, squared);
    }
    return nearest;
}

/// Whether the whole call lies inside the hull: most leaves do, or most lie far outside.
bool all_inside(const PointWork& work) {
    Point low = work.centres[0], high = low;
    for (const Point& c : work.centres)
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], c[a]);
            high[a] = std::max(high[a], c[a]);
        }
    Point middle{};
    double squared = 0;
    for (int a = 0; a < 3; ++a) {
        middle[a] = (low[a] + high[a]) / 2;
        squared += (high[a] - low[a]) * (high[a] - low[a]) / 4;
    }
    return work.element.hull->surely_inside(work.plan.local(middle), std::sqrt(squared));
}

/// Sets the counts of centres that get no estimate to 0.
void apply_limits(const PointWork& work, PointResults& out) {
    const ElementEstimate& how = work.element.how;
    std::vector<std::int32_t>& counts = work.scratch.counts;
    const bool hull = work.element.hull != nullptr && !all_inside(work);
    const double far = how.limits.max_distance_m;
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        if (takes_secondary(how.method) && (work.secondary.empty() || std::isnan(work.secondary[i]))) {
            ++out.no_secondary;
            if (needs_secondary(how.method)) {
                counts[i] = 0;
                continue;
            }
        }
        // The surface of the limit belongs to it, rounding of the frame included.
        if ((std::isfinite(far) && nearest_squared(work, i) > far * far * (1 + 1e-12)) ||
            (hull && !work.element.hull->contains(work.plan.local(work.centres[i]), how.limits.hull_margin_m))) {
            ++out.beyond;
            counts[i] = 0;
        }
    }
}

bool has_limits(const PlannedElement& element) {
    return takes_secondary(element.how.method) || element.hull != nullptr ||
           std::isfinite(element.how.limits.max_distance_m);
}

void count_holes(const PointWork& work, PointResults& out) {
    std::vector<std::int32_t>& holes = work.scratch.holes;
    for (const std::uint32_t i : work.order) {
        if (out.pass[i] == 0) continue;
        holes.clear();
        for (int k = 0; k < work.found.counts[i]; ++k)
            if (const auto hole = work.group.search.index.front().hole(work.found.of(i)[k]); hole >= 0)
                holes.push_back(hole);
        std::ranges::sort(holes);
        out.holes[i] = static_cast<std::int32_t>(std::ranges::unique(holes).begin() - holes.begin());
    }
}

void estimate_element(const PointWork& work, PointResults& out) {
    const Method method = work.element.how.method;
    if (method == Method::indicator_kriging)
        krige_indicators(work, out);
    else if (is_kriging(method))
        krige_points(work, work.element.systems.front(), out);
    else
        weigh_points(work, out);
    if (work.element.how.quality) count_holes(work, out);
}

}  // namespace

void clear(PointResults& results, const ElementEstimate& how, std::size_t n) {
    results = PointResults{.estimate = std::move(results.estimate),
                           .variance = std::move(results.variance),
                           .distance = std::move(results.distance),
                           .samples = std::move(results.samples),
                           .pass = std::move(results.pass)};
    for (std::vector<double>* column : {&results.estimate, &results.variance, &results.distance})
        column->assign(n, missing);
    results.samples.assign(n, 0);
    results.pass.assign(n, 0);
    if (how.quality) {
        results.holes.assign(n, 0);
        for (std::vector<double>* column :
             {&results.slope, &results.efficiency, &results.negative_weights, &results.lagrange})
            column->assign(n, missing);
    }
    if (how.method != Method::indicator_kriging) return;
    const std::vector<double> none(n, missing);
    results.above.assign(how.indicator.cutoffs.size(), none);
    results.mean_above.assign(how.indicator.cutoffs.size(), none);
    if (how.quality) results.below.assign(how.indicator.thresholds.size(), none);
}

std::unique_ptr<EstimationScratch, DeleteScratch> make_scratch() {
    return std::unique_ptr<EstimationScratch, DeleteScratch>(new EstimationScratch);
}

void DeleteScratch::operator()(EstimationScratch* scratch) const {
    delete scratch;
}

base::Expected<void> estimate_points(const EstimationPlan& plan, const PointTargets& targets,
                                     EstimationScratch& scratch, std::vector<PointResults>& results) {
    results.resize(plan.element_count);
    scratch.found.resize(plan.groups.size());
    for (std::size_t g = 0; g < plan.groups.size(); ++g) {
        const SearchGroup& group = plan.groups[g];
        for (const PlannedElement& element : group.elements)
            clear(results[element.result], element.how, targets.centres.size());
        if (targets.centres.empty()) continue;
        Neighbourhoods& found = scratch.found[g];
        if (!find_neighbours(*plan.kernel, group.search, plan.origin, targets.centres, targets.tile_ends,
                             targets.left_out, found))
            return base::fail(base::ErrorKind::data, base::Message("geostat.too_many_candidates"));
        const std::vector<std::uint32_t> order = by_count(found.counts, group.search.most_samples());
        for (const PlannedElement& element : group.elements) {
            PointResults& out = results[element.result];
            scratch.counts = found.counts;
            const bool own = element.result < targets.secondary.size();
            PointWork work{.plan = plan,
                           .group = group,
                           .element = element,
                           .found = found,
                           .centres = targets.centres,
                           .secondary = own ? targets.secondary[element.result] : std::span<const double>(),
                           .order = order,
                           .scratch = scratch};
            std::vector<std::uint32_t> fewer;
            if (has_limits(element)) {
                apply_limits(work, out);
                fewer = by_count(scratch.counts, group.search.most_samples());
                work.order = fewer;
            }
            if (!work.order.empty()) estimate_element(work, out);
        }
    }
    return {};
}

base::Expected<void> estimate_points(const EstimationPlan& plan,
                                     std::span<const std::array<double, 3>> centres,
                                     std::span<const std::size_t> tile_ends, EstimationScratch& scratch,
                                     std::vector<PointResults>& results) {
    return estimate_points(plan, {centres, tile_ends, {}, {}}, scratch, results);
}

std::vector<std::size_t> samples_of(const EstimationPlan& plan, const EstimationScratch& scratch,
                                    std::size_t element, std::size_t centre) {
    std::vector<std::size_t> rows;
    for (std::size_t g = 0; g < plan.groups.size(); ++g)
        for (const PlannedElement& planned : plan.groups[g].elements) {
            if (planned.result != element || centre >= scratch.found[g].counts.size()) continue;
            const Neighbourhoods& found = scratch.found[g];
            for (int k = 0; k < found.counts[centre]; ++k)
                rows.push_back(plan.groups[g].rows[found.of(centre)[k]]);
        }
    return rows;
}

}  // namespace orelens::geostat
