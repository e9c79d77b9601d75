#include "core/blocks/ColumnHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/Parallel.h"

namespace orelens::blocks {

using base::ErrorKind;
using base::Message;

namespace {

constexpr std::size_t piece = 256;

/// Values of either type as doubles; missing is NaN.
class Values {
  public:
    Values(const BlockModel& model, const std::string& column) {
        if (model.info(column)->type == ColumnType::real)
            real_ = model.real_values(column);
        else
            integer_ = model.integer_leaves(column);
    }
    [[nodiscard]] double at(std::size_t leaf, int place) const {
        if (real_ != nullptr) return static_cast<double>(real_[leaf * 512 + static_cast<std::size_t>(place)]);
        const std::int32_t value = integer_[leaf][place];
        return value == missing_int ? std::nan("") : value;
    }

  private:
    const float* real_ = nullptr;
    IntegerLeaves integer_;
};

template <class See>
void each_block(const BlockModel& model, const BlockMask* mask, std::size_t begin, std::size_t end, const See& see) {
    for (std::size_t leaf = begin; leaf < end; ++leaf)
        for (std::size_t word = 0; word < 8; ++word) {
            std::uint64_t left = mask != nullptr ? mask->leaf[leaf][word] : model.leaf(leaf).active[word];
            for (; left != 0; left &= left - 1) see(leaf, static_cast<int>(word * 64) + std::countr_zero(left));
        }
}

}  // namespace

base::Expected<ColumnHistogram> column_histogram(const BlockModel& model, const std::string& column, double low,
                                                 double high, int bins, const BlockMask* mask,
                                                 const base::Progress& progress) {
    if (!model.has(column))
        return base::fail(ErrorKind::usage, Message("blocks.filter_no_column", {{"column", column}}), {.field = column});
    if (bins < 1 || !std::isfinite(low) || !std::isfinite(high) || !(low < high) ||
        (mask != nullptr && mask->leaf.size() != model.leaf_count()))
        return base::fail(ErrorKind::usage, Message("blocks.filter_empty", {{"column", column}}), {.field = column});
    const Values values(model, column);
    const auto last = static_cast<std::size_t>(bins - 1);
    std::vector<ColumnHistogram> parts(model.leaf_count() / piece + 1);
    const bool whole = base::parallel_pieces(model.leaf_count(), piece, progress, [&](std::size_t begin, std::size_t end) {
        ColumnHistogram& part = parts[begin / piece];
        part.count.assign(static_cast<std::size_t>(bins), 0);
        each_block(model, mask, begin, end, [&](std::size_t leaf, int at) {
            const double value = values.at(leaf, at);
            if (std::isnan(value))
                ++part.missing;
            else if (value < low)
                ++part.below;
            else if (value > high)
                ++part.above;
            else
                ++part.count[std::min(last, static_cast<std::size_t>((value - low) / (high - low) * bins))];
        });
    });
    if (!whole) return base::cancelled();
    ColumnHistogram sum{.low = low, .high = high, .count = std::vector<std::int64_t>(static_cast<std::size_t>(bins), 0)};
    for (const ColumnHistogram& part : parts) {
        for (std::size_t n = 0; n < part.count.size(); ++n) sum.count[n] += part.count[n];
        sum.below += part.below;
        sum.above += part.above;
        sum.missing += part.missing;
    }
    return sum;
}

base::Expected<std::pair<double, double>> column_range(const BlockModel& model, const std::string& column) {
    if (!model.has(column))
        return base::fail(ErrorKind::usage, Message("blocks.filter_no_column", {{"column", column}}), {.field = column});
    const Values values(model, column);
    std::vector<std::pair<double, double>> parts(model.leaf_count() / piece + 1, {INFINITY, -INFINITY});
    base::parallel_pieces(model.leaf_count(), piece, base::Progress(), [&](std::size_t begin, std::size_t end) {
        auto& [low, high] = parts[begin / piece];
        each_block(model, nullptr, begin, end, [&](std::size_t leaf, int at) {
            const double value = values.at(leaf, at);
            if (!std::isfinite(value)) return;
            low = std::min(low, value);
            high = std::max(high, value);
        });
    });
    std::pair<double, double> all{INFINITY, -INFINITY};
    for (const auto& [low, high] : parts) {
        all.first = std::min(all.first, low);
        all.second = std::max(all.second, high);
    }
    if (all.first > all.second) return std::pair(std::nan(""), std::nan(""));
    return all;
}

}  // namespace orelens::blocks
