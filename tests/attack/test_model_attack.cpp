// Block models of strangers: counts, places and sizes made to ask for memory or time are refused in words.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Memory.h"
#include "core/io/blocks/ModelImport.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

constexpr double gigabyte = 1e9;

struct Attack {
    const char* name;
    const char* file;
    std::string text;
    const char* key;  ///< of the error; empty: taken
};
class ModelAttack : public ::testing::TestWithParam<Attack> {};

TEST_P(ModelAttack, IsRefusedInWordsAndTakesNoMemory) {
    const testing::TemporaryFolder folder;
    blocks::ModelRule rule;
    rule.file = folder.write(GetParam().file, GetParam().text);
    rule.size_u_m = rule.size_v_m = rule.size_w_m = std::string(GetParam().name) == "far_index" ? 1 : 0;
    const double before = base::process_memory();
    base::Progress progress;
    const auto made = io::import_model(rule, 2.7, "", progress);
    if (*GetParam().key == 0) {
        EXPECT_TRUE(made);
    } else {
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().what.key, GetParam().key);
    }
    EXPECT_LT(base::process_memory() - before, 0.5 * gigabyte);
}

std::string vti(const std::string& extent, const std::string& array) {
    return fmt::format(
        "<VTKFile type=\"ImageData\" byte_order=\"LittleEndian\"><ImageData WholeExtent=\"{}\" Origin=\"0 0 "
        "0\" "
        "Spacing=\"1 1 1\"><Piece Extent=\"{}\"><CellData>{}</CellData></Piece></ImageData></VTKFile>",
        extent, extent, array);
}

INSTANTIATE_TEST_SUITE_P(
    Files, ModelAttack,
    ::testing::Values(
        Attack{"far_index", "a.csv", "i,j,k,Cu\n1,1,1,1\n900000,900,2,1\n2,1,1,1\n", "blocks.sparse_grid"},
        Attack{"far_block", "a.csv",
               "x,y,z,dx,dy,dz,Cu\n5,5,5,10,10,10,1\n2.5,2.5,12.5,5,5,5,1\n1e7,1e7,1e4,10,10,10,1\n",
               "blocks.no_step"},
        Attack{"vast_cell", "a.csv", "x,y,z,dx,dy,dz,Cu\n5,5,5,10,10,10,1\n0,0,0,1e300,1e300,1e300,1\n", ""},
        Attack{"infinite_place", "a.csv", "x,y,z,Cu\n1e400,nan,5,1\ninf,5,5,1\n", "model.no_blocks"},
        Attack{"quotes", "a.csv", "x,y,z,Cu\n" + std::string(2'000'000, '"') + "\n", "model.no_blocks"},
        Attack{"one_long_line", "a.csv", "x,y,z,Cu\n" + std::string(3'000'000, '1') + "\n",
               "model.no_blocks"},
        Attack{"many_columns", "a.csv",
               "x,y,z" +
                   [] {
                       std::string s;
                       for (int n = 0; n < 20000; ++n) s += ",c";
                       return s;
                   }() +
                   "\n1,2,3\n",
               "model.no_header"},
        Attack{"gslib_counts", "a.out", "t\n 1 100000 100000 1 0 0 0 1 1 1\nCu\n1\n2\n",
               "model.too_few_values"},
        Attack{"vti_extent", "a.vti",
               vti("0 99999 0 9999 0 1",
                   "<DataArray type=\"Float32\" Name=\"Cu\" format=\"ascii\">1</DataArray>"),
               "model.vtk_no_data"},
        Attack{"vti_deep", "a.vti",
               [] {
                   std::string s = "<VTKFile>";
                   for (int n = 0; n < 5000; ++n) s += "<a>";
                   return s;
               }(),
               "model.not_vtk"},
        Attack{"entities", "a.vti",
               "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
               "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><VTKFile>&b;</VTKFile>",
               "model.not_vtk"}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace orelens
