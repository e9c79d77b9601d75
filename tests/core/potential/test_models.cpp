// Fuzzy overlay, separation, curves of ten scores, saved models, ensembles, what-if, coverage and folds that cannot be
// made: potential.md §5–§7 and bad input.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/Parallel.h"
#include "core/potential/DomainGuard.h"
#include "core/potential/Ensemble.h"
#include "core/potential/Labels.h"
#include "core/potential/ModelFile.h"
#include "core/potential/Validation.h"
#include "tests/core/potential/Case3d.h"

namespace orelens::potential {
namespace {

MethodRule of(MethodKind kind) {
    MethodRule rule;
    rule.kind = kind;
    return rule;
}

/// A small mine: ore where layer "near" is small, with noise; every third voxel drilled.
struct Small {
    Evidence evidence;
    std::vector<std::int8_t> labels;
    std::vector<std::int64_t> rows;
};
Small small_mine() {
    Small s;
    s.evidence.grid = {.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {20, 20, 5}};
    s.evidence.active.assign(2000, 1);
    Layer near{.id = "near", .values = {}, .nominal = false, .projected = false, .from = {}}, other = near;
    other.id = "other";
    for (int v = 0; v < 2000; ++v) {
        const int i = v % 20, j = v / 20 % 20;
        near.values.push_back(static_cast<float>(std::abs(i - 10) * 10 + (v * 7919 % 31)));
        other.values.push_back(static_cast<float>((v * 104729 % 997) / 997.0));
        const bool ore = near.values.back() + static_cast<float>(v * 15485863LL % 43) < 50;
        s.labels.push_back(v % 3 != 0 ? unknown : ore && j > 2 ? positive : barren);
        if (s.labels.back() != unknown) s.rows.push_back(v);
    }
    s.evidence.layers = {near, other};
    return s;
}

TEST(Fuzzy, OperatorsByHand) {
    const std::vector<double> m{0.9, 0.6, 0.3, std::nan("")};
    using Kind = FuzzyNode::Kind;
    EXPECT_NEAR(combine(Kind::product, 0, m), 0.162, 1e-12);
    EXPECT_NEAR(combine(Kind::sum, 0, m), 0.972, 1e-12);
    EXPECT_NEAR(combine(Kind::gamma, 0.8, m), 0.679260, 1e-6);
    EXPECT_NEAR(combine(Kind::gamma, 0.9, m), 0.812552, 1e-6);
    EXPECT_EQ(combine(Kind::all, 0, m), 0.3);
    EXPECT_EQ(combine(Kind::any, 0, m), 0.9);
    EXPECT_TRUE(std::isnan(combine(Kind::any, 0, std::vector<double>{std::nan("")})));
}

TEST(Fuzzy, MembershipsAndBadTrees) {
    Membership m{.shape = Membership::Shape::linear, .low = 100, .high = 0};
    EXPECT_EQ(m(25), 0.75);
    EXPECT_EQ(m(200), 0);
    EXPECT_TRUE(std::isnan(m(std::nan(""))));
    m = {.shape = Membership::Shape::large, .middle = 10, .spread = 4};
    EXPECT_EQ(m(10), 0.5);
    EXPECT_EQ(m(0), 0);
    m = {.shape = Membership::Shape::table, .points = {{0, 0.1}, {10, 0.5}}};
    EXPECT_NEAR(m(5), 0.3, 1e-12);
    EXPECT_EQ(m(50), 0.5);
    const Small s = small_mine();
    FuzzyTree tree(2);
    tree[0].takes = {1};
    tree[1].kind = FuzzyNode::Kind::layer;
    tree[1].layer = "near";
    tree[1].membership = {.shape = Membership::Shape::gaussian, .spread = 50};
    EXPECT_TRUE(check(tree, s.evidence));
    tree[1].layer = "far";
    EXPECT_EQ(check(tree, s.evidence).error().what.key, "potential.no_layer");
    tree[0].takes = {0};
    EXPECT_EQ(check(tree, s.evidence).error().what.key, "potential.fuzzy_node");
}

TEST(Logistic, SeparationIsFoundAndARidgeHolds) {
    Eigen::MatrixXd x(8, 1);
    Eigen::VectorXd y(8);
    x << -4, -3, -2, -1, 1, 2, 3, 4;
    y << 0, 0, 0, 0, 1, 1, 1, 1;
    const auto apart = fit_logistic(x, y, 0);
    ASSERT_FALSE(apart);
    EXPECT_EQ(apart.error().what.key, "potential.separation");
    EXPECT_EQ(apart.error().fix.key, "potential.ridge_fix");
    EXPECT_TRUE(fit_logistic(x, y, 1));
    Eigen::MatrixXd twice(8, 2);
    y << 0, 1, 0, 1, 1, 0, 1, 1;
    twice << x, 2 * x;
    EXPECT_EQ(fit_logistic(twice, y, 0).error().what.key, "potential.collinear");
    EXPECT_EQ(fit_logistic(x, Eigen::VectorXd(Eigen::VectorXd::Zero(8)), 0).error().what.key, "potential.no_positive");
    EXPECT_NEAR(prior_corrected(0.7, 0.5, 0.02), 0.045455, 1e-6);
}

TEST(Curves, TenScoresByHand) {
    const std::vector<double> score{.9, .8, .8, .7, .5, .4, .4, .3, .2, .1};
    const std::vector<std::int8_t> label{1, 1, 0, 1, 0, 1, 0, 0, 0, 0};
    const auto curve = rate_curve(score, label);
    ASSERT_TRUE(curve);
    const std::vector<double> x{0, .1, .3, .4, .5, .7, .8, .9, 1}, y{0, .25, .5, .75, .75, 1, 1, 1, 1};
    ASSERT_EQ(curve->share.size(), x.size());
    for (std::size_t n = 0; n < x.size(); ++n) {
        EXPECT_NEAR(curve->share[n], x[n], 1e-12);
        EXPECT_NEAR(curve->captured[n], y[n], 1e-12);
    }
    EXPECT_NEAR(curve->area, 0.70, 1e-12);
    const RocArea area = delong(score, label);
    EXPECT_NEAR(area.auc, 0.833333, 1e-6);
    EXPECT_NEAR(area.se, 0.134801, 1e-6);
    const auto crossing = crossing_of(*curve);
    ASSERT_TRUE(crossing);
    EXPECT_NEAR(crossing->captured, 0.642857, 1e-6);
    EXPECT_NEAR(crossing->density, 1.8, 1e-9);
    // Any score in the same order crosses at the same place.
    std::vector<double> cubed;
    for (const double s : score) cubed.push_back(s * s * s - 5);
    EXPECT_NEAR(crossing_of(*rate_curve(cubed, label))->captured, crossing->captured, 1e-12);
    EXPECT_FALSE(crossing_of(*rate_curve(std::vector<double>(10, 1), label)));
    EXPECT_EQ(rate_curve(score, std::vector<std::int8_t>(10, 0)).error().what.key, "potential.no_positive");
    EXPECT_EQ(rate_curve(std::vector<double>(10, std::nan("")), label).error().what.key, "potential.no_score");
    EXPECT_EQ(roc(score, label).back().true_rate, 1);
    EXPECT_NEAR(average_precision(score, label), 0.25 * (1 + 2. / 3 + 0.75 + 4. / 7), 1e-12);
}

TEST(Curves, IntervalByBlocksIsWiderThanThatOfVoxelsThatCopyEachOther) {
    // Twenty blocks of ten equal voxels each hold twenty facts, not two hundred.
    std::vector<double> score;
    std::vector<std::int8_t> label;
    std::vector<std::int32_t> block;
    for (int b = 0; b < 20; ++b)
        for (int n = 0; n < 10; ++n) {
            score.push_back((b * 7) % 20);
            label.push_back(b % 20 < 8);
            block.push_back(b);
        }
    const auto wide = block_bootstrap(score, label, block, 200, 1).auc;
    std::vector<std::int32_t> each;
    for (std::int32_t n = 0; n < 200; ++n) each.push_back(n);
    const auto narrow = block_bootstrap(score, label, each, 200, 1).auc;
    EXPECT_GT(wide.high - wide.low, 2 * (narrow.high - narrow.low));
    EXPECT_GE(wide.used, 190);
}

TEST(Curves, PlattBringsRanksToTheShareThatWasSeen) {
    std::vector<double> score;
    std::vector<std::int8_t> label;
    for (int n = 0; n < 1000; ++n) {
        score.push_back((n % 100 + 0.5) / 100);
        label.push_back(n * 7919 % 1000 < 2 * (n % 100));  // seen at a fifth of the score
    }
    const auto line = fit_platt(score, label);
    ASSERT_TRUE(line);
    double sum = 0, ones = 0;
    for (std::size_t n = 0; n < score.size(); ++n) {
        sum += (*line)(score[n]);
        ones += label[n];
    }
    EXPECT_NEAR(sum, ones, 1e-6);
    EXPECT_GT((*line)(0.9), (*line)(0.5));
}

TEST(ModelFile, WhatIsReadBackPredictsTheSameBits) {
    const Small s = small_mine();
    std::vector<std::int64_t> all(2000);
    for (std::size_t v = 0; v < 2000; ++v) all[v] = static_cast<std::int64_t>(v);
    for (const MethodKind kind : {MethodKind::logistic, MethodKind::weights, MethodKind::information, MethodKind::forest, MethodKind::boosting}) {
        MethodRule rule = of(kind);
        rule.trees = 10;
        const auto trained = train(s.evidence, s.labels, s.rows, rule, 3, base::Progress());
        ASSERT_TRUE(trained);
        const auto text = save_model(*trained, s.evidence, {"study", "today", 0.8, std::nan(""), 0.9, "none"});
        ASSERT_TRUE(text);
        const auto loaded = load_model(*text, "model.json", s.evidence);
        ASSERT_TRUE(loaded) << base::describe(loaded.error(), base::Language::english);
        EXPECT_EQ(*score(*trained, s.evidence, all), *score(loaded->trained, s.evidence, all)) << rule.name();
        EXPECT_TRUE(std::isnan(loaded->card.low));
        Evidence changed = s.evidence;
        changed.layers[1].values[77] += 1;
        EXPECT_EQ(load_model(*text, "model.json", changed).error().what.key, "potential.model_other_evidence");
        changed.layers.pop_back();
        EXPECT_EQ(load_model(*text, "model.json", changed).error().what.key, "potential.no_layer");
    }
    EXPECT_EQ(load_model("{}", "x.json", s.evidence).error().what.key, "potential.no_model");
    EXPECT_EQ(load_model("[1", "x.json", s.evidence).error().what.key, "potential.model_broken");
    EXPECT_EQ(load_model(R"({"format": "orelens potential model", "version": 9})", "x.json", s.evidence).error().what.key, "potential.model_version");
}

TEST(Ensemble, SameOnOneThreadAndTwoAndSpreadsAroundTheMean) {
    const Small s = small_mine();
    const EnsembleRule rule{.members = 20, .block_m = 30, .seed = 4};
    base::set_thread_limit(1);
    const auto one = ensemble(s.evidence, s.labels, of(MethodKind::weights), rule, base::Progress());
    base::set_thread_limit(2);
    const auto two = ensemble(s.evidence, s.labels, of(MethodKind::weights), rule, base::Progress());
    base::set_thread_limit(0);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->mean, two->mean);
    EXPECT_EQ(one->sd, two->sd);
    for (std::size_t v = 0; v < 2000; ++v) {
        EXPECT_LE(one->p10[v], one->p90[v]);
        EXPECT_GE(one->sd[v], 0);
    }
    // Its members go through what the prediction goes through.
    EnsembleRule mapped = rule;
    mapped.platt = Platt{.slope = 0.5, .intercept = -2};
    const auto other = ensemble(s.evidence, s.labels, of(MethodKind::weights), mapped, base::Progress());
    ASSERT_TRUE(other);
    const auto trained = train(s.evidence, s.labels, s.rows, of(MethodKind::weights), 4, base::Progress());
    const auto raw = predict(*trained, s.evidence, base::Progress());
    int within = 0, mapped_within = 0;
    for (std::size_t v = 0; v < 2000; ++v) {
        const auto p = static_cast<float>((*mapped.platt)((*raw)[v]));
        within += (*raw)[v] >= one->p10[v] && (*raw)[v] <= one->p90[v];
        mapped_within += p >= other->p10[v] - 1e-6F && p <= other->p90[v] + 1e-6F;
    }
    EXPECT_GE(mapped_within, within - 100);
    EXPECT_GT(mapped_within, 1000);
    EXPECT_EQ(ensemble(s.evidence, s.labels, of(MethodKind::weights), {.members = 5}, base::Progress()).error().what.key, "potential.few_members");
}

TEST(WhatIf, AUselessLayerMayGoAndTheUsefulOneMayNot) {
    const Small s = small_mine();
    const MethodRule rule = of(MethodKind::weights);
    const auto trained = train(s.evidence, s.labels, s.rows, rule, 1, base::Progress());
    const auto p = predict(*trained, s.evidence, base::Progress());
    TargetData data;
    data.probability = *p;
    data.labels = s.labels;
    const auto targets = find_targets(s.evidence, data, {.threshold = 0.3, .least_volume_m3 = 20'000});
    ASSERT_TRUE(targets) << base::describe(targets.error(), base::Language::english);
    ASSERT_FALSE(targets->targets.empty());
    auto changes = dropped_one_by_one({"near", "other"});
    ASSERT_EQ(changes.size(), 2U);
    // Another surface altogether: it says nothing of this ore.
    changes.push_back({"another", "", [&](const base::Progress&) -> base::Expected<std::vector<Layer>> {
                           Layer near = s.evidence.layers[0];
                           for (std::size_t v = 0; v < near.values.size(); ++v) near.values[v] = static_cast<float>(v * 15485863 % 1009);
                           return std::vector<Layer>{near};
                       }});
    // A method that learns anew does not see that everything is farther; as it was learned, it does.
    changes.push_back({"farther", "", [&](const base::Progress&) -> base::Expected<std::vector<Layer>> {
                           Layer near = s.evidence.layers[0];
                           for (float& value : near.values) value += 1000;
                           return std::vector<Layer>{near};
                       }});
    const auto moved = stability(s.evidence, s.labels, rule, 1, *targets, *p, 0.3, changes, base::Progress());
    ASSERT_TRUE(moved);
    EXPECT_LT((*moved)[0].share[0], (*moved)[1].share[0]);
    EXPECT_LT((*moved)[2].share[0], (*moved)[1].share[0] - 0.2);
    EXPECT_LT((*moved)[3].share[0], (*moved)[1].share[0] - 0.2);
    EXPECT_LT(stands(*moved, 0), 0.8);
    EXPECT_TRUE(std::isnan(stands(*moved, 99)));
}

TEST(Evidence, CoverageThatTellsWhereDrillingWasIsFlagged) {
    Small s = small_mine();
    Layer drilled = s.evidence.layers[0], flat = drilled, empty = drilled, same = drilled;
    drilled.id = "drilled";
    flat.id = "flat";
    empty.id = "empty";
    same.id = "same";
    for (std::size_t v = 0; v < 2000; ++v) {
        if (s.labels[v] == unknown) drilled.values[v] = missing;
        flat.values[v] = 3;
        empty.values[v] = missing;
    }
    s.evidence.layers.insert(s.evidence.layers.end(), {drilled, flat, empty, same});
    const auto rows = coverage(s.evidence, s.labels);
    EXPECT_FALSE(rows[0].leaks);
    EXPECT_TRUE(rows[2].leaks && rows[2].only_labelled);
    EXPECT_TRUE(rows[3].constant);
    EXPECT_TRUE(rows[4].all_missing);
    EXPECT_EQ(rows[5].same_as, "near");
    const auto r = correlation(s.evidence);
    EXPECT_NEAR(r[0 * 6 + 5], 1, 1e-12);
    EXPECT_TRUE(std::isnan(r[0 * 6 + 3]));
    const auto bins = histogram(s.evidence, 0, s.labels, 10);
    std::int64_t sum = 0;
    for (std::size_t b = 0; b < 10; ++b) sum += bins.of_positive[b] + bins.of_barren[b] + bins.of_unknown[b];
    EXPECT_EQ(sum, 2000);
    mask(s.evidence.layers[0], std::vector<std::uint8_t>(2000, 0));
    EXPECT_TRUE(std::isnan(s.evidence.layers[0].values[5]));
    s.evidence.layers[5].id = "near";
    EXPECT_EQ(check(s.evidence).error().what.key, "potential.layer_twice");
    s.evidence.active.assign(2000, 0);
    EXPECT_EQ(check(s.evidence).error().what.key, "potential.nothing_active");
    EXPECT_EQ(check_size({.origin = {}, .block_size = {1, 1, 1}, .count = {40000, 40000, 2}}, 100).error().what.key, "potential.too_large");
}

TEST(Folds, WhatCannotBeDividedIsRefusedWithTheReason) {
    const Small s = small_mine();
    EXPECT_EQ(block_folds(s.evidence.grid, s.labels, {.edge_m = 1000, .folds = 5}).error().what.key, "potential.few_blocks");
    EXPECT_EQ(block_folds(s.evidence.grid, s.labels, {.folds = 1}).error().what.key, "potential.fold_count");
    // Fewer folds would not help where there is no positive at all.
    std::vector<std::int8_t> barren_alone = s.labels;
    for (std::int8_t& label : barren_alone)
        if (label == positive) label = unknown;
    const auto none = block_folds(s.evidence.grid, barren_alone, {.edge_m = 100, .folds = 5});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().what.key, "potential.no_positive");
    EXPECT_EQ(none.error().fix.key, "potential.no_positive_fix");
    EXPECT_EQ(depth_folds(s.evidence.grid, s.labels, 1000).error().what.key, "potential.depth_one_sided");
    EXPECT_EQ(orebody_folds(s.evidence.grid, s.labels, 1000, 10).error().what.key, "potential.one_orebody");
    const auto bodies = orebody_folds(s.evidence.grid, s.labels, 5, 10);
    ASSERT_TRUE(bodies);
    EXPECT_GT(bodies->blocks, 1);
    const auto found = block_folds(s.evidence.grid, s.labels, {.folds = 3, .buffer_m = 15});
    ASSERT_TRUE(found);
    EXPECT_GE(found->edge_m, 30);
    // No training voxel within the buffer of a test voxel.
    for (std::size_t f = 0; f < 3; ++f)
        for (const std::int32_t a : found->train[f])
            for (std::size_t b = 0; b < found->voxels.size(); b += 17)
                if (found->fold[b] == static_cast<std::int32_t>(f)) {
                    const Vec3 p = centre_of(s.evidence.grid, found->voxels[static_cast<std::size_t>(a)]), q = centre_of(s.evidence.grid, found->voxels[b]);
                    EXPECT_GT(std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), 15);
                }
}

TEST(Methods, OneLayerIsEnoughAndAFailedOneIsListed) {
    Small s = small_mine();
    s.evidence.layers.pop_back();
    MethodRule never = of(MethodKind::logistic);
    never.layers = {"absent"};
    never.id = "never";
    ValidationRule rule;
    rule.folds = {.edge_m = 40, .folds = 3, .buffer_m = 10, .repeats = 1};
    rule.bootstrap = 20;
    const auto made = validate(s.evidence, s.labels, {of(MethodKind::weights), never}, rule, base::Progress());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    ASSERT_EQ(made->methods.size(), 4U);
    EXPECT_GT(made->methods[0].mean, 0.7);
    EXPECT_TRUE(made->methods[1].refused);
    EXPECT_EQ(*made->best, 0U);
    EXPECT_EQ(validate(s.evidence, s.labels, {}, rule, base::Progress()).error().what.key, "potential.no_method");
}

TEST(Methods, AMethodWithoutScoresIsNeverTheBest) {
    Small s = small_mine();
    Layer nowhere = s.evidence.layers[0];
    nowhere.id = "nowhere";
    // Known only where nothing is labelled.
    for (const std::int64_t v : s.rows) nowhere.values[static_cast<std::size_t>(v)] = missing;
    s.evidence.layers.push_back(nowhere);
    MethodRule blind = of(MethodKind::boosting);
    blind.layers = {"nowhere"};
    blind.id = "blind";
    MethodRule sees = of(MethodKind::weights);
    sees.layers = {"near", "other"};
    ValidationRule rule;
    rule.folds = {.edge_m = 40, .folds = 3, .buffer_m = 10, .repeats = 1};
    rule.bootstrap = 20;
    const auto made = validate(s.evidence, s.labels, {blind, sees}, rule, base::Progress());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    ASSERT_TRUE(made->best);
    EXPECT_EQ(*made->best, 1U);
    EXPECT_EQ(made->methods[0].scored, 0);
    EXPECT_EQ(made->methods[1].scored, static_cast<std::int64_t>(s.rows.size()));
    rule.folds.repeats = 0;
    EXPECT_EQ(validate(s.evidence, s.labels, {sees}, rule, base::Progress()).error().what.key, "potential.no_repeat");
}

TEST(Methods, CodesAreNoAmountsAndHaveARange) {
    Small s = small_mine();
    s.evidence.layers[1].nominal = true;
    for (std::size_t v = 0; v < 2000; ++v) s.evidence.layers[1].values[v] = static_cast<float>(v % 3);
    for (const MethodKind kind : {MethodKind::logistic, MethodKind::bagging, MethodKind::elkan_noto})
        EXPECT_EQ(train(s.evidence, s.labels, s.rows, of(kind), 1, base::Progress()).error().what.key, "potential.codes_are_no_amounts");
    EXPECT_TRUE(train(s.evidence, s.labels, s.rows, of(MethodKind::weights), 1, base::Progress()));
    for (const float code : {-1.0F, 3e9F}) {
        s.evidence.layers[1].values[7] = code;
        EXPECT_EQ(train(s.evidence, s.labels, s.rows, of(MethodKind::weights), 1, base::Progress()).error().what.key, "potential.no_code");
        EXPECT_EQ((Classes{true, {}}).of(code), -1);
    }
}

TEST(Methods, ACodeThatIsSometimesMissingIsStillKnown) {
    Small s = small_mine();
    s.evidence.layers[1].nominal = true;
    for (std::size_t v = 0; v < 2000; ++v) s.evidence.layers[1].values[v] = v % 2 == 0 ? missing : static_cast<float>(v % 5);
    const auto guard = Guard::learn(s.evidence, {"near", "other"}, s.rows);
    ASSERT_TRUE(guard);
    const auto bits = guard->judge(s.evidence, base::Progress());
    ASSERT_TRUE(bits);
    for (const std::uint8_t one : *bits) EXPECT_EQ(one & unseen_code, 0);
}

TEST(Methods, MonotoneSignsAreKept) {
    const Small s = small_mine();
    MethodRule rule = of(MethodKind::boosting);
    rule.per_layer = {{.layer = "near", .weights = {}, .classes = 5, .edges = {}, .sign = learning::Monotone::falling}};
    rule.layers = {"near"};
    const auto trained = train(s.evidence, s.labels, s.rows, rule, 1, base::Progress());
    std::vector<std::int64_t> order(2000);
    for (std::size_t v = 0; v < 2000; ++v) order[v] = static_cast<std::int64_t>(v);
    std::ranges::stable_sort(order, {}, [&](std::int64_t v) { return s.evidence.layers[0].values[static_cast<std::size_t>(v)]; });
    const auto scores = score(*trained, s.evidence, order);
    EXPECT_TRUE(std::ranges::is_sorted(*scores, std::greater<>()));
}

TEST(Targets, NewHolesAreScoredByClass) {
    const std::vector<float> p{0.05F, 0.95F, 0.97F, 0.92F, missing};
    const auto rates = hit_rates(p, std::vector<std::int8_t>{barren, positive, positive, barren, positive});
    EXPECT_EQ(rates[9].voxels, 3);
    EXPECT_EQ(rates[9].hits, 2);
    EXPECT_EQ(rates[0].hits, 0);
}

}  // namespace
}  // namespace orelens::potential
