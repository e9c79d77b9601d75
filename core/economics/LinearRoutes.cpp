#include "core/economics/LinearRoutes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orelens::economics {
namespace {

/// The share of the royalty that every block pays.
bool even_relief(const ReliefPlan& relief) {
    return relief.low <= relief.everywhere || !(relief.low_below > 0);
}

bool constant(const Response& response) {
    return response.kind == Response::Kind::constant;
}

bool linear(const PayablePlan& metal, bool mass_known) {
    if (metal.recovery_column != nowhere || !constant(metal.recovery)) return false;
    if (metal.chinese) return !metal.by_grade;
    return metal.deduction <= 0 || mass_known;
}

/// Whether a product of stated grade is always sold, and what its mass is charged then.
std::optional<double> even_charge(const ProductPlan& product) {
    if (product.host == nowhere || product.grade.kind == Response::Kind::none)
        return product.impurities.empty() ? std::optional(product.charge) : std::nullopt;
    if (!constant(product.grade) || product.grade.a < product.lowest) return std::nullopt;
    double charge = product.charge;
    for (const ImpurityPlan& impurity : product.impurities) {
        if (impurity.column != nowhere || impurity.terms.refused(impurity.terms.grade)) return std::nullopt;
        charge += impurity.terms.charge(impurity.terms.grade) * product.per_charge;
    }
    return charge;
}

bool linear(const Plan& plan) {
    if (plan.from.size() != 1 || !plan.class_reliefs.empty()) return false;
    if (plan.waste_head.size() > static_cast<std::size_t>(kernel::most_routed_metals) || plan.routes.size() > 200)
        return false;
    if (!std::ranges::all_of(plan.reliefs, even_relief)) return false;
    for (const RoutePlan& route : plan.routes) {
        if (route.hardness_column != nowhere) return false;
        for (const ProductPlan& product : route.products) {
            const bool mass = product.host != nowhere && product.grade.kind != Response::Kind::none;
            if (!even_charge(product)) return false;
            for (const PayablePlan& metal : product.payables)
                if (!linear(metal, mass)) return false;
        }
    }
    return true;
}

kernel::RoutedMetal metal_of(const PayablePlan& metal, double keep) {
    const Line price = metal.price[0], duty = metal.duty[0];
    return {.commodity = static_cast<int>(metal.commodity),
            .recovery = metal.recovery.a / 100,
            .unit = metal.unit,
            .paid = metal.share,
            .deduction = metal.chinese ? 0 : metal.deduction,
            .refining = metal.chinese ? 0 : metal.refining,
            .slope = price.slope - keep * duty.slope,
            .shift = price.shift - keep * duty.shift,
            .untaxed = 1 - keep * metal.rate[0],
            .subsidy = metal.subsidy};
}

}  // namespace

std::optional<LinearRoutes> LinearRoutes::of(const DeckOnModel& bound) {
    const Plan& plan = bound.plan();
    if (!linear(plan)) return std::nullopt;
    auto numbers = std::make_shared<Numbers>();
    const auto keep = [&](std::size_t commodity) { return 1 - plan.reliefs[commodity].everywhere; };
    for (const RoutePlan& route : plan.routes)
        for (const ProductPlan& product : route.products) {
            numbers->metals.emplace_back();
            for (const PayablePlan& metal : product.payables)
                numbers->metals.back().push_back(metal_of(metal, keep(metal.commodity)));
        }
    for (const RoutePlan& route : plan.routes)
        for (const ProductPlan& product : route.products) {
            const std::vector<kernel::RoutedMetal>& metals = numbers->metals[numbers->products.size()];
            kernel::RoutedProduct made{.metals = metals.data(), .count = static_cast<int>(metals.size())};
            if (product.host != nowhere && product.grade.kind != Response::Kind::none) {
                const PayablePlan& host = product.payables[product.host];
                made.host = static_cast<int>(product.host);
                made.grade = product.grade.a / 100;
                made.charged = product.charge != 0 || !product.impurities.empty();
                made.charge = *even_charge(product);
                made.untaxed = 1 - keep(host.commodity) * host.rate[0];
            }
            numbers->products.push_back(made);
        }
    const kernel::RoutedProduct* next = numbers->products.data();
    const double factor = plan.costs.detail.cost_factor;
    for (const RoutePlan& route : plan.routes) {
        numbers->routes.push_back({.products = next,
                                   .count = static_cast<int>(route.products.size()),
                                   .discount = route.discount,
                                   .subsidy = route.subsidy,
                                   .own = (route.now + route.later * route.discount) * factor});
        next += route.products.size();
    }
    kernel::RoutedDeck& deck = numbers->deck;
    deck.commodities = static_cast<int>(plan.waste_head.size());
    for (std::size_t c = 0; c < plan.waste_head.size(); ++c) {
        deck.fraction[c] = bound.grades().unit_fraction(c);
        deck.waste_head[c] = plan.waste_head[c];
    }
    deck.keep = plan.keep;
    deck.routes = numbers->routes.data();
    deck.count = static_cast<int>(numbers->routes.size());
    deck.x = plan.x;
    deck.status_by_full = plan.test == CutoffTest::full;
    return LinearRoutes(bound, std::move(numbers));
}

void LinearRoutes::leaf(std::size_t n, const kernel::RoutedOut& out, LeafData& ways) const {
    bound_->read_ways(n, ways);
    std::array<double, kernel::leaf_size> full, marginal;
    mined_costs(bound_->plan(), ways, full.data(), marginal.data());
    std::array<const float*, kernel::most_routed_metals> grades{};
    for (std::size_t c = 0; c < bound_->grades().count(); ++c) grades[c] = bound_->grades().leaves(c)[n];
    std::array<const std::uint8_t*, 256> open{};
    for (std::size_t r = 0; r < ways.allowed.size(); ++r)
        open[r] = ways.allowed[r].empty() ? nullptr : ways.allowed[r].data();
    kernel::best_routed_leaf()(numbers_->deck, grades.data(), {full.data(), marginal.data(), open.data()}, out);
}

}  // namespace orelens::economics
