// Saving a project file that another program has open, or that somebody else has saved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/core/project/OtherProgram.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using testing::OtherProgram;
using testing::same_bits;
using testing::SmallDeposit;

class SharedFile : public ::testing::Test {
  protected:
    void SetUp() override {
        base::Progress progress;
        ASSERT_TRUE(project.run(progress));
        ASSERT_TRUE(save());
    }
    base::Expected<Saved> save(const SaveOptions& options = {}) {
        base::Progress progress;
        auto saved = save_project(project, path, progress, options);
        if (saved) project.save_id = saved->save_id;
        return saved;
    }
    /// Saves with another name in the recipe and looks at the file from all sides.
    void save_and_look(OtherProgram& gis, const std::string& name) {
        project.recipe.general.name = name;
        const auto saved = save();
        ASSERT_TRUE(saved) << base::describe(saved.error(), base::Language::english);
        gis.stop_reading();
        EXPECT_EQ(gis.integrity(), "ok");
        EXPECT_EQ(gis.ask("SELECT value FROM recipe WHERE id = 'general.name'"), name);
        look(name);
    }
    void look(const std::string& name) {
        EXPECT_EQ(OtherProgram(path).integrity(), "ok");
        base::Progress progress;
        const auto opened = open_project(path, progress);
        ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
        EXPECT_EQ(opened->recipe.general.name, name);
        ASSERT_THAT(opened->stale(), IsEmpty());
        EXPECT_TRUE(same_bits(*opened->results.model(), *project.results.model()));
    }
    void refuse(const char* key, const SaveOptions& options = {}) {
        const std::string before = *base::read_text_file(path);
        const auto saved = save(options);
        ASSERT_FALSE(saved);
        EXPECT_EQ(saved.error().what.key, key);
        EXPECT_EQ(*base::read_text_file(path), before);
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(deposit.folder().path()), fs::directory_iterator()));
    }
    SmallDeposit deposit;
    Project project = deposit.project();
    std::string path = deposit.folder().file("small.gpkg");
};

TEST_F(SharedFile, AnIdleProgramWithALogOfItsOwnSeesTheNewContent) {
    OtherProgram gis(path);
    ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    EXPECT_EQ(gis.ask("SELECT count(*) FROM collars"), "25");
    save_and_look(gis, "second");
    save_and_look(gis, "third");
    EXPECT_EQ(gis.ask("PRAGMA journal_mode"), "wal");
}

TEST_F(SharedFile, AProgramInTheMiddleOfReadingKeepsItsView) {
    OtherProgram gis(path);
    ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    gis.keep_reading("SELECT value FROM recipe WHERE id = 'general.name' UNION ALL SELECT 'x'");
    save_and_look(gis, "second");
}

TEST_F(SharedFile, AReaderWithoutALogIsWaitedForAndThenNamed) {
    OtherProgram gis(path);
    gis.keep_reading("SELECT hole FROM collars");
    refuse("project.busy");
    gis.stop_reading();
    save_and_look(gis, "second");
}

TEST_F(SharedFile, AnEditUnderWayIsNeverOverwritten) {
    for (const char* mode : {"wal", "delete"}) {
        OtherProgram gis(path);
        ASSERT_EQ(gis.ask(std::string("PRAGMA journal_mode = ") + mode), mode);
        ASSERT_EQ(gis.run("BEGIN IMMEDIATE; CREATE TABLE mine (a); INSERT INTO mine VALUES (7)"), SQLITE_OK);
        refuse("project.busy");
        ASSERT_EQ(gis.run("COMMIT"), SQLITE_OK);
        save_and_look(gis, mode);
        EXPECT_EQ(gis.ask("SELECT a FROM mine"), "7");
        ASSERT_EQ(gis.run("DROP TABLE mine"), SQLITE_OK);
    }
}

TEST_F(SharedFile, WhatIsOnlyInTheOtherProgramsLogIsThereAfterwards) {
    OtherProgram gis(path);
    ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    ASSERT_EQ(gis.run("PRAGMA wal_autocheckpoint = 0;"
                      "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_name TEXT, styleQML TEXT);"
                      "INSERT INTO layer_styles VALUES (1, 'collars', '<qgis/>')"),
              SQLITE_OK);
    save_and_look(gis, "second");
    gis.close();
    OtherProgram later(path);
    EXPECT_EQ(later.integrity(), "ok");
    EXPECT_EQ(later.ask("SELECT styleQML FROM layer_styles WHERE f_table_name = 'collars'"), "<qgis/>");
    look("second");
}

