#include "core/geostat/PointEstimator.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "core/geostat/EstimationPlan.h"

namespace orelens::geostat {

struct EstimationScratch {
    std::vector<Point> centres;             ///< of one call, in a search group's frame
    std::vector<std::uint32_t> neighbours;  ///< `stride` per centre, nearest first
    std::vector<std::int32_t> counts, pass;
    std::vector<std::uint32_t> pending;
    SearchScratch search;
    Candidates root, leaf, tile;
    std::vector<double> work;
};

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

double distance(const Point& a, const Point& b) {
    const double dx = a[0] - b[0], dy = a[1] - b[1], dz = a[2] - b[2];
    return std::sqrt(dx * dx + dy * dy + dz * dz);
}

struct Sphere {
    Point centre{};
    double radius = 0;
};

/// Around the middle of the points' bounding box.
Sphere sphere_around(const std::vector<Point>& points, std::span<const std::uint32_t> which) {
    Point low = points[which[0]], high = low;
    for (const std::uint32_t i : which)
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], points[i][a]);
            high[a] = std::max(high[a], points[i][a]);
        }
    Sphere sphere;
    for (int a = 0; a < 3; ++a) sphere.centre[a] = (low[a] + high[a]) / 2;
    for (const std::uint32_t i : which)
        sphere.radius = std::max(sphere.radius, distance(points[i], sphere.centre));
    return sphere;
}

/// Neighbour search of one group for all centres of a call.
class Search {
  public:
    Search(const EstimationPlan& plan, const SearchGroup& group, EstimationScratch& scratch)
        : kernel_(*plan.kernel),
          group_(group),
          index_(group.index.front()),
          s_(scratch),
          stride_(static_cast<std::size_t>(group.most_samples())) {}

    bool run(std::span<const std::size_t> tile_ends) {
        const std::size_t n = s_.centres.size();
        s_.neighbours.resize(n * stride_);
        s_.counts.assign(n, 0);
        s_.pass.assign(n, 0);
        for (std::size_t p = 0; p < group_.passes.size(); ++p)
            if (!run_pass(p, tile_ends)) return false;
        return true;
    }

  private:
    bool run_pass(std::size_t number, std::span<const std::size_t> tile_ends) {
        s_.pending.clear();
        std::vector<std::size_t> ends;
        std::size_t begin = 0;
        for (const std::size_t end : tile_ends) {
            for (std::size_t i = begin; i < end; ++i)
                if (s_.pass[i] == 0) s_.pending.push_back(static_cast<std::uint32_t>(i));
            ends.push_back(s_.pending.size());
            begin = end;
        }
        if (s_.pending.empty()) return true;
        const SearchPass& pass = group_.passes[number];
        const NeighbourRule rule{pass.factor, pass.max_samples, pass.max_per_hole};
        const Sphere all = sphere_around(s_.centres, s_.pending);
        if (!index_.collect(kernel_, all.centre, rule.radius + all.radius, s_.search, s_.root)) return false;
        if (s_.root.count() < static_cast<std::size_t>(pass.min_samples)) return true;
        index_.narrow(kernel_, s_.root, all.centre, all.radius, rule, s_.search, s_.leaf);
        begin = 0;
        for (const std::size_t end : ends) {
            if (end > begin)
                run_tile(std::span(s_.pending).subspan(begin, end - begin), rule, pass.min_samples,
                         static_cast<std::int32_t>(number + 1));
            begin = end;
        }
        return true;
    }

