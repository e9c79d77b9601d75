// Headers of tables: what is an element and what only looks like one, names in two rows and other languages,
// check samples by their type.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/drillholes/AssayHeader.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(AssayHeader, mass_fractions_and_powers_of_ten) {
    struct Case {
        const char *header, *name;
        std::optional<GradeUnit> unit;
        bool element;
    };
    for (const Case& c : {Case{"w(Cu)/%", "Cu", GradeUnit::percent, true},
                          {"w(TFe)/%", "TFe", GradeUnit::percent, true},
                          {"ω(Au)/(g/t)", "Au", GradeUnit::gram_per_tonne, true},
                          {"w(Ag)/(g·t-1)", "Ag", GradeUnit::gram_per_tonne, true},
                          {"w（铅）/%", "Pb", GradeUnit::percent, true},
                          {"w(Au)/10-6", "Au", GradeUnit::ppm, true},
                          {"w(Au)/×10⁻⁶", "Au", GradeUnit::ppm, true},
                          {"Au/10-6", "Au", GradeUnit::ppm, true},
                          {"Au×10-9", "Au", GradeUnit::ppb, true},
                          {"Cu/10-2", "Cu", GradeUnit::percent, true},
                          {"Cu (10-2)", "Cu", GradeUnit::percent, true},
                          {"w(SiO₂)/10^-2", "SiO2", GradeUnit::percent, true},
                          {"W (%)", "W", GradeUnit::percent, true},
                          {"WO3", "WO3", {}, true},
                          {"Line10-6", "Line10", {}, false}})
        for (const bool upper : {false, true}) {
            if (upper && c.header[0] != 'w') continue;
            std::string header = c.header;
            if (upper) header[0] = 'W';
            const AssayHeader read = read_assay_header(header);
            EXPECT_EQ(read.element ? read.name : c.name, c.name) << header;
            EXPECT_EQ(read.unit, c.unit) << header;
            EXPECT_EQ(read.element, c.element) << header;
        }
}

TEST(AssayHeader, units_without_their_slash) {
    using enum base::GradeUnit;
    for (const auto& [header, unit] :
         {std::pair<const char*, base::GradeUnit>{"Au_ozst", ounce_per_short_ton},
          {"AuOzSt", ounce_per_short_ton},
          {"Au_oz_st", ounce_per_short_ton},
          {"Au_oz_short_ton", ounce_per_short_ton},
          {"Au (oz per ton)", ounce_per_short_ton},
          {"Au_ozt", ounce_per_tonne},
          {"Au_ppb_FA", ppb},
          {"Cu_pct_ICP", percent},
          {"Au_g_per_t", gram_per_tonne}}) {
        const AssayHeader read = read_assay_header(header);
        EXPECT_TRUE(read.element) << header;
        EXPECT_EQ(read.unit, unit) << header;
    }
    EXPECT_EQ(read_assay_header("Au_30g_FA_ppb").name, "Au") << "the charge of a fire assay";
    EXPECT_EQ(read_assay_header("Au_30g_FA_ppb").unit, GradeUnit::ppb);
    EXPECT_TRUE(read_assay_header("Au_ozt").doubtful_ton) << "a t may be a short ton";
}

TEST(AssayHeader, a_part_of_an_element_is_not_the_element) {
    for (const char* part :
         {"Cu(sol) %", "Cu (ox)", "Fe(mag)", "Cu_sol", "铜(氧化)", "Au (cut)", "Fe (磁性)"})
        EXPECT_FALSE(read_assay_header(part).element) << part;
    for (const char* whole : {"Cu(tot) %", "Cu (ICP)", "Au (FA50) g/t", "Fe (T)", "铜(Cu)", "Cu (品位)",
                              "Cu [1]", "Au(ppb)", "Zn (ME-ICP61)", "Cu（基本分析）", "Cu (4 acid)"})
        EXPECT_TRUE(read_assay_header(whole).element) << whole;
    const auto got = assay("hole,from,to,Cu(sol) %,Cu(tot) %\nH1,0,1,0.1,0.9\nH1,1,2,0.2,1.1\n");
    EXPECT_THAT(copper(got), ElementsAre(0.9, 1.1));
    EXPECT_EQ(got.holes.assays.grade("Cu")->file_column, "Cu(tot) %");
}

