#include "core/io/omf/OmfArchive.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/Memory.h"

namespace orelens::io::omf {
namespace {

using base::ErrorKind;
using base::Message;

static_assert(std::endian::native == std::endian::little, "arrays of the file are little-endian");

std::string parse_failed() {
    return "JSON";
}

/// The header's version without the zeros that fill it up.
std::string version_of(std::string_view header) {
    std::string_view found = header.substr(magic.size(), version_bytes);
    found = found.substr(0, std::min(found.find('\0'), found.size()));
    return std::string(found);
}

/// Nothing but an object, and no UID in it twice, which the library would pass over.
Json parse_objects(std::string_view text) {
    std::set<std::string> uids;
    bool twice = false;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth == 1 && event == Json::parse_event_t::key)
            twice = !uids.insert(parsed.get_ref<const std::string&>()).second || twice;
        return true;
    };
    Json objects = Json::parse(text.begin(), text.end(), watch, false);
    if (objects.is_discarded() || !objects.is_object() || twice)
        refuse(Message("omf.damaged", {{"part", parse_failed()}}), Message("omf.take_another_copy"));
    return objects;
}

std::string hex_uid(std::string_view raw) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string uid;
    for (std::size_t n = 0; n < raw.size(); ++n) {
        if (n == 4 || n == 6 || n == 8 || n == 10) uid += '-';
        const auto byte = static_cast<unsigned char>(raw[n]);
        uid += digits[byte >> 4];
        uid += digits[byte & 15];
    }
    return uid;
}

struct Inflating {
    z_stream stream{};
    Inflating() {
        if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    }
    ~Inflating() { inflateEnd(&stream); }
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
};

constexpr std::size_t piece_bytes = std::size_t{1} << 18;

}  // namespace

void refuse(Message what, Message fix) {
    throw Refused{base::Error{ErrorKind::data, std::move(what), {}, std::move(fix)}};
}
void wrong_member(const std::string& object, const std::string& member) {
    refuse(Message("omf.wrong_member", {{"object", object}, {"member", member}}),
           Message("omf.take_another_copy"));
}

