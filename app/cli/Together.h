// Several processes of one `run`, as mpirun or srun starts them. Rank 0 speaks, draws and writes; the others compute.
#pragma once

#include <memory>

#include "app/cli/Command.h"
#include "core/base/Ranks.h"

namespace orelens::cli {

/// How many processes were started together with this one, and which of them it is, as the launcher's environment says.
struct Launched {
    int size = 1, rank = 0;
};
Launched launched();
/// Whether another process of the run speaks for this one, and knows how it ended.
bool follows();

/// Joins the others; without any, one rank, and nothing of MPI is loaded. Threads and memory of the machine are divided
/// among the ranks that share it. Error: a build without MPI; MPI does not start, or is another than the launcher's; a
/// rank is gone.
base::Expected<std::unique_ptr<base::Ranks>> join_ranks(const Common& common, const base::Progress& progress);

/// Why work was stopped by a signal: a rank that is gone, else the user.
base::Error stopped(const base::Ranks& ranks);

/// The exit code of a rank: that of the run for rank 0; for the others 0 where rank 0 knows how it ended, so that the
/// launcher does not end rank 0 while it still speaks.
int own_exit_code(const base::Ranks& ranks, int code);

}  // namespace orelens::cli
