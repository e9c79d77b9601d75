// A price that moves through the picture: numbered frames of one view, each at its own price, settled and at full quality.
// What makes a film of them is ui/output/Movie.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ui/scene/Render.h"

namespace orelens::scene {

struct PriceSweep {
    double low = 0, high = 0;  ///< quoted, of the scene's commodity; the first and the last frame
    int frames = 60;           ///< 2…9999
};
/// Evenly spaced, both ends included. Error (kind usage): ends that are not above zero or equal, frames out of range.
base::Expected<std::vector<double>> prices_of(const PriceSweep& sweep);
/// "frame_0001.png": n counts from 1.
std::string frame_name(int n);
/// Where a frame of this name goes.
using FramePlace = std::function<std::string(const std::string& name)>;

/// The scene with its present look and camera. Errors: those of prices_of, render_picture and write_png; cancelled.
base::Expected<void> render_sweep(Scene& scene, const PriceSweep& sweep, int width, int height, double pixel_ratio,
                                  const FramePlace& place, base::Progress& progress);
/// The project as `request` asks for it; its price plays no part.
base::Expected<void> render_sweep(const project::Project& project, const RenderRequest& request,
                                  const PriceSweep& sweep, const FramePlace& place, base::Progress& progress);

}  // namespace orelens::scene
