// Bytes of results as they stand in the project file: compressed, cut into parts, each part with its digest.
// Against damage on disk and on the way, not against forgery.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::project::store {

/// Size and checksums of one part.
struct PartDigest {
    std::int64_t bytes = 0;
    std::string digest;
    bool operator==(const PartDigest&) const = default;
};
/// By name of the result: its parts in order.
using Digests = std::map<std::string, std::vector<PartDigest>>;

/// CRC-32 and Adler-32, 16 hexadecimal digits: any flipped bit and any shorter burst is noticed, at the speed
/// of the disk.
PartDigest digest_of(std::string_view bytes);

/// A line of JSON (shape and plain size), then zlib bytes. Cancelled within a megabyte.
base::Expected<std::string> packed(const std::string& shape, const std::string& bytes,
                                   const base::Progress& progress);
/// The plain bytes; nothing when they have another shape or are damaged. Memory grows with what is really
/// there, whatever the size promised.
std::optional<std::string> unpacked(const std::string& shape, std::string_view packed,
                                    const base::Progress& progress);

/// One digest over all rows of the key table that this program knows, but the digest itself.
std::string digest_of_keys(const std::map<std::string, std::string>& keys);

}  // namespace orelens::project::store
