#include "ui/charts/Plot.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

/// What stands above the axes: title, legend and names of the axes below each other, or abreast where the chart is low and
/// every line taken from it is missed.
struct Head {
    double height = 0;
    bool abreast = false;
    double left_name = 0, legend = 0;  ///< from the left edge, where abreast
};

struct Scale {
    QRectF inner;
    const Plot& plot;
    [[nodiscard]] double x(double value) const {
        return inner.left() + (value - plot.x.low) / (plot.x.high - plot.x.low) * inner.width();
    }
    [[nodiscard]] double y(double value, bool right) const {
        const Axis& axis = right ? plot.right : plot.left;
        return inner.bottom() - (value - axis.low) / (axis.high - axis.low) * inner.height();
    }
};

double step_of(const std::vector<double>& marks) {
    return marks.size() > 1 ? marks[1] - marks[0] : 1;
}

std::vector<AxisMark> number_marks(double low, double high, int wanted) {
    std::vector<AxisMark> made;
    const std::vector<double> marks = ticks(low, high, wanted);
    for (const double mark : marks) made.push_back({mark, tick_text(mark, step_of(marks))});
    return made;
}

/// 1, 2, 5 of every power of ten where there is room, else 1 of every power, or of every second …; within less than a
/// power of ten the round steps of the values themselves.
std::vector<AxisMark> power_marks(double low, double high, int wanted) {
    const auto within = [&](double at) { return at >= low - 1e-9 && at <= high + 1e-9; };
    const auto at_powers = [&](std::initializer_list<double> digits, int apart) {
        std::vector<AxisMark> made;
        for (int power = static_cast<int>(std::floor(low)); power <= static_cast<int>(std::ceil(high)); ++power) {
            if (power % apart != 0) continue;
            for (const double digit : digits)
                if (const double at = power + std::log10(digit); within(at))
                    made.push_back({at, tick_text(digit * std::pow(10.0, power), std::pow(10.0, power))});
        }
        return made;
    };
    const auto room = static_cast<std::size_t>(std::max(wanted, 2)) + 1;
    if (const auto fine = at_powers({1, 2, 5}, 1); fine.size() <= room) {
        if (fine.size() > 2) return fine;
        std::vector<AxisMark> made = number_marks(std::pow(10.0, low), std::pow(10.0, high), wanted);
        std::erase_if(made, [](const AxisMark& mark) { return !(mark.at > 0); });
        for (AxisMark& mark : made) mark.at = std::log10(mark.at);
        return made.size() > fine.size() ? made : fine;
    }
    std::vector<AxisMark> made = at_powers({1}, 1);
    for (int apart = 2; made.size() > room; ++apart) made = at_powers({1}, apart);
    return made;
}

/// The shares printed on probability paper, the most asked for first, as long as each stands apart from the others.
std::vector<AxisMark> score_marks(double low, double high, int wanted) {
    struct Share {
        double score;
        const char* name;
    };
    static constexpr Share shares[] = {{0, "50 %"},          {-2.326348, "1 %"},   {2.326348, "99 %"},  {-1.281552, "10 %"}, {1.281552, "90 %"},
                                       {-3.090232, "0.1 %"}, {3.090232, "99.9 %"}, {-3.719016, "0.01 %"}, {3.719016, "99.99 %"}, {-0.674490, "25 %"},
                                       {0.674490, "75 %"},   {-1.644854, "5 %"},   {1.644854, "95 %"}};
    const double apart = 0.8 * (high - low) / std::max(wanted, 1);
    std::vector<AxisMark> made;
    for (const Share& share : shares) {
        if (share.score < low - 1e-9 || share.score > high + 1e-9) continue;
        if (std::ranges::all_of(made, [&](const AxisMark& mark) { return std::abs(mark.at - share.score) >= apart; })) made.push_back({share.score, share.name});
    }
    std::ranges::sort(made, {}, &AxisMark::at);
    return made;
}

double widest(const QFontMetricsF& metrics, const Axis& axis, int wanted) {
    double width = 0;
    for (const AxisMark& mark : axis_marks(axis, wanted)) width = std::max(width, metrics.horizontalAdvance(mark.name));
    return width;
}

int y_ticks(const QRectF& area, double line) {
    return std::clamp(static_cast<int>(area.height() / (line * 2.6)), 2, 8);
}

