// Where a place of the world stands in a view, in the widget's own pixels.
#pragma once

#include <gtest/gtest.h>

#include <QPointF>

#include "ui/scene/Decor.h"
#include "ui/viewport/VtkView.h"

namespace orelens::tests {

inline QPointF pixel_of(viewport::VtkView& view, const scene::Vec3& at) {
    const scene::CameraState camera = view.scene().camera();
    const double ratio = view.devicePixelRatioF();
    const scene::Eye eye{camera.position,       camera.focal_point,    camera.view_up,
                         camera.view_angle_deg, camera.parallel_scale, view.scene().look().orthographic};
    const scene::Projector project(eye, view.width() * ratio, view.height() * ratio);
    scene::Point2 on{};
    EXPECT_TRUE(project(at, on));
    return {on[0] / ratio, view.height() - on[1] / ratio};
}

}  // namespace orelens::tests
