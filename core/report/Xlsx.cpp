// A workbook with one formatted sheet per table, by libxlsxwriter.
#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/report/Report.h"

namespace orelens::report {
namespace {

constexpr lxw_row_t sheet_rows = 1048576;
constexpr std::size_t filter_width = 4;       // characters that the button beside a unit takes
constexpr std::size_t longest_text = 32000;  // bytes; a cell holds 32 767 characters

/// Width on screen in Latin characters: Chinese characters take two.
std::size_t shown_width(const std::string& text) {
    std::size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) width += byte >= 0xE0 ? 2 : 1;
    }
    return width;
}

std::string fitted(const std::string& written) {
    const std::string text = base::printable_lines(written);
    if (text.size() <= longest_text) return text;
    std::size_t end = longest_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

/// Formats belong to the workbook and are made once.
class Formats {
  public:
    explicit Formats(lxw_workbook* book) : book_(book) {
        title = workbook_add_format(book);
        format_set_bold(title);
        format_set_font_size(title, 14);
        note = workbook_add_format(book);
        format_set_italic(note);
        format_set_font_color(note, 0x595959);
        header = workbook_add_format(book);
        format_set_bold(header);
        format_set_text_wrap(header);
        format_set_align(header, LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(header, 0xDCE6F1);
        format_set_top(header, LXW_BORDER_THIN);
        unit = workbook_add_format(book);
        format_set_font_color(unit, 0x595959);
        format_set_bg_color(unit, 0xDCE6F1);
        format_set_bottom(unit, LXW_BORDER_THIN);
        words = workbook_add_format(book);
        format_set_align(words, LXW_ALIGN_VERTICAL_TOP);
    }
    lxw_format* number(int digits) {
        auto& made = numbers_[digits];
        if (!made) {
            made = workbook_add_format(book_);
            const std::string pattern = digits < 0 ? "General"
                                        : digits == 0
                                            ? "#,##0"
                                            : "#,##0." + std::string(static_cast<std::size_t>(digits), '0');
            format_set_num_format(made, pattern.c_str());
            format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        }
        return made;
    }
    lxw_format* title = nullptr;
    lxw_format* note = nullptr;
    lxw_format* header = nullptr;
    lxw_format* unit = nullptr;
    lxw_format* words = nullptr;

  private:
    lxw_workbook* book_;
    std::map<int, lxw_format*> numbers_;
};

/// Sheet tabs: at most 31 characters, none of []:*?/\, no two alike.
std::string sheet_name(const Table& table, std::set<std::string>& taken) {
    std::string clean;
    std::size_t characters = 0;
    for (const char c : table.short_title.empty() ? table.id : table.short_title) {
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++characters > 28) break;
        clean += std::string("[]:*?/\\'").find(c) == std::string::npos ? c : '-';
    }
    std::string name = clean;
    for (int n = 2; !taken.insert(name).second; ++n) name = clean + " " + std::to_string(n);
    return name;
}

class Sheet {
  public:
    Sheet(lxw_workbook* book, Formats& formats, const Table& table, std::string name, base::Language language)
        : book_(book),
          formats_(formats),
          table_(table),
          name_(std::move(name)),
          language_(language),
          sheet_(workbook_add_worksheet(book, name_.c_str())) {}
    /// False: cancelled on the way.
    bool write(const base::Progress* progress);

  private:
    void head();
    bool body(const base::Progress* progress);
    void widths();
    void charts();
    void chart(const std::vector<std::size_t>& columns, lxw_row_t rows_below);
    void put(lxw_row_t row, lxw_col_t column, const Cell& cell, int digits);
    [[nodiscard]] std::size_t rows_that_fit() const {
        return std::min<std::size_t>(table_.rows.size(), sheet_rows - first_row_);
    }
    /// Rows from the first on which both columns hold numbers; a chart would draw text as zero.
    [[nodiscard]] std::size_t first_numeric(std::size_t x, std::size_t y) const;

    lxw_workbook* book_;
    Formats& formats_;
    const Table& table_;
    std::string name_;
    base::Language language_;
    lxw_worksheet* sheet_;
    lxw_row_t header_row_ = 0, first_row_ = 0;
};

void Sheet::head() {
    lxw_row_t row = 0;
    worksheet_write_string(sheet_, row++, 0, fitted(table_.title).c_str(), formats_.title);
    for (const std::string& note : table_.notes)
        worksheet_write_string(sheet_, row++, 0, fitted(note).c_str(), formats_.note);
    const std::size_t room = sheet_rows - row - 4;
    if (table_.rows.size() > room) {
        const base::Message cut("report.sheet_cut", {{"rows", fmt::format("{}", room)},
                                                     {"all", fmt::format("{}", table_.rows.size())}});
        worksheet_write_string(sheet_, row++, 0, base::text(cut, language_).c_str(), formats_.note);
    }
    header_row_ = row + 1;
    first_row_ = header_row_ + 2;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
        const auto column = static_cast<lxw_col_t>(c);
        worksheet_write_string(sheet_, header_row_, column, fitted(table_.columns[c].title).c_str(),
                               formats_.header);
        worksheet_write_string(sheet_, header_row_ + 1, column, fitted(table_.columns[c].unit).c_str(),
                               formats_.unit);
    }
    worksheet_set_row(sheet_, header_row_, 32, nullptr);
    worksheet_freeze_panes(sheet_, first_row_, 1);
    // Headed by the units row: the row above it is never sorted away either.
    if (!table_.columns.empty() && rows_that_fit() > 0)
        worksheet_autofilter(sheet_, header_row_ + 1, 0, first_row_ + static_cast<lxw_row_t>(rows_that_fit()) - 1,
                             static_cast<lxw_col_t>(table_.columns.size() - 1));
}

