// Tables of mines and orebodies as strangers write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <cmath>
#include <fstream>

#include "core/costmodel/Examine.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/io/orebodies/OrebodyHeader.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using costmodel::OperatingBasis;
using costmodel::Orebody;
using costmodel::OrebodyStatus;
using costmodel::OrebodyTable;

std::map<std::string, std::string> roles(const OrebodyTable& table) {
    std::map<std::string, std::string> all;
    for (const costmodel::OrebodyColumn& column : table.columns)
        if (!column.role.empty()) all[column.role] = column.header;
    return all;
}

TEST(OrebodyHeader, ReadsUnitsCurrenciesAndElements) {
    const struct {
        const char* header;
        OrebodyRole role;
        const char* element;
        double factor;
        const char* currency;
        int year;
    } good[] = {
        {"cu_pct", OrebodyRole::grade, "Cu", 0.01, "", 0},
        {"Au (g/t)", OrebodyRole::grade, "Au", 1e-6, "", 0},
        {"cu_kt", OrebodyRole::contained, "Cu", 1e3, "", 0},
        {"铜品位(%)", OrebodyRole::grade, "Cu", 0.01, "", 0},
        {"矿石量(万吨)", OrebodyRole::ore, "", 1e4, "", 0},
        {"埋深/m", OrebodyRole::burial_depth, "", 1, "", 0},
        {"成矿区带", OrebodyRole::belt, "", 1, "", 0},
        {"建设投资(万元)", OrebodyRole::capital, "", 1e4, "CNY", 0},
        {"单位成本(元/吨)", OrebodyRole::operating, "", 1, "CNY", 0},
        {"capex_musd2022", OrebodyRole::capital, "", 1e6, "USD", 2022},
        {"opex_usd_per_t_ore", OrebodyRole::operating, "", 1, "USD", 0},
        {"opex_usd2022_per_t_lce", OrebodyRole::operating, "Li", 1 / 0.187846, "USD", 2022},
        {"capacity_kt_li", OrebodyRole::metal_per_year, "Li", 1e3, "", 0},
        {"ore_capacity_tpd", OrebodyRole::capacity, "", 1, "", 0},
        {"grade_pct_li_resource", OrebodyRole::grade, "Li", 0.01, "", 0},
        {"Capex (US$ M)", OrebodyRole::capital, "", 1e6, "USD", 0},
        {"Capex (M USD)", OrebodyRole::capital, "", 1e6, "USD", 0},
        {"Capex (million USD)", OrebodyRole::capital, "", 1e6, "USD", 0},
        {"Opex (US$/lb)", OrebodyRole::operating, "", 2204.62262185, "USD", 0},
        {"Production (t/d)", OrebodyRole::capacity, "", 1, "", 0},
        {"矿石量(万t)", OrebodyRole::ore, "", 1e4, "", 0},
        {"road_km", OrebodyRole::road, "", 1, "", 0},
        {"选矿回收率(%)", OrebodyRole::processing_recovery, "", 0.01, "", 0},
    };
    for (const auto& g : good) {
        const auto header = orebody_header(g.header);
        ASSERT_TRUE(header) << g.header;
        EXPECT_EQ(orebody_role(header->role), std::string(orebody_role(g.role))) << g.header;
        EXPECT_EQ(header->element, g.element) << g.header;
        EXPECT_NEAR(header->factor, g.factor, 1e-9 * g.factor) << g.header;
        EXPECT_EQ(header->currency, g.currency) << g.header;
        EXPECT_EQ(header->year, g.year) << g.header;
    }
    for (const char* header : {"capex_true_mean", "opex_true_mean", "opex_original", "opex_unit", "capex_unit", "status_detail", "inflation_to_2022", "dle", "endproduct",
                               "usgs_location_code", "material_capacity_tpd", "备注", ""})
        EXPECT_FALSE(orebody_header(header)) << header;
}

