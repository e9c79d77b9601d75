// Weights of evidence against the tables of the reference (potential.md §4), numbers for numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/potential/Logistic.h"
#include "core/potential/Curves.h"
#include "core/potential/WeightModel.h"
#include "tests/support/SharedData.h"

namespace orelens::potential {
namespace {

struct Cells {
    std::vector<std::int8_t> deposit;
    std::vector<std::int32_t> dist, litho, anomaly;
};

Cells read_cells(const std::filesystem::path& path) {
    Cells cells;
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::vector<std::string> f(1);
        for (const char c : line)
            if (c == ',')
                f.emplace_back();
            else
                f.back().push_back(c);
        cells.deposit.push_back(static_cast<std::int8_t>(std::stoi(f[4])));
        cells.dist.push_back(std::stoi(f[5]));
        cells.litho.push_back(std::stoi(f[6]));
        cells.anomaly.push_back(f[7].empty() ? -1 : std::stoi(f[7]));
    }
    return cells;
}

struct Reference {
    Cells cells;
    nlohmann::json expected;
};
std::optional<Reference> reference() {
    const auto folder = testing::shared_data("potential/wofe");
    if (!folder) return std::nullopt;
    return Reference{read_cells(*folder / "wofe_cells.csv"), nlohmann::json::parse(std::ifstream(*folder / "wofe_expected.json"))};
}

void expect_row(const ClassWeight& row, const nlohmann::json& e) {
    EXPECT_EQ(row.counts, (Counts{e["A"], e["B"], e["C"], e["D"]}));
    EXPECT_NEAR(row.w_plus, e["w_plus"].get<double>(), 1e-9);
    EXPECT_NEAR(row.s_plus, e["s_plus"].get<double>(), 1e-9);
    EXPECT_NEAR(row.w_minus, e["w_minus"].get<double>(), 1e-9);
    EXPECT_NEAR(row.s_minus, e["s_minus"].get<double>(), 1e-9);
    EXPECT_NEAR(row.contrast, e["contrast"].get<double>(), 1e-9);
    EXPECT_NEAR(row.s_contrast, e["s_contrast"].get<double>(), 1e-9);
    EXPECT_NEAR(row.studentised, e["studentised"].get<double>(), 1e-9);
    EXPECT_EQ(row.zero, e["zero"].get<bool>());
}

TEST(Weights, OneTableByHand) {
    const ClassWeight w = weight_of({30, 20, 400, 1550});
    EXPECT_NEAR(w.w_plus, 1.073294, 5e-7);
    EXPECT_NEAR(w.w_minus, -0.686716, 5e-7);
    EXPECT_NEAR(w.contrast, 1.760011, 5e-7);
    EXPECT_NEAR(w.s_contrast, 0.294072, 5e-7);
    EXPECT_NEAR(w.studentised, 5.984960, 5e-6);
    EXPECT_NEAR(w.information, 0.445713, 5e-7);
    const ClassWeight none = weight_of({0, 50, 100, 1850});
    EXPECT_TRUE(none.zero);
    EXPECT_NEAR(none.contrast, -1.702067, 5e-7);
    EXPECT_NEAR(none.studentised, -1.194531, 5e-7);
    EXPECT_TRUE(std::isnan(none.information));
    const ClassWeight undefined = weight_of({0, 50, 100, 1850}, ZeroRule::undefined);
    EXPECT_FALSE(undefined.defined);
    EXPECT_TRUE(std::isnan(undefined.w_plus));
}

TEST(Weights, PosteriorOfOneLayerAndBothUncertainties) {
    std::vector<std::int32_t> cls;
    std::vector<std::int8_t> label;
    const auto add = [&](int n, int c, int y) {
        cls.insert(cls.end(), static_cast<std::size_t>(n), c);
        label.insert(label.end(), static_cast<std::size_t>(n), static_cast<std::int8_t>(y));
    };
    add(30, 1, 1), add(20, 2, 1), add(400, 1, 0), add(1550, 2, 0);
    const auto model = weight_model({"one"}, {cls}, label, {{.accumulate = Accumulate::ascending}});
    ASSERT_TRUE(model);
    const Posterior in = posterior(*model, std::vector<std::int32_t>{1}), out = posterior(*model, std::vector<std::int32_t>{2});
    EXPECT_NEAR(in.probability, 0.0697674, 5e-8);
    EXPECT_NEAR(out.probability, 0.0127389, 5e-8);
    EXPECT_NEAR(in.s_published, 0.0164854, 5e-8);
    EXPECT_NEAR(in.s_delta, 0.0154055, 5e-8);
    const Posterior absent = posterior(*model, std::vector<std::int32_t>{-1});
    EXPECT_NEAR(absent.probability, 50.0 / 2000, 1e-12);
    EXPECT_EQ(absent.missing, 1);
    EXPECT_GT(absent.s2_missing, 0);
    EXPECT_NEAR(omnibus(*model, {cls}, label).expected, 50, 1e-9);
}

TEST(Weights, EveryTableOfTheReference) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const auto& [cells, e] = *r;
    const auto compare = [&](const std::string& key, const std::vector<std::int32_t>& cls, WeightRule rule) {
        const auto table = weight_table(key, cls, cells.deposit, rule);
        ASSERT_TRUE(table);
        ASSERT_EQ(table->rows.size(), e[key].size()) << key;
        for (std::size_t n = 0; n < table->rows.size(); ++n) {
            EXPECT_EQ(table->rows[n].cls, e[key][n]["cls"].get<int>());
            expect_row(table->rows[n], e[key][n]);
        }
    };
    compare("dist_unique", cells.dist, {});
    compare("dist_cumulative_ascending", cells.dist, {.accumulate = Accumulate::ascending});
    compare("litho_unique", cells.litho, {});
    const auto anomaly = weight_table("anomaly", cells.anomaly, cells.deposit, {.accumulate = Accumulate::descending});
    ASSERT_TRUE(anomaly);
    ASSERT_EQ(anomaly->rows.size(), 1U);
    expect_row(anomaly->rows[0], e["anomaly"]);
    EXPECT_EQ(anomaly->missing, 240);
    const auto table = weight_table("dist", cells.dist, cells.deposit, {});
    for (std::size_t n = 0; n < table->rows.size(); ++n) {
        const auto& value = e["information_value_dist"][n]["value"];
        if (value.is_null()) {
            EXPECT_TRUE(std::isnan(table->rows[n].information));
        } else {
            EXPECT_NEAR(table->rows[n].information, value.get<double>(), 1e-9);
        }
    }
}

