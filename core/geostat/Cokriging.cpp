#include "core/geostat/Cokriging.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/geostat/CheckEstimate.h"
#include "core/geostat/ConvexHull.h"
#include "core/geostat/EstimationPlan.h"
#include "core/geostat/OnePlace.h"
#include "core/geostat/PointMethods.h"

namespace orelens::geostat {

/// Samples of one element and where they are looked for.
struct CoVariable {
    SampleSearch search;
    std::vector<kernel::Sample> samples;  ///< in the model's frame, values in standard deviations
    double sd = 1;
    double lowest_sample = 0;
    double added_nugget = 0;  ///< share of the sill
    std::unique_ptr<const ConvexHull> hull;
    ElementEstimate how;      ///< as `clear` and `check_samples` read it
};

struct CokrigingPlan {
    const kernel::Table* kernel = nullptr;
    Point origin{};
    CovarianceModel model;
    std::vector<double> share, nugget;  ///< kernel::CoSystems
    std::vector<CoVariable> variables;
    std::vector<double> offsets[3];
    std::vector<double> block_covariance;
    std::vector<int> like;  ///< per variable: kernel::CoSystems; those that are alike search alike
    int required = 0;
    bool zero_negative = false;
};

struct CokrigingScratch {
    std::vector<Neighbourhoods> found;  ///< per variable; of those that are alike the first one's alone
    std::vector<std::uint32_t> order;
    std::vector<double> work, pairs;
};

namespace {

using base::ErrorKind;
using base::Message;

ElementEstimate rule_of(const CokrigingRule& rule, std::size_t e) {
    ElementEstimate how;
    const CokrigingVariable& variable = rule.variables[e];
    how.element = rule.model.elements[e];
    how.variogram = own_variogram(rule.model, e);
    how.search = variable.search;
    how.octant_axes = variable.octant_axes;
    how.passes = variable.passes;
    how.top_cut = variable.top_cut;
    how.discretisation = rule.discretisation;
    how.quality = variable.quality;
    how.limits = variable.limits;
    return how;
}

base::Expected<void> check_rule(const CokrigingRule& rule, std::size_t values) {
    const std::size_t size = rule.model.elements.size();
    if (size < 1 || size > kernel::max_variables || rule.variables.size() != size || values != size ||
        rule.required >= static_cast<int>(size))
        return base::fail(ErrorKind::data, Message("geostat.cokriging_size",
                                                   {{"limit", std::to_string(kernel::max_variables)}}));
    return check_coregionalisation(rule.model);
}

/// Frames and coefficients; every element has a total sill of 1 in them.
base::Expected<void> set_model(CokrigingPlan& plan, const CokrigingRule& rule) {
    const std::size_t size = rule.model.elements.size();
    Variogram shapes;
    shapes.nugget = 1;
    std::vector<const std::vector<double>*> matrices;
    for (const Coregionalisation::Nested& s : rule.model.structures) {
        shapes.structures.push_back({s.type, 1, s.shape});
        matrices.push_back(&s.sills);
    }
    auto model = covariance_model(shapes, rule.variables.front().search);
    if (!model) return std::unexpected(model.error());
    plan.model = *model;
    const auto scaled = [&](const std::vector<double>& matrix, std::vector<double>& to) {
        for (std::size_t p = 0; p < size; ++p)
            for (std::size_t q = 0; q < size; ++q)
                to.push_back(matrix[p * size + q] / (plan.variables[p].sd * plan.variables[q].sd));
    };
    for (const std::vector<double>* matrix : matrices) scaled(*matrix, plan.share);
    scaled(rule.model.nugget, plan.nugget);
    return {};
}

void set_block(CokrigingPlan& plan, const CokrigingRule& rule, const BlockEdges& block) {
    const auto offsets = discretise(rule.discretisation, block, plan.model.frame);
    for (const auto& offset : offsets)
        for (int a = 0; a < 3; ++a) plan.offsets[a].push_back(offset[a]);
    for (std::size_t e = 0; e < plan.variables.size(); ++e) {
        CovarianceModel own = plan.model;
        const std::size_t size = plan.variables.size();
        for (int t = 0; t < own.table.count; ++t)
            own.table.terms[t].sill = plan.share[(static_cast<std::size_t>(t) * size + e) * size + e];
        own.table.nugget = plan.nugget[e * size + e];
        plan.block_covariance.push_back(mean_covariance(own, offsets));
    }
}

void set_samples(CokrigingPlan& plan, std::size_t e, const SamplePlaces& places,
                 std::span<const double> values, const base::Progress* progress) {
    CoVariable& variable = plan.variables[e];
    variable.search =
        sample_search(variable.how.search, passes_in_force(variable.how), variable.how.octant_axes);
    variable.lowest_sample = std::numeric_limits<double>::infinity();
    std::vector<double> x, y, z;
    std::vector<std::int32_t> hole;
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        const Point at{places.x[i] - plan.origin[0], places.y[i] - plan.origin[1],
                       places.z[i] - plan.origin[2]};
        const Point p = transform(variable.search.frame, at), q = transform(plan.model.frame, at);
        if (variable.how.limits.inside_hull) points.push_back(at);
        x.push_back(p[0]);
        y.push_back(p[1]);
        z.push_back(p[2]);
        if (!places.hole.empty()) hole.push_back(places.hole[i]);
        if (!places.group.empty()) variable.search.group.push_back(places.group[i]);
        const double cut = variable.how.top_cut;
        const double value = std::isnan(cut) ? values[i] : std::min(values[i], cut);
        variable.lowest_sample = std::min(variable.lowest_sample, value);
        variable.samples.push_back({q[0], q[1], q[2], value / variable.sd});
    }
    variable.search.index.emplace_back(std::move(x), std::move(y), std::move(z), std::move(hole),
                                       variable.search.passes.front().factor, progress);
    if (variable.how.limits.inside_hull) variable.hull = std::make_unique<const ConvexHull>(points, progress);
}

/// Whether two elements have the same samples, but for their values, and look for them alike.
bool are_alike(const CoVariable& a, const CoVariable& b) {
    const SampleSearch &one = a.search, &other = b.search;
    if (a.samples.size() != b.samples.size() || !(one.shape == other.shape) || !(one.passes == other.passes) ||
        one.octant_axes != other.octant_axes || one.group != other.group)
        return false;
    for (std::uint32_t i = 0; i < a.samples.size(); ++i) {
        const kernel::Sample &p = a.samples[i], &q = b.samples[i];
        if (p.x != q.x || p.y != q.y || p.z != q.z || one.index.front().hole(i) != other.index.front().hole(i))
            return false;
    }
    return true;
}

void set_alike(CokrigingPlan& plan) {
    for (std::size_t q = 0; q < plan.variables.size(); ++q) {
        std::size_t first = 0;
        while (first < q && !are_alike(plan.variables[first], plan.variables[q])) ++first;
        plan.like.push_back(static_cast<int>(first));
    }
}

/// Gaussian models without nugget are given one, element by element; the matrices stay positive.
CokrigingRule stabilised(CokrigingRule rule) {
    for (std::size_t e = 0; e < rule.model.elements.size(); ++e)
        rule.model.nugget[e * (rule.model.elements.size() + 1)] +=
            stabilising_nugget(own_variogram(rule.model, e));
    return rule;
}

base::Expected<std::unique_ptr<CokrigingPlan, DeleteCokriging>> plan_apart(
    const SamplePlaces& places, const CokrigingRule& stated,
    const std::vector<std::span<const double>>& values, const BlockEdges& block, const kernel::Table& kernel,
    const base::Progress* progress) {
    const CokrigingRule rule = stabilised(stated);
    std::unique_ptr<CokrigingPlan, DeleteCokriging> plan(new CokrigingPlan);
    plan->kernel = &kernel;
    plan->required = rule.required;
    plan->zero_negative = rule.zero_negative;
    plan->origin = centre_of(places);
    for (std::size_t e = 0; e < values.size(); ++e) {
        plan->variables.emplace_back();
        plan->variables[e].how = rule_of(rule, e);
        const double sill = plan->variables[e].how.variogram.sill();
        plan->variables[e].sd = std::sqrt(sill);
        plan->variables[e].added_nugget = stabilising_nugget(own_variogram(stated.model, e)) / sill;
        if (auto model = covariance_model(Variogram{1, {}}, rule.variables[e].search); !model) {
            model.error().place.field = rule.model.elements[e];
            return std::unexpected(model.error());
        }
    }
    if (auto set = set_model(*plan, rule); !set) return std::unexpected(set.error());
    set_block(*plan, rule, block);
    for (std::size_t e = 0; e < values.size(); ++e) {
        if (progress != nullptr && progress->cancelled()) return base::cancelled();
        set_samples(*plan, e, places, values[e], progress);
    }
    set_alike(*plan);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    return plan;
}

constexpr int most_lanes = 8;

/// One call's systems, batch by batch.
class Cokriging {
  public:
    Cokriging(const CokrigingPlan& plan, std::span<const Point> centres, CokrigingScratch& scratch,
              std::vector<PointResults>& results)
        : plan_(plan), centres_(centres), s_(scratch), results_(results), size_(plan.variables.size()) {}

