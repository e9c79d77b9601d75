// A flow system on screen. A click, or up and down, chooses a process; left and right step through the years.
#pragma once

#include <cmath>
#include <memory>
#include <optional>

#include "ui/charts/Chart.h"
#include "ui/pages/SankeyPaint.h"

namespace orelens::pages {

class SankeyChart : public charts::Chart {
    Q_OBJECT
  public:
    explicit SankeyChart(QWidget* parent = nullptr);
    /// `names`: of the system's flows, for tooltips and the table.
    void set_scene(std::shared_ptr<const SankeyScene> scene, std::vector<QString> names);
    void set_moment(SankeyMoment moment);
    void choose(std::optional<std::size_t> node);
    [[nodiscard]] const std::shared_ptr<const SankeyScene>& scene() const { return scene_; }
    [[nodiscard]] const SankeyMoment& moment() const { return moment_; }
    [[nodiscard]] std::optional<std::size_t> chosen() const { return chosen_; }
    [[nodiscard]] QRectF box(std::size_t node) const { return sankey_box(geometry_, node); }
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// −1 = none any more.
    void nodeChosen(int node);
    void yearStepped(int by);
    /// The height is another one: the scale for all years has to be found anew.
    void resized();

  protected:
    void draw(QPainter& painter, const QSize& size) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void lay_out();
    [[nodiscard]] std::optional<std::size_t> node_at(const QPointF& where) const;

    std::shared_ptr<const SankeyScene> scene_;
    std::vector<QString> names_;
    SankeyMoment moment_;
    SankeyGeometry geometry_;
    std::optional<std::size_t> chosen_;
};

}  // namespace orelens::pages