void Sheet::put(lxw_row_t row, lxw_col_t column, const Cell& cell, int digits) {
    if (const double* real = std::get_if<double>(&cell)) {
        if (std::isfinite(*real)) worksheet_write_number(sheet_, row, column, *real, formats_.number(digits));
    } else if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) {
        worksheet_write_number(sheet_, row, column, static_cast<double>(*whole), formats_.number(0));
    } else if (const std::string* text = std::get_if<std::string>(&cell)) {
        if (!text->empty())
            worksheet_write_string(sheet_, row, column, fitted(*text).c_str(), formats_.words);
    }
}

bool Sheet::body(const base::Progress* progress) {
    constexpr std::size_t rows_per_look = 256;
    for (std::size_t r = 0; r < rows_that_fit(); ++r) {
        if (progress != nullptr && r % rows_per_look == 0 && progress->cancelled()) return false;
        for (std::size_t c = 0; c < table_.rows[r].size(); ++c)
            put(first_row_ + static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), table_.rows[r][c],
                c < table_.columns.size() ? table_.columns[c].digits : 3);
    }
    return true;
}

/// As wide as the number is shown, without the thousands' separators.
std::string number_text(double value, int digits) {
    return digits < 0 ? base::number(value, 10) : fmt::format("{:.{}f}", value, digits);
}

void Sheet::widths() {
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
        // Headers wrap to two lines, so half of one is enough.
        std::size_t width =
            std::max(shown_width(table_.columns[c].title) / 2 + 2, shown_width(table_.columns[c].unit) + filter_width);
        for (std::size_t r = 0; r < std::min<std::size_t>(table_.rows.size(), 1000); ++r) {
            if (c >= table_.rows[r].size()) continue;
            const Cell& cell = table_.rows[r][c];
            if (const std::string* text = std::get_if<std::string>(&cell))
                width = std::max(width, shown_width(*text));
            else if (const double* real = std::get_if<double>(&cell))
                width = std::max(width, number_text(*real, table_.columns[c].digits).size() + 3);
            else if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell))
                width = std::max(width, std::to_string(*whole).size() + 3);
        }
        const auto column = static_cast<lxw_col_t>(c);
        worksheet_set_column(sheet_, column, column,
                             static_cast<double>(std::clamp<std::size_t>(width + 1, 9, 70)), nullptr);
    }
}

std::size_t Sheet::first_numeric(std::size_t x, std::size_t y) const {
    const auto is_number = [&](std::size_t row, std::size_t column) {
        const auto& cells = table_.rows[row];
        return column < cells.size() && (std::holds_alternative<double>(cells[column]) ||
                                         std::holds_alternative<std::int64_t>(cells[column]));
    };
    std::size_t first = rows_that_fit();
    while (first > 0 && is_number(first - 1, x) && is_number(first - 1, y)) --first;
    return first;
}

