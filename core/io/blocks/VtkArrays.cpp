#include "core/io/blocks/VtkArrays.h"

#include <expat.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr std::size_t most_elements = 100'000;
constexpr std::size_t most_depth = 32;
/// No zlib stream is longer than this when it is unpacked.
constexpr double most_packing = 1100;

/// Builds the tree while expat reads.
struct Builder {
    std::unique_ptr<VtkElement> root;
    std::vector<VtkElement*> open;
    std::size_t elements = 0;
    bool too_much = false;
    XML_Parser parser = nullptr;
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& builder = *static_cast<Builder*>(data);
    if (++builder.elements > most_elements || builder.open.size() >= most_depth) {
        builder.too_much = true;
        XML_StopParser(builder.parser, XML_FALSE);
        return;
    }
    auto element = std::make_unique<VtkElement>();
    element->name = name;
    for (; *attributes != nullptr; attributes += 2) element->attributes[attributes[0]] = attributes[1];
    VtkElement* raw = element.get();
    if (builder.open.empty())
        builder.root = std::move(element);
    else
        builder.open.back()->children.push_back(std::move(element));
    builder.open.push_back(raw);
}
void on_end(void* data, const XML_Char* /*name*/) {
    auto& builder = *static_cast<Builder*>(data);
    if (!builder.open.empty()) builder.open.pop_back();
}
void on_text(void* data, const XML_Char* text, int size) {
    auto& builder = *static_cast<Builder*>(data);
    if (!builder.open.empty() && VtkDocument::is_array(*builder.open.back()))
        builder.open.back()->text.append(text, static_cast<std::size_t>(size));
}
/// A document type can define entities that grow without end; these files have none.
void on_doctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/, const XML_Char* /*id*/,
                int /*internal*/) {
    auto& builder = *static_cast<Builder*>(data);
    builder.too_much = true;
    XML_StopParser(builder.parser, XML_FALSE);
}

int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return -1;
}

/// Up to `most` bytes of a base64 text from `at` on, which moves behind the group it ends in. A header and
/// the data behind it are two encodings one after the other: groups are whole.
bool decode_base64(std::string_view text, std::size_t& at, std::size_t most, std::string& out) {
    while (out.size() < most) {
        int values[4];
        int count = 0, padding = 0;
        while (count + padding < 4) {
            while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ') ++at;
            if (at >= text.size()) return false;
            const char c = text[at++];
            if (c == '=') {
                ++padding;
                continue;
            }
            const int value = base64_value(c);
            if (value < 0 || padding > 0) return false;
            values[count++] = value;
        }
        if (count < 2) return false;
        const unsigned group = static_cast<unsigned>(values[0]) << 18 |
                               static_cast<unsigned>(values[1]) << 12 |
                               (count > 2 ? static_cast<unsigned>(values[2]) << 6 : 0U) |
                               (count > 3 ? static_cast<unsigned>(values[3]) : 0U);
        for (int n = 0; n < count - 1 && out.size() < most; ++n)
            out.push_back(static_cast<char>(group >> (16 - 8 * n)));
        if (padding > 0) break;
    }
    return out.size() == most;
}

/// Bytes behind a position, plain or base64.
class Bytes {
  public:
    Bytes(std::string_view text, bool base64) : text_(text), base64_(base64) {}
    /// The next bytes; a base64 part begins at a group of its own.
    bool take(std::size_t size, std::string& out) {
        out.clear();
        if (base64_) {
            if (static_cast<double>(size) > 0.76 * static_cast<double>(text_.size() - at_) + 4) return false;
            out.reserve(size);
            return decode_base64(text_, at_, size, out);
        }
        if (size > text_.size() - at_) return false;
        out.assign(text_.substr(at_, size));
        at_ += size;
        return true;
    }
    [[nodiscard]] std::size_t left() const { return text_.size() - at_; }
    [[nodiscard]] std::size_t at() const { return at_; }
    void go(std::size_t at) { at_ = at; }

  private:
    std::string_view text_;
    bool base64_;
    std::size_t at_ = 0;
};

