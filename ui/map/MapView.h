// The map as a widget: dragged, zoomed by the wheel and by + and −, a mark chosen by a click, several by Shift and a line
// dragged about them. Pictures and the table are those of every chart.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <optional>
#include <vector>

#include "ui/charts/Chart.h"
#include "ui/map/MapPaint.h"
#include "ui/map/MapPictures.h"

namespace orelens::maps {

class MapView : public charts::Chart {
    Q_OBJECT
  public:
    explicit MapView(QWidget* parent = nullptr);

    /// Keeps the frame once there were marks or layers; the first ones are all shown.
    void set_marks(MapMarks marks);
    /// New states of the same marks: what a slider changes. False and no change where they do not fit.
    bool set_states(const std::vector<std::uint8_t>& states);
    bool set_states(const std::vector<std::pair<std::size_t, std::uint8_t>>& changed);
    /// New amounts and notes of the same marks: what another year changes, and what a tooltip says at another price.
    void set_amounts(const std::vector<std::pair<std::size_t, double>>& changed);
    void set_notes(const std::vector<std::pair<std::size_t, QString>>& changed);
    void set_layers(std::vector<io::MapLayer> layers);
    [[nodiscard]] const MapScene& scene() const { return scene_; }
    [[nodiscard]] const MapPictures& pictures() const { return pictures_; }

    /// Borders between countries: off until asked for.
    void set_borders(bool shown);
    [[nodiscard]] bool borders() const { return look_.borders; }

    void show_all();  ///< all marks and layers, else the world
    void set_frame(const MapFrame& frame);
    [[nodiscard]] const MapFrame& frame() const { return frame_; }

    void choose(std::optional<std::size_t> mark);
    [[nodiscard]] std::optional<std::size_t> chosen() const { return look_.chosen; }
    void set_lassoed(std::vector<std::size_t> marks);
    [[nodiscard]] const std::vector<std::size_t>& lassoed() const { return look_.lassoed; }

    /// A row for each mark in sight: label, longitude, latitude, amount, state, note.
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void markChosen(std::size_t mark);
    void markOpened(std::size_t mark);  ///< by a double click or Enter
    void lassoChanged();
    void frameChanged();

  protected:
    void draw(QPainter& painter, const QSize& size) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void show_first();
    void zoom(double factor, const QPointF& about);

    MapScene scene_;
    MapLook look_;
    MapFrame frame_;
    bool framed_ = false;  ///< somebody has seen something here: the frame stays
    QPointF pressed_, last_;
    bool dragging_ = false;
    QPolygonF lasso_;  ///< being drawn
    MapPictures pictures_;
};

}  // namespace orelens::maps