    void run() {
        choose();
        const auto width = static_cast<std::size_t>(plan_.kernel->width);
        for (std::size_t begin = 0; begin < s_.order.size(); begin += width) {
            const std::size_t lanes = std::min(width, s_.order.size() - begin);
            for (std::size_t l = 0; l < width; ++l) fill(l, s_.order[begin + std::min(l, lanes - 1)]);
            solve();
            for (std::size_t l = 0; l < lanes; ++l) write(l, s_.order[begin + l]);
        }
    }

  private:
    /// Centres that get estimates, those with like numbers side by side.
    void choose() {
        s_.order.clear();
        for (std::uint32_t i = 0; i < centres_.size(); ++i) {
            const bool there = plan_.required < 0 ? samples_of_all(i) > 0 : count(plan_.required, i) > 0;
            if (there) s_.order.push_back(i);
        }
        std::ranges::stable_sort(s_.order, [&](std::uint32_t a, std::uint32_t b) {
            for (std::size_t q = 0; q < size_; ++q)
                if (count(q, a) != count(q, b)) return count(q, a) > count(q, b);
            return false;
        });
    }

    const Neighbourhoods& found(std::size_t variable) const {
        return s_.found[static_cast<std::size_t>(plan_.like[variable])];
    }
    std::int32_t count(std::size_t variable, std::uint32_t centre) const { return found(variable).counts[centre]; }
    std::int32_t samples_of_all(std::uint32_t centre) const {
        std::int32_t all = 0;
        for (std::size_t q = 0; q < size_; ++q) all += count(q, centre);
        return all;
    }

