// A distance on the 8³ lattice points of a leaf, asked for only where it is near 0: a cube of points whose corners are all
// further from 0 than twice the way to any place between them, on one side, has no face in it and is interpolated.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

namespace orelens::shapes {

/// `Distance` is asked at whole places from 0 to 8, in steps, and gives steps.
template <class Distance>
class LeafSample {
  public:
    explicit LeafSample(Distance distance) : distance_(std::move(distance)) { known_.fill(std::nan("")); }

    /// 0 ≤ i, j, k < 8.
    double at(int i, int j, int k) {
        for (const int side : {4, 2})
            if (const double value = between(i, j, k, side); !std::isnan(value)) return value;
        return asked(i, j, k);
    }

  private:
    static constexpr int wide = 9;

    double asked(int i, int j, int k) {
        double& value = known_[static_cast<std::size_t>((i * wide + j) * wide + k)];
        if (std::isnan(value)) value = distance_(i, j, k);
        return value;
    }

    /// From the corners of the cube it lies in; NaN where a face may pass.
    double between(int i, int j, int k, int side) {
        const int x = i / side * side, y = j / side * side, z = k / side * side;
        // No place is further from the nearest corner than half the diagonal.
        const double clear = std::sqrt(3.0) * side;
        std::array<double, 8> corner{};
        for (int c = 0; c < 8; ++c) {
            const double value = asked(x + (c & 1) * side, y + (c >> 1 & 1) * side, z + (c >> 2) * side);
            if (!(std::abs(value) > clear) || (c > 0 && (value > 0) != (corner[0] > 0))) return std::nan("");
            corner[static_cast<std::size_t>(c)] = value;
        }
        const double u = double(i - x) / side, v = double(j - y) / side, w = double(k - z) / side;
        const auto mix = [](double a, double b, double t) { return a + t * (b - a); };
        return mix(mix(mix(corner[0], corner[1], u), mix(corner[2], corner[3], u), v),
                   mix(mix(corner[4], corner[5], u), mix(corner[6], corner[7], u), v), w);
    }

    Distance distance_;
    std::array<double, wide * wide * wide> known_;
};

}  // namespace orelens::shapes
