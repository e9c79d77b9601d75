// Labels of a study from drilling, solids and lists together: the first source stands, and who disagrees is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/project/PotentialWork.h"

namespace orelens::project {
namespace {

class PotentialLabels : public ::testing::Test {
  protected:
    PotentialLabels() {
        std::filesystem::create_directories(folder);
        // One hole down the first column of voxels: ore above z 20, barren below.
        write("collar.csv", "HOLE_ID,EAST,NORTH,RL,DEPTH\nA,5,5,40,40\n");
        write("assay.csv", "HOLE_ID,FROM,TO,CU_PCT\nA,0,20,1\nA,20,40,0.01\n");
        // A box from (0, 0, 10) to (20, 10, 30): two by one by two voxels.
        std::string box;
        for (const int z : {10, 30})
            for (const int y : {0, 10})
                for (const int x : {0, 20}) box += "v " + std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(z) + "\n";
        write("ore.obj", box + "f 1 3 4\nf 1 4 2\nf 5 6 8\nf 5 8 7\nf 1 2 6\nf 1 6 5\nf 3 7 8\nf 3 8 4\nf 1 5 7\nf 1 7 3\nf 2 4 8\nf 2 8 6\n");
    }
    void write(const char* name, const std::string& text) const { std::ofstream((folder / name).string()) << text; }
    PotentialStudy labelled(const std::string& labels) const {
        write("study.json", R"({"grid": {"origin": [0, 0, 0], "size": [10, 10, 10], "count": [4, 4, 4]}, "layers": [{"id": "east", "formula": "x"}], "labels": )" + labels + "}");
        auto study = read_potential_study((folder / "study.json").string());
        if (!study) throw std::runtime_error(base::describe(study.error(), base::Language::english));
        base::Progress progress;
        if (auto ok = derive_evidence(*study, progress); !ok) throw std::runtime_error(base::describe(ok.error(), base::Language::english));
        if (auto ok = make_labels(*study, progress); !ok) throw std::runtime_error(base::describe(ok.error(), base::Language::english));
        return std::move(*study);
    }
    static std::vector<std::string> kinds(const PotentialStudy& study) {
        std::vector<std::string> all;
        for (const base::Finding& one : study.findings) all.push_back(one.kind);
        return all;
    }
    std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "potential_labels";
};

TEST_F(PotentialLabels, ASolidAloneIsPositiveInside) {
    const PotentialStudy study = labelled(R"({"solids": ["ore.obj"]})");
    EXPECT_EQ(study.labels.positives, 4);
    EXPECT_EQ(study.labels.barrens, 0);
    for (const std::int32_t k : {1, 2})
        for (const std::int32_t i : {0, 1}) EXPECT_EQ(study.labels.label[static_cast<std::size_t>(study.evidence.grid.linear({i, 0, k}))], potential::positive);
    EXPECT_THAT(kinds(study), ::testing::Not(::testing::Contains("potential_labels_conflict")));
}

TEST_F(PotentialLabels, SolidsWithElementAndCutoffForNewHolesNeedNoOlderHoles) {
    const PotentialStudy study = labelled(R"({"solids": ["ore.obj"], "element": "Cu", "cutoff": 0.5}, "new_holes": {"collar": "collar.csv", "assay": "assay.csv"})");
    EXPECT_EQ(study.labels.positives, 4) << "the solid's voxels, none by the new hole";
    EXPECT_EQ(study.labels.barrens, 0) << "what the new hole met judges the prediction and does not teach it";
}

/// Labels by hand on a section: points with 1, 0 or nothing, each for the voxel that holds it. Where a hole says otherwise the
/// hole stands, and that is told.
TEST_F(PotentialLabels, PointsByHandAreLabelsOfTheirVoxels) {
    write("points.csv", "EAST,NORTH,RL,LABEL\n35,35,35,1\n36,34,31,1\n35,35,5,0\n15,15,15,\n5,5,5,1\n");
    const PotentialStudy study = labelled(R"({"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", "cutoff": 0.5, "barren": 0.1, "file": "points.csv"})");
    const auto label = [&](const blocks::Index3& at) { return study.labels.label[static_cast<std::size_t>(study.evidence.grid.linear(at))]; };
    EXPECT_EQ(label({3, 3, 3}), potential::positive);
    EXPECT_EQ(label({3, 3, 0}), potential::barren);
    EXPECT_EQ(label({1, 1, 1}), potential::unknown) << "blank says nothing";
    EXPECT_EQ(label({0, 0, 0}), potential::barren) << "drilled: the hole stands";
    EXPECT_EQ(study.labels.positives, 3);
    EXPECT_EQ(study.labels.barrens, 3);
    EXPECT_THAT(kinds(study), ::testing::Contains("potential_labels_conflict"));
    // Of another form, of two minds, or beyond the grid: refused with the line.
    for (const auto& [text, key, row] : {std::tuple{"EAST,NORTH,RL,LABEL\n35,35,35,1\n35,35,5,2\n", "evidence.label_form", 3}, {"EAST,NORTH,RL,LABEL\n35,35,35,1\n36,36,36,0\n", "evidence.label_conflict", 3},
                                         {"EAST,NORTH,RL,LABEL\n35,35,35,1\n35,35,41,0\n", "evidence.label_beyond", 3}}) {
        write("points.csv", text);
        io::EvidenceRule rule;
        rule.grid = study.evidence.grid;
        const auto refused = io::read_evidence((folder / "points.csv").string(), rule);
        ASSERT_FALSE(refused) << key;
        EXPECT_EQ(refused.error().what.key, key);
        EXPECT_EQ(refused.error().place.row, row);
    }
}

TEST_F(PotentialLabels, DrillingComesFirstAndWhoDisagreesIsTold) {
    const PotentialStudy study = labelled(R"({"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", "cutoff": 0.5, "solids": ["ore.obj"]})");
    // Drilled: two positive, two barren; the solid adds its eastern half and disagrees with one barren voxel.
    EXPECT_EQ(study.labels.positives, 4);
    EXPECT_EQ(study.labels.barrens, 2);
    EXPECT_EQ(study.labels.label[static_cast<std::size_t>(study.evidence.grid.linear({0, 0, 1}))], potential::barren) << "what was drilled stands";
    ASSERT_THAT(kinds(study), ::testing::Contains("potential_labels_conflict"));
    for (const base::Finding& one : study.findings)
        if (one.kind == "potential_labels_conflict") {
            EXPECT_EQ(one.count, 1);
            EXPECT_THAT(one.file, ::testing::EndsWith("ore.obj"));
            for (const auto language : {base::Language::english, base::Language::chinese}) {
                const std::string said = base::text(one.what, language);
                EXPECT_THAT(said, ::testing::HasSubstr("ore.obj"));
                EXPECT_EQ(said.find('{'), std::string::npos) << said;
                EXPECT_EQ(said.find('@'), std::string::npos) << said;
            }
        }
}

TEST_F(PotentialLabels, TheShareOfOreIsThatOfDrillingAndNotOfSolids) {
    const auto share = [&](const std::string& limits) { return drilled_share(labelled(R"({"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", )" + limits + "}")); };
    EXPECT_DOUBLE_EQ(share(R"("cutoff": 0.5)"), 0.5);
    EXPECT_DOUBLE_EQ(share(R"("cutoff": 0.5, "solids": ["ore.obj"])"), 0.5) << "two of four voxels were drilled into ore";
    EXPECT_TRUE(std::isnan(share(R"("cutoff": 5, "solids": ["ore.obj"])"))) << "no hole met ore: a share of nothing would make every probability 0";
    EXPECT_TRUE(std::isnan(share(R"("cutoff": 2, "barren": 0.5, "solids": ["ore.obj"])"))) << "between barren and ore the solid decides the label, not the share";
    EXPECT_TRUE(std::isnan(share(R"("cutoff": 0.005, "solids": ["ore.obj"])"))) << "nor is everything ore";
}

TEST_F(PotentialLabels, WhatIsNoSolidIsRefusedWithItsLine) {
    write("line.csv", "LINE,SEQ,EAST,NORTH,RL\nF1,1,0,0,0\nF1,2,10,10,0\n");
    write("study.json", "{\"grid\": {\"origin\": [0, 0, 0], \"size\": [10, 10, 10], \"count\": [4, 4, 4]},\n\"layers\": [{\"id\": \"east\", \"formula\": \"x\"}],\n\"labels\": {\"solids\":\n[\"line.csv\"]}}");
    auto study = read_potential_study((folder / "study.json").string());
    ASSERT_TRUE(study);
    base::Progress progress;
    ASSERT_TRUE(derive_evidence(*study, progress));
    const auto made = make_labels(*study, progress);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().place.field, "labels.solids.0");
    EXPECT_EQ(made.error().place.row, 4);
}

}  // namespace
}  // namespace orelens::project
