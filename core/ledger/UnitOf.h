// A unit of a ledger as the plain row it was made of: for ledgers that take units from another, and for sources that are gone.
#pragma once

#include "core/ledger/Ledger.h"

namespace orelens::ledger {

/// The unit with its assay rows; money in the ledger's basis. What was settled when the ledger was built stays settled: one
/// status, shares that sum to 1. Its judgements are of the ledger's references.
ResourceUnit unit_of(const Ledger& ledger, std::size_t unit);

}  // namespace orelens::ledger
