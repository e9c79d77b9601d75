// The user's own layers of the map page, kept in the recipe.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/project/MapFiles.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

constexpr const char* a_point = R"({"type": "FeatureCollection", "name": "belts", "features": [{"type": "Feature",
    "properties": {"name": "North belt"}, "geometry": {"type": "Point", "coordinates": [100.5, 35.25]}}]})";

TEST(MapFiles, AreNamedBelowTheRecipeAndReadFromThere) {
    const testing::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "maps");
    const std::string inside = folder.write("maps/belts.geojson", a_point);
    Recipe recipe;
    recipe.folder = folder.path().string();
    EXPECT_TRUE(map_files(recipe).empty());
    const auto text = map_files_text(recipe, {inside, "/far/away.shp", inside});
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "maps/belts.geojson; /far/away.shp") << "each once, as short as can be";
    recipe.general.map_files = *text;
    EXPECT_EQ(map_files(recipe), (std::vector<std::string>{inside, "/far/away.shp"}));

    // One that is not there is said, and stops no other.
    recipe.general.map_files = "gone.geojson; maps/belts.geojson";
    const auto read = read_map_files(recipe, base::Progress());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->layers.size(), 1U);
    EXPECT_EQ(read->layers[0].labels, std::vector<std::string>{"North belt"});
    ASSERT_EQ(read->findings.size(), 1U);
    EXPECT_EQ(read->findings[0].kind, "map_file");
    EXPECT_EQ(read->findings[0].file, folder.file("gone.geojson"));
    EXPECT_FALSE(read->findings[0].what.empty());

    // Through a file of the recipe and back.
    const std::string path = folder.file("r.json");
    ASSERT_TRUE(write_recipe(recipe, path));
    const auto again = read_recipe(path);
    ASSERT_TRUE(again);
    EXPECT_EQ(map_files(*again), map_files(recipe));
}

TEST(MapFiles, ASemicolonInANameIsRefused) {
    const auto text = map_files_text(Recipe(), {"a.shp", "b;c.shp"});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().place.field, "general.map_files");
    EXPECT_EQ(text.error().what.key, "map.semicolon");
}

}  // namespace
}  // namespace orelens::project
