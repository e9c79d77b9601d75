// Ctrl-C and SIGTERM as the cancel of a Progress: work stops at its next report, files under way are dropped,
// and the program leaves with 130. A second signal ends it at once.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::cli {

/// From now on signals cancel this work.
void cancel_on_interrupt(const base::Progress& progress);
bool was_interrupted();
/// For steps that report no progress: an error `cancelled` when a signal came.
base::Expected<void> unless_interrupted();

}  // namespace orelens::cli
