#include "ui/scene/BlockCodes.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"

namespace orelens::scene {
namespace {

constexpr std::size_t grain = 256;  // leaves per piece of work

struct Sample {
    std::vector<float> values;
    float highest = -std::numeric_limits<float>::infinity();
};

/// About two million values at an even stride, and the largest finite one of all.
Sample sample_of(const blocks::BlockModel& model, const std::vector<const float*>& leaves) {
    const std::size_t count = leaves.size();
    const std::size_t stride = std::max<std::size_t>(1, count * 512 / 2'000'000) | 1;
    Sample out;
    std::vector<float> highest(count, out.highest);
    base::parallel_for(count, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            float top = -std::numeric_limits<float>::infinity();
            for (int c = 0; c < 512; ++c)
                if (std::isfinite(leaves[n][c]) && leaves[n][c] > top) top = leaves[n][c];
            highest[n] = top;
        }
    });
    for (const float top : highest) out.highest = std::max(out.highest, top);
    for (std::size_t at = 0; at < count * 512; at += stride) {
        const auto n = at / 512;
        const auto c = static_cast<int>(at % 512);
        if (model.leaf(n).is_active(c)) out.values.push_back(leaves[n][c]);
    }
    return out;
}

}  // namespace

BlockCodes BlockCodes::build(const blocks::BlockModel& model, const std::string& break_even) {
    BlockCodes out;
    out.column_ = break_even;
    const auto& count = model.geometry().count;
    for (int a = 0; a < 3; ++a) out.brick_count_[a] = (count[a] + 7) / 8;
    if (break_even.empty()) {
        out.ladder_ = PriceLadder::from({}, 0);
    } else {
        Sample sample = sample_of(model, model.real_leaves(break_even));
        out.ladder_ = PriceLadder::from(std::move(sample.values), sample.highest);
    }
    out.fill(model);
    return out;
}

void BlockCodes::fill(const blocks::BlockModel& model) {
    const std::size_t leaves = model.leaf_count();
    const std::size_t rows = (leaves + leaves_per_row - 1) / leaves_per_row;
    codes_.resize(std::max<std::size_t>(rows, 1) * row_bytes);
    std::memset(codes_.data() + leaves * 512, code::none, codes_.size() - leaves * 512);
    bricks_.assign(static_cast<std::size_t>(brick_count_[0]) * brick_count_[1] * brick_count_[2], {});
    std::vector<const float*> values;
    if (!column_.empty()) values = model.real_leaves(column_);
    // Only the status tells excluded blocks from those whose grade is not known: neither has a break-even
    // price.
    blocks::IntegerLeaves status;
    if (const blocks::ColumnInfo* info = model.info(economics::status_column);
        !column_.empty() && info != nullptr && info->type == blocks::ColumnType::integer)
        status = model.integer_leaves(economics::status_column);
    constexpr auto excluded = static_cast<std::int32_t>(economics::Status::excluded);
    const std::size_t pieces = (leaves + grain - 1) / grain;
    std::vector<std::array<std::int64_t, 256>> counts(pieces);
    base::parallel_for(pieces, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece) {
            counts[piece].fill(0);
            for (std::size_t n = piece * grain; n < std::min(leaves, (piece + 1) * grain); ++n) {
                const blocks::Leaf& leaf = model.leaf(n);
                std::uint8_t* out = codes_.data() + n * 512;
                std::uint8_t least = code::none;
                for (int c = 0; c < 512; ++c) {
                    const bool there = mask_ != nullptr ? mask_->has(n, c) : leaf.is_active(c);
                    out[c] = !there             ? code::none
                             : values.empty()   ? std::uint8_t{0}
                                                : ladder_.code_of(values[n][c]);
                    if (out[c] == code::unassigned && !status.empty() && status[n][c] == excluded)
                        out[c] = code::excluded;
                    least = std::min(least, out[c]);
                    ++counts[piece][out[c]];
                }
                const auto number = static_cast<std::uint32_t>(n);
                const std::size_t at =
                    leaf.origin[0] / 8 + static_cast<std::size_t>(brick_count_[0]) *
                                             (leaf.origin[1] / 8 + static_cast<std::size_t>(brick_count_[1]) *
                                                                       (leaf.origin[2] / 8));
                bricks_[at] = {static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8),
                               static_cast<std::uint8_t>(number >> 16), least};
            }
        }
    });
    histogram_.fill(0);
    for (const auto& piece : counts)
        for (int c = 0; c < 255; ++c) histogram_[c] += piece[c];
}