TEST(OrebodyTables, LithiumProjectsAreUnderstoodByThemselves) {
    ORELENS_SHARED(path, "deposits/lithium_deposits_busch2025.csv");
    const auto table = read_orebodies(path.string(), {});
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    EXPECT_EQ(table->rows.size(), 160U);
    EXPECT_THAT(roles(*table), ::testing::ElementsAre(
                                   ::testing::Pair("capital", "capex_musd2022"), ::testing::Pair("contained:Li", "resource_kt_li"), ::testing::Pair("country", "country"),
                                   ::testing::Pair("deposit_type", "resource_type"), ::testing::Pair("grade:Li", "grade_pct_li_resource"),
                                   ::testing::Pair("life", "mine_life_yr"), ::testing::Pair("metal_per_year", "capacity_kt_li"), ::testing::Pair("name", "deposit"),
                                   ::testing::Pair("operating", "opex_usd2022_per_t_lce"), ::testing::Pair("ore_type", "resource_detail"), ::testing::Pair("status", "status"),
                                   ::testing::Pair("x", "lon"), ::testing::Pair("y", "lat")));
    EXPECT_EQ(table->basis, OperatingBasis::metal);
    EXPECT_EQ(table->crs, "EPSG:4326");
    const Orebody& atacama = table->rows.front();
    EXPECT_EQ(atacama.commodity, "Li");
    EXPECT_EQ(atacama.status, OrebodyStatus::producing);
    EXPECT_NEAR(atacama.capital, 1610e6, 1);
    EXPECT_NEAR(atacama.operating, 3990 / 0.187846, 1);
    EXPECT_EQ(atacama.currency, "USD");
    EXPECT_EQ(atacama.cost_year, 2022);
    EXPECT_NEAR(atacama.grade("Li"), 0.0017, 1e-12);
    EXPECT_TRUE(atacama.ore_derived);
    EXPECT_NEAR(atacama.ore_tonnes, 10800e3 / 0.0017, 1);
    const auto passed = std::ranges::count(table->findings, std::string("orebody_column"), &base::Finding::kind);
    EXPECT_GE(passed, 5) << "what was not taken is said";
}

TEST(OrebodyTables, PorphyryDepositsHaveNoCostsAndTwoMetals) {
    ORELENS_SHARED(path, "deposits/usgs_porphyry_cu_au_115.csv");
    auto table = read_orebodies(path.string(), {});
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    EXPECT_EQ(table->rows.size(), 115U);
    const Orebody& afton = table->rows.front();
    EXPECT_EQ(afton.name, "Afton");
    EXPECT_EQ(afton.commodity, "Cu");
    EXPECT_EQ(afton.ore_tonnes, 134e6);
    EXPECT_NEAR(afton.grade("Cu"), 0.0083, 1e-12);
    EXPECT_NEAR(afton.grade("Au"), 0.65e-6, 1e-18);
    EXPECT_TRUE(std::isnan(afton.capital) && std::isnan(afton.operating));
    EXPECT_EQ(afton.status, OrebodyStatus::unknown) << "nothing says whether it runs";
    for (const base::Finding& finding : table->findings) EXPECT_NE(finding.severity, base::Severity::error) << base::text(finding.what, base::Language::english);
}

TEST(OrebodyTables, MadeMinesKeepTheirTruthOutOfTheCosts) {
    ORELENS_SHARED(path, "deposits/synthetic_mines_camm600.csv");
    const auto table = read_orebodies(path.string(), {});
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    EXPECT_EQ(table->rows.size(), 600U);
    auto understood = roles(*table);
    EXPECT_EQ(understood["capital"], "capex_usd");
    EXPECT_EQ(understood["operating"], "opex_usd_per_t_ore");
    EXPECT_EQ(understood["capacity"], "ore_capacity_tpd");
    EXPECT_EQ(understood["depth"], "bottom_depth_m");
    EXPECT_EQ(understood["burial_depth"], "cover_m");
    EXPECT_EQ(understood["processing"], "beneficiation");
    EXPECT_EQ(understood["processing_recovery"], "mill_recovery");
    EXPECT_EQ(understood["work_index"], "bond_wi_kwh_t");
    for (const costmodel::OrebodyColumn& column : table->columns)
        if (column.header.ends_with("true_mean") || column.header.starts_with("material")) {
            EXPECT_EQ(column.role, "") << column.header;
        }
    EXPECT_EQ(table->basis, OperatingBasis::ore);
    EXPECT_EQ(std::ranges::count(table->rows, OrebodyStatus::producing, &Orebody::status), 356);
    EXPECT_NEAR(table->rows[0].capital, 328842530.393959, 1e-3);
    EXPECT_NEAR(table->rows[0].dilution, 0.052413, 1e-12);
}

