#include "core/geostat/FitLevel.h"

#include <algorithm>
#include <cmath>

namespace orelens::geostat {
namespace {

constexpr double least_factor = 0.2;
constexpr double fewest = 200;
constexpr double most = 4e6;  ///< pairs; beyond, they are thinned out evenly
constexpr double reach_over_spacing = 1.5;

struct LevelTally {
    const ValueSamples* grades = nullptr;
    const Variogram* model = nullptr;
    double nearest_squared = 0;
    double pairs = 0, found = 0, said = 0;

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if ((grades->hole[i] >= 0 && grades->hole[i] == grades->hole[j]) || grades->at_one_place(h2, i, j)) return;
        const double difference = grades->value[i] - grades->value[j], weight = 1 / std::max(h2, nearest_squared);
        ++pairs;
        found += weight * difference * difference / 2;
        said += weight * semivariance(*model, {dx, dy, dz});
    }
    void merge(const LevelTally& other) {
        pairs += other.pairs;
        found += other.found;
        said += other.said;
    }
};

struct FarTally {
    const ValueSamples* grades = nullptr;
    double beyond_squared = 0;
    double pairs = 0, half_squares = 0;

    void add(double, double, double, double h2, std::size_t i, std::size_t j) {
        if (h2 < beyond_squared) return;
        const double difference = grades->value[i] - grades->value[j];
        ++pairs;
        half_squares += difference * difference / 2;
    }
    void merge(const FarTally& other) {
        pairs += other.pairs;
        half_squares += other.half_squares;
    }
};

/// What grades reach: their variance, or the mean semivariance of far pairs where that is more.
double ceiling_of(const ValueSamples& grades, double reach_m, const base::Progress& progress) {
    FarTally zero;
    zero.grades = &grades;
    zero.beyond_squared = reach_m * reach_m / 4;
    FarTally all = zero;
    if (!(reach_m > 0) || walk_pairs(grades, reach_m, false, zero, all, progress, most) < 0 || all.pairs < fewest)
        return grades.variance;
    return std::max(grades.variance, all.half_squares / all.pairs);
}

}  // namespace

double level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                      const base::Progress& progress) {
    if (!(spacing_m > 0)) return 1;
    LevelTally zero;
    zero.grades = &grades;
    zero.model = &model;
    // Holes that meet, or are wedged, are no measure of what lies between holes.
    zero.nearest_squared = spacing_m * spacing_m / 16;
    LevelTally all = zero;
    if (walk_pairs(grades, reach_over_spacing * spacing_m, false, zero, all, progress, most) < 0) return 1;
    if (all.pairs < fewest || !(all.said > 0) || !(all.found > 0)) return 1;
    const double highest = ceiling_of(grades, reach_m, progress) / model.sill();
    return std::clamp(all.found / all.said, least_factor, std::max(1.0, highest));
}

}  // namespace orelens::geostat
