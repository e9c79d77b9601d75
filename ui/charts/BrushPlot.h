// A plot on which a drag takes a stretch of x, which is then shown between two lines. A click takes it off.
#pragma once

#include <optional>
#include <utility>

#include "ui/charts/PlotWidget.h"

namespace orelens::charts {

class BrushPlot : public PlotWidget {
    Q_OBJECT
  public:
    using PlotWidget::PlotWidget;
    void set_brush(std::optional<std::pair<double, double>> brush);
    [[nodiscard]] const std::optional<std::pair<double, double>>& brush() const { return brush_; }

  Q_SIGNALS:
    void brushed(double low, double high, bool dragging);
    void cleared();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    std::optional<std::pair<double, double>> brush_;
    double pressed_ = 0;
    int pressed_at_ = 0;
    bool moved_ = false;
};

}  // namespace orelens::charts
