#include "ui/scene/PriceLadder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace orelens::scene {
namespace {

/// Unsigned order of the result is the order of the floats.
std::uint32_t sortable(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

}  // namespace

PriceLadder PriceLadder::from(std::vector<float> sample, float highest) {
    std::erase_if(sample, [](float v) { return !std::isfinite(v); });
    PriceLadder ladder;
    if (sample.empty()) {
        // Only −∞, +∞ and unknown: one step that every price reaches, for the blocks that always pay.
        ladder.edges_ = {std::numeric_limits<float>::lowest()};
        ladder.index();
        return ladder;
    }
    std::sort(sample.begin(), sample.end());
    std::vector<float> distinct;
    for (const float v : sample) {
        if (distinct.empty() || v != distinct.back()) distinct.push_back(v);
        if (distinct.size() > code::steps) break;
    }
    if (distinct.size() <= code::steps) {
        ladder.edges_ = std::move(distinct);
    } else {
        for (int b = 0; b < code::steps; ++b) {
            const auto at = (sample.size() - 1) * static_cast<std::size_t>(b + 1) / code::steps;
            if (ladder.edges_.empty() || sample[at] > ladder.edges_.back())
                ladder.edges_.push_back(sample[at]);
        }
    }
    // The sample need not hold the largest value; the last step reaches up to it.
    if (highest > ladder.edges_.back()) {
        if (ladder.edges_.size() < static_cast<std::size_t>(code::steps))
            ladder.edges_.push_back(highest);
        else
            ladder.edges_.back() = highest;
    }
    ladder.index();
    return ladder;
}

void PriceLadder::index() {
    start_.resize(65536);
    std::size_t step = 0;
    for (std::uint32_t high = 0; high < 65536; ++high) {
        while (step < edges_.size() && sortable(edges_[step]) < (high << 16)) ++step;
        start_[high] = static_cast<std::uint8_t>(std::min(step, edges_.size() - 1));
    }
}

std::uint8_t PriceLadder::code_of(float break_even) const {
    if (std::isnan(break_even)) return code::unassigned;
    if (edges_.empty() || break_even == std::numeric_limits<float>::infinity()) return code::unrecoverable;
    // Negative zero sorts below zero but compares equal: take it as zero.
    std::size_t step = start_[sortable(break_even == 0 ? 0.0F : break_even) >> 16];
    while (step + 1 < edges_.size() && edges_[step] < break_even) ++step;
    return static_cast<std::uint8_t>(step);
}

int PriceLadder::level(double price) const {
    return static_cast<int>(
        std::upper_bound(edges_.begin(), edges_.end(), price,
                         [](double p, float edge) { return p < static_cast<double>(edge); }) -
        edges_.begin());
}

}  // namespace orelens::scene
