#include "core/io/blocks/BlockSidecar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/AtomicFile.h"
#include "core/base/JsonPlaces.h"
#include "core/base/RegularFile.h"
#include "core/io/blocks/BlockDialect.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using Json = nlohmann::ordered_json;
using base::ErrorKind;
using base::Message;

constexpr const char* format_name = "orelens-blocks";
// Version 2 has numbers that stand for the infinities, version 3 tables as other programs have them. A file
// without either is written as version 1, which every version of the program reads.
constexpr int format_version = 3;

/// Reads members and remembers the first that is missing or of the wrong kind.
class Reader {
  public:
    Reader(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

    template <class T>
    void number(const char* pointer, T& into) {
        const Json* value = find(pointer);
        if (!value || !value->is_number() || (std::is_integral_v<T> && !value->is_number_integer()))
            return wrong(pointer);
        if constexpr (std::is_integral_v<T>) {
            const auto wide = value->get<std::int64_t>();
            if (wide < std::numeric_limits<T>::min() || wide > std::numeric_limits<T>::max())
                return wrong(pointer);
            into = static_cast<T>(wide);
        } else {
            into = value->get<T>();
        }
    }
    template <class T>
    void triple(const std::string& pointer, std::array<T, 3>& into) {
        for (int a = 0; a < 3; ++a) number(fmt::format("{}/{}", pointer, a).c_str(), into[a]);
    }
    void text(const std::string& pointer, std::string& into) {
        const Json* value = find(pointer);
        if (!value || !value->is_string()) return wrong(pointer);
        into = value->get<std::string>();
    }
    [[nodiscard]] const Json* find(const std::string& pointer) const {
        const Json::json_pointer at(pointer);
        return json_.contains(at) ? &json_.at(at) : nullptr;
    }
    void wrong(const std::string& pointer) {
        if (bad_.empty()) bad_ = pointer;
    }
    [[nodiscard]] base::Expected<void> result() const {
        if (bad_.empty()) return {};
        return base::fail(ErrorKind::data, Message("block_file.sidecar_member", {{"member", bad_}}),
                          {.file = path_, .field = bad_});
    }

  private:
    const Json& json_;
    std::string path_;
    std::string bad_;
};

void read_columns(Reader& reader, BlockSidecar& out) {
    const Json* columns = reader.find("/columns");
    if (!columns || !columns->is_array()) return reader.wrong("/columns");
    std::set<std::string> names;
    for (std::size_t n = 0; n < columns->size(); ++n) {
        const std::string at = fmt::format("/columns/{}", n);
        blocks::ColumnInfo info;
        std::string type;
        std::string written;
        reader.text(at + "/name", info.name);
        reader.text(at + "/type", type);
        reader.text(at + "/unit", info.unit);
        if (type != "real" && type != "integer") reader.wrong(at + "/type");
        info.type = type == "integer" ? blocks::ColumnType::integer : blocks::ColumnType::real;
        if (!names.insert(info.name).second) reader.wrong(at + "/name");
        if (const Json* codes = reader.find(at + "/codes")) {
            if (!codes->is_array()) return reader.wrong(at + "/codes");
            for (std::size_t c = 0; c < codes->size(); ++c) {
                info.codes.emplace_back();
                reader.text(fmt::format("{}/codes/{}", at, c), info.codes.back());
            }
            reader.text(at + "/written", written);
        }
        std::optional<Infinities> infinities;
        if (reader.find(at + "/plus_infinity") || reader.find(at + "/minus_infinity")) {
            infinities.emplace();
            reader.number((at + "/plus_infinity").c_str(), infinities->plus);
            reader.number((at + "/minus_infinity").c_str(), infinities->minus);
            if (info.type != blocks::ColumnType::real || infinities->plus == infinities->minus)
                reader.wrong(at + "/plus_infinity");
        }
        out.infinities.push_back(infinities);
        out.as_codes.push_back(written == "codes");
        out.columns.push_back(std::move(info));
    }
}

void read_table(Reader& reader, BlockSidecar& out) {
    TableNote& table = out.table.emplace();
    reader.text("/table/dialect", table.dialect);
    reader.number("/table/lines_under_header", table.lines_under_header);
    if (table.lines_under_header < 0) reader.wrong("/table/lines_under_header");
    if (reader.find("/null")) reader.text("/null", table.missing);
    for (int a = 0; a < 3; ++a) reader.text(fmt::format("/table/centre/{}", a), table.centre[a]);
    if (const Json* others = reader.find("/table/others"); others && others->is_array())
        for (std::size_t n = 0; n < others->size(); ++n) {
            table.others.emplace_back();
            reader.text(fmt::format("/table/others/{}", n), table.others.back());
        }
    for (std::size_t n = 0; n < out.columns.size(); ++n) {
        table.headers.emplace_back();
        reader.text(fmt::format("/columns/{}/header", n), table.headers.back());
    }
}

}  // namespace

TableNote table_note(const DialectTable& table) {
    TableNote note;
    static constexpr const char* names[] = {"own",       "vulcan",   "datamine", "surpac",
                                            "micromine", "leapfrog", "deswik"};
    note.dialect = names[static_cast<int>(table.dialect)];
    note.lines_under_header = static_cast<int>(table.under_header.size());
    note.missing = table.missing;
    note.headers = table.headers;
    for (const DialectField& field : table.place) {
        const int axis = static_cast<int>(field.kind) - static_cast<int>(DialectField::Kind::x);
        if (axis >= 0 && axis < 3)
            note.centre[static_cast<std::size_t>(axis)] = field.header;
        else
            note.others.push_back(field.header);
    }
    return note;
}

Infinities infinities_beyond(float largest) {
    const double beyond = largest < 1e30F ? 1e30 : 1e300;
    return {beyond, -beyond};
}

