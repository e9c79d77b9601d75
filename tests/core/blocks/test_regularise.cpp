// Cells put together into blocks: what is kept to 1e-9, what is lost and said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/blocks/Regularise.h"

namespace orelens::blocks {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

struct Made {
    FoundGrid grid;
    RegulariseReport report;
    BlockModel model;
};
base::Expected<Made> make(CellTable table, const GridSearch& search = {}, RegulariseRule rule = {}) {
    base::Progress progress;
    const auto found = find_grid(table, search, progress);
    if (!found) return std::unexpected(found.error());
    Made made{*found, {}, {}};
    auto model = to_block_model(std::move(table), *found, rule, made.report, progress);
    if (!model) return std::unexpected(model.error());
    made.model = std::move(*model);
    return made;
}

void add_cell(CellTable& table, const Vec3& centre, const Vec3& size) {
    for (int a = 0; a < 3; ++a) {
        table.centre[a].push_back(centre[a]);
        table.size[a].push_back(size[a]);
    }
}
CellColumn numbers(const std::string& name, CellRole role, std::vector<float> values,
                   const std::string& unit = "") {
    CellColumn column;
    column.name = name;
    column.role = role;
    column.unit = unit;
    column.values = std::move(values);
    return column;
}

/// Two parents of 10 m: one whole, one of eight sub-blocks of which two are missing.
CellTable two_parents() {
    CellTable table;
    add_cell(table, {5, 5, 5}, {10, 10, 10});
    for (int s = 0; s < 6; ++s)
        add_cell(table, {12.5 + 5 * (s & 1), 2.5 + 5 * ((s >> 1) & 1), 2.5 + 5 * ((s >> 2) & 1)}, {5, 5, 5});
    return table;
}

TEST(Regularise, MeansAreByMassAndDensityIsPerBlock) {
    CellTable table = two_parents();
    table.columns.push_back(numbers("Cu", CellRole::grade, {1, 2, 2, 4, 4, 0, 0}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, {2.5F, 3, 3, 2, 2, 4, 4}, "t/m3"));
    const auto made = make(table);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_EQ(made->report.cells, 7);
    EXPECT_EQ(made->model.block_count(), 2);
    EXPECT_TRUE(made->grid.sub_blocked);
    EXPECT_FLOAT_EQ(made->model.value("Cu", {0, 0, 0}), 1);
    // By hand: masses 375, 375, 250, 250, 500, 500; metal 2·750 + 4·500 + 0; 2250 t in 750 of 1000 m³.
    EXPECT_NEAR(made->model.value("Cu", {1, 0, 0}), (2 * 750 + 4 * 500) / 2250.0, 1e-6);
    EXPECT_NEAR(made->model.value("density", {1, 0, 0}), 3, 1e-6);
    EXPECT_NEAR(made->model.value(fraction_column, {1, 0, 0}), 0.75, 1e-6);
    EXPECT_NEAR(made->report.tonnes_before, 2500 + 2250, 1e-9);
    EXPECT_NEAR(made->report.tonnes_after, made->report.tonnes_before, 1e-6);
    EXPECT_EQ(made->report.partial_blocks, 1);
}

TEST(Regularise, CategoriesGoToTheMajorityOfMassWithItsShare) {
    CellTable table = two_parents();
    CellColumn rock;
    rock.name = "rock";
    rock.role = CellRole::category;
    rock.names = {"ore", "waste"};
    rock.codes = {0, 0, 0, 1, 1, 1, -1};
    table.columns.push_back(rock);
    table.columns.push_back(numbers("density", CellRole::density, {3, 3, 3, 1, 1, 1, 1}, "t/m3"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    // Sub-blocks of 125 m³: ore 750 t, waste 375 t, unknown 125 t: ore leads by mass though waste has more
    // blocks.
    EXPECT_EQ(made->model.value("rock", {1, 0, 0}), 0);
    EXPECT_NEAR(made->model.value("rock.share", {1, 0, 0}), 750.0 / 1250, 1e-6);
    ASSERT_EQ(made->report.columns.size(), 1U);
    EXPECT_NEAR(made->report.columns[0].moved, 500, 1e-9);
}

TEST(Regularise, ASubBlockWithoutGradeCarriesNoMetalUnlessStated) {
    CellTable table = two_parents();
    table.columns.push_back(numbers("Au", CellRole::grade, {none, 3, 3, none, none, none, none}, "g/t"));
    const auto barren = make(table);
    ASSERT_TRUE(barren);
    EXPECT_TRUE(std::isnan(barren->model.value("Au", {0, 0, 0})));
    EXPECT_NEAR(barren->model.value("Au", {1, 0, 0}), 1, 1e-6);
    EXPECT_NEAR(barren->report.columns[0].barren_tonnes, 500, 1e-9);  // m³: no density is known
    const auto ignored = make(table, {}, {std::nan(""), false});
    ASSERT_TRUE(ignored);
    EXPECT_NEAR(ignored->model.value("Au", {1, 0, 0}), 3, 1e-6);
}

TEST(Regularise, CellsAcrossBordersAreSplitByVolume) {
    // One cell of 30 m over three parents of 10 m that are given, beside small ones.
    CellTable table;
    add_cell(table, {15, 5, 5}, {30, 10, 10});
    add_cell(table, {35, 5, 5}, {10, 10, 10});
    table.columns.push_back(numbers("Cu", CellRole::grade, {1.2F, 0.6F}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, {3, 2}, "t/m3"));
    GridSearch search;
    search.parent_size = {20, 10, 10};
    const auto made = make(table, search);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_EQ(made->report.split_cells, 1);
    EXPECT_EQ(made->model.block_count(), 2);
    EXPECT_NEAR(made->report.tonnes_before, 11000, 1e-9);
    EXPECT_NEAR(made->report.tonnes_after, 11000, 1e-6);
    EXPECT_NEAR(made->model.value("density", {1, 0, 0}), 2.5, 1e-6);
    EXPECT_NEAR(made->model.value("Cu", {1, 0, 0}), (1.2 * 3000 + 0.6 * 2000) / 5000, 1e-6);
}

TEST(Regularise, PlainBlocksAreStoredBitForBit) {
    CellTable table;
    std::mt19937 random(3);
    std::vector<float> grade, density;
    for (int n = 0; n < 4 * 3 * 2; ++n) {
        for (int a = 0; a < 3; ++a)
            table.centre[a].push_back(std::array{n % 4, n / 4 % 3, n / 12}[a] * 10.0 + 5);
        grade.push_back(n == 7 ? none : static_cast<float>(random()) / 1e9F);
        density.push_back(2 + static_cast<float>(random() % 1000) / 1000);
    }
    table.columns.push_back(numbers("Cu", CellRole::grade, grade, "%"));
    table.columns.push_back(numbers("density", CellRole::density, density, "t/m3"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    for (int n = 0; n < 24; ++n) {
        const Index3 at{n % 4, n / 4 % 3, n / 12};
        if (n == 7) {
            EXPECT_TRUE(std::isnan(made->model.value("Cu", at)));
        }
        else {
            EXPECT_EQ(made->model.value("Cu", at), static_cast<double>(grade[n]));
        }
        EXPECT_EQ(made->model.value("density", at), static_cast<double>(density[n]));
    }
    EXPECT_FALSE(made->model.has(fraction_column));
}

TEST(Regularise, TonnageOrVolumeInPlaceOfDensity) {
    CellTable table;
    for (int n = 0; n < 8; ++n)
        for (int a = 0; a < 3; ++a) table.centre[a].push_back(10 * ((n >> a) & 1) + 5.0);
    CellTable by_volume = table;
    table.columns.push_back(numbers("tonnage", CellRole::tonnage, std::vector<float>(8, 2600)));
    const auto tonnes = make(table);
    ASSERT_TRUE(tonnes);
    EXPECT_NEAR(tonnes->model.value("density", {1, 1, 1}), 2.6, 1e-6);
    // Half of each block is rock of 3 t/m³.
    by_volume.columns.push_back(numbers("volume", CellRole::volume, std::vector<float>(8, 500)));
    by_volume.columns.push_back(numbers("density", CellRole::density, std::vector<float>(8, 3), "t/m3"));
    const auto volume = make(by_volume);
    ASSERT_TRUE(volume);
    EXPECT_NEAR(volume->model.value("density", {0, 1, 0}), 3, 1e-6);
    EXPECT_NEAR(volume->model.value(fraction_column, {0, 1, 0}), 0.5, 1e-6);
    EXPECT_NEAR(volume->report.tonnes_before, 8 * 1500, 1e-6);
}

TEST(Regularise, ExcludedPartsAreLeftOutAndWholeBlocksMarked) {
    CellTable table = two_parents();
    table.columns.push_back(numbers("excluded", CellRole::excluded, {1, 1, 1, 0, 0, 0, 0}));
    table.columns.push_back(numbers("Cu", CellRole::grade, {5, 9, 9, 1, 1, 1, 1}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, std::vector<float>(7, 2), "t/m3"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->model.value("excluded", {0, 0, 0}), 1);
    EXPECT_EQ(made->model.value("excluded", {1, 0, 0}), 0);
    EXPECT_NEAR(made->model.value("Cu", {1, 0, 0}), 1, 1e-6);
    EXPECT_NEAR(made->model.value("density", {1, 0, 0}), 2, 1e-6);
    EXPECT_NEAR(made->model.value(fraction_column, {1, 0, 0}), 0.5, 1e-6);
    EXPECT_NEAR(made->report.excluded_tonnes, 500, 1e-9);
}

TEST(Regularise, ASecondRowForABlockIsReportedAndTheFirstCounts) {
    CellTable table;
    for (int n = 0; n < 8; ++n)
        for (int a = 0; a < 3; ++a) table.centre[a].push_back(10 * ((n >> a) & 1) + 5.0);
    for (int a = 0; a < 3; ++a) table.centre[a].push_back(table.centre[a][2]);
    table.columns.push_back(numbers("Cu", CellRole::grade, {0, 1, 2, 3, 4, 5, 6, 7, 99}, "%"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->report.repeated, 1);
    EXPECT_EQ(made->report.first_repeated, 8);
    EXPECT_EQ(made->model.value("Cu", {0, 1, 0}), 2);
}

TEST(Regularise, OverlappingCellsAreReported) {
    CellTable table = two_parents();
    add_cell(table, {12.5, 2.5, 2.5}, {5, 5, 5});
    add_cell(table, {5, 5, 5}, {10, 10, 10});
    const auto made = make(table);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->report.overfull_blocks, 1);
    EXPECT_NEAR(made->report.overfull_m3, 1000, 1e-6);
}

/// An octree of random depth over some parents, with random columns.
CellTable random_cells(unsigned seed, int& parents) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(0, 1);
    CellTable table;
    const auto split = [&](auto& self, Vec3 low, double size, int depth) -> void {
        if (depth < 3 && random() % 3 == 0) {
            for (int s = 0; s < 8; ++s)
                self(self,
                     {low[0] + size / 2 * (s & 1), low[1] + size / 2 * ((s >> 1) & 1),
                      low[2] + size / 2 * (s >> 2)},
                     size / 2, depth + 1);
            return;
        }
        if (depth > 0 && random() % 8 == 0) return;
        add_cell(table, {low[0] + size / 2, low[1] + size / 2, low[2] + size / 2}, {size, size, size});
    };
    parents = 3 + static_cast<int>(random() % 4);
    add_cell(table, {6, 6, -6}, {12, 12, 12});
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < parents; ++j)
            for (int i = 0; i < parents; ++i) split(split, {12.0 * i, 12.0 * j, 12.0 * k}, 12, 0);
    std::vector<float> cu, density, hardness;
    CellColumn rock;
    rock.name = "rock";
    rock.role = CellRole::category;
    rock.names = {"a", "b", "c"};
    for (std::size_t n = 0; n < table.centre[0].size(); ++n) {
        cu.push_back(random() % 9 == 0 ? none : 5 * unit(random));
        density.push_back(1.5F + 2 * unit(random));
        hardness.push_back(random() % 7 == 0 ? none : 100 * unit(random));
        rock.codes.push_back(static_cast<std::int32_t>(random() % 3));
    }
    table.columns = {numbers("Cu", CellRole::grade, cu, "%"),
                     numbers("density", CellRole::density, density, "t/m3"),
                     numbers("hardness", CellRole::number, hardness), rock};
    return table;
}

RC_GTEST_PROP(Regularise, TonnesMetalAndSumsAreKept, ()) {
    int parents = 0;
    const CellTable table = random_cells(*rc::gen::arbitrary<unsigned>(), parents);
    // Summed here on its own: cell by cell, in the order of the table.
    double tonnes = 0, metal = 0, hard = 0;
    for (std::size_t n = 0; n < table.cells(); ++n) {
        const double volume = table.size[0][n] * table.size[1][n] * table.size[2][n];
        const double mass = volume * static_cast<double>(table.columns[1].values[n]);
        tonnes += mass;
        if (!std::isnan(table.columns[0].values[n]))
            metal += mass * static_cast<double>(table.columns[0].values[n]);
        if (!std::isnan(table.columns[2].values[n]))
            hard += volume * static_cast<double>(table.columns[2].values[n]);
    }
    GridSearch search;
    // Any parent: that of the file, a multiple, or one that cuts its cells.
    const double parent = *rc::gen::element(0.0, 12.0, 24.0, 7.0, 10.0);
    search.parent_size = {parent, parent, parent};
    const auto made = make(table, search);
    RC_ASSERT(made.has_value());
    const RegulariseReport& report = made->report;
    RC_ASSERT(std::abs(report.tonnes_before - tonnes) <= 1e-9 * tonnes);
    RC_ASSERT(std::abs(report.tonnes_after - tonnes) <= 1e-9 * tonnes);
    for (const ColumnSum& sum : report.columns) {
        if (sum.name == "Cu") {
            RC_ASSERT(std::abs(sum.before - metal) <= 1e-9 * metal);
            RC_ASSERT(std::abs(sum.after - metal) <= 1e-9 * metal);
        }
        if (sum.name == "hardness") RC_ASSERT(std::abs(sum.after - hard) <= 1e-9 * hard);
    }
    // What a reader of the model sums up himself, from 32-bit values.
    const double block = made->model.geometry().block_volume();
    double stored = 0, stored_metal = 0;
    for (std::size_t leaf = 0; leaf < made->model.leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!made->model.leaf(leaf).is_active(at)) continue;
            const Index3 index = made->model.leaf(leaf).index(at);
            double mass = block * made->model.value("density", index);
            if (made->model.has(fraction_column)) mass *= made->model.value(fraction_column, index);
            const double grade = made->model.value("Cu", made->model.leaf(leaf).index(at));
            if (std::isnan(mass)) continue;
            stored += mass;
            if (!std::isnan(grade)) stored_metal += mass * grade;
        }
    RC_ASSERT(std::abs(stored - tonnes) <= 1e-8 * tonnes);
    RC_ASSERT(std::abs(stored_metal - metal) <= 2e-8 * metal);
    RC_ASSERT(std::abs(report.tonnes_stored - stored) <= 1e-9 * tonnes);
}

RC_GTEST_PROP(Regularise, TheOrderOfRowsDoesNotMatter, ()) {
    int parents = 0;
    const CellTable table = random_cells(*rc::gen::arbitrary<unsigned>(), parents);
    std::vector<std::size_t> order(table.cells());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::mt19937 random(11);
    std::shuffle(order.begin(), order.end(), random);
    CellTable shuffled = table;
    for (int a = 0; a < 3; ++a)
        for (auto* list : {&shuffled.centre, &shuffled.size}) {
            const std::vector<double> before = (*list)[a].values();
            RC_ASSERT((*list)[a].change([&](std::size_t n, double) { return before[order[n]]; }, {}));
        }
    for (std::size_t n = 0; n < order.size(); ++n) {
        for (std::size_t c = 0; c < 3; ++c) shuffled.columns[c].values[n] = table.columns[c].values[order[n]];
        shuffled.columns[3].codes[n] = table.columns[3].codes[order[n]];
    }
    const auto first = make(table), second = make(shuffled);
    RC_ASSERT(first.has_value() && second.has_value());
    RC_ASSERT(first->grid.geometry == second->grid.geometry);
    for (int k = 0; k < first->grid.geometry.count[2]; ++k)
        for (int j = 0; j < first->grid.geometry.count[1]; ++j)
            for (int i = 0; i < first->grid.geometry.count[0]; ++i) {
                const Index3 at{i, j, k};
                const double p = first->model.value("rock", at), q = second->model.value("rock", at);
                RC_ASSERT(std::isnan(p) == std::isnan(q) && (std::isnan(p) || p == q));
                const double a = first->model.value("Cu", at), b = second->model.value("Cu", at);
                RC_ASSERT(std::isnan(a) == std::isnan(b) && (std::isnan(a) || std::abs(a - b) <= 1e-6));
            }
}

TEST(Regularise, AVolumeOfTheWholeCellDoesNotSwitchItsShareOff) {
    for (const bool of_share : {false, true}) {
        CellTable table = two_parents();
        std::vector<float> volume{1000}, share(7, 0.3F);
        for (int n = 0; n < 6; ++n) volume.push_back(125);
        if (of_share)
            for (float& value : volume) value *= 0.3F;
        table.columns.push_back(numbers("volume", CellRole::volume, volume));
        table.columns.push_back(numbers("proportion", CellRole::proportion, share));
        table.columns.push_back(numbers("density", CellRole::density, std::vector<float>(7, 2), "t/m3"));
        const auto made = make(table);
        ASSERT_TRUE(made);
        EXPECT_EQ(made->report.volume_doubtful, 0);
        EXPECT_NEAR(made->report.tonnes_stored, 1750 * 0.3 * 2, 1e-3);
        EXPECT_NEAR(made->model.value(fraction_column, {0, 0, 0}), 0.3, 1e-6);
    }
}

TEST(Regularise, SubBlocksOfAirAreNoRock) {
    CellTable table = two_parents();
    // Of the second parent two sub-blocks are air, the third states no density; the first parent is all air.
    table.columns.push_back(numbers("density", CellRole::density, {0, 0, 0, none, 2, 2, 2}, "t/m3"));
    table.columns.push_back(numbers("Cu", CellRole::grade, {none, none, none, 1, 1, 1, 1}, "%"));
    const auto made = make(table, {}, {2.0, true});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->report.air_cells, 3);
    EXPECT_NEAR(made->report.air_m3, 1250, 1e-6);
    EXPECT_EQ(made->report.without_density, 1);
    EXPECT_NEAR(made->report.tonnes_before, 4 * 125 * 2, 1e-6);
    EXPECT_NEAR(made->report.tonnes_stored, 4 * 125 * 2, 1e-3);
    EXPECT_EQ(made->model.value("excluded", {0, 0, 0}), 1);
    EXPECT_EQ(made->model.value("excluded", {1, 0, 0}), 0);
    EXPECT_NEAR(made->model.value(fraction_column, {1, 0, 0}), 0.5, 1e-6);
    EXPECT_NEAR(made->model.value("density", {1, 0, 0}), 2, 1e-6);
    EXPECT_NEAR(made->model.value("Cu", {1, 0, 0}), 1, 1e-6);
}

TEST(Regularise, OfAnExcludedCellInTwoBlocksOnlyTheLeftOutPartIsLeftOut) {
    // 20 m over two blocks of 10 m: alone in the first, beside one that counts in the second.
    CellTable table;
    add_cell(table, {10, 5, 5}, {20, 10, 10});
    add_cell(table, {25, 5, 5}, {10, 10, 10});
    add_cell(table, {15, 5, 15}, {10, 10, 10});
    add_cell(table, {15, 5, 5}, {10, 10, 10});
    table.columns.push_back(numbers("excluded", CellRole::excluded, {1, 0, 0, 0}));
    table.columns.push_back(numbers("Cu", CellRole::grade, {4, 1, 1, 1}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, {2, 2, 2, 2}, "t/m3"));
    GridSearch search;
    search.parent_size = {10, 10, 10};
    const auto made = make(table, search);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    const RegulariseReport& report = made->report;
    EXPECT_NEAR(report.excluded_tonnes, 2000, 1e-6);
    EXPECT_NEAR(report.tonnes_before, 8000, 1e-6);
    EXPECT_NEAR(report.tonnes_after, report.tonnes_before, 1e-6);
    EXPECT_NEAR(report.columns.at(0).before, 2000 * 4 + 6000, 1e-6);
    EXPECT_NEAR(report.columns.at(0).stored, report.columns.at(0).before, 1e-3);
}

TEST(Regularise, ABlockThatIsTooFullPushesNoOtherNumber) {
    // Two parents in one place, then many whole ones whose densities are thirds: rounding is still handed on.
    CellTable table;
    std::vector<float> density, grade;
    const auto add = [&](const Vec3& centre, double size, float dense) {
        add_cell(table, centre, {size, size, size});
        density.push_back(dense);
        grade.push_back(dense / 7);
    };
    add({5, 5, 5}, 10, 3);
    add({5, 5, 5}, 10, 2.5F);
    for (int n = 1; n < 2000; ++n)
        for (int s = 0; s < 8; ++s)
            add({10.0 * n + 2.5 + 5 * (s & 1), 2.5 + 5 * (s >> 1 & 1), 2.5 + 5 * (s >> 2)}, 5,
                2 + static_cast<float>((n * 8 + s) % 11) / 3);
    table.columns.push_back(numbers("density", CellRole::density, density, "t/m3"));
    table.columns.push_back(numbers("Cu", CellRole::grade, grade, "%"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->report.overfull_blocks, 1);
    const double block = 1000;
    double tonnes = 0, stored = 0;
    for (std::size_t n = 2; n < density.size(); ++n) tonnes += 125 * static_cast<double>(density[n]);
    for (int n = 1; n < 2000; ++n) stored += block * made->model.value("density", {n, 0, 0});
    EXPECT_NEAR(stored / tonnes, 1, 5e-10);
}

/// As the evaluation reads a model: no excluded block, tonnes are volume × share × density.
struct ReadBack {
    double tonnes = 0, metal = 0;
};
ReadBack read_back(const BlockModel& model, double default_density) {
    ReadBack sums;
    const double block = model.geometry().block_volume();
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(leaf).is_active(at)) continue;
            const Index3 index = model.leaf(leaf).index(at);
            if (model.has("excluded") && model.value("excluded", index) == 1) continue;
            double dense = model.value("density", index);
            if (std::isnan(dense)) dense = default_density;
            const double share =
                model.has(fraction_column) ? std::clamp(model.value(fraction_column, index), 0.0, 1.0) : 1.0;
            const double tonnes = block * share * dense, grade = model.value("Cu", index);
            sums.tonnes += tonnes;
            if (!std::isnan(grade)) sums.metal += tonnes * grade;
        }
    return sums;
}

RC_GTEST_PROP(Regularise, WhatIsReadBackIsWhatTheCellsHold, ()) {
    const auto seed = *rc::gen::arbitrary<unsigned>();
    int parents = 0;
    CellTable table = random_cells(seed, parents);
    std::mt19937 random(seed ^ 77U);
    const bool partial = *rc::gen::arbitrary<bool>(), air = *rc::gen::arbitrary<bool>();
    const bool excludes = *rc::gen::arbitrary<bool>(), by_volume = *rc::gen::arbitrary<bool>();
    std::vector<float> share, volume, out;
    // Whole parents are excluded, so that no excluded cell lies beside one that counts.
    double tonnes = 0, metal = 0;
    for (std::size_t n = 0; n < table.cells(); ++n) {
        const auto parent = [&](int a) { return static_cast<int>(std::floor(table.centre[a][n] / 12)); };
        const bool gone = excludes && (parent(0) + 2 * parent(1) + 3 * parent(2)) % 4 == 0;
        out.push_back(gone ? 1 : 0);
        share.push_back(partial ? static_cast<float>(1 + random() % 100) / 100 : 1);
        if (air && random() % 6 == 0) table.columns[1].values[n] = 0;
        const double whole = table.size[0][n] * table.size[1][n] * table.size[2][n];
        volume.push_back(static_cast<float>(whole));  // of the whole cell
        if (gone) continue;
        const double mass =
            whole * static_cast<double>(share.back()) * static_cast<double>(table.columns[1].values[n]);
        tonnes += mass;
        if (!std::isnan(table.columns[0].values[n]))
            metal += mass * static_cast<double>(table.columns[0].values[n]);
    }
    if (partial) table.columns.push_back(numbers("proportion", CellRole::proportion, share));
    if (by_volume) table.columns.push_back(numbers("volume", CellRole::volume, volume));
    if (excludes) table.columns.push_back(numbers("excluded", CellRole::excluded, out));
    const auto made = make(table, {}, {2.7, true});
    RC_ASSERT(made.has_value());
    RC_ASSERT(made->report.overfull_blocks == 0);
    const ReadBack read = read_back(made->model, 2.7);
    // Of numbers of four bytes; the sums are handed on from block to block, a last digit stays.
    RC_ASSERT(std::abs(read.tonnes - tonnes) <= 1e-7 * tonnes + 1e-6);
    RC_ASSERT(std::abs(read.metal - metal) <= 2e-7 * metal + 1e-6);
}

/// Values have four bytes: what is left of the total is half a last digit of one block, so less than 1e-9 of
/// some fifty blocks, and the report says how much it is.
TEST(Regularise, OfFewBlocksTheReportSaysWhatFourBytesLeaveOff) {
    std::mt19937 random(19);
    for (const int blocks : {1, 2, 3, 7, 20, 64, 200}) {
        CellTable table;
        std::vector<float> dense, copper;
        double tonnes = 0, metal = 0;
        for (int n = 0; n < blocks; ++n)
            for (int s = 0; s < 8; ++s) {
                add_cell(table, {10.0 * n + 2.5 + 5 * (s & 1), 2.5 + 5 * ((s >> 1) & 1), 2.5 + 5 * (s >> 2)}, {5, 5, 5});
                dense.push_back(static_cast<float>(2000 + random() % 1500) / 1000);
                copper.push_back(static_cast<float>(1 + random() % 5000) / 1000);
                tonnes += 125.0 * static_cast<double>(dense.back());
                metal += 125.0 * static_cast<double>(dense.back()) * static_cast<double>(copper.back());
            }
        table.columns = {numbers("Cu", CellRole::grade, copper), numbers("density", CellRole::density, dense)};
        const auto made = make(table, {.parent_size = {10, 10, 10}});
        ASSERT_TRUE(made) << blocks;
        double read = 0, read_metal = 0;
        for (int n = 0; n < blocks; ++n) {
            const double mass = 1000 * made->model.value("density", {n, 0, 0});
            read += mass;
            read_metal += mass * made->model.value("Cu", {n, 0, 0});
        }
        const double least = std::max(1e-9, 6e-8 / blocks);
        EXPECT_LE(std::abs(read - tonnes), least * tonnes) << blocks;
        EXPECT_LE(std::abs(read_metal - metal), 4 * least * metal) << blocks;
        EXPECT_NEAR(made->report.tonnes_stored, read, 1e-12 * tonnes) << blocks;
        EXPECT_NEAR(made->report.columns.front().stored, read_metal, 1e-12 * metal) << blocks;
    }
}

TEST(Regularise, MetalIsReportedAsItIsReadWhereMissingGradesAreIgnored) {
    CellTable table = two_parents();
    table.columns.push_back(numbers("Cu", CellRole::grade, {2, 3, 3, none, none, none, none}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, std::vector<float>(7, 2), "t/m3"));
    const auto made = make(table, {}, {std::nan(""), false});
    ASSERT_TRUE(made);
    // The second block has 1500 t, of which 500 t were assayed: its grade of 3 % counts for all of them.
    EXPECT_NEAR(made->report.columns.at(0).before, 2 * 2000 + 3 * 500, 1e-6);
    EXPECT_NEAR(made->report.columns.at(0).stored, 2 * 2000 + 3 * 1500, 1e-3);
    EXPECT_NEAR(read_back(made->model, 2).metal, made->report.columns.at(0).stored, 1e-3);
}

TEST(Regularise, BlocksThatAreCoarseForTheirOreAreTold) {
    CellTable table = two_parents();
    table.columns.push_back(numbers("Cu", CellRole::grade, {none, 1, 1, 1, 1, 1, 1}, "%"));
    table.columns.push_back(numbers("density", CellRole::density, std::vector<float>(7, 2), "t/m3"));
    const auto made = make(table);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->report.largest_share, 0);
    EXPECT_NEAR(made->report.common_share, 1, 1e-9);
    EXPECT_NEAR(made->report.common_size[0], 5, 1e-9);
    table.columns[0].values[0] = 1;
    const auto graded = make(table);
    ASSERT_TRUE(graded);
    EXPECT_NEAR(graded->report.largest_share, 1000.0 / 1750, 1e-9);
    // Blocks that are wished for are not those of the file.
    GridSearch search;
    search.parent_size = {20, 20, 20};
    table.columns[0].values[0] = none;
    const auto wished = make(table, search);
    ASSERT_TRUE(wished);
    EXPECT_EQ(wished->report.largest_share, 1);
}

TEST(Regularise, ACancelIsHeard) {
    int parents = 0;
    CellTable table = random_cells(1, parents);
    base::Progress progress;
    const auto found = find_grid(table, {}, progress);
    ASSERT_TRUE(found);
    progress.cancel();
    RegulariseReport report;
    const auto model = to_block_model(std::move(table), *found, {}, report, progress);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().kind, base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::blocks
