#include "core/io/omf/OmfBlocks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <sstream>

#include "tests/core/io/blocks/BlockTrim.h"
#include "tests/support/Python.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

base::Expected<OmfBlocks> read_back(const std::string& path) {
    auto project = read_omf(path);
    if (!project) return std::unexpected(project.error());
    auto volume = take_omf_volume(std::move(*project), "");
    if (!volume) return std::unexpected(volume.error());
    return model_of_omf(std::move(*volume));
}

RC_GTEST_PROP(OmfBlocks, AModelIsReadBackBitForBitTrimmedToItsBlocks, ()) {
    GridGeometry g = rotated();
    const auto metre = [](int low, int high) {
        return *rc::gen::inRange(low * 1000, high * 1000) / 1000.0 + 1e-7;
    };
    g.origin = {metre(-600, 600) * 1e3, metre(-6000, 6000) * 1e3, metre(-100, 5000)};
    g.block_size = {metre(1, 30), metre(1, 30), metre(1, 30)};
    g.count = {*rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30)};
    g.azimuth_deg = *rc::gen::inRange(-179000, 179000) / 1000.0;
    g.dip_deg = *rc::gen::inRange(-89000, 89000) / 1000.0;
    g.roll_deg = *rc::gen::inRange(-179000, 179000) / 1000.0;
    const BlockModel model =
        sample_model(g, *rc::gen::inRange<std::uint32_t>(1, 1000000), *rc::gen::element(1U, 8U, 16U));
    if (model.block_count() == 0) return;
    const TemporaryFolder folder;
    const auto written = write_omf_blocks(model, folder.file("m.omf"));
    RC_ASSERT(written.has_value());
    const auto back = read_back(folder.file("m.omf"));
    RC_ASSERT(back.has_value());
    RC_ASSERT(trimmed_difference(model, back->model) == "");
    RC_ASSERT(back->findings.empty());
    const auto there = g.axes(), here = back->model.geometry().axes();
    for (int a = 0; a < 3; ++a)
        for (int c = 0; c < 3; ++c) RC_ASSERT(std::abs(there[a][c] - here[a][c]) < 1e-11);
}

/// By the description of the format, with nothing of ours: w runs fastest.
TEST(OmfBlocks, APlainReaderFindsEveryBlockInItsPlace) {
    const auto python = testing::python_with("zlib, struct");
    if (!python) GTEST_SKIP() << "no Python here";
    GridGeometry grid = rotated();
    grid.count = {5, 4, 3};
    auto model = BlockModel::full(grid);
    ASSERT_TRUE(model);
    const auto grade = [](const blocks::Index3& at) { return static_cast<float>(at[0] + 10 * at[1] + 100 * at[2]); };
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) model->real("Cu", n)[p] = grade(model->leaf(n).index(p));
    const TemporaryFolder folder;
    ASSERT_TRUE(write_omf_blocks(*model, folder.file("m.omf")));
    const testing::PythonRun run = testing::run_python(*python, R"(
import json, struct, sys, uuid, zlib
data = open(sys.argv[1], 'rb').read()
assert data[:4] == bytes([0x84, 0x83, 0x82, 0x81]) and data[4:36].rstrip(b'\0') == b'OMF-v0.9.0'
root = str(uuid.UUID(bytes=data[36:52]))
objects = json.loads(data[struct.unpack('<Q', data[52:60])[0]:])
element = objects[objects[root]['elements'][0]]
g = objects[element['geometry']]
assert element['__class__'] == 'VolumeElement' and g['__class__'] == 'VolumeGridGeometry'
own = [objects[u] for u in element['data'] if objects[u]['name'] == 'Cu'][0]
a = objects[own['array']]['array']
raw = zlib.decompress(data[a['start']:a['start'] + a['length']])
v = struct.unpack('<%dd' % (len(raw) // 8), raw)
nu, nv, nw = (len(g['tensor_' + c]) for c in 'uvw')
assert own['location'] == 'cells' and len(v) == nu * nv * nw
for i in range(nu):
    for j in range(nv):
        for k in range(nw):
            at = [g['origin'][c] + (i + .5) * g['tensor_u'][0] * g['axis_u'][c] + (j + .5) * g['tensor_v'][0] * g['axis_v'][c]
                  + (k + .5) * g['tensor_w'][0] * g['axis_w'][c] for c in range(3)]
            print('%.9f %.9f %.9f %.9f' % (*at, v[(i * nv + j) * nw + k]))
)",
                                                       folder.file("m.omf"));
    ASSERT_TRUE(run.ran) << run.output;
    std::istringstream out(run.output);
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 4; ++j)
            for (int k = 0; k < 3; ++k) {
                const blocks::Vec3 centre = grid.centre({i, j, k});
                blocks::Vec3 at{};
                double value = 0;
                out >> at[0] >> at[1] >> at[2] >> value;
                for (int a = 0; a < 3; ++a) EXPECT_NEAR(at[a], centre[a], 1e-6);
                EXPECT_EQ(value, grade({i, j, k}));
            }
}

