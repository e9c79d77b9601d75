// Tables of blocks: the start decides how the text is cut and what its columns are, then the rest is read in
// pieces.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <memory>
#include <numbers>

#include "core/base/RegularFile.h"
#include "core/base/System.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableScan.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::ModelRule;
using blocks::Vec3;

constexpr std::size_t start_bytes = std::size_t{1} << 19;
constexpr std::size_t more_bytes = std::size_t{1} << 16;

/// The text, whole where it had to be converted, else read in pieces.
struct Source {
    std::string encoding = "UTF-8";
    std::string text;  ///< whole; empty: in pieces
    std::string start, more;
    std::size_t bytes = 0;  ///< of the file
    std::size_t bom = 0;
};

std::string between(std::ifstream& in, std::size_t from, std::size_t most) {
    std::string bytes(most, '\0');
    in.clear();
    in.seekg(static_cast<std::streamoff>(from));
    in.read(bytes.data(), static_cast<std::streamsize>(most));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
    return bytes;
}

std::string whole_lines(std::string text, bool from_start, bool to_end) {
    if (!to_end) {
        const std::size_t last = text.find_last_of("\r\n");
        if (last != std::string::npos) text.resize(last + 1);
    }
    if (!from_start) {
        const std::size_t first = text.find('\n');
        text.erase(0, first == std::string::npos ? text.size() : first + 1);
    }
    return text;
}

Expected<Source> open_source(const std::string& path, base::Progress& progress) {
    Source source;
    auto start = read_bytes(path, &progress, start_bytes + 1);
    if (!start) return std::unexpected(start.error());
    std::ifstream in(path, std::ios::binary);
    in.seekg(0, std::ios::end);
    source.bytes = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
    const bool all = start->size() <= start_bytes;
    source.bom = start->starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::string head = whole_lines(*start, true, all);
    const bool old_lines = head.find('\n') == std::string::npos && head.find('\r') != std::string::npos;
    if (is_utf8(head) && head.find('\0') == std::string::npos && !old_lines) {
        source.start = head.substr(source.bom);
        if (!all) {
            source.more = whole_lines(between(in, source.bytes / 2, more_bytes), false, false);
            source.more += whole_lines(
                between(in, source.bytes - std::min(source.bytes, more_bytes), more_bytes), false, true);
        }
        if (is_utf8(source.more)) return source;
    }
    auto text = read_text(path, &progress);
    if (!text) return std::unexpected(text.error());
    source.encoding = text->encoding;
    source.text = std::move(text->text);
    if (source.text.find('\n') == std::string::npos) std::ranges::replace(source.text, '\r', '\n');
    source.bom = 0;
    source.bytes = source.text.size();
    source.start = whole_lines(source.text.substr(0, start_bytes), true, source.text.size() <= start_bytes);
    source.more.clear();
    return source;
}

TextPieces pieces_of(const Source& source, const std::string& path, std::size_t from) {
    if (!source.text.empty()) {
        auto at = std::make_shared<std::size_t>(from);
        return [&source, at](std::size_t most) -> Expected<std::string> {
            std::string piece = source.text.substr(std::min(*at, source.text.size()), most);
            *at += piece.size();
            return piece;
        };
    }
    auto in = std::make_shared<std::ifstream>(path, std::ios::binary);
    in->seekg(static_cast<std::streamoff>(from + source.bom));
    return [in, path](std::size_t most) -> Expected<std::string> {
        std::string piece(most, '\0');
        in->read(piece.data(), static_cast<std::streamsize>(most));
        if (in->bad()) return base::fail(ErrorKind::file, Message("io.cannot_read"), {.file = path});
        piece.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in->gcount())));
        return piece;
    };
}

bool type_is_text(const std::string& type) {
    const std::string low = lower(type);
    for (const char* word : {"name", "c", "text", "character", "alpha", "string", "char"})
        if (low == word || low.starts_with(std::string(word) + ":")) return true;
    return false;
}

