#include "ui/output/ProblemDialog.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/Words.h"
#include "ui/output/Diagnosis.h"

namespace orelens::output {
namespace {

QString diagnosis() {
    auto rows = report::diagnose(QCoreApplication::applicationVersion().toStdString());
    for (const auto& more : {diagnose_libraries(), diagnose_screen()})
        rows.insert(rows.end(), more.begin(), more.end());
    return QString::fromStdString(report::diagnosis_text(rows, ui::language()));
}

}  // namespace

ProblemDialog::ProblemDialog(QWidget* parent)
    : QDialog(parent),
      text_(ui::tell(new QPlainTextEdit(diagnosis()), "ui.problem.facts")),
      copy_(ui::tell(new QPushButton, "ui.problem.copy")) {
    ui::tell(this, "ui.problem.title");
    text_->setReadOnly(true);
    text_->setMinimumSize(560, 360);
    auto* hint = ui::tell(new QLabel, "ui.problem.hint");
    hint->setWordWrap(true);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(copy_, QDialogButtonBox::ActionRole);
    auto* close = ui::tell(buttons->addButton(QDialogButtonBox::Close), "ui.close");
    close->setIcon(QIcon());
    auto* outer = new QVBoxLayout(this);
    outer->addWidget(hint);
    outer->addWidget(text_);
    outer->addWidget(buttons);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString ProblemDialog::text() const {
    return text_->toPlainText();
}

}  // namespace orelens::output