struct NumberType {
    int size = 0;
    char kind = 0;  ///< f, i or u
};
std::optional<NumberType> number_type(const std::string& type) {
    static const std::map<std::string, NumberType> known{
        {"Float32", {4, 'f'}}, {"Float64", {8, 'f'}}, {"Int8", {1, 'i'}},  {"UInt8", {1, 'u'}},
        {"Int16", {2, 'i'}},   {"UInt16", {2, 'u'}},  {"Int32", {4, 'i'}}, {"UInt32", {4, 'u'}},
        {"Int64", {8, 'i'}},   {"UInt64", {8, 'u'}}};
    const auto found = known.find(type);
    if (found == known.end()) return std::nullopt;
    return found->second;
}

std::uint64_t whole_number(const char* at, int size, bool swapped) {
    std::uint64_t value = 0;
    for (int n = 0; n < size; ++n) {
        const auto byte = static_cast<unsigned char>(at[swapped ? n : size - 1 - n]);
        value = value << 8 | byte;
    }
    return value;
}

double number_at(const char* at, const NumberType& type, bool swapped) {
    const std::uint64_t bits = whole_number(at, type.size, swapped);
    if (type.kind == 'f')
        return type.size == 4 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                              : std::bit_cast<double>(bits);
    if (type.kind == 'u' || type.size == 8)
        return type.kind == 'u' ? static_cast<double>(bits)
                                : static_cast<double>(static_cast<std::int64_t>(bits));
    const std::uint64_t sign = std::uint64_t{1} << (8 * type.size - 1);
    return static_cast<double>(static_cast<std::int64_t>((bits ^ sign)) - static_cast<std::int64_t>(sign));
}

bool inflate_block(const std::string& packed, std::string& out, std::size_t size) {
    const std::size_t before = out.size();
    out.resize(before + size);
    auto length = static_cast<uLongf>(size);
    const int code =
        uncompress(reinterpret_cast<Bytef*>(out.data() + before), &length,
                   reinterpret_cast<const Bytef*>(packed.data()), static_cast<uLong>(packed.size()));
    return code == Z_OK && length == size;
}

/// "NaN" and "inf" are written by VTK in text arrays.
template <class T>
bool text_numbers(std::string_view text, std::size_t count, std::vector<T>& out) {
    std::size_t at = 0;
    while (true) {
        while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ') ++at;
        if (at == text.size()) break;
        std::size_t end = at;
        while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ') ++end;
        double value = 0;
        const auto [stop, code] = std::from_chars(text.data() + at, text.data() + end, value);
        if (code != std::errc() || stop != text.data() + end || out.size() == count) return false;
        out.push_back(static_cast<T>(value));
        at = end;
    }
    return out.size() == count;
}

}  // namespace

const VtkElement* VtkElement::child(const std::string& wanted) const {
    for (const auto& one : children)
        if (one->name == wanted) return one.get();
    return nullptr;
}

std::string VtkElement::attribute(const std::string& wanted) const {
    const auto found = attributes.find(wanted);
    return found == attributes.end() ? std::string() : found->second;
}

/// Byte after byte as decimal numbers, a zero behind each text.
std::optional<std::vector<std::string>> VtkDocument::texts(const VtkElement& array) {
    const std::string format = array.attribute("format");
    if (array.attribute("type") != "String" || (format != "ascii" && !format.empty())) return std::nullopt;
    std::vector<std::string> all;
    std::string one;
    const char *at = array.text.data(), *const end = at + array.text.size();
    while (true) {
        while (at < end && static_cast<unsigned char>(*at) <= ' ') ++at;
        if (at == end) break;
        int byte = 0;
        const auto [stop, code] = std::from_chars(at, end, byte);
        if (code != std::errc() || byte < -128 || byte > 255) return std::nullopt;
        at = stop;
        if (byte != 0) {
            one.push_back(static_cast<char>(byte));
            continue;
        }
        all.push_back(std::move(one));
        one.clear();
    }
    if (!one.empty()) all.push_back(std::move(one));
    return all;
}