std::vector<ColumnFacts> facts_of(const TableHead& head, const NullCodes& nulls) {
    std::vector<ColumnFacts> all;
    for (std::size_t c = 0; c < head.headers.size(); ++c) {
        ColumnFacts facts;
        facts.header = head.headers[c];
        if (c < head.units.size()) facts.unit = head.units[c];
        std::size_t texts = 0, numbers = 0;
        bool whole = true;
        std::vector<double> positive;
        std::string first;
        facts.constant = true;
        for (const auto& row : head.sample) {
            const std::string& field = row[c];
            if (field.empty() || std::ranges::find(nulls.words, lower(field)) != nulls.words.end()) continue;
            if (first.empty()) first = field;
            facts.constant = facts.constant && field == first;
            const auto value = table_number(field, head.comma[c]);
            if (!value) {
                ++texts;
                continue;
            }
            if (std::ranges::find(nulls.numbers, *value) != nulls.numbers.end()) continue;
            ++numbers;
            whole = whole && *value == std::floor(*value);
            if (*value > 0) positive.push_back(*value);
        }
        facts.whole = whole && numbers > 0;
        facts.empty = texts + numbers == 0;
        const bool typed = c < head.types.size() && type_is_text(head.types[c]);
        const bool stray = read_assay_header(facts.header).element && texts * 5 <= texts + numbers;
        facts.text = (typed || texts > 0) && !stray;
        if (!positive.empty()) {
            std::ranges::nth_element(positive,
                                     positive.begin() + static_cast<std::ptrdiff_t>(positive.size() / 2));
            facts.median = positive[positive.size() / 2];
        }
        all.push_back(facts);
    }
    return all;
}

std::vector<ScanColumn> scan_columns(const TableHead& head, const ModelMapping& mapping,
                                     const ModelRule& rule, bool indexed) {
    std::vector<ScanColumn> columns(mapping.columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const ModelColumn& from = mapping.columns[c];
        ScanColumn& to = columns[c];
        to.comma = head.comma[c];
        NullCodes nulls = null_codes(rule, from.header);
        to.nulls = std::move(nulls.numbers);
        to.null_words = std::move(nulls.words);
        if (c < head.defaults.size() && !head.defaults[c].empty()) {
            // What the file itself writes for "no value", unless it is nothing at all.
            const auto value = table_number(head.defaults[c], to.comma);
            if (value && *value != 0) to.nulls.push_back(*value);
            if (!value) to.null_words.push_back(lower(head.defaults[c]));
        }
        const char last = from.name.empty() ? 'x' : from.name.back();
        switch (from.use) {
            case ColumnUse::place:
                to.kind = ScanKind::place;
                to.axis = last - 'x';
                break;
            case ColumnUse::size:
                to.kind = ScanKind::size;
                to.axis = last - 'x';
                break;
            case ColumnUse::index:
                to.kind = indexed ? ScanKind::index : ScanKind::skip;
                to.axis = last - 'i';
                break;
            case ColumnUse::category:
                to.kind = ScanKind::code;
                break;
            case ColumnUse::definition:
            case ColumnUse::unused:
                break;
            default:
                to.kind = ScanKind::number;
        }
    }
    return columns;
}

blocks::CellRole role_of(ColumnUse use) {
    using blocks::CellRole;
    switch (use) {
        case ColumnUse::density:
            return CellRole::density;
        case ColumnUse::tonnage:
            return CellRole::tonnage;
        case ColumnUse::volume:
            return CellRole::volume;
        case ColumnUse::proportion:
            return CellRole::proportion;
        case ColumnUse::excluded:
            return CellRole::excluded;
        case ColumnUse::grade:
            return CellRole::grade;
        case ColumnUse::category:
            return CellRole::category;
        default:
            return CellRole::number;
    }
}

/// Value of a definition column (XMORIG, ANGLE1 …) in the first row.
std::optional<double> defined(const TableHead& head, const ModelMapping& mapping, const std::string& name) {
    for (std::size_t c = 0; c < mapping.columns.size(); ++c)
        if (mapping.columns[c].use == ColumnUse::definition && mapping.columns[c].name == name &&
            !head.sample.empty())
            return table_number(head.sample.front()[c], head.comma[c]);
    return std::nullopt;
}

