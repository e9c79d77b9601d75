// Zip archives byte by byte: what no library would write. Parts are stored or deflated, may stand twice, may
// lie about their size, and may claim to be encrypted.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orelens::testing {

struct ZipPart {
    std::string name;
    std::string bytes;
    bool deflated = false;
    std::uint32_t claimed = 0;      ///< size that the directory states; 0 = the true one
    std::uint16_t flags = 0;        ///< 1 = encrypted
    std::uint16_t method = 0xFFFF;  ///< another than `deflated` says
};

inline std::string deflated(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string zip_of(const std::vector<ZipPart>& parts) {
    const auto little = [](std::string& to, std::uint64_t value, int bytes) {
        for (int n = 0; n < bytes; ++n) to += static_cast<char>((value >> (8 * n)) & 0xFF);
    };
    std::string file, directory;
    for (const ZipPart& part : parts) {
        const std::string packed = part.deflated ? deflated(part.bytes) : part.bytes;
        const auto crc =
            crc32(0, reinterpret_cast<const Bytef*>(part.bytes.data()), static_cast<uInt>(part.bytes.size()));
        const std::uint64_t size = part.claimed != 0 ? part.claimed : part.bytes.size();
        const std::uint16_t method = part.method != 0xFFFF ? part.method : part.deflated ? 8 : 0;
        std::string header;
        little(header, 20, 2);
        little(header, part.flags, 2);
        little(header, method, 2);
        little(header, 0, 4);  // time and date
        little(header, crc, 4);
        little(header, packed.size(), 4);
        little(header, size, 4);
        little(header, part.name.size(), 2);
        little(header, 0, 2);
        directory += std::string("PK\x01\x02\x14\x00", 6) + header + std::string(10, '\0');
        little(directory, file.size(), 4);
        directory += part.name;
        file += std::string("PK\x03\x04", 4) + header + part.name + packed;
    }
    std::string end("PK\x05\x06\0\0\0\0", 8);
    little(end, parts.size(), 2);
    little(end, parts.size(), 2);
    little(end, directory.size(), 4);
    little(end, file.size(), 4);
    little(end, 0, 2);
    return file + directory + end;
}

}  // namespace orelens::testing
