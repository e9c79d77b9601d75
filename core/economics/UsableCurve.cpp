#include "core/economics/UsableCurve.h"

#include <tbb/parallel_sort.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"

namespace orelens::economics {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;

namespace {

// Shares of the blocks that some price pays for, from which prices worth showing are taken.
constexpr double cheapest = 0.005, mostly = 0.85;

/// Sort key: break-even in the high half (as an integer that orders like the float), block in the low half,
/// so that equal prices keep block order whatever the threads do.
std::uint64_t sort_key(float even, std::uint32_t block) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(even);
    const std::uint32_t ordered = bits & 0x80000000U ? ~bits : bits | 0x80000000U;
    return std::uint64_t{ordered} << 32 | block;
}
float price_of(std::uint64_t key) {
    const auto ordered = static_cast<std::uint32_t>(key >> 32);
    return std::bit_cast<float>(ordered & 0x80000000U ? ordered & 0x7fffffffU : ~ordered);
}

/// A block's place as one number: leaf · 512 + position.
constexpr std::size_t leaf_of(std::uint32_t block) {
    return block >> 9;
}
constexpr int position_of(std::uint32_t block) {
    return static_cast<int>(block & 511U);
}

}  // namespace

/// Reads what curves need from a model once, then makes a curve of any subset of its blocks.
class CurveBuilder {
  public:
    static Expected<CurveBuilder> make(const BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                       const std::vector<std::string>& elements);
    /// Keys of all blocks with a break-even, in block order.
    std::vector<std::uint64_t> keys() const {
        std::vector<std::uint64_t> all;
        for (std::size_t n = 0; n < model_->leaf_count(); ++n) {
            const blocks::Leaf& leaf = model_->leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at) && !std::isnan(even_[n][at]))
                    all.push_back(sort_key(even_[n][at],
                                           static_cast<std::uint32_t>(n << 9 | static_cast<unsigned>(at))));
        }
        return all;
    }
    UsableCurve curve(std::vector<std::uint64_t> keys) const;

  private:
    CurveBuilder(const BlockModel& model, const PriceDeck& deck, GradeColumns grades)
        : model_(&model), grades_(std::move(grades)), tonnes_(model, deck.costs) {}
    void fill(UsableCurve& curve, const std::vector<std::uint64_t>& keys) const;

    const BlockModel* model_;
    GradeColumns grades_;
    BlockTonnes tonnes_;
    std::vector<std::string> elements_;
    std::vector<const float*> even_;
    double density_ = 0;
    double deck_price_ = 0;
};

Expected<CurveBuilder> CurveBuilder::make(const BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                          const std::vector<std::string>& elements) {
    if (auto good = check_deck(deck); !good) return std::unexpected(good.error());
    const Commodity& main = *main_commodity(deck);
    const std::string column = break_even_column(main.name, test);
    const blocks::ColumnInfo* info = model.info(column);
    if (!info || info->type != blocks::ColumnType::real)
        return base::fail(ErrorKind::data, Message("economics.not_evaluated", {{"commodity", main.name}}),
                          {.field = column}, Message("economics.not_evaluated.fix"));
    if (model.leaf_count() > (std::size_t{1} << 23))
        return base::fail(ErrorKind::data, Message("economics.too_many_blocks",
                                                   {{"blocks", std::to_string(model.block_count())}}));
    std::vector<std::string> names;
    const auto add = [&names](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    if (auto good = GradeColumns::of_deck(model, deck); !good) return std::unexpected(good.error());
    for (const Commodity& commodity : deck.commodities) add(grade_column(commodity));
    for (const std::string& element : elements) add(element);
    auto grades = GradeColumns::of(model, names);
    if (!grades) return std::unexpected(grades.error());
    CurveBuilder builder(model, deck, std::move(*grades));
    builder.elements_ = std::move(names);
    builder.even_ = model.real_leaves(column);
    builder.density_ = deck.costs.density_t_per_m3;
    builder.deck_price_ = main.price;
    return builder;
}

void CurveBuilder::fill(UsableCurve& curve, const std::vector<std::uint64_t>& keys) const {
    if (tonnes_.varies()) curve.density_.resize(keys.size());
    curve.grades_.assign(elements_.size(), std::vector<float>(keys.size()));
    base::parallel_for(keys.size(), 1 << 14, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const auto block = static_cast<std::uint32_t>(keys[i]);
            const std::size_t n = leaf_of(block);
            const int at = position_of(block);
            if (tonnes_.varies()) curve.density_[i] = tonnes_.density(n, at);
            for (std::size_t e = 0; e < elements_.size(); ++e) curve.grades_[e][i] = grades_.grade(e, n, at);
        }
    });
}

