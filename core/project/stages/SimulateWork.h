// The work of simulation: from the recipe and the estimate to realisations of block grades. Two stages need them, and
// make them alike. Internal to the project room.
#pragma once

#include "core/geostat/BlockSimulation.h"
#include "core/project/Pipeline.h"
#include "core/project/Simulation.h"

namespace orelens::project {

/// The same model with a total of 1, as normal scores have it; its sill is above 0.
geostat::Variogram of_sill_one(geostat::Variogram variogram);

/// The element that the recipe wants simulated; empty where it wants none.
std::string simulated_element(const Project& project);

struct Simulated {
    Simulation summary;
    geostat::Realisations grades;  ///< of all active blocks, leaf after leaf; NaN where there is no estimate
};
/// Same recipe and results, same realisations. Error: an element that is not estimated, tails that do not hold the
/// samples, cancelled; as the simulation's.
base::Expected<Simulated> simulate_element(const Project& project, base::Progress& progress);

/// Bytes at the peak and seconds of one core.
struct SimulationNeed {
    double blocks = 0, bytes = 0, seconds = 0;
};
SimulationNeed simulation_need(const Project& project);

}  // namespace orelens::project
