// Potential in a report: exploration targets only where somebody ticked them, from low to high and no number alone; what
// planned holes found beside what was predicted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/project/Potential.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

using ::testing::Contains;
using ::testing::Not;

constexpr double point_metal = 123456.75;

project::Project with_targets() {
    auto project = testing::small_project();
    project::EvidenceResult evidence;
    evidence.grid = {.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {4, 4, 4}};
    evidence.label_element = "Cu";
    evidence.cutoff = 0.5;
    evidence.grade_fraction = 0.01;
    project::TargetResult made;
    made.threshold = 0.4;
    made.drilled_since = true;
    project::TargetNote note;
    note.target.voxels = {0, 1};
    note.target.volume_m3 = 2000;
    note.has_metal = true;
    note.metal = {point_metal, 101234, 149876, 20412345, 31298765, 0.00412, 0.00588};
    made.targets.push_back(note);
    for (const auto state : {potential::HoleState::planned, potential::HoleState::drilled, potential::HoleState::result}) {
        project::HoleNote hole;
        hole.hole.name = "T1-" + std::to_string(made.holes.size() + 1);
        hole.hole.length_m = 150;
        hole.outcome.state = state;
        hole.outcome.grade = std::nan("");
        if (state != potential::HoleState::planned) hole.outcome.drilled = "ZK" + std::to_string(made.holes.size());
        if (state == potential::HoleState::result) {
            hole.outcome.assayed_m = 30;
            hole.outcome.expected_m = 18.5;
            hole.outcome.ore_m = 12;
            hole.outcome.grade = 0.75;
        }
        made.holes.push_back(hole);
    }
    project.results.more["evidence.study"] = testing::shared(std::move(evidence));
    project.results.more["targets.study"] = testing::shared(std::move(made));
    return project;
}

const Table* find(const std::vector<Table>& all, const std::string& id) {
    for (const Table& one : all)
        if (one.id == id) return &one;
    return nullptr;
}

std::vector<double> numbers_of(const Table& table) {
    std::vector<double> all;
    for (const auto& row : table.rows)
        for (const Cell& cell : row)
            if (const double* value = std::get_if<double>(&cell)) all.push_back(*value);
    return all;
}

std::vector<std::string> units_of(const Table& table) {
    std::vector<std::string> units;
    for (const Column& column : table.columns) units.push_back(column.unit);
    return units;
}

TEST(PotentialTables, TonnageAndGradeAreStatedOnlyWhereTickedAndFromLowToHigh) {
    auto project = with_targets();
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        project.recipe.potential.exploration_target = false;
        const auto quiet = report_tables(project, {.language = language});
        const Table* table = find(quiet, "potential_targets");
        ASSERT_NE(table, nullptr);
        EXPECT_THAT(units_of(*table), Not(Contains("t"))) << "no tonnes of rock or metal";
        EXPECT_THAT(table->notes, Contains(base::text("report.potential.not_ticked", language)));
        EXPECT_THAT(table->notes, Not(Contains(base::text("report.potential.exploration_target", language))));
        const std::size_t before = table->columns.size();
        project.recipe.potential.exploration_target = true;
        const auto told = report_tables(project, {.language = language});
        table = find(told, "potential_targets");
        ASSERT_NE(table, nullptr);
        EXPECT_THAT(table->notes, Contains(base::text("report.potential.exploration_target", language)));
        EXPECT_THAT(table->notes, Not(Contains(base::text("report.potential.not_ticked", language))));
        ASSERT_EQ(table->columns.size(), before + 6) << "ore, grade and metal, each from low to high";
        const auto& row = table->rows.front();
        ASSERT_EQ(row.size(), before + 6);
        const std::vector<double> expected{20000000, 31000000, 0.41, 0.59, 100000, 150000};
        for (std::size_t n = 0; n < 6; ++n) EXPECT_NEAR(std::get<double>(row[before + n]), expected[n], 1e-9 * expected[n]) << n;
    }
    // Neither in this table nor in any other does the expected metal stand alone.
    for (const bool ticked : {false, true}) {
        project.recipe.potential.exploration_target = ticked;
        for (const Table& one : report_tables(project, {}))
            for (const double value : numbers_of(one)) {
                EXPECT_NE(value, point_metal) << one.id;
                if (one.id.starts_with("potential")) { EXPECT_NE(value, 120000) << one.id << ": rounded as ranges are"; }
            }
    }
}

TEST(PotentialTables, WithoutABandNothingIsStatedEvenWhereTicked) {
    auto project = with_targets();
    auto made = *project::targets_of(project.results);
    made.targets.front().metal.low = made.targets.front().metal.high = std::nan("");
    made.targets.front().has_metal = false;
    project.results.more["targets.study"] = testing::shared(std::move(made));
    project.recipe.potential.exploration_target = true;
    const auto all = report_tables(project, {});
    const Table* table = find(all, "potential_targets");
    ASSERT_NE(table, nullptr);
    const auto& row = table->rows.front();
    for (std::size_t n = row.size() - 6; n < row.size(); ++n) EXPECT_TRUE(std::holds_alternative<std::monostate>(row[n])) << n;
}

TEST(PotentialTables, PrognosisStandsBesideResult) {
    auto project = with_targets();
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const auto all = report_tables(project, {.language = language});
        const Table* table = find(all, "potential_campaign");
        ASSERT_NE(table, nullptr);
        ASSERT_EQ(table->rows.size(), 3U);
        const auto state = [&](std::size_t row) { return std::get<std::string>(table->rows[row][1]); };
        EXPECT_EQ(state(0), base::text("potential.hole_state.planned", language));
        EXPECT_EQ(state(1), base::text("potential.hole_state.drilled", language));
        EXPECT_EQ(state(2), base::text("potential.hole_state.result", language));
        for (std::size_t n = 6; n < 13; ++n) EXPECT_TRUE(std::holds_alternative<std::monostate>(table->rows[0][n])) << "nothing is known of a plan: " << n;
        for (std::size_t n = 10; n < 13; ++n) EXPECT_TRUE(std::holds_alternative<std::monostate>(table->rows[1][n])) << "not assayed is not barren: " << n;
        EXPECT_EQ(std::get<double>(table->rows[2][10]), 18.5);
        EXPECT_EQ(std::get<double>(table->rows[2][11]), 12);
        EXPECT_NEAR(std::get<double>(table->rows[2][12]), 0.75, 1e-12);
        EXPECT_EQ(table->columns[12].unit, "%");
        for (const Column& column : table->columns) EXPECT_EQ(column.title.find("potential."), std::string::npos) << column.title;
    }
    auto made = *project::targets_of(project.results);
    made.drilled_since = false;
    project.results.more["targets.study"] = testing::shared(std::move(made));
    EXPECT_EQ(find(report_tables(project, {}), "potential_campaign"), nullptr);
}

}  // namespace
}  // namespace orelens::report
