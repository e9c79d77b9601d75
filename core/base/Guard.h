// Where exceptions of libraries and of the allocator end: at the edge of a stage, a job, a command or a file
// they become errors, so that lack of memory never ends the program.
#pragma once

#include <type_traits>
#include <utility>

#include "core/base/Error.h"

namespace orelens::base {

/// The exception being handled as an error: no memory is of kind data, anything else internal. Only inside a
/// catch block.
Error thrown_error();

/// The result of `work`, an Expected; what it throws (also in loops it runs in parallel) as an error.
template <class Work>
std::invoke_result_t<Work> guarded(Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        return std::unexpected(thrown_error());
    }
}

}  // namespace orelens::base
