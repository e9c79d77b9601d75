#include <gtest/gtest.h>

#include "core/io/mine_records/MineRecordFile.h"
#include "core/utilization/Rates.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using utilization::MineRecord;
using utilization::PriceBasis;
using utilization::Usable;

const std::string example = R"({
  "mine": "East pit", "period": "2025", "currency": "CNY", "main_component": "Cu",
  "consumed_tonnes": 1000000, "mining_recovery": 0.92, "dilution": "8 %",
  "note": "the base ore of the reference",
  "components": [
    {"name": "Cu", "in_situ_grade": {"grade": 0.8, "unit": "%"}, "price": {"price": 70000, "per": "t"},
     "theoretical_recovery": 0.95, "dressing_recovery": "88 %"},
    {"name": "Au", "in_situ_grade": {"grade": 0.3, "unit": "g/t"}, "price": {"price": 550, "per": "g"},
     "theoretical_recovery": 0.8, "usable": "unknown"},
    {"name": "S", "in_situ_grade": {"grade": 0.12, "unit": "1"}, "price": {"price": 1, "per": "kg"},
     "theoretical_recovery": 0.9}
  ],
  "products": [
    {"name": "Cu concentrate", "tonnes": 30000, "grades": [
      {"component": "Cu", "grade": {"grade": 21.5893333333333333, "unit": "%"},
       "realised_price": {"price": 59500, "per": "t"}},
      {"component": "Au", "grade": {"grade": 5.52, "unit": "g/t"}},
      {"component": "S", "grade": {"grade": 29.44, "unit": "%"}, "counted": 0}
    ]},
    {"name": "S concentrate", "tonnes": 180000, "grades": [
      {"component": "S", "grade": {"grade": 39.8666666666666667, "unit": "%"}}
    ]}
  ]
}
)";

const std::string example_csv =
    "mine,period,row,component,basis,product,tonnes,grade,unit,counted,price,price_unit,usable,"
    "theoretical_recovery,dressing_recovery,mining_recovery,dilution,currency\n"
    "East pit,2025,ore,Cu,,,1000000,,,,,,,,,0.92,8 %,CNY\n"
    "East pit,2025,component,Cu,,,,0.8,%,,70000,t,,0.95,88 %,,,\n"
    "East pit,2025,component,Au,,,,0.3,g/t,,550,g,unknown,0.8,,,,\n"
    "East pit,2025,component,S,,,,0.12,1,,1,kg,,0.9,,,,\n"
    "East pit,2025,product,Cu,,Cu concentrate,30000,21.5893333333333333,%,,59500,t,,,,,,\n"
    "East pit,2025,product,Au,,Cu concentrate,30000,5.52,g/t,,,,,,,,,\n"
    "East pit,2025,product,S,,Cu concentrate,30000,29.44,%,0,,,,,,,,\n"
    "East pit,2025,product,S,,S concentrate,180000,39.8666666666666667,%,,,,,,,,,\n";

void expect_example(const base::Expected<std::vector<MineRecord>>& read) {
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    ASSERT_EQ(read->size(), 1U);
    const MineRecord& mine = read->front();
    EXPECT_EQ(mine.mine, "East pit");
    EXPECT_EQ(mine.period, "2025");
    EXPECT_EQ(mine.currency, "CNY");
    EXPECT_EQ(mine.main_component, "Cu");
    EXPECT_DOUBLE_EQ(mine.dilution.value(), 0.08);
    ASSERT_EQ(mine.components.size(), 3U);
    EXPECT_EQ(mine.components[1].usable, Usable::unknown);
    EXPECT_EQ(mine.components[0].usable, Usable::yes);
    EXPECT_DOUBLE_EQ(mine.components[1].in_situ_grade, 0.3e-6);
    EXPECT_DOUBLE_EQ(mine.components[1].price_per_tonne.value(), 550e6);
    EXPECT_DOUBLE_EQ(mine.components[2].price_per_tonne.value(), 1000);
    EXPECT_DOUBLE_EQ(mine.components[0].dressing_recovery.value(), 0.88);
    EXPECT_FALSE(mine.components[1].dressing_recovery);
    ASSERT_EQ(mine.products.size(), 2U);
    EXPECT_EQ(mine.products[0].grades[2].counted, 0);
    EXPECT_EQ(mine.products[0].grades[1].counted, 1);
    EXPECT_DOUBLE_EQ(mine.products[0].grades[0].realised_price_per_tonne.value(), 59500);
    const auto rates = utilization::rates(mine, PriceBasis::element);
    ASSERT_TRUE(rates);
    EXPECT_NEAR(*rates->rates[0].value * 100, 72.924970, 5e-7);
    EXPECT_NEAR(*rates->rates[3].value * 100, 67.678895, 5e-7);
}

