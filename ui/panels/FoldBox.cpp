#include "ui/panels/FoldBox.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {

FoldBox::FoldBox(const char* key, const char* eye_key, QWidget* parent)
    : QWidget(parent),
      head_(ui::tell(new QToolButton, key)),
      body_(new QWidget),
      form_(new QFormLayout(body_)) {
    head_->setCheckable(true);
    head_->setAutoRaise(true);
    head_->setFocusPolicy(Qt::TabFocus);
    head_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QFont bold = head_->font();
    bold.setBold(true);
    head_->setFont(bold);
    auto* line = new QHBoxLayout;
    line->setSpacing(0);
    line->addWidget(head_);
    line->addStretch(1);
    if (eye_key != nullptr) {
        eye_ = ui::tell(new QToolButton, eye_key);
        eye_->setCheckable(true);
        eye_->setAutoRaise(true);
        eye_->setFocusPolicy(Qt::TabFocus);
        eye_->setToolButtonStyle(Qt::ToolButtonIconOnly);
        const auto show_eye = [this](bool on) { eye_->setIcon(ui::icon(on ? "eye" : "eye_off")); };
        connect(eye_, &QToolButton::toggled, this, show_eye);
        show_eye(false);
        line->addWidget(eye_);
    }
    form_->setContentsMargins(20, 0, 0, 8);
    form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addLayout(line);
    box->addWidget(body_);
    connect(head_, &QToolButton::toggled, this, &FoldBox::set_open);
    set_open(false);
}

void FoldBox::set_open(bool open) {
    head_->setChecked(open);
    head_->setIcon(ui::icon(open ? "chevron_down" : "chevron_right"));
    body_->setVisible(open);
}

bool FoldBox::is_open() const {
    return head_->isChecked();
}

}  // namespace orelens::panels
