// A table to fill in, as a file: a row of headings and rows that show what belongs under them. Results are written by
// Report.h; this has no title, no notes and no units beside the headings, so that it reads back as it is.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::report {

/// As .csv (UTF-8 with its mark) or .xlsx (one sheet, headings fixed and as wide as their words; cells that are numbers are
/// numbers) by the extension, in any case of letters. Rows shorter than the first are padded. Errors (kind usage): another
/// extension; (kind file) the file cannot be written. What is there already is replaced: ask before.
base::Expected<void> write_form(const std::vector<std::vector<std::string>>& rows, const std::string& sheet, const std::string& path);

/// A table of mines, or without costs of orebodies, to fill in: headings in the language, and an example that is marked as one.
base::Expected<void> write_orebody_form(base::Language language, bool with_costs, const std::string& path);

}  // namespace orelens::report