std::unexpected<base::Error> VtkDocument::damaged(const VtkElement& array) const {
    return base::fail(ErrorKind::data, Message("model.vtk_array", {{"array", array.attribute("Name")}}),
                      {.file = path_, .field = array.attribute("Name")});
}

Expected<VtkDocument> VtkDocument::open(const std::string& path, base::Progress& progress) {
    VtkDocument document;
    document.path_ = path;
    auto bytes = read_bytes(path, &progress);
    if (!bytes) return std::unexpected(bytes.error());
    document.bytes_ = std::move(*bytes);
    const std::string& text = document.bytes_;
    // What is appended raw is no XML: expat gets what stands before it.
    const std::size_t appended = text.find("<AppendedData");
    std::size_t xml = text.size();
    if (appended != std::string::npos) {
        const std::size_t close = text.find('>', appended);
        const std::size_t mark = close == std::string::npos ? close : text.find('_', close);
        if (mark == std::string::npos)
            return base::fail(ErrorKind::data, Message("block_file.damaged"), {.file = path});
        document.appended_ = mark + 1;
        document.appended_base64_ =
            text.substr(appended, close - appended).find("base64") != std::string::npos;
        xml = appended;
    }
    Builder builder;
    builder.parser = XML_ParserCreate(nullptr);
    if (builder.parser == nullptr) return base::fail(ErrorKind::internal, Message("block_file.damaged"));
    XML_SetUserData(builder.parser, &builder);
    XML_SetElementHandler(builder.parser, on_start, on_end);
    XML_SetCharacterDataHandler(builder.parser, on_text);
    XML_SetStartDoctypeDeclHandler(builder.parser, on_doctype);
    bool fine = true;
    constexpr std::size_t piece = std::size_t{4} << 20;
    for (std::size_t at = 0; at < xml && fine && !progress.cancelled(); at += piece) {
        const std::size_t size = std::min(piece, xml - at);
        const bool last = document.appended_ == 0 && at + size == xml;
        fine = XML_Parse(builder.parser, text.data() + at, static_cast<int>(size), last ? 1 : 0) ==
               XML_STATUS_OK;
    }
    const auto line = static_cast<std::int64_t>(XML_GetCurrentLineNumber(builder.parser));
    XML_ParserFree(builder.parser);
    if (progress.cancelled()) return base::cancelled();
    if (!fine || builder.too_much || !builder.root || builder.root->name != "VTKFile")
        return base::fail(ErrorKind::data, Message("model.not_vtk"), {.file = path, .row = line});
    document.root_ = std::move(builder.root);
    const VtkElement& root = *document.root_;
    const std::string compressor = root.attribute("compressor");
    if (!compressor.empty() && compressor != "vtkZLibDataCompressor")
        return base::fail(ErrorKind::data, Message("model.vtk_compressor", {{"compressor", compressor}}),
                          {.file = path}, Message("model.vtk_compressor_fix"));
    document.compressed_ = !compressor.empty();
    document.swapped_ = root.attribute("byte_order") == "BigEndian";
    document.wide_header_ = root.attribute("header_type") == "UInt64";
    return document;
}

bool VtkDocument::can_hold(const VtkElement& array, double count) const {
    const auto type = number_type(array.attribute("type"));
    if (!type) return false;
    const std::string format = array.attribute("format");
    const double there = format == "appended" ? static_cast<double>(bytes_.size() - appended_)
                                              : static_cast<double>(array.text.size());
    if (format == "ascii") return 2 * count <= there + 2;
    return count * type->size <= there * (compressed_ ? most_packing : 1.0) + 64;
}

