// Scores and coverages of recycling-and-costs.md §3.2 on real lithium projects and on made mines.
#include <gtest/gtest.h>

#include <random>

#include "core/costmodel/BoostedRidge.h"
#include "core/costmodel/CvPlus.h"
#include "core/costmodel/DomainGuard.h"
#include "core/costmodel/Network.h"
#include "core/costmodel/NestedScore.h"
#include "tests/core/costmodel/Cells.h"
#include "tests/support/SharedData.h"

namespace orelens::costmodel {
namespace {

TEST(PublishedCosts, LithiumProjectsTeachLittleAndTheScoreSaysSo) {
    ORELENS_SHARED(path, "deposits/lithium_deposits_busch2025.csv");
    const Cells cells = read_cells(path);
    Mines mines;
    mines.names = cells.texts("deposit");
    // Every project for itself, as in the published scores. Whole countries left out teach even less of capital.
    mines.numbers = {{"resource", Scale::logarithm, Monotone::free, cells.numbers("resource_kt_li")},
                     {"grade", Scale::logarithm, Monotone::free, cells.numbers("grade_pct_li_resource")},
                     {"capacity", Scale::logarithm, Monotone::free, cells.numbers("capacity_kt_lce")}};
    mines.categories = {{"type", cells.texts("resource_type")}};
    const struct {
        const char* column;
        double low, high;
    } cases[] = {{"capex_musd2022", 0.17, 0.41}, {"opex_usd2022_per_t_lce", -0.05, 0.15}};
    for (const auto& c : cases) {
        const std::vector<double> target = logarithms(cells.numbers(c.column));
        std::vector<int> rows;
        for (int row : all_rows(mines))
            if (std::isfinite(target[row])) rows.push_back(row);
        EXPECT_GE(rows.size(), 54U);
        const auto scores = nested_scores(mines, target, rows, {median_learner(), ridge_learner(), boosted_learner(), network_learner()},
                                          {.folds = 5, .repeats = 3, .seed = 1}, base::Progress());
        ASSERT_TRUE(scores);
        for (const NestedScore& score : *scores) {
            RecordProperty(std::string(c.column) + "_" + score.learner, std::to_string(score.mean_r2()));
            EXPECT_LT(score.mean_r2(), c.high) << c.column << " " << score.learner;
        }
        double best = -9;
        for (std::size_t l = 1; l < scores->size(); ++l) best = std::max(best, (*scores)[l].mean_r2());
        EXPECT_GT(best, c.low) << c.column;
    }
}

/// Share of `test` rows whose target lies between the ends.
double covered(const std::vector<Interval>& intervals, const std::vector<double>& target, const std::vector<int>& test) {
    double inside = 0;
    for (std::size_t i = 0; i < test.size(); ++i)
        inside += target[test[i]] >= intervals[i].lower && target[test[i]] <= intervals[i].upper ? 1 : 0;
    return inside / static_cast<double>(test.size());
}

TEST(PublishedCosts, IntervalsOfMadeMinesCoverWhatTheyPromise) {
    ORELENS_SHARED(path, "deposits/synthetic_mines_camm600.csv");
    const Cells cells = read_cells(path);
    const Mines mines = made_mines(cells, false);
    const std::vector<double> target = logarithms(cells.numbers("opex_usd_per_t_ore"));
    for (int n : {60, 150, 300}) {
        double coverage = 0;
        constexpr int draws = 8;
        for (int d = 0; d < draws; ++d) {
            std::vector<int> order = all_rows(mines);
            std::mt19937_64 draw(static_cast<std::uint64_t>(100 * n + d));
            for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[draw() % i]);
            const std::vector<int> train(order.begin(), order.begin() + n), test(order.begin() + n, order.end());
            const auto model = CvPlus::fit(mines, target, train, ridge_learner(), 10, 1, base::Progress());
            ASSERT_TRUE(model);
            const auto intervals = model->intervals(mines, test, 0.9);
            ASSERT_TRUE(intervals);
            coverage += covered(*intervals, target, test) / draws;
        }
        EXPECT_GT(coverage, 0.87) << n;
        EXPECT_LT(coverage, 0.95) << n;
    }
}

TEST(PublishedCosts, PitsSayLittleOfUndergroundMinesAndTheGuardKnows) {
    ORELENS_SHARED(path, "deposits/synthetic_mines_camm600.csv");
    const Cells cells = read_cells(path);
    const Mines mines = made_mines(cells, false);
    const std::vector<double> target = logarithms(cells.numbers("opex_usd_per_t_ore"));
    std::vector<int> pits, underground;
    const auto methods = cells.texts("mining_method");
    for (int row : all_rows(mines)) (methods[row].starts_with("open_pit") ? pits : underground).push_back(row);
    ASSERT_GT(pits.size(), 100U);
    ASSERT_GT(underground.size(), 100U);
    const auto model = CvPlus::fit(mines, target, pits, ridge_learner(), 10, 1, base::Progress());
    const auto guard = DomainGuard::learn(mines, pits);
    ASSERT_TRUE(model && guard);
    const auto said = model->centre(mines, underground);
    const auto intervals = model->intervals(mines, underground, 0.9);
    const auto verdicts = guard->judge(mines, underground);
    ASSERT_TRUE(said && intervals && verdicts);
    double ratio = 0;
    for (std::size_t i = 0; i < underground.size(); ++i)
        ratio += std::exp((*said)(static_cast<Eigen::Index>(i)) - target[underground[i]]) / static_cast<double>(underground.size());
    EXPECT_LT(ratio, 0.60) << "operating cost is under-estimated by far";
    EXPECT_LT(covered(*intervals, target, underground), 0.10) << "and the interval does not hold";
    for (const DomainVerdict& verdict : *verdicts) EXPECT_FALSE(verdict.inside());
}

TEST(CvPlus, AFewMinesHaveNoIntervalOfHighConfidence) {
    Mines mines;
    std::vector<double> target;
    for (int i = 0; i < 12; ++i) {
        mines.names.push_back(std::to_string(i));
        target.push_back(0.1 * i);
    }
    mines.numbers = {{"x", Scale::linear, Monotone::free, target}};
    const auto model = CvPlus::fit(mines, target, all_rows(mines), ridge_learner(3), 4, 1, base::Progress());
    ASSERT_TRUE(model);
    EXPECT_TRUE(model->intervals(mines, all_rows(mines), 0.9));
    const auto endless = model->intervals(mines, all_rows(mines), 0.95);
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().what.key, "costmodel.endless");
    EXPECT_FALSE(model->intervals(mines, all_rows(mines), 1.0));
}

}  // namespace
}  // namespace orelens::costmodel