TEST(Weights, DescendingIsAscendingOfTheOtherEnd) {
    const std::vector<std::int32_t> cls{1, 2, 3, 3, 2, 1, -1, 2};
    const std::vector<std::int8_t> label{1, 0, 1, 0, 0, 1, 1, 1};
    const auto up = weight_table("x", cls, label, {.accumulate = Accumulate::ascending});
    const auto down = weight_table("x", cls, label, {.accumulate = Accumulate::descending});
    ASSERT_TRUE(up && down);
    ASSERT_EQ(down->rows.size(), 2U);
    EXPECT_EQ(down->rows[0].cls, 3);
    EXPECT_EQ(down->rows[0].counts, (Counts{1, 3, 1, 2}));
    EXPECT_EQ(up->rows[1].counts, (Counts{3, 1, 2, 1}));
    EXPECT_EQ(up->missing_positive, 1);
}

TEST(Weights, CutoffByRule) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const auto cut = [&](CutoffRule rule, double sure = 2, std::int32_t hand = 0) {
        const auto table = weight_table("dist", r->cells.dist, r->cells.deposit,
                                        {.accumulate = Accumulate::ascending, .cutoff = rule, .sure = sure, .hand = hand});
        return table && table->cutoff ? table->rows[*table->cutoff].cls : -1;
    };
    EXPECT_EQ(cut(CutoffRule::studentised), r->expected["cutoff_max_studentised"].get<int>());
    EXPECT_EQ(cut(CutoffRule::contrast), r->expected["cutoff_max_contrast"].get<int>());
    EXPECT_EQ(cut(CutoffRule::contrast_sure), r->expected["cutoff_max_contrast_if_studentised_ge_2"].get<int>());
    EXPECT_EQ(cut(CutoffRule::by_hand, 2, 5), 5);
    // Nothing is that sure: the layer is left out with its table, not stopped.
    const auto model = weight_model({"dist"}, {r->cells.dist}, r->cells.deposit,
                                    {{.accumulate = Accumulate::ascending, .cutoff = CutoffRule::contrast_sure, .sure = 50}});
    ASSERT_TRUE(model);
    EXPECT_TRUE(model->layers[0].left_out);
    EXPECT_EQ(model->layers[0].table.rows.size(), 7U);
    EXPECT_EQ(weight_table("dist", r->cells.dist, r->cells.deposit,
                           {.accumulate = Accumulate::ascending, .cutoff = CutoffRule::by_hand, .hand = 99}).error().what.key,
              "potential.no_such_class");
}

