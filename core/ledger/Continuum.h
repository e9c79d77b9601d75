// The grade continuum of an element (品位连续谱): its metal by grade on a logarithmic axis, from the abundance in the crust to rich
// ore, with the limits of the indicator set between the classes.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/ledger/Indicators.h"
#include "core/ledger/Query.h"

namespace orelens::ledger {

inline constexpr std::size_t grade_class_count = 6;

struct Continuum {
    std::string species;
    double abundance = unknown;  ///< mass fraction in the upper crust; unknown where the table has none
    /// Limits of the row for any deposit and mining; unknown where the set has none.
    double background = unknown, cutoff = unknown, minimum = unknown, rich = unknown;
    /// Bins by powers of ten: bin n is [10^(first + n·step), 10^(first + (n + 1)·step)).
    double first = 0, step = 0.1;
    struct Bin {
        /// By grade class of the unit that holds it; potential and social apart, for they are no grade of a deposit in the ground.
        std::array<double, grade_class_count> metal_t{};
        double potential_t = 0, social_t = 0;
        [[nodiscard]] double all() const;
    };
    std::vector<Bin> bins;  ///< from the lowest to the highest that hold anything; empty without any
    double without_grade_t = 0;  ///< metal of rows without a grade: in no bin
    double as_metal_t = 0;  ///< of streams of scrap and stocks in society, which are counted in metal: no grade of a rock, in no bin
};

/// Of a species by name in a selection. The bins sum to its metal with a grade above 0 that is not counted as metal.
Continuum continuum(const Ledger& ledger, const IndicatorSet& indicators, const std::string& species, const Selection& selection = {});

/// Abundance in the upper continental crust as a mass fraction (after Rudnick and Gao 2003, to be checked); unknown for others.
double crustal_abundance(const std::string& species);

}  // namespace orelens::ledger
