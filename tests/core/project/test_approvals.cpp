// Findings approved by pattern: how patterns are written, what they match, and that they act like approvals
// one by one.
#include "core/project/Approvals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/AtomicFile.h"
#include "core/project/OpenFindings.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SmallDeposit;

TEST(ApprovalPatterns, AreKindFileAndHoleWithOmissions) {
    EXPECT_THAT(
        approval_patterns("negative_grade:assay.csv:DH-3; gap ；overlap::H1;x:a.csv"),
        ElementsAre(ApprovalPattern{"negative_grade", "assay.csv", "DH-3"}, ApprovalPattern{"gap", "", ""},
                    ApprovalPattern{"overlap", "", "H1"}, ApprovalPattern{"x", "a.csv", ""}));
    EXPECT_THAT(approval_patterns(" ; "), IsEmpty());
    for (const char* text : {"gap", "gap:a.csv", "gap:a.csv:H1", "gap::H1"})
        EXPECT_EQ(pattern_text(approval_patterns(text).at(0)), text);
}

TEST(ApprovalPatterns, MatchByEveryPartGiven) {
    base::Finding finding;
    finding.kind = "gap";
    finding.file = "data/assay.csv";
    finding.hole = "H1";
    const auto fits = [&](const char* text) { return matches(approval_patterns(text).at(0), finding); };
    for (const char* yes : {"gap", "gap:assay.csv", "gap:data/assay.csv:H1", "gap::H1"})
        EXPECT_TRUE(fits(yes)) << yes;
    for (const char* no : {"overlap", "gap:say.csv", "gap:assay.csv:H", "gap::h1", "ga"})
        EXPECT_FALSE(fits(no)) << no;
}

class Approving : public ::testing::Test {
  protected:
    static void run(Project& wanted) {
        base::Progress progress;
        const auto ran = wanted.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    static std::vector<std::string> said(const Project& project) {
        std::vector<std::string> texts;
        for (const base::Finding& finding : project.findings())
            if (finding.kind == "approval_matches_nothing")
                texts.push_back(base::text(finding.what, base::Language::english) + " " +
                                base::text(finding.fix, base::Language::english));
        return texts;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
    Approving() {
        std::string assays = *base::read_text_file(deposit.folder().file("assay.csv"));
        for (const char* cell : {"H00,8,12,", "H34,20,24,"}) {
            const std::size_t at = assays.find(cell) + std::string(cell).size();
            assays.insert(at, "-");
        }
        deposit.folder().write("assay.csv", assays);
        run(project);
    }
};

TEST_F(Approving, APatternActsLikeTheSameFindingsOneByOne) {
    const auto plain = project.results.drilling.composites->grade("Cu")->values;
    Project one_by_one = project;
    std::vector<std::string> ids;
    for (const base::Finding& finding : project.findings())
        if (finding.kind == "negative_grade") ids.push_back(finding.id());
    ASSERT_EQ(ids.size(), 2U);
    for (const std::string& id : ids) one_by_one.approve(id, true);
    project.recipe.general.approve = "negative_grade:assay.csv";
    EXPECT_EQ(open_errors(project.findings()), 0) << "the mark needs no run";
    EXPECT_EQ(project.state("import"), StageState::current);
    EXPECT_EQ(project.state("composite"), StageState::stale) << "the grades do";
    run(project);
    run(one_by_one);
    EXPECT_NE(project.results.drilling.composites->grade("Cu")->values, plain);
    EXPECT_EQ(project.results.drilling.composites->grade("Cu")->values,
              one_by_one.results.drilling.composites->grade("Cu")->values);
    EXPECT_TRUE(testing::same_bits(*project.results.model(), *one_by_one.results.model()));
}

TEST_F(Approving, OneHoleAlone) {
    project.recipe.general.approve = "negative_grade:assay.csv:H34";
    run(project);
    for (const base::Finding& finding : project.findings())
        if (finding.kind == "negative_grade") {
            EXPECT_EQ(finding.approved, finding.hole == "H34");
        }
    EXPECT_EQ(open_errors(project.findings()), 1);
    const auto use = column_use(project);
    EXPECT_EQ(use.at(0).grade + use.at(1).grade, "AuCu");
    EXPECT_EQ(use.at(0).negative + use.at(1).negative, 1);
}

TEST_F(Approving, KindsThatChangeNoSampleRunNothingAgain) {
    project.recipe.general.approve = "gap; unassayed_blocks";
    EXPECT_THAT(project.stale(), IsEmpty());
}

TEST_F(Approving, PatternsThatMatchNothingAreFindings) {
    EXPECT_THAT(said(project), IsEmpty());
    project.recipe.general.approve = "negative_grad; overlap:assay.csv; negative_grade";
    const auto texts = said(project);
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_THAT(texts, Contains(HasSubstr("did you mean 'negative_grade'?")));
    EXPECT_THAT(texts, Contains(HasSubstr("'overlap:assay.csv'")));
}

TEST_F(Approving, WhatHasNotBeenLookedForYetIsNotMissed) {
    Project early = deposit.project();
    early.recipe.general.approve = "estimate_below_zero; overlap";
    EXPECT_THAT(said(early), IsEmpty());
    base::Progress progress;
    ASSERT_TRUE(early.run(progress, "import"));
    EXPECT_EQ(said(early).size(), 1U) << "no overlap in the files; estimates are still to come";
    run(early);
    EXPECT_EQ(said(early).size(), 2U);
}

TEST(OpenGroups, AreGroupedErrorsFirstWithoutRemarksAndApproved) {
    std::vector<base::Finding> findings(5);
    for (base::Finding& finding : findings) finding.kind = "gap";
    findings[1].count = 5;
    findings[2].severity = base::Severity::info;
    findings[3].approved = true;
    findings[4].kind = "overlap";
    findings[4].severity = base::Severity::error;
    const auto kinds = open_groups(findings);
    ASSERT_EQ(kinds.size(), 2U);
    EXPECT_EQ(kinds[0].kind, "overlap");
    EXPECT_EQ(kinds[1].findings, 2);
    EXPECT_EQ(kinds[1].count, 6);
    EXPECT_EQ(open_errors(findings), 1);
}

TEST(ReadsSomething, RefusesARecipeWithoutFiles) {
    Project project;
    const auto refused = check_reads_something(project);
    ASSERT_FALSE(refused);
    EXPECT_FALSE(refused.error().fix.empty());
    project.recipe.general.mine_record_file = "m.json";
    EXPECT_TRUE(check_reads_something(project));
    project.recipe.general.mine_record_file.clear();
    project.model_source = "m.vdb";
    EXPECT_TRUE(check_reads_something(project));
}

}  // namespace
}  // namespace orelens::project
