// What the learners promise: nothing leaks from test rows, signs hold, seeds decide, factors add up.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/base/Parallel.h"
#include "core/costmodel/BoostedRidge.h"
#include "core/costmodel/DomainGuard.h"
#include "core/costmodel/Folds.h"
#include "core/costmodel/Network.h"
#include "core/costmodel/NestedScore.h"
#include "tests/core/costmodel/Cells.h"

namespace orelens::costmodel {
namespace {

struct Made {
    Mines mines;
    std::vector<double> target;
};

/// ln cost = 5 − 0.3 ln capacity + 0.2 ln depth + 0.4 for underground + noise.
Made made(int n, double noise, std::uint64_t seed) {
    std::mt19937_64 draw(seed);
    std::uniform_real_distribution<double> u(0, 1);
    std::normal_distribution<double> e(0, noise);
    Made m;
    m.mines.numbers = {{"capacity", Scale::logarithm, Monotone::falling, {}}, {"depth", Scale::logarithm, Monotone::rising, {}}};
    m.mines.categories = {{"method", {}}};
    for (int i = 0; i < n; ++i) {
        const double capacity = std::exp(6 + 4 * u(draw)), depth = std::exp(3 + 3 * u(draw));
        const bool under = u(draw) < 0.4;
        m.mines.names.push_back("mine " + std::to_string(i));
        m.mines.numbers[0].values.push_back(capacity);
        m.mines.numbers[1].values.push_back(depth);
        m.mines.categories[0].values.emplace_back(under ? "underground" : "open");
        m.target.push_back(5 - 0.3 * std::log(capacity) + 0.2 * std::log(depth) + (under ? 0.4 : 0) + e(draw));
    }
    return m;
}

TEST(Ridge, FindsTheExponentsOfALawWithoutNoise) {
    const Made m = made(80, 0, 1);
    auto model = fit_ridge(m.mines, m.target, all_rows(m.mines), 1, base::Progress());
    ASSERT_TRUE(model);
    const auto said = model->predict(m.mines, all_rows(m.mines));
    ASSERT_TRUE(said);
    for (std::size_t i = 0; i < m.target.size(); ++i) EXPECT_NEAR((*said)(static_cast<Eigen::Index>(i)), m.target[i], 2e-3);
}

TEST(Ridge, GoesOnStraightBeyondWhatItHasSeen) {
    const Made m = made(200, 0.05, 2);
    auto model = fit_ridge(m.mines, m.target, all_rows(m.mines), 1, base::Progress());
    ASSERT_TRUE(model);
    Mines far = m.mines;
    far.names = {"a", "b"};
    far.numbers[0].values = {1e7, 1e8};
    far.numbers[1].values = {100, 100};
    far.categories[0].values = {"open", "open"};
    const auto said = model->predict(far, std::vector<int>{0, 1});
    ASSERT_TRUE(said);
    EXPECT_NEAR((*said)(1) - (*said)(0), -0.3 * std::log(10.0), 0.05);
}

TEST(Encoder, LearnsFromTrainingRowsAlone) {
    Made m = made(60, 0.1, 3);
    const std::vector<int> rows = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const auto before = Encoder::learn(m.mines, rows)->encode(m.mines, rows);
    m.mines.numbers[0].values[50] = 1e30;
    m.mines.categories[0].values[51] = "caving";
    const auto after = Encoder::learn(m.mines, rows)->encode(m.mines, rows);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(*before, *after);
}

TEST(Encoder, MissingIsTheMeanAndSaidSo) {
    Made m = made(10, 0.1, 4);
    m.mines.numbers[1].values[3] = std::nan("");
    m.mines.numbers[1].values[4] = -7;  // no logarithm: missing
    const auto encoder = Encoder::learn(m.mines, all_rows(m.mines));
    ASSERT_TRUE(encoder);
    const auto names = encoder->column_names();
    const auto at = [&](const std::string& name) { return std::ranges::find(names, name) - names.begin(); };
    ASSERT_LT(at("depth missing"), encoder->columns());
    const auto x = encoder->encode(m.mines, all_rows(m.mines));
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)(3, at("depth")), 0, 1e-12);
    EXPECT_DOUBLE_EQ((*x)(3, at("depth missing")), (*x)(4, at("depth missing")));
    EXPECT_GT((*x)(3, at("depth missing")), (*x)(0, at("depth missing")));
}

