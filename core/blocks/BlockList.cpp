#include "core/blocks/BlockList.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"

namespace orelens::blocks {

using base::ErrorKind;
using base::Message;

BlockList::BlockList(std::shared_ptr<const BlockModel> model, std::shared_ptr<const BlockMask> mask)
    : model_(std::move(model)), mask_(std::move(mask)) {
    if (mask_ != nullptr && mask_->leaf.size() != model_->leaf_count()) mask_ = nullptr;
    before_.reserve(model_->leaf_count() + 1);
    for (std::size_t leaf = 0; leaf < model_->leaf_count(); ++leaf) {
        before_.push_back(count_);
        for (std::size_t n = 0; n < 8; ++n) count_ += std::popcount(word(leaf, n));
    }
    before_.push_back(count_);
}

std::uint64_t BlockList::word(std::size_t leaf, std::size_t n) const {
    return mask_ != nullptr ? mask_->leaf[leaf][n] : model_->leaf(leaf).active[n];
}

BlockList::Place BlockList::place(std::int64_t row) const {
    if (!order_.empty()) {
        const std::uint32_t slot = order_[static_cast<std::size_t>(row)];
        return {slot / 512, static_cast<int>(slot % 512)};
    }
    const auto leaf = static_cast<std::size_t>(std::ranges::upper_bound(before_, row) - before_.begin()) - 1;
    auto left = static_cast<int>(row - before_[leaf]);
    for (std::size_t n = 0; n < 8; ++n) {
        std::uint64_t bits = word(leaf, n);
        if (left >= std::popcount(bits)) {
            left -= std::popcount(bits);
            continue;
        }
        for (; left > 0; --left) bits &= bits - 1;
        return {leaf, static_cast<int>(n * 64) + std::countr_zero(bits)};
    }
    return {leaf, 0};
}

std::int64_t BlockList::row_of(const Index3& block) const {
    const std::size_t leaf = model_->leaf_of(block);
    if (leaf >= model_->leaf_count()) return -1;
    const Index3& origin = model_->leaf(leaf).origin;
    const int at = ((block[0] - origin[0]) << 6) | ((block[1] - origin[1]) << 3) | (block[2] - origin[2]);
    const auto own = static_cast<std::size_t>(at) >> 6;
    if (((word(leaf, own) >> (at & 63)) & 1U) == 0) return -1;
    if (!order_.empty()) {
        const auto slot = static_cast<std::uint32_t>(leaf * 512 + static_cast<std::size_t>(at));
        return std::ranges::find(order_, slot) - order_.begin();
    }
    std::int64_t row = before_[leaf];
    for (std::size_t n = 0; n < own; ++n) row += std::popcount(word(leaf, n));
    return row + std::popcount(word(leaf, own) & ((std::uint64_t{1} << (at & 63)) - 1));
}

base::Expected<void> BlockList::sort(const std::string& column, bool descending, const base::Progress& progress) {
    const int axis = column == "x" ? 0 : column == "y" ? 1 : column == "z" ? 2 : -1;
    if (!model_->has(column) && axis < 0)
        return base::fail(ErrorKind::usage, Message("blocks.filter_no_column", {{"column", column}}), {.field = column});
    if (count_ > most_sorted)
        return base::fail(ErrorKind::usage,
                          Message("blocks.too_many_to_sort", {{"blocks", std::to_string(count_)},
                                                              {"most", std::to_string(most_sorted)}}));
    struct Keyed {
        double key;
        std::uint32_t slot;
    };
    std::vector<Keyed> keyed(static_cast<std::size_t>(count_));
    const bool real = model_->has(column) && model_->info(column)->type == ColumnType::real;
    const bool whole = base::parallel_pieces(model_->leaf_count(), 256, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            auto row = static_cast<std::size_t>(before_[leaf]);
            for (std::size_t n = 0; n < 8; ++n)
                for (std::uint64_t bits = word(leaf, n); bits != 0; bits &= bits - 1) {
                    const int at = static_cast<int>(n * 64) + std::countr_zero(bits);
                    double key = std::nan("");
                    if (!model_->has(column))
                        key = model_->geometry().centre(model_->leaf(leaf).index(at))[static_cast<std::size_t>(axis)];
                    else if (real)
                        key = static_cast<double>(model_->real(column, leaf)[at]);
                    else if (const std::int32_t value = model_->integer(column, leaf)[at]; value != missing_int)
                        key = value;
                    if (descending) key = -key;
                    keyed[row++] = {key, static_cast<std::uint32_t>(leaf * 512 + static_cast<std::size_t>(at))};
                }
        }
    });
    if (!whole) return base::cancelled();
    std::ranges::sort(keyed, [](const Keyed& a, const Keyed& b) {
        const bool no_a = std::isnan(a.key), no_b = std::isnan(b.key);
        if (no_a != no_b) return no_b;
        if (!no_a && a.key != b.key) return a.key < b.key;
        return a.slot < b.slot;
    });
    if (progress.cancelled()) return base::cancelled();
    order_.resize(keyed.size());
    for (std::size_t n = 0; n < keyed.size(); ++n) order_[n] = keyed[n].slot;
    return {};
}

}  // namespace orelens::blocks
