#include "core/geostat/EstimationPlan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/geostat/OnePlace.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

/// A nearest-neighbour estimate needs one sample, whatever the passes say of numbers.
std::vector<SearchPass> passes_in_force(const ElementEstimate& how) {
    std::vector<SearchPass> passes = how.passes;
    if (how.method == Method::nearest_neighbour)
        for (SearchPass& pass : passes) pass.min_samples = pass.max_samples = 1, pass.max_per_hole = 0;
    return passes;
}

base::Expected<void> check(const ElementSamples& element, std::size_t places) {
    const auto refuse = [&](const char* key) {
        return base::fail(ErrorKind::data, Message(key, {{"element", element.how.element}}));
    };
    if (element.values.size() != places) return refuse("geostat.unequal_lengths");
    if (element.how.passes.empty()) return refuse("geostat.no_pass");
    for (const SearchPass& pass : passes_in_force(element.how))
        if (!(pass.factor > 0 && std::isfinite(pass.factor)) || pass.min_samples < 1 ||
            pass.max_samples < pass.min_samples || pass.max_per_hole < 0)
            return refuse("geostat.bad_pass");
    for (const int points : element.how.discretisation)
        if (points < 1 || points > 64) return refuse("geostat.bad_discretisation");
    if (element.how.method == Method::inverse_distance &&
        !(element.how.distance_power > 0 && std::isfinite(element.how.distance_power)))
        return refuse("geostat.bad_power");
    if (element.how.method == Method::simple_kriging && !std::isfinite(element.how.simple_mean))
        return refuse("geostat.bad_mean");
    for (const double value : element.values)
        if (std::isinf(value)) return refuse("geostat.not_finite");
    return {};
}

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

std::array<double, 3> local(const SamplePlaces& p, std::size_t i, const std::array<double, 3>& origin) {
    return {p.x[i] - origin[0], p.y[i] - origin[1], p.z[i] - origin[2]};
}

/// Looked at every so many samples; what is made afterwards is thrown away.
bool cancelled(const base::Progress* progress, std::size_t sample) {
    constexpr std::size_t mask = (std::size_t{1} << 14) - 1;
    return (sample & mask) == 0 && progress != nullptr && progress->cancelled();
}

SearchGroup make_group(const SamplePlaces& places, const ElementSamples& element,
                       const std::array<double, 3>& origin, const base::Progress* progress) {
    SearchGroup group;
    group.shape = element.how.search;
    group.passes = passes_in_force(element.how);
    group.frame = isotropic_frame(group.shape);
    group.metres = {group.shape.range_major_m, group.shape.range_semi_m, group.shape.range_minor_m};
    std::vector<double> x, y, z;
    std::vector<std::int32_t> hole;
    for (std::size_t i = 0; i < places.x.size(); ++i) {
        if (cancelled(progress, i)) break;
        group.present.push_back(!std::isnan(element.values[i]));
        if (!group.present.back()) continue;
        const auto p = transform(group.frame, local(places, i, origin));
        x.push_back(p[0]);
        y.push_back(p[1]);
        z.push_back(p[2]);
        if (!places.hole.empty()) hole.push_back(places.hole[i]);
    }
    group.index.emplace_back(std::move(x), std::move(y), std::move(z), std::move(hole),
                             group.passes.front().factor, progress);
    return group;
}

bool fits(const SearchGroup& group, const ElementSamples& element) {
    if (!(group.shape == element.how.search) || group.passes != passes_in_force(element.how)) return false;
    for (std::size_t i = 0; i < group.present.size(); ++i)
        if (group.present[i] == std::isnan(element.values[i])) return false;
    return true;
}

/// Regular points inside the block, relative to its centre, in the model's frame.
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

base::Expected<PlannedElement> plan_element(const SamplePlaces& places, const ElementSamples& element,
                                            const SearchGroup& group, const BlockEdges& block,
                                            const std::array<double, 3>& origin,
                                            const base::Progress* progress) {
    PlannedElement planned;
    planned.method = element.how.method;
    planned.mean = element.how.simple_mean;
    planned.power = element.how.distance_power;
    planned.model.frame = group.frame;
    if (planned.method == Method::ordinary_kriging || planned.method == Method::simple_kriging) {
        auto model = covariance_model(element.how.variogram, element.how.search);
        if (!model) {
            model.error().place.field = element.how.element;
            return std::unexpected(model.error());
        }
        planned.model = *model;
        const auto offsets = discretise(element.how.discretisation, block, planned.model.frame);
        planned.block_covariance = mean_covariance(planned.model, offsets);
        for (const auto& offset : offsets)
            for (int a = 0; a < 3; ++a) planned.offsets[a].push_back(offset[a]);
    }
    const double cut = element.how.top_cut;
    for (std::size_t i = 0; i < places.x.size(); ++i) {
        if (cancelled(progress, i)) return base::cancelled();
        if (!group.present[i]) continue;
        const auto p = transform(planned.model.frame, local(places, i, origin));
        const double value = std::isnan(cut) ? element.values[i] : std::min(element.values[i], cut);
        planned.samples.push_back({p[0], p[1], p[2], value});
    }
    return planned;
}

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
        auto planned = plan_element(places, elements[e], *group, block, plan->origin, progress);
        if (!planned) return std::unexpected(planned.error());
        planned->result = e;
        group->elements.push_back(std::move(*planned));
    }
    return plan;
}

}  // namespace

base::Expected<Plan> plan_estimation(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                     const BlockEdges& block, const kernel::Table& kernel,
                                     const base::Progress* progress) {
    const std::size_t n = places.x.size();
    if (places.y.size() != n || places.z.size() != n || (!places.hole.empty() && places.hole.size() != n))
        return base::fail(ErrorKind::data, Message("geostat.unequal_lengths", {{"element", "x, y, z"}}));
    for (std::size_t i = 0; i < n; ++i)
        if (!std::isfinite(places.x[i]) || !std::isfinite(places.y[i]) || !std::isfinite(places.z[i]))
            return base::fail(ErrorKind::data, Message("geostat.not_finite", {{"element", "x, y, z"}}));
    for (const ElementSamples& element : elements)
        if (auto sound = check(element, n); !sound) return std::unexpected(sound.error());

    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    if (!shared.shared()) return plan_apart(places, elements, block, kernel, progress);
    const OnePerPlace one = one_per_place(places, shared);
    std::vector<std::vector<double>> values;
    std::vector<ElementSamples> apart = elements;
    for (ElementSamples& element : apart) {
        if (progress != nullptr && progress->cancelled()) return base::cancelled();
        values.push_back(value_per_place(element, shared));
        element.values = values.back();
    }
    return plan_apart({one.x, one.y, one.z, one.hole}, apart, block, kernel, progress);
}

std::size_t place_count(const EstimationPlan& plan, std::size_t element) {
    for (const SearchGroup& group : plan.groups)
        for (const PlannedElement& planned : group.elements)
            if (planned.result == element) return planned.samples.size();
    return 0;
}

std::size_t search_count(const EstimationPlan& plan) {
    return plan.groups.size();
}

void DeletePlan::operator()(EstimationPlan* plan) const {
    delete plan;
}

}  // namespace orelens::geostat
