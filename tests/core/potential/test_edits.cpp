// Targets merged and split by a user: sums stay what they were, statements read back, what cannot be done is said. Areas in
// which no hole may start, and stations below the ground.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/potential/Drill.h"
#include "core/potential/Folds.h"
#include "core/potential/TargetEdits.h"

namespace orelens::potential {
namespace {

using ::testing::ElementsAre;

/// Two bodies of unlike scores in a box of 12 × 6 × 4 cells of 10 m: columns 0–4 and 7–11 of the two middle rows.
struct TwoBodies : ::testing::Test {
    TwoBodies() {
        evidence.grid.count = {12, 6, 4};
        evidence.grid.origin = {1000, 2000, -40};
        evidence.grid.block_size = {10, 10, 10};
        evidence.grid.azimuth_deg = 20;
        const std::size_t cells = 12 * 6 * 4;
        evidence.active.assign(cells, 1);
        labels.assign(cells, unknown);
        probability.assign(cells, 0.1F);
        for (std::int32_t k = 0; k < 4; ++k)
            for (const std::int32_t j : {2, 3})
                for (std::int32_t i = 0; i < 12; ++i)
                    if (i < 5 || i > 6) probability[static_cast<std::size_t>(evidence.grid.linear({i, j, k}))] = 0.6F + 0.01F * static_cast<float>(i) + 0.02F * static_cast<float>(k);
        data.probability = probability;
        data.labels = labels;
        list = find_targets(evidence, data, rule).value();
    }
    [[nodiscard]] std::string place(std::int32_t i, std::int32_t j, std::int32_t k) const {
        const Vec3 at = evidence.grid.centre({i, j, k});
        return base::number(at[0], 12) + " " + base::number(at[1], 12) + " " + base::number(at[2], 12);
    }
    std::vector<base::Message> edit(const std::string& text) {
        std::vector<base::Message> said;
        const auto edits = target_edits(text);
        EXPECT_TRUE(edits) << text;
        if (edits) edit_targets(evidence, data, rule, *edits, list, said);
        return said;
    }
    [[nodiscard]] std::array<double, 3> sums() const {
        std::array<double, 3> made{};
        for (const Target& one : list.targets) {
            made[0] += static_cast<double>(one.voxels.size());
            made[1] += one.volume_m3;
            made[2] += one.expected_volume_m3;
        }
        return made;
    }
    Evidence evidence;
    std::vector<std::int8_t> labels;
    std::vector<float> probability;
    TargetData data;
    TargetRule rule{.threshold = 0.5};
    TargetList list;
};

TEST_F(TwoBodies, MergeAndSplitKeepEverySum) {
    ASSERT_EQ(list.targets.size(), 2U);
    const auto before = sums();
    const Target first = list.targets[0], second = list.targets[1];
    EXPECT_TRUE(edit("merge " + place(1, 2, 0) + " + " + place(8, 3, 2)).empty());
    ASSERT_EQ(list.targets.size(), 1U);
    const Target& whole = list.targets.front();
    EXPECT_EQ(whole.voxels.size(), first.voxels.size() + second.voxels.size());
    EXPECT_TRUE(std::ranges::is_sorted(whole.voxels));
    EXPECT_DOUBLE_EQ(whole.volume_m3, first.volume_m3 + second.volume_m3);
    EXPECT_NEAR(whole.mean, (first.mean * static_cast<double>(first.voxels.size()) + second.mean * static_cast<double>(second.voxels.size())) / static_cast<double>(whole.voxels.size()), 1e-12);
    EXPECT_DOUBLE_EQ(whole.highest, std::max(first.highest, second.highest));
    for (std::size_t a = 0; a < 3; ++a)
        EXPECT_NEAR(whole.centroid[a] * whole.expected_volume_m3, first.centroid[a] * first.expected_volume_m3 + second.centroid[a] * second.expected_volume_m3, 1e-6 * std::abs(whole.centroid[a] * whole.expected_volume_m3));
    for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(sums()[n], before[n], 1e-9 * before[n]);
    // Its pieces do not touch: parts are what was merged.
    EXPECT_TRUE(edit("split " + place(1, 2, 0) + " parts").empty());
    ASSERT_EQ(list.targets.size(), 2U);
    EXPECT_EQ(list.targets[0].voxels, first.voxels);
    EXPECT_EQ(list.targets[1].voxels, second.voxels);
    EXPECT_DOUBLE_EQ(list.targets[0].expected_in_domain_m3, first.expected_in_domain_m3);
    // A level plane at half the height: as many voxels above as below, the higher scores above.
    EXPECT_TRUE(edit("split " + place(8, 2, 0) + " plane 0 0 at 1000 2000 -20").empty());
    ASSERT_EQ(list.targets.size(), 3U);
    for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(sums()[n], before[n], 1e-9 * before[n]);
    std::vector<std::size_t> sizes;
    for (const Target& one : list.targets) sizes.push_back(one.voxels.size());
    EXPECT_THAT(sizes, ElementsAre(40U, 20U, 20U));
    EXPECT_GT(list.targets[1].expected_in_domain_m3, list.targets[2].expected_in_domain_m3) << "in order, as ever";
    EXPECT_GT(list.targets[1].z_min, -20 - 1e-9);
    EXPECT_LT(list.targets[2].z_max, -20 + 1e-9);
}

TEST_F(TwoBodies, WhatCannotBeDoneIsSaidAndChangesNothing) {
    const auto before = list.targets;
    const auto keys = [](const std::vector<base::Message>& said) {
        std::vector<std::string> all;
        for (const base::Message& one : said) all.push_back(one.key);
        return all;
    };
    EXPECT_THAT(keys(edit("merge " + place(1, 2, 0) + " + " + place(5, 2, 0))), ElementsAre("potential.edit_lost"));
    EXPECT_THAT(keys(edit("merge 1e12 0 0 + " + place(1, 2, 0) + "; split -9e99 0 0 parts")), ElementsAre("potential.edit_lost", "potential.edit_lost"));
    EXPECT_THAT(keys(edit("merge " + place(1, 2, 0) + " + " + place(2, 2, 0))), ElementsAre("potential.edit_one"));
    EXPECT_THAT(keys(edit("split " + place(1, 2, 0) + " parts")), ElementsAre("potential.edit_whole"));
    EXPECT_THAT(keys(edit("split " + place(1, 2, 0) + " plane 90 45 at 1000 2000 9000")), ElementsAre("potential.edit_whole"));
    ASSERT_EQ(list.targets.size(), before.size());
    for (std::size_t n = 0; n < before.size(); ++n) EXPECT_EQ(list.targets[n].voxels, before[n].voxels);
}

TEST_F(TwoBodies, ACutAcrossTheLongestAxisHalvesIt) {
    const Target& target = list.targets.front();
    const TargetEdit cut = across_longest(evidence, probability, target);
    EXPECT_NEAR(std::fmod(cut.azimuth_deg, 180), 110, 8) << "the body is longest along model x, which points to 110";
    std::vector<base::Message> said;
    edit_targets(evidence, data, rule, {cut}, list, said);
    EXPECT_TRUE(said.empty());
    EXPECT_EQ(list.targets.size(), 3U);
}

TEST_F(TwoBodies, ExpectedMetalHasABandOfRockAndOfGrade) {
    const Target& target = list.targets.front();
    std::vector<std::vector<float>> members;
    std::vector<double> grades;
    for (int m = 0; m <= 10; ++m) {
        members.emplace_back(probability.size(), 0.1F * static_cast<float>(m));
        grades.push_back(0.01 + 0.001 * (10 - m));
    }
    const Metal metal = expected_metal(target, 1000, probability, 2.5, 0.015, members, grades);
    const double all = 2500 * static_cast<double>(target.voxels.size());
    EXPECT_NEAR(metal.ore_low_t, 0.1 * all, 1e-3 * all);
    EXPECT_NEAR(metal.ore_high_t, 0.9 * all, 1e-3 * all);
    EXPECT_NEAR(metal.grade_low, 0.011, 1e-12);
    EXPECT_NEAR(metal.grade_high, 0.019, 1e-12);
    EXPECT_NEAR(metal.tonnes, target.expected_volume_m3 * 2.5 * 0.015, 1e-6 * metal.tonnes);
    EXPECT_NEAR(metal.low, 0.1 * all * 0.019, 1e-3 * all) << "of each member's own product, not of the two bands";
    EXPECT_TRUE(std::isnan(expected_metal(target, 1000, probability, 2.5, 0.015, {}, {}).ore_low_t));
}

TEST(TargetEdits, ReadBackAsWritten) {
    const std::string text = "merge 1 2 3 + 4.5 -5 6 + 7 8 9; split 1 2 3 parts; split 512619.182 4396586.352 121.429 plane 110.446 71.744 at 1 2 3";
    const auto edits = target_edits(text);
    ASSERT_TRUE(edits);
    ASSERT_EQ(edits->size(), 3U);
    EXPECT_EQ(text_of(*edits), text);
    EXPECT_EQ(*target_edits(" ;; merge 1,2,3 + 4,5,6 ;"), *target_edits("merge 1 2 3 + 4 5 6"));
    EXPECT_TRUE(target_edits("")->empty());
    for (const char* bad : {"join 1 2 3 + 4 5 6", "merge 1 2 3", "merge 1 2 + 4 5 6", "merge 1 2 3 + 4 5 6 7", "split 1 2 3", "split 1 2 3 plane 361 10 at 1 2 3", "split 1 2 3 plane 10 91 at 1 2 3",
                            "split 1 2 3 plane 10 10", "split nan 2 3 parts", "merge 1 2 3 + inf 5 6", "split 1 2 3x parts"}) {
        const auto read = target_edits(std::string("split 1 2 3 parts; ") + bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().what.key, "potential.edit_bad");
        EXPECT_EQ(read.error().what.args.front().second, "2") << bad;
    }
}

TEST(ForbiddenAreas, HoldTheirInsideAndEdge) {
    const ForbiddenAreas areas{{{{0, 0}, {10, 0}, {10, 10}, {5, 4}, {0, 10}}, {{20, 0}, {30, 0}, {25, 10}}, {{22, 1}, {28, 1}, {25, 8}}}};
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{1, 1}, {0, 5}, {10, 10}, {5, 0}, {5, 4}, {25, 2}, {20.5, 0.5}}) EXPECT_TRUE(areas.hold(x, y)) << x << " " << y;
    for (const auto& [x, y] : std::vector<std::pair<double, double>>{{5, 5}, {-1, 5}, {11, 10}, {15, 5}, {25, 10.1}}) EXPECT_FALSE(areas.hold(x, y)) << x << " " << y;
}

