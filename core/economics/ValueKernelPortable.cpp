// Plain C++: the baseline of every 64-bit processor.
#include "core/economics/ValueKernel.h"

#include "core/economics/RouteKernel.h"

#define ORELENS_VALUE_LEAF value_leaf_portable
#include "core/economics/ValueKernel.inl"
#define ORELENS_ROUTE_LEAF route_leaf_portable
#define ORELENS_ROUTE_LANES 2
#include "core/economics/RouteKernel.inl"

namespace orelens::economics::kernel {
Leaf portable_leaf() {
    return value_leaf_portable;
}
RoutedLeaf portable_routed_leaf() {
    return route_leaf_portable;
}
}  // namespace orelens::economics::kernel
