#include "core/io/text/ColumnMarks.h"

#include <algorithm>

namespace orelens::io {
namespace {

using base::DecimalMark;
using base::Message;
using base::ThousandsMark;
using Mark = NumberEvidence::Mark;

/// One stray "0,5" among many decimal points is a slip of the pen, not a second way of writing.
constexpr std::int64_t clear_majority = 10;

/// Cells that say the decimal mark is a point: decimals, and thousands separated by commas.
std::int64_t votes_for_point(const NumberEvidence& seen) {
    return seen.point.decimal + seen.comma.group;
}
std::int64_t votes_for_comma(const NumberEvidence& seen) {
    return seen.comma.decimal + seen.point.group;
}

/// The decimal mark the votes are for; 0 where they contradict each other or there are none.
char elected(std::int64_t point, std::int64_t comma) {
    if (point > 0 && point >= clear_majority * comma) return '.';
    if (comma > 0 && comma >= clear_majority * point) return ',';
    return 0;
}

char other(char mark) {
    return mark == '.' ? ',' : '.';
}

class Settler {
  public:
    Settler(const MarkTable& table, const std::vector<NumberEvidence>& seen, const base::NumberStyle& rule,
            const std::vector<std::size_t>& not_numbers)
        : table_(table), rule_(rule) {
        for (std::size_t c = 0; c < seen.size(); ++c) {
            if (!seen[c].numeric()) continue;
            if (std::find(not_numbers.begin(), not_numbers.end(), c) != not_numbers.end()) continue;
            point_ += votes_for_point(seen[c]);
            comma_ += votes_for_comma(seen[c]);
            typed_point_ += seen[c].comma.group;
            point_groups_ = point_groups_ || seen[c].point.group > 0;
            comma_groups_ = comma_groups_ || seen[c].comma.group > 0;
            commas_ = commas_ || seen[c].comma.group + seen[c].comma.decimal + seen[c].comma.either > 0;
        }
    }

    [[nodiscard]] ColumnMarks of(const NumberEvidence& seen) const {
        ColumnMarks out;
        const std::int64_t point = votes_for_point(seen), comma = votes_for_comma(seen);
        out.seen = point + comma + seen.point.either + seen.comma.either + seen.spaces + seen.apostrophes > 0;
        out.mixed = point > 0 && comma > 0;
        decide(seen, point, comma, out);
        if (out.marks.group == 0 && seen.spaces + seen.apostrophes > 0 &&
            rule_.thousands != ThousandsMark::none)
            out.marks.group = seen.spaces >= seen.apostrophes ? ' ' : '\'';
        return out;
    }

  private:
    void decide(const NumberEvidence& seen, std::int64_t point, std::int64_t comma, ColumnMarks& out) const {
        if (stated(out)) return;
        const bool points = seen.point.either > 0, commas = seen.comma.either > 0;
        // Numbers of a workbook have a decimal point whatever people type: of cells that somebody typed as
        // text, only such cells tell.
        const bool typed = table_.sheet && commas;
        const char own = typed ? elected(seen.comma.group, comma) : elected(point, comma),
                   file = typed ? elected(typed_point_, comma_) : elected(point_, comma_);
        if (own != 0) {
            out.reason = MarkReason::column;
            take(own, seen, false, out);
        } else if (!points && !commas) {
            out.reason = point + comma > 0 ? MarkReason::column : MarkReason::nothing;
            out.marks.decimal = file;
        } else if (table_.sheet && points && !commas) {
            out.reason = MarkReason::column;  // the number of a workbook's cell, not what somebody typed
            out.marks.decimal = '.';
        } else if ((!typed && point + comma > 0) || (points && commas)) {
            undecided(seen, out);
        } else if (rule_.thousands == ThousandsMark::none) {
            out.marks.decimal = points ? '.' : ',';
            out.reason = MarkReason::stated;
        } else if (file != 0) {
            out.reason = MarkReason::other_columns;
            take(file, seen, file == '.' ? comma_groups_ : point_groups_, out);
        } else if (points && between_commas(seen)) {
            out.reason = MarkReason::delimiter;
            out.marks.decimal = '.';
            // Three decimals in every cell are a way of writing; whole numbers beside them may be groups.
            if (seen.plain > 0) list(seen.point, out);
        } else {
            undecided(seen, out);
        }
    }

