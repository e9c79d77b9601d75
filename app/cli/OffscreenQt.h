// Qt's application object for commands that paint documents: fonts and painting need it, though no screen. One at a
// time; nothing in a program built without the desktop.
#pragma once

#include <memory>

namespace orelens::cli {

class OffscreenQt {
  public:
    OffscreenQt();
    ~OffscreenQt();
    OffscreenQt(const OffscreenQt&) = delete;
    OffscreenQt& operator=(const OffscreenQt&) = delete;

  private:
    struct Application;
    std::unique_ptr<Application> application_;
};

}  // namespace orelens::cli
