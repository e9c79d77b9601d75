// The sign that experience gives an answer with a growing feature, for learners that can keep to it.
#pragma once

#include <cstdint>

namespace orelens::learning {

enum class Monotone : std::int8_t { falling = -1, free = 0, rising = 1 };

}  // namespace orelens::learning
