// A cancel at any report of long work on a project ends in `cancelled` and leaves what was there: results in
// memory, files on the disk, digests that are remembered.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/Simd.h"
#include "core/project/Delivery.h"
#include "core/project/Fingerprint.h"
#include "core/project/ModelShape.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/CancelAt.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using testing::CancelAt;
using testing::SmallDeposit;

/// Cancels `work(progress)` at its first report, its second and so on, until it ends before; calls `after`
/// every time. Returns how many there were.
template <class Work, class After>
int cancel_everywhere(Work work, After after) {
    for (int n = 1;; ++n) {
        CancelAt at(n);
        const auto made = work(at.progress);
        if (at.reports < n) {
            EXPECT_TRUE(made) << n;
            return n - 1;
        }
        // The last report of all may come when there is nothing left to stop.
        if (made) continue;
        EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled) << n;
        after(n);
    }
}
/// The same for work that must not have succeeded once it was cancelled.
template <class Work>
int cancel_everywhere(Work work) {
    return cancel_everywhere(
        [&](base::Progress& progress) {
            auto made = work(progress);
            if (progress.cancelled()) {
                EXPECT_FALSE(made);
            }
            return made;
        },
        [](int) {});
}

blocks::GridGeometry grid() {
    blocks::GridGeometry geometry;
    geometry.block_size = {10, 10, 10};
    geometry.count = {60, 50, 40};
    return geometry;
}

drilling::CompositeTable samples_at(const std::vector<blocks::Vec3>& places) {
    drilling::CompositeTable table;
    for (const blocks::Vec3& at : places) {
        table.x.push_back(at[0]);
        table.y.push_back(at[1]);
        table.z.push_back(at[2]);
        table.hole.push_back(-1);
        table.from_m.push_back(0);
        table.to_m.push_back(1);
        table.domain.push_back(-1);
    }
    return table;
}

TEST(CancelShapes, ModelsAreMadeWholeOrNotAtAll) {
    const auto samples = samples_at({{100, 100, 100}, {300, 200, 200}});
    EXPECT_GE(cancel_everywhere([](base::Progress& p) { return blocks::BlockModel::full(grid(), &p); }), 3);
    EXPECT_GE(cancel_everywhere([](base::Progress& p) {
                  return blocks::BlockModel::where(
                      grid(), [](const blocks::Index3& at) { return at[0] % 3 == 0; }, &p);
              }),
              3);
    EXPECT_GE(cancel_everywhere([&](base::Progress& p) { return within_reach(grid(), samples, 60, &p); }), 3);
    EXPECT_GE(cancel_everywhere([&](base::Progress& p) { return within_reach(grid(), samples, 1e6, &p); }),
              3);
}

