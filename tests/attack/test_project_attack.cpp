// Project files whose database is sound and whose content is anybody's, and names and flags of every kind: a
// project that opens or a refusal with words, never a fault of the program.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/project/Pipeline.h"
#include "core/project/Sqlite.h"
#include "core/project/Store.h"
#include "core/project/StorePack.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace store = project::store;

bool shows_plainly(const std::string& line) {
    return std::ranges::none_of(line,
                                [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

class ProjectKeys : public ::testing::Test {
  protected:
    void SetUp() override {
        base::Progress progress;
        ASSERT_TRUE(project::save_project(project::Project(), path, progress));
    }
    /// Puts these rows in, with the digest that belongs to them.
    void put(const store::Keys& changes, bool digest = true) {
        auto file = project::Database::open(path, project::Database::Mode::read_write);
        ASSERT_TRUE(file);
        auto keys = store::read_keys(*file);
        ASSERT_TRUE(keys);
        for (const auto& [key, value] : changes) (*keys)[key] = value;
        if (digest) (*keys)[std::string(store::key_digest)] = store::digest_of_keys(*keys);
        ASSERT_TRUE(file->execute("BEGIN; DELETE FROM orelens_keys"));
        for (const auto& [key, value] : *keys) {
            project::Statement insert = file->prepare("INSERT INTO orelens_keys (key, value) VALUES (?, ?)");
            ASSERT_TRUE(insert.bind(1, key).bind(2, value).run());
        }
        ASSERT_TRUE(file->execute("COMMIT"));
    }
    void put_result(const std::string& name, const std::string& bytes) {
        auto file = project::Database::open(path, project::Database::Mode::read_write);
        ASSERT_TRUE(file);
        project::Statement remove = file->prepare("DELETE FROM orelens_blobs WHERE name = ?");
        ASSERT_TRUE(remove.bind(1, name).run());
        project::Statement insert =
            file->prepare("INSERT INTO orelens_blobs (name, part, bytes) VALUES (?, 0, ?)");
        ASSERT_TRUE(insert.bind(1, name).bind_blob(2, bytes.data(), bytes.size()).run());
    }
    /// Opens, or refuses with words; nothing that is shown moves a cursor.
    bool opens(const std::string& what) {
        base::Progress progress;
        const auto opened = project::open_project(path, progress);
        if (!opened) {
            EXPECT_NE(opened.error().kind, base::ErrorKind::internal)
                << what << ": " << base::describe(opened.error(), base::Language::english);
            EXPECT_TRUE(shows_plainly(base::describe(opened.error(), base::Language::english))) << what;
            return false;
        }
        (void)opened->stale();
        for (const base::Finding& finding : opened->findings())
            EXPECT_TRUE(shows_plainly(base::text(finding.what, base::Language::english))) << what;
        for (const auto& [stage, failure] : opened->failures)
            EXPECT_TRUE(shows_plainly(base::describe(failure.error, base::Language::english))) << what;
        return true;
    }
    testing::TemporaryFolder folder;
    std::string path = folder.file("p.gpkg");
};

TEST_F(ProjectKeys, FormatsThatThereAreNot) {
    ASSERT_TRUE(opens("as it was saved"));
    for (const char* format : {"", "0", "-1", "4", "x", "99999999999999999999", "-99999999999999999999"}) {
        put({{"format", format}});
        EXPECT_FALSE(opens(format)) << format;
    }
}

TEST_F(ProjectKeys, FoldersThatLeadNowhere) {
    for (const std::string& folder_name :
         {std::string(), std::string("/"), std::string("../../../../../../.."), std::string("/dev/null"),
          std::string("/proc/self/fd"), std::string("/nowhere/\x1b[2J"), std::string("a\0b", 3),
          std::string(300, 'n'), std::string(100'000, 'n'), std::string(5'000, '/'), std::string("\xff\xfe"),
          std::string("http://127.0.0.1:9/"), std::string("//server/share")}) {
        put({{"recipe_folder", folder_name}, {"recipe_folder_from_here", folder_name}});
        EXPECT_TRUE(opens(folder_name.substr(0, 40)));
        put({{"recipe", R"({"drillholes": {"collar_file": "collar.csv"}})"},
             {"state", R"({"files": {"collar.csv": "0123"}})"}});
        EXPECT_TRUE(opens(folder_name.substr(0, 40)));
    }
}

TEST_F(ProjectKeys, AFolderThatWasStoredAsSeenFromElsewhereIsTheProjectsOwn) {
    put({{"recipe_folder", "seen/from/elsewhere"}, {"recipe_folder_from_here", ""}});
    base::Progress progress;
    const auto opened = project::open_project(path, progress);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->recipe.folder, folder.path().string());
}

TEST_F(ProjectKeys, FilesThatARecipeInsideNames) {
    for (const char* name : {"/dev/zero", "/dev/stdin", "/proc/self/mem", "/", "..", "a/../../../b",
                             "\\u0000", "/vsicurl/http://127.0.0.1:9/x", "collar.csv\\u001b[2J"}) {
        put({{"recipe", std::string("{\"drillholes\": {\"collar_file\": \"") + name + "\"}}"},
             {"state", std::string("{\"files\": {\"") + name + "\": \"0123\"}}"}});
        (void)opens(name);
    }
}

TEST_F(ProjectKeys, StatesOfAnybody) {
    for (const char* state :
         {"", "[]", "{\"stages\": 1}", "{\"stages\": {\"\\u001b[2J\": {\"fingerprint\": \"a\"}}}",
          "{\"stages\": {\"import\": {\"error\": {\"what\": {\"key\": \"\\u001b[2J\"}, \"row\": 1e300}}}}",
          "{\"digests\": {\"drilling.import\": [[9223372036854775807, \"\"]]}}",
          "{\"digests\": {\"drilling.import\": [[1e300, \"\"]]}}",
          "{\"results\": {\"import\": [\"drilling.import\", \"\\u001b[2J\"]}}",
          "{\"approved_findings\": [\"\\u001b[2J\"]}", "{\"model_source\": \"/dev/zero\"}"}) {
        put({{"state", state}});
        EXPECT_TRUE(opens(state)) << state;
    }
}

TEST_F(ProjectKeys, ManyAndLongKeys) {
    put({{"plan\x1b[2J", "old"}, {"", ""}, {std::string(100'000, 'k'), std::string(100'000, 'v')}});
    EXPECT_TRUE(opens("odd keys"));
    put({{"project_id", "\x1b[2J"}, {"save_id", std::string(100'000, 'i')}, {"saved_by", "\r\n\x07"}});
    EXPECT_TRUE(opens("odd ids"));
    store::Keys many;
    for (int n = 0; n < 10'001; ++n) many["k" + std::to_string(n)] = "";
    put(many);
    EXPECT_FALSE(opens("too many"));
}

TEST_F(ProjectKeys, ResultsOfAnybodyAreLeftAside) {
    // The format before has no digests: results have no more than their own checks.
    put({{"format", "2"}, {"digest", ""}}, false);
    auto file = project::Database::open(path, project::Database::Mode::read_write);
    ASSERT_TRUE(file && file->execute("DELETE FROM orelens_keys WHERE key = 'digest'"));
    for (const project::Stage& stage : project::stage_table())
        for (const project::ResultRow& row : stage.results) {
            if (row.stream_in || row.compressed) continue;
            base::Progress progress;
            for (const std::string& plain :
                 {std::string(), std::string(8, '\xff'), std::string(64, '\0'), std::string(4096, '\0'),
                  std::string(64, '\1'), std::string("\1\0\0\0\0\0\0\0", 8) + std::string(4096, '\0'),
                  std::string("\xff\xff\xff\xff\0\0\0\0", 8) + std::string(4096, '\xff')}) {
                put_result(row.name, store::packed(row.shape(), plain, progress).value());
                EXPECT_TRUE(opens(row.name)) << row.name;
            }
            put_result(row.name, "{\"shape\":\"" + row.shape() + "\",\"size\":18446744073709551615}\n");
            EXPECT_TRUE(opens(row.name)) << row.name;
        }
}

const std::vector<std::string>& bad_names() {
    static const std::vector<std::string> names{"\x1b[2J\x1b[31mred",
                                                "a\nb",
                                                "\r",
                                                "\x07",
                                                "\x7f",
                                                "\xc2\x9b"
                                                "31m",
                                                "\xe2\x80\xae"
                                                "abc",
                                                " lead",
                                                "../../x",
                                                "a/b",
                                                "a.b",
                                                "a\\.b",
                                                "\\",
                                                "*",
                                                "%s%n",
                                                "{0}",
                                                "<x>&\"'",
                                                "=1+1",
                                                "'); DROP TABLE recipe; --",
                                                "@param.type.text",
                                                "(both)",
                                                "nan",
                                                std::string(10'000, 'n')};
    return names;
}

TEST(NameAttack, ElementsOfAnyNameAreWrittenAndReadAgain) {
    for (const std::string& name : bad_names()) {
        project::Recipe recipe;
        recipe.element[name].assay.column = name;
        recipe.commodity[name].price = 7;
        recipe.general.name = name;
        recipe.drillholes.collar_file = name;
        const std::string written = project::recipe_to_json(recipe);
        const auto again = project::recipe_from_json(written, "r.json");
        ASSERT_TRUE(again) << name.substr(0, 40) << base::describe(again.error(), base::Language::english);
        EXPECT_TRUE(again->element.contains(name)) << name.substr(0, 40);
        EXPECT_EQ(again->general.name, name);
        EXPECT_EQ(again->drillholes.collar_file, name);
        EXPECT_EQ(project::recipe_to_json(*again), written) << name.substr(0, 40);
    }
}

TEST(NameAttack, HolesAndColumnsOfAnyNameAreShownPlainly) {
    for (const std::string& name : bad_names()) {
        std::string quoted = "\"";
        for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        quoted += '"';
        testing::Files files;
        files.collar = "hole,x,y,z,depth\n" + quoted + ",1,2,3,100\n";
        files.survey = "hole,depth,azimuth,dip\n" + quoted + ",0,0,-90\n";
        files.assay = "hole,from,to," + quoted + "\n" + quoted + ",0,10,x\n" + quoted + ",5,20,1\nno" +
                      quoted + ",0,1,1\n";
        files.columns = {{"Cu", {}}};
        files.columns["Cu"].column = name;
        const auto read = testing::try_read(files);
        if (!read) {
            EXPECT_TRUE(shows_plainly(base::describe(read.error(), base::Language::english)));
            continue;
        }
        for (const auto& finding : read->findings)
            EXPECT_EQ(base::text(finding.what, base::Language::chinese).find('\x1b'), std::string::npos);
    }
}

TEST(FlagAttack, SettingsOfAnyWordsAreTakenOrRefused) {
    std::vector<std::pair<std::string, std::string>> settings;
    const std::vector<std::string> values{"",
                                          "nan",
                                          "inf",
                                          "-inf",
                                          "1e999",
                                          "1e308",
                                          "-0",
                                          "0x10",
                                          "1,5",
                                          "--1",
                                          "9223372036854775808",
                                          " 1",
                                          "true",
                                          "yes;no",
                                          "\x1b[2J",
                                          "\xff\xfe",
                                          "a=b",
                                          "{}",
                                          std::string(100'000, '9')};
    for (const project::RecipeParam& row : project::recipe_params())
        for (const std::string& value : values)
            settings.emplace_back(project::concrete_id(row.info, "Cu"), value);
    for (const std::string& name : bad_names()) {
        settings.emplace_back("element." + name + ".top_cut", "1");
        settings.emplace_back("commodity." + name + ".price", "1");
        settings.emplace_back(name, "1");
    }
    for (const char* id : {"", ".", "..", "element", "element.", "element..top_cut", "element.Cu", "general",
                           "general.", "general.name.x", "element.*.top_cut"})
        settings.emplace_back(id, "1");
    for (const auto& [id, value] : settings) {
        project::Recipe recipe;
        const auto set = project::set_params(recipe, {{id, value}});
        if (!set) {
            EXPECT_NE(set.error().kind, base::ErrorKind::internal) << id << "=" << value.substr(0, 40);
            EXPECT_TRUE(shows_plainly(base::describe(set.error(), base::Language::english)))
                << id << "=" << value.substr(0, 40);
            continue;
        }
        const std::string written = project::recipe_to_json(recipe);
        const auto again = project::recipe_from_json(written, "r.json");
        ASSERT_TRUE(again) << id << "=" << value.substr(0, 40);
        EXPECT_EQ(project::recipe_to_json(*again), written) << id << "=" << value.substr(0, 40);
    }
}

}  // namespace
}  // namespace orelens
