// What stands in the cities and industries of a flow system: the stock of a metal, and what of its scrap is usable at a
// price. Use it for maps and their tables. Stock in use is no scrap: it is told beside it and never added to it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/project/FlowStudy.h"

namespace orelens::project {

/// Tonnes of one metal at one place, in one year. A share of a region takes that share of its stocks and of its scrap.
struct PlaceAmounts {
    double in_use_t = recycling::not_known;   ///< NaN where the system does not tell this metal
    std::map<std::string, double> elsewhere_t;  ///< stocks in other states, as recycling::Stock::state names them
    int streams = 0;       ///< of scrap that leaves use in the year, or in no stated year
    double offered_t = 0;  ///< by them: recoverable, or what their sinks take
    double unknown_t = 0;  ///< of it, by streams without a break-even price: never usable
    std::vector<double> break_evens;  ///< as quoted, ascending
    std::vector<double> up_to_t;      ///< usable at each of them: what the curve gains, added up

    /// Usable at P = break-even ≤ P, as for blocks.
    [[nodiscard]] double usable_t(double quoted) const;
    /// Of the offered scrap, what is usable; NaN where none is offered or nothing of it can be judged.
    [[nodiscard]] double usable_share(double quoted) const;
};

/// One for each place of the study, of the metal and the year (a number of the system's years). `scrap` may be null: no
/// streams then. `quoted_per_net`: the quoted price of 1 per tonne net (metal_quote).
std::vector<PlaceAmounts> place_amounts(const FlowStudy& study, const ScrapStudy* scrap, const std::string& metal, int year, double quoted_per_net);

}  // namespace orelens::project
