#include "core/io/drillholes/DrillholeTables.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/drilling/HoleNames.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/HiddenSigns.h"
#include "core/io/text/Encoding.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

/// The header over the first stray byte; empty where it stands in none, or in a header itself.
std::string stray_column(const CsvTable& csv) {
    const std::int64_t line = csv.doubts.stray_lines.front();
    const auto after = std::ranges::upper_bound(csv.records, line, {}, &CsvRecord::line);
    if (after == csv.records.begin()) return {};
    CsvFields fields;
    fields.split(csv, *std::prev(after));
    for (std::size_t n = 0; n < std::min(fields.size(), csv.headers.size()); ++n)
        if (fields[n].find("\xEF\xBF\xBD") != std::string_view::npos) return csv.headers[n];
    return {};
}

void report_strays(const OpenTable& table, std::vector<Finding>& findings) {
    const EncodingDoubts& doubts = table.csv.doubts;
    if (doubts.strays == 0) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::stray_bytes);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = doubts.stray_lines.front();
    finding.column = stray_column(table.csv);
    finding.count = doubts.strays;
    finding.what =
        Message("csv.stray_bytes",
                {{"count", std::to_string(doubts.strays)},
                 {"encoding", table.csv.encoding},
                 {"places", stray_places(doubts)}});
    finding.fix = Message("csv.stray_bytes_fix");
    findings.push_back(std::move(finding));
}

