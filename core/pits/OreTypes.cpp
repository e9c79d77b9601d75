#include "core/pits/OreTypes.h"

#include <algorithm>

#include "core/economics/Value.h"
#include "core/pits/Codes.h"

namespace orelens::pits {

using base::Expected;
using base::Message;
using economics::PriceDeck;

namespace {

constexpr const char* field = "ore_types";

/// Types add up only where they speak of the same things.
Expected<void> check_type(const OreType& type, const PriceDeck& common) {
    const auto same = [](const economics::Commodity& a, const economics::Commodity& b) {
        return a.name == b.name && economics::grade_column(a) == economics::grade_column(b);
    };
    const bool fits = std::ranges::equal(type.deck.commodities, common.commodities, same) &&
                      type.deck.main_commodity == common.main_commodity &&
                      type.deck.costs.currency == common.costs.currency;
    if (fits) return {};
    return base::fail(base::ErrorKind::data, Message("pits.ore_type_differs", {{"code", type.code}}),
                      {.field = field});
}

}  // namespace

PriceDeck at_main_factor(const PriceDeck& deck, double factor) {
    PriceDeck moved = deck;
    const economics::Commodity* main = economics::main_commodity(deck);
    for (economics::Commodity& commodity : moved.commodities)
        if (main != nullptr && commodity.name == main->name) commodity.price *= factor;
    return moved;
}

Expected<TypedWorth> TypedWorth::make(const blocks::BlockModel& model, const PriceDeck& deck, const OreTypes& types,
                                      double factor, Moved moved) {
    TypedWorth made;
    const auto add = [&](const PriceDeck& own) -> Expected<void> {
        auto worth = economics::PitWorth::of(model, moved(own, factor));
        if (!worth) return std::unexpected(worth.error());
        made.worths_.push_back(std::move(*worth));
        return {};
    };
    if (auto added = add(deck); !added) return std::unexpected(added.error());
    if (types.types.empty()) return made;
    if (auto good = check_column(model, types.column, blocks::ColumnType::integer, field); !good)
        return std::unexpected(good.error());
    made.codes_ = model.integer_leaves(types.column);
    for (const OreType& type : types.types) {
        if (auto good = check_type(type, deck); !good) return std::unexpected(good.error());
        const auto value = value_of_code(model, types.column, type.code, field);
        if (!value) return std::unexpected(value.error());
        if (std::ranges::find(made.values_, *value) != made.values_.end())
            return base::fail(base::ErrorKind::data, Message("pits.ore_type_twice", {{"code", type.code}}),
                              {.field = field});
        made.values_.push_back(*value);
        if (auto added = add(type.deck); !added) return std::unexpected(added.error());
    }
    return made;
}

Expected<TypedWorth> TypedWorth::of(const blocks::BlockModel& model, const PriceDeck& deck, const OreTypes& types,
                                    double factor) {
    return make(model, deck, types, factor, economics::at_price_factor);
}

Expected<TypedWorth> TypedWorth::at_main_price(const blocks::BlockModel& model, const PriceDeck& deck,
                                               const OreTypes& types, double factor) {
    return make(model, deck, types, factor, at_main_factor);
}

}  // namespace orelens::pits
