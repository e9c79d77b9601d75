#include "core/economics/Paying.h"

#include <algorithm>

#include "core/economics/Plan.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

bool recovers(const PayablePlan& metal) {
    if (metal.recovery_column != nowhere) return true;
    const Response& recovery = metal.recovery;
    if (recovery.kind != Response::Kind::constant) return recovery.kind != Response::Kind::none;
    return recovery.a > 0;
}

double net_of(const Plan& plan, const PayablePlan& metal) {
    double share = metal.share;
    for (const Band& band : metal.coefficients) share = &band == &metal.coefficients.front() ? band.value : std::max(share, band.value);
    const double keep = 1 - plan.reliefs[metal.commodity].everywhere;
    const std::size_t piece = plan.piece;
    const double earned = share * (metal.price[piece].at(plan.x) - keep * metal.duty[piece].at(plan.x));
    const double refining = metal.chinese ? 0 : share * metal.refining * (1 - keep * metal.rate[piece]);
    return earned - refining + metal.subsidy;
}

}  // namespace

std::vector<RouteNet> nets_by_route(const PriceDeck& deck) {
    std::vector<RouteNet> nets;
    if (!check_deck(deck)) return nets;
    const auto plan = make_plan(deck, main_slider(deck));
    if (!plan) return nets;
    for (const RoutePlan& route : plan->routes)
        for (const ProductPlan& product : route.products)
            for (const PayablePlan& metal : product.payables) {
                if (!recovers(metal)) continue;
                const double net = net_of(*plan, metal);
                const auto there = std::ranges::find_if(nets, [&](const RouteNet& one) {
                    return one.route == route.name && one.commodity == metal.commodity;
                });
                if (there == nets.end())
                    nets.push_back({route.name, metal.commodity, net});
                else
                    there->net = std::max(there->net, net);
            }
    return nets;
}

std::vector<Paying> paying(const PriceDeck& deck) {
    std::vector<Paying> all;
    for (const RouteNet& one : nets_by_route(deck)) {
        if (!(one.net > 0)) continue;
        const Commodity& commodity = deck.commodities[one.commodity];
        all.push_back({commodity.name, one.route});
        if (grade_column(commodity) != commodity.name) all.push_back({grade_column(commodity), one.route});
    }
    return all;
}

}  // namespace orelens::economics
