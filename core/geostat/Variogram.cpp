#include "core/geostat/Variogram.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orelens::geostat {
namespace {

/// Structure value in [0, 1] at a distance in units of its range.
double rise(StructureType type, double h) {
    switch (type) {
        case StructureType::spherical:
            return h >= 1 ? 1 : h * (1.5 - 0.5 * h * h);
        case StructureType::exponential:
            return 1 - std::exp(-3 * h);
        case StructureType::gaussian:
            return 1 - std::exp(-3 * h * h);
    }
    return 1;
}

}  // namespace

// GSLIB's setrot (Deutsch & Journel 1998): α from east counter-clockwise, β the dip, θ the plunge. GSLIB's
// own dip is negative down and enters as −dip; ours is positive down, so the two signs cancel here.
std::array<std::array<double, 3>, 3> isotropic_frame(const Anisotropy& shape) {
    constexpr double radians = std::numbers::pi / 180;
    const double alpha = (90 - shape.azimuth_deg) * radians;
    const double beta = shape.dip_deg * radians;
    const double theta = shape.plunge_deg * radians;
    const double sa = std::sin(alpha), ca = std::cos(alpha);
    const double sb = std::sin(beta), cb = std::cos(beta);
    const double st = std::sin(theta), ct = std::cos(theta);
    std::array<std::array<double, 3>, 3> rows{{{cb * ca, cb * sa, -sb},
                                               {-ct * sa + st * sb * ca, ct * ca + st * sb * sa, st * cb},
                                               {st * sa + ct * sb * ca, -st * ca + ct * sb * sa, ct * cb}}};
    const double ranges[3] = {shape.range_major_m, shape.range_semi_m, shape.range_minor_m};
    for (int r = 0; r < 3; ++r)
        for (double& value : rows[r]) value /= ranges[r];
    return rows;
}

double semivariance(const Variogram& variogram, const std::array<double, 3>& separation_m) {
    const auto& d = separation_m;
    if (d[0] == 0 && d[1] == 0 && d[2] == 0) return 0;
    double gamma = variogram.nugget;
    for (const Structure& structure : variogram.structures) {
        double h2 = 0;
        for (const auto& r : isotropic_frame(structure.shape)) {
            const double along = r[0] * d[0] + r[1] * d[1] + r[2] * d[2];
            h2 += along * along;
        }
        gamma += structure.sill * rise(structure.type, std::sqrt(h2));
    }
    return gamma;
}

}  // namespace orelens::geostat
