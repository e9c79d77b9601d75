// Octrees and draped models of geoh5, written here by HDF5 as the format has them, and by h5py where it is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/ModelElements.h"
#include "core/io/blocks/ModelImport.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/geoh5/Geoh5Format.h"
#include "core/io/geoh5/Geoh5Workspace.h"
#include "tests/support/Python.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using testing::TemporaryFolder;
using Row = std::array<std::int32_t, 4>;

struct Octree {
    std::array<double, 3> counts{4, 4, 2}, sizes{5, 5, -2.5};
    double rotation = 0;
    /// One cell of two base cells a side at the corner, the rest single.
    std::vector<Row> rows;
    Octree() {
        rows.push_back({0, 0, 0, 2});
        for (std::int32_t i = 0; i < 4; ++i)
            for (std::int32_t j = 0; j < 4; ++j)
                for (std::int32_t k = 0; k < 2; ++k)
                    if (i > 1 || j > 1) rows.push_back({i, j, k, 1});
    }
};

std::string written(const TemporaryFolder& folder, const Octree& octree) {
    const std::string path = folder.file("octree.geoh5");
    const auto done = geoh5::write_file(
        path, "octree",
        [&](geoh5::Workspace& workspace) {
            const geoh5::Handle object = workspace.object(geoh5::octree_type, "Octree", "mesh");
            const char* counts[] = {"NU", "NV", "NW"};
            const char* sizes[] = {"U Cell Size", "V Cell Size", "W Cell Size"};
            for (std::size_t a = 0; a < 3; ++a) {
                geoh5::put_number(object, counts[a], octree.counts[a]);
                geoh5::put_number(object, sizes[a], octree.sizes[a]);
            }
            geoh5::put_number(object, "Rotation", octree.rotation);
            const geoh5::Handle triple = geoh5::triple_type();
            const geoh5::Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
            const geoh5::Handle origin(H5Acreate2(object, "Origin", triple, scalar, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
            const double at[] = {1000, 2000, 300};
            geoh5::Handle::check(H5Awrite(origin, triple, at));
            const geoh5::Handle type(H5Tcreate(H5T_COMPOUND, sizeof(Row)), H5Tclose);
            const char* members[] = {"I", "J", "K", "NCells"};
            for (std::size_t m = 0; m < 4; ++m) H5Tinsert(type, members[m], 4 * m, H5T_NATIVE_INT32);
            const geoh5::Handle cells = geoh5::new_dataset(object, "Octree Cells", type, {octree.rows.size()});
            geoh5::write_part(cells, type, octree.rows.data(), 0, octree.rows.size());
            const geoh5::Handle group = geoh5::new_group(object, "Data");
            std::vector<float> values;
            for (std::size_t n = 0; n < octree.rows.size(); ++n) values.push_back(n == 3 ? geoh5::no_float : static_cast<float>(n));
            const geoh5::Handle data = workspace.data(group, "sus", "Cell", "Float", "SI", {});
            const geoh5::Handle set = geoh5::new_dataset(data, "Data", H5T_IEEE_F32LE, {values.size()});
            geoh5::write_part(set, H5T_NATIVE_FLOAT, values.data(), 0, values.size());
            (void)workspace.object(geoh5::drape_type, "Draped model", "line 7");
        },
        base::Progress());
    EXPECT_TRUE(done);
    return path;
}

base::Expected<ModelImport> imported(const std::string& path, blocks::ModelRule rule = {}) {
    rule.file = path;
    base::Progress progress;
    return import_model(rule, 2.7, "", progress);
}

TEST(Geoh5Octree, IsTheGridOfItsSmallestCells) {
    const TemporaryFolder folder;
    const auto model = imported(written(folder, {}));
    ASSERT_TRUE(model) << base::describe(model.error(), base::Language::english);
    const blocks::GridGeometry& grid = model->model.geometry();
    EXPECT_EQ(grid.count, (blocks::Index3{4, 4, 2}));
    EXPECT_EQ(grid.block_size, (blocks::Vec3{5, 5, 2.5}));
    EXPECT_NEAR(grid.origin[0], 1000, 1e-9);
    EXPECT_NEAR(grid.origin[2], 295, 1e-9) << "levels count downward";
    // The large cell lies in the upper two levels of the first four columns.
    for (const blocks::Index3 at : {blocks::Index3{0, 0, 0}, {1, 1, 1}, {1, 0, 0}}) EXPECT_EQ(model->model.value("sus", at), 0);
    // Rows 1 and 2 are 0 2 0 and 0 2 1; row 3, 0 3 0, is missing and so no block.
    EXPECT_EQ(model->model.value("sus", {0, 2, 1}), 1);
    EXPECT_EQ(model->model.value("sus", {0, 2, 0}), 2);
    EXPECT_EQ(model->model.block_count(), 31);
    std::vector<std::string> kinds, fixes;
    for (const base::Finding& finding : model->findings) {
        kinds.push_back(finding.kind);
        fixes.push_back(finding.fix.key);
    }
    EXPECT_NE(std::ranges::find(kinds, "geoh5_octree"), kinds.end());
    EXPECT_NE(std::ranges::find(fixes, "finding.fix.geoh5_draped"), fixes.end()) << "by name, with the way round";
    const auto elements = model_elements(folder.file("octree.geoh5"));
    ASSERT_TRUE(elements);
    ASSERT_EQ(elements->size(), 1U);
    EXPECT_EQ(elements->front().name, "mesh");
    EXPECT_EQ(elements->front().cells, 32);
}

TEST(Geoh5Octree, SumsStayInChosenParentsAndUnderARotation) {
    const TemporaryFolder folder;
    Octree octree;
    octree.rotation = 30;
    const std::string path = written(folder, octree);
    blocks::ModelRule rule;
    rule.parent_u_m = rule.parent_v_m = 10;
    rule.parent_w_m = 5;
    const auto coarse = imported(path, rule), fine = imported(path);
    ASSERT_TRUE(coarse) << base::describe(coarse.error(), base::Language::english);
    ASSERT_TRUE(fine);
    EXPECT_EQ(coarse->model.geometry().count, (blocks::Index3{2, 2, 1}));
    EXPECT_NEAR(fine->model.geometry().azimuth_deg, -30, 1e-9);
    EXPECT_EQ(coarse->model.value("sus", {0, 0, 0}), 0) << "the large cell is a block of its own";
    double sum = 0, whole = 0;
    for (int i = 0; i < 4; ++i)
        for (int j = 2; j < 4; ++j)
            for (int k = 0; k < 2; ++k)
                if (const double value = fine->model.value("sus", {i, j, k}); i < 2 && !std::isnan(value)) {
                    sum += value;
                    ++whole;
                }
    EXPECT_NEAR(coarse->model.value("sus", {0, 1, 0}), sum / whole, 1e-5);
    const blocks::Vec3 centre = fine->model.geometry().centre({3, 0, 0});
    const double turn = 30 * std::acos(-1.0) / 180;
    EXPECT_NEAR(centre[0], 1000 + 17.5 * std::cos(turn) - 2.5 * std::sin(turn), 1e-9);
    EXPECT_NEAR(centre[1], 2000 + 17.5 * std::sin(turn) + 2.5 * std::cos(turn), 1e-9);
}

TEST(Geoh5Octree, WhatIsNoOctreeOrDoesNotFitIsRefusedInWords) {
    const auto key = [](const Octree& octree) {
        const TemporaryFolder folder;
        const auto project = read_geoh5(written(folder, octree));
        return project ? std::string() : project.error().what.key;
    };
    EXPECT_EQ(key({}), "");
    Octree octree;
    octree.rows[1] = {0, 0, 1, 1};
    EXPECT_EQ(key(octree), "geoh5.octree_damaged") << "over another";
    for (const Row& row : {Row{-1, 0, 0, 1}, {4, 0, 0, 1}, {0, 0, 0, 0}, {0, 0, 0, -1}, {2147483647, 0, 0, 2147483647}}) {
        octree = {};
        octree.rows[5] = row;
        EXPECT_EQ(key(octree), "geoh5.octree_damaged") << row[0] << " " << row[3];
    }
    for (const double wrong : {0.0, -4.0, 3e9, std::nan("")}) {
        octree = {};
        octree.counts[0] = wrong;
        EXPECT_EQ(key(octree), "geoh5.octree_damaged") << wrong;
    }
    for (const double wrong : {0.0, std::nan(""), HUGE_VAL}) {
        octree = {};
        octree.sizes[2] = wrong;
        EXPECT_EQ(key(octree), "geoh5.octree_damaged") << wrong;
    }
    octree = {};
    octree.counts = {1 << 20, 1 << 20, 1 << 20};
    EXPECT_EQ(key(octree), "geoh5.octree_large");
    octree.rows.clear();
    EXPECT_EQ(key(octree), "geoh5.octree_damaged") << "no cell";
}

/// As the program that made the format writes it: counts and cells of four bytes.
TEST(Geoh5Octree, OfH5pyIsRead) {
    const auto python = testing::python_with("h5py, numpy");
    if (!python) GTEST_SKIP() << "no Python with h5py here";
    const TemporaryFolder folder;
    const testing::PythonRun wrote = testing::run_python(*python, R"(
import sys, h5py, numpy as np
text = h5py.special_dtype(vlen=str)
xyz = np.dtype([('x', float), ('y', float), ('z', float)])
cell = np.dtype([('I', '<i4'), ('J', '<i4'), ('K', '<i4'), ('NCells', '<i4')])
with h5py.File(sys.argv[1], 'w') as f:
    root = f.create_group('GEOSCIENCE')
    root.attrs.create('Distance unit', 'meter', dtype=text)
    for name in ('Data', 'Objects', 'Types/Data types', 'Types/Object types'): root.create_group(name)
    mesh = root['Objects'].create_group('{m}')
    mesh.attrs.create('Name', 'tree', dtype=text)
    kind = root['Types/Object types'].create_group('k')
    kind.attrs.create('ID', '{4ea87376-3ece-438b-bf12-3479733ded46}', dtype=text)
    mesh['Type'] = kind
    mesh.attrs.create('Origin', np.array((10.0, 20.0, 30.0), dtype=xyz))
    mesh.attrs['Rotation'] = 0.0
    for a, n in (('NU', 4), ('NV', 4), ('NW', 4)): mesh.attrs.create(a, n, dtype='<i4')
    for a in 'UVW': mesh.attrs[a + ' Cell Size'] = 10.0
    rows = [(i, j, k, 2) for k in (0, 2) for j in (0, 2) for i in (0, 2)]
    mesh.create_dataset('Octree Cells', data=np.array(rows, dtype=cell))
    data = root['Data'].create_group('{d}')
    data.attrs.create('Name', 'v', dtype=text)
    data.attrs.create('Association', 'Cell', dtype=text)
    of = root['Types/Data types'].create_group('t')
    of.attrs.create('Primitive type', 'Integer', dtype=text)
    data['Type'] = of
    data.create_dataset('Data', data=np.arange(8, dtype='<i4'))
    mesh.create_group('Data')['{d}'] = data
)",
                                                         folder.file("tree.geoh5"));
    ASSERT_TRUE(wrote.ran) << wrote.output;
    const auto model = imported(folder.file("tree.geoh5"));
    ASSERT_TRUE(model) << base::describe(model.error(), base::Language::english);
    EXPECT_EQ(model->model.geometry().count, (blocks::Index3{2, 2, 2})) << "its smallest cells are two base cells wide";
    EXPECT_EQ(model->model.geometry().block_size, (blocks::Vec3{20, 20, 20}));
    EXPECT_EQ(model->model.value("v", {1, 0, 0}), 1);
    EXPECT_EQ(model->model.value("v", {0, 1, 0}), 2);
    EXPECT_EQ(model->model.value("v", {0, 0, 1}), 4);
}

}  // namespace
}  // namespace orelens::io