TEST(OrebodyTables, AGuessIsOverridden) {
    const testing::TemporaryFolder folder;
    const std::string file = folder.write("a.csv", "deposit,alias,cu_pct,price_tag,ore_t\nA,B,0.5,7,1000000\n");
    const auto plain = read_orebodies(file, {});
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->rows[0].name, "A");
    const auto other = read_orebodies(file, {.columns = "name = alias; capital = price_tag; grade:Cu = -"});
    ASSERT_TRUE(other) << base::describe(other.error(), base::Language::english);
    EXPECT_EQ(other->rows[0].name, "B");
    EXPECT_EQ(other->rows[0].capital, 7);
    EXPECT_TRUE(other->rows[0].grades.empty());
    const std::pair<const char*, const char*> wrong[] = {{"nam = alias", "orebodies.unknown_role"}, {"name = nobody", "orebodies.no_header"},
                                                         {"name = alias; name = deposit", "orebodies.role_twice"}, {"name", "orebodies.unknown_role"}};
    for (const auto& [columns, key] : wrong) {
        const auto refused = read_orebodies(file, {.columns = columns});
        ASSERT_FALSE(refused) << columns;
        EXPECT_EQ(refused.error().what.key, key);
        EXPECT_EQ(refused.error().place.file, file);
    }
}

TEST(OrebodyHeader, RatesAndWhatATonneIsOf) {
    EXPECT_FALSE(orebody_header("capacity_t_yr")->per_day);
    EXPECT_TRUE(orebody_header("capacity_t_yr")->period);
    for (const char* yearly : {"生产规模（万吨）", "capacity_Mt"}) {
        EXPECT_FALSE(orebody_header(yearly)->per_day) << yearly;
        EXPECT_FALSE(orebody_header(yearly)->period) << yearly << " says neither";
    }
    EXPECT_FALSE(orebody_header("生产规模_万吨/年")->per_day);
    EXPECT_TRUE(orebody_header("ore_capacity_tpd")->per_day);
    EXPECT_TRUE(orebody_header("Production (t/d)")->per_day);
    EXPECT_TRUE(orebody_header("Opex (US$/lb)")->per_metal);
    EXPECT_FALSE(orebody_header("opex_usd_per_t_ore")->per_metal);
}

OrebodyTable written(const char* text) {
    const std::string path = ::testing::TempDir() + "orebodies_written.csv";
    std::ofstream(path) << text;
    auto table = read_orebodies(path, {});
    if (!table) throw std::runtime_error(base::describe(table.error(), base::Language::english));
    return std::move(*table);
}

TEST(OrebodyTables, AStatusThatDeniesIsNoMineAtWork) {
    const std::pair<const char*, OrebodyStatus> all[] = {
        {"inactive", OrebodyStatus::suspended},    {"not operating", OrebodyStatus::suspended}, {"idle", OrebodyStatus::suspended},
        {"mothballed", OrebodyStatus::suspended},  {"停止开采", OrebodyStatus::suspended},      {"停止生产", OrebodyStatus::suspended},
        {"暂停", OrebodyStatus::suspended},        {"未开采", OrebodyStatus::undeveloped},      {"未投产", OrebodyStatus::undeveloped},
        {"拟建", OrebodyStatus::undeveloped},      {"developed", OrebodyStatus::unknown},       {"under development", OrebodyStatus::undeveloped},
        {"active", OrebodyStatus::producing},      {"生产", OrebodyStatus::producing}};
    for (const auto& [word, status] : all) {
        const OrebodyTable table = written(("name,status,ore_tonnes,commodity\nA," + std::string(word) + ",1000,Cu\n").c_str());
        EXPECT_EQ(table.rows.front().status, status) << word;
    }
}

TEST(OrebodyTables, MoneyOfTwoCurrenciesAndGradesOfTwoKinds) {
    const OrebodyTable table = written("name,commodity,ore_tonnes,grade,capex_usd,opex_cny_per_t\nA,Au,1000,2,5,6\nB,Cu,1000,2,,6\n");
    EXPECT_NEAR(table.rows[0].grade("Au"), 2e-6, 1e-12);
    EXPECT_NEAR(table.rows[1].grade("Cu"), 0.02, 1e-12);
    EXPECT_EQ(table.rows[0].currency, "USD");
    EXPECT_TRUE(std::isnan(table.rows[0].operating));
    EXPECT_EQ(table.rows[1].currency, "CNY");
    EXPECT_EQ(table.rows[1].operating, 6);
    EXPECT_TRUE(std::ranges::any_of(table.findings, [](const base::Finding& f) { return f.what.key == "orebodies.finding.two_currencies"; }));
    const OrebodyTable bare = written("name,commodity,ore_tonnes,capex\nA,Cu,1000,5\n");
    EXPECT_TRUE(std::ranges::any_of(bare.findings, [](const base::Finding& f) { return f.what.key == "orebodies.finding.no_money_unit"; }));
}

