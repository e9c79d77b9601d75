// Shells about bodies of known volume, and what is said of them.
#include "core/domains/GradeShell.h"

#include <gtest/gtest.h>

#include <numbers>

#include "core/base/Parallel.h"
#include "core/domains/Continuity.h"
#include "core/shapes/Measure.h"
#include "core/shapes/MeshCheck.h"
#include "tests/core/domains/GeneratedHoles.h"

namespace orelens::domains {
namespace {

using shapes::Vec3;
using testing::GeneratedHoles;

constexpr double half[3] = {160, 120, 60};

/// An ellipsoid about (1000, 2000, 0), drilled upright on a net.
GeneratedHoles ellipsoid(double spacing, double width = 240) {
    GeneratedHoles holes;
    for (double x = -width; x <= width; x += spacing)
        for (double y = -width; y <= width; y += spacing)
            holes.drill({1000 + x + 3, 2000 + y - 4, 100}, {0, 0, -1}, 200, 4, [](const Vec3& p) {
                const double r = std::pow((p[0] - 1000) / half[0], 2) + std::pow((p[1] - 2000) / half[1], 2) +
                                 std::pow(p[2] / half[2], 2);
                return r <= 1 ? 1.2 - r : 0.005;
            });
    return holes;
}
constexpr double volume_known = 4.0 / 3 * std::numbers::pi * half[0] * half[1] * half[2];

base::Expected<Body> shell_of(const drilling::CompositeTable& samples, BodyRule rule = {}) {
    rule.element = "Cu";
    base::Progress progress;
    return grade_shell(samples, rule, progress);
}

/// On a lattice of a few ten thousand points, which is enough for all that does not depend on its step.
base::Expected<Body> coarse_shell_of(const drilling::CompositeTable& samples, BodyRule rule = {}) {
    rule.cell_m = 8;
    return shell_of(samples, rule);
}

TEST(GradeShell, HoldsTheBody) {
    const GeneratedHoles holes = ellipsoid(40);
    const auto body = shell_of(holes.table);
    ASSERT_TRUE(body) << base::describe(body.error(), base::Language::english);
    base::Progress progress;
    const auto report = shapes::check(body->mesh, progress);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->closed());
    EXPECT_EQ(report->turned.count, 0);
    std::cout << "volume / known: " << report->volume_m3 / volume_known << ", flattening " << body->report.flattening << "\n";
    EXPECT_NEAR(report->volume_m3 / volume_known, 1, 0.06);
    const BodyReport& said = body->report;
    EXPECT_EQ(said.parts, 1);
    EXPECT_GT(said.above_in, 0.97 * said.above);
    EXPECT_LT(said.below_in, 0.03 * said.above);
    EXPECT_LT(said.open_share, 0.1) << "barren holes all around";
    EXPECT_GT(said.near_share, 0.95);
    EXPECT_GT(said.metal_inside_percent, 85) << "the rest is background";
}

TEST(GradeShell, IsTheSameOnOneThread) {
    const GeneratedHoles holes = ellipsoid(60);
    const auto two = coarse_shell_of(holes.table);
    base::set_thread_limit(1);
    const auto one = coarse_shell_of(holes.table);
    base::set_thread_limit(0);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->mesh.points, two->mesh.points);
    EXPECT_EQ(one->mesh.triangles, two->mesh.triangles);
}

TEST(GradeShell, OpenWhereDrillingEnds) {
    // Drilled in its middle only.
    BodyRule rule;
    rule.cell_m = 3;
    const auto body = shell_of(ellipsoid(30, 60).table, rule);
    ASSERT_TRUE(body);
    EXPECT_GT(body->report.open_share, 0.25);
    // Half a spacing beyond the outermost hole, and no further.
    EXPECT_LT(shapes::bounds(body->mesh).high[0], 1063 + 15 + 3);
}

TEST(GradeShell, ALongReachIsFound) {
    BodyRule rule;
    rule.reach_m = 150;
    const auto body = coarse_shell_of(ellipsoid(30, 60).table, rule);
    ASSERT_TRUE(body);
    EXPECT_LT(body->report.near_share, 0.75);
}

TEST(GradeShell, UnknownIsNeitherInsideNorOutside) {
    GeneratedHoles holes = ellipsoid(60);
    for (double& grade : holes.table.grades[0].values)
        if (grade < 0.1) grade = std::nan("");
    BodyRule rule;
    rule.threshold = 0.1;
    const auto body = coarse_shell_of(holes.table, rule);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->report.above + body->report.unknown, body->report.samples);
    EXPECT_EQ(body->report.below_in, 0);
    EXPECT_GT(body->report.open_share, 0.9) << "only the reach ends it";
}

