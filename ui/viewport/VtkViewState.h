// What VtkView holds; shared by VtkView.cpp (frames) and Navigation.cpp (mouse and keys), nobody else.
#pragma once

#include "ui/viewport/VtkBridge.h"
#include "ui/viewport/VtkView.h"
// Qt after VTK
#include <QElapsedTimer>
#include <QPointF>
#include <QTimer>

namespace orelens::viewport {

struct VtkView::Bridge {
    explicit Bridge(VtkView* view)
        : gl(view, [view] {
              // Only VTK's own wishes end here; ours go through request_render.
              view->update();
          }) {}
    scene::Scene scene;
    VtkBridge gl;
    bool dirty = true;
    bool animated = true;
    double enlarged = 1;
    bool prices_move = false;
    double frame_ms = 0;
    QTimer settle, flight, refine, hover;
    QPointF hovers_at;
    QElapsedTimer flight_clock;
    scene::CameraState flight_from, flight_to;
    QPointF pressed, last;
    Qt::MouseButton button = Qt::NoButton;
    bool wandered = false;
    bool moves_legend = false;
    QPointF legend_grip;  ///< device pixels from its lower left corner to where it was taken
    VtkView::Tool tool = VtkView::Tool::look;
    bool closed = false;  ///< the points are the corners of an outline
    std::vector<scene::Vec3> points;
    std::vector<std::string> point_words;
    std::optional<scene::Handle> handle;  ///< that is held, as it was when it was taken
    QPointF handle_from;                  ///< device pixels
    QMetaObject::Connection context_gone;
};

}  // namespace orelens::viewport