TEST(OmfBlocks, ARealGridLiesWhereItsFileSays) {
    ORELENS_SHARED(file, "omf/test_file_v1.omf");
    const auto read = read_back(file.string());
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    const BlockModel& model = read->model;
    EXPECT_EQ(model.block_count(), 3000);
    EXPECT_EQ(model.geometry().origin, (blocks::Vec3{10, 10, -10}));
    EXPECT_EQ(model.geometry().count, (Index3{10, 15, 20}));
    // By a Python script: number (i · 15 + j) · 20 + k of the file.
    EXPECT_EQ(model.value("Random Data", {0, 0, 1}), static_cast<float>(0.09117767621511763));
    EXPECT_EQ(model.value("Random Data", {0, 1, 0}), static_cast<float>(0.786117415429059));
    EXPECT_EQ(model.value("Random Data", {1, 0, 0}), static_cast<float>(0.23479909026717305));
    EXPECT_EQ(model.value("Random Data", {3, 7, 11}), static_cast<float>(0.528083824194275));
}

/// Numbers 0, 1, 2 … in the order of the file: w fastest.
OmfElement numbered(OmfVolume volume) {
    OmfElement element{"grid", "", std::nullopt, std::move(volume), {}};
    OmfReals reals;
    for (std::size_t n = 0; n < *omf_count(element, OmfPlace::cells); ++n)
        reals.values.push_back(static_cast<double>(n));
    element.data.push_back({"n", "", OmfPlace::cells, std::move(reals)});
    return element;
}

TEST(OmfBlocks, LeftHandedGridsAreSeenFromTheOtherEnd) {
    // Cells of 2 × 3 × 5 m; the third axis points down, as in Vulcan's and UBC's grids.
    OmfVolume volume{{100, 200, 50}, {1, 0, 0}, {0, 1, 0}, {0, 0, -1}, {2, 2}, {3, 3, 3}, {5, 5, 5, 5}};
    const auto read = model_of_omf(numbered(volume));
    ASSERT_TRUE(read);
    const GridGeometry& g = read->model.geometry();
    EXPECT_EQ(g.origin, (blocks::Vec3{100, 200, 30}));
    EXPECT_EQ(g.azimuth_deg, 0);
    EXPECT_EQ(g.dip_deg, 0);
    // The first cell of the file is the highest one.
    EXPECT_EQ(read->model.value("n", {0, 0, 3}), 0);
    EXPECT_EQ(read->model.value("n", {0, 0, 0}), 3);
    EXPECT_EQ(read->model.value("n", {1, 2, 1}), 1 * 12 + 2 * 4 + 2);
    // And the second axis pointing south.
    volume.axis_w = {0, 0, 1};
    volume.axis_v = {0, -1, 0};
    const auto south = model_of_omf(numbered(volume));
    ASSERT_TRUE(south);
    EXPECT_EQ(south->model.geometry().origin, (blocks::Vec3{100, 191, 50}));
    EXPECT_EQ(south->model.value("n", {0, 2, 0}), 0);
    EXPECT_EQ(south->model.value("n", {1, 0, 3}), 1 * 12 + 2 * 4 + 3);
}

TEST(OmfBlocks, UnequalCellsBecomeATableAndKeepTheirPlaces) {
    OmfVolume volume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 3}, {2}, {4, 6}};
    const auto refused = model_of_omf(numbered(volume));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "omf.unequal_cells");
    OmfElement element = numbered(volume);
    std::get<OmfReals>(element.data[0].values).values[2] = std::nan("");  // u = 1, w = 0: no block
    const auto table = cells_of_omf(std::move(element));
    ASSERT_TRUE(table);
    const blocks::CellTable& cells = table->cells;
    ASSERT_EQ(cells.cells(), 3U);
    // i fastest: (0,0,0), (0,0,1), (1,0,1).
    EXPECT_EQ(cells.columns.at(0).values, (std::vector<float>{0, 1, 3}));
    EXPECT_EQ(cells.size[0].values(), (std::vector<double>{1, 1, 3}));
    EXPECT_EQ(cells.size[2].values(), (std::vector<double>{4, 6, 6}));
    EXPECT_EQ(cells.centre[2].values(), (std::vector<double>{2, 7, 7}));
    ASSERT_EQ(table->findings.size(), 1U);
    EXPECT_EQ(table->findings[0].kind, "omf_empty_cells");
}

