// What shapes take from blocks: tonnes below the ground, within solids and licences; samples and blocks of a
// domain on their own; results saved, restored and made stale.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>

#include "core/economics/Value.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/project/Bounds.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

/// Blocks of the model of Small: 1000…1160 by 2000…2160, holes from 100 m down to 20 m.
std::string box_obj(double x0, double x1, double y0, double y1, double z0, double z1) {
    std::string text;
    for (int n = 0; n < 8; ++n)
        text += fmt::format("v {} {} {}\n", (n & 1) != 0 ? x1 : x0, (n & 2) != 0 ? y1 : y0, (n & 4) != 0 ? z1 : z0);
    return text + "f 1 3 2\nf 2 3 4\nf 5 6 7\nf 6 8 7\nf 1 2 5\nf 2 6 5\nf 3 7 4\nf 4 7 8\nf 1 5 3\nf 3 5 7\nf 2 4 6\nf 4 8 6\n";
}
/// A level surface over everything.
std::string level_obj(double z) {
    return fmt::format("v 0 1000 {0}\nv 3000 1000 {0}\nv 3000 4000 {0}\nv 0 4000 {0}\nf 1 2 3\nf 1 3 4\n", z);
}

struct Totals {
    double volume = 0, tonnes = 0;
    std::int64_t blocks = 0;
};
Totals usable(const Project& project) {
    const auto totals = project.results.value.curve_full->total();
    return {totals.volume_m3, totals.tonnes, totals.blocks};
}

class Bounds : public ::testing::Test {
  protected:
    void add(const char* name, shapes::Role role, const std::string& text, const char* extension = ".obj") {
        const std::string file = std::string(name) + extension;
        deposit.folder().write(file, text);
        project.recipe.shape[name].file = file;
        project.recipe.shape[name].role = role;
    }
    void run() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    std::vector<std::string> kinds() const {
        std::vector<std::string> all;
        for (const auto& finding : project.findings()) all.push_back(finding.kind);
        return all;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Bounds, WithoutShapesNothingChanges) {
    run();
    EXPECT_EQ(project.results.bounds.model, nullptr);
    EXPECT_FALSE(project.results.model()->has(economics::fraction_column));
    EXPECT_THAT(kinds(), ::testing::Contains("blocks_above_collars"));
}

/// Everything that counts or does not makes the whole model, in blocks and in volume.
void expect_whole(const Project& project) {
    const BoundSummary& sums = *project.results.bounds.summary;
    BoundPart all = sums.without_grade;
    for (const BoundPart& part : sums.out) all.add(part);
    all.add(sums.counted);
    const blocks::BlockModel& model = *project.results.bounds.model;
    EXPECT_EQ(all.blocks + sums.counted.cut, static_cast<std::int64_t>(model.block_count()));
    const double volume = model.geometry().block_volume() * static_cast<double>(model.block_count());
    EXPECT_NEAR(all.m3, volume, 1e-9 * volume);
    EXPECT_NEAR(all.tonnes(2.5), 2.5 * volume, 1e-6 * volume);
}

TEST_F(Bounds, EveryReasonIsCountedAndAllMakeTheModel) {
    run();
    const blocks::GridGeometry grid = project.results.model()->geometry();
    const double x = grid.origin[0], y = grid.origin[1], z = grid.origin[2];
    add("topo", shapes::Role::topography, level_obj(z + 8 * 7.25));
    add("void", shapes::Role::mined_out, box_obj(x + 53, x + 87, y + 53, y + 87, z + 10, z + 40));
    add("ours", shapes::Role::licence,
        fmt::format("v {0} {1} 0\nv {2} {1} 0\nv {2} {3} 0\nv {0} {3} 0\nl 1 2 3 4 1\n", x - 1, y - 1, x + 97.5, y + 1000));
    run();
    const BoundSummary& sums = *project.results.bounds.summary;
    for (const Excluded reason : {Excluded::air, Excluded::mined_out, Excluded::outside_licence}) {
        EXPECT_GT(sums.of(reason).blocks, 0) << static_cast<int>(reason);
        EXPECT_GT(sums.of(reason).cut, 0) << static_cast<int>(reason);
        EXPECT_GT(sums.of(reason).m3, 0) << static_cast<int>(reason);
    }
    EXPECT_EQ(sums.of(Excluded::outside_solids), BoundPart());
    expect_whole(project);
    EXPECT_NEAR(sums.counted.m3, usable(project).volume, 1e-3 * sums.counted.m3) << "at a price at which all pays";
}

TEST_F(Bounds, AirIsNotOre) {
    run();
    const Totals before = usable(project);
    const blocks::GridGeometry grid = project.results.model()->geometry();
    // In the middle of a level of blocks, and no level lost to rounding.
    const double ground = grid.origin[2] + 8 * 7.25;
    double below = 0;
    const blocks::BlockModel& model = *project.results.estimate.model;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n) || std::isnan(model.real("Cu", leaf)[n])) continue;
            const double bottom = grid.origin[2] + 8 * model.leaf(leaf).index(n)[2];
            below += 100 * std::clamp(ground - bottom, 0.0, 8.0);
        }
    add("ground", shapes::Role::topography, level_obj(ground));
    run();
    const Totals after = usable(project);
    EXPECT_NEAR(after.volume, below, below * 1e-6);
    EXPECT_NEAR(after.tonnes, below * project.recipe.economics.costs.density_t_per_m3, after.tonnes * 1e-6);
    EXPECT_LT(after.volume, before.volume);
    EXPECT_THAT(kinds(), ::testing::IsSupersetOf({"blocks_in_air", "collars_off_topography"}));
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("blocks_above_collars")));
    // Blocks of nothing but air are excluded, by name.
    const blocks::BlockModel& bounded = *project.results.model();
    const int top = grid.count[2] - 1;
    EXPECT_EQ(bounded.value(economics::fraction_column, {5, 5, top}), 0);
    EXPECT_EQ(bounded.info(economics::excluded_column)->codes.at(
                  static_cast<std::size_t>(bounded.value(economics::excluded_column, {5, 5, top}))),
              "air");
    EXPECT_EQ(bounded.value(economics::fraction_column, {5, 5, 0}), 1);
    EXPECT_NEAR(bounded.value(economics::fraction_column, {5, 5, 7}), 0.25, 1e-6);
}