std::vector<std::span<const std::int32_t>> three(const Cells& cells) {
    return {cells.dist, cells.litho, cells.anomaly};
}
WeightModel three_layers(const Cells& cells) {
    return *weight_model({"dist", "litho", "anomaly"}, three(cells), cells.deposit,
                         {{.accumulate = Accumulate::ascending}, {}, {.accumulate = Accumulate::descending}});
}

TEST(WeightModel, UniqueConditionsOfTheReference) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const WeightModel model = three_layers(r->cells);
    const Independence test = omnibus(model, three(r->cells), r->cells.deposit);
    const auto& list = r->expected["unique_conditions"];
    ASSERT_EQ(test.conditions.size(), list.size());
    for (const auto& e : list) {
        const int near = e["near"].get<int>(), anomaly = e["anomaly"].is_null() ? -1 : e["anomaly"].get<int>();
        const std::vector<std::int32_t> cls{near == 1 ? 1 : 8, e["litho"].get<int>(), anomaly};
        const Posterior p = posterior(model, cls);
        EXPECT_NEAR(p.probability, e["posterior"].get<double>(), 1e-9);
        EXPECT_NEAR(p.s_published, e["s_published"].get<double>(), 1e-9);
        EXPECT_NEAR(p.s_delta, e["s_delta"].get<double>(), 1e-9);
        EXPECT_NEAR(p.s2_missing, e["s2_missing"].get<double>(), 1e-11);
        const auto at = std::ranges::find_if(test.conditions, [&](const UniqueCondition& c) {
            return c.groups[0] == 1 - near && c.groups[1] == e["litho"].get<int>() - 1 && c.groups[2] == (anomaly < 0 ? -1 : 1 - anomaly);
        });
        ASSERT_NE(at, test.conditions.end());
        EXPECT_EQ(at->voxels, e["cells"].get<int>());
        EXPECT_EQ(at->positives, e["deposits"].get<int>());
    }
}

TEST(WeightModel, IndependenceTestsOfTheReference) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const WeightModel model = three_layers(r->cells);
    const Independence test = omnibus(model, three(r->cells), r->cells.deposit);
    const auto& ci = r->expected["ci"];
    EXPECT_NEAR(test.expected, ci["T"].get<double>(), 1e-8);
    EXPECT_NEAR(test.ratio, ci["T_over_n"].get<double>(), 1e-9);
    EXPECT_NEAR(test.s_expected, ci["s_T_published"].get<double>(), 1e-8);
    EXPECT_NEAR(test.z, ci["z_published"].get<double>(), 1e-9);
    EXPECT_NEAR(test.p, ci["p_one_sided"].get<double>(), 1e-9);
    EXPECT_NE(test.s_expected, ci["trap_s_T_as_root_of_sum_of_s"].get<double>());
    EXPECT_FALSE(test.rejected);
    const auto pairs = pairwise(model, three(r->cells), r->cells.deposit);
    ASSERT_EQ(pairs.size(), 3U);
    const char* keys[] = {"dist_litho", "dist_anomaly", "litho_anomaly"};
    for (std::size_t n = 0; n < 3; ++n) {
        const auto& e = r->expected["pairwise"][keys[n]];
        EXPECT_NEAR(pairs[n].chi2, e["chi2"].get<double>(), 1e-9) << keys[n];
        EXPECT_EQ(pairs[n].freedom, e["df"].get<int>());
        EXPECT_NEAR(pairs[n].p, e["p"].get<double>(), 1e-9);
        EXPECT_NEAR(pairs[n].smallest_expected, e["smallest_expected"].get<double>(), 1e-9);
    }
    EXPECT_TRUE(pairs[1].rejected);
    const auto said = advice(test, pairs);
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.back().key, "potential.advice.logistic");
}

