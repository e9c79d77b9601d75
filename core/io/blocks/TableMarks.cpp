#include "core/io/blocks/TableMarks.h"

#include <algorithm>
#include <numeric>

#include "core/io/blocks/TableRows.h"

namespace orelens::io {
namespace {

/// How a cell with this mark, which could be both, is read: as decimals, as thousands, or not at all.
char reading(const NumberMarks& marks, char mark) {
    return marks.decimal == mark ? 'd' : marks.group == mark ? 'g' : '?';
}

}  // namespace

bool TableMarks::same_reading(std::size_t c, const ColumnMarks& other) const {
    const auto same = [&](const NumberEvidence::Mark& mark, char sign) {
        return mark.either == 0 ||
               (other.reason != MarkReason::unclear && columns[c].reason != MarkReason::unclear &&
                reading(columns[c].marks, sign) == reading(other.marks, sign));
    };
    return same(seen[c].point, '.') && same(seen[c].comma, ',');
}

bool TableMarks::decimal_comma() const {
    return std::ranges::any_of(
        numeric, [&](std::size_t c) { return columns[c].marks.decimal == ',' && columns[c].seen; });
}

std::vector<base::Finding> TableMarks::findings(std::int64_t header_line) const {
    std::vector<base::Finding> all;
    for (const std::size_t c : numeric)
        for (base::Finding& one : mark_findings(about, c, columns[c], seen[c], header_line, "model."))
            all.push_back(std::move(one));
    return all;
}

TableMarks marks_of_sample(const TableHead& head, const TableSource& source, const base::NumberStyle& style) {
    TableMarks marks;
    marks.about.file = source.name();
    marks.about.headers = head.headers;
    marks.about.delimiter = head.delimiter;
    marks.about.sheet = !source.sheet().empty();
    marks.style = style;
    marks.numeric.resize(head.headers.size());
    std::iota(marks.numeric.begin(), marks.numeric.end(), std::size_t{0});
    marks.seen.resize(head.headers.size());
    for (std::size_t n = 0; n < head.sample.size(); ++n)
        for (std::size_t c = 0; c < head.sample[n].size(); ++c)
            marks.seen[c].look_at(head.sample[n][c], head.sample_lines[n]);
    marks.settle();
    return marks;
}

base::Expected<std::vector<NumberEvidence>> whole_evidence(const TableHead& head, const TableSource& source,
                                                           const base::Progress& progress) {
    struct Part {
        std::vector<NumberEvidence> seen;
        std::int64_t lines = 0;
    };
    const std::size_t columns = head.headers.size();
    std::vector<Part> parts(most_stretches);
    std::vector<NumberEvidence> all(columns);
    std::int64_t line = head.first_row;
    StretchWork work;
    work.read = [&](std::size_t slot, std::size_t, std::string_view text) {
        Part& part = parts[slot];
        part.seen.assign(columns, {});
        RowCutter row(head.delimiter, head.short_rows, std::vector<bool>(columns, true));
        part.lines = each_line(
            text, progress,
            [&](const char* begin, const char* end, std::int64_t at) {
                if (!row.cut(begin, end)) return;
                for (std::size_t c = 0; c < columns; ++c) part.seen[c].look_at(row[c], at);
            },
            [](std::int64_t) {});
    };
    work.take = [&](std::size_t, std::size_t count) -> base::Expected<void> {
        for (std::size_t n = 0; n < count; ++n) {
            for (std::size_t c = 0; c < columns; ++c) {
                for (NumberEvidence::Mark* mark : {&parts[n].seen[c].point, &parts[n].seen[c].comma})
                    for (DoubtfulCell& cell : mark->cells) cell.line += line;
                all[c].add(parts[n].seen[c]);
            }
            line += parts[n].lines;
        }
        return {};
    };
    const auto done =
        each_stretch(source.pieces(head.data_begin, head.first_row), source.bytes(), work, progress);
    if (!done) return std::unexpected(done.error());
    return all;
}

}  // namespace orelens::io
