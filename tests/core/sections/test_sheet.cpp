// Sheets on paper: scale, room, letters; and as DXF, read back by the library that a GIS uses.
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "core/sections/Sheet.h"
#include "core/sections/SheetLayout.h"
#include "tests/core/sections/Ground.h"

namespace orelens::sections {
namespace {

struct Deposit {
    blocks::BlockModel model = testing::graded(testing::turned_grid(0));
    testing::Holes holes = testing::straight_holes({{500200, 4100250, 145}, {500330, 4100262, 140}, {500334, 4100262, 140}}, 90, -70);
    shapes::TriangleMesh ground;
    SheetInput input;

    explicit Deposit(base::Language language = base::Language::english) {
        ground.points = {{499000, 4099000, 147}, {502000, 4099000, 147}, {502000, 4102000, 147}, {499000, 4102000, 147}};
        ground.triangles = {{0, 1, 2}, {0, 2, 3}};
        input.language = language;
        input.model = &model;
        input.holes = &holes.set;
        input.traces = &holes.traces;
        input.paint.title = "Cu, %";
        input.paint.classes = {{"below 1", step_colour(0, 2)}, {"1 and over", step_colour(1, 2)}};
        input.paint.class_of = [this](std::size_t leaf, int at) { return model.real("Cu", leaf)[at] < 1 ? 0 : 1; };
        input.paint.value_of = [this](std::size_t leaf, int at) { return std::to_string(model.real("Cu", leaf)[at]).substr(0, 4); };
        input.assays = {{"Cu", "%", {0, 114, 178}, 1.1, false, holes.set.assays.grades[0].values}};
        input.rocks = {holes.set.lithology.codes[0].codes, {category_colour(1), category_colour(2)}, {1, 0}};
        input.surfaces = {{"地表", &ground, {120, 80, 40}, false}};
        input.title = {"Trial 试验", "EPSG:4547", "Cu 70000 CNY/t", "abcdef", "2026-12-01", "Orelens"};
        input.rule.placing = Placing::along;
        input.rule.line = "500100 4100255; 500560 4100255";
    }
    std::vector<SectionContent> contents() {
        const auto sections = place_sections(input.rule, {.grid = &model.geometry(), .holes = &holes.set, .traces = &holes.traces});
        std::vector<SectionContent> out;
        for (const Section& section : *sections) out.push_back(*cut_section(input, section, base::Progress()));
        return out;
    }
};

TEST(Sheet, IsDrawnAtTheLargestStandardScaleThatFits) {
    Deposit deposit;
    const auto contents = deposit.contents();
    const Window window = *common_window(contents);
    for (const Paper paper : {Paper::a3, Paper::a4}) {
        const int scale = fitting_scale(window, paper);
        const Rect frame = layout_of(paper).frame;
        EXPECT_LE(window.width() * 1000 / scale, frame.width);
        const auto at = std::ranges::find(standard_scales, scale);
        ASSERT_NE(at, standard_scales.begin());
        EXPECT_GT(window.width() * 1000 / *(at - 1), frame.width);
        deposit.input.rule.paper = paper;
        const auto sheets = draw_sheets(deposit.input, contents);
        ASSERT_EQ(sheets.size(), 1U);
        EXPECT_NEAR(sheets[0].metres_per_mm * 1000, scale, 1e-9);
        // A block of 20 m by 5 m has its size on paper, wherever it is drawn.
        int whole = 0;
        for (const Item& item : sheets[0].items)
            if (const Fill* fill = std::get_if<Fill>(&item); fill != nullptr && fill->kind == Kind::blocks)
                whole += std::abs(area(fill->corners) - 100 * 1e6 / scale / scale) < 1e-6 ? 1 : 0;
        EXPECT_EQ(whole, 23 * 19);
    }
}

TEST(Sheet, LettersAreLargeEnoughAndOnThePaper) {
    for (const auto language : {base::Language::english, base::Language::chinese})
        for (const Paper paper : {Paper::a3, Paper::a4})
            for (const int scale : {0, 200, 20000}) {
                Deposit deposit(language);
                deposit.input.rule.paper = paper;
                deposit.input.rule.scale = scale;
                const auto sheets = draw_sheets(deposit.input, deposit.contents());
                ASSERT_EQ(sheets.size(), 1U);
                int values = 0;
                for (const Item& item : sheets[0].items) {
                    const Label* label = std::get_if<Label>(&item);
                    if (label == nullptr) continue;
                    EXPECT_GE(label->points, least_points) << label->words;
                    EXPECT_FALSE(label->words.starts_with("section.")) << label->words;
                    EXPECT_EQ(label->words.find('{'), std::string::npos) << label->words;
                    const double width = text_width_mm(label->words, label->points);
                    const double left = label->at[0] - width * (label->across + 1) / 2;
                    EXPECT_GE(left, 0) << label->words;
                    EXPECT_LE(left + width, sheets[0].width_mm) << label->words;
                    EXPECT_GE(label->at[1], 0) << label->words;
                    EXPECT_LE(label->at[1], sheets[0].height_mm) << label->words;
                    values += label->words.size() == 4 && label->words[1] == '.' ? 1 : 0;
                }
                EXPECT_TRUE(scale != 200 || values > 0) << "numbers in blocks that hold them";
                EXPECT_TRUE(scale != 20000 || values == 0) << "and in no others";
            }
}

TEST(Sheet, SaysWhatAScaleCutsOff) {
    Deposit deposit;
    const auto has = [](const Drawing& sheet, const std::string& words) {
        return std::ranges::any_of(sheet.items, [&](const Item& item) {
            const Label* label = std::get_if<Label>(&item);
            return label != nullptr && label->words.find(words) != std::string::npos;
        });
    };
    EXPECT_FALSE(has(draw_sheets(deposit.input, deposit.contents())[0], "cut off"));
    deposit.input.rule.scale = 200;
    EXPECT_TRUE(has(draw_sheets(deposit.input, deposit.contents())[0], "cut off"));
    EXPECT_TRUE(has(draw_sheets(deposit.input, deposit.contents())[0], "1:200"));
}

TEST(Bars, AreAsLongAsTheirValues) {
    AssayBars bars{"Cu", "%", black, 2, false, {}};
    EXPECT_NEAR(bars.share(1), 0.5, 1e-12);
    EXPECT_EQ(bars.share(5), 1);
    EXPECT_EQ(bars.share(std::nan("")), 0);
    bars.logarithmic = true;
    EXPECT_NEAR(bars.share(0.2), 0.5, 1e-12);
    EXPECT_NEAR(bars.share(0.02), 0, 1e-12);
    EXPECT_EQ(bars.share(0.001), 0);
}

TEST(Dxf, IsReadByGdalWithItsLayersPlacesAndWords) {
    Deposit deposit;
    const auto contents = deposit.contents();
    auto sheets = draw_sheets(deposit.input, contents);
    const std::string file = (std::filesystem::temp_directory_path() / "orelens_section_test.dxf").string();
    std::ofstream(file) << dxf_text({sheets[0], sheets[0]});
    GDALAllRegister();
    GDALDatasetUniquePtr data(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
    ASSERT_TRUE(data);
    OGRLayer* layer = data->GetLayer(0);
    ASSERT_NE(layer, nullptr);
    std::map<std::string, int> count;
    std::set<std::string> words;
    OGREnvelope blocks;
    for (const auto& feature : layer) {
        const std::string name = feature->GetFieldAsString("Layer");
        ++count[name];
        words.insert(feature->GetFieldAsString("Text"));
        ASSERT_NE(feature->GetGeometryRef(), nullptr);
        OGREnvelope one;
        feature->GetGeometryRef()->getEnvelope(&one);
        if (name == "BLOCKS") blocks.Merge(one);
    }
    for (const char* kind : kind_layers) EXPECT_GT(count[kind], 0) << kind;
    EXPECT_EQ(count.size(), kind_layers.size());
    EXPECT_TRUE(words.contains("地表"));
    EXPECT_TRUE(words.contains("矽卡岩"));
    EXPECT_TRUE(words.contains("ZK2"));
    EXPECT_TRUE(std::ranges::any_of(words, [](const std::string& each) { return each.ends_with("(000°)"); }));
    // Blocks stand at their elevations and distances along the line; the second sheet to the right of the first.
    EXPECT_NEAR(blocks.MinY, 50, 1e-3);
    EXPECT_NEAR(blocks.MaxY, 50 + 19 * 5, 1e-3);
    EXPECT_NEAR(blocks.MinX, 0, 1e-3);
    EXPECT_NEAR(blocks.MaxX, 460 + (sheets[0].width_mm + 20) * sheets[0].metres_per_mm,
                1e-3);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace orelens::sections
