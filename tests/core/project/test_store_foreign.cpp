// A project file is data from a stranger: saving carries what is his, and nothing of his is executed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/AtomicFile.h"
#include "tests/core/project/OtherProgram.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ::testing::IsEmpty;
using testing::OtherProgram;
using testing::SmallDeposit;

class Foreign : public ::testing::Test {
  protected:
    void SetUp() override {
        base::Progress progress;
        ASSERT_TRUE(project.run(progress));
        ASSERT_TRUE(save_project(project, path, progress));
    }
    /// What a stranger does to the file; skipped where this SQLite cannot do it.
    bool prepare(const std::string& statements) { return OtherProgram(path).run(statements) == SQLITE_OK; }
    /// Opens and saves, in place and under another name.
    void open_and_save() {
        base::Progress progress;
        auto opened = open_project(path, progress);
        ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
        EXPECT_THAT(opened->stale(), IsEmpty());
        const auto copied = save_project(*opened, copy, progress);
        ASSERT_TRUE(copied) << base::describe(copied.error(), base::Language::english);
        const auto saved = save_project(*opened, path, progress);
        ASSERT_TRUE(saved) << base::describe(saved.error(), base::Language::english);
    }
    /// The same answer in both files.
    void expect(const std::string& query, const std::string& answer) {
        for (const std::string& file : {path, copy})
            EXPECT_EQ(OtherProgram(file).ask(query), answer) << query;
    }
    void expect_refused(const char* key) {
        base::Progress progress;
        const auto opened = open_project(path, progress);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().what.key, key);
        EXPECT_FALSE(save_project(project, path, progress, {.overwrite_newer = true}));
    }
    SmallDeposit deposit;
    Project project = deposit.project();
    std::string path = deposit.folder().file("small.gpkg"), copy = deposit.folder().file("copy.gpkg");
};

TEST_F(Foreign, TriggersOnOurTablesDoNothing) {
    std::string traps = "CREATE TABLE trap (what TEXT);";
    for (const char* table : {"orelens_keys", "orelens_blobs", "recipe", "gpkg_contents", "collars",
                              "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_ogr_contents"})
        for (const char* event : {"INSERT", "UPDATE", "DELETE"})
            traps += std::string("CREATE TRIGGER \"trap_") + table + event + "\" BEFORE " + event + " ON " +
                     table + " BEGIN INSERT INTO trap VALUES ('" + table + "'); END;";
    ASSERT_TRUE(prepare(traps));
    open_and_save();
    expect("SELECT count(*) FROM trap", "0");
    // Those on lists that are not ours alone are still there.
    expect(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'gpkg_contents' AND name "
        "LIKE 'trap%'",
        "3");
}

TEST_F(Foreign, AViewUnderANameOfOursIsReplacedWithoutBeingAsked) {
    ASSERT_TRUE(
        prepare("DROP TABLE findings; DROP TABLE estimates;"
                "CREATE VIEW findings AS WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
                "FROM endless) SELECT n FROM endless;"
                "CREATE VIEW estimates AS SELECT load_extension('evil');"));
    open_and_save();
    expect("SELECT type FROM sqlite_master WHERE name = 'findings'", "table");
    expect("SELECT count(*) FROM estimates", "2");
}

TEST_F(Foreign, ViewsForKeysAndBlobsAreRefused) {
    ASSERT_TRUE(
        prepare("ALTER TABLE orelens_keys RENAME TO hidden;"
                "CREATE VIEW orelens_keys AS SELECT key, value FROM hidden"));
    expect_refused("project.not_a_project");
    ASSERT_TRUE(
        prepare("DROP VIEW orelens_keys; ALTER TABLE hidden RENAME TO orelens_keys;"
                "ALTER TABLE orelens_blobs RENAME TO hidden;"
                "CREATE VIEW orelens_blobs AS SELECT * FROM hidden"));
    expect_refused("project.not_a_project");
}

