#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/economics/GradeColumns.h"
#include "core/report/Report.h"
#include "core/report/TableParts.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A copy, so that the list may be a temporary.
Table table(const std::vector<Table>& all, const std::string& id) {
    for (const Table& one : all)
        if (one.id == id) return one;
    throw std::out_of_range("no table " + id);
}

double number(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell)) return *real;
    return static_cast<double>(std::get<std::int64_t>(cell));
}
std::string words(const Cell& cell) {
    return std::get<std::string>(cell);
}

double sum_of(const Table& table, std::size_t column) {
    double sum = 0;
    for (const auto& row : table.rows) sum += number(row[column]);
    return sum;
}

TEST(Tables, AllOfThemInOrderAndInBothLanguages) {
    auto project = small_project();
    project.results.bounds.model = project.results.value.model;  // what is valued anew with other inputs
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const auto all = report_tables(project, {.language = language});
        std::vector<std::string> ids;
        for (const Table& one : all) {
            ids.push_back(one.id);
            std::vector<std::string> texts = one.notes;
            texts.push_back(one.title);
            texts.push_back(one.short_title);
            for (const Column& column : one.columns) texts.push_back(column.title);
            for (const std::string& text : texts) {
                EXPECT_FALSE(text.empty()) << one.id;
                EXPECT_EQ(text.find("report."), std::string::npos) << text;  // a key without words
                EXPECT_EQ(text.find('{'), std::string::npos) << text;        // a word left open
            }
            for (const auto& row : one.rows) EXPECT_EQ(row.size(), one.columns.size()) << one.id;
            EXPECT_FALSE(one.rows.empty()) << one.id;
        }
        EXPECT_THAT(ids, ElementsAre("subject", "in_situ", "usable_now", "prices", "three_rates", "doubts", "inputs", "open_findings", "findings", "excluded_blocks", "estimates",
                                     "variograms", "status", "grade_tonnage", "benches", "categories", "curve", "cutoff", "metal_prices", "curve_categories", "curve_benches", "equivalents", "tornado",
                                     "utilization", "utilization_components", "rates_price"));
    }
}

// What no catalogue names keeps its own name: sheets and lists never show a key.
TEST(Tables, TabsHaveWordsInBothLanguages) {
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        for (const Table& one : report_tables(small_project(), {.language = language}))
            EXPECT_THAT(one.short_title, ::testing::AllOf(::testing::Not(HasSubstr("report.tab")), ::testing::Not(::testing::IsEmpty())))
                << one.id;
        for (const char* id : {"files_read", "curve_categories", "curve_benches", "left_out", "scenarios", "pits"})
            EXPECT_THAT(tab_title({.id = id}, language), ::testing::Not(HasSubstr("report.tab"))) << id;
    }
    EXPECT_EQ(tab_title({.id = "ledger_status", .title = "Totals by status", .short_title = "By status"}, base::Language::english),
              "By status");
    EXPECT_EQ(tab_title({.id = "nowhere", .title = "Its title"}, base::Language::english), "Its title");
}

TEST(Tables, TheTornadoSaysThatItsFiguresAreChanges) {
    auto project = small_project();
    project.results.estimate.model = project.results.value.model;  // what the levers are tried on
    const Table tornado = table(report_tables(project, {}), "tornado");
    ASSERT_EQ(tornado.columns.size(), 8U);
    for (std::size_t c = 4; c < 8; ++c) EXPECT_THAT(tornado.columns[c].title, HasSubstr("Change of"));
}

TEST(Tables, NothingIsInventedForAnEmptyProject) {
    const auto all = report_tables(project::Project(), {});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].id, "subject");
    EXPECT_EQ(all[1].id, "inputs");
    EXPECT_TRUE(all[1].rows.empty());
}