/// As many as the axis itself has room for; a low chart with a legend has less than its whole height.
int axis_mark_count(const QRectF& area, const QRectF& inner, double line) {
    return std::clamp(static_cast<int>(inner.height() / (line * 1.6)), 1, y_ticks(area, line));
}

void paint_axes(QPainter& painter, const Scale& scale, const ui::ChartColors& colors, const QRectF& area, const Head& head) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    const QRectF& inner = scale.inner;
    const Plot& plot = scale.plot;
    for (const AxisMark& mark : axis_marks(plot.left, axis_mark_count(area, inner, line))) {
        const double y = scale.y(mark.at, false);
        painter.setPen(QPen(colors.grid, 0));
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
        painter.setPen(colors.faint);
        painter.drawText(QRectF(area.left(), y - line / 2, inner.left() - area.left() - line * 0.3, line),
                         Qt::AlignRight | Qt::AlignVCenter, mark.name);
    }
    if (plot.has_right) {
        for (const AxisMark& mark : axis_marks(plot.right, axis_mark_count(area, inner, line)))
            painter.drawText(
                QRectF(inner.right() + line * 0.3, scale.y(mark.at, true) - line / 2, line * 12, line),
                Qt::AlignLeft | Qt::AlignVCenter, mark.name);
    }
    // As many marks as fit without touching.
    const auto name_of = [&](const AxisMark& mark) -> QString {
        if (plot.x.names.empty()) return mark.name;
        const auto at = std::lround(mark.at);
        const bool whole = std::fabs(mark.at - static_cast<double>(at)) < 1e-6;
        return whole && at >= 0 && at < static_cast<long>(plot.x.names.size()) ? plot.x.names[static_cast<std::size_t>(at)] : QString();
    };
    double label = metrics.horizontalAdvance(tick_text(plot.x.high, plot.x.high > 10 ? 1 : 0.01)) * 1.6;
    if (plot.x.marks != Axis::Marks::numbers) label = line * 4;
    for (const QString& name : plot.x.names) label = std::max(label, metrics.horizontalAdvance(name) * 1.3);
    for (const AxisMark& mark : axis_marks(plot.x, std::clamp(static_cast<int>(inner.width() / label), 2, 10))) {
        const double x = scale.x(mark.at);
        painter.setPen(QPen(colors.grid, 0));
        painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()));
        painter.setPen(colors.faint);
        painter.drawText(QRectF(x - 200, inner.bottom() + line * 0.2, 400, line),
                         Qt::AlignHCenter | Qt::AlignTop, name_of(mark));
    }
    painter.setPen(QPen(colors.faint, 0));
    painter.drawLine(inner.bottomLeft(), inner.bottomRight());
    painter.setPen(colors.ink);
    painter.drawText(QRectF(area.left(), inner.bottom() + line * 1.25, area.width(), line), Qt::AlignCenter,
                     plot.x.title);
    painter.drawText(QRectF(area.left() + head.left_name, inner.top() - line * 1.3, inner.width(), line),
                     Qt::AlignLeft | Qt::AlignVCenter, plot.left.title);
    if (plot.has_right)
        painter.drawText(QRectF(inner.left(), inner.top() - line * 1.3, area.right() - inner.left(), line),
                         Qt::AlignRight | Qt::AlignVCenter, plot.right.title);
}

/// Between the two edges of a band, where both are known.
void paint_band(QPainter& painter, const Scale& scale, const QColor& colour, const Series& series) {
    QPolygonF area;
    for (const QPointF& point : series.points)
        if (std::isfinite(point.y())) area << QPointF(scale.x(point.x()), scale.y(point.y(), series.right));
    for (auto point = series.base.rbegin(); point != series.base.rend(); ++point)
        if (std::isfinite(point->y())) area << QPointF(scale.x(point->x()), scale.y(point->y(), series.right));
    QColor wash = colour;
    wash.setAlpha(90);
    painter.setPen(Qt::NoPen);
    painter.setBrush(wash);
    painter.drawPolygon(area);
}

double dot_radius(const Series& series, std::size_t n, double width) {
    if (n >= series.counts.size()) return width * 2.2;
    const double most = *std::ranges::max_element(series.counts);
    return width * (1.2 + 2.0 * (most > 0 ? std::sqrt(std::max(0.0, series.counts[n]) / most) : 0));
}