TEST(WeightModel, OneCompleteLayerIsLogisticRegression) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const auto model = weight_model({"dist"}, {r->cells.dist}, r->cells.deposit, {{.accumulate = Accumulate::ascending}});
    ASSERT_TRUE(model);
    EXPECT_NEAR(omnibus(*model, {r->cells.dist}, r->cells.deposit).expected, 101, 1e-9);
    Eigen::MatrixXd x(static_cast<Eigen::Index>(r->cells.dist.size()), 1);
    Eigen::VectorXd y(x.rows());
    for (Eigen::Index n = 0; n < x.rows(); ++n) {
        x(n, 0) = r->cells.dist[static_cast<std::size_t>(n)] <= 2;
        y[n] = r->cells.deposit[static_cast<std::size_t>(n)];
    }
    const auto fitted = fit_logistic(x, y, 0);
    ASSERT_TRUE(fitted);
    EXPECT_NEAR(fitted->beta[1], 1.529896494, 1e-8);
    EXPECT_NEAR(fitted->beta[1], model->layers[0].table.rows[1].contrast, 1e-9);
    EXPECT_NEAR(fitted->beta[0], -3.667325294, 1e-8);
}

TEST(WeightModel, CurveOfThePosterior) {
    const auto r = reference();
    if (!r) GTEST_SKIP() << "shared data not present: potential/wofe";
    const WeightModel model = three_layers(r->cells);
    std::vector<double> score;
    for (std::size_t v = 0; v < r->cells.dist.size(); ++v)
        score.push_back(posterior(model, std::vector<std::int32_t>{r->cells.dist[v], r->cells.litho[v], r->cells.anomaly[v]}).probability);
    const auto curve = rate_curve(score, r->cells.deposit);
    ASSERT_TRUE(curve);
    const auto& e = r->expected["curve"];
    EXPECT_NEAR(curve->area, e["area"].get<double>(), 1e-9);
    EXPECT_NEAR(area_under_roc(score, r->cells.deposit), e["auc"].get<double>(), 1e-9);
    const auto crossing = crossing_of(*curve);
    ASSERT_TRUE(crossing);
    EXPECT_NEAR(crossing->captured, e["pa"]["captured"].get<double>(), 1e-9);
    EXPECT_NEAR(crossing->density, e["pa"]["density"].get<double>(), 1e-8);
    EXPECT_EQ(curve->share.size(), e["points"].get<std::size_t>());
}

TEST(Weights, PerfectLayerKeepsSaneErrorsAndMissingStaysOutside) {
    const std::vector<std::int32_t> cls{1, 1, 1, 2, 2, 2, 2, 2};
    const std::vector<std::int8_t> label{1, 1, 1, 0, 0, 0, 0, 0};
    const auto table = weight_table("perfect", cls, label, {.accumulate = Accumulate::ascending});
    ASSERT_TRUE(table);
    EXPECT_TRUE(table->rows[0].zero);
    EXPECT_TRUE(std::isfinite(table->rows[0].studentised));
    EXPECT_LT(table->rows[0].s_contrast, 5);
    EXPECT_EQ(weight_table("none", std::vector<std::int32_t>(8, -1), label, {}).error().what.key, "potential.layer_empty");
}

TEST(Weights, RefusesOneClassOnly) {
    const std::vector<std::int32_t> cls{1, 2};
    EXPECT_EQ(weight_model({"x"}, {cls}, std::vector<std::int8_t>{0, 0}, {{}}).error().what.key, "potential.no_positive");
    EXPECT_EQ(weight_model({"x"}, {cls}, std::vector<std::int8_t>{1, 1}, {{}}).error().what.key, "potential.no_barren");
}

TEST(Weights, QuantilesAsNumpys) {
    const std::vector<double> values{5, 1, 2, std::nan(""), 4, 3, 10};
    const Classes quintiles = quantile_classes(values, 5);
    ASSERT_EQ(quintiles.edges.size(), 4U);
    EXPECT_DOUBLE_EQ(quintiles.edges[0], 2);
    EXPECT_DOUBLE_EQ(quintiles.edges[3], 5);
    EXPECT_EQ(quintiles.of(2), 1);
    EXPECT_EQ(quintiles.of(1.9), 0);
    EXPECT_EQ(quintiles.of(99), 4);
    EXPECT_EQ(quintiles.of(std::nan("")), -1);
}

}  // namespace
}  // namespace orelens::potential
