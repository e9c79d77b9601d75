// A price deck reduced to the few numbers a block needs, shared by the scalar functions and the block loop so
// that both give the same answer. Internal to the room.
#pragma once

#include <cmath>
#include <vector>

#include "core/economics/GradeColumns.h"
#include "core/economics/PriceDeck.h"
#include "core/economics/Value.h"

namespace orelens::economics {

struct MetalTerms {
    double recovery = 0;    // ε, fraction
    double net_price = 0;   // n at the deck's price
    double waste_head = 0;  // γ·g_waste: what dilution adds to the head grade
};

struct Terms {
    double keep = 1;                 // 1 − γ
    std::vector<MetalTerms> metals;  // in the order of deck.commodities
    std::size_t main = 0;
    double slope = 0;  // n(P) of the main metal = slope·P + shift, P net of VAT per t
    double shift = 0;
    double quoted_per_net = 1;  // quoted price = this · net price per t

    [[nodiscard]] double head(std::size_t i, double in_situ) const {
        return counted_grade(in_situ) * keep + metals[i].waste_head;
    }
};

/// Null deck members are not expected: call check_deck first, or pass a commodity that is in the deck.
Terms make_terms(const PriceDeck& deck, const Commodity& main);

/// One block's sums: revenue without the main metal, and the main metal that reaches the product.
struct BlockSums {
    double others = 0;         // Σ head·ε·n without the main metal
    double main_product = 0;   // head·ε of the main metal; 0 when it is not assayed
    bool assayed = false;      // at least one commodity has a grade
    bool recoverable = false;  // at least one commodity reaches a product
};
BlockSums block_sums(const Terms& terms, const double* in_situ_fractions);

/// Price at which others + main_product·n(P) = cost, as quoted; ±∞ as the header of Value.h says.
double break_even_price(const Terms& terms, const BlockSums& sums, double cost);

}  // namespace orelens::economics
