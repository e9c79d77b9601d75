// Occurrence tables as people have them: own tables, Chinese phase analyses in GB 18030, workbooks; refused with file, row
// and column.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <cmath>

#include "core/io/occurrence/OccurrenceFile.h"
#include "core/io/occurrence/OccurrenceHeader.h"
#include "core/occurrence/Check.h"
#include "core/occurrence/Shipped.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using ::testing::HasSubstr;

double share_of(const occurrence::Table& table, const std::string& phase, const std::string& type = "*") {
    for (const occurrence::Deportment& row : table.deportment)
        if (row.phase == phase && row.ore_type == type) return row.fraction;
    return std::nan("");
}

class OccurrenceFile : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder;
    base::Expected<OccurrenceImport> read(const std::string& text, const std::string& element = "") {
        return read_occurrence(folder.write("phases.csv", text), element);
    }
};

TEST_F(OccurrenceFile, AChinesePhaseAnalysis) {
    const auto import = read(
        "某矿区铜物相分析结果\n相别,含量(%),分布率(%)\n原生硫化铜,0.42,70.0\n次生硫化铜,0.09,15.0\n自由氧化铜,0.06,10.0\n"
        "结合氧化铜,0.03,5.0\n总铜,0.60,100.0\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(import->sheets.at(0).element, "Cu");
    EXPECT_EQ(import->sheets.at(0).element_from, "title");
    ASSERT_EQ(import->table.deportment.size(), 4U);
    EXPECT_EQ(import->table.deportment[0].element, "Cu");
    EXPECT_NEAR(share_of(import->table, "primary_sulfide"), 0.70, 1e-12);
    EXPECT_NEAR(share_of(import->table, "bound_oxide"), 0.05, 1e-12);
}

TEST_F(OccurrenceFile, ContentsAloneAreDividedByTheTotalRow) {
    const auto import =
        read("铁物相,含量/%\n磁性铁,18.00\n赤（褐）铁,6.00\n碳酸铁,1.50\n硫化铁,0.60\n硅酸铁,3.00\nTFe,30.00\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_NEAR(share_of(import->table, "magnetic"), 0.6, 1e-12);
    EXPECT_NEAR(share_of(import->table, "hematite"), 0.2, 1e-12);
    EXPECT_NEAR(share_of(import->table, "silicate"), 0.1, 1e-12);
    EXPECT_EQ(import->table.deportment[0].element, "Fe");
    EXPECT_EQ(import->sheets[0].element_from, "header");
    const auto without = read("铁物相,含量/%\n磁性铁,18.00\n");
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().what.key, "occurrence.table.no_total");
    EXPECT_EQ(without.error().place.row, 2);
}

TEST_F(OccurrenceFile, AnEncodingOfOldIsDecoded) {
    // GB 18030: 相别,分布率(%) / 磁性铁,80 / 硅酸铁,15
    const std::string bytes =
        "\xCF\xE0\xB1\xF0,\xB7\xD6\xB2\xBC\xC2\xCA(%)\n\xB4\xC5\xD0\xD4\xCC\xFA,80\n\xB9\xE8\xCB\xE1\xCC\xFA,15\n"
        "\xC8\xAB\xCC\xFA,100\n";
    const auto import = read(bytes);
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_NEAR(share_of(import->table, "magnetic"), 0.8, 1e-12);
    EXPECT_EQ(import->table.deportment[0].element, "Fe") << "from the row of the total";
    EXPECT_EQ(import->sheets[0].element_from, "total");
}

TEST_F(OccurrenceFile, AnEnglishTableWithTypesMethodsRoutesAndOwnPhases) {
    const auto import = read(
        "element,ore_type,phase,share,method,samples,source,route,recovery,product,kind,host_mineral,host_element,host_phase\n"
        "Ag,,argentite_x,,,,,,,,inclusion,sphalerite,Zn,sulfide\n"
        "Ag,SUP,argentite_x,0.6,MLA,12,lab report 7,,,,,,,\n"
        "Ag,SUP,in galena,35 %,MLA,12,lab report 7,,,,,,,\n"
        "Ag,,argentite_x,,,,,flotation,0.7,Pb concentrate,,,,\n"
        "*,,galena_lattice,,,,,flotation,80 %,Pb concentrate,,,,\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    ASSERT_EQ(import->table.phases.size(), 1U);
    EXPECT_EQ(import->table.phases[0].host_element, "Zn");
    EXPECT_EQ(import->table.phases[0].kind, occurrence::PhaseKind::inclusion);
    EXPECT_NEAR(share_of(import->table, "argentite_x", "SUP"), 0.6, 1e-12);
    EXPECT_NEAR(share_of(import->table, "galena_lattice", "SUP"), 0.35, 1e-12);
    EXPECT_EQ(import->table.deportment[0].samples, 12);
    EXPECT_EQ(import->table.deportment[0].method, "MLA");
    ASSERT_EQ(import->table.recoveries.size(), 2U);
    EXPECT_NEAR(import->table.recoveries[1].recovery, 0.8, 1e-12);
    EXPECT_EQ(import->table.recoveries[1].element, "*");
}

TEST_F(OccurrenceFile, EverySheetOfAWorkbook) {
    const std::string path = (folder.path() / "phases.xlsx").string();
    lxw_workbook* book = workbook_new(path.c_str());
    const auto sheet = [&](const char* name, std::vector<std::vector<const char*>> rows, std::vector<double> shares) {
        lxw_worksheet* page = workbook_add_worksheet(book, name);
        for (std::size_t r = 0; r < rows.size(); ++r)
            for (std::size_t c = 0; c < rows[r].size(); ++c)
                worksheet_write_string(page, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), rows[r][c], nullptr);
        for (std::size_t r = 0; r < shares.size(); ++r)
            worksheet_write_number(page, static_cast<lxw_row_t>(r + 1), 2, shares[r], nullptr);
    };
    sheet("铜物相", {{"矿石类型", "相别", "分布率%"}, {"SUP", "原生硫化铜"}, {"SUP", "自由氧化铜"}}, {62.5, 30});
    sheet("说明", {{"只是文字"}}, {});
    sheet("金物相", {{"矿石类型", "相别", "分布率%"}, {"SUP", "游离金"}}, {88});
    workbook_close(book);
    const auto import = read_occurrence(path, "");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    ASSERT_EQ(import->sheets.size(), 2U);
    EXPECT_EQ(import->sheets[0].element, "Cu");
    EXPECT_EQ(import->sheets[1].element, "Au");
    EXPECT_NEAR(share_of(import->table, "primary_sulfide", "SUP"), 0.625, 1e-12);
    EXPECT_NEAR(share_of(import->table, "free", "SUP"), 0.88, 1e-12);
    const auto one = read_occurrence(path + "#金物相", "");
    ASSERT_TRUE(one) << base::describe(one.error(), base::Language::english);
    EXPECT_EQ(one->table.deportment.size(), 1U);
}

TEST_F(OccurrenceFile, SharesWithoutAUnitAreFractionsUnlessOneExceedsTheWhole) {
    const auto fractions = read("element,phase,share\nCu,free_oxide,0.25\nCu,bound_oxide,1\n", "");
    ASSERT_FALSE(fractions);
    EXPECT_EQ(fractions.error().what.key, "occurrence.over_whole");
    EXPECT_EQ(fractions.error().place.row, 3);
    EXPECT_EQ(fractions.error().place.column, 3);
    const auto percents = read("element,phase,share\nCu,free_oxide,0.25\nCu,bound_oxide,12\n", "");
    ASSERT_TRUE(percents);
    EXPECT_NEAR(share_of(percents->table, "free_oxide"), 0.0025, 1e-12);
}

// The commonest form of reports: phases side by side over a row of contents and a row of shares.
TEST_F(OccurrenceFile, PhasesSideBySide) {
    const auto import = read(
        "某矿区铜物相分析结果\n相别,原生硫化铜,次生硫化铜,自由氧化铜,结合氧化铜,总铜\n含量(%),0.42,0.09,0.06,0.02,0.60\n"
        "分布率(%),70.0,15.0,10.0,3.3,100.0\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(import->sheets.at(0).element, "Cu");
    EXPECT_EQ(import->sheets[0].element_from, "title");
    ASSERT_EQ(import->table.deportment.size(), 4U) << "the total is no phase";
    EXPECT_NEAR(share_of(import->table, "primary_sulfide"), 0.70, 1e-12);
    EXPECT_NEAR(share_of(import->table, "bound_oxide"), 0.033, 1e-12);
    EXPECT_EQ(import->table.deportment[3].place.row, 4);
    EXPECT_EQ(import->table.deportment[3].place.column, 5);
}

TEST_F(OccurrenceFile, PhasesSideBySideByOreType) {
    // The lower cell of a merged ore type is blank in a text file; a sample's name is none of a phase.
    const auto import = read(
        "矿石类型,样号,相别,游离金,硫化物包裹金,总金\n氧化矿,W1,含量(g/t),2.10,0.30,2.40\n,,占有率(%),87.5,12.5,100\n"
        "原生矿,W2,含量(g/t),0.90,1.80,3.00\n原生矿,W2,占有率(%),30,60,100\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    ASSERT_EQ(import->table.deportment.size(), 4U);
    EXPECT_EQ(import->table.deportment[0].element, "Au");
    EXPECT_NEAR(share_of(import->table, "free", "氧化矿"), 0.875, 1e-12);
    EXPECT_NEAR(share_of(import->table, "sulfide_locked", "氧化矿"), 0.125, 1e-12);
    EXPECT_NEAR(share_of(import->table, "free", "原生矿"), 0.30, 1e-12);
    EXPECT_NEAR(share_of(import->table, "sulfide_locked", "原生矿"), 0.60, 1e-12) << "a tenth is unassigned";
}

TEST_F(OccurrenceFile, ContentsSideBySideAreDividedByTheirOwnTotal) {
    const auto import =
        read("矿石类型,铁物相,磁性铁,碳酸铁,TFe\n贫矿,含量/%,12.0,3.0,20.0\n富矿,含量/%,40.0,5.0,50.0\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(import->sheets.at(0).element, "Fe");
    EXPECT_EQ(import->sheets[0].element_from, "header");
    EXPECT_NEAR(share_of(import->table, "magnetic", "贫矿"), 0.6, 1e-12);
    EXPECT_NEAR(share_of(import->table, "magnetic", "富矿"), 0.8, 1e-12);
    EXPECT_NEAR(share_of(import->table, "carbonate", "富矿"), 0.1, 1e-12);
}

TEST_F(OccurrenceFile, ContentAndShareUnderEachPhase) {
    const auto import = read(
        "矿石类型,原生硫化铜,,自由氧化铜,,总铜\n,含量(%),占有率(%),含量(%),占有率(%),\n硫化矿,0.54,90,0.03,5,0.60\n"
        "氧化矿,0.05,10,0.45,90,0.50\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(import->sheets.at(0).element, "Cu");
    ASSERT_EQ(import->table.deportment.size(), 4U);
    EXPECT_NEAR(share_of(import->table, "primary_sulfide", "硫化矿"), 0.90, 1e-12);
    EXPECT_NEAR(share_of(import->table, "free_oxide", "硫化矿"), 0.05, 1e-12);
    EXPECT_NEAR(share_of(import->table, "free_oxide", "氧化矿"), 0.90, 1e-12);
}

TEST_F(OccurrenceFile, PhasesOfTwoElementsSideBySideStayApart) {
    const auto rows = [](const occurrence::Table& table) {
        std::vector<std::string> made;
        for (const occurrence::Deportment& row : table.deportment) made.push_back(row.element + " " + row.phase);
        return made;
    };
    const std::vector<std::string> apart{"Cu primary_sulfide", "Cu free_oxide", "Fe magnetic", "Fe silicate"};
    const auto import = read("相别,原生硫化铜,自由氧化铜,磁性铁,硅酸铁\nCu分布率(%),80,15,,\nFe分布率(%),,,70,20\n");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(rows(import->table), apart);
    EXPECT_EQ(import->sheets.at(0).element_from, "column");
    EXPECT_NEAR(share_of(import->table, "magnetic"), 0.7, 1e-12);
    const auto headings = read("矿石类型,原生硫化铜,自由氧化铜,磁性铁,硅酸铁\n,Cu占有率(%),Cu占有率(%),Fe占有率(%),Fe占有率(%)\n原矿,80,15,70,20\n");
    ASSERT_TRUE(headings) << base::describe(headings.error(), base::Language::english);
    EXPECT_EQ(rows(headings->table), apart);
}

TEST_F(OccurrenceFile, AWorkbookWithPhasesSideBySide) {
    const std::string path = (folder.path() / "across.xlsx").string();
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* page = workbook_add_worksheet(book, "金物相");
    const char* const head[] = {"相别", "游离金", "硫化物包裹金", "总金"};
    for (lxw_col_t c = 0; c < 4; ++c) worksheet_write_string(page, 0, c, head[c], nullptr);
    worksheet_write_string(page, 1, 0, "分布率(%)", nullptr);
    const double shares[] = {88, 10, 100};
    for (lxw_col_t c = 0; c < 3; ++c) worksheet_write_number(page, 1, static_cast<lxw_col_t>(c + 1), shares[c], nullptr);
    workbook_close(book);
    const auto import = read_occurrence(path, "");
    ASSERT_TRUE(import) << base::describe(import.error(), base::Language::english);
    EXPECT_EQ(import->sheets.at(0).element, "Au");
    EXPECT_NEAR(share_of(import->table, "free"), 0.88, 1e-12);
    EXPECT_NEAR(share_of(import->table, "sulfide_locked"), 0.10, 1e-12);
}

struct Bad {
    const char* name;
    const char* text;
    const char* key;
    std::int64_t row, column;
};
class BadOccurrence : public ::testing::TestWithParam<Bad> {};
TEST_P(BadOccurrence, IsRefusedWithItsPlace) {
    testing::TemporaryFolder folder;
    const auto import = read_occurrence(folder.write("bad.csv", GetParam().text), "");
    ASSERT_FALSE(import);
    EXPECT_EQ(import.error().what.key, GetParam().key);
    EXPECT_EQ(import.error().place.row, GetParam().row);
    EXPECT_EQ(import.error().place.column, GetParam().column);
    EXPECT_THAT(import.error().place.file, HasSubstr("bad.csv"));
    EXPECT_THAT(base::describe(import.error(), base::Language::chinese), ::testing::Not(HasSubstr("{")));
}
INSTANTIATE_TEST_SUITE_P(
    Table, BadOccurrence,
    ::testing::Values(
        Bad{"over_100", "element,phase,share%\nCu,free_oxide,60\nCu,bound_oxide,41\n", "occurrence.over_whole", 3, 3},
        Bad{"negative", "element,phase,share%\nCu,free_oxide,-1\n", "occurrence.share_range", 2, 3},
        Bad{"unknown_phase", "element,phase,share%\nCu,pink_oxide,1\n", "occurrence.unknown_phase", 2, 3},
        Bad{"row_twice", "element,phase,share%\nCu,free_oxide,1\nCu,free_oxide,2\n", "occurrence.row_twice", 3, 3},
        Bad{"two_names_of_a_phase", "element,phase,share%\nCu,free_oxide,1\nCu,自由氧化铜,2\n", "occurrence.row_twice", 3, 3},
        Bad{"not_a_number", "element,phase,share%\nCu,free_oxide,much\n", "occurrence.table.not_a_number", 2, 3},
        Bad{"no_element", "phase,share%\nfree_oxide,1\n", "occurrence.no_element", 2, 0},
        Bad{"nothing_known", "a,b,c\n1,2,3\n", "occurrence.table.no_columns", 1, 0},
        Bad{"two_columns", "element,phase,share,分布率\nCu,free_oxide,1,1\n", "occurrence.table.column_twice", 1, 4},
        Bad{"unknown_kind", "element,phase,share,kind\nCu,x,1,glued\n", "occurrence.table.unknown_kind", 2, 4},
        Bad{"empty_row", "element,phase,share\nCu,free_oxide,\n", "occurrence.table.empty_row", 2, 2},
        Bad{"no_rows", "element,phase,share\n", "occurrence.table.nothing", 1, 0},
        Bad{"recovery_over_100", "element,phase,route,recovery\nCu,free_oxide,leach,120 %\n", "occurrence.recovery_range", 2, 4},
        Bad{"content_over_total", "铜物相,含量\n自由氧化铜,0.7\n总铜,0.6\n", "occurrence.content_range", 2, 2},
        Bad{"content_and_share_disagree", "铜物相,含量,分布率%\n自由氧化铜,0.30,70\n总铜,0.60,100\n",
            "occurrence.table.disagrees", 2, 3},
        Bad{"across_disagree", "铜物相,原生硫化铜,自由氧化铜,总铜\n含量,0.30,0.30,0.60\n分布率%,70,50,100\n",
            "occurrence.table.disagrees", 3, 2},
        Bad{"across_not_a_number", "铜物相,原生硫化铜,自由氧化铜\n分布率%,70,much\n分布率%,7,1\n",
            "occurrence.table.not_a_number", 2, 3},
        Bad{"across_unknown_phase", "铜物相,原生硫化铜,粉红铜\n分布率%,70,5\n", "occurrence.unknown_phase", 2, 3}),
    [](const auto& one) { return one.param.name; });

// What is shipped goes out as a table, comes back, and is still no measurement.
TEST_F(OccurrenceFile, TheShippedTableGoesOutAndComesBackAsShipped) {
    occurrence::Table table;
    ASSERT_TRUE(occurrence::add_shipped(table, "Cu.sulfide; Re.molybdenite; Mo.sulfide", ""));
    ASSERT_TRUE(occurrence::add_shipped_routes(table, "flotation", ""));
    table.phases.push_back({"x_phase", {"x, with a comma", "某相"}, occurrence::PhaseKind::adsorbed, "clay", "", ""});
    const auto back = read(occurrence_to_csv(table));
    ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
    EXPECT_EQ(back->table.phases, table.phases);
    ASSERT_EQ(back->table.deportment.size(), table.deportment.size());
    for (std::size_t n = 0; n < table.deportment.size(); ++n) {
        EXPECT_TRUE(back->table.deportment[n].shipped);
        EXPECT_NEAR(back->table.deportment[n].fraction, table.deportment[n].fraction, 1e-12);
        EXPECT_EQ(back->table.deportment[n].phase, table.deportment[n].phase);
    }
    ASSERT_EQ(back->table.recoveries.size(), table.recoveries.size());
    for (std::size_t n = 0; n < table.recoveries.size(); ++n) {
        EXPECT_TRUE(back->table.recoveries[n].shipped);
        EXPECT_NEAR(back->table.recoveries[n].recovery, table.recoveries[n].recovery, 1e-12);
    }
}

TEST(OccurrenceHeader, HeadersAndTotals) {
    EXPECT_EQ(occurrence_header("Cu含量(%)")->element, "Cu");
    EXPECT_EQ(occurrence_header("铜物相")->role, OccurrenceRole::phase);
    EXPECT_TRUE(occurrence_header("分布率/%")->percent);
    EXPECT_FALSE(occurrence_header("colour"));
    EXPECT_EQ(total_row("总铜"), "Cu");
    EXPECT_EQ(total_row("全铁"), "Fe");
    EXPECT_EQ(total_row("TFe"), "Fe");
    EXPECT_EQ(total_row("Total Cu"), "Cu");
    EXPECT_EQ(total_row("合计"), "*");
    EXPECT_EQ(total_row("自由氧化铜"), "");
    EXPECT_EQ(titled_element("表 5-3 某矿区铅物相分析结果"), "Pb");
    EXPECT_EQ(titled_element("Cu物相分析"), "Cu");
    EXPECT_EQ(titled_element("化学物相分析"), "");
}

}  // namespace
}  // namespace orelens::io
