// Surfaces that are moved, cells finer than voxels, codes in the domain guard, curves against the volume of all voxels,
// overlays that nobody labelled for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/potential/Displaced.h"
#include "core/potential/Distances.h"
#include "core/potential/DomainGuard.h"
#include "core/potential/Sampling.h"
#include "core/potential/Validation.h"

namespace orelens::potential {
namespace {

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

/// A flat sheet at z = 50 facing up; corners are not shared, as STL files have them.
shapes::TriangleMesh sheet() {
    shapes::TriangleMesh mesh;
    mesh.points = {{0, 0, 50}, {100, 0, 50}, {100, 100, 50}, {0, 0, 50}, {100, 100, 50}, {0, 100, 50}};
    mesh.triangles = {{0, 1, 2}, {3, 4, 5}};
    return mesh;
}

shapes::TriangleMesh box() {
    shapes::TriangleMesh mesh;
    for (const double z : {20.0, 80.0})
        for (const double y : {20.0, 80.0})
            for (const double x : {20.0, 80.0}) mesh.points.push_back({x, y, z});
    mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4}, {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
    return mesh;
}

Evidence grid_of(std::int32_t n, double size) {
    Evidence evidence;
    evidence.grid = {.origin = {0, 0, 0}, .block_size = {size, size, size}, .count = {n, n, n}};
    evidence.active.assign(evidence.voxels(), 1);
    return evidence;
}

TEST(Displaced, ASheetLiesWhereItWasMovedTo) {
    const auto moved = displaced(sheet(), 15, base::Progress());
    ASSERT_TRUE(moved);
    ASSERT_EQ(moved->size(), 2U);
    const GridGeometry grid{.origin = {45, 45, 0}, .block_size = {10, 10, 10}, .count = {1, 1, 10}};
    for (const auto& [n, z] : {std::pair{0, 35.0}, {1, 65.0}}) {
        const auto far = distance_to(grid, std::get<shapes::TriangleMesh>((*moved)[static_cast<std::size_t>(n)].surface), {.sign = DistanceSign::unsigned_}, base::Progress());
        ASSERT_TRUE(far);
        // No constant was added: nearer on one side, farther on the other.
        for (std::size_t k = 0; k < 10; ++k) EXPECT_NEAR(far->values[k], std::abs(10.0 * static_cast<double>(k) + 5 - z), 1e-4);
    }
}

TEST(Displaced, ASolidGrowsShrinksAndMovesToTheQuarters) {
    const auto moved = displaced(box(), 6, base::Progress());
    ASSERT_TRUE(moved);
    ASSERT_EQ(moved->size(), 6U);
    const auto& grown = std::get<shapes::TriangleMesh>((*moved)[1].surface);
    for (std::size_t n = 0; n < 8; ++n)
        for (std::size_t a = 0; a < 3; ++a) EXPECT_EQ(grown.points[n][a] > 50, box().points[n][a] > 50);
    EXPECT_LT(grown.points[0][0], 20);
    EXPECT_NEAR(std::get<shapes::TriangleMesh>((*moved)[2].surface).points[0][0], 26, 1e-12);
    shapes::Polylines line;
    line.points = {{0, 0, 0}, {10, 0, 0}};
    line.lines = {{0, 1}};
    EXPECT_EQ(displaced(line, 6, base::Progress())->size(), 4U);
}

TEST(Sampling, CellsFinerThanVoxelsAreAveraged) {
    CellModel cells;
    for (auto& edge : cells.edge)
        for (int n = 0; n <= 8; ++n) edge.push_back(5.0 * n);
    for (int n = 0; n < 512; ++n) cells.values.push_back(n % 2 == 0 ? 1.0F : 3.0F);
    const Evidence e = grid_of(2, 20);
    const Vec3 size = cell_size_in(e.grid, cells);
    EXPECT_EQ(size, (Vec3{5, 5, 5}));
    EXPECT_EQ(parts_of(e.grid, size), (std::array<std::int32_t, 3>{4, 4, 4}));
    EXPECT_EQ(parts_of(e.grid, {20, 20, 20}), (std::array<std::int32_t, 3>{1, 1, 1}));
    const auto exact = average(e.grid, cells);
    const Averaged parts = average(e.grid, {4, 4, 4}, [&](const Vec3& at) { return sample(cells, at); });
    ASSERT_TRUE(exact);
    for (std::size_t v = 0; v < 8; ++v) {
        EXPECT_EQ(exact->values[v], 2);
        EXPECT_EQ(parts.values[v], 2);
        EXPECT_EQ(parts.covered[v], 1);
    }
    // What is not seen is not covered.
    cells.sensitivity.assign(512, 1);
    for (std::size_t n = 0; n < 512; ++n)
        if (n % 8 != 0) cells.sensitivity[n] = 0;
    auto seen = average(e.grid, cells);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->values[0], 1);
    EXPECT_NEAR(seen->covered[0], 0.25, 1e-6);
    EXPECT_EQ(drop_half_covered(*seen), 4);
    EXPECT_TRUE(std::isnan(seen->values[0]));
}

TEST(Guard, CodesAreNoAmounts) {
    Evidence e = grid_of(10, 10);
    Layer rock{.id = "rock", .values = {}, .nominal = true, .projected = false, .from = {}}, depth = rock;
    depth.id = "depth";
    depth.nominal = false;
    std::vector<std::int64_t> rows;
    for (int v = 0; v < 1000; ++v) {
        rock.values.push_back(v < 500 ? (v % 2 == 0 ? 1.0F : 2.0F) : v % 3 == 0 ? 7.0F : 1.0F);
        depth.values.push_back(static_cast<float>(v % 10));
        if (v < 300) rows.push_back(v);
    }
    e.layers = {rock, depth};
    const auto guard = Guard::learn(e, {"rock", "depth"}, rows);
    ASSERT_TRUE(guard);
    const auto bits = guard->judge(e, base::Progress());
    ASSERT_TRUE(bits);
    EXPECT_EQ((*bits)[400], 0);
    EXPECT_TRUE((*bits)[501] & unseen_code);
    // Other numbers for the same rocks: the same answer, to the last bit.
    Evidence renamed = e;
    for (float& code : renamed.layers[0].values) code = code == 1 ? 4000.0F : code == 2 ? 3.0F : 12.0F;
    const auto other = Guard::learn(renamed, {"rock", "depth"}, rows);
    ASSERT_TRUE(other);
    EXPECT_NEAR(other->limit(), guard->limit(), 1e-12);
    EXPECT_EQ(*other->judge(renamed, base::Progress()), *bits);
}

TEST(RateCurve, OfAllVoxelsKeepsTheLawOfItsArea) {
    std::vector<double> volume, ones;
    std::vector<std::int8_t> label;
    for (int v = 0; v < 400; ++v) {
        volume.push_back((v * 7919 % 101) / 10.0);
        label.push_back(v % 9 == 0);
        if (label.back() == 1) {
            volume.back() += 3;
            ones.push_back(volume.back());
        }
    }
    const auto curve = rate_curve_of(volume, ones);
    ASSERT_TRUE(curve);
    const double share = static_cast<double>(ones.size()) / 400;
    EXPECT_NEAR(curve->area, share / 2 + (1 - share) * area_under_roc(volume, label), 1e-12);
    const auto plain = rate_curve(volume, label);
    EXPECT_EQ(curve->captured, plain->captured);
    const RateCurve both = pooled({*curve, *curve});
    EXPECT_NEAR(both.area, curve->area, 1e-12);
    EXPECT_NEAR(both.at(0.1), curve->at(0.1), 1e-12);
    EXPECT_FALSE(rate_curve_of(std::vector<double>{std::nan("")}, ones));
}

TEST(Validation, CurvesAreOfTheVolumeOfAllVoxels) {
    // Labels of the lower half alone; the upper half scores above all of them: there is much volume before the first ore.
    Evidence e = grid_of(10, 10);
    Layer good{.id = "good", .values = {}, .nominal = false, .projected = false, .from = {}};
    std::vector<std::int8_t> labels;
    for (int v = 0; v < 1000; ++v) {
        const bool upper = v >= 500;
        good.values.push_back(static_cast<float>(upper ? 100 + v % 7 : v % 10));
        labels.push_back(upper ? unknown : v % 10 > 7 ? positive : barren);
    }
    e.layers = {good};
    MethodRule rule;
    rule.kind = MethodKind::logistic;
    rule.ridge = 1;
    const auto made = validate(e, labels, {rule}, {.folds = {.edge_m = 30, .folds = 3, .buffer_m = 0}}, base::Progress());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_GT(made->methods[0].mean, 0.99) << "among labelled voxels";
    EXPECT_LT(made->methods[0].capture[2], 0.01) << "a tenth of all volume holds no known ore";
    EXPECT_EQ(made->methods[0].prediction.voxels, 1000);
}

TEST(Validation, AnOverlayStandsWithoutLabels) {
    Evidence e = grid_of(5, 10);
    Layer near{.id = "near", .values = std::vector<float>(125, 1), .nominal = false, .projected = false, .from = {}};
    near.values[3] = nothing;
    e.layers = {near};
    const std::vector<std::int8_t> labels(125, unknown);
    MethodRule fuzzy, logistic;
    fuzzy.kind = MethodKind::fuzzy;
    fuzzy.fuzzy.resize(1);
    fuzzy.fuzzy[0].kind = FuzzyNode::Kind::layer;
    fuzzy.fuzzy[0].layer = "near";
    logistic.kind = MethodKind::logistic;
    const auto made = validate(e, labels, {logistic, fuzzy}, {}, base::Progress());
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->not_judged);
    EXPECT_EQ(made->best, 1U);
    EXPECT_EQ(trust(*made).front().key, "potential.trust.not_judged");
    EXPECT_FALSE(validate(e, labels, {logistic}, {}, base::Progress())) << "what learns cannot do without";
    EXPECT_TRUE(train(e, labels, {}, fuzzy, 1, base::Progress()));
    EXPECT_EQ(train(e, labels, {}, logistic, 1, base::Progress()).error().what.key, "potential.no_label");
}

}  // namespace
}  // namespace orelens::potential
