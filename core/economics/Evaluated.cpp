#include "core/economics/Evaluated.h"

#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"

namespace orelens::economics {

Evaluated evaluable(const PriceDeck& deck) {
    const Commodity* main = main_commodity(deck);
    if (main == nullptr) return Evaluated::no_commodity;
    if (!(main->price > 0) || !std::isfinite(main->price)) return Evaluated::no_price;
    const Costs& costs = deck.costs;
    const bool own = std::ranges::any_of(deck.routes, [](const RouteRule& route) {
        return route.kind != RouteKind::dump && (route.processing != 0 || route.processing_per_hardness != 0);
    });
    if (own || (deck.test == CutoffTest::full && !costs.detail.mining_by_rock.empty())) return Evaluated::yes;
    const bool any = deck.test == CutoffTest::full
                         ? costs.mining != 0 || costs.mining_per_metre != 0 || costs.processing != 0 ||
                               costs.general != 0 || costs.sustaining != 0
                         : costs.processing != 0 || costs.general != 0 || costs.ore_mining_difference != 0;
    return any ? Evaluated::yes : Evaluated::no_costs;
}

bool has_evaluation(const blocks::BlockModel& model, const std::string& commodity, CutoffTest test) {
    if (commodity.empty()) return false;
    const blocks::ColumnInfo* price = model.info(break_even_column(commodity, test));
    const blocks::ColumnInfo* status = model.info(status_column);
    return price != nullptr && price->type == blocks::ColumnType::real && status != nullptr &&
           status->type == blocks::ColumnType::integer;
}

Evaluated evaluated(const blocks::BlockModel* model, const PriceDeck& deck) {
    if (const Evaluated state = evaluable(deck); state != Evaluated::yes) return state;
    return model != nullptr && has_evaluation(*model, main_commodity(deck)->name, deck.test)
               ? Evaluated::yes
               : Evaluated::not_run;
}

base::Message why_not(Evaluated state) {
    switch (state) {
        case Evaluated::yes:
            return {};
        case Evaluated::no_commodity:
            return base::Message("value.not_evaluated.no_commodity");
        case Evaluated::no_price:
            return base::Message("value.not_evaluated.no_price");
        case Evaluated::no_costs:
            return base::Message("value.not_evaluated.no_costs");
        case Evaluated::not_run:
            return base::Message("value.not_evaluated.not_run");
    }
    return {};
}

}  // namespace orelens::economics
