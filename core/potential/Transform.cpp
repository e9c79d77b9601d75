#include "core/potential/Transform.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/blocks/BlockModel.h"
#include "core/blocks/FormulaValues.h"

namespace orelens::potential {
namespace {

float log_of(float x) {
    return x > 0 ? std::log(x) : missing;
}

double mean_of(std::span<const float> x) {
    double sum = 0, count = 0;
    for (const float value : x)
        if (std::isfinite(value)) {
            sum += static_cast<double>(value);
            ++count;
        }
    return count > 0 ? sum / count : static_cast<double>(missing);
}

/// Differences along the axes, per metre; NaN where there is none.
std::array<double, 3> slope_at(const GridGeometry& grid, std::span<const float> x, const blocks::Index3& at) {
    std::array<double, 3> slope{};
    for (std::size_t a = 0; a < 3; ++a) {
        if (grid.count[a] == 1) continue;
        blocks::Index3 low = at, high = at;
        --low[a];
        ++high[a];
        slope[a] = grid.contains(low) && grid.contains(high)
                       ? (static_cast<double>(x[static_cast<std::size_t>(grid.linear(high))]) -
                          static_cast<double>(x[static_cast<std::size_t>(grid.linear(low))])) / (2 * grid.block_size[a])
                       : static_cast<double>(missing);
    }
    return slope;
}

template <class Value>
std::vector<float> each_index(const GridGeometry& grid, Value value) {
    std::vector<float> out(static_cast<std::size_t>(grid.cell_count()));
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    base::parallel_for(out.size(), 16384, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            const auto n = static_cast<std::int64_t>(v);
            out[v] = static_cast<float>(value(blocks::Index3{static_cast<std::int32_t>(n % nx), static_cast<std::int32_t>(n / nx % ny),
                                                             static_cast<std::int32_t>(n / (nx * ny))}));
        }
    });
    return out;
}

}  // namespace

std::vector<float> ratio(std::span<const float> a, std::span<const float> b) {
    std::vector<float> out(a.size());
    for (std::size_t n = 0; n < a.size(); ++n) out[n] = b[n] > 0 ? a[n] / b[n] : missing;
    return out;
}

std::vector<float> logarithm(std::span<const float> x) {
    std::vector<float> out(x.size());
    std::ranges::transform(x, out.begin(), log_of);
    return out;
}

std::vector<float> centred_log_ratio(const std::vector<std::span<const float>>& set, std::size_t which) {
    std::vector<float> out(set[which].size());
    for (std::size_t n = 0; n < out.size(); ++n) {
        float sum = 0;
        for (const auto& part : set) sum += log_of(part[n]);
        out[n] = log_of(set[which][n]) - sum / static_cast<float>(set.size());
    }
    return out;
}

std::vector<float> halo_zonality(const std::vector<std::span<const float>>& front, const std::vector<std::span<const float>>& tail) {
    std::vector<float> out(front.empty() ? 0 : front[0].size(), 0);
    const auto add = [&](std::span<const float> part, float sign) {
        const auto mean = static_cast<float>(mean_of(part));
        for (std::size_t n = 0; n < out.size(); ++n) out[n] += sign * log_of(part[n] / mean);
    };
    for (const auto& part : front) add(part, 1);
    for (const auto& part : tail) add(part, -1);
    return out;
}

std::vector<float> gradient(const GridGeometry& grid, std::span<const float> x) {
    return each_index(grid, [&](const blocks::Index3& at) {
        const auto slope = slope_at(grid, x, at);
        return std::sqrt(slope[0] * slope[0] + slope[1] * slope[1] + slope[2] * slope[2]);
    });
}

std::vector<float> edges(const GridGeometry& grid, std::span<const float> x) {
    const std::vector<float> size = gradient(grid, x);
    return each_index(grid, [&](const blocks::Index3& at) -> float {
        const float here = size[static_cast<std::size_t>(grid.linear(at))];
        if (!std::isfinite(here)) return missing;
        if (!(here > 0)) return 0;
        const auto slope = slope_at(grid, x, at);
        for (const int way : {-1, 1}) {
            blocks::Index3 next = at;
            const double most = std::max({std::abs(slope[0]), std::abs(slope[1]), std::abs(slope[2])});
            for (std::size_t a = 0; a < 3; ++a) next[a] += way * static_cast<std::int32_t>(std::lround(slope[a] / most));
            if (grid.contains(next) && size[static_cast<std::size_t>(grid.linear(next))] > here) return 0;
        }
        return 1;
    });
}

std::vector<float> one_code(std::span<const float> x, double code) {
    std::vector<float> out(x.size());
    std::ranges::transform(x, out.begin(), [&](float v) { return std::isnan(v) ? missing : static_cast<double>(v) == code ? 1.0F : 0.0F; });
    return out;
}

base::Expected<std::vector<float>> formula(const Evidence& evidence, const std::string& text, const base::Progress& progress) {
    auto model = blocks::BlockModel::full(evidence.grid, &progress);
    if (!model) return std::unexpected(model.error());
    for (const Layer& layer : evidence.layers) {
        if (text.find(layer.id) == std::string::npos) continue;
        model->add_column({.name = layer.id, .type = blocks::ColumnType::real, .unit = "", .codes = {}});
        const auto leaves = model->real_leaves(layer.id);
        base::parallel_for(leaves.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t leaf = begin; leaf < end; ++leaf)
                for (int n = 0; n < 512; ++n)
                    if (model->leaf(leaf).is_active(n))
                        leaves[leaf][n] = layer.values[static_cast<std::size_t>(evidence.grid.linear(model->leaf(leaf).index(n)))];
        });
    }
    return blocks::formula_values(*model, text, progress);
}

}  // namespace orelens::potential
