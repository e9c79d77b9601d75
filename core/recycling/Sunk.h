// Price and levers where sinks limit what scrap can be melted into: what a stream adds to the curve and what a lever releases
// is what sinks take more by it. Streams of one metal and year at a time.
#pragma once

#include <vector>

#include "core/base/Progress.h"
#include "core/recycling/Availability.h"

namespace orelens::recycling {

/// What the curve gains at the break-even of each stream: of one without a sink its recoverable tonnes; of one with a sink
/// what the blend of all that pays by then takes more than the blend before (equal break-evens in the order given). Σ of
/// those at or below a price is what is usable at it. 0 of a stream whose break-even is not known or never paid; NaN where
/// what it carries is not known. Errors: those of cascade and blend; cancelled.
base::Expected<std::vector<double>> curve_tonnes(const std::vector<Stream>& streams, const std::vector<Sink>& sinks, const base::Progress& progress = base::Progress());

/// As released() of each stream, in tonnes that sinks take more. NaN also where what it carries is not known.
base::Expected<std::vector<Released>> released_in_sinks(const std::vector<Stream>& streams, double price, const std::vector<Sink>& sinks,
                                                        const base::Progress& progress = base::Progress());
/// As released_sum(): the lever lifted in all streams at once, in tonnes that sinks take more.
base::Expected<ReleasedSum> released_sum(const std::vector<Stream>& streams, double price, const std::vector<Sink>& sinks,
                                         const base::Progress& progress = base::Progress());

/// The sinks of one metal: of primary metal the part that goes with its share of the recoverable tonnes of all metals that go
/// there in that year, so that it is given out once. `all`: streams of every metal of the year.
std::vector<Sink> sinks_of(const std::vector<Sink>& sinks, const std::vector<Stream>& all, const std::string& element);

}  // namespace orelens::recycling
