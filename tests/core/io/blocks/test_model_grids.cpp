// Grids in order: GSLIB, UBC and VTK's XML files in every encoding they come in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstring>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "tests/core/io/blocks/ModelFiles.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::Index3;
using blocks::ModelRule;
using testing_models::copper;

base::Expected<ModelImport> import(const std::string& path, ModelRule rule = {}) {
    base::Progress progress;
    rule.file = path;
    return import_model(rule, 2.7, "", progress);
}
std::string why(const base::Expected<ModelImport>& result) {
    return result ? "" : base::describe(result.error(), base::Language::english);
}
void expect_deposit(const ModelImport& made, const std::string& name) {
    EXPECT_EQ(made.model.geometry().count, (Index3{3, 3, 2}));
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(made.model.geometry().origin[a], testing_models::grid.origin[a], 1e-9);
        EXPECT_NEAR(made.model.geometry().block_size[a], testing_models::grid.block_size[a], 1e-9);
    }
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i)
                EXPECT_NEAR(made.model.value(name, {i, j, k}), copper({i, j, k}), 1e-6) << i << j << k;
}

ModelRule grid_rule(blocks::CellOrder order) {
    ModelRule rule;
    rule.count_u = rule.count_v = 3;
    rule.count_w = 2;
    rule.size_u_m = rule.size_v_m = 10;
    rule.size_w_m = 5;
    rule.origin_x = 1000;
    rule.origin_y = 2000;
    rule.origin_z = 100;
    rule.order = order;
    return rule;
}

TEST(ModelGrids, GslibInEveryOrder) {
    using blocks::CellOrder;
    const testing::TemporaryFolder folder;
    std::map<CellOrder, std::string> texts;
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i) {
                texts[CellOrder::xyz] += fmt::format("{} -999\n", copper({i, j, k}));
                texts[CellOrder::xyz_down] += fmt::format("{} -999\n", copper({i, j, 1 - k}));
            }
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 2; ++k) {
                texts[CellOrder::zyx] += fmt::format("{} -999\n", copper({i, j, k}));
                texts[CellOrder::zxy_down] += fmt::format("{} -999\n", copper({j, i, 1 - k}));
            }
    for (const auto& [order, text] : texts) {
        const auto made =
            import(folder.write("model.out", "title\n2\nCu_pct\nother\n" + text), grid_rule(order));
        ASSERT_TRUE(made) << why(made);
        expect_deposit(*made, "Cu");
    }
}

TEST(ModelGrids, GslibCountsMustFitTheFile) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("model.out", "title\n1\nCu_pct\n1\n2\n3\n4\n");
    EXPECT_EQ(import(path).error().what.key, "model.no_counts");
    ModelRule rule = grid_rule(blocks::CellOrder::xyz);
    EXPECT_EQ(import(path, rule).error().what.key, "model.too_few_values");
    rule.count_u = rule.count_v = rule.count_w = 1000;
    EXPECT_EQ(import(path, rule).error().what.key, "model.too_few_values");
    rule.count_u = 3;
    rule.count_v = rule.count_w = 1;
    EXPECT_EQ(import(path, rule).error().what.key, "model.too_many_values");
}

TEST(ModelGrids, Kt3dSaysItsGridItself) {
    ORELENS_SHARED(file, "gslib/kt3d.out");
    ModelRule rule;
    rule.grades = "Primary=Estimate[%]";
    const auto made = import(file.string(), rule);
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.geometry().count, (Index3{50, 50, 1}));
    EXPECT_DOUBLE_EQ(made->model.geometry().origin[0], 0);
    EXPECT_FLOAT_EQ(made->model.value("Primary", {0, 0, 0}), 2.8727570F);
}

