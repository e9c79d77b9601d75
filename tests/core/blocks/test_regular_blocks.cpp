// Models of one cell per block, filled column by column: every value where it belongs, tonnes kept whichever
// columns say something of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/blocks/RegularBlocks.h"
#include "tests/support/CancelAt.h"

namespace orelens::blocks {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

/// Cells of a grid that `keep` likes, in random order.
CellTable cells_of(const GridGeometry& grid, unsigned seed, double keep = 1) {
    std::mt19937 random(seed);
    std::vector<Vec3> centres;
    for (int k = 0; k < grid.count[2]; ++k)
        for (int j = 0; j < grid.count[1]; ++j)
            for (int i = 0; i < grid.count[0]; ++i) {
                const bool corner = (i == 0 && j == 0 && k == 0) ||
                                    (i == 1 && j == 1 && k == 1);  // so that the grid is found
                if (corner || random() % 1000 < 1000 * keep) centres.push_back(grid.centre({i, j, k}));
            }
    std::shuffle(centres.begin(), centres.end(), random);
    CellTable table;
    for (const Vec3& centre : centres)
        for (int a = 0; a < 3; ++a) table.centre[a].push_back(centre[a]);
    table.cell_size = grid.block_size;
    return table;
}

base::Expected<RegularBlocks> blocks_of(const CellTable& table, double density = std::nan("")) {
    base::Progress progress;
    const auto found = find_grid(table, {}, progress);
    if (!found) return std::unexpected(found.error());
    return RegularBlocks::make(table, *found, {density, true}, progress);
}

TEST(RegularBlocks, EveryValueLandsInItsBlockBitForBit) {
    const GridGeometry grid{{500000, 4000000, 1000}, {10, 20, 5}, {13, 9, 17}};
    const CellTable table = cells_of(grid, 3, 0.6);
    auto blocks = blocks_of(table);
    ASSERT_TRUE(blocks) << base::describe(blocks.error(), base::Language::english);
    std::mt19937 random(5);
    const std::vector<std::string> names{"GRD", "QMP", "SKN"};
    const std::span<float> values = blocks->add_values({"Cu", "%", CellRole::grade});
    const IntegerWriter codes = blocks->add_codes("rock", "", names);
    std::vector<float> copper;
    for (std::size_t n = 0; n < table.cells(); ++n) {
        const std::uint32_t slot = blocks->slots()[n];
        ASSERT_NE(slot, no_slot);
        copper.push_back(n % 17 == 0 ? none : static_cast<float>(random()) / 1e9F);
        values[slot] = copper.back();
        if (n % 5 != 0) codes.set(slot / 512, slot % 512, static_cast<std::int32_t>(n % 3));
    }
    RegulariseReport report;
    const auto model = blocks->finish(report, {});
    ASSERT_TRUE(model);
    EXPECT_EQ(report.cells, static_cast<std::int64_t>(table.cells()));
    EXPECT_EQ(report.blocks, report.cells);
    EXPECT_EQ(model->block_count(), report.blocks);
    EXPECT_FALSE(model->has("density") || model->has(fraction_column));
    for (std::size_t n = 0; n < table.cells(); ++n) {
        Index3 at{};
        for (int a = 0; a < 3; ++a)
            at[a] = static_cast<std::int32_t>(
                std::floor((table.centre[a][n] - model->geometry().origin[a]) / grid.block_size[a]));
        if (std::isnan(copper[n])) {
            EXPECT_TRUE(std::isnan(model->value("Cu", at)));
        } else {
            EXPECT_EQ(model->value("Cu", at), static_cast<double>(copper[n]));
        }
        if (n % 5 == 0) {
            EXPECT_TRUE(std::isnan(model->value("rock", at)));
        } else {
            EXPECT_EQ(model->value("rock", at), static_cast<double>(n % 3));
        }
    }
    EXPECT_EQ(model->info("rock")->codes, names);
}

TEST(RegularBlocks, ACellThatRepeatsABlockHasNoPlaceAndTheFirstOneCounts) {
    CellTable table = cells_of({{0, 0, 0}, {10, 10, 10}, {3, 3, 3}}, 1);
    for (int a = 0; a < 3; ++a) {
        table.centre[a].push_back(table.centre[a][4]);
        table.centre[a].push_back(table.centre[a][2]);
    }
    auto blocks = blocks_of(table);
    ASSERT_TRUE(blocks);
    EXPECT_EQ(blocks->slots()[27], no_slot);
    EXPECT_EQ(blocks->slots()[28], no_slot);
    EXPECT_NE(blocks->slots()[4], no_slot);
    RegulariseReport report;
    ASSERT_TRUE(blocks->finish(report, {}));
    EXPECT_EQ(report.cells, 29);
    EXPECT_EQ(report.blocks, 27);
    EXPECT_EQ(report.repeated, 2);
    EXPECT_EQ(report.first_repeated, 27);
}

TEST(RegularBlocks, AShareThatIsNoneBecomesANumberOfTheModel) {
    const CellTable table = cells_of({{0, 0, 0}, {10, 10, 10}, {2, 2, 2}}, 1);
    auto blocks = blocks_of(table, 2.5);
    ASSERT_TRUE(blocks);
    const std::span<float> share = blocks->add_values({"proportion", "", CellRole::proportion});
    for (const std::uint32_t slot : blocks->slots()) share[slot] = 400;
    const std::span<float> number = blocks->make_number("proportion", {"proportion", "", CellRole::number});
    EXPECT_EQ(number[blocks->slots()[3]], 400);
    RegulariseReport report;
    const auto model = blocks->finish(report, {});
    ASSERT_TRUE(model);
    EXPECT_EQ(model->value("proportion", {1, 1, 1}), 400);
    EXPECT_FALSE(model->has(fraction_column));
}

RC_GTEST_PROP(RegularBlocks, TonnesAreKeptWhateverStatesThem, ()) {
    const auto seed = *rc::gen::arbitrary<unsigned>();
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(0, 1);
    const GridGeometry grid{{0, 0, 0}, {10, 10, 4}, {11, 9, 10}};
    const CellTable table = cells_of(grid, seed, 0.7);
    auto blocks = blocks_of(table, random() % 2 == 0 ? 2.7 : std::nan(""));
    RC_ASSERT(blocks.has_value());
    const bool density = random() % 2 == 0, tonnage = random() % 3 == 0, volume = random() % 2 == 0;
    const bool excluded = random() % 2 == 0;
    const bool known = density || tonnage;
    std::span<float> dense, tonnes, rock, out;
    if (density) dense = blocks->add_values({"density", "t/m3", CellRole::density});
    if (tonnage) tonnes = blocks->add_values({"tonnage", "t", CellRole::tonnage});
    if (volume) rock = blocks->add_values({"volume", "m3", CellRole::volume});
    if (excluded) out = blocks->add_values({"excluded", "", CellRole::excluded});
    double expected = 0;
    for (const std::uint32_t slot : blocks->slots()) {
        const float each_dense = 1.5F + 2 * unit(random), each_rock = 1 + 399 * unit(random);
        const float each_tonnes = 2000 * unit(random);
        if (density) dense[slot] = each_dense;
        if (tonnage) tonnes[slot] = each_tonnes;
        if (volume) rock[slot] = each_rock;
        if (excluded) out[slot] = random() % 4 == 0 ? 1 : 0;
        if (tonnage)
            expected += static_cast<double>(each_tonnes);
        else if (density)
            expected += static_cast<double>(each_dense) * (volume ? static_cast<double>(each_rock) : 400.0);
    }
    RegulariseReport report;
    const auto model = blocks->finish(report, {});
    RC_ASSERT(model.has_value());
    RC_ASSERT(model->has("excluded") == excluded);
    if (!known) return;
    RC_ASSERT(std::abs(report.tonnes_before - expected) <= 1e-9 * expected);
    // What a reader of the model sums up himself.
    double stored = 0;
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(leaf).is_active(at)) continue;
            const Index3 block = model->leaf(leaf).index(at);
            double mass = 400 * model->value("density", block);
            if (model->has(fraction_column)) mass *= model->value(fraction_column, block);
            if (!std::isnan(mass)) stored += mass;
        }
    RC_ASSERT(std::abs(stored - expected) <= 1e-8 * expected);
    if (tonnage || volume) RC_ASSERT(std::abs(report.tonnes_stored - stored) <= 1e-9 * expected);
}

