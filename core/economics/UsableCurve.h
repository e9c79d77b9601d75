// The usable-quantity curve: sort blocks once by break-even price, keep prefix sums, answer in O(log n).
// A curve takes four bytes per block: the order. Prices, grades and densities are read from the columns of
// the model, which it shares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

struct UsableTotals {
    double price = 0;  ///< quoted price of the main commodity
    std::int64_t blocks = 0;
    double volume_m3 = 0;
    double tonnes = 0;                   ///< in-situ dry tonnes
    std::vector<double> metal_tonnes;    ///< in situ, per element of UsableCurve::elements()
    std::vector<double> assayed_tonnes;  ///< of `tonnes`, those that carry a grade, per element
    std::vector<double> grade;  ///< tonnage-weighted, in the column's unit; NaN where no tonnes carry it
};

/// Metal of an element for people to read: NaN where there are blocks but none carries a grade of it, because
/// missing is not zero.
double known_metal(const UsableTotals& totals, std::size_t element);
/// Share of the tonnes, 0 to 1, that carry no grade of an element: its mean and metal say nothing of them.
/// NaN without tonnes.
double unassayed_share(const UsableTotals& totals, std::size_t element);

/// One category (ore type, class) or the whole model. Usable at P = stored float break-even, read as a
/// double, ≤ P: the same rule as the status column and the picture, so that block counts agree.
class UsableCurve {
  public:
    /// Elements = grade columns of the deck's commodities, then any other grade columns named. The model must
    /// have been evaluated with this main commodity. Errors: a column is absent or not a grade; not
    /// evaluated; cancelled.
    static base::Expected<UsableCurve> build(const blocks::BlockModel& model, const PriceDeck& deck,
                                             CutoffTest test, const std::vector<std::string>& elements,
                                             const base::Progress& progress = base::Progress());
    /// One curve per code of an integer column, in code order, named by the column's codes (or the number);
    /// codes without blocks give no curve. Blocks without a code come last under the empty name, so that the
    /// curves always sum to the whole.
    static base::Expected<std::vector<std::pair<std::string, UsableCurve>>> build_by(
        const blocks::BlockModel& model, const PriceDeck& deck, CutoffTest test,
        const std::vector<std::string>& elements, const std::string& category_column,
        const base::Progress& progress = base::Progress());

    /// The curve of those of its blocks that a filter keeps. Error: a mask of another model; cancelled.
    [[nodiscard]] base::Expected<UsableCurve> within(const blocks::BlockMask& mask,
                                                     const base::Progress& progress = base::Progress()) const;

    [[nodiscard]] UsableTotals at(double quoted_price) const;  ///< break-even ≤ price
    /// Every block with a break-even (±∞ included): known grade and not excluded. Its price is +∞.
    [[nodiscard]] UsableTotals total() const;
    [[nodiscard]] const std::vector<std::string>& elements() const { return elements_; }
    [[nodiscard]] const std::vector<std::string>& units() const { return units_; }
    /// Finite break-even prices, ascending: how many, the n-th, and a copy of all.
    [[nodiscard]] std::size_t price_count() const { return priced_; }
    [[nodiscard]] double price(std::size_t n) const { return price_at(always_ + n); }
    [[nodiscard]] std::vector<double> prices() const;
    /// `points` totals between two prices, evenly spaced, for plots and tables.
    [[nodiscard]] std::vector<UsableTotals> sample(double low, double high, int points) const;
    /// A price range worth showing, rounded outward: it holds the stated price and reaches from the cheapest
    /// blocks to most of the blocks that some price pays for, at most three times the stated price. A stated
    /// price that is not near the break-even prices is mistyped or of another unit: then they alone decide.
    [[nodiscard]] std::pair<double, double> useful_range(double stated_price) const;
    /// …with the deck's price.
    [[nodiscard]] std::pair<double, double> useful_range() const { return useful_range(deck_price_); }
    /// Whether a price is of the size of the finite break-even prices: between a tenth of the cheapest and
    /// ten times most of them. Any positive price is where there are none.
    [[nodiscard]] bool near_break_evens(double price) const;

  private:
    friend class CurveBuilder;
    /// Sums over the first blocks of the order.
    struct Sums {
        double tonnes = 0, volume = 0;
        std::vector<double> metal, assayed;  // per element
    };
    static constexpr std::size_t step = 256;  // blocks between stored sums; at() adds the rest one by one
    void add(Sums& sums, float density, float share, const float* grades) const;
    void add(Sums& sums, std::size_t position) const;
    void store(const Sums& sums);
    /// The order stands: where its parts begin, and the sums along it.
    [[nodiscard]] base::Expected<void> sum_up(const base::Progress& progress);
    [[nodiscard]] Sums stored(std::size_t n) const;
    [[nodiscard]] double price_at(std::size_t position) const {
        return static_cast<double>(even_[order_[position]]);
    }
    [[nodiscard]] UsableTotals totals(std::size_t count, double price) const;
    /// Of the finite break-even prices; there must be some.
    [[nodiscard]] double quantile(double share) const;

    std::vector<std::string> elements_, units_;
    std::vector<double> unit_fraction_;
    blocks::BlockModel columns_;  // the columns read below, shared with the model: they live as long as this
    const float* even_ = nullptr;
    const float* density_ = nullptr;    // null = none stated
    const float* share_ = nullptr;      // null = whole blocks
    std::vector<const float*> grades_;  // per element, in the column's unit
    std::vector<std::uint32_t> order_;  // leaf · 512 + position of every block, by price and then by place
    std::size_t always_ = 0;            // blocks with break-even −∞: first in order
    std::size_t priced_ = 0;            // then those with a finite one; blocks with +∞ follow
    double block_volume_ = 0;
    double block_tonnes_ = 0;     // where the model states no density
    std::vector<double> stored_;  // sums before every step-th block: tonnes, volume, metal…, assayed…
    double deck_price_ = 0;
};

}  // namespace orelens::economics