UsableCurve CurveBuilder::curve(std::vector<std::uint64_t> keys) const {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    tbb::parallel_sort(keys.begin(), keys.end());
    UsableCurve curve;
    curve.elements_ = elements_;
    for (std::size_t e = 0; e < elements_.size(); ++e) {
        curve.units_.push_back(grades_.unit(e));
        curve.unit_fraction_.push_back(grades_.unit_fraction(e));
    }
    curve.count_ = keys.size();
    curve.block_volume_ = model_->geometry().block_volume();
    curve.block_tonnes_ = curve.block_volume_ * density_;
    curve.deck_price_ = deck_price_;
    for (const std::uint64_t key : keys) {
        const float price = price_of(key);
        if (price == -infinity)
            ++curve.always_;
        else if (price < infinity)
            curve.prices_.push_back(static_cast<double>(price));
    }
    fill(curve, keys);
    curve.stored_.clear();
    UsableCurve::Sums sums{0, std::vector<double>(elements_.size()), std::vector<double>(elements_.size())};
    for (std::size_t i = 0; i <= curve.count_; ++i) {
        if (i % UsableCurve::step == 0) curve.stored_.push_back(sums);
        if (i < curve.count_) curve.add(sums, i);
    }
    return curve;
}

void UsableCurve::add(Sums& sums, std::size_t position) const {
    const double density = density_.empty() ? 0 : static_cast<double>(density_[position]);
    const double tonnes = density > 0 ? block_volume_ * density : block_tonnes_;
    sums.tonnes += tonnes;
    for (std::size_t e = 0; e < grades_.size(); ++e) {
        const auto grade = static_cast<double>(grades_[e][position]);
        if (std::isnan(grade)) continue;
        sums.assayed[e] += tonnes;
        sums.metal[e] += tonnes * (grade * unit_fraction_[e]);
    }
}

UsableTotals UsableCurve::totals(std::size_t count, double price) const {
    Sums sums = stored_[count / step];
    for (std::size_t i = count / step * step; i < count; ++i) add(sums, i);
    UsableTotals out{.price = price,
                     .blocks = static_cast<std::int64_t>(count),
                     .volume_m3 = static_cast<double>(count) * block_volume_,
                     .tonnes = sums.tonnes,
                     .metal_tonnes = sums.metal,
                     .assayed_tonnes = sums.assayed};
    for (std::size_t e = 0; e < elements_.size(); ++e)
        out.grade.push_back(sums.assayed[e] > 0 ? sums.metal[e] / sums.assayed[e] / unit_fraction_[e]
                                                : std::numeric_limits<double>::quiet_NaN());
    return out;
}

double known_metal(const UsableTotals& totals, std::size_t element) {
    const bool unknown = totals.blocks > 0 && std::isnan(totals.grade.at(element));
    return unknown ? std::numeric_limits<double>::quiet_NaN() : totals.metal_tonnes.at(element);
}

double unassayed_share(const UsableTotals& totals, std::size_t element) {
    if (!(totals.tonnes > 0)) return std::numeric_limits<double>::quiet_NaN();
    return std::max(0.0, 1 - totals.assayed_tonnes.at(element) / totals.tonnes);
}

