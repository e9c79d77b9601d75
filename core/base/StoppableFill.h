// Lists that become long at once, with looks at the progress on the way: tens of millions of numbers take
// their memory page by page, which is slower than what is done with them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::base {

/// Makes `list` hold `value` `count` times. False: cancelled, and what it holds is nothing.
template <class T>
bool fill_unless_cancelled(std::vector<T>& list, std::size_t count, const T& value, const Progress& progress) {
    constexpr std::size_t at_once = (std::size_t{4} << 20) / sizeof(T);
    list.clear();
    list.reserve(count);
    while (list.size() < count) {
        if (progress.cancelled()) {
            list = {};
            return false;
        }
        list.resize(std::min(count, list.size() + at_once), value);
    }
    return !progress.cancelled();
}

}  // namespace orelens::base
