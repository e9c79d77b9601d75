// Simple kriging weights of the nodes along a path, made for many nodes at a time: they depend on places
// only. Private to the simulation.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/geostat/NeighbourSearch.h"
#include "core/geostat/SimulationPath.h"

namespace orelens::geostat {

/// References to samples have this bit; without it they are ranks of the path.
inline constexpr std::uint32_t is_sample = 0x80000000U;

/// What all paths share.
struct SimulationSetting {
    const kernel::Table* kernel = nullptr;
    CovarianceModel model;
    Point origin{};
    std::array<std::array<double, 3>, 3> edges{};
    SampleSearch search;
    std::vector<kernel::Sample> samples;
    std::vector<float> sample_scores;
    std::unordered_set<std::int64_t> at_sample;  ///< cells whose centre is the place of a sample
    NodeTemplate steps;
    int most = 0;  ///< neighbours of a node
};

/// Weights of the nodes of one chunk: `most` places per node.
struct ChunkWeights {
    std::vector<std::int32_t> count;
    std::vector<std::uint32_t> from;
    std::vector<double> weight;
    std::vector<double> sd;
};

/// For the nodes from `begin` to `end` of the path; ranks solve a part each and hold all afterwards. Not whole once
/// cancelled. Error: more samples in reach of a node than a search key can number; a rank that failed.
base::Expected<void> make_weights(const SimulationSetting& setting, const SimulationNodes& nodes,
                                  const SimulationRule& rule, const SimulationPath& path, std::size_t begin,
                                  std::size_t end, ChunkWeights& out, const base::Progress& progress);

}  // namespace orelens::geostat
