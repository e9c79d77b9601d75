#include "core/io/text/CsvText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/io/text/TextFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using ::testing::ElementsAre;

CsvTable parsed(std::string text) {
    auto table = parse_csv(std::move(text), "t.csv");
    EXPECT_TRUE(table.has_value());
    return table ? *table : CsvTable{};
}

std::vector<std::string> fields_of(const CsvTable& table, std::size_t record) {
    CsvFields fields;
    fields.split(table, table.records.at(record));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < fields.size(); ++i) out.emplace_back(fields[i]);
    return out;
}

TEST(CsvText, delimiters_are_told_from_the_rows) {
    for (const char delimiter : {',', ';', '\t', '|'}) {
        const std::string d(1, delimiter);
        const auto table = parsed("a" + d + "b" + d + "c\n1" + d + "2" + d + "3\n");
        EXPECT_EQ(table.delimiter, delimiter);
        EXPECT_THAT(fields_of(table, 0), ElementsAre("1", "2", "3"));
    }
    const auto commas = parsed("hole;depth, m;Cu\nA;1,5;0,3\nB;2,5;0,4\n");
    EXPECT_EQ(commas.delimiter, ';');
    const auto stated = parsed("sep=;\na;b\n1,5;2\n");
    EXPECT_EQ(stated.delimiter, ';');
    EXPECT_THAT(stated.headers, ElementsAre("a", "b"));
    EXPECT_EQ(stated.header_line, 2);
}

TEST(CsvText, quoted_fields_hold_delimiters_quotes_and_line_ends) {
    const auto table =
        parsed("id,note,x\n1,\"a, b\",2\n2,\"say \"\"so\"\"\",3\n3,\"two\nlines\",4\n4, \"spaced\" ,5\n");
    EXPECT_THAT(fields_of(table, 0), ElementsAre("1", "a, b", "2"));
    EXPECT_THAT(fields_of(table, 1), ElementsAre("2", "say \"so\"", "3"));
    EXPECT_THAT(fields_of(table, 2), ElementsAre("3", "two\nlines", "4"));
    EXPECT_THAT(fields_of(table, 3), ElementsAre("4", "spaced", "5"));
    EXPECT_EQ(table.records[3].line, 6) << "the line in the file, not the number of the record";
}

TEST(CsvText, quotes_that_never_close_do_not_swallow_the_file) {
    const auto table = parsed("id,core,x\n1,\"HQ,2\n2,3\" core,3\n3,NQ,4\n");
    ASSERT_EQ(table.records.size(), 3u);
    EXPECT_TRUE(table.records[0].open_quote);
    EXPECT_FALSE(table.records[1].open_quote);
    EXPECT_THAT(fields_of(table, 0), ElementsAre("1", "\"HQ", "2"));
    EXPECT_THAT(fields_of(table, 1), ElementsAre("2", "3\" core", "3"));
}

TEST(CsvText, line_ends_of_all_systems_and_blank_rows) {
    for (const char* end : {"\n", "\r\n", "\r"}) {
        const std::string e = end;
        const auto table = parsed(e + "a,b" + e + "1,2" + e + e + " , " + e + "\"\",\"\"" + e + "3,4");
        EXPECT_THAT(table.headers, ElementsAre("a", "b"));
        ASSERT_EQ(table.records.size(), 2u);
        EXPECT_EQ(table.blank_records, 3);
        EXPECT_EQ(table.records[1].line, 7);
        EXPECT_THAT(fields_of(table, 1), ElementsAre("3", "4"));
    }
}

TEST(CsvText, empty_and_header_only) {
    EXPECT_EQ(parse_csv("", "t.csv").error().what.key, "csv.no_header");
    EXPECT_EQ(parse_csv("\n \n", "t.csv").error().what.key, "csv.no_header");
    EXPECT_TRUE(parsed("a,b").records.empty());
}

TEST(CsvText, columns_by_name) {
    const auto table = parsed("BHID,Cu,CU\n1,2,3\n");
    EXPECT_EQ(table.column("CU"), 2u);
    EXPECT_EQ(table.column("Cu"), 1u);
    EXPECT_EQ(table.column("bhid"), 0u);
    EXPECT_EQ(table.column("x"), std::nullopt);
}

