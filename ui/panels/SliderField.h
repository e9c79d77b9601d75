// A slider with its number beside it: what is slid can be typed, and both agree. The number is as exact as it was typed;
// the slider stands at its nearest step. What the number means is its owner's business.
#pragma once

#include <QWidget>
#include <functional>

class QSlider;

namespace orelens::panels {

class NumberEntry;

class SliderField : public QWidget {
    Q_OBJECT
  public:
    /// Words of slider and number by `key`; null = the owner names both. Takes the slider; null = a plain one.
    explicit SliderField(const char* key, QSlider* slider = nullptr, QWidget* parent = nullptr);
    /// What the ends of the slider stand for, in how many steps; `logarithmic`: even steps of the logarithm (low > 0).
    void set_range(double low, double high, int steps, bool logarithmic = false);
    /// What can be typed, where that is more than what can be slid.
    void set_limits(double low, double high);
    /// " m", and the longest number that must find room.
    void set_unit(const QString& suffix, const QString& longest);
    /// Digits behind the point of numbers that are slid or shown; below zero: all of them.
    void set_decimals(int decimals) { decimals_ = decimals; }
    /// What a place of the slider means, instead of a number of so many digits.
    void set_rounding(std::function<double(double)> slid) { slid_ = std::move(slid); }

    /// Something between slider and number.
    void put_between(QWidget* widget);

    [[nodiscard]] double value() const { return value_; }
    /// Without a signal. Does not move a slider that a hand holds.
    void show_value(double value);
    [[nodiscard]] QSlider* slider() const { return slider_; }
    [[nodiscard]] NumberEntry* entry() const { return entry_; }
    /// What a step of the slider stands for.
    [[nodiscard]] double at(int step) const;
    /// The step nearest to a value.
    [[nodiscard]] int step_of(double value) const;

  Q_SIGNALS:
    /// By a hand or by typing. `dragging` while the slider is held; once more when it is let go.
    void moved(double value, bool dragging);

  private:
    [[nodiscard]] double rounded(double value) const;
    QSlider* slider_;
    NumberEntry* entry_;
    double low_ = 0, high_ = 1, value_ = 0;
    int decimals_ = 0;
    bool logarithmic_ = false;
    std::function<double(double)> slid_;
};

}  // namespace orelens::panels
