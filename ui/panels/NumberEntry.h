// A spin box for numbers of any size, grouped and in their shortest form, with an optional "not set", that never
// changes under a passing mouse wheel and leaves the window's shortcuts to the window.
#pragma once

#include <QDoubleSpinBox>

namespace orelens::panels {

class NumberEntry : public QDoubleSpinBox {
    Q_OBJECT
  public:
    explicit NumberEntry(QWidget* parent = nullptr);
    /// `optional`: one step below the minimum stands for "not set" and reads as NaN.
    void set_limits(double low, double high, bool optional);
    void show_number(double value);  ///< without signals; NaN = not set
    [[nodiscard]] double number() const;
    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    [[nodiscard]] QValidator::State validate(QString& text, int& position) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    bool event(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    [[nodiscard]] QString bare(QString text) const;
    bool optional_ = false;
};

}  // namespace orelens::panels
