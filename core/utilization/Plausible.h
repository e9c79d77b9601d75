// What cannot be true of a mine record, or hardly: shares that add up to more than everything, more mass out
// than in, grades in the wrong unit. Used by check_record and rates; computes no rate.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/utilization/Rates.h"

namespace orelens::utilization {

/// Shares of the ore, and of each product, that add up to more than 100 % (0.5 points for the closure of an
/// analysis). Components that hold the same element (Fe and Fe2O3; one element on two bases) count once, with
/// the larger share, so that what is refused is certain. place.field as in check_record.
base::Expected<void> check_shares(const MineRecord& record);

struct Doubts {
    /// Cannot be true: products that weigh more than what can have gone in (Q, or Q·K/(1−γ) where both are
    /// stated), ore grades that no ore has (5 % Au).
    std::vector<base::Message> faults;
    /// Ore grades below those of ordinary rock: a unit may have slipped; grades per ton that may be a short
    /// one.
    std::vector<base::Message> remarks;
};
Doubts implausible(const MineRecord& record);

}  // namespace orelens::utilization