TEST(ModelGrids, UbcMeshAndModel) {
    const testing::TemporaryFolder folder;
    folder.write("mesh.msh", "! a mesh of ours\n3 3 2 ! cells\n1000 2000 110\n3*10\n10 10 10\n5 5\n");
    std::string values;
    for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 3; ++i)
            for (int k = 1; k >= 0; --k) values += fmt::format("{}\n", copper({i, j, k}));
    ModelRule rule;
    rule.grades = "Cu=chargeability[%]";
    const auto made = import(folder.write("chargeability.mod", values), rule);
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made, "Cu");
    EXPECT_EQ(made->mapping.program, "UBC");
    EXPECT_EQ(import(folder.write("short.mod", "1 2 3\n"), rule).error().what.key, "model.too_few_values");
    EXPECT_EQ(import(folder.file("mesh.msh")).error().what.key, "model.mesh_alone");
    folder.write("second.msh", "1 1 1\n0 0 0\n1\n1\n1\n");
    EXPECT_EQ(import(folder.file("chargeability.mod"), rule).error().what.key, "model.no_mesh");
    rule.mesh_file = folder.write("bad.msh", "3 3 2\n0 0 0\n99*10\n10\n5\n");
    EXPECT_EQ(import(folder.file("chargeability.mod"), rule).error().what.key, "model.ubc_mesh");
}

TEST(ModelGrids, UbcPaddingIsKeptByVolume) {
    const testing::TemporaryFolder folder;
    folder.write("mesh.msh", "4 1 1\n0 0 10\n30 10 10 30\n10\n10\n");
    ModelRule rule;
    rule.grades = "Cu=m[%]";
    rule.parent_u_m = rule.parent_v_m = rule.parent_w_m = 10;
    const auto made = import(folder.write("m.mod", "1 2 3 4\n"), rule);
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 8);
    EXPECT_EQ(made->model.value("Cu", {2, 0, 0}), 1);
    EXPECT_EQ(made->model.value("Cu", {3, 0, 0}), 2);
    EXPECT_EQ(made->model.value("Cu", {7, 0, 0}), 4);
}

std::string base64(const std::string& bytes) {
    static const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t n = 0; n < bytes.size(); n += 3) {
        unsigned group = 0;
        for (std::size_t b = 0; b < 3; ++b)
            group = group << 8 | (n + b < bytes.size() ? static_cast<unsigned char>(bytes[n + b]) : 0U);
        for (std::size_t c = 0; c < 4; ++c)
            out.push_back(c > bytes.size() - n ? '=' : letters[group >> (18 - 6 * c) & 63]);
    }
    return out;
}
template <class T>
std::string raw(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
std::string packed(const std::string& bytes) {
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             bytes.size());
    out.resize(size);
    return out;
}
std::vector<float> coppers() {
    std::vector<float> values;
    for (int n = 0; n < 18; ++n) values.push_back(static_cast<float>(copper({n % 3, n / 3 % 3, n / 9})));
    return values;
}
/// A VTI around one array; `head` adds attributes of VTKFile, `tail` what comes after the image.
std::string vti(const std::string& head, const std::string& array, const std::string& tail = "") {
    return "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\" "
           "byte_order=\"LittleEndian\" " +
           head +
           ">\n<ImageData WholeExtent=\"0 3 0 3 0 2\" Origin=\"1000 2000 100\" Spacing=\"10 10 5\">\n"
           "<Piece Extent=\"0 3 0 3 0 2\"><PointData/><CellData>" +
           array + "</CellData></Piece></ImageData>" + tail + "</VTKFile>\n";
}
const std::string attributes = "<DataArray type=\"Float32\" Name=\"Cu (%)\" ";

/// Two blocks of compressed data with their header of UInt32.
std::string compressed(const std::string& bytes, std::string& header) {
    const std::string first = packed(bytes.substr(0, 40)), second = packed(bytes.substr(40));
    header = raw<std::uint32_t>({2, 40, static_cast<std::uint32_t>(bytes.size() - 40),
                                 static_cast<std::uint32_t>(first.size()),
                                 static_cast<std::uint32_t>(second.size())});
    return first + second;
}

