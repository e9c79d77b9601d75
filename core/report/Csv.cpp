#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/report/Report.h"

namespace orelens::report {
namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with(' ') && !text.ends_with(' '))
        return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string written(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell))
        // The makers of tables write infinities in signs; whoever forgets must not put "-inf" into a file.
        return std::isfinite(*real) ? fmt::format("{}", *real)
               : std::isnan(*real)  ? ""
               : *real > 0          ? "∞"
                                    : "−∞";
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
    if (const std::string* text = std::get_if<std::string>(&cell)) return quoted(*text);
    return "";
}

}  // namespace

std::string table_to_csv(const Table& table) {
    std::string out;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const Column& column = table.columns[c];
        out += (c ? "," : "") +
               quoted(column.unit.empty() ? column.title : column.title + " [" + column.unit + "]");
    }
    out += "\n";
    for (const auto& row : table.rows) {
        for (std::size_t c = 0; c < row.size(); ++c) out += (c ? "," : "") + written(row[c]);
        out += "\n";
    }
    return out;
}

namespace {
/// A CSV file has no place for a note: its name tells what its numbers cannot.
std::string file_stem(const Table& table) {
    return table.older ? table.id + ".older" : table.id;
}
}  // namespace

std::vector<std::string> csv_table_files(const std::vector<Table>& tables) {
    std::vector<std::string> files;
    for (const Table& table : tables)
        for (const char* extension : {".csv", ".txt"}) files.push_back(file_stem(table) + extension);
    return files;
}

base::Expected<void> write_csv_tables(const std::vector<Table>& tables, const std::string& folder,
                                      OlderResults older) {
    if (auto fine = check_older(tables, older); !fine) return fine;
    const std::filesystem::path place(folder);
    std::error_code code;
    std::filesystem::create_directories(place, code);
    if (code)
        return base::fail(base::ErrorKind::file,
                          base::Message("report.cannot_write", {{"reason", code.message()}}),
                          {.file = folder});
    for (const Table& table : tables) {
        const std::string name = file_stem(table);
        const auto file = place / (name + ".csv");
        if (auto done = base::write_text_file(file.string(), "\xEF\xBB\xBF" + table_to_csv(table)); !done)
            return done;
        std::string notes = table.title + "\n";
        for (const std::string& note : table.notes) notes += note + "\n";
        if (auto done = base::write_text_file((place / (name + ".txt")).string(), notes); !done) return done;
    }
    return {};
}

}  // namespace orelens::report
