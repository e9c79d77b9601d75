// Delimited text as it comes from spreadsheets and databases: delimiter detected, quoted fields with
// delimiters, quotes and line ends inside. Finds records first (cheap), so that they can be split in
// parallel. Use for every CSV reader; knows nothing of what the columns mean, nor of numbers (Numbers.h,
// ColumnMarks.h). Reading is linear in the size of the file whatever stands in it; a quoted field is at most
// 64 KiB long, a longer one is an unclosed quote.
//
//   auto table = read_csv(path);
//   CsvFields fields;
//   for (const CsvRecord& record : table->records) {
//       fields.split(*table, record);
//       use(fields[2]);
//   }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/text/HeaderRow.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {

/// A header with more columns than this is refused.
inline constexpr std::size_t most_columns = 10'000;
/// Lines beside header and records that are kept for showing.
inline constexpr std::size_t most_skipped_listed = 100;
/// Beyond this many fields the rest of a record stays one field. No header is as wide, so that whoever
/// compares the two refuses the row; the memory of a row stays bounded.
inline constexpr std::size_t most_fields = 2 * most_columns;

/// One row: bytes [begin, end) of CsvTable::text.
struct CsvRecord {
    std::size_t begin = 0, end = 0;
    std::int64_t line = 0;    ///< 1-based line in the file where it starts
    bool open_quote = false;  ///< a quote opens a field and never closes; it is taken as a plain character
};

struct CsvTable {
    std::string file;
    std::string encoding;   ///< of the file, see TextFile
    EncodingDoubts doubts;  ///< what a reader should be shown of a converted text
    std::string text;       ///< the whole file as UTF-8
    char delimiter = ',';  ///< ' ' = any number of spaces and tabs
    std::vector<std::string> headers;  ///< trimmed, in order
    std::int64_t header_line = 0;
    std::vector<CsvRecord> records;  ///< after the header, without blank ones
    std::uint64_t quote_steps = 0;  ///< characters looked at to find closing quotes: grows with the file only
    std::int64_t blank_records = 0;    ///< after the header: nothing but spaces and delimiters
    std::vector<SkippedLine> skipped;  ///< neither header nor record; at most `most_skipped_listed` of a kind
    std::int64_t comments = 0;         ///< comment lines below the header
    std::int64_t repeated_headers = 0;  ///< lines below it that say the same
    std::int64_t reordered_header = 0;  ///< first line below it with the same names in another order; such a file is refused
    /// Fields of the row straight above the header, where it has as many; empty otherwise.
    std::vector<std::string> above_header;
    std::string sheet;                 ///< of the workbook it comes from; empty for text
    std::int64_t merged_filled = 0, uncomputed = 0;  ///< cells of the sheet, see SheetText
    /// Index of a header, first an exact match, then one that differs only in case; nothing when absent.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view header) const;
};

/// The fields of one record; views stay valid until the next split and as long as the table lives.
class CsvFields {
  public:
    void split(const CsvTable& table, const CsvRecord& record);
    void split(std::string_view record, char delimiter);
    /// Trimmed and unquoted; empty when the record has fewer fields.
    [[nodiscard]] std::string_view operator[](std::size_t column) const {
        return column < fields_.size() ? fields_[column] : std::string_view();
    }
    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    /// Characters looked at to find the closing quotes of the last record.
    [[nodiscard]] std::uint64_t quote_steps() const { return quote_steps_; }

  private:
    /// Any number of spaces and tabs between fields: none of them is empty.
    void split_spaces(std::string_view record);
    /// A record without quotes; false where one stands in it.
    bool split_plain(std::string_view record, char delimiter);
    std::vector<std::string_view> fields_;
    std::string unquoted_;
    std::uint64_t quote_steps_ = 0;
};

/// Error: unreadable, or no header (an empty file). A file with a header only is a table without records.
/// With `header` lines above it are passed over and comment lines dropped; without, the first line that is
/// not blank is the header.
base::Expected<CsvTable> read_csv(const std::string& path, const base::Progress* progress = nullptr,
                                  base::TextEncoding stated = base::TextEncoding::detect,
                                  const HeaderRule* header = nullptr);
/// The same from UTF-8 text in memory. `delimiter` 0 = detect.
base::Expected<CsvTable> parse_csv(std::string text, std::string file_name, char delimiter = 0,
                                   const base::Progress* progress = nullptr,
                                   const HeaderRule* header = nullptr);

/// ASCII letters in lower case, other bytes as they are.
std::string lower(std::string_view text);
/// Without spaces, tabs, no-break and full-width spaces at either end.
std::string_view trimmed(std::string_view text);

}  // namespace orelens::io
