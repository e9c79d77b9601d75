// A table from a file that may be delimited text or an .xlsx workbook, told apart by its first bytes. Whoever
// reads tables calls this instead of `read_csv`; what comes back is the same CsvTable, so that everything
// after is shared. Lines of a sheet are its rows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// "data/holes.xlsx#Assay" → the file and the sheet. A # that is not behind .xlsx or .xlsm belongs to the
/// name.
struct TableName {
    std::string file, sheet;
};
TableName table_name(const std::string& name);

struct TableChoice {
    /// Of several sheets, when none is named: the first that this accepts, or else the first that is not
    /// empty.
    std::function<bool(const std::string& sheet, const CsvTable&)> fits = {};
    bool start_only = false;  ///< about the first megabyte or the first 2000 rows: for guessing columns
    base::TextEncoding encoding = base::TextEncoding::detect;  ///< of text
    /// Filled with the sheets that would have served as well as the one that is read.
    std::vector<std::string>* others = nullptr;
    const HeaderRule* header = nullptr;  ///< where the header stands; none = the first line that is not blank
};

/// `name` may end in #sheet. Errors: those of read_csv and Workbook; a sheet that is not there (the sheets
/// are listed); .xls and protected workbooks and .ods are named for what they are.
base::Expected<CsvTable> read_table(const std::string& name, const TableChoice& choice = {},
                                    const base::Progress* progress = nullptr);

}  // namespace orelens::io
