// Names of the objects of an OMF file. For OmfWrite.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace orelens::io::omf {

/// Two hashes of all that is written, so that objects of different files have different UIDs and the same
/// content has the same ones.
struct Digest {
    std::uint64_t first = 0xcbf29ce484222325ULL, second = 0x9e3779b97f4a7c15ULL;
    void add(std::string_view bytes) {
        for (const char c : bytes) {
            first = (first ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
            second = (second + static_cast<unsigned char>(c)) * 0xff51afd7ed558ccdULL;
            second ^= second >> 29;
        }
    }
};

using Uid = std::array<std::uint8_t, 16>;

/// Version 8 of the UUIDs: bits of one's own, here of what is written and the object's number.
Uid uid_of(const Digest& digest, std::uint64_t number);
/// "01234567-89ab-…"
std::string words_of(const Uid& uid);

}  // namespace orelens::io::omf
