#include "core/base/Memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace orelens::base {

void release_memory() {
#ifdef __GLIBC__
    // Every thread's arena keeps what was freed into it; trimming returns whole free pages of all of them.
    malloc_trim(0);
#endif
}

}  // namespace orelens::base
