#include "core/io/text/Encoding.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/io/text/Decode.h"
#include "core/io/text/Plausible.h"

namespace orelens::io {
namespace {

constexpr std::size_t sample_size = std::size_t{1} << 16;
constexpr std::size_t longest_piece = 2048;
/// Letters that have not come by then are not looked for.
constexpr std::size_t searched = std::size_t{1} << 26;

/// As iconv calls them, in the order of base::TextEncoding.
constexpr std::array names{"",       "UTF-8",  "UTF-16LE", "UTF-16BE", "GB18030", "BIG5",  "CP932", "CP949",
                           "CP1250", "CP1251", "CP1252",   "CP1253",   "CP1254",  "CP850", "CP866", "KOI8-R",
                           "CP437",  "CP852",  "MACINTOSH", "EUC-JP"};

struct Candidate {
    std::string encoding;
    Writing writing;
    double prior;  ///< bits against it before anything is read
};

const std::vector<Candidate>& candidates() {
    static const std::vector<Candidate> all{
        {"UTF-8", Writing::any, -10},     {"GB18030", Writing::chinese, 0},
        {"CP1252", Writing::western, 0},  {"BIG5", Writing::chinese, 4},
        {"CP1250", Writing::central, 6},  {"CP1251", Writing::cyrillic, 4},
        {"CP932", Writing::japanese, 12}, {"EUC-JP", Writing::japanese, 14},
        {"CP949", Writing::korean, 9},    {"KOI8-R", Writing::cyrillic, 16},
        {"CP866", Writing::cyrillic, 16}, {"CP1253", Writing::greek, 16},
        {"CP1254", Writing::turkish, 14}, {"CP850", Writing::western, 13},
        {"CP437", Writing::western, 15},  {"MACINTOSH", Writing::western, 9},
        {"CP852", Writing::central, 18}};
    return all;
}

bool beyond_ascii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

/// Bytes that are never the second half of a character in the encodings of interest.
bool separates(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x30 || (byte >= 0x3A && byte <= 0x3F);
}

/// The pieces of the text that hold anything beyond ASCII, each once.
std::string telling_pieces(std::string_view bytes) {
    bytes = bytes.substr(0, searched);
    std::string out;
    std::unordered_set<std::string_view> seen;
    std::size_t at = 0;
    while (at < bytes.size() && out.size() < sample_size) {
        const auto high =
            std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), beyond_ascii);
        if (high == bytes.end()) break;
        std::size_t begin = static_cast<std::size_t>(high - bytes.begin()), end = begin;
        const std::size_t earliest = begin - std::min(begin - at, longest_piece);
        while (begin > earliest && !separates(bytes[begin - 1])) --begin;
        while (end < bytes.size() && end - begin < 2 * longest_piece && !separates(bytes[end])) ++end;
        const std::string_view piece = bytes.substr(begin, end - begin);
        if (seen.insert(piece).second) {
            out += piece;
            out += '\n';
        }
        at = std::max(end, begin + 1);
    }
    return out;
}

std::string proposed(const std::string& sample) {
    uchardet_t detector = uchardet_new();
    std::string name;
    if (uchardet_handle_data(detector, sample.data(), sample.size()) == 0) {
        uchardet_data_end(detector);
        name = uchardet_get_charset(detector);
    }
    uchardet_delete(detector);
    static constexpr std::array<std::array<std::string_view, 2>, 10> same{{{"ISO-8859-1", "CP1252"},
                                                                           {"ISO-8859-15", "CP1252"},
                                                                           {"WINDOWS-1252", "CP1252"},
                                                                           {"WINDOWS-1250", "CP1250"},
                                                                           {"WINDOWS-1251", "CP1251"},
                                                                           {"WINDOWS-1253", "CP1253"},
                                                                           {"WINDOWS-1254", "CP1254"},
                                                                           {"SHIFT_JIS", "CP932"},
                                                                           {"EUC-KR", "CP949"},
                                                                           {"IBM866", "CP866"}}};
    for (const auto& [theirs, ours] : same)
        if (name == theirs) return std::string(ours);
    return name == "ASCII" ? std::string() : name;
}

/// Characters that tables have and UTF-8 writes with several bytes, those of three counted twice: bytes of
/// another encoding fall into that pattern by chance only. As many stray bytes beside them are no reason to
/// drop UTF-8 unheard.
std::int64_t utf8_evidence(std::string_view sample) {
    std::int64_t sum = 0;
    for (std::size_t at = 0; at < sample.size();) {
        const std::size_t size = utf8_sequence(sample, at);
        if (size < 2) {
            ++at;
            continue;
        }
        std::size_t end = at;
        const char32_t c = next_character(sample, end);
        const bool letter = (c >= 0xA0 && c <= 0x17F) || (c >= 0x386 && c <= 0x3CE) || (c >= 0x400 && c <= 0x45F);
        const bool han_or_mark = (c >= 0x2010 && c <= 0x22FF) || (c >= 0x3001 && c <= 0x30FE) ||
                                 (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF01 && c <= 0xFF5E);
        sum += letter ? 1 : han_or_mark ? 2 : 0;
        at += size;
    }
    return sum;
}

struct Weighed {
    std::string encoding, text;
    double cost = 0;
};

