// How the margin of a block moves with the price of the main commodity, from the columns of an evaluated model: so
// that margins follow a price without another evaluation. The net price is linear in the price (domain.md §3), and so
// is the margin.
#pragma once

#include "core/base/Error.h"
#include "core/economics/GradeColumns.h"

namespace orelens::economics {

class MarginShift {
  public:
    /// Of the deck that the model was evaluated with. Errors: no such commodity; its grade column is absent or no grade.
    static base::Expected<MarginShift> of(const blocks::BlockModel& model, const PriceDeck& deck);

    /// Currency per t mined, under either test, by which the margin at a quoted price is above that at the deck's; 0
    /// where the main commodity is not assayed.
    [[nodiscard]] double at(std::size_t leaf, int block, double quoted_price) const;

  private:
    explicit MarginShift(GradeColumns grades) : grades_(std::move(grades)) {}
    GradeColumns grades_;
    double price_ = 0;                     ///< of the deck
    double per_fraction_ = 0, fixed_ = 0;  ///< per unit of quoted price: of the in-situ grade, and of dilution
};

}  // namespace orelens::economics
