// The synthetic samples and targets of ../shared/data/geostat, as its README describes them.
#pragma once

#include "tests/core/geostat/Reference.h"
#include "tests/support/NumberTable.h"
#include "tests/support/SharedData.h"

namespace orelens::geostat::reference {

/// The README's frame: its second angle is positive up.
inline Anisotropy shape(double azimuth, double up, double third, double major, double semi, double minor) {
    return {azimuth, -up, third, major, semi, minor};
}
/// T₀, times a factor.
inline Anisotropy t0(double factor = 1) {
    return shape(35, -20, 15, 120 * factor, 80 * factor, 30 * factor);
}

struct Samples3d {
    testing::NumberTable table, targets;
    std::vector<std::int32_t> hole, fold;
    std::vector<std::array<double, 3>> at;  ///< targets

    explicit Samples3d(const std::filesystem::path& folder)
        : table(testing::read_numbers(folder / "samples3d.csv")),
          targets(testing::read_numbers(folder / "targets3d.csv")) {
        for (const double h : table["hole"]) hole.push_back(static_cast<std::int32_t>(h));
        for (const double f : table["fold"]) fold.push_back(static_cast<std::int32_t>(f));
        for (std::size_t n = 0; n < targets.rows(); ++n)
            at.push_back({targets["x"][n], targets["y"][n], targets["z"][n]});
    }
    [[nodiscard]] SamplePlaces places() const { return {table["x"], table["y"], table["z"], hole, {}}; }
};

/// One tile for all: results do not depend on it.
inline std::vector<PointResults> estimate_at(const SamplePlaces& places, const ElementSamples& element,
                                             std::span<const std::array<double, 3>> centres,
                                             const kernel::Table& kernel, const BlockEdges& edges,
                                             std::span<const double> secondary = {},
                                             std::vector<std::vector<std::size_t>>* chosen = nullptr) {
    const auto plan = plan_estimation(places, {element}, edges, kernel);
    if (!plan) throw std::runtime_error(base::describe(plan.error(), base::Language::english));
    std::vector<std::size_t> ends;
    for (std::size_t n = 16; n < centres.size(); n += 16) ends.push_back(n);
    ends.push_back(centres.size());
    const auto scratch = make_scratch();
    std::vector<PointResults> results;
    if (auto done = estimate_points(**plan, {centres, ends, {secondary}, {}}, *scratch, results); !done)
        throw std::runtime_error(base::describe(done.error(), base::Language::english));
    if (chosen != nullptr)
        for (std::size_t n = 0; n < centres.size(); ++n)
            chosen->push_back(samples_of(**plan, *scratch, 0, n));
    return results;
}

/// Both missing, or no further apart.
inline ::testing::AssertionResult close(double ours, double expected, double tolerance) {
    if (std::isnan(ours) && std::isnan(expected)) return ::testing::AssertionSuccess();
    if (std::abs(ours - expected) <= tolerance) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << ours << " is not " << expected << ", off by " << ours - expected;
}

}  // namespace orelens::geostat::reference