    void fill(std::size_t lane, std::uint32_t centre) {
        for (std::size_t q = 0; q < size_; ++q) {
            neighbours_[q][lane] = found(q).of(centre);
            counts_[q][lane] = count(q, centre);
        }
        const Point p = transform(
            plan_.model.frame, {centres_[centre][0] - plan_.origin[0], centres_[centre][1] - plan_.origin[1],
                                centres_[centre][2] - plan_.origin[2]});
        for (int a = 0; a < 3; ++a) target_[a][lane] = p[a];
    }

    /// Memory for so many doubles that whole vectors may be read from.
    static double* aligned(std::vector<double>& memory, std::size_t size) {
        if (memory.size() < size + most_lanes) memory.resize(size + most_lanes);
        const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
        return memory.data() + (64 - address % 64) % 64 / sizeof(double);
    }

    void solve() {
        kernel::CoSystems systems{
            .covariance = &plan_.model.table,
            .variables = static_cast<int>(size_),
            .share = plan_.share.data(),
            .nugget = plan_.nugget.data(),
            .target = {target_[0], target_[1], target_[2]},
            .offsets = {plan_.offsets[0].data(), plan_.offsets[1].data(), plan_.offsets[2].data()},
            .points = static_cast<int>(plan_.offsets[0].size()),
            .block_covariance = plan_.block_covariance.data(),
            .used = used_};
        const kernel::Sample* samples[kernel::max_variables];
        int all = 0, places = 0;
        for (std::size_t q = 0; q < size_; ++q) {
            samples[q] = plan_.variables[q].samples.data();
            systems.neighbours[q] = neighbours_[q];
            systems.counts[q] = counts_[q];
            systems.n[q] = *std::max_element(counts_[q], counts_[q] + plan_.kernel->width);
            systems.estimate[q] = estimate_[q];
            systems.variance[q] = variance_[q];
            const bool quality = plan_.variables[q].how.quality;
            systems.explained[q] = quality ? explained_[q] : nullptr;
            systems.lagrange[q] = quality ? lagrange_[q] : nullptr;
            all += systems.n[q];
            if (plan_.like[q] == static_cast<int>(q)) places += systems.n[q];
        }
        systems.samples = samples;
        systems.like = plan_.like.data();
        const int width = plan_.kernel->width;
        systems.work = aligned(s_.work, kernel::work_size(width, all, 2 * systems.variables + 1));
        systems.pairs = aligned(s_.pairs, kernel::pair_size(width, places, systems.covariance->count));
        plan_.kernel->cokrige(systems);
    }

