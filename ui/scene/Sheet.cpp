#include "ui/scene/Sheet.h"

#include <fmt/format.h>
#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCoordinate.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkProperty2D.h>
#include <vtkRenderer.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <vtkSmartPointer.h>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>

#include "core/base/System.h"

namespace orelens::scene {
namespace {

/// VTK always opens face 0 of a collection, which in Noto's is Japanese: files whose first face has the
/// mainland forms come first.
std::string find_font() {
    for (const char* path : {"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
                             "/usr/share/fonts/opentype/noto/NotoSansSC-Regular.otf",
                             "/usr/share/fonts/opentype/source-han-sans/SourceHanSansSC-Regular.otf",
                             "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
                             "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
                             "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"})
        if (std::filesystem::exists(path)) return path;
    const std::string found = base::output_of("fc-match -f '%{file}' sans:lang=zh-cn 2>/dev/null");
    return std::filesystem::exists(found) ? found : std::string();
}

std::array<unsigned char, 4> bytes(const Rgb& colour, double alpha) {
    std::array<unsigned char, 4> out{};
    for (int c = 0; c < 3; ++c) out[c] = static_cast<unsigned char>(std::lround(colour[c] * 255));
    out[3] = static_cast<unsigned char>(std::lround(std::clamp(alpha, 0.0, 1.0) * 255));
    return out;
}

void apply(vtkTextProperty* property, const TextStyle& style, double ratio) {
    const std::string& file = text_font_file();
    if (file.empty()) {
        property->SetFontFamilyToArial();
    } else {
        property->SetFontFamily(VTK_FONT_FILE);
        property->SetFontFile(file.c_str());
    }
    property->SetFontSize(std::max(6, static_cast<int>(std::lround(style.size * ratio))));
    property->SetColor(style.colour[0], style.colour[1], style.colour[2]);
    property->SetBold(style.bold);
    property->SetJustification(style.across < 0   ? VTK_TEXT_LEFT
                               : style.across > 0 ? VTK_TEXT_RIGHT
                                                  : VTK_TEXT_CENTERED);
    property->SetVerticalJustification(style.along < 0   ? VTK_TEXT_BOTTOM
                                       : style.along > 0 ? VTK_TEXT_TOP
                                                         : VTK_TEXT_CENTERED);
}

constexpr int dots_per_inch = 72;  // one point is one pixel: sizes are set in pixels

}  // namespace

struct Sheet::Actors {
    vtkRenderer* renderer = nullptr;
    vtkNew<vtkPolyData> data;
    vtkNew<vtkActor2D> shapes;
    std::vector<vtkSmartPointer<vtkTextActor>> texts;
    std::size_t used = 0;
    vtkNew<vtkTextProperty> ruler;
    std::map<std::string, Point2> sizes;
    std::vector<std::array<double, 4>> reserved;  // left, bottom, right, top