void add_layer_with_index(const std::string& path) {
    RegisterOGRGeoPackage();
    GDALDataset* file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
    ASSERT_NE(file, nullptr);
    OGRLayer* layer = file->CreateLayer("pits", nullptr, wkbPoint, nullptr);
    OGRFeature* feature = OGRFeature::CreateFeature(layer->GetLayerDefn());
    for (int n = 0; n < 5; ++n) {
        const OGRPoint at(n, 6);
        feature->SetFID(OGRNullFID);
        feature->SetGeometry(&at);
        ASSERT_EQ(layer->CreateFeature(feature), OGRERR_NONE);
    }
    OGRFeature::DestroyFeature(feature);
    // As a GIS does where a layer is slow; QGIS offers it for every layer.
    GDALClose(file);
    file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
    OGRLayer* answer = file->ExecuteSQL("SELECT CreateSpatialIndex('collars', 'geom')", nullptr, nullptr);
    file->ReleaseResultSet(answer);
    GDALClose(file);
}

TEST_F(SharedFile, ALayerAddedMeanwhileAndAnIndexOfOursStay) {
    OtherProgram gis(path);
    ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    add_layer_with_index(path);
    EXPECT_EQ(gis.ask("SELECT count(*) FROM rtree_pits_geom"), "5");
    EXPECT_EQ(gis.ask("SELECT count(*) FROM rtree_collars_geom"), "25");
    save_and_look(gis, "second");
    save_and_look(gis, "third");
    EXPECT_EQ(gis.ask("SELECT count(*) FROM rtree_pits_geom"), "5");
    EXPECT_EQ(gis.ask("SELECT count(*) FROM rtree_collars_geom"), "25");
    EXPECT_EQ(gis.ask("SELECT count(*) FROM gpkg_extensions WHERE table_name = 'collars'"), "1");
    EXPECT_EQ(gis.ask("SELECT group_concat(rtreecheck(name)) FROM sqlite_master WHERE sql LIKE '%USING "
                      "rtree%'"),
              "ok,ok");
    // Saved under another name, they go along.
    base::Progress progress;
    auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    const std::string copy = deposit.folder().file("copy.gpkg");
    ASSERT_TRUE(save_project(*opened, copy, progress));
    EXPECT_EQ(OtherProgram(copy).integrity(), "ok");
    EXPECT_EQ(OtherProgram(copy).ask("SELECT count(*) FROM rtree_pits_geom"), "5");
    EXPECT_EQ(OtherProgram(copy).ask("SELECT count(*) FROM rtree_collars_geom"), "25");
    // An edit through the GIS's own library works on ours and on the other.
    GDALDataset* file = GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
    ASSERT_NE(file, nullptr);
    OGRLayer* collars = file->GetLayerByName("collars");
    EXPECT_EQ(collars->GetFeatureCount(), 25);
    EXPECT_EQ(collars->DeleteFeature(1), OGRERR_NONE);
    GDALClose(file);
    EXPECT_EQ(OtherProgram(path).integrity(), "ok");
}

TEST_F(SharedFile, CoordinateSystemsOfOthersKeepTheirNumbers) {
    project.recipe.general.crs = "EPSG:4547";
    {
        OtherProgram gis(path);
        ASSERT_EQ(
            gis.run("INSERT INTO gpkg_spatial_ref_sys VALUES ('mine', 4547, 'NONE', 4547, 'a grid of my "
                    "own', '')"),
            SQLITE_OK);
    }
    ASSERT_TRUE(save());
    OtherProgram gis(path);
    EXPECT_EQ(gis.ask("SELECT srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = 4547"), "mine");
    EXPECT_EQ(gis.ask("SELECT organization || organization_coordsys_id FROM gpkg_spatial_ref_sys JOIN "
                      "gpkg_geometry_columns USING (srs_id) WHERE table_name = 'collars'"),
              "EPSG4547");
}

