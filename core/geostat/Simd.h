// Which instruction set the estimation kernels use: the best of this processor, or the one that the
// environment variable ORELENS_SIMD names (portable, avx2, avx512).
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/geostat/Kernel.h"

namespace orelens::geostat {

/// Tables this processor can run, the fastest first; never empty.
std::vector<const kernel::Table*> usable_kernels();

/// Error: ORELENS_SIMD names a set that does not exist or that this processor lacks.
base::Expected<const kernel::Table*> selected_kernel();

}  // namespace orelens::geostat
