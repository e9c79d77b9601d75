// Memory of the machine and of this process, as the system sees it.
#pragma once

#include <string>

namespace orelens::base {

/// Gives memory that is free, but kept by the allocator, back to the system. Cheap enough (well under a
/// second) after work on large data: a run, closing a project. Not for loops.
void release_memory();

/// Bytes of the machine's memory, or of the container's (cgroup) limit where that is smaller; 0 = not known.
double machine_memory();
/// From now on `machine_memory` is one process's part of it, for so many that work together on this machine.
void share_machine(int processes);
/// Bytes this process holds now (resident), with what the allocator keeps; 0 = not known.
double process_memory();

/// "2.4 GB", "310 MB", "12 KB": two or three significant digits; GB is 10⁹ bytes.
std::string memory_text(double bytes);

}  // namespace orelens::base