TEST_F(SharedFile, TheLaterOfTwoWritersIsToldWhoAndWhen) {
    base::Progress progress;
    auto first = open_project(path, progress);
    auto second = open_project(path, progress);
    ASSERT_TRUE(first && second);
    first->recipe.general.name = "first";
    second->recipe.general.name = "second";
    ASSERT_TRUE(save_project(*first, path, progress));
    const auto refused = save_project(*second, path, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.saved_meanwhile");
    EXPECT_NE(refused.error().what.args.at(0).second.find('@'), std::string::npos);
    EXPECT_NE(refused.error().what.args.at(1).second.find("UTC"), std::string::npos);
    look("first");
    const std::string copy = deposit.folder().file("copy.gpkg");
    EXPECT_TRUE(save_project(*second, copy, progress));
    EXPECT_TRUE(save_project(*second, path, progress, {.overwrite_newer = true}));
    look("second");
}

TEST_F(SharedFile, AFileThatIsNoProjectOrAnotherOneIsNotReplacedUnasked) {
    const std::size_t before = files();
    const Project other = deposit.project();
    base::Progress progress;
    const auto refused = save_project(other, path, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.other_file");
    look("Small");
    const std::string text = deposit.folder().write("notes.gpkg", "my notes");
    EXPECT_FALSE(save_project(project, text, progress));
    EXPECT_EQ(*base::read_text_file(text), "my notes");
    EXPECT_FALSE(save_project(project, deposit.folder().path().string(), progress, {.replace_other = true}));
    EXPECT_FALSE(save_project(project, "/dev/null", progress, {.replace_other = true}));
    EXPECT_TRUE(save_project(project, text, progress, {.replace_other = true}));
    EXPECT_TRUE(open_project(text, progress));
    // Into the same file, so that a program that has it open goes on with the new content.
    OtherProgram gis(path);
    EXPECT_EQ(gis.ask("SELECT count(*) FROM collars"), "25");
    EXPECT_TRUE(save_project(other, path, progress, {.replace_other = true}));
    EXPECT_EQ(gis.ask("SELECT value FROM orelens_keys WHERE key = 'project_id'"), other.id);
    EXPECT_EQ(gis.integrity(), "ok");
    EXPECT_EQ(files(), before + 1);
}

TEST_F(SharedFile, LinksModeAndReadOnlyAreRespected) {
    const auto mode = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read;
    fs::permissions(path, mode);
    const std::string link = deposit.folder().file("link.gpkg");
    fs::create_symlink(path, link);
    project.recipe.general.name = "through a link";
    base::Progress progress;
    auto saved = save_project(project, link, progress);
    ASSERT_TRUE(saved);
    project.save_id = saved->save_id;
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_EQ(fs::status(path).permissions(), mode);
    look("through a link");

    fs::permissions(path, fs::perms::owner_read);
    refuse("project.read_only");
    look("through a link");

    const std::string dangling = deposit.folder().file("dangling.gpkg");
    fs::create_symlink("later.gpkg", dangling);
    ASSERT_TRUE(save_project(project, dangling, progress));
    EXPECT_TRUE(fs::is_symlink(dangling));
    EXPECT_TRUE(fs::is_regular_file(deposit.folder().file("later.gpkg")));
}

TEST_F(SharedFile, WhatIsTheSameIsNotWrittenAgain) {
    OtherProgram gis(path);
    const std::string model = "SELECT rowid FROM orelens_blobs WHERE name = 'estimate.model'";
    const std::string before = gis.ask(model);
    project.recipe.general.name = "renamed";
    ASSERT_TRUE(save());
    EXPECT_EQ(gis.ask(model), before);
}

TEST_F(SharedFile, AFinishedFileIsDeliveredIntoTheOneThatIsOpen) {
    base::Progress progress;
    const std::string made = deposit.folder().file("made.gpkg"), place = deposit.folder().file("new.gpkg");
    project.recipe.general.name = "delivered";
    const auto saved = save_project(project, made, progress, {.lives_at = path});
    ASSERT_TRUE(saved);
    OtherProgram gis(path);
    ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    ASSERT_EQ(gis.run("CREATE TABLE mine (a); INSERT INTO mine VALUES (7)"), SQLITE_OK);
    const auto refused = deliver_project(made, path, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.saved_meanwhile");
    const auto delivered = deliver_project(made, path, progress, {.overwrite_newer = true});
    ASSERT_TRUE(delivered);
    EXPECT_EQ(delivered->save_id, saved->save_id);
    EXPECT_FALSE(fs::exists(made));
    EXPECT_EQ(gis.ask("SELECT a FROM mine"), "7");
    EXPECT_EQ(gis.integrity(), "ok");
    look("delivered");
    ASSERT_TRUE(save_project(project, made, progress));
    ASSERT_TRUE(deliver_project(made, place, progress));
    EXPECT_TRUE(open_project(place, progress));
    EXPECT_FALSE(fs::exists(made));
}

/// By hand, beside a real GIS: opens and saves the file named in the environment; makes it where it is
/// missing.
TEST(StoreByHand, DISABLED_SaveOnce) {
    const char* file = std::getenv("ORELENS_TEST_SAVE_FILE");
    ASSERT_NE(file, nullptr);
    base::Progress progress;
    const SmallDeposit deposit;
    auto opened = fs::exists(file) ? open_project(file, progress) : deposit.project();
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    ASSERT_TRUE(opened->opened_from.empty() || opened->stale().empty());
    ASSERT_TRUE(opened->run(progress));
    opened->recipe.general.name += "+";
    const auto saved = save_project(*opened, file, progress);
    ASSERT_TRUE(saved) << base::describe(saved.error(), base::Language::english);
}

TEST_F(SharedFile, AReadOnlyFileWithAnotherProgramsModeOpens) {
    {
        OtherProgram gis(path);
        ASSERT_EQ(gis.ask("PRAGMA journal_mode = WAL"), "wal");
    }
    fs::permissions(path, fs::perms::owner_read);
    fs::permissions(deposit.folder().path(), fs::perms::owner_read | fs::perms::owner_exec);
    look("Small");
    fs::permissions(deposit.folder().path(), fs::perms::owner_all);
    EXPECT_FALSE(fs::exists(path + "-wal"));
}

}  // namespace
}  // namespace orelens::project