    void write(std::size_t l, std::uint32_t i) {
        const bool redundant = static_cast<std::int32_t>(used_[l]) < samples_of_all(i);
        for (std::size_t q = 0; q < size_; ++q) {
            const CoVariable& variable = plan_.variables[q];
            PointResults& out = results_[q];
            if (count(q, i) == 0 || !std::isfinite(estimate_[q][l])) continue;
            const Reach reach = reach_of(q, i);
            if (is_beyond(variable, i, reach.nearest_m)) {
                ++out.beyond;
                continue;
            }
            double value = estimate_[q][l] * variable.sd;
            if (value < 0 && variable.lowest_sample >= 0) {
                ++out.negative;
                if (plan_.zero_negative) value = 0;
            }
            out.estimate[i] = value;
            out.variance[i] = variance_[q][l] * variable.sd * variable.sd;
            out.distance[i] = reach.mean_m;
            out.samples[i] = count(q, i);
            out.pass[i] = found(q).pass[i];
            out.redundant += redundant;
            if (variable.how.quality) write_quality(q, l, i);
        }
    }

    void write_quality(std::size_t q, std::size_t l, std::uint32_t i) {
        PointResults& out = results_[q];
        const double sill = plan_.variables[q].sd * plan_.variables[q].sd, block = plan_.block_covariance[q];
        const double spread = explained_[q][l] - lagrange_[q][l];
        out.slope[i] = spread > 0 ? explained_[q][l] / spread : std::nan("");
        out.efficiency[i] = block > 0 ? (block - variance_[q][l]) / block : std::nan("");
        out.lagrange[i] = lagrange_[q][l] * sill;
        std::vector<std::int32_t> holes;
        for (int k = 0; k < count(q, i); ++k)
            if (const auto hole = plan_.variables[q].search.index.front().hole(found(q).of(i)[k]); hole >= 0)
                holes.push_back(hole);
        std::ranges::sort(holes);
        out.holes[i] = static_cast<std::int32_t>(std::ranges::unique(holes).begin() - holes.begin());
    }

    /// The surface of a limit belongs to it, rounding of the frame included.
    bool is_beyond(const CoVariable& variable, std::uint32_t i, double nearest_m) const {
        const ExtrapolationLimits& limits = variable.how.limits;
        if (std::isfinite(limits.max_distance_m) && nearest_m > limits.max_distance_m * (1 + 1e-12)) return true;
        const Point at{centres_[i][0] - plan_.origin[0], centres_[i][1] - plan_.origin[1],
                       centres_[i][2] - plan_.origin[2]};
        return variable.hull != nullptr && !variable.hull->contains(at, limits.hull_margin_m);
    }

