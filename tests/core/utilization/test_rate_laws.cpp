#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/utilization/Rates.h"
#include "tests/core/utilization/MineOfReference.h"

namespace orelens::utilization {
namespace {

using testing::rate;

double between(double low, double high) {
    return low + (high - low) * (*rc::gen::inRange(0, 1000001)) / 1e6;
}

/// Three to five components with prices and ε*, two products with some of each.
MineRecord any_mine() {
    MineRecord mine{.mine = "Any", .consumed_tonnes = between(1e3, 1e7), .main_component = "A"};
    const int count = *rc::gen::inRange(3, 6);
    for (int i = 0; i < count; ++i)
        mine.components.push_back(
            {.name = std::string(1, static_cast<char>('A' + i)),
             .in_situ_grade = between(1e-6, 0.1),
             .price_per_tonne = between(1, 1e6),
             .theoretical_recovery = between(0.1, 1),
             .usable = i > 0 && *rc::gen::inRange(0, 4) == 0 ? Usable::technical_not_economic : Usable::yes});
    for (int p = 0; p < 2; ++p) {
        Product product{.name = "P" + std::to_string(p), .tonnes = between(0, 1e5)};
        for (const MineComponent& one : mine.components)
            product.grades.push_back(
                {.component = one.name, .grade = between(0, 0.2), .counted = between(0, 1)});
        mine.products.push_back(product);
    }
    return mine;
}

void same_rates(const MineRecord& a, const MineRecord& b) {
    const auto first = rates(a, PriceBasis::element);
    const auto second = rates(b, PriceBasis::element);
    RC_ASSERT(first.has_value() && second.has_value());
    for (std::size_t i = 0; i < first->rates.size(); ++i) {
        RC_ASSERT(first->rates[i].value.has_value() == second->rates[i].value.has_value());
        if (!first->rates[i].value) continue;
        RC_ASSERT(std::abs(*first->rates[i].value - *second->rates[i].value) <=
                  1e-12 * *first->rates[i].value);
    }
}

RC_GTEST_PROP(RateLaws, IndependentOfTheMainComponent, ()) {
    const MineRecord mine = any_mine();
    MineRecord other = mine;
    other.main_component = mine.components[*rc::gen::inRange<std::size_t>(0, mine.components.size())].name;
    same_rates(mine, other);
}

RC_GTEST_PROP(RateLaws, IndependentOfTheTonnesDugAtEqualRecovery, ()) {
    const MineRecord mine = any_mine();
    MineRecord other = mine;
    const double factor = between(0.001, 1000);
    other.consumed_tonnes *= factor;
    for (Product& product : other.products) product.tonnes *= factor;
    same_rates(mine, other);
}

RC_GTEST_PROP(RateLaws, IndependentOfCurrencyAndPriceUnit, ()) {
    const MineRecord mine = any_mine();
    MineRecord other = mine;
    const double factor = between(1e-6, 1e3);
    for (MineComponent& one : other.components) *one.price_per_tonne *= factor;
    same_rates(mine, other);
}

RC_GTEST_PROP(RateLaws, RatioOverTheSameListEqualsTheValueRate, ()) {
    const MineRecord mine = any_mine();
    const auto result = rates(mine, PriceBasis::element);
    RC_ASSERT(result.has_value());
    RC_ASSERT(std::abs(*rate(*result, "R1").value - *rate(*result, "R5_all").value) <= 1e-12);
}

RC_GTEST_PROP(RateLaws, OneComponentGivesTheProductOfItsRecoveries, ()) {
    const double k = between(0.5, 1), recovery = between(0.1, 1), theoretical = between(0.2, 1);
    const double metal = between(1, 1e5);
    MineRecord mine{.mine = "One", .consumed_tonnes = 1e6};
    mine.components = {{.name = "Cu",
                        .in_situ_grade = metal / 1e6,
                        .price_per_tonne = 7,
                        .theoretical_recovery = theoretical}};
    mine.products = {{.name = "Concentrate",
                      .tonnes = metal,
                      .grades = {testing::from_recovery("Cu", metal, k, recovery, metal)}}};
    const auto result = rates(mine, PriceBasis::element);
    RC_ASSERT(result.has_value());
    for (const char* id : {"R1", "R3", "R5"})
        RC_ASSERT(std::abs(*rate(*result, id).value - k * recovery) < 1e-12);
    RC_ASSERT(*rate(*result, "R2").value == 1.0);
    RC_ASSERT(std::abs(*rate(*result, "R4").value - k * recovery / theoretical) < 1e-11);
}

RC_GTEST_PROP(RateLaws, UsingMoreNeverLowersARate, ()) {
    const MineRecord mine = any_mine();
    MineRecord better = mine;
    const auto which = *rc::gen::inRange<std::size_t>(0, mine.components.size());
    better.products[0].grades[which].counted = 1;
    const auto before = rates(mine, PriceBasis::element), after = rates(better, PriceBasis::element);
    RC_ASSERT(before.has_value() && after.has_value());
    for (std::size_t i = 0; i < before->rates.size(); ++i)
        RC_ASSERT(*after->rates[i].value >= *before->rates[i].value * (1 - 1e-14));
}

}  // namespace
}  // namespace orelens::utilization
