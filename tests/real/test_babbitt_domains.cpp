// Domains drawn from Babbitt's drilling beside the solid that geologists made of it (Mpz.stl): how large each is, how
// much of either lies in the other, how many rich samples each holds.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <memory>

#include "core/domains/Continuity.h"
#include "core/project/Pipeline.h"
#include "core/project/Recipe.h"
#include "core/project/ShapeDraw.h"
#include "core/shapes/Inside.h"
#include "core/shapes/NearestPoints.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

/// One project for all tests: what is read, composited and known of the solid is kept, only the shell is drawn again.
class BabbittDomains : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        const auto data = testing::shared_data("drillholes/babbitt");
        if (!data) return;
        auto recipe = project::read_recipe(std::string(ORELENS_SOURCE_DIR) + "/tests/real/babbitt.orelens.json");
        ASSERT_TRUE(recipe);
        recipe->drillholes.collar_file = (*data / "collar_BABBITT.csv").string();
        recipe->drillholes.survey_file = (*data / "survey_BABBITT.csv").string();
        recipe->drillholes.assay_file = (*data / "assay_BABBITT.csv").string();
        recipe->element = {{"Cu", {}}};
        recipe->commodity.erase("Ni");
        shapes::ShapeRule& solid = recipe->shape["MPZ"];
        solid.file = (*data / "Mpz.stl").string();
        solid.unit = base::LengthUnit::foot;
        made = std::make_unique<project::Project>();
        made->recipe = *recipe;
    }
    static void TearDownTestSuite() { made.reset(); }
    static const project::Project* drawn(const shapes::DrawnRule& drawn) {
        if (!made) return nullptr;
        shapes::ShapeRule& shell = made->recipe.shape["shell"];
        shell.source = shapes::Source::grade_shell;
        shell.role = shapes::Role::domain;
        shell.drawn = drawn;
        base::Progress progress;
        const auto ran = made->run(progress, "shapes");
        EXPECT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
        return ran ? made.get() : nullptr;
    }
    static inline std::unique_ptr<project::Project> made;
};

struct Common {
    double solid = 0, shell = 0, both = 0;  ///< m³
    /// Of the solid, within one drill spacing of a sample: all, what lies nearest to a sample above, and what of either
    /// is in the shell.
    double drilled = 0, told = 0, drilled_both = 0, told_both = 0;
    double mean_in_solid = 0, mean_in_shell = 0;
};

/// Volumes by points every 50 m by 50 m by 10 m; nearest as the shell measures, across its plane as many times as it is
/// flattened.
Common compare(const project::Project& project) {
    const auto& list = *project.results.shapes.list;
    const shapes::Shape &solid = list.at(0), &shell = list.at(1);
    shapes::Box box = shapes::bounds(solid.mesh);
    const shapes::Box other = shapes::bounds(shell.mesh);
    box.include(other.low);
    box.include(other.high);
    std::vector<shapes::Vec3> places;
    for (double x = box.low[0]; x < box.high[0]; x += 50)
        for (double y = box.low[1]; y < box.high[1]; y += 50)
            for (double z = box.low[2]; z < box.high[2]; z += 10) places.push_back({x, y, z});
    base::Progress progress;
    const auto in_solid = shapes::inside(solid.mesh, places, progress), in_shell = shapes::inside(shell.mesh, places, progress);
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    const auto& copper = samples.grade("Cu")->values;
    const domains::BodyReport& report = project.results.shapes.drawn->at(0).report;
    domains::Continuity frame = domains::frame_of(report.dip_direction_deg, report.dip_deg, places.front());
    frame.flattening = report.flattening;
    std::vector<shapes::Vec3> known;
    std::vector<bool> above;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (std::isnan(copper[n])) continue;
        known.push_back(frame.to_frame({samples.x[n], samples.y[n], samples.z[n]}));
        above.push_back(copper[n] >= report.threshold);
    }
    const shapes::NearestPoints nearest(known);
    Common common;
    for (std::size_t n = 0; n < places.size(); ++n) {
        const auto found = nearest.nearest(frame.to_frame(places[n]));
        if ((*in_solid)[n] != 0 && found.distance_m <= report.spacing_m) {
            common.drilled += 25000;
            common.drilled_both += (*in_shell)[n] * 25000.0;
            if (above[found.point]) {
                common.told += 25000;
                common.told_both += (*in_shell)[n] * 25000.0;
            }
        }
        common.solid += (*in_solid)[n] * 25000.0;
        common.shell += (*in_shell)[n] * 25000.0;
        common.both += (*in_solid)[n] * (*in_shell)[n] * 25000.0;
    }
    std::vector<shapes::Vec3> at;
    for (std::size_t n = 0; n < samples.size(); ++n) at.push_back({samples.x[n], samples.y[n], samples.z[n]});
    for (const auto& [mesh, mean] : {std::pair{&solid.mesh, &common.mean_in_solid}, {&shell.mesh, &common.mean_in_shell}}) {
        const auto in = shapes::inside(*mesh, at, progress);
        double sum = 0, count = 0;
        for (std::size_t n = 0; n < at.size(); ++n)
            if ((*in)[n] != 0 && !std::isnan(copper[n])) {
                sum += copper[n];
                ++count;
            }
        *mean = sum / count;
    }
    return common;
}