TEST(ModelGrids, VtiInEveryEncoding) {
    const testing::TemporaryFolder folder;
    std::string ascii, header;
    for (const float value : coppers()) ascii += fmt::format("{} ", value);
    const std::string bytes = raw(coppers());
    const std::string length = raw<std::uint32_t>({static_cast<std::uint32_t>(bytes.size())});
    const std::string wide = raw<std::uint64_t>({bytes.size()});
    const std::string blocks = compressed(bytes, header);
    const std::string zlib = "compressor=\"vtkZLibDataCompressor\"";
    const std::string appended = attributes + "format=\"appended\" offset=\"0\"/>";
    const auto tail = [](const std::string& encoding, const std::string& data) {
        return "<AppendedData encoding=\"" + encoding + "\">_" + data + "</AppendedData>";
    };
    const std::vector<std::pair<const char*, std::string>> files{
        {"ascii", vti("", attributes + "format=\"ascii\">" + ascii + "</DataArray>")},
        {"binary", vti("", attributes + "format=\"binary\">" + base64(length + bytes) + "</DataArray>")},
        {"binary in two",
         vti("", attributes + "format=\"binary\">" + base64(length) + base64(bytes) + "</DataArray>")},
        {"wide header", vti("header_type=\"UInt64\"",
                            attributes + "format=\"binary\">" + base64(wide + bytes) + "</DataArray>")},
        {"zlib",
         vti(zlib, attributes + "format=\"binary\">" + base64(header) + base64(blocks) + "</DataArray>")},
        {"raw", vti("", appended, tail("raw", length + bytes))},
        {"raw zlib", vti(zlib, appended, tail("raw", header + blocks))},
        {"base64 zlib", vti(zlib, appended, tail("base64", base64(header) + base64(blocks)))},
        {"base64", vti("", appended, tail("base64", base64(length + bytes)))}};
    for (const auto& [name, text] : files) {
        const auto made = import(folder.write("model.vti", text));
        ASSERT_TRUE(made) << name << why(made);
        expect_deposit(*made, "Cu");
    }
}

TEST(ModelGrids, CellsThatOurOwnGslibFilesCallNoneAreNoBlocks) {
    const testing::TemporaryFolder folder;
    const std::string head = "model\n2 3 1 1 5 5 5 10 10 10\nCu (%)\norelens_active\n";
    const auto made = import(folder.write("model.gslib", head + "1 1\n-999 0\n3 1\n"));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 2);
    EXPECT_NEAR(made->model.value("Cu", {2, 0, 0}), 3, 1e-6);
    EXPECT_FALSE(made->model.info("orelens_active")) << "it is no value of a block";
    const auto all = import(folder.write("all.gslib", head + "1 1\n2 1\n3 1\n"));
    ASSERT_TRUE(all) << why(all);
    EXPECT_EQ(all->model.block_count(), 3);
}

TEST(ModelGrids, AFileThatNamesPiecesSaysSo) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.pvti", "<?xml version=\"1.0\"?>\n<VTKFile type=\"PImageData\" version=\"1.0\" byte_order=\"LittleEndian\">\n"
                      "<PImageData WholeExtent=\"0 1 0 1 0 1\"><Piece Extent=\"0 1 0 1 0 1\" Source=\"a.vti\"/>"
                      "</PImageData></VTKFile>\n"));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().what.key, "model.vtk_parallel");
}

TEST(ModelGrids, DamagedVtkFilesAreRefusedWithoutTakingMemory) {
    const testing::TemporaryFolder folder;
    const std::string bytes = raw(coppers());
    std::string header;
    const std::string blocks = compressed(bytes, header);
    const std::string zlib = "compressor=\"vtkZLibDataCompressor\"";
    const auto huge = [](std::string text) {
        const std::string from = "0 3 0 3 0 2";
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from))
            text.replace(at, from.size(), "0 999999 0 999 0 2");
        return text;
    };
    const std::string ascii = attributes + "format=\"ascii\">1 2 3</DataArray>";
    for (const std::string& text :
         {std::string("<VTKFile"), vti("", ascii), huge(vti("", ascii)),
          vti("", attributes + "format=\"binary\">!!!!</DataArray>"),
          vti(zlib, attributes + "format=\"binary\">" +
                        base64(raw<std::uint32_t>({4000000000U, 4000000000U, 1})) + "</DataArray>"),
          vti(zlib, attributes + "format=\"binary\">" + base64(header) + base64(blocks.substr(0, 30)) +
                        "</DataArray>"),
          vti("compressor=\"vtkLZ4DataCompressor\"", ascii),
          vti("", attributes + "format=\"appended\" offset=\"99999\"/>",
              "<AppendedData encoding=\"raw\">_abc</AppendedData>"),
          std::string("<!DOCTYPE a [<!ENTITY b \"c\">]><VTKFile type=\"ImageData\"/>")}) {
        const auto refused = import(folder.write("model.vti", text));
        EXPECT_FALSE(refused) << text;
    }
}

