#include "core/io/drillholes/DrillholeCells.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/drilling/Tools.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

constexpr std::size_t max_remarks_per_column = 100;

struct FaultText {
    FindingKind kind;
    Severity severity;
    const char *what, *fix, *more;
};

const FaultText& text_of(Fault fault) {
    static constexpr std::array<FaultText, 14> texts = {{
        {FindingKind::non_numeric, Severity::error, "", "", ""},
        {FindingKind::non_numeric, Severity::error, "csv.non_numeric", "csv.non_numeric_fix",
         "csv.more_non_numeric"},
        {FindingKind::non_numeric, Severity::error, "csv.over_limit", "csv.over_limit_fix",
         "csv.more_over_limit"},
        {FindingKind::below_detection, Severity::info, "csv.below_detection", "csv.below_detection_fix",
         "csv.more_below_detection"},
        {FindingKind::null_code, Severity::info, "csv.null_code", "csv.null_code_fix", "csv.more_null_code"},
        {FindingKind::non_numeric, Severity::error, "csv.unclear_number", "csv.unclear_number_fix",
         "csv.more_unclear_number"},
        {FindingKind::cell_unit, Severity::info, "csv.cell_unit", "csv.cell_unit_fix", "csv.more_cell_unit"},
        {FindingKind::row_refused, Severity::error, "csv.no_hole", "csv.no_hole_fix", "csv.more_refused"},
        {FindingKind::row_refused, Severity::error, "csv.no_depth", "csv.no_depth_fix", "csv.more_refused"},
        {FindingKind::row_refused, Severity::error, "csv.no_place", "csv.no_place_fix", "csv.more_refused"},
        {FindingKind::row_refused, Severity::error, "csv.many_fields", "csv.many_fields_fix",
         "csv.more_refused"},
        {FindingKind::field_count, Severity::warning, "csv.few_fields", "csv.few_fields_fix",
         "csv.more_few_fields"},
        {FindingKind::open_quote, Severity::warning, "csv.open_quote", "csv.open_quote_fix",
         "csv.more_open_quote"},
        {FindingKind::non_numeric, Severity::error, "csv.beyond_earth", "csv.beyond_earth_fix",
         "csv.more_non_numeric"},
    }};
    return texts.at(static_cast<std::size_t>(fault));
}

std::size_t limit_of(Fault fault) {
    const bool remark =
        fault == Fault::below_detection || fault == Fault::null_code || fault == Fault::cell_unit;
    return remark ? max_remarks_per_column : static_cast<std::size_t>(drilling::max_findings_per_column);
}

/// Field texts of a broken file can be long; a finding shows the start, cut between characters.
std::string shown(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return std::string(text);
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return std::string(text.substr(0, cut)) + "…";
}

bool null_word(std::string_view field, const CellRule& rule) {
    // Not assayed, insufficient sample, not received: no grade, and nothing about its size.
    static constexpr std::array<std::string_view, 28> usual = {
        "na", "nan",  "n/a",  "#n/a", "null", "(null)", "none",   "-",    "--",     "—", "–",  "――", "——", "－",
        "/",  "n.a.", "i.s.", "n.s.", "nss",  "lnr",    "未分析", "未测", "未化验", "−", "---", "#null!", "<null>", "…"};
    const std::string low = lower(field);
    return std::find(usual.begin(), usual.end(), low) != usual.end() ||
           std::find(rule.null_words.begin(), rule.null_words.end(), low) != rule.null_words.end();
}

/// A number, perhaps with a unit behind.
Cell cell_of(const Quantity& read) {
    if (read.value) return {*read.value, read.unit ? Fault::cell_unit : Fault::none};
    return {drilling::no_value, read.unclear ? Fault::unclear_number : Fault::non_numeric};
}

}  // namespace

bool says_nothing(std::string_view cell) {
    const std::string low = lower(cell);
    return low.empty() || low == "-" || low == "--" || low == "—" || low == "n/a" || low == "na";
}

CellRule cell_rule(const drilling::ImportRule& rule) {
    CellRule out{{}, {}, rule.below_detection};
    for (const std::string& item : drilling::list_items(rule.null_codes)) {
        if (const auto code = parse_number(item))
            out.null_codes.push_back(*code);
        else
            out.null_words.push_back(lower(item));
    }
    return out;
}

std::uint8_t Cell::flags() const {
    using drilling::CellFlag;
    switch (fault) {
        case Fault::below_detection:
            return static_cast<std::uint8_t>(CellFlag::below_detection);
        case Fault::null_code:
            return static_cast<std::uint8_t>(CellFlag::null_code);
        case Fault::non_numeric:
        case Fault::unclear_number:
        case Fault::over_limit:
            return static_cast<std::uint8_t>(CellFlag::not_a_number);
        default:
            return static_cast<std::uint8_t>(CellFlag::plain);
    }
}

