#include "ui/output/ScreenshotDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <array>

#include "ui/Words.h"

namespace orelens::output {
namespace {

constexpr int least = 16, most = 16384;
constexpr std::array presets{QSize(1920, 1080), QSize(2560, 1440), QSize(3840, 2160), QSize(7680, 4320)};

}  // namespace

ScreenshotDialog::ScreenshotDialog(const QSize& view, QWidget* parent)
    : QDialog(parent),
      preset_(new QComboBox),
      width_(new QSpinBox),
      height_(new QSpinBox),
      transparent_(ui::tell(new QCheckBox, "ui.shot.transparent")),
      legend_(ui::tell(new QCheckBox, "ui.shot.legend")),
      caption_(ui::tell(new QCheckBox, "ui.shot.caption")) {
    ui::tell(this, "ui.shot.title");
    preset_->addItem(ui::words("ui.shot.as_shown"), view);
    for (const QSize& size : presets)
        preset_->addItem(QString("%1 × %2").arg(size.width()).arg(size.height()), size);
    preset_->addItem(ui::words("ui.shot.own"), QSize());
    for (QSpinBox* box : {width_, height_}) {
        box->setRange(least, most);
        box->setSuffix(" px");
    }
    width_->setValue(view.width());
    height_->setValue(view.height());
    legend_->setChecked(true);
    caption_->setChecked(true);
    auto* form = new QFormLayout;
    form->addRow(ui::label_for(preset_, "ui.shot.size"), preset_);
    form->addRow(ui::label_for(width_, "ui.shot.width"), width_);
    form->addRow(ui::label_for(height_, "ui.shot.height"), height_);
    for (QCheckBox* box : {transparent_, legend_, caption_}) form->addRow(box);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.shot.save");
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    auto* outer = new QVBoxLayout(this);
    outer->addLayout(form);
    outer->addWidget(buttons);
    connect(preset_, &QComboBox::activated, this, [this] {
        const QSize size = preset_->currentData().toSize();
        if (size.isEmpty()) return;
        width_->setValue(size.width());
        height_->setValue(size.height());
    });
    const auto own = [this] {
        const QSize now(width_->value(), height_->value());
        const int known = preset_->findData(now);
        preset_->setCurrentIndex(known >= 0 ? known : preset_->count() - 1);
    };
    connect(width_, &QSpinBox::valueChanged, this, own);
    connect(height_, &QSpinBox::valueChanged, this, own);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

ScreenshotChoice ScreenshotDialog::choice() const {
    return {QSize(width_->value(), height_->value()), transparent_->isChecked(), legend_->isChecked(),
            caption_->isChecked()};
}

}  // namespace orelens::output
