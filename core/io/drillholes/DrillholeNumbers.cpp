// How the numbers of a drillhole table are read: marks by the evidence in each column, units by its role.
#include <algorithm>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {
namespace {

using drilling::Finding;

bool is_text(const std::string& role) {
    return role == "hole" || role == "code" || role == "type" || role == "method";
}

std::string name_of(char mark) {
    return mark == 0 ? "?" : std::string(1, mark);
}

}  // namespace

base::Expected<void> settle_numbers(OpenTable& table, const drilling::ImportRule& rule,
                                    const std::vector<GradeSource>& grades, std::vector<Finding>& findings) {
    const base::NumberStyle style{rule.decimal_mark, rule.thousands_mark};
    if (auto fine = check_marks(style, "drillholes."); !fine) return fine;
    std::vector<std::size_t> numbers, texts;
    table.cells.assign(table.csv.headers.size(), {});
    for (const auto& [role, column] : table.columns) {
        (is_text(role) ? texts : numbers).push_back(column);
        if (role == "azimuth" || role == "dip")
            table.cells[column].angle = true;
        else
            table.cells[column].length = rule.length_unit;
    }
    for (const GradeSource& grade : grades) {
        numbers.push_back(grade.column);
        table.cells[grade.column].length.reset();
        table.cells[grade.column].grade = grade.unit;
        if (!grade.over) continue;
        numbers.push_back(grade.over->column);
        table.cells[grade.over->column].length.reset();
        table.cells[grade.over->column].grade = grade.over->unit;
    }
    std::sort(numbers.begin(), numbers.end());
    MarkTable about(table.csv);
    const std::vector<ColumnMarks> marks = settle_marks(about, table.seen, style, texts);
    for (const std::size_t column : numbers) {
        const ColumnMarks& each = marks[column];
        table.cells[column].marks = each.marks;
        if (!each.seen) continue;
        std::string& written = table.mapping.marks[table.csv.headers[column]];
        written = name_of(each.reason == MarkReason::unclear ? char{0} : each.marks.decimal);
        if (each.marks.group != 0) written += each.marks.group;
    }
    list_unused(table, grades);
    if (auto fine = unclear_marks(about, marks, numbers, "drillholes."); !fine) return fine;
    about.file = table.file;  // findings name it as the rule does
    for (const std::size_t column : numbers)
        for (Finding& finding : mark_findings(about, column, marks[column], table.seen[column],
                                              table.csv.header_line, "drillholes."))
            findings.push_back(std::move(finding));
    return {};
}

}  // namespace orelens::io
