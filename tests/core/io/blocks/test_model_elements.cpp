// Files that hold several models: what there is to choose from, and that the choice is taken.
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <cmath>

#include "core/io/blocks/ModelElements.h"
#include "core/io/blocks/ModelImport.h"
#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

/// Grids "A" (2 × 2 × 1 cells, copper 1) and "B" (2 × 2 × 2, copper 2).
OmfProject two_grids() {
    const auto grid = [](const char* name, std::size_t levels, double copper) {
        const std::size_t cells = 4 * levels;
        return OmfElement{
            name,
            "",
            std::nullopt,
            OmfVolume{{0, 0, 0},
                      {1, 0, 0},
                      {0, 1, 0},
                      {0, 0, 1},
                      {10, 10},
                      {10, 10},
                      std::vector<double>(levels, 5)},
            {{"Cu_pct", "", OmfPlace::cells, OmfReals{std::vector<double>(cells, copper), std::nullopt}}}};
    };
    OmfProject project;
    project.elements = {grid("A", 1, 1), grid("B", 2, 2)};
    return project;
}

base::Expected<ModelImport> import(const std::string& path, const std::string& element) {
    blocks::ModelRule rule;
    rule.file = path;
    rule.element = element;
    base::Progress progress;
    return import_model(rule, 2.7, "", progress);
}

TEST(ModelElements, GridsAreNamedWithTheirCellsAndTheChosenOneIsRead) {
    const testing::TemporaryFolder folder;
    for (const char* name : {"several.omf", "several.geoh5"}) {
        const std::string path = folder.file(name);
        ASSERT_TRUE(path.ends_with(".omf") ? write_omf(two_grids(), path) : write_geoh5(two_grids(), path));
        const auto listed = model_elements(path);
        ASSERT_TRUE(listed) << base::describe(listed.error(), base::Language::english);
        ASSERT_EQ(listed->size(), 2U) << name;
        // geoh5 keeps its objects by number, not in the order they were written.
        for (const ModelElement& element : *listed) {
            EXPECT_EQ(element.cells, element.name == "A" ? 4 : 8) << name;
            EXPECT_EQ(element.columns, 1) << name;
            EXPECT_EQ(element.kind, ModelElementKind::regular_grid) << name;
        }
        EXPECT_EQ(import(path, "").error().what.key, "omf.several_grids") << name;
        EXPECT_EQ(import(path, "C").error().what.key, "omf.grid_absent") << name;
        const auto made = import(path, "B");
        ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
        EXPECT_EQ(made->model.block_count(), 8);
        EXPECT_EQ(made->model.value("Cu", {1, 1, 1}), 2);
    }
}

TEST(ModelElements, SheetsOfAWorkbookAreNamed) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("model.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    workbook_add_worksheet(book, "Notes");
    workbook_add_worksheet(book, "Blocks");
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    for (const std::string& name : {path, path + "#Blocks"}) {
        const auto listed = model_elements(name);
        ASSERT_TRUE(listed) << base::describe(listed.error(), base::Language::english);
        ASSERT_EQ(listed->size(), 2U);
        EXPECT_EQ((*listed)[1].name, "Blocks");
        EXPECT_EQ((*listed)[1].kind, ModelElementKind::sheet);
    }
}

TEST(ModelElements, ATableHoldsOneModelAndAFileThatIsAbsentIsAnError) {
    const testing::TemporaryFolder folder;
    const auto none = model_elements(folder.write("model.csv", "x,y,z,Cu\n1,2,3,4\n"));
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
    EXPECT_FALSE(model_elements(folder.file("absent.csv")));
    EXPECT_FALSE(model_elements(folder.write("bad.omf", "no")));
}

}  // namespace
}  // namespace orelens::io
