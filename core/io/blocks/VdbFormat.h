// What reading and writing .vdb share: names, version, and the digest of a column's values.
#pragma once

#include <cstdint>
#include <string>

#include "core/blocks/BlockModel.h"

namespace orelens::io::vdb {

inline constexpr int format_version = 1;
inline constexpr const char* topology_name = "orelens.topology";

/// Order-dependent digest of the values of active blocks (integers as four bytes, whatever they take in
/// memory): OpenVDB itself does not notice damaged values.
std::string column_checksum(const blocks::BlockModel& model, const std::string& column);

}  // namespace orelens::io::vdb
