// Work on bytes from strangers in a process of its own, for libraries that damaged input brings down: a copy
// of this process (fork) with limits of memory and time does the parsing and writes what it found in a plain
// form, which the caller reads with its own checks. A child that dies, hangs or asks for too much is an error
// here.
//
// The child must not start threads nor wait for locks that other threads may have held when it was made: no
// TBB, no logging. Allocating is safe (glibc). It has no files but its input and output, and never returns to
// the caller's code: it ends with its work.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <variant>

#include "core/base/ByteStream.h"
#include "core/base/Error.h"

namespace orelens::base {

struct ChildLimit {
    double memory_bytes = 0;  ///< beyond what the process has already; 0 = none
    int cpu_seconds = 60;
    int silent_seconds = 120;  ///< without a byte from the child
};

/// What the child reads: a regular file, or what a source gives (called in the caller's thread).
using ChildInput = std::variant<std::string, ByteSource>;
/// Runs in the child. Both streams throw std::ios_base::failure where they end.
using ChildWork = std::function<void(std::istream& in, std::ostream& out)>;
/// Reads what the child wrote, in the caller's process, in a thread of its own where the input is a source.
/// The stream throws where the child ended too early.
using ChildReader = std::function<Expected<void>(std::istream& from_child)>;

/// Errors: the file cannot be opened or is not a regular one; no process to be had; "child.died" where the
/// child ended before the reader had all it wanted; what the source or the reader refuses comes back
/// unchanged.
Expected<void> run_in_child(const ChildInput& input, const ChildLimit& limit, const ChildWork& work,
                            const ChildReader& reader);

}  // namespace orelens::base
