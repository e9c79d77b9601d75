// Masks of evidence: by a layer, a solid, depth or elevation; of one layer or of all; from the study or the recipe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "core/project/PotentialMasks.h"
#include "core/project/PotentialStudy.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;
using testing::TemporaryFolder;

constexpr const char* cube = "v 0 0 0\nv 20 0 0\nv 20 20 0\nv 0 20 0\nv 0 0 20\nv 20 0 20\nv 20 20 20\nv 0 20 20\n"
                             "f 1 4 3 2\nf 5 6 7 8\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8\n";

/// 4 × 4 × 4 voxels of 10 m from 0, 0, 0 below a ground at 40 m: centres at 5, 15, 25, 35.
struct Masked : ::testing::Test {
    TemporaryFolder folder;
    nlohmann::json study = nlohmann::json::parse(R"({"grid": {"origin": [0, 0, 0], "size": [10, 10, 10], "count": [4, 4, 4]}, "ground": "ground.asc",
      "layers": [{"id": "a", "formula": "x"}, {"id": "slope", "gradient": "a"}, {"id": "b", "formula": "y - 20"}]})");
    Masked() {
        folder.write("cube.obj", cube);
        std::string ground = "ncols 6\nnrows 6\nxllcorner -10\nyllcorner -10\ncellsize 10\n";
        for (int row = 0; row < 6; ++row) ground += "40 40 40 40 40 40\n";
        folder.write("ground.asc", ground);
    }
    base::Expected<PotentialStudy> derived(const std::string& statements = "") {
        auto made = read_potential_study(folder.write("study.json", study.dump()));
        if (!made) return made;
        if (auto ok = add_masks(*made, statements, [&](const std::string& file) { return folder.file(file); }); !ok) return std::unexpected(ok.error());
        if (auto ok = derive_evidence(*made, base::Progress()); !ok) return std::unexpected(ok.error());
        return made;
    }
    /// Voxels with a value, and whether they are those of `kept`.
    static void expect_kept(const base::Expected<PotentialStudy>& made, const std::string& layer, const std::function<bool(const blocks::Vec3&)>& kept) {
        ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
        const potential::Layer* one = made->evidence.layer(layer);
        ASSERT_NE(one, nullptr);
        std::int64_t values = 0;
        for (std::size_t v = 0; v < one->values.size(); ++v) {
            const auto at = potential::centre_of(made->evidence.grid, static_cast<std::int64_t>(v));
            ASSERT_EQ(!std::isnan(one->values[v]), kept(at)) << layer << " " << at[0] << " " << at[1] << " " << at[2] << ": " << one->values[v];
            values += std::isnan(one->values[v]) ? 0 : 1;
        }
        EXPECT_GT(values, 0);
    }
};

TEST_F(Masked, ByALayerASolidDepthAndElevation) {
    const auto everywhere = [](const blocks::Vec3&) { return true; };
    const auto where = derived("a: where b");
    expect_kept(where, "a", [](const blocks::Vec3& at) { return at[1] > 20; });
    expect_kept(where, "b", everywhere);
    EXPECT_EQ(where->evidence.layer("a")->values[0 + 4 * 3], 5) << "what is kept is as it was";
    expect_kept(derived("a: inside cube.obj"), "a", [](const blocks::Vec3& at) { return at[0] < 20 && at[1] < 20 && at[2] < 20; });
    expect_kept(derived("a: outside cube.obj"), "a", [](const blocks::Vec3& at) { return !(at[0] < 20 && at[1] < 20 && at[2] < 20); });
    expect_kept(derived("a: depth 0 20"), "a", [](const blocks::Vec3& at) { return at[2] > 20; });
    expect_kept(derived("a: elevation 10 30"), "a", [](const blocks::Vec3& at) { return at[2] > 10 && at[2] < 30; });
    // Two of them: what both keep; and a layer that is known where another is.
    const auto both = derived("b: elevation 0 20; b: where b0; a: covered b");
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error().what.key, "potential.no_layer");
    expect_kept(derived("b: elevation 0 20; a: covered b; a: depth 30 100"), "a", [](const blocks::Vec3& at) { return at[2] < 10; });
}

