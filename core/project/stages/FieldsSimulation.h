// How simulations are archived.
#pragma once

#include "core/project/Simulation.h"
#include "core/project/stages/FieldsEstimate.h"

namespace orelens::project {
template <class A>
void fields(A& archive, Simulation& s) {
    auto& [element, unit, realisations, seed, per_block, variogram, note, lowest, highest, cutoff, cutoff_stated, blocks,
           samples, domains, data_mean, estimate_mean, mean] = s;
    archive(element, unit, realisations, seed, per_block, variogram, note, lowest, highest, cutoff, cutoff_stated, blocks,
            samples, domains, data_mean, estimate_mean, mean);
}
template <class A>
void fields(A& archive, Spread& spread) {
    auto& [p10, p50, p90] = spread;
    archive(p10, p50, p90);
}
template <class A>
void fields(A& archive, CurveBand& band) {
    auto& [commodity, element, unit, cutoff, simulated, price, estimated, tonnes, metal, above_tonnes, above_metal,
           estimated_tonnes, estimated_metal] = band;
    archive(commodity, element, unit, cutoff, simulated, price, estimated, tonnes, metal, above_tonnes, above_metal,
            estimated_tonnes, estimated_metal);
}
inline bool sound(const CurveBand& band) {
    const std::size_t n = band.price.size();
    return band.estimated.size() == n && band.tonnes.size() == n && band.metal.size() == n &&
           band.above_tonnes.size() == band.above_metal.size();
}
}  // namespace orelens::project
