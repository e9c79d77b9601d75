// Sequential Gaussian simulation: equally likely fields of normal scores that honour the data where they are
// and vary as the variogram says. Scores in, scores out: transforms to and from grades are the caller's.
// Realisations in groups share a path through the nodes, and with it their kriging weights, which depend on
// places only (Nussbaumer, Mariethoz, Gloaguen and Holliger, Math. Geosciences 50, 2018); their random
// numbers are their own. Each is exactly as it would be if simulated by itself along that path.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

struct SimulationRule {
    /// Of the scores; taken relative to its sill, which is the scores' variance of 1. A Gaussian model
    /// without nugget is given one (CovarianceModel.h).
    Variogram variogram;
    Anisotropy search;   ///< data and nodes beyond this ellipsoid are not used
    int max_data = 40;   ///< nearest samples, at their own places
    int max_nodes = 60;  ///< nearest nodes simulated before
    int realisations = 100;
    int together = 32;  ///< realisations that share a path
    std::uint64_t seed = 1;
    bool operator==(const SimulationRule&) const = default;
};

/// Nodes are the active blocks of a model, in the order of its leaves, as points at their centres.
struct SimulationNodes {
    blocks::GridGeometry geometry;
    std::vector<blocks::Index3> block;
};
SimulationNodes simulation_nodes(const blocks::BlockModel& model);

/// Scores of one realisation, in the order of the nodes; realisations come in order, one at a time.
using RealisationSink = std::function<base::Expected<void>(int realisation, std::span<const float> scores)>;

/// Bytes held at the peak, without what the sink keeps.
double simulation_bytes(const SimulationRule& rule, const blocks::GridGeometry& geometry, std::size_t nodes);

/// Simple kriging about 0 in double precision; nodes in a multigrid order, coarse ones first, at random
/// within a level. The same seed gives the same fields whatever the number of threads. Data at one place
/// count as one with their mean; NaN = missing. Without data in reach a node is drawn from the nodes before
/// it alone. Error: variogram or ellipsoid out of range; numbers below 1 (data and nodes: below 0); too many
/// grid cells for a path (2³²); the sink's; cancelled.
base::Expected<void> simulate(const SimulationNodes& nodes, const SamplePlaces& places,
                              std::span<const double> scores, const SimulationRule& rule,
                              const RealisationSink& sink, base::Progress& progress);

/// Realisations kept together, as floats: realisation after realisation, each in the order of the nodes.
struct Realisations {
    std::size_t nodes = 0;
    std::vector<std::vector<float>> scores;
};
base::Expected<Realisations> simulate_all(const SimulationNodes& nodes, const SamplePlaces& places,
                                          std::span<const double> scores, const SimulationRule& rule,
                                          base::Progress& progress);

/// Over realisations, for every node: shares above a limit (> limit), and quantiles, each linear between the
/// ordered values' places (k − ½)/n and level outside them. NaN for nodes without a value in any.
std::vector<float> share_above(const Realisations& realisations, double limit);
std::vector<std::vector<float>> node_quantiles(const Realisations& realisations,
                                               std::span<const double> probabilities);
/// The same quantile of plain numbers, of which there is at least one.
double quantile_of(std::vector<double> values, double probability);

}  // namespace orelens::geostat
