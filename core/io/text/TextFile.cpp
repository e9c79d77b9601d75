#include "core/io/text/TextFile.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>

#include "core/base/Memory.h"
#include "core/base/RegularFile.h"

namespace orelens::io {
namespace {

/// The whole text in UTF-8, or nothing when a byte does not fit the encoding.
std::optional<std::string> converted(std::string_view bytes, const char* encoding) {
    const iconv_t handle = iconv_open("UTF-8", encoding);
    if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string out;
    char buffer[1 << 16];
    char* in = const_cast<char*>(bytes.data());  // iconv's signature; it only reads
    std::size_t left = bytes.size();
    bool fits = true;
    while (left > 0 && fits) {
        char* to = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t code = iconv(handle, &in, &left, &to, &room);
        out.append(buffer, static_cast<std::size_t>(to - buffer));
        fits = code != static_cast<std::size_t>(-1) || errno == E2BIG;
    }
    iconv_close(handle);
    if (!fits) return std::nullopt;
    return out;
}

/// Length of the UTF-8 sequence that starts at `at`, or 0 where none does.
std::size_t sequence(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = byte(at);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || at + size > bytes.size()) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    const bool overlong = (lead == 0xE0 && byte(at + 1) < 0xA0) || (lead == 0xF0 && byte(at + 1) < 0x90);
    const bool surrogate = lead == 0xED && byte(at + 1) > 0x9F;
    const bool beyond = lead == 0xF4 && byte(at + 1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : size;
}

/// UTF-16 without BOM shows as zero bytes on every other place of its ASCII part.
const char* utf16_without_bom(std::string_view bytes) {
    const std::size_t seen = std::min<std::size_t>(bytes.size(), 400) / 2 * 2;
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < seen; i += 2) {
        even += bytes[i] == 0;
        odd += bytes[i + 1] == 0;
    }
    if (seen < 8 || bytes.size() % 2 != 0) return nullptr;
    if (odd * 10 > seen * 3 && even == 0) return "UTF-16LE";
    if (even * 10 > seen * 3 && odd == 0) return "UTF-16BE";
    return nullptr;
}

/// Western text has single letters beyond ASCII, Chinese text has them in pairs. Both may be valid GB18030.
bool looks_western(std::string_view bytes) {
    std::size_t single = 0, paired = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::size_t run = 0;
        while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) >= 0x80) {
            ++at;
            ++run;
        }
        single += run == 1;
        paired += run > 1;
    }
    return single > paired;
}

/// Any answer once the work is cancelled.
bool is_utf8_until(std::string_view bytes, const base::Progress* progress) {
    constexpr std::size_t look = std::size_t{1} << 22;
    std::size_t at = 0, next_look = look;
    while (at < bytes.size()) {
        if (at >= next_look) {
            if (progress != nullptr && progress->cancelled()) return false;
            next_look = at + look;
        }
        if (at + 8 <= bytes.size()) {
            std::uint64_t eight;
            std::memcpy(&eight, bytes.data() + at, 8);
            if ((eight & 0x8080808080808080ULL) == 0) {
                at += 8;
                continue;
            }
        }
        const std::size_t size = sequence(bytes, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    return is_utf8_until(bytes, nullptr);
}

base::Expected<std::string> read_bytes(const std::string& path, const base::Progress* progress,
                                       std::size_t most) {
    // Text that does not fit into memory cannot be read; it would only slow everything else down first.
    base::ReadLimit limit{.take = most};
    const double memory = base::machine_memory();
    if (memory > 0 && most == static_cast<std::size_t>(-1)) limit.most = static_cast<std::size_t>(memory);
    auto bytes = base::read_regular_file(path, limit, progress);
    if (bytes || bytes.error().kind == base::ErrorKind::cancelled) return bytes;
    base::Error error = bytes.error();
    if (error.what.key == "file.cannot_read") error.what = base::Message("io.cannot_read");
    error.fix = base::Message("io.cannot_read_fix");
    return std::unexpected(std::move(error));
}

base::Expected<TextFile> to_utf8(std::string bytes, const std::string& file_name,
                                 const base::Progress* progress) {
    const auto starts = [&](std::string_view mark) { return std::string_view(bytes).starts_with(mark); };
    const char* wide = starts("\xFF\xFE") ? "UTF-16LE" : starts("\xFE\xFF") ? "UTF-16BE" : nullptr;
    const std::size_t bom = wide ? 2 : starts("\xEF\xBB\xBF") ? 3 : 0;
    if (!wide) wide = utf16_without_bom(bytes);
    if (wide) {
        auto text = converted(std::string_view(bytes).substr(bom), wide);
        if (!text)
            return base::fail(base::ErrorKind::data,
                              base::Message("io.broken_encoding", {{"encoding", wide}}), {.file = file_name},
                              base::Message("io.broken_encoding_fix"));
        return TextFile{std::move(*text), wide};
    }
    if (bom > 0) bytes.erase(0, bom);
    const bool good = is_utf8_until(bytes, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    if (good) return TextFile{std::move(bytes), "UTF-8"};
    const bool western = looks_western(bytes);
    for (const char* encoding :
         {western ? "CP1252" : "GB18030", western ? "GB18030" : "CP1252", "ISO-8859-1"})
        if (auto text = converted(bytes, encoding)) return TextFile{std::move(*text), encoding};
    return base::fail(base::ErrorKind::data, base::Message("io.broken_encoding", {{"encoding", "UTF-8"}}),
                      {.file = file_name}, base::Message("io.broken_encoding_fix"));
}

base::Expected<TextFile> read_text(const std::string& path, const base::Progress* progress) {
    auto bytes = read_bytes(path, progress);
    if (!bytes) return std::unexpected(bytes.error());
    return to_utf8(std::move(*bytes), path, progress);
}

}  // namespace orelens::io