void paint_dots(QPainter& painter, const Scale& scale, const QColor& colour, const Series& series, double width) {
    painter.setPen(QPen(colour, width * 0.6));
    QColor wash = colour;
    wash.setAlpha(110);
    painter.setBrush(wash);
    for (std::size_t n = 0; n < series.points.size(); ++n) {
        const QPointF& point = series.points[n];
        if (!std::isfinite(point.y())) continue;
        const double radius = dot_radius(series, n, width);
        painter.drawEllipse(QPointF(scale.x(point.x()), scale.y(point.y(), series.right)), radius, radius);
    }
}

void paint_series(QPainter& painter, const Scale& scale, const ui::ChartColors& colors, const Series& series,
                  double width) {
    if (series.dots)
        return paint_dots(painter, scale, colors.series[static_cast<std::size_t>(series.colour) % colors.series.size()],
                          series, width);
    if (!series.base.empty())
        return paint_band(painter, scale, colors.series[static_cast<std::size_t>(series.colour) % colors.series.size()],
                          series);
    QPainterPath path;
    bool drawing = false;
    for (const QPointF& point : series.points) {
        if (!std::isfinite(point.y())) {
            drawing = false;
            continue;
        }
        const QPointF at(scale.x(point.x()), scale.y(point.y(), series.right));
        if (drawing)
            path.lineTo(at);
        else
            path.moveTo(at);
        drawing = true;
    }
    const QColor colour = colors.series[static_cast<std::size_t>(series.colour) % colors.series.size()];
    if (series.filled && path.elementCount() > 1) {
        QPainterPath area = path;
        area.lineTo(path.currentPosition().x(), scale.inner.bottom());
        area.lineTo(path.elementAt(0).x, scale.inner.bottom());
        QColor wash = colour;
        wash.setAlpha(40);
        painter.fillPath(area, wash);
    }
    QPen pen(colour, width);
    if (series.dashed) pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

double legend_entry(const QFontMetricsF& metrics, const Series& series) {
    return metrics.horizontalAdvance(series.name) + metrics.height() * 2.6;
}

/// Names in one line or more above the chart, each with a sample of its line.
double legend_height(const QPainter& painter, double width, const Plot& plot) {
    if (plot.series.size() < 2) return 0;
    const QFontMetricsF metrics(painter.font(), painter.device());
    double x = 0, rows = 1;
    for (const Series& series : plot.series) {
        const double need = legend_entry(metrics, series);
        if (x > 0 && x + need > width) {
            x = 0;
            ++rows;
        }
        x += need;
    }
    return rows * metrics.height() * 1.15;
}

void paint_legend(QPainter& painter, const QRectF& area, const Plot& plot, const ui::ChartColors& colors,
                  double line_width) {
    if (plot.series.size() < 2) return;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    double x = area.left(), y = area.top();
    for (const Series& series : plot.series) {
        const double need = legend_entry(metrics, series);
        if (x > area.left() && x + need > area.right()) {
            x = area.left();
            y += line * 1.15;
        }
        QPen pen(colors.series[static_cast<std::size_t>(series.colour) % colors.series.size()], line_width);
        if (series.dashed) pen.setDashPattern({4, 3});
        if (!series.base.empty()) {
            // A band is shown by its wash, as broad as a line of text is high.
            QColor wash = pen.color();
            wash.setAlpha(90);
            pen = QPen(wash, line * 0.6, Qt::SolidLine, Qt::FlatCap);
        }
        painter.setPen(pen);
        if (series.dots) {
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QPointF(x + line * 0.7, y + line * 0.55), line * 0.25, line * 0.25);
        } else {
            painter.drawLine(QPointF(x, y + line * 0.55), QPointF(x + line * 1.4, y + line * 0.55));
        }
        painter.setPen(colors.ink);
        painter.drawText(QRectF(x + line * 1.7, y, need - line * 1.6, line), Qt::AlignLeft | Qt::AlignVCenter,
                         series.name);
        x += need;
    }
}

double title_height(const QPainter& painter, const Plot& plot) {
    return plot.title.isEmpty() ? 0 : QFontMetricsF(painter.font(), painter.device()).height() * 1.4;
}

/// Charts lower than this, in lines, put their head in one line if it fits.
constexpr double low_chart = 15;

