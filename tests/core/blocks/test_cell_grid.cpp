// Grids found from centres: plain, sparse, turned about one and three axes, rounded, sub-blocked; and
// refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/blocks/CellGrid.h"

namespace orelens::blocks {
namespace {

/// Every cell of a grid that `keep` likes, shuffled, with coordinates rounded to `decimals` of a metre.
template <class Keep>
CellTable table_of(const GridGeometry& grid, const Keep& keep, double rounding = 0) {
    CellTable table;
    table.file = "model.csv";
    table.first_row = 2;
    std::vector<Vec3> centres;
    for (int k = 0; k < grid.count[2]; ++k)
        for (int j = 0; j < grid.count[1]; ++j)
            for (int i = 0; i < grid.count[0]; ++i)
                if (keep(Index3{i, j, k})) centres.push_back(grid.centre({i, j, k}));
    std::mt19937 random(5);
    std::shuffle(centres.begin(), centres.end(), random);
    for (const Vec3& centre : centres)
        for (int a = 0; a < 3; ++a)
            table.centre[a].push_back(rounding > 0 ? std::round(centre[a] / rounding) * rounding : centre[a]);
    return table;
}
bool everywhere(const Index3&) {
    return true;
}

base::Expected<FoundGrid> find(const CellTable& table, const GridSearch& search = {}) {
    base::Progress progress;
    return find_grid(table, search, progress);
}

void expect_same(const GridGeometry& found, const GridGeometry& wanted, double tolerance = 1e-6) {
    for (int a = 0; a < 3; ++a) {
        EXPECT_EQ(found.count[a], wanted.count[a]) << a;
        EXPECT_NEAR(found.block_size[a], wanted.block_size[a], tolerance) << a;
    }
    for (const Index3& block :
         {Index3{0, 0, 0}, Index3{wanted.count[0] - 1, wanted.count[1] - 1, wanted.count[2] - 1}})
        for (int a = 0; a < 3; ++a)
            EXPECT_NEAR(found.centre(block)[a], wanted.centre(block)[a], 100 * tolerance) << a;
}

TEST(CellGrid, FindsAPlainGridInAnyOrder) {
    const GridGeometry grid{{500000, 4000000, 1000}, {10, 20, 5}, {13, 9, 7}};
    const auto found = find(table_of(grid, everywhere));
    ASSERT_TRUE(found) << base::describe(found.error(), base::Language::english);
    expect_same(found->geometry, grid);
    EXPECT_FALSE(found->turned);
    EXPECT_THAT(found->touching, ::testing::Each(1.0));
}

TEST(CellGrid, MissingLayersDoNotStretchTheStep) {
    // Along u only places 0, 2, 5, 7, 10 … are there: no gap is the step, all are multiples of it.
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {21, 8, 6}};
    const auto kept = [](const Index3& at) { return at[0] % 5 == 0 || at[0] % 5 == 2; };
    GridSearch search;
    search.cell_size = {0, 0, 0};
    const auto table = table_of(grid, kept);
    const auto guess = find(table);
    ASSERT_FALSE(guess);
    EXPECT_EQ(guess.error().what.key, "blocks.no_neighbours");
    EXPECT_EQ(guess.error().place.field, "model.size_u");
    search.cell_size = {10, 10, 10};
    const auto stated = find(table, search);
    ASSERT_TRUE(stated);
    expect_same(stated->geometry, grid);
}

TEST(CellGrid, RoundedCoordinatesFitWithTheirResidual) {
    const GridGeometry grid{{1000, 2000, 300}, {10.0 / 3, 10.0 / 3, 2.5}, {40, 30, 9}};
    const auto found = find(table_of(grid, everywhere, 0.01));
    ASSERT_TRUE(found);
    expect_same(found->geometry, grid, 1e-3);
    EXPECT_GT(found->residual_m[0], 1e-4);
    EXPECT_LT(found->residual_m[0], 0.011);
}

TEST(CellGrid, SinglePrecisionNorthingsFit) {
    const GridGeometry grid{{500000, 7654300, 100}, {5, 5, 5}, {20, 40, 10}};
    CellTable table = table_of(grid, everywhere);
    ASSERT_TRUE(table.centre[1].change([](std::size_t, double y) { return static_cast<float>(y); }, {}));
    const auto found = find(table);
    ASSERT_TRUE(found) << base::describe(found.error(), base::Language::english);
    EXPECT_EQ(found->geometry.count, grid.count);
    EXPECT_NEAR(found->geometry.block_size[1], 5, 0.01);
}

struct Turned {
    const char* name;
    double azimuth, dip, roll, rounding;
};
class TurnedGrids : public ::testing::TestWithParam<Turned> {};
TEST_P(TurnedGrids, AreFoundFromTheCentresThemselves) {
    const Turned& turn = GetParam();
    const GridGeometry grid{{431200, 6712300, 850}, {10, 15, 4}, {31, 24, 12},
                            turn.azimuth,           turn.dip,    turn.roll};
    // An ore body in the grid: an ellipsoid with a void.
    const auto body = [](const Index3& at) {
        const double x = (at[0] - 15) / 15.0, y = (at[1] - 12) / 12.0, z = (at[2] - 6) / 6.0;
        const double r = x * x + y * y + z * z;
        return r < 1.2 && r > 0.05;
    };
    const auto found = find(table_of(grid, body, turn.rounding));
    ASSERT_TRUE(found) << base::describe(found.error(), base::Language::english);
    EXPECT_TRUE(found->turned);
    EXPECT_NEAR(found->geometry.azimuth_deg, turn.azimuth, 0.02);
    EXPECT_NEAR(found->geometry.dip_deg, turn.dip, 0.02);
    EXPECT_NEAR(found->geometry.roll_deg, turn.roll, 0.02);
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(found->geometry.block_size[a], grid.block_size[a], 0.01);
        EXPECT_LT(found->residual_m[a], std::max(1e-3, 2 * turn.rounding)) << a;
    }
}
INSTANTIATE_TEST_SUITE_P(CellGrid, TurnedGrids,
                         ::testing::Values(Turned{"thirty", 30, 0, 0, 0}, Turned{"forty_four", 44, 0, 0, 0},
                                           Turned{"three_four_five", 36.86989764584402, 0, 0, 0},
                                           Turned{"slight", 2.5, 0, 0, 0.001},
                                           Turned{"west", -27.3, 0, 0, 0.01}, Turned{"dipping", 20, 35, 0, 0},
                                           Turned{"all_three", 15, 20, 10, 0.001}),
                         [](const auto& turned) { return std::string(turned.param.name); });