    /// No number of the file has a comma, which would stand in quotes; and the whole numbers of the column
    /// are of a size with the others as decimals, not as thousands.
    [[nodiscard]] bool between_commas(const NumberEvidence& seen) const {
        return !commas_ && table_.delimiter == ',' && table_.delimiter_tells && !table_.sheet &&
               seen.point.range.gap(seen.whole, 1) <= seen.point.range.gap(seen.whole, 1000);
    }

    static void list(const Mark& mark, ColumnMarks& out) {
        out.doubtful = mark.cells;
        out.cells = mark.either;
    }

    static void undecided(const NumberEvidence& seen, ColumnMarks& out) {
        out.reason = MarkReason::unclear;
        list(seen.point.either > 0 ? seen.point : seen.comma, out);
    }

    /// `decimal` is the decimal mark; where the other mark stands in cells that could be both, it separates
    /// thousands. That is said unless such groups are unmistakable in the column or elsewhere in the file.
    void take(char decimal, const NumberEvidence& seen, bool groups_elsewhere, ColumnMarks& out) const {
        out.marks.decimal = decimal;
        const Mark& rival = decimal == '.' ? seen.comma : seen.point;
        const bool decimal_too = rival.decimal > 0;  // here and there
        if (decimal_too || rule_.thousands == ThousandsMark::none || rival.either + rival.group == 0) return;
        out.marks.group = other(decimal);
        if (rival.group == 0 && !groups_elsewhere) list(rival, out);
    }

    [[nodiscard]] bool stated(ColumnMarks& out) const {
        char decimal = rule_.decimal == DecimalMark::point   ? '.'
                       : rule_.decimal == DecimalMark::comma ? ','
                                                             : char{0};
        char group = 0;
        switch (rule_.thousands) {
            case ThousandsMark::comma:
                group = ',';
                break;
            case ThousandsMark::point:
                group = '.';
                break;
            case ThousandsMark::space:
                group = ' ';
                break;
            case ThousandsMark::apostrophe:
                group = '\'';
                break;
            case ThousandsMark::none:
            case ThousandsMark::detect:
                break;
        }
        if (decimal == 0 && group == 0) return false;
        if (decimal == 0 && (group == ',' || group == '.')) decimal = other(group);
        if (decimal == 0) return false;  // spaces or apostrophes leave the decimal mark open
        if (rule_.thousands == ThousandsMark::detect) group = other(decimal);
        out.marks = {decimal, group};
        out.reason = MarkReason::stated;
        return true;
    }

