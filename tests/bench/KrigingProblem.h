// The reference problem of the kriging benchmarks: 20 000 samples in 200 holes, 100×100×100 blocks of
// 10×10×5 m, spherical model with nugget, 4–16 samples.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/geostat/PointEstimator.h"

namespace orelens::bench {

/// Three elements that vary together; the first is that of the one-element cases.
struct Samples {
    std::vector<double> x, y, z, value[3];
    std::vector<std::int32_t> hole;
    [[nodiscard]] geostat::SamplePlaces places() const { return {x, y, z, hole, {}}; }
};

/// Holes on a jittered pattern and around three centres, from an own seed.
inline Samples make_samples() {
    Samples s;
    std::mt19937_64 random(20260401);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    constexpr double centres[3][2] = {{350, 400}, {650, 620}, {600, 250}};
    for (int hole = 0; hole < 200; ++hole) {
        double x, y;
        if (hole < 80) {
            x = 50 + 100.0 * (hole % 10) + 35 * (2 * uniform(random) - 1);
            y = 50 + 900.0 / 7 * (hole / 10) + 35 * (2 * uniform(random) - 1);
        } else {
            const auto& c = centres[random() % 3];
            x = c[0] + 80 * normal(random);
            y = c[1] + 80 * normal(random);
        }
        const double azimuth = 2 * M_PI * uniform(random), dip = (70 + 20 * uniform(random)) * M_PI / 180;
        for (int k = 0; k < 100; ++k) {
            const double along = (k + 0.5) * 5;
            s.x.push_back(x + along * std::sin(azimuth) * std::cos(dip) + 0.15 * normal(random));
            s.y.push_back(y + along * std::cos(azimuth) * std::cos(dip) + 0.15 * normal(random));
            s.z.push_back(500 - along * std::sin(dip) + 0.15 * normal(random));
            const double trend =
                std::sin(s.x.back() / 90) + std::cos(s.y.back() / 70) + std::sin(s.z.back() / 30);
            for (auto& values : s.value) values.push_back(0.5 * std::exp(0.4 * trend + 0.3 * normal(random)));
            s.hole.push_back(hole);
        }
    }
    return s;
}

inline Samples read_samples(const char* path) {
    Samples s;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        double v[7];
        char comma;
        fields >> v[0];
        for (int i = 1; i < 7; ++i) fields >> comma >> v[i];
        if (!fields) continue;
        s.hole.push_back(static_cast<std::int32_t>(v[0]));
        s.x.push_back(v[1]);
        s.y.push_back(v[2]);
        s.z.push_back(v[3]);
        for (int q = 0; q < 3; ++q) s.value[q].push_back(v[4 + q]);
    }
    if (s.x.empty()) {
        std::cerr << "no samples in " << path << "\n";
        std::exit(1);
    }
    return s;
}

inline void write_samples(const Samples& s, const char* path) {
    std::ofstream file(path);
    file.precision(17);
    file << "hole,x,y,z,cu,au,ag\n";
    for (std::size_t n = 0; n < s.x.size(); ++n)
        file << s.hole[n] << ',' << s.x[n] << ',' << s.y[n] << ',' << s.z[n] << ',' << s.value[0][n] << ','
             << s.value[1][n] << ',' << s.value[2][n] << '\n';
}

inline const Samples& samples() {
    static const Samples loaded = [] {
        const char* path = std::getenv("ORELENS_BENCH_SAMPLES");
        return path ? read_samples(path) : make_samples();
    }();
    return loaded;
}

constexpr int side = 100;
constexpr std::int64_t blocks_in_all = static_cast<std::int64_t>(side) * side * side;
inline constexpr geostat::BlockEdges block{{{10, 0, 0}, {0, 10, 0}, {0, 0, 5}}};
inline constexpr geostat::Anisotropy ellipsoid{35, 20, 15, 200, 150, 50};

/// Centres of one 8×8×8 group, tile by tile; `at` is the block's number.
struct Group {
    std::vector<std::array<double, 3>> centres;
    std::vector<std::int64_t> at;
    std::vector<std::size_t> tile_ends;
};

inline std::vector<Group> make_groups() {
    std::vector<Group> groups;
    for (int z0 = 0; z0 < side; z0 += 8)
        for (int y0 = 0; y0 < side; y0 += 8)
            for (int x0 = 0; x0 < side; x0 += 8) {
                Group g;
                for (int tile = 0; tile < 8; ++tile) {
                    for (int n = 0; n < 64; ++n) {
                        const int a = n / 16, b = a % 2 ? 3 - n / 4 % 4 : n / 4 % 4,
                                  c = n / 4 % 2 ? 3 - n % 4 : n % 4;
                        const int z = z0 + (tile & 4) + a, y = y0 + (tile & 2) * 2 + b,
                                  x = x0 + (tile & 1) * 4 + c;
                        if (x >= side || y >= side || z >= side) continue;
                        g.centres.push_back({5 + 10.0 * x, 5 + 10.0 * y, 2.5 + 5.0 * z});
                        g.at.push_back(x + side * (y + static_cast<std::int64_t>(side) * z));
                    }
                    g.tile_ends.push_back(g.centres.size());
                }
                groups.push_back(std::move(g));
            }
    return groups;
}

}  // namespace orelens::bench
