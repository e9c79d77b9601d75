#include "core/geostat/Simd.h"

#include <cstdlib>
#include <string>

namespace orelens::geostat {
namespace {

#if defined(__x86_64__)
bool has_avx2() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
bool has_avx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
}
#else
bool has_avx2() {
    return false;
}
bool has_avx512() {
    return false;
}
#endif

}  // namespace

std::vector<const kernel::Table*> usable_kernels() {
    std::vector<const kernel::Table*> tables;
    if (kernel::avx512_table() && has_avx512()) tables.push_back(kernel::avx512_table());
    if (kernel::avx2_table() && has_avx2()) tables.push_back(kernel::avx2_table());
    tables.push_back(kernel::portable_table());
    return tables;
}

base::Expected<const kernel::Table*> selected_kernel() {
    const std::vector<const kernel::Table*> tables = usable_kernels();
    const char* wanted = std::getenv("ORELENS_SIMD");
    if (!wanted || !*wanted) return tables.front();
    std::string names;
    for (const kernel::Table* table : tables) {
        if (std::string(table->name) == wanted) return table;
        names += (names.empty() ? "" : ", ") + std::string(table->name);
    }
    return base::fail(base::ErrorKind::usage,
                      base::Message("geostat.unknown_simd", {{"value", wanted}, {"choices", names}}));
}

}  // namespace orelens::geostat