TEST(AssayHeader, a_concentrate_is_not_the_rock) {
    auto got = assay("hole,from,to,Fe_Head_pct,Fe_Conc_pct,SiO2_Conc_pct,DTR_pct\nH1,0,5,30,68,4,25\n");
    EXPECT_THAT(grades(got), ElementsAre("Fe"));
    EXPECT_EQ(got.holes.assays.grade("Fe")->file_column, "Fe_Head_pct");
    ASSERT_TRUE(said(got, "csv.not_taken"));
    EXPECT_THAT(words(*said(got, "csv.not_taken")), HasSubstr("Fe_Conc_pct, SiO2_Conc_pct"));
    EXPECT_FALSE(said(got, "csv.element_twice"));
    got = assay("hole,from,to,Fe_Conc_pct,Fe_Head_pct,DTR_pct\nH1,0,5,68,30,25\n", {{"Fe", {}}});
    EXPECT_THAT(got.holes.assays.grade("Fe")->values, ElementsAre(30)) << "by its name too";
    EXPECT_FALSE(try_read({.survey = "",
                           .assay = "hole,from,to,Fe_conc_pct,DTR_pct\nH1,0,5,68,25\n",
                           .columns = {{"Fe", {}}}}));
    EXPECT_THAT(copper(assay("hole,from,to,Cu_conc_ppm\nH1,0,1,500\n")), ElementsAre(500))
        << "a concentration, where nothing speaks of a plant";
    EXPECT_THAT(copper(assay("hole,from,to,Cu_conc_pct,Cu_pct\nH1,0,1,25,0.5\n")), ElementsAre(0.5))
        << "comes after every other";
    EXPECT_THAT(grades(assay("Скважина;От;До;Au, г/т;Cu, %\nH1;0;5;1,5;0,4\n")), ElementsAre("Au", "Cu"));
    EXPECT_THAT(grades(assay("孔号,自,至,TFe(原矿) %,TFe 精矿 %\nH1,0,1,30,66\n")), ElementsAre("TFe"));
}

TEST(AssayHeader, totals_of_an_element) {
    for (const char* total : {"CuT", "TCu", "CuT_pct", "CUT %", "FeT", "AsT_ppm"}) {
        EXPECT_TRUE(read_assay_header(total).element) << total;
        EXPECT_TRUE(plausible_element({"hole", total}, 1) || std::string(total) == "CUT") << total;
    }
    EXPECT_TRUE(plausible_element({"X", "CUT", "CUS", "DENS"}, 1));
    EXPECT_TRUE(plausible_element({"X", "CUT", "MO", "AU"}, 1));
    EXPECT_FALSE(plausible_element({"X", "CUT", "FILL"}, 1)) << "a cut";
    EXPECT_FALSE(plausible_element({"x", "cut", "Mo"}, 1)) << "written otherwise";
    auto got = assay("hole,from,to,CuT,CuS,Mo_ppm,Au1_ppm\nH1,0,5,2.1,0.4,100,1\n");
    EXPECT_THAT(grades(got), ElementsAre("Cu", "Mo"));
    EXPECT_EQ(got.holes.assays.grade("Cu")->file_column, "CuT");
    ASSERT_TRUE(said(got, "csv.not_taken"));
    EXPECT_EQ(said(got, "csv.not_taken")->severity, Severity::warning);
    EXPECT_THAT(words(*said(got, "csv.not_taken")), HasSubstr("CuS, Au1_ppm"));
    got = assay("hole,from,to,FeT_pct,FeMag_pct,SiO2_pct,Recovery_pct,InSitu\nH1,0,5,30,20,40,95,3\n");
    EXPECT_THAT(grades(got), ElementsAre("Fe", "SiO2"));
    EXPECT_THAT(words(*said(got, "csv.not_taken")), HasSubstr("columns FeMag_pct hold"));
    EXPECT_FALSE(said(assay("hole,from,to,CuT,CuS\nH1,0,5,2.1,0.4\n", {{"Cu", {}}}), "csv.not_taken"))
        << "the rule names what it wants";
    got = assay("hole,from,to,CuT_pct,x\nH1,0,5,2.1,0.4\n", {{"CuT", {}}});
    EXPECT_THAT(grades(got), ElementsAre("CuT")) << "as the rule calls it";
}

