// A campaign through the stages: planned holes, new holes of the study, what they found beside what was predicted; and what
// is wrong with a study's own files of holes is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/potential/GridWalk.h"
#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "core/project/PotentialWork.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

class PotentialCampaign : public ::testing::Test {
  protected:
    PotentialCampaign() {
        study = nlohmann::json::parse(R"({
  "grid": {"extend_below": 3, "extend_sideways": 2},
  "layers": [{"id": "east", "formula": "x"}, {"id": "deep", "formula": "z"}],
  "labels": {"element": "Cu", "cutoff": 0.45, "barren": 0.3},
  "methods": [{"kind": "logistic", "ridge": 1}],
  "validation": {"edge_m": 60, "folds": 3, "buffer_m": 0, "bootstrap": 20},
  "predict": {"members": 20},
  "targets": {"threshold": 0.3},
  "drill": {"pads": [{"name": "north", "place": [1080, 2080, 101]}, {"name": "south", "place": [1120, 1990, 101]}], "longest_m": 300, "kappa": 0, "holes": 2, "influence_m": 25}
})");
        project.recipe.potential.study_file = "study.json";
    }
    void run_well() {
        deposit.folder().write("study.json", study.dump(1));
        base::Progress progress;
        const auto ran = project.run(progress, "targets");
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    /// The hole as it was planned, under a name and with its collar moved; assayed in ten-metre samples.
    void drill(const potential::ProposedHole& hole, const std::string& name, double moved_m, double grade) {
        deposit.folder().write("new_collar.csv", "HOLE_ID,EAST,NORTH,RL,DEPTH\n" + name + "," + base::number(hole.collar[0] + moved_m, 12) + "," + base::number(hole.collar[1], 12) + "," + base::number(hole.collar[2], 12) + "," + base::number(hole.length_m, 12) + "\n");
        deposit.folder().write("new_survey.csv", "HOLE_ID,DEPTH,AZIMUTH,DIP\n" + name + ",0," + base::number(hole.azimuth_deg, 12) + "," + base::number(-hole.dip_deg, 12) + "\n");
        std::string assay = "HOLE_ID,FROM,TO,CU_PCT\n";
        for (double from = 0; from + 10 <= hole.length_m; from += 10) assay += name + "," + base::number(from, 6) + "," + base::number(from + 10, 6) + "," + base::number(grade, 6) + "\n";
        deposit.folder().write("new_assay.csv", assay);
        study["new_holes"] = {{"collar", "new_collar.csv"}, {"survey", "new_survey.csv"}, {"assay", "new_assay.csv"}};
    }
    std::vector<std::string> said() const {
        std::vector<std::string> keys;
        for (const base::Message& one : targets_of(project.results)->said) keys.push_back(one.key);
        return keys;
    }
    SmallDeposit deposit;
    nlohmann::json study;
    Project project = deposit.project();
};

TEST(PotentialGrade, IsToldInGramsPerTonneOrPerCentAndWithoutAUnitWhereNobodyKnowsOne) {
    EvidenceResult evidence;
    const auto told = [&](double fraction) {
        evidence.grade_fraction = fraction;
        return told_grade(evidence);
    };
    EXPECT_EQ(told(1e-6).unit, "g/t");
    EXPECT_NEAR(told(1e-6).factor, 1, 1e-12);
    EXPECT_EQ(told(1e-9).unit, "g/t");
    EXPECT_NEAR(told(1e-9).factor * 350, 0.35, 1e-12) << "350 ppb";
    EXPECT_EQ(told(0.01).unit, "%");
    EXPECT_NEAR(told(0.01).factor, 1, 1e-12);
    EXPECT_EQ(told(0).unit, "");
    EXPECT_EQ(told(0).factor, 1);
}

