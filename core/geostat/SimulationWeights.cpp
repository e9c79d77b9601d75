#include "core/geostat/SimulationWeights.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>

#include "core/base/Parallel.h"
#include "core/base/Ranks.h"

namespace orelens::geostat {
namespace {

/// Nodes whose systems are solved by one thread at a time.
constexpr std::size_t batch = 64;
constexpr int most_lanes = 8;

/// Memory of one thread that makes weights.
struct WeightScratch {
    SearchScratch search;
    Candidates near;
    std::vector<std::uint32_t> chosen;
    std::vector<kernel::Sample> local;  ///< neighbours of a batch, `most` places per node
    std::vector<std::uint32_t> identity;
    std::vector<double> work, weights;
};

class PathWeights {
  public:
    PathWeights(const SimulationSetting& setting, const SimulationNodes& nodes, const SimulationRule& rule,
                const SimulationPath& path)
        : s_(setting), nodes_(nodes), rule_(rule), path_(path) {}

    bool make(std::size_t begin, std::size_t end, ChunkWeights& out, const base::Progress& progress) {
        const std::size_t n = end - begin, most = static_cast<std::size_t>(s_.most);
        out.count.assign(n, 0);
        out.from.resize(n * most);
        out.weight.resize(n * most);
        out.sd.assign(n, 1);
        const base::Ranks& ranks = base::ranks();
        const auto count = static_cast<std::size_t>(ranks.size());
        const std::size_t batches = (n + batch - 1) / batch;
        begins_.clear();
        for (std::size_t r = 0; r <= count; ++r) begins_.push_back(std::min(n, batches * r / count * batch));
        const std::size_t from = begins_[static_cast<std::size_t>(ranks.rank())] / batch;
        const std::size_t own = (begins_[static_cast<std::size_t>(ranks.rank()) + 1] + batch - 1) / batch - from;
        base::parallel_for(own, 1, [&](std::size_t first, std::size_t last) {
            WeightScratch scratch;
            for (std::size_t b = from + first; b < from + last && !progress.cancelled(); ++b)
                solve(begin, b * batch, std::min(n, (b + 1) * batch), scratch, out);
        });
        return !too_many_;
    }

    /// Of all ranks.
    base::Expected<void> gather(ChunkWeights& out, const base::Progress& progress) const {
        base::Ranks& ranks = base::ranks();
        if (ranks.alone()) return {};
        const std::size_t most = static_cast<std::size_t>(s_.most);
        const auto all = [&](auto& values, std::size_t each) {
            return ranks.gather_ranges(values.data(), each * sizeof(values[0]), begins_, progress);
        };
        if (auto done = all(out.count, 1); !done) return done;
        if (auto done = all(out.from, most); !done) return done;
        if (auto done = all(out.weight, most); !done) return done;
        return all(out.sd, 1);
    }

  private:
    Point centre(std::size_t rank) const {
        const blocks::Index3& block = nodes_.block[path_.node[rank]];
        Point p{nodes_.geometry.origin[0] - s_.origin[0], nodes_.geometry.origin[1] - s_.origin[1],
                nodes_.geometry.origin[2] - s_.origin[2]};
        for (int e = 0; e < 3; ++e)
            for (int a = 0; a < 3; ++a) p[a] += (block[e] + 0.5) * s_.edges[e][a];
        return p;
    }

    /// Samples at their own places.
    int add_samples(const Point& local, WeightScratch& scratch, kernel::Sample* places, std::uint32_t* from) {
        if (rule_.max_data == 0 || s_.samples.empty()) return 0;
        const Point at = transform(s_.search.frame, local);
        const SampleIndex& index = s_.search.index.front();
        if (!index.collect(*s_.kernel, at, 1, scratch.search, scratch.near)) {
            too_many_ = true;
            return 0;
        }
        NeighbourRule rule;
        rule.max_samples = rule_.max_data;
        scratch.chosen.resize(static_cast<std::size_t>(rule_.max_data));
        double farthest = 0;
        const int n =
            index.select(*s_.kernel, scratch.near, at, 1, rule, scratch.search, scratch.chosen, farthest);
        for (int k = 0; k < n; ++k) {
            const std::uint32_t id = scratch.chosen[static_cast<std::size_t>(k)];
            places[k] = s_.samples[id];
            from[k] = id | is_sample;
        }
        return n;
    }

    int add_nodes(std::size_t rank, const Point& in_frame, kernel::Sample* places,
                  std::uint32_t* from) const {
        const blocks::Index3& block = nodes_.block[path_.node[rank]];
        const std::int64_t cell = nodes_.geometry.linear(block);
        const auto& count = nodes_.geometry.count;
        int n = 0;
        for (const NodeTemplate::Step& step : s_.steps.levels[path_.level[rank]]) {
            if (n == rule_.max_nodes) break;
            bool inside = true;
            for (int a = 0; a < 3; ++a) {
                const std::int32_t at = block[a] + step.cells[a];
                inside = inside && at >= 0 && at < count[a];
            }
            if (!inside) continue;
            const std::uint32_t before = path_.rank[static_cast<std::size_t>(cell + step.linear)];
            if (before >= rank) continue;  // not_there is the largest number
            // The sample says it already: twice at one place would be twice the weight.
            if (!s_.at_sample.empty() && s_.at_sample.contains(cell + step.linear)) continue;
            places[n] = {in_frame[0] + step.in_frame[0], in_frame[1] + step.in_frame[1],
                         in_frame[2] + step.in_frame[2], 0};
            from[n++] = before;
        }
        return n;
    }

