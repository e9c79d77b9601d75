// The price slider as the user feels it in the window: a step counts from the slider's move until the next
// frame is on the screen, with headline, table, curve and legend brought up to date on the way. Needs a
// display (xvfb-run will do). The same for every way of seeing through, a brush over the histogram, and new data.
// With --beside alone: the step with a scenario in a second view, and what that view takes of the memory.
//   bench_window_slider [--size 1920x1200] [--blocks SIDE] [--beside] [PROJECT.gpkg]
// default: the demonstration, about 890 000 blocks; with --blocks a cube of so many to a side (200: 8 M, 464: 100 M).
// Times of the processor count all of the program's threads.
#include <fmt/format.h>
#include <unistd.h>

#include <QApplication>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <vector>

#include "core/base/Parallel.h"
#include "core/demonstration/Demonstration.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "core/project/Pipeline.h"
#include "core/project/Scenarios.h"
#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/PriceSlider.h"
#include "ui/scene/BlockColours.h"
#include "ui/shell/Beside.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
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

/// A smooth lode in a cube, evaluated with the demonstration's own prices.
base::Expected<void> put_cube(project::Project& project, int side) {
    blocks::GridGeometry geometry = project.results.model()->geometry();
    geometry.count = {side, side, side};
    auto model = blocks::BlockModel::full(geometry);
    if (!model) return std::unexpected(model.error());
    const economics::PriceDeck deck = *project.results.value.deck;
    for (const economics::Commodity& one : deck.commodities)
        (void)model->add_column({.name = economics::grade_column(one), .unit = "%"});
    for (const economics::Commodity& one : deck.commodities) {
        const auto leaves = model->real_leaves(economics::grade_column(one));
        const float scale = one.name == deck.main_commodity ? 1.2F : 0.02F;
        base::parallel_for(model->leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t leaf = begin; leaf < end; ++leaf)
                for (int c = 0; c < 512; ++c) {
                    const auto at = model->leaf(leaf).index(c);
                    float far = 0;
                    for (std::size_t a = 0; a < 3; ++a) {
                        const float u = 2 * (static_cast<float>(at[a]) + 0.5F) / static_cast<float>(side) - 1;
                        far += u * u * (a == 2 ? 3.0F : 1.0F);
                    }
                    const float grain = 0.15F * std::sin(0.7F * static_cast<float>(at[0])) * std::cos(0.9F * static_cast<float>(at[1] + at[2]));
                    leaves[leaf][c] = scale * std::exp(-2 * far) * (1 + grain);
                }
        });
    }
    base::Progress progress;
    if (auto done = economics::evaluate(*model, deck, progress); !done) return done;
    auto curve = economics::UsableCurve::build(*model, deck, deck.test, {}, progress);
    if (!curve) return std::unexpected(curve.error());
    (deck.test == economics::CutoffTest::full ? project.results.value.curve_full : project.results.value.curve_marginal) =
        std::make_shared<const economics::UsableCurve>(std::move(*curve));
    project.results.value.model = std::make_shared<const blocks::BlockModel>(std::move(*model));
    return {};
}

/// Megabytes of the process that are in memory.
double resident_mb() {
    std::ifstream file("/proc/self/statm");
    double whole = 0, resident = 0;
    file >> whole >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double processor_ms() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void serve(int milliseconds) {
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::milliseconds(milliseconds))
        QApplication::processEvents(QEventLoop::AllEvents, 10);
}

struct Times {
    std::vector<double> wall, cpu;
};

/// Milliseconds from the move to the frame that shows it; the last event of the step is served too.
void step(Times& times, QSlider& slider, int value, const int& frames) {
    const int before = frames;
    const double cpu = processor_ms();
    const auto start = Clock::now();
    slider.setValue(value);
    const auto late = start + std::chrono::seconds(10);
    while (frames == before && Clock::now() < late) QApplication::processEvents();
    times.wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    times.cpu.push_back(processor_ms() - cpu);
}

