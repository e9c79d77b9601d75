#include "core/economics/LeafValue.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/GradeColumns.h"

namespace orelens::economics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What is paid for a metal: tonnes of it at the price, and an amount beside the price, per tonne of it in the product.
struct Paid {
    double share = 0, beside = 0;
};

/// `grade` of the metal in the product, in its unit.
Paid paid_for(const PayablePlan& metal, double grade) {
    Paid paid;
    if (metal.chinese) {
        paid.share = metal.coefficients.empty() ? metal.share : band_value(metal.coefficients, grade, 0);
        if (paid.share > 0 && metal.amount != 0) paid.beside = (grade - metal.base_grade) / metal.step * metal.amount;
        return paid;
    }
    if (metal.deduction > 0)
        paid.share = grade > 0 ? std::max(0.0, std::min(metal.share * grade, grade - metal.deduction)) / grade : 0;
    else
        paid.share = metal.share;
    paid.beside = -paid.share * metal.refining;
    return paid;
}

void fill(std::vector<double>& values, int count, double with) {
    values.assign(static_cast<std::size_t>(count), with);
}

}  // namespace

void LeafValue::take(const LeafData& data) {
    count_ = data.count;
    const auto n = static_cast<std::size_t>(count_);
    const std::size_t metals = plan_->waste_head.size(), routes = plan_->routes.size();
    head_.resize(metals);
    keep_.resize(metals);
    assayed_.assign(n, 0);
    recoverable_.assign(n, 0);
    for (std::size_t c = 0; c < metals; ++c) {
        head_[c].resize(n);
        keep_[c].resize(n);
        const ReliefPlan& relief = plan_->reliefs[c];
        for (std::size_t at = 0; at < n; ++at) {
            const double grade = data.grade[c][at];
            const bool known = !std::isnan(grade);
            assayed_[at] |= known ? 1 : 0;
            head_[c][at] = known ? counted_grade(grade) * plan_->keep + plan_->waste_head[c] : 0;
            double most = relief.everywhere;
            if (grade < relief.low_below) most = std::max(most, relief.low);
            if (!data.class_relief.empty()) most = std::max(most, data.class_relief[at]);
            keep_[c][at] = 1 - most;
        }
    }
    slope_.resize(routes);
    shift_.resize(routes);
    own_.resize(routes);
    allowed_ = data.allowed;
    for (std::size_t r = 0; r < routes; ++r) {
        slope_[r].resize(plan_->from.size());
        shift_[r].resize(plan_->from.size());
        for (std::size_t j = 0; j < plan_->from.size(); ++j) {
            fill(slope_[r][j], count_, 0);
            fill(shift_[r][j], count_, plan_->routes[r].subsidy);
        }
        for (const ProductPlan& product : plan_->routes[r].products) add_product(product, r, data);
    }
    add_costs(data);
}

void LeafValue::add_product(const ProductPlan& product, std::size_t route, const LeafData& data) {
    const std::size_t pieces = plan_->from.size();
    const double discount = plan_->routes[route].discount;
    const auto recovery = [&](const PayablePlan& metal, std::size_t at) {
        if (metal.recovery_column != nowhere) {
            // Unknown recovers nothing; beyond 0…100 % it is held, and the examination of the stage tells of it.
            const double percent = data.real[metal.recovery_column][at];
            return percent > 0 ? std::min(percent, 100.0) / 100 : 0.0;
        }
        return metal.recovery.at(head_[metal.commodity][at] / metal.unit) / 100;
    };
    const bool has_mass = product.host != nowhere && product.grade.kind != Response::Kind::none;
    for (std::size_t at = 0; at < static_cast<std::size_t>(data.count); ++at) {
        if (!allowed_.empty() && !allowed_[route].empty() && allowed_[route][at] == 0) continue;
        double pull = 0;
        if (has_mass) {
            const PayablePlan& host = product.payables[product.host];
            const double percent = product.grade.at(head_[host.commodity][at] * 100);
            const double made = head_[host.commodity][at] * recovery(host, at);
            if (!(made > 0) || !(percent > 0)) continue;  // without its host there is no product
            pull = made / (percent / 100);
            if (percent < product.lowest) continue;
        }
        double charge = product.charge;
        bool refused = false;
        for (const ImpurityPlan& impurity : product.impurities) {
            double grade = impurity.terms.grade;
            // What is not known of an impurity sells no product.
            if (impurity.column != nowhere)
                grade = data.real[impurity.column][at] * plan_->keep * impurity.terms.recovery / pull * 100;
            refused = refused || std::isnan(grade) || impurity.terms.refused(grade);
            charge += impurity.terms.charge(grade) * product.per_charge;
        }
        for (const PayablePlan& metal : product.payables) {
            const double contained = head_[metal.commodity][at] * recovery(metal, at);
            if (!(contained > 0)) continue;
            recoverable_[at] = 1;
            if (refused) continue;
            const Paid paid = metal.by_grade ? paid_for(metal, contained / pull / metal.unit)
                                             : paid_for(metal, 0);
            const double keep = keep_[metal.commodity][at];
            const double priced = contained * paid.share * discount, beside = contained * paid.beside * discount;
            const double subsidy = contained * metal.subsidy * discount;
            for (std::size_t j = 0; j < pieces; ++j) {
                slope_[route][j][at] += priced * (metal.price[j].slope - keep * metal.duty[j].slope);
                shift_[route][j][at] += priced * (metal.price[j].shift - keep * metal.duty[j].shift) +
                                        beside * (1 - keep * metal.rate[j]) + subsidy;
            }
        }
        if (refused || !(pull > 0) || charge == 0) continue;
        // Charges on the product's mass lower what its host is taxed on.
        const PayablePlan& host = product.payables[product.host];
        for (std::size_t j = 0; j < pieces; ++j)
            shift_[route][j][at] -= pull * charge * discount * (1 - keep_[host.commodity][at] * host.rate[j]);
    }
}