    const MarkTable& table_;
    base::NumberStyle rule_;
    std::int64_t point_ = 0, comma_ = 0;  ///< votes of the whole file
    std::int64_t typed_point_ = 0;        ///< of these, by what no number of a workbook looks like
    bool point_groups_ = false, comma_groups_ = false;
    bool commas_ = false;  ///< commas stand in numbers of the file
};

/// The number that a text is with these marks, in plain digits; empty where it is none.
std::string value_text(const std::string& text, NumberMarks marks) {
    const auto value = parse_number(split_unit(without_qualifier(text)).number, marks);
    return value ? base::number(*value, 12) : std::string();
}

}  // namespace

std::vector<ColumnMarks> settle_marks(const MarkTable& table, const std::vector<NumberEvidence>& seen,
                                      const base::NumberStyle& rule,
                                      const std::vector<std::size_t>& not_numbers) {
    const Settler settler(table, seen, rule, not_numbers);
    std::vector<ColumnMarks> out;
    out.reserve(seen.size());
    for (const NumberEvidence& column : seen) out.push_back(settler.of(column));
    return out;
}

std::string rows_text(const std::vector<DoubtfulCell>& doubtful, std::int64_t cells) {
    std::string out;
    for (const DoubtfulCell& cell : doubtful) out += (out.empty() ? "" : ", ") + std::to_string(cell.line);
    if (cells > static_cast<std::int64_t>(doubtful.size())) out += " … (" + std::to_string(cells) + ")";
    return out;
}

base::Expected<void> unclear_marks(const MarkTable& table, const std::vector<ColumnMarks>& marks,
                                   const std::vector<std::size_t>& numeric, const std::string& prefix) {
    std::string columns;
    std::string example;
    base::Place place{.file = table.file};
    for (const std::size_t c : numeric) {
        if (c >= marks.size() || marks[c].reason != MarkReason::unclear) continue;
        const ColumnMarks& each = marks[c];
        if (columns.empty()) {
            example = each.first_text();
            place.row = each.doubtful.empty() ? 0 : each.doubtful.front().line;
            place.column = static_cast<std::int64_t>(c) + 1;
            place.field = table.headers[c];
        }
        columns += (columns.empty() ? "" : ", ") + table.headers[c] + " (" + each.first_text() + "; " +
                   rows_text(each.doubtful, each.cells) + ")";
    }
    if (columns.empty()) return {};
    return base::fail(base::ErrorKind::data,
                      Message("csv.unclear_marks", {{"columns", columns},
                                                    {"text", example},
                                                    {"point", value_text(example, {'.', ','})},
                                                    {"comma", value_text(example, {',', '.'})}}),
                      place,
                      Message(table.marks_of.empty() ? "csv.unclear_marks_fix" : "csv.unclear_marks_of_fix",
                              {{"decimal", prefix + "decimal_mark"},
                               {"thousands", prefix + "thousands_mark"},
                               {"of", table.marks_of},
                               {"table", table.name}}));
}

std::vector<base::Finding> mark_findings(const MarkTable& table, std::size_t column, const ColumnMarks& marks,
                                         const NumberEvidence& seen, std::int64_t header_line,
                                         const std::string& prefix) {
    std::vector<base::Finding> findings;
    base::Finding finding;
    finding.kind = "number_marks";
    finding.severity = base::Severity::warning;
    finding.file = table.file;
    finding.column = table.headers[column];
    if (marks.inferred()) {
        const std::string value = value_text(marks.first_text(), marks.marks);
        finding.row = marks.doubtful.front().line;
        finding.count = marks.cells;
        finding.what = Message(marks.reason == MarkReason::delimiter       ? "csv.marks_by_delimiter"
                               : marks.reason == MarkReason::other_columns ? "csv.marks_by_others"
                                                                           : "csv.marks_by_column",
                               {{"column", finding.column},
                                {"count", std::to_string(marks.cells)},
                                {"text", marks.first_text()},
                                {"value", value.empty() ? "?" : value},
                                {"rows", rows_text(marks.doubtful, marks.cells)}});
        finding.fix = Message("csv.marks_fix", {{"decimal", prefix + "decimal_mark"},
                                                {"thousands", prefix + "thousands_mark"}});
        findings.push_back(finding);
    }
    if (!marks.mixed) return findings;
    finding.row = header_line;
    finding.count = 1;
    finding.what = Message("csv.marks_mixed", {{"column", finding.column},
                                               {"points", std::to_string(seen.point.decimal)},
                                               {"commas", std::to_string(seen.comma.decimal)}});
    finding.fix = Message("csv.marks_mixed_fix");
    findings.push_back(finding);
    return findings;
}

base::Expected<void> check_marks(const base::NumberStyle& rule, const std::string& prefix) {
    using base::DecimalMark, base::ThousandsMark;
    const bool same = (rule.decimal == DecimalMark::point && rule.thousands == ThousandsMark::point) ||
                      (rule.decimal == DecimalMark::comma && rule.thousands == ThousandsMark::comma);
    if (!same) return {};
    return base::fail(base::ErrorKind::usage, Message("csv.same_marks"), {.field = prefix + "thousands_mark"},
                      Message("csv.same_marks_fix"));
}

}  // namespace orelens::io