TEST(ModelGrids, OurOwnVtiComesBackTurnedAndSparse) {
    blocks::GridGeometry grid{{500, 600, 70}, {10, 12, 5}, {9, 7, 5}, 25, 10, 0};
    auto model = blocks::BlockModel::where(grid, [](const Index3& at) { return (at[0] + at[1]) % 3 != 0; });
    ASSERT_TRUE(model);
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at)
            if (model->leaf(leaf).is_active(at)) model->real("Cu", leaf)[at] = static_cast<float>(at) / 100;
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(write_vti(*model, folder.file("model.vti")));
    const auto made = import(folder.file("model.vti"));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), model->block_count());
    EXPECT_NEAR(made->model.geometry().azimuth_deg, 25, 1e-6);
    EXPECT_NEAR(made->model.geometry().dip_deg, 10, 1e-6);
    for (const Index3 at : {Index3{1, 0, 0}, Index3{8, 6, 4}, Index3{4, 4, 2}})
        EXPECT_EQ(made->model.value("Cu", at), model->value("Cu", at));
}

TEST(ModelGrids, OurOwnVtiComesBackWithUnitsCodesAndExclusion) {
    const blocks::GridGeometry grid{{500, 600, 70}, {10, 12, 5}, {4, 3, 2}};
    auto model = blocks::BlockModel::where(grid, [](const Index3& at) { return at != Index3{3, 2, 1}; });
    ASSERT_TRUE(model);
    model->add_column({"Au", blocks::ColumnType::real, "ppb", {}});
    model->add_column({"Cu", blocks::ColumnType::real, "ppm", {}});
    model->add_column({"density", blocks::ColumnType::real, "t/m3", {}});
    model->add_column({"rock", blocks::ColumnType::integer, "", {"granite", "skarn, soft"}}, 1);
    model->add_column({"excluded", blocks::ColumnType::integer, "", {"", "as_read", "air"}}, 2);
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(leaf).is_active(at)) continue;
            const Index3 index = model->leaf(leaf).index(at);
            model->real("Au", leaf)[at] = static_cast<float>(100 + index[0]);
            model->real("Cu", leaf)[at] = 4500;
            model->real("density", leaf)[at] = 2.7F;
            model->integer_writer("rock").set(leaf, at, index[1] % 2);
            model->integer_writer("excluded").set(leaf, at, index[0] == 0 ? 2 : 0);
        }
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(write_vti(*model, folder.file("model.vti")));
    const auto made = import(folder.file("model.vti"));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.info("Au")->unit, "ppb");
    EXPECT_EQ(made->model.info("Cu")->unit, "ppm");
    EXPECT_EQ(made->model.value("Cu", {1, 1, 1}), 4500);
    ASSERT_TRUE(made->model.has("rock"));
    EXPECT_EQ(made->model.info("rock")->codes, (std::vector<std::string>{"granite", "skarn, soft"}));
    EXPECT_EQ(made->model.value("rock", {2, 1, 0}), 1);
    EXPECT_EQ(made->model.value("excluded", {0, 1, 0}), 1);
    EXPECT_EQ(made->model.value("excluded", {1, 1, 0}), 0);
    for (const base::Finding& one : made->findings)
        EXPECT_NE(one.severity, base::Severity::error) << one.kind;
}

