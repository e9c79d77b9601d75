// Who made a temporary file, told by its name, so that leftovers of dead processes can be cleaned and those
// of living ones, on this machine or another that shares the folder, stay.
#pragma once

#include <string>
#include <string_view>

namespace orelens::base {

/// "machine-process-start-random" of this process; every call gives another. The random part is of 64 bits,
/// so two processes of one number (containers, machines that share a folder) never meet.
std::string owner_tag();

/// Whether the tag's process has surely ended: it is of this machine, and no process of this number and time
/// of start is there. Words that are no tag belong to somebody else: false.
bool owner_is_dead(std::string_view tag);

/// Whether the words have the form that owner_tag gives.
bool is_owner_tag(std::string_view words);

}  // namespace orelens::base