    void run_tile(std::span<const std::uint32_t> tile, const NeighbourRule& rule, int min_samples,
                  std::int32_t pass) {
        const Sphere around = sphere_around(s_.centres, tile);
        const double most =
            index_.narrow(kernel_, s_.leaf, around.centre, around.radius, rule, s_.search, s_.tile);
        if (s_.tile.count() < static_cast<std::size_t>(min_samples)) return;
        // The centre before has all its samples within `farthest`; this one then has as many within
        // `farthest` plus the step between the two.
        double limit = most, farthest = 0;
        bool full = false;
        std::uint32_t before = tile[0];
        for (const std::uint32_t i : tile) {
            if (full) limit = std::min(most, farthest + distance(s_.centres[before], s_.centres[i]));
            const std::span<std::uint32_t> chosen(&s_.neighbours[i * stride_], stride_);
            const int n =
                index_.select(kernel_, s_.tile, s_.centres[i], limit, rule, s_.search, chosen, farthest);
            full = n == rule.max_samples;
            if (!full) limit = most;
            before = i;
            if (n < min_samples) continue;
            s_.counts[i] = n;
            s_.pass[i] = pass;
        }
    }

    const kernel::Table& kernel_;
    const SearchGroup& group_;
    const SampleIndex& index_;
    EstimationScratch& s_;
    std::size_t stride_;
};

/// Centres with samples, those with the most first, so that lanes side by side have similar numbers.
std::vector<std::uint32_t> by_count(const std::vector<std::int32_t>& counts, int most) {
    std::vector<std::uint32_t> first(static_cast<std::size_t>(most) + 2, 0);
    for (const std::int32_t n : counts)
        if (n > 0) ++first[static_cast<std::size_t>(most - n) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> order(first.back());
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            order[first[static_cast<std::size_t>(most - counts[i])]++] = static_cast<std::uint32_t>(i);
    return order;
}

void krige(const EstimationPlan& plan, const PlannedElement& element, std::size_t stride,
           std::span<const std::array<double, 3>> centres, std::span<const std::uint32_t> order,
           EstimationScratch& s, PointResults& out) {
    constexpr int most_lanes = 8;
    const int width = plan.kernel->width;
    const std::uint32_t* neighbours[most_lanes];
    std::int32_t counts[most_lanes];
    alignas(64) double target[3][most_lanes], estimate[most_lanes], variance[most_lanes];
    alignas(64) double mean_distance[most_lanes], used[most_lanes];
    const std::size_t needed = kernel::work_size(width, s.counts[order[0]]) + most_lanes;
    if (s.work.size() < needed) s.work.resize(needed);
    const auto address = reinterpret_cast<std::uintptr_t>(s.work.data());
    double* work = s.work.data() + (64 - address % 64) % 64 / sizeof(double);

    kernel::Systems systems{
        .covariance = &element.model.table,
        .samples = element.samples.data(),
        .neighbours = neighbours,
        .counts = counts,
        .n = 0,
        .target = {target[0], target[1], target[2]},
        .offsets = {element.offsets[0].data(), element.offsets[1].data(), element.offsets[2].data()},
        .points = static_cast<int>(element.offsets[0].size()),
        .block_covariance = element.block_covariance,
        .simple = element.method == Method::simple_kriging,
        .mean = element.mean,
        .work = work,
        .estimate = estimate,
        .variance = variance,
        .distance = mean_distance,
        .used = used};
    for (std::size_t begin = 0; begin < order.size(); begin += static_cast<std::size_t>(width)) {
        const int lanes = static_cast<int>(std::min<std::size_t>(width, order.size() - begin));
        for (int l = 0; l < width; ++l) {
            const std::uint32_t i = order[begin + static_cast<std::size_t>(std::min(l, lanes - 1))];
            neighbours[l] = &s.neighbours[i * stride];
            counts[l] = s.counts[i];
            const auto& c = centres[i];
            const auto p = transform(element.model.frame,
                                     {c[0] - plan.origin[0], c[1] - plan.origin[1], c[2] - plan.origin[2]});
            for (int a = 0; a < 3; ++a) target[a][l] = p[a];
        }
        systems.n = counts[0];
        plan.kernel->krige(systems);
        for (int l = 0; l < lanes; ++l) {
            const std::uint32_t i = order[begin + static_cast<std::size_t>(l)];
            if (!std::isfinite(estimate[l])) continue;
            out.estimate[i] = estimate[l];
            out.variance[i] = variance[l] * element.model.total_sill;
            out.distance[i] = mean_distance[l];
            out.samples[i] = static_cast<std::int32_t>(used[l]);
            out.pass[i] = s.pass[i];
            out.redundant += out.samples[i] < counts[l];
        }
    }
}

double inverse_power(double squared, double power) {
    if (power == 2) return 1 / squared;
    if (power == 1) return 1 / std::sqrt(squared);
    if (power == 3) return 1 / (squared * std::sqrt(squared));
    if (power == 4) return 1 / (squared * squared);
    return std::pow(squared, -0.5 * power);
}

/// Distances of weights are those of the search frame; at a sample the estimate is the sample (or the mean
/// of those that share the place).
void weigh_distances(const SearchGroup& group, const PlannedElement& element, std::size_t stride,
                     std::span<const std::uint32_t> order, const EstimationScratch& s, PointResults& out) {
    for (const std::uint32_t i : order) {
        const int n = s.counts[i];
        const Point& at = s.centres[i];
        double weights = 0, sum = 0, metres = 0, here = 0;
        int coincident = 0;
        const double origin = element.samples[s.neighbours[i * stride]].value;
        for (int k = 0; k < n; ++k) {
            const kernel::Sample& sample =
                element.samples[s.neighbours[i * stride + static_cast<std::size_t>(k)]];
            const double d[3] = {sample.x - at[0], sample.y - at[1], sample.z - at[2]};
            const double squared = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
            const double m[3] = {d[0] * group.metres[0], d[1] * group.metres[1], d[2] * group.metres[2]};
            metres += std::sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2]);
            if (squared < 1e-18) {
                ++coincident;
                here += sample.value - origin;
                continue;
            }
            const double weight = inverse_power(squared, element.power);
            weights += weight;
            sum += weight * (sample.value - origin);
        }
        const double estimate = coincident > 0 ? origin + here / coincident : origin + sum / weights;
        if (!std::isfinite(estimate)) continue;
        out.estimate[i] = estimate;
        out.distance[i] = metres / n;
        out.samples[i] = n;
        out.pass[i] = s.pass[i];
    }
}