TEST_F(PotentialCampaign, PlannedHolesAreFollowedToTheirResult) {
    run_well();
    const auto plan = targets_of(project.results);
    ASSERT_FALSE(plan->holes.empty());
    for (const HoleNote& note : plan->holes) {
        EXPECT_EQ(note.outcome.state, potential::HoleState::planned);
        EXPECT_EQ(note.outcome.found.size(), note.rows.size());
    }
    EXPECT_EQ(prognosis_csv(*plan, {}).find("FOUND"), std::string::npos) << "nothing was drilled yet";
    const potential::ProposedHole first = plan->holes.front().hole;
    // Drilled by another name, 4 m beside the plan, and rich all the way.
    drill(first, "ZK801", 4, 0.9);
    run_well();
    const auto rich = targets_of(project.results);
    ASSERT_EQ(rich->holes.size(), plan->holes.size()) << "the plan stays: new holes are no labels";
    const potential::HoleOutcome& out = rich->holes.front().outcome;
    EXPECT_EQ(rich->holes.front().hole.name, first.name);
    EXPECT_EQ(out.state, potential::HoleState::result);
    EXPECT_EQ(out.drilled, "ZK801");
    EXPECT_FALSE(out.by_name);
    EXPECT_NEAR(out.away_m, 4, 1e-6);
    EXPECT_LT(out.turned_deg, 0.01);
    EXPECT_GT(out.assayed_m, 0);
    EXPECT_LE(out.assayed_m, out.in_target_m + 1e-6);
    EXPECT_NEAR(out.ore_m, out.assayed_m, 1e-6) << "all of it is ore";
    EXPECT_NEAR(out.grade, 0.9, 1e-6);
    EXPECT_GT(out.expected_m, 0.3 * out.assayed_m * (1 - 1e-6)) << "every voxel of a target reaches its threshold";
    EXPECT_LT(out.expected_m, out.assayed_m);
    for (std::size_t n = 1; n < rich->holes.size(); ++n) EXPECT_EQ(rich->holes[n].outcome.state, potential::HoleState::planned);
    EXPECT_THAT(said(), ::testing::Not(::testing::Contains("potential.holes_unplanned")));
    EXPECT_THAT(campaign_csv(*rich), ::testing::HasSubstr(first.name + ",T" + std::to_string(first.target + 1) + ",result,"));
    EXPECT_THAT(campaign_csv(*rich), ::testing::HasSubstr(",ZK801,collar,4.00,"));
    EXPECT_THAT(prognosis_csv(*rich, {}), ::testing::HasSubstr("FOUND_ASSAYED_M,FOUND_GRADE,FOUND_HIGHEST,FOUND_UNIT"));
    // The grade with its unit; holes that are not drilled have neither.
    EXPECT_THAT(campaign_csv(*rich), ::testing::HasSubstr(",FOUND_GRADE,FOUND_UNIT\n"));
    EXPECT_THAT(campaign_csv(*rich), ::testing::HasSubstr(",0.9,%\n"));
    EXPECT_THAT(campaign_csv(*plan), ::testing::Not(::testing::HasSubstr("%")));
    EXPECT_THAT(prognosis_csv(*rich, {}), ::testing::HasSubstr(",0.9,0.9,%,"));
    // As the window tells it: gold read in mass fractions of a millionth is grams per tonne, an unknown unit stays unsaid.
    TargetResult gold = *rich;
    gold.grade_fraction = 1e-6;
    EXPECT_THAT(campaign_csv(gold), ::testing::HasSubstr(",0.9,g/t\n"));
    gold.grade_fraction = 0;
    EXPECT_THAT(campaign_csv(gold), ::testing::HasSubstr(",0.9,\n"));
    // Kept with the project.
    const std::string path = deposit.folder().file("kept.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_EQ(campaign_csv(*targets_of(opened->results)), campaign_csv(*rich));
    // Poor: found, and no ore.
    drill(first, "ZK801", 4, 0.1);
    run_well();
    EXPECT_EQ(targets_of(project.results)->holes.front().outcome.ore_m, 0);
    EXPECT_NEAR(targets_of(project.results)->holes.front().outcome.grade, 0.1, 1e-6);
}

TEST_F(PotentialCampaign, AHoleElsewhereIsMatchedByNameAloneAndSaid) {
    run_well();
    const potential::ProposedHole first = targets_of(project.results)->holes.front().hole;
    drill(first, "ZK1", 60, 0.9);
    run_well();
    EXPECT_EQ(targets_of(project.results)->holes.front().outcome.state, potential::HoleState::planned);
    EXPECT_THAT(said(), ::testing::Contains("potential.holes_unplanned"));
    study["drill"]["match_m"] = 80;
    run_well();
    EXPECT_EQ(targets_of(project.results)->holes.front().outcome.drilled, "ZK1");
    study["drill"].erase("match_m");
    drill(first, first.name, 60, 0.9);
    run_well();
    EXPECT_TRUE(targets_of(project.results)->holes.front().outcome.by_name);
    EXPECT_THAT(said(), ::testing::Contains("potential.hole_elsewhere"));
    study["drill"]["match_m"] = 0;
    deposit.folder().write("study.json", study.dump(1));
    base::Progress progress;
    const auto refused = project.run(progress, "targets");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "drill.match_m");
}

