// What a block is worth to an open pit, which moves every block in its way and sends to the plant those that
// pay for it. The same prices, recoveries and costs as the margin of `evaluate` (domain.md §3).
#pragma once

#include <memory>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/Elevation.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/PriceDeck.h"
#include "core/economics/Terms.h"

namespace orelens::economics {

class DeckOnModel;

/// Every price of the deck times a factor.
PriceDeck at_price_factor(const PriceDeck& deck, double factor);

/// Cost of moving a tonne of waste at an elevation, without dumping it: what mining waste costs where that is stated, else
/// what mining ore costs less the difference between them; and haulage by depth, as of ore. Never below 0.
double moving_cost_per_tonne(const Costs& costs, double elevation_m);
/// Moving it and dumping it: what every tonne costs that a pit of this deck takes as waste.
double waste_cost_per_tonne(const PriceDeck& deck, double elevation_m);

struct BlockWorth {
    double tonnes = 0;  ///< in place, dry: all of it is moved once
    double fed = 0;     ///< tonnes to the plant where it is ore: T·K/(1 − γ)
    double plant = 0;   ///< fed · (NSR − every cost beyond moving); NaN where no grade is known
    double moving = 0;  ///< cost of moving it
    /// A block without a known grade, or excluded, is never ore.
    [[nodiscard]] bool ore() const { return plant >= 0 && fed > 0; }
    [[nodiscard]] double worth() const { return (ore() ? plant : 0) - moving; }
};

/// Whole blocks without dilution and losses are worth T · margin.full where they are ore, −T · moving cost
/// where they are not: every tonne is moved once, and tonnes that dilution adds are moved by the blocks they
/// come from. Where mining costs go by rock type, waste costs what its rock does.
class PitWorth {
  public:
    /// Reads the model as long as it lives; prices and costs are copied. Errors: as of `evaluate`.
    static base::Expected<PitWorth> of(const blocks::BlockModel& model, const PriceDeck& deck);
    /// `fractions` is room for a number per commodity: what `product` needs of the block, its grades, or with routes what
    /// its best one recovers.
    [[nodiscard]] BlockWorth at(std::size_t leaf, int at, const blocks::Index3& ijk, double* fractions) const;
    /// Tonnes of each commodity in the product per tonne fed, from such grades.
    void product(const double* fractions, double* out) const;
    [[nodiscard]] std::size_t commodities() const { return terms_.metals.size(); }
    /// Quoted price of the main commodity from which a block that the pit moves anyway is ore, the others as in the deck:
    /// where `at(…).plant` reaches zero. As `break_even` of a block that is always ore, never, or not known.
    [[nodiscard]] double ore_from(std::size_t leaf, int at, const blocks::Index3& ijk, double* fractions) const;

  private:
    PitWorth(GradeColumns grades, BlockTonnes tonnes)
        : grades_(std::move(grades)), tonnes_(std::move(tonnes)) {}
    /// Per t moved.
    [[nodiscard]] double moving(std::size_t leaf, int at, double elevation_m) const;
    /// Per t fed, what the pit has paid already or is spared where the block is ore.
    [[nodiscard]] double spared(double moving) const { return moving + dump_ / fed_per_tonne_; }
    [[nodiscard]] bool excluded(std::size_t leaf, int at) const;
    GradeColumns grades_;
    BlockTonnes tonnes_;
    Elevation elevation_{blocks::GridGeometry{}};
    Terms terms_;
    std::shared_ptr<const DeckOnModel> bound_;  ///< of decks with routes and the like; null of others
    Costs costs_;
    double fed_per_tonne_ = 1;
    double dump_ = 0;  ///< per t of waste
    blocks::IntegerLeaves excluded_;
};

}  // namespace orelens::economics