TEST_F(Bounds, MinedOutAndLicenceAreTakenInTurn) {
    run();
    const blocks::GridGeometry grid = project.results.model()->geometry();
    const double x = grid.origin[0], y = grid.origin[1], z = grid.origin[2];
    // The lower half of a block, then a licence over three quarters of another.
    add("void", shapes::Role::mined_out, box_obj(x + 50, x + 60, y + 50, y + 60, z + 16, z + 20));
    add("ours", shapes::Role::licence,
        fmt::format("v {0} {1} 0\nv {2} {1} 0\nv {2} {3} 0\nv {0} {3} 0\nl 1 2 3 4 1\n", x - 1, y - 1, x + 97.5, y + 1000));
    run();
    const blocks::BlockModel& model = *project.results.model();
    EXPECT_NEAR(model.value("fraction", {5, 5, 2}), 0.5, 1e-6);
    EXPECT_NEAR(model.value("fraction.mined_out", {5, 5, 2}), 0.5, 1e-6);
    EXPECT_NEAR(model.value("fraction", {9, 3, 3}), 0.75, 1e-6);
    EXPECT_EQ(model.value("excluded", {10, 3, 3}), static_cast<int>(Excluded::outside_licence));
    EXPECT_EQ(model.value("excluded", {9, 3, 3}), 0);
    EXPECT_EQ(model.value(economics::status_column, {10, 3, 3}), static_cast<int>(economics::Status::excluded));
    EXPECT_THAT(kinds(), ::testing::IsSupersetOf({"blocks_mined_out", "blocks_outside_licence"}));
}

