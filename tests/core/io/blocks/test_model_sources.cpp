// Where the text of a block table comes from: sheets of workbooks, encodings that show at the start or only
// later, files that change on the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <cmath>
#include <fstream>

#include "tests/core/io/blocks/ImportedModel.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::Index3;
using blocks::ModelRule;
using blocks::Vec3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace testing_models;

/// Notes on a first sheet, the deposit on a second one under two lines of a title, its last grade a word.
std::string workbook(const testing::TemporaryFolder& folder, const char* name = "model.xlsx") {
    const std::string path = folder.file(name);
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* notes = workbook_add_worksheet(book, "Notes");
    worksheet_write_string(notes, 0, 0, "exported for the study", nullptr);
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Blocks");
    worksheet_write_string(sheet, 0, 0, "block model", nullptr);
    int column = 0;
    for (const char* header : {"X", "Y", "Z", "CU_PCT", "ROCK"})
        worksheet_write_string(sheet, 2, static_cast<lxw_col_t>(column++), header, nullptr);
    lxw_row_t row = 3;
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i, ++row) {
                const Vec3 centre = grid.centre({i, j, k});
                for (int a = 0; a < 3; ++a)
                    worksheet_write_number(sheet, row, static_cast<lxw_col_t>(a), centre[a], nullptr);
                if (row == 20)
                    worksheet_write_string(sheet, row, 3, "BDL", nullptr);
                else
                    worksheet_write_number(sheet, row, 3, copper({i, j, k}), nullptr);
                // The last cell of a row may be empty: it is not written then.
                if (row != 5) worksheet_write_string(sheet, row, 4, rock({i, j, k}), nullptr);
            }
    EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
    return path;
}

void expect_sheet(const ModelImport& made) {
    EXPECT_EQ(made.model.geometry().count, (Index3{3, 3, 2}));
    EXPECT_EQ(made.model.block_count(), 18);
    for (int n = 0; n < 17; ++n)
        EXPECT_NEAR(made.model.value("Cu", {n % 3, n / 3 % 3, n / 9}), copper({n % 3, n / 3 % 3, n / 9}),
                    1e-6);
    EXPECT_TRUE(std::isnan(made.model.value("Cu", {2, 2, 1})));
    EXPECT_TRUE(std::isnan(made.model.value("ROCK", {2, 0, 0})));
    EXPECT_THAT(made.model.info("ROCK")->codes, ElementsAre("GRD", "QMP"));
    const base::Finding* taken = finding(made, "sheet_taken");
    ASSERT_TRUE(taken);
    EXPECT_THAT(base::text(taken->what, base::Language::english), HasSubstr("Blocks"));
    const base::Finding* word = finding(made, "model_text_in_numbers", "CU_PCT");
    ASSERT_TRUE(word);
    EXPECT_EQ(word->row, 21);
    EXPECT_THAT(base::text(word->what, base::Language::english), HasSubstr("Blocks!D21"));
}

TEST(ModelSources, TheSheetWithBlocksIsFoundAndCellsAreNamed) {
    const testing::TemporaryFolder folder;
    const auto made = import(workbook(folder));
    ASSERT_TRUE(made) << why(made);
    expect_sheet(*made);
    ModelRule rule;
    rule.file = folder.file("model.xlsx");
    const auto mapping = guess_model_mapping(rule, "");
    ASSERT_TRUE(mapping);
    EXPECT_EQ(mapping->header_line, 3);
    EXPECT_EQ(mapping->columns.size(), 5U);
    EXPECT_FALSE(mapping->preview.empty());
}

TEST(ModelSources, ASheetIsNamedBehindTheFileOrByParameter) {
    const testing::TemporaryFolder folder;
    const std::string path = workbook(folder);
    ModelRule rule;
    for (const std::string& name : {path + "#Blocks", path + "#blocks"}) {
        const auto made = import(name);
        ASSERT_TRUE(made) << why(made);
        expect_sheet(*made);
    }
    rule.element = "Blocks";
    const auto named = import(path, rule);
    ASSERT_TRUE(named) << why(named);
    expect_sheet(*named);
    EXPECT_TRUE(import(path + "#Blocks", rule));
    EXPECT_EQ(import(path + "#Notes", rule).error().what.key, "model.two_sheets");
    rule.element = "Notes";
    EXPECT_EQ(import(path, rule).error().what.key, "model.no_header");
    EXPECT_THAT(import(path, rule).error().place.file, HasSubstr("#Notes"));
    rule.element = "Other";
    const auto absent = import(path, rule);
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().what.key, "workbook.sheet_absent");
    EXPECT_THAT(base::describe(absent.error(), base::Language::english), HasSubstr("Notes, Blocks"));
    EXPECT_EQ(absent.error().place.field, "model.element");
}

