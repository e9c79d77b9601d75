// A combo box for forms that scroll: it leaves the wheel to them unless it has the focus.
#pragma once

#include <QComboBox>
#include <QWheelEvent>

namespace orelens::panels {

class QuietCombo : public QComboBox {
  public:
    QuietCombo() {
        setFocusPolicy(Qt::StrongFocus);
        setSizeAdjustPolicy(QComboBox::AdjustToContents);
    }

  protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }
};

}  // namespace orelens::panels
