// Plain C++: the baseline of every 64-bit processor.
#include "core/economics/ValueKernel.h"

#define ORELENS_VALUE_LEAF value_leaf_portable
#include "core/economics/ValueKernel.inl"

namespace orelens::economics::kernel {
Leaf portable_leaf() {
    return value_leaf_portable;
}
}  // namespace orelens::economics::kernel
