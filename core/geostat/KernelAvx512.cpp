// Eight lanes for AVX-512 (F, VL, DQ, BW); built with the flags set in core/CMakeLists.txt.
#include "core/geostat/Kernel.h"

#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512DQ__)
#include <immintrin.h>
#define ORELENS_SIMD_WIDTH 8
#define ORELENS_SIMD_NAME avx512
#include "core/geostat/Kernel.inl"
#endif

namespace orelens::geostat::kernel {
const Table* avx512_table() {
#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512DQ__)
    return &avx512::table;
#else
    return nullptr;
#endif
}
}  // namespace orelens::geostat::kernel
