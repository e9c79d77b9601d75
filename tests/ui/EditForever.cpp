#include "tests/ui/EditForever.h"

#include <QApplication>
#include <QTimer>
#include <cstdio>

#include "ui/Document.h"
#include "ui/document/SafeCopy.h"

namespace orelens::tests {

int edit_forever(const char* project_file, const char* folder) {
    base::Progress progress;
    auto opened = project::open_project(project_file, progress);
    if (!opened) return 1;
    ui::Document document;
    ui::SafeCopy copy(document, QString::fromUtf8(folder), {.pause_ms = 3, .at_most_ms = 20});
    const auto value = [&] { return document.project().recipe.economics.costs.processing; };
    const auto say = [&](const char* what) {
        std::printf("%s %.0f\n", what, value());
        std::fflush(stdout);
    };
    QObject::connect(&copy, &ui::SafeCopy::written, [&] { say("kept"); });
    document.replace(std::move(*opened), QString::fromUtf8(project_file));
    int edits = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        if (!document.edits().set_param("economics.processing", base::ParamValue(1000.0 + ++edits)))
            QCoreApplication::exit(1);
        say("edited");
        // A pause now and then, in which the economics run and their results are kept as well.
        timer.start(edits % 25 == 0 ? 700 : 4);
    });
    timer.start(0);
    return QCoreApplication::exec();
}

}  // namespace orelens::tests
