#include "ui/viewport/VtkView.h"

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkRenderer.h>
// VTK's OpenGL loader first, Qt's declarations after it.
#include <QApplication>
#include <QOpenGLContext>
#include <QSurfaceFormat>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/viewport/VtkViewState.h"

namespace orelens::viewport {
namespace {

constexpr int settle_ms = 200;  // after the last change the full picture follows
constexpr int hover_ms = 40;
constexpr double flight_ms = 350;
constexpr double longest_frame_ms = 80;  // pictures that take longer come in slices, events in between
constexpr double slice_ms = 40;

double mixed(double a, double b, double t) {
    return a + (b - a) * t;
}
scene::Vec3 mixed(const scene::Vec3& a, const scene::Vec3& b, double t) {
    return {mixed(a[0], b[0], t), mixed(a[1], b[1], t), mixed(a[2], b[2], t)};
}

/// Between two cameras: the focus slides, the viewpoint swings around it at a blended distance.
scene::CameraState between(const scene::CameraState& from, const scene::CameraState& to, double t) {
    scene::CameraState out = to;
    out.focal_point = mixed(from.focal_point, to.focal_point, t);
    const auto offset = [](const scene::CameraState& c) {
        return scene::Vec3{c.position[0] - c.focal_point[0], c.position[1] - c.focal_point[1],
                           c.position[2] - c.focal_point[2]};
    };
    const auto length = [](const scene::Vec3& v) {
        return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    };
    const scene::Vec3 a = offset(from), b = offset(to);
    scene::Vec3 direction = mixed(a, b, t);
    if (length(direction) < 1e-3 * (length(a) + length(b))) direction = t < 0.5 ? a : b;
    const double distance = mixed(length(a), length(b), t) / std::max(1e-12, length(direction));
    for (int c = 0; c < 3; ++c) out.position[c] = out.focal_point[c] + distance * direction[c];
    out.view_up = mixed(from.view_up, to.view_up, t);
    if (length(out.view_up) < 1e-3) out.view_up = to.view_up;
    out.parallel_scale = mixed(from.parallel_scale, to.parallel_scale, t);
    return out;
}

/// Places go through the coordinates that are drawn, which costs a last digit.
bool same_place(const scene::CameraState& a, const scene::CameraState& b) {
    const auto apart = [](const scene::Vec3& v, const scene::Vec3& w) {
        return std::hypot(v[0] - w[0], v[1] - w[1], v[2] - w[2]);
    };
    const double near = 1e-7 * (apart(a.position, a.focal_point) + apart(b.position, b.focal_point));
    return apart(a.position, b.position) <= near && apart(a.focal_point, b.focal_point) <= near &&
           apart(a.view_up, b.view_up) <= 1e-7 && a.view_angle_deg == b.view_angle_deg &&
           std::abs(a.parallel_scale - b.parallel_scale) <= 1e-7 * std::abs(a.parallel_scale);
}

}  // namespace

void VtkView::prepare_application() {
    // Debian's VTK loads OpenGL through GLX only; under Wayland Qt would make EGL contexts and stay black.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "xcb");
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setRedBufferSize(8);
    format.setGreenBufferSize(8);
    format.setBlueBufferSize(8);
    format.setAlphaBufferSize(8);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
}

VtkView::VtkView(QWidget* parent) : QOpenGLWidget(parent), bridge_(std::make_unique<Bridge>(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
    setUpdateBehavior(QOpenGLWidget::NoPartialUpdate);
    bridge_->gl.window()->AddRenderer(bridge_->scene.renderer());
    bridge_->settle.setSingleShot(true);
    bridge_->settle.setInterval(settle_ms);
    connect(&bridge_->settle, &QTimer::timeout, this, [this] {
        bridge_->scene.set_moving(false);
        if (std::exchange(bridge_->prices_move, false))
            bridge_->scene.set_price(bridge_->scene.price(), scene::PriceMotion::settled);
        request_render();
    });
    bridge_->scene.set_slices(longest_frame_ms);
    bridge_->refine.setInterval(0);
    connect(&bridge_->refine, &QTimer::timeout, this, [this] {
        bool due = true;
        bridge_->gl.with_context([&] { due = bridge_->scene.refine(slice_ms); });
        if (!due && bridge_->scene.unfinished()) return;
        bridge_->refine.stop();
        if (due) request_render();
    });
    setMouseTracking(true);
    bridge_->hover.setSingleShot(true);
    bridge_->hover.setInterval(hover_ms);
    connect(&bridge_->hover, &QTimer::timeout, this, [this] {
        const QPointF at = device_point(bridge_->hovers_at);
        Q_EMIT hovered(bridge_->scene.pick(at.x(), at.y()));
    });
    bridge_->flight.setInterval(16);
    connect(&bridge_->flight, &QTimer::timeout, this, [this] { step_flight(); });
}

VtkView::~VtkView() {
    disconnect(bridge_->context_gone);
    release_graphics();
}

void VtkView::release_graphics() {
    bridge_->refine.stop();
    bridge_->gl.finalise([this] { bridge_->scene.release_graphics(bridge_->gl.window()); });
    if (QOpenGLContext* own = context(); own != nullptr && QOpenGLContext::currentContext() == own)
        own->doneCurrent();
}

scene::Scene& VtkView::scene() {
    return bridge_->scene;
}

void VtkView::set_data(scene::SceneData content) {
    const auto before = bridge_->scene.extent();
    bridge_->scene.set_data(std::move(content));
    // The camera stands before other data now; a flight went to the old.
    if (bridge_->scene.extent() != before) bridge_->flight.stop();
    request_render();
}

void VtkView::set_data_but_blocks(scene::SceneData content) {
    const auto before = bridge_->scene.extent();
    bridge_->scene.set_data_but_blocks(std::move(content));
    if (bridge_->scene.extent() != before) bridge_->flight.stop();
    request_render();
}

bool VtkView::take_blocks(std::shared_ptr<scene::PreparedBlocks> made) {
    if (!bridge_->scene.take_blocks(std::move(made))) return false;
    request_render();
    return true;
}

void VtkView::set_look(const scene::Look& look) {
    bridge_->scene.set_look(look);
    request_render();
}

void VtkView::set_mask(std::shared_ptr<const blocks::BlockMask> mask) {
    if (mask == bridge_->scene.mask()) return;
    bridge_->scene.set_mask(std::move(mask));
    request_render();
}

void VtkView::set_kept_holes(std::shared_ptr<const scene::HoleStretches> kept) {
    if (kept == bridge_->scene.kept_holes()) return;
    bridge_->scene.set_kept_holes(std::move(kept));
    request_render();
}

void VtkView::set_price(double quoted, scene::PriceMotion motion) {
    bridge_->scene.set_price(quoted, motion);
    bridge_->prices_move = motion == scene::PriceMotion::dragging;
    if (bridge_->prices_move) bridge_->settle.start();
    request_render();
}

void VtkView::show_view(scene::StandardView view) {
    fly_to(bridge_->scene.view_camera(view));
}

void VtkView::fit() {
    bridge_->flight.stop();
    bridge_->scene.fit();
    camera_moved();
}

void VtkView::show_deposit() {
    fly_to(bridge_->scene.bulk_camera());
}

void VtkView::highlight(const scene::PickResult& picked) {
    if (picked.block_hit)
        bridge_->scene.highlight_block(picked.block);
    else if (picked.hole >= 0)
        bridge_->scene.highlight_hole(picked.hole, std::nan(""), std::nan(""));
    else
        bridge_->scene.clear_highlight();
    request_render();
}

void VtkView::fly_to(const scene::CameraState& camera) {
    bridge_->flight.stop();
    if (!bridge_->animated || !isVisible()) {
        bridge_->scene.set_camera(camera);
        Q_EMIT cameraChanged();
        request_render();
        return;
    }
    bridge_->flight_from = bridge_->scene.camera();
    bridge_->flight_to = camera;
    bridge_->flight_clock.start();
    bridge_->flight.start();
}

void VtkView::follow(const scene::CameraState& camera) {
    if (same_place(camera, bridge_->scene.camera())) return;
    bridge_->flight.stop();
    bridge_->scene.set_camera(camera);
    bridge_->scene.set_moving(true);
    bridge_->settle.start();
    request_render();
}

void VtkView::step_flight() {
    const double t = std::min(1.0, static_cast<double>(bridge_->flight_clock.elapsed()) / flight_ms);
    const double eased = t * t * (3 - 2 * t);
    bridge_->scene.set_camera(t < 1 ? between(bridge_->flight_from, bridge_->flight_to, eased)
                                    : bridge_->flight_to);
    if (t >= 1) bridge_->flight.stop();
    camera_moved();
}

void VtkView::show_hole(std::int32_t collar, double from_m, double to_m) {
    bridge_->scene.highlight_hole(collar, from_m, to_m);
    fly_to(bridge_->scene.hole_camera(collar));
}

void VtkView::request_render() {
    bridge_->dirty = true;
    update();
}

void VtkView::camera_moved() {
    bridge_->scene.set_moving(true);
    bridge_->settle.start();
    Q_EMIT cameraChanged();
    request_render();
}

QImage image_of(const scene::Picture& picture) {
    if (picture.pixels.empty()) return {};
    const auto format = picture.channels == 4 ? QImage::Format_RGBA8888 : QImage::Format_RGB888;
    const QImage image(picture.pixels.data(), picture.width, picture.height,
                       static_cast<qsizetype>(picture.width) * picture.channels, format);
    return image.copy();  // the pixels go with `picture`
}

QImage VtkView::screenshot(const QSize& pixels, bool transparent, bool caption) {
    return image_of(grab(pixels, transparent, caption));
}

double VtkView::text_scale(const QSize& pixels) const {
    // Texts keep their share of the picture.
    const double ratio = devicePixelRatioF();
    return ratio * pixels.height() / std::max(1.0, height() * ratio);
}

base::Expected<scene::Picture> VtkView::still(const QSize& pixels, bool transparent,
                                              const std::function<void(scene::Scene&)>& prepare,
                                              base::Progress& progress, double pixel_ratio) {
    if (!progress.report(0)) return base::cancelled();
    scene::Scene copy;
    copy.copy_from(bridge_->scene);
    prepare(copy);
    return this->apart([&] {
        return scene::render_picture(copy, pixels.width(), pixels.height(), transparent,
                                     pixel_ratio > 0 ? pixel_ratio : text_scale(pixels), progress);
    });
}

base::Expected<scene::Picture> VtkView::apart(const std::function<base::Expected<scene::Picture>()>& draw) {
    // VTK takes another context now; Qt must not believe that its own is still the current one.
    if (QOpenGLContext* current = QOpenGLContext::currentContext()) current->doneCurrent();
    return draw();
}

scene::Picture VtkView::grab(const QSize& pixels, bool transparent, bool caption) {
    scene::Picture picture;
    const scene::Look look = bridge_->scene.look();
    scene::Look with = look;
    with.caption = caption;
    const scene::HandleSet handles = bridge_->scene.handles();
    const double corner = bridge_->scene.corner();
    const std::array<double, 4> panel = bridge_->scene.panel();
    bridge_->gl.with_context([&] {
        bridge_->scene.set_handles({});  // they are for hands, as are the tools and the slider over the view
        bridge_->scene.set_corner(0);
        bridge_->scene.set_panel({});
        bridge_->scene.set_look(with);
        picture = scene::grab_picture(bridge_->scene, bridge_->gl.window(), pixels.width(), pixels.height(),
                                      transparent, text_scale(pixels));
        bridge_->scene.set_look(look);
        bridge_->scene.set_handles(handles);
        bridge_->scene.set_corner(corner);
        bridge_->scene.set_panel(panel);
    });
    bridge_->scene.set_pixel_ratio(devicePixelRatioF() * bridge_->enlarged);
    request_render();
    return picture;
}

void VtkView::set_enlarged(double factor) {
    bridge_->enlarged = factor;
    request_render();
}

void VtkView::set_animated(bool animated) {
    bridge_->animated = animated;
}
double VtkView::last_frame_ms() const {
    return bridge_->frame_ms;
}

void VtkView::initializeGL() {
    // Docking may move the view to another context; the old one is still current when it says goodbye.
    disconnect(bridge_->context_gone);
    bridge_->context_gone = connect(
        context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { release_graphics(); },
        Qt::DirectConnection);
    bridge_->gl.initialise();
    bridge_->dirty = true;
}

void VtkView::resizeGL(int /*width*/, int /*height*/) {
    bridge_->dirty = true;
}

void VtkView::paintGL() {
    QElapsedTimer clock;
    clock.start();
    const bool dirty = std::exchange(bridge_->dirty, false);
    bridge_->gl.paint(dirty, [this] { bridge_->scene.set_pixel_ratio(devicePixelRatioF() * bridge_->enlarged); });
    if (!dirty) return;
    if (bridge_->scene.unfinished())
        bridge_->refine.start();
    else
        bridge_->refine.stop();
    bridge_->frame_ms = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
    Q_EMIT frameDrawn(bridge_->frame_ms);
}

}  // namespace orelens::viewport
