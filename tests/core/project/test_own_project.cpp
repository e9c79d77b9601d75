// The project of an orebody's own, as its table writes it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/project/OrebodyStudy.h"

namespace orelens::project {
namespace {

TEST(OwnProject, LiesBesideTheRecipeOrBesideTheTable) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(::testing::TempDir()) / "own_project";
    fs::remove_all(folder);
    fs::create_directories(folder / "tables");
    for (const char* file : {"near_recipe.gpkg", "tables/near_table.gpkg", "both.gpkg", "tables/both.gpkg"}) std::ofstream(folder / file) << "x";
    Recipe recipe;
    recipe.folder = folder.string();
    const auto at = [&](const std::string& written) {
        costmodel::Orebody one;
        one.project_file = written;
        return own_project_file(recipe, "tables/orebodies.xlsx#Sheet1", one);
    };
    EXPECT_EQ(at(""), "");
    EXPECT_EQ(at("near_recipe.gpkg"), (folder / "near_recipe.gpkg").string());
    EXPECT_EQ(at("near_table.gpkg"), (folder / "tables/near_table.gpkg").string());
    EXPECT_EQ(at("both.gpkg"), (folder / "both.gpkg").string()) << "the recipe's folder first";
    EXPECT_EQ(at("nowhere.gpkg"), (folder / "nowhere.gpkg").string());
    const std::string absolute = (folder / "tables/near_table.gpkg").string();
    EXPECT_EQ(at(absolute), absolute);
}

}  // namespace
}  // namespace orelens::project
