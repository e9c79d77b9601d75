#include "ui/map/MapView.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/Words.h"

namespace orelens::maps {
namespace {

constexpr double click_px = 4;
constexpr double zoom_step = 1.5;

}  // namespace

MapView::MapView(QWidget* parent) : charts::Chart(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    frame_ = whole_world(size());
}

QSize MapView::sizeHint() const {
    return {fontMetrics().height() * 36, fontMetrics().height() * 22};
}

QSize MapView::minimumSizeHint() const {
    return {fontMetrics().height() * 13, fontMetrics().height() * 9};
}

void MapView::set_marks(MapMarks marks) {
    look_.chosen.reset();
    look_.lassoed.clear();
    scene_.set_marks(std::move(marks));
    pictures_.forget_marks();
    show_first();
}

bool MapView::set_states(const std::vector<std::uint8_t>& states) {
    if (!scene_.set_states(states)) return false;
    pictures_.forget_marks();
    update();
    return true;
}

bool MapView::set_states(const std::vector<std::pair<std::size_t, std::uint8_t>>& changed) {
    if (!scene_.set_states(changed)) return false;
    pictures_.forget_marks();
    update();
    return true;
}

void MapView::set_amounts(const std::vector<std::pair<std::size_t, double>>& changed) {
    scene_.set_amounts(changed);
    pictures_.forget_marks();
    update();
}

void MapView::set_notes(const std::vector<std::pair<std::size_t, QString>>& changed) {
    for (const auto& [mark, note] : changed) scene_.set_note(mark, note);
}

void MapView::set_layers(std::vector<io::MapLayer> layers) {
    scene_.set_layers(std::move(layers));
    show_first();
}

void MapView::show_first() {
    if (!framed_ && !scene_.empty()) {
        show_all();
        return;
    }
    update();
}

void MapView::set_borders(bool shown) {
    look_.borders = shown;
    update();
}

void MapView::show_all() {
    const QRectF all = scene_.extent();
    framed_ = framed_ || !scene_.empty();
    set_frame(all.isNull() && scene_.empty() ? whole_world(size()) : frame_of(all, size()));
}

void MapView::set_frame(const MapFrame& frame) {
    frame_ = frame;
    frame_.size = {std::max<double>(width(), 1), std::max<double>(height(), 1)};
    frame_.scale = std::max(frame_.scale, whole_world(frame_.size).scale);
    frame_ = frame_.held();
    update();
    Q_EMIT frameChanged();
}

void MapView::choose(std::optional<std::size_t> mark) {
    look_.chosen = mark && *mark < scene_.marks().marks.size() ? mark : std::nullopt;
    update();
}

void MapView::set_lassoed(std::vector<std::size_t> marks) {
    std::erase_if(marks, [&](std::size_t mark) { return mark >= scene_.marks().marks.size(); });
    look_.lassoed = std::move(marks);
    update();
    Q_EMIT lassoChanged();
}

QString MapView::as_text() const {
    const MapMarks& marks = scene_.marks();
    QString out = QStringList{ui::words("ui.map.name"), ui::words("ui.map.longitude"), ui::words("ui.map.latitude"),
                              ui::words("ui.map.in_tonnes", {{"amount", marks.amount_name.toStdString()}}), ui::words("ui.map.state"), ui::words("ui.map.note")}
                      .join('\t') +
                  "\n";
    for (const std::size_t n : scene_.marks_in_sight(frame_)) {
        const MapMark& mark = marks.marks[n];
        QString note = mark.note;
        note.replace('\n', "; ").replace('\t', ' ');
        out += QStringList{mark.label, QString::number(mark.place[0], 'f', 6), QString::number(mark.place[1], 'f', 6),
                           std::isfinite(mark.amount) ? QString::number(mark.amount, 'g', 12) : QString(),
                           mark.state < marks.states.size() ? marks.states[mark.state].name : QString(), note}
                   .join('\t') +
               "\n";
    }
    return out;
}

void MapView::draw(QPainter& painter, const QSize& size) const {
    QFont big = font();
    big.setPixelSize(std::max(10, size.height() / 46));
    painter.setFont(big);
    // The same middle; as much of it as the window shows.
    MapFrame frame = frame_;
    frame.size = size;
    frame.scale = frame_.scale * std::min(size.width() / frame_.size.width(), size.height() / frame_.size.height());
    frame.scale = std::max(frame.scale, whole_world(frame.size).scale);
    frame = frame.held();
    MapLook look = look_;
    look.zoom = std::max(1.0, size.height() / 640.0);
    look.vector = true;
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    painter.save();
    painter.setClipRect(QRect(QPoint(), size));
    paint_ground(painter, scene_, frame, look, colors);
    paint_map(painter, scene_, frame, look, colors);
    painter.restore();
}

void MapView::paintEvent(QPaintEvent* /*event*/) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const double ratio = devicePixelRatioF();
    QPainter painter(this);
    painter.drawImage(QRectF(QPointF(), frame_.size), pictures_.ground(scene_, frame_, look_, colors, ratio));
    if (!isEnabled()) painter.setOpacity(ui::greyed);
    paint_map(painter, scene_, frame_, look_, colors, &pictures_.marks(scene_, frame_, look_, colors, ratio));
    painter.setOpacity(1);
    if (lasso_.size() > 1) {
        QColor wash = colors.accent;
        wash.setAlphaF(0.15F);
        painter.setPen(QPen(colors.accent, 1.5));
        painter.setBrush(wash);
        painter.drawPolygon(lasso_);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.accent, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void MapView::resizeEvent(QResizeEvent* event) {
    // What was in sight stays in sight.
    const QSizeF before = frame_.size;
    const double factor = std::min(width() / std::max(before.width(), 1.0), height() / std::max(before.height(), 1.0));
    if (before.width() > 2 && factor > 0) frame_.scale *= factor;
    set_frame(frame_);
    charts::Chart::resizeEvent(event);
}

void MapView::zoom(double factor, const QPointF& about) {
    framed_ = true;
    set_frame(frame_.zoomed(factor, about));
}

void MapView::wheelEvent(QWheelEvent* event) {
    zoom(std::pow(zoom_step, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void MapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    pressed_ = last_ = event->position();
    dragging_ = false;
    lasso_.clear();
    if ((event->modifiers() & Qt::ShiftModifier) != 0) lasso_.push_back(pressed_);
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) == 0) {
        setCursor(scene_.mark_at(frame_, event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    if (!lasso_.isEmpty()) {
        lasso_.push_back(event->position());
        update();
        return;
    }
    dragging_ = dragging_ || (event->position() - pressed_).manhattanLength() > click_px;
    if (!dragging_) return;
    setCursor(Qt::ClosedHandCursor);
    framed_ = true;
    MapFrame next = frame_;
    // By whole pixels of the screen: the picture moves, and only what comes into sight is painted.
    const double ratio = devicePixelRatioF();
    const QPointF by = QPointF(((event->position() - last_) * ratio).toPoint()) / ratio;
    next.middle -= QPointF(by.x() / frame_.scale, -by.y() / frame_.scale);
    last_ += by;
    set_frame(next);
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    setCursor(Qt::ArrowCursor);
    if (lasso_.size() > 2) {
        const QPolygonF line = std::exchange(lasso_, {});
        set_lassoed(scene_.marks_within(frame_, line));
        return;
    }
    lasso_.clear();
    if (dragging_) {
        dragging_ = false;
        return;
    }
    const auto mark = scene_.mark_at(frame_, event->position());
    choose(mark);
    if (!mark && !look_.lassoed.empty()) set_lassoed({});
    if (mark) Q_EMIT markChosen(*mark);
}

void MapView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto mark = scene_.mark_at(frame_, event->position())) {
        Q_EMIT markOpened(*mark);
        return;
    }
    zoom(2, event->position());
}

void MapView::keyPressEvent(QKeyEvent* event) {
    const QPointF middle(width() / 2.0, height() / 2.0);
    const auto go = [&](double x, double y) {
        framed_ = true;
        MapFrame next = frame_;
        next.middle += QPointF(x * width() / 5 / frame_.scale, y * height() / 5 / frame_.scale);
        set_frame(next);
    };
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoom(zoom_step, middle); return;
        case Qt::Key_Minus: zoom(1 / zoom_step, middle); return;
        case Qt::Key_Left: go(-1, 0); return;
        case Qt::Key_Right: go(1, 0); return;
        case Qt::Key_Up: go(0, 1); return;
        case Qt::Key_Down: go(0, -1); return;
        case Qt::Key_Home: show_all(); return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (look_.chosen) Q_EMIT markOpened(*look_.chosen);
            return;
        default: charts::Chart::keyPressEvent(event);
    }
}

bool MapView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto mark = scene_.mark_at(frame_, help->pos());
        const QString text = mark ? mark_text(scene_.marks(), *mark) : scene_.shape_at(frame_, help->pos());
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return charts::Chart::event(event);
}

}  // namespace orelens::maps
