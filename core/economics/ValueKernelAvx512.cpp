// For AVX-512; built with the flags set in core/CMakeLists.txt.
#include "core/economics/ValueKernel.h"

#include "core/economics/RouteKernel.h"

#ifdef __AVX512F__
#define ORELENS_VALUE_LEAF value_leaf_avx512
#include "core/economics/ValueKernel.inl"
#define ORELENS_ROUTE_LEAF route_leaf_avx512
#define ORELENS_ROUTE_LANES 8
#include "core/economics/RouteKernel.inl"
#endif

namespace orelens::economics::kernel {
Leaf avx512_leaf() {
#ifdef __AVX512F__
    return value_leaf_avx512;
#else
    return nullptr;
#endif
}
RoutedLeaf avx512_routed_leaf() {
#ifdef __AVX512F__
    return route_leaf_avx512;
#else
    return nullptr;
#endif
}
}  // namespace orelens::economics::kernel
