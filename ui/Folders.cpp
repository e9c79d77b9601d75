#include "ui/Folders.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

namespace orelens::ui {
namespace {

constexpr const char* folder_key = "files/folder";
constexpr qsizetype longest = 100;

}  // namespace

QString safe_file_name(const QString& name) {
    static const QRegularExpression refused(R"([\x{0000}-\x{001f}\x{007f}<>:"/\\|?*]+)");
    static const QRegularExpression device("^(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?$",
                                           QRegularExpression::CaseInsensitiveOption);
    QString safe = name;
    safe.replace(refused, " ");
    safe = safe.simplified().left(longest);
    // Dots and blanks at the ends are hidden names here, and cut off elsewhere.
    while (!safe.isEmpty() && (safe.back() == '.' || safe.back() == ' ')) safe.chop(1);
    while (safe.startsWith('.') || safe.startsWith(' ')) safe.remove(0, 1);
    if (device.match(safe).hasMatch()) safe.prepend('_');
    return safe.isEmpty() ? QStringLiteral("project") : safe;
}

QString last_folder(const QString& beside) {
    const QString last = QSettings().value(folder_key).toString();
    if (!last.isEmpty() && QFileInfo(last).isDir()) return last;
    if (!beside.isEmpty() && QFileInfo(beside).absoluteDir().exists()) return QFileInfo(beside).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void remember_folder(const QString& chosen) {
    if (chosen.isEmpty()) return;
    const QFileInfo info(chosen);
    QSettings().setValue(folder_key, info.isDir() ? info.absoluteFilePath() : info.absolutePath());
}

QString proposed_file(const QString& name, const QString& suffix, const QString& beside) {
    return QDir(last_folder(beside)).filePath(safe_file_name(name) + "." + suffix);
}

}  // namespace orelens::ui
