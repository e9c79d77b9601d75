#include "ui/charts/StackedBars.h"

#include <QPainter>
#include <algorithm>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

struct Layout {
    double line = 0, label = 0, total = 0, legend = 0, row = 0;
    QRectF inner;
};

QColor colour_of(const StackedBars& bars, std::size_t part, const ui::ChartColors& colors) {
    if (static_cast<int>(part) == bars.unknown) return colors.faint;
    return ui::series_colour(colors, part);
}

struct Entry {
    QString name;
    std::size_t part = 0;
    bool hatch = false;  ///< of the marked ones
    QRectF place;
};

/// The legend, each entry at its place: rows of names that fit the width.
std::vector<Entry> legend_of(const QFontMetricsF& metrics, const StackedBars& bars, const QRectF& area) {
    std::vector<Entry> entries;
    for (const std::size_t part : parts_shown(bars)) entries.push_back({bars.names[part], part, false, {}});
    if (!bars.marked_name.isEmpty()) entries.push_back({bars.marked_name, 0, true, {}});
    const double line = metrics.height();
    double x = area.left(), y = area.top();
    for (Entry& entry : entries) {
        const QString& name = entry.name;
        const double wide = line * 1.4 + metrics.horizontalAdvance(name) + line;
        if (x + wide > area.right() && x > area.left()) {
            x = area.left();
            y += line * 1.35;
        }
        entry.place = QRectF(x, y, wide, line);
        x += wide;
    }
    return entries;
}

Layout layout_of(const QFontMetricsF& metrics, const QRectF& area, const StackedBars& bars) {
    Layout l;
    l.line = metrics.height();
    for (const StackedBar& bar : bars.bars) {
        l.label = std::max(l.label, metrics.horizontalAdvance(bar.label));
        l.total = std::max(l.total, metrics.horizontalAdvance(bar.total));
    }
    l.label = std::min(l.label + l.line * 0.6, area.width() * 0.3);
    l.total = std::min(l.total + l.line * 0.6, area.width() * 0.3);
    const auto entries = legend_of(metrics, bars, area);
    l.legend = entries.empty() ? 0 : entries.back().place.bottom() - area.top() + l.line * 0.5;
    l.inner = area.adjusted(l.label, l.legend, -l.total, 0);
    l.row = bars.bars.empty() ? 0 : std::min(l.inner.height() / static_cast<double>(bars.bars.size()), l.line * 2.4);
    return l;
}

QRectF place_of(const Layout& l, const StackedBars& bars, std::size_t bar, std::size_t part) {
    double before = 0;
    for (std::size_t p = 0; p < part; ++p) before += bars.bars[bar].parts[p].share;
    const double thick = l.row * 0.66;
    return {l.inner.left() + before * l.inner.width(), l.inner.top() + l.row * (static_cast<double>(bar) + 0.5) - thick / 2,
            bars.bars[bar].parts[part].share * l.inner.width(), thick};
}

void paint_legend(QPainter& painter, const QRectF& area, const StackedBars& bars, const ui::ChartColors& colors) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    for (const Entry& entry : legend_of(metrics, bars, area)) {
        const QRectF key(entry.place.left(), entry.place.top() + line * 0.15, line, line * 0.7);
        painter.setPen(Qt::NoPen);
        if (entry.hatch)
            painter.fillRect(key, QBrush(colors.ink, Qt::BDiagPattern));
        else
            painter.fillRect(key, colour_of(bars, entry.part, colors));
        painter.setPen(colors.ink);
        painter.drawText(entry.place.adjusted(line * 1.4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, entry.name);
    }
}

void paint_stacked(QPainter& painter, const QRectF& area, const StackedBars& bars, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font(), painter.device());
    if (bars.bars.empty()) {
        paint_note(painter, area, bars.empty_note, colors);
        painter.restore();
        return;
    }
    const Layout l = layout_of(metrics, area, bars);
    paint_legend(painter, area, bars, colors);
    // In rows lower than a line of text the letters are smaller, so that none lies on another row's; what could not be
    // read then is told where the mouse rests.
    if (const double high = l.row * 0.95; high > 0 && high < metrics.height()) {
        QFont small = painter.font();
        small.setPixelSize(std::max(8, static_cast<int>(QFontInfo(painter.font()).pixelSize() * high / metrics.height())));
        painter.setFont(small);
    }
    const QFontMetricsF letters(painter.font(), painter.device());
    for (std::size_t b = 0; b < bars.bars.size(); ++b) {
        const StackedBar& bar = bars.bars[b];
        const double top = l.inner.top() + l.row * static_cast<double>(b);
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), top, l.label - l.line * 0.4, l.row), Qt::AlignLeft | Qt::AlignVCenter,
                         letters.elidedText(bar.label, Qt::ElideRight, l.label - l.line * 0.4));
        painter.drawText(QRectF(l.inner.right() + l.line * 0.4, top, l.total, l.row), Qt::AlignLeft | Qt::AlignVCenter,
                         bar.total);
        for (std::size_t p = 0; p < bar.parts.size(); ++p) {
            if (!(bar.parts[p].share > 0)) continue;
            const QRectF place = place_of(l, bars, b, p);
            const QColor colour = colour_of(bars, p, colors);
            painter.fillRect(place, colour);
            if (bar.parts[p].marked) painter.fillRect(place, QBrush(colors.background, Qt::BDiagPattern));
            painter.setPen(QPen(colors.background, 1));
            painter.drawRect(place);
            const QString share = ui::percent_text(bar.parts[p].share, 0);
            if (letters.horizontalAdvance(share) + l.line * 0.4 < place.width() && place.height() > letters.ascent() * 0.8) {
                painter.setPen(ui::letters_on(colour));
                painter.drawText(place, Qt::AlignCenter, share);
            }
        }
    }
    painter.restore();
}

}  // namespace

