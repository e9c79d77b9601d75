#include "ui/shell/RecentFiles.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

#include "ui/commands/ActionSet.h"
#include "ui/panels/WelcomePage.h"

namespace orelens::shell {
namespace {

constexpr int recent_count = 8;
constexpr const char* recent_key = "recent";

}  // namespace

RecentFiles::RecentFiles(commands::ActionSet& actions, panels::WelcomePage& welcome)
    : actions_(actions), welcome_(welcome) {
    connect(&welcome_, &panels::WelcomePage::fileWanted, this, &RecentFiles::wanted);
    refresh();
}

void RecentFiles::remember(const QString& path) {
    QSettings settings;
    QStringList recent = settings.value(recent_key).toStringList();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    recent.removeAll(absolute);
    recent.prepend(absolute);
    while (recent.size() > recent_count) recent.removeLast();
    settings.setValue(recent_key, recent);
    refresh();
}

void RecentFiles::refresh() {
    QStringList recent;
    for (const QString& file : QSettings().value(recent_key).toStringList())
        if (QFileInfo::exists(file)) recent << file;
    welcome_.set_recent(recent);
    QMenu* menu = actions_.menu("file/recent");
    if (!menu) return;
    menu->clear();
    menu->setEnabled(!recent.isEmpty());
    for (const QString& file : recent)
        menu->addAction(QDir::toNativeSeparators(file), this, [this, file] { Q_EMIT wanted(file); });
}

}  // namespace orelens::shell