TEST_F(Foreign, ComputedColumnsInOurTablesAreRefused) {
    ASSERT_TRUE(
        prepare("ALTER TABLE orelens_blobs RENAME TO hidden;"
                "CREATE TABLE orelens_blobs (name TEXT, part INTEGER, bytes BLOB AS (zeroblob(1000)))"));
    expect_refused("project.not_a_project");
}

TEST_F(Foreign, OddTablesAreCarriedAsTheyAre) {
    ASSERT_TRUE(prepare(
        "CREATE TABLE \"odd \"\"name\"\"; DROP TABLE recipe; --\" (\"a b\" DEFAULT (1+1), 'c' CHECK (c <> "
        "3), "
        "UNIQUE (c COLLATE NOCASE)) ;"
        "INSERT INTO \"odd \"\"name\"\"; DROP TABLE recipe; --\" VALUES (1, 'x');"
        "CREATE TABLE computed (a, b AS (a * 2) STORED, c AS (a + 1)); INSERT INTO computed (a) VALUES (21);"
        "CREATE TABLE narrow (k PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO narrow VALUES ('k', 'v');"
        "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO counted DEFAULT VALUES;"
        "CREATE INDEX partly ON computed (a) WHERE a > 20;"
        "CREATE VIEW endless AS WITH RECURSIVE e(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM e) SELECT n "
        "FROM "
        "e;"
        "CREATE VIEW broken AS SELECT * FROM nothing_of_this_name"));
    open_and_save();
    expect("SELECT c FROM \"odd \"\"name\"\"; DROP TABLE recipe; --\"", "x");
    expect("SELECT b || ',' || c FROM computed", "42,22");
    expect("SELECT v FROM narrow", "v");
    expect("SELECT seq FROM sqlite_sequence WHERE name = 'counted'", "1");
    expect("SELECT count(*) FROM sqlite_master WHERE name IN ('partly', 'endless', 'broken')", "3");
    expect("SELECT count(*) > 50 FROM recipe", "1");
    expect("PRAGMA integrity_check", "ok");
}

TEST_F(Foreign, SearchAndSpatialTablesAreCarried) {
    if (!prepare("CREATE VIRTUAL TABLE notes USING fts5(words)"))
        GTEST_SKIP() << "this SQLite has no fts5 module";
    ASSERT_TRUE(
        prepare("INSERT INTO notes VALUES ('copper and gold');"
                "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1); INSERT INTO boxes VALUES (1, 2, 3)"));
    open_and_save();
    expect("SELECT count(*) FROM notes WHERE notes MATCH 'gold'", "1");
    expect("SELECT id FROM boxes WHERE x0 > 1", "1");
    expect("SELECT rtreecheck('boxes')", "ok");
    expect("PRAGMA integrity_check", "ok");
}

TEST_F(Foreign, ATableOfAModuleThatIsNotHereIsCarried) {
    ASSERT_TRUE(
        prepare("PRAGMA writable_schema = ON;"
                "INSERT INTO sqlite_master VALUES ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far "
                "USING nowhere(a)')"));
    open_and_save();
    expect("SELECT sql FROM sqlite_master WHERE name = 'far'", "CREATE VIRTUAL TABLE far USING nowhere(a)");
}

TEST_F(Foreign, KeysOfOthersChangedMeanwhileAreLeftAlone) {
    ASSERT_TRUE(prepare("INSERT INTO orelens_keys VALUES ('plan', 'old')"));
    base::Progress progress;
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    ASSERT_TRUE(prepare("UPDATE orelens_keys SET value = 'new' WHERE key = 'plan'"));
    ASSERT_TRUE(save_project(*opened, path, progress));
    EXPECT_EQ(OtherProgram(path).ask("SELECT value FROM orelens_keys WHERE key = 'plan'"), "new");
}

}  // namespace
}  // namespace orelens::project
