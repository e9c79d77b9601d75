#include "app/cli/TextTable.h"

#include <algorithm>

#include "core/base/Printable.h"

namespace orelens::cli {
namespace {

/// Columns a text takes on a terminal.
std::size_t width_of(const std::string& text) {
    std::size_t width = 0;
    for (std::size_t n = 0; n < text.size(); ++n) {
        const auto c = static_cast<unsigned char>(text[n]);
        if ((c & 0xC0) == 0x80) continue;
        // Three-byte characters from U+2E80 on are CJK, kana, hangul and full-width forms.
        const bool wide =
            c >= 0xF0 || (c >= 0xE3 && c <= 0xED) || c == 0xEF ||
            (c == 0xE2 && n + 1 < text.size() && static_cast<unsigned char>(text[n + 1]) >= 0xBA);
        width += wide ? 2 : 1;
    }
    return width;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::string space(width - std::min(width, width_of(text)), ' ');
    return right ? space + text : text + space;
}

/// Cells hold what files and recipes hold: nothing in them may speak to the terminal.
TextTable shown(TextTable table) {
    const auto plain = [](std::vector<std::string>& cells) {
        for (std::string& cell : cells) cell = base::printable(cell);
    };
    plain(table.header);
    for (auto& row : table.rows) plain(row);
    return table;
}

}  // namespace

std::string to_text(const TextTable& written) {
    const TextTable table = shown(written);
    std::vector<std::size_t> widths;
    for (const std::string& title : table.header) widths.push_back(width_of(title));
    for (const auto& row : table.rows)
        for (std::size_t n = 0; n < row.size() && n < widths.size(); ++n)
            widths[n] = std::max(widths[n], width_of(row[n]));
    std::string out;
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t n = 0; n < cells.size() && n < widths.size(); ++n)
            text +=
                (n == 0 ? "" : "  ") + padded(cells[n], widths[n], n < table.right.size() && table.right[n]);
        while (text.ends_with(' ')) text.pop_back();
        out += text + "\n";
    };
    line(table.header);
    for (const auto& row : table.rows) line(row);
    return out;
}

}  // namespace orelens::cli
