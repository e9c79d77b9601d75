#include "core/geostat/LagMap.h"

#include <numbers>

namespace orelens::geostat {
namespace {

constexpr int map_lags = 14;
constexpr int table_side = 64;

/// 25 directions of the upper half sphere, and for every direction the nearest of them, by a table over
/// the octahedral map (x, y) / (|x| + |y| + |z|), z ≥ 0.
struct Directions {
    std::vector<std::array<double, 3>> axes;
    std::vector<std::uint8_t> nearest;

    Directions() : nearest(table_side * table_side) {
        add_ring(0, 0, 180, 30);
        add_ring(30, 0, 360, 30);
        add_ring(60, 0, 360, 60);
        axes.push_back({0, 0, 1});
        for (int row = 0; row < table_side; ++row)
            for (int column = 0; column < table_side; ++column) {
                const double x = (column + 0.5) / table_side * 2 - 1, y = (row + 0.5) / table_side * 2 - 1;
                const double z = std::max(0.0, 1 - std::abs(x) - std::abs(y));
                double best = -1;
                for (std::size_t d = 0; d < axes.size(); ++d) {
                    const double cosine = std::abs(axes[d][0] * x + axes[d][1] * y + axes[d][2] * z);
                    if (cosine <= best) continue;
                    best = cosine;
                    nearest[static_cast<std::size_t>(row * table_side + column)] =
                        static_cast<std::uint8_t>(d);
                }
            }
    }
    void add_ring(double inclination, double from, double to, double step) {
        constexpr double radians = std::numbers::pi / 180;
        for (double azimuth = from; azimuth < to; azimuth += step)
            axes.push_back({std::sin(azimuth * radians) * std::cos(inclination * radians),
                            std::cos(azimuth * radians) * std::cos(inclination * radians),
                            std::sin(inclination * radians)});
    }
    [[nodiscard]] std::size_t of(double dx, double dy, double dz) const {
        const double scale = (dz < 0 ? -1 : 1) / (std::abs(dx) + std::abs(dy) + std::abs(dz));
        const auto cell = [](double t) {
            return std::min(table_side - 1, static_cast<int>((t + 1) * (table_side / 2)));
        };
        return nearest[static_cast<std::size_t>(cell(dy * scale) * table_side + cell(dx * scale))];
    }
};

const Directions& directions() {
    static const Directions all;
    return all;
}

struct Sums {
    double pairs = 0, distance = 0, squares = 0, x = 0, y = 0, z = 0;
};

struct MapTally {
    const ValueSamples* samples = nullptr;
    const Directions* directions = nullptr;  ///< null: one cell per lag
    double inverse_reach = 0;
    int lags = map_lags;
    std::vector<Sums> cells;

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if (samples->at_one_place(h2, i, j)) return;
        // Lag k ends at reach·((k + 1)/lags)².
        const double h = std::sqrt(h2);
        const double t = std::sqrt(h * inverse_reach);
        const int lag = std::min(lags - 1, static_cast<int>(t * lags));
        const std::size_t direction = directions ? directions->of(dx, dy, dz) : 0;
        Sums& cell = cells[direction * static_cast<std::size_t>(lags) + static_cast<std::size_t>(lag)];
        const double difference = samples->value[j] - samples->value[i];
        ++cell.pairs;
        cell.distance += h;
        cell.squares += difference * difference;
        if (!directions) return;
        // Opposite separations are one direction.
        const auto& axis = directions->axes[direction];
        const double sign = (dx * axis[0] + dy * axis[1] + dz * axis[2] < 0 ? -1 : 1) / h;
        cell.x += dx * sign;
        cell.y += dy * sign;
        cell.z += dz * sign;
    }
    void merge(const MapTally& other) {
        for (std::size_t c = 0; c < cells.size(); ++c) {
            Sums& to = cells[c];
            const Sums& from = other.cells[c];
            to.pairs += from.pairs;
            to.distance += from.distance;
            to.squares += from.squares;
            to.x += from.x;
            to.y += from.y;
            to.z += from.z;
        }
    }
};

std::vector<LagCell> tally(const ValueSamples& samples, double reach, bool same_hole, const Directions* all,
                           int lags, std::size_t least_pairs, const base::Progress& progress) {
    MapTally zero{&samples, all, 1 / reach, lags, {}};
    zero.cells.resize((all ? all->axes.size() : 1) * static_cast<std::size_t>(lags));
    MapTally total = zero;
    std::vector<LagCell> cells;
    if (!walk_pairs(samples, reach, same_hole, zero, total, progress)) return cells;
    for (const Sums& sums : total.cells) {
        if (sums.pairs < static_cast<double>(std::max<std::size_t>(least_pairs, 1))) continue;
        LagCell cell;
        const double distance = sums.distance / sums.pairs;
        const double length = std::hypot(sums.x, sums.y, sums.z);
        cell.separation = {distance, 0, 0};
        if (all)
            cell.separation = {sums.x / length * distance, sums.y / length * distance,
                               sums.z / length * distance};
        cell.gamma = sums.squares / (2 * sums.pairs);
        cell.pairs = sums.pairs;
        cells.push_back(cell);
    }
    return cells;
}

}  // namespace

std::vector<LagCell> lag_map(const ValueSamples& samples, double reach, std::size_t least_pairs,
                             const base::Progress& progress) {
    return tally(samples, reach, false, &directions(), map_lags, least_pairs, progress);
}

std::vector<LagCell> lag_profile(const ValueSamples& samples, double reach, bool same_hole, int lags,
                                 std::size_t least_pairs, const base::Progress& progress) {
    return tally(samples, reach, same_hole, nullptr, lags, least_pairs, progress);
}

}  // namespace orelens::geostat
