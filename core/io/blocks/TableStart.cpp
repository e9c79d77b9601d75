#include "core/io/blocks/TableStart.h"

#include <algorithm>

#include "core/io/blocks/TableColumns.h"

namespace orelens::io {
namespace {

using base::Expected;
using blocks::ModelRule;

constexpr std::size_t rows_shown = 20;

/// Sheets are set apart by tabs, whatever stands in their cells.
char delimiter_of(const TableSource& source) {
    return source.sheet().empty() ? char{0} : '\t';
}

/// Which columns are read as numbers, and which are words that say nothing of numbers.
void name_kinds(TableStart& table) {
    table.marks.numeric.clear();
    table.marks.words.clear();
    for (std::size_t c = 0; c < table.mapping.columns.size(); ++c)
        (is_numeric(table.mapping.columns[c].use) ? table.marks.numeric : table.marks.words).push_back(c);
    table.marks.settle();
}

Expected<void> map(TableStart& table, const ModelRule& rule, Questions* questions) {
    const TableHead& head = table.head;
    auto mapped =
        map_columns(facts_of(head, table.marks.columns, table.nulls), rule, false, table.source.name(),
                    questions);
    if (!mapped) return std::unexpected(mapped.error());
    ModelMapping& mapping = table.mapping;
    mapping.file = table.source.name();
    mapping.program = head.program;
    mapping.encoding = table.source.encoding();
    mapping.delimiter = head.delimiter;
    mapping.header_line = head.header_line;
    mapping.columns = std::move(*mapped);
    mapping.preview.assign(head.sample.begin(), head.sample.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                          head.sample.size(), rows_shown)));
    // XC with XINC and IJK is Datamine's, whatever else stands there.
    for (const ModelColumn& column : mapping.columns)
        if (column.use == ColumnUse::definition && (column.name == "ijk" || column.name == "xmorig") &&
            mapping.program == "table")
            mapping.program = "Datamine";
    table.indexed = std::ranges::none_of(
        mapping.columns, [](const ModelColumn& column) { return column.use == ColumnUse::place; });
    table.length_unit = length_unit_of(head, mapping);
    const auto stated = base::length_unit(table.length_unit).value_or(base::LengthUnit::metre);
    switch (rule.length_unit) {
        case blocks::ModelLength::detect:
            table.length = stated;
            break;
        case blocks::ModelLength::metre:
            table.length = base::LengthUnit::metre;
            break;
        case blocks::ModelLength::foot:
            table.length = stated == base::LengthUnit::survey_foot ? stated : base::LengthUnit::foot;
            break;
        case blocks::ModelLength::survey_foot:
            table.length = base::LengthUnit::survey_foot;
            break;
    }
    return {};
}

Expected<TableStart> read_start(TableSource&& source, const ModelRule& rule, bool start_only,
                                const base::Progress& progress, Questions* questions = nullptr) {
    auto head =
        read_table_head(source.start(), source.more(), source.name(), rule, delimiter_of(source), questions);
    if (!head) return std::unexpected(head.error());
    const base::NumberStyle style{rule.decimal_mark, rule.thousands_mark};
    if (auto fine = check_marks(style, "model."); !fine) return std::unexpected(fine.error());
    TableStart table;
    table.source = std::move(source);
    table.head = std::move(*head);
    table.nulls = null_codes(rule);
    table.rule = rule;
    table.marks = marks_of_sample(table.head, table.source, style);
    if (auto mapped = map(table, rule, questions); !mapped) return std::unexpected(mapped.error());
    name_kinds(table);
    table.set_columns();
    if (table.marks.check()) return table;
    // The sample leaves it open. All there is decides, unless that is what was looked at.
    const bool all = table.source.more().empty() && table.source.start_bytes() >= table.source.bytes() &&
                     static_cast<std::int64_t>(table.head.sample.size()) < 2000;
    if (start_only && !all) return table;
    if (auto settled = settle_by_all(table, progress); !settled) {
        if (questions == nullptr || settled.error().kind == base::ErrorKind::cancelled)
            return std::unexpected(settled.error());
        questions->push_back(settled.error());
    }
    return table;
}

}  // namespace

void TableStart::set_columns() {
    mapping.decimal_comma = marks.decimal_comma();
    columns = scan_columns(head, mapping, marks.columns, rule, indexed, length);
}

Expected<TableStart> open_table_start(const ModelRule& rule, const std::string& path, bool start_only,
                                      const base::Progress& progress, Questions* questions) {
    TableWish wish{path, rule.element, rule.encoding, start_only, {}};
    wish.fits = [&](std::string_view start) {
        return read_table_head(start, {}, path, rule, '\t').has_value();
    };
    auto source = TableSource::open(wish, progress);
    if (!source) return std::unexpected(source.error());
    return read_start(std::move(*source), rule, start_only, progress, questions);
}

Expected<TableStart> reopen_table_start(TableSource&& source, std::string_view bytes, const ModelRule& rule,
                                        const base::Progress& progress) {
    if (auto judged = source.judge_by(bytes, rule.encoding); !judged) return std::unexpected(judged.error());
    return read_start(std::move(source), rule, false, progress);
}

Expected<void> settle_by_all(TableStart& table, const base::Progress& progress) {
    auto seen = whole_evidence(table.head, table.source, progress);
    if (!seen) return std::unexpected(seen.error());
    table.marks.seen = std::move(*seen);
    table.marks.settle();
    table.set_columns();
    return table.marks.check();
}

}  // namespace orelens::io