    // The drawing in the making.
    vtkSmartPointer<vtkPoints> points;
    vtkSmartPointer<vtkCellArray> cells;
    vtkSmartPointer<vtkUnsignedCharArray> colours;
};

Sheet::Sheet(vtkRenderer* renderer) : actors_(std::make_unique<Actors>()) {
    actors_->renderer = renderer;
    vtkNew<vtkPolyDataMapper2D> mapper;
    vtkNew<vtkCoordinate> pixels;
    pixels->SetCoordinateSystemToViewport();
    mapper->SetTransformCoordinate(pixels);
    mapper->TransformCoordinateUseDoubleOn();
    mapper->SetInputData(actors_->data);
    mapper->SetScalarModeToUseCellData();
    mapper->SetColorModeToDirectScalars();
    actors_->shapes->SetMapper(mapper);
    actors_->shapes->GetProperty()->SetOpacity(1);
    actors_->shapes->SetLayerNumber(0);
    renderer->AddActor2D(actors_->shapes);
    clear(1);
    commit();
}
Sheet::~Sheet() = default;

void Sheet::clear(double pixel_ratio) {
    ratio_ = pixel_ratio;
    actors_->points = vtkSmartPointer<vtkPoints>::New();
    actors_->points->SetDataTypeToDouble();
    actors_->cells = vtkSmartPointer<vtkCellArray>::New();
    actors_->colours = vtkSmartPointer<vtkUnsignedCharArray>::New();
    actors_->colours->SetNumberOfComponents(4);
    actors_->used = 0;
    actors_->reserved.clear();
}

void Sheet::polygon(const std::vector<Point2>& corners, const Rgb& colour, double alpha) {
    actors_->cells->InsertNextCell(static_cast<int>(corners.size()));
    for (const Point2& corner : corners)
        actors_->cells->InsertCellPoint(actors_->points->InsertNextPoint(corner[0], corner[1], 0));
    actors_->colours->InsertNextTypedTuple(bytes(colour, alpha).data());
}

void Sheet::rectangle(double x, double y, double width, double height, const Rgb& colour, double alpha) {
    polygon({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, colour, alpha);
}

void Sheet::line(const Point2& from, const Point2& to, double width, const Rgb& colour, double alpha) {
    const double length = std::hypot(to[0] - from[0], to[1] - from[1]);
    if (!(length > 0)) return;
    const double x = (to[1] - from[1]) / length * width / 2;
    const double y = -(to[0] - from[0]) / length * width / 2;
    polygon({{from[0] + x, from[1] + y},
             {to[0] + x, to[1] + y},
             {to[0] - x, to[1] - y},
             {from[0] - x, from[1] - y}},
            colour, alpha);
}

bool Sheet::text(const Point2& at, const std::string& words, const TextStyle& style) {
    if (words.empty()) return false;
    if (style.yields) {
        const Point2 size = measure(words, style);
        const double left = at[0] - size[0] * (style.across + 1) / 2;
        const double bottom = at[1] - size[1] * (style.along + 1) / 2;
        const int* window = actors_->renderer->GetSize();
        if (left < 0 || bottom < 0 || left + size[0] > window[0] || bottom + size[1] > window[1]) return false;
        for (const auto& box : actors_->reserved)
            if (left < box[2] && box[0] < left + size[0] && bottom < box[3] && box[1] < bottom + size[1])
                return false;
    }
    auto& texts = actors_->texts;
    if (actors_->used == texts.size()) {
        texts.push_back(vtkSmartPointer<vtkTextActor>::New());
        texts.back()->GetPositionCoordinate()->SetCoordinateSystemToViewport();
        texts.back()->SetTextScaleModeToNone();
        texts.back()->SetLayerNumber(1);
        actors_->renderer->AddActor2D(texts.back());
    }
    vtkTextActor* actor = texts[actors_->used++];
    actor->SetVisibility(1);
    // Equal values leave the modified times alone, so that unchanged texts are not drawn again.
    if (actor->GetInput() == nullptr || words != actor->GetInput()) actor->SetInput(words.c_str());
    apply(actor->GetTextProperty(), style, ratio_);
    actor->SetPosition(std::round(at[0]), std::round(at[1]));
    return true;
}

void Sheet::reserve(double x, double y, double width, double height) {
    actors_->reserved.push_back({x, y, x + width, y + height});
}

Point2 Sheet::measure(const std::string& words, const TextStyle& style) {
    const std::string key = fmt::format("{:.2f}|{}|{}", style.size * ratio_, style.bold, words);
    if (const auto found = actors_->sizes.find(key); found != actors_->sizes.end()) return found->second;
    if (actors_->sizes.size() > 4000) actors_->sizes.clear();
    apply(actors_->ruler, style, ratio_);
    int box[4] = {0, 0, 0, 0};
    vtkTextRenderer::GetInstance()->GetBoundingBox(actors_->ruler, words, box, dots_per_inch);
    const Point2 size{static_cast<double>(box[1] - box[0] + 1), static_cast<double>(box[3] - box[2] + 1)};
    actors_->sizes.emplace(key, size);
    return size;
}

void Sheet::commit() {
    actors_->data->Initialize();
    actors_->data->SetPoints(actors_->points);
    actors_->data->SetPolys(actors_->cells);
    actors_->data->GetCellData()->SetScalars(actors_->colours);
    actors_->data->Modified();
    for (std::size_t n = actors_->used; n < actors_->texts.size(); ++n) actors_->texts[n]->SetVisibility(0);
}

const std::string& text_font_file() {
    static const std::string file = find_font();
    return file;
}

std::string pretty(double value, int decimals) {
    const std::string plain = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = plain.find('.');
    const std::size_t whole = point == std::string::npos ? plain.size() : point;
    std::string text = value < 0 && plain.find_first_not_of("0.") != std::string::npos ? "−" : "";
    for (std::size_t n = 0; n < plain.size(); ++n) {
        if (n > 0 && n < whole && (whole - n) % 3 == 0) text += ',';
        text += plain[n];
    }
    return text;
}

int decimals_for(double step) {
    for (int decimals = 0; decimals < 6; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * std::max(1.0, scaled) && std::round(scaled) >= 1)
            return decimals;
    }
    return 6;
}

}  // namespace orelens::scene
