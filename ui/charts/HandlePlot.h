// A plot with handles: points that are dragged, or moved with the arrow keys, to state numbers. What a handle stands for
// is its owner's business.
#pragma once

#include <vector>

#include "ui/charts/PlotWidget.h"

namespace orelens::charts {

struct Handle {
    QString name;   ///< read out, and shown while it is in hand
    double x = 0, y = 0;
    bool along_x = true, along_y = true;  ///< ways it can go
};

class HandlePlot : public PlotWidget {
    Q_OBJECT
  public:
    explicit HandlePlot(QWidget* parent = nullptr);
    void set_handles(std::vector<Handle> handles);
    [[nodiscard]] const std::vector<Handle>& handles() const { return handles_; }
    /// Where a handle is drawn, for the mouse of tests.
    [[nodiscard]] QPointF place_of(std::size_t handle) const;

  Q_SIGNALS:
    /// Within the axes, not below their starts. `dragging` until the button is let go.
    void moved(int handle, double x, double y, bool dragging);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    [[nodiscard]] int at(const QPointF& pixel) const;
    void take_to(const QPointF& pixel, bool dragging);

    std::vector<Handle> handles_;
    int in_hand_ = -1;    ///< being dragged
    int chosen_ = -1;     ///< the arrow keys' own
};

}  // namespace orelens::charts