TEST(Tables, InputsAreExactlyWhatDiffersFromTheDefaults) {
    const auto project = small_project();
    const Table inputs = table(report_tables(project, {}), "inputs");
    std::set<std::string> listed;
    for (const auto& row : inputs.rows) listed.insert(words(row[0]));
    for (const project::RecipeParam& param : project::recipe_params()) {
        std::vector<std::string> keys{""};
        if (const auto star = param.info.id.find('*'); star != std::string::npos)
            keys = project::group_keys(project.recipe, param.info.id.substr(0, param.info.id.find('.')));
        for (const std::string& key : keys) {
            const std::string id = project::concrete_id(param.info, key);
            EXPECT_EQ(listed.contains(id), base::value_text(param.get(project.recipe, key)) !=
                                               base::value_text(param.info.default_value))
                << id;
        }
    }
    for (const auto& row : inputs.rows)
        if (words(row[0]) == "commodity.Au.price") {
            EXPECT_EQ(number(row[2]), 550);
            EXPECT_EQ(words(row[3]), "CNY/g");
        } else if (words(row[0]) == "element.Au.top_cut") {
            EXPECT_EQ(words(row[3]), "g/t");
        } else if (words(row[0]) == "economics.mining") {
            EXPECT_EQ(words(row[3]), "CNY/t");
        }
    EXPECT_TRUE(listed.contains("commodity.Au.price"));
    EXPECT_TRUE(listed.contains("element.Au.top_cut"));
    EXPECT_TRUE(listed.contains("economics.mining"));
}

TEST(Tables, CurveRowsAreTheCurvesOwnAnswers) {
    const auto project = small_project();
    const Table curve = table(report_tables(project, {.price = 65432}), "curve");
    bool own_price = false;
    for (const auto& row : curve.rows) {
        const auto full = project.results.value.curve_full->at(number(row[0]));
        EXPECT_EQ(number(row[1]), static_cast<double>(full.blocks));
        EXPECT_EQ(number(row[2]), full.volume_m3);
        EXPECT_EQ(number(row[3]), full.tonnes);
        EXPECT_EQ(number(row[4]), full.grade[0]);
        EXPECT_EQ(number(row[9]), full.metal_tonnes[2]);
        EXPECT_EQ(number(row[11]), project.results.value.curve_marginal->at(number(row[0])).tonnes);
        EXPECT_NEAR(number(row[12]), full.tonnes / 0.92, 1e-9 * full.tonnes);
        own_price |= number(row[0]) == 65432;
    }
    EXPECT_TRUE(own_price);
    EXPECT_THAT(curve.notes[0], HasSubstr("65432 CNY/t incl. VAT"));
    ASSERT_TRUE(curve.plot);
    EXPECT_EQ(curve.columns[curve.plot->left[0]].unit, "t");
}

TEST(Tables, CurvesOfThePartsAddUpToTheWholeAtEveryPrice) {
    const auto project = small_project();
    const auto all = report_tables(project, {.price = 65432});
    const economics::UsableCurve& whole = *project.results.value.curve_full;
    const Table parts = table(all, "curve_categories");
    ASSERT_TRUE(parts.plot);
    const std::size_t count = parts.plot->left.size();
    ASSERT_GE(count, 2U);
    ASSERT_EQ(parts.columns.size(), 1 + 2 * count);
    ASSERT_EQ(parts.rows.size(), table(all, "curve").rows.size());
    for (const auto& row : parts.rows) {
        const auto at = whole.at(number(row[0]));
        double tonnes = 0, metal = 0;
        for (std::size_t n = 1; n <= count; ++n) {
            tonnes += number(row[n]);
            if (!std::holds_alternative<std::monostate>(row[n + count])) metal += number(row[n + count]);
        }
        EXPECT_NEAR(tonnes, at.tonnes, 1e-9 * (1 + at.tonnes));
        EXPECT_NEAR(metal, at.metal_tonnes[0], 1e-9 * (1 + at.metal_tonnes[0]));
    }
    // One row per bench, one column per price: each column is the curve at its price, the last but one row of prices ours.
    const Table benches = table(all, "curve_benches");
    const std::size_t prices = (benches.columns.size() - 2) / 2;
    ASSERT_GE(prices, 3U);
    ASSERT_GE(benches.rows.size(), 2U);
    bool own_price = false;
    for (std::size_t p = 0; p < prices; ++p) {
        const std::string& title = benches.columns[2 + p].title;
        const double price = std::stod(title.substr(title.find("at ") + 3));
        own_price |= price == 65432;
        const auto at = whole.at(price);
        EXPECT_NEAR(sum_of(benches, 2 + p), at.tonnes, 1e-6 * at.tonnes) << title;
    }
    EXPECT_TRUE(own_price);
    for (std::size_t n = 1; n < benches.rows.size(); ++n)
        EXPECT_EQ(number(benches.rows[n][1]), number(benches.rows[n - 1][0])) << "from the top, without a gap";
}

