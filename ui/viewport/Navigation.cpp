// Mouse and keyboard of VtkView. The scene counts device pixels from the lower left corner.
#include "ui/viewport/VtkViewState.h"
// Qt after VTK
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace orelens::viewport {
namespace {

constexpr double click_slack = 3;  // logical pixels a click may wander
constexpr double degrees_per_pixel = 0.3;
constexpr double key_degrees = 5;
constexpr double key_zoom = 1.2;
constexpr double legend_snaps = 24;  // logical pixels from the corner where the legend stands by itself

}  // namespace

QPointF VtkView::device_point(const QPointF& at) const {
    const double ratio = devicePixelRatioF();
    return {at.x() * ratio, (height() - at.y()) * ratio};
}

bool VtkView::on_legend(const QPointF& at) const {
    const auto place = bridge_->scene.legend_place();
    const QPointF device = device_point(at);
    return place && place->has(device.x(), device.y());
}

void VtkView::move_legend(const QPointF& to) {
    const auto place = bridge_->scene.legend_place();
    if (!place) return;
    const QPointF corner = device_point(to) - bridge_->legend_grip;
    const double left = place->x - (bridge_->scene.look().legend_at ? (*bridge_->scene.look().legend_at)[0] : 1) * place->room_x;
    const double foot = left;  // the margin is the same on all sides
    const auto share = [](double at, double from, double room) {
        return room > 0 ? std::clamp((at - from) / room, 0.0, 1.0) : 1.0;
    };
    const double x = share(corner.x(), left, place->room_x), y = share(corner.y(), foot, place->room_y);
    const double near = legend_snaps * devicePixelRatioF();
    const bool home = (1 - x) * place->room_x < near && (1 - y) * place->room_y < near;
    home ? Q_EMIT legendMoved(-1, -1) : Q_EMIT legendMoved(x, y);
}

void VtkView::mousePressEvent(QMouseEvent* event) {
    bridge_->flight.stop();
    bridge_->pressed = bridge_->last = event->position();
    bridge_->button = event->button();
    bridge_->wandered = false;
    if (bridge_->tool == Tool::look && event->button() == Qt::LeftButton && take_handle(event->position()))
        return event->accept();
    bridge_->moves_legend =
        bridge_->tool == Tool::look && event->button() == Qt::LeftButton && on_legend(event->position());
    if (bridge_->moves_legend) {
        const auto place = bridge_->scene.legend_place();
        bridge_->legend_grip = device_point(event->position()) - QPointF(place->x, place->y);
    }
    event->accept();
}

void VtkView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton) {
        if (bridge_->tool == Tool::look) {
            const QPointF at = device_point(event->position());
            const int handle = bridge_->scene.handle_at(at.x(), at.y());
            if (bridge_->scene.set_handle_in_hand(handle)) request_render();
            setCursor(handle >= 0                    ? Qt::OpenHandCursor
                      : on_legend(event->position()) ? Qt::SizeAllCursor
                                                     : Qt::ArrowCursor);
        }
        bridge_->hovers_at = event->position();
        if (!bridge_->hover.isActive()) bridge_->hover.start();
        return;
    }
    const QPointF by = event->position() - bridge_->last;
    const QPointF whole = event->position() - bridge_->pressed;
    if (!bridge_->wandered && std::hypot(whole.x(), whole.y()) <= click_slack) return;
    bridge_->wandered = true;
    bridge_->last = event->position();
    if (bridge_->handle) return move_handle(event->position(), true);
    if (bridge_->moves_legend) return move_legend(event->position());
    const bool pans =
        (event->buttons() & Qt::MiddleButton) != 0 ||
        ((event->buttons() & Qt::LeftButton) != 0 && (event->modifiers() & Qt::ShiftModifier) != 0);
    const double ratio = devicePixelRatioF();
    if (pans)
        bridge_->scene.pan(by.x() * ratio, -by.y() * ratio);
    else if ((event->buttons() & Qt::LeftButton) != 0)
        bridge_->scene.orbit(by.x() * degrees_per_pixel, by.y() * degrees_per_pixel);
    else if ((event->buttons() & Qt::RightButton) != 0)
        bridge_->scene.zoom(std::exp(-0.008 * by.y()), width() * ratio / 2, height() * ratio / 2);
    camera_moved();
    event->accept();
}

void VtkView::mouseReleaseEvent(QMouseEvent* event) {
    const bool click =
        !bridge_->wandered && event->button() == Qt::LeftButton && bridge_->button == Qt::LeftButton;
    if (event->buttons() == Qt::NoButton) bridge_->button = Qt::NoButton;
    if (bridge_->handle && event->button() == Qt::LeftButton) {
        if (bridge_->wandered) move_handle(event->position(), false);
        drop_handle();
        return event->accept();
    }
    if (std::exchange(bridge_->moves_legend, false)) return event->accept();  // nothing lies under it
    const bool asks = !bridge_->wandered && event->button() == Qt::RightButton;
    if (asks) {
        const QPointF at = device_point(event->position());
        Q_EMIT menuWanted(bridge_->scene.pick(at.x(), at.y()), event->globalPosition().toPoint());
    }
    if (click && bridge_->tool == Tool::points) {
        const QPointF at = device_point(event->position());
        if (const auto place = bridge_->scene.place_at(at.x(), at.y())) {
            bridge_->points.push_back(*place);
            show_points();
            Q_EMIT pointsChanged();
        }
    } else if (click) {
        const QPointF at = device_point(event->position());
        Q_EMIT picked(bridge_->scene.pick(at.x(), at.y()));
    }
    event->accept();
}