void tell(const char* what, Times times) {
    if (times.wall.empty()) return;
    std::sort(times.wall.begin(), times.wall.end());
    std::sort(times.cpu.begin(), times.cpu.end());
    const auto at = [](const std::vector<double>& sorted, double share) {
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    };
    fmt::print("{:<24} median {:6.1f}  10 % {:6.1f}  90 % {:6.1f}  longest {:6.1f} ms;  cpu median {:6.1f} ms\n", what,
               at(times.wall, 0.5), at(times.wall, 0.1), at(times.wall, 0.9), times.wall.back(), at(times.cpu, 0.5));
    std::fflush(stdout);
}

/// Milliseconds of a change of the window until the frame that shows it.
template <class Change>
void until_frame(Times& times, const Change& change, const int& frames) {
    const int before = frames;
    const double cpu = processor_ms();
    const auto start = Clock::now();
    change();
    const auto late = start + std::chrono::seconds(20);
    while (frames == before && Clock::now() < late) QApplication::processEvents();
    times.wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    times.cpu.push_back(processor_ms() - cpu);
}

/// New results come: how long the window answers nothing, and how long until their blocks are seen.
void tell_data(ui::MainWindow& window, viewport::VtkView& view) {
    Times held, whole;
    const project::Project with = window.document().project();
    for (int n = 0; n < 5; ++n) {
        project::Project without = with;
        without.results.value = {};
        without.results.simulation = {};
        without.results.bounds = {};
        without.results.estimate = {};
        window.document().replace(std::move(without), QString());
        serve(1500);
        project::Project again = with;
        const double cpu = processor_ms();
        const auto start = Clock::now();
        double longest = 0;
        auto last = Clock::now();
        const auto beat = [&] {
            const auto now = Clock::now();
            longest = std::max(longest, std::chrono::duration<double, std::milli>(now - last).count());
            last = now;
        };
        window.document().replace(std::move(again), QString());
        beat();
        const auto until = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
        double shown = 0;
        while (until() < 1 || (view.scene().awaits_blocks() && until() < 120)) {
            QApplication::processEvents(QEventLoop::AllEvents, 1);
            beat();
            if (shown == 0 && !view.scene().awaits_blocks()) shown = 1e3 * until();
        }
        for (const auto end = Clock::now() + std::chrono::seconds(4); Clock::now() < end;) {
            QApplication::processEvents(QEventLoop::AllEvents, 1);
            beat();
        }
        held.wall.push_back(longest);
        held.cpu.push_back(processor_ms() - cpu);
        whole.wall.push_back(shown);
        whole.cpu.push_back(0);
    }
    tell("new data, window held", held);
    tell("new data, blocks there", whole);
}

