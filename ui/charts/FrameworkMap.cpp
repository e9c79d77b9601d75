#include "ui/charts/FrameworkMap.h"

#include <QPainter>
#include <QResizeEvent>
#include <algorithm>

namespace orelens::charts {
namespace {

constexpr double least_row = 1.2;  ///< in lines: lower ones would lie on each other's letters

struct Places {
    QRectF title, subtitle, properties;
    std::vector<QRectF> halves, heads;
    std::vector<std::vector<QRectF>> rows;
};

std::size_t most_rows(const Framework& framework) {
    std::size_t most = 1;
    for (const FrameworkColumn& column : framework.columns) most = std::max(most, column.rows.size());
    return most;
}

/// Words beside the edges of a row or a half.
QRectF words_in(const QRectF& place) {
    return place.adjusted(7, 0, -4, 0);
}

/// As high as the longer of their values is in as many lines as it takes.
double half_height(const Framework& framework, const QFontMetricsF& metrics, double wide) {
    double high = 0;
    for (const FrameworkRow& half : framework.halves)
        high = std::max(high, metrics.boundingRect(words_in({0, 0, wide, 1e6}), Qt::TextWordWrap, half.value).height());
    return metrics.height() * 1.5 + high;
}

double half_width(const Framework& framework, double wide) {
    return wide / static_cast<double>(std::max<std::size_t>(1, framework.halves.size())) - 4;
}

/// Title, halves, properties and the heads of the columns.
double head_height(const Framework& framework, const QFontMetricsF& metrics, double wide) {
    return metrics.height() * (framework.properties.empty() ? 4.6 : 6.0) + half_height(framework, metrics, half_width(framework, wide));
}

Places places_of(const Framework& framework, const QRectF& area, const QFontMetricsF& metrics) {
    Places places;
    const double line = metrics.height();
    const double most = static_cast<double>(most_rows(framework));
    const double left = area.height() - head_height(framework, metrics, area.width()) - most * least_row * line;
    double y = area.top();
    places.title = QRectF(area.left(), y, area.width(), line * 1.3);
    y += line * 1.4;
    // Where there is room for more than names.
    if (left > line * 2 && !framework.subtitle.isEmpty()) {
        places.subtitle = QRectF(area.left(), y, area.width(), line * 1.2);
        y += line * 1.4;
    }
    const double half = half_width(framework, area.width());
    const double half_high = half_height(framework, metrics, half);
    for (std::size_t n = 0; n < framework.halves.size(); ++n) places.halves.emplace_back(area.left() + (half + 4) * static_cast<double>(n) + 2, y, half, half_high);
    y += half_high + line * 0.3;
    places.properties = QRectF(area.left(), y, area.width(), framework.properties.empty() ? 0 : line * 1.4);
    y += places.properties.height() + line * 0.2;
    const double wide = area.width() / static_cast<double>(std::max<std::size_t>(1, framework.columns.size()));
    const double head = line * 2.4;
    const double high = std::clamp((area.bottom() - y - head) / most, line * least_row, line * 2.4);
    for (std::size_t c = 0; c < framework.columns.size(); ++c) {
        const double x = area.left() + wide * static_cast<double>(c) + 2;
        places.heads.emplace_back(x, y, wide - 4, head);
        std::vector<QRectF> rows;
        for (std::size_t r = 0; r < framework.columns[c].rows.size(); ++r) rows.emplace_back(x, y + head + high * static_cast<double>(r) + 1, wide - 4, high - 2);
        places.rows.push_back(std::move(rows));
    }
    return places;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto one = [&](double from, double to) { return static_cast<float>(from + (to - from) * share); };
    return QColor::fromRgbF(one(a.redF(), b.redF()), one(a.greenF(), b.greenF()), one(a.blueF(), b.blueF()));
}

/// As many of its parts as there is room for, and a sign that there are more; the tooltip tells all of them.
QString parts_that_fit(const QFontMetricsF& metrics, const QString& value, double room) {
    if (metrics.horizontalAdvance(value) <= room) return value;
    QStringList parts = value.split(" · ");
    while (parts.size() > 1) {
        parts.removeLast();
        const QString some = parts.join(" · ") + " · …";
        if (metrics.horizontalAdvance(some) <= room) return some;
    }
    return {};
}

void paint_ground(QPainter& painter, const QRectF& place, const FrameworkRow& row, const ui::ChartColors& colors) {
    const QColor colour = row.colour < 0 ? colors.faint : colors.series[static_cast<std::size_t>(row.colour) % colors.series.size()];
    painter.fillRect(place, mixed(colors.background, colour, 0.12));
    painter.fillRect(QRectF(place.left(), place.top(), place.width() * std::clamp(row.share, 0.0, 1.0), place.height()), mixed(colors.background, colour, 0.45));
    painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), colour);
    painter.setPen(colors.ink);
}