TEST(MineRecord, JsonGivesTheReferenceRates) {
    expect_example(mine_records_from_json(example, "mine.json"));
}

TEST(MineRecord, CsvGivesTheSame) {
    expect_example(mine_records_from_csv(example_csv, "mine.csv"));
}

TEST(MineRecord, SemicolonsAndDecimalCommasReadTheSame) {
    std::string other;
    for (const char c : example_csv) other += c == ',' ? ';' : c == '.' ? ',' : c;
    expect_example(mine_records_from_csv(other, "mine.csv"));
}

TEST(MineRecord, ReadsByExtensionAndArrays) {
    const testing::TemporaryFolder folder;
    const std::string second = std::string(example).replace(example.find("2025"), 4, "2026");
    const auto both = read_mine_records(folder.write("both.json", "[" + example + "," + second + "]"));
    ASSERT_TRUE(both);
    ASSERT_EQ(both->size(), 2U);
    EXPECT_EQ((*both)[1].period, "2026");
    expect_example(read_mine_records(folder.write("mine.CSV", "\xEF\xBB\xBF" + example_csv)));
    EXPECT_FALSE(read_mine_records(folder.file("absent.json")));
}

TEST(MineRecord, CsvKeepsMinesAndPeriodsApart) {
    std::string two = example_csv;
    for (std::string line : {std::string("West,2025,ore,Fe,,,5,,,,,,,,,,,\n"),
                             std::string("West,2025,component,Fe,magnetic,,,18,%,,,,,,,,,\n")})
        two += line;
    const auto read = mine_records_from_csv(two, "two.csv");
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ((*read)[1].components[0].basis, "magnetic");
    EXPECT_FALSE((*read)[1].components[0].price_per_tonne);
}

/// A change of the example text; '@' in the new text marks where the refusal must point (1:1 without a mark).
struct MarkedFault {
    const char* from;
    const char* to;
    const char* key;
};

base::Place take_mark(std::string& text) {
    base::Place place{.file = "mine.json", .row = 1, .column = 1};
    const std::size_t mark = text.find('@');
    if (mark == std::string::npos) return place;
    text.erase(mark, 1);
    for (std::size_t i = 0; i < mark; ++i) {
        place.column = text[i] == '\n' ? 1 : place.column + 1;
        place.row += text[i] == '\n';
    }
    return place;
}

TEST(MineRecord, JsonRefusalsNameLineAndColumn) {
    const std::vector<MarkedFault> faults{
        {R"("currency")", R"(@"curency")", "mine_record.unknown_key"},
        {R"("consumed_tonnes": 1000000, )", "", "mine_record.missing_key"},
        {"1000000", R"(@"many")", "param.wrong_type"},
        {"1000000", "@-1", "utilization.out_of_range"},
        {R"("8 %")", R"(@"eight")", "param.wrong_type"},
        {R"("g/t"}, "price")", R"(@"oz/bag"}, "price")", "mine_record.unknown_grade_unit"},
        {R"("per": "g")", R"("per": @"stone")", "mine_record.unknown_price_unit"},
        {R"({"price": 550, "per": "g"})", R"(@{"price": 550})", "mine_record.missing_key"},
        {R"({"price": 550, "per": "g"})", "@550", "param.wrong_type"},
        {R"("unknown")", R"(@"maybe")", "param.unknown_choice"},
        {"0.8, \"usable\"", "@8, \"usable\"", "utilization.out_of_range"},
        {"\"counted\": 0", "\"counted\": @1.5", "utilization.out_of_range"},
        {R"({"component": "Au")", R"({"component": @"Ag")", "utilization.unknown_component"},
        {R"("main_component": "Cu")", R"("main_component": @"Pb")", "utilization.unknown_main"},
        {R"("name": "S", "in)", R"("name": @"Au", "in)", "utilization.component_twice"},
        {R"("products": [)", R"("products": [@,)", "json.syntax"}};
    for (const MarkedFault& fault : faults) {
        std::string text = example;
        const std::size_t at = text.find(fault.from);
        ASSERT_NE(at, std::string::npos) << fault.from;
        text.replace(at, std::string(fault.from).size(), fault.to);
        const base::Place expected = take_mark(text);
        const auto read = mine_records_from_json(text, "mine.json");
        ASSERT_FALSE(read) << fault.to;
        const base::Place& place = read.error().place;
        EXPECT_EQ(read.error().what.key, fault.key) << fault.to;
        EXPECT_EQ(place.file, expected.file);
        EXPECT_EQ(place.row, expected.row) << fault.to;
        EXPECT_EQ(place.column, expected.column) << fault.to;
        for (const auto language : {base::Language::english, base::Language::chinese})
            EXPECT_EQ(base::text(read.error().what, language).find('{'), std::string::npos) << fault.key;
    }
    const auto misspelt = mine_records_from_json(R"({"mine": "a", "consumed_tons": 1})", "m.json");
    ASSERT_FALSE(misspelt);
    EXPECT_EQ(misspelt.error().fix.args.at(0).second, "consumed_tonnes");
    EXPECT_EQ(mine_records_from_json("[]", "m.json").error().what.key, "mine_record.none");
}

