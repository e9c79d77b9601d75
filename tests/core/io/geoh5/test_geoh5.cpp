#include "core/io/geoh5/Geoh5File.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/base/AtomicFile.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/omf/OmfBlocks.h"
#include "tests/core/io/blocks/BlockTrim.h"
#include "tests/support/Python.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

base::Expected<OmfBlocks> read_back(const std::string& path) {
    auto project = read_geoh5(path);
    if (!project) return std::unexpected(project.error());
    auto volume = take_omf_volume(std::move(*project), "");
    if (!volume) return std::unexpected(volume.error());
    return model_of_omf(std::move(*volume));
}

GridGeometry level_grid() {
    GridGeometry g = rotated();
    g.dip_deg = g.roll_deg = 0;
    return g;
}

TEST(Geoh5Blocks, AModelIsReadBackBitForBitTrimmedToItsBlocks) {
    for (const double azimuth : {0.0, 33.25, 90.0, -120.5})
        for (const std::uint32_t kept : {1U, 8U, 16U}) {
            GridGeometry g = level_grid();
            g.azimuth_deg = azimuth;
            g.block_size = {10, 12.5, 0.25};  // edges as multiples, exact in binary
            const BlockModel model = sample_model(g, 7 + kept, kept);
            const TemporaryFolder folder;
            const auto written = write_geoh5_blocks(model, folder.file("m.geoh5"));
            ASSERT_TRUE(written) << base::describe(written.error(), base::Language::english);
            const auto back = read_back(folder.file("m.geoh5"));
            ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
            EXPECT_EQ(back->model.block_count(), model.block_count());
            EXPECT_NEAR(back->model.geometry().azimuth_deg, azimuth, 1e-9);
            const BlockBox box = active_box(model);
            for (std::size_t n = 0; n < model.leaf_count(); ++n)
                for (int p = 0; p < 512; ++p) {
                    if (!model.leaf(n).is_active(p)) continue;
                    const Index3 at = model.leaf(n).index(p);
                    const Index3 there{at[0] - box.low[0], at[1] - box.low[1], at[2] - box.low[2]};
                    for (const blocks::ColumnInfo& info : model.columns()) {
                        const double a = model.value(info.name, at), b = back->model.value(info.name, there);
                        ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << info.name;
                        ASSERT_EQ(back->model.info(info.name)->type, info.type) << info.name;
                        ASSERT_EQ(back->model.info(info.name)->unit, info.unit) << info.name;
                    }
                    const blocks::Vec3 here = model.geometry().centre(at),
                                       back_there = back->model.geometry().centre(there);
                    for (int a = 0; a < 3; ++a) ASSERT_NEAR(here[a], back_there[a], 1e-6);
                }
            EXPECT_FALSE(back->model.has(omf::active_column));
        }
}

