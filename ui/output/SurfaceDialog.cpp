#include "ui/output/SurfaceDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"

namespace orelens::output {

SurfaceDialog::SurfaceDialog(const ui::Document& document, QWidget* parent)
    : QDialog(parent),
      document_(document),
      usable_(ui::tell(new QRadioButton, "ui.surface.usable")),
      grade_(ui::tell(new QRadioButton, "ui.surface.grade")),
      column_(new QComboBox),
      cutoff_(new panels::NumberEntry),
      note_(new QLabel) {
    ui::tell(this, "ui.export.surface");
    const ui::Answer answer = document_.price().answer();
    const bool evaluated = answer.curve != nullptr;
    usable_->setText(evaluated ? ui::words("ui.surface.usable",
                                           {{"price", answer.commodity + " " +
                                                          ui::price_text(answer.price).toStdString() + " " +
                                                          answer.unit}})
                               : ui::words("ui.surface.not_evaluated"));
    usable_->setEnabled(evaluated);
    for (const std::string& name : project::shell_columns(*document_.project().results.model()))
        column_->addItem(QString::fromStdString(name));
    grade_->setEnabled(column_->count() > 0);
    (evaluated ? usable_ : grade_)->setChecked(true);
    note_->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(ui::label_for(column_, "ui.surface.column"), column_);
    form->addRow(ui::label_for(cutoff_, "ui.surface.cutoff"), cutoff_);
    form->setContentsMargins(fontMetrics().height() * 2, 0, 0, 0);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    save_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.surface.save");
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    auto* box = new QVBoxLayout(this);
    box->addWidget(usable_);
    box->addWidget(grade_);
    box->addLayout(form);
    box->addWidget(note_);
    box->addWidget(buttons);
    connect(usable_, &QRadioButton::toggled, this, &SurfaceDialog::count);
    connect(column_, &QComboBox::currentIndexChanged, this, &SurfaceDialog::take_column);
    connect(cutoff_, &QDoubleSpinBox::valueChanged, this, &SurfaceDialog::count);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().height() * 24);
    take_column();
}

/// A cutoff to begin with lies in the middle of what the column holds, so that something is inside.
void SurfaceDialog::take_column() {
    const auto& model = document_.project().results.model();
    const blocks::ColumnInfo* info = model->info(column_->currentText().toStdString());
    cutoff_->setSuffix(info == nullptr || info->unit.empty() ? QString()
                                                             : " " + QString::fromStdString(info->unit));
    if (info != nullptr) {
        const auto held = project::count_inside(document_.project(), {.column = info->name});
        const double middle = held ? (held->low + held->high) / 2 : 0;
        if (std::isfinite(middle)) cutoff_->show_number(QString::number(middle, 'g', 2).toDouble());
    }
    count();
}

project::ShellRequest SurfaceDialog::request() const {
    project::ShellRequest request;
    if (usable_->isChecked()) {
        request.price = document_.price().answer().price;
    } else {
        request.column = column_->currentText().toStdString();
        request.cutoff = cutoff_->number();
    }
    return request;
}

void SurfaceDialog::count() {
    for (QWidget* part : {static_cast<QWidget*>(column_), static_cast<QWidget*>(cutoff_)})
        part->setEnabled(grade_->isChecked());
    const auto held = project::count_inside(document_.project(), request());
    inside_ = held ? held->blocks : 0;
    note_->setText(held ? ui::words("ui.surface.inside",
                                    {{"blocks", ui::plain_number(static_cast<double>(held->blocks), 0).toStdString()},
                                     {"low", ui::number_text(held->low).toStdString()},
                                     {"high", ui::number_text(held->high).toStdString()}})
                        : "⚠ " + ui::words(held.error()));
    save_->setEnabled(inside_ > 0);
}

}  // namespace orelens::output
