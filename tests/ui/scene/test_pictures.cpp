// Pictures: compared with stored ones, with what vtkThreshold shows of the same blocks, and with each other.
#include <gtest/gtest.h>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellData.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkThreshold.h>
#include <vtkUnsignedCharArray.h>

#include "tests/support/CancelAt.h"
#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/Sheet.h"
#include "ui/scene/Space.h"

namespace orelens::scene {
namespace {

using test::bare_look;
using test::draw;
using test::expect_picture;
using test::ore_data;

Look with(const std::function<void(Look&)>& change) {
    Look look = bare_look();
    change(look);
    return look;
}

TEST(Pictures, Status) {
    ORELENS_DISPLAY();
    expect_picture("status", draw(bare_look()));
}
TEST(Pictures, BlockEdges) {
    ORELENS_DISPLAY();
    expect_picture("edges", draw(with([](Look& l) { l.block_edges = true; })));
}
TEST(Pictures, GhostedWaste) {
    ORELENS_DISPLAY();
    expect_picture("ghosted", draw(with([](Look& l) { l.waste = Waste::ghosted; })));
}
TEST(Pictures, ShownWaste) {
    ORELENS_DISPLAY();
    expect_picture("shown", draw(with([](Look& l) { l.waste = Waste::shown; })));
}
TEST(Colours, BreakEvenScaleEndsAtTwiceTheStatedPrice) {
    SceneData data = ore_data(false, false);
    const BlockCodes codes = BlockCodes::build(*data.model, data.break_even_column());
    Look look = bare_look();
    look.colour_by = ColourBy::break_even;
    const Legend all = colour_blocks(data, codes, look).legend;
    data.stated_price = all.high / 8;
    const Legend around = colour_blocks(data, codes, look).legend;
    EXPECT_DOUBLE_EQ(around.high, all.high / 4);
    EXPECT_EQ(around.low, 0);
    EXPECT_TRUE(around.open_high);
    data.stated_price = all.high;  // every block pays below: nothing to cut
    EXPECT_EQ(colour_blocks(data, codes, look).legend.high, all.high);
}
TEST(Pictures, BreakEven) {
    ORELENS_DISPLAY();
    expect_picture("break_even", draw(with([](Look& l) {
                       l.colour_by = ColourBy::break_even;
                       l.legend = true;
                   })));
}
TEST(Pictures, Grade) {
    ORELENS_DISPLAY();
    expect_picture("grade", draw(with([](Look& l) {
                       l.colour_by = ColourBy::column;
                       l.column = "Cu";
                       l.colour_map = ColourMap::cividis;
                       l.legend = true;
                   })));
}
TEST(Pictures, Rock) {
    ORELENS_DISPLAY();
    expect_picture("rock", draw(with([](Look& l) {
                       l.colour_by = ColourBy::column;
                       l.column = "rock";
                       l.waste = Waste::shown;
                       l.legend = true;
                   })));
}
TEST(Pictures, Section) {
    ORELENS_DISPLAY();
    expect_picture("section", draw(with([](Look& l) {
                       l.section = {true, {431'320, 5'268'400, 340}, 90, 90, 30};
                       l.waste = Waste::shown;
                   })));
}
TEST(Pictures, ClipBox) {
    ORELENS_DISPLAY();
    expect_picture("clip", draw(with([](Look& l) {
                       l.clip = {true, {0.3, 0, 0}, {1, 0.6, 0.7}};
                       l.waste = Waste::shown;
                   })));
}
TEST(Pictures, RotatedAndExaggerated) {
    ORELENS_DISPLAY();
    expect_picture("rotated", draw(with([](Look& l) { l.vertical_exaggeration = 2; }), StandardView::iso,
                                   ore_data(true)));
}
TEST(Pictures, HolesByAssay) {
    ORELENS_DISPLAY();
    expect_picture("holes_assay", draw(with([](Look& l) {
                                           l.hole_labels = true;
                                           l.legend = true;
                                       }),
                                       StandardView::south, ore_data(false, true), 60));
}
TEST(Pictures, HolesByLithology) {
    ORELENS_DISPLAY();
    expect_picture("holes_lithology", draw(with([](Look& l) {
                                               l.hole_colour = HoleColour::lithology;
                                               l.show_blocks = false;
                                               l.legend = true;
                                           }),
                                           StandardView::iso, ore_data(false, true)));
}
TEST(Pictures, FullFrame) {
    ORELENS_DISPLAY();
    Look l;
    l.colour_by = ColourBy::status;
    l.caption = true;
    l.title = "Ridge";
    expect_picture("frame", draw(l, StandardView::iso, ore_data(false, true), 150, false, 800, 600));
}
TEST(Pictures, FullFrameDarkChinese) {
    ORELENS_DISPLAY();
    Look l;
    l.colour_by = ColourBy::status;
    l.caption = true;
    l.title = "全量透视";
    l.dark = true;
    l.language = base::Language::chinese;
    l.waste = Waste::ghosted;
    expect_picture("frame_dark_zh", draw(l, StandardView::iso, ore_data(true, true), 100, false, 800, 600));
}
TEST(Pictures, TopOrthographic) {
    ORELENS_DISPLAY();
    Look l;
    l.colour_by = ColourBy::status;
    l.orthographic = true;
    expect_picture("top", draw(l, StandardView::top, ore_data(true, true), 150, false, 640, 480));
}

TEST(Pictures, LegendsOfANarrowViewStandAboveTheModel) {
    ORELENS_DISPLAY();
    Look l;
    l.hole_grade = "Cu";
    expect_picture("narrow", draw(l, StandardView::iso, ore_data(false, true), 120, false, 470, 690));
}

/// Scale and north of a view as narrow as a preview: within it with their plates, or not there.
TEST(Pictures, TheScaleStaysWithinANarrowView) {
    ORELENS_DISPLAY();
    const Look bare = bare_look(), told = with([](Look& l) { l.north_arrow = l.scale_bar = true; });
    for (const int wide : {260, 180, 110}) {
        constexpr int high = 300, margin = 8;
        const Picture without = draw(bare, StandardView::top, ore_data(false, false), 120, false, wide, high);
        const Picture drawn = draw(told, StandardView::top, ore_data(false, false), 120, false, wide, high);
        int at_side = 0, inside = 0;
        for (int y = 0; y < high; ++y)
            for (int x = 0; x < wide; ++x) {
                const auto at = static_cast<std::size_t>((y * wide + x) * drawn.channels);
                if (std::equal(&drawn.pixels[at], &drawn.pixels[at] + 3, &without.pixels[at])) continue;
                ++(x >= wide - margin ? at_side : inside);
            }
        EXPECT_EQ(at_side, 0) << wide;
        EXPECT_GT(inside, 300) << wide;
    }
}

/// Blocks with break-even ≤ price as a surface, seen by the scene's camera.
Picture threshold_picture(Scene& scene, test::OffscreenWindow& window, double price, int width, int height) {
    const blocks::BlockModel& model = *scene.data().model;
    const blocks::GridGeometry& geometry = model.geometry();
    vtkNew<vtkImageData> image;
    image->SetDimensions(geometry.count[0] + 1, geometry.count[1] + 1, geometry.count[2] + 1);
    vtkNew<vtkFloatArray> values;
    values->SetName("price");
    values->SetNumberOfTuples(geometry.cell_count());
    values->Fill(1e30);
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            if (const float v = model.real("break_even.Cu.full", l)[n];
                model.leaf(l).is_active(n) && !std::isnan(v))
                values->SetValue(geometry.linear(model.leaf(l).index(n)), v);
    image->GetCellData()->SetScalars(values);
    vtkNew<vtkThreshold> threshold;
    threshold->SetInputData(image);
    threshold->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_CELLS, "price");
    threshold->SetThresholdFunction(vtkThreshold::THRESHOLD_LOWER);
    threshold->SetLowerThreshold(price);
    vtkNew<vtkDataSetSurfaceFilter> surface;
    surface->SetInputConnection(threshold->GetOutputPort());
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(surface->GetOutputPort());
    mapper->ScalarVisibilityOff();
    const auto box = scene.extent();
    Space space;
    space.exaggeration = scene.look().vertical_exaggeration;
    for (int a = 0; a < 3; ++a) space.shift[a] = std::round((box[0][a] + box[1][a]) / 2);
    vtkNew<vtkMatrix4x4> matrix;
    matrix->DeepCopy(grid_to_drawn(geometry, space).data());
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    actor->SetUserMatrix(matrix);
    actor->GetProperty()->LightingOff();
    vtkNew<vtkRenderer> renderer;
    renderer->SetBackground(0, 0, 0);
    renderer->SetActiveCamera(scene.renderer()->GetActiveCamera());
    renderer->AddActor(actor);
    window.get()->AddRenderer(renderer);
    window.get()->Render();
    vtkNew<vtkUnsignedCharArray> pixels;
    window.get()->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, pixels);
    window.get()->RemoveRenderer(renderer);
    Picture picture{width, height, 4, {}};
    for (int y = height - 1; y >= 0; --y) {
        const unsigned char* row = pixels->GetPointer(static_cast<vtkIdType>(y) * width * 4);
        picture.pixels.insert(picture.pixels.end(), row, row + width * 4);
    }
    return picture;
}

/// Same outline as the surface of the same blocks, but for pixels on the very edge.
void expect_same_silhouette(bool rotated, double exaggeration, bool orthographic, StandardView view,
                            double price) {
    constexpr int width = 480, height = 360;
    Scene scene;
    Look look = bare_look();
    look.vertical_exaggeration = exaggeration;
    look.orthographic = orthographic;
    scene.set_look(look);
    scene.set_data(ore_data(rotated));
    scene.set_price(price);
    scene.set_view(view, static_cast<double>(width) / height);
    test::OffscreenWindow window(width, height);
    const Picture walked = window.grab(scene);
    scene.release_graphics(window.get());
    window.get()->RemoveRenderer(scene.renderer());
    const Picture surface = threshold_picture(scene, window, price, width, height);
    int differ = 0, covered = 0;
    for (int n = 0; n < width * height; ++n) {
        const bool a = walked.pixels[4 * n + 3] > 127, b = surface.pixels[4 * n] > 127;
        differ += a != b;
        covered += b;
    }
    EXPECT_GT(covered, 2000);
    EXPECT_LT(differ, covered / 400 + 20) << covered << " covered";
}

TEST(Silhouette, SameAsThresholdSurface) {
    ORELENS_DISPLAY();
    expect_same_silhouette(false, 1, false, StandardView::iso, 120);
    expect_same_silhouette(false, 1, true, StandardView::north, 90);
    expect_same_silhouette(true, 1, false, StandardView::iso, 75.3);
    expect_same_silhouette(true, 3, true, StandardView::west, 120);
    expect_same_silhouette(true, 0.5, false, StandardView::bottom, 160);
}

TEST(Scene, CountIsThePictureAndTheCurve) {
    Scene scene;
    const SceneData data = ore_data();
    scene.set_data(data);
    for (const double price : {-5.0, 41.0, 60.25, 100.0, 120.0, 333.3}) {
        scene.set_price(price);
        std::int64_t sum = 0;
        for (std::size_t l = 0; l < data.model->leaf_count(); ++l)
            for (int n = 0; n < 512; ++n)
                sum += data.model->leaf(l).is_active(n) &&
                       static_cast<double>(data.model->real("break_even.Cu.full", l)[n]) <= price;
        EXPECT_EQ(scene.usable_blocks(), sum) << price;
    }
}

TEST(Scene, DraggingDrawsTheSamePictureAtALadderPrice) {
    ORELENS_DISPLAY();
    Scene scene;
    scene.set_look(bare_look());
    scene.set_data(ore_data());
    scene.set_price(77.7);  // leaves a split behind
    scene.set_view(StandardView::iso, 4.0 / 3);
    const double price = scene.price_ladder()[120];
    test::OffscreenWindow window(400, 300);
    (void)window.grab(scene);
    scene.set_price(price, PriceMotion::dragging);
    const std::int64_t dragged = scene.usable_blocks();
    scene.set_price(price, PriceMotion::settled);
    EXPECT_EQ(scene.usable_blocks(), dragged);
    window.release(scene);
}

TEST(Scene, CameraSurvivesExaggerationAndNewData) {
    Scene scene;
    scene.set_data(ore_data());
    scene.set_view(StandardView::iso, 1.6);
    const CameraState before = scene.camera();
    Look look = scene.look();
    look.vertical_exaggeration = 4;
    scene.set_look(look);
    const CameraState after = scene.camera();
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(after.position[a], before.position[a], 1e-6);
        EXPECT_NEAR(after.focal_point[a], before.focal_point[a], 1e-6);
    }
    scene.set_data(ore_data());  // same extent: nothing moves
    EXPECT_NEAR(scene.camera().position[0], before.position[0], 1e-6);
}

/// Pixels per metre across the picture at the focus, read off the camera that VTK draws with.
double size_at_focus(const Scene& scene) {
    vtkCamera* camera = scene.renderer()->GetActiveCamera();
    return camera->GetParallelProjection() != 0
               ? 1 / camera->GetParallelScale()
               : 1 / (camera->GetDistance() * std::tan(camera->GetViewAngle() * M_PI / 360));
}

TEST(Scene, ParallelProjectionKeepsTheZoom) {
    Scene scene;
    scene.set_data(ore_data());
    const auto flip = [&] {
        const double before = size_at_focus(scene);
        const CameraState camera = scene.camera();
        for (int n = 0; n < 4; ++n) {
            Look look = scene.look();
            look.orthographic = !look.orthographic;
            scene.set_look(look);
            EXPECT_NEAR(size_at_focus(scene) / before, 1, 1e-9) << n;
            for (int a = 0; a < 3; ++a)
                EXPECT_NEAR(scene.camera().focal_point[a], camera.focal_point[a], 1e-9);
        }
        // The camera that is kept and given back shows the same in either projection.
        Look look = scene.look();
        look.orthographic = !look.orthographic;
        scene.set_look(look);
        scene.set_camera(camera);
        EXPECT_NEAR(size_at_focus(scene) / before, 1, 1e-9);
    };
    for (const StandardView view : {StandardView::iso, StandardView::top, StandardView::west}) {
        scene.set_view(view, 1.6);
        flip();
        scene.orbit(20, 10);
        flip();
    }
    CameraState near = scene.camera();
    for (int a = 0; a < 3; ++a) near.position[a] += 0.7 * (near.focal_point[a] - near.position[a]);
    near.parallel_scale *= 0.3;
    scene.set_camera(near);
    flip();
    Look high = scene.look();
    high.vertical_exaggeration = 4;
    scene.set_look(high);
    flip();
    scene.fit();
    flip();
}

TEST(Scene, OffersColumnsToColourBy) {
    Scene scene;
    scene.set_data(ore_data());
    EXPECT_EQ(scene.colour_columns(), (std::vector<std::string>{"Cu", "status", "rock"}));
}

TEST(Picture, TransparentCornersAndAnySize) {
    ORELENS_DISPLAY();
    const Picture picture =
        draw(bare_look(), StandardView::iso, ore_data(), test::ore_price, true, 3840, 2160);
    ASSERT_EQ(picture.channels, 4);
    ASSERT_EQ(picture.pixels.size(), 3840U * 2160 * 4);
    EXPECT_EQ(picture.pixels[3], 0);
    EXPECT_EQ(picture.pixels[4 * (1080 * 3840 + 1920) + 3], 255);
    // Nothing repeats or is left out: the ore is one blob around the middle, the rims are empty.
    for (int x = 0; x < 3840; x += 97) EXPECT_EQ(picture.pixels[4 * x + 3], 0);
}

TEST(Picture, RefusesImpossibleSizes) {
    Scene scene;
    base::Progress progress;
    EXPECT_FALSE(render_picture(scene, 8, 500, false, 1, progress).has_value());
    EXPECT_FALSE(render_picture(scene, 500, 20'000, false, 1, progress).has_value());
}

TEST(Picture, ACancelGivesItUpAtWhateverBandAndLeavesTheOldFile) {
    ORELENS_DISPLAY();
    Scene scene;
    scene.set_look(bare_look());
    scene.set_data(ore_data());
    scene.set_price(test::ore_price);
    testing::CancelAt never(0);
    const auto whole = render_picture(scene, 320, 200, false, 1, never.progress);
    ASSERT_TRUE(whole);
    ASSERT_GE(never.reports, 2);
    for (int n = 1; n <= never.reports; ++n) {
        testing::CancelAt cancel(n);
        const auto done = render_picture(scene, 320, 200, false, 1, cancel.progress);
        // Quicker bands are larger and fewer: a cancel that never came leaves the whole picture.
        ASSERT_EQ(done.has_value(), cancel.reports < n) << n;
        if (done) continue;
        EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    }
    base::Progress progress;
    EXPECT_EQ(render_picture(scene, 320, 200, false, 1, progress)->pixels, whole->pixels)
        << "a picture that was given up leaves nothing behind";
    const std::string path = std::string(ORELENS_BIN_DIR) + "/cancelled.png";
    ASSERT_TRUE(write_png(*whole, path, progress));
    for (const int n : {1, 100, 200}) {
        testing::CancelAt cancel(n);
        const Picture black{320, 200, 3, std::vector<unsigned char>(whole->pixels.size())};
        const auto done = write_png(black, path, cancel.progress);
        ASSERT_FALSE(done) << n;
        EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    }
    EXPECT_EQ(test::read_png(path).pixels, whole->pixels);
}

TEST(Picture, InBandsItIsTheOneDrawnInOnePiece) {
    ORELENS_DISPLAY();
    for (const Waste waste : {Waste::hidden, Waste::ghosted}) {
        Scene shown;
        shown.set_look(with([&](Look& l) {
            l.waste = waste;
            l.block_edges = true;
        }));
        shown.set_data(ore_data(true, true));
        shown.set_price(test::ore_price);
        shown.highlight_block({12, 10, 6});
        test::OffscreenWindow window(500, 360);
        const Picture one_piece = window.grab(shown, false);
        Scene still;
        still.copy_from(shown);
        base::Progress progress;
        const auto bands = render_picture(still, 500, 360, false, 1, progress);
        ASSERT_TRUE(bands);
        EXPECT_EQ(bands->pixels, one_piece.pixels);
        window.release(shown);
    }
}

std::vector<unsigned char> frame(vtkRenderWindow* window, int width, int height) {
    vtkNew<vtkUnsignedCharArray> pixels;
    window->Render();
    window->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, pixels);
    const unsigned char* first = pixels->GetPointer(0);
    return {first, first + pixels->GetNumberOfValues()};
}

TEST(Slices, EndAtTheFullPictureAndANewerStateBeginsAnew) {
    ORELENS_DISPLAY();
    constexpr int width = 500, height = 360;
    for (const Waste waste : {Waste::hidden, Waste::ghosted}) {
        Scene scene;
        scene.set_look(with([&](Look& l) { l.waste = waste; }));
        scene.set_data(ore_data(false, true));
        test::OffscreenWindow window(width, height);
        window.get()->AddRenderer(scene.renderer());
        const auto full_at = [&](double price) {
            scene.set_slices(std::numeric_limits<double>::infinity());
            scene.set_price(price);
            return frame(window.get(), width, height);
        };
        const auto dear = full_at(test::ore_price), cheap = full_at(test::ore_price / 2);
        ASSERT_NE(dear, cheap);
        scene.set_slices(0);
        const auto refined = [&] {
            int calls = 1;
            while (!scene.refine(0)) ++calls;
            return calls;
        };
        scene.set_price(test::ore_price);
        const auto coarse = frame(window.get(), width, height);
        EXPECT_NE(coarse, dear) << "a coarse one first";
        EXPECT_TRUE(scene.unfinished());
        EXPECT_EQ(frame(window.get(), width, height), coarse) << "a frame before the first slice has nothing whole";
        EXPECT_TRUE(scene.unfinished());
        EXPECT_GT(refined(), 1);
        EXPECT_EQ(frame(window.get(), width, height), dear);
        EXPECT_FALSE(scene.unfinished());

        scene.set_price(test::ore_price / 2);
        (void)frame(window.get(), width, height);
        ASSERT_FALSE(scene.refine(0)) << "one slice of several";
        scene.set_price(test::ore_price);
        EXPECT_TRUE(scene.refine(0)) << "what it shows has changed: a frame is due";
        (void)frame(window.get(), width, height);
        EXPECT_TRUE(scene.unfinished());
        (void)refined();
        EXPECT_EQ(frame(window.get(), width, height), dear);
        EXPECT_FALSE(scene.refine(0)) << "nothing left to do";
        window.release(scene);
    }
}

TEST(Picture, WrittenWholeOrNotAtAll) {
    const Picture picture{2, 2, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7}};
    const std::string path = std::string(ORELENS_BIN_DIR) + "/tiny.png";
    base::Progress progress;
    ASSERT_TRUE(write_png(picture, path, progress).has_value());
    EXPECT_EQ(test::read_png(path).pixels, picture.pixels);
    const auto failed = write_png(picture, "/no/such/folder/tiny.png", progress);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, base::ErrorKind::file);
}

TEST(Fonts, HanCharactersHaveAFace) {
    ASSERT_FALSE(text_font_file().empty())
        << "no font with Chinese characters: see packaging/apt-packages.txt";
    vtkNew<vtkRenderer> renderer;
    Sheet sheet(renderer);
    const TextStyle style{20, {}, -1, 0, false};
    EXPECT_GT(sheet.measure("北坐标标高", style)[0], 80);
    EXPECT_NEAR(sheet.measure("北坐标标高", {40, {}, -1, 0, false})[0],
                2 * sheet.measure("北坐标标高", style)[0], 8);
}

TEST(Fonts, NumbersAreGrouped) {
    EXPECT_EQ(pretty(5'268'300, 0), "5,268,300");
    EXPECT_EQ(pretty(1234, 0), "1,234");
    EXPECT_EQ(pretty(999, 0), "999");
    EXPECT_EQ(pretty(-12'345.678, 1), "−12,345.7");
    EXPECT_EQ(pretty(-0.001, 1), "0.0");
}

}  // namespace
}  // namespace orelens::scene
