#include "ui/shell/Question.h"

#include <QPushButton>

#include "ui/Words.h"

namespace orelens::ui {

Choice ask(QWidget* parent, const Question& question) {
    QMessageBox box(question.icon, words("ui.app"), question.what, QMessageBox::NoButton, parent);
    box.setInformativeText(words(question.detail));
    QPushButton* safe = box.addButton(words(question.safe), QMessageBox::AcceptRole);
    QPushButton* other = box.addButton(words(question.other), QMessageBox::DestructiveRole);
    QPushButton* leave = box.addButton(words("ui.cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(safe);
    box.setEscapeButton(leave);
    box.exec();
    if (box.clickedButton() == safe) return Choice::safe;
    return box.clickedButton() == other ? Choice::other : Choice::leave;
}

}  // namespace orelens::ui
