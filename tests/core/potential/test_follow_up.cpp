// What became of planned holes: matched by name, else by collar and direction; what was found beside what was predicted.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Vectors.h"
#include "core/potential/FollowUp.h"

namespace orelens::potential {
namespace {

/// A column of ten voxels of 10 m; the target lies from z 30 to z 60.
struct Column {
    Evidence evidence;
    Target target;
    std::vector<float> probability = std::vector<float>(10, 0.125F);
    ProposedHole planned;
    std::vector<PrognosisRow> rows;
    Column() {
        evidence.grid = {.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {1, 1, 10}};
        evidence.active.assign(10, 1);
        target.voxels = {3, 4, 5};
        probability[3] = 0.625F;
        probability[4] = 0.75F;
        probability[5] = 0.5F;
        planned = {.name = "T1-1", .collar = {5, 5, 100}, .azimuth_deg = 0, .dip_deg = 90, .length_m = 90};
        rows = prognosis(evidence, target, probability, planned);
    }
};

drilling::DrillholeSet vertical_hole(const std::string& name, double depth_m) {
    drilling::DrillholeSet holes;
    holes.hole_index[name] = 0;
    holes.collars.push_back({.hole = name, .x = 5, .y = 5, .z = 100, .depth_m = depth_m});
    drilling::GradeColumn copper;
    copper.name = "Cu";
    holes.assays.grades.push_back(copper);
    return holes;
}

void add(drilling::DrillholeSet& holes, double from_m, double to_m, double grade, std::int32_t hole = 0) {
    holes.assays.hole.push_back(hole);
    holes.assays.from_m.push_back(from_m);
    holes.assays.to_m.push_back(to_m);
    holes.assays.grades.front().values.push_back(grade);
    holes.assays.grades.front().flags.push_back(0);
}

DrilledHole straight(const std::string& name, const Vec3& collar, double azimuth_deg, double dip_deg) {
    DrilledHole hole;
    hole.name = name;
    hole.collar = hole.end = collar;
    const Vec3 way = base::scaled(hole_vector(azimuth_deg, dip_deg), 100);
    for (std::size_t a = 0; a < 3; ++a) hole.end[a] += way[a];
    return hole;
}

TEST(FollowUp, WhatWasFoundStandsBesideWhatWasPredicted) {
    const Column c;
    ASSERT_EQ(c.rows.size(), 3U);
    auto holes = vertical_hole("t1-1", 65);
    add(holes, 0, 45, 0.1);
    add(holes, 45, 50, 0.5);
    add(holes, 50, 60, 1.0);
    add(holes, 60, 65, std::nan(""));
    const auto drilled = drilled_holes(holes, "Cu");
    ASSERT_TRUE(drilled);
    ASSERT_EQ(drilled->size(), 1U);
    const HoleOutcome out = outcome_of(c.evidence, c.target, c.probability, c.planned, c.rows, &drilled->front(), 0.45);
    EXPECT_EQ(out.state, HoleState::result);
    EXPECT_EQ(out.drilled, "t1-1");
    EXPECT_TRUE(out.by_name);
    EXPECT_EQ(out.away_m, 0);
    EXPECT_NEAR(out.turned_deg, 0, 1e-6);
    EXPECT_EQ(out.length_m, 65);
    EXPECT_NEAR(out.in_target_m, 25, 1e-9) << "from 40 m down to its end";
    EXPECT_NEAR(out.assayed_m, 20, 1e-9) << "the last 5 m were not assayed: that is no barren rock";
    EXPECT_NEAR(out.expected_m, 10 * 0.5 + 10 * 0.75, 1e-9);
    EXPECT_NEAR(out.ore_m, 10, 1e-9) << "the upper voxel has 0.3 on the mean, although its lower half is ore";
    EXPECT_NEAR(out.grade, 0.65, 1e-9);
    ASSERT_EQ(out.found.size(), 3U);
    EXPECT_NEAR(out.found[0].assayed_m, 40, 1e-9);
    EXPECT_NEAR(out.found[0].grade, 0.1, 1e-9);
    EXPECT_NEAR(out.found[1].assayed_m, 20, 1e-9);
    EXPECT_NEAR(out.found[1].grade, 0.65, 1e-9);
    EXPECT_EQ(out.found[1].highest, 1.0);
    EXPECT_EQ(out.found[2].assayed_m, 0);
    EXPECT_TRUE(std::isnan(out.found[2].grade));
}

TEST(FollowUp, AHoleWithoutAssaysInTheTargetIsDrilledAndNoResult) {
    const Column c;
    auto holes = vertical_hole("T1-1", 30);
    add(holes, 0, 30, 0.9);
    const auto drilled = drilled_holes(holes, "Cu");
    ASSERT_TRUE(drilled);
    const HoleOutcome out = outcome_of(c.evidence, c.target, c.probability, c.planned, c.rows, &drilled->front(), 0.45);
    EXPECT_EQ(out.state, HoleState::drilled);
    EXPECT_EQ(out.in_target_m, 0) << "it stops above";
    EXPECT_TRUE(std::isnan(out.grade));
    EXPECT_NEAR(out.found[0].assayed_m, 30, 1e-9);
    const HoleOutcome none = outcome_of(c.evidence, c.target, c.probability, c.planned, c.rows, nullptr, 0.45);
    EXPECT_EQ(none.state, HoleState::planned);
    EXPECT_EQ(none.found.size(), 3U);
    EXPECT_EQ(drilled_holes(holes, "Zn").error().what.key, "potential.no_element");
}

TEST(FollowUp, NamesFirstThenCollarAndDirectionAndNoHoleTwice) {
    const std::vector<ProposedHole> planned{{.name = "T1-1", .collar = {0, 0, 0}, .azimuth_deg = 0, .dip_deg = 60},
                                            {.name = "T1-2", .collar = {0, 0, 0}, .azimuth_deg = 90, .dip_deg = 60},
                                            {.name = "T2-1", .collar = {500, 0, 0}, .azimuth_deg = 0, .dip_deg = 90}};
    const std::vector<DrilledHole> drilled{straight("ZK1", {3, 4, 0}, 90, 60), straight("ZK2", {0, 6, 0}, 0, 60), straight("t2-1", {900, 0, 0}, 0, 90), straight("ZK9", {0, 0, 0}, 180, 60)};
    EXPECT_EQ(match_holes(planned, drilled, {}), (std::vector<std::int32_t>{1, 0, 2})) << "two holes of one pad are told apart by where they go";
    EXPECT_EQ(match_holes(planned, drilled, {.near_m = 5.5}), (std::vector<std::int32_t>{-1, 0, 2}));
    // Two planned holes alike and one drilled: it is counted once.
    const std::vector<ProposedHole> twins{planned[0], planned[0]};
    EXPECT_EQ(match_holes(twins, {drilled[1]}, {}), (std::vector<std::int32_t>{0, -1}));
    // A collar alone points nowhere.
    DrilledHole stub;
    stub.name = "ZK3";
    EXPECT_EQ(match_holes({planned[0]}, {stub}, {}), (std::vector<std::int32_t>{-1}));
    EXPECT_TRUE(match_holes({}, drilled, {}).empty());
}

TEST(Samples, WhatNoCompositeWouldUseIsNoLabelEither) {
    auto holes = vertical_hole("A", 30);
    holes.hole_index["B"] = 1;
    holes.collars.push_back({.hole = "B", .x = 5, .y = 5, .z = 100, .depth_m = 30, .doubtful = true});
    add(holes, 0, 10, -0.005);  // a code, not a grade
    add(holes, 10, 20, 0.2);
    add(holes, 0, 30, 0.9, 1);
    const auto samples = samples_of(holes, "Cu");
    ASSERT_TRUE(samples);
    ASSERT_EQ(samples->size(), 2U) << "none of the hole whose place cannot be right";
    EXPECT_TRUE(std::isnan(samples->front().grade)) << "a negative number is not barren rock";
    EXPECT_EQ(samples->back().grade, 0.2);
    EXPECT_EQ(samples->back().from_m, 10);
    EXPECT_EQ(samples->back().to_m, 20);
}

}  // namespace
}  // namespace orelens::potential