TEST_F(Bounds, SolidsAreHardBoundariesForSamplesAndBlocks) {
    run();
    const blocks::GridGeometry grid = project.results.model()->geometry();
    // The western half, by a wall through the middle of a column of blocks.
    const double wall = grid.origin[0] + 10 * 8 + 4;
    add("west", shapes::Role::domain, box_obj(0, wall, 0, 5000, -500, 500));
    project.recipe.shape["west"].code.assign(1, 'W');
    project.recipe.estimate.boundary = geostat::Boundary::solids;
    run();
    const auto& samples = *project.results.drilling.composites;
    std::int64_t inside = 0;
    double low = 1e9, high = -1e9;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (samples.x[n] >= wall) continue;
        ++inside;
        low = std::min(low, samples.grade("Cu")->values[n]);
        high = std::max(high, samples.grade("Cu")->values[n]);
    }
    const auto& summaries = *project.results.estimate.summaries;
    EXPECT_EQ(summaries.at(1).element, "Cu");
    EXPECT_EQ(summaries.at(1).samples, inside);
    const blocks::BlockModel& model = *project.results.model();
    EXPECT_NEAR(model.value("fraction.W", {8, 4, 4}), 0.4, 1e-6);
    EXPECT_NEAR(model.value("fraction", {8, 4, 4}), 0.4, 1e-6);
    EXPECT_EQ(model.value("solid", {8, 4, 4}), 0);
    EXPECT_FALSE(std::isnan(model.value("Cu", {8, 4, 4})));
    EXPECT_TRUE(std::isnan(model.value("Cu", {9, 4, 4}))) << "outside the solid no grade";
    double least = 1e9, most = -1e9;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n) && !std::isnan(model.real("Cu", leaf)[n])) {
                least = std::min(least, static_cast<double>(model.real("Cu", leaf)[n]));
                most = std::max(most, static_cast<double>(model.real("Cu", leaf)[n]));
            }
    EXPECT_GE(least, low - 0.05);
    EXPECT_LE(most, high + 0.05);

    project.recipe.estimate.outside = geostat::OutsideSolids::estimate;
    run();
    EXPECT_EQ(project.results.estimate.summaries->at(1).samples, static_cast<std::int64_t>(samples.size()));
    EXPECT_FALSE(std::isnan(project.results.model()->value("Cu", {9, 4, 4})));
    EXPECT_TRUE(std::isnan(project.results.model()->value("solid", {8, 4, 4}))) << "most of it is outside";
    EXPECT_FALSE(project.results.model()->has("fraction")) << "nothing is taken";
}

TEST_F(Bounds, RockCodesAreHardBoundaries) {
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run();
    const blocks::BlockModel& model = *project.results.model();
    EXPECT_TRUE(model.has("domain"));
    const auto& summaries = *project.results.estimate.summaries;
    EXPECT_EQ(summaries.at(1).samples, static_cast<std::int64_t>(project.results.drilling.composites->size()));
    EXPECT_GT(summaries.at(1).estimated, 1000);
    // Oxide blocks from oxide samples alone: their grades lie within those.
    const auto& samples = *project.results.drilling.composites;
    double low = 1e9, high = -1e9;
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (samples.domain[n] == 0) {
            low = std::min(low, samples.grade("Au")->values[n]);
            high = std::max(high, samples.grade("Au")->values[n]);
        }
    const auto domain = model.integer_leaves("domain");
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            const float gold = model.real("Au", leaf)[n];
            if (!model.leaf(leaf).is_active(n) || domain[leaf][n] != 0 || std::isnan(gold)) continue;
            EXPECT_GT(gold, low - 0.05);
            EXPECT_LT(gold, high + 0.05);
        }
}

TEST_F(Bounds, AreSavedRestoredAndMadeStale) {
    add("ground", shapes::Role::topography, level_obj(70));
    add("seen", shapes::Role::view, "v 0 0 0\nv 1 0 0\nv 1 1 1\nl 1 2 3\n");
    run();
    const std::string path = deposit.folder().file("small.orelens");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_TRUE(opened->stale().empty()) << ::testing::PrintToString(opened->stale());
    EXPECT_TRUE(testing::same_bits(*project.results.model(), *opened->results.model()));
    EXPECT_EQ(*opened->results.bounds.summary, *project.results.bounds.summary);
    EXPECT_EQ(opened->results.shapes.list->size(), 2U);
    EXPECT_EQ(opened->results.shapes.list->at(1).lines.lines.size(), 1U);
    // Another topography: grades stay, what is valued goes.
    deposit.folder().write("ground.obj", level_obj(60));
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("shapes", "bounds", "occurrence", "evaluate", "pits", "scenarios"));
    project.recipe.shape["ground"].role = shapes::Role::view;
    run();
    EXPECT_EQ(project.results.bounds.model, nullptr);
    EXPECT_EQ(project.executions.at("estimate"), 1);
}