void clear(PointResults& results, std::size_t n) {
    for (std::vector<double>* column : {&results.estimate, &results.variance, &results.distance})
        column->assign(n, missing);
    results.samples.assign(n, 0);
    results.pass.assign(n, 0);
    results.redundant = 0;
}

}  // namespace

std::unique_ptr<EstimationScratch, DeleteScratch> make_scratch() {
    return std::unique_ptr<EstimationScratch, DeleteScratch>(new EstimationScratch);
}

void DeleteScratch::operator()(EstimationScratch* scratch) const {
    delete scratch;
}

base::Expected<void> estimate_points(const EstimationPlan& plan,
                                     std::span<const std::array<double, 3>> centres,
                                     std::span<const std::size_t> tile_ends, EstimationScratch& scratch,
                                     std::vector<PointResults>& results) {
    results.resize(plan.element_count);
    for (PointResults& result : results) clear(result, centres.size());
    if (centres.empty()) return {};
    for (const SearchGroup& group : plan.groups) {
        scratch.centres.clear();
        for (const auto& c : centres)
            scratch.centres.push_back(transform(
                group.frame, {c[0] - plan.origin[0], c[1] - plan.origin[1], c[2] - plan.origin[2]}));
        if (!Search(plan, group, scratch).run(tile_ends))
            return base::fail(base::ErrorKind::data, base::Message("geostat.too_many_candidates"));
        const std::vector<std::uint32_t> order = by_count(scratch.counts, group.most_samples());
        if (order.empty()) continue;
        const auto stride = static_cast<std::size_t>(group.most_samples());
        for (const PlannedElement& element : group.elements) {
            PointResults& out = results[element.result];
            if (element.method == Method::ordinary_kriging || element.method == Method::simple_kriging)
                krige(plan, element, stride, centres, order, scratch, out);
            else
                weigh_distances(group, element, stride, order, scratch, out);
        }
    }
    return {};
}

}  // namespace orelens::geostat
