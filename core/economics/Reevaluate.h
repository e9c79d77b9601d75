// Evaluation again, in place, while a price, a cost or a recovery is dragged: no column is made or dropped and no grade is
// copied.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// The same columns with the same values as `evaluate` makes. Where the model does not have them all for this deck, it is
/// evaluated from the start. After a cancel they hold a mixture and must not be shown. Errors: as of `evaluate`, the
/// columns then being untouched.
base::Expected<void> reevaluate(blocks::BlockModel& model, const PriceDeck& deck, base::Progress& progress);

}  // namespace orelens::economics
