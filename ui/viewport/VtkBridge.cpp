#include "ui/viewport/VtkBridge.h"

#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
// Qt's own OpenGL declarations must come after VTK's loader.
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <algorithm>
#include <cmath>

namespace orelens::viewport {

VtkBridge::VtkBridge(QOpenGLWidget* widget, std::function<void()> request_frame)
    : widget_(widget),
      request_frame_(std::move(request_frame)),
      observer_(vtkSmartPointer<vtkCallbackCommand>::New()) {
    window_->SetMultiSamples(0);
    window_->SetAlphaBitPlanes(1);
    window_->SetReadyForRendering(false);
    window_->SetFrameBlitModeToNoBlit();
    observer_->SetClientData(this);
    observer_->SetCallback([](vtkObject*, unsigned long event, void* self, void* data) {
        static_cast<VtkBridge*>(self)->on_event(event, data);
    });
}

VtkBridge::~VtkBridge() {
    window_->RemoveObserver(observer_);
}

vtkGenericOpenGLRenderWindow* VtkBridge::window() const {
    return window_;
}

bool VtkBridge::make_current() {
    // Not QOpenGLWidget::makeCurrent(): it binds Qt's framebuffer behind the back of VTK's state cache. A context
    // that was let go has forgotten its surface.
    QOpenGLContext* context = widget_->context();
    return context != nullptr && context->makeCurrent(context->surface() != nullptr ? context->surface() : surface_);
}

void VtkBridge::on_event(unsigned long event, void* data) {
    switch (event) {
        case vtkCommand::WindowMakeCurrentEvent:
            make_current();
            break;
        case vtkCommand::WindowIsCurrentEvent:
            *static_cast<bool*>(data) =
                widget_->context() != nullptr && QOpenGLContext::currentContext() == widget_->context();
            break;
        case vtkCommand::WindowFrameEvent:
            request_frame_();
            break;
        case vtkCommand::WindowSupportsOpenGLEvent:
            *static_cast<int*>(data) = 1;
            break;
        case vtkCommand::WindowIsDirectEvent:
            *static_cast<int*>(data) = 1;
            break;
        default:
            break;
    }
}

void VtkBridge::initialise() {
    surface_ = widget_->context()->surface();
    for (const unsigned long event : {vtkCommand::WindowMakeCurrentEvent, vtkCommand::WindowIsCurrentEvent,
                                      vtkCommand::WindowFrameEvent, vtkCommand::CursorChangedEvent,
                                      vtkCommand::WindowSupportsOpenGLEvent, vtkCommand::WindowIsDirectEvent})
        window_->AddObserver(event, observer_);
    window_->SetForceMaximumHardwareLineWidth(1);
    window_->SetReadyForRendering(true);
    window_->SetOwnContext(0);
    window_->OpenGLInitContext();
    vtkOpenGLState* state = window_->GetState();
    state->Reset();
    state->vtkglDepthFunc(GL_LEQUAL);
    state->vtkglEnable(GL_DEPTH_TEST);
    ready_ = true;
}

void VtkBridge::paint(bool dirty, const std::function<void()>& before_draw) {
    if (!ready_) return;
    window_->GetState()->Reset();
    window_->GetState()->Push();
    window_->GetState()->vtkglDepthFunc(GL_LEQUAL);
    window_->GetState()->vtkglEnable(GL_DEPTH_TEST);
    if (dirty) {
        const double ratio = widget_->devicePixelRatioF();
        const int width = std::max(1, static_cast<int>(std::lround(widget_->width() * ratio)));
        const int height = std::max(1, static_cast<int>(std::lround(widget_->height() * ratio)));
        const int* size = window_->GetSize();
        if (size[0] != width || size[1] != height) window_->SetSize(width, height);
        before_draw();
        window_->Render();
    }
    make_current();
    copy_picture();
    window_->GetState()->Pop();
}

void VtkBridge::copy_picture() {
    vtkOpenGLFramebufferObject* from = window_->GetDisplayFramebuffer();
    if (from == nullptr || from->GetNumberOfColorAttachments() == 0) return;
    vtkOpenGLState* state = window_->GetState();
    const int* size = window_->GetSize();
    QOpenGLFunctions* gl = widget_->context()->functions();
    state->vtkglDisable(GL_SCISSOR_TEST);
    from->Bind(GL_READ_FRAMEBUFFER);
    from->ActivateReadBuffer(0);
    gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, widget_->defaultFramebufferObject());
    state->vtkglViewport(0, 0, size[0], size[1]);
    const int extent[4] = {0, size[0], 0, size[1]};
    vtkOpenGLFramebufferObject::Blit(extent, extent, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    // Qt composes with the alpha of this framebuffer; the view is opaque whatever was drawn.
    gl->glBindFramebuffer(GL_FRAMEBUFFER, widget_->defaultFramebufferObject());
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0, 0, 0, 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    state->Reset();
}

void VtkBridge::with_context(const std::function<void()>& work) {
    // Without a context every answer of the graphics is whatever stood in memory.
    if (!ready_ || !make_current()) return;
    window_->GetState()->Reset();
    window_->GetState()->Push();
    window_->GetState()->vtkglDepthFunc(GL_LEQUAL);
    window_->GetState()->vtkglEnable(GL_DEPTH_TEST);
    work();
    window_->GetState()->Pop();
    if (QOpenGLContext* context = widget_->context()) context->doneCurrent();
}

void VtkBridge::finalise(const std::function<void()>& release) {
    if (!ready_) return;
    make_current();
    window_->GetState()->Reset();
    release();
    window_->Finalize();
    window_->SetReadyForRendering(false);
    window_->RemoveObserver(observer_);
    ready_ = false;
}

}  // namespace orelens::viewport
