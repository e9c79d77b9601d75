// A column of controls that scrolls up and down when the dock is too low for it, and is never cut at its
// side: the dock cannot become narrower than the controls.
#pragma once

#include <QScrollArea>

namespace orelens::panels {

class Scroller : public QScrollArea {
    Q_OBJECT
  public:
    explicit Scroller(QWidget* body, QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

/// A chart that may ask for more height than the window has: in a scroller of its own, so that it never forces the window
/// beyond the screen.
Scroller* scrolled_chart(QWidget* chart);

}  // namespace orelens::panels
