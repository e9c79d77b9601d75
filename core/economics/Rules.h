// Parameters of the price deck, declared once.
#pragma once

#include <vector>

#include "core/base/Param.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// The parts of PriceDeck that are not repeated per commodity.
struct EconomicRule {
    Costs costs;
    std::string main_commodity;
    CutoffTest test = CutoffTest::full;
    Fiscal fiscal;
    bool operator==(const EconomicRule&) const = default;
};

std::vector<base::Param<Commodity>> commodity_params();  ///< without `name`, which is the key
std::vector<base::Param<EconomicRule>> economic_params();

}  // namespace orelens::economics
