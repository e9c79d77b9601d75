#include "ui/scene/Sweep.h"

#include <fmt/format.h>

#include <cmath>

namespace orelens::scene {
namespace {

constexpr int most_frames = 9999;

}  // namespace

base::Expected<std::vector<double>> prices_of(const PriceSweep& sweep) {
    const bool ends = std::isfinite(sweep.low) && std::isfinite(sweep.high) && sweep.low > 0 && sweep.high > 0 &&
                      sweep.low != sweep.high;
    if (!ends || sweep.frames < 2 || sweep.frames > most_frames)
        return base::fail(base::ErrorKind::usage,
                          base::Message("scene.sweep_form", {{"most", std::to_string(most_frames)}}));
    std::vector<double> prices;
    for (int n = 0; n < sweep.frames; ++n)
        prices.push_back(sweep.low + (sweep.high - sweep.low) * n / (sweep.frames - 1));
    prices.back() = sweep.high;
    return prices;
}

std::string frame_name(int n) {
    return fmt::format("frame_{:04}.png", n);
}

base::Expected<void> render_sweep(Scene& scene, const PriceSweep& sweep, int width, int height, double pixel_ratio,
                                  const FramePlace& place, base::Progress& progress) {
    const auto prices = prices_of(sweep);
    if (!prices) return std::unexpected(prices.error());
    const auto count = static_cast<double>(prices->size());
    for (std::size_t n = 0; n < prices->size(); ++n) {
        const auto at = static_cast<double>(n);
        scene.set_price((*prices)[n], PriceMotion::settled);
        base::Progress drawing = progress.part(at / count, (at + 0.8) / count);
        const auto picture = render_picture(scene, width, height, false, pixel_ratio, drawing);
        if (!picture) return std::unexpected(picture.error());
        base::Progress packing = progress.part((at + 0.8) / count, (at + 1) / count);
        if (auto done = write_png(*picture, place(frame_name(static_cast<int>(n) + 1)), packing); !done) return done;
    }
    return {};
}

}  // namespace orelens::scene
