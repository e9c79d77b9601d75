// Sheets of an .xlsx workbook as delimited text, cell by cell as they stand there: numbers with all their
// digits, dates as 2021-01-31, formulas by their stored value. Use `read_table` (ReadTable.h) for files that
// may be text or workbook; this knows nothing of headers. No macro, link or formula is followed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

/// What a file is, by its first bytes, whatever its name says.
enum class TableFile { text, workbook, old_workbook };
TableFile table_file_kind(std::string_view first_bytes);

struct SheetText {
    std::string name;
    /// Line n is row n; cells set apart by tabs, quoted where they start with a quote. Tabs and line ends
    /// inside cells are spaces.
    std::string text;
    std::int64_t merged_filled = 0;  ///< empty cells that took the value of the merged cell above them
    std::int64_t uncomputed = 0;     ///< formulas without a stored value; their cell reads "=formula"
};

class Workbook {
  public:
    /// Errors: see ZipFile::open; no workbook inside (an .ods file is named as such); encrypted.
    static base::Expected<Workbook> open(const std::string& path);
    Workbook(Workbook&&) noexcept;
    ~Workbook();
    /// Worksheets in the order of the tabs; hidden ones too.
    [[nodiscard]] const std::vector<std::string>& sheets() const;
    /// Error: no such part, broken XML, a document type declaration (bombs are made of them), rows or cells
    /// out of order, more columns than any sheet has, text that is out of proportion to the file.
    base::Expected<SheetText> read(std::size_t sheet, const base::Progress* progress = nullptr,
                                   std::int64_t most_rows = 1 << 20) const;

  private:
    struct Inside;
    explicit Workbook(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace orelens::io
