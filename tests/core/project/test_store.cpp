#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::Language;
using ::testing::IsEmpty;
using testing::same_bits;
using testing::SmallDeposit;

class Store : public ::testing::Test {
  protected:
    void SetUp() override {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), Language::english);
    }
    /// As a user who agrees to overwrite what others saved.
    void save(const Project& saved, const std::string& to, bool replace_other = false) {
        base::Progress progress;
        const auto done =
            save_project(saved, to, progress, {.replace_other = replace_other, .overwrite_newer = true});
        ASSERT_TRUE(done) << base::describe(done.error(), Language::english);
    }
    Project open(const std::string& from) {
        base::Progress progress;
        auto opened = open_project(from, progress);
        EXPECT_TRUE(opened) << base::describe(opened.error(), Language::english);
        return opened ? std::move(*opened) : Project{};
    }
    SmallDeposit deposit;
    Project project = deposit.project();
    std::string path = deposit.folder().file("small.gpkg");
};

void sql(const std::string& path, const std::string& statements) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_close(handle);
}

std::int64_t count(const std::string& path, const std::string& query) {
    sqlite3* handle = nullptr;
    sqlite3_open(path.c_str(), &handle);
    sqlite3_stmt* statement = nullptr;
    std::int64_t value = -1;
    if (sqlite3_prepare_v2(handle, query.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return value;
}

TEST_F(Store, ReopenedNothingIsStaleAndEveryResultIsThere) {
    project.approve("some finding", true);
    project.recipe.unknown["future.key"] = "[1, 2]";
    save(project, path);
    const Project opened = open(path);
    EXPECT_THAT(opened.stale(), IsEmpty());
    EXPECT_EQ(recipe_to_json(opened.recipe), recipe_to_json(project.recipe));
    EXPECT_EQ(opened.recipe.folder, project.recipe.folder);
    EXPECT_EQ(opened.approved_findings, project.approved_findings);
    EXPECT_EQ(opened.id, project.id);

    const Results& a = project.results;
    const Results& b = opened.results;
    ASSERT_TRUE(b.drilling.import && b.drilling.traces && b.findings.contains("import") &&
                b.drilling.composites && b.estimate.variograms && b.estimate.geometry && b.model());
    ASSERT_TRUE(b.estimate.summaries && b.value.deck && b.value.curve_full && b.value.curve_marginal &&
                b.utilization.rates && b.utilization.mine_records);
    EXPECT_TRUE(same_bits(*a.model(), *b.model()));
    EXPECT_EQ(*a.value.deck, *b.value.deck);
    EXPECT_EQ(a.value.curve_full->prices(), b.value.curve_full->prices());
    EXPECT_EQ(a.value.curve_marginal->total().tonnes, b.value.curve_marginal->total().tonnes);
    EXPECT_EQ(a.drilling.composites->x, b.drilling.composites->x);
    EXPECT_EQ(a.drilling.composites->domain_codes, b.drilling.composites->domain_codes);
    EXPECT_EQ(a.drilling.import->holes.hole_index, b.drilling.import->holes.hole_index);
    EXPECT_EQ(a.drilling.import->mappings.at(0).columns, b.drilling.import->mappings.at(0).columns);
    EXPECT_EQ(a.estimate.variograms->at(1).model, b.estimate.variograms->at(1).model);
    EXPECT_EQ(a.drilling.traces->at(3).position, b.drilling.traces->at(3).position);
    EXPECT_EQ(a.utilization.rates->at(0).rates.at(0).value, b.utilization.rates->at(0).rates.at(0).value);
    EXPECT_EQ(*a.estimate.geometry, *b.estimate.geometry);
}

TEST_F(Store, ReopenedOnlyDependentsOfAChangeRunAgain) {
    save(project, path);
    Project opened = open(path);
    opened.recipe.commodity["Cu"].price = 60000;
    EXPECT_THAT(opened.stale(), ::testing::ElementsAre("evaluate", "pits", "scenarios"));
    base::Progress progress;
    ASSERT_TRUE(opened.run(progress));
    project.recipe.commodity["Cu"].price = 60000;
    ASSERT_TRUE(project.run(progress));
    EXPECT_TRUE(same_bits(*project.results.model(), *opened.results.model()));
}

TEST_F(Store, StaleAndFailedStagesAreStillThatAfterReopening) {
    project.recipe.estimate.max_samples = 5;
    project.recipe.general.mine_record_file = "nothing.json";
    base::Progress progress;
    EXPECT_FALSE(project.run(progress));
    project.recipe.estimate.max_samples = 4;
    save(project, path);
    const Project opened = open(path);
    EXPECT_EQ(opened.state("composite"), StageState::current);
    EXPECT_EQ(opened.state("estimate"), StageState::stale);
    EXPECT_EQ(opened.state("utilization"), StageState::failed);
    EXPECT_EQ(opened.error("utilization")->what, project.error("utilization")->what);
    EXPECT_EQ(opened.results.value.curve_full->prices(), project.results.value.curve_full->prices());
}

TEST_F(Store, MailedWithoutItsFilesItIsWholeAndMovedWithThemItFindsThem) {
    save(project, path);
    const testing::TemporaryFolder elsewhere;
    const std::string mailed = elsewhere.file("small.gpkg");
    fs::copy_file(path, mailed);
    {
        const Project beside = open(mailed);
        EXPECT_EQ(beside.recipe.folder, elsewhere.path().string());
        EXPECT_THAT(beside.stale(), IsEmpty());
    }
    for (const char* file : {"collar.csv", "survey.csv", "assay.csv", "lithology.csv", "mine.json"})
        fs::copy_file(deposit.folder().file(file), elsewhere.file(file));
    elsewhere.write("mine.json", "[]");
    const Project moved = open(mailed);
    EXPECT_THAT(moved.stale(), ::testing::ElementsAre("utilization"));
    Project changed = open(mailed);
    fs::remove(elsewhere.file("collar.csv"));
    changed.recipe.composite.length_m = 4;
    base::Progress progress;
    EXPECT_TRUE(changed.run(progress, "evaluate"));
}

TEST_F(Store, AFolderNamedFromTheCurrentOneIsFoundFromAnyOther) {
    project.recipe.folder = deposit.folder().path().lexically_relative(fs::current_path()).string();
    ASSERT_TRUE(fs::path(project.recipe.folder).is_relative());
    save(project, path);
    EXPECT_EQ(open(path).recipe.folder, deposit.folder().path().string());
}

TEST_F(Store, AGisOpensTheLayersAndTables) {
    save(project, path);
    RegisterOGRGeoPackage();
    GDALDataset* file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY);
    ASSERT_NE(file, nullptr);
    const auto features = [&](const char* layer) {
        OGRLayer* found = file->GetLayerByName(layer);
        return found == nullptr ? -1 : static_cast<std::int64_t>(found->GetFeatureCount());
    };
    EXPECT_EQ(features("collars"), 25);
    EXPECT_EQ(features("traces"), 25);
    EXPECT_EQ(features("composites"), static_cast<std::int64_t>(project.results.drilling.composites->size()));
    EXPECT_GT(features("recipe"), 50);
    EXPECT_EQ(features("estimates"), 2);
    EXPECT_EQ(features("utilization"), 6);
    EXPECT_EQ(file->GetLayerByName("traces")->GetGeomType(), wkbLineString25D);
    OGRFeature* collar = file->GetLayerByName("collars")->GetFeature(1);
    ASSERT_NE(collar, nullptr);
    EXPECT_STREQ(collar->GetFieldAsString("hole"), "H00");
    EXPECT_EQ(collar->GetGeometryRef()->toPoint()->getZ(), 100);
    OGRFeature::DestroyFeature(collar);
    GDALClose(file);
    EXPECT_EQ(count(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

TEST_F(Store, CoordinateSystemOfTheRecipeIsTheLayers) {
    project.recipe.general.crs = "EPSG:4547";
    save(project, path);
    EXPECT_EQ(count(path, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'collars'"), 4547);
    project.recipe.general.crs.clear();
    save(project, path);
    EXPECT_EQ(count(path, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'collars'"), -1);
}

TEST_F(Store, ViewsAreKeptWithTheProjectAndGoWithIt) {
    project.views = {{"Plan", R"({"waste":"shown"})", "png"}, {"剖面", "{}", ""}};
    save(project, path);
    Project opened = open(path);
    EXPECT_EQ(opened.views, project.views);
    opened.views.erase(opened.views.begin());
    save(opened, path);
    EXPECT_EQ(open(path).views, opened.views);
    opened.views.clear();
    save(opened, path);
    EXPECT_THAT(open(path).views, IsEmpty());
    // What was changed by a stranger is said, and nothing else is lost.
    save(project, path);
    sql(path, "UPDATE orelens_keys SET value = replace(value, 'Plan', 'Plam') WHERE key = 'views'");
    const Project damaged = open(path);
    EXPECT_THAT(damaged.views, IsEmpty());
    EXPECT_TRUE(damaged.stale().empty());
    EXPECT_EQ(damaged.opening.size(), 1U);
}

/// The layers are in metres, so the system of a state plane in feet is taken to metres with them.
TEST_F(Store, ASystemInFeetIsWrittenInMetres) {
    project.recipe.general.crs = "EPSG:2225";
    save(project, path);
    RegisterOGRGeoPackage();
    GDALDataset* file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR);
    ASSERT_NE(file, nullptr);
    const OGRSpatialReference* reference = file->GetLayerByName("collars")->GetSpatialRef();
    ASSERT_NE(reference, nullptr);
    EXPECT_EQ(reference->GetLinearUnits(), 1);
    EXPECT_NEAR(reference->GetProjParm("false_easting"), 2000000.0001016, 1e-3) << "as 6561666.667 feet are";
    EXPECT_EQ(reference->GetAuthorityCode(nullptr), nullptr) << "it is no longer the system of that code";
    GDALClose(file);
}

TEST_F(Store, WhatANewerVersionOrAGisAddedSurvivesSaving) {
    save(project, path);
    sql(path,
        "INSERT INTO orelens_keys VALUES ('ledger', 'kept');"
        "INSERT INTO orelens_blobs VALUES ('future', 0, x'0102'), ('future', 1, x'03');"
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO ledger VALUES (7, '块');"
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('ledger', 'attributes', "
        "'ledger');"
        "CREATE TABLE plain (a, b); INSERT INTO plain VALUES (1, 2), (3, 4);");
    {
        RegisterOGRGeoPackage();
        GDALDataset* file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
        ASSERT_NE(file, nullptr);
        OGRLayer* layer = file->CreateLayer("pits", nullptr, wkbPoint, nullptr);
        OGRFeature* feature = OGRFeature::CreateFeature(layer->GetLayerDefn());
        const OGRPoint at(5, 6);
        feature->SetGeometry(&at);
        ASSERT_EQ(layer->CreateFeature(feature), OGRERR_NONE);
        OGRFeature::DestroyFeature(feature);
        GDALClose(file);
    }
    const Project opened = open(path);
    EXPECT_EQ(opened.unknown_keys.at("ledger"), "kept");
    const std::string copy = deposit.folder().file("copy.gpkg");
    save(opened, copy);  // saved under another name…
    save(opened, path);  // …and over itself, twice
    save(opened, path);
    for (const std::string& file : {path, copy}) {
        EXPECT_EQ(count(file, "SELECT count(*) FROM orelens_keys WHERE key = 'ledger' AND value = 'kept'"),
                  1);
        EXPECT_EQ(count(file, "SELECT sum(length(bytes)) FROM orelens_blobs WHERE name = 'future'"), 3);
        EXPECT_EQ(count(file, "SELECT id FROM ledger WHERE name = '块'"), 7);
        EXPECT_EQ(count(file, "SELECT count(*) FROM gpkg_contents WHERE table_name = 'ledger'"), 1);
        EXPECT_EQ(count(file, "SELECT sum(a + b) FROM plain"), 10);
        EXPECT_EQ(count(file, "SELECT count(*) FROM pits"), 1);
        EXPECT_EQ(count(file, "SELECT count(*) FROM gpkg_geometry_columns WHERE table_name = 'pits'"), 1);
        EXPECT_THAT(open(file).stale(), IsEmpty());
    }
}

TEST_F(Store, AnotherProjectsFileIsReplacedWholly) {
    save(project, path);
    sql(path, "CREATE TABLE plain (a)");
    const Project other = deposit.project();
    save(other, path, true);
    EXPECT_EQ(count(path, "SELECT count(*) FROM sqlite_master WHERE name = 'plain'"), 0);
}

TEST_F(Store, DamagedResultsMakeTheirStageStaleNotTheFileUnreadable) {
    save(project, path);
    sql(path,
        "UPDATE orelens_blobs SET bytes = substr(bytes, 1, length(bytes) - 9) WHERE name = "
        "'drilling.composites';"
        "UPDATE orelens_blobs SET bytes = x'00112233' WHERE name = 'estimate.model';");
    Project opened = open(path);
    EXPECT_FALSE(opened.results.drilling.composites);
    EXPECT_FALSE(opened.results.model());
    EXPECT_EQ(opened.state("import"), StageState::current);
    EXPECT_NE(opened.state("composite"), StageState::current);
    std::vector<std::string> named;
    for (const base::Finding& finding : opened.findings())
        if (finding.kind == "damaged_result") named.push_back(finding.column);
    EXPECT_THAT(named, ::testing::ElementsAre("drilling.composites", "estimate.model", "value.columns"));
    base::Progress progress;
    ASSERT_TRUE(opened.run(progress));
    EXPECT_TRUE(same_bits(*project.results.model(), *opened.results.model()));
}

TEST_F(Store, FormatOneOpensWithItsResultsAndIsEvaluatedAgain) {
    save(project, path);
    std::string renames =
        "UPDATE orelens_keys SET value = '1' WHERE key = 'format';"
        "DELETE FROM orelens_keys WHERE key IN ('digest', 'save_id', 'saved_by', 'saved_at');"
        "DELETE FROM orelens_blobs WHERE name = 'value.columns';";
    for (const auto& [before, now] : {std::pair("import", "drilling.import"),
                                      {"traces", "drilling.traces"},
                                      {"composites", "drilling.composites"},
                                      {"variograms", "estimate.variograms"},
                                      {"geometry", "estimate.grid"},
                                      {"model", "estimate.model"},
                                      {"estimates", "estimate.summaries"},
                                      {"deck", "value.deck"},
                                      {"utilization", "utilization.rates"},
                                      {"mine_records", "utilization.mine_records"}})
        renames +=
            std::string("UPDATE orelens_blobs SET name = '") + before + "' WHERE name = '" + now + "';";
    sql(path, renames);
    Project opened = open(path);
    ASSERT_TRUE(opened.results.drilling.composites && opened.results.estimate.model);
    EXPECT_FALSE(opened.results.value.model || opened.results.value.deck);
    EXPECT_FALSE(opened.current("evaluate"));
    base::Progress progress;
    ASSERT_TRUE(opened.run(progress));
    EXPECT_TRUE(same_bits(*project.results.model(), *opened.results.model()));
    save(opened, path);
    EXPECT_EQ(count(path, "SELECT count(*) FROM orelens_blobs WHERE name = 'composites'"), 0);
    EXPECT_THAT(open(path).stale(), IsEmpty());
}

TEST_F(Store, RefusalsSayWhatTheFileIs) {
    base::Progress progress;
    const auto missing = open_project(deposit.folder().file("nothing.gpkg"), progress);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().what.key, "project.no_such_file");
    const auto text =
        open_project(deposit.folder().write("text.gpkg", "hello, this is no database at all"), progress);
    ASSERT_FALSE(text);
    save(project, path);
    sql(path, "UPDATE orelens_keys SET value = '99' WHERE key = 'format'");
    const auto newer = open_project(path, progress);
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().what.key, "project.newer_format");
    sql(path, "DROP TABLE orelens_keys");
    const auto other = open_project(path, progress);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().what.key, "project.not_a_project");
    EXPECT_FALSE(save_project(project, "/nowhere/at/all.gpkg", progress));
}

TEST_F(Store, ATruncatedProjectAndAPictureAreNamedForWhatTheyAre) {
    base::Progress progress;
    save(project, path);
    const auto whole = std::filesystem::file_size(path);
    std::filesystem::resize_file(path, whole - 5000);
    const auto cut = open_project(path, progress);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().what.key, "project.truncated");
    EXPECT_EQ(cut.error().what.args.front().second, std::to_string(whole));
    std::filesystem::resize_file(path, 0);
    const auto empty = open_project(path, progress);
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().what.key, "nature.empty");
    const auto picture =
        open_project(deposit.folder().write("p.gpkg", "\x89PNG\r\n\x1A\n and so on"), progress);
    ASSERT_FALSE(picture);
    EXPECT_EQ(picture.error().what.key, "nature.png");
    const auto recipe = read_recipe(deposit.folder().write("r.json", "%PDF-1.7 and so on"));
    ASSERT_FALSE(recipe);
    EXPECT_EQ(recipe.error().what.key, "nature.pdf");
}

TEST_F(Store, CancelledSaveLeavesTheOldFileAndNoOther) {
    save(project, path);
    const std::string before = *base::read_text_file(path);
    const auto files =
        std::distance(fs::directory_iterator(deposit.folder().path()), fs::directory_iterator());
    for (const double stop_at : {0.0, 0.1, 0.3, 0.61, 0.7, 0.8, 0.9}) {
        base::Progress* cancel = nullptr;
        base::Progress progress([&](double fraction, const base::Message&) {
            if (fraction >= stop_at) cancel->cancel();
        });
        cancel = &progress;
        const auto done = save_project(project, path, progress, {.overwrite_newer = true});
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
        EXPECT_EQ(*base::read_text_file(path), before);
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(deposit.folder().path()), fs::directory_iterator()),
              files);
}

}  // namespace
}  // namespace orelens::project