TEST_F(PotentialCampaign, AreasOfTheRecipeForbidWhatTheirOutlinesHold) {
    run_well();
    const auto free = targets_of(project.results);
    ASSERT_FALSE(free->holes.empty());
    EXPECT_TRUE(free->forbidden.empty());
    // Around both pads.
    const std::string square = R"({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32650"}}, "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[1000, 1900], [1200, 1900], [1200, 2200], [1000, 2200], [1000, 1900]]]}}]})";
    deposit.folder().write("village.geojson", square);
    project.recipe.potential.forbidden_file = "village.geojson";
    EXPECT_THAT(project.stale(), ::testing::Contains("targets"));
    EXPECT_TRUE(project.current("potential") && project.current("evidence")) << "only holes are others";
    run_well();
    const auto barred = targets_of(project.results);
    EXPECT_TRUE(barred->holes.empty());
    ASSERT_EQ(barred->forbidden.size(), 1U);
    EXPECT_EQ(barred->forbidden.front().size(), 4U) << "the last point repeats the first";
    EXPECT_THAT(said(), ::testing::IsSupersetOf({"potential.collars_barred", "potential.not_drillable"}));
    EXPECT_EQ(barred->targets.size(), free->targets.size());
    // Another outline in the same file makes the stage stale.
    std::string moved = square;
    for (std::size_t at = moved.find("1200"); at != std::string::npos; at = moved.find("1200", at)) moved.replace(at, 4, "1001");
    deposit.folder().write("village.geojson", moved);
    EXPECT_FALSE(project.current("targets"));
    run_well();
    EXPECT_EQ(targets_of(project.results)->holes.size(), free->holes.size());
    EXPECT_THAT(said(), ::testing::Contains("potential.areas_idle"));
    // A file without outlines is refused by name.
    deposit.folder().write("points.csv", "X,Y,Z,DENSITY\n1,2,3,2.7\n2,2,3,2.7\n1,3,3,2.7\n2,3,3,2.7\n");
    project.recipe.potential.forbidden_file = "points.csv";
    base::Progress progress;
    const auto refused = project.run(progress, "targets");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().place.file, ::testing::EndsWith("points.csv"));
    EXPECT_EQ(targets_of(project.results)->holes.size(), free->holes.size()) << "what was there stays";
}

TEST_F(PotentialCampaign, AThresholdThatKeepsNothingOrEverythingIsNamedWithItsLine) {
    for (const auto& [threshold, key] : {std::pair{2.0, "potential.nothing_above"}, std::pair{0.0, "potential.all_above"}}) {
        study["targets"]["threshold"] = threshold;
        deposit.folder().write("study.json", study.dump(1));
        base::Progress progress;
        const auto refused = project.run(progress, "targets");
        ASSERT_FALSE(refused) << threshold;
        EXPECT_EQ(refused.error().what.key, key);
        EXPECT_EQ(refused.error().place.field, "targets.threshold");
        EXPECT_GT(refused.error().place.row, 1);
        EXPECT_THAT(refused.error().place.file, ::testing::EndsWith("study.json"));
        EXPECT_FALSE(refused.error().fix.empty());
    }
}

TEST_F(PotentialCampaign, FaultsOfTheFilesOfNewHolesAreTold) {
    run_well();
    drill(targets_of(project.results)->holes.front().hole, "ZK1", 0, 0.9);
    deposit.folder().write("new_assay.csv", "HOLE_ID,FROM,TO,CU_PCT\nZK1,0,10,0.9\nZK1,8,20,0.8\nZK1,30,20,0.8\nZK2,0,10,0.5\n");
    run_well();
    base::Progress progress;
    const auto& findings = targets_of(project.results)->findings;
    std::vector<std::string> kinds;
    for (const base::Finding& one : findings) {
        kinds.push_back(one.kind);
        EXPECT_EQ(one.stage, "targets");
    }
    EXPECT_THAT(kinds, ::testing::IsSupersetOf({"overlap", "from_not_below_to", "missing_collar"}));
    std::vector<std::string> examined;
    for (const base::Finding& one : find_stage(project.stages(), "targets")->examine(project, progress)) examined.push_back(one.kind);
    EXPECT_THAT(examined, ::testing::IsSupersetOf({"overlap", "from_not_below_to", "missing_collar"}));
}

TEST_F(PotentialCampaign, FaultsOfAStudysOwnHolesAreTold) {
    run_well();
    EXPECT_TRUE(evidence_of(project.results)->holes_of_project);
    // The same holes by the study's own files, one interval of them turned round.
    const auto& holes = project.results.drilling.import->holes;
    std::string collar = "HOLE_ID,EAST,NORTH,RL,DEPTH\n", assay = "HOLE_ID,FROM,TO,CU_PCT\n";
    for (const auto& one : holes.collars) collar += one.hole + "," + base::number(one.x, 12) + "," + base::number(one.y, 12) + "," + base::number(one.z, 12) + "," + base::number(one.depth_m, 12) + "\n";
    const auto* copper = holes.assays.grade("Cu");
    ASSERT_NE(copper, nullptr);
    for (std::size_t n = 0; n < holes.assays.size(); ++n)
        assay += holes.collars[static_cast<std::size_t>(holes.assays.hole[n])].hole + "," + base::number(holes.assays.from_m[n], 9) + "," + base::number(holes.assays.to_m[n], 9) + "," + (std::isnan(copper->values[n]) ? std::string() : base::number(copper->values[n], 9)) + "\n";
    assay += holes.collars.front().hole + ",9,8,0.5\n";
    deposit.folder().write("own_collar.csv", collar);
    deposit.folder().write("own_assay.csv", assay);
    study["labels"]["collar"] = "own_collar.csv";
    study["labels"]["assay"] = "own_assay.csv";
    run_well();
    EXPECT_FALSE(evidence_of(project.results)->holes_of_project);
    std::vector<std::string> kinds;
    for (const base::Finding& one : evidence_of(project.results)->findings) kinds.push_back(one.kind);
    EXPECT_THAT(kinds, ::testing::Contains("from_not_below_to"));
}

}  // namespace
}  // namespace orelens::project