void print(const project::Project& project, const Common& common) {
    const project::DrawnShape& drawn = project.results.shapes.drawn->at(0);
    const domains::BodyReport& r = drawn.report;
    std::cout << "threshold " << r.threshold << " " << drawn.unit << " (break " << r.natural_break << ", background " << r.background
              << "), metal " << r.metal_inside_percent << " %, samples " << r.above << " of " << r.samples - r.unknown
              << "\nspacing " << r.spacing_m << " m, reach " << r.reach_m << " m, cell " << r.cell_m << " m, flattening "
              << r.flattening << ", dip " << r.dip_deg << " towards " << r.dip_direction_deg << "\nvolume " << drawn.volume_m3 / 1e6
              << " Mm3 (solid " << common.solid / 1e6 << "), both " << common.both / 1e6 << ", parts " << r.parts << " ("
              << r.parts_dropped << " left out, " << r.samples_dropped << " samples)\nin it: " << r.above_in << " above, " << r.below_in
              << " below, " << r.unknown_in << " unknown; near " << r.near_share << ", open " << r.open_share << "\nmean Cu in the solid "
              << common.mean_in_solid << " %, in the shell " << common.mean_in_shell << " %\nof the solid within one spacing of a sample: "
              << common.drilled / 1e6 << " Mm3, in the shell " << common.drilled_both / 1e6 << "; nearest to a sample above "
              << common.told / 1e6 << ", of that in the shell " << common.told_both / 1e6 << "; lost to the lattice and in specks "
              << r.lost_share << "\n";
}

TEST_F(BabbittDomains, ShellFromDefaults) {
    ORELENS_SHARED(stl, "drillholes/babbitt/Mpz.stl");
    (void)stl;  // read by the recipe
    const auto* project = drawn({});
    ASSERT_NE(project, nullptr);
    const Common common = compare(*project);
    print(*project, common);
    const project::DrawnShape& shell = project->results.shapes.drawn->at(0);
    EXPECT_NEAR(common.shell / shell.volume_m3, 1, 0.02) << "by points as by triangles";
    EXPECT_NEAR(common.solid / 1'773'360'489.6, 1, 0.02);
    // Most of what is above the threshold is in it, and little of what is below.
    EXPECT_GT(static_cast<double>(shell.report.above_in), 0.9 * static_cast<double>(shell.report.above));
    EXPECT_LT(shell.report.below_in, shell.report.above_in / 5);
    EXPECT_GT(shell.report.near_share, 0.9);
    // Half the drill spacing goes nowhere near as far as the geologists' solid between wide holes, and mostly within it.
    EXPECT_LT(common.shell, common.solid);
    EXPECT_GT(common.both, 0.7 * common.shell);
    EXPECT_GT(common.mean_in_shell, common.mean_in_solid);
}

TEST_F(BabbittDomains, ShellWithALongReach) {
    ORELENS_SHARED(stl, "drillholes/babbitt/Mpz.stl");
    (void)stl;  // read by the recipe
    shapes::DrawnRule rule;
    rule.reach_m = 200;
    const auto* project = drawn(rule);
    ASSERT_NE(project, nullptr);
    const Common common = compare(*project);
    print(*project, common);
    EXPECT_GT(common.both, 0.5 * common.solid);
    EXPECT_LT(project->results.shapes.drawn->at(0).report.near_share, 0.9) << "and says that it goes beyond the drilling";
}

}  // namespace
}  // namespace orelens
