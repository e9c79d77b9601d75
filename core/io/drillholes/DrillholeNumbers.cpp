// How the numbers of a drillhole table are read: marks by the evidence in each column, units by its role.
#include <algorithm>
#include <array>

#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/NumberStyles.h"

namespace orelens::io {
namespace {

using drilling::Finding;

bool is_text(const std::string& role) {
    return role == "hole" || role == "code" || role == "type" || role == "method" || role == "date";
}

std::string name_of(char mark) {
    return mark == 0 ? "?" : std::string(1, mark);
}

}  // namespace

base::LengthUnit length_unit_of(const OpenTable& table, std::string_view role,
                                const drilling::ImportRule& rule) {
    if (rule.length_unit) return *rule.length_unit;
    const auto said = said_length_unit(table, role);
    return said.value_or(base::LengthUnit::metre);
}

std::optional<base::LengthUnit> said_length_unit(const OpenTable& table, std::string_view role) {
    const auto own = table.columns.find(std::string(role));
    if (own != table.columns.end())
        if (const auto stated = stated_length_unit(table, own->second)) return stated;
    // Elevations in feet beside a metric grid are a habit of whole countries: x and y say nothing of each
    // other's unit through z.
    static constexpr std::array<std::string_view, 2> plan{"x", "y"};
    static constexpr std::array<std::string_view, 4> depths{"from", "to", "length", "depth"};
    const auto of_any = [&](const auto& roles) -> std::optional<base::LengthUnit> {
        if (role != "z" && std::ranges::find(roles, role) == roles.end()) return std::nullopt;
        for (const std::string_view other : roles) {
            const auto column = table.columns.find(std::string(other));
            if (column == table.columns.end()) continue;
            if (const auto stated = stated_length_unit(table, column->second)) return stated;
        }
        return std::nullopt;
    };
    const auto of_plan = of_any(plan);
    return of_plan || role == "z" ? of_plan : of_any(depths);
}

base::Expected<void> settle_numbers(OpenTable& table, const drilling::ImportRule& rule,
                                    const std::vector<GradeSource>& grades, std::vector<Finding>& findings) {
    const auto styles = number_styles(rule, table.mapping.table, table.file, table.csv.headers);
    if (!styles) return std::unexpected(styles.error());
    if (auto fine = check_marks(styles->table, "drillholes."); !fine) return fine;
    std::vector<std::size_t> numbers, texts;
    table.cells.assign(table.csv.headers.size(), {});
    for (const auto& [role, column] : table.columns) {
        (is_text(role) ? texts : numbers).push_back(column);
        if (role == "azimuth" || role == "dip")
            table.cells[column].angle = true;
        else if (role == "density")
            table.cells[column].density = table.density->unit;
        else if (!is_text(role))
            table.cells[column].length = length_unit_of(table, role, rule);
        // Shown, and compared among the tables of a drilling.
        if (const auto said = said_length_unit(table, role); said && table.cells[column].length)
            table.mapping.units[role] = base::symbol(*said);
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
    about.marks_of = "drillholes.decimal_mark_of";
    about.name = table.mapping.table;
    std::vector<ColumnMarks> marks = settle_marks(about, table.seen, styles->table, texts);
    for (const auto& [column, style] : styles->columns) marks[column] = settle_marks(about, table.seen, style, texts)[column];
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