TEST(CellGrid, SubBlocksWithoutSizesAreRefused) {
    // Parents of 10 m and sub-blocks of 5 m: the centres lie on a lattice of 2.5 m on which nothing touches.
    CellTable table;
    table.file = "sub.csv";
    for (int k = 0; k < 4; ++k)
        for (int j = 0; j < 6; ++j)
            for (int i = 0; i < 6; ++i) {
                if ((i + j + k) % 3 != 0) {
                    for (int a = 0; a < 3; ++a) table.centre[a].push_back(10 * std::array{i, j, k}[a] + 5);
                    continue;
                }
                for (int s = 0; s < 8; ++s)
                    for (int a = 0; a < 3; ++a)
                        table.centre[a].push_back(10 * std::array{i, j, k}[a] + 2.5 + 5 * ((s >> a) & 1));
            }
    const auto found = find(table);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what.key, "blocks.no_neighbours");
    EXPECT_EQ(found.error().fix.key, "blocks.no_step_fix");
}

TEST(CellGrid, OneLayerNeedsItsHeight) {
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {9, 9, 1}};
    const auto found = find(table_of(grid, everywhere));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what.key, "blocks.size_unknown");
    EXPECT_EQ(found.error().place.field, "model.size_w");
    GridSearch search;
    search.cell_size = {0, 0, 5};
    const auto stated = find(table_of(grid, everywhere), search);
    ASSERT_TRUE(stated);
    EXPECT_EQ(stated->geometry.block_size[2], 5);
}

