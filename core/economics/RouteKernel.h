// The innermost loop of evaluation for decks whose routes earn linearly in the head grades, over the one piece that the
// slider has: most decks with routes. One leaf of 512 blocks, every grade read once, compiled per instruction set from
// RouteKernel.inl and chosen at run time. Plain data only, as in ValueKernel.h. LeafValue is the reference, to the bit, and
// takes all other decks. Internal to the room.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/economics/ValueKernel.h"

namespace orelens::economics::kernel {

inline constexpr int most_routed_metals = 16;

struct RoutedMetal {
    int commodity = 0;
    double recovery = 0;    ///< fraction
    double unit = 0.01;     ///< mass fraction of one unit of grade
    double paid = 1, deduction = 0;  ///< payable fraction; less in the product, in `unit`, where it is above 0
    double refining = 0;    ///< per t of payable metal
    double slope = 0, shift = 0;  ///< of what a payable tonne earns after royalty
    double untaxed = 1;     ///< share of amounts beside the price that stays after royalty
    double subsidy = 0;     ///< per t in the product
};
struct RoutedProduct {
    const RoutedMetal* metals = nullptr;
    int count = 0;
    int host = -1;          ///< of metals: without it there is no product; -1 where no mass is known
    double grade = 1;       ///< of the host in the product, fraction
    bool charged = false;
    double charge = 0, untaxed = 1;  ///< per t of product, and the share of it that counts after royalty
};
struct Routed {
    const RoutedProduct* products = nullptr;
    int count = 0;
    double discount = 1, subsidy = 0, own = 0;
};
struct RoutedDeck {
    int commodities = 0;
    double fraction[most_routed_metals] = {}, waste_head[most_routed_metals] = {};
    double keep = 1;
    const Routed* routes = nullptr;
    int count = 0;
    double x = 0;            ///< of the slider
    bool status_by_full = true;
};
/// Per t mined, of each of the 512 blocks; `open` by route: whether each block may go there,
/// null = all may.
struct RoutedLeafCosts {
    const double *full = nullptr, *marginal = nullptr;
    const std::uint8_t* const* open = nullptr;
};
struct RoutedOut {
    float *nsr = nullptr, *margin_full = nullptr, *margin_marginal = nullptr, *even_full = nullptr, *even_marginal = nullptr;
    std::uint8_t *status = nullptr, *route = nullptr;  ///< as codes, without what is excluded
};

using RoutedLeaf = void (*)(const RoutedDeck& deck, const float* const* grades, const RoutedLeafCosts& costs,
                            const RoutedOut& out);

RoutedLeaf portable_routed_leaf();
RoutedLeaf avx2_routed_leaf();    ///< null where it was not built
RoutedLeaf avx512_routed_leaf();  ///< null where it was not built
/// The fastest that this processor can run.
RoutedLeaf best_routed_leaf();

}  // namespace orelens::economics::kernel
