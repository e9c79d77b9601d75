// Is this estimate sound: every criterion at its limits, what is not judged, and that reasons have words.
#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/Verdict.h"

namespace orelens::geostat {
namespace {

/// A sheet on which everything passes.
ElementValidation good() {
    ElementValidation e;
    e.element = "Cu";
    e.unit = "%";
    e.samples = 500;
    e.holes = 40;
    e.by_hole.folds = 10;
    e.by_hole.truth_mean = 1;
    e.by_hole.summary.count = 500;
    e.by_hole.summary.mean_error = 0.01;
    e.by_hole.summary.slope = 1;
    e.by_hole.summary.mean_squared_standard = 1;
    e.by_hole.accuracy.goodness = 0.97;
    e.means = {1000, 500, 1, 1, 1, 1.1};
    SwathLine line;
    line.judged = 10;
    line.deviation = 0.03;
    line.width_m = 50;
    e.swaths = {line};
    e.support.known = true;
    e.support.most_off = 0.02;
    e.support.model_variance = e.support.block_variance = 1;
    return e;
}

const Judged& of(const ElementValidation& e, Criterion criterion) {
    return e.judged.at(static_cast<std::size_t>(criterion));
}

TEST(Verdict, GoodIsGood) {
    ElementValidation e = good();
    judge(e, {});
    ASSERT_EQ(e.judged.size(), static_cast<std::size_t>(criteria));
    for (int c = 0; c < criteria; ++c) {
        EXPECT_EQ(e.judged[static_cast<std::size_t>(c)].criterion, static_cast<Criterion>(c));
        EXPECT_EQ(e.judged[static_cast<std::size_t>(c)].verdict, Verdict::passed) << c;
        EXPECT_TRUE(e.judged[static_cast<std::size_t>(c)].advice.empty());
    }
    EXPECT_EQ(e.verdict, Verdict::passed);
    EXPECT_EQ(count_of(e, Verdict::passed), criteria);
}

struct Case {
    Criterion criterion;
    void (*set)(ElementValidation&, double);
    double pass, marginal, fail;
};
const Case cases[] = {
    {Criterion::mean_error, [](ElementValidation& e, double x) { e.by_hole.summary.mean_error = x; }, -0.05, 0.1, -0.11},
    {Criterion::slope, [](ElementValidation& e, double x) { e.by_hole.summary.slope = x; }, 0.86, 1.29, 0.69},
    {Criterion::spread, [](ElementValidation& e, double x) { e.by_hole.summary.mean_squared_standard = x; }, 1 / 1.33, 1.9, 0.4},
    {Criterion::accuracy, [](ElementValidation& e, double x) { e.by_hole.accuracy.goodness = x; }, 0.9, 0.8, 0.79},
    {Criterion::nearest_bias, [](ElementValidation& e, double x) { e.means.nearest = x; }, 1 / 1.04, 1 / 0.92, 1 / 1.2},
    {Criterion::data_bias, [](ElementValidation& e, double x) { e.means.data = x; }, 1 / 1.09, 1 / 0.85, 1 / 1.3},
    {Criterion::swaths, [](ElementValidation& e, double x) { e.swaths[0].deviation = x; }, 0.1, 0.19, 0.21},
    {Criterion::grade_tonnage, [](ElementValidation& e, double x) { e.support.most_off = x; }, 0.1, 0.2, 0.21}};

TEST(Verdict, EachCriterionAtItsLimits) {
    for (const Case& one : cases) {
        const int id = static_cast<int>(one.criterion);
        for (const auto& [value, verdict] : {std::pair{one.pass, Verdict::passed},
                                             std::pair{one.marginal, Verdict::marginal}, std::pair{one.fail, Verdict::failed}}) {
            ElementValidation e = good();
            one.set(e, value);
            judge(e, {});
            EXPECT_EQ(of(e, one.criterion).verdict, verdict) << id << " " << value;
            const bool of_variance = one.criterion == Criterion::spread || one.criterion == Criterion::accuracy;
            EXPECT_EQ(e.verdict, of_variance ? std::min(verdict, Verdict::marginal) : verdict)
                << "the element is as good as the worst, but for what its variance gets wrong";
            EXPECT_EQ(count_of(e, Verdict::passed), verdict == Verdict::passed ? criteria : criteria - 1);
            EXPECT_EQ(of(e, one.criterion).advice.empty(), verdict == Verdict::passed);
        }
    }
}

TEST(Verdict, SecondLimitsOnTheWrongSideCountAsTheFirst) {
    ValidationRule rule;
    rule.slope_pass = 0.2;
    rule.slope_marginal = 0.1;
    rule.accuracy_pass = 0.8;
    rule.accuracy_marginal = 0.95;
    ElementValidation e = good();
    e.by_hole.summary.slope = 1.15;
    e.by_hole.accuracy.goodness = 0.85;
    judge(e, rule);
    EXPECT_EQ(of(e, Criterion::slope).verdict, Verdict::passed);
    EXPECT_EQ(of(e, Criterion::accuracy).verdict, Verdict::passed);
    e.by_hole.summary.slope = 1.25;
    e.by_hole.accuracy.goodness = 0.75;
    judge(e, rule);
    EXPECT_EQ(of(e, Criterion::slope).verdict, Verdict::failed);
    EXPECT_EQ(of(e, Criterion::accuracy).verdict, Verdict::failed);
}

TEST(Verdict, SaysWhetherASimulationWouldBeBetter) {
    ElementValidation e = good();
    e.by_hole.accuracy.goodness = 0.7;
    judge(e, {});
    EXPECT_EQ(of(e, Criterion::accuracy).advice.key, "validation.advice.accuracy") << "scores were not asked";
    e.by_scores = {{0.1, 0.5, 0.9}, {0.12, 0.47, 0.88}, 0.95};
    judge(e, {});
    EXPECT_EQ(of(e, Criterion::accuracy).verdict, Verdict::failed) << "the variance is what it was";
    const base::Message holds = of(e, Criterion::accuracy).advice;
    EXPECT_EQ(holds.key, "validation.advice.accuracy.scores_hold");
    for (const auto language : {base::Language::english, base::Language::chinese})
        for (const char* figure : {"0.95", "47 %", "88 %"})
            EXPECT_NE(base::text(holds, language).find(figure), std::string::npos) << figure;
    e.by_scores.goodness = 0.6;
    judge(e, {});
    EXPECT_EQ(of(e, Criterion::accuracy).advice.key, "validation.advice.accuracy.scores_fail");
    e.by_hole.accuracy.goodness = 0.97;
    judge(e, {});
    EXPECT_TRUE(of(e, Criterion::accuracy).advice.empty());
}

TEST(Verdict, WithoutGroundNothingIsJudged) {
    ElementValidation few = good();
    few.holes = 4;
    judge(few, {});
    for (const Criterion c : {Criterion::mean_error, Criterion::slope, Criterion::spread, Criterion::accuracy}) {
        EXPECT_EQ(of(few, c).verdict, Verdict::not_judged);
        EXPECT_EQ(of(few, c).reason.key, "validation.not_judged.holes");
    }
    EXPECT_EQ(few.verdict, Verdict::passed) << "of what could be judged";

    ElementValidation nothing;
    judge(nothing, {});
    EXPECT_EQ(nothing.verdict, Verdict::not_judged);
    EXPECT_EQ(count_of(nothing, Verdict::not_judged), criteria);

    ElementValidation without = good();
    without.by_hole.summary.mean_squared_standard = NAN;
    without.by_hole.summary.slope = NAN;
    without.by_hole.truth_mean = 0;
    without.means.data = 0;
    without.swaths[0].judged = 2;
    without.assumed_variogram = true;
    judge(without, {});
    EXPECT_EQ(of(without, Criterion::spread).reason.key, "validation.not_judged.no_variance");
    EXPECT_EQ(of(without, Criterion::slope).reason.key, "validation.not_judged.no_variation");
    EXPECT_EQ(of(without, Criterion::mean_error).reason.key, "validation.not_judged.no_mean");
    EXPECT_EQ(of(without, Criterion::data_bias).reason.key, "validation.not_judged.no_mean");
    EXPECT_EQ(of(without, Criterion::swaths).reason.key, "validation.not_judged.slices");
    EXPECT_EQ(of(without, Criterion::grade_tonnage).reason.key, "validation.not_judged.assumed");
}

/// Every reason and every piece of advice is a text whose placeholders are filled.
TEST(Verdict, ReasonsHaveWordsInBothLanguages) {
    std::vector<ElementValidation> sheets{good(), ElementValidation{}};
    for (const Case& one : cases) {
        sheets.push_back(good());
        one.set(sheets.back(), one.fail);
    }
    for (const SwathAxis axis : {SwathAxis::east, SwathAxis::north, SwathAxis::up, SwathAxis::stated}) {
        sheets.push_back(good());
        sheets.back().swaths[0].axis = axis;
    }
    for (ElementValidation& e : sheets) {
        judge(e, {});
        for (const Judged& judged : e.judged)
            for (const auto language : {base::Language::english, base::Language::chinese})
                for (const base::Message& message : {judged.reason, judged.advice}) {
                    const std::string words = base::text(message, language);
                    EXPECT_EQ(words.find('{'), std::string::npos) << words;
                    EXPECT_FALSE(words.starts_with("validation.")) << words;
                }
    }
    for (const Verdict verdict : {Verdict::not_judged, Verdict::passed, Verdict::marginal, Verdict::failed})
        EXPECT_NE(base::text(verdict_key(verdict), base::Language::chinese), verdict_key(verdict));
    for (int c = 0; c < criteria; ++c) {
        const std::string key = criterion_key(static_cast<Criterion>(c));
        EXPECT_NE(base::text(key, base::Language::english), key);
    }
}

}  // namespace
}  // namespace orelens::geostat
