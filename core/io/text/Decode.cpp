#include "core/io/text/Decode.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

namespace orelens::io {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

class Converter {
  public:
    explicit Converter(const std::string& encoding) : handle_(iconv_open("UTF-8", encoding.c_str())) {}
    ~Converter() {
        if (known()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    [[nodiscard]] bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }
    /// Takes what fits from the front of `bytes`; false when the next byte does not fit.
    bool take(std::string_view& bytes, std::string& out) {
        char buffer[1 << 16];
        char* in = const_cast<char*>(bytes.data());  // iconv's signature; it only reads
        std::size_t left = bytes.size();
        char* to = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t code = iconv(handle_, &in, &left, &to, &room);
        const bool fits = code != static_cast<std::size_t>(-1) || errno == E2BIG;
        out.append(buffer, static_cast<std::size_t>(to - buffer));
        bytes.remove_prefix(bytes.size() - left);
        return fits;
    }
    void reset() { iconv(handle_, nullptr, nullptr, nullptr, nullptr); }

  private:
    iconv_t handle_;
};

/// Counts lines of growing text without looking at any part twice.
class LineCounter {
  public:
    std::int64_t at_end_of(const std::string& text) {
        lines_ += std::count(text.begin() + static_cast<std::ptrdiff_t>(seen_), text.end(), '\n');
        seen_ = text.size();
        return lines_;
    }

  private:
    std::size_t seen_ = 0;
    std::int64_t lines_ = 1;
};

std::int64_t characters_in_last_line(std::string_view utf8) {
    const std::size_t end = utf8.find_last_of("\r\n");
    utf8.remove_prefix(end == std::string_view::npos ? 0 : end + 1);
    return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace

std::optional<Decoded> decode(std::string_view bytes, const std::string& encoding, std::int64_t most_strays,
                              const base::Progress* progress) {
    Converter converter(encoding);
    if (!converter.known()) return std::nullopt;
    const std::size_t unit = encoding.starts_with("UTF-16") ? 2 : encoding.starts_with("UTF-32") ? 4 : 1;
    Decoded out;
    LineCounter lines;
    while (!bytes.empty()) {
        if (progress != nullptr && progress->cancelled()) return std::nullopt;
        if (converter.take(bytes, out.text)) continue;
        if (++out.strays > most_strays) return std::nullopt;
        if (out.stray_lines.size() < stray_lines_listed) {
            out.stray_lines.push_back(lines.at_end_of(out.text));
            out.stray_columns.push_back(characters_in_last_line(out.text) + 1);
        }
        out.text += replacement;
        bytes.remove_prefix(std::min(unit, bytes.size()));
        converter.reset();
    }
    return out;
}

std::size_t utf8_sequence(std::string_view bytes, std::size_t at) {
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

char32_t next_character(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    char32_t out = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
        out = (out << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    at = std::min(at + size, text.size());
    return out;
}

}  // namespace orelens::io
