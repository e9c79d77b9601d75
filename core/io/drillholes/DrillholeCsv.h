// Collar, survey and interval tables from CSV text files: any usual delimiter, decimal comma, quoted fields,
// BOM, column order and names. Reads everything, reports every doubtful cell as a finding.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/AssayRule.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"

namespace orelens::io {

/// A column that plays no role, and why: "sample", "comment", "coordinate", "assay"… The words of a reason
/// are the text "csv.unused.<why>".
struct UnusedColumn {
    std::string header;  ///< or "#5" for the fifth where it has no name
    std::string why;
};

/// How a table was understood, to show the user: role → header in the file.
struct TableMapping {
    std::string table;  ///< "collar", "survey", "assay", "lithology"
    std::string file;
    char delimiter = ',';
    std::vector<std::string> headers;            ///< of the file, in order
    std::map<std::string, std::string> columns;  ///< "hole" → "BHID", "Cu" → "CU"
    std::string encoding;                        ///< of the file; "UTF-8" or what it was converted from
    std::int64_t rows = 0;                       ///< after the header, blank ones not counted
    std::int64_t refused = 0;                    ///< of these, not taken; each is a finding
    std::int64_t set_aside = 0;                  ///< of these, check samples and repeats of a sample
    std::int64_t blank_rows = 0;                 ///< after the header: nothing but spaces and delimiters
    /// Header → decimal mark, then the thousands mark where there is one: "," or ".,"; '?' for a decimal mark
    /// that nothing decides. Only columns that are read as numbers and in which a mark stands.
    std::map<std::string, std::string> marks;
    std::string encoding_rival;        ///< nearly as plausible as `encoding`; empty = none
    std::string encoding_sample;       ///< a line of converted text, to judge the encoding by
    std::vector<UnusedColumn> unused;  ///< in the order of the file
    /// Grade, or "density" → symbol of the unit it is read in; a role of lengths → "m", "ft" or "ftUS" as the table
    /// says.
    std::map<std::string, std::string> units;
    /// Grade → its limits of detection as rows under the header state them: "0.01", "0.01 … 10".
    std::map<std::string, std::string> limits;
};

struct DrillholeImport {
    drilling::DrillholeSet holes;
    std::vector<drilling::Finding> findings;  ///< from reading; pass on to drilling::validate
    std::vector<TableMapping> mappings;
    drilling::DipConvention dip_found = drilling::DipConvention::negative_down;
};

/// Reads the files of the rule (relative paths against `folder`); survey, assay and lithology may be absent.
/// `columns` names the grades wanted; when it is empty every numeric column whose header looks like an
/// element is taken, in the unit its header states, or else in g/t for precious metals and in % for others,
/// with a finding. Without a lithology file, a code column of the assay file serves (assays.codes). A row is
/// refused, with a finding, when it has no hole, no depth that is a number, more fields than the header, or
/// repeats a collar; every other row is taken and its doubtful cells become NaN, flags and findings. Blank
/// cells are missing and no fault. Findings come in the order of tables and rows; after 10 000 of one kind in
/// one column (100 for null_code) the rest are summed up in one; limits of detection are one finding per
/// column and value. `assays` says what kind of sample the rows are, which further tables there are, and what
/// counts where a sample has several assays. Files may be sheets of workbooks (ReadTable.h). Errors: file not
/// readable, no header, a required column neither named nor guessed.
base::Expected<DrillholeImport> read_drillholes(
    const drilling::ImportRule& rule, const std::map<std::string, drilling::AssayColumnRule>& columns,
    const std::string& folder, base::Progress& progress, const drilling::AssayRule& assays = {});

}  // namespace orelens::io
