// Work on bytes from strangers in a process of its own, for libraries that damaged input brings down: a small
// program that comes with this one does the parsing under limits of memory and time and writes what it found
// in a plain form, which the caller reads with its own checks. A child that dies, hangs or asks for too much
// is an error here. The child's side is ChildMain.h.
//
// A program of its own, not a copy of this process: a copy made while threads run may not even allocate
// safely, and would start with the memory of everything that is open here.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <variant>

#include "core/base/ByteStream.h"
#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::base {

struct ChildLimit {
    double memory_bytes = 0;  ///< beyond what the program has when it starts; 0 = none
    int cpu_seconds = 60;
    int silent_seconds = 120;  ///< without a byte from the child
};

/// What the child reads: a regular file, or what a source gives (called in the caller's thread).
using ChildInput = std::variant<std::string, ByteSource>;
/// Reads what the child wrote, in the caller's process, in a thread of its own where the input is a source.
/// The stream throws std::ios_base::failure where the child ended too early or the work was cancelled.
using ChildReader = std::function<Expected<void>(std::istream& from_child)>;

/// Where a program of this installation is: beside the running one, or in libexec/orelens of its prefix.
/// Neither the user's search path nor the environment is asked.
Expected<std::string> own_program(const std::string& name);

/// Errors: "child.missing" and "child.cannot_start" (kind internal: nothing is known of the input); the file
/// cannot be opened or is not a regular one; "child.died" (kind data) where the child ended before the reader
/// had all it wanted; cancelled; what the source or the reader refuses comes back unchanged.
Expected<void> run_child(const std::string& program, const ChildInput& input, const ChildLimit& limit,
                         const ChildReader& reader, const Progress& progress);

}  // namespace orelens::base