UsableTotals UsableCurve::at(double quoted_price) const {
    if (std::isnan(quoted_price)) return totals(0, quoted_price);
    const auto end = std::upper_bound(prices_.begin(), prices_.end(), quoted_price);
    return totals(always_ + static_cast<std::size_t>(end - prices_.begin()), quoted_price);
}

UsableTotals UsableCurve::total() const {
    return totals(count_, std::numeric_limits<double>::infinity());
}

std::vector<UsableTotals> UsableCurve::sample(double low, double high, int points) const {
    std::vector<UsableTotals> all;
    for (int i = 0; i < points; ++i) {
        const double share = points > 1 ? static_cast<double>(i) / (points - 1) : 0;
        all.push_back(at(i + 1 == points && points > 1 ? high : low + (high - low) * share));
    }
    return all;
}

double UsableCurve::quantile(double share) const {
    return prices_[static_cast<std::size_t>(share * static_cast<double>(prices_.size() - 1))];
}

bool UsableCurve::near_break_evens(double price) const {
    if (!(price > 0) || prices_.empty()) return price > 0;
    constexpr double reach = 10;
    // By-products can make the cheapest blocks pay at no price at all; one block in the middle bounds then.
    constexpr double cheap = 0.01;
    const double most = quantile(mostly);
    if (most <= 0) return true;
    return price <= reach * most && price >= std::max(quantile(cheapest), cheap * quantile(0.5)) / reach;
}

std::pair<double, double> UsableCurve::useful_range(double stated_price) const {
    constexpr double far = 3;
    double low = 0.5 * stated_price, high = 1.5 * stated_price;
    if (!prices_.empty() && near_break_evens(stated_price)) {
        low = std::min(low, quantile(cheapest));
        high = std::max(high, std::min(quantile(mostly), far * stated_price));
    } else if (!prices_.empty()) {
        const double middle = quantile(0.5);
        low = quantile(cheapest);
        high = stated_price > 0 && middle > 0 ? std::min(quantile(mostly), far * middle) : quantile(mostly);
    }
    low = std::max(low, 0.0);
    if (!(high > low)) high = low + 1;
    const double unit = std::pow(10.0, std::floor(std::log10(high - low))) / 10;
    return {std::floor(low / unit) * unit, std::ceil(high / unit) * unit};
}

Expected<UsableCurve> UsableCurve::build(const BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                         const std::vector<std::string>& elements) {
    const auto builder = CurveBuilder::make(model, deck, test, elements);
    if (!builder) return std::unexpected(builder.error());
    return builder->curve(builder->keys());
}

Expected<std::vector<std::pair<std::string, UsableCurve>>> UsableCurve::build_by(
    const BlockModel& model, const PriceDeck& deck, CutoffTest test, const std::vector<std::string>& elements,
    const std::string& category_column) {
    const auto builder = CurveBuilder::make(model, deck, test, elements);
    if (!builder) return std::unexpected(builder.error());
    const blocks::ColumnInfo* info = model.info(category_column);
    if (!info || info->type != blocks::ColumnType::integer)
        return base::fail(ErrorKind::data,
                          Message("economics.no_category_column", {{"column", category_column}}),
                          {.field = category_column});
    const auto codes = model.integer_leaves(category_column);
    std::map<std::int64_t, std::vector<std::uint64_t>> groups;  // blocks without a code sort behind all codes
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
    for (const std::uint64_t key : builder->keys()) {
        const auto block = static_cast<std::uint32_t>(key);
        const std::int32_t code = codes[leaf_of(block)][position_of(block)];
        groups[code == blocks::missing_int ? last : code].push_back(key);
    }
    std::vector<std::pair<std::string, UsableCurve>> curves;
    for (auto& [code, keys] : groups) {
        const bool named = code >= 0 && code < static_cast<std::int64_t>(info->codes.size());
        const std::string name = code == last ? ""
                                 : named      ? info->codes[static_cast<std::size_t>(code)]
                                              : std::to_string(code);
        curves.emplace_back(name, builder->curve(std::move(keys)));
    }
    return curves;
}

}  // namespace orelens::economics