TEST(Tables, CurveFollowsTheRecipesRangeAndTest) {
    auto project = small_project();
    project.recipe.general.curve_low = 10000;
    project.recipe.general.curve_high = 90000;
    auto deck = *project.results.value.deck;
    deck.test = economics::CutoffTest::marginal;
    project.results.value.deck = shared(deck);
    const Table curve = table(report_tables(project, {}), "curve");
    EXPECT_EQ(number(curve.rows.front()[0]), 10000);
    EXPECT_EQ(number(curve.rows.back()[0]), 90000);
    EXPECT_EQ(number(curve.rows[5][3]),
              project.results.value.curve_marginal->at(number(curve.rows[5][0])).tonnes);
}

TEST(Tables, EverySplitAddsUpToTheSameWhole) {
    const auto project = small_project();
    const double price = 60000;
    const auto all = report_tables(project, {.price = price});
    const auto& model = *project.results.model();
    const auto usable = project.results.value.curve_full->at(price);
    const Table status = table(all, "status");
    EXPECT_EQ(sum_of(status, 1), static_cast<double>(model.block_count()));
    EXPECT_EQ(number(status.rows[0][1]), static_cast<double>(usable.blocks));
    EXPECT_NEAR(number(status.rows[0][3]), usable.tonnes, 1e-11 * usable.tonnes);
    EXPECT_NEAR(number(status.rows[0][4]), usable.grade[0], 1e-11);
    const double tonnes = sum_of(status, 3);
    const Table benches =
        table(all, "benches");  // two elevations, category, blocks, volume, tonnes, 3 grades, usable
    EXPECT_EQ(sum_of(benches, 3), static_cast<double>(model.block_count()));
    EXPECT_NEAR(sum_of(benches, 5), tonnes, 1e-11 * tonnes);
    EXPECT_EQ(sum_of(benches, 9), static_cast<double>(usable.blocks));
    EXPECT_NEAR(sum_of(benches, 10), usable.tonnes, 1e-11 * tonnes);
    const Table categories = table(all, "categories");
    const auto& whole = categories.rows.back();
    EXPECT_EQ(number(whole[1]), static_cast<double>(model.block_count()));
    EXPECT_EQ(number(whole[7]), static_cast<double>(usable.blocks));
    EXPECT_NEAR(number(whole[8]), usable.tonnes, 1e-11 * tonnes);
    EXPECT_NEAR(number(whole[9]), usable.tonnes / tonnes * 100, 1e-9);
    EXPECT_EQ(sum_of(categories, 1), 2.0 * static_cast<double>(model.block_count()));  // parts and the whole
    for (const auto& [name, curve] : *project.results.value.curves_by_category) {
        const auto at = curve.at(price);
        for (const auto& row : categories.rows)
            if (words(row[0]) == name) {
                EXPECT_EQ(number(row[7]), static_cast<double>(at.blocks)) << name;
            }
    }
}

