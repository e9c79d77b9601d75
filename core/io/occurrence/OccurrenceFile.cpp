#include "core/io/occurrence/OccurrenceFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/Text.h"
#include "core/io/occurrence/OccurrenceHeader.h"
#include "core/io/occurrence/PhasesAcross.h"
#include "core/io/text/ColumnMarks.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/ReadTable.h"
#include "core/io/text/StrayCells.h"
#include "core/io/text/Workbook.h"
#include "core/occurrence/Check.h"
#include "core/occurrence/Shipped.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using base::Place;
using Role = OccurrenceRole;

constexpr double most_samples = 1e9;

/// What a row of a phase analysis says before its total is known.
struct Draft {
    occurrence::Deportment row;
    std::string element;
    std::optional<double> share, content;
    double content_step = 0;  // of its last digit
    Place at;
};
using Group = std::pair<std::string, std::string>;  // ore type, element

class SheetRows {
  public:
    /// `across`: the table was turned, and its cells stand elsewhere in the file; null = they stand where they are read.
    SheetRows(const CsvTable& table, std::string element, occurrence::Table& into, const AcrossTable* across = nullptr)
        : table_(table), stated_(std::move(element)), into_(into), across_(across) {}
    Expected<OccurrenceSheet> read();

  private:
    Expected<void> find_columns();
    Expected<void> find_units();
    void find_element();
    void define_phases();
    void read_row(const CsvRecord& record);
    void read_recovery(const std::string& element, const std::string& phase);
    void read_share(const std::string& element, const std::string& phase);
    Expected<void> settle_shares();

    [[nodiscard]] bool has(Role role) const { return columns_[static_cast<std::size_t>(role)].has_value(); }
    [[nodiscard]] std::size_t index(Role role) const { return *columns_[static_cast<std::size_t>(role)]; }
    [[nodiscard]] std::string text(Role role) const {
        return has(role) ? std::string(fields_[index(role)]) : std::string();
    }
    [[nodiscard]] Place place(Role role) const {
        Place where{.file = table_.file, .row = line_, .field = role_name(role)};
        if (has(role)) {
            where.column = static_cast<std::int64_t>(index(role)) + 1;
            where.field = table_.headers[index(role)];
        }
        if (across_ != nullptr && has(role) && record_ < across_->cells.size()) {
            const AcrossCell& cell = across_->cells[record_][index(role)];
            if (cell.line > 0) where.row = cell.line;
            where.column = static_cast<std::int64_t>(cell.column) + 1;
        }
        return where;
    }
    void refuse(Role role, Message what, Message fix = Message()) {
        if (!error_) error_ = base::Error{ErrorKind::data, std::move(what), place(role), std::move(fix)};
    }
    std::optional<double> number(Role role, bool percent);
    [[nodiscard]] std::string element_of_row() const;
    [[nodiscard]] std::string type_of_row() const {
        const std::string type = text(Role::ore_type);
        return type.empty() ? std::string(occurrence::any) : type;
    }

    const CsvTable& table_;
    std::string stated_;
    occurrence::Table& into_;
    const AcrossTable* across_;
    std::size_t record_ = 0;
    OccurrenceSheet sheet_;
    std::array<std::optional<std::size_t>, occurrence_roles> columns_;
    std::vector<ColumnMarks> marks_;
    CsvFields fields_;
    std::int64_t line_ = 0;
    std::vector<Draft> drafts_;
    std::map<Group, double> totals_;
    std::optional<base::Error> error_;
};

