#include "ui/map/MapScene.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

namespace orelens::maps {
namespace {

MapScene::Outline outline_of(std::span<const io::LonLat> corners) {
    MapScene::Outline outline;
    outline.corners.reserve(static_cast<qsizetype>(corners.size()));
    for (const io::LonLat& corner : corners) outline.corners.push_back(to_plane(corner));
    outline.box = outline.corners.boundingRect();
    return outline;
}

/// A rectangle with room about it; a null one about a place is never empty then.
QRectF grown(const QRectF& box, double by) {
    return box.adjusted(-by, -by, by, by);
}

double distance2(const QPointF& a, const QPointF& b) {
    const QPointF d = a - b;
    return d.x() * d.x() + d.y() * d.y();
}

bool has_place(const QPointF& place) {
    return std::isfinite(place.x()) && std::isfinite(place.y());
}

/// Squared distance of a place from a stretch of a line.
double distance2(const QPointF& at, const QPointF& a, const QPointF& b) {
    const QPointF along = b - a;
    const double length2 = distance2(a, b);
    const double part = length2 > 0 ? std::clamp(QPointF::dotProduct(at - a, along) / length2, 0.0, 1.0) : 0;
    return distance2(at, a + along * part);
}

}  // namespace

MapScene::MapScene() {
    for (const auto& ring : io::basemap().land) land_.push_back(outline_of(ring));
    for (const auto& line : io::basemap().borders) borders_.push_back(outline_of(line));
}

void MapScene::set_marks(MapMarks marks) {
    marks_ = std::move(marks);
    size_marks();
    places_.clear();
    for (const MapMark& mark : marks_.marks) places_.push_back(to_plane(mark.place));
    order_marks();
    cells_.clear();
    if (order_.empty()) return;
    // Squares of such a size that a hundred marks share one where they are spread evenly.
    const QRectF all = extent();
    const double side =
        std::max(std::sqrt(std::max(all.width() * all.height(), 1e-12) * 100 / static_cast<double>(places_.size())), 1e-6);
    std::map<std::pair<int, int>, std::size_t> numbers;
    for (const std::uint32_t mark : order_) {
        const QPointF at = places_[mark];
        const std::pair key(static_cast<int>((at.x() - all.left()) / side), static_cast<int>((at.y() - all.top()) / side));
        const auto [entry, fresh] = numbers.try_emplace(key, cells_.size());
        if (fresh) cells_.push_back({QRectF(at, at), {}});
        Cell& cell = cells_[entry->second];
        cell.marks.push_back(mark);
        cell.box.setCoords(std::min(cell.box.left(), at.x()), std::min(cell.box.top(), at.y()),
                           std::max(cell.box.right(), at.x()), std::max(cell.box.bottom(), at.y()));
    }
}

bool MapScene::set_states(const std::vector<std::uint8_t>& states) {
    if (states.size() != marks_.marks.size() ||
        std::ranges::any_of(states, [&](std::uint8_t state) { return state >= marks_.states.size(); }))
        return false;
    for (std::size_t n = 0; n < states.size(); ++n) marks_.marks[n].state = states[n];
    return true;
}

bool MapScene::set_states(const std::vector<std::pair<std::size_t, std::uint8_t>>& changed) {
    if (std::ranges::any_of(changed, [&](const auto& one) { return one.first >= marks_.marks.size() || one.second >= marks_.states.size(); }))
        return false;
    for (const auto& [mark, state] : changed) marks_.marks[mark].state = state;
    return true;
}

void MapScene::size_marks() {
    largest_ = 0;
    for (const MapMark& mark : marks_.marks)
        if (std::isfinite(mark.amount)) largest_ = std::max(largest_, mark.amount);
    radii_.clear();
    for (const MapMark& mark : marks_.marks) radii_.push_back(static_cast<float>(radius_of(mark.amount)));
}

void MapScene::order_marks() {
    order_.resize(places_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    // What has no place keeps its number and is on no map.
    std::erase_if(order_, [&](std::uint32_t mark) { return !has_place(places_[mark]); });
    std::ranges::stable_sort(order_, [&](std::uint32_t a, std::uint32_t b) { return radii_[a] > radii_[b]; });
}

void MapScene::set_amounts(const std::vector<std::pair<std::size_t, double>>& changed) {
    for (const auto& [mark, amount] : changed)
        if (mark < marks_.marks.size()) marks_.marks[mark].amount = amount;
    size_marks();
    order_marks();
}

void MapScene::set_note(std::size_t mark, const QString& note) {
    if (mark < marks_.marks.size()) marks_.marks[mark].note = note;
}

void MapScene::set_layers(std::vector<io::MapLayer> layers) {
    layers_ = std::move(layers);
    shapes_.clear();
    for (std::size_t n = 0; n < layers_.size(); ++n)
        for (const io::MapPart& part : layers_[n].parts)
            shapes_.push_back({outline_of(std::span(layers_[n].corners).subspan(part.first, part.count)), part.kind, n,
                               part.feature});
}

QRectF MapScene::extent() const {
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    const auto add = [&](double x, double y) {
        low[0] = std::min(low[0], x);
        low[1] = std::min(low[1], y);
        high[0] = std::max(high[0], x);
        high[1] = std::max(high[1], y);
    };
    for (const QPointF& place : places_)
        if (has_place(place)) add(place.x(), place.y());
    for (const Shape& shape : shapes_) {
        add(shape.outline.box.left(), shape.outline.box.top());
        add(shape.outline.box.right(), shape.outline.box.bottom());
    }
    return low[0] > high[0] ? QRectF() : QRectF(QPointF(low[0], low[1]), QPointF(high[0], high[1]));
}

double MapScene::radius_of(double amount) const {
    if (!std::isfinite(amount)) return unknown_disc;
    if (!(amount > 0) || !(largest_ > 0)) return smallest_disc;
    return std::max(smallest_disc, largest_disc * std::sqrt(amount / largest_));
}

std::optional<std::size_t> MapScene::mark_at(const MapFrame& frame, const QPointF& pixel) const {
    const QPointF at = frame.plane(pixel);
    std::optional<std::size_t> best;
    for (const Cell& cell : cells_) {
        if (!grown(cell.box, (largest_disc + 2) / frame.scale).contains(at)) continue;
        for (const std::uint32_t mark : cell.marks) {
            const double reach = (radii_[mark] + 2) / frame.scale;
            if (distance2(places_[mark], at) > reach * reach) continue;
            if (!best || radii_[mark] < radii_[*best] ||
                (radii_[mark] == radii_[*best] && distance2(places_[mark], at) < distance2(places_[*best], at)))
                best = mark;
        }
    }
    return best;
}

QString MapScene::shape_at(const MapFrame& frame, const QPointF& pixel) const {
    const QPointF at = frame.plane(pixel);
    const double reach = 5 / frame.scale;
    // The last drawn lies on top.
    for (auto shape = shapes_.rbegin(); shape != shapes_.rend(); ++shape) {
        if (!grown(shape->outline.box, reach).contains(at)) continue;
        const QPolygonF& corners = shape->outline.corners;
        bool here = false;
        // By all rings of the feature: a place in a hole is not in it.
        if (shape->kind == io::MapKind::areas)
            for (const Shape& ring : shapes_)
                if (ring.kind == io::MapKind::areas && ring.layer == shape->layer && ring.feature == shape->feature && ring.outline.box.contains(at))
                    here = here != ring.outline.corners.containsPoint(at, Qt::OddEvenFill);
        for (qsizetype n = 0; !here && n < corners.size(); ++n)
            here = distance2(at, corners[n], corners[shape->kind == io::MapKind::points || n + 1 == corners.size() ? n : n + 1]) <=
                   reach * reach;
        if (!here) continue;
        const io::MapLayer& layer = layers_[shape->layer];
        return QString::fromStdString(layer.labels[shape->feature]) + "\n" + QString::fromStdString(layer.name);
    }
    return {};
}

std::vector<std::size_t> MapScene::marks_within(const MapFrame& frame, const QPolygonF& pixels) const {
    QPolygonF ring;
    for (const QPointF& pixel : pixels) ring.push_back(frame.plane(pixel));
    const QRectF box = ring.boundingRect();
    std::vector<std::size_t> found;
    for (const Cell& cell : cells_) {
        if (!grown(cell.box, 1e-12).intersects(box)) continue;
        for (const std::uint32_t mark : cell.marks)
            if (ring.containsPoint(places_[mark], Qt::OddEvenFill)) found.push_back(mark);
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::size_t> MapScene::marks_in_sight(const MapFrame& frame) const {
    const QRectF shown = frame.shown();
    std::vector<std::size_t> found;
    for (std::size_t mark = 0; mark < places_.size(); ++mark)
        if (has_place(places_[mark]) && shown.contains(places_[mark])) found.push_back(mark);
    return found;
}

std::vector<std::size_t> MapScene::counts() const {
    std::vector<std::size_t> counts(marks_.states.size(), 0);
    for (const MapMark& mark : marks_.marks)
        if (mark.state < counts.size()) ++counts[mark.state];
    return counts;
}

}  // namespace orelens::maps
