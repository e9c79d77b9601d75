#include "core/economics/ValueKernel.h"

namespace orelens::economics::kernel {

Leaf best_leaf() {
#if defined(__x86_64__)
    static const Leaf chosen = [] {
        if (avx512_leaf() != nullptr && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
            return avx512_leaf();
        if (avx2_leaf() != nullptr && __builtin_cpu_supports("avx2")) return avx2_leaf();
        return portable_leaf();
    }();
    return chosen;
#else
    return portable_leaf();
#endif
}

}  // namespace orelens::economics::kernel
