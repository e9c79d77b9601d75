// Simulation of grades at block support: normal scores of the samples, fields of scores at points inside the blocks
// (Simulation.h), back to grades, and averaged to blocks, realisation by realisation.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/geostat/Simulation.h"
#include "core/statistics/NormalScore.h"

namespace orelens::geostat {

/// A block of a model by its leaf and its place in it.
struct BlockPlace {
    std::uint32_t leaf = 0;
    std::uint16_t at = 0;
};
/// Blocks that have a value in a real column, in the order of the model; with `codes`, of one code of an integer
/// column only (missing_int = those without a code).
std::vector<BlockPlace> blocks_with(const blocks::BlockModel& model, const std::string& column);
std::vector<BlockPlace> blocks_with(const blocks::BlockModel& model, const std::string& column,
                                    const std::string& codes, std::int32_t code);

/// The points of those blocks: the regular n·m·k centres of their parts, block after block. Error: finer than a path
/// can number.
base::Expected<SimulationNodes> points_in(const blocks::BlockModel& model, std::span<const BlockPlace> blocks,
                                          const std::array<int, 3>& per_block);

/// Samples of one domain, after the top cut, with declustering weights.
struct ScoredSamples {
    std::vector<double> score;
    statistics::ScoreTable table;  ///< empty: no samples, or all alike
};
/// Normal scores by weight; equal values are put in an order drawn by the seed, as GSLIB's nscore does, so that many
/// alike do not stand for one score.
ScoredSamples score_samples(std::span<const double> values, std::span<const double> weights, std::uint64_t seed);

struct BlockSimulation {
    SimulationRule points;  ///< its variogram is that of the scores
    std::array<int, 3> per_block{2, 2, 2};
    statistics::Tails tails;
};

/// Grades of the blocks: into `grades[r][to[b]]` for realisation r and the b-th block. Without a spread of the
/// samples every block has their one value. Error: tails that do not pass `check_tails`; as `simulate`.
base::Expected<void> simulate_blocks(const blocks::BlockModel& model, std::span<const BlockPlace> blocks,
                                     std::span<const std::size_t> to, const SamplePlaces& places,
                                     std::span<const double> values, std::span<const double> weights,
                                     const BlockSimulation& rule, Realisations& grades, base::Progress& progress);

/// Bytes at the peak: the points' fields and the blocks' grades.
double block_simulation_bytes(const BlockSimulation& rule, const blocks::GridGeometry& geometry, double blocks);

/// What realisations say of each block. All as long as the blocks; NaN where none has a value.
struct BlockStatistics {
    std::vector<float> mean, sd;          ///< sd over n − 1; 0 for one
    std::vector<float> p10, p50, p90;     ///< a tenth, half and nine tenths lie below (`quantile_of`)
    std::vector<float> above;             ///< share at or above the cutoff
};
BlockStatistics block_statistics(const Realisations& grades, double cutoff, const base::Progress& progress);

}  // namespace orelens::geostat