TEST(Tables, MetalOfBlocksWithoutAGradeIsMissingNotZero) {
    const Table status = table(report_tables(small_project(), {}), "status");
    const auto& unassigned = status.rows[3];
    ASSERT_GT(number(unassigned[1]), 0);
    const auto& excluded = status.rows[4];
    ASSERT_EQ(number(excluded[1]), 0);
    for (std::size_t metal = 7; metal < 10; ++metal) {
        EXPECT_TRUE(std::holds_alternative<std::monostate>(unassigned[metal])) << metal;
        EXPECT_EQ(number(excluded[metal]), 0) << "no blocks hold no metal";
        EXPECT_GT(number(status.rows[0][metal]), 0);
    }
}

TEST(Tables, StatusesHaveTheirUnfcTermsAndNoMore) {
    const Table status = table(report_tables(small_project(), {}), "status");
    const auto unfc = static_cast<std::size_t>(std::ranges::find(status.columns, "UNFC", &Column::title) - status.columns.begin());
    ASSERT_LT(unfc, status.columns.size());
    std::vector<std::string> terms;
    for (const auto& row : status.rows) terms.push_back(words(row[unfc]));
    EXPECT_THAT(terms, ElementsAre("E1–E2", "E3 F2", "–", "–", "–"));
    EXPECT_THAT(status.notes, Contains(HasSubstr("no project was classified")));
}

TEST(Tables, EquivalentsAddUpAndStandWithWhatTheyRestOn) {
    const auto project = small_project();
    const Table one = table(report_tables(project, {}), "equivalents");
    EXPECT_THAT(one.notes, Contains(HasSubstr("grade × net price")));
    const economics::PriceDeck& deck = *project.results.value.deck;
    ASSERT_EQ(one.rows.size(), deck.commodities.size() + 1);
    double by_price = 0, weighted = 0;
    const economics::Commodity* main = economics::main_commodity(deck);
    for (std::size_t c = 0; c < deck.commodities.size(); ++c) {
        const auto& row = one.rows[c];
        const economics::Commodity& own = deck.commodities[c];
        EXPECT_EQ(words(row[0]), own.name);
        EXPECT_NEAR(number(row[1]), economics::price_per_tonne_net(own), 1e-9 * number(row[1]));
        EXPECT_EQ(number(row[2]), own.recovery_percent);
        by_price += number(row[6]);
        weighted += number(row[7]);
        const double in_main = words(row[5]) == "g/t" ? 1e-4 : 1;  // the main grade is in %
        const double ratio = economics::price_per_tonne_net(own) / economics::price_per_tonne_net(*main);
        EXPECT_NEAR(number(row[6]), number(row[4]) * in_main * ratio, 1e-9 * number(row[6]));
        EXPECT_NEAR(number(row[7]),
                    number(row[6]) * own.recovery_percent * own.payable_percent / (main->recovery_percent * main->payable_percent),
                    1e-9 * number(row[7]));
    }
    EXPECT_NEAR(number(one.rows.back()[6]), by_price, 1e-9 * by_price);
    EXPECT_NEAR(number(one.rows.back()[7]), weighted, 1e-9 * weighted);
}

