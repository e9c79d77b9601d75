#include "core/geostat/Estimate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>

#include "core/base/Parallel.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/Simd.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;

/// Positions of a leaf in eight tiles of 4×4×4, each walked so that every step goes to a neighbour.
struct LeafWalk {
    std::array<std::int16_t, 512> positions{};
    LeafWalk() {
        std::size_t at = 0;
        for (int tile = 0; tile < 8; ++tile)
            for (int i = 0; i < 4; ++i)
                for (int jj = 0; jj < 4; ++jj)
                    for (int kk = 0; kk < 4; ++kk) {
                        const int j = i % 2 == 0 ? jj : 3 - jj;
                        const int k = (i * 4 + jj) % 2 == 0 ? kk : 3 - kk;
                        const int x = (tile & 4) + i, y = (tile & 2) * 2 + j, z = (tile & 1) * 4 + k;
                        positions[at++] = static_cast<std::int16_t>((x << 6) | (y << 3) | z);
                    }
    }
};

/// Leaf pointers of one element's columns; of diagnostics where they are kept.
struct Columns {
    std::vector<float*> estimate, variance, distance;
    blocks::IntegerWriter samples, pass;
    bool diagnostics = false;
};

std::string squared(const std::string& unit) {
    return unit.find('/') == std::string::npos ? unit + "²" : "(" + unit + ")²";
}

/// Most samples that a block of this element can have.
std::int32_t most_samples(const ElementEstimate& how) {
    std::int32_t most = 1;
    for (const SearchPass& pass : how.passes) most = std::max(most, pass.max_samples);
    return most;
}

void add_columns(BlockModel& model, const ElementEstimate& how, const std::string& unit) {
    const std::string& e = how.element;
    model.add_column({e, ColumnType::real, unit, {}});
    if (!how.diagnostics) return;
    model.add_column({e + ".variance", ColumnType::real, squared(unit), {}});
    model.add_column({e + ".samples", ColumnType::integer, "", {}}, most_samples(how));
    model.add_column({e + ".pass", ColumnType::integer, "", {}},
                     static_cast<std::int32_t>(how.passes.size()));
    model.add_column({e + ".distance", ColumnType::real, "m", {}});
}

void remove_columns(BlockModel& model, const std::vector<ElementEstimate>& elements) {
    for (const ElementEstimate& how : elements)
        for (const char* part : {"", ".variance", ".samples", ".pass", ".distance"})
            model.remove_column(how.element + part);
}

void find_columns(BlockModel& model, const ElementEstimate& how, Columns& columns) {
    const std::string& element = how.element;
    columns.estimate = model.real_leaves(element);
    columns.diagnostics = how.diagnostics;
    if (!how.diagnostics) return;
    columns.variance = model.real_leaves(element + ".variance");
    columns.distance = model.real_leaves(element + ".distance");
    columns.samples = model.integer_writer(element + ".samples");
    columns.pass = model.integer_writer(element + ".pass");
}

/// What one leaf adds to an element's summary; summed leaf by leaf in order afterwards.
struct Tally {
    std::int64_t estimated = 0, redundant = 0;
    double sum = 0;
    std::vector<std::int64_t> per_pass;
};

/// One row per leaf, one entry per element.
using Tallies = std::vector<std::vector<Tally>>;

Tally write_leaf(const PointResults& results, const std::vector<int>& positions, std::size_t leaf,
                 std::size_t passes, const Columns& columns) {
    Tally tally;
    tally.per_pass.assign(passes, 0);
    tally.redundant = results.redundant;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const int at = positions[i];
        columns.estimate[leaf][at] = static_cast<float>(results.estimate[i]);
        if (columns.diagnostics) {
            columns.variance[leaf][at] = static_cast<float>(results.variance[i]);
            columns.distance[leaf][at] = static_cast<float>(results.distance[i]);
            columns.samples.set(leaf, at, results.samples[i]);
            columns.pass.set(leaf, at, results.pass[i]);
        }
        if (results.pass[i] == 0) continue;
        ++tally.estimated;
        ++tally.per_pass[static_cast<std::size_t>(results.pass[i] - 1)];
        tally.sum += results.estimate[i];
    }
    return tally;
}

EstimateSummary summarise(const ElementSamples& element, const Tallies& tallies, std::size_t number) {
    EstimateSummary summary;
    summary.element = element.how.element;
    double sum = 0;
    for (const double value : element.values) {
        if (std::isnan(value)) continue;
        ++summary.samples;
        sum += std::isnan(element.how.top_cut) ? value : std::min(value, element.how.top_cut);
    }
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    summary.sample_mean = summary.samples > 0 ? sum / static_cast<double>(summary.samples) : nothing;
    summary.per_pass.assign(element.how.passes.size(), 0);
    double total = 0;
    for (const std::vector<Tally>& leaf : tallies) {
        const Tally& tally = leaf[number];
        summary.estimated += tally.estimated;
        summary.redundant += tally.redundant;
        total += tally.sum;
        for (std::size_t p = 0; p < tally.per_pass.size(); ++p) summary.per_pass[p] += tally.per_pass[p];
    }
    summary.estimate_mean = summary.estimated > 0 ? total / static_cast<double>(summary.estimated) : nothing;
    return summary;
}

