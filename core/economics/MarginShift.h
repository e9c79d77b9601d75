// How the margin of a block moves with the price of the main commodity, from the columns of an evaluated model: so
// that margins follow a price without another evaluation. The net price is linear in the price (domain.md §3), and so
// is the margin; with routes, tiers and the like it is bent, and worked out block by block.
#pragma once

#include <memory>

#include "core/base/Error.h"
#include "core/economics/GradeColumns.h"

namespace orelens::economics {

class DeckOnModel;

class MarginShift {
  public:
    /// Of the deck that the model was evaluated with; with routes the model is read as long as this lives. Errors: no such commodity; its grade column is absent or no grade.
    static base::Expected<MarginShift> of(const blocks::BlockModel& model, const PriceDeck& deck);

    /// Currency per t mined, under either test (with routes: the deck's), by which the margin at a quoted price is above that at the deck's; 0
    /// where the main commodity is not assayed.
    [[nodiscard]] double at(std::size_t leaf, int block, double quoted_price) const;

  private:
    explicit MarginShift(GradeColumns grades) : grades_(std::move(grades)) {}
    GradeColumns grades_;
    std::shared_ptr<const DeckOnModel> bound_;  ///< null where the margin is a straight line
    double price_ = 0;                     ///< of the deck
    double per_fraction_ = 0, fixed_ = 0;  ///< per unit of quoted price: of the in-situ grade, and of dilution
};

}  // namespace orelens::economics