/// Distances are columns beside the others, whatever part the shape plays; they bound nothing.
TEST_F(Bounds, DistancesOfBlocksAreColumns) {
    run();
    const Totals free = usable(project);
    add("ore", shapes::Role::view, box_obj(1040, 1120, 2040, 2120, 40, 80));
    add("fault", shapes::Role::view, level_obj(65));
    add("line", shapes::Role::view, "v 0 0 0\nv 1 0 0\nv 1 1 1\nl 1 2 3\n");
    for (const char* name : {"ore", "fault", "line"}) project.recipe.shape[name].distance = true;
    run();
    EXPECT_THAT(kinds(), ::testing::Contains("shape_no_distance")) << "a line has no sides";
    const auto& model = *project.results.model();
    ASSERT_TRUE(model.has("distance.ore") && model.has("distance.fault"));
    EXPECT_FALSE(model.has("distance.line"));
    const blocks::GridGeometry& grid = model.geometry();
    const Totals bounded = usable(project);
    EXPECT_EQ(bounded.blocks, free.blocks);
    EXPECT_DOUBLE_EQ(bounded.tonnes, free.tonnes);
    std::int64_t inside = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const auto b = model.leaf(leaf).index(n);
            const auto p = grid.centre(b);
            EXPECT_NEAR(std::abs(model.value("distance.fault", b)), std::abs(p[2] - 65), 1e-4);
            const bool in = p[0] > 1040 && p[0] < 1120 && p[1] > 2040 && p[1] < 2120 && p[2] > 40 && p[2] < 80;
            EXPECT_EQ(model.value("distance.ore", b) < 0, in);
            inside += in ? 1 : 0;
        }
    EXPECT_GT(inside, 0);
    const std::string path = deposit.folder().file("small.orelens");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(testing::same_bits(model, *opened->results.model()));
}

TEST_F(Bounds, HeightsThatNoGroundHasAreToldOrLeftOut) {
    const auto ground = [](const char* odd) {
        std::string text = "x y z\n";
        for (int j = 0; j < 20; ++j)
            for (int i = 0; i < 20; ++i)
                text += fmt::format("{} {} {}\n", 900 + i * 20, 1900 + j * 20, i == 7 && j == 9 ? odd : "70");
        return text;
    };
    add("ground", shapes::Role::topography, ground("70"), ".xyz");
    run();
    const double sound = usable(project).volume;
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_spikes")));
    deposit.folder().write("ground.xyz", ground("-9999"));
    run();
    EXPECT_THAT(kinds(), ::testing::Contains("shape_null_heights"));
    EXPECT_NEAR(usable(project).volume, sound, 1e-6 * sound) << "the gap is spanned";
    deposit.folder().write("ground.xyz", ground("7"));
    run();
    EXPECT_THAT(kinds(), ::testing::Contains("shape_spikes"));
}

TEST_F(Bounds, ACornerOfASolidAtACodeForNoneIsAnError) {
    const auto solid = [&](double foot) {
        project.recipe.shape.clear();
        add("body", shapes::Role::domain, box_obj(1000, 1100, 2000, 2100, foot, 100));
        run();
        return kinds();
    };
    EXPECT_THAT(solid(0), ::testing::Not(::testing::Contains("shape_null_in_mesh")));
    EXPECT_THAT(solid(-999), ::testing::Not(::testing::Contains("shape_null_in_mesh"))) << "a deep foot";
    EXPECT_THAT(solid(-9999), ::testing::Contains("shape_null_in_mesh"));
}

TEST_F(Bounds, AShapeThatCannotBoundIsRefusedByItsParameter) {
    const auto refused = [&] {
        base::Progress progress;
        const auto ran = project.run(progress);
        return ran ? base::Error{} : ran.error();
    };
    std::string open = box_obj(1000, 1100, 2000, 2100, 0, 100);
    open.resize(open.rfind("f "));
    add("body", shapes::Role::domain, open);
    EXPECT_EQ(refused().what.key, "shapes.open_solid");
    EXPECT_EQ(refused().place.field, "shape.body.file");
    project.recipe.shape["body"].largest_gap_percent = 50;
    run();
    EXPECT_THAT(kinds(), ::testing::Contains("shape_gaps_closed"));
    project.recipe.shape["body"].file.clear();
    EXPECT_EQ(refused().what.key, "shapes.no_file");
    add("body", shapes::Role::domain, "v 0 0 0\nv 1 0 0\nl 1 2\n");
    EXPECT_EQ(refused().what.key, "shapes.no_triangles");
    project.recipe.shape.clear();
    project.recipe.estimate.boundary = geostat::Boundary::solids;
    EXPECT_EQ(refused().what.key, "project.no_domain_solids");
}