/// A layer that masks one before it: the masked one and what is made from it come later, so that all agree.
TEST_F(Masked, WhatIsMadeFromAMaskedLayerIsMadeFromWhatIsLeft) {
    const auto made = derived("a: where b");
    ASSERT_TRUE(made);
    expect_kept(made, "a", [](const blocks::Vec3& at) { return at[1] > 20; });
    // The gradient of what is missing is missing.
    const potential::Layer& slope = *made->evidence.layer("slope");
    for (std::size_t v = 0; v < slope.values.size(); ++v) {
        const auto at = potential::centre_of(made->evidence.grid, static_cast<std::int64_t>(v));
        EXPECT_TRUE(at[1] > 20 || std::isnan(slope.values[v])) << "never 0";
    }
    study["layers"][2]["formula"] = "a + y";
    const auto circle = derived("a: where b");
    ASSERT_FALSE(circle);
    EXPECT_EQ(circle.error().what.key, "potential.mask_circle");
}

/// eis_toolkit #403 and #404: one base mask, and no derived layer speaks outside of it.
TEST_F(Masked, ABaseMaskIsInEveryDerivedLayer403And404) {
    study["masks"] = {{{"where", "b"}}};
    const auto kept = [](const blocks::Vec3& at) { return at[1] > 20; };
    // A gradient needs both neighbours along each axis: it has values inside of the grid's edge.
    const auto kept_inside = [](const blocks::Vec3& at) { return at[1] > 20 && std::ranges::all_of(at, [](double x) { return x > 10 && x < 30; }); };
    const auto of_study = derived();
    for (const char* layer : {"a", "b"}) expect_kept(of_study, layer, kept);
    expect_kept(of_study, "slope", kept_inside);
    study.erase("masks");
    const auto of_recipe = derived("*: where b");
    for (const char* layer : {"a", "b"}) expect_kept(of_recipe, layer, kept);
    expect_kept(of_recipe, "slope", kept_inside);
    // Every layer is another one for it, and the same one again without it.
    EXPECT_NE(of_study->layer_stamps, derived()->layer_stamps);
    EXPECT_EQ(of_study->layer_stamps[0], of_recipe->layer_stamps[0]);
}

TEST_F(Masked, SlipsAreRefusedWithTheirPlace) {
    study["masks"] = {{{"depth", {5, 1}}}};
    const auto turned = derived();
    ASSERT_FALSE(turned);
    EXPECT_EQ(turned.error().place.field, "masks.0.depth");
    study["masks"] = {{{"where", "c"}}};
    EXPECT_EQ(derived().error().what.key, "potential.no_layer");
    study["masks"] = {{{"wher", "b"}}};
    EXPECT_EQ(derived().error().what.key, "potential.study.unknown_key");
    study.erase("masks");
    study.erase("ground");
    EXPECT_EQ(derived("a: depth 0 20").error().what.key, "potential.study.bad");
    for (const char* bad : {"a where b", "a: where", "a: over b", "a: depth 5", "a: depth 9 1", ": where b"}) {
        const auto no = mask_statements(bad);
        ASSERT_FALSE(no) << bad;
        EXPECT_EQ(no.error().what.key, "potential.mask_statement");
    }
    const std::string text = "a: where b; *: depth 0 300; b: inside some folder/host rock.obj";
    const auto read = mask_statements(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(text_of(*read), text);
}

/// From the recipe: the masked layer is made anew, its coverage is another one, the others are taken as they are.
TEST(PotentialMasks, OfTheRecipeConcernTheirLayerAlone) {
    SmallDeposit deposit;
    deposit.folder().write("study.json", R"({"layers": [{"id": "east", "formula": "x"}, {"id": "deep", "formula": "z"}], "labels": {"element": "Cu", "cutoff": 0.45, "barren": 0.3}})");
    Project project = deposit.project();
    project.recipe.potential.study_file = "study.json";
    base::Progress progress;
    auto ran = project.run(progress, "evidence");
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    const auto before = evidence_of(project.results)->layers;
    const double top = evidence_of(project.results)->grid.to_world({0, 0, static_cast<double>(evidence_of(project.results)->grid.count[2])})[2];
    project.recipe.potential.masks = "east: elevation " + base::number(top - 15) + " " + base::number(top);
    EXPECT_FALSE(project.current("evidence"));
    ran = project.run(progress, "evidence");
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    const auto after = evidence_of(project.results)->layers;
    ASSERT_EQ(after.size(), 2U);
    EXPECT_NE(after[0].stamp, before[0].stamp);
    EXPECT_EQ(after[1].stamp, before[1].stamp);
    EXPECT_EQ(before[0].coverage.predicted_covered, before[0].coverage.predicted);
    EXPECT_LT(after[0].coverage.predicted_covered, after[0].coverage.predicted);
    EXPECT_GT(after[0].coverage.predicted_covered, 0);
    EXPECT_EQ(after[1].coverage.predicted_covered, after[1].coverage.predicted);
}

}  // namespace
}  // namespace orelens::project
