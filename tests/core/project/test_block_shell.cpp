#include "core/project/BlockShell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/economics/Value.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/project/Target.h"
#include "core/shapes/Solid.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/CancelAt.h"

namespace orelens::project {
namespace {

using base::Progress;
using ::testing::Contains;
using ::testing::HasSubstr;

class Shell : public ::testing::Test {
  protected:
    Shell() {
        Progress progress;
        EXPECT_TRUE(project.run(progress));
    }
    [[nodiscard]] const blocks::BlockModel& model() const { return *project.results.model(); }
    /// Blocks with a value of the column that `in` takes, counted one by one; excluded ones are none.
    std::int64_t counted(const std::string& column, const std::function<bool(double)>& in) const {
        std::int64_t count = 0;
        for (std::size_t n = 0; n < model().leaf_count(); ++n)
            for (int at = 0; at < 512; ++at) {
                if (!model().leaf(n).is_active(at)) continue;
                const blocks::Index3 block = model().leaf(n).index(at);
                if (model().has("excluded") && model().value("excluded", block) == 1) continue;
                const double value = model().value(column, block);
                count += !std::isnan(value) && in(value) ? 1 : 0;
            }
        return count;
    }
    /// Of a closed surface of quads, by the divergence theorem.
    static double volume(const blocks::Surface& surface) {
        const auto part = [](const blocks::Vec3& a, const blocks::Vec3& b, const blocks::Vec3& c) {
            return (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
                    a[2] * (b[0] * c[1] - b[1] * c[0])) /
                   6;
        };
        double sum = 0;
        // Counted from a corner of its own: at map coordinates the digits would go.
        const blocks::Vec3 from = surface.points.front();
        const auto at = [&](std::uint32_t n) {
            blocks::Vec3 p = surface.points[n];
            for (int a = 0; a < 3; ++a) p[a] -= from[a];
            return p;
        };
        for (const auto& q : surface.quads) sum += part(at(q[0]), at(q[1]), at(q[2])) + part(at(q[0]), at(q[2]), at(q[3]));
        return sum;
    }
    testing::SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Shell, GoesAroundTheUsableBlocksThatTheCurveCounts) {
    const auto& curve = *project.results.value.curve(project.results.value.deck->test);
    const auto [low, high] = curve.useful_range();
    for (const double price : {low + 0.4 * (high - low), high}) {
        const auto shell = block_shell(project, {.price = price}, Progress());
        ASSERT_TRUE(shell) << base::describe(shell.error(), base::Language::english);
        EXPECT_EQ(shell->blocks, curve.at(price).blocks);
        EXPECT_NEAR(volume(shell->surface) / model().geometry().block_volume(),
                    static_cast<double>(shell->blocks), 1e-6 * static_cast<double>(shell->blocks));
        EXPECT_THAT(shell->notes.lines, Contains(HasSubstr("usable at Cu")));
    }
    // Without a price the deck's.
    const auto stated = block_shell(project, {}, Progress());
    const double price = economics::main_commodity(*project.results.value.deck)->price;
    ASSERT_TRUE(stated);
    EXPECT_EQ(stated->blocks, curve.at(price).blocks);
    // Where by-products pay for blocks alone, there are some at no price at all.
    const auto free = block_shell(project, {.price = 0}, Progress());
    EXPECT_EQ(free ? free->blocks : 0, curve.at(0).blocks);
    if (!free) {
        EXPECT_EQ(free.error().what.key, "shell.none_usable");
    }
}

TEST_F(Shell, GoesAroundAGradeFromItsCutoffOn) {
    const auto held = count_inside(project, {.column = "Cu", .cutoff = 0});
    ASSERT_TRUE(held);
    ASSERT_LT(held->low, held->high);
    for (const double share : {0.0, 0.5, 1.0}) {
        const double cutoff = held->low + share * (held->high - held->low);
        const ShellRequest request{.column = "Cu", .cutoff = cutoff};
        const auto shell = block_shell(project, request, Progress());
        ASSERT_TRUE(shell) << share;
        EXPECT_EQ(shell->blocks, counted("Cu", [&](double value) { return value >= cutoff; })) << share;
        EXPECT_EQ(count_inside(project, request)->blocks, shell->blocks);
        EXPECT_THAT(shell->notes.name, HasSubstr("Cu at least"));
    }
    const auto beyond = block_shell(project, {.column = "Cu", .cutoff = held->high * 1.01}, Progress());
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().what.key, "shell.none_reaches");
    EXPECT_EQ(count_inside(project, {.column = "Cu", .cutoff = held->high * 1.01})->blocks, 0);
}

TEST_F(Shell, LeavesExcludedBlocksOut) {
    const std::int64_t before = block_shell(project, {.column = "Cu", .cutoff = 0}, Progress())->blocks;
    auto cut = std::make_shared<blocks::BlockModel>(model());
    cut->add_column({"excluded", blocks::ColumnType::integer, "", {}}, 1);
    const auto writer = cut->integer_writer("excluded");
    std::int64_t out = 0;
    for (std::size_t n = 0; n < cut->leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!cut->leaf(n).is_active(at)) continue;
            const bool gone = cut->leaf(n).index(at)[2] == 1;
            writer.set(n, at, gone ? 1 : 0);
            out += gone && !std::isnan(std::as_const(*cut).real("Cu", n)[at]) ? 1 : 0;
        }
    ASSERT_GT(out, 0);
    project.results.value.model = cut;
    EXPECT_EQ(block_shell(project, {.column = "Cu", .cutoff = 0}, Progress())->blocks, before - out);
}