TEST(Tables, WhatHasNoGradeStandsBesideEveryMean) {
    const auto project = small_project();
    const auto all = report_tables(project, {});
    for (const char* id : {"status", "grade_tonnage", "benches", "categories", "curve"}) {
        const Table one = table(all, id);
        EXPECT_THAT(one.notes, Contains(HasSubstr("Without a grade, "))) << id;
        ASSERT_GE(one.columns.size(), 3U);
        for (std::size_t e = 0; e < 3; ++e)
            EXPECT_THAT(one.columns[one.columns.size() - 3 + e].title, HasSubstr("Without ")) << id;
    }
    // Of the last row, every block with a break-even, half carry no silver.
    const Table curve = table(all, "curve");
    const auto total = project.results.value.curve_full->at(number(curve.rows.back()[0]));
    EXPECT_NEAR(number(curve.rows.back().back()), 100 * economics::unassayed_share(total, 2), 1e-9);
    EXPECT_NEAR(number(curve.rows.back().back()), 50, 5);

    auto whole = small_project();
    blocks::BlockModel model = *whole.results.model();
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            for (const char* column : {"Cu", "Au", "Ag"})
                if (model.leaf(n).is_active(at) && std::isnan(model.real(column, n)[at]))
                    model.real(column, n)[at] = 0.1F;
    using economics::CutoffTest;
    using economics::UsableCurve;
    const economics::PriceDeck& deck = *whole.results.value.deck;
    whole.results.value.curve_full = shared(*UsableCurve::build(model, deck, CutoffTest::full, {"Ag"}));
    whole.results.value.curve_marginal =
        shared(*UsableCurve::build(model, deck, CutoffTest::marginal, {"Ag"}));
    whole.results.value.model = shared(std::move(model));
    for (const Table& one : report_tables(whole, {}))
        for (const Column& column : one.columns)
            EXPECT_EQ(column.title.find("Without "), std::string::npos) << one.id << ": " << column.title;
}

TEST(Tables, OpenFindingsAreGrouped) {
    const Table open = table(report_tables(small_project(), {}), "open_findings");
    ASSERT_EQ(open.rows.size(), 1U);
    EXPECT_EQ(words(open.rows[0][0]), "warning");
    EXPECT_EQ(number(open.rows[0][4]), 1);
    auto approved = small_project();
    approved.recipe.general.approve = "gap";
    EXPECT_THROW(table(report_tables(approved, {}), "open_findings"), std::out_of_range);
}

TEST(Tables, CurveLeavesUnknownMetalEmpty) {
    auto project = small_project();
    blocks::BlockModel model = *project.results.model();
    model.remove_column("Ag");
    model.add_column({"Ag", blocks::ColumnType::real, "ppm", {}});
    using economics::CutoffTest;
    using economics::UsableCurve;
    project.results.value.curve_full =
        shared(*UsableCurve::build(model, *project.results.value.deck, CutoffTest::full, {"Ag"}));
    project.results.value.model = shared(std::move(model));
    const Table curve = table(report_tables(project, {}), "curve");
    const auto& last = curve.rows.back();
    ASSERT_GT(number(last[1]), 0);
    EXPECT_GT(number(last[7]), 0);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(last[9]));
}

TEST(Tables, CutoffsEndWhereAGradeHasNoEnd) {
    auto project = small_project();
    blocks::BlockModel model = *project.results.model();
    for (float* leaf : model.real_leaves("Cu"))
        for (int at = 0; at < 512; ++at)
            if (!std::isnan(leaf[at])) leaf[at] = std::numeric_limits<float>::infinity();
    project.results.value.model = shared(std::move(model));
    EXPECT_TRUE(table(report_tables(project, {}), "grade_tonnage").rows.empty());
}

TEST(Tables, BenchesAreMultiplesOfTheirHeightFromTheTop) {
    const auto project = small_project();
    const Table benches = table(report_tables(project, {}), "benches");
    double above = std::numeric_limits<double>::infinity();
    for (const auto& row : benches.rows) {
        EXPECT_EQ(number(row[1]) - number(row[0]), 15);
        EXPECT_EQ(std::remainder(number(row[0]), 15), 0);
        EXPECT_LE(number(row[0]), above);
        above = number(row[0]);
    }
    auto by_block = small_project();
    by_block.recipe.general.bench_height_m = 0;  // the block height, on the blocks themselves
    by_block.recipe.general.category_column.clear();
    const auto all = report_tables(by_block, {});
    EXPECT_EQ(table(all, "benches").rows.size(), 13U);
    EXPECT_EQ(number(table(all, "benches").rows.back()[0]), -300);
    EXPECT_THROW(table(all, "categories"), std::out_of_range);
}

