#include "core/economics/ValueKernel.h"

#include "core/economics/RouteKernel.h"

namespace orelens::economics::kernel {

namespace {

enum class Instructions { portable, avx2, avx512 };

Instructions best_instructions() {
#if defined(__x86_64__)
    if (avx512_leaf() != nullptr && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
        return Instructions::avx512;
    if (avx2_leaf() != nullptr && __builtin_cpu_supports("avx2")) return Instructions::avx2;
#endif
    return Instructions::portable;
}

template <class Function>
Function chosen(Function portable, Function avx2, Function avx512) {
    const Instructions best = best_instructions();
    return best == Instructions::avx512 ? avx512 : best == Instructions::avx2 ? avx2 : portable;
}

}  // namespace

Leaf best_leaf() {
    static const Leaf leaf = chosen(portable_leaf(), avx2_leaf(), avx512_leaf());
    return leaf;
}

RoutedLeaf best_routed_leaf() {
    static const RoutedLeaf leaf = chosen(portable_routed_leaf(), avx2_routed_leaf(), avx512_routed_leaf());
    return leaf;
}

}  // namespace orelens::economics::kernel
