#include "core/geostat/FitLevel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

constexpr double least_factor = 0.2;
constexpr double fewest = 200;
constexpr double most = 4e6;  ///< pairs; beyond, they are thinned out evenly
constexpr double reach_over_spacing = 1.5;
constexpr double slack = 1.15;       ///< how far pairs may lie above a model that cannot rise
constexpr double most_moved = 0.9;   ///< of the long structure's sill
constexpr double short_of_long = 0.6;
constexpr double wild = 0.002;  ///< share of samples at either end that no shape may rest on

constexpr int grade_classes = 20;

/// Class of each sample by its grade, of equally many as far as grades differ.
std::vector<std::uint8_t> classes_of(const ValueSamples& grades) {
    const statistics::Ordered ordered = statistics::ordered_values(grades.value);
    std::array<double, grade_classes - 1> ends{};
    for (int c = 1; c < grade_classes; ++c)
        ends[static_cast<std::size_t>(c) - 1] = statistics::quantile(ordered, static_cast<double>(c) / grade_classes);
    std::vector<std::uint8_t> out;
    for (const double value : grades.value)
        out.push_back(static_cast<std::uint8_t>(std::ranges::upper_bound(ends, value) - ends.begin()));
    return out;
}

/// Sums over the pairs that a class of samples takes part in, by weight.
struct ClassSums {
    double weight = 0, found = 0, said = 0, said_long = 0, said_short = 0;
    void add(const ClassSums& other, double factor) {
        weight += factor * other.weight;
        found += factor * other.found;
        said += factor * other.said;
        said_long += factor * other.said_long;
        said_short += factor * other.said_short;
    }
};

struct LevelTally {
    const ValueSamples* grades = nullptr;
    const std::vector<std::uint8_t>* classes = nullptr;
    const Variogram* model = nullptr;
    const Variogram *longer = nullptr, *shorter = nullptr;  ///< of sill 1; null = not looked at
    double nearest_squared = 0;
    double pairs = 0;
    std::array<ClassSums, grade_classes> of{};

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if ((grades->hole[i] >= 0 && grades->hole[i] == grades->hole[j]) || grades->at_one_place(h2, i, j)) return;
        const double difference = grades->value[i] - grades->value[j];
        ++pairs;
        ClassSums one{1, difference * difference / 2, semivariance(*model, {dx, dy, dz})};
        if (longer != nullptr) {
            one.said_long = semivariance(*longer, {dx, dy, dz});
            one.said_short = semivariance(*shorter, {dx, dy, dz});
        }
        for (const std::size_t end : {i, j}) of[(*classes)[end]].add(one, 1 / std::max(h2, nearest_squared));
    }
    void merge(const LevelTally& other) {
        pairs += other.pairs;
        for (std::size_t c = 0; c < of.size(); ++c) of[c].add(other.of[c], 1);
    }
    /// The classes' means, each by its share of the samples.
    [[nodiscard]] ClassSums whole() const {
        std::array<double, grade_classes> samples{};
        for (const std::uint8_t c : *classes) ++samples[c];
        ClassSums sum;
        for (std::size_t c = 0; c < of.size(); ++c)
            if (of[c].weight > 0) sum.add(of[c], samples[c] / of[c].weight);
        return sum;
    }
};

NearPairs ratio_of(double pairs, double found, double said) {
    NearPairs near{static_cast<std::int64_t>(pairs)};
    if (pairs >= fewest && said > 0) near.ratio = found / said;
    return near;
}

/// False on cancel or without a spacing.
bool tally_near(LevelTally& tally, double spacing_m, const base::Progress& progress) {
    if (!(spacing_m > 0)) return false;
    // Holes that meet, or are wedged, are no measure of what lies between holes.
    tally.nearest_squared = spacing_m * spacing_m / 16;
    const LevelTally zero = tally;
    return walk_pairs(*tally.grades, reach_over_spacing * spacing_m, false, zero, tally, progress, most) >= 0;
}

/// The structure that takes what the long one gives: the model's own short one, else a sphere.
Structure shorter_of(const Variogram& model, double spacing_m) {
    if (model.structures.size() > 1) return model.structures.front();
    const Anisotropy& e = model.structures.back().shape;
    const double range = std::min(2 * spacing_m, short_of_long * std::cbrt(e.range_major_m * e.range_semi_m * e.range_minor_m));
    return {StructureType::spherical, 0, {0, 0, 0, range, range, range}};
}

Variogram alone(Structure one) {
    one.sill = 1;
    return {0, {one}};
}

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

/// Values within their central 99.6 %, those beyond brought to its ends.
ValueSamples without_wild(ValueSamples grades) {
    const statistics::Ordered ordered = statistics::ordered_values(grades.value);
    const double low = statistics::quantile(ordered, wild), high = statistics::quantile(ordered, 1 - wild);
    for (double& value : grades.value) value = std::clamp(value, low, high);
    grades.variance = statistics::moments(grades.value).variance;
    return grades;
}

}  // namespace

NearPairs near_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, const base::Progress& progress) {
    const std::vector<std::uint8_t> classes = classes_of(grades);
    LevelTally all;
    all.grades = &grades;
    all.classes = &classes;
    all.model = &model;
    if (!tally_near(all, spacing_m, progress)) return {};
    const ClassSums sums = all.whole();
    return ratio_of(all.pairs, sums.found, sums.said);
}

Levelled at_level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                           const base::Progress& progress) {
    Levelled out{model};
    if (model.structures.empty()) return out;
    const Structure given = shorter_of(model, spacing_m);
    const Variogram longer = alone(model.structures.back()), shorter = alone(given);
    const std::vector<std::uint8_t> classes = classes_of(grades);
    LevelTally all;
    all.grades = &grades;
    all.classes = &classes;
    all.model = &model;
    all.longer = &longer;
    all.shorter = &shorter;
    if (!tally_near(all, spacing_m, progress)) return out;
    const ClassSums sums = all.whole();
    out.near = ratio_of(all.pairs, sums.found, sums.said);
    if (!(out.near.ratio > 0)) return out;
    const double ceiling = ceiling_of(grades, reach_m, progress);
    out.level = std::clamp(out.near.ratio, least_factor, std::max(1.0, ceiling / model.sill()));
    out.model.nugget *= out.level;
    for (Structure& one : out.model.structures) one.sill *= out.level;
    double said = out.level * sums.said;
    const double whole = out.model.structures.back().sill, gain = whole * (sums.said_short - sums.said_long);
    if (sums.found > slack * said && gain > 0) {
        const ValueSamples calm = without_wild(grades);
        LevelTally without;
        without.grades = &calm;
        without.classes = &classes;
        without.model = &model;
        if (!tally_near(without, spacing_m, progress)) return out;
        const double calm_ceiling = ceiling_of(calm, reach_m, progress);
        const double wanted =
            calm_ceiling > 0 ? std::min(sums.found, without.whole().found * ceiling / calm_ceiling) : sums.found;
        out.moved = std::clamp((wanted / slack - said) / gain, 0.0, most_moved);
    }
    if (out.moved > 0) {
        out.model.structures.back().sill = (1 - out.moved) * whole;
        if (out.model.structures.size() == 1) out.model.structures.insert(out.model.structures.begin(), given);
        out.model.structures.front().sill += out.moved * whole;
        said += out.moved * gain;
    }
    out.near = ratio_of(all.pairs, sums.found, said);
    return out;
}

double level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                      const base::Progress& progress) {
    return at_level_of_pairs(grades, model, spacing_m, reach_m, progress).level;
}

}  // namespace orelens::geostat
