#include "core/project/StorePack.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/project/Store.h"

namespace orelens::project::store {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

Bytef* as_input(const char* bytes) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes));
}

/// Ends a stream however its function is left.
struct Deflater : z_stream {
    Deflater() : z_stream() { ok = deflateInit(this, 1) == Z_OK; }
    ~Deflater() { deflateEnd(this); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    bool ok = false;
};
struct Inflater : z_stream {
    Inflater() : z_stream() { ok = inflateInit(this) == Z_OK; }
    ~Inflater() { inflateEnd(this); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    bool ok = false;
};

struct Head {
    std::string shape;
    std::uint64_t size = 0;
    std::size_t length = 0;  ///< of the head itself
};

std::optional<Head> head_of(std::string_view packed) {
    const std::size_t line = packed.find('\n');
    if (line == std::string_view::npos) return std::nullopt;
    const auto json = nlohmann::json::parse(packed.substr(0, line), nullptr, false);
    if (!json.is_object() || !json.contains("shape") || !json.contains("size")) return std::nullopt;
    if (!json["shape"].is_string() || !json["size"].is_number_unsigned()) return std::nullopt;
    return Head{json["shape"].get<std::string>(), json["size"].get<std::uint64_t>(), line + 1};
}

}  // namespace

PartDigest digest_of(std::string_view bytes) {
    const auto* input = as_input(bytes.data());
    return {static_cast<std::int64_t>(bytes.size()),
            fmt::format("{:08x}{:08x}", crc32_z(crc32_z(0, nullptr, 0), input, bytes.size()),
                        adler32_z(adler32_z(0, nullptr, 0), input, bytes.size()))};
}

base::Expected<std::string> packed(const std::string& shape, const std::string& bytes,
                                   const base::Progress& progress) {
    std::string out = nlohmann::json{{"shape", shape}, {"size", bytes.size()}}.dump() + "\n";
    Deflater stream;
    std::string buffer(piece, '\0');
    std::size_t at = 0;
    for (int code = stream.ok ? Z_OK : Z_MEM_ERROR; code != Z_STREAM_END;) {
        if (code != Z_OK && code != Z_BUF_ERROR) throw std::bad_alloc();
        if (progress.cancelled()) return base::cancelled();
        if (stream.avail_in == 0) {
            stream.avail_in = static_cast<uInt>(std::min(piece, bytes.size() - at));
            stream.next_in = as_input(bytes.data() + at);
            at += stream.avail_in;
        }
        stream.next_out = as_input(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        code = deflate(&stream, at == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        out.append(buffer.data(), buffer.size() - stream.avail_out);
    }
    return out;
}

std::optional<std::string> unpacked(const std::string& shape, std::string_view packed,
                                    const base::Progress& progress) {
    const auto head = head_of(packed);
    if (!head || head->shape != shape) return std::nullopt;
    const std::string_view body = packed.substr(head->length);
    Inflater stream;
    std::string out, buffer(static_cast<std::size_t>(std::min<std::uint64_t>(piece, head->size)) + 1, '\0');
    std::size_t at = 0;
    for (int code = stream.ok ? Z_OK : Z_MEM_ERROR; code != Z_STREAM_END;) {
        if (code != Z_OK || progress.cancelled()) return std::nullopt;
        if (stream.avail_in == 0) {
            stream.avail_in = static_cast<uInt>(std::min(piece, body.size() - at));
            stream.next_in = as_input(body.data() + at);
            at += stream.avail_in;
        }
        stream.next_out = as_input(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        code = inflate(&stream, Z_NO_FLUSH);
        out.append(buffer.data(), buffer.size() - stream.avail_out);
        if (out.size() > head->size) return std::nullopt;
    }
    if (out.size() != head->size) return std::nullopt;
    return out;
}

std::string digest_of_keys(const std::map<std::string, std::string>& keys) {
    std::string all;
    for (const std::string_view key : known_keys) {
        const auto found = keys.find(std::string(key));
        if (found == keys.end() || key == key_digest || key == key_views || key == key_scenarios) continue;
        // Lengths in front make the parts unmistakable whatever they hold.
        all += fmt::format("{}:{}:{}{}", key.size(), found->second.size(), key, found->second);
    }
    return digest_of(all).digest;
}

}  // namespace orelens::project::store
