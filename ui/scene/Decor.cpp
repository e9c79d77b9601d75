#include "ui/scene/Decor.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/Vectors.h"

namespace orelens::scene {
namespace {

using base::dot;

void set_lines(vtkActor* actor, const std::vector<std::array<Vec3, 2>>& lines) {
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> cells;
    for (const auto& line : lines) {
        cells->InsertNextCell(2);
        for (const Vec3& p : line) cells->InsertCellPoint(points->InsertNextPoint(p.data()));
    }
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetLines(cells);
    vtkPolyDataMapper::SafeDownCast(actor->GetMapper())->SetInputData(data);
}

vtkSmartPointer<vtkActor> line_actor(vtkRenderer* renderer) {
    auto actor = vtkSmartPointer<vtkActor>::New();
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->ScalarVisibilityOff();
    actor->SetMapper(mapper);
    actor->GetProperty()->LightingOff();
    set_lines(actor, {});
    renderer->AddActor(actor);
    return actor;
}

void draw_highlight(Sheet& sheet, const DecorInput& input, const Projector& project) {
    const Theme& colours = theme(input.look.dark);
    const double width = 2.5 * sheet.ratio();
    for (const bool halo : {true, false})
        for (const auto& edge : input.highlight) {
            Point2 a{}, b{};
            if (project(edge[0], a) && project(edge[1], b))
                sheet.line(a, b, halo ? 2.2 * width : width, halo ? colours.plate : colours.accent,
                           halo ? 0.55 : 1);
        }
    Point2 at{};
    if (input.highlight.empty() || input.highlight_label.empty() || !project(input.highlight_at, at)) return;
    const TextStyle style{13, colours.accent, -1, 0, true};
    const Point2 size = sheet.measure(input.highlight_label, style);
    const double pad = 5 * sheet.ratio();
    sheet.rectangle(at[0] + 2 * pad, at[1] - size[1] / 2 - pad, size[0] + 2 * pad, size[1] + 2 * pad,
                    colours.plate, 0.85);
    sheet.text({at[0] + 3 * pad, at[1]}, input.highlight_label, style);
}

void draw_sketch(Sheet& sheet, const DecorInput& input, const Projector& project) {
    if (input.sketch.empty()) return;
    const Theme& colours = theme(input.look.dark);
    const double r = sheet.ratio();
    std::vector<Point2> seen;
    for (const Vec3& point : input.sketch)
        if (Point2 at{}; project(point, at)) seen.push_back(at);
    if (seen.size() != input.sketch.size()) return;  // part of it is behind the camera
    for (const bool halo : {true, false}) {
        const auto edge = [&](const Point2& a, const Point2& b) {
            sheet.line(a, b, (halo ? 5 : 2) * r, halo ? colours.plate : colours.accent, halo ? 0.6 : 1);
        };
        for (std::size_t n = 0; n + 1 < seen.size(); ++n) edge(seen[n], seen[n + 1]);
        if (input.sketch_closed && seen.size() > 2) edge(seen.back(), seen.front());
    }
    for (const Point2& at : seen) {
        sheet.rectangle(at[0] - 5 * r, at[1] - 5 * r, 10 * r, 10 * r, colours.plate);
        sheet.rectangle(at[0] - 3 * r, at[1] - 3 * r, 6 * r, 6 * r, colours.accent);
    }
    if (input.sketch_words.empty()) return;
    const TextStyle style{13, colours.text, -1, 0, false};
    double wide = 0;
    for (const std::string& line : input.sketch_words) wide = std::max(wide, sheet.measure(line, style)[0]);
    const double pad = 6 * r, line_high = 19 * r;
    const double tall = line_high * static_cast<double>(input.sketch_words.size());
    // Beside the last point, and inside the picture.
    const double x = std::clamp(seen.back()[0] + 12 * r, pad, std::max(pad, project.width() - wide - 3 * pad));
    const double y = std::clamp(seen.back()[1] - tall / 2, pad, std::max(pad, project.height() - tall - 3 * pad));
    sheet.rectangle(x, y, wide + 2 * pad, tall + pad, colours.plate, 0.9);
    sheet.reserve(x, y, wide + 2 * pad, tall + pad);
    for (std::size_t n = 0; n < input.sketch_words.size(); ++n)
        sheet.text({x + pad, y + tall + pad / 2 - line_high * (static_cast<double>(n) + 0.5)}, input.sketch_words[n], style);
}

void draw_labels(Sheet& sheet, const DecorInput& input, const Projector& project) {
    const TextStyle style{11, theme(input.look.dark).text, 0, -1, false, true};
    std::vector<std::array<double, 4>> taken;
    for (const auto& [where, words] : input.labels) {
        Point2 at{};
        if (taken.size() >= 150) break;
        if (!project(where, at)) continue;
        if (at[0] < 0 || at[1] < 0 || at[0] > project.width() || at[1] > project.height()) continue;
        const double half = 0.55 * 11 * sheet.ratio() * static_cast<double>(words.size()) / 2;
        const std::array<double, 4> box{at[0] - half, at[1], at[0] + half, at[1] + 15 * sheet.ratio()};
        // Names that would lie on one another give way: first come, first shown.
        if (std::any_of(taken.begin(), taken.end(), [&](const auto& other) {
                return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
            }))
            continue;
        taken.push_back(box);
        sheet.text({at[0], at[1] + 3 * sheet.ratio()}, words, style);
    }
}

}  // namespace

Projector::Projector(const Eye& eye, double width, double height)
    : eye_(eye), basis_(basis(eye)), width_(width), height_(height) {
    scale_ = eye.orthographic ? height / (2 * eye.parallel_scale)
                              : height / (2 * std::tan(eye.angle_deg * std::numbers::pi / 360));
}

bool Projector::operator()(const Vec3& drawn, Point2& out) const {
    const Vec3 v{drawn[0] - eye_.position[0], drawn[1] - eye_.position[1], drawn[2] - eye_.position[2]};
    const double depth = dot(v, basis_.into);
    if (!eye_.orthographic && depth <= 0) return false;
    const double scale = eye_.orthographic ? scale_ : scale_ / depth;
    out = {width_ / 2 + scale * dot(v, basis_.right), height_ / 2 + scale * dot(v, basis_.up)};
    return true;
}

Decor::Decor(vtkRenderer* renderer)
    : renderer_(renderer), sheet_(renderer), outline_(line_actor(renderer)), grid_(line_actor(renderer)) {}
Decor::~Decor() = default;

LegendBox Decor::legend_place(const DecorInput& input, double width, double height, double pixel_ratio) {
    // A sheet of its own would have actors of its own; the ratio is all that measuring asks of it.
    sheet_.set_ratio(pixel_ratio);
    return legend_box(sheet_, input, width, height);
}

void Decor::layout(const DecorInput& input, double pixel_ratio) {
    const int* size = renderer_->GetSize();
    const double width = size[0], height = size[1];
    const Theme& colours = theme(input.look.dark);
    const Projector project(input.eye, width, height);
    sheet_.clear(pixel_ratio);

    const bool something = input.extent[0] != input.extent[1];
    auto outline = input.look.outline ? input.outline : std::vector<std::array<Vec3, 2>>{};
    if (outline != outline_shown_) set_lines(outline_, outline), outline_shown_ = std::move(outline);
    auto grid = input.look.axes && something ? axes_grid(input) : std::vector<std::array<Vec3, 2>>{};
    if (grid != grid_shown_) set_lines(grid_, grid), grid_shown_ = std::move(grid);
    outline_->GetProperty()->SetColor(colours.faint[0] * 0.75, colours.faint[1] * 0.75,
                                      colours.faint[2] * 0.75);
    grid_->GetProperty()->SetColor(colours.faint[0], colours.faint[1], colours.faint[2]);
    for (vtkActor* actor : {outline_.Get(), grid_.Get()})
        actor->GetProperty()->SetLineWidth(static_cast<float>(std::max(1.0, pixel_ratio)));

    // First what stands on a plate of its own; labels in space keep clear of it.
    if (input.corner != 0) sheet_.reserve(0, 0, std::abs(input.corner) * pixel_ratio, height);
    if (input.panel[2] > 0)
        sheet_.reserve(input.panel[0] * pixel_ratio, input.panel[1] * pixel_ratio, input.panel[2] * pixel_ratio,
                       input.panel[3] * pixel_ratio);
    draw_caption(sheet_, input, width, height);
    if (something) {
        draw_compass(sheet_, input, width, height);
        if (input.look.legend) draw_legends(sheet_, input, width, height);
        draw_sketch(sheet_, input, project);
        if (input.look.axes) draw_axes_labels(sheet_, input, project);
        draw_labels(sheet_, input, project);
        draw_highlight(sheet_, input, project);
        draw_handles(sheet_, input, project);
    }
    if (!input.warning.empty())
        sheet_.text({width / 2, height / 2}, input.warning, {15, colours.accent, 0, 0, true});
    sheet_.commit();
}

}  // namespace orelens::scene
