// Blocks whose products would weigh more than the ore they come from: a product grade below what the ore itself recovers,
// which no plant makes. For those who look at an evaluation; the evaluation itself believes the terms.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

struct HeavyRoute {
    std::string route;
    std::vector<std::string> products;  ///< that have a mass
    std::int64_t blocks = 0;
    double tonnes = 0;        ///< in situ
    double most = 0;          ///< dry t of products per t fed, the largest
    blocks::Index3 first{};   ///< in the order of the model
};
/// Routes of the deck with such blocks among those that may go that way. Errors: as of `evaluate`; cancelled.
base::Expected<std::vector<HeavyRoute>> heavy_routes(const blocks::BlockModel& model, const PriceDeck& deck,
                                                     const base::Progress& progress = base::Progress());

}  // namespace orelens::economics
