#include "core/statistics/Contact.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/statistics/Enrichment.h"

namespace orelens::statistics {
namespace {

const double none = std::nan("");

// Hole 0 down: domains 0 0 1 1 0 at 0, 2, 4, 6, 10 m: contacts at 3 and 8 m. Hole 1 has none; domain −1 is no side.
struct Holes {
    std::vector<double> x{0, 0, 0, 0, 0, 9, 9, 9, 9}, y{0, 0, 0, 0, 0, 0, 0, 0, 0}, z{0, -2, -4, -6, -10, 0, -2, -4, -6};
    std::vector<std::int32_t> hole{0, 0, 0, 0, 0, 1, 1, 2, 2}, domain{0, 0, 1, 1, 0, 0, 0, 1, -1};
    std::vector<double> depth{0, 2, 4, 6, 10, 0, 2, 0, 2};
    [[nodiscard]] HoleSamples samples() const { return {x, y, z, hole, domain, depth}; }
};

TEST(Contact, DistancesByHand) {
    const Holes holes;
    const auto d = contact_distances(holes.samples(), 0, 1);
    const double expected[] = {-3, -1, 1, 2, -2};
    for (std::size_t n = 0; n < 5; ++n) EXPECT_DOUBLE_EQ(d[n], expected[n]) << n;
    for (std::size_t n = 5; n < 9; ++n) EXPECT_TRUE(std::isnan(d[n])) << n;
    const auto other = contact_distances(holes.samples(), 1, 0);
    for (std::size_t n = 0; n < 5; ++n) EXPECT_DOUBLE_EQ(other[n], -d[n]);
    const auto pairs = domain_contacts(holes.samples());
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].contacts, 2);
}

TEST(Contact, DepthNotTheOrderOfRowsTellsNeighbours) {
    Holes holes;
    std::vector<std::size_t> order{4, 0, 3, 1, 2, 8, 5, 7, 6};
    Holes mixed;
    for (std::size_t n = 0; n < order.size(); ++n) {
        mixed.x[n] = holes.x[order[n]];
        mixed.z[n] = holes.z[order[n]];
        mixed.hole[n] = holes.hole[order[n]];
        mixed.domain[n] = holes.domain[order[n]];
        mixed.depth[n] = holes.depth[order[n]];
    }
    const auto d = contact_distances(holes.samples(), 0, 1), m = contact_distances(mixed.samples(), 0, 1);
    for (std::size_t n = 0; n < order.size(); ++n) {
        ASSERT_EQ(std::isnan(m[n]), std::isnan(d[order[n]]));
        if (!std::isnan(m[n])) {
            EXPECT_DOUBLE_EQ(m[n], d[order[n]]);
        }
    }
}

TEST(Contact, ProfileAndStep) {
    const std::vector<double> distance{-3, -1, 1, 2, -2, none, 40}, value{1, 2, 7, 9, 3, 5, 100};
    const auto profile = contact_profile(distance, value, 2, 4);
    ASSERT_TRUE(profile);
    ASSERT_EQ(profile->size(), 4U);
    EXPECT_EQ((*profile)[0].count, 1) << "−4 … −2 holds −3";
    EXPECT_EQ((*profile)[1].count, 2) << "−2 … 0 holds −2 and −1";
    EXPECT_DOUBLE_EQ((*profile)[1].mean, 2.5);
    EXPECT_TRUE(std::isnan((*profile)[0].sd));
    EXPECT_EQ((*profile)[2].mean, 7);
    EXPECT_EQ((*profile)[3].count, 1);
    const ContactStep step = contact_step(distance, value, 3);
    EXPECT_EQ(step.count_a, 3);
    EXPECT_EQ(step.count_b, 2);
    EXPECT_EQ(step.mean_a, 2);
    EXPECT_EQ(step.mean_b, 8);
    // Welch: t = 6/√(1/3 + 1) with (4/3)²/((1/3)²/2 + 1²/1) = 1.684 degrees of freedom; Student's density integrated
    // numerically.
    EXPECT_NEAR(step.p, 0.04969146055, 1e-9);
    EXPECT_TRUE(std::isnan(contact_step(distance, value, 0.5).p));
    EXPECT_FALSE(contact_profile(distance, value, 0, 4));
    EXPECT_FALSE(contact_profile(distance, value, 1e-6, 4));
    EXPECT_FALSE(contact_profile(distance, value, none, none));
}

TEST(Enrichment, MissingIsNotZero) {
    const std::vector<double> grade{1, none, 3, 5}, support{1, 1, 1, none};
    const auto rows = enrichment_by_group(grade, support, std::vector<std::int32_t>{0, 0, 1, 7}, 3, 5);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].points, 4);
    EXPECT_EQ(rows[0].assayed, 2);
    EXPECT_EQ(rows[0].mean, 2);
    EXPECT_EQ(rows[2].factor_to_all, 1.5);
    EXPECT_TRUE(std::isnan(rows[3].mean)) << "a group without samples";
    EXPECT_TRUE(std::isnan(rows[2].factor_to_reference)) << "no such group";
    EXPECT_FALSE(enrichment_by_distance(grade, support, grade, std::vector<double>{1}));
    EXPECT_FALSE(enrichment_by_distance(grade, support, grade, std::vector<double>{1, 1}));
    EXPECT_FALSE(enrichment_by_distance(grade, support, grade, std::vector<double>{1, none, 2}));
}

}  // namespace
}  // namespace orelens::statistics
