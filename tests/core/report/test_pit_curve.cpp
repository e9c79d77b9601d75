// The curve of the report has what lies inside the pits beside it, where the pits are of the present parameters.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "core/report/Report.h"
#include "tests/core/pits/KnownProject.h"

namespace orelens::report {
namespace {

const Table& curve_of(const std::vector<Table>& tables) {
    return *std::ranges::find(tables, "curve", &Table::id);
}

std::optional<std::size_t> inside_column(const Table& table) {
    const auto found = std::ranges::find(table.columns, "Ore inside the pit", &Column::title);
    if (found == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - table.columns.begin());
}

TEST(PitCurve, StandsBesideTheUnconstrainedOneInTheReport) {
    project::Project project = pits::testing::known_project();
    ReportRequest request;
    request.price = 9600;  // the fourth pit of the ladder
    const auto tables = report_tables(project, request);
    const Table& table = curve_of(tables);
    const auto column = inside_column(table);
    ASSERT_TRUE(column.has_value());
    const auto inside = project::inside_pits(project.results);
    ASSERT_TRUE(inside);
    // The other test of this deck is the marginal one: a pit moves every block in its way.
    const auto marginal = table.plot->left.at(1);
    for (const auto& row : table.rows) {
        // No pit was sought below the ladder: not known is not nothing.
        if (std::get<double>(row[0]) < project::lowest_pit_price(project.results)) {
            EXPECT_TRUE(std::holds_alternative<std::monostate>(row[*column]));
            EXPECT_TRUE(std::holds_alternative<std::monostate>(row[*column + 1]));
            continue;
        }
        EXPECT_LE(std::get<double>(row[*column]), std::get<double>(row[marginal]));
        EXPECT_EQ(std::get<double>(row[*column]), inside->curve->at(std::get<double>(row[0])).tonnes);
    }
    EXPECT_NEAR(project::lowest_pit_price(project.results), 4800, 1e-6);
    EXPECT_NE(table.notes[2].find("from 4,800 to 11,200 USD/t"), std::string::npos) << table.notes[2];
    // Drawn together with the others.
    EXPECT_EQ(std::ranges::count(table.plot->left, *column), 1);
    project.recipe.pits.slopes = "30";
    EXPECT_FALSE(inside_column(curve_of(report_tables(project, request))))
        << "pits of other slopes do not stand beside a curve of now";
    project.recipe.pits.use = false;
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    EXPECT_FALSE(inside_column(curve_of(report_tables(project, request))));
}

}  // namespace
}  // namespace orelens::report
