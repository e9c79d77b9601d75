// How samples and blocks of each domain fit together after an estimate by domains: what findings and tables say of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

struct DomainMatch {
    std::string code;
    std::int64_t samples = 0;   ///< composites in it
    std::int64_t borrowed = 0;  ///< of other domains that its contacts let through
    std::int64_t blocks = 0;    ///< that take its samples: most of them lies in it, or their nearest composite has its code
    std::int64_t graded = 0;    ///< of these, with an estimate of the main element
    /// Composites whose block takes another domain's samples, as it lies there for the most part.
    std::int64_t elsewhere = 0;
    double m3 = 0;         ///< of the blocks, by their shares in it; whole blocks where domains are rock codes
    double tonnes = 0;     ///< in situ, with the blocks' density or that of the recipe
    double solid_m3 = 0;   ///< of the solids themselves, overlaps counted in each; 0 where there are none
};

/// In the order of the domains; empty without boundaries or model. Error: cancelled.
base::Expected<std::vector<DomainMatch>> match_domains(const Project& project, const base::Progress& progress);

/// A line per domain, and what is wrong with it: no samples, no blocks, blocks that hold other than the solid, many
/// samples in blocks of another domain.
std::vector<base::Finding> doubts_of(const std::vector<DomainMatch>& domains);

}  // namespace orelens::project
