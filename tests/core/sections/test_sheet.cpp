// Sheets on paper: scale, room, letters; and as DXF, read back by the library that a GIS uses.
#include <cpl_error.h>
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

/// Of a DXF file, by the library that a GIS uses.
struct Read {
    std::map<std::string, OGREnvelope3D> extents;  ///< by layer
    std::map<std::string, int> count;
    std::set<std::string> words;
    std::vector<std::array<double, 3>> block_points;
};

Read read_back(const std::string& text) {
    const std::string file = (std::filesystem::temp_directory_path() / "orelens_space_test.dxf").string();
    std::ofstream(file) << text;
    GDALAllRegister();
    Read read;
    {
        CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);  // it has a word to say about each 3DFACE
        GDALDatasetUniquePtr data(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
        if (!data || data->GetLayer(0) == nullptr) return read;
        for (const auto& feature : data->GetLayer(0)) {
            const std::string name = feature->GetFieldAsString("Layer");
            ++read.count[name];
            if (const std::string text_of = feature->GetFieldAsString("Text"); !text_of.empty()) read.words.insert(text_of);
            const OGRGeometry* shape = feature->GetGeometryRef();
            if (shape == nullptr) continue;
            OGREnvelope3D one;
            shape->getEnvelope(&one);
            read.extents[name].Merge(one);
            if (name == "BLOCKS" && wkbFlatten(shape->getGeometryType()) == wkbPolygon)
                for (const OGRPoint& point : *shape->toPolygon()->getExteriorRing())
                    read.block_points.push_back({point.getX(), point.getY(), point.getZ()});
        }
    }
    std::filesystem::remove(file);
    return read;
}

TEST(DxfInSpace, LiesWhereTheDepositLies) {
    Deposit deposit;
    const auto contents = deposit.contents();
    const Read read = read_back(dxf_in_space(deposit.input, contents));
    for (const char* kind : {"FRAME", "BLOCKS", "HOLES", "INTERVALS", "SURFACES", "TEXT"}) EXPECT_GT(read.count.count(kind), 0U) << kind;
    EXPECT_TRUE(read.words.contains("ZK1"));
    EXPECT_TRUE(read.words.contains(contents[0].section.name));
    // Faces of blocks lie on the plane of the section, from the foot of the model to its top.
    const OGREnvelope3D& blocks = read.extents.at("BLOCKS");
    EXPECT_NEAR(blocks.MinX, 500100, 1e-3);
    EXPECT_NEAR(blocks.MaxX, 500560, 1e-3);
    EXPECT_NEAR(blocks.MinZ, 50, 1e-3);
    EXPECT_NEAR(blocks.MaxZ, 50 + 19 * 5, 1e-3);
    ASSERT_FALSE(read.block_points.empty());
    for (const auto& point : read.block_points) EXPECT_NEAR(point[1], 4100255, 1e-3);
    // Holes are not projected: their collars stand where they were drilled, off the plane.
    const OGREnvelope3D& holes = read.extents.at("HOLES");
    EXPECT_NEAR(holes.MinY, 4100250, 1e-3);
    EXPECT_NEAR(holes.MaxY, 4100262, 1e-3);
    EXPECT_NEAR(holes.MaxZ, 145, 1e-3);
    EXPECT_NEAR(holes.MinX, 500200, 1e-3);
    // …and rocks lie along them.
    const OGREnvelope3D& rocks = read.extents.at("INTERVALS");
    EXPECT_NEAR(rocks.MinX, holes.MinX, 1e-3);
    EXPECT_NEAR(rocks.MinZ, holes.MinZ, 1e-3);
    EXPECT_NEAR(read.extents.at("SURFACES").MinZ, 147, 1e-3);
    EXPECT_NEAR(read.extents.at("SURFACES").MinY, 4100255, 1e-3);
}

TEST(DxfInSpace, FacesOfATurnedModelCoverWhatTheSectionCuts) {
    Deposit deposit;
    deposit.model = testing::graded(testing::turned_grid(30, 20, 10));
    deposit.input.rule.line = "500120 4100210; 500400 4100390";
    const auto contents = deposit.contents();
    ASSERT_FALSE(contents.at(0).faces.empty());
    double wanted = 0;
    for (const BlockFace& face : contents[0].faces) wanted += area(face.corners);
    // The area of what GDAL reads, on the plane: pieces of five and six corners must not overlap or gape.
    const std::string text = dxf_in_space(deposit.input, contents);
    double made = 0;
    std::size_t at = 0;
    while ((at = text.find("\n3DFACE\n", at)) != std::string::npos) {
        std::array<std::array<double, 3>, 4> corner{};
        for (int n = 0; n < 4; ++n)
            for (int a = 0; a < 3; ++a) {
                const std::string code = "\n " + std::to_string(10 + n + 10 * a) + "\n";
                const std::size_t where = text.find(code, at);
                ASSERT_NE(where, std::string::npos);
                corner[static_cast<std::size_t>(n)][static_cast<std::size_t>(a)] = std::stod(text.substr(where + code.size(), 24));
            }
        const Section& section = contents[0].section;
        std::vector<Vec2> flat;
        for (const auto& each : corner) {
            const Spot spot = section.spot(each);
            EXPECT_NEAR(spot.off, 0, 1e-3);
            flat.push_back({spot.s, spot.z});
        }
        made += area(flat);
        ++at;
    }
    EXPECT_NEAR(made, wanted, 1e-4 * wanted);
    EXPECT_TRUE(dxf_in_space(deposit.input, {}).ends_with("EOF\n"));
}

}  // namespace
}  // namespace orelens::sections
