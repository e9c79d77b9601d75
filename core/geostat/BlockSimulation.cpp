#include "core/geostat/BlockSimulation.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/geostat/SimulationPath.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;

template <class Keep>
std::vector<BlockPlace> places_where(const BlockModel& model, const std::string& column, const Keep& keep) {
    const auto leaves = model.real_leaves(column);
    std::vector<BlockPlace> found;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n) && !std::isnan(leaves[leaf][n]) && keep(leaf, n))
                found.push_back({static_cast<std::uint32_t>(leaf), static_cast<std::uint16_t>(n)});
    return found;
}

/// Many back-transforms: the table's place of a score from an even grid of scores, then a step or two.
class QuickTransform {
  public:
    QuickTransform(const statistics::ScoreTable& table, const statistics::Tails& tails) : table_(table), tails_(tails) {
        std::size_t at = 0;
        for (int k = 0; k < cells; ++k) {
            const double from = -limit + 2 * limit * k / cells;
            while (at < table.score.size() && table.score[at] <= from) ++at;
            first_.push_back(at);
        }
    }
    [[nodiscard]] double operator()(double score) const {
        const auto& y = table_.score;
        if (!(score > y.front() && score < y.back())) return statistics::back_transform(table_, tails_, score);
        const int cell = std::clamp(static_cast<int>((score + limit) / (2 * limit) * cells), 0, cells - 1);
        std::size_t above = first_[static_cast<std::size_t>(cell)];
        while (above > 0 && y[above - 1] > score) --above;
        while (y[above] <= score) ++above;
        const double share = (score - y[above - 1]) / (y[above] - y[above - 1]);
        return table_.value[above - 1] + share * (table_.value[above] - table_.value[above - 1]);
    }

  private:
    static constexpr int cells = 4096;
    static constexpr double limit = 5;
    const statistics::ScoreTable& table_;
    const statistics::Tails& tails_;
    std::vector<std::size_t> first_;
};

}  // namespace

std::vector<BlockPlace> blocks_with(const BlockModel& model, const std::string& column) {
    return places_where(model, column, [](std::size_t, int) { return true; });
}

std::vector<BlockPlace> blocks_with(const BlockModel& model, const std::string& column, const std::string& codes,
                                    std::int32_t code) {
    const blocks::IntegerLeaves of = model.integer_leaves(codes);
    return places_where(model, column, [&](std::size_t leaf, int n) { return of[leaf][n] == code; });
}

base::Expected<SimulationNodes> points_in(const BlockModel& model, std::span<const BlockPlace> blocks,
                                          const std::array<int, 3>& per_block) {
    SimulationNodes nodes{model.geometry(), {}};
    double cells = 1;
    for (int a = 0; a < 3; ++a) {
        cells *= static_cast<double>(nodes.geometry.count[a]) * per_block[a];
        if (cells >= 2147483647.0)
            return base::fail(ErrorKind::data, Message("geostat.simulation_cells", {{"cells", base::number(cells, 10)}}));
        nodes.geometry.count[a] *= per_block[a];
        nodes.geometry.block_size[a] /= per_block[a];
    }
    for (const BlockPlace& block : blocks) {
        const blocks::Index3 from = model.leaf(block.leaf).index(block.at);
        for (int i = 0; i < per_block[0]; ++i)
            for (int j = 0; j < per_block[1]; ++j)
                for (int k = 0; k < per_block[2]; ++k)
                    nodes.block.push_back(
                        {from[0] * per_block[0] + i, from[1] * per_block[1] + j, from[2] * per_block[2] + k});
    }
    return nodes;
}

ScoredSamples score_samples(std::span<const double> values, std::span<const double> weights, std::uint64_t seed) {
    double most = 0, low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t n = 0; n < values.size(); ++n) {
        if (std::isnan(values[n]) || (!weights.empty() && !(weights[n] > 0))) continue;
        most = std::max(most, std::abs(values[n]));
        low = std::min(low, values[n]);
        high = std::max(high, values[n]);
    }
    ScoredSamples scored;
    scored.score.assign(values.size(), std::numeric_limits<double>::quiet_NaN());
    if (!(high > low)) return scored;
    // Equal values part by less than any printed digit.
    std::vector<double> apart(values.begin(), values.end());
    for (std::size_t n = 0; n < apart.size(); ++n) {
        const double u = static_cast<double>(mixed(seed ^ mixed(n)) >> 11) * 0x1p-53;
        apart[n] = std::clamp(apart[n] + 1e-11 * most * (u - 0.5), low, high);
    }
    statistics::NormalScores scores = statistics::normal_scores(apart, weights, statistics::Ties::in_order);
    scored.score = std::move(scores.score);
    scored.table = std::move(scores.table);
    return scored;
}

