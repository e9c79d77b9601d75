#include "ui/shell/SaveFile.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "ui/Folders.h"
#include "ui/Words.h"

namespace orelens::shell {
namespace {

using ui::words;

/// "csv" of "Table (*.csv *.txt)"; `usual` where the filter takes everything.
QString suffix_of(const QString& filter, const QString& usual) {
    static const QRegularExpression first(R"(\*\.(\w+))");
    const auto found = first.match(filter);
    return found.hasMatch() ? found.captured(1) : usual;
}

bool may_replace(QWidget* parent, const QString& file) {
    const ui::Args args{{"file", QFileInfo(file).fileName().toStdString()},
                        {"folder", QDir::toNativeSeparators(QFileInfo(file).absolutePath()).toStdString()}};
    QMessageBox box(QMessageBox::Warning, words("ui.app"), words("ui.replace.question", args),
                    QMessageBox::NoButton, parent);
    box.setInformativeText(words("ui.replace.detail", args));
    QPushButton* replace = box.addButton(words("ui.replace.replace"), QMessageBox::DestructiveRole);
    QPushButton* leave = box.addButton(words("ui.cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(leave);
    box.setEscapeButton(leave);
    box.exec();
    return box.clickedButton() == replace;
}

}  // namespace

QString with_suffix(const QString& file, const QString& suffix, bool only) {
    if (file.isEmpty()) return file;
    const QString own = QFileInfo(file).suffix();
    const bool complete = only ? own.compare(suffix, Qt::CaseInsensitive) == 0 : !own.isEmpty();
    if (complete) return file;
    return (file.endsWith('.') ? file.chopped(1) : file) + "." + suffix;
}

SaveChoice ask_save_file(QWidget* parent, const SaveWish& wish) {
    QString proposed = ui::proposed_file(wish.name, wish.suffix, wish.beside);
    SaveChoice choice;
    while (true) {
        QFileDialog dialog(parent, wish.title, QFileInfo(proposed).absolutePath());
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        // Asked here, about the name with its ending: the dialogs of some desktops ask before that is put on.
        dialog.setOption(QFileDialog::DontConfirmOverwrite);
        dialog.setNameFilters(wish.filters);
        dialog.selectNameFilter(wish.filters.value(choice.filter));
        dialog.selectFile(QFileInfo(proposed).fileName());
        // Another kind is another ending; what the user has typed instead of it stays.
        QString usual = suffix_of(wish.filters.value(choice.filter), wish.suffix);
        QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&](const QString& filter) {
            const QString before = std::exchange(usual, suffix_of(filter, wish.suffix));
            const QFileInfo now(dialog.selectedFiles().value(0));
            if (usual != before && now.suffix() == before) dialog.selectFile(now.completeBaseName() + "." + usual);
        });
        if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) return {};
        const QString filter = dialog.selectedNameFilter();
        choice.filter = std::max<qsizetype>(0, wish.filters.indexOf(filter));
        choice.file = with_suffix(dialog.selectedFiles().front(), suffix_of(filter, wish.suffix), wish.only);
        if (!QFileInfo::exists(choice.file) || may_replace(parent, choice.file)) break;
        proposed = choice.file;
    }
    ui::remember_folder(choice.file);
    return choice;
}

}  // namespace orelens::shell