TEST(AssayHeader, full_width_letters) {
    const auto got =
        read({.survey = "", .assay = "ＨＯＬＥＩＤ,ＦＲＯＭ,ＴＯ,Ｃｕ（％）\nH1,0,5,0.4\n", .columns = {}});
    EXPECT_THAT(copper(got), ElementsAre(0.4));
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::percent);
}

TEST(AssayHeader, chinese_tables_of_mass_fractions) {
    const auto got = assay("孔号,自,至,w(Cu)/%,w(Pb)/%,w(Au)/10-6\nH1,0,1,0.5,2,3\n");
    EXPECT_THAT(grades(got), ElementsAre("Cu", "Pb", "Au"));
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::ppm);
}

TEST(AssayHeader, single_letters_need_elements_beside_them) {
    EXPECT_THAT(grades(assay("hole,from,to,W,Cu_pct\nH1,0,1,3.2,1\n")), ElementsAre("Cu"));
    EXPECT_THAT(grades(assay("hole,from,to,W,Mo,Cu\nH1,0,1,0.2,0.01,1\n")), ElementsAre("W", "Mo", "Cu"));
    EXPECT_THAT(grades(assay("hole,from,to,W %,Y,V\nH1,0,1,0.2,1,1\n")), ElementsAre("W"));
    EXPECT_THAT(grades(assay("hole,from,to,Cu,S\nH1,0,1,0.2,1\n")), ElementsAre("Cu", "S"));
    EXPECT_THAT(grades(assay("hole,from,to,W\nH1,0,1,0.2\n", {{"W", {}}})), ElementsAre("W")) << "as stated";
}

TEST(Header, a_second_row_of_names_is_joined_to_the_first) {
    const auto got = assay("Hole,From,To,Assay (ppm),\n,,,Cu,Au\nH1,0,1,5000,2\n");
    EXPECT_THAT(grades(got), ElementsAre("Cu", "Au"));
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(got.holes.assays.size(), 1u);
    EXPECT_THAT(keys(got, FindingKind::lines_skipped), ElementsAre("csv.lines_names"));
}

TEST(Header, names_of_the_row_above_fill_every_blank) {
    const auto got = assay(
        "XX矿区,,,,,\n钻孔编号,样品编号,采样位置(m),,样长(m),分析结果\n,,自,至,,Cu(%)\n"
        "H1,Y0,0,5,5,0.7\nH1,Y1,5,10,5,0.1\n");
    EXPECT_THAT(copper(got), ElementsAre(0.7, 0.1));
    EXPECT_FALSE(said(got, "csv.header_empty"));
}

TEST(Header, elements_of_a_certificate_stand_above_the_other_names) {
    const auto got = assay(
        "Report No.,WM123456,,,,,\nElement,,,,Au,Ag,Cu\nMethod,,,,FAA505,ICP40Q,ICP40Q\n"
        "Units,,,,ppb,ppm,ppm\nDet.Lim.,,,,1,0.5,0.5\nUpper Lim.,,,,10000,100,10000\n"
        "Sample ID,HOLEID,FROM,TO,,,\nS0,H1,0,5,<1,--,4000\nS1,H1,5,10,420,5,>10000\n");
    EXPECT_THAT(grades(got), ElementsAre("Au", "Ag", "Cu"));
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::ppb);
    EXPECT_THAT(copper(got), ElementsAre(4000, 10000));
    EXPECT_EQ(got.holes.assays.row[0], 8);
    EXPECT_EQ(got.mappings.back().limits.at("Cu"), "0.5 … 10000");
}

