// The tables of a report's first page: the same numbers as the results they are of, and nothing where there are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/geostat/ConfidenceClasses.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Table* find(const std::vector<Table>& all, const std::string& id) {
    for (const Table& one : all)
        if (one.id == id) return &one;
    return nullptr;
}
double number(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    return std::nan("");
}
std::string words(const Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text ? *text : "";
}
std::vector<std::string> first_column(const Table& table) {
    std::vector<std::string> all;
    for (const auto& row : table.rows) all.push_back(words(row[0]));
    return all;
}

TEST(FirstPage, WhatLiesInTheGroundIsWhatTheCurveCounts) {
    const auto project = small_project();
    const auto tables = report_tables(project, {});
    const Table* ground = find(tables, "in_situ");
    ASSERT_TRUE(ground);
    ASSERT_EQ(ground->rows.size(), 1U);
    EXPECT_EQ(words(ground->rows[0][0]), "not classified");
    EXPECT_THAT(ground->notes, Contains(HasSubstr("Not classified")));
    const auto& curve = *project.results.value.curve(project.results.value.deck->test);
    const auto all = curve.total();
    EXPECT_EQ(number(ground->rows[0][1]), static_cast<double>(all.blocks));
    EXPECT_NEAR(number(ground->rows[0][3]), all.tonnes, 1e-9 * all.tonnes);
}

TEST(FirstPage, ConfidenceClassesAddUpToTheWhole) {
    auto project = small_project();
    blocks::BlockModel model = *project.results.value.model;
    model.add_column({geostat::class_column, blocks::ColumnType::integer, "", geostat::class_codes()}, 0);
    const auto writer = model.integer_writer(geostat::class_column);
    std::int64_t n = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(leaf).is_active(at)) writer.set(leaf, at, static_cast<std::int32_t>(n++ % 3));
    project.results.value.model = shared(std::move(model));
    const auto tables = report_tables(project, {});
    const Table* ground = find(tables, "in_situ");
    ASSERT_TRUE(ground);
    EXPECT_THAT(first_column(*ground), ElementsAre("Measured", "Indicated", "not classified", "all"));
    for (std::size_t c = 1; c <= 3; ++c) {
        double sum = 0;
        for (std::size_t r = 0; r < 3; ++r) sum += number(ground->rows[r][c]);
        EXPECT_NEAR(sum, number(ground->rows[3][c]), 1e-9 * sum) << c;
    }
}

TEST(FirstPage, UsableNowAndATenthToEitherSideAreTheCurvesOwnAnswers) {
    const auto project = small_project();
    const auto tables = report_tables(project, {.price = 65432});
    const Table* usable = find(tables, "usable_now");
    ASSERT_TRUE(usable);
    ASSERT_EQ(usable->rows.size(), 3U);
    const auto& curve = *project.results.value.curve(project.results.value.deck->test);
    for (std::size_t r = 0; r < 3; ++r) {
        const double change = number(usable->rows[r][0]);
        EXPECT_EQ(change, 10.0 * static_cast<double>(r) - 10);
        EXPECT_NEAR(number(usable->rows[r][1]), 65432 * (1 + change / 100), 1e-6);
        const auto at = curve.at(number(usable->rows[r][1]));
        EXPECT_EQ(number(usable->rows[r][2]), static_cast<double>(at.blocks));
        EXPECT_EQ(number(usable->rows[r][4]), at.tonnes);
        EXPECT_EQ(number(usable->rows[r][5]), at.grade[0]);
        EXPECT_NEAR(number(usable->rows[r].back()), 100 * at.tonnes / curve.total().tonnes, 1e-9);
    }
    EXPECT_LE(number(usable->rows[0][4]), number(usable->rows[2][4]));
    // Inputs beside: price, test, costs, recovery.
    EXPECT_THAT(usable->notes[0], HasSubstr("65432"));
    EXPECT_THAT(usable->notes[1], HasSubstr("processing"));
    const Table* prices = find(tables, "prices");
    ASSERT_TRUE(prices);
    EXPECT_EQ(prices->rows.size(), project.results.value.deck->commodities.size());
    EXPECT_THAT(prices->notes, Contains(HasSubstr("the recipe says")));
}

