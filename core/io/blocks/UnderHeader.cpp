#include "core/io/blocks/UnderHeader.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/io/blocks/ColumnNames.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

bool is_type_row(const std::vector<std::string>& fields) {
    static const std::set<std::string, std::less<>> types{
        "float", "double",    "short", "integer", "int",  "name", "n",      "c",    "r",
        "s",     "l",         "f",     "d",       "real", "text", "long",   "byte", "numeric",
        "date",  "character", "alpha", "string",  "char", "bool", "boolean"};
    std::size_t words = 0, known = 0;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (fields[n].empty() || (n == 0 && fields[n].find(' ') != std::string::npos)) continue;
        ++words;
        std::string type = lower(fields[n]);
        while (!type.empty() && (std::isdigit(static_cast<unsigned char>(type.back())) || type.back() == ':'))
            type.pop_back();
        known += types.contains(type) ? 1 : 0;
    }
    return words > 0 && known * 10 >= words * 8;
}

bool is_unit_row(const std::vector<std::string>& fields) {
    std::size_t words = 0, known = 0;
    for (const std::string& field : fields) {
        if (field.empty() || field == "-") continue;
        ++words;
        known += is_unit_word(field) ? 1 : 0;
    }
    return words > 0 && known * 2 >= words;
}

}  // namespace

bool UnderHeader::take(const TextLine& line) {
    const auto fields = line_fields(line.text, head_.delimiter);
    const std::string first = fields.empty() ? "" : lower(fields.front());
    if (first.starts_with("variable descr")) {
        take_units(fields);
        return named("Vulcan", line);
    }
    if (first.starts_with("variable type")) return types(fields, "Vulcan", line);
    if (first.starts_with("variable default")) return defaults(fields, line);
    const bool whole = fields.size() == head_.headers.size();
    if (whole && is_type_row(fields)) return types(fields, "", line);
    if (!head_.types.empty() && micromine(fields, line)) return true;
    // Numbers where the places are: a block, whatever else may be read as a unit (M, T, FT are codes too).
    if (whole && !places_.empty() && has_place(fields)) return false;
    if (whole && is_unit_row(fields)) {
        head_.units = fields;
        return pass(line);
    }
    if (whole && has_place(fields)) return false;
    // Neither places nor known: the defaults follow the types, descriptions go before them.
    if (!head_.types.empty() && head_.defaults.empty() && whole) return defaults(fields, line);
    return whole && head_.types.empty() && numbers_in(fields) * 5 <= fields.size() ? pass(line) : false;
}

/// Descriptions may end with a unit: "Cu.grade [%]".
void UnderHeader::take_units(const std::vector<std::string>& fields) {
    if (fields.size() != head_.headers.size() || !head_.units.empty()) return;
    std::vector<std::string> units(fields.size());
    bool any = false;
    for (std::size_t n = 0; n < fields.size(); ++n) {
        const std::size_t open = fields[n].rfind('['), close = fields[n].rfind(']');
        if (open == std::string::npos || close == std::string::npos || close < open) continue;
        const std::string unit = fields[n].substr(open + 1, close - open - 1);
        if (!column_unit(unit)) continue;
        units[n] = unit;
        any = true;
    }
    if (any) head_.units = std::move(units);
}

bool UnderHeader::has_place(const std::vector<std::string>& fields) const {
    return std::ranges::all_of(places_, [&](std::size_t column) { return loose_number(fields[column]); });
}

bool UnderHeader::pass(const TextLine& line) {
    head_.passed_lines.push_back(line.number);
    return true;
}

bool UnderHeader::named(const char* program, const TextLine& line) {
    head_.program = program;
    return pass(line);
}

bool UnderHeader::types(const std::vector<std::string>& fields, const char* program, const TextLine& line) {
    head_.types = fields;
    return *program != 0 ? named(program, line) : pass(line);
}

bool UnderHeader::defaults(const std::vector<std::string>& fields, const TextLine& line) {
    head_.defaults = fields;
    return pass(line);
}

/// Micromine: origin and parent size in turns, then the position of the block's point; then perhaps three
/// angles and the pivot.
bool UnderHeader::micromine(const std::vector<std::string>& fields, const TextLine& line) {
    const std::size_t numbers = numbers_in(fields);
    const bool first = !head_.stated.contains("parent") && fields.size() >= 7 && numbers >= 6 &&
                       (fields.size() == 7 || std::all_of(fields.begin() + 7, fields.end(),
                                                          [](const std::string& f) { return f.empty(); }));
    if (first && (head_.headers.size() != 7 || !loose_number(fields[6]))) {
        head_.program = "Micromine";
        head_.stated["parent"] = fields[1] + "," + fields[3] + "," + fields[5];
        head_.stated["position"] = fields[6];
        return pass(line);
    }
    const bool second =
        head_.stated.contains("parent") && fields.size() >= 6 && numbers == 6 && head_.headers.size() != 6 &&
        std::all_of(fields.begin() + 6, fields.end(), [](const auto& f) { return f.empty(); });
    return second ? pass(line) : false;
}

}  // namespace orelens::io
