// Two lanes in plain C++: the baseline of every 64-bit processor.
#include "core/geostat/Kernel.h"

#define ORELENS_SIMD_WIDTH 2
#define ORELENS_SIMD_NAME portable
#include "core/geostat/Kernel.inl"

namespace orelens::geostat::kernel {
const Table* portable_table() {
    return &portable::table;
}
}  // namespace orelens::geostat::kernel
