// What a command writes to standard output for people. Names, cells and notes come from files of others: whatever stands in
// the line, nothing of it moves the cursor, recolours the terminal or turns the reading order (Printable.h). No other file
// of the command line prints.
#pragma once

#include <fmt/format.h>

#include <utility>

#include "core/base/Printable.h"

namespace orelens::cli {

template <class... Args>
void say(fmt::format_string<Args...> form, Args&&... args) {
    fmt::print("{}", base::printable_lines(fmt::format(form, std::forward<Args>(args)...)));
}

}  // namespace orelens::cli
