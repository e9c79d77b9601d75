#include "ui/shell/UnsavedWork.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/shell/Shell.h"

namespace orelens::shell {
namespace {

using ui::words;

QString described(const ui::LeftBehind& left) {
    const QLocale locale(ui::language() == base::Language::chinese ? QLocale::Chinese : QLocale::English);
    const QString when = locale.toString(left.when, QLocale::ShortFormat);
    const QString file = left.path.isEmpty() ? words("ui.unsaved_work.no_file") : left.path;
    return left.name + "\n" +
           words("ui.unsaved_work.entry", {{"when", when.toStdString()}, {"file", file.toStdString()}});
}

bool sure(QWidget* parent, const QString& name) {
    QMessageBox box(QMessageBox::Warning, words("ui.app"),
                    words("ui.unsaved_work.sure", {{"name", name.toStdString()}}), QMessageBox::NoButton,
                    parent);
    QPushButton* yes = box.addButton(words("ui.unsaved_work.throw_away"), QMessageBox::DestructiveRole);
    QPushButton* no = box.addButton(words("ui.cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(no);
    box.setEscapeButton(no);
    box.exec();
    return box.clickedButton() == yes;
}

}  // namespace

UnsavedWorkDialog::UnsavedWorkDialog(const std::vector<ui::LeftBehind>& found, QWidget* parent)
    : QDialog(parent), list_(ui::tell(new QListWidget, "ui.unsaved_work.list")) {
    setWindowTitle(words("ui.unsaved_work.title"));
    auto* said = new QLabel(words("ui.unsaved_work.said"));
    said->setWordWrap(true);
    list_->setWordWrap(true);
    list_->setSpacing(3);
    for (const ui::LeftBehind& left : found) list_->addItem(described(left));
    list_->setCurrentRow(0);
    auto* buttons = new QDialogButtonBox;
    const auto add = [&](const char* key, QDialogButtonBox::ButtonRole role, UnsavedAnswer answer) {
        auto* button = ui::tell(new QPushButton, key);
        button->setAutoDefault(false);  // Return must never throw away
        buttons->addButton(button, role);
        connect(button, &QPushButton::clicked, this, [this, answer] {
            const QString name = list_->currentItem()->text().section('\n', 0, 0);
            if (answer == UnsavedAnswer::throw_away && !sure(this, name)) return;
            answer_ = answer;
            accept();
        });
        return button;
    };
    add("ui.unsaved_work.throw_away", QDialogButtonBox::DestructiveRole, UnsavedAnswer::throw_away);
    add("ui.unsaved_work.later", QDialogButtonBox::RejectRole, UnsavedAnswer::later);
    auto* restore = add("ui.unsaved_work.restore", QDialogButtonBox::AcceptRole, UnsavedAnswer::restore);
    restore->setDefault(true);
    restore->setFocus();
    connect(list_, &QListWidget::itemDoubleClicked, this, [this] {
        answer_ = UnsavedAnswer::restore;
        accept();
    });
    auto* box = new QVBoxLayout(this);
    box->addWidget(said);
    box->addWidget(list_);
    box->addWidget(buttons);
    resize(560, 320);
}

std::size_t UnsavedWorkDialog::chosen() const {
    return static_cast<std::size_t>(std::max(list_->currentRow(), 0));
}

bool restore_unsaved_work(const ui::LeftBehind& left, ui::Document& document, ui::SafeCopy& own,
                          Shell& shell) {
    ui::Restored restored;
    const auto done =
        ui::run_modal(shell.widget(), "ui.open.busy", [&](base::Progress& progress) -> base::Expected<void> {
            auto read = ui::restore(left, progress);
            if (!read) return std::unexpected(read.error());
            restored = std::move(*read);
            return {};
        });
    if (!done) {
        shell.show_error(done.error());
        return false;
    }
    document.replace_unsaved(std::move(restored.project), restored.path);
    own.take_over(left, std::move(restored.claim));
    shell.say(words(restored.results_lost ? "ui.unsaved_work.results_lost" : "ui.unsaved_work.restored",
                    {{"name", left.name.toStdString()}}),
              15000);
    return true;
}

void offer_unsaved_work(ui::Document& document, ui::SafeCopy& own, Shell& shell) {
    for (;;) {
        const std::vector<ui::LeftBehind> found = ui::left_behind(ui::safe_copy_folder());
        if (found.empty() || document.modified()) return;
        UnsavedWorkDialog dialog(found, shell.widget());
        if (dialog.exec() != QDialog::Accepted || dialog.answer() == UnsavedAnswer::later) return;
        const ui::LeftBehind& left = found.at(dialog.chosen());
        if (dialog.answer() == UnsavedAnswer::restore) {
            restore_unsaved_work(left, document, own, shell);
            return;
        }
        ui::throw_away(left);
    }
}

}  // namespace orelens::shell
