// The semivariogram model: nugget plus nested structures, each with its own ranges and rotation.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace orelens::geostat {

enum class StructureType { spherical, exponential, gaussian };

/// GSLIB's angles in its order, each turning what the one before left: azimuth of the longest axis, clockwise
/// from north; its dip, here positive down (GSLIB's own sign is negative down; `isotropic_frame` changes it
/// in one place); plunge, the turn of the other two axes about the longest, positive clockwise looking along
/// it. With azimuth and dip 0 the axes are major north, semi west, minor up, and a positive plunge raises the
/// west end of the semi-major axis.
struct Anisotropy {
    double azimuth_deg = 0;
    double dip_deg = 0;     ///< positive down
    double plunge_deg = 0;  ///< positive clockwise looking along the longest axis
    double range_major_m = 100;
    double range_semi_m = 100;
    double range_minor_m = 100;
    bool operator==(const Anisotropy&) const = default;
};

struct Structure {
    StructureType type = StructureType::spherical;
    double sill = 1;
    Anisotropy shape;
    bool operator==(const Structure&) const = default;
};

/// γ(h) = nugget + Σ sill·structure(|A·h|); exponential and Gaussian use the practical range: they reach
/// 95 % of their sill at the stated range (domain.md §2).
struct Variogram {
    double nugget = 0;
    std::vector<Structure> structures;
    [[nodiscard]] double sill() const {
        double total = nugget;
        for (const Structure& s : structures) total += s.sill;
        return total;
    }
    bool operator==(const Variogram&) const = default;
};

/// Rows turn a world vector into the structure's frame and scale it so that the range is 1.
std::array<std::array<double, 3>, 3> isotropic_frame(const Anisotropy& shape);

/// Semivariance for a separation vector in metres; γ(0) = 0, and γ(h → 0+) = nugget.
double semivariance(const Variogram& variogram, const std::array<double, 3>& separation_m);

}  // namespace orelens::geostat