void paint_half(QPainter& painter, const QRectF& place, const FrameworkRow& half, const ui::ChartColors& colors) {
    paint_ground(painter, place, half, colors);
    const double line = QFontMetricsF(painter.font(), painter.device()).height();
    const QRectF words = words_in(place);
    painter.drawText(QRectF(words.left(), words.top() + line * 0.2, words.width(), line), Qt::AlignLeft | Qt::AlignVCenter, half.label);
    painter.drawText(words.adjusted(0, line * 1.25, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, half.value);
    painter.setPen(QPen(colors.ink, 1));
    painter.drawRect(place);
}

/// Name over value where two lines fit, the letters a little smaller if that makes them fit; else beside each other.
void paint_row(QPainter& painter, const QRectF& place, const FrameworkRow& row, const ui::ChartColors& colors) {
    paint_ground(painter, place, row, colors);
    const QFont usual = painter.font();
    const double line = QFontMetricsF(usual, painter.device()).height();
    const QRectF words = words_in(place);
    if (const double share = std::min(1.0, place.height() / (2.05 * line)); share >= 0.74) {
        QFont font = usual;
        font.setPixelSize(std::max(8, static_cast<int>(QFontInfo(usual).pixelSize() * share)));
        painter.setFont(font);
        const QFontMetricsF metrics(font, painter.device());
        const QRectF upper(words.left(), place.center().y() - metrics.height(), words.width(), metrics.height());
        painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.label, Qt::ElideRight, words.width()));
        painter.drawText(upper.translated(0, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, parts_that_fit(metrics, row.value, words.width()));
        painter.setFont(usual);
        return;
    }
    const QFontMetricsF metrics(usual, painter.device());
    const double name = metrics.horizontalAdvance(row.label) + line * 0.4;
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.label, Qt::ElideRight, words.width()));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, parts_that_fit(metrics, row.value, words.width() - name));
}

void paint_framework(QPainter& painter, const QRectF& area, const Framework& framework, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setBold(true);
    const QFontMetricsF metrics(plain, painter.device());
    const double line = metrics.height();
    if (framework.columns.empty()) {
        paint_note(painter, area, framework.empty_note, colors);
        painter.restore();
        return;
    }
    const Places places = places_of(framework, area, metrics);
    painter.setPen(colors.ink);
    painter.setFont(bold);
    painter.drawText(places.title, Qt::AlignCenter, framework.title);
    painter.setFont(plain);
    if (!places.subtitle.isEmpty())
        painter.drawText(places.subtitle, Qt::AlignCenter, metrics.elidedText(framework.subtitle, Qt::ElideRight, area.width()));
    for (std::size_t n = 0; n < framework.halves.size(); ++n) paint_half(painter, places.halves[n], framework.halves[n], colors);
    if (!framework.properties.empty()) {
        const double each = area.width() / static_cast<double>(framework.properties.size());
        for (std::size_t n = 0; n < framework.properties.size(); ++n) {
            painter.setPen(colors.ink);
            const QRectF place(area.left() + each * static_cast<double>(n), places.properties.top(), each, places.properties.height());
            painter.drawText(place, Qt::AlignCenter, metrics.elidedText(framework.properties[n], Qt::ElideRight, each - 8));
        }
    }
    for (std::size_t c = 0; c < framework.columns.size(); ++c) {
        const FrameworkColumn& column = framework.columns[c];
        painter.setPen(colors.ink);
        painter.setFont(bold);
        const QRectF head = places.heads[c];
        painter.drawText(QRectF(head.left(), head.top(), head.width(), line * 1.2), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(bold, painter.device()).elidedText(column.title, Qt::ElideRight, head.width()));
        painter.setFont(plain);
        painter.drawText(QRectF(head.left(), head.top() + line * 1.1, head.width(), line * 1.2), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(column.subtitle, Qt::ElideRight, head.width()));
        for (std::size_t r = 0; r < column.rows.size(); ++r) paint_row(painter, places.rows[c][r], column.rows[r], colors);
    }
    painter.restore();
}

}  // namespace

