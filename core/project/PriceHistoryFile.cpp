#include "core/project/PriceHistoryFile.h"

#include <algorithm>
#include <charconv>

#include "core/io/text/ReadTable.h"

namespace orelens::project {

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
    std::vector<economics::PastPrice> past;
    io::CsvFields fields;
    for (const io::CsvRecord& record : table->records) {
        fields.split(*table, record);
        const std::string text(fields[at]);
        if (text.empty()) continue;  // no price on that day
        double price = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), price);
        if (error != std::errc() || end != text.data() + text.size() || !(price > 0))
            return base::fail(base::ErrorKind::data, base::Message("price_history.no_number", {{"value", text}}),
                              {.file = file, .row = record.line, .field = *column});
        past.push_back({std::string(fields[0]), price});
    }
    return past;
}

}  // namespace orelens::project