TEST(Encoder, AFeatureThatDoesNotVaryTeachesNothing) {
    Made m = made(30, 0.1, 5);
    m.mines.numbers.push_back({"constant", Scale::linear, Monotone::free, std::vector<double>(30, 0.1)});
    m.mines.numbers.push_back({"empty", Scale::linear, Monotone::free, std::vector<double>(30, std::nan(""))});
    const auto encoder = Encoder::learn(m.mines, all_rows(m.mines));
    ASSERT_TRUE(encoder);
    for (const std::string& feature : encoder->column_features()) {
        EXPECT_NE(feature, "constant");
        EXPECT_NE(feature, "empty");
    }
    EXPECT_TRUE(fit_boosted(m.mines, m.target, all_rows(m.mines), 1, base::Progress()));
}

TEST(Encoder, AnInfiniteNumberIsRefusedWithItsMine) {
    Made m = made(20, 0.1, 6);
    m.mines.numbers[1].values[7] = std::numeric_limits<double>::infinity();
    const auto encoder = Encoder::learn(m.mines, all_rows(m.mines));
    ASSERT_FALSE(encoder);
    EXPECT_EQ(encoder.error().place.field, "depth");
    EXPECT_EQ(encoder.error().place.row, 8);
}

TEST(Folds, NeverSplitAGroupAndDependOnTheSeedAlone) {
    Made m = made(97, 0.1, 7);
    for (int i = 0; i < 97; ++i) m.mines.groups.push_back(i % 9 == 0 ? "" : "company " + std::to_string(i % 13));
    const auto fold = grouped_folds(m.mines, all_rows(m.mines), 5, 42);
    EXPECT_EQ(fold, grouped_folds(m.mines, all_rows(m.mines), 5, 42));
    EXPECT_NE(fold, grouped_folds(m.mines, all_rows(m.mines), 5, 43));
    std::map<std::string, std::set<int>> of;
    std::vector<int> size(5, 0);
    for (std::size_t i = 0; i < fold.size(); ++i) {
        if (!m.mines.groups[i].empty()) of[m.mines.groups[i]].insert(fold[i]);
        ++size[static_cast<std::size_t>(fold[i])];
    }
    for (const auto& [group, folds] : of) EXPECT_EQ(folds.size(), 1U) << group;
    EXPECT_LE(*std::ranges::max_element(size) - *std::ranges::min_element(size), 8);
}

TEST(Boosted, FollowsABendThatTheRidgeCannotAndKeepsTheSign) {
    Made m = made(400, 0.05, 8);
    for (std::size_t i = 0; i < m.target.size(); ++i)
        if (m.mines.numbers[1].values[i] > 100) m.target[i] += 0.8;  // deep mines need a shaft
    const auto rows = all_rows(m.mines);
    const auto scores = nested_scores(m.mines, m.target, rows, {median_learner(), ridge_learner(), boosted_learner()},
                                      {.folds = 4, .repeats = 1, .seed = 5}, base::Progress());
    ASSERT_TRUE(scores);
    EXPECT_LT(std::abs((*scores)[0].mean_r2()), 0.1);
    EXPECT_GT((*scores)[2].mean_r2(), (*scores)[1].mean_r2() + 0.02);

    const auto model = fit_boosted(m.mines, m.target, rows, 1, base::Progress());
    ASSERT_TRUE(model);
    EXPECT_GT(model->tree_count, 0);
    Mines line = m.mines;
    line.names.assign(60, "x");
    line.numbers[0].values.assign(60, 2000);
    line.categories[0].values.assign(60, "open");
    line.numbers[1].values.clear();
    for (int i = 0; i < 60; ++i) line.numbers[1].values.push_back(20 * std::pow(1.06, i));
    const auto said = model->predict(line, all_rows(line));
    ASSERT_TRUE(said);
    for (Eigen::Index i = 1; i < said->size(); ++i) EXPECT_GE((*said)(i), (*said)(i - 1) - 1e-9) << i;
}

