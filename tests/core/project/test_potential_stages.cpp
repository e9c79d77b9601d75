// Potential as stages: silent without a study; on the project's own grid and holes; what did not change is not done
// again; kept with the project; targets never reach the deposit's model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/potential/Folds.h"
#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "core/project/Target.h"
#include "core/project/TargetDecisions.h"
#include "core/project/Truth.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using blocks::BlockModel;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::SmallDeposit;

class PotentialStages : public ::testing::Test {
  protected:
    PotentialStages() {
        deposit.folder().write("gravity.csv", nodes(1));
        study = nlohmann::json::parse(R"({
  "grid": {"extend_below": 3, "extend_sideways": 2},
  "layers": [{"id": "east", "formula": "x"}, {"id": "slope", "gradient": "east"}, {"id": "deep", "formula": "z"},
             {"id": "gravity", "file": "gravity.csv"}],
  "evidence": ["east", "deep", "gravity"],
  "labels": {"element": "Cu", "cutoff": 0.45, "barren": 0.3},
  "methods": [{"kind": "weights"}, {"kind": "logistic", "ridge": 1}],
  "validation": {"edge_m": 60, "folds": 3, "buffer_m": 0, "bootstrap": 20},
  "predict": {"members": 20, "method": "logistic"},
  "targets": {"threshold": "crossing"},
  "drill": {"pads": [{"name": "north", "place": [1080, 2080, 101]}], "longest_m": 200}
})");
        write();
        project.recipe.potential.study_file = "study.json";
    }
    /// A body of rock in the east, as nodes.
    static std::string nodes(double factor) {
        std::string text = "X,Y,Z,DENSITY\n";
        for (int i = 0; i < 12; ++i)
            for (int j = 0; j < 12; ++j)
                for (int k = 0; k < 10; ++k)
                    text += std::to_string(940 + 25 * i) + "," + std::to_string(1940 + 25 * j) + "," + std::to_string(-80 + 25 * k) + "," + std::to_string(factor * (2.6 + 0.02 * i + 0.01 * (k % 3))) + "\n";
        return text;
    }
    void write() { deposit.folder().write("study.json", study.dump(1)); }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress, "targets");
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    SmallDeposit deposit;
    nlohmann::json study;
    Project project = deposit.project();
};

TEST_F(PotentialStages, AreSilentWithoutAStudy) {
    project.recipe.potential = {};
    run_well();
    for (const char* stage : {"evidence", "potential", "targets"}) {
        EXPECT_TRUE(project.current(stage)) << stage;
        EXPECT_FALSE(holds_results(project, *find_stage(project.stages(), stage))) << stage;
    }
    EXPECT_FALSE(project.results.stamps.contains("import")) << "nothing else is needed for that";
    EXPECT_TRUE(project.results.more.empty());
}

TEST_F(PotentialStages, TakeGridAndHolesOfTheProject) {
    run_well();
    const auto evidence = evidence_of(project.results);
    ASSERT_TRUE(evidence);
    const blocks::GridGeometry& deposit_grid = *project.results.estimate.geometry;
    EXPECT_EQ(evidence->grid.count[2], deposit_grid.count[2] + 3);
    EXPECT_EQ(evidence->grid.count[0], deposit_grid.count[0] + 4);
    EXPECT_NEAR(evidence->grid.origin[2], deposit_grid.origin[2] - 3 * deposit_grid.block_size[2], 1e-9);
    EXPECT_TRUE(evidence->grid_of_model && evidence->holes_of_project);
    EXPECT_GE(evidence->positives, 10);
    EXPECT_GT(evidence->barrens, 0);
    EXPECT_EQ(evidence->grade_fraction, 0.01);
    const auto model = potential_model(project.results);
    ASSERT_TRUE(model);
    for (const char* column : {"evidence.east", "evidence.slope", "evidence.gravity", label_column, probability_column, member_sd_column, p10_column, p90_column, domain_column, driver_column, fold_column, target_column})
        EXPECT_TRUE(model->has(column)) << column;
    // Each voxel's layer is what its formula says, to the last bit.
    for (const blocks::Index3 at : {blocks::Index3{0, 0, 0}, blocks::Index3{5, 7, 2}})
        EXPECT_EQ(model->value("evidence.east", at), static_cast<double>(static_cast<float>(evidence->grid.centre(at)[0])));
    const auto p = column_values(*model, probability_column);
    const auto low = column_values(*model, p10_column), high = column_values(*model, p90_column);
    for (std::size_t v = 0; v < p.size(); ++v) {
        ASSERT_TRUE(p[v] >= 0 && p[v] <= 1) << v;
        ASSERT_LE(low[v], high[v]) << v;
    }
    EXPECT_FALSE(project.results.model() && project.results.model()->has(probability_column)) << "the deposit's model knows nothing of it";
}