/// A hand that widens a range of the main grade over the histogram.
void tell_brush(ui::MainWindow& window, const int& frames) {
    const auto model = window.document().project().results.model();
    const std::string grade = window.document().price().commodity();
    if (model == nullptr || !model->has(grade)) return;
    window.raise_panel("histogram");
    serve(1500);
    const scene::ValueRange range = scene::value_range(scene::sample_column(*model, grade, 100'000));
    Times brush;
    for (int n = 1; n <= 30; ++n)
        until_frame(brush,
            [&] {
                window.document().filter().set_range(grade, range.low,
                                                     range.low + (range.high - range.low) * n / 30, true);
            },
            frames);
    tell("brush of the histogram", brush);
    window.document().filter().set_rows({});
    serve(1500);
}

/// A drag with the base alone, with a dearer main commodity beside it, and alone again: both frames belong to the step.
void tell_beside(ui::MainWindow& window, QSlider& slider, const std::function<int(int)>& value, int steps) {
    ui::Document& document = window.document();
    shell::Beside& beside = window.pages().stage().beside();
    viewport::VtkView &first = *window.view(), &second = beside.view();
    int both = 0, one = 0;
    QObject::connect(&first, &QOpenGLWidget::frameSwapped, &first, [&] { ++one; });
    QObject::connect(&second, &QOpenGLWidget::frameSwapped, &second, [&] { ++both; });
    const auto drag = [&](const char* what, const int& frames) {
        Times times;
        slider.setSliderDown(true);
        for (int n = 0; n < steps; ++n) step(times, slider, value(n), frames);
        slider.setSliderDown(false);
        serve(2000);
        tell(what, times);
    };
    drag("dragging, one view", one);
    const std::string price = "commodity." + document.price().commodity() + ".price";
    project::Scenario dear{"Dear", {}};
    (void)project::set_change(dear, document.project().recipe, price, base::value_text(1.2 * document.price().recipe_price()));
    document.runs().set_auto_economics(false);
    document.edits().change_scenarios("bench", {dear});
    const double before = resident_mb();
    const auto start = Clock::now();
    beside.show_scenario("Dear");
    beside.settle();
    const double made = std::chrono::duration<double>(Clock::now() - start).count();
    serve(3000);
    fmt::print("{:<24} {:.2f} s until it stands, {:.0f} MB more\n", "second view", made, resident_mb() - before);
    drag("dragging, two views", both);
    beside.show_scenario({});
    serve(2000);
    fmt::print("{:<24} {:.0f} MB more than before\n", "second view closed", resident_mb() - before);
    drag("dragging, one view again", one);
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
    int side = 0;
    if (argc > 2 && std::strcmp(argv[1], "--blocks") == 0) {
        side = std::atoi(argv[2]);
        argc -= 2;
        argv += 2;
    }
    bool beside = false;
    if (argc > 1 && std::strcmp(argv[1], "--beside") == 0) {
        beside = true;
        --argc;
        ++argv;
    }
    auto project = project_of(argc, argv, folder.path().toStdString());
    if (!project) {
        fmt::print(stderr, "{}\n", base::describe(project.error(), base::Language::english));
        return 1;
    }
    if (side > 0)
        if (auto put = put_cube(*project, side); !put) {
            fmt::print(stderr, "{}\n", base::describe(put.error(), base::Language::english));
            return 1;
        }
    const auto blocks = project->results.model() ? project->results.model()->block_count() : 0;
    ui::MainWindow window;
    window.document().replace(std::move(*project), QString());
    window.resize(size);
    window.show();
    serve(2000);
    while (window.view()->scene().awaits_blocks()) serve(200);
    serve(1000);
    auto* view = window.findChild<viewport::VtkView*>();
    auto* panel = window.findChild<panels::PriceSlider*>();
    if (view == nullptr || panel == nullptr) return 1;
    int frames = 0;
    QObject::connect(view, &QOpenGLWidget::frameSwapped, view, [&frames] { ++frames; });
    QSlider& slider = *panel->slider();
    const int low = slider.minimum(), span = slider.maximum() - low, steps = 60;
    const auto value = [&](int n) { return low + span / 10 + span * 8 / 10 * n / steps; };
    if (beside) {
        fmt::print("{:.2f} M blocks, window {}×{}, view {}×{}\n", static_cast<double>(blocks) * 1e-6, window.width(),
                   window.height(), view->width(), view->height());
        tell_beside(window, slider, value, steps);
        return 0;
    }
    Times dragging, clicks;
    slider.setSliderDown(true);
    for (int n = 0; n < steps; ++n) step(dragging, slider, value(n), frames);
    slider.setSliderDown(false);
    serve(1500);
    for (int n = steps; n > 0; n -= 3) {
        step(clicks, slider, value(n), frames);
        serve(700);  // until the picture is exact again
    }
    fmt::print("{:.2f} M blocks, window {}×{}, view {}×{}\n", static_cast<double>(blocks) * 1e-6,
               window.width(), window.height(), view->width(), view->height());
    tell("dragging, per step", dragging);
    tell("single steps, first frame", clicks);
    for (const char* mode : {"view.xray", "view.shells", "view.highest", "view.mean"}) {
        window.actions().trigger(mode);
        serve(2500);
        Times moved;
        slider.setSliderDown(true);
        for (int n = 0; n < steps / 2; ++n) step(moved, slider, value(2 * n), frames);
        slider.setSliderDown(false);
        tell(mode, moved);
        serve(2500);
    }
    window.actions().trigger("view.surface");
    serve(1500);
    tell_brush(window, frames);
    tell_data(window, *view);
}