/// Datamine's turned models: centres are local, from the world point X0, Y0, Z0, after up to three turns,
/// each clockwise when seen along its axis towards the origin.
void take_datamine_turn(const TableHead& head, ReadCells& cells) {
    std::array<Vec3, 3> axes{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    bool turned = false;
    for (int n = 1; n <= 3; ++n) {
        const auto angle = defined(head, cells.mapping, "angle" + std::to_string(n));
        const auto about = defined(head, cells.mapping, "rotaxis" + std::to_string(n));
        if (!angle || !about || *angle == 0 || (*about != 1 && *about != 2 && *about != 3)) continue;
        turned = true;
        const auto a = static_cast<std::size_t>(*about) - 1;
        const std::size_t b = (a + 1) % 3, c = (a + 2) % 3;
        const double sine = std::sin(-*angle * std::numbers::pi / 180);
        const double cosine = std::cos(*angle * std::numbers::pi / 180);
        const Vec3 old_b = axes[b], old_c = axes[c];
        for (std::size_t k = 0; k < 3; ++k) {
            axes[b][k] = cosine * old_b[k] + sine * old_c[k];
            axes[c][k] = cosine * old_c[k] - sine * old_b[k];
        }
    }
    if (!turned) return;
    for (const ModelColumn& column : cells.mapping.columns)
        if (column.use == ColumnUse::place && lower(column.header).find("world") != std::string::npos) return;
    const auto angles = blocks::frame_angles(axes);
    if (!angles) return;
    blocks::CellTable::Rotation rotation{(*angles)[0], (*angles)[1], (*angles)[2], {0, 0, 0}};
    const char* names[] = {"x0", "y0", "z0"};
    for (int a = 0; a < 3; ++a) rotation.pivot[a] = defined(head, cells.mapping, names[a]).value_or(0);
    cells.table.rotation = rotation;
    cells.table.local = true;
}

std::optional<Vec3> stated_triple(const TableHead& head, const char* key) {
    const auto found = head.stated.find(key);
    if (found == head.stated.end()) return std::nullopt;
    std::string text = found->second;
    std::ranges::replace(text, ',', ' ');
    const auto fields = line_fields(text, ' ');
    if (fields.size() < 3) return std::nullopt;
    Vec3 out{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto value = table_number(fields[a], false);
        if (!value) return std::nullopt;
        out[a] = *value;
    }
    return out;
}

/// What comment lines and rows under the header say of the grid.
void take_statements(const TableHead& head, const Scanned& scanned, ReadCells& cells) {
    blocks::CellTable& table = cells.table;
    const bool sizes = !scanned.size[0].empty() || !scanned.size[1].empty() || !scanned.size[2].empty();
    for (const char* key : {"blocksize", "parentblocksize", "parent"}) {
        const auto size = stated_triple(head, key);
        const bool sub_blocked = head.stated.contains("subblocks") || head.stated.contains("subblockcount") ||
                                 head.stated.contains("subblocksize");
        if (size && !sizes && !sub_blocked && (*size)[0] > 0 && (*size)[1] > 0 && (*size)[2] > 0)
            table.cell_size = *size;
    }
    const auto azimuth = head.stated.find("azimuth");
    if (azimuth != head.stated.end() && !table.rotation)
        if (const auto angle =
                table_number(azimuth->second.substr(0, azimuth->second.find_first_of(" \t°")), false)) {
            table.rotation = blocks::CellTable::Rotation{*angle, 0, 0, {0, 0, 0}};
            cells.hinted = true;
        }
    // Micromine writes which point of the block its coordinates are.
    const auto position = head.stated.find("position");
    if (position == head.stated.end()) return;
    const std::string where = lower(position->second);
    const double shift = where.find("bottom") != std::string::npos ? 0.5
                         : where.find("top") != std::string::npos  ? -0.5
                                                                   : 0.0;
    for (std::size_t a = 0; a < 3 && shift != 0; ++a)
        for (std::size_t n = 0; n < table.centre[a].size(); ++n)
            table.centre[a][n] += shift * (table.size[a].empty() ? table.cell_size[a] : table.size[a][n]);
}

void find_trouble(const Scanned& scanned, const TableHead& head, ReadCells& cells) {
    const std::string& file = cells.table.file;
    using base::Severity;
    auto& findings = cells.findings;
    if (scanned.no_place.count > 0)
        findings.push_back(model_finding("model_no_place", Severity::error, file, scanned.no_place.count,
                                         {{"value", scanned.no_place.value}}, "", scanned.no_place.line));
    if (scanned.fields.count > 0)
        findings.push_back(model_finding("model_row_fields", Severity::error, file, scanned.fields.count,
                                         {{"columns", std::to_string(head.headers.size())}}, "",
                                         scanned.fields.line));
    for (std::size_t c = 0; c < head.headers.size(); ++c) {
        const std::string& header = head.headers[c];
        if (scanned.text[c].count > 0)
            findings.push_back(model_finding("model_text_in_numbers", Severity::error, file,
                                             scanned.text[c].count, {{"value", scanned.text[c].value}},
                                             header, scanned.text[c].line));
        if (scanned.nulls[c] > 0)
            findings.push_back(
                model_finding("model_null_codes", Severity::info, file, scanned.nulls[c], {}, header));
        if (scanned.too_many[c])
            findings.push_back(model_finding("model_too_many_codes", Severity::warning, file, scanned.rows,
                                             {{"limit", std::to_string(most_codes)}}, header));
    }
}

Expected<void> take_index_grid(const ModelRule& rule, const Scanned& scanned, ReadCells& cells) {
    blocks::Index3 low{}, high{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto [least, most] = std::ranges::minmax(scanned.index[a]);
        low[a] = least;
        high[a] = most;
    }
    // Indices count from 1 unless one is 0.
    const std::int32_t first = std::ranges::min(low) >= 1 ? 1 : 0;
    if (std::ranges::min(low) < 0)
        return base::fail(ErrorKind::data, Message("model.index_below_zero"),
                          {.file = cells.table.file, .field = "i"});
    blocks::Index3 count{};
    const int stated[] = {rule.count_u, rule.count_v, rule.count_w};
    for (std::size_t a = 0; a < 3; ++a) {
        count[a] = stated[a] > 0 ? stated[a] : high[a] - first + 1;
        if (high[a] - first >= count[a])
            return base::fail(ErrorKind::data,
                              Message("block_file.index_outside", {{"value", std::to_string(high[a])}}),
                              {.file = cells.table.file, .field = std::string(1, "ijk"[a])});
    }
    auto grid = stated_grid(rule, count, cells.table.file);
    if (!grid) return std::unexpected(grid.error());
    cells.table.grid = *grid;
    cells.grid_of_rule = true;
    if (std::isnan(rule.origin_x))
        cells.findings.push_back(
            model_finding("model_origin_assumed", base::Severity::warning, cells.table.file, 1, {}));
    cells.table.cell.resize(scanned.index[0].size());
    for (std::size_t n = 0; n < cells.table.cell.size(); ++n)
        cells.table.cell[n] = static_cast<std::uint32_t>(grid->linear(
            {scanned.index[0][n] - first, scanned.index[1][n] - first, scanned.index[2][n] - first}));
    return {};
}

void take_columns(Scanned& scanned, ReadCells& cells) {
    for (std::size_t c = 0; c < cells.mapping.columns.size(); ++c) {
        ModelColumn& from = cells.mapping.columns[c];
        if (scanned.too_many[c]) {
            from.use = ColumnUse::unused;
            from.why = "model.why.too_many";
            continue;
        }
        if (scanned.numbers[c].empty() && scanned.codes[c].empty()) continue;
        blocks::CellColumn column;
        column.name = from.name;
        column.unit = from.unit;
        column.role = role_of(from.use);
        column.by_mass = from.by_mass;
        column.values = std::move(scanned.numbers[c]);
        column.codes = std::move(scanned.codes[c]);
        column.names = std::move(scanned.names[c]);
        cells.table.columns.push_back(std::move(column));
    }
}

}  // namespace

