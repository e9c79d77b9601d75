#include "core/io/blocks/BlockFiles.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

const char* const small_sidecar = R"({"format": "orelens-blocks", "version": 1,
  "geometry": {"origin": [0, 0, 0], "block_size": [10, 10, 10], "count": [3, 2, 2],
               "azimuth_deg": 0, "dip_deg": 0, "roll_deg": 0},
  "columns": [{"name": "Cu", "type": "real", "unit": "%"},
              {"name": "ore", "type": "integer", "unit": "", "codes": ["waste", "ore"], "written": "codes"},
              {"name": "n", "type": "integer", "unit": ""}]})";

base::Expected<BlockModel> read_small(const std::string& table, const std::string& sidecar = small_sidecar) {
    const TemporaryFolder folder;
    const auto path = folder.write("t.csv", table);
    if (!sidecar.empty()) folder.write("t.csv.json", sidecar);
    base::Progress progress;
    return read_block_csv(path, progress);
}

TEST(BlockCsv, ReadsAnyRowAndColumnOrderAndLineEnds) {
    const auto model = read_small(
        "\xef\xbb\xbfore,Cu,k,j,i,n\r\n"
        "\"ore\", 0.5 ,1,1,2,7\r\n"
        "\r\n"
        "waste,,0,0,0,\r\n"
        ",+2.5e-1,0,1,0,-3");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->block_count(), 3);
    EXPECT_EQ(model->value("Cu", {2, 1, 1}), 0.5);
    EXPECT_EQ(model->value("ore", {2, 1, 1}), 1);
    EXPECT_EQ(model->value("n", {2, 1, 1}), 7);
    EXPECT_TRUE(std::isnan(model->value("Cu", {0, 0, 0})));
    EXPECT_EQ(model->value("ore", {0, 0, 0}), 0);
    EXPECT_TRUE(std::isnan(model->value("ore", {0, 1, 0})));
    EXPECT_EQ(model->value("Cu", {0, 1, 0}), 0.25);
    EXPECT_EQ(model->value("n", {0, 1, 0}), -3);
    EXPECT_TRUE(std::isnan(model->value("Cu", {1, 0, 0})));
}

struct Broken {
    const char* name;
    std::string table;
    const char* key;
    std::int64_t row, column;
    const char* field;
};

TEST(BlockCsv, BrokenTablesSayWhere) {
    const std::string head = "i,j,k,Cu,ore,n\n";
    const Broken cases[] = {
        {"empty file", "", "csv.no_header", 0, 0, ""},
        {"column the side-car does not know", "i,j,k,Cu,ore,n,Zn\n", "block_file.unknown_column", 1, 7, "Zn"},
        {"column missing", "i,j,k,Cu,ore\n", "block_file.column_missing", 1, 0, "n"},
        {"index column missing", "i,k,Cu,ore,n\n", "block_file.column_missing", 1, 0, "j"},
        {"column twice", "i,j,k,Cu,Cu,ore,n\n", "block_file.column_twice", 1, 5, "Cu"},
        {"text as number", head + "0,0,0,1,ore,1\n1,0,0,low,ore,1\n", "block_file.not_a_number", 3, 4, "Cu"},
        {"decimal comma as extra field", head + "0,0,0,0,5,ore,1\n", "block_file.field_count", 2, 0, ""},
        {"number with rest", head + "0,0,0,1.5%,ore,1\n", "block_file.not_a_number", 2, 4, "Cu"},
        {"fraction as integer", head + "0,0,0,1,ore,1.5\n", "block_file.not_an_integer", 2, 6, "n"},
        {"unknown code", head + "0,0,0,1,oxide,1\n", "block_file.unknown_code", 2, 5, "ore"},
        {"index text", head + "0,zero,0,1,ore,1\n", "block_file.index_not_a_number", 2, 2, "j"},
        {"index outside", head + "0,0,0,1,ore,1\n\n0,0,2,1,ore,1\n", "block_file.index_outside", 4, 3, "k"},
        {"index negative", head + "-1,0,0,1,ore,1\n", "block_file.index_outside", 2, 1, "i"},
        {"block twice", head + "0,0,0,1,ore,1\n1,0,0,,,\n0,0,0,2,ore,1\n", "block_file.block_twice", 4, 1,
         "i"},
        {"too few fields", head + "0,0,0,1\n", "block_file.field_count", 2, 0, ""},
        {"open quote", head + "0,0,0,1,\"ore,1\n", "block_file.open_quote", 2, 0, ""},
        {"centre in another block", "i,j,k,x,y,z,Cu,ore,n\n1,0,0,15,5,5,,,\n2,0,0,15,5,5,,,\n",
         "block_file.centre_elsewhere", 3, 4, "x"},
        {"centre is text", "i,j,k,x,y,z,Cu,ore,n\n1,0,0,15,east,5,,,\n", "block_file.not_a_number", 2, 5,
         "y"},
        {"first of two errors", head + "0,0,0,x,ore,1\n1,0,0,y,ore,1\n", "block_file.not_a_number", 2, 4,
         "Cu"},
    };
    for (const Broken& c : cases) {
        const auto model = read_small(c.table);
        ASSERT_FALSE(model) << c.name;
        EXPECT_EQ(model.error().what.key, c.key) << c.name;
        EXPECT_EQ(model.error().place.row, c.row) << c.name;
        EXPECT_EQ(model.error().place.column, c.column) << c.name;
        EXPECT_EQ(model.error().place.field, c.field) << c.name;
        EXPECT_TRUE(model.error().place.file.ends_with("t.csv")) << c.name;
    }
}