FrameworkMap::FrameworkMap(QWidget* parent) : PaintedChart({8, 45, {44, 26}, {30, 16}}, parent) {}

void FrameworkMap::set_framework(Framework framework) {
    framework_ = std::move(framework);
    updateGeometry();
    update();
}

/// Every row is at least as high as its letters; a page that is lower scrolls.
QSize FrameworkMap::minimumSizeHint() const {
    const QSize least = PaintedChart::minimumSizeHint();
    if (framework_.columns.empty()) return least;
    const QFontMetricsF letters = metrics();
    const double rows = static_cast<double>(most_rows(framework_)) * least_row * letters.height();
    const double head = head_height(framework_, letters, std::max(width(), least.width()) - 16.0);
    return {least.width(), static_cast<int>(head + rows) + 17};
}

bool FrameworkMap::half_whole(std::size_t half) const {
    const QRectF words = words_in(places_of(framework_, area(), metrics()).halves[half]).adjusted(0, metrics().height() * 1.25, 0, 0);
    return words.contains(metrics().boundingRect(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, framework_.halves[half].value));
}

QRectF FrameworkMap::row_area(std::size_t column, std::size_t row) const {
    const Places places = places_of(framework_, area(), metrics());
    return column < places.rows.size() && row < places.rows[column].size() ? places.rows[column][row] : QRectF();
}

std::optional<FrameworkMap::At> FrameworkMap::at(const QPointF& where) const {
    const Places places = places_of(framework_, area(), metrics());
    for (std::size_t n = 0; n < places.halves.size(); ++n)
        if (places.halves[n].contains(where)) return At{-1, static_cast<int>(n)};
    for (std::size_t c = 0; c < places.heads.size(); ++c) {
        if (places.heads[c].contains(where)) return At{static_cast<int>(c), -1};
        for (std::size_t r = 0; r < places.rows[c].size(); ++r)
            if (places.rows[c][r].contains(where)) return At{static_cast<int>(c), static_cast<int>(r)};
    }
    return std::nullopt;
}

void FrameworkMap::choose(At chosen) {
    const auto [column, row] = chosen;
    if (column < 0) Q_EMIT halfChosen(static_cast<std::size_t>(row));
    else if (row < 0) Q_EMIT columnChosen(static_cast<std::size_t>(column));
    else Q_EMIT rowChosen(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
}

void FrameworkMap::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_framework(painter, area, framework_, colors);
}

/// In another width the values of the halves take another number of lines.
void FrameworkMap::resizeEvent(QResizeEvent* event) {
    PaintedChart::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) updateGeometry();
}

QString FrameworkMap::words_at(const QPointF& where) const {
    const auto here = at(where);
    if (!here || here->second < 0) return {};
    const auto n = static_cast<std::size_t>(here->second);
    const FrameworkRow& row = here->first < 0 ? framework_.halves[n] : framework_.columns[static_cast<std::size_t>(here->first)].rows[n];
    return row.label + " · " + row.value + (row.note.isEmpty() ? "" : "\n" + row.note);
}

QRectF FrameworkMap::in_hand() const {
    const Places places = places_of(framework_, area(), metrics());
    return in_hand_ < places.heads.size() ? places.heads[in_hand_] : QRectF();
}

void FrameworkMap::click(const QPointF& where) {
    if (const auto chosen = at(where)) choose(*chosen);
}

bool FrameworkMap::key(Key key) {
    const std::size_t count = framework_.columns.size();
    if (count == 0 || key == Key::up || key == Key::down) return false;
    in_hand_ = std::min(in_hand_, count - 1);
    if (key == Key::take) {
        choose({static_cast<int>(in_hand_), -1});
        return true;
    }
    in_hand_ = (in_hand_ + (key == Key::right ? 1 : count - 1)) % count;
    setAccessibleDescription(framework_.columns[in_hand_].title);
    return true;
}

QString FrameworkMap::as_text() const {
    QString out = framework_.title + "\n";
    for (const FrameworkRow& half : framework_.halves) out += half.label + "\t\t" + half.value + "\n";
    for (const FrameworkColumn& column : framework_.columns)
        for (const FrameworkRow& row : column.rows) out += column.title + "\t" + row.label + "\t" + row.value + "\n";
    return out;
}

}  // namespace orelens::charts