TEST_F(PotentialStages, PredictWithEveryMethodAndTwoBaselinesBeside) {
    run_well();
    const auto prediction = prediction_of(project.results);
    ASSERT_TRUE(prediction);
    std::vector<std::string> names;
    for (const MethodNote& method : prediction->methods) names.push_back(method.name);
    EXPECT_THAT(names, ElementsAre("weights", "logistic", "distance", "random"));
    EXPECT_EQ(prediction->method, "logistic");
    EXPECT_EQ(prediction->folds.size(), 3U);
    EXPECT_EQ(prediction->contrasts.size(), 3U);
    EXPECT_FALSE(prediction->trust.empty());
    project.recipe.potential.method = "weights";
    run_well();
    EXPECT_EQ(prediction_of(project.results)->method, "weights");
    project.recipe.potential.method = "forests";
    base::Progress progress;
    const auto ran = project.run(progress, "targets");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "potential.study.no_such_method");
    EXPECT_TRUE(prediction_of(project.results)) << "the old one stays";
}

TEST_F(PotentialStages, DoAgainOnlyWhatChanged) {
    run_well();
    const auto before = prediction_of(project.results);
    const auto layers = evidence_of(project.results)->layers;
    // Other holes: neither evidence nor prediction are others.
    study["drill"]["longest_m"] = 150;
    write();
    EXPECT_THAT(project.stale(), ::testing::IsSupersetOf({"evidence", "potential", "targets"}));
    run_well();
    EXPECT_EQ(prediction_of(project.results), before) << "the same one, not an equal one";
    for (std::size_t n = 0; n < layers.size(); ++n) EXPECT_EQ(evidence_of(project.results)->layers[n].stamp, layers[n].stamp);
    // Another file: its layer alone.
    deposit.folder().write("gravity.csv", nodes(1.1));
    EXPECT_FALSE(project.current("evidence"));
    run_well();
    for (std::size_t n = 0; n < layers.size(); ++n)
        EXPECT_EQ(evidence_of(project.results)->layers[n].stamp == layers[n].stamp, layers[n].id != "gravity") << layers[n].id;
    EXPECT_NE(prediction_of(project.results), before);
    // What was taken over is what would have been made.
    Project fresh = deposit.project();
    fresh.recipe.potential = project.recipe.potential;
    base::Progress progress;
    ASSERT_TRUE(fresh.run(progress, "targets"));
    EXPECT_TRUE(testing::same_bits(*potential_model(project.results), *potential_model(fresh.results)));
    // A file that a layer names is never written over.
    EXPECT_TRUE(is_input(deposit.folder().file("gravity.csv"), input_files(project, "")));
}