bool VtkView::take_handle(const QPointF& at) {
    const QPointF device = device_point(at);
    const int taken = bridge_->scene.handle_at(device.x(), device.y());
    if (taken < 0) return false;
    bridge_->handle = bridge_->scene.handles().handles[static_cast<std::size_t>(taken)];
    bridge_->handle_from = device;
    bridge_->scene.set_handle_in_hand(taken);
    setCursor(Qt::ClosedHandCursor);
    Q_EMIT handleTaken(QString::fromStdString(bridge_->handle->id));
    request_render();
    return true;
}

void VtkView::move_handle(const QPointF& to, bool dragging) {
    const QPointF device = device_point(to);
    const double by = bridge_->scene.handle_travel(*bridge_->handle, bridge_->handle_from.x(), bridge_->handle_from.y(),
                                                   device.x(), device.y());
    bridge_->scene.set_moving(true);
    bridge_->settle.start();
    Q_EMIT handleMoved(QString::fromStdString(bridge_->handle->id), by, dragging);
    request_render();
}

void VtkView::drop_handle() {
    bridge_->handle.reset();
    setCursor(Qt::ArrowCursor);
    request_render();
}

void VtkView::set_handles(scene::HandleSet handles) {
    if (handles == bridge_->scene.handles()) return;
    bridge_->scene.set_handles(std::move(handles));
    request_render();
}

void VtkView::set_tool(Tool tool, bool closed) {
    bridge_->tool = tool;
    bridge_->closed = closed;
    bridge_->points.clear();
    bridge_->point_words.clear();
    setCursor(tool == Tool::points ? Qt::CrossCursor : Qt::ArrowCursor);
    show_points();
}

VtkView::Tool VtkView::tool() const {
    return bridge_->tool;
}

const std::vector<scene::Vec3>& VtkView::points() const {
    return bridge_->points;
}

void VtkView::tell_points(const std::vector<std::string>& told) {
    bridge_->point_words = told;
    show_points();
}

void VtkView::show_points() {
    bridge_->scene.set_sketch(bridge_->points, bridge_->closed, bridge_->point_words);
    request_render();
}

/// True: the key was one of the tool's.
bool VtkView::take_point_key(int key) {
    if (bridge_->tool != Tool::points) return false;
    if (key == Qt::Key_Backspace && !bridge_->points.empty()) {
        bridge_->points.pop_back();
        show_points();
        Q_EMIT pointsChanged();
        return true;
    }
    const bool ends = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (!ends && key != Qt::Key_Escape) return false;
    bridge_->tool = Tool::look;
    setCursor(Qt::ArrowCursor);
    Q_EMIT pointsEnded(ends);
    return true;
}

void VtkView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (bridge_->tool == Tool::points) {
        bridge_->wandered = true;
        take_point_key(Qt::Key_Return);
        return event->accept();
    }
    if (on_legend(event->position())) {
        bridge_->wandered = true;
        Q_EMIT legendOpened();
        return event->accept();
    }
    const QPointF at = device_point(event->position());
    const scene::PickResult result = bridge_->scene.pick(at.x(), at.y());
    if (!result.empty()) bridge_->scene.set_pivot(result.point);
    bridge_->wandered = true;  // the release that follows is no click
    event->accept();
}

void VtkView::wheelEvent(QWheelEvent* event) {
    bridge_->flight.stop();
    const double steps =
        event->angleDelta().y() != 0 ? event->angleDelta().y() / 120.0 : event->pixelDelta().y() / 60.0;
    if (steps == 0) return;
    const QPointF at = device_point(event->position());
    bridge_->scene.zoom(std::pow(1.15, steps), at.x(), at.y());
    camera_moved();
    event->accept();
}

void VtkView::leaveEvent(QEvent* event) {
    bridge_->hover.stop();
    if (bridge_->scene.set_handle_in_hand(-1)) request_render();
    Q_EMIT hovered({});
    QOpenGLWidget::leaveEvent(event);
}

void VtkView::keyPressEvent(QKeyEvent* event) {
    if (take_point_key(event->key())) return event->accept();
    if (bridge_->handle && event->key() == Qt::Key_Escape) {
        Q_EMIT handleMoved(QString::fromStdString(bridge_->handle->id), 0, false);
        drop_handle();
        return event->accept();
    }
    const double ratio = devicePixelRatioF();
    const double x = width() * ratio / 2, y = height() * ratio / 2;
    // Shift pans, plain orbits: the same pair as with the mouse.
    const bool pans = (event->modifiers() & Qt::ShiftModifier) != 0;
    const double step = 30 * ratio;
    const auto move = [&](double right, double up) {
        if (pans)
            bridge_->scene.pan(-right * step, -up * step);
        else
            bridge_->scene.orbit(-right * key_degrees, up * key_degrees);
    };
    switch (event->key()) {
        case Qt::Key_PageDown:
        case Qt::Key_PageUp:
            Q_EMIT stepWanted(event->key() == Qt::Key_PageDown ? 1 : -1);
            event->accept();
            return;
        case Qt::Key_Left:
            move(-1, 0);
            break;
        case Qt::Key_Right:
            move(1, 0);
            break;
        case Qt::Key_Up:
            move(0, 1);
            break;
        case Qt::Key_Down:
            move(0, -1);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            bridge_->scene.zoom(key_zoom, x, y);
            break;
        case Qt::Key_Minus:
            bridge_->scene.zoom(1 / key_zoom, x, y);
            break;
        case Qt::Key_Home:
            bridge_->scene.fit();
            break;
        case Qt::Key_Space:
        case Qt::Key_Return:
            // A pick without a mouse: what lies in the middle of the view.
            Q_EMIT picked(bridge_->scene.pick(x, y));
            event->accept();
            return;
        default:
            QOpenGLWidget::keyPressEvent(event);
            return;
    }
    bridge_->flight.stop();
    camera_moved();
    event->accept();
}

}  // namespace orelens::viewport
