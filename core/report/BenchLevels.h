// Benches of a model: which one a block's centre lies in. Internal to the room.
#pragma once

#include <cmath>
#include <cstdint>

#include "core/blocks/BlockModel.h"

namespace orelens::report {

/// Stated benches lie on multiples of their height; block-high ones, where none is stated, on the blocks themselves.
class BenchLevels {
  public:
    BenchLevels(const blocks::BlockModel& model, double stated_height_m)
        : model_(model),
          height_(stated_height_m > 0 ? stated_height_m : model.geometry().block_size[2]),
          base_(stated_height_m > 0 ? 0 : model.geometry().origin[2]) {
        const auto& geometry = model.geometry();
        z_ = geometry.centre({0, 0, 0})[2];
        dz_ = {geometry.centre({1, 0, 0})[2] - z_, geometry.centre({0, 1, 0})[2] - z_, geometry.centre({0, 0, 1})[2] - z_};
    }
    [[nodiscard]] std::int64_t of(std::size_t leaf, int at) const {
        const blocks::Index3 ijk = model_.leaf(leaf).index(at);
        const double elevation = z_ + dz_[0] * ijk[0] + dz_[1] * ijk[1] + dz_[2] * ijk[2];
        return static_cast<std::int64_t>(std::floor((elevation - base_) / height_ + 1e-9));
    }
    [[nodiscard]] double from_m(std::int64_t level) const { return base_ + static_cast<double>(level) * height_; }
    [[nodiscard]] double to_m(std::int64_t level) const { return from_m(level + 1); }

  private:
    const blocks::BlockModel& model_;
    double height_ = 0, base_ = 0, z_ = 0;
    blocks::Vec3 dz_{};
};

}  // namespace orelens::report