TEST_F(PotentialStages, AThresholdConcernsTargetsAlone) {
    run_well();
    project.recipe.potential.threshold = 0.9 * targets_of(project.results)->threshold;
    EXPECT_THAT(project.stale(), ::testing::Contains("targets"));
    EXPECT_TRUE(project.current("potential") && project.current("evidence"));
    const auto input = target_input(project.results);
    ASSERT_TRUE(input);
    potential::TargetRule rule = input->rule;
    rule.threshold = project.recipe.potential.threshold;
    const auto by_hand = potential::find_targets(input->evidence, input->data(), rule);
    run_well();
    ASSERT_TRUE(by_hand);
    const auto made = targets_of(project.results);
    ASSERT_EQ(by_hand->targets.size(), made->targets.size()) << "what the slider shows is what the stage makes";
    for (std::size_t n = 0; n < made->targets.size(); ++n) {
        EXPECT_EQ(by_hand->targets[n].voxels, made->targets[n].target.voxels);
        EXPECT_EQ(by_hand->targets[n].expected_in_domain_m3, made->targets[n].target.expected_in_domain_m3);
    }
}

TEST_F(PotentialStages, AreKeptWithTheProject) {
    run_well();
    const std::string path = deposit.folder().file("kept.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    for (const char* stage : {"evidence", "potential", "targets"}) EXPECT_TRUE(opened->current(stage)) << stage;
    EXPECT_TRUE(testing::same_bits(*potential_model(project.results), *potential_model(opened->results)));
    const auto &a = *targets_of(project.results), &b = *targets_of(opened->results);
    ASSERT_EQ(a.targets.size(), b.targets.size());
    EXPECT_EQ(a.holes.size(), b.holes.size());
    for (std::size_t n = 0; n < a.targets.size(); ++n) EXPECT_EQ(a.targets[n].drivers, b.targets[n].drivers);
    EXPECT_EQ(prediction_of(project.results)->trust, prediction_of(opened->results)->trust);
}

TEST_F(PotentialStages, AnOverlayNeedsNoLabels) {
    study.erase("labels");
    study.erase("predict");
    study["methods"] = nlohmann::json::parse(R"([{"kind": "fuzzy", "tree": {"layer": "gravity", "membership": {"shape": "linear", "low": 2.6, "high": 2.85}}}])");
    study["targets"]["threshold"] = 0.6;
    write();
    run_well();
    const auto prediction = prediction_of(project.results);
    ASSERT_TRUE(prediction);
    EXPECT_EQ(prediction->method, "fuzzy");
    EXPECT_FALSE(prediction->calibrated);
    EXPECT_EQ(prediction->meaning, "potential.meaning.relative");
    EXPECT_FALSE(targets_of(project.results)->targets.empty());
    study["targets"]["threshold"] = "crossing";
    write();
    base::Progress progress;
    const auto ran = project.run(progress, "targets");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "potential.study.no_labels_threshold");
}

TEST_F(PotentialStages, ProbabilitiesAreTrueToAStatedShare) {
    run_well();
    const auto drilled = prediction_of(project.results);
    ASSERT_TRUE(drilled->calibrated);
    EXPECT_LE(drilled->field_share, drilled->training_share);
    study["predict"]["field_share"] = 0.01;
    write();
    run_well();
    const auto stated = prediction_of(project.results);
    EXPECT_TRUE(stated->share_stated);
    const double odds = drilled->field_share / (1 - drilled->field_share) / (0.01 / 0.99);
    EXPECT_NEAR(drilled->platt_intercept - stated->platt_intercept, std::log(odds), 1e-9);
    study["predict"]["field_share"] = 1.5;
    write();
    base::Progress progress;
    EXPECT_EQ(project.run(progress, "targets").error().place.field, "predict.field_share");
}

