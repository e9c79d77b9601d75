#include "ui/panels/Scroller.h"

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>

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

Scroller* scrolled_chart(QWidget* chart) {
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(chart);
    return new Scroller(body);
}

}  // namespace orelens::panels
