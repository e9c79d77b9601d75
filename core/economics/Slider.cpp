#include "core/economics/Slider.h"

#include <limits>

#include "core/economics/Value.h"

namespace orelens::economics {

Slider main_slider(const PriceDeck& deck) {
    const Commodity* main = main_commodity(deck);
    return {main == nullptr ? std::string() : main->name};
}

double deck_position(const PriceDeck& deck, const Slider& slider) {
    if (slider.all()) return 100;
    const Commodity* commodity = find_commodity(deck, slider.commodity);
    return commodity == nullptr ? std::numeric_limits<double>::quiet_NaN() : commodity->price;
}

PriceDeck moved(const PriceDeck& deck, const Slider& slider, double to) {
    PriceDeck other = deck;
    for (Commodity& commodity : other.commodities) {
        if (slider.all()) commodity.price *= to / 100;
        if (commodity.name == slider.commodity) commodity.price = to;
    }
    return other;
}

std::string slider_unit(const PriceDeck& deck, const Slider& slider) {
    const Commodity* commodity = find_commodity(deck, slider.commodity);
    return commodity == nullptr ? "%" : quotation_unit(deck, *commodity);
}

}  // namespace orelens::economics
