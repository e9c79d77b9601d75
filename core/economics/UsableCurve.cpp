#include "core/economics/UsableCurve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/PriceOrder.h"
#include "core/economics/Value.h"

namespace orelens::economics {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;

namespace {

// Shares of the blocks that some price pays for, from which prices worth showing are taken.
constexpr double cheapest = 0.005, mostly = 0.85;

}  // namespace

/// Makes curves of a model: reads what they need once, orders the blocks, adds up.
class CurveBuilder {
  public:
    static Expected<CurveBuilder> make(const BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                       const std::vector<std::string>& elements);
    [[nodiscard]] std::vector<std::uint32_t> order(const base::Progress& progress) const {
        return price_order(columns_, even_column_, progress);
    }
    /// Of the blocks given, which are in order. Reports from 0 to 1.
    [[nodiscard]] Expected<UsableCurve> curve(std::vector<std::uint32_t> order,
                                              const base::Progress& progress) const;

  private:
    CurveBuilder() = default;

    BlockModel columns_;
    std::string even_column_;
    std::vector<std::string> elements_, units_;
    std::vector<double> unit_fraction_;
    double density_ = 0;
    double deck_price_ = 0;
};

namespace {

/// The model with these columns only; they are shared.
BlockModel only(const BlockModel& model, const std::vector<std::string>& names) {
    BlockModel some(model);
    for (const blocks::ColumnInfo& info : model.columns())
        if (std::ranges::find(names, info.name) == names.end()) some.remove_column(info.name);
    return some;
}

}  // namespace

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
    const auto grades = GradeColumns::of(model, names);
    if (!grades) return std::unexpected(grades.error());
    CurveBuilder builder;
    for (std::size_t e = 0; e < names.size(); ++e) {
        builder.units_.push_back(grades->unit(e));
        builder.unit_fraction_.push_back(grades->unit_fraction(e));
    }
    builder.elements_ = names;
    names.push_back(column);
    const BlockTonnes tonnes(model, deck.costs);
    if (tonnes.varies()) names.emplace_back(density_column);
    if (tonnes.shared()) names.emplace_back(fraction_column);
    builder.columns_ = only(model, names);
    builder.even_column_ = column;
    builder.density_ = deck.costs.density_t_per_m3;
    builder.deck_price_ = main.price;
    return builder;
}

Expected<UsableCurve> CurveBuilder::curve(std::vector<std::uint32_t> order,
                                          const base::Progress& progress) const {
    UsableCurve curve;
    curve.elements_ = elements_;
    curve.units_ = units_;
    curve.unit_fraction_ = unit_fraction_;
    curve.columns_ = columns_;
    const BlockModel& columns = curve.columns_;
    curve.even_ = columns.real_values(even_column_);
    if (columns.has(density_column)) curve.density_ = columns.real_values(density_column);
    if (columns.has(fraction_column)) curve.share_ = columns.real_values(fraction_column);
    for (const std::string& element : elements_) curve.grades_.push_back(columns.real_values(element));
    curve.order_ = std::move(order);
    curve.block_volume_ = columns.geometry().block_volume();
    curve.block_tonnes_ = curve.block_volume_ * density_;
    curve.deck_price_ = deck_price_;
    if (auto summed = curve.sum_up(progress); !summed) return std::unexpected(summed.error());
    return curve;
}

/// The order jumps about in memory: windows of it are gathered in parallel and summed one by one, so that the
/// sums do not depend on the threads.
Expected<void> UsableCurve::sum_up(const base::Progress& progress) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const auto first_not = [&](auto&& below) {
        return static_cast<std::size_t>(
            std::ranges::partition_point(order_, [&](std::uint32_t block) { return below(even_[block]); }) -
            order_.begin());
    };
    always_ = first_not([](float even) { return even == -infinity; });
    priced_ = first_not([](float even) { return even < infinity; }) - always_;
    constexpr std::size_t window = std::size_t{1} << 17;
    const std::size_t elements = elements_.size(), width = elements + 2;
    stored_.clear();
    stored_.reserve((order_.size() / step + 1) * (2 + 2 * elements));
    std::vector<float> gathered(std::min(window, order_.size()) * width);
    Sums sums{0, 0, std::vector<double>(elements), std::vector<double>(elements)};
    for (std::size_t first = 0; first < order_.size(); first += window) {
        if (!progress.report(static_cast<double>(first) / static_cast<double>(order_.size())))
            return base::cancelled();
        const std::size_t count = std::min(window, order_.size() - first);
        base::parallel_for(count, 1 << 12, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint32_t block = order_[first + i];
                float* row = &gathered[i * width];
                row[0] = density_ != nullptr ? density_[block] : blocks::missing_float;
                row[1] = share_ != nullptr ? share_[block] : 1;
                for (std::size_t e = 0; e < elements; ++e) row[e + 2] = grades_[e][block];
            }
        });
        for (std::size_t i = 0; i < count; ++i) {
            if ((first + i) % step == 0) store(sums);
            add(sums, gathered[i * width], gathered[i * width + 1], &gathered[i * width + 2]);
        }
    }
    if (order_.size() % step == 0) store(sums);
    return {};
}