std::vector<std::size_t> parts_shown(const StackedBars& bars) {
    std::vector<std::size_t> shown;
    for (std::size_t part = 0; part < bars.names.size(); ++part)
        if (std::ranges::any_of(bars.bars, [&](const StackedBar& bar) { return part < bar.parts.size() && bar.parts[part].share > 0; })) shown.push_back(part);
    return shown;
}

StackedBarsWidget::StackedBarsWidget(QWidget* parent) : PaintedChart({8, 26, {40, 12}, {14, 6}}, parent) {}

void StackedBarsWidget::set_bars(StackedBars bars) {
    bars_ = std::move(bars);
    in_hand_ = {0, 0};
    update();
}

QRectF StackedBarsWidget::part_area(std::size_t bar, std::size_t part) const {
    if (bar >= bars_.bars.size() || part >= bars_.bars[bar].parts.size() || !(bars_.bars[bar].parts[part].share > 0))
        return {};
    return place_of(layout_of(metrics(), area(), bars_), bars_, bar, part);
}

std::optional<StackedBarsWidget::At> StackedBarsWidget::part_at(const QPointF& where) const {
    for (std::size_t b = 0; b < bars_.bars.size(); ++b)
        for (std::size_t p = 0; p < bars_.bars[b].parts.size(); ++p)
            if (part_area(b, p).contains(where)) return At{b, p};
    return std::nullopt;
}

QString StackedBarsWidget::part_text(At at) const {
    const BarPart& part = bars_.bars[at.first].parts[at.second];
    QString text = bars_.bars[at.first].label + " · " + bars_.names[at.second] + " · " + ui::percent_text(part.share, 1);
    if (!part.note.isEmpty()) text += "\n" + part.note;
    return text;
}

/// Over parts without a share, and from bar to bar.
void StackedBarsWidget::step(int parts, int bars) {
    if (bars_.bars.empty()) return;
    auto& [bar, part] = in_hand_;
    if (bars != 0) bar = (bar + bars_.bars.size() + static_cast<std::size_t>(bars)) % bars_.bars.size();
    const std::size_t count = bars_.bars[bar].parts.size();
    if (count == 0) return;
    part = std::min(part, count - 1);
    std::size_t next = part;
    for (std::size_t n = 0; n < count; ++n) {
        if (parts != 0 || n > 0) next = (next + count + static_cast<std::size_t>(parts < 0 ? -1 : 1)) % count;
        if (bars_.bars[bar].parts[next].share > 0) break;
    }
    part = next;
    setAccessibleDescription(part_text(in_hand_));
}

void StackedBarsWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_stacked(painter, area, bars_, colors);
}

QString StackedBarsWidget::words_at(const QPointF& where) const {
    const auto at = part_at(where);
    return at ? part_text(*at) : QString();
}

QRectF StackedBarsWidget::in_hand() const {
    return part_area(in_hand_.first, in_hand_.second);
}

void StackedBarsWidget::click(const QPointF& where) {
    const auto at = part_at(where);
    if (!at) return;
    in_hand_ = *at;
    update();
    Q_EMIT partChosen(at->first, at->second);
}

bool StackedBarsWidget::key(Key key) {
    switch (key) {
        case Key::left: step(-1, 0); break;
        case Key::right: step(1, 0); break;
        case Key::up: step(0, -1); break;
        case Key::down: step(0, 1); break;
        case Key::take:
            if (!in_hand().isEmpty()) Q_EMIT partChosen(in_hand_.first, in_hand_.second);
    }
    return true;
}

QString StackedBarsWidget::as_text() const {
    QString out;
    for (const QString& name : bars_.names) out += "\t" + name + " %";
    out += "\n";
    for (const StackedBar& bar : bars_.bars) {
        out += bar.label;
        for (const BarPart& part : bar.parts) out += "\t" + QString::number(100 * part.share, 'g', 12);
        out += "\n";
    }
    return out;
}

}  // namespace orelens::charts