TEST(ModelGrids, TextsOfVtkCellsAreCodes) {
    const testing::TemporaryFolder folder;
    std::string ascii, names;
    for (const float value : coppers()) ascii += fmt::format("{} ", value);
    for (int n = 0; n < 18; ++n) names += n % 2 == 0 ? "71 82 68 0\n" : "81 0\n";
    const auto made = import(folder.write(
        "model.vti", vti("", attributes + "format=\"ascii\">" + ascii +
                                 "</DataArray><Array type=\"String\" Name=\"rock\" format=\"ascii\">" +
                                 names + "</Array>")));
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(made->model.has("rock"));
    EXPECT_EQ(made->model.info("rock")->codes, (std::vector<std::string>{"GRD", "Q"}));
    EXPECT_EQ(made->model.value("rock", {0, 0, 0}), 0);
    EXPECT_EQ(made->model.value("rock", {1, 0, 0}), 1);
}

TEST(ModelGrids, APackedFileOfMoreThanTheMachineHoldsIsRefusedBeforeItIsUnpacked) {
    // A megabyte of zeros packs into a thousandth: the same few kilobytes stand for every column.
    const testing::TemporaryFolder folder;
    std::string header;
    const std::string block = compressed(std::string(std::size_t{1} << 20, '\0'), header);
    std::string data;
    for (int n = 0; n < 2500; ++n) data += block;
    std::string columns;
    for (int n = 0; n < 3000; ++n)
        columns +=
            fmt::format("<DataArray type=\"Float32\" Name=\"c{}\" format=\"appended\" offset=\"0\"/>", n);
    const std::string path = folder.write(
        "model.vti",
        "<VTKFile type=\"ImageData\" byte_order=\"LittleEndian\" compressor=\"vtkZLibDataCompressor\">"
        "<ImageData WholeExtent=\"0 1000 0 1000 0 600\" Origin=\"0 0 0\" Spacing=\"1 1 1\">"
        "<Piece Extent=\"0 1000 0 1000 0 600\"><CellData>" +
            columns + "</CellData></Piece></ImageData><AppendedData encoding=\"raw\">_" + header + data +
            "</AppendedData></VTKFile>");
    const auto refused = import(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "block_file.too_large");
    const auto need = model_need({.file = path}, "");
    ASSERT_TRUE(need);
    EXPECT_NEAR(need->rows, 6e8, 1);
    EXPECT_GT(need->bytes, 4.0 * 3000 * 6e8);
}

