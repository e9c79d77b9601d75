#include "core/potential/Folds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/Vectors.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

Vec3 centre_of(const GridGeometry& grid, std::int64_t voxel) {
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    return grid.centre({static_cast<std::int32_t>(voxel % nx), static_cast<std::int32_t>(voxel / nx % ny),
                        static_cast<std::int32_t>(voxel / (nx * ny))});
}

namespace {

Vec3 local_of(const GridGeometry& grid, std::int64_t voxel) {
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    return {(static_cast<double>(voxel % nx) + 0.5) * grid.block_size[0],
            (static_cast<double>(voxel / nx % ny) + 0.5) * grid.block_size[1],
            (static_cast<double>(voxel / (nx * ny)) + 0.5) * grid.block_size[2]};
}

std::vector<std::int64_t> labelled(std::span<const std::int8_t> labels) {
    std::vector<std::int64_t> list;
    for (std::size_t v = 0; v < labels.size(); ++v)
        if (labels[v] >= 0) list.push_back(static_cast<std::int64_t>(v));
    return list;
}

/// Counts, and training rows of each fold: other folds' voxels farther than the buffer from every test voxel.
void finish(const GridGeometry& grid, std::span<const std::int8_t> labels, int folds, Folds& made) {
    made.positives.assign(static_cast<std::size_t>(folds), 0);
    made.samples = made.positives;
    std::vector<Vec3> place;
    for (std::size_t n = 0; n < made.voxels.size(); ++n) {
        place.push_back(centre_of(grid, made.voxels[n]));
        const auto f = static_cast<std::size_t>(made.fold[n]);
        ++made.samples[f];
        made.positives[f] += labels[static_cast<std::size_t>(made.voxels[n])] == positive;
    }
    made.train.resize(static_cast<std::size_t>(folds));
    for (int f = 0; f < folds; ++f) {
        std::vector<Vec3> test;
        for (std::size_t n = 0; n < place.size(); ++n)
            if (made.fold[n] == f) test.push_back(place[n]);
        const shapes::NearestPoints near(test);
        for (std::size_t n = 0; n < place.size(); ++n)
            if (made.fold[n] != f && (test.empty() || near.nearest(place[n]).distance_m > made.buffer_m))
                made.train[static_cast<std::size_t>(f)].push_back(static_cast<std::int32_t>(n));
    }
}

using Key = std::array<std::int64_t, 3>;  ///< k, j, i

}  // namespace

double indicator_range(const GridGeometry& grid, std::span<const std::int8_t> labels) {
    const double lag = *std::ranges::max_element(grid.block_size);
    std::vector<Vec3> at;
    std::vector<double> y;
    const auto all = labelled(labels);
    const std::size_t stride = std::max<std::size_t>(1, all.size() / 4000);
    for (std::size_t n = 0; n < all.size(); n += stride) {
        at.push_back(local_of(grid, all[n]));
        y.push_back(labels[static_cast<std::size_t>(all[n])] == positive);
    }
    double mean = 0;
    for (const double v : y) mean += v / static_cast<double>(y.size());
    const double sill = mean * (1 - mean);
    std::vector<double> sum(60, 0), count(60, 0);
    for (std::size_t a = 0; a < at.size(); ++a)
        for (std::size_t b = a + 1; b < at.size(); ++b) {
            const auto bin = static_cast<std::size_t>(base::length(base::minus(at[a], at[b])) / lag);
            if (bin >= sum.size()) continue;
            sum[bin] += 0.5 * (y[a] - y[b]) * (y[a] - y[b]);
            count[bin] += 1;
        }
    for (std::size_t bin = 0; bin < sum.size(); ++bin)
        if (count[bin] >= 30 && sum[bin] / count[bin] >= 0.95 * sill)
            return std::max(3 * lag, (static_cast<double>(bin) + 0.5) * lag);
    return std::max(3 * lag, 0.5 * lag * static_cast<double>(sum.size()));
}

