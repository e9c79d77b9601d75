// Drills the made-up deposit and writes what a company would hand over: collar, survey, assay and lithology
// tables with gaps, detection limits and planted mistakes. Only for the demonstration project.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/drilling/Finding.h"

namespace orelens::demonstration {

/// A mistake put in on purpose; validation must find it.
struct PlantedError {
    drilling::FindingKind kind{};
    std::string table;     ///< "collar", "survey", "assay" or "lithology"
    std::int64_t row = 0;  ///< line in the file; 0 where a whole hole is meant
    std::string hole;
    std::string what;  ///< English, for the README
};

struct Tables {
    std::string collar, survey, assay, lithology;  ///< CSV text, negative-down dips, metres
    std::vector<PlantedError> planted;
    int holes = 0;
    std::int64_t assays = 0;
    double metres = 0;
};

Tables drill_demonstration(std::uint64_t seed, int holes);

}  // namespace orelens::demonstration
