// How messages and findings are archived with results.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/base/Finding.h"
#include "core/project/Archive.h"

namespace orelens::project {
/// Every index lies in [least, size).
template <class Indices>
bool all_within(const Indices& indices, std::ptrdiff_t least, std::size_t size) {
    return std::ranges::all_of(indices, [&](std::ptrdiff_t index) {
        return index >= least && index < static_cast<std::ptrdiff_t>(size);
    });
}
}  // namespace orelens::project

namespace orelens::base {
template <class A>
void fields(A& archive, Message& message) {
    auto& [key, args] = message;
    archive(key, args);
}
template <class A>
void fields(A& archive, Finding& finding) {
    auto& [kind, severity, file, row, hole, column, from, to, what, fix, approved, stage, count, tonnes] =
        finding;
    archive(kind, severity, file, row, hole, column, from, to, what, fix, approved, stage, count, tonnes);
}
}  // namespace orelens::base
