#include "core/geostat/Simulation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/Parallel.h"
#include "core/base/Ranks.h"
#include "core/geostat/CheckEstimate.h"
#include "core/geostat/OnePlace.h"
#include "core/geostat/Simd.h"
#include "core/geostat/SimulationWeights.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

/// Nodes whose weights are known at a time, for each rank up to some.
constexpr std::size_t chunk = 8192;
constexpr int most_chunks = 16;
/// Realisations whose values stand side by side.
constexpr int side_by_side = 8;

/// Values of `side_by_side` realisations at the ranks of a path, drawn in order.
void draw(const ChunkWeights& weights, std::size_t begin, std::size_t most, const SimulationSetting& setting,
          const SimulationPath& path, std::uint64_t seed, int first, std::vector<float>& values) {
    std::uint64_t own[side_by_side];
    for (int r = 0; r < side_by_side; ++r)
        own[r] = mixed(seed + mixed(static_cast<std::uint64_t>(first + r)));
    for (std::size_t i = 0; i < weights.count.size(); ++i) {
        double sum[side_by_side] = {};
        for (int k = 0; k < weights.count[i]; ++k) {
            const std::size_t at = i * most + static_cast<std::size_t>(k);
            const double w = weights.weight[at];
            const std::uint32_t from = weights.from[at];
            if ((from & is_sample) != 0) {
                const double score = setting.sample_scores[from & ~is_sample];
                for (double& s : sum) s += w * score;
            } else {
                const float* before = &values[static_cast<std::size_t>(from) * side_by_side];
                for (int r = 0; r < side_by_side; ++r) sum[r] += w * before[r];
            }
        }
        float* to = &values[(begin + i) * side_by_side];
        const std::uint64_t node = mixed(path.node[begin + i] + 0x51ed2701ULL);
        for (int r = 0; r < side_by_side; ++r)
            to[r] = static_cast<float>(sum[r] + weights.sd[i] * normal_of(own[r] ^ node));
    }
}

base::Expected<void> check(const SimulationNodes& nodes, const SimulationRule& rule) {
    if (rule.realisations < 1 || rule.together < 1 || rule.max_data < 0 || rule.max_nodes < 0 ||
        rule.max_data > 1000 || rule.max_nodes > 1000)
        return base::fail(ErrorKind::data, Message("geostat.bad_simulation"));
    // Ranks and samples share 32 bits, one of which tells them apart.
    if (nodes.geometry.cell_count() >= std::int64_t{is_sample})
        return base::fail(ErrorKind::data, Message("geostat.simulation_cells",
                                                   {{"cells", std::to_string(nodes.geometry.cell_count())}}));
    return {};
}

/// Marks the cell of a sample that lies at its centre.
void mark_cell(const blocks::GridGeometry& grid, const Point& place,
               std::unordered_set<std::int64_t>& cells) {
    const Point at = grid.to_grid(place);
    blocks::Index3 block{};
    for (int a = 0; a < 3; ++a) {
        if (!(at[a] >= 0 && at[a] < grid.count[a])) return;
        block[a] = static_cast<std::int32_t>(at[a]);
        if (std::abs(at[a] - block[a] - 0.5) * grid.block_size[a] > drilling::same_place_m) return;
    }
    cells.insert(grid.linear(block));
}

base::Expected<SimulationSetting> setting_of(const SimulationNodes& nodes, const SamplePlaces& places,
                                             std::span<const double> scores, const SimulationRule& rule,
                                             const base::Progress& progress) {
    SimulationSetting s;
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    s.kernel = *kernel;
    s.origin = nodes.geometry.origin;
    s.edges = nodes.geometry.axes();
    for (int e = 0; e < 3; ++e)
        for (double& component : s.edges[e]) component *= nodes.geometry.block_size[e];
    Variogram variogram = rule.variogram;
    variogram.nugget += stabilising_nugget(variogram);
    auto model = covariance_model(variogram, rule.search);
    if (!model) return std::unexpected(model.error());
    s.model = *model;
    s.steps = node_template(nodes.geometry, rule, s.model);
    s.most = std::max(1, rule.max_data + rule.max_nodes);
    s.search = sample_search(rule.search, {{1, 1, std::max(1, rule.max_data)}}, OctantAxes::ellipsoid);
    const drilling::Places shared = drilling::places_of(places.x, places.y, places.z, &progress);
    if (progress.cancelled()) return base::cancelled();
    const OnePerPlace one = one_per_place(places, shared);
    const std::vector<double> mean = mean_per_place(scores, shared);
    std::vector<double> x, y, z;
    for (std::size_t n = 0; n < mean.size(); ++n) {
        if (std::isnan(mean[n])) continue;
        const Point local{one.x[n] - s.origin[0], one.y[n] - s.origin[1], one.z[n] - s.origin[2]};
        const Point p = transform(s.search.frame, local), q = transform(s.model.frame, local);
        x.push_back(p[0]);
        y.push_back(p[1]);
        z.push_back(p[2]);
        s.samples.push_back({q[0], q[1], q[2], mean[n]});
        s.sample_scores.push_back(static_cast<float>(mean[n]));
        mark_cell(nodes.geometry, {one.x[n], one.y[n], one.z[n]}, s.at_sample);
    }
    s.search.index.emplace_back(std::move(x), std::move(y), std::move(z), std::vector<std::int32_t>(), 1.0,
                                &progress);
    if (progress.cancelled()) return base::cancelled();
    return s;
}

