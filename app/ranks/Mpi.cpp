// The ranks of mpirun and srun: the only file that knows MPI.
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <thread>
#include <vector>

#include "app/ranks/Module.h"

namespace {

using Clock = std::chrono::steady_clock;

/// Waits without taking the core from whoever still computes: a moment at full speed, then longer and longer sleeps.
bool wait(MPI_Request& request, int (*stop)(void*), void* of) {
    using namespace std::chrono_literals;
    const auto start = Clock::now();
    for (;;) {
        int done = 0;
        if (MPI_Test(&request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS) return false;
        if (done != 0) return true;
        if (stop(of) != 0) return false;
        const auto waited = Clock::now() - start;
        if (waited < 200us)
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(std::clamp<Clock::duration>(waited / 20, 20us, 2ms));
    }
}

bool done(int begun, MPI_Request& request, int (*stop)(void*), void* of) {
    return begun == MPI_SUCCESS && wait(request, stop, of);
}

int gather(char* bytes, const size_t* ends, int (*stop)(void*), void* of) {
    int size = 0;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    const auto begin_of = [&](int r) { return r > 0 ? ends[r - 1] : 0; };
    MPI_Request request;
    // MPI counts and places bytes in int.
    if (ends[size - 1] <= static_cast<size_t>(INT_MAX)) {
        std::vector<int> counts(size), places(size);
        for (int r = 0; r < size; ++r) {
            counts[r] = static_cast<int>(ends[r] - begin_of(r));
            places[r] = static_cast<int>(begin_of(r));
        }
        const int begun = MPI_Iallgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, bytes, counts.data(), places.data(), MPI_BYTE,
                                          MPI_COMM_WORLD, &request);
        return done(begun, request, stop, of) ? 0 : 1;
    }
    constexpr size_t most = size_t{1} << 28;
    for (int r = 0; r < size; ++r)
        for (size_t at = begin_of(r); at < ends[r]; at += most) {
            const int some = static_cast<int>(std::min(most, ends[r] - at));
            if (!done(MPI_Ibcast(bytes + at, some, MPI_BYTE, r, MPI_COMM_WORLD, &request), request, stop, of)) return 1;
        }
    return 0;
}

void leave() {
    MPI_Finalize();
}

void abort_all(int exit_code) {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
}

}  // namespace

int orelens_join_ranks(OrelensRanks* into) {
    int given = 0;
    // Only the thread that calls talks to MPI.
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given) != MPI_SUCCESS) return 1;
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    MPI_Comm_rank(MPI_COMM_WORLD, &into->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &into->size);
    into->gather = gather;
    into->leave = leave;
    into->abort = abort_all;
    return 0;
}
