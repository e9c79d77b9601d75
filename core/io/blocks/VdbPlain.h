// What the process that reads a .vdb (app/vdb) hands to the program: the same content in a form without
// offsets, compression or trees, so that the program itself never gives a stranger's bytes to OpenVDB.
// Numbers as they stand in memory (both ends are one program); lengths are checked before memory is taken.
//
//   'E' error   kind, key, arguments, key of the fix
//   'M' model   the file's mark, geometry, stated blocks, number of grids, leaves: origin and mask
//   'C' column  name, unit, codes (JSON), type, stated checksum; per leaf 512 values
//   'Z' end
#pragma once

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <type_traits>

#include "core/base/Error.h"

namespace orelens::io::vdb {

inline constexpr std::uint32_t longest_text = 1U << 24;

template <class T>
requires std::is_trivially_copyable_v<T>
void put(std::ostream& out, const T& value) {
    out.write(reinterpret_cast<const char*>(&value), sizeof value);
}
inline void put_text(std::ostream& out, const std::string& text) {
    if (text.size() > longest_text) throw std::ios_base::failure("text too long");
    put(out, static_cast<std::uint32_t>(text.size()));
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}
template <class T>
requires std::is_trivially_copyable_v<T> T take(std::istream& in) {
    T value{};
    in.read(reinterpret_cast<char*>(&value), sizeof value);
    return value;
}
inline std::string take_text(std::istream& in) {
    const auto size = take<std::uint32_t>(in);
    if (size > longest_text) throw std::ios_base::failure("text too long");
    std::string text(size, '\0');
    in.read(text.data(), size);
    return text;
}
void put_error(std::ostream& out, const base::Error& error);
base::Error take_error(std::istream& in);

}  // namespace orelens::io::vdb
