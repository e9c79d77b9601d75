// A question before something is lost, with three answers: the safe way, which Return takes, the other way,
// and leaving it, which Escape takes.
#pragma once

#include <QMessageBox>
#include <QString>

namespace orelens::ui {

enum class Choice { safe, other, leave };

struct Question {
    QMessageBox::Icon icon = QMessageBox::Warning;
    QString what;                  ///< the question itself
    const char* detail = nullptr;  ///< keys of words: what each answer means
    const char* safe = nullptr;    ///< on the buttons
    const char* other = nullptr;
};

Choice ask(QWidget* parent, const Question& question);

}  // namespace orelens::ui
