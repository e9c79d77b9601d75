// Densities in assay tables and in a table of their own: which column, which unit, which values.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/io/drillholes/DensityHeader.h"
#include "core/io/drillholes/TableGuess.h"
#include "core/io/drillholes/TableKind.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using base::DensityUnit;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::Pointwise;

TEST(MeasuredDensities, AFewSlipsDoNotChooseTheUnit) {
    const auto got = assay("hole,from,to,Cu,SG\nH1,0,1,1,-99\nH1,1,2,1,2.7\nH1,2,3,1,27\nH1,3,4,1,0\n");
    const auto& density = got.holes.assays.density;
    ASSERT_EQ(density.size(), 4U);
    EXPECT_NEAR(density[1], 2.7, 1e-9);
    EXPECT_TRUE(std::isnan(density[2]));
    const auto heavy = assay("hole,from,to,Cu,density\nH1,0,1,1,2700\nH1,1,2,1,2650\nH1,2,3,1,2.8\n");
    EXPECT_NEAR(heavy.holes.assays.density[0], 2.7, 1e-9);
}

TEST(DensityHeader, names_and_units) {
    struct Case {
        const char* header;
        bool density;
        std::optional<DensityUnit> unit;
    };
    for (const Case& c : {Case{"Density", true, {}},
                          {"SG (g/cm3)", true, DensityUnit::tonne_per_m3},
                          {"SG_g_cc", true, DensityUnit::tonne_per_m3},
                          {"DENS_KGM3", true, DensityUnit::kilogram_per_m3},
                          {"Bulk Density (lb/ft3)", true, DensityUnit::pound_per_cubic_foot},
                          {"Specific Gravity", true, {}},
                          {"小体重", true, {}},
                          {"体重t/m3", true, DensityUnit::tonne_per_m3},
                          {"体重（吨/立方米）", true, DensityUnit::tonne_per_m3},
                          {"BD", true, {}},
                          {"Fracture density", false, {}},
                          {"Wet density", false, {}},
                          {"湿体重", false, {}},
                          {"SG_method", false, {}},
                          {"Sb", false, {}},
                          {"", false, {}}}) {
        const DensityHeader read = read_density_header(c.header);
        EXPECT_EQ(read.density, c.density) << c.header;
        if (c.density) {
            EXPECT_EQ(read.unit, c.unit) << c.header;
        }
    }
}

/// Rows of one metre with copper 1 and the densities as written.
Files measured(const std::string& header, const std::vector<std::string>& cells) {
    std::string assay = "hole,from,to,Cu_pct," + header + "\n";
    for (std::size_t i = 0; i < cells.size(); ++i)
        assay += "H1," + std::to_string(i) + "," + std::to_string(i + 1) + ",1," + cells[i] + "\n";
    return {.survey = "", .assay = assay};
}

TEST(Densities, are_a_role_and_no_element) {
    for (const bool named : {true, false}) {
        Files files = measured("SG", {"2.7", "", "4.1"});
        if (!named) files.columns.clear();
        const auto got = read(files);
        ASSERT_EQ(got.holes.assays.grades.size(), 1u);
        ASSERT_EQ(got.holes.assays.density.size(), 3u);
        EXPECT_EQ(got.holes.assays.density[2], 4.1);
        EXPECT_TRUE(std::isnan(got.holes.assays.density[1]));
        EXPECT_EQ(got.mappings.back().columns.at("density"), "SG");
        EXPECT_EQ(got.mappings.back().units.at("density"), "t/m³");
        const auto said = of(got, FindingKind::density_measured);
        ASSERT_EQ(said.size(), 1u);
        EXPECT_EQ(said[0].count, 2);
        EXPECT_THAT(said[0].what.args, Contains(Pair("mean", "3.4")));
    }
    EXPECT_THAT(read(measured("remark", {"2.7"})).holes.assays.density, IsEmpty());
}

TEST(Densities, units_of_header_row_rule_and_values) {
    struct Case {
        const char* header;
        const char* first_row;  ///< a row of units; "" = none
        const char* cell;
        drilling::SampleDensityUnit rule;
        double t_per_m3;
        const char* key;
        Severity severity;
    };
    using Unit = drilling::SampleDensityUnit;
    for (const Case& c :
         {Case{"SG (g/cm3)", "", "2.7", Unit::detect, 2.7, "csv.density_read", Severity::info},
          {"Density", "", "2.7", Unit::detect, 2.7, "csv.density_assumed", Severity::info},
          {"Density", "", "2700", Unit::detect, 2.7, "csv.density_assumed", Severity::warning},
          {"Density", "", "168.6", Unit::detect, 2.700712924851, "csv.density_assumed", Severity::warning},
          {"Density", ",m,m,%,kg/m3\n", "2700", Unit::detect, 2.7, "csv.density_read", Severity::info},
          {"Density", "", "2700", Unit::kilogram_per_m3, 2.7, "csv.density_read", Severity::info},
          {"Density", "", "2.7 t/m3", Unit::detect, 2.7, "csv.density_assumed", Severity::info},
          {"Density", "", "2700 kg/m3", Unit::tonne_per_m3, 2.7, "csv.density_read", Severity::info}}) {
        SCOPED_TRACE(std::string(c.header) + " " + c.cell);
        Files files = measured(c.header, {c.cell, c.cell});
        files.assay.insert(files.assay.find('\n') + 1, c.first_row);
        files.assays.density_unit = c.rule;
        const auto got = read(files);
        ASSERT_EQ(got.holes.assays.density.size(), 2u);
        EXPECT_NEAR(got.holes.assays.density[0], c.t_per_m3, 1e-9);
        const auto said = of(got, FindingKind::density_measured);
        ASSERT_EQ(said.size(), 1u);
        EXPECT_EQ(said[0].what.key, c.key);
        EXPECT_EQ(said[0].severity, c.severity);
    }
}

