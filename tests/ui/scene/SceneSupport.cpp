#include "tests/ui/scene/SceneSupport.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkRenderer.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "core/economics/Value.h"

namespace orelens::test {

std::shared_ptr<blocks::BlockModel> ore_model(bool rotated) {
    blocks::GridGeometry geometry;
    geometry.origin = {431'200, 5'268'300, 310};
    geometry.block_size = {10, 10, 5};
    geometry.count = {24, 20, 12};
    if (rotated) {
        geometry.azimuth_deg = 30;
        geometry.dip_deg = 12;
        geometry.roll_deg = -8;
    }
    const auto keep = [](const blocks::Index3& at) { return at[0] + at[1] + 2 * at[2] >= 14; };
    auto model = std::make_shared<blocks::BlockModel>(blocks::BlockModel::where(geometry, keep).value());
    model->add_column({.name = "break_even.Cu.full", .unit = "CNY/t"});
    model->add_column({.name = "Cu", .unit = "%"});
    model->add_column(
        {.name = "status", .type = blocks::ColumnType::integer, .codes = economics::status_codes()});
    model->add_column(
        {.name = "rock", .type = blocks::ColumnType::integer, .codes = {"granite", "skarn", "marble"}});
    for (std::size_t l = 0; l < model->leaf_count(); ++l) {
        float* price = model->real("break_even.Cu.full", l);
        float* grade = model->real("Cu", l);
        std::int32_t* rock = model->integer("rock", l);
        std::int32_t* status = model->integer("status", l);
        for (int n = 0; n < 512; ++n) {
            if (!model->leaf(l).is_active(n)) continue;
            const auto at = model->leaf(l).index(n);
            const float x = static_cast<float>(at[0]) - 12, y = static_cast<float>(at[1]) - 9 - 0.3F * x;
            const float z = static_cast<float>(at[2]) - 6 + 0.2F * x;
            price[n] = 40 + 3 * (x * x / 6 + y * y / 3 + z * z / 2) +
                       static_cast<float>((at[0] * 7 + at[1] * 3) % 5);
            grade[n] = 120 / price[n];
            if (at[0] > 20 && at[1] > 16) price[n] = std::numeric_limits<float>::infinity();
            if (at[0] < 3 && at[2] > 9) price[n] = -std::numeric_limits<float>::infinity();
            if (at[1] < 3 && at[0] > 15) price[n] = blocks::missing_float;
            status[n] = static_cast<std::int32_t>(std::isnan(price[n])    ? economics::Status::unassigned
                                                  : price[n] > 1e30F      ? economics::Status::unrecoverable
                                                  : price[n] <= ore_price ? economics::Status::usable
                                                                          : economics::Status::technical);
            rock[n] = at[2] > 8 ? 2 : at[0] > 12 ? 1 : 0;
        }
    }
    return model;
}

scene::SceneData ore_data(bool rotated, bool with_holes) {
    scene::SceneData data;
    data.model = ore_model(rotated);
    data.commodity = "Cu";
    data.price_unit = "CNY/t";
    data.currency = "CNY";
    if (!with_holes) return data;
    auto holes = std::make_shared<drilling::DrillholeSet>();
    drilling::GradeColumn copper;
    copper.name = "Cu";
    drilling::CodeColumn rock;
    rock.name = "lithology";
    rock.codes = {"granite", "skarn", "marble"};
    for (int h = 0; h < 3; ++h) {
        drilling::Collar collar;
        collar.hole = "DH-" + std::to_string(h + 1);
        collar.x = 431'260 + 55.0 * h;
        collar.y = 5'268'390 + 15.0 * h;
        collar.z = 400;
        collar.depth_m = 110;
        holes->hole_index[collar.hole] = h;
        holes->collars.push_back(collar);
        holes->surveys.push_back({h, 0, 90, -60});
        for (int n = 0; n < 20; ++n) {
            if (n == 8) continue;  // a gap without samples
            holes->assays.hole.push_back(h);
            holes->assays.from_m.push_back(5.0 * n);
            holes->assays.to_m.push_back(5.0 * n + 5);
            copper.values.push_back(n == 12 ? drilling::no_value : 1 + std::sin(0.5 * n + h));
            holes->lithology.hole.push_back(h);
            holes->lithology.from_m.push_back(5.0 * n);
            holes->lithology.to_m.push_back(5.0 * n + 5);
            rock.values.push_back(n / 7);
        }
    }
    holes->assays.grades = {copper};
    holes->lithology.codes = {rock};
    auto traces = std::make_shared<std::vector<drilling::Trace>>(drilling::desurvey(*holes));
    data.traces = traces;
    data.holes = holes;
    return data;
}

scene::Look bare_look() {
    scene::Look look;
    look.colour_by = scene::ColourBy::status;
    look.legend = look.north_arrow = look.scale_bar = look.axes = look.outline = false;
    look.gradient = false;
    look.block_edges = false;
    return look;
}

scene::Picture draw(const scene::Look& look, scene::StandardView view, const scene::SceneData& data,
                    double price, bool transparent, int width, int height) {
    scene::Scene scene;
    scene.set_look(look);
    scene.set_data(data);
    scene.set_price(price);
    scene.set_view(view, static_cast<double>(width) / height);
    base::Progress progress;
    auto picture = scene::render_picture(scene, width, height, transparent, 0.8, progress);
    EXPECT_TRUE(picture.has_value());
    return picture ? *picture : scene::Picture{};
}

OffscreenWindow::OffscreenWindow(int width, int height)
    : window_(vtkSmartPointer<vtkRenderWindow>::New()), width_(width), height_(height) {
    // Keeps the X server from resetting between the windows of one test.
    EXPECT_TRUE(scene::display_answers());
    window_->SetShowWindow(false);
    window_->SetUseOffScreenBuffers(true);
    window_->SetMultiSamples(0);
    window_->SetSize(width, height);
}
OffscreenWindow::~OffscreenWindow() = default;

scene::Picture OffscreenWindow::grab(scene::Scene& scene, bool transparent) {
    if (!window_->HasRenderer(scene.renderer())) window_->AddRenderer(scene.renderer());
    return scene::grab_picture(scene, window_, width_, height_, transparent, 1);
}

void OffscreenWindow::release(scene::Scene& scene) {
    scene.release_graphics(window_);
    window_->RemoveRenderer(scene.renderer());
}

scene::Picture read_png(const std::string& path) {
    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(path.c_str());
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    scene::Picture picture;
    picture.width = image->GetDimensions()[0];
    picture.height = image->GetDimensions()[1];
    picture.channels = image->GetNumberOfScalarComponents();
    const std::size_t row = static_cast<std::size_t>(picture.width) * picture.channels;
    picture.pixels.resize(row * picture.height);
    const auto* from = static_cast<const unsigned char*>(image->GetScalarPointer());
    for (int y = 0; y < picture.height; ++y)
        std::copy_n(from + (picture.height - 1 - y) * row, row, picture.pixels.data() + y * row);
    return picture;
}

void expect_picture(const std::string& name, const scene::Picture& picture) {
    const std::string stored = std::string(ORELENS_SOURCE_DIR) + "/tests/images/" + name + ".png";
    if (std::getenv("ORELENS_UPDATE_IMAGES") != nullptr) {
        base::Progress progress;
        ASSERT_TRUE(scene::write_png(picture, stored, progress).has_value());
        return;
    }
    ASSERT_TRUE(std::filesystem::exists(stored))
        << stored << " is missing; ORELENS_UPDATE_IMAGES=1 stores it";
    const scene::Picture wanted = read_png(stored);
    ASSERT_EQ(wanted.width, picture.width);
    ASSERT_EQ(wanted.height, picture.height);
    ASSERT_EQ(wanted.channels, picture.channels);
    std::int64_t differ = 0;
    const std::size_t count = static_cast<std::size_t>(picture.width) * picture.height;
    for (std::size_t n = 0; n < count; ++n) {
        int most = 0;
        for (int c = 0; c < picture.channels; ++c)
            most = std::max(most, std::abs(static_cast<int>(picture.pixels[n * picture.channels + c]) -
                                           static_cast<int>(wanted.pixels[n * picture.channels + c])));
        differ += most > 40;
    }
    const double share = static_cast<double>(differ) / static_cast<double>(count);
    if (share <= 0.01) return;
    const std::string left = std::string(ORELENS_BIN_DIR) + "/" + name + ".differs.png";
    base::Progress progress;
    (void)scene::write_png(picture, left, progress);
    ADD_FAILURE() << name << ": " << 100 * share << " % of the pixels differ; see " << left;
}

}  // namespace orelens::test