Head head_of(const QPainter& painter, const QRectF& area, const Plot& plot) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    Head head;
    head.height = title_height(painter, plot) + legend_height(painter, area.width(), plot) + line * 1.5;
    if (area.height() >= line * low_chart) return head;
    QFont bold = painter.font();
    bold.setBold(true);
    Head low{line * 1.5, true, 0, 0};
    if (!plot.title.isEmpty()) low.left_name = QFontMetricsF(bold, painter.device()).horizontalAdvance(plot.title) + line;
    low.legend = low.left_name + (plot.left.title.isEmpty() ? 0 : metrics.horizontalAdvance(plot.left.title) + line * 1.5);
    double wide = low.legend;
    if (plot.series.size() > 1)
        for (const Series& series : plot.series) wide += legend_entry(metrics, series);
    if (plot.has_right) wide += metrics.horizontalAdvance(plot.right.title) + line;
    return wide <= area.width() ? low : head;
}

}  // namespace

QString tick_text(double value, double step) {
    int digits = 0;
    for (double scaled = step; digits < 9 && std::fabs(scaled - std::round(scaled)) > 1e-6 * scaled; ++digits)
        scaled *= 10;
    return ui::plain_number(std::fabs(value) < step * 1e-9 ? 0.0 : value, digits);
}

double axis_value(const Axis& axis, double at) {
    if (axis.marks == Axis::Marks::powers) return std::pow(10.0, at);
    return axis.marks == Axis::Marks::scores ? 50 * std::erfc(-at / std::sqrt(2.0)) : at;
}

std::vector<AxisMark> axis_marks(const Axis& axis, int wanted) {
    if (axis.marks == Axis::Marks::scores) return score_marks(axis.low, axis.high, wanted);
    return axis.marks == Axis::Marks::powers ? power_marks(axis.low, axis.high, wanted) : number_marks(axis.low, axis.high, wanted);
}

std::vector<double> ticks(double low, double high, int wanted) {
    if (!(high > low) || wanted < 1) return {low};
    const double rough = (high - low) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double nice : {1.0, 2.0, 2.5, 5.0})
        if (nice * power >= rough * 0.999) {
            step = nice * power;
            break;
        }
    std::vector<double> marks;
    for (double n = std::ceil(low / step - 1e-9); n * step <= high + step * 1e-9; ++n)
        marks.push_back(n * step);
    return marks;
}

void fit_axis(Axis& axis, const std::vector<Series>& series, bool right) {
    double high = 0;
    for (const Series& each : series)
        if (each.right == right)
            for (const QPointF& point : each.points)
                if (std::isfinite(point.y())) high = std::max(high, point.y());
    if (high <= 0) high = 1;
    const auto marks = ticks(0, high, 5);
    const double step = step_of(marks);
    axis.low = 0;
    axis.high = std::ceil(high / step - 1e-9) * step;
}

QRectF plot_area(const QPainter& painter, const QRectF& area, const Plot& plot) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    const int wanted = y_ticks(area, line);
    const double top = head_of(painter, area, plot).height;
    const double left = widest(metrics, plot.left, wanted) + line * 0.6;
    const double right = plot.has_right ? widest(metrics, plot.right, wanted) + line * 0.6 : line * 0.8;
    return area.adjusted(left, top, -right, -line * 2.4);
}

void paint_plot(QPainter& painter, const QRectF& area, const Plot& plot, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = QFontMetricsF(painter.font(), painter.device()).height();
    double top = area.top();
    if (!plot.title.isEmpty()) {
        QFont bold = painter.font();
        const QFont plain = bold;
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), top, area.width(), line * 1.2), Qt::AlignLeft | Qt::AlignVCenter,
                         plot.title);
        painter.setFont(plain);
        top += title_height(painter, plot);
    }
    if (plot.series.empty()) {
        painter.setPen(colors.ink);
        painter.drawText(area.adjusted(line, line, -line, -line), Qt::AlignCenter | Qt::TextWordWrap,
                         plot.empty_note);
        painter.restore();
        return;
    }
    const Head head = head_of(painter, area, plot);
    const Scale scale{plot_area(painter, area, plot), plot};
    const QRectF legend = head.abreast ? QRectF(area.left() + head.legend, scale.inner.top() - line * 1.3, area.width(), line)
                                       : QRectF(area.left(), top, area.width(), area.height());
    paint_legend(painter, legend, plot, colors, line * 0.12);
    paint_axes(painter, scale, colors, area, head);
    painter.setClipRect(scale.inner.adjusted(-1, -line * 0.1, 1, 1));
    for (const Series& series : plot.series) paint_series(painter, scale, colors, series, line * 0.12);
    painter.restore();
}