namespace {

bool is_null_code(double value, const CellRule& rule) {
    return std::find(rule.null_codes.begin(), rule.null_codes.end(), value) != rule.null_codes.end();
}

}  // namespace

Cell read_place(std::string_view field, const CellRule& rule, const QuantityColumn& column) {
    // −99 is a coordinate of many a mine grid; codes of three digits and more are none.
    constexpr double smallest_code = 900;
    const Cell cell = read_coordinate(field, rule, column);
    const double size = std::abs(cell.value);
    if (size >= least_giant_code || (size >= smallest_code && is_null_code(cell.value, rule)))
        return {drilling::no_value, Fault::null_code};
    if (size >= largest_place) return {drilling::no_value, Fault::beyond_earth};
    return cell;
}

Cell read_coordinate(std::string_view field, const CellRule& rule, const QuantityColumn& column) {
    if (field.empty()) return {};
    if (const auto value = parse_number(field, column.marks)) return {*value, Fault::none};
    if (null_word(field, rule)) return {drilling::no_value, Fault::null_code};
    return cell_of(read_quantity(field, column));
}

Cell read_cell(std::string_view field, const CellRule& rule, const QuantityColumn& column) {
    if (const auto plain = plain_number(field, column.marks.decimal)) {
        if (is_null_code(*plain, rule)) return {drilling::no_value, Fault::null_code};
        return {*plain, Fault::none};
    }
    static constexpr std::string_view wide_less = "＜", wide_more = "＞";
    const bool less = field.starts_with('<') || field.starts_with(wide_less);
    const bool more = field.starts_with('>') || field.starts_with(wide_more);
    if (!less && !more) {
        Cell cell = read_coordinate(field, rule, column);
        if (is_null_code(cell.value, rule)) cell = {drilling::no_value, Fault::null_code};
        return cell;
    }
    const Cell limit = cell_of(read_quantity(without_qualifier(field), column));
    if (!limit.stated()) return {drilling::no_value, limit.fault};
    if (limit.value < 0) return {drilling::no_value, Fault::non_numeric};
    if (more) return {drilling::no_value, Fault::over_limit};
    switch (rule.below_detection) {
        case drilling::BelowDetection::half_limit:
            return {limit.value / 2, Fault::below_detection};
        case drilling::BelowDetection::zero:
            return {0, Fault::below_detection};
        case drilling::BelowDetection::missing:
            break;
    }
    return {drilling::no_value, Fault::below_detection};
}

void Notes::add(Fault fault, std::size_t column, Note note) {
    List& list = lists_[{fault, column}];
    ++list.count;
    if (list.listed.size() <= limit_of(fault)) {
        note.text = shown(note.text);
        list.listed.push_back(std::move(note));
    }
}

void Notes::append(Notes&& later) {
    for (auto& [key, more] : later.lists_) {
        List& list = lists_[key];
        list.count += more.count;
        for (Note& note : more.listed)
            if (list.listed.size() <= limit_of(key.first)) list.listed.push_back(std::move(note));
    }
}

std::vector<Finding> Notes::findings(const CsvTable& table, const std::string& file) const {
    std::vector<Finding> out;
    for (const auto& [key, list] : lists_) {
        const auto [fault, column] = key;
        const FaultText& words = text_of(fault);
        const std::string header = column < table.headers.size() ? table.headers[column] : std::string();
        for (std::size_t i = 0; i < list.listed.size(); ++i) {
            const Note& note = list.listed[i];
            const bool rest = i == limit_of(fault);
            Finding finding;
            finding.kind = kind_name(words.kind);
            finding.severity = words.severity;
            finding.file = file;
            finding.row = table.records[note.record].line;
            finding.column = header;
            if (!rest) {
                finding.hole = note.hole;
                finding.from_m = note.from;
                finding.to_m = note.to;
            }
            const std::int64_t more = list.count - static_cast<std::int64_t>(limit_of(fault));
            const std::string count = std::to_string(more);
            if (rest) finding.count = more;
            const bool indian = fault == Fault::non_numeric && !rest && indian_groups(note.text);
            finding.what = rest ? Message(words.more, {{"count", count}, {"column", header}})
                                : Message(indian ? "csv.indian_groups" : words.what,
                                          {{"text", note.text},
                                                       {"column", header},
                                                       {"headers", std::to_string(table.headers.size())}});
            finding.fix = Message(indian ? "csv.indian_groups_fix" : words.fix);
            out.push_back(std::move(finding));
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Finding& a, const Finding& b) { return a.row < b.row; });
    return out;
}

}  // namespace orelens::io
