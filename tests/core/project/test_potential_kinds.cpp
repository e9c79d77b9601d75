// A study's values are of the kinds that their keys take: each slip is refused with its line, before anything is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/project/PotentialStudy.h"

namespace orelens::project {
namespace {

/// Line 3 holds `slip`.
base::Expected<PotentialStudy> with(const std::string& slip, const std::string& layers = R"([{"id": "east", "formula": "x"}])") {
    const auto path = (std::filesystem::path(::testing::TempDir()) / "kinds.json").string();
    std::ofstream(path) << "{\n\"grid\": {\"origin\": [0, 0, 0], \"size\": [10, 10, 10], \"count\": [4, 4, 4]},\n" << slip << "\"layers\": " << layers << "}\n";
    return read_potential_study(path);
}

TEST(PotentialKinds, EverySlipIsRefusedWithItsLineAndItsKey) {
    struct Slip {
        const char* text;
        const char* field;
    };
    for (const Slip& slip : {Slip{R"("crs": 32650,)", "crs"},
                             Slip{R"("ground": ["dem.asc"],)", "ground"},
                             Slip{R"("evidence": ["east", 3],)", "evidence.1"},
                             Slip{R"("labels": [],)", "labels"},
                             Slip{R"("labels": {"collar": "c.csv", "assay": "a.csv", "element": "Cu", "cutoff": "0.2"},)", "labels.cutoff"},
                             Slip{R"("labels": {"collar": "c.csv", "assay": "a.csv", "cutoff": 0.2},)", "labels"},
                             Slip{R"("labels": {"collar": "c.csv", "element": "Cu", "cutoff": 0.2},)", "labels"},
                             Slip{R"("methods": {"kind": "weights"},)", "methods"},
                             Slip{R"("methods": [{"id": "w"}],)", "methods.0.kind"},
                             Slip{R"("methods": [{"kind": "weights"}, {"kind": 7}],)", "methods.1.kind"},
                             Slip{R"("methods": [{"kind": "weights", "per_layer": {"east": {"classes": "5"}}}],)", "methods.0.per_layer.east.classes"},
                             Slip{R"("methods": [{"kind": "fuzzy"}],)", "methods.0"},
                             Slip{R"("methods": [{"kind": "fuzzy", "tree": {"operator": "gamma", "gamma": "0.9", "inputs": []}}],)", "methods.0.tree.gamma"},
                             Slip{R"("methods": [{"kind": "fuzzy", "tree": {"operator": "and", "inputs": [{"layer": "east"}]}}],)", "methods.0.tree.inputs.0"},
                             Slip{R"("methods": [{"kind": "fuzzy", "tree": {"layer": "east", "membership": {"shape": "table", "points": [[0, 1], [2]]}}}],)", "methods.0.tree.membership.points.1"},
                             Slip{R"("validation": {"folds": true},)", "validation.folds"},
                             Slip{R"("validation": {"edge_m": -1},)", "validation.edge_m"},
                             Slip{R"("validation": {"buffer_m": -0.5},)", "validation.buffer_m"},
                             Slip{R"("validation": {"buffer_m": "50"},)", "validation.buffer_m"},
                             Slip{R"("targets": {"least_volume_m3": -8},)", "targets.least_volume_m3"},
                             Slip{R"("predict": {"members": null},)", "predict.members"},
                             Slip{R"("targets": {"exclude": "mined"},)", "targets.exclude"},
                             Slip{R"("new_holes": {"collar": "c.csv"},)", "new_holes.assay"}}) {
        const auto read = with(slip.text);
        ASSERT_FALSE(read) << slip.text;
        EXPECT_TRUE(read.error().what.key == "potential.study.bad" || read.error().what.key == "potential.study.missing_key") << slip.text << ": " << read.error().what.key;
        EXPECT_EQ(read.error().place.row, 3) << slip.text;
        EXPECT_GE(read.error().place.column, 1) << slip.text;
        EXPECT_THAT(read.error().place.file, ::testing::EndsWith("kinds.json"));
        EXPECT_EQ(read.error().place.field, slip.field);
        for (const auto language : {base::Language::english, base::Language::chinese}) {
            const std::string said = base::describe(read.error(), language);
            EXPECT_EQ(said.find("json.exception"), std::string::npos) << said;
            EXPECT_EQ(said.find("potential.study"), std::string::npos) << said;
        }
    }
}

TEST(PotentialKinds, NoNewHolesYetIsNoSlip) {
    const auto read = with(R"("labels": {"solids": ["ore.obj"]}, "methods": [{"kind": "weights"}], "new_holes": {},)");
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_FALSE(read->rule.contains("new_holes")) << "nothing is counted as drilled since";
}

TEST(PotentialKinds, ALayerIsNamedByItsNumber) {
    const auto read = with("", R"([{"id": "east", "formula": "x"},
 {"id": "mag", "file": "m.mod",
  "no_data": [-100, "-99"]}])");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().place.field, "layers.1.no_data.1");
    EXPECT_EQ(read.error().place.row, 5);
    const auto unknown = with("", R"([{"id": "east", "formula": "x"},
 {"id": "deep", "fomula": "z"}])");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().what.key, "potential.study.unknown_key");
    EXPECT_EQ(unknown.error().place.row, 4);
    const auto nameless = with("", R"([{"formula": "x"}])");
    ASSERT_FALSE(nameless);
    EXPECT_EQ(nameless.error().what.key, "potential.study.missing_key");
}

// What is found out of a layer later is said with its id: the line is that of the layer.
TEST(PotentialKinds, ALayerThatIsNamedByItsIdHasALine) {
    auto read = with("", R"([{"id": "east", "formula": "x"},
 {"id": "steep",
  "gradient": "nowhere"}])");
    ASSERT_TRUE(read);
    const auto made = derive_evidence(*read, base::Progress());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what.key, "potential.no_layer");
    EXPECT_EQ(made.error().place.row, 5);
    auto empty = with("", R"([{"id": "east", "formula": "x"},
 {"id": "empty"}])");
    ASSERT_TRUE(empty);
    const auto none = derive_evidence(*empty, base::Progress());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().place.field, "empty");
    EXPECT_EQ(none.error().place.row, 4);
}

// Numbers and words that are of the right kind and still no answer have a line as well.
TEST(PotentialKinds, NumbersAndWordsOutOfTheirBoundsHaveALine) {
    for (const char* slip : {R"("predict": {"members": 5},)", R"("validation": {"folds": 2.5},)", R"("methods": [{"kind": "weights", "per_layer": {"east": {"order": "upward"}}}],)",
                             R"("methods": [{"kind": "fuzzy", "tree": {"layer": "east", "membership": {"shape": "round"}}}],)", R"("methods": [{"kind": "fuzzy", "tree": {"layer": "east", "width": 3, "membership": {"shape": "linear"}}}],)"}) {
        const auto read = with(slip);
        ASSERT_FALSE(read) << slip;
        EXPECT_EQ(read.error().what.key, "potential.study.json") << slip;
        EXPECT_EQ(read.error().place.row, 3) << slip;
        EXPECT_EQ(base::describe(read.error(), base::Language::english).find("json.exception"), std::string::npos) << slip;
    }
    ASSERT_TRUE(with(R"("crs": "EPSG:32650", "evidence": ["east"], "predict": {"members": 30}, "targets": {"threshold": "crossing"},)"));
}

}  // namespace
}  // namespace orelens::project
