#include "core/economics/LeafValue.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/GradeColumns.h"
#include "core/economics/Payable.h"

namespace orelens::economics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// `grade` of the metal in the product, in its unit.
LeafPaid paid_for(const PayablePlan& metal, double grade) {
    LeafPaid paid;
    if (metal.chinese) {
        paid.share = metal.coefficients.empty() ? metal.share : band_value(metal.coefficients, grade, 0);
        if (paid.share > 0 && metal.amount != 0) paid.beside = (grade - metal.base_grade) / metal.step * metal.amount;
        return paid;
    }
    if (metal.deduction > 0)
        paid.share = grade > 0 ? paid_grade({metal.share, metal.deduction}, grade) / grade : 0;
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

void LeafValue::find_recovered(const PayablePlan& metal, const LeafData& data) {
    const std::vector<double>& head = head_[metal.commodity];
    if (metal.recovery_column != nowhere) {
        const std::vector<double>& column = data.real[metal.recovery_column];
        // Unknown recovers nothing; beyond 0…100 % it is held, and the examination of the stage tells of it.
        for (std::size_t at = 0; at < head.size(); ++at)
            recovered_[at] = column[at] > 0 ? head[at] * (std::min(column[at], 100.0) / 100) : 0.0;
    } else if (metal.recovery.kind == Response::Kind::constant) {
        const double share = metal.recovery.a / 100;
        for (std::size_t at = 0; at < head.size(); ++at) recovered_[at] = head[at] * share;
    } else {
        for (std::size_t at = 0; at < head.size(); ++at)
            recovered_[at] = head[at] * (metal.recovery.at(head[at] / metal.unit) / 100);
    }
}

/// What is paid for the metal in the product at work, after find_mass and find_recovered.
void LeafValue::find_paid(const PayablePlan& metal) {
    paid_.assign(recovered_.size(), paid_for(metal, 0));
    if (!metal.by_grade) return;
    for (std::size_t at = 0; at < paid_.size(); ++at)
        paid_[at] = pull_[at] > 0 ? paid_for(metal, recovered_[at] / pull_[at] / metal.unit) : LeafPaid{};
}

/// Dry tonnes of product per tonne mined in pull_, what its mass is charged in charge_, and where it is sold in sold_:
/// 1 sold, 0.5 made and refused, 0 not made.
void LeafValue::find_mass(const ProductPlan& product, std::size_t route, const LeafData& data) {
    const auto n = static_cast<std::size_t>(count_);
    pull_.assign(n, 0);
    charge_.assign(n, product.charge);
    sold_.assign(n, 1);
    if (!allowed_.empty() && !allowed_[route].empty())
        for (std::size_t at = 0; at < n; ++at) sold_[at] = allowed_[route][at] != 0 ? 1 : 0;
    if (product.host == nowhere || product.grade.kind == Response::Kind::none) return;
    const PayablePlan& host = product.payables[product.host];
    find_recovered(host, data);
    const bool even = product.grade.kind == Response::Kind::constant;
    for (std::size_t at = 0; at < n; ++at) {
        const double percent = even ? product.grade.a : product.grade.at(head_[host.commodity][at] * 100);
        const bool made = recovered_[at] > 0 && percent > 0;  // without its host there is no product
        pull_[at] = made ? recovered_[at] / (percent / 100) : 0;
        sold_[at] = made && percent >= product.lowest ? sold_[at] : std::min(sold_[at], made ? 0.5 : 0.0);
    }
    for (const ImpurityPlan& impurity : product.impurities)
        for (std::size_t at = 0; at < n; ++at) {
            if (sold_[at] < 1) continue;
            double grade = impurity.terms.grade;
            if (impurity.column != nowhere)
                grade = data.real[impurity.column][at] * plan_->keep * impurity.terms.recovery / pull_[at] * 100;
            // What is not known of an impurity sells no product.
            if (std::isnan(grade) || impurity.terms.refused(grade)) sold_[at] = 0.5;
            charge_[at] += impurity.terms.charge(grade) * product.per_charge;
        }
}

void LeafValue::add_product(const ProductPlan& product, std::size_t route, const LeafData& data) {
    const auto n = static_cast<std::size_t>(count_);
    const std::size_t pieces = plan_->from.size();
    const double discount = plan_->routes[route].discount;
    recovered_.resize(n);
    find_mass(product, route, data);
    for (const PayablePlan& metal : product.payables) {
        find_recovered(metal, data);
        find_paid(metal);
        for (std::size_t at = 0; at < n; ++at) {
            recoverable_[at] = static_cast<std::uint8_t>(recoverable_[at] | (recovered_[at] > 0 && sold_[at] > 0 ? 1 : 0));
            recovered_[at] = sold_[at] >= 1 ? recovered_[at] * discount : 0;
        }
        const std::vector<double>& keep = keep_[metal.commodity];
        for (std::size_t j = 0; j < pieces; ++j) {
            const Line price = metal.price[j], duty = metal.duty[j];
            const double rate = metal.rate[j], subsidy = metal.subsidy;
            double* slope = slope_[route][j].data();
            double* shift = shift_[route][j].data();
            for (std::size_t at = 0; at < n; ++at) {
                const double priced = recovered_[at] * paid_[at].share, beside = recovered_[at] * paid_[at].beside;
                slope[at] += priced * (price.slope - keep[at] * duty.slope);
                shift[at] += priced * (price.shift - keep[at] * duty.shift) + beside * (1 - keep[at] * rate) +
                             recovered_[at] * subsidy;
            }
        }
    }
    if (product.host == nowhere || (product.charge == 0 && product.impurities.empty())) return;
    // Charges on the product's mass lower what its host is taxed on.
    const PayablePlan& host = product.payables[product.host];
    for (std::size_t j = 0; j < pieces; ++j)
        for (std::size_t at = 0; at < n; ++at)
            if (sold_[at] >= 1)
                shift_[route][j][at] -=
                    pull_[at] * charge_[at] * discount * (1 - keep_[host.commodity][at] * host.rate[j]);
}

void LeafValue::product_mass(std::size_t route, const LeafData& data, std::vector<double>& out) {
    recovered_.resize(static_cast<std::size_t>(count_));
    out.assign(recovered_.size(), 0);
    for (const ProductPlan& product : plan_->routes[route].products) {
        find_mass(product, route, data);
        for (std::size_t at = 0; at < out.size(); ++at)
            if (allowed_.empty() || allowed_[route].empty() || allowed_[route][at] != 0) out[at] += pull_[at];
    }
}

double LeafValue::recovered(std::size_t route, std::size_t commodity, const LeafData& data, int at) {
    double sum = 0;
    recovered_.resize(static_cast<std::size_t>(count_));
    for (const ProductPlan& product : plan_->routes[route].products) {
        find_mass(product, route, data);
        for (const PayablePlan& metal : product.payables) {
            if (metal.commodity != commodity || sold_[index(at)] < 1) continue;
            find_recovered(metal, data);
            sum += recovered_[index(at)];
        }
    }
    return sum;
}

void mined_costs(const Plan& plan, const LeafData& data, double* full, double* marginal) {
    const Costs& costs = plan.costs;
    const CostDetail& more = costs.detail;
    const double factor = more.cost_factor, haul = more.haul_km * more.haul_per_km;
    const double even = costs.general + costs.sustaining + haul + more.stripping_ratio * more.waste_mining +
                        one_off_costs(more).sum();
    const double moved = (costs.general + costs.ore_mining_difference + haul) * factor - plan.dump;
    for (std::size_t at = 0; at < static_cast<std::size_t>(data.count); ++at) {
        const double mining = data.mining.empty() ? costs.mining : data.mining[at];
        full[at] = (mining + costs.mining_per_metre * data.depth[at] + even) * factor;
        marginal[at] = moved;
    }
}

void LeafValue::add_costs(const LeafData& data) {
    const double factor = plan_->costs.detail.cost_factor;
    full_.resize(static_cast<std::size_t>(count_));
    marginal_.resize(full_.size());
    mined_costs(*plan_, data, full_.data(), marginal_.data());
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

void LeafValue::sweep(CutoffTest test, double x, double* margin, std::size_t* route, double* even) const {
    const auto n = static_cast<std::size_t>(count_);
    const std::size_t piece = piece_of(x);
    const double* cost = (test == CutoffTest::full ? full_ : marginal_).data();
    std::fill(margin, margin + n, -infinity);
    std::fill(route, route + n, nowhere);
    const bool one_piece = plan_->from.size() == 1;
    if (one_piece) std::fill(even, even + n, infinity);
    for (std::size_t r = 0; r < routes(); ++r) {
        const double* slope = slope_[r][piece].data();
        const double* shift = shift_[r][piece].data();
        const double* own = own_[r].data();
        const std::uint8_t* may = allowed_.empty() || allowed_[r].empty() ? nullptr : allowed_[r].data();
        for (std::size_t at = 0; at < n; ++at) {
            const bool open = may == nullptr || may[at] != 0;
            const double here = open ? slope[at] * x + shift[at] - cost[at] - own[at] : -infinity;
            const bool better = here > margin[at];
            margin[at] = better ? here : margin[at];
            route[at] = better ? r : route[at];
            if (!one_piece) continue;
            const double missing = cost[at] + own[at] - shift[at];
            const double root = slope[at] > 0 ? missing / slope[at] : infinity;
            const double start = !open ? infinity : missing <= 0 ? -infinity : root;
            even[at] = std::min(even[at], start);
        }
    }
    for (std::size_t at = 0; at < n; ++at) {
        if (!one_piece) even[at] = break_even(static_cast<int>(at), test);
        if (assayed_[at] == 0) even[at] = std::numeric_limits<double>::quiet_NaN();
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
