// One row for findings that say the same of a column.
#include "core/project/FindingGroups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orelens::project {
namespace {

using ::testing::ElementsAre;

base::Finding cell(const char* kind, const char* column, const char* text, std::int64_t row) {
    base::Finding finding;
    finding.kind = kind;
    finding.stage = "import";
    finding.file = "assay.csv";
    finding.column = column;
    finding.row = row;
    finding.what = base::Message("csv.null_code", {{"text", text}, {"column", column}});
    return finding;
}

TEST(FindingGroups, ThousandsOfOneKindAreOneRow) {
    std::vector<base::Finding> findings;
    for (int n = 0; n < 9935; ++n) findings.push_back(cell("overlap", "", "", n + 2));
    const auto groups = group_findings(findings, {{"assay.csv", 19870}});
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].findings, 9935);
    EXPECT_EQ(groups[0].count, 9935);
    EXPECT_DOUBLE_EQ(groups[0].share, 0.5);
    EXPECT_EQ(groups[0].members.back(), 9934U);
    EXPECT_EQ(groups[0].first.row, 2);
    EXPECT_EQ(groups[0].effect.key, "finding.effect.overlap");
    EXPECT_EQ(approval_pattern(groups[0]), "overlap:assay.csv");
}

TEST(FindingGroups, ColumnsAndValuesStayApart) {
    std::vector<base::Finding> findings = {
        cell("null_code", "CU", "-999", 2), cell("null_code", "CU", "-99", 3),
        cell("null_code", "AU", "-999", 4), cell("null_code", "CU", "-999", 5)};
    auto groups = group_findings(findings);
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].value, "-999");
    EXPECT_THAT(groups[0].members, ElementsAre(0, 3));
    EXPECT_EQ(groups[1].value, "-99");
    EXPECT_EQ(groups[2].column, "AU");
    EXPECT_TRUE(std::isnan(groups[0].share)) << "rows are not known";
    findings[3].approved = true;
    EXPECT_EQ(group_findings(findings).size(), 4U) << "what is approved is not open";
}

TEST(FindingGroups, ASummaryJoinsTheOnlyValue) {
    std::vector<base::Finding> findings = {cell("below_detection", "AU", "<0.01", 2)};
    base::Finding more = cell("below_detection", "AU", "", 103);
    more.what = base::Message("csv.more_below_detection", {{"count", "900"}, {"column", "AU"}});
    more.count = 900;
    findings.push_back(more);
    EXPECT_EQ(group_findings(findings).size(), 1U);
    EXPECT_EQ(group_findings(findings)[0].count, 901);
}

TEST(FindingGroups, ManyValuesAreOneRow) {
    std::vector<base::Finding> findings;
    for (int n = 0; n < 21; ++n) findings.push_back(cell("non_numeric", "CU", std::to_string(n).c_str(), n));
    const auto groups = group_findings(findings);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].value, "");
}

}  // namespace
}  // namespace orelens::project
