// What a price slider moves: the price of one commodity as it is quoted, or every price of the deck by the same factor.
#pragma once

#include <string>

#include "core/economics/PriceDeck.h"

namespace orelens::economics {

struct Slider {
    std::string commodity;  ///< empty: all prices, as percent of the deck's
    [[nodiscard]] bool all() const { return commodity.empty(); }
    bool operator==(const Slider&) const = default;
};

/// Of the deck's main commodity.
Slider main_slider(const PriceDeck& deck);
/// Where the deck stands on it: its price, or 100.
double deck_position(const PriceDeck& deck, const Slider& slider);
/// The deck with the slider at a number.
PriceDeck moved(const PriceDeck& deck, const Slider& slider, double to);
/// "CNY/t" or "%".
std::string slider_unit(const PriceDeck& deck, const Slider& slider);

}  // namespace orelens::economics
