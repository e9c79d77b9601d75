// What the simulation of an element says: of the deposit, and of the usable quantity at every price.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Text.h"
#include "core/geostat/Variogram.h"

namespace orelens::project {

/// How the realisations were made, and whether they give back what they were made from.
struct Simulation {
    std::string element, unit;
    std::int32_t realisations = 0, seed = 0;
    std::array<int, 3> per_block{1, 1, 1};  ///< points averaged to a block
    geostat::Variogram variogram;           ///< of the normal scores, sill 1
    base::Message note;                     ///< where it is from
    double lowest = 0, highest = 0;         ///< ends of the distribution; NaN: a tail without end
    double cutoff = 0;
    bool cutoff_stated = false;
    std::int64_t blocks = 0, samples = 0, domains = 0;
    double data_mean = 0;                  ///< of the samples, by the blocks nearest to them
    double estimate_mean = 0;              ///< of the same blocks
    std::vector<double> mean;              ///< of the blocks, per realisation
};

/// Of realisations, in order of size: a tenth, half and nine tenths of them lie below (geostat::quantile_of).
struct Spread {
    double p10 = 0, p50 = 0, p90 = 0;
};
Spread spread_of(const std::vector<double>& realisations);

/// Usable quantity and what lies above the cutoff, realisation by realisation: the simulated element's grades with
/// the others as estimated, evaluated like the model. Tonnes count as the evaluation counts them.
struct CurveBand {
    std::string commodity, element, unit;
    double cutoff = 0;
    bool metal_simulated = false;  ///< the main commodity's metal is the simulated element's
    std::vector<double> price;     ///< quoted, of the main commodity
    std::vector<double> estimated;        ///< tonnes of the estimate
    std::vector<Spread> tonnes, metal;    ///< per price; metal of the simulated element, t
    std::vector<double> above_tonnes, above_metal;  ///< above the cutoff, per realisation; metal in t
    double estimated_above_tonnes = 0, estimated_above_metal = 0;
};

/// Columns of the model, for an element: "Cu.simulated_mean" and so on.
inline constexpr std::array simulated_columns{".simulated_mean", ".simulated_sd",  ".simulated_p10",
                                              ".simulated_p50",  ".simulated_p90", ".simulated_above"};
/// Of a period's production, ± % at 90 % confidence; only where confidence classes ask for it.
inline constexpr const char* precision_column = ".simulated_precision";
inline constexpr const char* realisation_column = ".realisation_";  ///< and the number of a kept one, from 1

}  // namespace orelens::project
