#include "ui/panels/Scroller.h"

#include <QEvent>
#include <QScrollBar>

namespace orelens::panels {

Scroller::Scroller(QWidget* body, QWidget* parent) : QScrollArea(parent) {
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    body->installEventFilter(this);
}

QSize Scroller::minimumSizeHint() const {
    const int bar = verticalScrollBar()->sizeHint().width();
    return {widget()->minimumSizeHint().width() + bar, fontMetrics().height() * 8};
}

bool Scroller::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

}  // namespace orelens::panels
