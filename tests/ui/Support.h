// A window with a small demonstration project that has run, made once for the tests that only look, and
// helpers to wait for work.
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/shell/ProjectFiles.h"

namespace orelens::tests {

/// Serves events until `done` or the time is over; returns whether it was done.
inline bool wait_until(const std::function<bool()>& done, int at_most_ms = 120000) {
    QElapsedTimer clock;
    clock.start();
    while (!done() && clock.elapsed() < at_most_ms) QApplication::processEvents(QEventLoop::AllEvents, 20);
    return done();
}

inline void settle(int ms = 60) {
    QElapsedTimer clock;
    clock.start();
    // One picture can take longer than all of it: what waits behind it has its turns, too.
    for (int turn = 0; turn < 12 || clock.elapsed() < ms; ++turn)
        QApplication::processEvents(QEventLoop::AllEvents, 10);
}

/// The demonstration with 40 m blocks, run to the end. Files live as long as the tests.
inline const project::Project& small_project() {
    static QTemporaryDir folder;
    static const project::Project ran = [] {
        const auto file =
            demonstration::write_demonstration(folder.path().toStdString(), {.holes = 40, .block_scale = 4});
        if (!file) throw std::runtime_error(base::describe(file.error(), base::Language::english));
        auto recipe = project::read_recipe(*file);
        if (!recipe) throw std::runtime_error(base::describe(recipe.error(), base::Language::english));
        project::Project made;
        made.recipe = *recipe;
        base::Progress progress;
        if (const auto done = made.run(progress); !done)
            throw std::runtime_error(base::describe(done.error(), base::Language::english));
        return made;
    }();
    return ran;
}

/// A shown window with a copy of the small project.
inline std::unique_ptr<ui::MainWindow> window_with_project() {
    auto window = std::make_unique<ui::MainWindow>();
    window->tell_error = [](const QString& text) { throw std::runtime_error(text.toStdString()); };
    window->files().ask_unsaved = [] { return shell::SaveAnswer::discard; };
    window->document().replace(small_project(), QString());
    window->resize(1280, 800);
    window->show();
    settle(200);
    return window;
}

}  // namespace orelens::tests
