#include "core/io/drillholes/NumberStyles.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "core/drilling/DipSign.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::DecimalMark;
using base::Message;

struct MarkOf {
    std::string table, column;  ///< as written; no column = the whole table
    DecimalMark mark = DecimalMark::detect;
};

base::Expected<std::vector<MarkOf>> marks_of(const std::string& list) {
    std::vector<MarkOf> out;
    for (const std::string& item : drilling::list_items(list)) {
        const std::size_t sign = item.rfind('=');
        const std::string_view written = sign == std::string::npos ? "" : trimmed(std::string_view(item).substr(sign + 1));
        const std::string_view name = trimmed(std::string_view(item).substr(0, sign));
        const std::size_t colon = name.find(':');
        MarkOf one{std::string(trimmed(name.substr(0, colon))),
                   colon == std::string_view::npos ? "" : std::string(trimmed(name.substr(colon + 1))),
                   written == "point" ? DecimalMark::point : DecimalMark::comma};
        if (one.table.empty() || (written != "point" && written != "comma") ||
            (colon != std::string_view::npos && one.column.empty()))
            return base::fail(base::ErrorKind::usage, Message("csv.marks_of_bad", {{"item", item}}),
                              {.field = "drillholes.decimal_mark_of"}, Message("csv.marks_of_bad_fix"));
        out.push_back(std::move(one));
    }
    return out;
}

bool fits(const MarkOf& one, const std::string& table, const std::string& file) {
    static constexpr std::array<std::string_view, 6> tables{"collar", "survey", "assay", "lithology", "points", "density"};
    if (std::ranges::find(tables, one.table) != tables.end()) return one.table == table;
    return drilling::name_fits(one.table, std::filesystem::path(file).filename().string());
}

}  // namespace

base::Expected<NumberStyles> number_styles(const drilling::ImportRule& rule, const std::string& table, const std::string& file,
                                           const std::vector<std::string>& headers) {
    NumberStyles out{{rule.decimal_mark, rule.thousands_mark}, {}};
    const auto stated = marks_of(rule.decimal_mark_of);
    if (!stated) return std::unexpected(stated.error());
    for (const MarkOf& one : *stated) {
        if (!fits(one, table, file)) continue;
        base::NumberStyle style{one.mark, rule.thousands_mark};
        const auto same = one.mark == DecimalMark::comma ? base::ThousandsMark::comma : base::ThousandsMark::point;
        if (style.thousands == same) style.thousands = base::ThousandsMark::detect;
        if (one.column.empty()) out.table = style;
        for (std::size_t c = 0; c < headers.size(); ++c)
            if (!one.column.empty() && lower(headers[c]) == lower(one.column)) out.columns[c] = style;
    }
    return out;
}

base::Expected<void> check_number_styles(const drilling::ImportRule& rule, const std::vector<TableMapping>& read) {
    const auto stated = marks_of(rule.decimal_mark_of);
    if (!stated) return std::unexpected(stated.error());
    for (const MarkOf& one : *stated) {
        const bool met = std::ranges::any_of(read, [&](const TableMapping& mapping) {
            return fits(one, mapping.table, mapping.file) &&
                   (one.column.empty() || std::ranges::any_of(mapping.headers, [&](const std::string& header) {
                        return lower(header) == lower(one.column);
                    }));
        });
        if (!met)
            return base::fail(base::ErrorKind::usage,
                              Message("csv.marks_of_none", {{"name", one.table + (one.column.empty() ? "" : ":") + one.column}}),
                              {.field = "drillholes.decimal_mark_of"}, Message("csv.marks_of_bad_fix"));
    }
    return {};
}

}  // namespace orelens::io
