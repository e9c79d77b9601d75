// Many points at once, up to millions: a scatter of two values, a biplot with its arrows, a ternary diagram. Few are drawn one by
// one, many by how many fall on a spot. Those that are kept stand in front of all. A drag takes a rectangle; a click takes it off.
#pragma once

#include <cstdint>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "ui/charts/PaintedChart.h"
#include "ui/charts/Plot.h"

namespace orelens::charts {

struct CloudPoints {
    std::vector<double> x, y;  ///< as on the axes; NaN = not shown
};
struct CloudArrow {
    double x = 0, y = 0;  ///< where it ends; it begins at 0, 0
    QString name;
};
struct Cloud {
    QString title;
    Axis x, y;
    std::shared_ptr<const CloudPoints> points;
    std::vector<std::uint8_t> keep;  ///< empty = all
    std::vector<CloudArrow> arrows = {};
    QStringList corners = {};  ///< three: axes are the sides of a triangle (0, 0), (1, 0), (½, √3/2)
    QString all_name, kept_name;     ///< for the legend, where some are kept
    QString empty_note;
};

class PointCloud : public PaintedChart {
    Q_OBJECT
  public:
    explicit PointCloud(QWidget* parent = nullptr);
    void set_cloud(Cloud cloud);
    [[nodiscard]] const Cloud& cloud() const { return cloud_; }
    /// Two corners in the axes' values.
    void set_brush(std::optional<QRectF> brush);
    [[nodiscard]] const std::optional<QRectF>& brush() const { return brush_; }
    /// Whether a drag takes a rectangle.
    void set_brushes(bool on) { brushes_ = on; }
    [[nodiscard]] QString as_text() const override;
    /// Where a point of the axes stands in the window.
    [[nodiscard]] QPointF place_of(double x, double y) const;

  Q_SIGNALS:
    void brushed(const QRectF& values, bool dragging);
    void cleared();

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    [[nodiscard]] QPointF value_of(const QPointF& place) const;
    [[nodiscard]] QRectF dragged(const QPointF& to) const;

    Cloud cloud_;
    std::optional<QRectF> brush_;
    bool brushes_ = false, moved_ = false;
    QPointF pressed_;
};

}  // namespace orelens::charts
