// Numbers in drillhole files: marks by column, units inside cells, and the shared cases with their answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

base::Expected<DrillholeImport> read_case(const std::filesystem::path& folder, const std::string& name,
                                          const Columns& columns, drilling::ImportRule rule = {}) {
    rule.collar_file = name + "_collar.csv";
    rule.assay_file = name + "_assay.csv";
    base::Progress progress;
    return read_drillholes(rule, columns, folder.string(), progress);
}

TEST(DrillholeNumbers, the_shared_cases_of_marks) {
    ORELENS_SHARED(folder, "cases/01-decimal-thousands");
    struct Case {
        const char* name;
        double x, y, z;
    };
    for (const Case& c : {Case{"a-comma-date", 452310.25, 4412345.5, 350.125},
                          {"b-tab-thousands", 452310, 4412345, 1350},
                          {"c-eu-groups", 452310.25, 4412345.5, 1350.13},
                          {"d-quoted-groups", 452310.25, 4412345.5, 1350.13}}) {
        const auto got = read_case(folder, c.name, {{"Cu", {}}});
        ASSERT_TRUE(got.has_value()) << c.name;
        const drilling::Collar& collar = got->holes.collars.at(0);
        EXPECT_EQ(collar.x, c.x) << c.name;
        EXPECT_EQ(collar.y, c.y) << c.name;
        EXPECT_EQ(collar.z, c.z) << c.name;
        EXPECT_THAT(of(*got, FindingKind::number_marks), IsEmpty()) << c.name;
    }
    const Columns ppm{{"Cu", {.unit = GradeUnit::ppm}}};
    for (const auto& [name, column] :
         {std::pair{"g-tab-integers-groups", "X"}, std::pair{"h-ppm-groups", "CU_PPM"},
          std::pair{"i-eu-integer-groups", "CU_PPM"}}) {
        const auto refused = read_case(folder, name, ppm);
        ASSERT_FALSE(refused.has_value()) << name;
        EXPECT_EQ(refused.error().what.key, "csv.unclear_marks");
        EXPECT_EQ(refused.error().place.field, column);
    }
    // Settled by the parameter: the right answers of the case.
    const auto g =
        read_case(folder, "g-tab-integers-groups", ppm, {.decimal_mark = base::DecimalMark::point});
    EXPECT_EQ(g->holes.collars[0].x, 52310);
    EXPECT_EQ(g->holes.collars[0].y, 12345);
    EXPECT_EQ(g->holes.collars[0].z, 1350);
    const auto h = read_case(folder, "h-ppm-groups", ppm, {.decimal_mark = base::DecimalMark::point});
    EXPECT_THAT(copper(*h), ElementsAre(1250, 950, 2400));
    const auto i = read_case(folder, "i-eu-integer-groups", ppm, {.decimal_mark = base::DecimalMark::comma});
    EXPECT_THAT(copper(*i), ElementsAre(1250, 950, 2400));
}

TEST(DrillholeNumbers, real_drilling_is_not_refused) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    base::Progress progress;
    const drilling::ImportRule rule{.collar_file = "collar_BABBITT.csv",
                                    .survey_file = "survey_BABBITT.csv",
                                    .assay_file = "assay_BABBITT.csv",
                                    .length_unit = base::LengthUnit::foot};
    const auto got = read_drillholes(rule, {}, folder.string(), progress);
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->holes.assays.size(), 35616u);
    EXPECT_EQ(got->holes.collars.size(), 399u);
    EXPECT_NEAR(got->holes.collars[0].x, 2296021.09 * 0.3048, 1e-6);
    EXPECT_THAT(of(*got, FindingKind::number_marks), IsEmpty());
    for (const TableMapping& mapping : got->mappings)
        for (const auto& [header, marks] : mapping.marks)
            EXPECT_EQ(marks, ".") << mapping.file << " " << header;
}