void BlockCodes::keep(const blocks::BlockModel& model, std::shared_ptr<const blocks::BlockMask> mask) {
    mask_ = std::move(mask);
    split_ = -1;
    above_ = 0;
    fill(model);
}

std::uint8_t BlockCodes::at(const blocks::Index3& ijk) const {
    for (int a = 0; a < 3; ++a)
        if (ijk[a] < 0 || ijk[a] >= brick_count_[a] * 8) return code::none;
    const Brick& brick =
        bricks_[ijk[0] / 8 + static_cast<std::size_t>(brick_count_[0]) *
                                 (ijk[1] / 8 + static_cast<std::size_t>(brick_count_[1]) * (ijk[2] / 8))];
    if (brick.least == code::none) return code::none;
    return codes_[static_cast<std::size_t>(brick.leaf()) * 512 +
                  (((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7))];
}

UsableTest BlockCodes::coarse(double price) const {
    const int top = ladder_.level(price) - 1;
    return {top, split_ >= 0 && split_ <= top};
}

UsableTest BlockCodes::exact(const blocks::BlockModel& model, double price, bool& changed) {
    changed = false;
    const int level = ladder_.level(price);
    // At a price of the ladder every step is wholly in or out.
    if (level > 0 && static_cast<double>(ladder_.edges()[level - 1]) == price) return coarse(price);
    const bool straddles = !column_.empty() && level < static_cast<int>(ladder_.edges().size());
    const int next = straddles ? level : -1;
    if (next < 0 && split_ < 0) return {level - 1, false};
    if (next < 0) return {level - 1, split_ <= level - 1};

    const auto values = model.real_leaves(column_);
    const auto step = static_cast<std::uint8_t>(next);
    const auto old = static_cast<std::uint8_t>(split_ < 0 ? next : split_);
    std::atomic<bool> moved = false;
    std::vector<std::int64_t> above(values.size() / grain + 1, 0);
    base::parallel_for(above.size(), 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece)
            for (std::size_t n = piece * grain; n < std::min(values.size(), (piece + 1) * grain); ++n) {
                std::uint8_t* bytes = codes_.data() + n * 512;
                // A branch-free look first: most leaves hold neither code.
                unsigned any = 0;
                for (int c = 0; c < 512; ++c)
                    any |= static_cast<unsigned>(bytes[c] == step) |
                           static_cast<unsigned>(bytes[c] == code::above);
                if (any == 0) continue;
                for (int c = 0; c < 512; ++c) {
                    std::uint8_t now = bytes[c] == code::above ? old : bytes[c];
                    if (now == step && static_cast<double>(values[n][c]) > price) now = code::above;
                    above[piece] += now == code::above;
                    if (now != bytes[c]) moved.store(true, std::memory_order_relaxed);
                    bytes[c] = now;
                }
            }
    });
    above_ = 0;
    for (const std::int64_t piece : above) above_ += piece;
    split_ = next;
    changed = moved;
    return {next, false};
}

std::int64_t BlockCodes::count(const UsableTest& test) const {
    if (!evaluated()) return 0;
    std::int64_t sum = 0;
    for (int c = 0; c <= std::min(test.top, code::steps - 1); ++c) sum += histogram_[c];
    // The histogram counts the split step whole.
    if (split_ >= 0 && split_ <= test.top && !test.above_too) sum -= above_;
    return sum;
}

}  // namespace orelens::scene
