#include "ui/charts/Treemap.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

namespace orelens::charts {
namespace {

double worst(double row, double least, double most, double side) {
    return std::max(side * side * most / (row * row), row * row / (side * side * least));
}

struct Places {
    std::vector<QRectF> groups, heads;
    std::vector<std::vector<QRectF>> tiles;
};

Places places_of(const Treemap& map, const QRectF& area, double line) {
    Places places;
    std::vector<double> totals;
    for (const TileGroup& group : map.groups)
        totals.push_back(std::accumulate(group.tiles.begin(), group.tiles.end(), 0.0, [](double sum, const Tile& tile) { return sum + tile.size; }));
    places.groups = squarified(totals, area);
    for (std::size_t g = 0; g < map.groups.size(); ++g) {
        const QRectF whole = places.groups[g].adjusted(1, 1, -1, -1);
        const bool head = !map.groups[g].label.isEmpty() && whole.height() > line * 2.2;
        places.heads.push_back(head ? QRectF(whole.left(), whole.top(), whole.width(), line * 1.3) : QRectF());
        std::vector<double> sizes;
        for (const Tile& tile : map.groups[g].tiles) sizes.push_back(tile.size);
        places.tiles.push_back(squarified(sizes, head ? whole.adjusted(0, line * 1.3, 0, 0) : whole));
    }
    return places;
}

void paint_tile(QPainter& painter, const Tile& tile, const QRectF& place, const ui::ChartColors& colors) {
    const QColor colour = tile.colour < 0 ? colors.faint : ui::series_colour(colors, static_cast<std::size_t>(tile.colour));
    painter.fillRect(place, colour);
    painter.setPen(QPen(tile.chosen ? colors.ink : colors.background, tile.chosen ? 3 : 1));
    painter.drawRect(tile.chosen ? place.adjusted(1.5, 1.5, -1.5, -1.5) : place);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QRectF words = place.adjusted(4, 2, -4, -2);
    if (words.width() < metrics.height() * 2 || words.height() < metrics.height()) return;
    painter.setPen(ui::letters_on(colour));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, metrics.elidedText(tile.label, Qt::ElideRight, words.width()));
    if (words.height() > metrics.height() * 2.1 && metrics.horizontalAdvance(tile.value) <= words.width())
        painter.drawText(words.adjusted(0, metrics.height() * 1.1, 0, 0), Qt::AlignLeft | Qt::AlignTop, tile.value);
}

void paint_map(QPainter& painter, const QRectF& area, const Treemap& map, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const Places places = places_of(map, area, metrics.height());
    bool any = false;
    for (std::size_t g = 0; g < map.groups.size(); ++g) {
        if (!places.heads[g].isEmpty()) {
            painter.setPen(colors.ink);
            painter.drawText(places.heads[g].adjusted(2, 0, -2, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             metrics.elidedText(map.groups[g].label, Qt::ElideRight, places.heads[g].width() - 4));
        }
        for (std::size_t t = 0; t < map.groups[g].tiles.size(); ++t) {
            if (places.tiles[g][t].isEmpty()) continue;
            any = true;
            paint_tile(painter, map.groups[g].tiles[t], places.tiles[g][t], colors);
        }
    }
    if (!any) paint_note(painter, area, map.empty_note, colors);
    painter.restore();
}

}  // namespace

std::vector<QRectF> squarified(const std::vector<double>& sizes, const QRectF& area) {
    std::vector<QRectF> places(sizes.size());
    const double total = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    if (!(total > 0) || area.width() <= 0 || area.height() <= 0) return places;
    const double scale = area.width() * area.height() / total;
    QRectF left = area;
    std::size_t from = 0;
    while (from < sizes.size()) {
        const double side = std::min(left.width(), left.height());
        double row = 0, least = 0, most = 0;
        std::size_t to = from;
        while (to < sizes.size()) {
            const double next = sizes[to] * scale;
            if (next <= 0) {
                ++to;
                continue;
            }
            const double low = row > 0 ? std::min(least, next) : next, high = std::max(most, next);
            if (row > 0 && worst(row + next, low, high, side) > worst(row, least, most, side)) break;
            row += next;
            least = low;
            most = high;
            ++to;
        }
        if (!(row > 0) || side <= 0) break;
        const bool upright = left.width() >= left.height();  // the row stands at the left
        const double thick = row / side;
        double at = 0;
        for (std::size_t n = from; n < to; ++n) {
            const double along = sizes[n] * scale / thick;
            if (along <= 0) continue;
            places[n] = upright ? QRectF(left.left(), left.top() + at, thick, along) : QRectF(left.left() + at, left.top(), along, thick);
            at += along;
        }
        left = upright ? left.adjusted(thick, 0, 0, 0) : left.adjusted(0, thick, 0, 0);
        from = to;
    }
    return places;
}

TreemapWidget::TreemapWidget(QWidget* parent) : PaintedChart({4, 36, {30, 20}, {12, 8}}, parent) {}

void TreemapWidget::set_map(Treemap map) {
    map_ = std::move(map);
    update();
}

QRectF TreemapWidget::tile_area(std::size_t group, std::size_t tile) const {
    if (group >= map_.groups.size() || tile >= map_.groups[group].tiles.size()) return {};
    return places_of(map_, area(), metrics().height()).tiles[group][tile];
}

std::optional<TreemapWidget::At> TreemapWidget::tile_at(const QPointF& where) const {
    const Places places = places_of(map_, area(), metrics().height());
    for (std::size_t g = 0; g < places.tiles.size(); ++g)
        for (std::size_t t = 0; t < places.tiles[g].size(); ++t)
            if (places.tiles[g][t].contains(where)) return At{g, t};
    return std::nullopt;
}

QString TreemapWidget::tile_text(At at) const {
    const TileGroup& group = map_.groups[at.first];
    const Tile& tile = group.tiles[at.second];
    QString text = tile.label + " · " + tile.value;
    if (!group.label.isEmpty()) text = group.label + " · " + text;
    return tile.note.isEmpty() ? text : text + "\n" + tile.note;
}

void TreemapWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_map(painter, area, map_, colors);
}