TEST(RegularBlocks, ACancelAtAnyReportIsHeard) {
    const CellTable table = cells_of({{0, 0, 0}, {10, 10, 10}, {30, 30, 30}}, 1, 0.9);
    base::Progress progress;
    const auto found = find_grid(table, {}, progress);
    ASSERT_TRUE(found);
    const auto make = [&](const base::Progress& part) -> base::Expected<BlockModel> {
        auto blocks = RegularBlocks::make(table, *found, {2.7, true}, part.part(0, 0.5));
        if (!blocks) return std::unexpected(blocks.error());
        for (float& value : blocks->add_values({"volume", "m3", CellRole::volume})) value = 600;
        RegulariseReport report;
        return blocks->finish(report, part.part(0.5, 1));
    };
    testing::CancelAt never(0);
    ASSERT_TRUE(make(never.progress));
    ASSERT_GE(never.reports, 6);
    for (int n = 1; n <= never.reports; ++n) {
        testing::CancelAt at(n);
        const auto made = make(at.progress);
        ASSERT_FALSE(made) << n;
        EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled) << n;
    }
}

TEST(RegularBlocks, AirWeighsNothingAndIsExcluded) {
    const CellTable table = cells_of({{0, 0, 0}, {10, 10, 10}, {2, 2, 2}}, 1);
    for (const CellRole role : {CellRole::density, CellRole::tonnage}) {
        auto blocks = blocks_of(table, 2.5);
        ASSERT_TRUE(blocks);
        const std::span<float> mass = blocks->add_values({"density", "t/m3", role});
        // The first row is air, the second states nothing.
        const std::vector<std::uint32_t> slots = blocks->slots();
        for (const std::uint32_t slot : slots) mass[slot] = role == CellRole::density ? 3 : 3000;
        mass[slots[0]] = 0;
        mass[slots[1]] = none;
        RegulariseReport report;
        const auto model = blocks->finish(report, {});
        ASSERT_TRUE(model);
        EXPECT_EQ(report.air_cells, 1);
        EXPECT_NEAR(report.air_m3, 1000, 1e-6);
        EXPECT_EQ(report.without_density, 1);
        ASSERT_TRUE(model->has("excluded"));
        int excluded = 0;
        for (int n = 0; n < 8; ++n) {
            const Index3 at{n & 1, n >> 1 & 1, n >> 2};
            if (model->value("excluded", at) != 1) continue;
            ++excluded;
            EXPECT_EQ(model->value("density", at), 0);
        }
        EXPECT_EQ(excluded, 1);
    }
}