Expected<void> SheetRows::find_columns() {
    std::string element;
    for (std::size_t c = 0; c < table_.headers.size(); ++c) {
        const auto header = occurrence_header(table_.headers[c]);
        sheet_.columns.push_back({table_.headers[c], header ? role_name(header->role) : ""});
        if (!header) continue;
        auto& column = columns_[static_cast<std::size_t>(header->role)];
        if (column && header->role != Role::note)
            return base::fail(ErrorKind::data,
                              Message("occurrence.table.column_twice", {{"first", table_.headers[*column]},
                                                                        {"second", table_.headers[c]},
                                                                        {"role", role_name(header->role)}}),
                              {.file = table_.file, .row = table_.header_line, .column = static_cast<std::int64_t>(c) + 1});
        column = c;
        if (!header->element.empty() && sheet_.element.empty()) {
            sheet_.element = header->element;
            sheet_.element_from = "header";
        }
        if (header->role == Role::share) sheet_.share_percent = header->percent;
        if (header->role == Role::recovery) sheet_.recovery_percent = header->percent;
    }
    const bool values = has(Role::share) || has(Role::content) || has(Role::recovery) || has(Role::kind);
    if (!has(Role::phase) || !values)
        return base::fail(ErrorKind::data, Message("occurrence.table.no_columns"),
                          {.file = table_.file, .row = table_.header_line},
                          Message("occurrence.table.no_columns.fix"));
    return {};
}

Expected<void> SheetRows::find_units() {
    std::vector<std::size_t> numbers, texts;
    for (std::size_t r = 0; r < occurrence_roles; ++r) {
        if (!columns_[r]) continue;
        const auto role = static_cast<Role>(r);
        const bool number = role == Role::share || role == Role::content || role == Role::recovery || role == Role::samples;
        (number ? numbers : texts).push_back(*columns_[r]);
    }
    MarkTable about(table_);
    about.delimiter_tells = false;
    marks_ = settle_marks(about, number_evidence(table_), {}, texts);
    // Three digits behind a point are a share or a content here, never thousands.
    for (const std::size_t c : numbers)
        if (marks_[c].reason == MarkReason::unclear && table_.delimiter == ',') marks_[c] = {.marks = decimal_point};
    if (auto fine = unclear_marks(table_, marks_, numbers, ""); !fine) return fine;
    for (const Role role : {Role::share, Role::recovery}) {
        if (!has(role)) continue;
        bool& percent = role == Role::share ? sheet_.share_percent : sheet_.recovery_percent;
        CsvFields fields;
        for (const CsvRecord& record : table_.records) {
            fields.split(table_, record);
            const auto value = parse_number(fields[index(role)], marks_[index(role)].marks);
            percent = percent || (value && *value > 1.05);
        }
    }
    return {};
}

/// The element of the whole table, where no column says it and no header did.
void SheetRows::find_element() {
    if (has(Role::element)) {
        sheet_.element.clear();
        sheet_.element_from = "column";
        return;
    }
    if (!stated_.empty()) {
        sheet_.element = stated_;
        sheet_.element_from = "stated";
        return;
    }
    if (!sheet_.element.empty()) return;
    const auto take = [&](std::string found, const char* from) {
        if (!found.empty() && sheet_.element.empty()) {
            sheet_.element = std::move(found);
            sheet_.element_from = from;
        }
    };
    for (const SkippedLine& line : table_.skipped)
        if (line.why == SkippedLine::Why::above) take(titled_element(line.text), "title");
    take(titled_element(table_.sheet), "title");
    CsvFields fields;
    for (const CsvRecord& record : table_.records) {
        fields.split(table_, record);
        if (std::string total = total_row(fields[index(Role::phase)]); total != "*") take(std::move(total), "total");
    }
}

std::string SheetRows::element_of_row() const {
    if (!has(Role::element)) return sheet_.element;
    const std::string written = text(Role::element);
    const std::string known = analysed_element(written);
    return known.empty() ? written : known;
}

/// A number of a cell, as a fraction where `percent` says it is none or the cell does; "<0.01" is half of it.
std::optional<double> SheetRows::number(Role role, bool percent) {
    std::string written = text(role);
    if (written.empty() || written == "-" || written == "—" || written == "–" || written == "/") return std::nullopt;
    double factor = percent ? 0.01 : 1;
    if (written.ends_with("%") || written.ends_with("％")) {
        written.resize(written.size() - (written.ends_with("%") ? 1 : 3));
        factor = 0.01;
    }
    const bool below = written.starts_with("<") || written.starts_with("＜");
    const auto value = parse_number(trimmed(without_qualifier(written)), marks_[index(role)].marks);
    if (!value) {
        refuse(role, Message("occurrence.table.not_a_number", {{"value", text(role)}}));
        return std::nullopt;
    }
    return *value * factor * (below ? 0.5 : 1);
}

