// Records that cannot be true: refused, or flagged, with the place and the reading that was meant.
#include <gtest/gtest.h>

#include "core/io/mine_records/MineRecordFile.h"
#include "core/utilization/Rates.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using utilization::PriceBasis;

const std::string head =
    "mine,period,row,component,product,tonnes,grade,unit,price,price_unit,usable,theoretical_recovery\n"
    "North,2024,ore,,,1000,,,,,,\nNorth,2024,component,Cu,,,1,%,9000,t,yes,90%\n";
const std::string iron = "North,2024,component,Fe,,,40,%,100,t,yes,80%\n";

std::vector<std::string> remarks(const std::string& rows, bool expect_fault) {
    const auto read = mine_records_from_csv(head + rows, "m.csv");
    EXPECT_TRUE(read) << (read ? "" : base::describe(read.error(), base::Language::english));
    if (!read) return {};
    const auto result = utilization::rates(read->front(), PriceBasis::element);
    EXPECT_TRUE(result);
    EXPECT_EQ(result->at_fault, expect_fault) << rows;
    std::vector<std::string> keys;
    for (const base::Message& one : result->remarks) keys.push_back(one.key);
    for (const utilization::Rate& rate : result->rates)
        for (const base::Message& one : rate.remarks) keys.push_back(rate.id + " " + one.key);
    return keys;
}

bool has(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

TEST(MineBalance, MoreOutThanInIsAFault) {
    EXPECT_TRUE(
        has(remarks("North,2024,product,Cu,Cu conc,60,20,%,,,,\n", true), "utilization.balance_error"));
    const auto mass = remarks("North,2024,product,Cu,Cu conc,1200,0.5,%,,,,\n", true);
    EXPECT_TRUE(has(mass, "utilization.mass_over_mined"));
    EXPECT_FALSE(has(mass, "utilization.balance_error"));
    const auto good = remarks(iron +
                                  "North,2024,product,Cu,Cu conc,40,20,%,,,,\n"
                                  "North,2024,product,Fe,Fe conc,400,65,%,,,,\n",
                              false);
    EXPECT_FALSE(has(good, "utilization.mass_over_mined"));
}

/// 356 t used of 329 t theoretically recoverable, while 360 t were mined: no metal is missing.
TEST(MineBalance, TheoreticalRecoveryBelowPracticeIsNamedAsSuch) {
    const auto keys = remarks(iron +
                                  "North,2024,product,Cu,Cu conc,600,1,%,,,,\n"
                                  "North,2024,product,Fe,Fe conc,700,50,%,,,,\n",
                              true);
    EXPECT_TRUE(has(keys, "utilization.mass_over_mined"));
    EXPECT_TRUE(has(keys, "utilization.above_theoretical"));
    EXPECT_TRUE(has(keys, "R4 utilization.theoretical_too_low"));
    EXPECT_FALSE(has(keys, "R4 utilization.rate_over_100"));
    EXPECT_FALSE(has(keys, "utilization.balance_error"));
}

TEST(MineBalance, DilutionAddsToWhatGoesIn) {
    utilization::MineRecord record{
        .mine = "m", .consumed_tonnes = 1000, .mining_recovery = 0.9, .dilution = 0.4};
    record.components = {{.name = "Fe", .in_situ_grade = 0.5, .price_per_tonne = 100}};
    record.products = {{.name = "c", .tonnes = 1400, .grades = {{.component = "Fe", .grade = 0.3}}}};
    EXPECT_FALSE(utilization::rates(record, PriceBasis::element)->at_fault);  // 1000 × 0.9 / 0.6 = 1500
    record.products[0].tonnes = 1501;
    EXPECT_TRUE(utilization::rates(record, PriceBasis::element)->at_fault);
}

struct Refused {
    std::string rows;
    const char* key;
    std::int64_t row, column;
};

TEST(MineBalance, SharesOverOneHundredAreRefused) {
    const std::vector<Refused> all{
        {iron + "North,2024,product,Cu,Mixed,10,60,%,,,,\nNorth,2024,product,Fe,Mixed,10,60,%,,,,\n",
         "utilization.product_over_100", 6, 7},
        {iron + "North,2024,component,SiO2,,,70,%,10,t,yes,50%\nNorth,2024,product,Cu,c,40,20,%,,,,\n",
         "utilization.ore_over_100", 5, 7}};
    for (const Refused& one : all) {
        const auto read = mine_records_from_csv(head + one.rows, "m.csv");
        ASSERT_FALSE(read) << one.rows;
        EXPECT_EQ(read.error().what.key, one.key);
        EXPECT_EQ(read.error().place.row, one.row);
        EXPECT_EQ(read.error().place.column, one.column);
    }
    // The same iron as metal and as oxide, on two bases, and the closure of an analysis are no excess.
    for (const std::string rows :
         {"North,2024,component,Fe2O3,,,98,%,100,t,yes,80%\n", "North,2024,component,SiO2,,,59.3,%,,,no,\n"})
        EXPECT_TRUE(
            mine_records_from_csv(head + iron + rows + "North,2024,product,Cu,c,40,20,%,,,,\n", "m.csv"))
            << rows;
}

TEST(MineBalance, UnitsThatSlippedAreNamed) {
    const std::string product = "North,2024,product,Cu,Cu conc,40,20,%,,,,\n";
    EXPECT_TRUE(has(remarks("North,2024,component,Au,,,5,%,500,g,yes,85%\n" + product, true),
                    "utilization.grade_too_high"));
    EXPECT_FALSE(has(remarks("North,2024,component,Au,,,5,g/t,500,g,yes,85%\n" + product, false),
                     "utilization.grade_too_high"));
    EXPECT_TRUE(has(remarks("North,2024,component,Fe,,,40,g/t,500,g,yes,85%\n" + product, false),
                    "utilization.grade_too_low"));
    for (const char* element :
         {"Mo", "W", "Sn", "Sb", "Bi", "Co", "Ni", "Li", "Be", "Ta", "Nb", "V", "REE"}) {
        const std::string row = "North,2024,component," + std::string(element);
        EXPECT_TRUE(
            has(remarks(row + ",,,55,%,500,kg,yes,85%\n" + product, true), "utilization.grade_too_high"))
            << element;
        EXPECT_FALSE(
            has(remarks(row + ",,,1,%,500,kg,yes,85%\n" + product, false), "utilization.grade_too_high"))
            << element;
    }
}

TEST(MineBalance, MassesThatCouldBeThousandsAreAskedAbout) {
    std::string text = head + "North,2024,product,Cu,Cu conc,40.125,20,%,,,,\n";
    text.replace(text.find("ore,,,1000"), 10, "ore,,,125.000");
    const auto refused = mine_records_from_csv(text, "m.csv");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "csv.unclear_marks");
    EXPECT_EQ(refused.error().place.field, "tonnes");
    // A price or a mass that can only be a decimal settles it; grades of three decimals are decimals anyway.
    text.replace(text.find("40.125"), 6, "40.25");
    text.replace(text.find(",1,%,9000"), 9, ",1.125,%,9000");
    EXPECT_TRUE(mine_records_from_csv(text, "m.csv"));
}