double value_at(const Series& series, double x) {
    const auto& points = series.points;
    const auto after = std::lower_bound(points.begin(), points.end(), x,
                                        [](const QPointF& point, double at) { return point.x() < at; });
    if (after == points.end()) return std::nan("");
    if (after->x() == x || after == points.begin()) return after->x() == x ? after->y() : std::nan("");
    const auto before = after - 1;
    const double share = (x - before->x()) / (after->x() - before->x());
    return before->y() + share * (after->y() - before->y());
}

void paint_marker(QPainter& painter, const QRectF& area, const Plot& plot, const ui::ChartColors& colors,
                  double x, const QString& text) {
    if (plot.series.empty() || !std::isfinite(x)) return;
    const bool below = x<plot.x.low, above = x> plot.x.high;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    const Scale scale{plot_area(painter, area, plot), plot};
    const double at = scale.x(std::clamp(x, plot.x.low, plot.x.high));
    painter.setPen(QPen(colors.marker, line * 0.11, below || above ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(at, scale.inner.top()), QPointF(at, scale.inner.bottom()));
    painter.setPen(QPen(colors.marker, line * 0.11));
    painter.setBrush(colors.background);
    for (const Series& series : plot.series) {
        const double y = below || above || !series.base.empty() ? std::nan("") : value_at(series, x);
        if (std::isfinite(y))
            painter.drawEllipse(QPointF(at, scale.y(y, series.right)), line * 0.22, line * 0.22);
    }
    if (!text.isEmpty()) {
        const QString flag_text = below ? "◀ " + text : above ? text + " ▶" : text;
        const double width = metrics.horizontalAdvance(flag_text) + line * 0.6;
        const double left = std::clamp(at - width / 2, scale.inner.left(),
                                       std::max(scale.inner.left(), scale.inner.right() - width));
        const QRectF flag(left, scale.inner.top() - line * 0.1, width, line * 1.15);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.marker);
        painter.drawRoundedRect(flag, line * 0.2, line * 0.2);
        painter.setPen(colors.background);
        painter.drawText(flag, Qt::AlignCenter, flag_text);
    }
    painter.restore();
}

namespace {

QString points_text(const Plot& plot) {
    QString out = "\t" + plot.x.title + "\t" + plot.left.title + "\t" + plot.counted + "\n";
    for (const Series& series : plot.series)
        for (std::size_t n = 0; n < series.points.size(); ++n) {
            if (!std::isfinite(series.points[n].y())) continue;
            out += series.name + "\t" + QString::number(axis_value(plot.x, series.points[n].x()), 'g', 12) + "\t" +
                   QString::number(axis_value(series.right ? plot.right : plot.left, series.points[n].y()), 'g', 12) + "\t" +
                   (n < series.counts.size() ? QString::number(series.counts[n], 'g', 12) : QString()) + "\n";
        }
    return out;
}

}  // namespace

QString plot_text(const Plot& plot) {
    QString out = plot.x.title;
    for (const Series& series : plot.series)
        out += "\t" + series.name + (series.base.empty() ? QString() : "\t" + series.name);
    if (std::ranges::any_of(plot.series, &Series::dots)) return points_text(plot);
    out += "\n";
    if (plot.series.empty()) return out;
    for (const QPointF& point : plot.series.front().points) {
        out += QString::number(axis_value(plot.x, point.x()), 'g', 12);
        for (const Series& series : plot.series) {
            const double value = value_at(series, point.x());
            out += "\t" + (std::isfinite(value) ? QString::number(value, 'g', 12) : QString());
            if (series.base.empty()) continue;
            Series lower;
            lower.points = series.base;
            const double low = value_at(lower, point.x());
            out += "\t" + (std::isfinite(low) ? QString::number(low, 'g', 12) : QString());
        }
        out += "\n";
    }
    return out;
}

}  // namespace orelens::charts