TEST_F(PotentialStages, NewHolesAndWorkingsStandBesideTheTargets) {
    run_well();
    ASSERT_FALSE(targets_of(project.results)->targets.empty());
    const potential::Target& first = targets_of(project.results)->targets.front().target;
    const blocks::GridGeometry grid = evidence_of(project.results)->grid;
    const blocks::Vec3 at = potential::centre_of(grid, first.voxels.front());
    EXPECT_TRUE(std::isinf(first.to_workings_m));
    deposit.folder().write("new_collar.csv", "HOLE_ID,EAST,NORTH,RL,DEPTH\nN1," + std::to_string(at[0]) + "," + std::to_string(at[1]) + "," + std::to_string(at[2] + 30) + ",60\n");
    deposit.folder().write("new_assay.csv", "HOLE_ID,FROM,TO,CU\nN1,0,60,0.9\n");
    study["new_holes"] = {{"collar", "new_collar.csv"}, {"assay", "new_assay.csv"}};
    // Mined: the easternmost of what was a target, away from the new hole.
    double east = 0;
    for (const std::int64_t voxel : first.voxels) east = std::max(east, potential::centre_of(grid, voxel)[0]);
    ASSERT_GT(east, at[0]) << "more than one column of voxels";
    study["layers"].push_back({{"id", "stope"}, {"formula", "x > " + std::to_string(east - 1)}});
    study["targets"]["workings"] = {"stope"};
    write();
    run_well();
    const auto made = targets_of(project.results);
    EXPECT_TRUE(made->drilled_since);
    EXPECT_EQ(made->hits.size(), 10U);
    std::int64_t met = 0, counted = 0, found = 0;
    for (const potential::HitRate& one : made->hits) counted += one.voxels;
    for (const TargetNote& note : made->targets) {
        met += note.met;
        found += note.found;
        EXPECT_TRUE(std::isfinite(note.target.to_workings_m));
        for (const std::int64_t voxel : note.target.voxels) EXPECT_LT(potential::centre_of(grid, voxel)[0], east - 1) << "what was mined is no target";
    }
    EXPECT_GT(met, 0);
    EXPECT_GT(found, 0);
    EXPECT_GE(counted, found) << "a voxel that a hole only touches is met and says nothing";
    EXPECT_TRUE(potential_model(project.results)->has(new_hole_column) && potential_model(project.results)->has(workings_column));
    const auto input = target_input(project.results);
    EXPECT_FALSE(input->workings.empty());
    const auto again = potential::find_targets(input->evidence, input->data(), input->rule);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->targets.front().status, made->targets.front().target.status) << "what the slider shows is what the stage makes";
}

TEST_F(PotentialStages, MergesAndSplitsArePartOfTheRecipe) {
    study["targets"]["threshold"] = 0.3;
    write();
    run_well();
    const auto plain = targets_of(project.results);
    ASSERT_FALSE(plain->targets.empty());
    const potential::Target& first = plain->targets.front().target;
    const auto prediction = prediction_of(project.results);
    const potential::TargetEdit cut = potential::across_longest(target_input(project.results)->evidence, target_input(project.results)->probability, first);
    project.recipe.potential.target_edits = potential::text_of(cut);
    EXPECT_THAT(project.stale(), ::testing::Contains("targets"));
    EXPECT_TRUE(project.current("potential"));
    run_well();
    EXPECT_EQ(prediction_of(project.results), prediction);
    const auto made = targets_of(project.results);
    ASSERT_EQ(made->targets.size(), plain->targets.size() + 1);
    EXPECT_EQ(made->edits, project.recipe.potential.target_edits);
    const auto sums = [](const TargetResult& result) {
        std::array<double, 4> all{};
        for (const TargetNote& note : result.targets) {
            all[0] += static_cast<double>(note.target.voxels.size());
            all[1] += note.target.volume_m3;
            all[2] += note.target.expected_in_domain_m3;
            all[3] += note.has_metal ? note.metal.tonnes : 0;
        }
        return all;
    };
    for (std::size_t n = 0; n < 4; ++n) EXPECT_NEAR(sums(*made)[n], sums(*plain)[n], 1e-9 * (1 + sums(*plain)[n])) << n;
    // What the window shows at once is what the stage makes.
    const auto input = target_input(project.results);
    std::vector<base::Message> said;
    const auto again = targets_at(*input, made->threshold, input->edits, said);
    ASSERT_TRUE(again);
    ASSERT_EQ(again->targets.size(), made->targets.size());
    for (std::size_t n = 0; n < made->targets.size(); ++n) EXPECT_EQ(again->targets[n].voxels, made->targets[n].target.voxels);
    // The study states the opposite: both are done, the study's first, and a lost place is said.
    const auto places = std::pair(potential::centre_of(input->evidence.grid, made->targets[0].target.voxels.front()), potential::centre_of(input->evidence.grid, made->targets[1].target.voxels.front()));
    potential::TargetEdit join{potential::TargetEdit::Kind::merge, {places.first, places.second}, 0, 0, {}};
    project.recipe.potential.target_edits += "; " + potential::text_of(join) + "; split 0 0 0 parts";
    run_well();
    const auto joined = targets_of(project.results);
    EXPECT_EQ(joined->targets.size(), plain->targets.size());
    std::vector<std::string> keys;
    for (const base::Message& one : joined->said) keys.push_back(one.key);
    EXPECT_THAT(keys, ::testing::Contains("potential.edit_lost"));
    project.recipe.potential.target_edits = "merge them";
    base::Progress progress;
    const auto ran = project.run(progress, "targets");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "potential.edit_bad");
    project.recipe.potential.target_edits.clear();
    study["targets"]["edits"] = {potential::text_of(cut), "cut it"};
    write();
    const auto refused = project.run(progress, "targets");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "potential.edit_bad");
    EXPECT_EQ(refused.error().place.field, "targets.edits.1");
    EXPECT_GT(refused.error().place.row, 1);
}

