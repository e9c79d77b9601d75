#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <ostream>

#include "core/base/AtomicFile.h"
#include "core/project/Target.h"
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

namespace {

/// Calls take(text) with the text of the table in pieces of some rows.
template <class Take>
void in_pieces(const Table& table, Take take) {
    constexpr std::size_t rows_per_piece = 1024;
    std::string out;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const Column& column = table.columns[c];
        out += (c ? "," : "") +
               quoted(column.unit.empty() ? column.title : column.title + " [" + column.unit + "]");
    }
    out += "\n";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (r % rows_per_piece == 0) {
            take(out);
            out.clear();
        }
        const auto& row = table.rows[r];
        for (std::size_t c = 0; c < row.size(); ++c) out += (c ? "," : "") + written(row[c]);
        out += "\n";
    }
    take(out);
}

}  // namespace

std::string table_to_csv(const Table& table) {
    std::string all;
    in_pieces(table, [&](const std::string& piece) { all += piece; });
    return all;
}

namespace {
/// A CSV file has no place for a note: its name tells what its numbers cannot.
std::string file_stem(const Table& table) {
    return table.older ? table.id + ".older" : table.id;
}

std::string notes_of(const Table& table) {
    std::string notes = table.title + "\n";
    for (const std::string& note : table.notes) notes += note + "\n";
    return notes;
}
}  // namespace

std::vector<std::string> csv_table_files(const std::vector<Table>& tables) {
    std::vector<std::string> files;
    for (const Table& table : tables)
        for (const char* extension : {".csv", ".txt"}) files.push_back(file_stem(table) + extension);
    return files;
}

base::Expected<void> check_csv_tables(const std::vector<Table>& tables, const std::string& folder,
                                      const std::vector<std::string>& inputs) {
    if (auto fine = project::check_folder(folder); !fine) return fine;
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) return {};
    for (const Table& table : tables) {
        const std::string stem = (std::filesystem::path(folder) / file_stem(table)).string();
        if (auto fine = project::check_target(stem + ".csv", project::Content::table, inputs); !fine) return fine;
        if (auto fine = project::check_target(stem + ".txt", project::Content::notes, inputs); !fine) return fine;
        // A table that a spreadsheet saved begins as ours do, but has no notes beside it.
        const auto size = std::filesystem::file_size(stem + ".csv", code);
        if (!code && size > 0 && !std::filesystem::exists(stem + ".txt", code))
            return base::fail(base::ErrorKind::file, base::Message("target.other_content"), {.file = stem + ".csv"},
                              base::Message("target.move_away"));
    }
    return {};
}

base::Expected<void> write_csv_tables(const std::vector<Table>& tables, const std::string& folder,
                                      OlderResults older, const base::Progress* progress) {
    if (auto fine = check_older(tables, older); !fine) return fine;
    const std::filesystem::path place(folder);
    std::error_code code;
    std::filesystem::create_directories(place, code);
    if (code)
        return base::fail(base::ErrorKind::file,
                          base::Message("report.cannot_write", {{"reason", code.message()}}),
                          {.file = folder});
    std::vector<std::unique_ptr<base::AtomicFile>> files;
    const auto prepare = [&](const std::string& name, const auto& fill) {
        files.push_back(std::make_unique<base::AtomicFile>((place / name).string()));
        return files.back()->prepare(
            [&](std::ostream& out) -> base::Expected<void> {
                fill(out);
                return {};
            },
            progress);
    };
    for (std::size_t n = 0; n < tables.size(); ++n) {
        if (progress != nullptr &&
            !progress->report(static_cast<double>(n) / static_cast<double>(tables.size())))
            return base::cancelled();
        const Table& table = tables[n];
        const auto rows = [&](std::ostream& out) {
            out << "\xEF\xBB\xBF";
            in_pieces(table, [&](const std::string& piece) { out << piece; });
        };
        if (auto done = prepare(file_stem(table) + ".csv", rows); !done) return done;
        const auto notes = [&](std::ostream& out) { out << notes_of(table); };
        if (auto done = prepare(file_stem(table) + ".txt", notes); !done) return done;
    }
    if (progress != nullptr && !progress->report(1)) return base::cancelled();
    for (const auto& file : files)
        if (auto done = file->commit(); !done) return done;
    return {};
}

}  // namespace orelens::report
