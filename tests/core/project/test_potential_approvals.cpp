// What somebody approved in the files of a study's own holes counts, as it does for the project's holes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/project/Approvals.h"
#include "core/project/PotentialStudy.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

/// Four vertical holes of five samples each on voxels of their size; one grade of the first is negative.
struct StudyApprovals : ::testing::Test {
    testing::TemporaryFolder folder;
    nlohmann::json study = nlohmann::json::parse(R"({"grid": {"origin": [0, 0, -50], "size": [10, 10, 10], "count": [8, 8, 5]}, "layers": [{"id": "east", "formula": "x"}],
      "labels": {"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", "cutoff": 0.5, "barren": 0.3}})");
    StudyApprovals() {
        std::string collar = "HOLE_ID,EAST,NORTH,RL,DEPTH\n", assay = "HOLE_ID,FROM,TO,CU_PCT\n";
        for (int n = 0; n < 4; ++n) {
            const std::string hole = "H" + std::to_string(n);
            collar += hole + "," + std::to_string(15 + 20 * (n % 2)) + "," + std::to_string(15 + 20 * (n / 2)) + ",0,50\n";
            for (int s = 0; s < 5; ++s) assay += hole + "," + std::to_string(10 * s) + "," + std::to_string(10 * s + 10) + "," + (n == 0 && s == 2 ? "-0.7" : s == 0 ? "0.9" : "0.1") + "\n";
        }
        folder.write("collar.csv", collar);
        folder.write("assay.csv", assay);
    }
    PotentialStudy labelled(const StudyContext& context = {}) {
        auto made = read_potential_study(folder.write("study.json", study.dump()), context);
        EXPECT_TRUE(made) << base::describe(made.error(), base::Language::english);
        base::Progress progress;
        auto ok = read_ground(*made, progress);
        if (ok) ok = make_labels(*made, progress);
        EXPECT_TRUE(ok) << base::describe(ok.error(), base::Language::english);
        return std::move(*made);
    }
};

TEST_F(StudyApprovals, OfTheRecipeAndOfTheStudyLetDoubtfulRowsCount) {
    const auto plain = labelled();
    EXPECT_EQ(plain.labels.positives, 4);
    EXPECT_EQ(plain.labels.barrens, 15) << "a negative grade is no grade";
    base::Finding negative;
    for (const base::Finding& one : plain.findings)
        if (one.kind == "negative_grade") negative = one;
    ASSERT_EQ(negative.hole, "H0");
    EXPECT_FALSE(negative.approved);
    // By its id, as the window approves.
    StudyContext by_id;
    by_id.agreed = [&](const base::Finding& one) { return one.id() == negative.id(); };
    const auto agreed = labelled(by_id);
    EXPECT_EQ(agreed.labels.barrens, 16);
    for (const base::Finding& one : agreed.findings) EXPECT_EQ(one.approved, one.kind == "negative_grade");
    // By pattern in the study itself, for the command line; a pattern of another kind approves nothing.
    study["approve"] = {"negative_grade:assay.csv:H0"};
    EXPECT_EQ(labelled().labels.barrens, 16);
    study["approve"] = {"negative_grade:assay.csv:H1"};
    EXPECT_EQ(labelled().labels.barrens, 15);
}

}  // namespace
}  // namespace orelens::project