TEST(Tables, GradeTonnageCountsGradesAtOrAboveTheCutoff) {
    const auto project = small_project();
    const Table steps = table(report_tables(project, {}), "grade_tonnage");
    const auto& model = *project.results.model();
    ASSERT_GT(steps.rows.size(), 10U);
    for (const auto& row : steps.rows) {
        const double cutoff = number(row[0]);
        EXPECT_NEAR(number(row[1]), cutoff * 0.92, 1e-12);
        std::int64_t blocks = 0;
        double metal = 0;
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at) && model.real("Cu", n)[at] >= static_cast<float>(cutoff)) {
                    ++blocks;
                    const float density = model.real("density", n)[at];
                    metal += 1000 * (density > 0 ? static_cast<double>(density) : 2.7) *
                             model.real("Cu", n)[at] / 100;
                }
        EXPECT_EQ(number(row[2]), static_cast<double>(blocks)) << cutoff;
        EXPECT_NEAR(number(row[8]), metal, 1e-9 * metal) << cutoff;
        EXPECT_GE(number(row[5]), cutoff * (1 - 1e-6));  // the mean of what is above is above
    }
    EXPECT_EQ(number(steps.rows[0][0]), 0);
}

TEST(Tables, CutoffShowsItsPoleAsInfinite) {
    auto project = small_project();
    project.recipe.general.curve_low = 1000;  // the pole is at 2 958
    project.recipe.general.curve_high = 81000;
    const Table cutoff = table(report_tables(project, {}), "cutoff");
    EXPECT_EQ(words(cutoff.rows[0][1]), "∞");
    EXPECT_GT(number(cutoff.rows[2][1]), 0);
    for (const auto& row : cutoff.rows)
        if (number(row[0]) == 70000) {
            EXPECT_NEAR(number(row[1]), 0.170690, 5e-7);
            EXPECT_NEAR(number(row[4]), 0.157703, 5e-7);
        }
    EXPECT_THAT(cutoff.notes, Contains(HasSubstr("2958")));
}

TEST(Tables, UtilizationKeepsUndefinedEmptyAndSaysWhy) {
    auto project = small_project();
    auto mine = utilization::testing::reference_mine();
    mine.components.push_back({.name = "Se", .in_situ_grade = 20e-6});
    project.results.utilization.rates = shared(std::vector<utilization::UtilizationResult>{
        *utilization::rates(mine, utilization::PriceBasis::element)});
    const auto all = report_tables(project, {});
    const Table rates = table(all, "utilization");
    ASSERT_EQ(rates.rows.size(), 6U);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(rates.rows[0][4]));
    EXPECT_THAT(words(rates.rows[0][7]), HasSubstr("Se"));
    EXPECT_EQ(words(rates.rows[2][5]), "Cu, Au, S, Se");
    EXPECT_NEAR(number(table(report_tables(small_project(), {}), "utilization").rows[0][4]), 72.924970, 5e-7);
    const Table components = table(report_tables(small_project(), {}), "utilization_components");
    EXPECT_NEAR(number(components.rows[0][5]), 80.96, 1e-9);
    EXPECT_GT(number(components.rows[0][8]), 72.924970);
}

TEST(Tables, ReportsNeverCallASliderPositionAResource) {
    const auto project = small_project();
    for (const Table& one : report_tables(project, {.language = base::Language::chinese})) {
        if (one.id != "curve" && one.id != "status" && one.id != "benches" && one.id != "categories")
            continue;
        EXPECT_THAT(one.notes, Contains(HasSubstr("尚难利用矿产资源"))) << one.id;
        EXPECT_THAT(one.notes, Contains(HasSubstr("未约束"))) << one.id;
        for (const Column& column : one.columns) {
            EXPECT_EQ(column.title.find("资源量"), std::string::npos);
            EXPECT_EQ(column.title.find("储量"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace orelens::report
