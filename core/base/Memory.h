// Memory of this process, as the system sees it.
#pragma once

namespace orelens::base {

/// Gives memory that is free, but kept by the allocator, back to the system. Cheap enough (well under a
/// second) after work on large data: a run, closing a project. Not for loops.
void release_memory();

}  // namespace orelens::base
