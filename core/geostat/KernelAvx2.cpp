// Four lanes for AVX2 with FMA; built with the flags set in core/CMakeLists.txt.
#include "core/geostat/Kernel.h"

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#define ORELENS_SIMD_WIDTH 4
#define ORELENS_SIMD_NAME avx2
#include "core/geostat/Kernel.inl"
#endif

namespace orelens::geostat::kernel {
const Table* avx2_table() {
#if defined(__AVX2__) && defined(__FMA__)
    return &avx2::table;
#else
    return nullptr;
#endif
}
}  // namespace orelens::geostat::kernel
