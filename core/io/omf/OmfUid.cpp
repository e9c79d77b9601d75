#include "core/io/omf/OmfUid.h"

#include <cstring>

namespace orelens::io::omf {

Uid uid_of(const Digest& digest, std::uint64_t number) {
    Digest mixed = digest;
    for (int n = 0; n < 8; ++n) mixed.add(std::string(1, static_cast<char>(number >> (8 * n))));
    Uid uid{};
    std::memcpy(uid.data(), &mixed.first, 8);
    std::memcpy(uid.data() + 8, &mixed.second, 8);
    uid[6] = static_cast<std::uint8_t>((uid[6] & 0x0f) | 0x80);
    uid[8] = static_cast<std::uint8_t>((uid[8] & 0x3f) | 0x80);
    return uid;
}

std::string words_of(const Uid& uid) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t n = 0; n < uid.size(); ++n) {
        if (n == 4 || n == 6 || n == 8 || n == 10) out += '-';
        out += digits[uid[n] >> 4];
        out += digits[uid[n] & 15];
    }
    return out;
}

}  // namespace orelens::io::omf
