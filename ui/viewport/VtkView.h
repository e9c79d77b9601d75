// The 3D view as a Qt 6 widget: a QOpenGLWidget whose picture is drawn by VTK into its own framebuffer and
// copied. Mouse: left drag orbits, middle or shift+left pans, wheel zooms toward the cursor, double click
// sets the pivot, a click picks; the legend is dragged by its plate, handles by their knobs. Keys: arrows orbit, + and − zoom, Home shows everything. Everything shown lives in scene::Scene;
// after changing the scene directly call `request_render`. Call `prepare_application` before the QApplication
// is made.
#pragma once

#include <QImage>
#include <QOpenGLWidget>
#include <QSize>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "ui/scene/Render.h"
#include "ui/scene/Scene.h"

namespace orelens::viewport {

[[nodiscard]] QImage image_of(const scene::Picture& picture);

class VtkView : public QOpenGLWidget {
    Q_OBJECT
  public:
    /// Default surface format, shared contexts and the xcb platform; before QApplication.
    static void prepare_application();

    explicit VtkView(QWidget* parent = nullptr);
    ~VtkView() override;

    [[nodiscard]] scene::Scene& scene();

    // The same as on the scene, plus a render request.
    void set_data(scene::SceneData data);
    /// See scene::Scene.
    void set_data_but_blocks(scene::SceneData data);
    bool take_blocks(std::shared_ptr<scene::PreparedBlocks> made);
    void set_look(const scene::Look& look);
    void set_mask(std::shared_ptr<const blocks::BlockMask> mask);
    void set_kept_holes(std::shared_ptr<const scene::HoleStretches> kept);
    /// While `dragging`, quality drops; it returns by itself 200 ms after the last change, or with `settled`.
    void set_price(double quoted, scene::PriceMotion motion);
    void show_view(scene::StandardView view);  ///< flies there
    void fit();
    /// Flies to the bulk of the data: holes far away from everything else are left out.
    void show_deposit();
    /// Marks a block with a bright frame, or nothing.
    void highlight(const scene::PickResult& picked);
    void fly_to(const scene::CameraState& camera);
    /// Stands where another view stands, at once and without a signal; quality drops while the other one moves.
    void follow(const scene::CameraState& camera);
    /// Flies to a hole and marks it from…to (NaN = all of it).
    void show_hole(std::int32_t collar, double from_m, double to_m);

    /// Requests coalesce into one frame of the event loop.
    void request_render();
    /// The picture at any size with the present camera; legend, axes and (when asked) price burnt in. At
    /// once, for the clipboard.
    [[nodiscard]] QImage screenshot(const QSize& pixels, bool transparent, bool caption);
    /// A still of the scene, changed by `prepare`, drawn in a window of its own: `progress` may serve events
    /// between pieces (scene::render_picture), the view and its scene go on meanwhile.
    /// `pixel_ratio` of its texts; 0 = they keep their share of the view.
    base::Expected<scene::Picture> still(const QSize& pixels, bool transparent,
                                         const std::function<void(scene::Scene&)>& prepare,
                                         base::Progress& progress, double pixel_ratio = 0);

    /// Draws something of its own in another window: the view's context is let go before.
    base::Expected<scene::Picture> apart(const std::function<base::Expected<scene::Picture>()>& draw);

    /// Legend, caption and scale larger than usual by a factor: for a room full of people.
    void set_enlarged(double factor);
    /// Off for tests: flights then arrive at once.
    void set_animated(bool animated);
    [[nodiscard]] double last_frame_ms() const;

    /// What a click means. With `points` it sets one; a double click or Enter ends, Escape gives up, Backspace takes the
    /// last one back.
    enum class Tool { look, points };
    void set_tool(Tool tool, bool closed = false);
    [[nodiscard]] Tool tool() const;
    [[nodiscard]] const std::vector<scene::Vec3>& points() const;
    /// Lines beside the last point.
    void tell_points(const std::vector<std::string>& words);

    /// Knobs for a hand; see scene::Handle.
    void set_handles(scene::HandleSet handles);

  Q_SIGNALS:
    /// A handle was taken; its moves follow, counted from here.
    void handleTaken(const QString& id);
    /// Metres along its axis or degrees about it since it was taken; `dragging` until it is let go. Escape lets go at 0.
    void handleMoved(const QString& id, double by, bool dragging);
    /// A point was set or taken back.
    void pointsChanged();
    /// No more will come; the points stay until another tool is taken. False: given up.
    void pointsEnded(bool taken);
    /// A right click that moved nothing.
    void menuWanted(const orelens::scene::PickResult& under, const QPoint& global);
    void picked(const orelens::scene::PickResult& result);
    /// What lies under the resting or passing mouse, some times a second; empty when it has left.
    void hovered(const orelens::scene::PickResult& result);
    void cameraChanged();
    /// The legend was moved by hand: shares as Look::legend_at has them; x < 0: back to where it stands by itself.
    void legendMoved(double x, double y);
    /// A double click on the legend: its colours are to be edited.
    void legendOpened();
    /// Page down (1) or up (−1): the next of the kept views.
    void stepWanted(int way);
    /// After each frame, with its time.
    void frameDrawn(double milliseconds);

  protected:
    void initializeGL() override;
    void paintGL() override;
    void resizeGL(int width, int height) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    struct Bridge;
    void camera_moved();
    void step_flight();
    void release_graphics();
    scene::Picture grab(const QSize& pixels, bool transparent, bool caption);
    [[nodiscard]] double text_scale(const QSize& pixels) const;
    void show_points();
    bool take_point_key(int key);
    [[nodiscard]] QPointF device_point(const QPointF& at) const;
    [[nodiscard]] bool on_legend(const QPointF& at) const;
    void move_legend(const QPointF& to);
    bool take_handle(const QPointF& at);
    void move_handle(const QPointF& to, bool dragging);
    void drop_handle();
    std::unique_ptr<Bridge> bridge_;
};

}  // namespace orelens::viewport