TEST(CellGrid, ACentreOffTheGridIsNamedWithItsRow) {
    const GridGeometry grid{{0, 0, 0}, {10, 10, 10}, {12, 12, 5}};
    CellTable table = table_of(grid, everywhere);
    table.cell_size = {10, 10, 10};
    ASSERT_TRUE(table.centre[0].change([](std::size_t n, double x) { return n == 77 ? x + 3 : x; }, {}));
    const auto found = find(table);
    ASSERT_FALSE(found);
    EXPECT_TRUE(found.error().what.key == "blocks.off_grid" || found.error().what.key == "blocks.no_step");
}

TEST(CellGrid, StatedTurnsAreTaken) {
    const GridGeometry grid{{100, 200, 300}, {10, 10, 5}, {8, 6, 4}, 33, 0, 0};
    GridSearch search;
    search.rotation = CellTable::Rotation{33, 0, 0, {100, 200, 300}};
    const auto found = find(table_of(grid, everywhere), search);
    ASSERT_TRUE(found);
    expect_same(found->geometry, grid);
    EXPECT_FALSE(found->turned);
}

RC_GTEST_PROP(CellGrid, AnyGridIsFoundFromAllItsCentres, ()) {
    const auto n = [](int low, int high) { return *rc::gen::inRange(low, high); };
    GridGeometry grid;
    for (int a = 0; a < 3; ++a) {
        grid.origin[a] = n(-1000000, 1000000) / 4.0;
        grid.block_size[a] = n(1, 200) / 4.0;
        grid.count[a] = n(2, 9);
    }
    const auto found = find(table_of(grid, everywhere));
    RC_ASSERT(found.has_value());
    RC_ASSERT(found->geometry.count == grid.count);
    for (int a = 0; a < 3; ++a) {
        RC_ASSERT(std::abs(found->geometry.block_size[a] - grid.block_size[a]) < 1e-6);
        RC_ASSERT(std::abs(found->geometry.origin[a] - grid.origin[a]) < 1e-4);
    }
}

void add_cell(CellTable& table, const Vec3& centre, double size) {
    for (int a = 0; a < 3; ++a) {
        table.centre[a].push_back(centre[a]);
        table.size[a].push_back(size);
    }
}

/// A vein of sub-blocks in a turned grid of 10 m, in which one parent only is whole.
CellTable turned_vein(double azimuth) {
    const GridGeometry grid{{431200, 6712300, 850}, {2.5, 2.5, 2.5}, {160, 160, 24}, azimuth, 0, 0};
    CellTable table;
    table.file = "vein.csv";
    table.first_row = 2;
    for (int k = 0; k < 24; ++k)
        for (int j = 0; j < 160; ++j)
            for (int i = 0; i < 160; ++i) {
                const bool whole = i / 4 == 20 && j / 4 == 20 && k / 4 == 2;
                if (!whole && std::abs(i - j / 2 - 40) < 3) add_cell(table, grid.centre({i, j, k}), 2.5);
            }
    GridGeometry parents = grid;
    parents.block_size = {10, 10, 10};
    add_cell(table, parents.centre({20, 20, 2}), 10);
    return table;
}

TEST(CellGrid, ASubBlockedVeinWithOneWholeParentIsFoundTurned) {
    const auto found = find(turned_vein(30));
    ASSERT_TRUE(found) << base::describe(found.error(), base::Language::english);
    EXPECT_TRUE(found->turned && found->sub_blocked);
    EXPECT_NEAR(found->geometry.azimuth_deg, 30, 0.02);
    EXPECT_NEAR(found->geometry.block_size[0], 10, 1e-3);
    const auto straight = find(turned_vein(0));
    ASSERT_TRUE(straight) << base::describe(straight.error(), base::Language::english);
    EXPECT_FALSE(straight->turned);
}

