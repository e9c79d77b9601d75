// The usable-quantity curve: sort blocks once by break-even price, keep prefix sums, answer in O(log n).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

struct UsableTotals {
    double price = 0;                  ///< quoted price of the main commodity
    std::int64_t blocks = 0;
    double volume_m3 = 0;
    double tonnes = 0;                 ///< in-situ dry tonnes
    std::vector<double> metal_tonnes;  ///< in situ, per element of UsableCurve::elements()
    std::vector<double> grade;         ///< tonnage-weighted, in the column's unit; NaN where no tonnes carry it
};

/// One category (ore type, class) or the whole model.
class UsableCurve {
  public:
    /// Elements = commodities of the deck plus any other grade columns named.
    static base::Expected<UsableCurve> build(const blocks::BlockModel& model, const PriceDeck& deck,
                                             CutoffTest test, const std::vector<std::string>& elements);
    /// One curve per code of an integer column, in code order; with the column's codes as names.
    static base::Expected<std::vector<std::pair<std::string, UsableCurve>>> build_by(
        const blocks::BlockModel& model, const PriceDeck& deck, CutoffTest test,
        const std::vector<std::string>& elements, const std::string& category_column);

    [[nodiscard]] UsableTotals at(double quoted_price) const;  ///< break-even ≤ price
    [[nodiscard]] UsableTotals total() const;                  ///< every block with a known grade
    [[nodiscard]] const std::vector<std::string>& elements() const { return elements_; }
    [[nodiscard]] const std::vector<std::string>& units() const { return units_; }
    /// Finite break-even prices, ascending.
    [[nodiscard]] const std::vector<double>& prices() const { return prices_; }
    /// `points` totals between two prices, evenly spaced, for plots and tables.
    [[nodiscard]] std::vector<UsableTotals> sample(double low, double high, int points) const;
    /// A price range worth showing: from a low to a high quantile of the finite break-even prices.
    [[nodiscard]] std::pair<double, double> useful_range() const;

  private:
    std::vector<std::string> elements_;
    std::vector<std::string> units_;
    std::vector<double> unit_fraction_;
    std::vector<double> prices_;              // ascending, −∞ first; +∞ are left out of the steps
    std::vector<double> tonnes_;              // prefix sums, size prices_ + 1
    std::vector<std::vector<double>> metal_;  // per element, prefix sums
    std::vector<std::vector<double>> assayed_tonnes_;  // per element: tonnes that carry a grade
    UsableTotals total_;
    double block_volume_ = 0;
    std::int64_t first_ = 0;
};

}  // namespace orelens::economics
