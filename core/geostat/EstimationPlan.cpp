#include "core/geostat/EstimationPlan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/geostat/CheckEstimate.h"
#include "core/geostat/OnePlace.h"
#include "core/geostat/PlannedDrift.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

std::array<double, 3> local(const SamplePlaces& p, std::size_t i, const std::array<double, 3>& origin) {
    return {p.x[i] - origin[0], p.y[i] - origin[1], p.z[i] - origin[2]};
}

/// Looked at every so many samples; what is made afterwards is thrown away.
bool cancelled(const base::Progress* progress, std::size_t sample) {
    constexpr std::size_t mask = (std::size_t{1} << 14) - 1;
    return (sample & mask) == 0 && progress != nullptr && progress->cancelled();
}

bool is_present(const ElementSamples& element, std::size_t i) {
    return !std::isnan(element.values[i]) &&
           !(needs_secondary(element.how.method) && std::isnan(element.secondary[i]));
}

SearchGroup make_group(const SamplePlaces& places, const ElementSamples& element,
                       const std::array<double, 3>& origin, const base::Progress* progress) {
    SearchGroup group;
    group.search =
        sample_search(element.how.search, passes_in_force(element.how), element.how.octant_axes);
    std::vector<double> x, y, z;
    std::vector<std::int32_t> hole;
    for (std::size_t i = 0; i < places.x.size(); ++i) {
        if (cancelled(progress, i)) break;
        group.present.push_back(is_present(element, i));
        if (!group.present.back()) continue;
        const auto p = transform(group.search.frame, local(places, i, origin));
        x.push_back(p[0]);
        y.push_back(p[1]);
        z.push_back(p[2]);
        group.rows.push_back(static_cast<std::uint32_t>(i));
        if (!places.hole.empty()) hole.push_back(places.hole[i]);
        if (!places.group.empty()) group.search.group.push_back(places.group[i]);
    }
    group.search.index.emplace_back(std::move(x), std::move(y), std::move(z), std::move(hole),
                                    group.search.passes.front().factor, progress);
    return group;
}

bool fits(const SearchGroup& group, const ElementSamples& element) {
    if (!(group.search.shape == element.how.search) || group.search.passes != passes_in_force(element.how) ||
        group.search.octant_axes != element.how.octant_axes)
        return false;
    for (std::size_t i = 0; i < group.present.size(); ++i)
        if (group.present[i] != is_present(element, i)) return false;
    return true;
}

/// What one group's samples are worth to one element, before indicators are made of them.
std::vector<double> group_values(const ElementSamples& element, const SearchGroup& group) {
    std::vector<double> values;
    const double cut = element.how.top_cut;
    for (const std::uint32_t i : group.rows)
        values.push_back(std::isnan(cut) ? element.values[i] : std::min(element.values[i], cut));
    return values;
}

class ElementPlanner {
  public:
    ElementPlanner(const SamplePlaces& places, const ElementSamples& element, const SearchGroup& group,
                   const BlockEdges& block, const std::array<double, 3>& origin,
                   const base::Progress* progress)
        : places_(places),
          element_(element),
          group_(group),
          block_(block),
          origin_(origin),
          progress_(progress) {}

    base::Expected<PlannedElement> plan() {
        const Method method = element_.how.method;
        planned_.how = element_.how;
        std::vector<double> values = group_values(element_, group_);
        const auto lowest = std::ranges::min_element(values);
        planned_.lowest_sample = lowest == values.end() ? std::nan("") : *lowest;
        planned_.mean = method == Method::local_mean ? 0 : element_.how.simple_mean;
        planned_.is_restricted = !std::isnan(element_.how.restrict_above);
        planned_.restricted = {element_.how.restrict_above,
                               element_.how.restrict_beyond_m * element_.how.restrict_beyond_m};
        for (std::size_t i = 0; i < element_.values.size(); ++i)
            planned_.without_secondary += !std::isnan(element_.values[i]) && !is_present(element_, i);
        if (element_.how.limits.inside_hull) make_hull();
        if (method == Method::indicator_kriging) return indicators(values);
        if (method == Method::local_mean)
            for (std::size_t n = 0; n < values.size(); ++n) values[n] -= element_.secondary[group_.rows[n]];
        if (auto added = add_system(element_.how.variogram, values); !added)
            return std::unexpected(added.error());
        if (method == Method::collocated_cokriging)
            planned_.primary_sd = std::isnan(element_.how.collocated.primary_sd)
                                      ? std::sqrt(planned_.systems.front().model.total_sill)
                                      : element_.how.collocated.primary_sd;
        return std::move(planned_);
    }