TEST(Boosted, FactorsMultiplyToTheCost) {
    const Made m = made(150, 0.3, 9);
    const auto model = fit_boosted(m.mines, m.target, all_rows(m.mines), 1, base::Progress());
    ASSERT_TRUE(model);
    const auto factors = model->factors(m.mines, all_rows(m.mines));
    const auto said = model->predict(m.mines, all_rows(m.mines));
    ASSERT_TRUE(factors && said);
    ASSERT_EQ(factors->feature.size(), 3U);
    const Eigen::VectorXd sum = factors->base + factors->ln_factor.rowwise().sum();
    EXPECT_LT((sum - *said).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(Nested, SeedsDecideAndThreadsDoNot) {
    const Made m = made(60, 0.3, 10);
    const std::vector<Learner> learners = {ridge_learner(), boosted_learner(), network_learner({.most_steps = 60})};
    const NestedRule rule{.folds = 3, .repeats = 1, .seed = 11};
    const auto many = nested_scores(m.mines, m.target, all_rows(m.mines), learners, rule, base::Progress());
    base::set_thread_limit(1);
    const auto one = nested_scores(m.mines, m.target, all_rows(m.mines), learners, rule, base::Progress());
    base::set_thread_limit(0);
    ASSERT_TRUE(many && one);
    for (std::size_t l = 0; l < learners.size(); ++l) EXPECT_EQ((*many)[l].predicted[0], (*one)[l].predicted[0]) << learners[l].id;
}

TEST(Nested, NoiseIsNotLearned) {
    Made m = made(90, 0.1, 12);
    std::mt19937_64 draw(3);
    std::normal_distribution<double> e(0, 1);
    for (double& t : m.target) t = e(draw);
    const auto scores = nested_scores(m.mines, m.target, all_rows(m.mines), {ridge_learner(), boosted_learner(), network_learner()},
                                      {}, base::Progress());
    ASSERT_TRUE(scores);
    for (const NestedScore& score : *scores) EXPECT_LT(score.mean_r2(), 0.1) << score.learner;
}

TEST(Nested, TooFewGroupsAndACancelAreErrors) {
    Made m = made(40, 0.1, 13);
    m.mines.groups.assign(40, "one company");
    const auto few = nested_scores(m.mines, m.target, all_rows(m.mines), {ridge_learner()}, {}, base::Progress());
    ASSERT_FALSE(few);
    EXPECT_EQ(few.error().kind, base::ErrorKind::data);
    m.mines.groups.clear();
    base::Progress progress;
    progress.cancel();
    const auto stopped = nested_scores(m.mines, m.target, all_rows(m.mines), {ridge_learner()}, {}, progress);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled);
    m.target[3] = std::nan("");
    const auto no_cost = nested_scores(m.mines, m.target, all_rows(m.mines), {ridge_learner()}, {}, base::Progress());
    ASSERT_FALSE(no_cost);
    EXPECT_EQ(no_cost.error().place.row, 4);
}

TEST(Guard, NamesWhatIsBeyondAndWhatWasNeverSeen) {
    Made m = made(100, 0.1, 14);
    const auto guard = DomainGuard::learn(m.mines, all_rows(m.mines));
    ASSERT_TRUE(guard);
    const auto own = guard->judge(m.mines, all_rows(m.mines));
    ASSERT_TRUE(own);
    for (const DomainVerdict& verdict : *own) EXPECT_TRUE(verdict.inside());
    Mines strangers = m.mines;
    strangers.names = {"deep", "caving", "usual"};
    strangers.numbers[0].values = {3000, 3000, 3000};
    strangers.numbers[1].values = {5000, 80, 80};
    strangers.categories[0].values = {"open", "caving", "open"};
    const auto verdicts = guard->judge(strangers, all_rows(strangers));
    ASSERT_TRUE(verdicts);
    EXPECT_EQ((*verdicts)[0].beyond, std::vector<std::string>{"depth"});
    EXPECT_GT((*verdicts)[0].distance, (*verdicts)[0].limit);
    EXPECT_EQ((*verdicts)[1].unseen, std::vector<std::string>{"method"});
    EXPECT_TRUE((*verdicts)[2].inside());
    EXPECT_FALSE(DomainGuard::learn(m.mines, std::vector<int>{0, 1, 2}));
}

// What all mines share teaches nothing, yet another value of it was never met; what every mine states and an orebody does
// not was never met either. What no mine states, or some lack, is held against nobody.
TEST(Guard, SeesWhatAllMinesShareAndWhatIsNotStated) {
    Made m = made(100, 0.1, 15);
    Mines alike;
    alike.names = m.mines.names;
    alike.numbers = {{"altitude", Scale::linear, Monotone::free, std::vector<double>(100, 1200.0)}};
    alike.categories = {{"commodity", std::vector<std::string>(100, "Cu")}};
    m.mines.numbers.push_back({"dip", Scale::linear, Monotone::free, std::vector<double>(100, std::nan(""))});
    for (int i = 0; i < 50; ++i) m.mines.numbers.back().values[static_cast<std::size_t>(i)] = i;
    const auto guard = DomainGuard::learn(m.mines, all_rows(m.mines), 5, alike);
    ASSERT_TRUE(guard);
    Mines asked;
    asked.names = {"same", "high", "iron", "no depth", "no method", "no dip", "no commodity"};
    const std::size_t n = asked.names.size();
    asked.numbers = {{"capacity", Scale::logarithm, Monotone::falling, std::vector<double>(n, 3000.0)},
                     {"depth", Scale::logarithm, Monotone::rising, std::vector<double>(n, 80.0)},
                     {"dip", Scale::linear, Monotone::free, std::vector<double>(n, 20.0)},
                     {"altitude", Scale::linear, Monotone::free, std::vector<double>(n, 1200.0)},
                     {"width", Scale::linear, Monotone::free, std::vector<double>(n, 1e9)}};
    asked.categories = {{"method", std::vector<std::string>(n, "open")}, {"commodity", std::vector<std::string>(n, "Cu")}};
    asked.numbers[3].values[1] = 1201;
    asked.categories[1].values[2] = "Fe";
    asked.numbers[1].values[3] = std::nan("");
    asked.categories[0].values[4] = "";
    asked.numbers[2].values[5] = std::nan("");
    asked.categories[1].values[6] = "";
    const auto said = guard->judge(asked, all_rows(asked));
    ASSERT_TRUE(said);
    using Names = std::vector<std::string>;
    EXPECT_TRUE((*said)[0].inside());
    EXPECT_EQ((*said)[1].beyond, Names{"altitude"});
    EXPECT_EQ((*said)[2].unseen, Names{"commodity"});
    EXPECT_EQ((*said)[3].missing, Names{"depth"});
    EXPECT_EQ((*said)[4].missing, Names{"method"});
    EXPECT_TRUE((*said)[5].missing.empty()) << "half of the mines lack it, too";
    EXPECT_EQ((*said)[6].missing, Names{"commodity"});
    for (std::size_t i : {1U, 2U, 3U, 4U, 6U}) EXPECT_FALSE((*said)[i].inside()) << i;
}

}  // namespace
}  // namespace orelens::costmodel