    void solve(std::size_t start, std::size_t begin, std::size_t end, WeightScratch& scratch,
               ChunkWeights& out) {
        const auto most = static_cast<std::size_t>(s_.most);
        scratch.local.resize(batch * most);
        scratch.identity.resize(batch * most);
        std::vector<std::int32_t> counts(end - begin);
        std::vector<Point> targets(end - begin);
        for (std::size_t i = begin; i < end; ++i) {
            const Point local = centre(start + i);
            targets[i - begin] = transform(s_.model.frame, local);
            kernel::Sample* places = &scratch.local[(i - begin) * most];
            int n = add_samples(local, scratch, places, &out.from[i * most]);
            n += add_nodes(start + i, targets[i - begin], places + n, &out.from[i * most] + n);
            counts[i - begin] = out.count[i] = n;
            for (std::size_t k = 0; k < most; ++k)
                scratch.identity[(i - begin) * most + k] = static_cast<std::uint32_t>((i - begin) * most + k);
        }
        const std::vector<std::uint32_t> order = by_count(counts, s_.most);
        const auto width = static_cast<std::size_t>(s_.kernel->width);
        for (std::size_t b = 0; b < order.size(); b += width)
            krige(std::span(order).subspan(b, std::min(width, order.size() - b)), begin, counts, targets,
                  scratch, out);
    }

    void krige(std::span<const std::uint32_t> lanes, std::size_t begin,
               const std::vector<std::int32_t>& counts, const std::vector<Point>& targets,
               WeightScratch& scratch, ChunkWeights& out) const {
        const auto most = static_cast<std::size_t>(s_.most);
        const int width = s_.kernel->width;
        const std::uint32_t* neighbours[most_lanes];
        std::int32_t count[most_lanes];
        alignas(64) double target[3][most_lanes], results[9][most_lanes];
        for (int l = 0; l < width; ++l) {
            const std::uint32_t i = lanes[std::min<std::size_t>(l, lanes.size() - 1)];
            neighbours[l] = &scratch.identity[i * most];
            count[l] = counts[i];
            for (int a = 0; a < 3; ++a) target[a][l] = targets[i][a];
        }
        const int n = counts[lanes[0]];
        const std::size_t needed = kernel::work_size(width, n, 2) + most_lanes;
        if (scratch.work.size() < needed) scratch.work.resize(needed);
        const auto address = reinterpret_cast<std::uintptr_t>(scratch.work.data());
        scratch.weights.resize(static_cast<std::size_t>(n) * most_lanes);
        static constexpr double here[1] = {0};
        static const kernel::Drift simple{.functions = 0};
        const kernel::Systems systems{.covariance = &s_.model.table,
                                      .samples = scratch.local.data(),
                                      .neighbours = neighbours,
                                      .counts = count,
                                      .n = n,
                                      .target = {target[0], target[1], target[2]},
                                      .offsets = {here, here, here},
                                      .points = 1,
                                      .block_covariance = 1,
                                      .drift = &simple,
                                      .external = nullptr,
                                      .mean = 0,
                                      .restricted = nullptr,
                                      .work = scratch.work.data() + (64 - address % 64) % 64 / sizeof(double),
                                      .estimate = results[0],
                                      .variance = results[1],
                                      .distance = results[2],
                                      .used = results[3],
                                      .dependent = results[4],
                                      .lagrange = results[5],
                                      .explained = results[6],
                                      .spread = results[7],
                                      .negative = results[8],
                                      .weights = scratch.weights.data()};
        s_.kernel->krige(systems);
        for (std::size_t l = 0; l < lanes.size(); ++l) {
            const std::size_t i = begin + lanes[l];
            out.sd[i] = std::sqrt(results[1][l]);
            for (int k = 0; k < count[l]; ++k)
                out.weight[i * most + static_cast<std::size_t>(k)] =
                    scratch.weights[static_cast<std::size_t>(k * width) + l];
        }
    }

    const SimulationSetting& s_;
    const SimulationNodes& nodes_;
    const SimulationRule& rule_;
    const SimulationPath& path_;
    std::atomic<bool> too_many_ = false;
    std::vector<std::size_t> begins_;  ///< nodes of each rank
};

}  // namespace

base::Expected<void> make_weights(const SimulationSetting& setting, const SimulationNodes& nodes,
                                  const SimulationRule& rule, const SimulationPath& path, std::size_t begin,
                                  std::size_t end, ChunkWeights& out, const base::Progress& progress) {
    PathWeights weights(setting, nodes, rule, path);
    base::Expected<void> own;
    if (!weights.make(begin, end, out, progress))
        own = base::fail(base::ErrorKind::data, base::Message("geostat.too_many_candidates"));
    if (auto agreed = base::ranks().agree(own, progress); !agreed) return agreed;
    return weights.gather(out, progress);
}

}  // namespace orelens::geostat
