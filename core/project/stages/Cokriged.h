// Which elements help each one that is to be cokriged, and how they vary together. Internal to the project room.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/geostat/Coregionalisation.h"
#include "core/geostat/Estimate.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// What became of the wish, as it stands in the element's summary.
struct Cokriged {
    geostat::CokrigingOutcome outcome = geostat::CokrigingOutcome::none;
    std::string with;        ///< elements, separated by commas
    double correlation = 0;  ///< of ranks, with the first of them
    double moved = 0;        ///< EstimateSummary::moved_to_positive
};

/// Gives every element of `all` whose method is cokriging its rule, or ordinary kriging where nothing helps it. The
/// helpers are those of the recipe, else up to two of those with whose ranks its own are correlated most, of those
/// assayed in places where it is not. The structures are those of the variogram of the one with most samples, the
/// sills of each element are scaled to those of its own variogram. Models among `known` for the same elements are
/// taken as they are; all that are used are in `known` afterwards. One entry per element.
/// Error: a helper that is no element of the run, is named with its parameter; as fit_coregionalisation.
base::Expected<std::vector<Cokriged>> set_cokriging(const Project& project, const drilling::CompositeTable& samples,
                                                    std::vector<geostat::ElementEstimate>& all,
                                                    std::vector<geostat::KnownCoregionalisation>& known,
                                                    base::Progress& progress);

/// Models of the run before whose elements are all as they were.
std::vector<geostat::KnownCoregionalisation> kept_models(const Project& project,
                                                         const std::map<std::string, std::string>& prints);

/// The prints by which elements are carried over: another one for an element whose helpers are others or have changed.
std::map<std::string, std::string> with_helpers(const Project& project,
                                                const std::vector<geostat::ElementEstimate>& all,
                                                const std::vector<Cokriged>& cokriged,
                                                const std::map<std::string, std::string>& prints);

/// Into the summaries, which are in the same order.
void tell(const std::vector<Cokriged>& cokriged, std::vector<geostat::EstimateSummary>& summaries);

}  // namespace orelens::project