const Json* member(const Json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text(const Json& object, const char* name, const std::string& of) {
    const Json* found = member(object, name);
    if (found == nullptr) return "";
    if (!found->is_string()) wrong_member(of, name);
    return found->get<std::string>();
}

Archive::Archive(std::string bytes, const base::Progress& progress)
    : progress_(progress), bytes_(std::move(bytes)) {
    const std::string_view all = bytes_;
    if (all.starts_with("PK\x03\x04")) refuse(Message("omf.version_2"), Message("omf.save_as_version_1"));
    if (!all.starts_with(magic)) refuse(Message("omf.not_omf"), Message("omf.what_is_read"));
    if (all.size() < header_bytes) refuse(Message("omf.cut"), Message("omf.take_another_copy"));
    if (const std::string found = version_of(all); found != version)
        refuse(Message("omf.other_version", {{"version", found}}), Message("omf.save_as_version_1"));
    std::uint64_t json_at = 0;
    std::memcpy(&json_at, all.data() + header_bytes - sizeof json_at, sizeof json_at);
    if (json_at < header_bytes || json_at >= all.size())
        refuse(Message("omf.cut"), Message("omf.take_another_copy"));
    // zlib packs to a thousandth at most. Elements may share an array; a thousand of them that share a large
    // one are an attack.
    most_memory_ = 64e6 + 1100.0 * static_cast<double>(all.size());
    if (const double machine = base::machine_memory(); machine > 0)
        most_memory_ = std::min(most_memory_, 0.7 * machine);
    // An array in JSON takes about sixteen times its text as a tree.
    take((all.size() - json_at) * 16);
    objects_ = parse_objects(all.substr(json_at));
    const std::string uid = hex_uid(all.substr(magic.size() + version_bytes, uid_bytes));
    const auto found = objects_.find(uid);
    if (found == objects_.end() || text(*found, "__class__", uid) != "Project")
        refuse(Message("omf.damaged", {{"part", "Project"}}), Message("omf.take_another_copy"));
    project_ = &*found;
}

void Archive::take(std::size_t bytes) {
    memory_ += static_cast<double>(bytes);
    if (memory_ > most_memory_)
        refuse(Message("omf.too_large", {{"size", base::memory_text(memory_)}}), Message("omf.export_less"));
}

const Json& Archive::object(const Json& reference, const std::string& of) const {
    if (!reference.is_string()) wrong_member(of, "uid");
    const auto found = objects_.find(reference.get_ref<const std::string&>());
    if (found == objects_.end() || !found->is_object())
        refuse(Message("omf.object_missing", {{"object", of}, {"uid", reference.get<std::string>()}}),
               Message("omf.take_another_copy"));
    return *found;
}

const Json& Archive::resolved(const Json& array, const std::string& of) const {
    if (!array.is_string()) return array;
    const Json* inner = member(object(array, of), "array");
    if (inner == nullptr) wrong_member(of, "array");
    return *inner;
}

bool Archive::holds_integers(const Json& array, const std::string& of) const {
    const Json& found = resolved(array, of);
    if (found.is_object()) return text(found, "dtype", of) == "<i8";
    return std::all_of(found.begin(), found.end(), [](const Json& n) { return n.is_number_integer(); });
}

std::string Archive::unpack(const Json& array, const std::string& of, std::optional<std::size_t> bytes) {
    const Json* start = member(array, "start");
    const Json* length = member(array, "length");
    if (start == nullptr || length == nullptr || !start->is_number_unsigned() ||
        !length->is_number_unsigned())
        wrong_member(of, "array");
    const auto from = start->get<std::uint64_t>();
    const auto size = length->get<std::uint64_t>();
    if (from < header_bytes || from > bytes_.size() || size > bytes_.size() - from)
        refuse(Message("omf.array_outside", {{"object", of}}), Message("omf.take_another_copy"));
    std::string out;
    if (bytes) out.reserve(std::min(*bytes, size * 1100 + 64));
    if (size == 0) return out;
    Inflating inflating;
    z_stream& z = inflating.stream;
    std::string piece(piece_bytes, '\0');
    std::size_t left = size;
    const char* next = bytes_.data() + from;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        if (z.avail_in == 0) {
            const std::size_t some = std::min(left, piece_bytes);
            z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next));
            z.avail_in = static_cast<uInt>(some);
            next += some;
            left -= some;
        }
        z.next_out = reinterpret_cast<Bytef*>(piece.data());
        z.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&z, Z_NO_FLUSH);
        const std::size_t got = piece.size() - z.avail_out;
        const bool stuck = got == 0 && z.avail_in == 0 && left == 0;
        if ((state != Z_OK && state != Z_STREAM_END) || (stuck && state != Z_STREAM_END))
            refuse(Message("omf.damaged", {{"part", of}}), Message("omf.take_another_copy"));
        take(got);
        if (bytes && out.size() + got > *bytes)
            refuse(Message("omf.damaged", {{"part", of}}), Message("omf.take_another_copy"));
        out.append(piece, 0, got);
        if (progress_.cancelled()) throw Refused{base::cancelled().error()};
    }
    if (z.avail_in != 0 || left != 0)
        refuse(Message("omf.damaged", {{"part", of}}), Message("omf.take_another_copy"));
    return out;
}