Expected<UsableCurve> UsableCurve::within(const blocks::BlockMask& mask, const base::Progress& progress) const {
    if (mask.leaf.size() != columns_.leaf_count())
        return base::fail(ErrorKind::usage, Message("economics.other_mask"));
    UsableCurve part(*this);
    std::erase_if(part.order_, [&](std::uint32_t block) {
        return !mask.has(block / 512, static_cast<int>(block % 512));
    });
    if (auto summed = part.sum_up(progress); !summed) return std::unexpected(summed.error());
    return part;
}

void UsableCurve::store(const Sums& sums) {
    stored_.push_back(sums.tonnes);
    stored_.push_back(sums.volume);
    stored_.insert(stored_.end(), sums.metal.begin(), sums.metal.end());
    stored_.insert(stored_.end(), sums.assayed.begin(), sums.assayed.end());
}

UsableCurve::Sums UsableCurve::stored(std::size_t n) const {
    const auto elements = static_cast<std::ptrdiff_t>(elements_.size());
    const auto row = stored_.begin() + static_cast<std::ptrdiff_t>(n) * (2 + 2 * elements);
    return {row[0], row[1], {row + 2, row + 2 + elements}, {row + 2 + elements, row + 2 + 2 * elements}};
}

void UsableCurve::add(Sums& sums, float density, float share, const float* grades) const {
    const double part = counted_share(share);
    const double tonnes =
        (density >= 0 ? block_volume_ * static_cast<double>(density) : block_tonnes_) * part;
    sums.tonnes += tonnes;
    sums.volume += block_volume_ * part;
    for (std::size_t e = 0; e < elements_.size(); ++e) {
        const auto grade = static_cast<double>(counted_grade(grades[e]));
        if (std::isnan(grade)) continue;
        sums.assayed[e] += tonnes;
        sums.metal[e] += tonnes * (grade * unit_fraction_[e]);
    }
}

void UsableCurve::add(Sums& sums, std::size_t position) const {
    const std::uint32_t block = order_[position];
    constexpr std::size_t few = 16;
    float row[few];
    std::vector<float> more(elements_.size() > few ? elements_.size() : 0);
    float* grades = more.empty() ? row : more.data();
    for (std::size_t e = 0; e < elements_.size(); ++e) grades[e] = grades_[e][block];
    add(sums, density_ != nullptr ? density_[block] : blocks::missing_float,
        share_ != nullptr ? share_[block] : 1, grades);
}

