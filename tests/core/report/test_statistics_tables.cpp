// Rows of statistics from each source, and the tables made of them, beside the rooms that compute them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/report/StatisticsTables.h"
#include "core/statistics/Overview.h"
#include "tests/core/shapes/Solids.h"

namespace orelens::report {
namespace {

/// Two holes with a rock each, and three elements.
project::Project small() {
    project::Project made;
    auto rows = std::make_shared<drilling::CompositeTable>();
    rows->hole_ids = {"A", "B"};
    rows->domain_codes = {"ore", "waste"};
    rows->grades = {{"Cu", base::GradeUnit::percent, {}, {}}, {"Pb", base::GradeUnit::percent, {}, {}}, {"Zn", base::GradeUnit::percent, {}, {}}};
    for (int n = 0; n < 40; ++n) {
        rows->x.push_back(n < 20 ? 0 : 100);
        rows->y.push_back(0);
        rows->z.push_back(-5.0 * (n % 20));
        rows->hole.push_back(n / 20);
        rows->from_m.push_back(5.0 * (n % 20));
        rows->to_m.push_back(5.0 * (n % 20) + 5);
        rows->domain.push_back(n % 20 < 10 ? 0 : 1);
        const double cu = (n % 20 < 10 ? 2.0 : 0.5) + 0.01 * n;
        rows->grades[0].values.push_back(n == 7 ? std::nan("") : cu);
        rows->grades[1].values.push_back(0.1 * cu + 0.001 * (n % 7));
        rows->grades[2].values.push_back(0.3 / cu);
        for (auto& grade : rows->grades) grade.assayed_m.push_back(n % 2 == 0 ? 5 : 2.5);
    }
    made.results.drilling.composites = rows;
    return made;
}

StatisticsTable rows_of(const project::Project& project) {
    base::Progress progress;
    auto made = statistics_table(project, StatisticsSource::composites, 1000, progress);
    EXPECT_TRUE(made.has_value());
    return std::move(*made);
}

TEST(StatisticsTables, RowsAreTheCompositesThemselves) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    ASSERT_EQ(table.size(), 40U);
    ASSERT_EQ(table.elements, (std::vector<std::string>{"Cu", "Pb", "Zn"}));
    EXPECT_EQ(table.value[0].data(), project.results.drilling.composites->grades[0].values.data()) << "nothing is copied";
    ASSERT_NE(table.classes_of("domain"), nullptr);
    EXPECT_EQ(table.classes_of("no such"), nullptr);
    EXPECT_FALSE(answers(project, StatisticsSource::samples));
    EXPECT_FALSE(answers(project, StatisticsSource::blocks));
    base::Progress progress;
    EXPECT_FALSE(statistics_table(project, StatisticsSource::blocks, 10, progress).has_value());
}

TEST(StatisticsTables, RockOutsideTheSolidsIsTheOtherSideOfTheirContact) {
    project::Project project = small();
    shapes::Shape ore{.name = "ore", .role = shapes::Role::domain, .code = "ORE", .kind = shapes::Kind::solid, .closed = true};
    ore.mesh = orelens::testing::box({75, 0, -21.25}, {250, 100, 62.5});
    project.results.shapes.list = std::make_shared<const std::vector<shapes::Shape>>(1, ore);
    const StatisticsTable table = rows_of(project);
    const RowClasses* solids = table.classes_of("solid");
    ASSERT_NE(solids, nullptr);
    EXPECT_EQ(solids->codes, (std::vector<std::string>{"ORE", outside_code}));
    EXPECT_EQ(std::ranges::count(solids->of, 0), 22) << "the first eleven of each hole";
    EXPECT_EQ(std::ranges::count(solids->of, 1), 18);
    const auto pairs = contact_pairs(table, *solids);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].contacts, 2);
    EXPECT_EQ(enrichment_by_class(table, 0, *solids, "", {}).rows.size(), 3U) << "all, inside, outside";
}

