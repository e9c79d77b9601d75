// Damage on the disk or on the way: a project with one flipped bit anywhere ends in the same numbers, in a
// stage that is made again, or in a refusal.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "core/base/AtomicFile.h"
#include "core/project/StateJson.h"
#include "core/project/stages/FieldsBase.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/OtherProgram.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/Tries.h"

namespace orelens::project {
namespace {

using testing::OtherProgram;
using testing::same_bits;
using testing::SmallDeposit;

/// One project, run and saved once for all tests, which never change it; each begins with the file as it was saved. Its
/// blocks are large, so that little of the file is numbers of one kind and a flipped bit meets everything else.
class Damage : public ::testing::Test {
  protected:
    struct Saved {
        SmallDeposit deposit;
        Project project = deposit.project();
        std::string path = deposit.folder().file("small.gpkg");
        std::string whole;
    };
    static void SetUpTestSuite() {
        saved = std::make_unique<Saved>();
        auto& grid = saved->project.recipe.grid;
        grid.size_u_m = grid.size_v_m = grid.size_w_m = 20;
        base::Progress progress;
        ASSERT_TRUE(saved->project.run(progress));
        ASSERT_TRUE(save_project(saved->project, saved->path, progress));
        saved->whole = *base::read_text_file(saved->path);
    }
    static void TearDownTestSuite() { saved.reset(); }
    void SetUp() override { write(saved->whole); }
    static void write(const std::string& bytes) {
        std::ofstream(saved->path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    static inline std::unique_ptr<Saved> saved;
    const Project& project = saved->project;
    const std::string& path = saved->path;
};

bool same_numbers(const Project& a, const Project& b) {
    const auto written = [](const Project& project) {
        std::string all;
        for (const Stage& stage : project.stages())
            for (const ResultRow& row : stage.results)
                // Summaries hold the seconds that the work took.
                if (row.write && row.present(project.results) && row.name != "estimate.summaries")
                    all += row.name + *row.write(project.results);
        return all;
    };
    return a.results.model() && same_bits(*a.results.model(), *b.results.model()) && written(a) == written(b);
}

TEST_F(Damage, OneFlippedBitAnywhere) {
    const std::string& whole = saved->whole;
    std::mt19937_64 random(20260201);
    const int tries = ::orelens::testing::tries(500);
    int same = 0, stale = 0, refused = 0;
    for (int n = 0; n < tries; ++n) {
        const std::size_t bit = random() % (whole.size() * 8);
        std::string bytes = whole;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        write(bytes);
        base::Progress progress;
        const auto opened = open_project(path, progress);
        if (!opened) {
            EXPECT_FALSE(opened.error().what.key.empty());
            EXPECT_NE(opened.error().kind, base::ErrorKind::internal)
                << bit << base::describe(opened.error(), base::Language::english);
            ++refused;
        } else if (opened->stale().empty()) {
            EXPECT_TRUE(same_numbers(*opened, project)) << "bit " << bit;
            EXPECT_EQ(recipe_to_json(opened->recipe), recipe_to_json(project.recipe)) << "bit " << bit;
            ++same;
        } else {
            bool named = false;
            for (const base::Finding& finding : opened->findings())
                named = named || finding.kind == "damaged_result";
            EXPECT_TRUE(named) << "bit " << bit;
            // Made again, the numbers are the same; each twentieth, since it takes its time.
            if (stale % 20 == 0) {
                Project again = *opened;
                EXPECT_TRUE(again.run(progress));
                EXPECT_TRUE(same_numbers(again, project)) << "bit " << bit;
            }
            ++stale;
        }
    }
    EXPECT_GT(same, 0);
    EXPECT_GT(stale, 0);
    EXPECT_GT(refused, 0);
    RecordProperty("same", same);
    RecordProperty("stale", stale);
    RecordProperty("refused", refused);
}

TEST_F(Damage, AResultThatIsGoneIsNamedAndMadeAgain) {
    for (const char* name :
         {"drilling.import", "drilling.composites", "estimate.variograms", "estimate.grid",
          "estimate.summaries", "estimate.model", "value.deck", "value.columns", "utilization.rates"}) {
        base::Progress progress;
        OtherProgram(path).run(std::string("DELETE FROM orelens_blobs WHERE name = '") + name + "'");
        auto opened = open_project(path, progress);
        ASSERT_TRUE(opened) << name;
        const std::vector<std::string> stale = opened->stale();
        EXPECT_FALSE(stale.empty()) << name;
        bool named = false;
        for (const base::Finding& finding : opened->findings())
            named = named || (finding.kind == "damaged_result" && finding.column == name);
        EXPECT_TRUE(named) << name;
        ASSERT_TRUE(opened->run(progress)) << name;
        EXPECT_TRUE(same_numbers(*opened, project)) << name;
        for (const base::Finding& finding : opened->findings())
            EXPECT_NE(finding.kind, "damaged_result") << name;
        ASSERT_TRUE(save_project(*opened, path, progress));
    }
}

TEST_F(Damage, DamagedKeysAreRefusedWithWords) {
    for (const char* damage :
         {"UPDATE orelens_keys SET value = replace(value, 'Small', 'Smaal') WHERE key = 'recipe'",
          "DELETE FROM orelens_keys WHERE key = 'state'", "DELETE FROM orelens_keys WHERE key = 'digest'"}) {
        ASSERT_EQ(OtherProgram(path).run(damage), SQLITE_OK);
        base::Progress progress;
        const auto opened = open_project(path, progress);
        ASSERT_FALSE(opened) << damage;
        EXPECT_EQ(opened.error().what.key, "project.damaged");
        write(saved->whole);
    }
}

TEST_F(Damage, AFileOfTheFormatBeforeOpensWithoutDigests) {
    ASSERT_EQ(OtherProgram(path).run(
                  "UPDATE orelens_keys SET value = '2' WHERE key = 'format';"
                  "UPDATE orelens_keys SET value = json_remove(value, '$.digests') WHERE key = 'state';"
                  "DELETE FROM orelens_keys WHERE key IN ('digest', 'save_id', 'saved_by', 'saved_at')"),
              SQLITE_OK);
    base::Progress progress;
    auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->stale().empty());
    EXPECT_TRUE(same_numbers(*opened, project));
    ASSERT_TRUE(save_project(*opened, path, progress));
    EXPECT_EQ(OtherProgram(path).ask("SELECT value FROM orelens_keys WHERE key = 'format'"), "3");
}

/// Writes a changed copy of a result and reads it again.
template <class T, class Change>
bool reads_changed(const Project& project, const char* stage, const Shared<T>& result,
                   Shared<T> (*place)(Results&, Shared<T>), Change change) {
    auto changed = std::make_shared<T>(*result);
    change(*changed);
    Results results, again;
    place(results, changed);
    const ResultRow& row = find_stage(project.stages(), stage)->results.front();
    return row.read(*row.write(results), again);
}

TEST_F(Damage, IndicesThatLeadNowhereAreRefused) {
    using Import = io::DrillholeImport;
    using Composites = drilling::CompositeTable;
    const auto import = [&](auto change) {
        return reads_changed<Import>(
            project, "import", project.results.drilling.import,
            [](Results& results, Shared<Import> made) { return results.drilling.import = std::move(made); },
            change);
    };
    const auto composites = [&](auto change) {
        return reads_changed<Composites>(
            project, "composite", project.results.drilling.composites,
            [](Results& results, Shared<Composites> made) {
                return results.drilling.composites = std::move(made);
            },
            change);
    };
    EXPECT_TRUE(import([](Import&) {}));
    EXPECT_FALSE(import([](Import& made) { made.holes.assays.hole[3] = 25; }));
    EXPECT_FALSE(import([](Import& made) { made.holes.surveys[0].hole = 25; }));
    EXPECT_FALSE(import([](Import& made) { made.holes.hole_index["H00"] = -1; }));
    EXPECT_FALSE(import([](Import& made) { made.holes.assays.from_m.pop_back(); }));
    EXPECT_FALSE(import([](Import& made) { made.holes.lithology.codes[0].values[0] = 1000; }));
    EXPECT_TRUE(composites([](Composites&) {}));
    EXPECT_FALSE(composites([](Composites& made) { made.hole[0] = 25; }));
    EXPECT_FALSE(composites([](Composites& made) { made.domain[0] = 1000; }));
    EXPECT_FALSE(composites([](Composites& made) { made.grades[0].values.pop_back(); }));
}

template <class T>
bool reads(const std::string& bytes, T value = {}) {
    ArchiveReader reader(bytes);
    reader(value);
    return reader.whole();
}

std::string counted(std::uint64_t count, std::size_t bytes_behind) {
    return std::string(reinterpret_cast<const char*>(&count), sizeof count) + std::string(bytes_behind, '\0');
}

TEST(ArchiveValues, WhatNoWriterMakesIsRefused) {
    EXPECT_TRUE(reads<bool>(std::string(1, '\1')));
    EXPECT_FALSE(reads<bool>(std::string(1, '\2')));
    EXPECT_FALSE(reads<std::optional<int>>(std::string(1, '\7')));
    EXPECT_TRUE(reads<base::Severity>(std::string("\2\0\0\0", 4)));
    EXPECT_FALSE(reads<base::Severity>(std::string("\3\0\0\0", 4)));
    EXPECT_FALSE(reads<base::Severity>(std::string("\377\377\377\377", 4)));
}

TEST(ArchiveValues, CountsAreHeldAgainstTheBytesLeft) {
    EXPECT_TRUE(reads<std::vector<double>>(counted(0, 0)));
    EXPECT_TRUE(reads<std::vector<std::string>>(counted(10, 80)));
    // A string takes at least the eight bytes of its own count, a finding many more.
    EXPECT_FALSE(reads<std::vector<std::string>>(counted(80, 80)));
    EXPECT_FALSE(reads<std::vector<base::Finding>>(counted(100, 800)));
    EXPECT_FALSE(reads<std::vector<double>>(counted(~std::uint64_t{0}, 80)));
    EXPECT_FALSE((reads<std::map<std::string, double>>(counted(11, 160))));
    EXPECT_FALSE(reads<std::string>(counted(1, 0)));
}

TEST(ArchiveValues, AnEmptyListIsAList) {
    EXPECT_TRUE(reads<std::vector<double>>(counted(0, 0)));
    EXPECT_TRUE(reads<std::string>(counted(0, 0)));
}

TEST(SavedState, NumbersThatAreNotWholeAreNoNumbers) {
    const auto saved = [](const std::string& row, const std::string& bytes) {
        return R"({"stages": {"grid": {"fingerprint": "f", "error": {"kind": 0, "row": )" + row +
               R"(}}}, "digests": {"model": [[)" + bytes + R"(, "0123456789abcdef"]]}})";
    };
    Project good;
    EXPECT_EQ(state_from_json(saved("3", "10"), good).digests.size(), 1U);
    EXPECT_EQ(good.failures.at("grid").error.place.row, 3);
    for (const auto& [row, bytes] : std::vector<std::pair<std::string, std::string>>{
             {"1e300", "10"}, {"-1e300", "10"}, {"0.5", "10"}, {"3", "1e300"}, {"3", "1.5"}, {"3", "null"}}) {
        Project project;
        EXPECT_TRUE(state_from_json(saved(row, bytes), project).digests.empty()) << row << " " << bytes;
        EXPECT_TRUE(project.results.stamps.empty()) << row << " " << bytes;
    }
}

}  // namespace
}  // namespace orelens::project
