#include "ui/scene/Render.h"

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/System.h"

namespace orelens::scene {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

constexpr int largest_side = 16384;
constexpr int strip_pixels = 1 << 22;

/// From the top, strip by strip; `progress` is asked between them.
Picture read(vtkRenderWindow* window, int width, int height, bool transparent,
             const base::Progress& progress) {
    Picture picture{width, height, transparent ? 4 : 3, {}};
    vtkNew<vtkUnsignedCharArray> pixels;
    picture.pixels.resize(static_cast<std::size_t>(width) * height * picture.channels);
    const int strip = std::max(1, strip_pixels / width);
    for (int top = 0; top < height; top += strip) {
        const int rows = std::min(strip, height - top);
        const int lowest = height - top - rows;
        window->GetRGBACharPixelData(0, lowest, width - 1, lowest + rows - 1, 0, pixels);
        for (int row = 0; row < rows; ++row) {
            const unsigned char* from =
                pixels->GetPointer(static_cast<vtkIdType>(rows - 1 - row) * width * 4);
            unsigned char* to =
                picture.pixels.data() + static_cast<std::size_t>(top + row) * width * picture.channels;
            for (int x = 0; x < width; ++x, from += 4, to += picture.channels) {
                std::copy_n(from, picture.channels, to);
                // The framebuffer holds colour times alpha where it is not opaque; PNG wants plain colour.
                if (transparent && from[3] > 0 && from[3] < 255)
                    for (int c = 0; c < 3; ++c)
                        to[c] = static_cast<unsigned char>(
                            std::min(255, (from[c] * 255 + from[3] / 2) / from[3]));
            }
        }
        if (!progress.report(static_cast<double>(top + rows) / height)) break;
    }
    return picture;
}

/// Draws with another background and text size, and gives the scene back as it was.
Picture draw(Scene& scene, vtkRenderWindow* window, int width, int height, bool transparent,
             double pixel_ratio, const base::Progress& progress) {
    vtkRenderer* renderer = scene.renderer();
    const Look look = scene.look();
    const bool moving = scene.moving();
    const double slices = scene.slices();
    scene.set_moving(false);
    scene.set_slices(std::numeric_limits<double>::infinity());
    scene.set_price(scene.price(), PriceMotion::settled);
    scene.set_pixel_ratio(pixel_ratio > 0 ? pixel_ratio : std::max(0.6, height / 1000.0));
    if (transparent) {
        renderer->SetGradientBackground(false);
        renderer->SetBackground(0, 0, 0);
        renderer->SetBackgroundAlpha(0);
        window->SetAlphaBitPlanes(1);
    }
    window->Render();
    Picture picture;
    if (!progress.cancelled()) picture = read(window, width, height, transparent, progress.part(0.8, 1));
    if (transparent) {
        renderer->SetBackgroundAlpha(1);
        Look other = look;
        other.gradient = !look.gradient;
        scene.set_look(other);  // the background is set again with the look
        scene.set_look(look);
    }
    scene.set_slices(slices);
    scene.set_moving(moving);
    return picture;
}

base::Expected<void> check_size(int width, int height) {
    if (std::min(width, height) >= 16 && std::max(width, height) <= largest_side) return {};
    return fail(ErrorKind::usage, Message("scene.picture_size", {{"width", std::to_string(width)},
                                                                 {"height", std::to_string(height)},
                                                                 {"most", std::to_string(largest_side)}}));
}

}  // namespace

/// VTK aborts the program when no X server answers, so ask first. The connection stays open for good: an X
/// server without any client resets itself, and whoever connects in that moment is turned away.
bool display_answers() {
    static const bool answers = [] {
        if (const char* name = std::getenv("DISPLAY"); name == nullptr || *name == '\0') return false;
        using Open = void* (*)(const char*);
        const auto open = reinterpret_cast<Open>(base::function_of_library("libX11.so.6", "XOpenDisplay"));
        return open == nullptr || open(nullptr) != nullptr;  // without it nobody can tell
    }();
    return answers;
}

base::Expected<Picture> render_picture(Scene& scene, int width, int height, bool transparent,
                                       double pixel_ratio, base::Progress& progress) {
    if (auto fine = check_size(width, height); !fine) return std::unexpected(fine.error());
    if (!display_answers())
        return fail(ErrorKind::internal, Message("scene.no_display"), {}, Message("scene.set_display"));
    if (!progress.report(0)) return base::cancelled();
    vtkNew<vtkRenderWindow> window;
    window->SetShowWindow(false);
    window->SetUseOffScreenBuffers(true);
    window->SetMultiSamples(0);
    window->SetSize(width, height);
    window->AddRenderer(scene.renderer());
    scene.set_between([bands = progress.part(0, 0.8)](double done) { return bands.report(done); });
    Picture picture = draw(scene, window, width, height, transparent, pixel_ratio, progress);
    scene.set_between(nullptr);
    window->MakeCurrent();
    scene.release_graphics(window);
    window->RemoveRenderer(scene.renderer());
    if (progress.cancelled()) return base::cancelled();
    return picture;
}

Picture grab_picture(Scene& scene, vtkRenderWindow* window, int width, int height, bool transparent,
                     double pixel_ratio) {
    const int* now = window->GetSize();
    const int before[2] = {now[0], now[1]};
    window->SetSize(width, height);
    Picture picture = draw(scene, window, width, height, transparent, pixel_ratio, base::Progress());
    window->SetSize(before[0], before[1]);
    return picture;
}

}  // namespace orelens::scene