std::string sidecar_path(const std::string& csv_path) {
    return csv_path + ".json";
}

bool is_sidecar(const std::string& path) {
    const auto start = base::read_regular_file(path, {.take = std::size_t{1} << 20});
    return !start || start->find(format_name) != std::string::npos;
}

bool codes_are_readable(const std::vector<std::string>& codes) {
    std::set<std::string> seen;
    for (const std::string& code : codes) {
        if (code.empty() || !seen.insert(code).second) return false;
        if (code.find_first_of("\r\n") != std::string::npos || trimmed(code) != code) return false;
        if (code.find_first_not_of("+-.0123456789eE") == std::string::npos) return false;
    }
    return !codes.empty();
}

bool codes_are_numbers(const std::vector<std::string>& codes) {
    std::set<std::int64_t> seen;
    for (const std::string& code : codes) {
        std::int32_t value = 0;
        const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), value);
        if (error != std::errc() || end != code.data() + code.size() || !seen.insert(value).second) return false;
    }
    return !codes.empty();
}

bool written_as_codes(const blocks::BlockModel& model, const blocks::ColumnInfo& info, const std::string& missing) {
    if (info.type != blocks::ColumnType::integer) return false;
    if (codes_are_readable(info.codes)) return true;
    if (!codes_are_numbers(info.codes) || std::ranges::find(info.codes, missing) != info.codes.end()) return false;
    const blocks::IntegerLeaves values = model.integer_leaves(info.name);
    const auto known = static_cast<std::int32_t>(info.codes.size());
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const std::int32_t value = values[leaf][n];
            if (value != blocks::missing_int && (value < 0 || value >= known)) return false;
        }
    return true;
}

std::string sidecar_text(const BlockSidecar& sidecar) {
    const blocks::GridGeometry& g = sidecar.geometry;
    Json json;
    json["format"] = format_name;
    const bool infinite =
        std::ranges::any_of(sidecar.infinities, [](const auto& numbers) { return numbers.has_value(); });
    json["version"] = sidecar.table ? 3 : infinite ? 2 : 1;
    json["geometry"] = {{"origin", g.origin},   {"block_size", g.block_size},
                        {"count", g.count},     {"azimuth_deg", g.azimuth_deg},
                        {"dip_deg", g.dip_deg}, {"roll_deg", g.roll_deg},
                        {"length_unit", "m"}};
    json["delimiter"] = ",";
    json["null"] = sidecar.table ? sidecar.table->missing : "";
    const bool by_levels = sidecar.table && sidecar.table->dialect == "datamine";
    json["order"] = std::string(by_levels ? "k fastest, i slowest" : "i fastest, k slowest") +
                    "; i, j, k count from 0 at the origin; x, y, z are block centres";
    if (sidecar.table)
        json["table"] = {{"dialect", sidecar.table->dialect},
                         {"lines_under_header", sidecar.table->lines_under_header},
                         {"centre", sidecar.table->centre},
                         {"others", sidecar.table->others}};
    json["blocks"] = sidecar.block_count;
    json["columns"] = Json::array();
    for (std::size_t n = 0; n < sidecar.columns.size(); ++n) {
        const blocks::ColumnInfo& info = sidecar.columns[n];
        Json column{{"name", info.name},
                    {"type", info.type == blocks::ColumnType::real ? "real" : "integer"},
                    {"unit", info.unit}};
        if (sidecar.table) column["header"] = sidecar.table->headers[n];
        if (!info.codes.empty()) {
            column["codes"] = info.codes;
            column["written"] = sidecar.as_codes[n] ? "codes" : "numbers";
        }
        if (n < sidecar.infinities.size() && sidecar.infinities[n]) {
            column["plus_infinity"] = sidecar.infinities[n]->plus;
            column["minus_infinity"] = sidecar.infinities[n]->minus;
        }
        json["columns"].push_back(std::move(column));
    }
    return json.dump(2) + "\n";
}

base::Expected<BlockSidecar> read_sidecar(const std::string& path) {
    const auto text = base::read_text_file(path);
    if (!text) {
        base::Error error = text.error();
        error.fix = Message("block_file.needs_sidecar");
        return std::unexpected(error);
    }
    // The reader with limits goes first: repeated keys, endless nesting and masses of keys end there.
    if (const auto sound = base::parse_json(*text, path); !sound) {
        base::Error error = sound.error();
        if (error.what.key == "json.syntax" || error.what.key == "json.ends_early")
            error.what = Message("block_file.sidecar_syntax");
        return std::unexpected(std::move(error));
    }
    const Json json = Json::parse(*text, nullptr, false);
    Reader reader(json, path);
    BlockSidecar out;
    std::string format;
    int version = 0;
    reader.text("/format", format);
    reader.number("/version", version);
    if (format != format_name) reader.wrong("/format");
    if (version > format_version)
        return base::fail(ErrorKind::data,
                          Message("block_file.newer_version", {{"version", std::to_string(version)}}),
                          {.file = path}, Message("block_file.update_program"));
    reader.triple("/geometry/origin", out.geometry.origin);
    reader.triple("/geometry/block_size", out.geometry.block_size);
    reader.triple("/geometry/count", out.geometry.count);
    reader.number("/geometry/azimuth_deg", out.geometry.azimuth_deg);
    reader.number("/geometry/dip_deg", out.geometry.dip_deg);
    reader.number("/geometry/roll_deg", out.geometry.roll_deg);
    if (reader.find("/blocks")) reader.number("/blocks", out.block_count);
    read_columns(reader, out);
    if (reader.find("/table")) read_table(reader, out);
    if (auto fine = reader.result(); !fine) return std::unexpected(fine.error());
    return out;
}

}  // namespace orelens::io