TEST(Densities, what_is_none_is_not_taken_for_one) {
    // Called a density, and none in any unit: the column is left alone.
    auto got = read(measured("Density", {"12", "14", "17"}));
    EXPECT_THAT(got.holes.assays.density, IsEmpty());
    EXPECT_EQ(of(got, FindingKind::header_doubtful).at(0).what.key, "csv.density_unlikely");
    EXPECT_EQ(got.mappings.back().unused.at(0).why, "density");
    // The header says one unit and the values another: an error, and no density is made up.
    got = read(measured("SG (g/cm3)", {"2700", "2800"}));
    EXPECT_EQ(of(got, FindingKind::unit_suspicious).at(0).what.key, "csv.density_unit");
    EXPECT_EQ(of(got, FindingKind::unit_suspicious).at(0).severity, Severity::error);
    for (const double value : got.holes.assays.density) EXPECT_TRUE(std::isnan(value));
    // Single values that no rock has are missing, and said; null codes and words are as elsewhere.
    got = read(measured("SG", {"2.7", "27", "0", "-999", "n/a", "x", "<1", "2.9"}));
    const auto& density = got.holes.assays.density;
    for (const std::size_t row : {1U, 2U, 3U, 4U, 5U, 6U}) EXPECT_TRUE(std::isnan(density[row])) << row;
    ASSERT_EQ(of(got, FindingKind::density_doubtful).size(), 1u);
    EXPECT_EQ(of(got, FindingKind::density_doubtful)[0].count, 2);
    EXPECT_EQ(of(got, FindingKind::density_doubtful)[0].row, 3);
    EXPECT_EQ(of(got, FindingKind::non_numeric).size(), 2u) << "x and <1";
}

TEST(Densities, the_column_can_be_stated_and_left_out) {
    Files files = measured("Q,SG", {"3.1,2.7"});
    files.assays.density = "Q";
    EXPECT_THAT(read(files).holes.assays.density, ElementsAre(3.1));
    files.assays.density = "-";
    EXPECT_THAT(read(files).holes.assays.density, IsEmpty());
    files.assays.density = "absent";
    const auto refused = try_read(files);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "csv.column_absent");
}

TEST(Densities, a_table_of_their_own) {
    for (const auto& [text, points] :
         {std::pair<std::string, bool>{"BHID,FROM,TO,DENSITY_KG_M3\nH1,0,2,2700\nH2,5,6,3000\nH9,0,1,2700\n", false},
          {"孔号,深度,小体重\nH1,1,2.7\nH2,5.5,3\nH9,1,2.7\n", true}}) {
        const auto got = read({.survey = "", .rule = {.density_file = "d.csv"}, .more = {{"d.csv", text}}});
        const auto& table = got.holes.densities;
        ASSERT_EQ(table.size(), 3u);
        EXPECT_THAT(table.hole, ElementsAre(0, 1, -1));
        EXPECT_THAT(table.density, Pointwise(DoubleNear(1e-12), {2.7, 3.0, 2.7}));
        EXPECT_EQ(table.is_point(0), points);
        EXPECT_EQ(of(got, FindingKind::missing_collar).size(), 1u);
        EXPECT_EQ(got.mappings.back().table, "density");
    }
    const auto refused =
        try_read({.rule = {.density_file = "d.csv"}, .more = {{"d.csv", "hole,from,to,what\nH1,0,1,2\n"}}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "csv.no_density");
    EXPECT_EQ(refused.error().place.file.substr(refused.error().place.file.size() - 5), "d.csv");
}

TEST(Densities, repeated_samples_and_further_tables_keep_theirs) {
    const auto repeated = read({.survey = "",
                                .assay = "hole,from,to,Cu_pct,SG\nH1,0,1,1,\nH1,0,1,1,2.9\nH1,1,2,1,2.7\n"});
    EXPECT_THAT(repeated.holes.assays.density, ElementsAre(2.9, 2.7));
    const auto two = read({.survey = "",
                           .assay = "hole,from,to,Cu_pct\nH1,0,1,1\n",
                           .assays = {.second_file = "b.csv"},
                           .more = {{"b.csv", "hole,from,to,Cu_pct,SG\nH2,0,1,1,2.9\n"}}});
    ASSERT_EQ(two.holes.assays.density.size(), 2u);
    EXPECT_TRUE(std::isnan(two.holes.assays.density[0]));
    EXPECT_EQ(two.holes.assays.density[1], 2.9);
}

TEST(Densities, are_offered_before_reading) {
    const TemporaryFolder folder;
    folder.write("a.csv", "hole,from,to,Cu_pct,SG\nH1,0,1,1,2.9\n");
    folder.write("d.csv", "hole,depth,density\nH1,1,2.9\n");
    const auto tables =
        guess_tables({.assay_file = "a.csv", .density_file = "d.csv"}, {}, folder.path().string());
    ASSERT_EQ(tables.size(), 2u);
    EXPECT_THAT(tables[0].roles, Contains("density"));
    EXPECT_EQ(tables[0].mapping.columns.at("density"), "SG");
    EXPECT_EQ(tables[1].table, "density");
    EXPECT_TRUE(tables[1].ready());
    EXPECT_THAT(tables[1].roles, Contains("depth"));
    EXPECT_EQ(column_param("assay", "density"), "assays.density");
    EXPECT_EQ(column_param("density", "density"), "drillholes.density_value");
    EXPECT_EQ(guess_table_kind((folder.path() / "d.csv").string()), TableKind::density);
    EXPECT_EQ(guess_table_kind((folder.path() / "a.csv").string()), TableKind::assay);
}

}  // namespace
}  // namespace orelens::io
