#include "core/io/text/TextFile.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/base/FileNature.h"
#include "core/base/Memory.h"
#include "core/base/RegularFile.h"
#include "core/io/text/Decode.h"
#include "core/io/text/Encoding.h"

namespace orelens::io {
namespace {

/// The first line with anything beyond ASCII, as a reader would see it; at most some 80 characters.
std::string telling_line(std::string_view text) {
    constexpr std::size_t longest = 100;
    const auto high =
        std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (high == text.end()) return {};
    const auto at = static_cast<std::size_t>(high - text.begin());
    std::size_t begin = at == 0 ? std::string_view::npos : text.find_last_of("\r\n", at);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    if (at - begin > longest / 2) begin = at - longest / 2;
    std::size_t end = std::min({text.find_first_of("\r\n", at), begin + longest, text.size()});
    const auto inside = [&](std::size_t n) {
        return n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80;
    };
    while (inside(begin)) ++begin;
    while (end > at && inside(end)) --end;
    return std::string(text.substr(begin, end - begin));
}

/// Characters beyond ASCII, of which some may be strays.
std::int64_t characters_beyond_ascii(std::string_view text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0xC0; });
}

/// A stray byte here and there is told; where one character in three is astray the encoding is another one.
bool astray(const Decoded& decoded, bool wide) {
    if (decoded.strays == 0) return false;
    if (wide) return 8 * decoded.strays > static_cast<std::int64_t>(decoded.text.size());
    return 3 * decoded.strays > characters_beyond_ascii(decoded.text);
}

/// What the text reads as, and what its first telling line would be in the encodings that rival.
EncodingDoubts doubts_of(const EncodingChoice& choice, std::string_view bytes, std::string_view text) {
    constexpr std::size_t longest_line = 4096;
    EncodingDoubts out;
    out.sample = telling_line(text);
    if (choice.rivals.empty()) return out;
    out.rival = choice.rivals.front();
    const auto high = std::find_if(bytes.begin(), bytes.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const auto at = static_cast<std::size_t>(high - bytes.begin());
    std::size_t begin = at == 0 ? std::string_view::npos : bytes.find_last_of("\r\n", at);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    if (at - begin > longest_line / 2) begin = at - longest_line / 2;
    const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
    const std::string_view line = bytes.substr(begin, std::min(end - begin, longest_line));
    for (const std::string& rival : choice.rivals)
        if (const auto decoded = decode(line, rival, static_cast<std::int64_t>(line.size())))
            out.readings.push_back({rival, telling_line(decoded->text)});
    return out;
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
        const std::size_t size = utf8_sequence(bytes, at);
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

namespace {

/// DOS programs end a text with the byte 1A, some fill the rest of a block with it or with zeros. In UTF-16 a
/// zero is half a character.
void drop_end_marks(std::string& bytes) {
    std::size_t end = bytes.size();
    while (end > 0 && (bytes[end - 1] == '\x1A' || bytes[end - 1] == '\0')) --end;
    if (end == 0 || end == bytes.size() ||
        std::string_view(bytes).substr(0, std::min<std::size_t>(end, 1000)).find('\0') !=
            std::string_view::npos)
        return;
    bytes.resize(end);
}

}  // namespace

base::Expected<TextFile> to_utf8(std::string bytes, const std::string& file_name,
                                 const base::Progress* progress, base::TextEncoding stated) {
    drop_end_marks(bytes);
    if (auto text = base::expect_text(bytes, file_name, "nature.want_table"); !text)
        return std::unexpected(text.error());
    const bool good = is_utf8_until(bytes, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    const EncodingChoice choice = choose_encoding(bytes, good, stated);
    if (choice.encoding == "UTF-8" && good) {
        if (choice.bom > 0) bytes.erase(0, choice.bom);
        TextFile out{std::move(bytes), "UTF-8", {}};
        if (!choice.rivals.empty()) out.doubts = doubts_of(choice, out.text, out.text);
        return out;
    }
    const std::string_view body = std::string_view(bytes).substr(choice.bom);
    const std::size_t most_strays = choice.strays_weighed ? body.size() : body.size() / 16 + 1;
    auto decoded = decode(body, choice.encoding, static_cast<std::int64_t>(most_strays), progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    if (!decoded || (!choice.strays_weighed && astray(*decoded, choice.encoding.starts_with("UTF-16"))))
        return base::fail(base::ErrorKind::data,
                          base::Message("io.broken_encoding", {{"encoding", choice.encoding}}),
                          {.file = file_name}, base::Message("io.broken_encoding_fix"));
    TextFile out{std::move(decoded->text), choice.encoding, {}};
    out.doubts = doubts_of(choice, body, out.text);
    out.doubts.strays = decoded->strays;
    out.doubts.stray_lines = std::move(decoded->stray_lines);
    out.doubts.stray_columns = std::move(decoded->stray_columns);
    return out;
}

std::string stray_places(const EncodingDoubts& doubts) {
    std::string out;
    for (std::size_t n = 0; n < doubts.stray_lines.size(); ++n)
        out += (out.empty() ? "" : ", ") + std::to_string(doubts.stray_lines[n]) + ":" +
               std::to_string(doubts.stray_columns[n]);
    if (doubts.strays > static_cast<std::int64_t>(doubts.stray_lines.size())) out += " …";
    return out;
}

base::Expected<void> without_strays(const TextFile& file, const std::string& file_name) {
    if (file.doubts.strays == 0) return {};
    return base::fail(
        base::ErrorKind::data,
        base::Message("io.stray_bytes",
                      {{"count", std::to_string(file.doubts.strays)},
                       {"encoding", file.encoding},
                       {"places", stray_places(file.doubts)}}),
        {.file = file_name, .row = file.doubts.stray_lines.front()}, base::Message("io.broken_encoding_fix"));
}

base::Expected<TextFile> read_text(const std::string& path, const base::Progress* progress,
                                   base::TextEncoding stated) {
    auto bytes = read_bytes(path, progress);
    if (!bytes) return std::unexpected(bytes.error());
    return to_utf8(std::move(*bytes), path, progress, stated);
}

}  // namespace orelens::io