TEST_F(PotentialStages, ADecisionWhoseTargetIsGoneIsSaid) {
    run_well();
    const auto made = targets_of(project.results);
    ASSERT_FALSE(made->targets.empty());
    const auto input = target_input(project.results);
    TargetDecision kept{TargetDecision::Verdict::accepted, place_of(input->evidence.grid, made->targets.front().target, input->probability), "East", ""};
    project.approve(decision_id(kept), true);
    const auto lost = [&] {
        std::vector<base::Finding> all;
        for (const base::Finding& one : project.findings())
            if (one.kind == "targets_decision_lost") all.push_back(one);
        return all;
    };
    EXPECT_THAT(lost(), IsEmpty());
    // The same place, mined: its target is gone or ends before it.
    study["layers"].push_back({{"id", "stope"}, {"formula", "abs(x - " + std::to_string(kept.place[0]) + ") < 1"}});
    study["targets"]["workings"] = {"stope"};
    write();
    run_well();
    ASSERT_EQ(lost().size(), 1U);
    EXPECT_THAT(base::text(lost().front().what, base::Language::english), ::testing::HasSubstr("East"));
    EXPECT_EQ(lost().front().severity, base::Severity::warning);
    EXPECT_EQ(target_decisions(project.approved_findings).size(), 1U) << "it stays until somebody takes it back";
    project.approve(decision_id(kept), false);
    EXPECT_THAT(lost(), IsEmpty());
}

