// Where the header stands, and what is around it.
#include "core/io/text/HeaderRow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CsvTable table_of(const std::string& text, HeaderRule rule = {}) {
    auto table = parse_csv(text, "t.csv", 0, nullptr, &rule);
    EXPECT_TRUE(table.has_value());
    return table ? std::move(*table) : CsvTable{};
}

TEST(HeaderRow, the_first_row_is_the_header_of_a_plain_table) {
    for (const char* text :
         {"a,b,c\n1,2,3\n", "\n\na,b,c\n1,2,3\n", "a,b,c\n", "a,b,c\n1,5,2,5,3\n1,6,2,6,3\n",
          "a,b,c\nx,y,z\nu,v,w\n", "a,b,c,,\n1,2,3,,\n", "1,2,3\n4,5,6\n"}) {
        const CsvTable table = table_of(text);
        EXPECT_EQ(table.headers.front(), text[0] == '1' ? "1" : "a") << text;
        EXPECT_THAT(table.skipped, IsEmpty()) << text;
    }
}

TEST(HeaderRow, lines_above_it_are_passed_over_and_kept_for_showing) {
    for (const char* text :
         {"Certificate VA24000001\nClient: Example Mining\n\nHOLE,FROM,TO,CU\nA,0,10,0.5\nA,10,20,0.7\n",
          "Certificate VA24000001,,,\nClient:,Example "
          "Mining,,\n,,,\nHOLE,FROM,TO,CU\nA,0,10,0.5\nA,10,20,0.7\n",
          "Date 2024-01-02;3;\nClient\n\nHOLE;FROM;TO;CU\nA;0;10;0,5\nA;10;20;0,7\n",
          "\"CLIENT : \"\"ABC, Mining\"\"\"\n# of SAMPLES : "
          "120\n\nHOLE,FROM,TO,CU\nA,0,10,0.5\nA,10,20,0.7\n"}) {
        const CsvTable table = table_of(text);
        EXPECT_THAT(table.headers, ElementsAre("HOLE", "FROM", "TO", "CU")) << text;
        EXPECT_EQ(table.header_line, 4);
        EXPECT_EQ(table.records.size(), 2u);
        ASSERT_EQ(table.skipped.size(), 2u);
        EXPECT_EQ(table.skipped[0].line, 1);
        EXPECT_EQ(table.skipped[1].line, 2);
    }
}

TEST(HeaderRow, names_that_are_known_decide_where_shape_does_not) {
    const HeaderRule knows{
        -1, [](std::string_view name) { return name == "SAMPLE" || name == "Cu" || name == "Ag"; }};
    const CsvTable table =
        table_of("x,WEI-21,ME-ICP61,ME-ICP61\nSAMPLE,Recvd Wt.,Cu,Ag\nA1,1.0,2,3\n", knows);
    EXPECT_THAT(table.headers, ElementsAre("SAMPLE", "Recvd Wt.", "Cu", "Ag"));
    EXPECT_EQ(table.skipped.size(), 1u);
}

TEST(HeaderRow, comments_of_every_kind) {
    for (const char* mark : {"#", "//", "--", "!"}) {
        const std::string m = mark;
        const CsvTable table =
            table_of(m + " exported 2024-05-01, by db v3\nHOLE,X,Y,Z\nA,1,2,3\n" + m + " end\n");
        EXPECT_THAT(table.headers, ElementsAre("HOLE", "X", "Y", "Z")) << mark;
        EXPECT_EQ(table.records.size(), 1u);
        EXPECT_EQ(table.skipped.size(), 2u);
        EXPECT_EQ(table.comments, 1);
    }
    const CsvTable names = table_of("HOLE,X,Y,Z\n#12,1,2,3\n");
    EXPECT_EQ(names.records.size(), 1u) << "a hole may be called #12";
    const HeaderRule knows{
        -1, [](std::string_view name) { return name == "HOLE" || name == "X" || name == "Y"; }};
    const CsvTable marked = table_of("# made by x\n#HOLE,X,Y,Z\nA,1,2,3\n", knows);
    EXPECT_THAT(marked.headers, ElementsAre("HOLE", "X", "Y", "Z"));
}

TEST(HeaderRow, the_number_of_lines_counts_where_it_is_stated) {
    const std::string text = "one,two,three\nfour,five,six\n\nHOLE,X,Y\nA,1,2\n";
    EXPECT_EQ(table_of(text, {2, {}}).headers.front(), "HOLE");
    EXPECT_EQ(table_of(text, {1, {}}).headers.front(), "four");
    EXPECT_EQ(table_of(text, {0, {}}).headers.front(), "one");
    const HeaderRule all{99, {}};
    EXPECT_EQ(parse_csv(text, "t", 0, nullptr, &all).error().what.key, "csv.no_header");
}

TEST(HeaderRow, names_with_line_breaks_stand_on_one_line) {
    const CsvTable table = table_of("HOLE,\"Cu\r\n(%)\",\"From\n(m)\"\r\nA,1,2\r\n");
    EXPECT_THAT(table.headers, ElementsAre("HOLE", "Cu (%)", "From (m)"));
    EXPECT_EQ(table.records.front().line, 4);
}

}  // namespace
}  // namespace orelens::io
