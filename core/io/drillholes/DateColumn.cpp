#include "core/io/drillholes/DateColumn.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

#include "core/io/drillholes/HeaderWords.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::DateOrder;

constexpr std::array orders{DateOrder::day_first, DateOrder::month_first, DateOrder::year_first};

struct Part {
    int value = 0;
    std::size_t digits = 0;
};

/// A date cut up; `month` where it stands in words.
struct Pieces {
    std::vector<Part> parts;
    int month = 0;
    std::optional<double> serial;  ///< days since 1970
    double time = 0;               ///< share of a day
    /// Three numbers, none of which is a year of four digits in front.
    [[nodiscard]] bool open() const { return parts.size() == 3 && parts[0].digits <= 2; }
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<double> days_of(int year, int month, int day) {
    if (year < 1900 || year > 2100 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return std::nullopt;
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

int month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> names{"january", "february", "march",     "april",
                                                            "may",     "june",     "july",      "august",
                                                            "september", "october", "november", "december"};
    if (word == "sept") return 9;
    for (std::size_t n = 0; n < names.size(); ++n)
        if (word.size() >= 3 && (word == names[n] || word == names[n].substr(0, 3))) return static_cast<int>(n) + 1;
    return 0;
}

/// Cuts "… 10:30:15" or "…T10:30 pm" off; false where a colon stands in something else.
bool take_time(std::string& text, double& time) {
    const std::size_t colon = text.find(':');
    if (colon == text.npos) return true;
    std::size_t start = colon;
    while (start > 0 && is_digit(text[start - 1])) --start;
    std::array<double, 3> parts{};
    const char* at = text.data() + start;
    const char* const end = text.data() + text.size();
    for (std::size_t n = 0; n < parts.size(); ++n) {
        const auto [stop, code] = std::from_chars(at, end, parts[n], std::chars_format::fixed);
        if (code != std::errc()) return false;
        at = stop;
        if (at == end || *at != ':') break;
        ++at;
    }
    std::string_view tail(at, static_cast<std::size_t>(end - at));
    while (tail.starts_with(' ')) tail.remove_prefix(1);
    if (tail == "pm" && parts[0] < 12) parts[0] += 12;
    if (tail == "am" && parts[0] == 12) parts[0] = 0;
    if (!tail.empty() && tail != "am" && tail != "pm" && tail != "z") return false;
    if (parts[0] > 24 || parts[1] >= 60 || parts[2] >= 60) return false;
    time = (parts[0] + parts[1] / 60 + parts[2] / 3600) / 24;
    if (start > 0 && text[start - 1] == 't') --start;
    text.resize(start);
    return true;
}

/// A number alone: a date written as 20210131, or the serial number of a spreadsheet.
std::optional<Pieces> of_number(std::string_view text) {
    double value = 0;
    const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    Pieces out;
    constexpr double first_serial = 20000, beyond_serials = 75000;  // of 1954 and 2105
    constexpr double serial_of_1970 = 25569;
    if (text.size() == 8 && std::ranges::all_of(text, is_digit)) {
        const int whole = static_cast<int>(value);
        out.parts = {{whole / 10000, 4}, {whole / 100 % 100, 2}, {whole % 100, 2}};
    } else if (value >= first_serial && value < beyond_serials) {
        out.serial = value - serial_of_1970;
    }
    return out;
}

std::string plain(std::string_view cell) {
    std::string text = lower(half_width(cell));
    for (const std::string_view sign : {"年", "月", "日", "号"})
        for (std::size_t at = text.find(sign); at != text.npos; at = text.find(sign)) text.replace(at, sign.size(), " ");
    const auto last = text.find_last_not_of(" \t");
    text.resize(last == text.npos ? 0 : last + 1);
    text.erase(0, std::min(text.size(), text.find_first_not_of(" \t")));
    return text;
}

/// Empty pieces for what is no date.
Pieces cut(std::string_view cell) {
    std::string text = plain(cell);
    Pieces out;
    if (!take_time(text, out.time)) return {};
    text.resize(std::min(text.size(), text.find_last_not_of(" ,") + 1));
    if (auto number = of_number(text)) {
        number->time = out.time;
        return *number;
    }
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (is_digit(text[at])) {
            while (end < text.size() && is_digit(text[end])) ++end;
            if (end - at > 4) return {};
            int value = 0;
            std::from_chars(text.data() + at, text.data() + end, value);
            out.parts.push_back({value, end - at});
        } else if (text[at] >= 'a' && text[at] <= 'z') {
            while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
            const int month = month_of(std::string_view(text).substr(at, end - at));
            if (month == 0 || out.month != 0) return {};
            out.month = month;
        } else if (std::string_view("-/. ,_").find(text[at]) == std::string_view::npos) {
            return {};
        }
        at = end;
    }
    return out;
}

std::optional<int> year_of(const Part& part) {
    if (part.digits == 4) return part.value;
    if (part.digits != 2) return std::nullopt;
    return part.value < 50 ? 2000 + part.value : 1900 + part.value;
}

std::optional<double> whole_days(const Pieces& date, DateOrder order) {
    if (date.serial) return date.serial;
    const std::vector<Part>& parts = date.parts;
    const auto made = [](const Part& year, int month, const Part& day) -> std::optional<double> {
        const auto known = year_of(year);
        return known && day.digits <= 2 ? days_of(*known, month, day.value) : std::nullopt;
    };
    if (date.month != 0) {
        if (parts.size() != 2) return std::nullopt;
        return parts[0].digits == 4 ? made(parts[0], date.month, parts[1]) : made(parts[1], date.month, parts[0]);
    }
    if (parts.size() != 3) return std::nullopt;
    if (!date.open()) return parts[0].digits == 4 ? made(parts[0], parts[1].value, parts[2]) : std::nullopt;
    if (order == DateOrder::day_first) return made(parts[2], parts[1].value, parts[0]);
    if (order == DateOrder::month_first) return made(parts[2], parts[0].value, parts[1]);
    if (order == DateOrder::year_first) return made(parts[0], parts[1].value, parts[2]);
    return std::nullopt;
}

/// What the cells of a column say about the order of their parts.
struct Evidence {
    std::array<std::int64_t, orders.size()> against{};  ///< line of the first cell that an order does not fit
    std::int64_t serial = 0, open = 0;                  ///< first lines
    std::string serial_text, open_text;
    std::vector<std::pair<std::int64_t, std::array<std::optional<double>, orders.size()>>> cells;
};

Evidence look(const CsvTable& table, std::size_t column, const base::Progress& progress) {
    Evidence out;
    CsvFields fields;
    for (std::size_t n = 0; n < table.records.size(); ++n) {
        if (n % 4096 == 0 && progress.cancelled()) return out;
        fields.split(table, table.records[n]);
        const Pieces date = cut(fields[column]);
        const std::int64_t line = table.records[n].line;
        if (date.serial && out.serial == 0) {
            out.serial = line;
            out.serial_text = fields[column];
        }
        if (!date.open()) continue;
        std::array<std::optional<double>, orders.size()> as;
        for (std::size_t o = 0; o < orders.size(); ++o) as[o] = whole_days(date, orders[o]);
        if (std::ranges::none_of(as, [](const auto& day) { return day.has_value(); })) continue;
        if (out.open == 0) {
            out.open = line;
            out.open_text = fields[column];
        }
        for (std::size_t o = 0; o < orders.size(); ++o)
            if (!as[o] && out.against[o] == 0) out.against[o] = line;
        out.cells.emplace_back(line, as);
    }
    return out;
}

std::unexpected<base::Error> refuse(const CsvTable& table, std::size_t column, std::int64_t line, Message what) {
    return base::fail(base::ErrorKind::data, std::move(what),
                      {.file = table.file, .row = line, .field = table.headers[column]},
                      Message("csv.date_order_fix"));
}

}  // namespace

