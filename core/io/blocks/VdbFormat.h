// What reading and writing .vdb share: names, version, and the digest of a column's values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"

namespace orelens::io::vdb {

inline constexpr int format_version = 1;
inline constexpr const char* topology_name = "orelens.topology";

/// Order-dependent digest of the values of active blocks (integers as four bytes, whatever they take in
/// memory): OpenVDB itself does not notice damaged values.
std::string column_checksum(const blocks::BlockModel& model, const std::string& column);

/// The mark that a file of this program carries where other programs put a random number (a UUID of version
/// 5, others are of version 4): a digest of geometry, topology and all that is said of the columns, with
/// their checksums in their order. A file with such a mark is read only where it fits what was read.
std::string mark_of(const blocks::BlockModel& model, const std::vector<std::string>& checksums);
/// Whether a mark is of that kind.
bool is_own_mark(const std::string& mark);

}  // namespace orelens::io::vdb