TEST(OrebodyTables, ACostWhoseHeaderAndRowSayDifferentMoneyIsNotTaken) {
    const OrebodyTable table = written(
        "name,commodity,ore_tonnes,capex_musd2020,opex_per_t,currency,cost_year\n"
        "A,Cu,1000,5,6,usd,2020\n"
        "B,Cu,1000,5,6,CNY,2020\n"
        "C,Cu,1000,5,6,USD,2015\n"
        "D,Cu,1000,5,6,,\n");
    EXPECT_NEAR(table.rows[0].capital, 5e6, 1e-6) << "a code in small letters is the same";
    EXPECT_EQ(table.rows[0].currency, "USD");
    EXPECT_TRUE(std::isnan(table.rows[1].capital)) << "dollars or yuan, nobody knows";
    EXPECT_EQ(table.rows[1].operating, 6) << "its header says no currency";
    EXPECT_EQ(table.rows[1].currency, "CNY");
    EXPECT_TRUE(std::isnan(table.rows[2].capital));
    EXPECT_EQ(table.rows[2].cost_year, 2015);
    EXPECT_NEAR(table.rows[3].capital, 5e6, 1e-6);
    EXPECT_EQ(table.rows[3].cost_year, 2020);
    std::vector<std::tuple<std::string, std::int64_t, std::string>> told;
    for (const base::Finding& finding : table.findings)
        if (finding.severity == base::Severity::error) told.emplace_back(finding.kind, finding.row, finding.column);
    const std::vector<std::tuple<std::string, std::int64_t, std::string>> wanted{{"orebody_currency", 3, "capex_musd2020"},
                                                                                 {"orebody_year", 4, "capex_musd2020"}};
    EXPECT_EQ(told, wanted);
    // Two headers of two years: one row has one year.
    const OrebodyTable years = written("name,commodity,ore_tonnes,capex_musd2015,opex_usd2022_per_t\nA,Cu,1000,5,6\nB,Cu,1000,,6\n");
    EXPECT_NEAR(years.rows[0].capital, 5e6, 1e-6);
    EXPECT_TRUE(std::isnan(years.rows[0].operating));
    EXPECT_EQ(years.rows[1].operating, 6);
    EXPECT_EQ(years.rows[1].cost_year, 2022);
}

TEST(OrebodyTables, ACurrencyIsTheSameHoweverItIsSpelt) {
    const OrebodyTable yuan = written("name,commodity,ore_tonnes,capex_mcny,currency\nA,Cu,1000,5,rmb\nB,Cu,1000,5,RMB\nC,Cu,1000,5,人民币元\n");
    for (const costmodel::Orebody& row : yuan.rows) {
        EXPECT_NEAR(row.capital, 5e6, 1e-6) << row.name;
        EXPECT_EQ(row.currency, "CNY") << row.name;
    }
    const OrebodyTable dollars = written("name,commodity,ore_tonnes,capex_musd,currency\nA,Cu,1000,5,US$\nB,Cu,1000,5,us$\n");
    for (const costmodel::Orebody& row : dollars.rows) {
        EXPECT_NEAR(row.capital, 5e6, 1e-6) << row.name;
        EXPECT_EQ(row.currency, "USD") << row.name;
    }
    for (const OrebodyTable* table : {&yuan, &dollars})
        EXPECT_EQ(std::ranges::count(table->findings, std::string("orebody_currency"), &base::Finding::kind), 0);
}

TEST(OrebodyTables, ColumnsWithoutAnyValueAreNamed) {
    const OrebodyTable table = written("name,commodity,company,ore_tonnes,depth_m,dip_deg,strip_ratio\nA,Cu,,1000,NaN,,\nB,Cu,,2000,n/a,-,\n");
    const auto told = std::ranges::find(table.findings, std::string("orebody_no_values"), &base::Finding::kind);
    ASSERT_NE(told, table.findings.end());
    EXPECT_EQ(told->row, 1);
    EXPECT_EQ(told->count, 2);
    EXPECT_NE(base::text(told->what, base::Language::english).find("depth_m, dip_deg"), std::string::npos);
    const OrebodyTable full = written("name,commodity,ore_tonnes,depth_m,dip_deg\nA,Cu,1000,NaN,\nB,Cu,,300,\n");
    EXPECT_EQ(std::ranges::count(full.findings, std::string("orebody_no_values"), &base::Finding::kind), 0);
}