TEST(CellGrid, AFrameThatCellsDoNotFitIsRefusedWithTheRow) {
    GridSearch search;
    search.rotation = CellTable::Rotation{12, 0, 0, {431200, 6712300, 850}};
    const auto found = find(turned_vein(30), search);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what.key, "blocks.off_grid");
    EXPECT_EQ(found.error().place.field, "model.rotation");
    EXPECT_GE(found.error().place.row, 2);
}

TEST(CellGrid, HeightsOfSeamsMayBeAnything) {
    CellTable table;
    std::mt19937 random(3);
    for (int j = 0; j < 12; ++j)
        for (int i = 0; i < 12; ++i) {
            double z = 100;
            for (int n = 0; n < 9; ++n) {
                const double height = n == 4 ? 8 : 0.3 + static_cast<double>(random() % 700) / 100;
                for (int a = 0; a < 2; ++a) {
                    table.centre[a].push_back(10.0 * (a == 0 ? i : j) + 5);
                    table.size[a].push_back(10);
                }
                table.centre[2].push_back(z + height / 2);
                table.size[2].push_back(height);
                z = n == 4 || n == 3 ? 108.0 + 8 * (n - 3) : z + height;
            }
        }
    const auto found = find(table);
    // Whether the heights fit a grid is another question; that they are cut anywhere is no reason to refuse.
    if (!found) {
        EXPECT_NE(found.error().place.field, "model.rotation");
    }
}

TEST(CellGrid, StatedParentsBeginAtTheStatedCorner) {
    // Cells of 10 m, all of one size; their parents of 20 m begin at 0, the cells at 10.
    CellTable table;
    for (int k = 0; k < 4; ++k)
        for (int j = 1; j < 6; ++j)
            for (int i = 1; i < 6; ++i) add_cell(table, {10.0 * i + 5, 10.0 * j + 5, 10.0 * k + 5}, 10);
    GridSearch search;
    search.parent_size = {20, 20, 20};
    search.parent_corner = Vec3{0, 0, 80};
    const auto found = find(table, search);
    ASSERT_TRUE(found) << base::describe(found.error(), base::Language::english);
    EXPECT_TRUE(found->sub_blocked);
    for (int a = 0; a < 3; ++a) EXPECT_NEAR(found->geometry.origin[a], 0, 1e-9) << a;
    EXPECT_EQ(found->geometry.count, (Index3{3, 3, 2}));
}

TEST(CellTable, FramesGiveTheirAnglesBack) {
    for (const auto& [azimuth, dip, roll] :
         {std::array{0.0, 0.0, 0.0}, std::array{30.0, 0.0, 0.0}, std::array{-60.0, 25.0, 0.0},
          std::array{10.0, -40.0, 15.0}, std::array{90.0, 0.0, 0.0}, std::array{170.0, 5.0, -30.0}}) {
        GridGeometry grid;
        grid.azimuth_deg = azimuth;
        grid.dip_deg = dip;
        grid.roll_deg = roll;
        const auto angles = frame_angles(grid.axes());
        ASSERT_TRUE(angles);
        EXPECT_NEAR((*angles)[0], azimuth, 1e-9);
        EXPECT_NEAR((*angles)[1], dip, 1e-9);
        EXPECT_NEAR((*angles)[2], roll, 1e-9);
    }
    EXPECT_FALSE(frame_angles({Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, -1}}));
    EXPECT_FALSE(frame_angles({Vec3{1, 0, 0}, Vec3{0.5, 0.8, 0}, Vec3{0, 0, 1}}));
}

}  // namespace
}  // namespace orelens::blocks
