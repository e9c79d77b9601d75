// How often a test tries what it draws at random. The usual tests try a fifth, always the same; packaging/attack.sh
// tries the whole.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace orelens::testing {

/// `whole` where the environment has ORELENS_EVERY_TRY, else a fifth of it and at least one.
inline int tries(int whole) {
    return std::getenv("ORELENS_EVERY_TRY") != nullptr ? whole : std::max(1, whole / 5);
}

}  // namespace orelens::testing