BlockEdges edges_of(const blocks::GridGeometry& geometry) {
    BlockEdges edges = geometry.axes();
    for (int e = 0; e < 3; ++e)
        for (double& component : edges[e]) component *= geometry.block_size[e];
    return edges;
}

/// Active centres of a leaf, tile by tile.
struct LeafTargets {
    std::vector<std::array<double, 3>> centres;
    std::vector<int> positions;
    std::vector<std::size_t> tile_ends;
    void set(const blocks::Vec3& origin, const BlockEdges& edges, const blocks::Leaf& leaf) {
        static const LeafWalk walk;
        centres.clear();
        positions.clear();
        tile_ends.clear();
        for (std::size_t n = 0; n < walk.positions.size(); ++n) {
            const int at = walk.positions[n];
            if (leaf.is_active(at)) {
                positions.push_back(at);
                const blocks::Index3 index = leaf.index(at);
                std::array<double, 3> centre = origin;
                for (int e = 0; e < 3; ++e)
                    for (int a = 0; a < 3; ++a) centre[a] += (index[e] + 0.5) * edges[e][a];
                centres.push_back(centre);
            }
            if (n % 64 == 63) tile_ends.push_back(centres.size());
        }
    }
};

base::Expected<Tallies> run_leaves(BlockModel& model, const EstimationPlan& plan, const BlockEdges& edges,
                                   const std::vector<ElementEstimate>& elements, base::Progress& progress) {
    std::vector<Columns> columns(elements.size());
    for (std::size_t e = 0; e < elements.size(); ++e) find_columns(model, elements[e], columns[e]);
    const std::size_t leaves = model.leaf_count();
    Tallies tallies(leaves);
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> failed = false;
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for(leaves, 4, [&](std::size_t begin, std::size_t end) {
        const auto scratch = make_scratch();
        LeafTargets targets;
        std::vector<PointResults> results;
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            if (progress.cancelled() || failed) return;
            targets.set(model.geometry().origin, edges, model.leaf(leaf));
            if (auto run = estimate_points(plan, targets.centres, targets.tile_ends, *scratch, results);
                !run) {
                const std::lock_guard lock(failing);
                failure = run.error();
                failed = true;
                return;
            }
            for (std::size_t e = 0; e < elements.size(); ++e)
                tallies[leaf].push_back(
                    write_leaf(results[e], targets.positions, leaf, elements[e].passes.size(), columns[e]));
            progress.report(static_cast<double>(++done) / static_cast<double>(leaves));
        }
    });
    if (failure) return std::unexpected(*failure);
    if (progress.cancelled()) return base::cancelled();
    return tallies;
}

}  // namespace

base::Expected<std::vector<EstimateSummary>> estimate(BlockModel& model,
                                                      const drilling::CompositeTable& samples,
                                                      const std::vector<ElementEstimate>& elements,
                                                      base::Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    std::vector<ElementSamples> inputs;
    for (const ElementEstimate& how : elements) {
        const drilling::CompositeTable::Grade* grade = samples.grade(how.element);
        if (!grade)
            return base::fail(base::ErrorKind::data,
                              base::Message("geostat.no_such_element", {{"element", how.element}}));
        inputs.push_back({how, grade->values});
    }
    const BlockEdges edges = edges_of(model.geometry());
    const auto plan =
        plan_estimation({samples.x, samples.y, samples.z, samples.hole}, inputs, edges, **kernel, &progress);
    if (!plan) return std::unexpected(plan.error());

    progress.report(0, base::Message("geostat.estimating"));
    for (const ElementEstimate& how : elements) {
        if (progress.cancelled()) break;
        add_columns(model, how, std::string(base::symbol(samples.grade(how.element)->unit)));
    }
    if (progress.cancelled()) {
        remove_columns(model, elements);
        return base::cancelled();
    }
    const auto tallies = run_leaves(model, **plan, edges, elements, progress);
    if (!tallies) {
        remove_columns(model, elements);  // nothing half done stays behind
        return std::unexpected(tallies.error());
    }
    std::vector<EstimateSummary> summaries;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        summaries.push_back(summarise(inputs[e], *tallies, e));
        summaries.back().places = static_cast<std::int64_t>(place_count(**plan, e));
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    for (EstimateSummary& summary : summaries) summary.seconds = seconds.count();
    return summaries;
}

}  // namespace orelens::geostat
