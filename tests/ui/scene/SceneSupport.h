// Small deposits, pictures of them, and comparison with stored ones. A picture test is one line:
//   expect_picture("status_iso", ore_scene(look));
#pragma once

#include <gtest/gtest.h>
#include <vtkRenderWindow.h>
#include <vtkSmartPointer.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "ui/scene/Render.h"
#include "ui/scene/Scene.h"

/// Pictures need an X server; without one the test is skipped and says so.
#define ORELENS_DISPLAY() \
    if (std::getenv("DISPLAY") == nullptr) GTEST_SKIP() << "no DISPLAY: run under Xvfb"

namespace orelens::test {

/// 24×20×12 blocks with a lode, a corner cut away, some +∞, −∞ and unknown; columns break_even.Cu.full, Cu,
/// status, rock.
std::shared_ptr<blocks::BlockModel> ore_model(bool rotated = false);
/// The same with three holes of assays and lithology.
scene::SceneData ore_data(bool rotated = false, bool with_holes = false);
inline constexpr double ore_price = 120;

/// A look without frame: only blocks and holes on a plain background.
scene::Look bare_look();

/// Draws off screen, 400×300 unless told, from the standard view.
scene::Picture draw(const scene::Look& look, scene::StandardView view = scene::StandardView::iso,
                    const scene::SceneData& data = ore_data(), double price = ore_price,
                    bool transparent = false, int width = 400, int height = 300);

/// A window that lives as long as the test, for what needs more than one frame.
class OffscreenWindow {
  public:
    OffscreenWindow(int width, int height);
    ~OffscreenWindow();
    /// RGBA, background transparent.
    scene::Picture grab(scene::Scene& scene, bool transparent = true);
    /// Before the scene goes.
    void release(scene::Scene& scene);
    [[nodiscard]] vtkRenderWindow* get() const { return window_; }

  private:
    vtkSmartPointer<vtkRenderWindow> window_;
    int width_, height_;
};

/// Compares with tests/images/<name>.png: at most 1 % of the pixels may differ by more than 40 of 255 in a
/// channel. With ORELENS_UPDATE_IMAGES set the stored picture is replaced. The picture drawn is left beside
/// the program when it differs.
void expect_picture(const std::string& name, const scene::Picture& picture);

scene::Picture read_png(const std::string& path);

}  // namespace orelens::test