TEST_F(Bounds, FeetAndExchangedAxesAreSeenBesideTheHoles) {
    const auto one_kind = [&](const std::string& kind) {
        run();
        EXPECT_THAT(kinds(), ::testing::Contains(kind));
    };
    add("body", shapes::Role::domain, box_obj(1000 / 0.3048, 1100 / 0.3048, 2000 / 0.3048, 2100 / 0.3048, 50, 200));
    one_kind("shape_in_feet");
    project.recipe.shape["body"].unit = base::LengthUnit::foot;
    run();
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_in_feet")));
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_other_foot")));
    project.recipe.general.crs = "EPSG:2225";
    one_kind("shape_other_foot");
    const double international = project.results.shapes.list->at(0).volume_m3;
    project.recipe.shape["body"].unit = base::LengthUnit::survey_foot;
    run();
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_other_foot")));
    EXPECT_NEAR(project.results.shapes.list->at(0).volume_m3 / international, std::pow(1200.0 / 3937 / 0.3048, 3), 1e-9);
    project.recipe.shape["body"].unit = base::LengthUnit::metre;
    // The same where the file itself says feet, and its reader has made metres of them.
    const auto as_omf = [&](const char* units) {
        deposit.folder().write("body.obj", box_obj(1000, 1100, 2000, 2100, 50, 200));
        base::Progress progress;
        const auto read = io::read_shapes(deposit.folder().file("body.obj"), progress);
        ASSERT_TRUE(read);
        const shapes::TriangleMesh mesh = io::joined_meshes(*read);
        io::OmfSurface surface{mesh.points, {}};
        for (const auto& [a, b, c] : mesh.triangles) surface.triangles.push_back({a, b, c});
        io::OmfProject file;
        file.elements.push_back({"body", "", std::nullopt, std::move(surface), {}});
        deposit.folder().write("body.omf", io::omf_bytes(file, units).value());
        project.recipe.shape["body"].file = "body.omf";
    };
    as_omf("ft");
    one_kind("shape_other_foot");
    as_omf("US survey feet");
    run();
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_other_foot")));
    project.recipe.general.crs.clear();
    add("body", shapes::Role::domain, box_obj(2000, 2100, 1000, 1100, 20, 80));
    one_kind("shape_axes_exchanged");
    project.recipe.shape["body"].axes = shapes::Axes::north_east_up;
    run();
    EXPECT_THAT(kinds(), ::testing::Not(::testing::Contains("shape_axes_exchanged")));
    EXPECT_NEAR(project.results.shapes.list->at(0).volume_m3, 100.0 * 100 * 60, 1e-3);
    project.recipe.shape["body"].axes = shapes::Axes::east_north_up;
    add("body", shapes::Role::domain, box_obj(90'000, 90'100, 1000, 1100, 20, 80));
    one_kind("shape_far");
}

TEST_F(Bounds, UnsampledIsBarrenOnlyWhereTheRuleSaysSo) {
    // A hole with samples of 1 % from 0 to 8 and 16 to 24 m.
    deposit.folder().write("assay.csv", "hole,from,to,Cu,Au\nH00,0,8,1,1\nH00,16,24,1,\n");
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "composite"));
    EXPECT_EQ(project.results.drilling.composites->size(), 2U);
    project.recipe.element["Cu"].assay.unsampled = drilling::Unsampled::barren;
    ASSERT_TRUE(project.run(progress, "composite"));
    const auto& samples = *project.results.drilling.composites;
    double metal = 0, metres = 0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const auto* copper = samples.grade("Cu");
        if (std::isnan(copper->values[n])) continue;
        metal += copper->values[n] * copper->assayed_m[n];
        metres += copper->assayed_m[n];
    }
    EXPECT_DOUBLE_EQ(metal, 16);
    EXPECT_DOUBLE_EQ(metres, 24);
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (samples.from_m[n] >= 8 && samples.to_m[n] <= 16) {
            EXPECT_TRUE(std::isnan(samples.grade("Au")->values[n]));
        }
    EXPECT_THAT(kinds(), ::testing::Contains("unsampled_barren"));
}

TEST(BoundPart, AirWeighsNothingAndAMissingDensityTheStatedOne) {
    BoundPart part;
    part.add(100, 3);
    part.add(100, 0);
    part.add(100, std::nan(""));
    EXPECT_EQ(part.m3, 300);
    EXPECT_EQ(part.tonnes(2.5), 300 + 250);
}

}  // namespace
}  // namespace orelens::project
