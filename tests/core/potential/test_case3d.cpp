// The mine whose truth is known: folds, models, curves, calibration, guard and targets of potential.md §5–§8 and §12.
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/Parallel.h"
#include "core/potential/DomainGuard.h"
#include "core/potential/Drill.h"
#include "core/potential/Validation.h"
#include "tests/core/potential/Case3d.h"

namespace orelens::potential {
namespace {

using nlohmann::json;

MethodRule method(MethodKind kind) {
    MethodRule rule;
    rule.kind = kind;
    return rule;
}

std::vector<double> all_scores(const Case3d& c, const MethodRule& rule) {
    const auto trained = train(c.evidence, c.label, c.training, rule, 7, base::Progress());
    if (!trained) {
        ADD_FAILURE() << base::describe(trained.error(), base::Language::english);
        return std::vector<double>(c.truth.size(), 0);
    }
    const auto p = predict(*trained, c.evidence, base::Progress());
    return {p->begin(), p->end()};
}

double hidden_auc(const Case3d& c, const std::vector<double>& score) {
    return area_under_roc(score, c.truth);
}

double deep_auc(const Case3d& c, const std::vector<double>& score) {
    std::vector<std::int8_t> deep = c.truth;
    for (std::size_t v = 0; v < deep.size(); ++v)
        if (centre_of(c.evidence.grid, static_cast<std::int64_t>(v))[2] >= 150) deep[v] = -1;
    return area_under_roc(score, deep);
}

FoldRule folds_of_case() {
    return {.edge_m = 150, .folds = 5, .buffer_m = 50, .repeats = 1};
}

double block_auc(const Case3d& c, const MethodRule& rule) {
    const auto folds = block_folds(c.evidence.grid, c.label, folds_of_case());
    const auto out = out_of_fold(c.evidence, c.label, *folds, rule, 7, -1, base::Progress());
    if (!out) {
        ADD_FAILURE() << base::describe(out.error(), base::Language::english);
        return 0;
    }
    std::vector<std::int8_t> y;
    for (const std::int64_t v : folds->voxels) y.push_back(c.label[static_cast<std::size_t>(v)]);
    return area_under_roc(*out, y);
}

FuzzyTree expert() {
    FuzzyTree tree(5);
    tree[0].kind = FuzzyNode::Kind::gamma;
    tree[0].gamma = 0.85;
    tree[0].takes = {1, 2, 3, 4};
    for (std::size_t n = 1; n < 5; ++n) {
        tree[n].kind = FuzzyNode::Kind::layer;
        tree[n].membership.least = 0.01;
        tree[n].membership.most = 0.99;
        tree[n].membership.shape = Membership::Shape::gaussian;
    }
    tree[1].layer = "abs_d_fault";
    tree[1].membership.spread = 80;
    tree[2].layer = "abs_d_contact";
    tree[2].membership.spread = 80;
    tree[3].layer = "d_intrusion";
    tree[3].membership.spread = 200;
    tree[3].membership.floor = 0;
    tree[4].layer = "sus";
    tree[4].membership.shape = Membership::Shape::sigmoid;
    tree[4].membership.middle = 0.010;
    tree[4].membership.spread = 0.003;
    return tree;
}

TEST(Case3d, FoldsOfTheReference) {
    POTENTIAL_CASE(c);
    const auto folds = block_folds(c.evidence.grid, c.label, folds_of_case());
    ASSERT_TRUE(folds);
    EXPECT_EQ(folds->blocks, 61);
    EXPECT_EQ(folds->positives, c.expected["folds"]["positives"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(folds->samples, c.expected["folds"]["samples"].get<std::vector<std::int64_t>>());
    for (std::size_t f = 0; f < 5; ++f)
        EXPECT_EQ(folds->train[f].size(), c.expected["folds"]["train_after_buffer"][f].get<std::size_t>());
    std::ifstream in(c.folder / "folds.csv");
    std::string line;
    std::getline(in, line);
    std::size_t n = 0;
    for (; std::getline(in, line); ++n) {
        const auto comma = line.find(',');
        ASSERT_EQ(folds->voxels[n], std::stoll(line.substr(0, comma)));
        ASSERT_EQ(folds->fold[n], std::stoi(line.substr(comma + 1)));
    }
    EXPECT_EQ(n, folds->voxels.size());
}

TEST(Case3d, LogisticRegressionToTheDigit) {
    POTENTIAL_CASE(c);
    const auto trained = train(c.evidence, c.label, c.training, method(MethodKind::logistic), 1, base::Progress());
    ASSERT_TRUE(trained);
    const auto& model = std::get<LogisticModel>(trained->model);
    const json& e = c.expected["logistic"];
    for (Eigen::Index n = 0; n < 7; ++n) {
        EXPECT_NEAR(model.fit.beta[n], e["beta"][static_cast<std::size_t>(n)].get<double>(), 1e-6);
        EXPECT_NEAR(model.fit.se[n], e["se"][static_cast<std::size_t>(n)].get<double>(), 1e-6);
    }
    EXPECT_NEAR(model.fit.loglik, e["loglik"].get<double>(), 1e-6);
    EXPECT_NEAR(model.fit.loglik_null, e["loglik_null"].get<double>(), 1e-6);
    for (Eigen::Index n = 0; n < 6; ++n) {
        EXPECT_NEAR(model.standard.mean[n], c.expected["standardise"]["mean"][static_cast<std::size_t>(n)].get<double>(), 1e-7);
        EXPECT_NEAR(model.standard.sd[n], c.expected["standardise"]["sd"][static_cast<std::size_t>(n)].get<double>(), 1e-7);
        EXPECT_EQ(model.standard.covered[n], c.expected["standardise"]["covered_training"][static_cast<std::size_t>(n)].get<int>());
    }
    MethodRule ridge = method(MethodKind::logistic);
    ridge.ridge = 1;
    const auto shrunk = train(c.evidence, c.label, c.training, ridge, 1, base::Progress());
    for (Eigen::Index n = 0; n < 7; ++n)
        EXPECT_NEAR(std::get<LogisticModel>(shrunk->model).fit.beta[n], c.expected["logistic_ridge1"]["beta"][static_cast<std::size_t>(n)].get<double>(), 1e-6);
}

TEST(Case3d, LogisticOnTheTruth) {
    POTENTIAL_CASE(c);
    const auto score = all_scores(c, method(MethodKind::logistic));
    const json& e = c.expected["curve"];
    EXPECT_NEAR(hidden_auc(c, score), e["auc"].get<double>(), 1e-6);
    const auto curve = rate_curve(score, c.truth);
    EXPECT_NEAR(curve->area, e["area"].get<double>(), 1e-6);
    EXPECT_NEAR(curve->area, e["prevalence"].get<double>() / 2 + (1 - e["prevalence"].get<double>()) * hidden_auc(c, score), 1e-7);
    const auto crossing = crossing_of(*curve);
    EXPECT_NEAR(crossing->captured, e["pa"]["captured"].get<double>(), 1e-6);
    EXPECT_NEAR(crossing->density, e["pa"]["density"].get<double>(), 1e-5);
    EXPECT_NEAR(crossing->threshold, e["pa"]["threshold"].get<double>(), 1e-6);
    for (std::size_t n = 0; n < 3; ++n)
        EXPECT_NEAR(curve->at(std::array{0.01, 0.05, 0.1}[n]), e["capture_1_5_10"][n].get<double>(), 1e-6);
    std::vector<double> own;
    std::vector<std::int8_t> y;
    for (const std::int64_t v : c.training) {
        own.push_back(score[static_cast<std::size_t>(v)]);
        y.push_back(c.label[static_cast<std::size_t>(v)]);
    }
    const RocArea area = delong(own, y);
    EXPECT_NEAR(area.auc, c.expected["training_auc"]["auc"].get<double>(), 1e-7);
    EXPECT_NEAR(area.se, c.expected["training_auc"]["se"].get<double>(), 1e-7);
    EXPECT_NEAR(calibration(own, y).brier, c.expected["training_auc"]["brier"].get<double>(), 1e-7);
}

/// `block`: tolerance of the block folds. The reference standardises once over all training voxels, what is missing in a
/// fold thereby knows of the test; here every fold learns its own means (§6), which moves logistic regression alone.
void expect_model(const Case3d& c, const char* key, const MethodRule& rule, double tolerance, double block = 0) {
    const json& e = c.expected["models"][key];
    const auto score = all_scores(c, rule);
    EXPECT_NEAR(hidden_auc(c, score), e["hidden"]["auc"].get<double>(), tolerance) << key;
    EXPECT_NEAR(deep_auc(c, score), e["deep"]["auc"].get<double>(), tolerance) << key;
    const auto curve = rate_curve(score, c.truth);
    for (std::size_t n = 0; n < 3; ++n)
        EXPECT_NEAR(curve->at(std::array{0.01, 0.05, 0.1}[n]), e["hidden"]["capture_1_5_10"][n].get<double>(), 5 * tolerance) << key;
    EXPECT_NEAR(block_auc(c, rule), e["block_cv_auc"].get<double>(), std::max(tolerance, block)) << key;
}

TEST(Case3d, EveryMethodWithoutTreesToTheDigits) {
    POTENTIAL_CASE(c);
    expect_model(c, "logistic", method(MethodKind::logistic), 6e-5, 2e-3);
    MethodRule ridge = method(MethodKind::logistic);
    ridge.ridge = 1;
    expect_model(c, "logistic_ridge", ridge, 6e-5, 2e-3);
    expect_model(c, "wofe", method(MethodKind::weights), 6e-5);
    expect_model(c, "distance_to_known_ore", method(MethodKind::distance), 6e-5);
    MethodRule fuzzy = method(MethodKind::fuzzy);
    fuzzy.fuzzy = expert();
    expect_model(c, "fuzzy", fuzzy, 6e-5);
}

TEST(Case3d, BoostingAsTheReference) {
    POTENTIAL_CASE(c);
    expect_model(c, "xgboost", method(MethodKind::boosting), 1e-3);
}

TEST(Case3d, ForestFindsTheHidden) {
    POTENTIAL_CASE(c);
    const auto score = all_scores(c, method(MethodKind::forest));
    EXPECT_GE(hidden_auc(c, score), 0.84);
    EXPECT_GE(deep_auc(c, score), 0.8);
}

TEST(Case3d, PositiveUnlabelledIsBetterThanChanceAndSaysRelative) {
    POTENTIAL_CASE(c);
    for (const MethodKind kind : {MethodKind::bagging, MethodKind::elkan_noto}) {
        EXPECT_TRUE(is_relative(method(kind)));
        EXPECT_GT(hidden_auc(c, all_scores(c, method(kind))), 0.6);
    }
    EXPECT_NEAR(hidden_auc(c, all_scores(c, method(MethodKind::random))), 0.5, 0.03);
}

TEST(Case3d, OracleCurvesAndCalibration) {
    POTENTIAL_CASE(c);
    const std::vector<double> oracle(c.column.at("p_oracle").begin(), c.column.at("p_oracle").end());
    const json& e = c.expected["oracle"];
    EXPECT_NEAR(area_under_roc(oracle, c.truth), e["auc"].get<double>(), 1e-8);
    const auto curve = rate_curve(oracle, c.truth);
    EXPECT_NEAR(curve->area, e["area"].get<double>(), 1e-8);
    EXPECT_EQ(curve->threshold.size(), e["distinct_scores"].get<std::size_t>());
    const auto crossing = crossing_of(*curve);
    EXPECT_NEAR(crossing->captured, 0.89131135, 1e-8);
    EXPECT_NEAR(crossing->density, 8.200593, 1e-6);
    EXPECT_NEAR(crossing->threshold, e["pa"]["threshold"].get<double>(), 1e-8);
    const Calibration fit = calibration(oracle, c.truth);
    EXPECT_NEAR(fit.brier, 0.02240143, 1e-8);
    EXPECT_NEAR(fit.error, 0.00488393, 1e-8);
    EXPECT_NEAR(fit.log_loss, e["log_loss_clipped_0005"].get<double>(), 1e-8);
    for (std::size_t b = 0; b < 10; ++b) {
        EXPECT_EQ(fit.bins[b].count, e["reliability"][b]["n"].get<std::int64_t>());
        EXPECT_NEAR(fit.bins[b].observed, e["reliability"][b]["observed"].get<double>(), 1e-6);
    }
}

TEST(Case3d, GuardSaysThatTheDepthIsOutOfDomain) {
    POTENTIAL_CASE(c);
    const std::vector<std::string> layers{"abs_d_fault", "abs_d_contact", "d_intrusion", "sus", "dens", "clay"};
    const auto guard = Guard::learn(c.evidence, layers, c.training);
    ASSERT_TRUE(guard);
    EXPECT_NEAR(guard->limit(), 0.91949614, 1e-8);
    const auto apart = guard->distances(c.evidence, c.hidden);
    std::int64_t outside = 0, deep = 0;
    for (std::size_t n = 0; n < apart.size(); ++n) {
        outside += apart[n] > guard->limit();
        deep += apart[n] > guard->limit() && centre_of(c.evidence.grid, c.hidden[n])[2] < 150;
    }
    EXPECT_EQ(outside, 33656);
    EXPECT_EQ(deep, 24104);
    const auto bits = guard->judge(c.evidence, base::Progress());
    EXPECT_GE(std::ranges::count_if(*bits, [](auto b) { return (b & far_from_training) != 0; }), 33656);
}

TargetData oracle_data(const Case3d& c) {
    TargetData data;
    data.probability = c.column.at("p_oracle");
    data.labels = c.label;
    data.ground = &c.ground;
    return data;
}

TEST(Case3d, TargetsOfTheOracle) {
    POTENTIAL_CASE(c);
    const TargetRule rule{.threshold = 0.8, .connectivity = 6, .least_volume_m3 = 20 * 15625.0};
    const auto list = find_targets(c.evidence, oracle_data(c), rule);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->voxels, 850);
    EXPECT_EQ(list->components, 6);
    EXPECT_EQ(list->too_small, 2);
    const json& e = c.expected["targets"]["list"];
    ASSERT_EQ(list->targets.size(), e.size());
    for (std::size_t n = 0; n < e.size(); ++n) {
        const Target& t = list->targets[n];
        EXPECT_EQ(t.voxels.front(), e[n]["first_cell"].get<std::int64_t>());
        EXPECT_EQ(t.voxels.size(), e[n]["voxels"].get<std::size_t>());
        EXPECT_DOUBLE_EQ(t.volume_m3, e[n]["volume_m3"].get<double>());
        for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(t.centroid[a], e[n]["centroid"][a].get<double>(), 6e-4);
        EXPECT_DOUBLE_EQ(t.z_min, e[n]["z_min"].get<double>());
        EXPECT_DOUBLE_EQ(t.z_max, e[n]["z_max"].get<double>());
        EXPECT_NEAR(t.depth_min, e[n]["depth_min"].get<double>(), 1e-3);
        EXPECT_NEAR(t.depth_max, e[n]["depth_max"].get<double>(), 1e-3);
        EXPECT_NEAR(t.mean, e[n]["mean_p"].get<double>(), 1e-6);
        EXPECT_NEAR(t.highest, e[n]["max_p"].get<double>(), 1e-6);
        EXPECT_NEAR(t.expected_volume_m3, e[n]["expected_volume_m3"].get<double>(), 0.5);
        EXPECT_NEAR(t.to_ore_m, e[n]["nearest_known_m"].get<double>(), 1e-3);
        for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(t.axis_sd[a], e[n]["pca_sd"][a].get<double>(), 1e-3);
        EXPECT_NEAR(t.dip_azimuth_deg, e[n]["normal_dip_azimuth"].get<double>(), 1e-3);
        EXPECT_NEAR(t.dip_deg, e[n]["plane_dip"].get<double>(), 1e-3);
        const Metal metal = expected_metal(t, 15625, c.column.at("p_oracle"), 2.8, 0.0075, {}, {});
        EXPECT_NEAR(metal.tonnes, e[n]["expected_metal_t"].get<double>(), 0.02);
        EXPECT_TRUE(std::isnan(metal.low));
    }
    EXPECT_EQ(list->targets[0].status, TargetStatus::extension);
    EXPECT_EQ(list->targets[1].status, TargetStatus::fresh);
    for (const int connectivity : {18, 26}) {
        TargetRule other = rule;
        other.connectivity = connectivity;
        EXPECT_EQ(find_targets(c.evidence, oracle_data(c), other)->components, 2);
    }
}

TEST(Case3d, ThresholdsThatKeepNothingOrEverything) {
    POTENTIAL_CASE(c);
    EXPECT_EQ(find_targets(c.evidence, oracle_data(c), {.threshold = 1.5}).error().what.key, "potential.nothing_above");
    TargetData data = oracle_data(c);
    EXPECT_EQ(find_targets(c.evidence, data, {.threshold = -1}).error().what.key, "potential.all_above")
        << "everything that could be a target, beside the known ore";
    const std::vector<std::int8_t> none(c.label.size(), unknown);
    data.labels = none;
    EXPECT_EQ(find_targets(c.evidence, data, {.threshold = -1}).error().what.key, "potential.all_above");
}

TEST(Case3d, HolesOfTheReference) {
    POTENTIAL_CASE(c);
    const auto list = find_targets(c.evidence, oracle_data(c), {.threshold = 0.8, .connectivity = 6, .least_volume_m3 = 100 * 15625.0});
    ASSERT_TRUE(list);
    ASSERT_EQ(list->targets.size(), 2U);
    const auto collars = ground_collars(c.ground, 512060, 4396045, 100, 10, 10);
    ASSERT_EQ(collars.size(), 100U);
    const auto campaign = propose(c.evidence, *list, c.column.at("p_oracle"), collars, usual_drill_rule(), &c.ground, base::Progress());
    ASSERT_TRUE(campaign);
    ASSERT_EQ(campaign->holes.size(), 2U);
    const auto geometry = testing::shared_data("potential/geometry/expected_geometry.json");
    const json e = json::parse(std::ifstream(*geometry))["proposals"]["list"];
    for (std::size_t n = 0; n < 2; ++n) {
        const ProposedHole& h = campaign->holes[n];
        for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(h.collar[a], e[n]["collar"][a].get<double>(), 1e-4);  // heights are kept as floats
        EXPECT_EQ(h.azimuth_deg, e[n]["azimuth"].get<double>());
        EXPECT_EQ(h.dip_deg, e[n]["dip"].get<double>());
        EXPECT_NEAR(h.length_m, e[n]["length"].get<double>(), 1e-3);
        EXPECT_NEAR(h.enters_m, e[n]["enters"].get<double>(), 1e-3);
        EXPECT_NEAR(h.leaves_m, e[n]["leaves"].get<double>(), 1e-3);
        EXPECT_NEAR(h.probability_metres, e[n]["probability_metres"].get<double>(), 1e-4);
        EXPECT_NEAR(h.objective, e[n]["J"].get<double>(), 2e-3);
        EXPECT_NEAR(h.angle_deg, e[n]["angle_to_plane"].get<double>(), 2e-3);
        EXPECT_EQ(h.candidates, e[n]["candidates_that_hit"].get<std::int64_t>());
        const auto rows = prognosis(c.evidence, list->targets[n], c.column.at("p_oracle"), h);
        double in = 0;
        for (const PrognosisRow& row : rows)
            if (row.in_target) in += row.mean * (row.to_m - row.from_m);
        EXPECT_NEAR(in, h.probability_metres, 1e-6);
    }
    EXPECT_NE(collar_csv(*campaign).find("T1-1,512860.000,4396445.000,456.022,576.700"), std::string::npos);
}

TEST(Case3d, SecondHoleGoesWhereTheFirstDoesNotTell) {
    POTENTIAL_CASE(c);
    auto list = find_targets(c.evidence, oracle_data(c), {.threshold = 0.8, .connectivity = 6, .least_volume_m3 = 500 * 15625.0});
    DrillRule rule = usual_drill_rule();
    rule.holes = 2;
    const auto collars = ground_collars(c.ground, 512060, 4396045, 100, 10, 10);
    const auto campaign = propose(c.evidence, *list, c.column.at("p_oracle"), collars, rule, &c.ground, base::Progress());
    ASSERT_TRUE(campaign);
    ASSERT_EQ(campaign->holes.size(), 2U);
    EXPECT_LT(campaign->holes[1].objective, campaign->holes[0].objective);
    rule.budget_m = 600;
    const auto cheap = propose(c.evidence, *list, c.column.at("p_oracle"), collars, rule, &c.ground, base::Progress());
    EXPECT_EQ(cheap->holes.size(), 1U);
    EXPECT_EQ(cheap->left_out.front().key, "potential.over_budget");
    std::vector<Collar> buried = collars;
    buried[0].place[2] -= 50;
    EXPECT_EQ(propose(c.evidence, *list, c.column.at("p_oracle"), buried, rule, &c.ground, base::Progress()).error().what.key, "potential.collar_below");
    rule.dips_deg = {95};
    EXPECT_EQ(propose(c.evidence, *list, c.column.at("p_oracle"), collars, rule, &c.ground, base::Progress()).error().what.key, "potential.bad_dip");
}

TEST(Case3d, ValidationIsTheSameOnOneThreadAndTwo) {
    POTENTIAL_CASE(c);
    ValidationRule rule;
    rule.folds = folds_of_case();
    rule.folds.repeats = 2;
    rule.depth_level_m = 275;
    rule.bootstrap = 50;
    MethodRule forest = method(MethodKind::forest);
    forest.trees = 40;
    MethodRule fuzzy = method(MethodKind::fuzzy);
    fuzzy.fuzzy = expert();
    const std::vector<MethodRule> methods{method(MethodKind::logistic), method(MethodKind::weights), forest, fuzzy};
    base::set_thread_limit(1);
    const auto one = validate(c.evidence, c.label, methods, rule, base::Progress());
    base::set_thread_limit(2);
    const auto two = validate(c.evidence, c.label, methods, rule, base::Progress());
    base::set_thread_limit(0);
    ASSERT_TRUE(one && two);
    ASSERT_EQ(one->methods.size(), 6U);  // both baselines are always there
    for (std::size_t m = 0; m < 6; ++m) {
        EXPECT_EQ(one->methods[m].out_of_fold, two->methods[m].out_of_fold);
        EXPECT_EQ(one->methods[m].repeats, two->methods[m].repeats);
        EXPECT_EQ(one->methods[m].interval.auc.low, two->methods[m].interval.auc.low);
    }
    const json& e = c.expected["models"];
    EXPECT_NEAR(one->methods[1].block.auc, e["wofe"]["block_cv_auc"].get<double>(), 6e-5);
    EXPECT_NEAR(one->methods[1].block.se, e["wofe"]["block_cv_auc_se"].get<double>(), 6e-5);
    EXPECT_NEAR(*one->methods[1].depth, e["wofe"]["depth_holdout_auc"].get<double>(), 6e-5);
    EXPECT_NEAR(*one->methods[3].depth, e["fuzzy"]["depth_holdout_auc"].get<double>(), 6e-5);
    EXPECT_NEAR(*one->methods[4].depth, e["distance_to_known_ore"]["depth_holdout_auc"].get<double>(), 6e-5);
    EXPECT_TRUE(one->best.has_value());
    EXPECT_FALSE(one->methods[*one->best].baseline);
    EXPECT_FALSE(trust(*one).empty());
    // Fit flatters: what is known is known better than what is not.
    EXPECT_GT(one->methods[2].fit, one->methods[2].mean);
}

TEST(Case3d, PartsAddUpToTheScore) {
    POTENTIAL_CASE(c);
    const std::vector<std::int64_t> some(c.hidden.begin() + 5000, c.hidden.begin() + 5400);
    for (const MethodKind kind : {MethodKind::boosting, MethodKind::logistic, MethodKind::weights}) {
        const auto trained = train(c.evidence, c.label, c.training, method(kind), 7, base::Progress());
        const auto scores = score(*trained, c.evidence, some);
        const auto parts = explain(*trained, c.evidence, some);
        ASSERT_TRUE(parts);
        for (Eigen::Index n = 0; n < parts->rows(); ++n) {
            const double p = (*scores)[static_cast<std::size_t>(n)];
            EXPECT_NEAR(parts->row(n).sum(), std::log(p / (1 - p)), 1e-5);
        }
    }
    const auto fuzzy = train(c.evidence, c.label, c.training, method(MethodKind::distance), 7, base::Progress());
    EXPECT_EQ(explain(*fuzzy, c.evidence, some).error().what.key, "potential.no_parts");
}


}  // namespace
}  // namespace orelens::potential