TEST(BlockCsv, BrokenSideCarsSayWhat) {
    const auto without = [](const std::string& pointer) {
        auto json = nlohmann::json::parse(small_sidecar);
        const nlohmann::json::json_pointer at(pointer);
        json.at(at.parent_pointer()).erase(at.back());
        return json.dump();
    };
    const auto with = [](const std::string& pointer, const nlohmann::json& value) {
        auto json = nlohmann::json::parse(small_sidecar);
        json[nlohmann::json::json_pointer(pointer)] = value;
        return json.dump();
    };
    const std::tuple<std::string, const char*, const char*> cases[] = {
        {"", "file.cannot_read", ""},
        {"{\n\"format\": ", "block_file.sidecar_syntax", ""},
        {without("/geometry/origin"), "block_file.sidecar_member", "/geometry/origin/0"},
        {without("/columns"), "block_file.sidecar_member", "/columns"},
        {with("/format", "surpac"), "block_file.sidecar_member", "/format"},
        {with("/version", 99), "block_file.newer_version", ""},
        {with("/geometry/count/1", 2.5), "block_file.sidecar_member", "/geometry/count/1"},
        {with("/geometry/count/1", 3000000000), "block_file.sidecar_member", "/geometry/count/1"},
        {with("/geometry/count/1", 0), "blocks.bad_geometry", ""},
        {with("/geometry/block_size/2", -5), "blocks.bad_geometry", ""},
        {with("/columns/1/name", "Cu"), "block_file.sidecar_member", "/columns/1/name"},
        {with("/columns/0/type", "double"), "block_file.sidecar_member", "/columns/0/type"},
        {with("/blocks", 2), "block_file.block_count", ""},
    };
    for (const auto& [sidecar, key, field] : cases) {
        const auto model = read_small("i,j,k,Cu,ore,n\n0,0,0,1,ore,1\n", sidecar);
        ASSERT_FALSE(model) << sidecar;
        EXPECT_EQ(model.error().what.key, key) << sidecar;
        EXPECT_EQ(model.error().place.field, field) << sidecar;
    }
}

TEST(BlockCsv, TheFirstErrorOfALargeTableIsReportedWhateverTheThreads) {
    GridGeometry g;
    g.count = {100, 100, 40};
    const BlockModel model = sample_model(g, 4, 16);
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(model, folder.file("t.csv"), progress));
    std::string text = *base::read_text_file(folder.file("t.csv"));
    ASSERT_GT(text.size(), 5U << 20);  // several pieces
    std::vector<std::size_t> starts{0};
    for (std::size_t n = text.find('\n'); n != std::string::npos; n = text.find('\n', n + 1))
        starts.push_back(n + 1);
    for (const std::size_t row : {390000U, 200001U, 123457U}) text[starts[row - 1]] = 'q';
    folder.write("t.csv", text);
    for (int again = 0; again < 5; ++again) {
        const auto read = read_block_csv(folder.file("t.csv"), progress);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().place.row, 123457);
    }
}

/// Four blocks in a row with these break-even prices.
BlockModel priced(const std::array<float, 4>& prices) {
    GridGeometry g;
    g.block_size = {10, 10, 10};
    g.count = {4, 1, 1};
    auto model = BlockModel::full(g);
    model->add_column({"break_even.Cu.full", ColumnType::real, "USD/t", {}});
    model->add_column({"Cu", ColumnType::real, "%", {}});
    for (int i = 0; i < 4; ++i) {
        model->real("break_even.Cu.full", 0)[64 * i] = prices[static_cast<std::size_t>(i)];
        model->real("Cu", 0)[64 * i] = 0.5F;
    }
    return *model;
}

