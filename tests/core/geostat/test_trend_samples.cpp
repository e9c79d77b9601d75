// Kriging with a trend takes enough samples to fit it, not merely to meet it.
#include <gtest/gtest.h>

#include "core/geostat/EstimateOptions.h"
#include "core/geostat/Rules.h"

namespace orelens::geostat {
namespace {

ElementEstimate made(Method method, Trend trend, int fewest, int last, int most) {
    EstimateRule rule;
    rule.method = method;
    rule.trend = trend;
    rule.min_samples = fewest;
    rule.last_pass_min_samples = last;
    rule.max_samples = most;
    return element_estimate("Cu", rule, {}, {}, 0, {});
}

TEST(TrendSamples, AreTwiceTheTermsInEveryPass) {
    const std::pair<Trend, int> cases[] = {
        {Trend::linear, 8}, {Trend::horizontal, 6}, {Trend::vertical, 4}, {Trend::quadratic, 20}};
    for (const auto& [trend, least] : cases) {
        const ElementEstimate how = made(Method::universal_kriging, trend, 4, 2, 16);
        ASSERT_EQ(how.passes.size(), 2U);
        for (const SearchPass& pass : how.passes) {
            EXPECT_EQ(pass.min_samples, least);
            EXPECT_GE(pass.max_samples, least) << "room for them";
        }
        EXPECT_EQ(least_samples_of_trend(how), least);
    }
    EXPECT_EQ(made(Method::external_drift, Trend::linear, 1, 1, 16).passes.back().min_samples, 4);
}

TEST(TrendSamples, MoreStayMoreAndOtherMethodsAreLeftAlone) {
    EXPECT_EQ(made(Method::universal_kriging, Trend::linear, 12, 10, 16).passes.front().min_samples, 12);
    EXPECT_EQ(made(Method::universal_kriging, Trend::linear, 12, 10, 16).passes.back().min_samples, 10);
    for (const Method method : {Method::ordinary_kriging, Method::simple_kriging, Method::inverse_distance}) {
        const ElementEstimate how = made(method, Trend::quadratic, 4, 2, 3);
        EXPECT_EQ(how.passes.front().min_samples, 4);
        EXPECT_EQ(how.passes.back().min_samples, 2);
        EXPECT_EQ(how.passes.back().max_samples, 3);
    }
}

}  // namespace
}  // namespace orelens::geostat