// Factors by atomic masses: W 183.84, Ti 47.867, V 50.942, P 30.974, Li 6.94, O 15.999.
TEST(OrebodyTables, OxidesAreTurnedIntoTheirMetalAndSaidSo) {
    const struct {
        const char* header;
        const char* element;
        double percent;
    } all[] = {{"WO3_pct", "W", 0.792971}, {"TiO2 (%)", "Ti", 0.599349}, {"v2o5_pct", "V", 0.560175}, {"P2O5品位(%)", "P", 0.436429}, {"Li2O_pct", "Li", 0.464540},
               {"三氧化钨品位(%)", "W", 0.792971}, {"氧化锂品位(%)", "Li", 0.464540}};
    for (const auto& one : all) {
        const OrebodyTable table = written(("name,commodity,ore_tonnes," + std::string(one.header) + "\nA," + one.element + ",1000,1\n").c_str());
        EXPECT_NEAR(table.rows[0].grade(one.element), 0.01 * one.percent, 1e-7) << one.header;
        const auto told = std::ranges::find(table.findings, std::string("orebody_oxide"), &base::Finding::kind);
        ASSERT_NE(told, table.findings.end()) << one.header;
        EXPECT_EQ(told->column, one.header);
    }
    // Where the oxide is what is priced it stays one; metal and costs go with it.
    const OrebodyTable kept = written("name,commodity,ore_tonnes,wo3_pct,wo3_kt,opex_usd_per_t_wo3\nA,WO3,1000,1,0.01,9000\nB,钨,1000,1,0.01,9000\n");
    EXPECT_NEAR(kept.rows[0].grade("WO3"), 0.01, 1e-12);
    EXPECT_NEAR(kept.rows[0].operating, 9000, 1e-6);
    EXPECT_NEAR(kept.rows[1].grade("W"), 0.00792971, 1e-8);
    EXPECT_NEAR(kept.rows[1].operating, 9000 / 0.792971, 0.1);
    // The metal itself goes before its oxide.
    const OrebodyTable both = written("name,commodity,ore_tonnes,li2o_pct,li_pct\nA,Li,1000,2,0.9\n");
    EXPECT_NEAR(both.rows[0].grade("Li"), 0.009, 1e-12);
}

TEST(OrebodyTables, BadFilesAreRefusedWithTheirPlace) {
    const testing::TemporaryFolder folder;
    const std::pair<const char*, const char*> wrong[] = {{"", "csv.empty"}, {"cu_pct,ore_t\n0.5,1\n", "orebodies.no_name_column"}, {"name,cu_pct\n", "orebodies.no_rows"}};
    for (const auto& [text, key] : wrong) {
        const auto refused = read_orebodies(folder.write("bad.csv", text), {});
        ASSERT_FALSE(refused) << key;
        if (*text != '\0') {
            EXPECT_EQ(refused.error().what.key, key);
        }
        EXPECT_FALSE(refused.error().place.file.empty());
    }
    const auto table = read_orebodies(folder.write("cells.csv", "name,cu_pct,ore_t\nA,much,1000\n,0.5,1000\nB,NA,2000\n"), {});
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.size(), 2U);
    const auto bad = std::ranges::find(table->findings, std::string("orebody_number"), &base::Finding::kind);
    ASSERT_NE(bad, table->findings.end());
    EXPECT_EQ(bad->row, 2);
    EXPECT_EQ(bad->column, "cu_pct");
    const auto nameless = std::ranges::find(table->findings, std::string("orebody_name"), &base::Finding::kind);
    ASSERT_NE(nameless, table->findings.end());
    EXPECT_EQ(nameless->row, 3);
    EXPECT_TRUE(std::isnan(table->rows[1].grade("Cu"))) << "NA is not stated, not zero";
}