TEST(BlockCsv, InfinitiesAreFiniteNumbersThatTheSideCarStates) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    constexpr float largest = std::numeric_limits<float>::max();
    struct Case {
        std::array<float, 4> prices;
        const char *plus, *minus;
    };
    for (const Case& c : {Case{{-infinity, 7000.5F, infinity, blocks::missing_float}, "1e+30", "-1e+30"},
                          Case{{-infinity, -infinity, -3, 0}, nullptr, "-1e+30"},
                          Case{{1e30F, -largest, infinity, -infinity}, "1e+300", "-1e+300"}}) {
        const BlockModel model = priced(c.prices);
        const TemporaryFolder folder;
        base::Progress progress;
        ASSERT_TRUE(write_block_csv(model, folder.file("t.csv"), progress));
        const std::string table = *base::read_text_file(folder.file("t.csv"));
        EXPECT_EQ(table.find("inf"), std::string::npos) << table;
        EXPECT_EQ(table.find("nan"), std::string::npos) << table;
        for (const char* number : {c.plus, c.minus}) {
            if (number == nullptr) continue;
            EXPECT_NE(table.find(std::string(",") + number + ","), std::string::npos) << table;
        }
        const auto sidecar = nlohmann::json::parse(*base::read_text_file(folder.file("t.csv.json")));
        EXPECT_EQ(sidecar["version"], 2);
        EXPECT_EQ(sidecar["columns"][0]["plus_infinity"],
                  -sidecar["columns"][0]["minus_infinity"].get<double>());
        EXPECT_EQ(sidecar["columns"][0]["minus_infinity"], std::stod(c.minus));
        EXPECT_FALSE(sidecar["columns"][1].contains("plus_infinity"));
        const auto back = read_block_csv(folder.file("t.csv"), progress);
        ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
        EXPECT_EQ(difference(model, *back), "");
    }
}

TEST(BlockCsv, WithoutInfinitiesTheFileIsTheFirstVersion) {
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(
        write_block_csv(priced({1, 2, 1e30F, blocks::missing_float}), folder.file("t.csv"), progress));
    const auto sidecar = nlohmann::json::parse(*base::read_text_file(folder.file("t.csv.json")));
    EXPECT_EQ(sidecar["version"], 1);
    EXPECT_FALSE(sidecar["columns"][0].contains("plus_infinity"));
    const auto back = read_block_csv(folder.file("t.csv"), progress);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->value("break_even.Cu.full", {2, 0, 0}), static_cast<double>(1e30F));
}

TEST(BlockCsv, FilesWithInfinitiesInWordsStillRead) {
    const auto model = read_small("i,j,k,Cu,ore,n\n0,0,0,-inf,ore,1\n1,0,0,inf,ore,1\n2,0,0,1e30,ore,1\n");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->value("Cu", {0, 0, 0}), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(model->value("Cu", {1, 0, 0}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(model->value("Cu", {2, 0, 0}), static_cast<double>(1e30F));
}

TEST(BlockCsv, ASpreadsheetMayWriteTheNumbersInItsOwnWay) {
    auto sidecar = nlohmann::json::parse(small_sidecar);
    sidecar["version"] = 2;
    sidecar["columns"][0]["plus_infinity"] = 1e30;
    sidecar["columns"][0]["minus_infinity"] = -99;
    const auto model = read_small(
        "i,j,k,Cu,ore,n\n0,0,0,-99.000,ore,1\n1,0,0,1.00E+30,ore,1\n"
        "2,0,0,1000000000000000000000000000000,ore,1\n0,1,0,-98.9,ore,1\n",
        sidecar.dump());
    ASSERT_TRUE(model);
    EXPECT_EQ(model->value("Cu", {0, 0, 0}), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(model->value("Cu", {1, 0, 0}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(model->value("Cu", {2, 0, 0}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(model->value("Cu", {0, 1, 0}), static_cast<double>(-98.9F));
    for (const char* member : {"/columns/0/minus_infinity", "/columns/0/plus_infinity"}) {
        auto broken = sidecar;
        broken[nlohmann::json::json_pointer(member)] = "much";
        const auto refused = read_small("i,j,k,Cu,ore,n\n", broken.dump());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().place.field, member);
    }
    sidecar["columns"][2]["plus_infinity"] = 1e30;
    sidecar["columns"][2]["minus_infinity"] = -1e30;
    EXPECT_FALSE(read_small("i,j,k,Cu,ore,n\n", sidecar.dump())) << "integers have no infinity";
}

TEST(BlockCsv, ReservedColumnNamesAreRefusedOnWriting) {
    auto model = BlockModel::full(GridGeometry{});
    model->add_column({"x", ColumnType::real, "", {}});
    const TemporaryFolder folder;
    base::Progress progress;
    EXPECT_EQ(write_block_csv(*model, folder.file("a.csv"), progress).error().what.key,
              "block_file.header_name");
}

}  // namespace
}  // namespace orelens::io
