// The mineralised zone of Babbitt as a solid (Mpz.stl, feet): what it takes from the tonnes of the model. Volume
// and faults of the mesh come from a plain reading by another program (signed tetrahedra; edges by their use).
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <memory>

#include "core/project/Pipeline.h"
#include "core/project/Recipe.h"
#include "core/shapes/Fraction.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

std::unique_ptr<project::Project> babbitt(geostat::Boundary boundary) {
    const auto data = testing::shared_data("drillholes/babbitt");
    if (!data) return nullptr;
    auto recipe = project::read_recipe(std::string(ORELENS_SOURCE_DIR) + "/tests/real/babbitt.orelens.json");
    if (!recipe) return nullptr;
    recipe->drillholes.collar_file = (*data / "collar_BABBITT.csv").string();
    recipe->drillholes.survey_file = (*data / "survey_BABBITT.csv").string();
    recipe->drillholes.assay_file = (*data / "assay_BABBITT.csv").string();
    recipe->element = {{"Cu", {}}, {"Ni", {}}};
    shapes::ShapeRule& solid = recipe->shape["MPZ"];
    solid.file = (*data / "Mpz.stl").string();
    solid.role = shapes::Role::domain;
    solid.unit = base::LengthUnit::foot;
    recipe->estimate.boundary = boundary;
    auto run = std::make_unique<project::Project>();
    run->recipe = *recipe;
    base::Progress progress;
    const auto ran = run->run(progress);
    EXPECT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    return run;
}

TEST(BabbittSolid, IsReadAsWhatItIs) {
    ORELENS_SHARED(stl, "drillholes/babbitt/Mpz.stl");
    (void)stl;  // read by the recipe
    const auto project = babbitt(geostat::Boundary::none);
    ASSERT_NE(project, nullptr);
    const shapes::Shape& solid = project->results.shapes.list->at(0);
    EXPECT_TRUE(solid.closed);
    EXPECT_NEAR(solid.volume_m3, 1'773'360'489.6, 2e5);
    const blocks::BlockModel& model = *project->results.model();
    EXPECT_TRUE(model.has("fraction.MPZ"));
    EXPECT_FALSE(model.has("fraction")) << "a domain alone takes nothing";
}

TEST(BabbittSolid, TonnesWithAndWithout) {
    ORELENS_SHARED(stl, "drillholes/babbitt/Mpz.stl");
    (void)stl;  // read by the recipe
    const auto without = babbitt(geostat::Boundary::none), with = babbitt(geostat::Boundary::solids);
    ASSERT_TRUE(without && with);
    const auto all = without->results.value.curve_full->at(9000), in = with->results.value.curve_full->at(9000);
    std::cout << "usable at 9000 USD/t without the solid: " << all.blocks << " blocks, " << all.tonnes / 1e6 << " Mt, Cu "
              << all.grade[0] << " %\nwithin it: " << in.blocks << " blocks, " << in.tonnes / 1e6 << " Mt, Cu "
              << in.grade[0] << " %\n";
    EXPECT_GT(in.tonnes, 0);
    EXPECT_LT(in.volume_m3, static_cast<double>(in.blocks) * 30 * 30 * 10) << "cut blocks count in part";
    // No more rock than the solid holds.
    EXPECT_LT(with->results.value.curve_full->total().volume_m3, 1'773'400'000.0);
}

}  // namespace
}  // namespace orelens