base::Expected<void> simulate_blocks(const BlockModel& model, std::span<const BlockPlace> blocks,
                                     std::span<const std::size_t> to, const SamplePlaces& places,
                                     std::span<const double> values, std::span<const double> weights,
                                     const BlockSimulation& rule, Realisations& grades, base::Progress& progress) {
    const ScoredSamples scored = score_samples(values, weights, rule.points.seed);
    if (scored.table.value.empty()) {
        double one = std::numeric_limits<double>::quiet_NaN();
        for (const double value : values)
            if (!std::isnan(value)) one = value;
        for (auto& realisation : grades.scores)
            for (const std::size_t b : to) realisation[b] = static_cast<float>(one);
        return {};
    }
    if (auto sound = statistics::check_tails(scored.table, rule.tails); !sound) return sound;
    const auto nodes = points_in(model, blocks, rule.per_block);
    if (!nodes) return std::unexpected(nodes.error());
    const auto each = static_cast<std::size_t>(rule.per_block[0] * rule.per_block[1] * rule.per_block[2]);
    const QuickTransform back(scored.table, rule.tails);
    const auto keep = [&](int r, std::span<const float> scores) -> base::Expected<void> {
        std::vector<float>& own = grades.scores[static_cast<std::size_t>(r)];
        base::parallel_for(blocks.size(), 1024, [&](std::size_t begin, std::size_t end) {
            if (progress.cancelled()) return;
            for (std::size_t b = begin; b < end; ++b) {
                double sum = 0;
                for (std::size_t p = 0; p < each; ++p) sum += back(static_cast<double>(scores[b * each + p]));
                own[to[b]] = static_cast<float>(sum / static_cast<double>(each));
            }
        });
        if (progress.cancelled()) return base::cancelled();
        return {};
    };
    return simulate(*nodes, places, scored.score, rule.points, keep, progress);
}

double block_simulation_bytes(const BlockSimulation& rule, const blocks::GridGeometry& geometry, double blocks) {
    blocks::GridGeometry fine = geometry;
    const int each = rule.per_block[0] * rule.per_block[1] * rule.per_block[2];
    double cells = 1;
    for (int a = 0; a < 3; ++a) cells *= static_cast<double>(geometry.count[a]) * rule.per_block[a];
    // `simulation_bytes` asks the grid for its cells, of which there may be more than it can number.
    fine.count = {1, 1, 1};
    return simulation_bytes(rule.points, fine, static_cast<std::size_t>(blocks * each)) + 4 * cells +
           4 * blocks * rule.points.realisations;
}

BlockStatistics block_statistics(const Realisations& grades, double cutoff, const base::Progress& progress) {
    BlockStatistics s;
    for (std::vector<float>* column : {&s.mean, &s.sd, &s.p10, &s.p50, &s.p90, &s.above})
        column->assign(grades.nodes, blocks::missing_float);
    base::parallel_for(grades.nodes, 256, [&](std::size_t begin, std::size_t end) {
        std::vector<double> values;
        for (std::size_t b = begin; b < end; ++b) {
            if (progress.cancelled()) return;
            values.clear();
            double sum = 0, above = 0;
            for (const auto& one : grades.scores)
                if (!std::isnan(one[b])) {
                    values.push_back(static_cast<double>(one[b]));
                    sum += values.back();
                    above += values.back() >= cutoff;
                }
            if (values.empty()) continue;
            const auto n = static_cast<double>(values.size());
            const double mean = sum / n;
            double squares = 0;
            for (const double v : values) squares += (v - mean) * (v - mean);
            s.mean[b] = static_cast<float>(mean);
            s.sd[b] = static_cast<float>(n > 1 ? std::sqrt(squares / (n - 1)) : 0);
            s.above[b] = static_cast<float>(above / n);
            std::ranges::sort(values);
            s.p10[b] = static_cast<float>(quantile_of(values, 0.1));
            s.p50[b] = static_cast<float>(quantile_of(values, 0.5));
            s.p90[b] = static_cast<float>(quantile_of(values, 0.9));
        }
    });
    return s;
}

}  // namespace orelens::geostat
