// Which numbers stand for what tables of numbers cannot hold.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/io/blocks/BlockSidecar.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;

bool holds(const BlockModel& model, double number) {
    std::atomic<bool> found = false;
    const auto as_real = static_cast<float>(number);
    const auto as_integer = static_cast<std::int32_t>(number);
    for (const blocks::ColumnInfo& info : model.columns()) {
        const bool real = info.type == ColumnType::real;
        const auto reals = real ? model.real_leaves(info.name) : std::vector<const float*>();
        const auto integers = real ? blocks::IntegerLeaves() : model.integer_leaves(info.name);
        base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                for (int p = 0; p < 512; ++p)
                    if (model.leaf(n).is_active(p) &&
                        (real ? reals[n][p] == as_real : integers[n][p] == as_integer))
                        found.store(true, std::memory_order_relaxed);
        });
        if (found) return true;
    }
    return false;
}

}  // namespace

std::optional<Infinities> infinities_of(const BlockModel& model, const std::vector<const float*>& leaves) {
    std::atomic<bool> infinite = false;
    std::vector<float> largest(leaves.size(), 0);
    base::parallel_for(leaves.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int p = 0; p < 512; ++p) {
                const float size = std::abs(leaves[n][p]);
                if (std::isnan(size) || !model.leaf(n).is_active(p)) continue;
                if (std::isinf(size))
                    infinite.store(true, std::memory_order_relaxed);
                else
                    largest[n] = std::max(largest[n], size);
            }
    });
    if (!infinite) return std::nullopt;
    return infinities_beyond(*std::max_element(largest.begin(), largest.end()));
}

std::string missing_number(const BlockModel& model, std::string usual) {
    while (usual.size() < 9 && holds(model, std::stod(usual))) usual += '9';
    return usual;
}

}  // namespace orelens::io
