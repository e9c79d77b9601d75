// Names of holes with signs that nobody sees: they meet the plain name, and it is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::Pair;

Files assays_of(const std::string& name) {
    return {.assay = "hole,from,to,Cu\nH2,0,10,2\n" + name + ",0,10,1\n" + name + ",10,20,1\n"};
}

TEST(HiddenSigns, a_name_with_a_sign_that_nobody_sees_meets_the_plain_one_and_is_said) {
    for (const auto& [name, sign] : {std::pair<std::string, const char*>{"H1\xE2\x80\x8B", "U+200B"},
                                     {"\xEF\xBB\xBFH1", "U+FEFF"},
                                     {"H1\xC2\xA0", "U+00A0"},
                                     {"\xE3\x80\x80 H1 ", "U+3000"},
                                     {"\"H1\xE2\x80\x8B\"", "U+200B"}}) {
        const auto got = read(assays_of(name));
        EXPECT_EQ(got.holes.assays.hole[1], 0) << sign;
        const Finding* finding = said(got, "csv.hidden_signs");
        ASSERT_TRUE(finding) << sign;
        EXPECT_EQ(finding->severity, Severity::warning);
        EXPECT_EQ(finding->kind, FindingKind::doubtful_name);
        EXPECT_EQ(finding->file, "assay.csv");
        EXPECT_EQ(finding->column, "hole");
        EXPECT_EQ(finding->row, 3);
        EXPECT_EQ(finding->count, 2);
        EXPECT_EQ(finding->hole, "H1");
        EXPECT_THAT(finding->what.args, Contains(Pair("signs", sign)));
    }
}

TEST(HiddenSigns, spaces_behind_a_name_are_said_and_those_in_front_are_how_people_write_tables) {
    for (const char* name : {"H1 ", "H1\t", "\"H1 \"", " \"H1 \""}) {
        const auto got = read(assays_of(name));
        EXPECT_EQ(got.holes.assays.hole[1], 0);
        const Finding* finding = said(got, "csv.spaces_behind");
        ASSERT_TRUE(finding) << name;
        EXPECT_EQ(finding->severity, Severity::info);
        EXPECT_EQ(finding->row, 3);
        EXPECT_EQ(finding->count, 2);
    }
    for (const char* name : {"H1", " H1", "\"H1\"", " \"H1\" "}) {
        const auto got = read(assays_of(name));
        EXPECT_FALSE(said(got, "csv.spaces_behind")) << name;
        EXPECT_FALSE(said(got, "csv.hidden_signs")) << name;
    }
    // In other columns they are nobody's name.
    EXPECT_FALSE(said(read({.assay = "hole,from,to,Cu\nH1,0 ,10 ,1\xC2\xA0\n"}), "csv.hidden_signs"));
}

TEST(HiddenSigns, inside_a_name_they_make_another_one_that_the_plain_one_is_proposed_for) {
    const auto got = read(assays_of("H\xE2\x80\x8B"
                                    "1"));
    const Finding* finding = said(got, "csv.missing_collar");
    ASSERT_TRUE(finding);
    EXPECT_THAT(finding->fix.args, Contains(Pair("similar", "H1")));
}

}  // namespace
}  // namespace orelens::io