  private:
    base::Expected<PlannedElement> indicators(const std::vector<double>& values) {
        IndicatorRule& rule = planned_.how.indicator;
        if (std::isnan(rule.tails.highest)) {
            rule.tails.highest = rule.thresholds.back();
            for (const double value : values) rule.tails.highest = std::max(rule.tails.highest, value);
        }
        std::vector<double> below(values.size());
        for (std::size_t k = 0; k < rule.thresholds.size(); ++k) {
            for (std::size_t n = 0; n < values.size(); ++n) below[n] = values[n] <= rule.thresholds[k] ? 1 : 0;
            const Variogram& own = rule.variograms.empty() ? element_.how.variogram : rule.variograms[k];
            if (auto added = add_system(own, below); !added) return std::unexpected(added.error());
        }
        return std::move(planned_);
    }

    base::Expected<void> add_system(Variogram variogram, const std::vector<double>& values) {
        PlannedSystem system;
        system.model.frame = group_.search.frame;
        if (is_kriging(element_.how.method)) {
            const double more = stabilising_nugget(variogram);
            planned_.added_nugget = std::max(planned_.added_nugget, more > 0 ? more / variogram.sill() : 0);
            variogram.nugget += more;
            auto model = covariance_model(variogram, element_.how.search);
            if (!model) {
                model.error().place.field = element_.how.element;
                return std::unexpected(model.error());
            }
            system.model = *model;
            const auto offsets = discretise(element_.how.discretisation, block_, system.model.frame);
            system.block_covariance = mean_covariance(system.model, offsets);
            for (const auto& offset : offsets)
                for (int a = 0; a < 3; ++a) system.offsets[a].push_back(offset[a]);
            system.drift = drift_of(element_.how, system.model.frame, offsets);
        }
        for (std::size_t n = 0; n < values.size(); ++n) {
            if (cancelled(progress_, n)) return base::cancelled();
            const auto p = transform(system.model.frame, local(places_, group_.rows[n], origin_));
            system.samples.push_back({p[0], p[1], p[2], values[n]});
        }
        if (element_.how.method == Method::external_drift) add_external(system);
        planned_.systems.push_back(std::move(system));
        return {};
    }

    /// In units of its spread, so that systems are as well conditioned as those of a trend.
    void add_external(PlannedSystem& system) {
        for (const std::uint32_t i : group_.rows) system.external.push_back(element_.secondary[i]);
        planned_.external_scale = spread_of(system.external);
        for (double& value : system.external) value /= planned_.external_scale;
    }

    void make_hull() {
        std::vector<Point> points;
        for (const std::uint32_t i : group_.rows) points.push_back(local(places_, i, origin_));
        planned_.hull = std::make_shared<const ConvexHull>(points, progress_);
    }

    const SamplePlaces& places_;
    const ElementSamples& element_;
    const SearchGroup& group_;
    const BlockEdges& block_;
    const std::array<double, 3>& origin_;
    const base::Progress* progress_;
    PlannedElement planned_;
};

