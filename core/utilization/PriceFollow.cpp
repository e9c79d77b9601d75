#include "core/utilization/PriceFollow.h"

#include <algorithm>
#include <limits>

#include "core/economics/Paying.h"
#include "core/economics/Value.h"

namespace orelens::utilization {
namespace {

using base::Message;
using economics::Commodity;

const Commodity* commodity_of(const economics::PriceDeck& deck, const std::string& component) {
    for (const Commodity& commodity : deck.commodities)
        if (commodity.name == component) return &commodity;
    for (const Commodity& commodity : deck.commodities)
        if (economics::grade_column(commodity) == component) return &commodity;
    return nullptr;
}

/// Net price on the route that pays most for it. Nothing where neither the plant nor a route recovers it.
std::optional<double> best_net(const economics::PriceDeck& deck, const Commodity& commodity) {
    std::optional<double> best;
    for (const economics::RouteNet& one : economics::nets_by_route(deck))
        if (&deck.commodities[one.commodity] == &commodity)
            best = std::max(best.value_or(-std::numeric_limits<double>::infinity()), one.net);
    return best;
}

/// What the deck says of a component that is of use.
Usable usable_by(const economics::PriceDeck& deck, const Commodity& commodity, const MineComponent& component, Message& why) {
    const auto paid = best_net(deck, commodity);
    if (!paid) {
        why = Message("utilization.follow.no_recovery", {{"component", component.name}});
        return component.theoretical_recovery.value_or(0) > 0 ? Usable::technical_not_economic : Usable::no;
    }
    const double net = *paid;
    why = Message(net > 0 ? "utilization.follow.pays" : "utilization.follow.does_not_pay",
                  {{"component", component.name}, {"net", base::number(net, 6)}});
    return net > 0 ? Usable::yes : Usable::technical_not_economic;
}

}  // namespace

MineRecord following(const MineRecord& record, const economics::PriceDeck& deck, std::vector<Followed>* told) {
    MineRecord moved = record;
    for (MineComponent& component : moved.components) {
        Followed one{component.name, component.usable, component.usable, {}};
        const Commodity* commodity = commodity_of(deck, component.name);
        if (component.usable == Usable::no) {
            one.why = Message("utilization.follow.not_useful", {{"component", component.name}});
        } else if (commodity == nullptr || !(commodity->price > 0)) {
            one.why = Message("utilization.follow.no_price", {{"component", component.name}});
            // The record's own "not economic" stands: nothing here says otherwise.
            if (component.usable != Usable::technical_not_economic) component.usable = Usable::unknown;
        } else {
            component.price_per_tonne = economics::price_per_tonne_net(*commodity);
            component.usable = usable_by(deck, *commodity, component, one.why);
        }
        one.now = component.usable;
        if (told != nullptr) told->push_back(std::move(one));
    }
    moved.currency = deck.costs.currency;
    return moved;
}

base::Expected<std::vector<RatePoint>> rate_against_price(const MineRecord& record, const economics::PriceDeck& deck,
                                                          const std::string& commodity,
                                                          const std::vector<double>& quoted_prices) {
    economics::PriceDeck moved = deck;
    Commodity* moving = nullptr;
    for (Commodity& one : moved.commodities)
        if (one.name == commodity) moving = &one;
    if (moving == nullptr)
        return base::fail(base::ErrorKind::usage,
                          Message("economics.unknown_main_commodity", {{"commodity", commodity}}));
    std::vector<RatePoint> points;
    for (const double price : quoted_prices) {
        moving->price = price;
        const auto result = rates(following(record, moved), PriceBasis::element);
        if (!result) return std::unexpected(result.error());
        RatePoint point{price, {}, {}};
        for (const Rate& rate : result->rates) {
            if (rate.id == "R5") point.official = rate;
            if (rate.id == "R5_all") point.all = rate;
        }
        points.push_back(std::move(point));
    }
    return points;
}

}  // namespace orelens::utilization
