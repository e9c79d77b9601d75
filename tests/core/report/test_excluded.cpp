// What takes no part, by reason: the same numbers as the stage's summary, adding up to the model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/economics/Value.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

using namespace testing;
using project::BoundPart;
using project::Excluded;
using ::testing::HasSubstr;

Table table(const project::Project& project, const std::string& id) {
    for (const Table& one : report_tables(project, {}))
        if (one.id == id) return one;
    throw std::out_of_range("no table " + id);
}
double number(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell)) return *real;
    return static_cast<double>(std::get<std::int64_t>(cell));
}
const std::vector<Cell>& row_of(const Table& table, const std::string& words) {
    for (const auto& row : table.rows)
        if (std::get<std::string>(row[0]) == words) return row;
    throw std::out_of_range("no row " + words);
}

/// The rows below the first add up to it.
void expect_whole(const Table& table) {
    for (const std::size_t column : {3U, 4U}) {
        double sum = 0;
        for (std::size_t n = 1; n < table.rows.size(); ++n) sum += number(table.rows[n][column]);
        EXPECT_NEAR(sum, number(table.rows[0][column]), 1e-9 * sum);
    }
}

TEST(Excluded, every_reason_has_its_blocks_volume_and_tonnes) {
    project::Project project = small_project();
    project::BoundSummary sums;
    const auto part = [](std::int64_t blocks, std::int64_t cut, double m3, double weighed_m3 = 0,
                         double weighed_t = 0) { return BoundPart{blocks, cut, m3, weighed_m3, weighed_t}; };
    sums.without_grade = part(10, 0, 1000);
    sums.out[static_cast<std::size_t>(Excluded::as_read)] = part(1, 0, 100);
    sums.out[static_cast<std::size_t>(Excluded::air)] = part(20, 3, 2150, 150, 300);
    sums.out[static_cast<std::size_t>(Excluded::mined_out)] = part(4, 2, 500);
    sums.out[static_cast<std::size_t>(Excluded::outside_licence)] = part(2, 0, 200);
    sums.out[static_cast<std::size_t>(Excluded::outside_solids)] = part(0, 1, 50);
    sums.counted = part(60, 6, 6000, 6000, 18000);
    project.results.bounds.summary = shared(sums);
    project.results.bounds.model = project.results.value.model;
    const double density = project.results.value.deck->costs.density_t_per_m3;
    const Table excluded = table(project, "excluded_blocks");
    EXPECT_EQ(excluded.stage, "bounds");
    EXPECT_EQ(number(excluded.rows[0][1]), 103) << "10 + 1 + 20 + 4 + 2 + 60 whole ones, 6 cut";
    EXPECT_EQ(number(excluded.rows[0][3]), 10000);
    const auto& air = row_of(excluded, "above topography");
    EXPECT_EQ(number(air[1]), 20);
    EXPECT_EQ(number(air[2]), 3);
    EXPECT_EQ(number(air[3]), 2150);
    EXPECT_DOUBLE_EQ(number(air[4]), 300 + 2000 * density);
    EXPECT_DOUBLE_EQ(number(air[5]), 21.5);
    EXPECT_EQ(number(row_of(excluded, "mined out")[1]), 4);
    EXPECT_EQ(number(row_of(excluded, "outside the licence")[3]), 200);
    EXPECT_EQ(number(row_of(excluded, "outside the domain solids")[2]), 1);
    EXPECT_EQ(number(row_of(excluded, "not estimated: no grade of any element")[1]), 10);
    EXPECT_EQ(number(row_of(excluded, "counted")[4]), 18000);
    expect_whole(excluded);
    const auto all = report_tables(project, {});
    EXPECT_THAT(tables_to_json(all), HasSubstr("excluded_blocks"));
}

TEST(Excluded, without_shapes_the_model_says_what_it_leaves_out) {
    project::Project project = small_project();
    const blocks::BlockModel& before = *project.results.model();
    blocks::BlockModel model(before);
    model.add_column({economics::excluded_column, blocks::ColumnType::integer, "", {"", "sterilised"}}, 1);
    const blocks::IntegerWriter excluded = model.integer_writer(economics::excluded_column);
    std::int64_t graded = 0, out = 0, bare = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const bool any = !std::isnan(before.real("Cu", leaf)[n]) || !std::isnan(before.real("Au", leaf)[n]);
            const bool take_out = n % 5 == 0;
            excluded.set(leaf, n, take_out ? 1 : 0);
            ++(!any ? bare : take_out ? out : graded);
        }
    project.results.value.model = shared(std::move(model));
    const Table table_of = table(project, "excluded_blocks");
    EXPECT_EQ(number(table_of.rows[0][1]), static_cast<double>(graded + out + bare));
    EXPECT_EQ(number(row_of(table_of, "excluded by the model file")[1]), static_cast<double>(out));
    EXPECT_EQ(number(row_of(table_of, "not estimated: no grade of any element")[1]), static_cast<double>(bare));
    EXPECT_EQ(number(row_of(table_of, "counted")[1]), static_cast<double>(graded));
    EXPECT_EQ(number(row_of(table_of, "above topography")[1]), 0);
    expect_whole(table_of);
}

TEST(Excluded, every_sample_stands_in_one_place) {
    project::Project project = small_project();
    io::DrillholeImport import;
    drilling::DrillholeSet& holes = import.holes;
    holes.collars = {{"H1", 0, 0, 0}, {"H2", 0, 0, 0}};
    holes.collars[1].doubtful = true;
    drilling::IntervalTable& table_of = holes.assays;
    const double none = drilling::no_value;
    table_of.hole = {0, -1, 1, 0, 0, 0};
    table_of.from_m = {0, 0, 0, 5, 10, 20};
    table_of.to_m = {2, 1, 3, 5, 9999, 24};
    table_of.row = {2, 3, 4, 5, 6, 7};
    table_of.doubtful = {0, 0, 0, 0, 1, 0};
    table_of.grades = {{"Cu", "Cu", base::GradeUnit::percent, {1, 1, 1, 1, 1, none}, {0, 0, 0, 0, 0, 0}}};
    io::TableMapping mapping;
    mapping.table = "assay";
    mapping.rows = 9;
    mapping.refused = 2;
    mapping.set_aside = 1;
    import.mappings = {mapping};
    project.results.drilling.import = shared(std::move(import));
    const Table samples = table(project, "excluded_samples");
    struct Wanted {
        const char* words;
        double rows, metres;
    };
    for (const Wanted& one : {Wanted{"no collar of that name", 1, 1},
                              {"collar beyond belief", 1, 3},
                              {"from not below to", 1, 0},
                              {"interval beyond belief", 1, 9989},
                              {"no grade that counts", 1, 4},
                              {"used", 1, 2}}) {
        EXPECT_EQ(number(row_of(samples, one.words)[1]), one.rows) << one.words;
        EXPECT_EQ(number(row_of(samples, one.words)[2]), one.metres) << one.words;
    }
    double sum = 0;
    for (std::size_t n = 1; n < samples.rows.size(); ++n) sum += number(samples.rows[n][1]);
    EXPECT_EQ(sum, number(samples.rows[0][1])) << "of the nine rows none is lost";
}

}  // namespace
}  // namespace orelens::report
