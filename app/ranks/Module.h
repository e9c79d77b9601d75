// What the module that knows MPI gives to the program: plain C, so that the module needs nothing of it. Loaded only
// where mpirun or srun has started several processes.
#pragma once

#include <stddef.h>

extern "C" {

struct OrelensRanks {
    int rank, size;
    /// As base::RankLink::gather; 0 = done.
    int (*gather)(char* bytes, const size_t* ends, int (*stop)(void*), void* of);
    /// Leaves in order, after the last gather.
    void (*leave)(void);
    /// Ends all processes, for one that leaves in the middle.
    void (*abort)(int exit_code);
};

/// 0 = done. Once per process.
int orelens_join_ranks(struct OrelensRanks* into);
}