    struct Reach {
        double mean_m = 0, nearest_m = std::numeric_limits<double>::infinity();
    };
    Reach reach_of(std::size_t q, std::uint32_t i) const {
        const SampleSearch& search = plan_.variables[q].search;
        const Point& at = found(q).centres[i];
        Reach reach;
        for (int k = 0; k < count(q, i); ++k) {
            const Point p = search.index.front().point(found(q).of(i)[k]);
            double squared = 0;
            for (int a = 0; a < 3; ++a)
                squared += (p[a] - at[a]) * (p[a] - at[a]) * search.metres[a] * search.metres[a];
            const double metres = std::sqrt(squared);
            reach.mean_m += metres / count(q, i);
            reach.nearest_m = std::min(reach.nearest_m, metres);
        }
        return reach;
    }

    const CokrigingPlan& plan_;
    std::span<const Point> centres_;
    CokrigingScratch& s_;
    std::vector<PointResults>& results_;
    std::size_t size_;
    const std::uint32_t* neighbours_[kernel::max_variables][most_lanes];
    std::int32_t counts_[kernel::max_variables][most_lanes];
    alignas(64) double target_[3][most_lanes], used_[most_lanes];
    alignas(64) double estimate_[kernel::max_variables][most_lanes];
    alignas(64) double variance_[kernel::max_variables][most_lanes];
    alignas(64) double explained_[kernel::max_variables][most_lanes];
    alignas(64) double lagrange_[kernel::max_variables][most_lanes];
};

}  // namespace

base::Expected<std::unique_ptr<CokrigingPlan, DeleteCokriging>> plan_cokriging(
    const SamplePlaces& places, const CokrigingRule& rule, const std::vector<std::span<const double>>& values,
    const BlockEdges& block, const kernel::Table& kernel, const base::Progress* progress) {
    if (auto sound = check_rule(rule, values.size()); !sound) return std::unexpected(sound.error());
    std::vector<ElementSamples> elements;
    for (std::size_t e = 0; e < values.size(); ++e) elements.push_back({rule_of(rule, e), values[e], {}});
    if (auto sound = check_samples(places, elements); !sound) return std::unexpected(sound.error());
    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    if (!shared.shared()) return plan_apart(places, rule, values, block, kernel, progress);
    const OnePerPlace one = one_per_place(places, shared);
    std::vector<std::vector<double>> means;
    std::vector<std::span<const double>> apart;
    for (const ElementSamples& element : elements) means.push_back(value_per_place(element, shared));
    for (const std::vector<double>& mean : means) apart.emplace_back(mean);
    return plan_apart({one.x, one.y, one.z, one.hole, one.group}, rule, apart, block, kernel, progress);
}

PlannedSamples planned_samples(const CokrigingPlan& plan, std::size_t element) {
    const CoVariable& variable = plan.variables.at(element);
    return {variable.samples.size(), 0, variable.added_nugget};
}

void DeleteCokriging::operator()(CokrigingPlan* plan) const {
    delete plan;
}

std::unique_ptr<CokrigingScratch, DeleteCokrigingScratch> make_cokriging_scratch() {
    return std::unique_ptr<CokrigingScratch, DeleteCokrigingScratch>(new CokrigingScratch);
}

void DeleteCokrigingScratch::operator()(CokrigingScratch* scratch) const {
    delete scratch;
}

base::Expected<void> cokrige_points(const CokrigingPlan& plan, const PointTargets& targets,
                                    CokrigingScratch& scratch, std::vector<PointResults>& results) {
    results.resize(plan.variables.size());
    scratch.found.resize(plan.variables.size());
    for (std::size_t q = 0; q < plan.variables.size(); ++q) {
        const CoVariable& variable = plan.variables[q];
        clear(results[q], variable.how, targets.centres.size());
        if (targets.centres.empty() || plan.like[q] != static_cast<int>(q)) continue;
        if (!find_neighbours(*plan.kernel, variable.search, plan.origin, targets.centres, targets.tile_ends,
                             targets.left_out, scratch.found[q]))
            return base::fail(ErrorKind::data, Message("geostat.too_many_candidates"));
    }
    if (!targets.centres.empty()) Cokriging(plan, targets.centres, scratch, results).run();
    return {};
}

}  // namespace orelens::geostat