TEST(ModelGrids, RectilinearGridsAndHexahedra) {
    const testing::TemporaryFolder folder;
    std::string ascii;
    for (const float value : coppers()) ascii += fmt::format("{} ", value);
    const auto axis = [](const char* numbers) {
        return std::string("<DataArray type=\"Float64\" format=\"ascii\">") + numbers + "</DataArray>";
    };
    const auto made = import(
        folder.write("model.vtr",
                     "<VTKFile type=\"RectilinearGrid\" byte_order=\"LittleEndian\"><RectilinearGrid "
                     "WholeExtent=\"0 3 0 3 0 2\">"
                     "<Piece Extent=\"0 3 0 3 0 2\"><CellData>" +
                         attributes + "format=\"ascii\">" + ascii + "</DataArray></CellData><Coordinates>" +
                         axis("1000 1010 1020 1030") + axis("2000 2010 2020 2030") + axis("100 105 110") +
                         "</Coordinates></Piece></RectilinearGrid></VTKFile>"));
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made, "Cu");
    // One block of 10 m beside two of 5 × 10 × 10: voxels, and a hexahedron with its corners around.
    const auto points = [](double x0, double x1, bool around) {
        std::string out;
        for (int n = 0; n < 8; ++n) {
            const int corner = around && (n & 3) > 1 ? n ^ 1 : n;
            out += fmt::format("{} {} {} ", (corner & 1) ? x1 : x0, (corner & 2) ? 10 : 0,
                               (corner & 4) ? 10 : 0);
        }
        return out;
    };
    std::string connectivity;
    for (int n = 0; n < 24; ++n) connectivity += fmt::format("{} ", n);
    const auto cells = import(folder.write(
        "model.vtu",
        "<VTKFile type=\"UnstructuredGrid\" byte_order=\"LittleEndian\"><UnstructuredGrid><Piece "
        "NumberOfPoints=\"24\" NumberOfCells=\"3\">"
        "<CellData><DataArray type=\"Float32\" Name=\"Cu (%)\" format=\"ascii\">1 2 4</DataArray></CellData>"
        "<PointData><DataArray type=\"Float32\" Name=\"Au\" format=\"ascii\">1</DataArray></PointData>"
        "<Points><DataArray type=\"Float32\" NumberOfComponents=\"3\" format=\"ascii\">" +
            points(0, 10, false) + points(10, 15, true) + points(15, 20, false) +
            "</DataArray></Points><Cells><DataArray type=\"Int64\" Name=\"connectivity\" format=\"ascii\">" +
            connectivity +
            "</DataArray><DataArray type=\"Int64\" Name=\"offsets\" format=\"ascii\">8 16 24</DataArray>"
            "<DataArray type=\"UInt8\" Name=\"types\" format=\"ascii\">11 12 "
            "11</DataArray></Cells></Piece></UnstructuredGrid></VTKFile>"));
    ASSERT_TRUE(cells) << why(cells);
    EXPECT_EQ(cells->model.block_count(), 2);
    EXPECT_EQ(cells->model.value("Cu", {0, 0, 0}), 1);
    EXPECT_NEAR(cells->model.value("Cu", {1, 0, 0}), 3, 1e-6);
    const auto corners = std::ranges::find(cells->findings, "Au", &base::Finding::column);
    ASSERT_NE(corners, cells->findings.end()) << "values at the corners are left out with a word";
    EXPECT_EQ(corners->kind, "model_column_unused");
}

TEST(ModelGrids, HexahedraInSinglePrecisionFarFromTheOriginFit) {
    const testing::TemporaryFolder folder;
    std::string points, connectivity, offsets, types, values;
    int corner = 0, cells = 0;
    for (int k = 0; k < 3; ++k)
        for (int j = 0; j < 5; ++j)
            for (int i = 0; i < 5; ++i, ++cells) {
                for (int n = 0; n < 8; ++n, ++corner) {
                    const auto at = [](double value) {
                        return fmt::format("{} ", static_cast<float>(value));
                    };
                    points += at(431203.3 + 10.1 * (i + (n & 1))) +
                              at(6712307.7 + 10.1 * (j + (n >> 1 & 1))) + at(850.3 + 5.3 * (k + (n >> 2)));
                    connectivity += fmt::format("{} ", corner);
                }
                offsets += fmt::format("{} ", 8 * (cells + 1));
                types += "11 ";
                values += fmt::format("{} ", cells % 7);
            }
    const auto array = [](const char* attributes_, const std::string& text) {
        return std::string("<DataArray ") + attributes_ + " format=\"ascii\">" + text + "</DataArray>";
    };
    const auto made = import(folder.write(
        "model.vtu",
        fmt::format("<VTKFile type=\"UnstructuredGrid\"><UnstructuredGrid><Piece NumberOfPoints=\"{}\" "
                    "NumberOfCells=\"{}\">",
                    corner, cells) +
            "<CellData>" + array("type=\"Float32\" Name=\"Cu (%)\"", values) + "</CellData><Points>" +
            array("type=\"Float32\" NumberOfComponents=\"3\"", points) + "</Points><Cells>" +
            array("type=\"Int64\" Name=\"connectivity\"", connectivity) +
            array("type=\"Int64\" Name=\"offsets\"", offsets) +
            array("type=\"UInt8\" Name=\"types\"", types) + "</Cells></Piece></UnstructuredGrid></VTKFile>"));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 75);
    EXPECT_NEAR(made->model.geometry().block_size[1], 10.1, 0.5);
}

}  // namespace
}  // namespace orelens::io
