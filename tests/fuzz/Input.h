// What the fuzz targets share: their bytes cut into parts, and files in memory for readers that want a name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orelens::fuzz {

/// Parts are set apart by a line that holds "----" alone.
std::vector<std::string> parts(const std::uint8_t* data, std::size_t size);

/// A folder in memory where possible, of this process alone, removed at the end.
const std::string& scratch_folder();
/// Writes a file there, over an older one of that name; returns its path.
std::string scratch_file(const std::string& name, const std::string& bytes);

/// Stops the fuzzer with this finding when a law does not hold.
void require(bool holds, const char* law);

}  // namespace orelens::fuzz
