// The price slider as the user feels it in the window: a step counts from the slider's move until the next
// frame is on the screen, with headline, table, curve and legend brought up to date on the way. Needs a
// display (xvfb-run will do). The same for every way of seeing through, a brush over the histogram, and new data.
//   bench_window_slider [--size 1920x1200] [PROJECT.gpkg]      default: the demonstration, about 890 000 blocks
#include <fmt/format.h>

#include <QApplication>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "core/demonstration/Demonstration.h"
#include "core/project/Pipeline.h"
#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/PriceSlider.h"
#include "ui/scene/BlockColours.h"
#include "ui/viewport/VtkView.h"

namespace {

using namespace orelens;
using Clock = std::chrono::steady_clock;

base::Expected<project::Project> project_of(int argc, char** argv, const std::string& folder) {
    base::Progress progress;
    if (argc > 1) return project::open_project(argv[1], progress);
    const auto file = demonstration::write_demonstration(folder, {});
    if (!file) return std::unexpected(file.error());
    auto recipe = project::read_recipe(*file);
    if (!recipe) return std::unexpected(recipe.error());
    project::Project made;
    made.recipe = std::move(*recipe);
    if (auto ran = made.run(progress); !ran) return std::unexpected(ran.error());
    return made;
}

void serve(int milliseconds) {
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::milliseconds(milliseconds))
        QApplication::processEvents(QEventLoop::AllEvents, 10);
}

/// Milliseconds from the move to the frame that shows it; the last event of the step is served too.
double step(QSlider& slider, int value, const int& frames) {
    const int before = frames;
    const auto start = Clock::now();
    slider.setValue(value);
    const auto late = start + std::chrono::seconds(10);
    while (frames == before && Clock::now() < late) QApplication::processEvents();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void tell(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    fmt::print("{:<24} median {:6.1f}  10 % {:6.1f}  90 % {:6.1f}  longest {:6.1f} ms\n", what, at(0.5),
               at(0.1), at(0.9), times.back());
}

/// Milliseconds of a change of the window until the frame that shows it.
template <class Change>
double until_frame(const Change& change, const int& frames) {
    const int before = frames;
    const auto start = Clock::now();
    change();
    const auto late = start + std::chrono::seconds(20);
    while (frames == before && Clock::now() < late) QApplication::processEvents();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// A hand that widens a range of the main grade over the histogram.
void tell_brush(ui::MainWindow& window, const int& frames) {
    const auto model = window.document().project().results.model();
    const std::string grade = window.document().price().commodity();
    if (model == nullptr || !model->has(grade)) return;
    window.raise_panel("histogram");
    serve(1500);
    const scene::ValueRange range = scene::value_range(scene::sample_column(*model, grade, 100'000));
    std::vector<double> brush;
    for (int n = 1; n <= 30; ++n)
        brush.push_back(until_frame(
            [&] {
                window.document().filter().set_range(grade, range.low,
                                                     range.low + (range.high - range.low) * n / 30, true);
            },
            frames));
    tell("brush of the histogram", brush);
    window.document().filter().set_rows({});
    serve(1500);
}

}  // namespace

int main(int argc, char** argv) {
    viewport::VtkView::prepare_application();
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    ui::apply_font();
    ui::apply_theme(ui::Theme::light);
    QSize size(1600, 1000);
    if (argc > 2 && std::strcmp(argv[1], "--size") == 0) {
        const QStringList sides = QString(argv[2]).split('x');
        if (sides.size() == 2) size = QSize(sides[0].toInt(), sides[1].toInt());
        argc -= 2;
        argv += 2;
    }
    auto project = project_of(argc, argv, folder.path().toStdString());
    if (!project) {
        fmt::print(stderr, "{}\n", base::describe(project.error(), base::Language::english));
        return 1;
    }
    const auto blocks = project->results.model() ? project->results.model()->block_count() : 0;
    ui::MainWindow window;
    window.document().replace(std::move(*project), QString());
    window.resize(size);
    window.show();
    serve(2000);
    auto* view = window.findChild<viewport::VtkView*>();
    auto* panel = window.findChild<panels::PriceSlider*>();
    if (view == nullptr || panel == nullptr) return 1;
    int frames = 0;
    QObject::connect(view, &QOpenGLWidget::frameSwapped, view, [&frames] { ++frames; });
    QSlider& slider = *panel->slider();
    const int low = slider.minimum(), span = slider.maximum() - low, steps = 60;
    const auto value = [&](int n) { return low + span / 10 + span * 8 / 10 * n / steps; };
    std::vector<double> dragging, clicks;
    slider.setSliderDown(true);
    for (int n = 0; n < steps; ++n) dragging.push_back(step(slider, value(n), frames));
    slider.setSliderDown(false);
    serve(1500);
    for (int n = steps; n > 0; n -= 3) {
        clicks.push_back(step(slider, value(n), frames));
        serve(700);  // until the picture is exact again
    }
    fmt::print("{:.2f} M blocks, window {}×{}, view {}×{}\n", static_cast<double>(blocks) * 1e-6,
               window.width(), window.height(), view->width(), view->height());
    tell("dragging, per step", dragging);
    tell("single steps, first frame", clicks);
    for (const char* mode : {"view.xray", "view.shells", "view.highest", "view.mean"}) {
        window.actions().trigger(mode);
        serve(2500);
        std::vector<double> moved;
        slider.setSliderDown(true);
        for (int n = 0; n < steps / 2; ++n) moved.push_back(step(slider, value(2 * n), frames));
        slider.setSliderDown(false);
        tell(mode, moved);
        serve(2500);
    }
    window.actions().trigger("view.surface");
    serve(1500);
    tell_brush(window, frames);
    // The same project again: what a finished run does to the window.
    std::vector<double> data;
    for (int n = 0; n < 3; ++n)
        data.push_back(until_frame(
            [&] {
                scene::SceneData shown = view->scene().data();
                view->set_data(scene::SceneData());
                view->set_data(std::move(shown));
            },
            frames));
    tell("new data", data);
}