TEST(RegularBlocks, AVolumeOfTheWholeCellDoesNotSwitchItsShareOff) {
    const CellTable table = cells_of({{0, 0, 0}, {10, 10, 5}, {2, 2, 2}}, 1);
    const auto fraction = [&](float volume, std::int64_t doubtful) {
        auto blocks = blocks_of(table, 2.5);
        const auto put = [&](const ColumnName& name, float value) {
            const std::span<float> values = blocks->add_values(name);
            for (const std::uint32_t slot : blocks->slots()) values[slot] = value;
        };
        put({"volume", "m3", CellRole::volume}, volume);
        put({"proportion", "", CellRole::proportion}, 0.3F);
        put({"density", "t/m3", CellRole::density}, 2);
        RegulariseReport report;
        const auto model = blocks->finish(report, {});
        EXPECT_EQ(report.volume_doubtful, doubtful);
        return model->value(fraction_column, {1, 1, 1});
    };
    EXPECT_NEAR(fraction(500, 0), 0.3, 1e-6);     // of the cell
    EXPECT_NEAR(fraction(500.2F, 0), 0.3 * 500.2 / 500, 1e-6);  // …with rounding, which counts
    EXPECT_NEAR(fraction(150, 0), 0.3, 1e-6);     // of its share
    EXPECT_NEAR(fraction(200, 8), 0.4, 1e-6);     // of neither
}

}  // namespace
}  // namespace orelens::blocks
