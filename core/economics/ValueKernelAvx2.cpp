// For AVX2; built with the flags set in core/CMakeLists.txt.
#include "core/economics/ValueKernel.h"

#include "core/economics/RouteKernel.h"

#ifdef __AVX2__
#define ORELENS_VALUE_LEAF value_leaf_avx2
#include "core/economics/ValueKernel.inl"
#define ORELENS_ROUTE_LEAF route_leaf_avx2
#define ORELENS_ROUTE_LANES 4
#include "core/economics/RouteKernel.inl"
#endif

namespace orelens::economics::kernel {
Leaf avx2_leaf() {
#ifdef __AVX2__
    return value_leaf_avx2;
#else
    return nullptr;
#endif
}
RoutedLeaf avx2_routed_leaf() {
#ifdef __AVX2__
    return route_leaf_avx2;
#else
    return nullptr;
#endif
}
}  // namespace orelens::economics::kernel
