#include "core/economics/FeedSums.h"

#include <cmath>

#include "core/economics/GradeColumns.h"
#include "core/economics/LeafValue.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

constexpr double MetalSums::*metal_amounts[] = {&MetalSums::in_ground, &MetalSums::mined,   &MetalSums::from_waste,
                                                &MetalSums::sold,      &MetalSums::refused, &MetalSums::paid,
                                                &MetalSums::refining,  &MetalSums::selling, &MetalSums::royalty,
                                                &MetalSums::subsidy,   &MetalSums::difference};
constexpr double FeedSums::*feed_amounts[] = {
    &FeedSums::in_situ,    &FeedSums::fed,     &FeedSums::charges, &FeedSums::penalties,
    &FeedSums::waiting,    &FeedSums::mining,  &FeedSums::haulage, &FeedSums::ore_mining_difference,
    &FeedSums::handling,   &FeedSums::general, &FeedSums::processing, &FeedSums::sustaining,
    &FeedSums::haul,       &FeedSums::restart, &FeedSums::stripping, &FeedSums::construction,
    &FeedSums::closure,    &FeedSums::ore_subsidy, &FeedSums::dump_saved};

}  // namespace

void FeedSums::add(const FeedSums& other) {
    for (auto amount : feed_amounts) this->*amount += other.*amount;
    if (metals.size() < other.metals.size()) metals.resize(other.metals.size());
    for (std::size_t c = 0; c < other.metals.size(); ++c)
        for (auto amount : metal_amounts) metals[c].*amount += other.metals[c].*amount;
}

void LeafValue::add_sums(FeedSums& sums, std::size_t route, CutoffTest test, double x, const LeafData& data,
                         const double* tonnes) {
    const auto n = static_cast<std::size_t>(count_);
    const double mined_share = plan_->costs.mining_recovery_percent / 100;
    const double fed_per_tonne = mined_tonnes(plan_->costs, 1);
    sums.metals.resize(plan_->waste_head.size());
    for (std::size_t c = 0; c < sums.metals.size(); ++c)
        for (std::size_t at = 0; at < n; ++at) {
            if (!(tonnes[at] > 0) || std::isnan(data.grade[c][at])) continue;
            const double metal = tonnes[at] * counted_grade(data.grade[c][at]);
            sums.metals[c].in_ground += metal;
            sums.metals[c].mined += metal * mined_share;
            sums.metals[c].from_waste += tonnes[at] * fed_per_tonne * plan_->waste_head[c];
        }
    recovered_.resize(n);
    for (const ProductPlan& product : plan_->routes[route].products)
        add_product_sums(sums, product, route, x, data, tonnes, fed_per_tonne);
    add_cost_sums(sums, route, test, data, tonnes, fed_per_tonne);
}

void LeafValue::add_product_sums(FeedSums& sums, const ProductPlan& product, std::size_t route, double x,
                                 const LeafData& data, const double* tonnes, double fed_per_tonne) {
    const auto n = static_cast<std::size_t>(count_);
    const std::size_t piece = piece_of(x);
    const double later = 1 - plan_->routes[route].discount;
    find_mass(product, route, data);
    for (const PayablePlan& metal : product.payables) {
        find_recovered(metal, data);
        find_paid(metal);
        MetalSums& sum = sums.metals[metal.commodity];
        for (std::size_t at = 0; at < n; ++at) {
            if (!(tonnes[at] > 0)) continue;
            const double in_product = recovered_[at] * tonnes[at] * fed_per_tonne;
            if (sold_[at] < 1) {
                if (sold_[at] > 0) sum.refused += in_product;
                continue;
            }
            const double payable = in_product * paid_[at].share, beside = in_product * paid_[at].beside;
            const double earned = payable * metal.price[piece].at(x), selling = payable * metal.selling;
            const double royalty =
                keep_[metal.commodity][at] * (payable * metal.duty[piece].at(x) + beside * metal.rate[piece]);
            sum.sold += in_product;
            sum.paid += earned + selling;
            sum.selling += selling;
            (metal.chinese ? sum.difference : sum.refining) += beside;
            sum.royalty += royalty;
            sum.subsidy += in_product * metal.subsidy;
            sums.waiting += later * (earned + beside - royalty + in_product * metal.subsidy);
        }
    }
    if (product.host == nowhere) return;
    const PayablePlan& host = product.payables[product.host];
    for (std::size_t at = 0; at < n; ++at) {
        if (!(tonnes[at] > 0) || sold_[at] < 1) continue;
        const double mass = pull_[at] * tonnes[at] * fed_per_tonne;
        const double untaxed = mass * charge_[at] * keep_[host.commodity][at] * host.rate[piece];
        sums.charges += mass * product.charge;
        sums.penalties += mass * (charge_[at] - product.charge);
        sums.metals[host.commodity].royalty -= untaxed;
        sums.waiting -= later * (mass * charge_[at] - untaxed);
    }
}

void LeafValue::add_cost_sums(FeedSums& sums, std::size_t route, CutoffTest test, const LeafData& data,
                              const double* tonnes, double fed_per_tonne) const {
    const Costs& costs = plan_->costs;
    const CostDetail& more = costs.detail;
    const RoutePlan& way = plan_->routes[route];
    const double factor = more.cost_factor;
    double in_situ = 0, fed = 0;
    for (std::size_t at = 0; at < static_cast<std::size_t>(count_); ++at) {
        if (!(tonnes[at] > 0)) continue;
        const double mined = tonnes[at] * fed_per_tonne;
        in_situ += tonnes[at];
        fed += mined;
        sums.processing += mined * (own_[route][at] - way.now * factor);
        if (test != CutoffTest::full) continue;
        sums.mining += mined * (data.mining.empty() ? costs.mining : data.mining[at]) * factor;
        sums.haulage += mined * costs.mining_per_metre * data.depth[at] * factor;
    }
    sums.in_situ += in_situ;
    sums.fed += fed;
    sums.handling += fed * way.now * factor;
    sums.ore_subsidy += fed * way.subsidy;
    sums.general += fed * costs.general * factor;
    sums.haul += fed * more.haul_km * more.haul_per_km * factor;
    if (test == CutoffTest::marginal) {
        sums.ore_mining_difference += fed * costs.ore_mining_difference * factor;
        sums.dump_saved += fed * plan_->dump;
        return;
    }
    const OneOffCosts once = one_off_costs(more);
    sums.sustaining += fed * costs.sustaining * factor;
    sums.stripping += fed * more.stripping_ratio * more.waste_mining * factor;
    sums.construction += fed * once.construction * factor;
    sums.restart += fed * once.restart * factor;
    sums.closure += fed * once.closure * factor;
}

}  // namespace orelens::economics
