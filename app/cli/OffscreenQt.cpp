#include "app/cli/OffscreenQt.h"

#ifdef ORELENS_WITH_DESKTOP
#include <fmt/format.h>

#include <QGuiApplication>
#include <clocale>
#include <cstdlib>

#include "app/cli/Command.h"
#include "core/base/Printable.h"
#endif

namespace orelens::cli {

#ifdef ORELENS_WITH_DESKTOP

namespace {

/// Qt remarks on the environment of a server (no runtime folder, no theme) are nothing the user can use.
void only_grave(QtMsgType type, const QMessageLogContext& /*place*/, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        note(fmt::format("{}\n", base::printable_lines(text.toStdString())));
}

}  // namespace

struct OffscreenQt::Application {
    int count = 1;
    char program[12] = "orelens-cli";
    char* arguments[2] = {program, nullptr};
    QGuiApplication qt{count, arguments};
};

OffscreenQt::OffscreenQt() {
    qInstallMessageHandler(only_grave);
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    application_ = std::make_unique<Application>();
    std::setlocale(LC_NUMERIC, "C");
}

#else

struct OffscreenQt::Application {};
OffscreenQt::OffscreenQt() = default;

#endif

OffscreenQt::~OffscreenQt() = default;

}  // namespace orelens::cli
