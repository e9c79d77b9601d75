// How messages and findings are archived with results.
#pragma once

#include "core/base/Finding.h"
#include "core/project/Archive.h"

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