TEST(ModelSources, AWorkbookWithoutBlocksNamesItsSheets) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("notes.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    for (const char* name : {"First", "Second"})
        worksheet_write_string(workbook_add_worksheet(book, name), 0, 0, "text", nullptr);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto refused = import(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "model.no_sheet");
    EXPECT_THAT(base::describe(refused.error(), base::Language::english), HasSubstr("First, Second"));
}

TEST(ModelSources, OtherWorkbooksAreRefusedByNameWithTheWayRound) {
    const testing::TemporaryFolder folder;
    const std::string ods = folder.file("model.ods");
    int code = 0;
    zip_t* zip = zip_open(ods.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    const std::string type = "application/vnd.oasis.opendocument.spreadsheet";
    zip_file_add(zip, "mimetype", zip_source_buffer(zip, type.data(), type.size(), 0), ZIP_FL_OVERWRITE);
    ASSERT_EQ(zip_close(zip), 0);
    const std::string xls = folder.write(
        "model.xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0'));
    for (const auto& [path, key] : {std::pair(ods, "workbook.opendocument"), {xls, "workbook.old"}}) {
        const auto refused = import(path);
        ASSERT_FALSE(refused) << path;
        EXPECT_EQ(refused.error().what.key, key);
        EXPECT_EQ(refused.error().fix.key, "workbook.save_as_fix");
        ModelRule rule;
        rule.file = path;
        EXPECT_FALSE(guess_model_mapping(rule, ""));
    }
}

std::string converted(const std::string& text, const char* encoding) {
    iconv_t handle = iconv_open(encoding, "UTF-8");
    std::string out(4 * text.size() + 16, '\0');
    char* from = const_cast<char*>(text.data());
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    EXPECT_NE(iconv(handle, &from, &left, &to, &room), static_cast<std::size_t>(-1));
    iconv_close(handle);
    out.resize(out.size() - room);
    return out;
}

/// 252 000 rows of 60 × 60 × 70 blocks, more than is read at once; `rock` by the number of the row.
std::string long_table(const std::string& header, const std::function<std::string(int)>& rock_of) {
    std::string text = "X,Y,Z,CU_PCT," + header + "\n";
    int n = 0;
    for (int k = 0; k < 70; ++k)
        for (int j = 0; j < 60; ++j)
            for (int i = 0; i < 60; ++i, ++n)
                text +=
                    fmt::format("{},{},{},0.{:06},{}\n", 5 + 10 * i, 5 + 10 * j, 2.5 + 5 * k, n, rock_of(n));
    return text;
}

void expect_long(const ModelImport& made, const std::string& column) {
    EXPECT_EQ(made.model.block_count(), 252'000);
    for (const int n : {0, 1, 144'444, 251'999})
        EXPECT_FLOAT_EQ(static_cast<float>(made.model.value("Cu", {n % 60, n / 60 % 60, n / 3600})),
                        static_cast<float>(n / 1e6))
            << n;
    ASSERT_TRUE(made.model.has(column));
    EXPECT_THAT(made.model.info(column)->codes, ElementsAre("花岗岩", "闪长岩"));
    EXPECT_EQ(made.model.value(column, {7, 0, 0}), 1);
    EXPECT_EQ(made.model.value(column, {8, 0, 0}), 0);
}

class LongTexts : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(ModelSources, LongTexts,
                         ::testing::Values("UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "BIG5"),
                         [](const auto& each) {
                             std::string name = each.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST_P(LongTexts, AreReadInPiecesInTheirEncoding) {
    const std::string encoding = GetParam();
    // Big5 has other characters for the same words.
    const bool old = encoding == "BIG5";
    const auto text = long_table(old ? "岩石" : "岩性", [&](int n) {
        return n % 7 == 0 && n > 0 ? (old ? "閃長岩" : "闪长岩") : (old ? "花崗岩" : "花岗岩");
    });
    std::string bytes = converted(text, GetParam());
    if (encoding == "UTF-16LE") bytes = "\xFF\xFE" + bytes;
    if (encoding == "UTF-16BE") bytes = "\xFE\xFF" + bytes;
    const testing::TemporaryFolder folder;
    ModelRule rule;
    if (old) rule.encoding = base::TextEncoding::big5;
    const auto made = import(folder.write("model.csv", bytes), rule);
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->mapping.encoding, encoding);
    EXPECT_EQ(finding(*made, "model_encoding") != nullptr, encoding != "UTF-8");
    if (!old) {
        expect_long(*made, "岩性");
    } else {
        EXPECT_THAT(made->model.info("岩石")->codes, ElementsAre("花崗岩", "閃長岩"));
    }
}

TEST(ModelSources, AnEncodingThatShowsOnlyLateIsTakenFromThere) {
    // The first letter beyond ASCII stands in row 150 000, where no sample looks.
    const std::string text = long_table("ROCK", [](int n) {
        return n < 150'000 || n > 150'100 ? std::string("GRD") : n % 2 == 0 ? "花岗岩" : "闪长岩";
    });
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", converted(text, "GB18030")));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->mapping.encoding, "GB18030");
    EXPECT_THAT(made->model.info("ROCK")->codes, ElementsAre("GRD", "花岗岩", "闪长岩"));
    EXPECT_EQ(made->model.block_count(), 252'000);
}

TEST(ModelSources, AStrayByteIsReplacedAndToldWithItsRow) {
    std::string text = long_table("岩性", [](int n) { return std::string(n == 150'000 ? "花@岗岩" : "花岗岩"); });
    text[text.find('@')] = '\xFF';
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->mapping.encoding, "UTF-8");
    EXPECT_EQ(made->model.block_count(), 252'000);
    EXPECT_THAT(made->model.info("岩性")->codes, ElementsAre("花岗岩", "花\xEF\xBF\xBD岗岩"));
    const base::Finding* stray = finding(*made, "stray_bytes");
    ASSERT_TRUE(stray);
    EXPECT_EQ(stray->count, 1);
    EXPECT_EQ(stray->row, 150'002);
}

TEST(ModelSources, AStatedEncodingIsTaken) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.encoding = base::TextEncoding::cp1251;
    const auto made =
        import(folder.write("model.csv", "X,Y,Z,CU_PCT,ROCK\n" + plain_lines("{},{},{},{},{}")), rule);
    ASSERT_TRUE(made) << why(made);
    const auto russian = import(
        folder.write("r.csv", converted("X,Y,Z,CU_PCT,ROCK\n" + lines([](const Index3& at, const Vec3& c) {
                                            return fmt::format("{},{},{},{},руда", c[0], c[1], c[2],
                                                               copper(at));
                                        }),
                                        "CP1251")),
        rule);
    ASSERT_TRUE(russian) << why(russian);
    EXPECT_THAT(russian->model.info("ROCK")->codes, ElementsAre("руда"));
}

TEST(ModelSources, LinesThatEndWithCarriageReturnsAloneAreRead) {
    const testing::TemporaryFolder folder;
    std::string text = "x,y,z,Cu_pct,rock\n" + plain_lines();
    std::ranges::replace(text, '\n', '\r');
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
}

TEST(ModelSources, AFileThatGrowsWhileItIsReadIsRefused) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.file = folder.write("model.csv", long_table("ROCK", [](int) { return std::string("GRD"); }));
    bool grown = false;
    base::Progress progress([&](double fraction, const base::Message&) {
        if (fraction < 0.5 || grown) return;
        grown = true;
        std::ofstream(rule.file, std::ios::app) << "5,5,2.5,1,GRD\n";
    });
    const auto refused = import_model(rule, 2.7, "", progress);
    ASSERT_TRUE(grown);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "model.file_changed");
    EXPECT_EQ(refused.error().place.file, rule.file);
}

}  // namespace
}  // namespace orelens::io