TEST_F(TwoBodies, HolesStartOutsideForbiddenAreasOrBelowThem) {
    Raster ground;
    ground.to = {-3000, 5000, 0, 5000, 0, -5000};
    ground.columns = ground.rows = 2;
    ground.values.assign(4, 10);
    DrillRule drill = usual_drill_rule();
    drill.longest_m = 200;
    drill.least_angle_deg = drill.kappa = 0;  // whatever meets the body will do
    const auto key_of = [](const Campaign& campaign) {
        std::vector<std::string> all;
        for (const base::Message& one : campaign.left_out) all.push_back(one.key);
        return all;
    };
    const Vec3 above = {list.targets[0].centroid[0], list.targets[0].centroid[1], 10};
    const std::vector<Collar> pad{{"A", above, false}};
    const auto free = propose(evidence, list, probability, pad, drill, &ground, base::Progress());
    ASSERT_TRUE(free) << free.error().what.key;
    ASSERT_FALSE(free->holes.empty());
    drill.forbidden.outlines = {{{900, 1900}, {1300, 1900}, {1300, 2300}, {900, 2300}}};
    const auto barred = propose(evidence, list, probability, pad, drill, &ground, base::Progress());
    ASSERT_TRUE(barred);
    EXPECT_TRUE(barred->holes.empty());
    EXPECT_THAT(key_of(*barred), ::testing::Contains("potential.collars_barred"));
    EXPECT_THAT(key_of(*barred), ::testing::Contains("potential.not_drillable"));
    // A pad beside the area is taken instead; a station below it may be used, and only the one that is a station.
    std::vector<Collar> two = pad;
    two.push_back({"B", {above[0], above[1] - 15, 10}, false});
    drill.forbidden.outlines = {{{above[0] - 5, above[1] - 5}, {above[0] + 5, above[1] - 5}, {above[0] + 5, above[1] + 5}, {above[0] - 5, above[1] + 5}}};
    const auto beside = propose(evidence, list, probability, two, drill, &ground, base::Progress());
    ASSERT_TRUE(beside && !beside->holes.empty());
    for (const ProposedHole& hole : beside->holes) EXPECT_EQ(hole.pad, "B");
    const std::vector<Collar> station{{"S", {above[0], above[1], 0}, true}};
    drill.forbidden.outlines = {{{900, 1900}, {1300, 1900}, {1300, 2300}, {900, 2300}}};
    const auto below = propose(evidence, list, probability, station, drill, &ground, base::Progress());
    ASSERT_TRUE(below && !below->holes.empty());
    EXPECT_EQ(below->holes.front().pad, "S");
    std::vector<Collar> mixed = station;
    mixed.push_back({"C", {above[0], above[1], 0}, false});
    const auto sunk = propose(evidence, list, probability, mixed, drill, &ground, base::Progress());
    ASSERT_FALSE(sunk);
    EXPECT_EQ(sunk.error().what.key, "potential.collar_below");
}

}  // namespace
}  // namespace orelens::potential
