// A plan as the kernel of routes takes it: possible where every route earns linearly in the head grades and the slider has
// one piece. Recoveries and product grades are then single numbers, reliefs the same everywhere, and what a metal is paid
// for does not follow the grade but by a minimum deduction. Internal to the room.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/economics/DeckOnModel.h"
#include "core/economics/RouteKernel.h"

namespace orelens::economics {

class LinearRoutes {
  public:
    /// Nothing where the plan is none of these: LeafValue works it out. `bound` has to live as long.
    static std::optional<LinearRoutes> of(const DeckOnModel& bound);
    /// Everything of a leaf but what is excluded; missing values where no block is.
    void leaf(std::size_t n, const kernel::RoutedOut& out, LeafData& ways) const;

  private:
    struct Numbers {
        std::vector<std::vector<kernel::RoutedMetal>> metals;  // by product
        std::vector<kernel::RoutedProduct> products;
        std::vector<kernel::Routed> routes;
        kernel::RoutedDeck deck;
    };
    LinearRoutes(const DeckOnModel& bound, std::shared_ptr<const Numbers> numbers)
        : bound_(&bound), numbers_(std::move(numbers)) {}

    const DeckOnModel* bound_;
    std::shared_ptr<const Numbers> numbers_;
};

}  // namespace orelens::economics