Expected<std::string> VtkDocument::bytes_of(const VtkElement& array, std::size_t size) const {
    const bool appended = array.attribute("format") == "appended";
    std::size_t offset = 0;
    if (appended) {
        const std::string text = array.attribute("offset");
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), offset);
        if (code != std::errc() || appended_ == 0 || offset > bytes_.size() - appended_)
            return damaged(array);
    }
    const std::string_view where =
        appended ? std::string_view(bytes_).substr(appended_ + offset) : std::string_view(array.text);
    Bytes bytes(where, !appended || appended_base64_);
    const int word = wide_header_ ? 8 : 4;
    const auto words = [&](const std::string& text, std::size_t n) {
        return whole_number(text.data() + n * static_cast<std::size_t>(word), word, swapped_);
    };
    std::string header, out;
    if (!compressed_) {
        // In base64 the length and the data are one encoding; VTK also writes them as two.
        const std::size_t begin = bytes.at();
        if (!bytes.take(static_cast<std::size_t>(word), header) || words(header, 0) != size)
            return damaged(array);
        if (!appended || appended_base64_) {
            bytes.go(begin);
            std::string both;
            if (bytes.take(static_cast<std::size_t>(word) + size, both))
                return both.substr(static_cast<std::size_t>(word));
            bytes.go(begin);
            if (!bytes.take(static_cast<std::size_t>(word), header)) return damaged(array);
        }
        if (!bytes.take(size, out)) return damaged(array);
        return out;
    }
    const std::size_t begin = bytes.at();
    if (!bytes.take(3 * static_cast<std::size_t>(word), header)) return damaged(array);
    const std::uint64_t blocks = words(header, 0), whole = words(header, 1), rest = words(header, 2);
    if (blocks > where.size() || (blocks == 0 && size > 0)) return damaged(array);
    if (blocks == 0) return out;
    const double total = static_cast<double>(whole) * static_cast<double>(blocks - (rest > 0 ? 1 : 0)) +
                         static_cast<double>(rest);
    if (total != static_cast<double>(size)) return damaged(array);
    bytes.go(begin);
    if (!bytes.take((3 + static_cast<std::size_t>(blocks)) * static_cast<std::size_t>(word), header))
        return damaged(array);
    out.reserve(size);
    std::string packed, all;
    if (!appended || appended_base64_) {
        // The blocks of one array are one encoding behind that of the header.
        double sum = 0;
        for (std::uint64_t n = 0; n < blocks; ++n) sum += static_cast<double>(words(header, 3 + n));
        if (sum > static_cast<double>(where.size()) || !bytes.take(static_cast<std::size_t>(sum), all))
            return damaged(array);
    }
    std::size_t at = 0;
    for (std::uint64_t n = 0; n < blocks; ++n) {
        const std::uint64_t length = words(header, 3 + n);
        if (all.empty()) {
            if (length > where.size() || !bytes.take(static_cast<std::size_t>(length), packed))
                return damaged(array);
        } else {
            packed = all.substr(at, static_cast<std::size_t>(length));
            at += static_cast<std::size_t>(length);
        }
        const std::uint64_t plain = n + 1 == blocks && rest > 0 ? rest : whole;
        if (static_cast<double>(plain) > most_packing * static_cast<double>(packed.size()) + 64 ||
            !inflate_block(packed, out, static_cast<std::size_t>(plain)))
            return damaged(array);
    }
    return out;
}

template <class T>
Expected<std::vector<T>> VtkDocument::read(const VtkElement& array, std::size_t count) const {
    const auto type = number_type(array.attribute("type"));
    if (!type || !can_hold(array, static_cast<double>(count))) return damaged(array);
    std::vector<T> out;
    out.reserve(count);
    if (array.attribute("format") == "ascii" || array.attribute("format").empty()) {
        if (!text_numbers(array.text, count, out)) return damaged(array);
        return out;
    }
    const auto size = static_cast<std::size_t>(type->size);
    auto bytes = bytes_of(array, count * size);
    if (!bytes) return std::unexpected(bytes.error());
    for (std::size_t n = 0; n < count; ++n)
        out.push_back(static_cast<T>(number_at(bytes->data() + n * size, *type, swapped_)));
    return out;
}

Expected<std::vector<double>> VtkDocument::numbers(const VtkElement& array, std::size_t count) const {
    return read<double>(array, count);
}
Expected<std::vector<float>> VtkDocument::floats(const VtkElement& array, std::size_t count) const {
    return read<float>(array, count);
}

}  // namespace orelens::io