UsableTotals UsableCurve::totals(std::size_t count, double price) const {
    Sums sums = stored_.empty()
                    ? Sums{0, 0, std::vector<double>(elements_.size()), std::vector<double>(elements_.size())}
                    : stored(count / step);
    for (std::size_t i = count / step * step; i < count; ++i) add(sums, i);
    UsableTotals out{.price = price,
                     .blocks = static_cast<std::int64_t>(count),
                     .volume_m3 = share_ != nullptr ? sums.volume : static_cast<double>(count) * block_volume_,
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
    const auto first = order_.begin() + static_cast<std::ptrdiff_t>(always_);
    const auto last = first + static_cast<std::ptrdiff_t>(priced_);
    const auto end = std::upper_bound(first, last, quoted_price, [this](double price, std::uint32_t block) {
        return price < static_cast<double>(even_[block]);
    });
    return totals(static_cast<std::size_t>(end - order_.begin()), quoted_price);
}

std::vector<double> UsableCurve::prices() const {
    std::vector<double> all(priced_);
    for (std::size_t n = 0; n < priced_; ++n) all[n] = price(n);
    return all;
}

UsableTotals UsableCurve::total() const {
    return totals(order_.size(), std::numeric_limits<double>::infinity());
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
    return price(static_cast<std::size_t>(share * static_cast<double>(priced_ - 1)));
}

bool UsableCurve::near_break_evens(double stated_price) const {
    if (!(stated_price > 0) || priced_ == 0) return stated_price > 0;
    constexpr double reach = 10;
    // By-products can make the cheapest blocks pay at no price at all; one block in the middle bounds then.
    constexpr double cheap = 0.01;
    const double most = quantile(mostly);
    if (most <= 0) return true;
    return stated_price <= reach * most &&
           stated_price >= std::max(quantile(cheapest), cheap * quantile(0.5)) / reach;
}

std::pair<double, double> UsableCurve::useful_range(double stated_price) const {
    constexpr double far = 3;
    double low = 0.5 * stated_price, high = 1.5 * stated_price;
    if (priced_ > 0 && near_break_evens(stated_price)) {
        low = std::min(low, quantile(cheapest));
        high = std::max(high, std::min(quantile(mostly), far * stated_price));
    } else if (priced_ > 0) {
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
                                         const std::vector<std::string>& elements,
                                         const base::Progress& progress) {
    const auto builder = CurveBuilder::make(model, deck, test, elements);
    if (!builder) return std::unexpected(builder.error());
    std::vector<std::uint32_t> order = builder->order(progress);
    if (!progress.report(0.5)) return base::cancelled();
    return builder->curve(std::move(order), progress.part(0.5, 1));
}

namespace {

/// Parts of the order by code, each in order.
template <class CodeOf>
Expected<void> group(const std::vector<std::uint32_t>& order, const CodeOf& code_of,
                     std::map<std::int64_t, std::vector<std::uint32_t>>& groups,
                     const base::Progress& progress) {
    constexpr std::size_t mask = (std::size_t{1} << 16) - 1;
    std::map<std::int64_t, std::size_t> sizes;
    for (std::size_t n = 0; n < order.size(); ++n) {
        if ((n & mask) == 0 && progress.cancelled()) return base::cancelled();
        ++sizes[code_of(order[n])];
    }
    for (const auto& [code, size] : sizes) groups[code].reserve(size);
    for (std::size_t n = 0; n < order.size(); ++n) {
        if ((n & mask) == 0 && progress.cancelled()) return base::cancelled();
        groups[code_of(order[n])].push_back(order[n]);
    }
    return {};
}

}  // namespace

Expected<std::vector<std::pair<std::string, UsableCurve>>> UsableCurve::build_by(
    const BlockModel& model, const PriceDeck& deck, CutoffTest test, const std::vector<std::string>& elements,
    const std::string& category_column, const base::Progress& progress) {
    const auto builder = CurveBuilder::make(model, deck, test, elements);
    if (!builder) return std::unexpected(builder.error());
    const blocks::ColumnInfo* info = model.info(category_column);
    if (!info || info->type != blocks::ColumnType::integer)
        return base::fail(ErrorKind::data,
                          Message("economics.no_category_column", {{"column", category_column}}),
                          {.field = category_column});
    const blocks::IntegerLeaves codes = model.integer_leaves(category_column);
    // Blocks without a code sort behind all codes. A part of the order is in order.
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
    const auto code_of = [&codes](std::uint32_t block) {
        const std::int32_t code = codes[block / 512][block % 512];
        return code == blocks::missing_int ? last : std::int64_t{code};
    };
    std::vector<std::uint32_t> order = builder->order(progress);
    std::map<std::int64_t, std::vector<std::uint32_t>> groups;
    if (auto done = group(order, code_of, groups, progress); !done) return std::unexpected(done.error());
    order = {};
    std::vector<std::pair<std::string, UsableCurve>> curves;
    double from = 0.5;
    for (auto& [code, blocks_of_code] : groups) {
        const bool named = code >= 0 && code < static_cast<std::int64_t>(info->codes.size());
        const std::string name = code == last ? ""
                                 : named      ? info->codes[static_cast<std::size_t>(code)]
                                              : std::to_string(code);
        const double to = from + 0.5 / static_cast<double>(groups.size());
        auto curve = builder->curve(std::move(blocks_of_code), progress.part(from, to));
        if (!curve) return std::unexpected(curve.error());
        curves.emplace_back(name, std::move(*curve));
        from = to;
    }
    return curves;
}

}  // namespace orelens::economics