namespace {

[[noreturn]] void wrong_length(const std::string& of, std::size_t found, std::size_t wanted) {
    refuse(Message("omf.wrong_length",
                   {{"object", of}, {"found", std::to_string(found)}, {"wanted", std::to_string(wanted)}}),
           Message("omf.take_another_copy"));
}

template <class To, class From>
std::vector<To> numbers_of(const std::string& bytes) {
    std::vector<To> out(bytes.size() / sizeof(From));
    for (std::size_t n = 0; n < out.size(); ++n) {
        From value;
        std::memcpy(&value, bytes.data() + n * sizeof(From), sizeof(From));
        out[n] = static_cast<To>(value);
    }
    return out;
}

/// A list of lists of numbers, or of numbers, one after another.
template <class To>
void append_list(const Json& list, const std::string& of, int depth, std::vector<To>& out) {
    for (const Json& entry : list) {
        if (entry.is_array() && depth < 1) {
            append_list(entry, of, depth + 1, out);
            continue;
        }
        if constexpr (std::is_same_v<To, double>) {
            if (!entry.is_number()) wrong_member(of, "array");
            out.push_back(entry.get<double>());
        } else {
            if (!entry.is_number_integer() ||
                (entry.is_number_unsigned() && entry.get<std::uint64_t>() > std::uint64_t{1} << 62))
                wrong_member(of, "array");
            out.push_back(entry.get<std::int64_t>());
        }
    }
}

void check_length(const std::string& of, std::size_t found, std::size_t components,
                  std::optional<std::size_t> count) {
    if (count && found != *count) wrong_length(of, found, *count);
    if (found % components != 0) wrong_length(of, found, found / components * components);
}

}  // namespace

std::vector<double> Archive::reals(const Json& array, const std::string& of, std::size_t components,
                                   std::optional<std::size_t> count) {
    const Json& found = resolved(array, of);
    std::vector<double> out;
    if (found.is_array()) {
        append_list(found, of, 0, out);
    } else {
        const std::string type = text(found, "dtype", of);
        if (type != "<f8" && type != "<i8")
            refuse(Message("omf.number_type", {{"object", of}, {"type", type}}));
        const std::string bytes = unpack(found, of, count ? std::optional(*count * 8) : std::nullopt);
        if (bytes.size() % 8 != 0) wrong_length(of, bytes.size(), bytes.size() / 8 * 8);
        out = type == "<f8" ? numbers_of<double, double>(bytes) : numbers_of<double, std::int64_t>(bytes);
    }
    check_length(of, out.size(), components, count);
    return out;
}

std::vector<std::int64_t> Archive::integers(const Json& array, const std::string& of, std::size_t components,
                                            std::optional<std::size_t> count) {
    const Json& found = resolved(array, of);
    std::vector<std::int64_t> out;
    if (found.is_array()) {
        append_list(found, of, 0, out);
    } else {
        if (const std::string type = text(found, "dtype", of); type != "<i8")
            refuse(Message("omf.number_type", {{"object", of}, {"type", type}}));
        const std::string bytes = unpack(found, of, count ? std::optional(*count * 8) : std::nullopt);
        if (bytes.size() % 8 != 0) wrong_length(of, bytes.size(), bytes.size() / 8 * 8);
        out = numbers_of<std::int64_t, std::int64_t>(bytes);
    }
    check_length(of, out.size(), components, count);
    return out;
}

std::string packed(const std::function<void(const Piece&)>& fill) {
    z_stream z{};
    constexpr int level = 4;  // half the time of the usual 6 for a twentieth more bytes
    if (deflateInit(&z, level) != Z_OK) throw std::bad_alloc();
    std::string out;
    std::string piece(piece_bytes, '\0');
    const auto run = [&](int flush) {
        do {
            z.next_out = reinterpret_cast<Bytef*>(piece.data());
            z.avail_out = static_cast<uInt>(piece.size());
            deflate(&z, flush);
            out.append(piece, 0, piece.size() - z.avail_out);
        } while (z.avail_out == 0);
    };
    fill([&](const void* data, std::size_t bytes) {
        const auto* next = static_cast<const char*>(data);
        while (bytes > 0) {
            const std::size_t some = std::min(bytes, std::size_t{1} << 30);
            z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next));
            z.avail_in = static_cast<uInt>(some);
            run(Z_NO_FLUSH);
            next += some;
            bytes -= some;
        }
    });
    run(Z_FINISH);
    deflateEnd(&z);
    return out;
}

}  // namespace orelens::io::omf