TEST(MineBalance, NinetyIsExplained) {
    std::string text = head + "North,2024,product,Cu,Cu conc,40,20,%,,,,\n";
    text.replace(text.find("90%"), 3, "90");
    const auto read = mine_records_from_csv(text, "m.csv");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "utilization.out_of_range");
    EXPECT_EQ(read.error().fix.key, "utilization.share_as_percent");
    const std::string said = base::describe(read.error(), base::Language::english);
    EXPECT_NE(said.find("90 %"), std::string::npos) << said;
    EXPECT_NE(said.find("0.9"), std::string::npos) << said;
}

TEST(MineBalance, TheSharedCases) {
    ORELENS_SHARED(folder, "cases/21-mass-balance");
    const std::vector<std::pair<const char*, int>> verdicts{{"a-more-metal-than-mined.csv", 1},
                                                            {"b-more-mass-than-mined.csv", 1},
                                                            {"c-product-over-100.csv", 2},
                                                            {"d-ore-over-100.csv", 2},
                                                            {"e-two-concentrates-sum.csv", 1},
                                                            {"f-good.csv", 0},
                                                            {"g-unit-slip.csv", 1},
                                                            {"h-percent-as-number.csv", 2}};
    for (const auto& [name, verdict] : verdicts) {
        const auto read = read_mine_records((folder / name).string());
        EXPECT_EQ(read.has_value(), verdict != 2) << name;
        if (!read) continue;
        EXPECT_EQ(utilization::rates(read->front(), PriceBasis::element)->at_fault, verdict == 1) << name;
    }
}

}  // namespace
}  // namespace orelens::io
