#include "core/statistics/Correlation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/statistics/LogRatio.h"

namespace orelens::statistics {
namespace {

using ::testing::ElementsAre;

const double none = std::nan("");

CorrelationMatrix matrix_of(const std::vector<std::vector<double>>& columns, Coefficient coefficient) {
    Columns c;
    for (std::size_t n = 0; n < columns.size(); ++n) {
        c.name.push_back(std::string(1, static_cast<char>('A' + n)));
        c.value.emplace_back(columns[n]);
    }
    base::Progress progress;
    auto found = correlations(c, coefficient, progress);
    if (!found) throw std::runtime_error(found.error().what.key);
    return *found;
}

// The ranks are 1 2 3 4 5 and 2 1 4 3 5: Spearman 0.8.
TEST(Correlation, PearsonAndSpearmanByHand) {
    const std::vector<std::vector<double>> columns{{1, 2, 3, 4, 6, none, 7}, {2, 1, 5, 3, 9, 4, none}};
    const CorrelationMatrix p = matrix_of(columns, Coefficient::pearson);
    // Σab − n·ā·b̄ = 85 − 5·3.2·4 = 21; Σa² = 66 − 51.2 = 14.8; Σb² = 120 − 80 = 40.
    EXPECT_NEAR(p.at(0, 1), 21 / std::sqrt(14.8 * 40), 1e-14);
    EXPECT_EQ(p.pairs[1], 5);
    EXPECT_EQ(p.pairs[0], 6);
    EXPECT_EQ(p.at(0, 0), 1);
    EXPECT_EQ(p.at(0, 1), p.at(1, 0));
    EXPECT_EQ(p.p[0], 0);
    const CorrelationMatrix s = matrix_of(columns, Coefficient::spearman);
    EXPECT_NEAR(s.at(0, 1), 0.8, 1e-14);
}

TEST(Correlation, TiesHaveTheirMeanRank) {
    // Ranks 1.5 1.5 3 4 and 1 2.5 2.5 4: r = (Σ − 25)/√(4.5·4.5), Σ = 1.5 + 3.75 + 7.5 + 16.
    const CorrelationMatrix s = matrix_of({{5, 5, 6, 7}, {1, 2, 2, 9}}, Coefficient::spearman);
    EXPECT_NEAR(s.at(0, 1), 3.75 / 4.5, 1e-14);
}

// Student's t: two-sided 5 % points 4.302653 (2 degrees), 2.228139 (10), 1.984467 (98).
TEST(Correlation, SignificanceByTheTable) {
    for (const auto& [t, freedom] : std::vector<std::pair<double, int>>{{4.302652730, 2}, {2.228138852, 10}, {1.984467455, 98}})
        EXPECT_NEAR(significance(t / std::sqrt(freedom + t * t), freedom + 2), 0.05, 1e-8);
    EXPECT_TRUE(std::isnan(significance(0.5, 2)));
    EXPECT_EQ(significance(0, 20), 1);
    EXPECT_EQ(significance(-1, 20), 0);
    EXPECT_EQ(chance_text(significance(0.5, 2)), "–");
    EXPECT_EQ(chance_text(3e-12), "<0.0001");
    EXPECT_EQ(chance_text(0.0312), "0.031");
}

TEST(Correlation, ColumnsThatSayNothingAreNotZero) {
    const CorrelationMatrix p = matrix_of({{1, 2, 3, 4}, {0.1, 0.1, 0.1, 0.1}, {none, none, 1, 2}}, Coefficient::pearson);
    EXPECT_TRUE(std::isnan(p.at(0, 1)));
    EXPECT_TRUE(std::isnan(p.at(1, 1)));
    EXPECT_TRUE(std::isnan(p.at(0, 2)));
    EXPECT_EQ(p.pairs[2], 2);
    EXPECT_EQ(matrix_of({}, Coefficient::spearman).size(), 0U);
}

RC_GTEST_PROP(Correlation, RanksDoNotSeeTheScaleAndRowsHaveNoOrder, ()) {
    const auto whole = *rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(rc::gen::inRange(-20, 20), rc::gen::inRange(-20, 20)));
    std::vector<double> a, b, grown, a_back, b_back;
    for (const auto& [one, other] : whole) {
        a.push_back(one);
        b.push_back(other);
        grown.push_back(std::exp(one * 0.3));
    }
    a_back.assign(a.rbegin(), a.rend());
    b_back.assign(b.rbegin(), b.rend());
    const double r = matrix_of({a, b}, Coefficient::spearman).at(0, 1);
    const double same = matrix_of({grown, b}, Coefficient::spearman).at(0, 1), back = matrix_of({a_back, b_back}, Coefficient::spearman).at(0, 1);
    RC_ASSERT((std::isnan(r) && std::isnan(same)) || std::abs(r - same) < 1e-12);
    RC_ASSERT((std::isnan(r) && std::isnan(back)) || std::abs(r - back) < 1e-12);
    RC_ASSERT(std::isnan(r) || std::abs(r) <= 1);
}

TEST(Correlation, ManyRowsAreTakenEvenly) {
    std::vector<double> a, b;
    for (int n = 0; n < 450'000; ++n) {
        a.push_back(n % 1000);
        b.push_back(2 * a.back() + n % 7);
    }
    const CorrelationMatrix p = matrix_of({a, b}, Coefficient::pearson);
    EXPECT_EQ(p.row_step, 3);
    EXPECT_EQ(p.pairs[1], 150'000);
    EXPECT_GT(p.at(0, 1), 0.99);
}

TEST(Correlation, RefusesUnequalColumnsAndStops) {
    const std::vector<double> a{1, 2}, b{1};
    base::Progress progress;
    EXPECT_EQ(correlations({{"A", "B"}, {a, b}}, Coefficient::pearson, progress).error().what.key, "statistics.unequal_columns");
    EXPECT_EQ(principal_components({{"A", "B"}, {a, b}}, progress).error().what.key, "statistics.unequal_columns");
    progress.cancel();
    EXPECT_EQ(correlations({{"A"}, {a}}, Coefficient::pearson, progress).error().kind, base::ErrorKind::cancelled);
}

/// Two groups: A, B, C rise with one factor, D and E with another; F alone.
std::vector<std::vector<double>> grouped(std::size_t rows) {
    std::mt19937_64 random(4);
    std::normal_distribution<double> normal;
    std::vector<std::vector<double>> columns(6);
    for (std::size_t n = 0; n < rows; ++n) {
        const double one = normal(random), other = normal(random);
        for (std::size_t c = 0; c < 6; ++c)
            columns[c].push_back(std::exp((c < 3 ? one : c < 5 ? other : 0) + 0.3 * normal(random) - 4));
    }
    return columns;
}

TEST(Correlation, GroupsOfElements) {
    const auto groups = associations(matrix_of(grouped(400), Coefficient::spearman), 0.6);
    ASSERT_EQ(groups.size(), 2U);
    std::vector<std::vector<std::string>> names{groups[0].elements, groups[1].elements};
    std::sort(names.begin(), names.end());
    EXPECT_THAT(names[0], ElementsAre("A", "B", "C"));
    EXPECT_THAT(names[1], ElementsAre("D", "E"));
    EXPECT_GE(groups[0].least, groups[1].least);
    EXPECT_GT(groups[1].least, 0.6);
    EXPECT_TRUE(associations(matrix_of({{1, 2}, {1, 2}}, Coefficient::spearman), 0.6).empty()) << "two rows show nothing";
}

TEST(LogRatio, CentredRowsSumToZero) {
    std::vector<std::vector<double>> columns{{1, 2, 0}, {10, 2, 5}, {100, 2, 5}};
    centre_log_ratios(columns);
    EXPECT_NEAR(columns[0][0], -std::log(10), 1e-14);
    EXPECT_NEAR(columns[1][0], 0, 1e-14);
    EXPECT_EQ(columns[2][1], 0);
    EXPECT_TRUE(std::isnan(columns[1][2])) << "a zero has no logarithm";
}

TEST(LogRatio, ComponentsShowWhatGoesTogether) {
    const auto columns = grouped(600);
    Columns c;
    for (std::size_t n = 0; n < columns.size(); ++n) {
        c.name.push_back(std::string(1, static_cast<char>('A' + n)));
        c.value.emplace_back(columns[n]);
    }
    base::Progress progress;
    const auto found = principal_components(c, progress);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->rows, 600);
    ASSERT_EQ(found->component.size(), 5U);
    double share = 0;
    for (const Component& one : found->component) {
        share += one.share;
        double sum = 0, square = 0;
        for (const double l : one.loading) {
            sum += l;
            square += l * l;
        }
        EXPECT_NEAR(sum, 0, 1e-9) << "log-ratios sum to 0, so do loadings";
        EXPECT_NEAR(square, 1, 1e-12);
    }
    EXPECT_NEAR(share, 1, 1e-9);
    EXPECT_GT(found->component[0].share + found->component[1].share, 0.85);
    const auto& first = found->component[0].loading;
    EXPECT_GT(first[0] * first[1], 0);
    EXPECT_GT(first[0] * first[2], 0);
    EXPECT_LT(first[0] * first[3], 0);

    // Another unit for one part changes nothing.
    std::vector<double> ppm = columns[2];
    for (double& v : ppm) v *= 1e4;
    c.value[2] = ppm;
    const auto other = principal_components(c, progress);
    for (std::size_t n = 0; n < 6; ++n) EXPECT_NEAR(other->component[0].loading[n], first[n], 1e-9);
}

TEST(LogRatio, SparsePartsAndZerosAreToldNotUsed) {
    auto columns = grouped(100);
    for (std::size_t n = 0; n < 90; ++n) columns[5][n] = none;
    columns[0][99] = 0;
    Columns c;
    for (std::size_t n = 0; n < columns.size(); ++n) {
        c.name.push_back(std::string(1, static_cast<char>('A' + n)));
        c.value.emplace_back(columns[n]);
    }
    base::Progress progress;
    const auto found = principal_components(c, progress);
    ASSERT_TRUE(found);
    EXPECT_THAT(found->left_out, ElementsAre("F"));
    EXPECT_EQ(found->rows, 99);
    EXPECT_EQ(found->rows_not_positive, 1);
    EXPECT_EQ(found->component.size(), 4U);
    const auto matrix = matrix_of(columns, Coefficient::centred_log_ratio);
    EXPECT_TRUE(std::isnan(matrix.at(0, 5)));
    EXPECT_EQ(matrix.pairs[1], 99);
    EXPECT_TRUE(principal_components({}, progress)->component.empty());
}

TEST(LogRatio, TernaryCorners) {
    EXPECT_EQ(ternary(5, 0, 0).x, 0);
    EXPECT_EQ(ternary(0, 5, 0).x, 1);
    EXPECT_NEAR(ternary(0, 0, 5).y, std::sqrt(0.75), 1e-15);
    EXPECT_NEAR(ternary(1, 1, 1).x, 0.5, 1e-15);
    EXPECT_TRUE(std::isnan(ternary(0, 0, 0).x) && std::isnan(ternary(1, -1, 3).x) && std::isnan(ternary(1, none, 3).x));
}

}  // namespace
}  // namespace orelens::statistics
