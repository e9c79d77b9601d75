// What a request for variograms pairs: values capped and turned into scores or indicators. Internal to the room.
#pragma once

#include <vector>

#include "core/geostat/Experimental.h"
#include "core/geostat/Pairs.h"

namespace orelens::geostat {

struct PairedSamples {
    ValueSamples samples;        ///< with the value as it is paired; of a cross-variogram those that have both
    std::vector<double> second;  ///< of the other element of a cross-variogram, as it is paired
};

/// Errors: no such grade, an indicator without cutoff, weights of another length; cancelled.
base::Expected<PairedSamples> paired_samples(const drilling::CompositeTable& samples, const VariogramRequest& request,
                                             const base::Progress& progress);

}  // namespace orelens::geostat
