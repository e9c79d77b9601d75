#include "core/base/LargeArray.h"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace orelens::base {
namespace {

constexpr std::size_t large_page = std::size_t{1} << 21;
constexpr std::size_t line = 64;

std::size_t up_to(std::size_t bytes, std::size_t whole) {
    return (bytes + whole - 1) / whole * whole;
}

}  // namespace

void* large_memory(std::size_t bytes) {
    const bool large = bytes >= 4 * large_page;
    const std::size_t whole = large ? large_page : line;
    const std::size_t size = up_to(bytes > 0 ? bytes : 1, whole);
    void* memory = size < bytes ? nullptr : std::aligned_alloc(whole, size);
    if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
    // A wish: where it is not granted the pages are small.
    if (large) static_cast<void>(madvise(memory, size, MADV_HUGEPAGE));
#endif
    return memory;
}

void free_large_memory(void* memory) noexcept {
    std::free(memory);
}

}  // namespace orelens::base