TEST(CancelShapes, AModelMadeSmallerIsTheWholeOneOrNone) {
    blocks::BlockModel model = *blocks::BlockModel::full(grid());
    for (const char* name : {"Cu", "Au"}) model.add_column({name, blocks::ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model.leaf_count(); n += 3) model.real("Cu", n)[0] = 1;
    const blocks::BlockModel before(model);
    EXPECT_GE(cancel_everywhere([&](base::Progress& p) {
                  return without_empty(blocks::BlockModel(model), {"Cu", "Au"}, &p);
              }),
              4);
    EXPECT_TRUE(testing::same_bits(before, model)) << "the model it was made from is untouched";

    blocks::BlockModel other =
        *blocks::BlockModel::where(grid(), [](const blocks::Index3& at) { return at[0] < 20; });
    base::Progress progress;
    progress.cancel();
    EXPECT_FALSE(copy_column(model, other, "Cu", 0, &progress));
    EXPECT_FALSE(other.has("Cu"));
    EXPECT_TRUE(copy_column(model, other, "Cu", 0));
}

TEST(CancelPlan, AnEstimationIsPlannedWholeOrNotAtAll) {
    const std::vector<double> x{1, 2, 3}, y{1, 2, 3}, z{1, 2, 3}, cu{1, 2, 3}, au{1, std::nan(""), 3};
    geostat::ElementEstimate how;
    how.element = "Cu";
    how.search = {0, 0, 0, 100, 100, 100};
    how.passes = {{1, 1, 16, 0}};
    how.variogram = {0.1, {geostat::Structure{}}};
    const auto kernel = geostat::selected_kernel();
    ASSERT_TRUE(kernel);
    const geostat::BlockEdges block{{{10, 0, 0}, {0, 10, 0}, {0, 0, 10}}};
    EXPECT_EQ(cancel_everywhere([&](base::Progress& p) {
                  return geostat::plan_estimation({x, y, z, {}}, {{how, cu}, {how, au}}, block, **kernel, &p);
              }),
              2);
}

class CancelProject : public ::testing::Test {
  protected:
    CancelProject() {
        base::Progress progress;
        if (!project.run(progress)) throw std::runtime_error("run");
    }
    void expect_same_results(const Results& before, int n) const {
        EXPECT_EQ(project.results.estimate.model, before.estimate.model) << n;
        EXPECT_EQ(project.results.value.model, before.value.model) << n;
        EXPECT_EQ(project.results.value.curve_full, before.value.curve_full) << n;
        EXPECT_EQ(project.results.findings, before.findings) << n;
        EXPECT_EQ(project.results.stamps, before.stamps) << n;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(CancelProject, AStageCancelledWhileItLooksAtItsResultsLeavesThoseOfBefore) {
    project.recipe.commodity["Cu"].price *= 1.1;
    const Results before = project.results;
    ASSERT_EQ(project.stale(), (std::vector<std::string>{"evaluate", "pits", "scenarios"}));
    // Valuing, two curves, one per category, and a look at each commodity.
    const int reports = cancel_everywhere([&](base::Progress& p) { return project.run(p, "evaluate"); },
                                          [&](int n) {
                                              expect_same_results(before, n);
                                              EXPECT_EQ(project.state("evaluate"), StageState::stale) << n;
                                          });
    EXPECT_GE(reports, 8);
    EXPECT_EQ(project.stale(), (std::vector<std::string>{"pits", "scenarios"}));
    EXPECT_NE(project.results.value.model, before.value.model);
}

TEST_F(CancelProject, AStageOfItsOwnThatIsCancelledInItsLookLeavesTheOldOne) {
    StageTable table = stage_table();
    for (Stage& stage : table)
        if (stage.id == "estimate")
            stage.examine = [](const Project&, base::Progress& progress) -> std::vector<base::Finding> {
                progress.cancel();
                return {};
            };
    Project own(table);
    own.recipe = project.recipe;
    own.recipe.estimate.max_samples = 6;
    own.results = project.results;
    const auto model = own.results.estimate.model;
    base::Progress progress;
    const auto ran = own.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(own.results.estimate.model, model);
    EXPECT_EQ(own.results.value.curve_full, project.results.value.curve_full);
    EXPECT_EQ(own.state("estimate"), StageState::stale);
}

TEST_F(CancelProject, OpeningEndsInAProjectOrInNone) {
    const std::string path = deposit.folder().file("p.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto bytes = fs::file_size(path);
    const int reports = cancel_everywhere([&](base::Progress& p) { return open_project(path, p); },
                                          [&](int n) { EXPECT_EQ(fs::file_size(path), bytes) << n; });
    // The curves are made again, and report.
    EXPECT_GE(reports, 10);
    EXPECT_TRUE(open_project(path, progress)->stale().empty());
}

TEST_F(CancelProject, AModelFromAFileIsTakenWholeOrNotAtAll) {
    const Results before = project.results;
    const std::string source = deposit.folder().write("theirs.vdb", "bytes");
    const blocks::BlockModel model(*project.results.estimate.model);
    const int reports =
        cancel_everywhere([&](base::Progress& p) { return project.set_model(model, source, p); },
                          [&](int n) {
                              expect_same_results(before, n);
                              EXPECT_EQ(project.model_source, "") << n;
                              EXPECT_FALSE(project.file_digests.contains(source)) << n;
                          });
    EXPECT_GE(reports, 3);
    EXPECT_EQ(project.model_source, source);
}

TEST_F(CancelProject, AReadingCutOffIsNotRememberedAsADigest) {
    const std::string path = deposit.folder().write("large.csv", std::string(9 << 20, 'x'));
    base::Progress cancelled, progress;
    cancelled.cancel();
    const auto cut = file_fingerprint(path, cancelled);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().kind, base::ErrorKind::cancelled);
    const std::string copy = deposit.folder().write("copy.csv", std::string(9 << 20, 'x'));
    EXPECT_EQ(*file_fingerprint(path, progress), file_fingerprint(copy));
    EXPECT_EQ(file_fingerprint(path, cancelled).value_or("read again"), file_fingerprint(copy))
        << "what is remembered costs no reading";
    EXPECT_FALSE(read_fingerprints(project, cancelled));
    EXPECT_GE(cancel_everywhere([&](base::Progress& p) { return read_fingerprints(project, p); }), 3);
}

TEST(CancelDelivery, LeavesTheEarlierOne) {
    const testing::TemporaryFolder folder;
    fs::create_directories(folder.path() / ".staging");
    bool saved = false;
    const auto deliver = [&](const std::string& text, const base::Progress& progress) {
        for (const char* name : {"a.vdb", "b.csv"}) folder.write(std::string(".staging/") + name, text);
        Publication publication;
        publication.folder = folder.path().string();
        publication.staging = folder.file(".staging");
        publication.names = {"a.vdb", "b.csv"};
        publication.set = "a";
        publication.project_file = "a.gpkg";
        publication.progress = progress;
        publication.save = [&](const std::string&) -> base::Expected<void> {
            saved = true;
            return {};
        };
        return publish(publication);
    };
    ASSERT_TRUE(deliver("one", base::Progress()));
    saved = false;
    base::Progress cancelled;
    cancelled.cancel();
    const std::string list = *base::read_text_file(folder.file(delivery_list));
    const auto second = deliver("two, longer", cancelled);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, base::ErrorKind::cancelled);
    EXPECT_FALSE(saved);
    EXPECT_EQ(*base::read_text_file(folder.file("a.vdb")), "one");
    EXPECT_EQ(*base::read_text_file(folder.file(delivery_list)), list);
    EXPECT_FALSE(is_unfinished(folder.path().string()));
}

}  // namespace
}  // namespace orelens::project