void LeafValue::add_costs(const LeafData& data) {
    const Costs& costs = plan_->costs;
    const CostDetail& more = costs.detail;
    const double factor = more.cost_factor, haul = more.haul_km * more.haul_per_km;
    const double even = costs.general + costs.sustaining + haul + more.stripping_ratio * more.waste_mining +
                        one_off_costs(more).sum();
    fill(marginal_, count_, (costs.general + costs.ore_mining_difference + haul) * factor - plan_->dump);
    full_.resize(static_cast<std::size_t>(count_));
    for (std::size_t at = 0; at < full_.size(); ++at) {
        const double mining = data.mining.empty() ? costs.mining : data.mining[at];
        full_[at] = (mining + costs.mining_per_metre * data.depth[at] + even) * factor;
    }
    for (std::size_t r = 0; r < plan_->routes.size(); ++r) {
        const RoutePlan& route = plan_->routes[r];
        fill(own_[r], count_, (route.now + route.later * route.discount) * factor);
        if (route.hardness_column == nowhere) continue;
        // A block without a hardness cannot be costed on this route.
        for (std::size_t at = 0; at < own_[r].size(); ++at) {
            const double hard = data.real[route.hardness_column][at];
            own_[r][at] = std::isnan(hard) ? infinity : own_[r][at] + route.hardness * hard * route.discount * factor;
        }
    }
}

std::size_t LeafValue::piece_of(double x) const {
    const auto above = std::ranges::upper_bound(plan_->from, x);
    return above == plan_->from.begin() ? 0 : static_cast<std::size_t>(above - plan_->from.begin()) - 1;
}

double LeafValue::end_of(std::size_t piece) const {
    return piece + 1 < plan_->from.size() ? plan_->from[piece + 1] : infinity;
}

double LeafValue::revenue(std::size_t route, int at, double x) const {
    if (!allowed_.empty() && !allowed_[route].empty() && allowed_[route][index(at)] == 0) return -infinity;
    const std::size_t piece = piece_of(x);
    return slope_[route][piece][index(at)] * x + shift_[route][piece][index(at)];
}

double LeafValue::margin(std::size_t route, int at, CutoffTest test, double x) const {
    return revenue(route, at, x) - mined_cost(at, test) - own_[route][index(at)];
}

std::size_t LeafValue::best(int at, CutoffTest test, double x) const {
    std::size_t found = nowhere;
    double most = -infinity;
    for (std::size_t r = 0; r < routes(); ++r)
        if (const double own = margin(r, at, test, x); own > most) {
            most = own;
            found = r;
        }
    return found;
}

double LeafValue::best_margin(int at, CutoffTest test, double x) const {
    const std::size_t route = best(at, test, x);
    return route == nowhere ? -infinity : margin(route, at, test, x);
}

double LeafValue::root(std::size_t piece, int at, CutoffTest test) const {
    double lowest = infinity;
    for (std::size_t r = 0; r < routes(); ++r) {
        if (!allowed_.empty() && !allowed_[r].empty() && allowed_[r][index(at)] == 0) continue;
        const double missing = mined_cost(at, test) + own_[r][index(at)] - shift_[r][piece][index(at)];
        const double gain = slope_[r][piece][index(at)];
        if (missing <= 0) return -infinity;
        if (gain > 0) lowest = std::min(lowest, missing / gain);
    }
    return lowest;
}

std::vector<PriceInterval> LeafValue::usable(int at, CutoffTest test) const {
    std::vector<PriceInterval> all;
    for (std::size_t piece = 0; piece < plan_->from.size(); ++piece) {
        const double start = std::max(plan_->from[piece], root(piece, at, test)), end = end_of(piece);
        if (!(start < end)) continue;
        if (!all.empty() && all.back().to == start)
            all.back().to = end;
        else
            all.push_back({start, end});
    }
    return all;
}

double LeafValue::break_even(int at, CutoffTest test) const {
    if (!assayed(at)) return std::numeric_limits<double>::quiet_NaN();
    const std::size_t here = plan_->piece;
    double start = std::max(plan_->from[here], root(here, at, test));
    if (start <= plan_->x) {  // usable today: back to where that begins
        for (std::size_t piece = here; piece > 0 && start <= plan_->from[piece]; --piece) {
            const double before = std::max(plan_->from[piece - 1], root(piece - 1, at, test));
            if (!(before < plan_->from[piece])) break;
            start = before;
        }
        return start > 0 ? start : -infinity;
    }
    for (std::size_t piece = here; piece < plan_->from.size(); ++piece) {
        start = std::max(plan_->from[piece], root(piece, at, test));
        if (start < end_of(piece)) return start;
    }
    return infinity;
}

}  // namespace orelens::economics