struct Fault {
    const char* from;
    const char* to;
    std::int64_t row, column;
    const char* key;
};

TEST(MineRecord, CsvRefusalsNameLineAndColumn) {
    const std::vector<Fault> faults{
        {"theoretical_recovery,", "theoretical_recover,", 1, 14, "mine_record.unknown_column"},
        {"basis,product,", "basis,note,", 1, 0, "mine_record.missing_column"},
        {"ore,Cu,,,1000000", "ore,Cu,,,lots", 2, 7, "mine_record.not_a_number"},
        {"ore,Cu,,,1000000", "ore,Cu,,,-1", 2, 7, "utilization.out_of_range"},
        {"ore,Cu,,,1000000", "ores,Cu,,,1000000", 2, 3, "mine_record.unknown_row"},
        {"8 %,CNY", "eight,CNY", 2, 17, "mine_record.not_a_share"},
        {"0.3,g/t", "0.3,oz", 4, 9, "mine_record.unknown_grade_unit"},
        {"550,g,", "550,,", 4, 12, "mine_record.missing_key"},
        {"unknown,0.8", "maybe,0.8", 4, 13, "param.unknown_choice"},
        {"unknown,0.8", "unknown,8", 4, 14, "utilization.out_of_range"},
        {"30000,5.52", "30001,5.52", 7, 7, "mine_record.product_tonnes_differ"},
        {"29.44,%,0", "29.44,%,2", 8, 10, "utilization.out_of_range"},
        {"product,Au", "product,Ag", 7, 4, "utilization.unknown_component"},
        {"East pit,2025,component,Cu,,,,", "East pit,2025,component,Cu,,,5,", 3, 7,
         "mine_record.not_used_here"},
        {"East pit,2025,ore", "East pit,2024,ore", 2, 1, "utilization.no_components"},
        {"ore,Cu,,,1000000,,,,,,,,,0.92,8 %,CNY", "component,Pb,,,,1,%", 2, 1, "mine_record.no_ore"}};
    for (const Fault& fault : faults) {
        std::string text = example_csv;
        const std::size_t at = text.find(fault.from);
        ASSERT_NE(at, std::string::npos) << fault.from;
        text.replace(at, std::string(fault.from).size(), fault.to);
        const auto read = mine_records_from_csv(text, "mine.csv");
        ASSERT_FALSE(read) << fault.to;
        const base::Place& place = read.error().place;
        EXPECT_EQ(read.error().what.key, fault.key) << fault.to;
        EXPECT_EQ(place.row, fault.row) << fault.to;
        EXPECT_EQ(place.column, fault.column) << fault.to;
    }
}

TEST(MineRecords, a_t_that_may_be_a_short_ton_is_remarked_on) {
    const auto doubts = [](std::string text) {
        const auto read = mine_records_from_csv(text, "mine.csv");
        EXPECT_TRUE(read);
        const auto made = utilization::rates(read->front(), PriceBasis::element);
        EXPECT_TRUE(made);
        std::vector<std::string> units;
        for (const base::Message& remark : made->remarks)
            if (remark.key == "utilization.doubtful_ton") units.push_back(remark.args.at(0).second);
        return units;
    };
    const std::string text =
        "mine,period,row,component,product,tonnes,grade,unit,price,price_unit\n"
        "North,2024,ore,,,1000000,,,,\nNorth,2024,component,Au,,,0.08,oz/t,2000,oz\n"
        "North,2024,product,Au,dore,2.2,95,%,,\n";
    EXPECT_EQ(doubts(text), std::vector<std::string>{"oz/t"});
    std::string sure = text;
    sure.replace(sure.find("oz/t"), 4, "oz/st");
    EXPECT_TRUE(doubts(sure).empty());
    std::string product = text;
    product.replace(product.find("0.08,oz/t"), 9, "2.5,g/t");
    product.replace(product.find("95,%"), 4, "0.1,lb/t");
    EXPECT_EQ(doubts(product), std::vector<std::string>{"lb/t"});
    const auto json = mine_records_from_json(
        R"({"mine": "N", "consumed_tonnes": 1, "components": [{"name": "Au", "in_situ_grade":
            {"grade": 0.08, "unit": "oz/t"}}]})",
        "mine.json");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->front().components[0].doubtful_unit, "oz/t");
}

}  // namespace
}  // namespace orelens::io
