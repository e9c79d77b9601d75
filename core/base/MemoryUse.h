// How much memory there is and how much this process holds. For deciding before the work whether it fits.
#pragma once

#include <string>

namespace orelens::base {

/// Bytes of the machine's memory, or of the container's (cgroup) limit where that is smaller; 0 = not known.
double machine_memory();
/// Bytes this process holds now (resident); 0 = not known.
double process_memory();
/// The same once the allocator has given back what it kept of freed memory; takes up to a second.
double held_memory();

/// "2.4 GB", "310 MB", "12 KB": two or three significant digits; GB is 10⁹ bytes.
std::string memory_text(double bytes);

}  // namespace orelens::base
