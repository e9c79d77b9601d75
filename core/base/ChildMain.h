// The other side of Child.h: the whole life of a program that parses bytes from strangers for this one.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/Child.h"

namespace orelens::base {

/// What the child is told on its command line.
std::vector<std::string> child_arguments(const ChildLimit& limit);

/// Both streams throw std::ios_base::failure where they end.
using ChildWork = std::function<void(std::istream& in, std::ostream& out)>;

/// Takes the limits of the command line, gives up every right that the work does not need (files, more
/// processes' worth of memory, core dumps), ends with the process that asked, and works from standard input
/// to standard output. Returns what `main` should: 0 done, 1 broken off, 2 not called by Orelens.
int live_as_child(int argc, const char* const* argv, const ChildWork& work);

}  // namespace orelens::base
