// Sources of the layouts: Vulcan's and Micromine's manuals ("Model to CSV", "Export block model"), Datamine's
// field names of block models (XC, XINC, XMORIG, NX, IJK), which Deswik shares.
#include "core/io/blocks/BlockDialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/base/Units.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/drillholes/AssayHeader.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using Kind = DialectField::Kind;

struct Row {
    BlockDialect dialect;
    std::string_view name;
};
constexpr Row rows[] = {{BlockDialect::own, "own"},
                        {BlockDialect::vulcan, "vulcan"},
                        {BlockDialect::datamine, "datamine"},
                        {BlockDialect::surpac, "surpac"},
                        {BlockDialect::micromine, "micromine"},
                        {BlockDialect::leapfrog, "leapfrog"},
                        {BlockDialect::deswik, "deswik"}};

std::string shortest(double value) {
    return fmt::format("{}", value);
}

/// Letters, digits and underscores, beginning with a letter; other scripts stay, which the programs read as
/// the text of their own system.
std::string plain_name(const std::string& name, std::size_t longest) {
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte >= 0x80 || std::isalnum(byte) != 0 ? c : '_';
    }
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0) out.insert(0, "v_");
    while (out.size() > longest) {
        while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80) out.pop_back();
        out.pop_back();
    }
    return out;
}

/// Of a grade in another unit than a reader takes where nothing states one: such a header states it. Empty
/// for others, and where the name says it already.
std::string unit_tail(const blocks::ColumnInfo& info) {
    const AssayHeader read = read_assay_header(info.name);
    const auto unit = base::grade_unit(info.unit);
    if (!read.element || read.unit || !unit) return {};
    if (*unit == (is_precious(read.name) ? base::GradeUnit::gram_per_tonne : base::GradeUnit::percent))
        return {};
    switch (*unit) {
        case base::GradeUnit::percent:
            return "_pct";
        case base::GradeUnit::gram_per_tonne:
            return "_gpt";
        case base::GradeUnit::ppm:
            return "_ppm";
        case base::GradeUnit::ppb:
            return "_ppb";
        default:
            return {};
    }
}

/// Names that differ from each other and from the headers of the place, whatever the case.
void make_headers(DialectTable& table, const blocks::BlockModel& model, bool lower_case,
                  std::size_t longest) {
    std::set<std::string> taken;
    for (const DialectField& field : table.place) taken.insert(lower(field.header));
    for (const blocks::ColumnInfo& info : model.columns()) {
        const std::string unit = unit_tail(info);
        std::string name = plain_name(info.name, longest - unit.size()) + unit;
        if (lower_case) name = lower(name);
        std::string fresh = name;
        for (int n = 2; !taken.insert(lower(fresh)).second; ++n) {
            const std::string tail = "_" + std::to_string(n);
            fresh = plain_name(name, longest - tail.size()) + tail;
        }
        table.headers.push_back(fresh);
    }
}

/// The index and centre columns keep their names to themselves.
bool can_be_header(const std::string& name) {
    static const std::set<std::string> taken{"", "i", "j", "k", "x", "y", "z"};
    return !taken.contains(name) && name.find_first_of("\r\n") == std::string::npos && trimmed(name) == name;
}

std::vector<DialectField> centres_and_sizes(const std::array<const char*, 6>& headers,
                                            const blocks::GridGeometry& g, bool y_first = false) {
    std::array<int, 3> order{0, 1, 2};
    if (y_first) order = {1, 0, 2};
    static constexpr Kind centre[] = {Kind::x, Kind::y, Kind::z};
    std::vector<DialectField> fields;
    for (int n = 0; n < 3; ++n) fields.push_back({headers[n], centre[order[n]], ""});
    for (int n = 0; n < 3; ++n)
        fields.push_back({headers[3 + n], Kind::constant, shortest(g.block_size[order[n]])});
    return fields;
}

void add_definition(DialectTable& table, const blocks::GridGeometry& g,
                    const std::array<const char*, 6>& headers) {
    for (int a = 0; a < 3; ++a) table.place.push_back({headers[a], Kind::constant, shortest(g.origin[a])});
    for (int a = 0; a < 3; ++a)
        table.place.push_back({headers[3 + a], Kind::constant, std::to_string(g.count[a])});
}

