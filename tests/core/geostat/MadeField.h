// A made field for tests of variograms: repeatable on every machine, and known everywhere.
#pragma once

#include <cmath>
#include <cstdint>

namespace orelens::geostat::made {

/// A number near normal for each lattice point and seed.
inline double any_of(std::int64_t i, std::int64_t j, std::int64_t k, std::uint64_t seed) {
    std::uint64_t x = seed + 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(i * 73856093 + j * 19349663 + k * 83492791 + 1);
    double sum = -6;
    for (int n = 0; n < 12; ++n) {
        x += 0x9e3779b97f4a7c15ULL;
        std::uint64_t m = x;
        m = (m ^ (m >> 30)) * 0xbf58476d1ce4e5b9ULL;
        m = (m ^ (m >> 27)) * 0x94d049bb133111ebULL;
        sum += static_cast<double>((m ^ (m >> 31)) >> 11) * 0x1p-53;
    }
    return sum;
}

/// Normals on a lattice, smooth between, of variance 1.
inline double noise(double x, double y, double z, double spacing, std::uint64_t seed) {
    const double p[3] = {x / spacing, y / spacing, z / spacing};
    double value = 0, squares = 0;
    for (int corner = 0; corner < 8; ++corner) {
        double weight = 1;
        std::int64_t at[3];
        for (int a = 0; a < 3; ++a) {
            const double low = std::floor(p[a]), t = p[a] - low, smooth = t * t * (3 - 2 * t);
            weight *= (corner >> a & 1) != 0 ? smooth : 1 - smooth;
            at[a] = static_cast<std::int64_t>(low) + (corner >> a & 1);
        }
        value += weight * any_of(at[0], at[1], at[2], seed);
        squares += weight * weight;
    }
    return value / std::sqrt(squares);
}

}  // namespace orelens::geostat::made