TEST_F(PotentialStages, HolesAreRefusedWithTheirPlaceBeforeAnyWork) {
    const auto refused = [&](const nlohmann::json& drill) {
        study["drill"] = drill;
        write();
        base::Progress progress;
        const auto ran = project.run(progress, "evidence");
        EXPECT_FALSE(ran) << drill.dump();
        return ran ? base::Error{} : ran.error();
    };
    const auto pads = nlohmann::json::parse(R"([{"name": "north", "place": [1080, 2080, 101]}])");
    const base::Error dip = refused({{"pads", pads}, {"dips", {60, 95}}});
    EXPECT_EQ(dip.what.key, "potential.bad_dip");
    EXPECT_EQ(dip.place.field, "drill.dips.1");
    EXPECT_THAT(dip.place.file, ::testing::EndsWith("study.json"));
    EXPECT_GT(dip.place.row, 1);
    EXPECT_GT(dip.place.column, 1);
    EXPECT_EQ(refused({{"pads", pads}, {"azimuths", {-10}}}).place.field, "drill.azimuths.0");
    EXPECT_EQ(refused({{"pads", pads}, {"azimuths", nlohmann::json::array()}}).what.key, "potential.no_direction");
    // A grid of collars needs the ground; it was passed over in silence.
    const base::Error grid = refused({{"pads", pads}, {"grid", {{"x", 1000}, {"y", 2000}, {"step_m", 20}, {"columns", 3}, {"rows", 3}}}});
    EXPECT_EQ(grid.place.field, "drill.grid");
    EXPECT_GT(grid.place.row, 1);
    EXPECT_EQ(refused({{"longest_m", 100}}).what.key, "potential.no_collar");
    EXPECT_EQ(refused({{"pads", pads}, {"longest_m", -5}}).place.field, "drill.longest_m");
    EXPECT_EQ(refused({{"pads", {{{"name", "a"}, {"place", {1, 2}}}}}}).place.field, "drill.pads.0.place");
    EXPECT_EQ(refused({{"pads", {{{"name", "a"}, {"place", {1, 2, 3}}, {"underground", "yes"}}}}}).place.field, "drill.pads.0.underground");
    EXPECT_EQ(refused({{"pads", pads}, {"forbidden", {{{0, 0}, {1, 1}}}}}).what.key, "potential.outline_short");
    EXPECT_EQ(refused({{"pads", pads}, {"forbidden", {{{0, 0}, {1, "a"}, {2, 2}}}}}).place.field, "drill.forbidden.0.1");
    EXPECT_THAT(refused({{"pads", pads}, {"forbidden", {"nowhere.geojson"}}}).place.file, ::testing::EndsWith("nowhere.geojson"));
}

TEST_F(PotentialStages, ForbiddenAreasComeFromFilesAndDrawnOutlines) {
    deposit.folder().write("village.geojson", R"({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32650"}}, "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[1000, 2000], [1200, 2000], [1200, 2200], [1000, 2200], [1000, 2000]]]}}]})");
    const auto said = [&] {
        std::vector<std::string> keys;
        for (const base::Message& one : targets_of(project.results)->said) keys.push_back(one.key);
        return keys;
    };
    run_well();
    EXPECT_THAT(said(), ::testing::Not(::testing::Contains("potential.collars_barred")));
    for (const nlohmann::json& areas : {nlohmann::json::parse(R"(["village.geojson"])"), nlohmann::json::parse("[[[1000, 2000], [1200, 2000], [1200, 2200], [1000, 2200]]]")}) {
        study["drill"]["forbidden"] = areas;
        write();
        run_well();
        EXPECT_THAT(said(), ::testing::Contains("potential.collars_barred")) << areas.dump();
        EXPECT_TRUE(targets_of(project.results)->holes.empty());
    }
    study["drill"]["forbidden"] = nlohmann::json::parse("[[[0, 0], [1, 0], [1, 1]]]");
    write();
    run_well();
    EXPECT_THAT(said(), ::testing::Contains("potential.areas_idle"));
}

TEST_F(PotentialStages, OnlySurfacesCanBeMoved) {
    study["layers"][3]["uncertainty_m"] = 10;
    write();
    base::Progress progress;
    const auto ran = project.run(progress, "evidence");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().place.field, "gravity.uncertainty_m");
    study["layers"][3].erase("uncertainty_m");
    study["layers"].push_back({{"id", "sheet"}, {"file", "sheet.obj"}, {"sign", "side"}, {"uncertainty_m", 20}});
    study["layers"].push_back({{"id", "near"}, {"absolute", "sheet"}});
    study["evidence"] = {"near", "deep"};
    deposit.folder().write("sheet.obj", "v 1090 1800 -300\nv 1090 2300 -300\nv 1090 2300 300\nv 1090 1800 300\nf 1 2 3\nf 1 3 4\n");
    write();
    run_well();
    for (const TargetNote& note : targets_of(project.results)->targets) EXPECT_TRUE(note.stands >= 0 && note.stands <= 1);
}