/// Places of samples that are finite and apart, elements that are sound.
base::Expected<Plan> plan_apart(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                const BlockEdges& block, const kernel::Table& kernel,
                                const base::Progress* progress) {
    Plan plan(new EstimationPlan);
    plan->kernel = &kernel;
    plan->origin = centre_of(places);
    plan->element_count = elements.size();
    for (std::size_t e = 0; e < elements.size(); ++e) {
        // Short beside the estimates themselves: it takes no share of the bar.
        if (progress != nullptr && !progress->report(0)) return base::cancelled();
        // Also checks the search ellipsoid, which every method needs.
        if (auto model = covariance_model(Variogram{1, {}}, elements[e].how.search); !model) {
            model.error().place.field = elements[e].how.element;
            return std::unexpected(model.error());
        }
        auto group = std::find_if(plan->groups.begin(), plan->groups.end(),
                                  [&](const SearchGroup& g) { return fits(g, elements[e]); });
        if (group == plan->groups.end()) {
            SearchGroup made = make_group(places, elements[e], plan->origin, progress);
            if (progress != nullptr && progress->cancelled()) return base::cancelled();
            plan->groups.push_back(std::move(made));
            group = plan->groups.end() - 1;
        }
        auto planned = ElementPlanner(places, elements[e], *group, block, plan->origin, progress).plan();
        if (!planned) return std::unexpected(planned.error());
        planned->result = e;
        group->elements.push_back(std::move(*planned));
    }
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    return plan;
}

/// The caller's rows of a plan that was made of places.
void name_rows(EstimationPlan& plan, const drilling::Places& places) {
    std::vector<std::uint32_t> first(places.count, std::numeric_limits<std::uint32_t>::max());
    for (std::size_t n = 0; n < places.of.size(); ++n)
        first[places.of[n]] = std::min(first[places.of[n]], static_cast<std::uint32_t>(n));
    for (SearchGroup& group : plan.groups)
        for (std::uint32_t& row : group.rows) row = first[row];
}

}  // namespace

std::array<double, 3> centre_of(const SamplePlaces& places) {
    std::array<double, 3> centre{};
    const std::span<const double> axes[3] = {places.x, places.y, places.z};
    for (int a = 0; a < 3; ++a) {
        if (axes[a].empty()) continue;
        const auto [low, high] = std::minmax_element(axes[a].begin(), axes[a].end());
        centre[a] = (*low + *high) / 2;
    }
    return centre;
}

std::vector<std::array<double, 3>> discretise(const std::array<int, 3>& points, const BlockEdges& block,
                                              const Matrix3& frame) {
    std::vector<std::array<double, 3>> offsets;
    for (int w = 0; w < points[2]; ++w)
        for (int v = 0; v < points[1]; ++v)
            for (int u = 0; u < points[0]; ++u) {
                const double at[3] = {(u + 0.5) / points[0] - 0.5, (v + 0.5) / points[1] - 0.5,
                                      (w + 0.5) / points[2] - 0.5};
                std::array<double, 3> world{};
                for (int edge = 0; edge < 3; ++edge)
                    for (int a = 0; a < 3; ++a) world[a] += at[edge] * block[edge][a];
                offsets.push_back(transform(frame, world));
            }
    return offsets;
}

base::Expected<Plan> plan_estimation(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                     const BlockEdges& block, const kernel::Table& kernel,
                                     const base::Progress* progress) {
    if (auto sound = check_samples(places, elements); !sound) return std::unexpected(sound.error());
    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    if (!shared.shared()) return plan_apart(places, elements, block, kernel, progress);
    const OnePerPlace one = one_per_place(places, shared);
    // Reserved: elements keep spans of these.
    std::vector<std::vector<double>> values;
    values.reserve(2 * elements.size());
    std::vector<ElementSamples> apart = elements;
    for (ElementSamples& element : apart) {
        if (progress != nullptr && progress->cancelled()) return base::cancelled();
        values.push_back(value_per_place(element, shared));
        element.values = values.back();
        if (element.secondary.empty()) continue;
        values.push_back(mean_per_place(element.secondary, shared));
        element.secondary = values.back();
    }
    auto plan = plan_apart({one.x, one.y, one.z, one.hole, one.group}, apart, block, kernel, progress);
    if (plan) name_rows(**plan, shared);
    return plan;
}

PlannedSamples planned_samples(const EstimationPlan& plan, std::size_t element) {
    for (const SearchGroup& group : plan.groups)
        for (const PlannedElement& planned : group.elements)
            if (planned.result == element)
                return {planned.systems.front().samples.size(), planned.without_secondary,
                        planned.added_nugget};
    return {};
}

std::size_t search_count(const EstimationPlan& plan) {
    return plan.groups.size();
}

void DeletePlan::operator()(EstimationPlan* plan) const {
    delete plan;
}

}  // namespace orelens::geostat