std::optional<occurrence::PhaseKind> kind_of(const std::string& written) {
    const auto& names = occurrence::kind_names();
    for (std::size_t n = 0; n < names.size(); ++n) {
        const auto kind = static_cast<occurrence::PhaseKind>(n);
        const std::string key = occurrence::kind_text(kind);
        for (const std::string& word : {names[n], base::text(key, base::Language::english), base::text(key, base::Language::chinese)})
            if (lower(word) == lower(written)) return kind;
    }
    return std::nullopt;
}

/// Rows that state a kind define their phase.
void SheetRows::define_phases() {
    if (!has(Role::kind)) return;
    for (const CsvRecord& record : table_.records) {
        fields_.split(table_, record);
        line_ = record.line;
        const std::string kind = text(Role::kind), id = text(Role::phase);
        if (kind.empty() || id.empty()) continue;
        const auto known = kind_of(kind);
        if (!known) {
            std::string kinds;
            for (const std::string& name : occurrence::kind_names()) kinds += (kinds.empty() ? "" : ", ") + name;
            return refuse(Role::kind, Message("occurrence.table.unknown_kind", {{"kind", kind}, {"kinds", kinds}}));
        }
        occurrence::Phase phase{.id = id, .name = {text(Role::name), text(Role::name_zh)}, .kind = *known,
                                .host_mineral = text(Role::host_mineral),
                                .host_element = text(Role::host_element),
                                .host_phase = text(Role::host_phase)};
        if (phase.name.en.empty()) phase.name.en = phase.name.zh.empty() ? id : phase.name.zh;
        if (phase.name.zh.empty()) phase.name.zh = phase.name.en;
        const bool same = std::ranges::find(into_.phases, phase) != into_.phases.end();
        if (!same) into_.phases.push_back(std::move(phase));
    }
}

void SheetRows::read_recovery(const std::string& element, const std::string& phase) {
    const auto recovery = number(Role::recovery, sheet_.recovery_percent);
    if (!recovery) return;
    occurrence::RouteRecovery row;
    row.route = text(Role::route);
    row.ore_type = type_of_row();
    row.element = element.empty() ? std::string(occurrence::any) : element;
    row.phase = phase;
    row.recovery = *recovery;
    row.product = text(Role::product);
    row.stage = text(Role::stage);
    row.source = text(Role::source);
    row.shipped = lower(text(Role::method)) == "shipped";
    row.place = place(Role::recovery);
    into_.recoveries.push_back(std::move(row));
}

double last_digit(std::string_view written) {
    const std::size_t point = written.find_first_of(".,");
    return point == std::string::npos ? 1 : std::pow(10, -static_cast<double>(written.size() - point - 1));
}

void SheetRows::read_share(const std::string& element, const std::string& phase) {
    Draft draft;
    draft.element = element;
    draft.row.ore_type = type_of_row();
    draft.row.element = element;
    draft.row.phase = phase;
    draft.row.method = text(Role::method);
    draft.row.source = text(Role::source);
    draft.row.shipped = lower(draft.row.method) == "shipped";
    if (has(Role::samples)) {
        const double samples = number(Role::samples, false).value_or(0);
        if (!(samples >= 0 && samples <= most_samples))
            return refuse(Role::samples, Message("occurrence.table.samples", {{"value", text(Role::samples)}}));
        draft.row.samples = std::llround(samples);
    }
    if (has(Role::share)) draft.share = number(Role::share, sheet_.share_percent);
    if (has(Role::content)) draft.content = number(Role::content, false);
    if (draft.content) draft.content_step = last_digit(text(Role::content));
    if (!draft.share && !draft.content) {
        const bool defines = !text(Role::kind).empty();
        const bool blank = text(Role::share).empty() && text(Role::content).empty() && text(Role::recovery).empty();
        if (blank && !defines && !phase.empty()) refuse(Role::phase, Message("occurrence.table.empty_row"));
        return;
    }
    draft.at = draft.row.place = place(draft.share ? Role::share : Role::content);
    if (element.empty())
        return refuse(Role::element, Message("occurrence.no_element"), Message("occurrence.no_element.fix"));
    drafts_.push_back(std::move(draft));
}

