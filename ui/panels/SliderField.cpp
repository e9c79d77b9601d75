#include "ui/panels/SliderField.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"

namespace orelens::panels {

SliderField::SliderField(const char* key, QSlider* slider, QWidget* parent)
    : QWidget(parent),
      slider_(slider != nullptr ? slider : new QSlider(Qt::Horizontal)),
      entry_(new NumberEntry) {
    if (key != nullptr) {
        ui::tell_widget(slider_, key);
        ui::tell_widget(entry_, key);
    }
    entry_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    entry_->setAlignment(Qt::AlignRight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(slider_, 1);
    row->addWidget(entry_);
    setFocusProxy(slider_);
    connect(slider_, &QSlider::valueChanged, this, [this](int step) {
        value_ = at(step);
        entry_->show_number(value_);
        Q_EMIT moved(value_, slider_->isSliderDown());
    });
    connect(slider_, &QSlider::sliderReleased, this, [this] { Q_EMIT moved(value_, false); });
    connect(entry_, &QDoubleSpinBox::valueChanged, this, [this](double typed) {
        value_ = typed;
        const QSignalBlocker quiet(slider_);
        slider_->setValue(step_of(typed));
        Q_EMIT moved(typed, false);
    });
}

void SliderField::set_range(double low, double high, int steps, bool logarithmic) {
    const QSignalBlocker quiet(slider_);
    low_ = low;
    high_ = std::max(high, low);
    logarithmic_ = logarithmic;
    slider_->setRange(0, steps);
    entry_->set_limits(low_, high_, false);
}

void SliderField::set_limits(double low, double high) { entry_->set_limits(low, high, false); }

void SliderField::set_unit(const QString& suffix, const QString& longest) {
    const QSignalBlocker quiet(entry_);
    entry_->setSuffix(suffix);
    entry_->setFixedWidth(entry_->fontMetrics().horizontalAdvance(longest + suffix) + 20);
}

void SliderField::put_between(QWidget* widget) { static_cast<QHBoxLayout*>(layout())->insertWidget(1, widget); }

double SliderField::rounded(double value) const {
    if (decimals_ < 0) return value;
    const double scale = std::pow(10.0, decimals_);
    return std::round(value * scale) / scale;
}

double SliderField::at(int step) const {
    const double share = static_cast<double>(step) / std::max(1, slider_->maximum());
    const double value = logarithmic_ ? low_ * std::pow(high_ / low_, share) : low_ + (high_ - low_) * share;
    return slid_ ? slid_(value) : rounded(value);
}

int SliderField::step_of(double value) const {
    if (!(high_ > low_)) return 0;
    const double kept = std::clamp(value, low_, high_);
    const double share = logarithmic_ ? std::log(kept / low_) / std::log(high_ / low_) : (kept - low_) / (high_ - low_);
    return static_cast<int>(std::lround(share * slider_->maximum()));
}

void SliderField::show_value(double value) {
    value_ = value;
    // Who is typing is not written over by what has not changed.
    if (entry_->number() != rounded(value) && entry_->number() != value) entry_->show_number(rounded(value));
    if (slider_->isSliderDown()) return;
    const QSignalBlocker quiet(slider_);
    slider_->setValue(step_of(value));
}

}  // namespace orelens::panels