TEST(Geoh5Blocks, ATiltedGridIsRefusedWithTheWayRound) {
    const TemporaryFolder folder;
    const auto written = write_geoh5_blocks(sample_model(rotated(), 3, 8), folder.file("m.geoh5"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().what.key, "geoh5.tilted");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Geoh5Blocks, WhatCannotBeWrittenLeavesTheOldFile) {
    const TemporaryFolder folder;
    const std::string path = folder.write("m.geoh5", "old");
    base::Progress cancelled;
    cancelled.cancel();
    const BlockModel model = sample_model(level_grid(), 3, 8);
    EXPECT_EQ(write_geoh5_blocks(model, path, cancelled).error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(*base::read_text_file(path), "old");
    const auto nowhere = write_geoh5_blocks(model, folder.file("no/such/folder/m.geoh5"));
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().kind, base::ErrorKind::file);
}

TEST(Geoh5File, ElementsAndTheirDataAreReadBack) {
    OmfProject project;
    OmfElement points{"holes", "", std::nullopt, OmfPoints{{{1.5, 2.25, -3}, {4, 5, 6}}}, {}};
    points.data.push_back({"Au", "unit: g/t", OmfPlace::vertices, OmfReals{{0.5, std::nan("")}, {}}});
    points.data.push_back({"id", "", OmfPlace::vertices, OmfTexts{{"ZK-1", "孔二"}, false}});
    points.data.push_back({"n", "", OmfPlace::vertices, OmfIntegers{{3, -4}, {}}});
    points.data.push_back({"rock", "", OmfPlace::vertices,
                           OmfMapped{{1, -1}, {{"rock", std::vector<std::string>{"a", "b"}, false}}}});
    project.elements.push_back(points);
    project.elements.push_back(
        {"pit", "", std::nullopt, OmfLines{{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}}, {{0, 1}, {1, 2}}}, {}});
    OmfElement solid{"ore", "", std::nullopt, OmfSurface{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{0, 1, 2}}}, {}};
    solid.data.push_back({"dip", "", OmfPlace::faces, OmfReals{{30}, {}}});
    project.elements.push_back(solid);
    OmfElement grid{"grid",
                    "",
                    std::nullopt,
                    OmfVolume{{9, 8, 7}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 2}, {3, 3, 3}, {4, 5}},
                    {}};
    OmfReals numbers;
    for (int n = 0; n < 12; ++n) numbers.values.push_back(n);
    grid.data.push_back({"n", "", OmfPlace::cells, numbers});
    project.elements.push_back(grid);
    const TemporaryFolder folder;
    const auto written = write_geoh5(project, folder.file("all.geoh5"));
    ASSERT_TRUE(written) << base::describe(written.error(), base::Language::english);
    const auto back = read_geoh5(folder.file("all.geoh5"));
    ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
    EXPECT_TRUE(back->findings.empty());
    ASSERT_EQ(back->elements.size(), 4U);
    const auto element = [&](const std::string& name) -> const OmfElement& {
        for (const OmfElement& one : back->elements)
            if (one.name == name) return one;
        throw std::out_of_range(name);
    };
    const auto data = [&](const OmfElement& of, const std::string& name) -> const OmfData& {
        for (const OmfData& one : of.data)
            if (one.name == name) return one;
        throw std::out_of_range(name);
    };
    const OmfElement& holes = element("holes");
    EXPECT_EQ(std::get<OmfPoints>(holes.geometry).points, std::get<OmfPoints>(points.geometry).points);
    EXPECT_EQ(data(holes, "Au").description, "unit: g/t");
    EXPECT_EQ(std::get<OmfReals>(data(holes, "Au").values).values[0], 0.5);
    EXPECT_TRUE(std::isnan(std::get<OmfReals>(data(holes, "Au").values).values[1]));
    EXPECT_EQ(std::get<OmfTexts>(data(holes, "id").values).values[1], "孔二");
    EXPECT_EQ(std::get<OmfIntegers>(data(holes, "n").values).values, (std::vector<std::int64_t>{3, -4}));
    const auto& rock = std::get<OmfMapped>(data(holes, "rock").values);
    EXPECT_EQ(rock.indices, (std::vector<std::int32_t>{1, -1}));
    EXPECT_EQ(std::get<std::vector<std::string>>(rock.legends.at(0).values),
              (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(std::get<OmfLines>(element("pit").geometry).segments,
              (std::vector<std::array<std::int64_t, 2>>{{0, 1}, {1, 2}}));
    EXPECT_EQ(std::get<OmfReals>(data(element("ore"), "dip").values).values[0], 30);
    const auto& volume = std::get<OmfVolume>(element("grid").geometry);
    EXPECT_EQ(volume.origin, (OmfVec3{9, 8, 7}));
    EXPECT_EQ(volume.widths_w, (std::vector<double>{4, 5}));
    EXPECT_EQ(std::get<OmfReals>(data(element("grid"), "n").values).values, numbers.values);
}

/// Written by h5py as the specification of geoh5 describes it; read by us. And the other way round.
TEST(Geoh5File, H5pyAndWeUnderstandEachOther) {
    const auto python = testing::python_with("h5py, numpy");
    if (!python) GTEST_SKIP() << "no Python with h5py here";
    const TemporaryFolder folder;
    const testing::PythonRun wrote = testing::run_python(*python, R"(
import sys, h5py, numpy as np
text = h5py.special_dtype(vlen=str)
xyz = np.dtype([('x', float), ('y', float), ('z', float)])
with h5py.File(sys.argv[1], 'w') as f:
    root = f.create_group('GEOSCIENCE')
    root.attrs['Version'] = 2.0
    root.attrs.create('Distance unit', 'feet', dtype=text)
    for name in ('Data', 'Groups', 'Objects', 'Types/Data types', 'Types/Group types', 'Types/Object types'):
        root.create_group(name)
    def thing(uid, kind, name):
        group = root['Objects'].create_group('{%s}' % uid)
        group.attrs.create('ID', '{%s}' % uid, dtype=text)
        group.attrs.create('Name', name, dtype=text)
        kinds = root['Types/Object types']
        if kind not in kinds:
            kinds.create_group(kind).attrs.create('ID', kind, dtype=text)
        group['Type'] = kinds[kind]
        return group
    def data(owner, uid, name, place, kind, values, types=None, value_map=None, unit=None):
        group = root['Data'].create_group('{%s}' % uid)
        group.attrs.create('Name', name, dtype=text)
        group.attrs.create('Association', place, dtype=text)
        kind_group = root['Types/Data types'].create_group('{type-%s}' % uid)
        kind_group.attrs.create('Primitive type', kind, dtype=text)
        if unit: kind_group.attrs.create('Units', unit, dtype=text)
        if value_map:
            kind_group.create_dataset('Value map', data=np.array(value_map, dtype=[('Key', '<u4'), ('Value', text)]))
        group['Type'] = kind_group
        group.create_dataset('Data', data=values, dtype=types)
        owner.require_group('Data')['{%s}' % uid] = group
    model = thing('a', '{b020a277-90e2-4cd7-84d6-612ee3f25051}', 'model')
    model.attrs.create('Origin', np.array((100.0, 200.0, 300.0), dtype=xyz))
    model.attrs['Rotation'] = 90.0
    model['U cell delimiters'] = [0.0, 10.0, 20.0]
    model['V cell delimiters'] = [0.0, 5.0, 10.0, 15.0]
    model['Z cell delimiters'] = [0.0, -2.0]
    nodata = np.float32(1.175494351e-38)
    data(model, 'd1', 'Au', 'Cell', 'Float', np.array([0, 1, 2, 3, nodata, 5], dtype='f4'), unit='g/t')
    data(model, 'd2', 'rock', 'Cell', 'Referenced', np.array([0, 1, 7, 1, 7, 1], dtype='u4'),
         value_map=[(0, 'Unknown'), (1, 'waste'), (7, 'ore')])
    data(model, 'd3', 'short', 'Cell', 'Integer', np.array([4, 5], dtype='i4'))
    hole = thing('h', '{7caebf0e-d16e-11e3-bc69-e4632694aa37}', 'DH1')
)",
                                                         folder.file("h5py.geoh5"));
    ASSERT_TRUE(wrote.ran) << wrote.output;
    auto project = read_geoh5(folder.file("h5py.geoh5"));
    ASSERT_TRUE(project) << base::describe(project.error(), base::Language::english);
    ASSERT_EQ(project->findings.size(), 2U) << "feet and a drillhole";
    auto volume = take_omf_volume(std::move(*project), "");
    ASSERT_TRUE(volume);
    const auto read = model_of_omf(std::move(*volume));
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    const GridGeometry& g = read->model.geometry();
    // Turned a quarter counterclockwise: u points north, v west; z edges count downward.
    EXPECT_EQ(g.azimuth_deg, -90);
    EXPECT_EQ(g.count, (Index3{2, 3, 1}));
    EXPECT_NEAR(g.block_size[0], 10 * 0.3048, 1e-12);
    EXPECT_NEAR(g.origin[2], 298 * 0.3048, 1e-12);
    const blocks::Vec3 first = g.centre({0, 0, 0});
    EXPECT_NEAR(first[0], (100 - 2.5) * 0.3048, 1e-9);
    EXPECT_NEAR(first[1], (200 + 5) * 0.3048, 1e-9);
    // Number k + i·nZ + j·nU·nZ of the file.
    EXPECT_EQ(read->model.value("Au", {1, 0, 0}), 1);
    EXPECT_EQ(read->model.value("Au", {0, 1, 0}), 2);
    EXPECT_EQ(read->model.value("Au", {1, 2, 0}), 5);
    EXPECT_TRUE(std::isnan(read->model.value("Au", {0, 2, 0})));
    EXPECT_EQ(read->model.info("Au")->unit, "g/t");
    EXPECT_EQ(read->model.info("rock")->codes, (std::vector<std::string>{"waste", "ore"}));
    EXPECT_TRUE(std::isnan(read->model.value("rock", {0, 0, 0})));
    EXPECT_EQ(read->model.value("rock", {0, 1, 0}), 1);
    EXPECT_EQ(read->model.value("short", {1, 0, 0}), 5);
    EXPECT_TRUE(std::isnan(read->model.value("short", {0, 1, 0})));

    // What is there and cannot be read is no zero: a lost origin would move the model to the origin of all.
    for (const auto& [change, refused, told] :
         {std::tuple{"del m.attrs['Origin']", true, ""},
          {"m.attrs.create('Origin', np.array((1.0, 2.0), dtype=[('x', float), ('z', float)]))", true, ""},
          {"m.attrs.create('Rotation', 'ninety', dtype=h5py.special_dtype(vlen=str))", true, ""},
          {"del m.attrs['Rotation']", false, "geoh5_unturned"},
          {"t = [d for d in f['GEOSCIENCE/Data'].values() if d.attrs['Name'] == 'rock'][0]['Type']; v = t['Value map'][:2]; "
           "del t['Value map']; t.create_dataset('Value map', data=v)",
           false, "geoh5_no_names"}}) {
        const std::string path = folder.file("changed.geoh5");
        std::filesystem::copy_file(folder.file("h5py.geoh5"), path, std::filesystem::copy_options::overwrite_existing);
        const testing::PythonRun changed = testing::run_python(
            *python,
            std::string("import sys, h5py, numpy as np\nf = h5py.File(sys.argv[1], 'r+')\n"
                        "m = [o for o in f['GEOSCIENCE/Objects'].values() if o.attrs['Name'] == 'model'][0]\n") +
                change + "\nf.close()\n",
            path);
        ASSERT_TRUE(changed.ran) << changed.output;
        const auto again = read_geoh5(path);
        EXPECT_EQ(!again, refused) << change;
        if (refused || !again) continue;
        EXPECT_EQ(std::ranges::count(again->findings, told, &base::Finding::kind), 1) << change;
    }

    GridGeometry own = level_grid();
    own.azimuth_deg = 0;
    auto model = BlockModel::full(own);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p))
                model->real("Cu", n)[p] = static_cast<float>(own.linear(model->leaf(n).index(p)));
    ASSERT_TRUE(write_geoh5_blocks(*model, folder.file("own.geoh5")));
    const testing::PythonRun saw = testing::run_python(*python, R"(
import sys, h5py
with h5py.File(sys.argv[1], 'r') as f:
    root = f['GEOSCIENCE']
    model = [o for o in root['Objects'].values()][0]
    nu, nv, nz = (len(model[a + ' cell delimiters']) - 1 for a in 'UVZ')
    cu = [d for d in model['Data'].values() if d.attrs['Name'] == 'Cu'][0]
    i, j, k = 3, 4, 5
    print(nu, nv, nz, int(cu['Data'][k + i * nz + j * nu * nz]), cu['Type'].attrs['Units'],
          cu['Type'].attrs['Primitive type'], list(root['Root']['Objects'])[0] == model.attrs['ID'],
          root['Types/Object types'][model['Type'].attrs['ID']] == model['Type'])
)",
                                                       folder.file("own.geoh5"));
    ASSERT_TRUE(saw.ran) << saw.output;
    EXPECT_EQ(saw.output, "21 10 13 " + std::to_string(own.linear({3, 4, 5})) + " % Float True True\n");
}

