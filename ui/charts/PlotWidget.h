// A Plot on screen. The chart is painted once into a kept picture; a moving marker only copies it, so a
// slider drag costs well under a millisecond. Click or arrow keys choose an x; hovering reads values.
#pragma once

#include <QPixmap>
#include <optional>

#include "ui/charts/Chart.h"
#include "ui/charts/Plot.h"

namespace orelens::charts {

class PlotWidget : public Chart {
    Q_OBJECT
  public:
    explicit PlotWidget(QWidget* parent = nullptr);
    void set_plot(Plot plot);
    [[nodiscard]] const Plot& plot() const { return plot_; }
    void set_marker(double x, const QString& text);
    [[nodiscard]] std::optional<double> marker() const { return marker_; }
    [[nodiscard]] QString as_text() const override { return plot_text(plot_); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// By click, drag or arrow key; `dragging` until the button is let go.
    void xChosen(double x, bool dragging);

  protected:
    void draw(QPainter& painter, const QSize& size) const override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

    [[nodiscard]] double x_at(double pixel) const;
    [[nodiscard]] double pixel_of(double x) const;  ///< within the axes
    [[nodiscard]] const QRectF& inner_area() const { return inner_; }

  private:
    [[nodiscard]] QString dot_text(const Series& series, double x) const;

    Plot plot_;
    std::optional<double> marker_;
    QString marker_text_;
    QPixmap kept_;
    QRectF inner_;
};

}  // namespace orelens::charts