QString TreemapWidget::words_at(const QPointF& where) const {
    const auto at = tile_at(where);
    return at ? tile_text(*at) : QString();
}

void TreemapWidget::click(const QPointF& where) {
    if (const auto at = tile_at(where)) Q_EMIT tileChosen(at->first, at->second);
}

/// Those that have a size, in order.
std::vector<TreemapWidget::At> TreemapWidget::drawn() const {
    std::vector<At> all;
    for (std::size_t g = 0; g < map_.groups.size(); ++g)
        for (std::size_t t = 0; t < map_.groups[g].tiles.size(); ++t)
            if (map_.groups[g].tiles[t].size > 0) all.emplace_back(g, t);
    return all;
}

QRectF TreemapWidget::in_hand() const {
    const std::vector<At> all = drawn();
    return in_hand_ < all.size() ? tile_area(all[in_hand_].first, all[in_hand_].second) : QRectF();
}

bool TreemapWidget::key(Key key) {
    const std::vector<At> all = drawn();
    if (all.empty()) return false;
    in_hand_ = std::min(in_hand_, all.size() - 1);
    if (key == Key::take) {
        const At at = all[in_hand_];
        Q_EMIT tileChosen(at.first, at.second);
        return true;
    }
    const bool forward = key == Key::right || key == Key::down;
    in_hand_ = (in_hand_ + (forward ? 1 : all.size() - 1)) % all.size();
    setAccessibleDescription(tile_text(all[in_hand_]));
    return true;
}

QString TreemapWidget::as_text() const {
    QString out = "\t\t" + map_.unit + "\n";
    for (const TileGroup& group : map_.groups)
        for (const Tile& tile : group.tiles) out += group.label + "\t" + tile.label + "\t" + QString::number(tile.size, 'g', 12) + "\n";
    return out;
}

}  // namespace orelens::charts