/// Names of holes that hang on the encoding: wrong ones meet nothing, or the wrong hole.
bool names_hang_on_it(const OpenTable& table) {
    constexpr std::size_t looked_at = 20'000;
    const auto hole = table.columns.find("hole");
    if (hole == table.columns.end()) return false;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(looked_at, table.csv.records.size()); ++n) {
        fields.split(table.csv, table.csv.records[n]);
        if (std::ranges::any_of(fields[hole->second], [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
            return true;
    }
    return false;
}

/// Encodings of Latin letters that differ in a few accents only.
bool western_or_central(const std::string& encoding) {
    return encoding == "CP1252" || encoding == "CP1250" || encoding == "CP1254";
}

/// What the text was taken for, and where a few letters are all there is to go by, what else it could be.
void report_encoding(const OpenTable& table, std::vector<Finding>& findings) {
    const EncodingDoubts& doubts = table.csv.doubts;
    const bool utf8 = table.csv.encoding == "UTF-8", doubtful = !doubts.readings.empty();
    if ((utf8 && !doubtful) || !table.csv.sheet.empty()) return;
    // An encoding that the parameter does not know is proposed by name alone.
    std::string others, choices = stated_name(table.csv.encoding);
    bool accents_only = western_or_central(table.csv.encoding);
    for (const EncodingReading& reading : doubts.readings) {
        const std::string name = stated_name(reading.encoding);
        others += (others.empty() ? "" : "; ") + name + ": " + reading.sample;
        choices += (choices.empty() ? "" : ", ") + name;
        accents_only = accents_only && western_or_central(reading.encoding);
    }
    Finding finding;
    finding.kind = kind_name(FindingKind::text_converted);
    finding.severity = !doubtful                                  ? Severity::info
                       : !accents_only && names_hang_on_it(table) ? Severity::error
                                                                  : Severity::warning;
    finding.file = table.file;
    finding.what = Message(!doubtful ? "csv.converted"
                           : utf8    ? "csv.utf8_doubtful"
                                     : "csv.converted_doubtful",
                           {{"encoding", table.csv.encoding}, {"others", others}, {"sample", doubts.sample}});
    finding.fix = doubtful ? Message("csv.converted_doubtful_fix", {{"choices", choices}})
                           : Message("csv.converted_fix");
    findings.push_back(std::move(finding));
}

constexpr std::array length_roles{"x", "y", "z", "depth", "from", "to", "length"};

/// A unit of length that is not read: kilometres, centimetres, yards. Empty where the header and the row of units
/// state none.
std::string unread_length(const OpenTable& table, std::size_t column) {
    const HeaderWords parts = header_words(table.csv.headers[column]);
    for (const std::string& inside : parts.bracket)
        if (is_unread_length_unit(inside)) return inside;
    if (parts.words.size() > 1 && is_unread_length_unit(parts.words.back())) return parts.words.back();
    const std::string in_row = table.units.empty() ? std::string() : lower(table.units[column]);
    return is_unread_length_unit(in_row) ? in_row : std::string();
}

/// Feet that are converted because the headers say so, and headers that the rule contradicts.
void report_lengths(const OpenTable& table, const drilling::ImportRule& rule,
                    std::vector<Finding>& findings) {
    std::string by_plan;
    std::map<base::LengthUnit, std::string> feet;
    Finding finding;
    finding.kind = kind_name(FindingKind::unit_suspicious);
    finding.file = table.file;
    finding.row = table.csv.header_line;
    for (const char* role : length_roles) {
        const auto column = table.columns.find(role);
        if (column == table.columns.end()) continue;
        const std::string& header = table.csv.headers[column->second];
        if (const std::string unread = unread_length(table, column->second); !unread.empty()) {
            finding.severity = Severity::error;
            finding.column = header;
            finding.what = Message("csv.length_unread", {{"column", header}, {"unit", unread}});
            finding.fix = Message("csv.length_unread_fix");
            findings.push_back(finding);
            finding.column.clear();
        }
        const auto stated = stated_length_unit(table, column->second);
        const auto said = said_length_unit(table, role);
        if (!rule.length_unit && said && *said != base::LengthUnit::metre) {
            std::string& columns_of = feet[*said];
            columns_of += (columns_of.empty() ? "" : ", ") + header;
            if (!stated && role == std::string_view("z")) by_plan = header;
        }
        const auto in_header = length_unit_in(header);
        const auto in_row =
            table.units.empty() ? std::nullopt : base::length_unit(table.units[column->second]);
        if (!rule.length_unit && in_header && in_row && *in_header != *in_row) {
            finding.severity = Severity::error;
            finding.column = header;
            finding.what = Message("csv.length_row", {{"column", header}});
            finding.fix = Message("csv.length_row_fix");
            findings.push_back(finding);
        }
        if (!rule.length_unit || !stated || *stated == *rule.length_unit) continue;
        finding.severity = Severity::warning;
        finding.column = header;
        finding.what = Message("csv.length_unit", {{"column", header}});
        finding.fix = Message("csv.length_unit_fix");
        findings.push_back(finding);
    }
    finding.column.clear();
    if (!by_plan.empty()) {
        finding.severity = Severity::warning;
        finding.column = by_plan;
        finding.what = Message("csv.length_by_plan", {{"column", by_plan}});
        finding.fix = Message("csv.length_by_plan_fix");
        findings.push_back(finding);
        finding.column.clear();
    }
    for (const auto& [unit, columns_of] : feet) {
        finding.severity = Severity::info;
        finding.what = Message("csv.length_feet", {{"columns", columns_of},
                                                   {"unit", std::string(base::symbol(unit))},
                                                   {"metres", base::number(base::metres_in(unit), 10)}});
        finding.fix = Message("csv.length_feet_fix");
        findings.push_back(finding);
    }
}

/// Which sheet of a workbook is read, and what of it had to be taken for granted.
void report_sheet(const OpenTable& table, std::vector<Finding>& findings) {
    if (table.csv.sheet.empty()) return;
    const auto add = [&](FindingKind kind, Severity severity, const char* what, const char* fix,
                         std::int64_t count) {
        Finding finding;
        finding.kind = kind_name(kind);
        finding.severity = severity;
        finding.file = table.file;
        finding.row = count == 0 ? table.csv.header_line : 0;
        finding.column = table.csv.sheet;
        finding.count = std::max<std::int64_t>(count, 1);
        finding.what = Message(what, {{"sheet", table.csv.sheet}, {"count", std::to_string(count)}});
        finding.fix = Message(fix);
        findings.push_back(std::move(finding));
    };
    add(FindingKind::sheet_taken, Severity::info, "csv.sheet", "csv.sheet_fix", 0);
    if (!table.other_sheets.empty()) {
        add(FindingKind::sheet_taken, Severity::warning, "csv.sheet_others", "csv.sheet_others_fix", 0);
        findings.back().what.args.emplace_back("others", header_list(table.other_sheets));
    }
    if (table.csv.merged_filled > 0)
        add(FindingKind::sheet_taken, Severity::warning, "csv.sheet_merged", "csv.sheet_merged_fix",
            table.csv.merged_filled);
    if (table.csv.uncomputed > 0)
        add(FindingKind::non_numeric, Severity::error, "csv.sheet_uncomputed", "csv.sheet_uncomputed_fix",
            table.csv.uncomputed);
}

}  // namespace

HoleIndex::HoleIndex(const drilling::DrillholeSet& set) : set_(set) {
    index_.reserve(set.collars.size());
    for (std::size_t i = 0; i < set.collars.size(); ++i)
        index_.emplace(set.collars[i].hole, static_cast<std::int32_t>(i));
}

std::int32_t HoleIndex::find(std::string_view hole) const {
    const auto found = index_.find(hole);
    return found == index_.end() ? -1 : found->second;
}

std::vector<std::string> HoleIndex::similar(std::string_view hole) const {
    std::call_once(keys_once_, [this] {
        for (std::size_t i = 0; i < set_.collars.size(); ++i) {
            for (std::string& key : drilling::hole_name_keys(set_.collars[i].hole))
                keys_[std::move(key)].push_back(static_cast<std::int32_t>(i));
            if (const std::string number = drilling::bare_number(set_.collars[i].hole); !number.empty())
                keys_["b" + number].push_back(static_cast<std::int32_t>(i));
        }
    });
    std::vector<std::string> found;
    for (const std::string& key : drilling::hole_name_keys(hole)) {
        const auto holes = keys_.find(key);
        if (holes == keys_.end()) continue;
        for (const std::int32_t one : holes->second) {
            const std::string& name = set_.collars[static_cast<std::size_t>(one)].hole;
            if (std::ranges::find(found, name) == found.end() && found.size() < 3) found.push_back(name);
        }
    }
    // One of the two without the letters in front: "0001" beside "DH-0001". Of two with different letters
    // nothing follows.
    const std::string number = drilling::bare_number(hole);
    const auto numbered = found.empty() && !number.empty() ? keys_.find("b" + number) : keys_.end();
    if (numbered == keys_.end()) return found;
    for (const std::int32_t one : numbered->second) {
        const std::string& name = set_.collars[static_cast<std::size_t>(one)].hole;
        if (found.size() < 3 && drilling::is_number_alone(hole) != drilling::is_number_alone(name))
            found.push_back(name);
    }
    return found;
}

void UnknownHoles::add(std::string_view hole, std::int64_t line, std::int64_t rows) {
    const auto [seen, fresh] = seen_.try_emplace(std::string(hole), Seen{line, 0});
    seen->second.rows += rows;
    if (fresh) names_.emplace_back(hole);
}

void UnknownHoles::append(const UnknownHoles& later) {
    for (const std::string& name : later.names_) {
        const Seen& seen = later.seen_.at(name);
        add(name, seen.line, seen.rows);
    }
}

std::vector<Finding> UnknownHoles::findings(const std::string& file, const HoleIndex& index) const {
    std::vector<Finding> out;
    // A file full of unknown holes is simply the wrong file.
    const bool look_for_similar = names_.size() <= 1000;
    for (const std::string& name : names_) {
        const Seen& seen = seen_.at(name);
        std::string similar;
        if (look_for_similar)
            for (const std::string& one : index.similar(name)) similar += (similar.empty() ? "" : "; ") + one;
        Finding finding;
        finding.kind = kind_name(FindingKind::missing_collar);
        finding.severity = Severity::error;
        finding.file = file;
        finding.row = seen.line;
        finding.hole = name;
        finding.count = seen.rows;
        finding.what = Message("csv.missing_collar", {{"hole", name}, {"rows", std::to_string(seen.rows)}});
        finding.fix = similar.empty() ? Message("drilling.missing_collar_fix")
                                      : Message("csv.similar_collar", {{"similar", similar}});
        out.push_back(std::move(finding));
    }
    return out;
}

bool row_shape_fits(const CsvTable& table, const CsvFields& fields, std::size_t record, Notes& notes) {
    if (table.records[record].open_quote)
        notes.add(Fault::open_quote, Notes::no_column, {record, std::string(fields[0])});
    bool surplus = false;
    for (std::size_t i = table.headers.size(); i < fields.size(); ++i)
        surplus = surplus || !fields[i].empty();
    // Between spaces no field is empty: which one is missing cannot be told.
    const bool shifted = table.delimiter == ' ' && fields.size() < table.headers.size();
    if (surplus || shifted)
        notes.add(Fault::many_fields, Notes::no_column, {record, std::to_string(fields.size())});
    else if (fields.size() < table.headers.size())
        notes.add(Fault::few_fields, Notes::no_column, {record, std::to_string(fields.size())});
    return !surplus && !shifted;
}

void report_table(const OpenTable& table, const drilling::ImportRule& rule, std::vector<Finding>& findings) {
    if (table.csv.records.empty()) {
        Finding finding;
        finding.kind = kind_name(FindingKind::row_refused);
        finding.severity = Severity::error;
        finding.file = table.file;
        finding.row = table.csv.header_line;
        finding.what = Message("csv.no_rows");
        finding.fix = Message("csv.no_rows_fix");
        findings.push_back(std::move(finding));
    }
    report_encoding(table, findings);
    report_strays(table, findings);
    report_sheet(table, findings);
    report_header(table, findings);
    report_hidden_signs(table, findings);
    report_lengths(table, rule, findings);
}

}  // namespace orelens::io
