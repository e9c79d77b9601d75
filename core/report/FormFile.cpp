#include "core/report/FormFile.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "core/base/AtomicFile.h"
#include "core/io/orebodies/OrebodyFile.h"

namespace orelens::report {
namespace {

using base::ErrorKind;
using base::Message;
using Rows = std::vector<std::vector<std::string>>;

std::string extension_of(const std::string& path) {
    std::string end = std::filesystem::path(path).extension().string();
    std::ranges::transform(end, end.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return end;
}

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string csv_of(const Rows& rows) {
    std::string text = "\xEF\xBB\xBF";
    const std::size_t width = rows.empty() ? 0 : rows.front().size();
    for (const auto& row : rows) {
        for (std::size_t c = 0; c < std::max(width, row.size()); ++c) {
            if (c > 0) text += ",";
            if (c < row.size()) text += quoted(row[c]);
        }
        text += "\r\n";
    }
    return text;
}

std::optional<double> number_of(const std::string& cell) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size()) return std::nullopt;
    return value;
}

/// Signs that stand twice as wide in a sheet count twice.
double width_of(const std::string& words) {
    double width = 0;
    for (const char c : words) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) width += byte < 0x80 ? 1 : 2;
    }
    return width;
}

base::Expected<void> write_workbook(const Rows& rows, const std::string& sheet, const std::string& path) {
    base::AtomicFile file(path);
    // The library opens its file when it closes the book; an unwritable place is found before.
    const bool writable = std::ofstream(file.temporary()).good();
    lxw_workbook* book = writable ? workbook_new(file.temporary().c_str()) : nullptr;
    if (book == nullptr) return base::fail(ErrorKind::file, Message("report.cannot_write", {{"reason", std::strerror(errno)}}), {.file = path});
    lxw_worksheet* page = workbook_add_worksheet(book, sheet.c_str());
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const std::string& cell = rows[r][c];
            const auto at_row = static_cast<lxw_row_t>(r);
            const auto at = static_cast<lxw_col_t>(c);
            if (r == 0) worksheet_set_column(page, at, at, std::max(8.0, width_of(cell) + 2), nullptr);
            if (cell.empty()) continue;
            if (const auto value = r == 0 ? std::nullopt : number_of(cell))
                worksheet_write_number(page, at_row, at, *value, nullptr);
            else
                worksheet_write_string(page, at_row, at, cell.c_str(), r == 0 ? bold : nullptr);
        }
    worksheet_freeze_panes(page, 1, 1);
    if (const lxw_error code = workbook_close(book); code != LXW_NO_ERROR)
        return base::fail(ErrorKind::file, Message("report.cannot_write", {{"reason", lxw_strerror(code)}}), {.file = path});
    return file.commit();
}

}  // namespace

base::Expected<void> write_form(const Rows& rows, const std::string& sheet, const std::string& path) {
    const std::string extension = extension_of(path);
    if (extension == ".csv") return base::write_text_file(path, csv_of(rows));
    if (extension == ".xlsx") return write_workbook(rows, sheet, path);
    return base::fail(ErrorKind::usage, Message("report.form.extension"), {.file = path});
}

base::Expected<void> write_orebody_form(base::Language language, bool with_costs, const std::string& path) {
    return write_form(io::orebody_template(language, with_costs), base::text("report.form.orebodies", language), path);
}

}  // namespace orelens::report