void SheetRows::read_row(const CsvRecord& record) {
    fields_.split(table_, record);
    line_ = record.line;
    const std::string written = text(Role::phase);
    if (written.empty()) return;
    const std::string element = element_of_row();
    if (const std::string total = total_row(written); !total.empty() && text(Role::route).empty()) {
        if (has(Role::content))
            if (const auto content = number(Role::content, false)) totals_[{type_of_row(), element}] = *content;
        return;
    }
    std::string phase = occurrence::phase_named(into_.phases, element, written);
    if (phase.empty()) phase = written;
    if (!text(Role::route).empty())
        read_recovery(element, phase);
    else
        read_share(element, phase);
}

Expected<void> SheetRows::settle_shares() {
    for (Draft& draft : drafts_) {
        const auto total = totals_.find({draft.row.ore_type, draft.element});
        if (draft.content) {
            const double whole = total == totals_.end() ? 0 : total->second;
            if (*draft.content < 0 || (whole > 0 && *draft.content > whole * (1 + occurrence::tolerance) + draft.content_step / 2))
                return base::fail(ErrorKind::data,
                                  Message("occurrence.content_range", {{"value", base::number(*draft.content)},
                                                                       {"total", base::number(whole)}}),
                                  draft.at);
            if (!draft.share) {
                if (!(whole > 0)) return base::fail(ErrorKind::data, Message("occurrence.table.no_total"), draft.at);
                draft.share = *draft.content / whole;
            } else if (whole > 0) {
                const double computed = *draft.content / whole;
                const double rounding = occurrence::tolerance + draft.content_step / 2 * (1 + computed) / whole;
                if (std::abs(computed - *draft.share) > rounding)
                    return base::fail(ErrorKind::data,
                                      Message("occurrence.table.disagrees",
                                              {{"content", base::number(*draft.content)},
                                               {"total", base::number(whole)},
                                               {"computed", base::number(100 * computed, 4)},
                                               {"share", base::number(100 * *draft.share, 4)}}),
                                      draft.at);
            }
        }
        draft.row.fraction = *draft.share;
        into_.deportment.push_back(draft.row);
    }
    return {};
}

Expected<OccurrenceSheet> SheetRows::read() {
    sheet_.sheet = table_.sheet;
    if (auto found = find_columns(); !found) return std::unexpected(found.error());
    if (auto found = find_units(); !found) return std::unexpected(found.error());
    find_element();
    define_phases();
    if (table_.records.empty() && !error_)
        return base::fail(ErrorKind::data, Message("occurrence.table.nothing"),
                          {.file = table_.file, .row = table_.header_line});
    for (record_ = 0; record_ < table_.records.size() && !error_; ++record_) read_row(table_.records[record_]);
    if (error_) return std::unexpected(*error_);
    if (auto settled = settle_shares(); !settled) return std::unexpected(settled.error());
    return sheet_;
}

bool is_occurrence(const CsvTable& table) {
    bool phase = false, value = false;
    for (const std::string& header : table.headers)
        if (const auto found = occurrence_header(header)) {
            phase = phase || found->role == Role::phase;
            value = value || found->role == Role::share || found->role == Role::content ||
                    found->role == Role::recovery || found->role == Role::kind;
        }
    return phase && value;
}

bool is_readable(const CsvTable& table) {
    return is_occurrence(table) || phases_across(table).has_value();
}