TEST(Header, words_of_other_languages) {
    struct Case {
        const char *collar, *survey, *assay;
    };
    for (const Case& c : {Case{"Furo,Leste,Norte,Cota,Profundidade", "Furo,Profundidade,Azimute,Mergulho",
                               "Furo,De,Até,Cu_pct"},
                          Case{"Bohrung,Rechtswert,Hochwert,Höhe,Endteufe", "Bohrung,Teufe,Azimut,Neigung",
                               "Bohrung,von,bis,Cu_pct"},
                          Case{"Sondage,Est,Nord,Altitude,Profondeur", "Sondage,Profondeur,Azimut,Pendage",
                               "Sondage,De,À,Cu_pct"},
                          Case{"Скважина,Восток,Север,Отметка,Глубина", "Скважина,Глубина,Азимут,Угол",
                               "Скважина,От,До,Cu_pct"},
                          Case{"№ скважины,ВОСТОК,СЕВЕР,ОТМЕТКА,Глубина скважины",
                               "СКВАЖИНА,ГЛУБИНА,АЗИМУТ,УГОЛ", "СКВАЖИНА,ОТ,ДО,Cu_pct"},
                          Case{"HoleID,East_UTM,North_UTM,RL,EOH", "HoleID,Depth,AZI_GRID,Dip",
                               "HoleID,SampFrom,SampTo,Cu_pct"}}) {
        const auto got = read({.collar = std::string(c.collar) + "\nH1,1,2,3,100\n",
                               .survey = std::string(c.survey) + "\nH1,0,45,-60\n",
                               .assay = std::string(c.assay) + "\nH1,0,10,1\n"});
        ASSERT_EQ(got.holes.collars.size(), 1u) << c.collar;
        EXPECT_EQ(got.holes.collars[0].x + 10 * got.holes.collars[0].y + 100 * got.holes.collars[0].z, 321);
        EXPECT_EQ(got.holes.collars[0].depth_m, 100) << c.collar;
        ASSERT_EQ(got.holes.surveys.size(), 1u);
        EXPECT_EQ(got.holes.surveys[0].azimuth_deg, 45);
        EXPECT_EQ(got.holes.surveys[0].dip_deg, -60);
        EXPECT_THAT(got.holes.assays.to_m, ElementsAre(10));
    }
    const auto collar =
        read({.collar = "Hole_ID,Easting,Northing,RL,EOH,Azi_Grid,Dip\nH1,1,2,3,40,90,-60\n", .survey = ""});
    EXPECT_EQ(collar.holes.surveys.at(0).azimuth_deg, 90);
}

TEST(CheckSamples, are_told_by_their_first_word) {
    const auto got = assay(
        "hole,from,to,QC,Cu_pct\nH1,0,5,,0.4\nH1,,,STD OREAS 501,0.28\nH1,0,5,FD,0.47\n"
        "H1,5,10,Blank-2,0\nH1,5,10,Core,0.5\n");
    EXPECT_THAT(copper(got), ElementsAre(0.4, 0.5));
    EXPECT_EQ(of(got, FindingKind::check_sample).size(), 3u);
    EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty());
}

TEST(Header, lines_to_skip_of_points_and_densities) {
    drilling::ImportRule rule{.skip_lines = "points=1; density=2"};
    EXPECT_TRUE(try_read({.survey = "", .rule = rule}).has_value());
}

TEST(Header, a_row_per_element_is_named_for_what_it_is) {
    const auto refused = try_read(
        {.survey = "", .assay = "hole,from,to,ELEMENT,VALUE,UNIT\nH1,0,1,Cu,0.5,%\n", .columns = {}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().what.key, "csv.long_form");
}

}  // namespace
}  // namespace orelens::io
