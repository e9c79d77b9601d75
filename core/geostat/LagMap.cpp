#include "core/geostat/LagMap.h"

#include <limits>
#include <map>
#include <numbers>

namespace orelens::geostat {
namespace {

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

/// Sums of one cell; `weight` and `squares` of each replicate stand in the tally.
struct Sums {
    double pairs = 0, within = 0, weight = 0, distance = 0, squares = 0, x = 0, y = 0, z = 0;
    void add(const Sums& other, double times) {
        pairs += other.pairs;
        within += other.within;
        weight += times * other.weight;
        distance += times * other.distance;
        squares += times * other.squares;
        x += times * other.x;
        y += times * other.y;
        z += times * other.z;
    }
};

struct MapTally {
    const ValueSamples* samples = nullptr;
    const HoleWeights* weights = nullptr;
    const Directions* directions = nullptr;  ///< null: one cell per lag
    LagMapRule rule;
    bool within_holes = true;  ///< else pairs of one hole are passed over
    std::vector<Sums> cells;
    std::vector<double> weight, squares;  ///< cell · replicates + replicate

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        const bool one_hole = samples->hole[i] >= 0 && samples->hole[i] == samples->hole[j];
        if (one_hole != within_holes || samples->at_one_place(h2, i, j)) return;
        if (h2 < rule.nearest_m * rule.nearest_m) return;
        const double h = std::sqrt(h2), a = samples->value[i], b = samples->value[j];
        double square = (a - b) * (a - b);
        if (rule.relative) {
            if (a + b == 0) return;
            square *= 4 / ((a + b) * (a + b));
        }
        const int lag = std::min(rule.lags - 1, static_cast<int>(std::sqrt(h / rule.reach_m) * rule.lags));
        const std::size_t direction = directions ? directions->of(dx, dy, dz) : 0;
        const std::size_t cell = direction * static_cast<std::size_t>(rule.lags) + static_cast<std::size_t>(lag);
        Sums one{1, one_hole ? 1.0 : 0.0, 1, h, square};
        if (directions) {
            // Opposite separations are one direction.
            const auto& axis = directions->axes[direction];
            const double sign = (dx * axis[0] + dy * axis[1] + dz * axis[2] < 0 ? -1 : 1) / h;
            one.x = dx * sign;
            one.y = dy * sign;
            one.z = dz * sign;
        }
        cells[cell].add(one, 1);
        // A pair of one hole is there as often as the hole is, one of two as often as both are.
        const std::size_t replicates = weights->replicates();
        const float *of_i = weights->of(i), *of_j = weights->of(j);
        double* const weight_of = weight.data() + cell * replicates;
        double* const squares_of = squares.data() + cell * replicates;
        for (std::size_t r = 0; r < replicates; ++r) {
            const double times = one_hole ? of_i[r] : of_i[r] * of_j[r];
            weight_of[r] += times;
            squares_of[r] += times * square;
        }
    }
    void merge(const MapTally& other) { add(other, 1); }
    void add(const MapTally& other, double times) {
        for (std::size_t c = 0; c < cells.size(); ++c) cells[c].add(other.cells[c], times);
        for (std::size_t c = 0; c < weight.size(); ++c) {
            weight[c] += times * other.weight[c];
            squares[c] += times * other.squares[c];
        }
    }
};

/// From how much the weight of a cell varies over the replicates: that of one hole has a variance of 1 (of its square's
/// mean), that of one pair of holes of 3, that of n alike an n-th.
double holes_of(const double* weights, std::size_t replicates, double share_within) {
    double sum = 0, squares = 0;
    for (std::size_t r = 0; r < replicates; ++r) {
        sum += weights[r];
        squares += weights[r] * weights[r];
    }
    const auto count = static_cast<double>(replicates);
    const double mean = sum / count, variance = std::max(0.0, squares / count - mean * mean);
    if (count < 2 || !(variance > 0)) return std::numeric_limits<double>::infinity();
    return (3 - 2 * share_within) * mean * mean / variance;
}

double spread_of(const std::vector<std::vector<double>>& replicates, std::size_t cell) {
    double sum = 0, squares = 0, count = 0;
    for (const std::vector<double>& one : replicates) {
        if (std::isnan(one[cell])) continue;
        sum += one[cell];
        squares += one[cell] * one[cell];
        ++count;
    }
    return count > 1 ? std::sqrt(std::max(0.0, squares / count - sum * sum / count / count)) : 0;
}

std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

std::uint64_t seed_of(const std::string& name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return mixed(hash);
}

}  // namespace