TEST(DrillholeNumbers, three_decimals_are_decimals_where_the_file_has_decimal_points) {
    const auto got = read({.collar = "hole,x,y,z\nH1,452310.250,4412345.500,350.125\nH2,5,6,7\n",
                           .assay = "hole\tfrom\tto\tCu\nH1\t0.000\t1.250\t1.250\nH1\t1.250\t2.500\t0.5\n"});
    EXPECT_EQ(got.holes.collars[0].z, 350.125);
    EXPECT_THAT(got.holes.assays.to_m, ElementsAre(1.25, 2.5));
    EXPECT_THAT(copper(got), ElementsAre(1.25, 0.5));
    EXPECT_THAT(of(got, FindingKind::number_marks), IsEmpty());
}

TEST(DrillholeNumbers, thousands_told_by_other_cells_are_a_finding) {
    const auto got = read({.assay = "hole\tfrom\tto\tCu\nH1\t0\t1\t1,250\nH1\t1\t2.5\t950\n",
                           .columns = {{"Cu", {.unit = GradeUnit::ppm}}}});
    EXPECT_THAT(copper(got), ElementsAre(1250, 950));
    const auto found = of(got, FindingKind::number_marks);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].what.key, "csv.marks_by_others");
    EXPECT_EQ(found[0].column, "Cu");
    EXPECT_EQ(found[0].row, 2);
    EXPECT_EQ(got.mappings.at(2).marks.at("Cu"), ".,");
    const auto refused = try_read({.collar = "hole;x;y;z\nH1;52.310;12.345;1.350\n"});
    ASSERT_FALSE(refused.has_value());
    const std::string words = base::describe(refused.error(), base::Language::english);
    for (const char* word : {"x (52.310; 2)", "y (", "z (", "drillholes.decimal_mark"})
        EXPECT_THAT(words, HasSubstr(word));
}

/// Each table is decided by itself; where one of them cannot be, its marks are stated beside the others'.
TEST(DrillholeNumbers, marks_may_differ_between_tables_and_columns) {
    const auto each = read({.collar = "hole;x;y;z\nH1;452310,25;4412345,5;350,125\n",
                            .assay = "hole,from,to,Cu\nH1,0.000,1.250,1.5\nH1,1.25,2.5,0.25\n"});
    EXPECT_EQ(each.holes.collars[0].x, 452310.25);
    EXPECT_THAT(copper(each), ElementsAre(1.5, 0.25));
    const Files open{.collar = "hole;x;y;z\nH1;452,310;12,345;1,350\n",
                     .assay = "hole;from;to;Cu\nH1;0,5;1,5;1,250\nH1;1,5;2,5;0,250\n"};
    const auto refused = try_read(open);
    ASSERT_FALSE(refused);
    const std::string words = base::describe(refused.error(), base::Language::english);
    EXPECT_THAT(words, HasSubstr("drillholes.decimal_mark_of"));
    EXPECT_THAT(words, HasSubstr("collar=comma"));
    const auto with = [&](const std::string& marks) {
        Files input = open;
        input.rule.decimal_mark_of = marks;
        return try_read(input);
    };
    for (const char* marks : {"collar=point", "collar.csv = point; assay=comma", "col*=point", "collar=comma;collar:X=point; collar:y=point;collar:z=point"}) {
        const auto got = with(marks);
        ASSERT_TRUE(got) << marks << base::describe(got.error(), base::Language::english);
        EXPECT_EQ(got->holes.collars[0].x, 452310) << marks;
        EXPECT_EQ(got->holes.collars[0].z, 1350) << marks;
        EXPECT_THAT(copper(*got), ElementsAre(1.25, 0.25)) << marks;
    }
    EXPECT_EQ(with("collar=comma")->holes.collars[0].x, 452.31);
    EXPECT_EQ(with("collar=comma; collar:z=point")->holes.collars[0].z, 1350);
    EXPECT_EQ(with("collar=comma; collar:z=point")->holes.collars[0].y, 12.345);
    for (const auto& [marks, key] : {std::pair{"collar", "csv.marks_of_bad"}, std::pair{"collar=semicolon", "csv.marks_of_bad"},
                                     {"=comma", "csv.marks_of_bad"}, {"collar:=comma", "csv.marks_of_bad"},
                                     {"collar=point;lithology=point", "csv.marks_of_none"}, {"collar=point;other.csv=comma", "csv.marks_of_none"},
                                     {"collar=point;collar:w=comma", "csv.marks_of_none"}}) {
        const auto got = with(marks);
        ASSERT_FALSE(got) << marks;
        EXPECT_EQ(got.error().what.key, key) << marks;
        EXPECT_EQ(got.error().place.field, "drillholes.decimal_mark_of");
    }
}

