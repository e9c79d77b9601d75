#include "core/project/PriceHistoryFile.h"

#include <algorithm>
#include <charconv>

#include "core/io/text/ReadTable.h"
#include "core/io/text/StrayCells.h"

namespace orelens::project {
namespace {

/// No commodity is quoted as high in any unit and currency; sums of such prices stay finite.
constexpr double most_price = 1e15;

}  // namespace

base::Expected<std::vector<economics::PastPrice>> read_price_history(const std::string& file,
                                                                     const std::string& commodity) {
    const auto table = io::read_table(file);
    if (!table) return std::unexpected(table.error());
    auto column = std::ranges::find(table->headers, commodity);
    if (column == table->headers.end()) column = std::ranges::find(table->headers, "price");
    if (column == table->headers.end() || column == table->headers.begin())
        return base::fail(base::ErrorKind::data, base::Message("price_history.no_column", {{"commodity", commodity}}),
                          {.file = file, .row = table->header_line});
    const auto at = static_cast<std::size_t>(column - table->headers.begin());
    if (const auto again = std::find(column + 1, table->headers.end(), *column); again != table->headers.end())
        return base::fail(base::ErrorKind::data, base::Message("price_history.column_twice", {{"column", *column}}),
                          {.file = file, .row = table->header_line, .column = again - table->headers.begin() + 1, .field = *column});
    if (auto straight = io::no_cell_beyond(*table); !straight) return std::unexpected(straight.error());
    std::vector<economics::PastPrice> past;
    io::CsvFields fields;
    for (const io::CsvRecord& record : table->records) {
        fields.split(*table, record);
        const std::string text(fields[at]);
        if (text.empty()) continue;  // no price on that day
        double price = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), price);
        if (error != std::errc() || end != text.data() + text.size() || !(price > 0 && price <= most_price))
            return base::fail(base::ErrorKind::data, base::Message("price_history.no_number", {{"value", text}}),
                              {.file = file, .row = record.line, .field = *column});
        past.push_back({std::string(fields[0]), price});
    }
    if (past.empty())
        return base::fail(base::ErrorKind::data, base::Message("price_history.none", {{"column", *column}}),
                          {.file = file, .row = table->header_line, .field = *column});
    return past;
}

}  // namespace orelens::project