TEST(OrebodyTables, APartOfAWholeThatCannotBeIsNotStated) {
    const testing::TemporaryFolder folder;
    const auto table = read_orebodies(
        folder.write("shares.csv", "name,commodity,cu_pct,processing_recovery_pct,ore_t\nA,Cu,220,85,1000\nB,Cu,0.8,104,1000\nC,Cu,-0.5,85,1000\nD,Cu,100,100,1000\n"), {});
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    ASSERT_EQ(table->rows.size(), 4U);
    EXPECT_TRUE(std::isnan(table->rows[0].grade("Cu")));
    EXPECT_TRUE(std::isnan(table->rows[1].processing_recovery));
    EXPECT_TRUE(std::isnan(table->rows[2].grade("Cu")));
    EXPECT_EQ(table->rows[3].grade("Cu"), 1);
    const auto contained = read_orebodies(folder.write("metal.csv", "name,commodity,ore_t,cu_contained_t\nA,Cu,1000,2000\nB,Cu,1000,20\n"), {});
    ASSERT_TRUE(contained) << base::describe(contained.error(), base::Language::english);
    EXPECT_TRUE(std::isnan(contained->rows[0].grade("Cu")));
    EXPECT_DOUBLE_EQ(contained->rows[1].grade("Cu"), 0.02);
    const auto more = std::ranges::find(contained->findings, std::string("orebodies.finding.more_metal"), [](const base::Finding& one) { return one.what.key; });
    ASSERT_NE(more, contained->findings.end());
    EXPECT_EQ(more->row, 2);
    std::vector<std::pair<std::int64_t, std::string>> told;
    for (const base::Finding& finding : table->findings)
        if (finding.kind == "orebody_impossible" && finding.severity == base::Severity::error) told.emplace_back(finding.row, finding.column);
    EXPECT_EQ(told, (std::vector<std::pair<std::int64_t, std::string>>{{2, "cu_pct"}, {3, "processing_recovery_pct"}, {4, "cu_pct"}}));
}

TEST(OrebodyTables, TemplatesAreReadWithAllTheirColumns) {
    const testing::TemporaryFolder folder;
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        std::string text;
        for (const auto& row : orebody_template(language, true)) {
            for (std::size_t c = 0; c < row.size(); ++c) text += (c == 0 ? "" : ",") + row[c];
            text += "\r\n";
        }
        const auto table = read_orebodies(folder.write("t.csv", text), {});
        ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
        for (const costmodel::OrebodyColumn& column : table->columns) EXPECT_FALSE(column.role.empty()) << column.header;
        ASSERT_EQ(table->rows.size(), 1U);
        const Orebody& o = table->rows[0];
        EXPECT_EQ(o.commodity, "Cu");
        EXPECT_EQ(o.status, OrebodyStatus::undeveloped);
        EXPECT_EQ(o.ore_tonnes, 120e6);
        EXPECT_NEAR(o.grade("Cu"), 0.0055, 1e-12);
        EXPECT_NEAR(o.grade("Au"), 0.12e-6, 1e-15);
        EXPECT_NEAR(o.mining_recovery, 0.92, 1e-12);
        EXPECT_EQ(o.currency, language == base::Language::english ? "USD" : "CNY");
        EXPECT_NEAR(o.capital, language == base::Language::english ? 640e6 : 4.6e9, 1);
        EXPECT_EQ(o.cost_year, 2024);
        EXPECT_EQ(table->crs, "EPSG:4326");
        OrebodyTable examined = *table;
        costmodel::examine_orebodies(examined);
        EXPECT_TRUE(examined.findings.empty()) << base::text(examined.findings.front().what, base::Language::english);
    }
}

TEST(OrebodyTables, AWorkbookIsReadLikeItsText) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("mines.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* notes = workbook_add_worksheet(book, "Notes");
    worksheet_write_string(notes, 0, 0, "mines of a made-up country", nullptr);
    lxw_worksheet* sheet = workbook_add_worksheet(book, "矿山");
    const char* headers[] = {"名称", "矿种", "铜品位(%)", "矿石量(万吨)", "建设投资(万元)"};
    for (lxw_col_t c = 0; c < 5; ++c) worksheet_write_string(sheet, 0, c, headers[c], nullptr);
    worksheet_write_string(sheet, 1, 0, "甲", nullptr);
    worksheet_write_string(sheet, 1, 1, "铜矿", nullptr);
    worksheet_write_number(sheet, 1, 2, 0.62, nullptr);
    worksheet_write_number(sheet, 1, 3, 5200, nullptr);
    worksheet_write_number(sheet, 1, 4, 98000, nullptr);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto table = read_orebodies(path, {});
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    EXPECT_EQ(table->sheet, "矿山");
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0].commodity, "Cu");
    EXPECT_EQ(table->rows[0].ore_tonnes, 52e6);
    EXPECT_NEAR(table->rows[0].capital, 9.8e8, 1e-3);
}

}  // namespace
}  // namespace orelens::io