/// Three lines: descriptions, types, defaults; seven fields first, the label in the first of them.
void add_vulcan_lines(DialectTable& table, const blocks::BlockModel& model) {
    std::string descriptions = "Variable descriptions:,,,,,,", types = "Variable types:,,,,,,",
                defaults = "Variable defaults:,,,,,,";
    for (const blocks::ColumnInfo& info : model.columns()) {
        std::string description = info.name + (info.unit.empty() ? "" : " [" + info.unit + "]");
        std::ranges::replace_if(
            description, [](char c) { return c == ',' || c == '"' || c == '\n'; }, ' ');
        const bool text = codes_are_readable(info.codes), codes = written_as_codes(model, info, table.missing);
        const bool real = info.type == blocks::ColumnType::real;
        descriptions += "," + description;
        types += std::string(",") + (real ? "float" : text ? "name" : "integer");
        defaults += "," + (codes ? std::string() : table.missing);
    }
    table.under_header = {descriptions, types, defaults};
}

std::unexpected<base::Error> no_rotation(const char* program) {
    return base::fail(ErrorKind::data, Message("block_file.dialect_rotation", {{"program", program}}), {},
                      Message("block_file.dialect_rotation_fix"));
}

}  // namespace

std::optional<BlockDialect> block_dialect(std::string_view name) {
    const std::string low = lower(name);
    if (low == "3dmine") return BlockDialect::surpac;
    for (const Row& row : rows)
        if (row.name == low) return row.dialect;
    return std::nullopt;
}

std::string block_dialect_names() {
    std::string names;
    for (const Row& row : rows) names += (names.empty() ? "" : ", ") + std::string(row.name);
    return names;
}

bool wants_missing_number(BlockDialect dialect) {
    return dialect == BlockDialect::vulcan || dialect == BlockDialect::surpac ||
           dialect == BlockDialect::deswik;
}

base::Expected<DialectTable> dialect_table(BlockDialect dialect, const blocks::BlockModel& model,
                                           const std::string& missing_number) {
    const blocks::GridGeometry& g = model.geometry();
    const bool rotated = g.azimuth_deg != 0 || g.dip_deg != 0 || g.roll_deg != 0;
    DialectTable table;
    table.dialect = dialect;
    if (wants_missing_number(dialect)) table.missing = missing_number;
    switch (dialect) {
        case BlockDialect::own:
            table.place = {{"i", Kind::i, ""}, {"j", Kind::j, ""}, {"k", Kind::k, ""},
                           {"x", Kind::x, ""}, {"y", Kind::y, ""}, {"z", Kind::z, ""}};
            for (const blocks::ColumnInfo& info : model.columns()) {
                if (!can_be_header(info.name))
                    return base::fail(ErrorKind::data,
                                      Message("block_file.header_name", {{"column", info.name}}));
                table.headers.push_back(info.name);
            }
            return table;
        case BlockDialect::vulcan:
            table.place =
                centres_and_sizes({"centroid_x", "centroid_y", "centroid_z", "dim_x", "dim_y", "dim_z"}, g);
            table.place.push_back({"volume", Kind::constant, shortest(g.block_volume())});
            make_headers(table, model, true, 30);
            add_vulcan_lines(table, model);
            return table;
        case BlockDialect::datamine:
            if (rotated) return no_rotation("Datamine");
            table.place = centres_and_sizes({"XC", "YC", "ZC", "XINC", "YINC", "ZINC"}, g);
            add_definition(table, g, {"XMORIG", "YMORIG", "ZMORIG", "NX", "NY", "NZ"});
            table.place.push_back({"IJK", Kind::cell, ""});
            table.missing = "-";
            make_headers(table, model, false, 24);
            return table;
        case BlockDialect::surpac:
            if (rotated) return no_rotation("Surpac");
            table.place = centres_and_sizes({"Y", "X", "Z", "DY", "DX", "DZ"}, g, true);
            make_headers(table, model, true, 30);
            return table;
        case BlockDialect::micromine:
            table.place = centres_and_sizes({"EAST", "NORTH", "RL", "_EAST", "_NORTH", "_RL"}, g);
            make_headers(table, model, false, 30);
            return table;
        case BlockDialect::leapfrog:
            table.place = centres_and_sizes({"X", "Y", "Z", "dX", "dY", "dZ"}, g);
            make_headers(table, model, false, 60);
            return table;
        case BlockDialect::deswik:
            if (rotated) return no_rotation("Deswik");
            table.place = centres_and_sizes({"XC", "YC", "ZC", "XINC", "YINC", "ZINC"}, g);
            add_definition(table, g, {"XMORIG", "YMORIG", "ZMORIG", "NX", "NY", "NZ"});
            make_headers(table, model, false, 60);
            return table;
    }
    return table;
}

}  // namespace orelens::io
