#include "ui/output/SurfaceDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <cmath>
#include <memory>

#include "ui/ColumnWords.h"
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
        column_->addItem(ui::column_words(name), QString::fromStdString(name));
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
    pause_.setSingleShot(true);
    pause_.setInterval(150);
    connect(&pause_, &QTimer::timeout, this, &SurfaceDialog::count);
    connect(usable_, &QRadioButton::toggled, this, &SurfaceDialog::changed);
    connect(column_, &QComboBox::currentIndexChanged, this, &SurfaceDialog::take_column);
    connect(cutoff_, &QDoubleSpinBox::valueChanged, this, [this] {
        middle_ = false;  // the user's own
        changed();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().height() * 24);
    take_column();
}

void SurfaceDialog::take_column() {
    const auto& model = document_.project().results.model();
    const blocks::ColumnInfo* info = model->info(column_->currentData().toString().toStdString());
    cutoff_->setSuffix(info == nullptr || info->unit.empty() ? QString()
                                                             : " " + QString::fromStdString(info->unit));
    middle_ = info != nullptr;
    changed();
}

project::ShellRequest SurfaceDialog::request() const {
    project::ShellRequest request;
    if (usable_->isChecked()) {
        request.price = document_.price().answer().price;
    } else {
        request.column = column_->currentData().toString().toStdString();
        request.cutoff = cutoff_->number();
    }
    return request;
}

void SurfaceDialog::changed() {
    for (QWidget* part : {static_cast<QWidget*>(column_), static_cast<QWidget*>(cutoff_)})
        part->setEnabled(grade_->isChecked());
    inside_ = 0;
    save_->setEnabled(false);
    note_->setText(ui::words("ui.surface.counting"));
    pause_.start();
}

SurfaceDialog::Count SurfaceDialog::count_blocks(const project::Project& project, project::ShellRequest request,
                                                 bool middle) {
    Count counted;
    if (middle && !request.column.empty()) {
        // A cutoff to begin with lies in the middle of what the column holds, so that something is inside.
        const auto held = project::count_inside(project, {.column = request.column});
        const double half = held ? (held->low + held->high) / 2 : 0;
        if (std::isfinite(half)) counted.cutoff = QString::number(half, 'g', 2).toDouble();
        if (counted.cutoff) request.cutoff = *counted.cutoff;
    }
    counted.held = project::count_inside(project, request);
    return counted;
}

/// Many blocks take their time: not on this thread.
void SurfaceDialog::count() {
    pause_.stop();
    if (job_.running()) {
        again_ = true;
        return;
    }
    again_ = false;
    auto counted = std::make_shared<Count>();
    job_.start(
        [copy = document_.project(), wanted = request(), middle = middle_,
         counted](base::Progress&) -> base::Expected<void> {
            *counted = count_blocks(copy, wanted, middle);
            return {};
        },
        [this, counted](const base::Expected<void>& done) {
            if (again_) return count();
            if (!done) counted->held = std::unexpected(done.error());
            if (!pause_.isActive()) take(*counted);
        });
}

void SurfaceDialog::take(const Count& counted) {
    if (counted.cutoff) {
        const QSignalBlocker quiet(cutoff_);
        cutoff_->show_number(*counted.cutoff);
        middle_ = false;
    }
    const auto& held = counted.held;
    inside_ = held ? held->blocks : 0;
    note_->setText(held ? ui::words("ui.surface.inside",
                                    {{"blocks", ui::plain_number(static_cast<double>(held->blocks), 0).toStdString()},
                                     {"low", ui::number_text(held->low).toStdString()},
                                     {"high", ui::number_text(held->high).toStdString()}})
                        : "⚠ " + ui::words(held.error()));
    save_->setEnabled(inside_ > 0);
}

void SurfaceDialog::count_now() {
    if (pause_.isActive()) count();
    while (job_.running()) job_.wait();
}

}  // namespace orelens::output