/// All realisations that share one path.
class PathRun {
  public:
    PathRun(const SimulationSetting& setting, const SimulationNodes& nodes, const SimulationRule& rule,
            int number)
        : s_(setting), nodes_(nodes), rule_(rule), number_(number) {
        first_ = number * rule.together;
        count_ = std::min(rule.together, rule.realisations - first_);
    }

    base::Expected<void> run(const RealisationSink& sink, const base::Progress& progress) {
        make_path(nodes_, s_.steps, rule_.seed, number_, path_, progress);
        if (progress.cancelled()) return base::cancelled();
        const std::size_t n = nodes_.block.size();
        const auto groups = static_cast<std::size_t>((count_ + side_by_side - 1) / side_by_side);
        base::Ranks& ranks = base::ranks();
        values_.assign(groups, {});
        for (std::size_t g = 0; g < groups; ++g)
            if (owner_of(g) == ranks.rank()) values_[g].resize(n * side_by_side);
        ChunkWeights now;
        const std::size_t step = chunk * static_cast<std::size_t>(std::min(ranks.size(), most_chunks));
        for (std::size_t begin = 0; begin < n; begin += step) {
            if (!progress.report(static_cast<double>(begin) / static_cast<double>(n)))
                return base::cancelled();
            if (auto made =
                    make_weights(s_, nodes_, rule_, path_, begin, std::min(n, begin + step), now, progress);
                !made)
                return made;
            if (progress.cancelled()) return base::cancelled();
            base::parallel_for(groups, 1, [&](std::size_t a, std::size_t b) {
                for (std::size_t g = a; g < b; ++g)
                    if (!values_[g].empty()) draw(now, begin, static_cast<std::size_t>(s_.most), s_, path_, rule_.seed,
                         first_ + static_cast<int>(g) * side_by_side, values_[g]);
            });
        }
        return deliver(sink, progress);
    }

  private:
    /// The rank that draws a group's values.
    static int owner_of(std::size_t group) { return static_cast<int>(group % static_cast<std::size_t>(base::ranks().size())); }

    base::Expected<void> deliver(const RealisationSink& sink, const base::Progress& progress) {
        std::vector<float> scores(nodes_.block.size());
        for (int r = 0; r < count_; ++r) {
            if (progress.cancelled()) return base::cancelled();
            const auto group = static_cast<std::size_t>(r / side_by_side);
            std::vector<float>& from = values_[group];
            if (r % side_by_side == 0) {
                if (group > 0) std::vector<float>().swap(values_[group - 1]);
                from.resize(scores.size() * side_by_side);
                if (auto sent = base::ranks().send(owner_of(group), from.data(), from.size() * sizeof(float), progress); !sent)
                    return sent;
            }
            const auto lane = static_cast<std::size_t>(r % side_by_side);
            for (std::size_t rank = 0; rank < scores.size(); ++rank)
                scores[path_.node[rank]] = from[rank * side_by_side + lane];
            if (auto taken = sink(first_ + r, scores); !taken) return taken;
        }
        return {};
    }

    const SimulationSetting& s_;
    const SimulationNodes& nodes_;
    const SimulationRule& rule_;
    int number_, first_ = 0, count_ = 0;
    SimulationPath path_;
    std::vector<std::vector<float>> values_;  ///< per group of realisations: rank by rank, side by side
};

}  // namespace

SimulationNodes simulation_nodes(const blocks::BlockModel& model) {
    SimulationNodes nodes{model.geometry(), {}};
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) nodes.block.push_back(model.leaf(leaf).index(n));
    return nodes;
}

double simulation_bytes(const SimulationRule& rule, const blocks::GridGeometry& geometry, std::size_t nodes) {
    const double n = static_cast<double>(nodes);
    const double side =
        std::ceil(static_cast<double>(std::min(rule.together, rule.realisations)) / side_by_side);
    const double path = n * (4 + 1 + 8 + 1) + static_cast<double>(geometry.cell_count()) * 4;
    const double weights = static_cast<double>(chunk) * (rule.max_data + rule.max_nodes) * (4 + 8);
    return path + n * (side * side_by_side * sizeof(float) + sizeof(float) + sizeof(blocks::Index3)) +
           weights;
}

base::Expected<void> simulate(const SimulationNodes& nodes, const SamplePlaces& places,
                              std::span<const double> scores, const SimulationRule& rule,
                              const RealisationSink& sink, base::Progress& progress) {
    if (auto sound = check(nodes, rule); !sound) return sound;
    ElementSamples data;
    data.how.element = "scores";
    data.values = scores;
    if (auto sound = check_samples(places, {data}); !sound) return sound;
    const auto setting = setting_of(nodes, places, scores, rule, progress);
    if (!setting) return std::unexpected(setting.error());
    const int paths = (rule.realisations + rule.together - 1) / rule.together;
    for (int p = 0; p < paths; ++p) {
        const base::Progress part =
            progress.part(static_cast<double>(p) / paths, static_cast<double>(p + 1) / paths);
        if (auto run = PathRun(*setting, nodes, rule, p).run(sink, part); !run) return run;
    }
    return {};
}

base::Expected<Realisations> simulate_all(const SimulationNodes& nodes, const SamplePlaces& places,
                                          std::span<const double> scores, const SimulationRule& rule,
                                          base::Progress& progress) {
    Realisations all;
    all.nodes = nodes.block.size();
    const auto keep = [&](int, std::span<const float> own) -> base::Expected<void> {
        all.scores.emplace_back(own.begin(), own.end());
        return {};
    };
    if (auto run = simulate(nodes, places, scores, rule, keep, progress); !run)
        return std::unexpected(run.error());
    return all;
}

}  // namespace orelens::geostat