TEST(StatisticsTables, NumbersAreThoseOfTheRoom) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    base::Progress progress;
    const auto tables = statistics_tables(project, table, {}, progress);
    ASSERT_TRUE(tables.has_value());
    const auto named = [&](const std::string& id) {
        const auto found = std::ranges::find(*tables, id, &Table::id);
        EXPECT_NE(found, tables->end()) << id;
        return *found;
    };
    const Table summary = named("statistics");
    EXPECT_EQ(summary.rows.size(), 9U) << "all, ore, waste of three elements";
    const auto own = statistics::summary_of(table.value[0], {});
    EXPECT_EQ(std::get<std::int64_t>(summary.rows[0][3]), own.count);
    EXPECT_EQ(std::get<std::int64_t>(summary.rows[0][4]), 1);
    EXPECT_DOUBLE_EQ(std::get<double>(summary.rows[0][5]), own.mean);
    for (const auto& row : summary.rows) EXPECT_EQ(row.size(), summary.columns.size());

    const auto matrix = statistics::correlations(table.columns(), statistics::Coefficient::pearson, progress);
    const Table pearson = named("pearson");
    ASSERT_EQ(pearson.rows.size(), 3U);
    EXPECT_DOUBLE_EQ(std::get<double>(pearson.rows[0][2]), matrix->at(0, 1));

    const auto parts = statistics::principal_components(table.columns(), progress);
    const Table components = named("components");
    ASSERT_EQ(components.rows.size(), 4U);
    EXPECT_DOUBLE_EQ(std::get<double>(components.rows[1][1]), parts->component[0].loading[0]);

    const Table enrichment = named("enrichment");
    const auto rich = statistics::enrichment_by_group(table.value[0], table.support[0], table.classes[0].of, 2, -1);
    EXPECT_DOUBLE_EQ(std::get<double>(enrichment.rows[1][8]), rich[1].factor_to_all);
    EXPECT_GT(rich[1].factor_to_all, 1);
    for (const char* id : {"spearman", "log_ratio", "boxes", "ternary"}) EXPECT_FALSE(named(id).rows.empty()) << id;
    for (const auto& row : named("ternary").rows)
        EXPECT_NEAR(std::get<double>(row[6]) + std::get<double>(row[7]) + std::get<double>(row[8]), 1, 1e-12);
}

TEST(StatisticsTables, KindsThatAreNotThereAreRefusedWithThoseThatAre) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    ASSERT_TRUE(kinds_named(table, "").has_value());
    EXPECT_EQ(*kinds_named(table, ""), table.classes_of("domain"));
    EXPECT_EQ(*kinds_named(table, "domain"), table.classes_of("domain"));
    const auto none = kinds_named(table, "orebody");
    ASSERT_FALSE(none.has_value());
    const std::string told = base::describe(none.error(), base::Language::english);
    EXPECT_NE(told.find("orebody"), std::string::npos) << told;
    EXPECT_NE(told.find("domain"), std::string::npos) << told;
}

TEST(StatisticsTables, RowsThatAreNotKeptDoNotCount) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    std::vector<std::uint8_t> keep(table.size(), 0);
    for (std::size_t n = 0; n < keep.size(); ++n) keep[n] = table.classes[0].of[n] == 0 ? 1 : 0;
    base::Progress progress;
    const auto some = element_answer(project, table, 0, &table.classes[0], keep, progress);
    const auto all = element_answer(project, table, 0, &table.classes[0], {}, progress);
    ASSERT_TRUE(some && all);
    EXPECT_EQ(some->rows[0].count, all->rows[1].count);
    EXPECT_DOUBLE_EQ(some->rows[0].mean, all->rows[1].mean);
    const auto enriched = enrichment_by_class(table, 0, table.classes[0], {}, keep);
    EXPECT_EQ(enriched.rows[2].points, 0);
    const statistics::Histogram classes = statistics::histogram(table.value[0], {}, 12, false);
    EXPECT_EQ(statistics::counts_in(classes, table.value[0], {}), classes.weight);
    double sum = 0;
    for (const double count : statistics::counts_in(classes, table.value[0], keep)) sum += count;
    EXPECT_EQ(sum, static_cast<double>(some->rows[0].count));
}

TEST(StatisticsTables, ScoresVaryAsTheComponentsSay) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    base::Progress progress;
    const auto components = component_answer(table, {}, progress);
    ASSERT_TRUE(components.has_value());
    const ComponentScores scores = component_scores(table, *components, 0, 1);
    const auto along = statistics::moments(scores.first);
    EXPECT_EQ(along.count, components->rows);
    EXPECT_NEAR(along.mean, 0, 1e-12);
    EXPECT_NEAR(along.variance, components->component[0].variance, 1e-12);
}

TEST(StatisticsTables, AnUnknownElementIsToldWithTheNearest) {
    const project::Project project = small();
    const StatisticsTable table = rows_of(project);
    base::Progress progress;
    StatisticsAsked asked;
    asked.ternary = {"Cu", "Pb", "Znn"};
    const auto made = statistics_tables(project, table, asked, progress);
    ASSERT_FALSE(made.has_value());
    EXPECT_NE(base::describe(made.error(), base::Language::english).find("Zn"), std::string::npos);
}

}  // namespace
}  // namespace orelens::report