TEST_F(Shell, RefusesWithTheReason) {
    const auto key = [&](const Project& which, const ShellRequest& request) {
        const auto shell = block_shell(which, request, Progress());
        EXPECT_FALSE(shell);
        return shell ? std::string() : shell.error().what.key;
    };
    EXPECT_EQ(key(project, {.column = "Zn", .cutoff = 1}), "blocks.no_real_column");
    EXPECT_EQ(key(project, {.column = "status", .cutoff = 1}), "blocks.no_real_column");
    EXPECT_EQ(key(project, {.column = "Cu", .cutoff = std::nan("")}), "shell.cutoff_not_finite");
    EXPECT_EQ(key(deposit.project(), {}), "project.no_model");
    Project free = project;
    free.recipe.commodity["Cu"].price = 0;
    Progress progress;
    ASSERT_TRUE(free.run(progress));
    EXPECT_EQ(key(free, {}), "value.not_evaluated.no_price");
    EXPECT_TRUE(block_shell(free, {.column = "Cu", .cutoff = 0}, Progress())) << "a grade needs no price";
}

TEST_F(Shell, NamesOlderResultsInTheFile) {
    project.recipe.commodity["Cu"].price += 1;
    const auto shell = block_shell(project, {.column = "Cu", .cutoff = 0}, Progress());
    ASSERT_TRUE(shell);
    EXPECT_THAT(shell->notes.lines, Contains(HasSubstr("older than")));
}

TEST_F(Shell, IsCancelledAtAnyReport) {
    testing::CancelAt whole(0);
    ASSERT_TRUE(block_shell(project, {}, whole.progress));
    ASSERT_GE(whole.reports, 3);
    for (int n = 1; n <= whole.reports; ++n) {
        testing::CancelAt cancel(n);
        const auto stopped = block_shell(project, {}, cancel.progress);
        ASSERT_FALSE(stopped) << n;
        EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled);
    }
}

/// Whatever the format, what our own reader makes of the file is the solid that was meant.
TEST_F(Shell, EveryFileReadsBackAsTheSameSolid) {
    const auto shell = block_shell(project, {.column = "Cu", .cutoff = 0}, Progress());
    ASSERT_TRUE(shell);
    for (const char* name : {"s.stl", "s.obj", "s.dxf", "s.omf", "s.vtp"}) {
        const std::string path = deposit.folder().file(name);
        ASSERT_TRUE(io::write_surface(shell->surface, path, shell->notes)) << name;
        const auto file = io::read_shapes(path, Progress());
        ASSERT_TRUE(file) << name << base::describe(file.error(), base::Language::english);
        const auto solid = shapes::make_solid(io::joined_meshes(*file), {}, Progress());
        ASSERT_TRUE(solid) << name << base::describe(solid.error(), base::Language::english);
        EXPECT_NEAR(solid->volume_m3, volume(shell->surface), 1e-5 * volume(shell->surface)) << name;
        // It may be written over, by a surface; nothing else may.
        EXPECT_TRUE(check_target(path, surface_content(path), {})) << name;
        const std::string foreign = deposit.folder().write(std::string("foreign") + name, "mine");
        EXPECT_FALSE(check_target(foreign, surface_content(foreign), {})) << name;
    }
}

TEST_F(Shell, OffersGradesFirst) {
    const auto columns = shell_columns(model());
    ASSERT_FALSE(columns.empty());
    EXPECT_TRUE(columns.front() == "Au" || columns.front() == "Cu") << columns.front();
    for (const std::string& name : columns) EXPECT_FALSE(name.starts_with("break_even.")) << name;
}

}  // namespace
}  // namespace orelens::project
