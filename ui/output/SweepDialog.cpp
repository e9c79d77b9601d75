#include "ui/output/SweepDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <array>

#include "ui/Words.h"
#include "ui/output/Movie.h"
#include "ui/panels/NumberEntry.h"

namespace orelens::output {
namespace {

constexpr std::array sizes{QSize(1280, 720), QSize(1920, 1080), QSize(2560, 1440), QSize(3840, 2160)};

}  // namespace

SweepDialog::SweepDialog(double low, double high, const QString& unit, QWidget* parent)
    : QDialog(parent),
      low_(new panels::NumberEntry),
      high_(new panels::NumberEntry),
      frames_(new QSpinBox),
      rate_(new QSpinBox),
      size_(new QComboBox),
      form_(new QComboBox),
      told_(new QLabel) {
    ui::tell(this, "ui.sweep.title");
    for (panels::NumberEntry* entry : {low_, high_}) {
        entry->set_limits(1e-9, 1e15, false);
        entry->setSuffix(" " + unit);
    }
    low_->show_number(std::max(low, high / 100));  // nothing is sold at nothing
    high_->show_number(high);
    frames_->setRange(2, 9999);
    frames_->setValue(100);
    rate_->setRange(1, 60);
    rate_->setValue(25);
    rate_->setSuffix(" /s");
    for (const QSize& size : sizes) size_->addItem(QString("%1 × %2").arg(size.width()).arg(size.height()), size);
    const bool films = !encoder().isEmpty();
    if (films) {
        form_->addItem(ui::words("ui.sweep.mp4"), "mp4");
        form_->addItem(ui::words("ui.sweep.webm"), "webm");
    }
    form_->addItem(ui::words("ui.sweep.pictures"), QString());
    told_->setWordWrap(true);
    told_->setText(ui::words(films ? "ui.sweep.films" : "ui.sweep.no_films"));
    auto* form = new QFormLayout;
    form->addRow(ui::label_for(low_, "ui.sweep.low"), low_);
    form->addRow(ui::label_for(high_, "ui.sweep.high"), high_);
    form->addRow(ui::label_for(frames_, "ui.sweep.frames"), frames_);
    form->addRow(ui::label_for(rate_, "ui.sweep.rate"), rate_);
    form->addRow(ui::label_for(size_, "ui.sweep.size"), size_);
    form->addRow(ui::label_for(form_, "ui.sweep.form"), form_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.sweep.make");
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    auto* outer = new QVBoxLayout(this);
    outer->addLayout(form);
    outer->addWidget(told_);
    outer->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

SweepChoice SweepDialog::choice() const {
    return {{low_->number(), high_->number(), frames_->value()}, size_->currentData().toSize(), rate_->value(),
            form_->currentData().toString()};
}

}  // namespace orelens::output