RC_GTEST_PROP(CsvText, any_fields_come_back, ()) {
    // Written with every field quoted, whatever it holds.
    const auto cell =
        rc::gen::container<std::string>(rc::gen::element('a', '"', ',', ';', '\n', '1', ' ', '.'));
    const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(3, cell));
    std::string text = "h1,h2,h3\n";
    std::vector<std::vector<std::string>> wanted;
    for (const auto& row : rows) {
        std::vector<std::string> trimmed_row;
        bool blank = true;
        for (std::size_t i = 0; i < 3; ++i) {
            std::string quoted = row[i];
            for (std::size_t at = 0; (at = quoted.find('"', at)) != std::string::npos; at += 2)
                quoted.insert(at, 1, '"');
            text += (i ? ",\"" : "\"") + quoted + "\"";
            trimmed_row.emplace_back(trimmed(row[i]));
            blank = blank && row[i].empty();
        }
        text += "\n";
        if (!blank) wanted.push_back(trimmed_row);
    }
    const auto table = parse_csv(text, "t.csv", ',');
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->records.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) RC_ASSERT(fields_of(*table, i) == wanted[i]);
}

TEST(TextFile, encodings_become_utf8_without_loss) {
    const std::string wanted = "孔号,铜\nZK1,1\n";
    const std::string gbk = "\xBF\xD7\xBA\xC5,\xCD\xAD\nZK1,1\n";
    std::string utf16;
    for (const char16_t unit : u"\uFEFF孔号,铜\nZK1,1\n") {
        if (unit == 0) break;
        utf16 += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    }
    EXPECT_EQ(to_utf8(wanted, "f")->encoding, "UTF-8");
    EXPECT_EQ(to_utf8("\xEF\xBB\xBF" + wanted, "f")->text, wanted);
    EXPECT_EQ(to_utf8(gbk, "f")->text, wanted);
    EXPECT_EQ(to_utf8(gbk, "f")->encoding, "GB18030");
    EXPECT_EQ(to_utf8(utf16, "f")->text, wanted);
    EXPECT_EQ(to_utf8(utf16, "f")->encoding, "UTF-16LE");
    std::string swapped = utf16;
    for (std::size_t i = 0; i < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
    EXPECT_EQ(to_utf8(swapped, "f")->text, wanted);
    EXPECT_EQ(to_utf8(utf16.substr(2) + std::string("2\0", 2), "f")->text, wanted + "2") << "without BOM";
    EXPECT_EQ(to_utf8("r\xE9sultat;teneur \xE0 c\xF4t\xE9;1\n", "f")->text, "résultat;teneur à côté;1\n");
    EXPECT_EQ(to_utf8(std::string("\xFF\xFE\x00\xD8\x41\x00", 6), "f").error().what.key,
              "io.broken_encoding");
    EXPECT_EQ(read_text("/no/such/file").error().kind, base::ErrorKind::file);
}

TEST(TextFile, utf8_is_judged_exactly) {
    for (const char* good : {"", "plain", "é", "孔", "𠀀", "a\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_utf8(good)) << good;
    for (const char* bad : {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5",
                            "12345678\xC3", "\xE5\xAD"})
        EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(CsvText, any_number_of_spaces_between_fields_where_nothing_else_cuts) {
    const CsvTable table = parsed("HOLE   FROM TO CU\nH1  0 1   0,5\n \"H 2\" 1 2 0,6 \n");
    EXPECT_EQ(table.delimiter, ' ');
    EXPECT_THAT(table.headers, ElementsAre("HOLE", "FROM", "TO", "CU"));
    EXPECT_THAT(fields_of(table, 0), ElementsAre("H1", "0", "1", "0,5"));
    EXPECT_THAT(fields_of(table, 1), ElementsAre("H 2", "1", "2", "0,6"));
    // Words have spaces, too.
    EXPECT_EQ(parsed("note of things\na b c\nd e\n").delimiter, ',');
    EXPECT_EQ(parsed("Hole ID,from,to\nDDH 1,0,1\nDDH 2,0\n").delimiter, ',');
    EXPECT_EQ(parsed("a b c;d\ne f g;h\n").delimiter, ';');
}

}  // namespace
}  // namespace orelens::io