base::Expected<Folds> block_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, const FoldRule& rule,
                                  int repeat) {
    if (rule.folds < 2 || rule.repeats < 1) return fail(ErrorKind::usage, Message("potential.fold_count"));
    Folds made;
    made.voxels = labelled(labels);
    if (made.voxels.empty()) return fail(ErrorKind::data, Message("potential.no_label"));
    made.edge_m = rule.edge_m > 0 ? rule.edge_m : indicator_range(grid, labels);
    made.buffer_m = rule.buffer_m;
    const double shift = made.edge_m * repeat / rule.repeats;
    struct Block {
        Key key{};
        std::vector<std::size_t> rows;
        std::int64_t positives = 0;
    };
    std::map<Key, Block> found;
    for (std::size_t n = 0; n < made.voxels.size(); ++n) {
        const Vec3 local = local_of(grid, made.voxels[n]);
        Key key{};
        for (std::size_t a = 0; a < 3; ++a) key[2 - a] = static_cast<std::int64_t>(std::floor((local[a] - shift) / made.edge_m));
        Block& block = found[key];
        block.key = key;
        block.rows.push_back(n);
        block.positives += labels[static_cast<std::size_t>(made.voxels[n])] == positive;
    }
    std::vector<const Block*> order;
    for (const auto& [key, block] : found) order.push_back(&block);
    std::ranges::stable_sort(order, [](const Block* a, const Block* b) {
        return std::tuple(-a->positives, -static_cast<std::int64_t>(a->rows.size()), a->key) <
               std::tuple(-b->positives, -static_cast<std::int64_t>(b->rows.size()), b->key);
    });
    const auto with = std::ranges::count_if(order, [](const Block* b) { return b->positives > 0; });
    if (with == 0) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    if (with < rule.folds)
        return fail(ErrorKind::data,
                    Message("potential.few_blocks", {{"blocks", std::to_string(with)}, {"folds", std::to_string(rule.folds)},
                                                     {"edge", base::number(made.edge_m)}}),
                    {}, Message("potential.few_blocks_fix"));
    made.fold.resize(made.voxels.size());
    made.block.resize(made.voxels.size());
    std::vector<std::int64_t> positives(static_cast<std::size_t>(rule.folds)), samples = positives;
    for (const Block* block : order) {
        std::size_t best = 0;
        for (std::size_t f = 1; f < positives.size(); ++f) {
            const auto rank = [&](std::size_t q) { return std::pair(block->positives > 0 ? positives[q] : 0, samples[q]); };
            if (rank(f) < rank(best)) best = f;
        }
        for (const std::size_t n : block->rows) {
            made.fold[n] = static_cast<std::int32_t>(best);
            made.block[n] = made.blocks;
        }
        positives[best] += block->positives;
        samples[best] += static_cast<std::int64_t>(block->rows.size());
        ++made.blocks;
    }
    finish(grid, labels, rule.folds, made);
    return made;
}

base::Expected<Folds> depth_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, double level_m) {
    Folds made;
    made.voxels = labelled(labels);
    for (const std::int64_t v : made.voxels) {
        made.fold.push_back(centre_of(grid, v)[2] >= level_m ? 0 : 1);
        made.block.push_back(made.fold.back());
    }
    made.blocks = 2;
    finish(grid, labels, 2, made);
    if (made.positives[0] == 0 || made.positives[1] == 0 || made.positives[0] == made.samples[0] || made.positives[1] == made.samples[1])
        return fail(ErrorKind::data, Message("potential.depth_one_sided", {{"level", base::number(level_m)},
                                                                           {"above", std::to_string(made.positives[0])},
                                                                           {"below", std::to_string(made.positives[1])}}));
    return made;
}

base::Expected<Folds> orebody_folds(const GridGeometry& grid, std::span<const std::int8_t> labels, double join_m, double buffer_m) {
    Folds made;
    made.voxels = labelled(labels);
    made.buffer_m = buffer_m;
    std::vector<Vec3> ore;
    for (const std::int64_t v : made.voxels)
        if (labels[static_cast<std::size_t>(v)] == positive) ore.push_back(centre_of(grid, v));
    std::vector<std::int32_t> body(ore.size(), -1);
    int bodies = 0;
    for (std::size_t seed = 0; seed < ore.size(); ++seed) {
        if (body[seed] >= 0) continue;
        std::vector<std::size_t> waiting{seed};
        body[seed] = bodies;
        while (!waiting.empty()) {
            const std::size_t from = waiting.back();
            waiting.pop_back();
            for (std::size_t to = 0; to < ore.size(); ++to)
                if (body[to] < 0 && base::length(base::minus(ore[from], ore[to])) <= join_m) {
                    body[to] = bodies;
                    waiting.push_back(to);
                }
        }
        ++bodies;
    }
    if (bodies < 2) return fail(ErrorKind::data, Message("potential.one_orebody", {{"join", base::number(join_m)}}));
    const shapes::NearestPoints near(ore);
    for (const std::int64_t v : made.voxels) made.fold.push_back(body[near.nearest(centre_of(grid, v)).point]);
    made.block = made.fold;
    made.blocks = bodies;
    finish(grid, labels, bodies, made);
    return made;
}

}  // namespace orelens::potential