HoleWeights::HoleWeights(const ValueSamples& samples, const std::vector<std::string>& hole_ids, int replicates)
    : replicates_(static_cast<std::size_t>(replicates)) {
    std::map<std::int32_t, std::size_t> known;
    std::vector<std::uint64_t> seeds;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const std::int32_t hole = samples.hole[n];
        const auto found = known.find(hole);
        if (hole >= 0 && found != known.end()) {
            row_.push_back(found->second);
            continue;
        }
        if (hole >= 0) known[hole] = seeds.size();
        row_.push_back(seeds.size());
        const bool named = hole >= 0 && static_cast<std::size_t>(hole) < hole_ids.size();
        seeds.push_back(named ? seed_of(hole_ids[static_cast<std::size_t>(hole)])
                              : mixed(hole >= 0 ? static_cast<std::uint64_t>(hole) + 1 : ~static_cast<std::uint64_t>(samples.from[n])));
    }
    weight_.reserve(seeds.size() * replicates_);
    for (const std::uint64_t seed : seeds)
        for (std::size_t r = 0; r < replicates_; ++r) {
            const std::uint64_t bits = mixed(seed + (r + 1) * 0x9E3779B97F4A7C15ULL) >> 11;
            const double uniform = (static_cast<double>(bits) + 0.5) * 0x1p-53;
            weight_.push_back(static_cast<float>(-std::log(uniform)));
        }
}

LagMap lag_map(const ValueSamples& samples, const HoleWeights& weights, const LagMapRule& rule,
               const base::Progress& progress) {
    const Directions* const all = rule.directions ? &directions() : nullptr;
    MapTally total{&samples, &weights, all, rule, true, {}, {}, {}};
    total.cells.resize((all ? all->axes.size() : 1) * static_cast<std::size_t>(rule.lags));
    total.weight.assign(total.cells.size() * weights.replicates(), 0);
    total.squares = total.weight;
    const MapTally zero = total;
    LagMap map;
    if (walk_pairs(samples, rule.reach_m, true, zero, total, progress) < 0) return map;
    if (!rule.downhole) {
        MapTally others = zero;
        others.within_holes = false;
        MapTally apart = others;
        const double share = walk_pairs(samples, rule.reach_m, false, apart, others, progress, rule.most_pairs);
        if (share < 0) return map;
        // Of pairs with a head among every s-th sample, 1 − (1 − 1/s)² are met.
        total.add(others, 1 / (share * (2 - share)));
    }
    map.replicate.resize(weights.replicates());
    for (std::size_t c = 0; c < total.cells.size(); ++c) {
        const Sums& sums = total.cells[c];
        if (sums.pairs < static_cast<double>(std::max<std::size_t>(rule.least_pairs, 1))) continue;
        LagCell cell;
        cell.holes = holes_of(total.weight.data() + c * weights.replicates(), weights.replicates(), sums.within / sums.pairs);
        if (cell.holes < rule.least_holes) continue;
        const double distance = sums.distance / sums.weight;
        const double length = std::hypot(sums.x, sums.y, sums.z);
        cell.separation = {distance, 0, 0};
        if (all)
            cell.separation = {sums.x / length * distance, sums.y / length * distance,
                               sums.z / length * distance};
        cell.gamma = sums.squares / (2 * sums.weight);
        cell.pairs = sums.pairs;
        map.cells.push_back(cell);
        for (std::size_t r = 0; r < map.replicate.size(); ++r) {
            const std::size_t at = c * weights.replicates() + r;
            map.replicate[r].push_back(total.weight[at] > 0 ? total.squares[at] / (2 * total.weight[at])
                                                            : std::numeric_limits<double>::quiet_NaN());
        }
    }
    // Few holes show less of their own spread than there is: what so many independent squares would have comes on top.
    for (std::size_t c = 0; c < map.cells.size(); ++c)
        map.cells[c].spread = std::hypot(spread_of(map.replicate, c), map.cells[c].gamma / std::sqrt(map.cells[c].holes));
    return map;
}

}  // namespace orelens::geostat