void Sheet::chart(const std::vector<std::size_t>& columns, lxw_row_t rows_below) {
    const std::size_t x = table_.plot->x;
    lxw_chart* chart = workbook_add_chart(book_, LXW_CHART_SCATTER_STRAIGHT);
    const auto axis_title = [&](std::size_t c) {
        const Column& column = table_.columns[c];
        return fitted(column.unit.empty() ? column.title : column.title + " [" + column.unit + "]");
    };
    const auto last = first_row_ + static_cast<lxw_row_t>(rows_that_fit()) - 1;
    bool drawn = false;
    for (const std::size_t y : columns) {
        const std::size_t from = first_numeric(x, y);
        if (from + 1 >= rows_that_fit()) continue;  // fewer than two points
        const auto first = first_row_ + static_cast<lxw_row_t>(from);
        lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
        chart_series_set_categories(series, name_.c_str(), first, static_cast<lxw_col_t>(x), last,
                                    static_cast<lxw_col_t>(x));
        chart_series_set_values(series, name_.c_str(), first, static_cast<lxw_col_t>(y), last,
                                static_cast<lxw_col_t>(y));
        chart_series_set_name(series, fitted(table_.columns[y].title).c_str());
        drawn = true;
    }
    if (!drawn) return;  // never inserted: the library frees it with the workbook
    chart_title_set_name(chart, fitted(table_.title).c_str());
    chart_axis_set_name(chart->x_axis, axis_title(x).c_str());
    chart_axis_set_name(chart->y_axis, axis_title(columns.front()).c_str());
    chart_axis_set_num_format(chart->x_axis, "General");
    chart_axis_set_num_format(chart->y_axis, "General");
    chart_legend_set_position(chart, columns.size() > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    lxw_chart_options size{};
    size.x_scale = 1.35;
    size.y_scale = 1.35;
    worksheet_insert_chart_opt(sheet_, last + rows_below, 0, chart, &size);
}

void Sheet::charts() {
    if (!table_.plot || rows_that_fit() < 2) return;
    if (!table_.plot->left.empty()) chart(table_.plot->left, 2);
    // The library has no second value axis, so what belongs there is a chart below the first.
    if (!table_.plot->right.empty()) chart(table_.plot->right, 24);
}

bool Sheet::write(const base::Progress* progress) {
    head();
    if (!body(progress)) return false;
    widths();
    charts();
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, header_row_, header_row_ + 1);
    return true;
}

/// Packing long tables takes seconds, in which the library cannot be stopped. It works in a thread of its
/// own, so that a cancel need not wait for it: what is half made then goes when the thread is done. `file`
/// goes with whoever holds it last.
base::Expected<lxw_error> pack(lxw_workbook* book, const std::shared_ptr<base::AtomicFile>& file,
                               const base::Progress* progress) {
    if (progress == nullptr) return workbook_close(book);
    std::promise<lxw_error> done;
    std::future<lxw_error> code = done.get_future();
    std::thread packing(
        [book, file, done = std::move(done)]() mutable { done.set_value(workbook_close(book)); });
    constexpr std::chrono::milliseconds look(20);
    while (code.wait_for(look) != std::future_status::ready) {
        if (!progress->cancelled()) continue;
        packing.detach();
        return base::cancelled();
    }
    packing.join();
    return code.get();
}

}  // namespace

base::Expected<void> write_xlsx(const std::vector<Table>& tables, const std::string& title,
                                const std::string& path, base::Language language, OlderResults older,
                                const base::Progress* progress) {
    if (auto fine = check_older(tables, older); !fine) return fine;
    const auto file = std::make_shared<base::AtomicFile>(path);
    // The library opens its file when it closes the book and prints on failure; an unwritable place is found
    // before.
    const bool writable = std::ofstream(file->temporary()).good();
    lxw_workbook* book = writable ? workbook_new(file->temporary().c_str()) : nullptr;
    if (!book)
        return base::fail(base::ErrorKind::file,
                          base::Message("report.cannot_write", {{"reason", std::strerror(errno)}}),
                          {.file = path});
    std::string own_title = fitted(title), comments = "Orelens";
    lxw_doc_properties properties{};
    properties.title = own_title.data();
    properties.comments = comments.data();
    workbook_set_properties(book, &properties);
    Formats formats(book);
    std::set<std::string> names;
    for (std::size_t n = 0; n < tables.size(); ++n) {
        const bool go_on = progress == nullptr || progress->report(0.5 * static_cast<double>(n) /
                                                                   static_cast<double>(tables.size()));
        if (go_on && Sheet(book, formats, tables[n], sheet_name(tables[n], names), language).write(progress))
            continue;
        lxw_workbook_free(book);
        return base::cancelled();
    }
    if (tables.empty()) workbook_add_worksheet(book, nullptr);
    const auto code = pack(book, file, progress);
    if (!code) return std::unexpected(code.error());
    if (*code != LXW_NO_ERROR)
        return base::fail(base::ErrorKind::file,
                          base::Message("report.cannot_write", {{"reason", lxw_strerror(*code)}}),
                          {.file = path});
    if (progress != nullptr && !progress->report(1)) return base::cancelled();
    return file->commit();
}

}  // namespace orelens::report