TEST(GradeShell, LoneSamplesAreLeftOutAndCounted) {
    GeneratedHoles holes = ellipsoid(30, 30);
    holes.drill({1500, 2000, 100}, {0, 0, -1}, 200, 4, [](const Vec3& p) { return p[2] < 0 && p[2] > -4 ? 9.0 : 0.005; });
    BodyRule rule;
    rule.cell_m = 3;
    const auto body = shell_of(holes.table, rule);
    ASSERT_TRUE(body);
    EXPECT_EQ(body->report.parts_dropped, 1);
    EXPECT_EQ(body->report.samples_dropped, 1);
    EXPECT_LT(shapes::bounds(body->mesh).high[0], 1300);
    BodyRule all = rule;
    all.least_samples = 1;
    const auto with = shell_of(holes.table, all);
    ASSERT_TRUE(with);
    EXPECT_EQ(with->report.parts, 2);
    EXPECT_GT(shapes::bounds(with->mesh).high[0], 1495);
}

TEST(GradeShell, FarCoordinatesLoseNothing) {
    GeneratedHoles holes = ellipsoid(60);
    const auto here = coarse_shell_of(holes.table);
    for (double& x : holes.table.x) x += 38'400'000;
    for (double& y : holes.table.y) y += 4'000'000;
    const auto far = coarse_shell_of(holes.table);
    ASSERT_TRUE(here && far);
    EXPECT_NEAR(shapes::volume(far->mesh) / shapes::volume(here->mesh), 1, 1e-3);
}

TEST(GradeShell, RefusesTooManyCells) {
    BodyRule rule;
    rule.cell_m = 0.05;
    const auto body = shell_of(ellipsoid(60).table, rule);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().what.key, "domains.too_many_cells");
}

TEST(GradeShell, StopsWhenCancelled) {
    BodyRule rule;
    rule.element = "Cu";
    base::Progress progress;
    progress.cancel();
    const auto body = grade_shell(ellipsoid(60).table, rule, progress);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().kind, base::ErrorKind::cancelled);
}

TEST(Threshold, PartsMineralisationFromBackground) {
    drilling::CompositeTable::Grade grade{"Cu", base::GradeUnit::percent, {}, {}};
    grade.values = {0.01, 0.02, 0.01, std::nan(""), -3, 0.5, 1, 2, 4};
    const std::vector<double> length(9, 1.0);
    const FoundThreshold found = find_threshold(grade, length, 98);
    // Logarithms of 0.005, 0.01, 0.01, 0.02 | 0.5, 1, 2, 4; variance between the groups 6.13 there, 4.78 at most elsewhere.
    EXPECT_EQ(found.natural_break, 0.5);
    EXPECT_EQ(found.background, 0.01);
    EXPECT_EQ(found.threshold, 0.5) << "0.01 of 7.47 lies below";
    EXPECT_EQ(find_threshold(grade, length, 99.9).threshold, 0.02);
    grade.values.assign(9, 0.0);
    EXPECT_TRUE(std::isnan(find_threshold(grade, length, 98).threshold));
    grade.values.assign(9, 0.7);
    EXPECT_TRUE(std::isnan(find_threshold(grade, length, 98).threshold));
}

TEST(Threshold, LowersTheBreakForTheMetal) {
    // One population: the break halves it, and what lies below holds more than 2 % of the metal.
    drilling::CompositeTable::Grade grade{"Cu", base::GradeUnit::percent, {}, {}};
    for (int n = 0; n < 100; ++n) grade.values.push_back(std::exp(0.02 * n));
    const std::vector<double> length(100, 2.0);
    const FoundThreshold found = find_threshold(grade, length, 98);
    EXPECT_LT(found.threshold, found.natural_break);
    double above = 0, all = 0;
    for (const double value : grade.values) {
        const double metal = std::max(0.0, value - found.background);
        all += metal;
        if (value >= found.threshold) above += metal;
    }
    EXPECT_GE(above, 0.98 * all);
}

TEST(Continuity, FramesTurnThereAndBack) {
    const Continuity frame = frame_of(110, 40, {1, 2, 3});
    const Vec3 p{17, -4, 9}, back = frame.to_world(frame.to_frame(p));
    for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(back[a], p[a], 1e-12);
    const Continuity same = frame_of(frame.rows[2], {1, 2, 3});
    EXPECT_NEAR(same.dip_deg, 40, 1e-9);
    EXPECT_NEAR(same.dip_direction_deg, 110, 1e-9);
    // Down the dip to the east of south: lower.
    const Vec3 down = frame.to_world({0, -10, 0});
    EXPECT_NEAR(down[2], 3 - 10 * std::sin(40 * std::numbers::pi / 180), 1e-9);
    EXPECT_GT(down[0], 1);
}

}  // namespace
}  // namespace orelens::domains
