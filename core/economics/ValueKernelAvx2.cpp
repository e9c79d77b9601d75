// For AVX2; built with the flags set in core/CMakeLists.txt.
#include "core/economics/ValueKernel.h"

#ifdef __AVX2__
#define ORELENS_VALUE_LEAF value_leaf_avx2
#include "core/economics/ValueKernel.inl"
#endif

namespace orelens::economics::kernel {
Leaf avx2_leaf() {
#ifdef __AVX2__
    return value_leaf_avx2;
#else
    return nullptr;
#endif
}
}  // namespace orelens::economics::kernel