TEST_F(PotentialStages, RefuseAStudyWithItsPlace) {
    study["layers"][0]["fomula"] = "x";
    write();
    base::Progress progress;
    const auto ran = project.run(progress, "evidence");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "potential.study.unknown_key");
    EXPECT_THAT(ran.error().place.file, ::testing::EndsWith("study.json"));
    EXPECT_EQ(ran.error().place.field, "fomula");
}

TEST_F(PotentialStages, SayNothingOfAGridThatNobodyStates) {
    study.erase("grid");
    study["labels"] = {{"collar", "collar.csv"}, {"assay", "assay.csv"}, {"element", "Cu"}, {"cutoff", 0.45}};
    write();
    Project bare;
    bare.recipe.folder = project.recipe.folder;
    bare.recipe.potential = project.recipe.potential;
    base::Progress progress;
    const auto ran = bare.run(progress, "evidence");
    ASSERT_FALSE(ran);
}

TEST_F(PotentialStages, StopWithinTheirWorkAndKeepWhatWasThere) {
    run_well();
    const auto before = prediction_of(project.results);
    project.recipe.potential.members = 25;
    base::Progress* all = nullptr;
    base::Progress progress([&](double done, const base::Message&) {
        if (done > 0.3 && all != nullptr) all->cancel();
    });
    all = &progress;
    const auto ran = project.run(progress, "potential");
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(prediction_of(project.results), before);
    EXPECT_FALSE(project.current("potential"));
}

TEST(TargetDecisions, AreApprovalsThatFollowTheirPlace) {
    TargetDecision decision{TargetDecision::Verdict::rejected, {105.25, 55, -15}, "North | dip", "graphite, \"not\" ore"};
    EXPECT_EQ(decision_from(decision_id(decision)), decision);
    EXPECT_EQ(decision_from("gap|assay.csv|3|H1"), std::nullopt);
    EXPECT_EQ(decision_from("target|{\"verdict\":\"maybe\",\"place\":[1,2,3]}"), std::nullopt);
    EXPECT_EQ(decision_from("target|[]"), std::nullopt);
    blocks::GridGeometry grid;
    grid.count = {20, 20, 20};
    grid.origin = {0, 0, -100};
    potential::Target target;
    for (const std::int32_t i : {9, 10, 11}) target.voxels.push_back(grid.linear({i, 5, 8}));
    const auto all = target_decisions({"gap|x", decision_id(decision)});
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(decision_on(all, grid, target), &all[0]);
    // Another one in the same target: only one of them is shown, and the other is lost, not forgotten.
    TargetDecision other = decision;
    other.place = {95, 55, -15};
    const auto both = target_decisions({decision_id(other), decision_id(decision)});
    EXPECT_EQ(decisions_on(both, grid, target).size(), 2U);
    ASSERT_EQ(lost_decisions(both, grid, {&target}).size(), 1U);
    EXPECT_EQ(lost_decisions(both, grid, {&target}).front().away_m, 0);
    EXPECT_EQ(words_of(lost_decisions(both, grid, {&target}).front()).key, "potential.decision_second");
    EXPECT_TRUE(lost_decisions(all, grid, {&target}).empty());
    target.voxels = {grid.linear({9, 5, 8})};
    EXPECT_EQ(decision_on(all, grid, target), nullptr);
    ASSERT_EQ(lost_decisions(all, grid, {&target}).size(), 1U);
    EXPECT_EQ(lost_decisions(all, grid, {&target}).front().target, 0U);
    EXPECT_NEAR(lost_decisions(all, grid, {&target}).front().away_m, 10.25, 1e-9);
    EXPECT_EQ(words_of(lost_decisions(all, grid, {}).front()).key, "potential.decision_none");
    std::vector<float> p(8000, 0);
    EXPECT_EQ(place_of(grid, target, p), grid.centre({9, 5, 8}));
}

}  // namespace
}  // namespace orelens::project