TEST(Geoh5Attack, CutAndChangedFilesEndInWords) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_geoh5_blocks(sample_model(level_grid(), 3, 8), folder.file("m.geoh5")));
    const std::string whole = *base::read_text_file(folder.file("m.geoh5"));
    const auto try_out = [&](const std::string& bytes) {
        const std::string path = folder.write("bad.geoh5", bytes);
        const auto project = read_geoh5(path);
        if (project) return;
        EXPECT_EQ(project.error().place.file, path);
        EXPECT_EQ(base::describe(project.error(), base::Language::chinese).find('{'), std::string::npos);
    };
    for (int part = 0; part < 20; ++part)
        try_out(whole.substr(0, whole.size() * static_cast<std::size_t>(part) / 20));
    std::mt19937 random(20261130);
    for (int n = 0; n < 60; ++n) {
        std::string changed = whole;
        const std::size_t end = n % 2 == 0 ? whole.size() : std::min<std::size_t>(4096, whole.size());
        changed[random() % end] ^= static_cast<char>(1U << (random() % 8));
        try_out(changed);
    }
    for (const char* text : {"", "not HDF5 at all", "\x89HDF\r\n\x1a\n"}) {
        const auto project = read_geoh5(folder.write("bad.geoh5", text));
        EXPECT_FALSE(project);
    }
    EXPECT_EQ(read_geoh5(folder.write("bad.geoh5", "PK")).error().what.key, "geoh5.not_hdf5");
    EXPECT_EQ(read_geoh5(folder.path().string()).error().kind, base::ErrorKind::file);
}

}  // namespace
}  // namespace orelens::io