TEST(FirstPage, RatesStandBesideWhatIsAskedAndUnknownIsNeverMet) {
    auto project = small_project();
    const auto standings = [&] {
        const auto tables = report_tables(project, {});
        const Table* rates = find(tables, "three_rates");
        std::vector<std::string> all;
        for (const auto& row : rates->rows) all.push_back(words(row[5]));
        return all;
    };
    const std::string none = "no least rate stated";
    EXPECT_THAT(standings(), ElementsAre(none, none, none));
    // The reference mine: K 92 %, R1 72.92 %; it states a dressing recovery of copper of 88 %.
    auto records = *project.results.utilization.mine_records;
    records[0].components[0].dressing_recovery = 0.88;
    project.results.utilization.mine_records = shared(records);
    project.recipe.general.least_mining_recovery = 92;
    project.recipe.general.least_dressing_recovery = 88.5;
    project.recipe.general.least_utilization = 70;
    EXPECT_THAT(standings(), ElementsAre("met", "missed", "met"));
    records[0].components[0].dressing_recovery.reset();
    project.results.utilization.mine_records = shared(records);
    EXPECT_EQ(standings()[1], "rate not known");
}

TEST(FirstPage, LeastRatesMakeNoResultOlder) {
    auto project = small_project();
    project.recipe.general.least_utilization = 70;
    project.recipe.general.least_source = "Notice 2016-30";
    const auto tables = report_tables(project, {});
    for (const Table& table : tables) EXPECT_FALSE(table.older) << table.id;
    EXPECT_THAT(find(tables, "three_rates")->notes, Contains(HasSubstr("Notice 2016-30")));
}

TEST(FirstPage, SaysWhatIsDoubtful) {
    auto project = small_project();
    const auto doubts = [&] {
        const auto tables = report_tables(project, {});
        const Table* table = find(tables, "doubts");
        return table ? first_column(*table) : std::vector<std::string>();
    };
    EXPECT_THAT(doubts(), Contains("Warnings not approved"));
    EXPECT_THAT(doubts(), Contains("No coordinate system"));
    EXPECT_THAT(doubts(), Not(Contains("Results of older parameters or files")));
    project.recipe.general.crs = "EPSG:4547";
    EXPECT_THAT(doubts(), Not(Contains("No coordinate system")));
    project.recipe.economics.costs.mining = 40;
    EXPECT_THAT(doubts(), Contains("Results of older parameters or files"));
}

TEST(FirstPage, AModelWithoutPricesHasItsElementsAndNoAnswer) {
    auto project = small_project();
    project.results.value.deck = nullptr;
    project.results.value.curve_full = project.results.value.curve_marginal = nullptr;
    project.results.value.curves_by_category = nullptr;
    project.results.utilization = {};
    project.recipe.commodity.clear();
    project.recipe.economics.main_commodity.clear();
    const auto tables = report_tables(project, {});
    const Table* ground = find(tables, "in_situ");
    ASSERT_TRUE(ground);
    std::set<std::string> elements;
    for (const Column& column : ground->columns)
        if (!column.element.empty()) elements.insert(column.element);
    EXPECT_THAT(elements, ElementsAre("Au", "Cu"));
    for (const char* absent : {"usable_now", "prices", "three_rates"}) EXPECT_FALSE(find(tables, absent)) << absent;
    const Table* table = find(tables, "doubts");
    ASSERT_TRUE(table);
    EXPECT_THAT(first_column(*table), Contains("Not evaluated"));
    EXPECT_THAT(first_column(*table), Contains("No mine record"));
}

TEST(FirstPage, NamesTheCoordinateSystem) {
    auto project = small_project();
    const auto value = [&](std::size_t row) { return words(report_tables(project, {})[0].rows.at(row).at(1)); };
    EXPECT_EQ(value(0), "Small");
    EXPECT_EQ(value(1), "none stated: local system of the mine");
    project.recipe.general.crs = "EPSG:4547";
    EXPECT_EQ(value(1), "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)");
    EXPECT_EQ(value(3).size(), 36U);  // of all stages together
}

}  // namespace
}  // namespace orelens::report
