// Costs of many currencies and years as costs of one, and what could not be brought there. Rates and the index are the price
// deck's: fiscal.currency_rates, cost.index and cost.money_year.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/costmodel/Orebodies.h"
#include "core/economics/PriceDeck.h"

namespace orelens::costmodel {

/// Costs in one currency; `deck` has the rates (null: only a table of one currency passes unchanged). A cost whose
/// currency has no rate becomes not stated, with a finding of its row.
OrebodyTable in_one_currency(OrebodyTable table, const economics::PriceDeck* deck, std::string& currency);

struct OneYear {
    OrebodyTable table;
    int year = 0;            ///< whose money the costs are; 0 = not stated, or of several years that no index joins
    std::int64_t moved = 0;  ///< rows that the index carried there
    std::int64_t apart = 0;  ///< rows of other years that stand as they were, for there is no index
    std::int64_t lost = 0;   ///< rows whose year the index has not: their costs count as not stated
    std::int64_t undated = 0;  ///< rows with a cost and without a year beside others with one: taken as they stand
};
/// Costs in the money of `wanted`, or of cost.money_year where that is 0, or else of the latest year among them. Rows that
/// were not carried there are told: those whose year the index lacks one by one, others in one finding with their number. Error: the index cannot be read.
base::Expected<OneYear> in_one_year(OrebodyTable table, const economics::PriceDeck* deck, int wanted);

/// Findings of orebodies that state a cost which verdicts cannot take: no rate of its currency, another scope than the model's,
/// a year that no index carries to the model's. One each, with row and column.
std::vector<base::Finding> costs_not_taken(const OrebodyTable& table, const economics::PriceDeck& deck, const std::string& scope, int year);

}  // namespace orelens::costmodel
