#include "core/io/text/ColumnMarks.h"

#include <algorithm>
#include <mutex>

#include "core/base/Parallel.h"

namespace orelens::io {
namespace {

using base::DecimalMark;
using base::Message;
using base::ThousandsMark;
using Mark = NumberEvidence::Mark;

constexpr std::size_t rows_shown = 5;
/// One stray "0,5" among many decimal points is a slip of the pen, not a second way of writing.
constexpr std::int64_t clear_majority = 10;

Mark& mark_of(NumberEvidence& seen, char mark) {
    return mark == '.' ? seen.point : seen.comma;
}

void either(Mark& mark, std::size_t record) {
    ++mark.either;
    if (mark.either_records.size() < rows_shown) mark.either_records.push_back(record);
}

/// Digits with at most one mark, perhaps below or above a limit, which nearly every cell is: counted without
/// taking them apart. False: anything else; look closely.
bool at_a_glance(std::string_view field, std::size_t record, NumberEvidence& seen) {
    if (field.front() == '<' || field.front() == '>') field.remove_prefix(1);
    if (field.starts_with('-')) field.remove_prefix(1);
    std::size_t mark = std::string_view::npos;
    for (std::size_t at = 0; at < field.size(); ++at) {
        if (field[at] >= '0' && field[at] <= '9') continue;
        if ((field[at] != '.' && field[at] != ',') || mark != std::string_view::npos) return false;
        mark = at;
    }
    if (field.empty() || field.size() > longest_number) return false;
    if (mark == std::string_view::npos) {
        ++seen.plain;
    } else {
        const std::size_t behind = field.size() - mark - 1;
        if (mark == 0 || behind == 0) return false;
        // As number_form has it: three digits behind one to three, the first of which is no zero.
        const bool like_a_group = behind == 3 && mark <= 3 && field.front() != '0';
        Mark& of = mark_of(seen, field[mark]);
        if (like_a_group)
            either(of, record);
        else
            ++of.decimal;
    }
    ++seen.numbers;
    return true;
}

bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void look_at(std::string_view field, std::size_t record, NumberEvidence& seen) {
    if (field.empty()) return;
    ++seen.filled;
    // No number begins with a letter, nor does what may stand before one.
    if (ascii_letter(field.front()) || at_a_glance(field, record, seen)) return;
    const std::string_view number = split_unit(without_qualifier(field)).number;
    if (number.empty()) return;
    const NumberForm form = number_form(number);
    if (form.shape == NumberShape::none) return;
    ++seen.numbers;
    switch (form.shape) {
        case NumberShape::plain:
            ++seen.plain;
            break;
        case NumberShape::decimal:
            ++mark_of(seen, form.mark).decimal;
            break;
        case NumberShape::grouped:
            if (form.mark != 0) ++mark_of(seen, form.mark).decimal;
            if (form.group == ' ') ++seen.spaces;
            if (form.group == '\'') ++seen.apostrophes;
            if (form.group == '.' || form.group == ',') ++mark_of(seen, form.group).group;
            break;
        case NumberShape::either:
            either(mark_of(seen, form.mark), record);
            break;
        case NumberShape::none:
            break;
    }
}

void add(Mark& to, const Mark& more) {
    to.decimal += more.decimal;
    to.group += more.group;
    to.either += more.either;
    to.either_records.insert(to.either_records.end(), more.either_records.begin(), more.either_records.end());
    std::sort(to.either_records.begin(), to.either_records.end());
    if (to.either_records.size() > rows_shown) to.either_records.resize(rows_shown);
}

void add(NumberEvidence& to, const NumberEvidence& more) {
    to.filled += more.filled;
    to.numbers += more.numbers;
    to.plain += more.plain;
    to.spaces += more.spaces;
    to.apostrophes += more.apostrophes;
    add(to.point, more.point);
    add(to.comma, more.comma);
}

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
    Settler(const CsvTable& table, const std::vector<NumberEvidence>& seen, const base::NumberStyle& rule,
            const std::vector<std::size_t>& not_numbers)
        : table_(table), rule_(rule), point_(table.sheet.empty() ? 0 : 1) {
        for (std::size_t c = 0; c < seen.size(); ++c) {
            if (!seen[c].numeric()) continue;
            if (std::find(not_numbers.begin(), not_numbers.end(), c) != not_numbers.end()) continue;
            point_ += votes_for_point(seen[c]);
            comma_ += votes_for_comma(seen[c]);
            point_groups_ = point_groups_ || seen[c].point.group > 0;
            comma_groups_ = comma_groups_ || seen[c].comma.group > 0;
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
        const char own = elected(point, comma), file = elected(point_, comma_);
        if (own != 0) {
            out.reason = MarkReason::column;
            take(own, seen, false, out);
        } else if (!points && !commas) {
            out.reason = point + comma > 0 ? MarkReason::column : MarkReason::nothing;
            out.marks.decimal = file;
        } else if (!table_.sheet.empty() && points && !commas) {
            out.reason = MarkReason::column;  // the number of a workbook's cell, not what somebody typed
            out.marks.decimal = '.';
        } else if (point + comma > 0 || (points && commas)) {
            undecided(seen, out);
        } else if (rule_.thousands == ThousandsMark::none) {
            out.marks.decimal = points ? '.' : ',';
            out.reason = MarkReason::stated;
        } else if (file != 0) {
            out.reason = MarkReason::other_columns;
            take(file, seen, file == '.' ? comma_groups_ : point_groups_, out);
        } else if (table_.delimiter == ',' && points && seen.plain == 0 && point_ + comma_ == 0) {
            // All cells with three decimals, as programs write them; decimal commas would stand in quotes.
            out.marks.decimal = '.';
            out.reason = MarkReason::delimiter;
            list(seen.point, out);
        } else {
            undecided(seen, out);
        }
    }

    static void list(const Mark& mark, ColumnMarks& out) {
        out.records = mark.either_records;
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

    const CsvTable& table_;
    base::NumberStyle rule_;
    std::int64_t point_, comma_ = 0;  ///< votes of the whole file
    bool point_groups_ = false, comma_groups_ = false;
};

std::string column_text(const CsvTable& table, std::size_t column, const ColumnMarks& marks) {
    return table.headers[column] + " (" + first_text(table, column, marks) + "; " +
           rows_text(table, marks.records, marks.cells) + ")";
}

}  // namespace

std::vector<NumberEvidence> number_evidence(const CsvTable& table, const base::Progress* progress) {
    std::vector<NumberEvidence> out(table.headers.size());
    std::mutex guard;
    base::parallel_for(table.records.size(), 16384, [&](std::size_t begin, std::size_t end) {
        std::vector<NumberEvidence> part(out.size());
        CsvFields fields;
        for (std::size_t n = begin; n < end; ++n) {
            if (n % 1024 == 0 && progress != nullptr && progress->cancelled()) return;
            fields.split(table, table.records[n]);
            const std::size_t width = std::min(fields.size(), part.size());
            for (std::size_t c = 0; c < width; ++c) look_at(fields[c], n, part[c]);
        }
        const std::scoped_lock lock(guard);
        for (std::size_t c = 0; c < out.size(); ++c) add(out[c], part[c]);
    });
    return out;
}

std::vector<ColumnMarks> settle_marks(const CsvTable& table, const std::vector<NumberEvidence>& seen,
                                      const base::NumberStyle& rule,
                                      const std::vector<std::size_t>& not_numbers) {
    const Settler settler(table, seen, rule, not_numbers);
    std::vector<ColumnMarks> out;
    out.reserve(seen.size());
    for (const NumberEvidence& column : seen) out.push_back(settler.of(column));
    return out;
}

std::string rows_text(const CsvTable& table, const std::vector<std::size_t>& records, std::int64_t cells) {
    std::string out;
    for (const std::size_t record : records)
        out += (out.empty() ? "" : ", ") + std::to_string(table.records[record].line);
    if (cells > static_cast<std::int64_t>(records.size())) out += " … (" + std::to_string(cells) + ")";
    return out;
}

std::string first_text(const CsvTable& table, std::size_t column, const ColumnMarks& marks) {
    if (marks.records.empty()) return {};
    CsvFields fields;
    fields.split(table, table.records[marks.records.front()]);
    return std::string(fields[column].substr(0, 60));
}

base::Expected<void> unclear_marks(const CsvTable& table, const std::vector<ColumnMarks>& marks,
                                   const std::vector<std::size_t>& numeric, const std::string& prefix) {
    std::string columns;
    const ColumnMarks* first = nullptr;
    base::Place place{.file = table.file};
    std::string example;
    for (const std::size_t c : numeric) {
        if (c >= marks.size() || marks[c].reason != MarkReason::unclear) continue;
        columns += (columns.empty() ? "" : ", ") + column_text(table, c, marks[c]);
        if (first != nullptr) continue;
        first = &marks[c];
        example = first_text(table, c, marks[c]);
        place.row = table.records[marks[c].records.front()].line;
        place.column = static_cast<std::int64_t>(c) + 1;
        place.field = table.headers[c];
    }
    if (first == nullptr) return {};
    const auto as = [&](NumberMarks how) {
        const auto value = parse_number(split_unit(without_qualifier(example)).number, how);
        return value ? base::number(*value, 12) : std::string();
    };
    return base::fail(
        base::ErrorKind::data,
        Message(
            "csv.unclear_marks",
            {{"columns", columns}, {"text", example}, {"point", as({'.', ','})}, {"comma", as({',', '.'})}}),
        place,
        Message("csv.unclear_marks_fix",
                {{"decimal", prefix + "decimal_mark"}, {"thousands", prefix + "thousands_mark"}}));
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
