// Which file of a rule serves as what, where its columns say more than the rule: one table for collars and grades,
// places without depths. For the drillhole reader.
#pragma once

#include <string>

#include "core/drilling/AssayRule.h"
#include "core/drilling/Rules.h"
#include "core/io/drillholes/DrillholeCsv.h"

namespace orelens::io {

struct DrillholeSources {
    drilling::ImportRule rule;
    drilling::AssayRule assays;
    bool placed = false;  ///< the assay table is read as one of points
};

/// An assay table of places without depths is one of point samples, unless the rule says how its depths are meant;
/// one with a hole and its place is a table of collars too, where no other is named.
DrillholeSources drillhole_sources(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                   const std::string& folder);

/// Says that it was.
drilling::Finding no_depths(const std::string& file);

}  // namespace orelens::io
