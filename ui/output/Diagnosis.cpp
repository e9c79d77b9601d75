#include "ui/output/Diagnosis.h"

#include <vtkVersion.h>

#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSettings>
#include <QStandardPaths>

namespace orelens::output {
namespace {

using report::DiagnosisRow;

DiagnosisRow folder(const char* id, const QString& path) {
    return {id, report::without_home(path.toStdString()), ""};
}

QString state_folder() {
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir(QDir::isAbsolutePath(given) ? given : QDir::home().filePath(".local/state"))
        .filePath("orelens");
}

std::string gl_text(QOpenGLFunctions* functions, unsigned name) {
    const auto* text = reinterpret_cast<const char*>(functions->glGetString(name));
    return text == nullptr ? "" : text;
}

void add_graphics(std::vector<DiagnosisRow>& rows) {
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    if (!surface.isValid() || !context.create() || !context.makeCurrent(&surface)) {
        rows.push_back({"gl_renderer", "", "doctor.none"});
        return;
    }
    QOpenGLFunctions* functions = context.functions();
    rows.push_back({"gl_vendor", gl_text(functions, GL_VENDOR), ""});
    rows.push_back({"gl_renderer", gl_text(functions, GL_RENDERER), ""});
    rows.push_back({"gl_version", gl_text(functions, GL_VERSION), ""});
    context.doneCurrent();
}

}  // namespace

std::vector<DiagnosisRow> diagnose_libraries() {
    // The names under which the desktop keeps them, whoever asks.
    const QSettings settings(QSettings::NativeFormat, QSettings::UserScope, "Orelens", "Orelens");
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return {{"qt", qVersion(), ""},
            {"vtk", vtkVersion::GetVTKVersion(), ""},
            folder("settings", settings.fileName()),
            folder("data", QDir(data).filePath("Orelens/Orelens")),
            folder("state", state_folder())};
}

std::vector<DiagnosisRow> diagnose_screen() {
    std::vector<DiagnosisRow> rows{{"display", QGuiApplication::platformName().toStdString(), ""}};
    add_graphics(rows);
    const QStringList families = QFontDatabase::families(QFontDatabase::SimplifiedChinese);
    DiagnosisRow fonts{"fonts_chinese", families.mid(0, 4).join(", ").toStdString(), ""};
    if (families.isEmpty()) fonts.words = "doctor.none";
    rows.push_back(fonts);
    return rows;
}

}  // namespace orelens::output