std::optional<double> read_date(std::string_view cell, DateOrder order) {
    const Pieces date = cut(cell);
    const auto days = whole_days(date, order);
    return days ? std::optional(*days + date.time) : std::nullopt;
}

base::Expected<DateOrder> settle_date_order(const CsvTable& table, std::size_t column, DateOrder stated,
                                            const base::Progress& progress) {
    if (stated != DateOrder::detect) return stated;
    const Evidence seen = look(table, column, progress);
    if (progress.cancelled()) return base::cancelled();
    if (seen.open == 0) return DateOrder::day_first;  // no cell asks for it
    const std::string& header = table.headers[column];
    if (seen.serial != 0)
        return refuse(table, column, std::max(seen.serial, seen.open),
                      Message("csv.date_serials", {{"column", header},
                                                   {"row", std::to_string(seen.serial)},
                                                   {"serial", seen.serial_text},
                                                   {"other", std::to_string(seen.open)},
                                                   {"text", seen.open_text}}));
    std::vector<std::size_t> fitting;
    for (std::size_t o = 0; o < orders.size(); ++o)
        if (seen.against[o] == 0) fitting.push_back(o);
    if (fitting.empty())
        return refuse(table, column, std::max(seen.against[0], seen.against[1]),
                      Message("csv.date_contradict", {{"column", header},
                                                      {"day", std::to_string(seen.against[0])},
                                                      {"month", std::to_string(seen.against[1])}}));
    // Cells of one day in every reading leave nothing open.
    constexpr std::size_t most_rows = 5;
    std::vector<std::int64_t> rows;
    for (const auto& [line, as] : seen.cells)
        if (std::ranges::any_of(fitting, [&](std::size_t o) { return as[o] != as[fitting.front()]; }))
            rows.push_back(line);
    if (rows.empty()) return orders[fitting.front()];
    std::string list;
    for (std::size_t n = 0; n < std::min(most_rows, rows.size()); ++n)
        list += (n == 0 ? "" : ", ") + std::to_string(rows[n]);
    if (rows.size() > most_rows) list += ", …";
    return refuse(table, column, rows.front(),
                  Message("csv.date_open", {{"column", header}, {"text", seen.open_text}, {"rows", list}}));
}

}  // namespace orelens::io