Expected<ReadCells> read_table_cells(const ModelRule& rule, const std::string& path, bool only_head,
                                     base::Progress& progress, Questions* questions) {
    auto source = open_source(path, progress);
    if (!source) return std::unexpected(source.error());
    auto head = read_table_head(source->start, source->more, path, rule, questions);
    if (!head) return std::unexpected(head.error());
    const NullCodes nulls = null_codes(rule);
    auto mapped = map_columns(facts_of(*head, nulls), rule, false, path, questions);
    if (!mapped) return std::unexpected(mapped.error());
    ReadCells cells;
    cells.table.file = path;
    cells.mapping = {path,
                     head->program,
                     source->encoding,
                     head->delimiter,
                     false,
                     head->header_line,
                     0,
                     std::move(*mapped),
                     {}};
    cells.mapping.decimal_comma = std::ranges::find(head->comma, true) != head->comma.end();
    for (std::size_t n = 0; n < std::min<std::size_t>(head->sample.size(), 20); ++n)
        cells.mapping.preview.push_back(head->sample[n]);
    // XC with XINC and IJK is Datamine's, whatever else stands there.
    for (const ModelColumn& column : cells.mapping.columns)
        if (column.use == ColumnUse::definition && (column.name == "ijk" || column.name == "xmorig") &&
            cells.mapping.program == "table")
            cells.mapping.program = "Datamine";
    if (only_head) return cells;
    const bool indexed = std::ranges::none_of(
        cells.mapping.columns, [](const ModelColumn& column) { return column.use == ColumnUse::place; });
    const std::size_t rest = source->bytes - std::min(source->bytes, head->data_begin + source->bom);
    auto scanned = scan_table(pieces_of(*source, path, head->data_begin), rest, *head,
                              scan_columns(*head, cells.mapping, rule, indexed), progress);
    if (!scanned) {
        base::Error error = scanned.error();
        if (error.place.file.empty()) error.place.file = path;
        return std::unexpected(error);
    }
    if (scanned->rows == 0)
        return base::fail(ErrorKind::data, Message("model.no_blocks"),
                          {.file = path, .row = head->header_line});
    if (scanned->rows > std::int64_t{4'000'000'000})
        return base::fail(
            ErrorKind::data,
            Message("blocks.too_many_cells", {{"cells", base::grouped(static_cast<double>(scanned->rows))},
                                              {"limit", base::grouped(4e9)}}),
            {.file = path});
    cells.mapping.rows = scanned->rows;
    cells.table.first_row = head->first_row;
    find_trouble(*scanned, *head, cells);
    cells.table.centre = std::move(scanned->centre);
    cells.table.size = std::move(scanned->size);
    if (indexed) {
        if (auto grid = take_index_grid(rule, *scanned, cells); !grid) return std::unexpected(grid.error());
        scanned->index = {};
    }
    take_datamine_turn(*head, cells);
    take_statements(*head, *scanned, cells);
    for (const ModelColumn& column : cells.mapping.columns) {
        if (column.use == ColumnUse::place && length_unit_in(column.header) == base::LengthUnit::foot)
            cells.feet = true;
        if (column.use == ColumnUse::density) {
            const std::string low = lower(column.header);
            if (low.find("kg/m") != std::string::npos)
                cells.density_unit = blocks::DensityUnit::kilogram_per_m3;
        }
    }
    for (std::size_t c = 0; c < head->units.size() && c < cells.mapping.columns.size(); ++c) {
        const std::string low = lower(head->units[c]);
        if (cells.mapping.columns[c].use == ColumnUse::place && (low == "ft" || low == "feet"))
            cells.feet = true;
        if (cells.mapping.columns[c].use == ColumnUse::density && low.find("kg/m") != std::string::npos)
            cells.density_unit = blocks::DensityUnit::kilogram_per_m3;
    }
    take_columns(*scanned, cells);
    if (source->encoding != "UTF-8")
        cells.findings.push_back(
            model_finding("model_encoding", base::Severity::info, path, 1, {{"encoding", source->encoding}}));
    auto lines = std::make_shared<Scanned>();
    lines->lines = std::move(scanned->lines);
    cells.line_of = [lines](std::int64_t cell) { return lines->line_of(cell); };
    return cells;
}

}  // namespace orelens::io
