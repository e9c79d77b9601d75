// What shells and sheets are drawn with alike. Private to the room.
#pragma once

#include "core/domains/Continuity.h"

namespace orelens::domains {

/// Marks of the samples; the report says threshold, drill spacing and reach.
base::Expected<std::vector<Mark>> begin_drawing(const drilling::CompositeTable& samples, const BodyRule& rule,
                                                BodyReport& report, const base::Progress& progress);

/// Error: more cells than the rule allows.
base::Expected<void> check_cells(double cells, double cell_m, const BodyRule& rule);

/// The mesh out of its frame, and the samples in it counted.
base::Expected<Body> finish_drawing(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                                    const Continuity& frame, shapes::TriangleMesh mesh, BodyReport report,
                                    const base::Progress& progress);

/// 0 of none.
double median(std::vector<double> all);
/// Lengths of the samples.
std::vector<double> lengths_of(const drilling::CompositeTable& samples);

}  // namespace orelens::domains