TEST(DrillholeNumbers, units_inside_cells_are_converted) {
    struct Case {
        const char* cell;
        double value;  // in %
        std::optional<FindingKind> finding;
    };
    for (const Case& c : {Case{"5000 ppm", 0.5, FindingKind::cell_unit},
                          {"5000ppm", 0.5, FindingKind::cell_unit},
                          {"5 kg/t", 0.5, FindingKind::cell_unit},
                          {"0.5 %", 0.5, FindingKind::cell_unit},
                          {"０．５％", 0.5, FindingKind::cell_unit},
                          {"<100 ppm", 0.005, FindingKind::below_detection},
                          {"5 apples", drilling::no_value, FindingKind::non_numeric},
                          {"5 m", drilling::no_value, FindingKind::non_numeric}}) {
        const auto got = read({.assay = "hole,from,to,Cu\nH1,0,1," + std::string(c.cell) + "\nH1,1,2,0.5\n",
                               .columns = {{"Cu", {.unit = GradeUnit::percent}}}});
        if (std::isnan(c.value)) {
            EXPECT_TRUE(std::isnan(copper(got)[0])) << c.cell;
        }
        else {
            EXPECT_NEAR(copper(got)[0], c.value, 1e-15) << c.cell;
        }
        EXPECT_EQ(of(got, *c.finding).size(), 1u) << c.cell;
    }
    const auto depths = read({.collar = "hole,x,y,z,depth\nH1,100 m,200 m,50 m,30 ft\n",
                              .survey = "hole,depth,azimuth,dip\nH1,0 m,45°,-60 °\n",
                              .assay = "hole,from,to,Cu\nH1,0 m,1.5 m,1\n"});
    EXPECT_EQ(depths.holes.collars[0].x, 100);
    EXPECT_NEAR(depths.holes.collars[0].depth_m, 9.144, 1e-12);
    EXPECT_EQ(depths.holes.surveys[0].azimuth_deg, 45);
    EXPECT_EQ(depths.holes.surveys[0].dip_deg, -60);
    EXPECT_THAT(depths.holes.assays.to_m, ElementsAre(1.5));
}

TEST(DrillholeNumbers, spaces_apostrophes_and_full_width_digits) {
    const auto got =
        read({.collar = "hole;x;y;z\nH1;452 310,25;4 412 345,5;1 350,13\nH2;４５２３３０，２５;5;6\n"});
    EXPECT_EQ(got.holes.collars[0].x, 452310.25);
    EXPECT_EQ(got.holes.collars[0].y, 4412345.5);
    EXPECT_EQ(got.holes.collars[0].z, 1350.13);
    EXPECT_EQ(got.holes.collars[1].x, 452330.25);
    EXPECT_EQ(got.mappings.at(0).marks.at("x"), ", ");
    const auto swiss = read({.collar = "hole;x;y;z\nH1;2'600'000.5;1'200'000;1'350\n"});
    EXPECT_EQ(swiss.holes.collars[0].x, 2600000.5);
    EXPECT_EQ(swiss.holes.collars[0].z, 1350);
}

}  // namespace
}  // namespace orelens::io
