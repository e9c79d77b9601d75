#include "core/io/drillholes/HiddenSigns.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

struct Sign {
    std::string_view bytes, name;
};

/// Those that `trimmed` (CsvText.h) takes away besides spaces and tabs.
constexpr std::array signs{Sign{"\xC2\xA0", "U+00A0"}, Sign{"\xE3\x80\x80", "U+3000"}, Sign{"\xE2\x80\x8B", "U+200B"},
                           Sign{"\xEF\xBB\xBF", "U+FEFF"}};

bool is_plain_space(char c) {
    return c == ' ' || c == '\t';
}

/// The field as it stands in the file, without its quotes; empty where the quotes do not pair.
std::string_view field_as_written(std::string_view record, char delimiter, std::size_t column) {
    bool quoted = false;
    std::size_t begin = 0, end = 0;
    for (; end < record.size(); ++end) {
        if (record[end] == '"') quoted = !quoted;
        if (quoted || record[end] != delimiter) continue;
        if (column-- == 0) break;
        begin = end + 1;
    }
    if (quoted || (end == record.size() && column != 0)) return {};
    std::string_view field = record.substr(begin, end - begin);
    while (field.ends_with('\r') || field.ends_with('\n')) field.remove_suffix(1);
    const std::size_t open = field.find_first_not_of(' '), close = field.find_last_not_of(' ');
    if (open != std::string_view::npos && close > open && field[open] == '"' && field[close] == '"')
        return field.substr(open + 1, close - open - 1);
    return field;
}

/// The sign that stands at either end, behind plain spaces or before them.
const Sign* sign_at_an_end(std::string_view field) {
    while (!field.empty() && is_plain_space(field.front())) field.remove_prefix(1);
    while (!field.empty() && is_plain_space(field.back())) field.remove_suffix(1);
    for (const Sign& sign : signs)
        if (field.starts_with(sign.bytes) || field.ends_with(sign.bytes)) return &sign;
    return nullptr;
}

struct Seen {
    std::int64_t count = 0, row = 0;
    std::string name, kinds;
    void add(std::int64_t line, std::string_view of, std::string_view kind) {
        if (count++ == 0) {
            row = line;
            name = of;
        }
        if (kinds.find(kind) == std::string::npos) kinds += (kinds.empty() ? "" : ", ") + std::string(kind);
    }
};

void report(const OpenTable& table, const Seen& seen, Severity severity, const char* what, const char* fix,
            std::vector<Finding>& findings) {
    if (seen.count == 0) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::doubtful_name);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = seen.row;
    finding.hole = seen.name;
    finding.column = table.header("hole");
    finding.count = seen.count;
    finding.what = Message(what, {{"count", std::to_string(seen.count)},
                                  {"column", finding.column},
                                  {"name", seen.name},
                                  {"signs", seen.kinds}});
    finding.fix = Message(fix);
    findings.push_back(std::move(finding));
}

}  // namespace

void report_hidden_signs(const OpenTable& table, std::vector<Finding>& findings) {
    const auto hole = table.columns.find("hole");
    const CsvTable& csv = table.csv;
    if (hole == table.columns.end() || csv.delimiter == ' ') return;
    // Most files have none: one look at the text spares the way through its rows.
    const auto has = [&](std::string_view bytes) { return csv.text.find(bytes) != std::string::npos; };
    const std::string before_delimiter{' ', csv.delimiter}, tab_before{'\t', csv.delimiter};
    const bool hidden_somewhere = std::ranges::any_of(signs, [&](const Sign& sign) { return has(sign.bytes); });
    const bool spaces_somewhere = has(before_delimiter) || has(tab_before) || has(" \"") || has("\t\"") || has(" \n") ||
                                  has(" \r") || has("\t\n") || has("\t\r") || csv.text.ends_with(' ');
    if (!hidden_somewhere && !spaces_somewhere) return;
    Seen hidden, spaces;
    for (const CsvRecord& record : csv.records) {
        const std::string_view text(csv.text.data() + record.begin, record.end - record.begin);
        const std::string_view field = field_as_written(text, csv.delimiter, hole->second);
        const std::string_view name = trimmed(field);
        if (name.size() == field.size() || name.empty()) continue;
        if (const Sign* sign = sign_at_an_end(field); sign != nullptr)
            hidden.add(record.line, name, sign->name);
        else if (is_plain_space(field.back()))
            spaces.add(record.line, name, {});
    }
    report(table, hidden, Severity::warning, "csv.hidden_signs", "csv.hidden_signs_fix", findings);
    report(table, spaces, Severity::info, "csv.spaces_behind", "csv.hidden_signs_fix", findings);
}

}  // namespace orelens::io
