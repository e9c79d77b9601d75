#include "core/io/blocks/ColumnStatements.h"

#include <algorithm>
#include <array>

#include "core/drilling/Rules.h"
#include "core/io/blocks/ColumnRoles.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using blocks::ModelRule;

/// Roles that one column has, in the order of ColumnChoice.
const std::array<std::string ModelRule::*, 14> single{
    &ModelRule::x,       &ModelRule::y,       &ModelRule::z,          &ModelRule::i,       &ModelRule::j,
    &ModelRule::k,       &ModelRule::size_x,  &ModelRule::size_y,     &ModelRule::size_z,  &ModelRule::density,
    &ModelRule::tonnage, &ModelRule::volume,  &ModelRule::proportion, &ModelRule::excluded};
const std::array<std::string ModelRule::*, 3> lists{&ModelRule::categories, &ModelRule::numbers,
                                                    &ModelRule::leave_out};

bool same(const std::string& a, const std::string& b) {
    return lower(trimmed(a)) == lower(trimmed(b));
}

void without(std::string& list, const std::string& header) {
    std::string kept;
    for (const std::string& item : drilling::list_items(list))
        if (!same(item, header)) kept += (kept.empty() ? "" : "; ") + item;
    list = kept;
}

void with(std::string& list, const std::string& header) {
    without(list, header);
    list += (list.empty() ? "" : "; ") + header;
}

std::string grade_item(const StatedGrade& grade) {
    return grade.name + "=" + grade.header + (grade.unit.empty() ? "" : "[" + grade.unit + "]");
}

std::string grade_list(const std::vector<StatedGrade>& grades) {
    std::string list;
    for (const StatedGrade& grade : grades) list += (list.empty() ? "" : "; ") + grade_item(grade);
    return list;
}

/// The grades as they are, stated or guessed; what states one states all.
std::vector<StatedGrade> grades_now(const ModelRule& rule, const ModelMapping& now) {
    if (const auto stated = stated_grades(rule); stated && !stated->empty()) return *stated;
    std::vector<StatedGrade> grades;
    for (const ModelColumn& column : now.columns)
        if (column.use == ColumnUse::grade) grades.push_back({column.name, column.header, ""});
    return grades;
}

/// Nothing is said any more of what the column is.
void forget(ModelRule& rule, const std::string& header) {
    for (const auto member : single)
        if (same(rule.*member, header)) (rule.*member).clear();
    for (const auto list : lists) without(rule.*list, header);
    if (auto stated = stated_grades(rule); stated && !stated->empty()) {
        std::erase_if(*stated, [&](const StatedGrade& grade) { return same(grade.header, header); });
        rule.grades = grade_list(*stated);
    }
}

}  // namespace

const std::vector<std::string>& column_choice_ids() {
    static const std::vector<std::string> ids{"x",          "y",        "z",       "i",        "j",      "k",
                                              "size_x",     "size_y",   "size_z",  "density",  "tonnage", "volume",
                                              "proportion", "excluded", "grade",   "category", "number",  "unused"};
    return ids;
}

std::optional<ColumnChoice> choice_of(const ModelColumn& column) {
    switch (column.use) {
        case ColumnUse::place:
        case ColumnUse::index:
        case ColumnUse::size: {
            const auto found = std::ranges::find(column_choice_ids(), column.name);
            return static_cast<ColumnChoice>(found - column_choice_ids().begin());
        }
        case ColumnUse::density:
            return ColumnChoice::density;
        case ColumnUse::tonnage:
            return ColumnChoice::tonnage;
        case ColumnUse::volume:
            return ColumnChoice::volume;
        case ColumnUse::proportion:
            return ColumnChoice::proportion;
        case ColumnUse::excluded:
            return ColumnChoice::excluded;
        case ColumnUse::grade:
            return ColumnChoice::grade;
        case ColumnUse::category:
            return ColumnChoice::category;
        case ColumnUse::number:
            return ColumnChoice::number;
        case ColumnUse::unused:
            return ColumnChoice::unused;
        case ColumnUse::definition:
            break;
    }
    return std::nullopt;
}

bool can_be_stated(const std::string& header) {
    return !trimmed(header).empty() && header.find_first_of(";=[]|") == std::string::npos && header != "-";
}

void state_choice(ModelRule& rule, const ModelMapping& now, const std::string& header, ColumnChoice choice) {
    const std::vector<StatedGrade> before = grades_now(rule, now);
    forget(rule, header);
    switch (choice) {
        case ColumnChoice::grade: {
            std::vector<StatedGrade> grades = before;
            std::erase_if(grades, [&](const StatedGrade& grade) { return same(grade.header, header); });
            const AssayHeader read = read_assay_header(header);
            grades.push_back({read.element ? read.name : std::string(trimmed(header)), header, ""});
            rule.grades = grade_list(grades);
            return;
        }
        case ColumnChoice::category:
            return with(rule.categories, header);
        case ColumnChoice::number:
            return with(rule.numbers, header);
        case ColumnChoice::unused:
            return with(rule.leave_out, header);
        default:
            rule.*single.at(static_cast<std::size_t>(choice)) = header;
    }
}

void state_grade(ModelRule& rule, const ModelMapping& now, const std::string& header, const std::string& name,
                 const std::string& unit) {
    std::vector<StatedGrade> grades = grades_now(rule, now);
    for (StatedGrade& grade : grades)
        if (same(grade.header, header)) {
            grade.name = trimmed(name).empty() ? grade.name : std::string(trimmed(name));
            grade.unit = unit;
        }
    rule.grades = grade_list(grades);
}

void state_mean(ModelRule& rule, const std::string& header, bool by_mass) {
    if (by_mass)
        with(rule.by_mass, header);
    else
        without(rule.by_mass, header);
}

void state_nulls(ModelRule& rule, const std::string& header, const std::string& codes) {
    std::string all;
    for (std::string part = codes; !part.empty();) {
        const std::size_t end = std::min(part.find_first_of("|;"), part.size());
        const std::string code(trimmed(std::string_view(part).substr(0, end)));
        if (!code.empty()) all += (all.empty() ? "" : "|") + code;
        part = end < part.size() ? part.substr(end + 1) : "";
    }
    std::string list;
    for (const ColumnNulls& one : column_nulls(rule)) {
        if (same(one.header, header)) continue;
        std::string item = one.header + "=";
        for (std::size_t n = 0; n < one.codes.size(); ++n) item += (n > 0 ? "|" : "") + one.codes[n];
        list += (list.empty() ? "" : "; ") + item;
    }
    if (!all.empty()) list += (list.empty() ? "" : "; ") + header + "=" + all;
    rule.column_nulls = list;
}

std::string stated_nulls(const ModelRule& rule, const std::string& header) {
    std::string out;
    for (const ColumnNulls& one : column_nulls(rule))
        if (same(one.header, header))
            for (const std::string& code : one.codes) out += (out.empty() ? "" : "; ") + code;
    return out;
}

}  // namespace orelens::io