/// Sheets to read: the one that is named, else every one that fits; a text file is one without a name.
Expected<std::vector<CsvTable>> tables_of(const std::string& path) {
    const HeaderRule header{.knows = [](std::string_view field) { return occurrence_header(field).has_value(); }};
    const TableChoice choice{.fits = [](const std::string&, const CsvTable& table) { return is_readable(table); },
                             .header = &header};
    std::vector<std::string> others;
    TableChoice first = choice;
    first.others = &others;
    auto table = read_table(path, first);
    if (!table) return std::unexpected(table.error());
    std::vector<CsvTable> tables;
    tables.push_back(std::move(*table));
    for (const std::string& sheet : others) {
        auto more = read_table(table_name(path).file + "#" + sheet, choice);
        if (!more) return std::unexpected(more.error());
        if (is_readable(*more)) tables.push_back(std::move(*more));
    }
    return tables;
}

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\n") == std::string::npos) return field;
    std::string out = "\"";
    for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

Expected<OccurrenceSheet> occurrence_from_table(const CsvTable& table, const std::string& element,
                                                occurrence::Table& into) {
    if (auto straight = no_cell_beyond(table); !straight) return std::unexpected(straight.error());
    if (!is_occurrence(table))
        if (const auto across = phases_across(table)) return SheetRows(across->table, element, into, &*across).read();
    return SheetRows(table, element, into).read();
}

Expected<OccurrenceImport> read_occurrence(const std::string& path, const std::string& element) {
    auto tables = tables_of(path);
    if (!tables) return std::unexpected(tables.error());
    OccurrenceImport import;
    for (const CsvTable& table : *tables) {
        const TextFile decoded{"", table.encoding, table.doubts};
        if (auto whole = without_strays(decoded, table.file); !whole) return std::unexpected(whole.error());
        import.encoding = table.encoding;
        auto sheet = occurrence_from_table(table, element, import.table);
        if (!sheet) return std::unexpected(sheet.error());
        import.sheets.push_back(std::move(*sheet));
    }
    if (auto good = occurrence::check_table(import.table); !good) {
        base::Error error = good.error();
        if (error.place.file.empty()) error.place.file = table_name(path).file;
        return std::unexpected(error);
    }
    return import;
}

std::string occurrence_to_csv(const occurrence::Table& table) {
    const bool phases = !table.phases.empty();
    std::string out = "element,ore_type,phase,share,route,recovery,product,stage,method,samples,source,note";
    out += phases ? ",kind,name,name_zh,host_mineral,host_element,host_phase\n" : "\n";
    const auto percent = [](double fraction) { return base::number(100 * fraction, 12) + " %"; };
    for (const occurrence::Phase& phase : table.phases)
        out += fmt::format(",,{},,,,,,,,,,{},{},{},{},{},{}\n", quoted(phase.id),
                           occurrence::kind_names().at(static_cast<std::size_t>(phase.kind)), quoted(phase.name.en),
                           quoted(phase.name.zh), quoted(phase.host_mineral), quoted(phase.host_element),
                           quoted(phase.host_phase));
    const std::string tail = phases ? ",,,,,,\n" : "\n";
    for (const occurrence::Deportment& row : table.deportment)
        out += fmt::format("{},{},{},{},,,,,{},{},{},{}", quoted(row.element), quoted(row.ore_type), quoted(row.phase),
                           percent(row.fraction), row.shipped ? "shipped" : quoted(row.method),
                           row.samples > 0 ? std::to_string(row.samples) : "", quoted(row.source),
                           quoted(row.confidence)) +
               tail;
    for (const occurrence::RouteRecovery& row : table.recoveries)
        out += fmt::format("{},{},{},,{},{},{},{},{},,{},{}", quoted(row.element), quoted(row.ore_type), quoted(row.phase),
                           quoted(row.route), percent(row.recovery), quoted(row.product), quoted(row.stage),
                           row.shipped ? "shipped" : "", quoted(row.source), quoted(row.confidence)) +
               tail;
    return out;
}

}  // namespace orelens::io
