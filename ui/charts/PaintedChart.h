// Charts that are painted whole from their data. What does not depend on the data is here once: ground, greying, the frame
// of the keyboard, tooltips, a click, keys that choose, pictures in any size. A chart says how it is painted and what stands
// where. A plot whose marker moves with the price keeps its picture and is none of these (PlotWidget).
#pragma once

#include <QSizeF>

#include "ui/Theme.h"
#include "ui/charts/Chart.h"

namespace orelens::charts {

struct ChartForm {
    double margin = 6;                   ///< about it in the window, in pixels
    int letters = 34;                    ///< a picture is so many letters high
    QSizeF usual{20, 12}, least{13, 8};  ///< in heights of a line
};

class PaintedChart : public Chart {
    Q_OBJECT
  public:
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    enum class Key { left, right, up, down, take };

    PaintedChart(const ChartForm& form, QWidget* parent);
    virtual void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const = 0;
    /// For the tooltip; empty = none.
    [[nodiscard]] virtual QString words_at(const QPointF& where) const;
    /// Framed while the keyboard is here; empty = the whole of it.
    [[nodiscard]] virtual QRectF in_hand() const { return {}; }
    virtual void click(const QPointF& where);
    /// False = not taken.
    virtual bool key(Key key);
    /// Height of letters of a picture, in pixels.
    [[nodiscard]] virtual int picture_letters(const QSize& size) const;

    /// Where it is painted in the window.
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QFontMetricsF metrics() const;

    void draw(QPainter& painter, const QSize& size) const override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    ChartForm form_;
};

/// Instead of a chart without data: why there is none.
void paint_note(QPainter& painter, const QRectF& area, const QString& note, const ui::ChartColors& colors);

}  // namespace orelens::charts