TEST(OmfBlocks, KindsOfDataBecomeColumnsOrAreNamed) {
    OmfElement element = numbered({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1}, {1}, {1}});
    const auto add = [&](const char* name, OmfPlace place, auto values) {
        element.data.push_back({name, "", place, std::move(values)});
    };
    add("n", OmfPlace::cells, OmfReals{{5, 6}, {}});
    add("whole", OmfPlace::cells, OmfIntegers{{7, -8}, {}});
    add("huge", OmfPlace::cells, OmfIntegers{{std::int64_t{1} << 40, 0}, {}});
    add("rock", OmfPlace::cells,
        OmfMapped{
            {-1, 1},
            {{"c", std::vector<OmfColor>(2), false}, {"r", std::vector<std::string>{"a", "b"}, false}}});
    add("note", OmfPlace::cells, OmfTexts{{"x", ""}, false});
    add("flow", OmfPlace::cells, OmfVectors{3, {1, 2, 3, 4, 5, 6}});
    add("paint", OmfPlace::cells, OmfColors{std::vector<OmfColor>(2)});
    add("corner", OmfPlace::vertices, OmfReals{std::vector<double>(12, 0.0), {}});
    const auto read = model_of_omf(std::move(element));
    ASSERT_TRUE(read);
    const BlockModel& model = read->model;
    std::vector<std::string> names;
    for (const auto& info : model.columns()) names.push_back(info.name);
    EXPECT_EQ(names, (std::vector<std::string>{"n", "n_2", "whole", "huge", "rock", "note", "flow_x",
                                               "flow_y", "flow_z"}));
    EXPECT_EQ(model.value("n_2", {1, 0, 0}), 6);
    EXPECT_EQ(model.info("whole")->type, ColumnType::integer);
    EXPECT_EQ(model.value("whole", {1, 0, 0}), -8);
    EXPECT_EQ(model.info("huge")->type, ColumnType::real);
    EXPECT_EQ(model.info("rock")->codes, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(model.value("rock", {1, 0, 0}), 1);
    EXPECT_EQ(model.integer("rock", 0)[0], blocks::missing_int);
    EXPECT_EQ(model.info("note")->codes, (std::vector<std::string>{"x"}));
    EXPECT_EQ(model.value("flow_y", {1, 0, 0}), 5);
    EXPECT_EQ(read->findings.size(), 3U);  // renamed, colours, corners
}

TEST(OmfBlocks, OneGridIsChosenOrAskedFor) {
    const OmfVolume volume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1}, {1}, {1}};
    OmfProject project;
    project.elements.push_back({"holes", "", std::nullopt, OmfPoints{}, {}});
    EXPECT_EQ(take_omf_volume(OmfProject(project), "").error().what.key, "omf.no_grid");
    project.elements.push_back({"A", "", std::nullopt, volume, {}});
    EXPECT_EQ(take_omf_volume(OmfProject(project), "")->name, "A");
    project.elements.push_back({"B", "", std::nullopt, volume, {}});
    EXPECT_EQ(take_omf_volume(OmfProject(project), "").error().what.key, "omf.several_grids");
    EXPECT_EQ(take_omf_volume(OmfProject(project), "B")->name, "B");
    EXPECT_EQ(take_omf_volume(OmfProject(project), "C").error().what.key, "omf.grid_absent");
}

TEST(OmfBlocks, GridsAreListedWithoutTheirValuesAndTakenByTheNamesOfTheList) {
    const auto volume = [](double width) {
        return OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, width}, {1, 1, 1}, {2}};
    };
    const auto values = [](double first) {
        return OmfData{"Cu", "", OmfPlace::cells, OmfReals{{first, 1, 2, 3, 4, 5}, std::nullopt}};
    };
    OmfProject project;
    project.elements.push_back({"holes", "", std::nullopt, OmfPoints{}, {}});
    project.elements.push_back({"A", "", std::nullopt, volume(1), {values(10)}});
    project.elements.push_back({"A", "", std::nullopt, volume(3), {values(20)}});
    project.elements.push_back({"", "", std::nullopt, volume(1), {values(30)}});
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("several.omf");
    ASSERT_TRUE(write_omf(project, path));
    const auto listed = read_omf_grids(path);
    ASSERT_TRUE(listed) << base::describe(listed.error(), base::Language::english);
    ASSERT_EQ(listed->size(), 3U);
    EXPECT_EQ((*listed)[0].cell_count(), 6);
    EXPECT_EQ((*listed)[0].columns, 1U);
    EXPECT_TRUE((*listed)[0].even);
    EXPECT_FALSE((*listed)[1].even);
    EXPECT_EQ(grid_names(*listed), (std::vector<std::string>{"A", "A (2)", "grid"}));
    const auto first_of = [](const base::Expected<OmfElement>& grid) {
        return std::get<OmfReals>(grid->data.at(0).values).values.at(0);
    };
    EXPECT_EQ(first_of(take_omf_volume(OmfProject(project), "A (2)")), 20);
    EXPECT_EQ(first_of(take_omf_volume(OmfProject(project), "grid")), 30);
    EXPECT_FALSE(read_omf_grids(folder.write("no.omf", "none")));
}

TEST(OmfBlocks, AGridWithoutValuesIsNoModel) {
    const OmfElement bare{"grid", "", std::nullopt,
                          OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1}, {1}, {1}}, {}};
    EXPECT_EQ(model_of_omf(OmfElement(bare)).error().what.key, "omf.no_values");
    EXPECT_EQ(cells_of_omf(OmfElement(bare)).error().what.key, "omf.no_values");
}

TEST(OmfBlocks, SkewedAxesAreRefused) {
    const auto read = model_of_omf(numbered({{0, 0, 0}, {1, 0, 0}, {0.6, 0.8, 0}, {0, 0, 1}, {1}, {1}, {1}}));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "omf.axes_not_square");
}

}  // namespace
}  // namespace orelens::io
