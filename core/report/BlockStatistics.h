// Statistics of a block model, own or imported: each grade by domain, weighted by tonnes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/statistics/Correlation.h"
#include "core/statistics/Summary.h"

namespace orelens::report {

struct BlockStatistics {
    std::vector<std::string> elements, units;
    std::vector<std::string> domain_codes;              ///< of the domain column; empty without one
    std::vector<std::vector<statistics::Summary>> rows; ///< per element: all, then each domain
    statistics::CorrelationMatrix pearson, spearman, log_ratio;
    std::int64_t block_step = 1;  ///< every so many blocks were looked at (1 = all)
};

/// Elements are grade columns of the model; `domain_column` an integer column with codes, or empty. Up to 8 million
/// blocks all count, beyond that blocks evenly taken. Error: a column that is not there or of another type; cancelled.
base::Expected<BlockStatistics> block_statistics(const blocks::BlockModel& model, const economics::Costs& costs,
                                                 const std::vector<std::string>& elements,
                                                 const std::string& domain_column, base::Progress& progress);

}  // namespace orelens::report