std::vector<Weighed> weigh(const std::string& sample) {
    std::vector<Candidate> all = candidates();
    const std::string proposal = proposed(sample);
    const auto known = std::ranges::find(all, proposal, &Candidate::encoding);
    if (known != all.end())
        known->prior -= 4;
    else if (!proposal.empty())
        all.push_back({proposal, Writing::any, 12});
    const std::int64_t few = std::count_if(sample.begin(), sample.end(), beyond_ascii) / 6;
    const std::int64_t few_in_utf8 = std::max(few, utf8_evidence(sample));
    std::vector<Weighed> out;
    for (const Candidate& candidate : all) {
        auto decoded = decode(sample, candidate.encoding, candidate.encoding == "UTF-8" ? few_in_utf8 : few);
        if (!decoded) continue;
        const double cost = implausibility(decoded->text, candidate.writing) + candidate.prior;
        out.push_back({candidate.encoding, std::move(decoded->text), cost});
    }
    std::ranges::stable_sort(out, {}, &Weighed::cost);
    return out;
}

/// UTF-16 without a mark shows as zero bytes on every other place of its ASCII part.
const char* utf16_without_bom(std::string_view bytes) {
    const std::size_t seen = std::min<std::size_t>(bytes.size(), 1 << 14) / 2 * 2;
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < seen; i += 2) {
        even += bytes[i] == 0;
        odd += bytes[i + 1] == 0;
    }
    if (seen < 8) return nullptr;
    if (odd * 20 > seen * 3 && even * 20 < odd) return "UTF-16LE";
    if (even * 20 > seen * 3 && odd * 20 < even) return "UTF-16BE";
    return nullptr;
}

EncodingChoice by_mark(std::string_view bytes) {
    struct Mark {
        std::string_view bytes;
        const char* encoding;
    };
    using namespace std::string_view_literals;
    for (const Mark& mark : {Mark{"\xEF\xBB\xBF"sv, "UTF-8"}, Mark{"\xFF\xFE\0\0"sv, "UTF-32LE"},
                             Mark{"\0\0\xFE\xFF"sv, "UTF-32BE"}, Mark{"\xFF\xFE"sv, "UTF-16LE"},
                             Mark{"\xFE\xFF"sv, "UTF-16BE"}, Mark{"\x84\x31\x95\x33"sv, "GB18030"}})
        if (bytes.starts_with(mark.bytes)) return {mark.encoding, {}, mark.bytes.size()};
    return {};
}

bool has_long_sequence(std::string_view sample) {
    return std::ranges::any_of(sample, [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

/// Fewer characters beyond ASCII than this, each piece counted once, say little of their encoding.
constexpr std::ptrdiff_t few_bytes = 8;
constexpr std::size_t most_rivals = 3;

/// Whose text is another one and nearly as plausible as that of `taken`.
std::vector<std::string> rivals_of(const std::vector<Weighed>& all, const Weighed& taken,
                                   const std::string& sample) {
    const bool thin = std::ranges::count_if(sample, beyond_ascii) <= few_bytes;
    const double near = taken.cost + (thin ? 10 : 8) + 0.15 * std::max(0.0, taken.cost);
    std::vector<std::string> out;
    for (const Weighed& each : all)
        if (out.size() < most_rivals && each.cost < near && each.text != taken.text &&
            !stated_name(each.encoding).empty())
            out.push_back(each.encoding);
    return out;
}

/// Two characters of GBK may be valid UTF-8 by chance (联通): two bytes each, and letters nobody writes.
EncodingChoice doubt_utf8(const std::string& sample) {
    if (sample.empty() || has_long_sequence(sample)) return {"UTF-8", {}, 0};
    const auto all = weigh(sample);
    const auto utf8 = std::ranges::find(all, "UTF-8", &Weighed::encoding);
    if (utf8 == all.begin() && utf8 != all.end()) return {"UTF-8", {}, 0};
    if (utf8 == all.end()) return {all.empty() ? "UTF-8" : all.front().encoding, {}, 0};
    const Weighed& taken = all.front().cost + 12 < utf8->cost ? all.front() : *utf8;
    return {taken.encoding, rivals_of(all, taken, sample), 0};
}

}  // namespace

const char* encoding_name(base::TextEncoding encoding) {
    return names.at(static_cast<std::size_t>(encoding));
}

std::string stated_name(const std::string& encoding) {
    static constexpr std::array<std::array<std::string_view, 2>, 4> other{
        {{"BIG5", "Big5"}, {"CP932", "Shift_JIS"}, {"CP949", "EUC-KR"}, {"MACINTOSH", "MacRoman"}}};
    for (const auto& [ours, stated] : other)
        if (encoding == ours) return std::string(stated);
    return std::ranges::find(names, encoding) == names.end() ? std::string() : encoding;
}

EncodingChoice choose_encoding(std::string_view bytes, bool valid_utf8, base::TextEncoding stated) {
    if (EncodingChoice marked = by_mark(bytes); !marked.encoding.empty()) return marked;
    const bool is_stated = stated != base::TextEncoding::detect;
    if (!is_stated)
        if (const char* wide = utf16_without_bom(bytes)) return {wide, {}, 0};
    const std::string sample = telling_pieces(bytes);
    // A rule speaks for several files; one that is UTF-8 beyond doubt stays what it is.
    if (valid_utf8 && (sample.empty() || has_long_sequence(sample))) {
        const bool wide = stated == base::TextEncoding::utf16le || stated == base::TextEncoding::utf16be;
        if (!wide) return {"UTF-8", {}, 0};
    }
    if (is_stated) return {encoding_name(stated), {}, 0};
    if (valid_utf8) return doubt_utf8(sample);
    const auto all = weigh(sample);
    if (all.empty()) return {"CP1252", {}, 0};
    const bool strays_weighed = all.front().encoding == "UTF-8";
    return {all.front().encoding, rivals_of(all, all.front(), sample), 0, strays_weighed};
}

}  // namespace orelens::io
