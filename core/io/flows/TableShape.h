// What every table of flows is held to, whoever reads it: each heading once, no cells beyond the headings, metals by their
// symbols, shares with % of either width. Internal to the folder.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/io/drillholes/ElementNames.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "core/io/text/StrayCells.h"

namespace orelens::io {

/// "Cu" of "cu" and "铜"; what names no metal as it is written.
inline std::string metal_name(const std::string& written) {
    const char* symbol = element_of(lower(written));
    return symbol != nullptr ? std::string(symbol) : written;
}
inline bool same_metal(const std::string& a, const std::string& b) {
    return a == b || metal_name(a) == metal_name(b);
}

/// A finite number, a share also as "50%" or "50％"; nothing for anything else.
inline std::optional<double> share_or_number(std::string_view cell) {
    bool percent = false;
    for (const std::string_view mark : {std::string_view("%"), std::string_view("％")})
        if (!percent && cell.ends_with(mark)) {
            cell = trimmed(cell.substr(0, cell.size() - mark.size()));
            percent = true;
        }
    const auto value = parse_number(cell);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    return percent ? *value / 100 : *value;
}

/// The first column whose heading stands before it already; `names` are what the headings mean, in small letters.
inline std::optional<base::Error> doubled_heading(const CsvTable& table, const std::vector<std::string>& names) {
    for (std::size_t c = 0; c < names.size(); ++c)
        for (std::size_t before = 0; before < c; ++before)
            if (!names[c].empty() && names[c] == names[before])
                return base::Error{base::ErrorKind::data,
                                   base::Message("flows.heading_twice", {{"column", table.headers[c]}, {"first", std::to_string(before + 1)}}),
                                   {.file = table.file, .row = table.header_line, .column = static_cast<std::int64_t>(c) + 1}, {}};
    return std::nullopt;
}

}  // namespace orelens::io
