#include "ui/panels/CrsEdit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStringListModel>
#include <QTimer>
#include <algorithm>

#include "core/project/Crs.h"

namespace orelens::panels {
namespace {

constexpr int least_letters = 2;

QString line_of(const project::CrsEntry& entry) {
    return QString::fromStdString(entry.code + "   " + entry.name + "   (" + entry.area + ")");
}

}  // namespace

CrsEdit::CrsEdit(QWidget* parent)
    : QLineEdit(parent), completer_(new QCompleter(this)), found_(new QStringListModel(this)) {
    completer_->setModel(found_);
    completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer_->setWidget(this);
    completer_->popup()->setMinimumWidth(fontMetrics().averageCharWidth() * 80);
    connect(this, &QLineEdit::textEdited, this, &CrsEdit::offer);
    connect(this, &QLineEdit::textChanged, this, [this](const QString& text) {
        const QString what = meaning(text);
        if (!what.isEmpty()) setToolTip(what);
    });
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, [this](const QString& line) {
        setText(line.section("   ", 0, 0));
        Q_EMIT taken();
    });
}

QStringList CrsEdit::matches(const QString& text) {
    const QStringList words = text.toLower().split(' ', Qt::SkipEmptyParts);
    QStringList exact, others;
    for (const project::CrsEntry& entry : project::known_crs()) {
        const QString line = line_of(entry);
        const QString low = line.toLower();
        if (!std::ranges::all_of(words, [&](const QString& word) { return low.contains(word); })) continue;
        const QString code = QString::fromStdString(entry.code).toLower();
        const bool first = code == text.toLower() || code.endsWith(":" + text.toLower());
        (first ? exact : others) << line;
        if (others.size() >= most_shown) break;
    }
    return (exact + others).mid(0, most_shown);
}

QString CrsEdit::meaning(const QString& crs) {
    const std::string code = crs.trimmed().toUpper().toStdString();
    if (!code.starts_with("EPSG:")) return {};
    const auto& list = project::known_crs();
    const auto found =
        std::ranges::find_if(list, [&](const project::CrsEntry& entry) { return entry.code == code; });
    return found == list.end() ? QString() : line_of(*found);
}

void CrsEdit::offer(const QString& text) {
    const QString wanted = text.trimmed();
    if (wanted.size() < least_letters || wanted.contains('[')) return completer_->popup()->hide();
    found_->setStringList(matches(wanted));
    if (found_->rowCount() == 0) return completer_->popup()->hide();
    completer_->complete();
}

}  // namespace orelens::panels
