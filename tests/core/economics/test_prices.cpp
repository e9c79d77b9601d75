#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Units.h"
#include "core/economics/PriceHistory.h"
#include "core/economics/StartingPrices.h"

namespace orelens::economics {
namespace {

TEST(StartingPrices, EachIsDatedWithSourceAndConfidence) {
    ASSERT_GE(starting_prices().size(), 9U);
    for (const StartingPrice& one : starting_prices()) {
        EXPECT_GT(one.price, 0) << one.commodity;
        EXPECT_TRUE(base::tonnes_in(one.unit)) << one.commodity;
        EXPECT_FALSE(one.currency.empty() || one.period.empty() || one.confidence.empty() || one.source.empty());
        EXPECT_EQ(starting_price(one.commodity), &one) << "none twice";
        EXPECT_NE(one.source.find("replace by yours"), std::string::npos) << one.commodity;
        if (one.confidence != "low") {
            // Read off a published list: the day of it is the period.
            EXPECT_NE(one.source.find("as listed by"), std::string::npos) << one.commodity;
            EXPECT_NE(one.source.find(one.period), std::string::npos) << one.commodity;
            continue;
        }
        // Nobody has looked them up: they say so themselves, and are as round as that.
        EXPECT_NE(one.source.find("not checked"), std::string::npos) << one.commodity;
        const double unit = std::pow(10, std::floor(std::log10(one.price)) - 1);
        EXPECT_NEAR(one.price / unit, std::round(one.price / unit), 1e-9) << one.commodity;
    }
    EXPECT_EQ(starting_price("unobtainium"), nullptr);
}

TEST(PriceHistory, PercentileAndBand) {
    // numpy.percentile([1, 2, 3, 4, 10], [10, 50, 90]) = 1.4, 3, 7.6
    const std::vector<PastPrice> past{{"2021", 4}, {"2019", 1}, {"2020", 10}, {"2022", 2}, {"2023", 3}, {"2024", 0}};
    const PriceStanding at = standing(past, 3);
    EXPECT_EQ(at.count, 5U);
    EXPECT_EQ(at.from, "2019");
    EXPECT_EQ(at.to, "2023");
    EXPECT_DOUBLE_EQ(at.percentile, 50);
    EXPECT_NEAR(at.p10, 1.4, 1e-12);
    EXPECT_EQ(at.median, 3);
    EXPECT_NEAR(at.p90, 7.6, 1e-12);
    EXPECT_EQ(standing(past, 100).percentile, 100);
    EXPECT_EQ(standing(past, 0.5).percentile, 0);
    EXPECT_TRUE(std::isnan(standing({}, 3).percentile));
}

}  // namespace
}  // namespace orelens::economics
