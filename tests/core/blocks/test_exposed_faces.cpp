#include "core/blocks/ExposedFaces.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace orelens::blocks {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A repeatable number in [0, 1) per block.
double noise(const Index3& b, std::uint32_t seed) {
    std::uint32_t h = (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ (seed * 2654435761U);
    h = (h ^ (h >> 15)) * 2246822519U;
    h = (h ^ (h >> 13)) * 3266489917U;
    return (h ^ (h >> 16)) / 4294967296.0;
}

/// Sparse model with smooth + random values, some missing, some infinite.
BlockModel random_model(const Index3& count, std::uint32_t seed, double kept, double missing,
                        double roughness) {
    GridGeometry geometry;
    geometry.count = count;
    auto model = BlockModel::where(geometry, [&](const Index3& b) { return noise(b, seed) < kept; });
    model->add_column({"be", ColumnType::real, "", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const Index3 b = model->leaf(n).index(p);
            const double x = noise(b, seed + 1);
            float value = static_cast<float>((b[0] + b[1] + b[2]) * (1 - roughness) +
                                             60 * roughness * noise(b, seed + 2));
            if (x < missing) value = missing_float;
            if (x > 0.98) value = static_cast<float>(x > 0.99 ? infinity : -infinity);
            model->real("be", n)[p] = value;
        }
    // Every tenth block is left out, and some of the others say nothing about it.
    model->add_column({"out", ColumnType::integer, "", {}}, 1);
    const IntegerWriter out = model->integer_writer("out");
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const double x = noise(model->leaf(n).index(p), seed + 3);
            if (x < 0.9) out.set(n, p, x < 0.1 ? 1 : 0);
        }
    return *model;
}

using Where = std::tuple<Index3, int>;

std::set<Where> brute_force(const BlockModel& model, double threshold, Sense sense, bool without,
                            std::int64_t& blocks) {
    const auto in = [&](const Index3& b) {
        const double value = model.value("be", b);
        if (without && model.value("out", b) == 1) return false;
        return sense == Sense::at_most ? value <= threshold : value >= threshold;
    };
    std::set<Where> faces;
    blocks = 0;
    const Index3 count = model.geometry().count;
    for (int i = 0; i < count[0]; ++i)
        for (int j = 0; j < count[1]; ++j)
            for (int k = 0; k < count[2]; ++k) {
                if (!in({i, j, k})) continue;
                ++blocks;
                for (int side = 0; side < 6; ++side) {
                    Index3 beside{i, j, k};
                    beside[side / 2] += side % 2 == 0 ? -1 : 1;
                    if (!in(beside)) faces.insert({{i, j, k}, side});
                }
            }
    return faces;
}

RC_GTEST_PROP(ExposedFaces, EqualBruteForceOnSparseModels, ()) {
    const Index3 count{*rc::gen::inRange(1, 27), *rc::gen::inRange(1, 27), *rc::gen::inRange(1, 27)};
    const auto seed = *rc::gen::inRange<std::uint32_t>(1, 1000000);
    const double kept = *rc::gen::element(0.2, 0.9, 1.1);
    const double missing = *rc::gen::element(0.0, 0.1);
    const double roughness = *rc::gen::element(0.0, 0.05, 0.8);
    const BlockModel model = random_model(count, seed, kept, missing, roughness);
    const Sense sense = *rc::gen::element(Sense::at_most, Sense::at_least);
    const bool without = *rc::gen::arbitrary<bool>();
    const auto prepared = ExposedFaces::prepare(model, "be", sense, without ? "out" : "");
    RC_ASSERT(prepared.has_value());
    for (const double threshold : {-infinity, 10.0, 25.5, 40.0, infinity}) {
        std::int64_t blocks = 0;
        const std::set<Where> wanted = brute_force(model, threshold, sense, without, blocks);
        const std::vector<Face> faces = prepared->faces(threshold);
        std::set<Where> got;
        for (const Face& face : faces)
            got.insert({model.leaf(face.leaf).index(face.position), static_cast<int>(face.side)});
        RC_ASSERT(got == wanted);
        RC_ASSERT(faces.size() == wanted.size());
        RC_ASSERT(
            (prepared->count(threshold) == FaceCount{blocks, static_cast<std::int64_t>(wanted.size())}));
    }
}

TEST(ExposedFaces, SolidModelShowsItsHullOnly) {
    GridGeometry geometry;
    geometry.count = {24, 16, 40};
    const auto model = BlockModel::full(geometry);
    const auto prepared = ExposedFaces::prepare(*model, "");
    ASSERT_TRUE(prepared);
    EXPECT_EQ(prepared->count(0), (FaceCount{24 * 16 * 40, 2 * (24 * 16 + 16 * 40 + 24 * 40)}));
}

TEST(ExposedFaces, EveryBlockButThoseLeftOut) {
    GridGeometry geometry;
    geometry.count = {9, 1, 1};
    auto model = BlockModel::full(geometry);
    model->add_column({"out", ColumnType::integer, "", {}}, 1);
    model->integer_writer("out").set(model->leaf_of({4, 0, 0}), 4 << 6, 1);
    for (const Sense sense : {Sense::at_most, Sense::at_least})
        for (const double threshold : {-infinity, 0.0, infinity}) {
            const auto prepared = ExposedFaces::prepare(*model, "", sense, "out");
            ASSERT_TRUE(prepared);
            EXPECT_EQ(prepared->count(threshold), (FaceCount{8, 2 * 4 * 4 + 4}));
        }
    // A model without the column leaves none out.
    EXPECT_EQ(ExposedFaces::prepare(*model, "", Sense::at_least, "none")->count(0).blocks, 9);
}

TEST(ExposedFaces, ThresholdBetweenFloatsDecidesLikeDoubles) {
    GridGeometry geometry;
    auto model = BlockModel::full(geometry);
    model->add_column({"be", ColumnType::real, "", {}});
    model->real("be", 0)[0] = 0.1F;  // 0.100000001490116…
    const auto prepared = ExposedFaces::prepare(*model, "be");
    EXPECT_EQ(prepared->count(0.1).blocks, 0);
    EXPECT_EQ(prepared->count(static_cast<double>(0.1F)).blocks, 1);
    EXPECT_EQ(prepared->count(1e300).blocks, 1);
    EXPECT_EQ(prepared->count(-1e300).blocks, 0);
    const auto upward = ExposedFaces::prepare(*model, "be", Sense::at_least);
    EXPECT_EQ(upward->count(0.1).blocks, 1);
    EXPECT_EQ(upward->count(static_cast<double>(0.1F)).blocks, 1);
    EXPECT_EQ(upward->count(0.1000000015).blocks, 0);
    EXPECT_EQ(upward->count(1e300).blocks, 0);
    EXPECT_EQ(upward->count(-1e300).blocks, 1);
}

TEST(ExposedFaces, UnknownColumnIsAnError) {
    const auto model = BlockModel::full(GridGeometry{});
    EXPECT_EQ(ExposedFaces::prepare(*model, "Zn").error().what.key, "blocks.no_real_column");
}

/// Six times the enclosed volume by the divergence theorem; positive when all quads face outward.
double enclosed_volume(const Surface& surface) {
    const auto triangle = [](const Vec3& a, const Vec3& b, const Vec3& c) {
        return (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
                a[2] * (b[0] * c[1] - b[1] * c[0])) /
               6.0;
    };
    double volume = 0;
    for (const auto& q : surface.quads)
        volume += triangle(surface.points[q[0]], surface.points[q[1]], surface.points[q[2]]) +
                  triangle(surface.points[q[0]], surface.points[q[2]], surface.points[q[3]]);
    return volume;
}

TEST(Surface, EnclosesTheVolumeOfTheBlocksInAnyRotation) {
    GridGeometry geometry;
    geometry.origin = {50, -20, 10};
    geometry.block_size = {2, 3, 4};
    geometry.count = {20, 11, 9};
    geometry.azimuth_deg = 37;
    geometry.dip_deg = 20;
    geometry.roll_deg = 5;
    const auto model = BlockModel::where(geometry, [](const Index3& b) { return noise(b, 9) < 0.6; });
    const auto prepared = ExposedFaces::prepare(*model, "");
    const auto faces = prepared->faces(0);
    const auto surface = surface_of(*model, faces);
    ASSERT_TRUE(surface);
    EXPECT_EQ(surface->quads.size(), faces.size());
    EXPECT_NEAR(enclosed_volume(*surface), model->block_count() * geometry.block_volume(), 1e-6);
    const std::set<Vec3> distinct(surface->points.begin(), surface->points.end());
    EXPECT_EQ(distinct.size(), surface->points.size());
}

}  // namespace
}  // namespace orelens::blocks
