// The OpenGL half of VtkView: a VTK window that draws inside a context owned by Qt. Keeps the two apart: VTK
// caches the state of OpenGL and must be told whenever Qt has touched it. No input, no scene.
#pragma once

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <functional>

class QOpenGLWidget;
class QSurface;
class vtkCallbackCommand;
class vtkGenericOpenGLRenderWindow;
class vtkObject;

namespace orelens::viewport {

class VtkBridge {
  public:
    /// `request_frame` is called when VTK itself wants a new picture.
    VtkBridge(QOpenGLWidget* widget, std::function<void()> request_frame);
    ~VtkBridge();
    VtkBridge(const VtkBridge&) = delete;
    VtkBridge& operator=(const VtkBridge&) = delete;

    [[nodiscard]] vtkGenericOpenGLRenderWindow* window() const;
    [[nodiscard]] bool ready() const { return ready_; }
    /// From initializeGL, Qt's context being current.
    void initialise();
    /// From paintGL: draws when `dirty`, then copies VTK's picture into Qt's framebuffer.
    void paint(bool dirty, const std::function<void()>& before_draw);
    /// With the context made current here; for pictures and for the end.
    void with_context(const std::function<void()>& work);
    /// Before the context goes; the bridge can be initialised again afterwards.
    void finalise(const std::function<void()>& release);

  private:
    /// False where the view has no context now.
    bool make_current();
    void on_event(unsigned long event, void* data);
    void copy_picture();
    QOpenGLWidget* widget_;
    std::function<void()> request_frame_;
    vtkNew<vtkGenericOpenGLRenderWindow> window_;
    vtkSmartPointer<vtkCallbackCommand> observer_;
    QSurface* surface_ = nullptr;  ///< that the context draws to when nobody has made it current
    bool ready_ = false;
};

}  // namespace orelens::viewport
