// Line charts as plain data and one painter, used on screen, in copied pictures and in the PDF alike.
// Two value axes at most (left and right); missing values (NaN) break a line.
#pragma once

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

#include "ui/Theme.h"

namespace orelens::charts {

struct Axis {
    QString title;  ///< with unit: "Price (CNY/t)"
    double low = 0, high = 1;
    std::vector<QString> names = {};  ///< of x alone: what stands at 0, 1, 2 …; empty = numbers
    /// Values are powers of ten of what is meant, or scores of the normal distribution whose shares are meant.
    enum class Marks { numbers, powers, scores } marks = Marks::numbers;
};
/// What a value on the axis means: itself, 10 to it, or the share below it in per cent.
double axis_value(const Axis& axis, double at);

struct Series {
    QString name;
    std::vector<QPointF> points;
    int colour = 0;      ///< index into ChartColors::series
    bool right = false;  ///< on the right axis
    bool dashed = false;
    bool filled = false;
    bool dots = false;  ///< each point by itself, without a line
    /// With dots, one per point or empty: how many things it stands for; the most are the largest dots.
    std::vector<double> counts;
    /// Not empty: a band from here to `points`, of the same x; washed in, without a line.
    std::vector<QPointF> base;
};

struct Plot {
    QString title;
    Axis x, left, right;
    bool has_right = false;
    std::vector<Series> series;
    QString counted;     ///< what counts are of: "pairs"
    QString empty_note;  ///< shown in the middle when there are no series
};

/// A mark of an axis: where it stands on the axis, and its name.
struct AxisMark {
    double at = 0;
    QString name;
};
/// Marks at what an eye reads off: round steps; 1, 2, 5 of every power of ten (or 1 alone, where there is no room for
/// more); the shares of probability paper. About `wanted` of them, never names on each other.
std::vector<AxisMark> axis_marks(const Axis& axis, int wanted);
/// Round steps that cover [low, high] with about `wanted` intervals.
std::vector<double> ticks(double low, double high, int wanted);
/// The name of a mark on an axis whose marks are `step` apart: enough digits to tell neighbours apart.
QString tick_text(double value, double step);
/// Widens an axis to round ends around the points on that side.
void fit_axis(Axis& axis, const std::vector<Series>& series, bool right);

/// Where the axes' rectangle lies within `area` (room for labels taken off).
QRectF plot_area(const QPainter& painter, const QRectF& area, const Plot& plot);
void paint_plot(QPainter& painter, const QRectF& area, const Plot& plot, const ui::ChartColors& colors);
/// The marker at x: a line, a dot on every series, and `text` in a flag. Beyond the axis it stands at its
/// end, dashed, without dots, and the flag points outward. Cheap: drawn over a kept picture.
void paint_marker(QPainter& painter, const QRectF& area, const Plot& plot, const ui::ChartColors& colors,
                  double x, const QString& text);

/// Tab-separated columns x, series… with a heading; points are those of the first series, others
/// interpolated. Where a series is of dots, one row per point instead: its series, x, y, count.
QString plot_text(const Plot& plot);
/// Value of a series at x by interpolation; NaN outside or missing.
double value_at(const Series& series, double x);

}  // namespace orelens::charts
