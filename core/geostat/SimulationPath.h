// The order in which nodes are simulated, and where the nodes before one are looked for. Private to the
// simulation.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/Progress.h"
#include "core/geostat/CovarianceModel.h"
#include "core/geostat/Simulation.h"

namespace orelens::geostat {

/// splitmix64: one number from another, no two alike.
inline std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// Standard normal number of a key, always the same (Wichura's AS 241 on a uniform number).
double normal_of(std::uint64_t key);

/// Grid steps to nodes simulated before, nearest in the search ellipsoid first. One list per level: while a
/// level is simulated, only nodes of its own grid are there.
struct NodeTemplate {
    struct Step {
        std::array<std::int32_t, 3> cells;
        std::int64_t linear;             ///< of the grid, i fastest
        std::array<double, 3> in_frame;  ///< in the variogram model's frame
    };
    std::vector<std::vector<Step>> levels;  ///< 0 = the finest
    std::vector<std::array<std::int32_t, 3>>
        spacing;  ///< cells between the nodes of a level's grid, per axis
};

/// Levels halve the spacing from about half the range down to one cell, axis by axis.
NodeTemplate node_template(const blocks::GridGeometry& geometry, const SimulationRule& rule,
                           const CovarianceModel& model);

/// Nodes in the order of the path.
struct SimulationPath {
    std::vector<std::uint32_t> node;
    std::vector<std::uint8_t> level;
    std::vector<std::uint32_t> rank;  ///< by grid cell: place in the path; not_there without a node
    static constexpr std::uint32_t not_there = 0xffffffffU;
};
/// Paths of the same seed and number are the same. Not whole once cancelled.
void make_path(const SimulationNodes& nodes, const NodeTemplate& steps, std::uint64_t seed, int number,
               SimulationPath& path, const base::Progress& progress);

}  // namespace orelens::geostat
