// `potential export` as a user runs it: files of every layer, whole or not at all, and nothing foreign is replaced.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens::testing {
namespace {

/// Vertical holes on a square; ore lies near a plane.
std::string study(const TemporaryFolder& folder) {
    std::ofstream collar(folder.file("collar.csv")), assay(folder.file("assay.csv"));
    collar << "HOLE_ID,EAST,NORTH,RL,DEPTH\n";
    assay << "HOLE_ID,FROM,TO,CU_PCT\n";
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 8; ++j) {
            const std::string hole = "H" + std::to_string(i) + std::to_string(j);
            const int x = 1013 + 50 * i;
            collar << hole << "," << x << "," << 2013 + 50 * j << ",400,150\n";
            for (int s = 0; s < 6; ++s) assay << hole << "," << 25 * s << "," << 25 * s + 25 << "," << (std::abs(x - 1200) + 7 * ((i * 5 + j * 3 + s) % 4) < 60 ? 0.9 : 0.1) << "\n";
        }
    return folder.write("study.json", R"json({"crs": "EPSG:4547", "grid": {"origin": [1000, 2000, 150], "size": [25, 25, 25], "count": [16, 16, 10]},
 "layers": [{"id": "plane", "formula": "abs(x - 1200)"}],
 "labels": {"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", "cutoff": 0.5, "barren": 0.3},
 "methods": [{"kind": "logistic", "ridge": 1}],
 "validation": {"edge_m": 100, "folds": 3, "buffer_m": 0, "bootstrap": 20}})json");
}

TEST(PotentialExport, WritesEveryLayerAndResultInTheFormatsThatAreAsked) {
    const TemporaryFolder folder;
    const Ran ran = run_program({"--json", "potential", "export", study(folder), "--out", folder.file("out"), "--as", "geotiff,ubc"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    for (const char* name : {"potential_evidence.plane.tif", "potential_potential.probability.tif", "potential_potential.label.tif", "potential.msh", "potential_evidence.plane.mod", "prediction.vti"})
        EXPECT_TRUE(std::filesystem::is_regular_file(folder.file("out") + "/" + name)) << name;
    EXPECT_FALSE(std::filesystem::exists(folder.file("out") + "/potential.tif"));
}

TEST(PotentialExport, AFormatThatThereIsNotAndASlipOfTheStepAreRefusedBeforeAnyWork) {
    const TemporaryFolder folder;
    const std::string file = study(folder);
    const Ran format = run_program({"potential", "export", file, "--out", folder.file("out"), "--as", "shapefile"});
    EXPECT_EQ(format.exit_code, 2);
    EXPECT_NE(format.err.find("geotiff, vti, vdb, csv, ubc"), std::string::npos) << format.err;
    const Ran step = run_program({"potential", "label", file, "--out", folder.file("out"), "--as", "geotiff"});
    EXPECT_EQ(step.exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(folder.file("out")));
}

TEST(PotentialExport, WhatSomebodyElsePutThereStaysAndNothingIsDelivered) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("out"));
    folder.write("out/potential_evidence.plane.tif", "mine");
    const Ran ran = run_program({"potential", "export", study(folder), "--out", folder.file("out")});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.err.find("potential_evidence.plane.tif"), std::string::npos) << ran.err;
    EXPECT_FALSE(std::filesystem::exists(folder.file("out") + "/potential_potential.probability.tif"));
}

}  // namespace
}  // namespace orelens::testing
