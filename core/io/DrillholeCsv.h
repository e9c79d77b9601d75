// Collar, survey and interval tables from CSV text files: any usual delimiter, decimal comma, quoted fields,
// BOM, column order and names. Reads everything, reports every doubtful cell as a finding.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"

namespace orelens::io {

/// How a table was understood, to show the user: role → header in the file.
struct TableMapping {
    std::string table;  ///< "collar", "survey", "assay", "lithology"
    std::string file;
    char delimiter = ',';
    bool decimal_comma = false;
    std::vector<std::string> headers;               ///< of the file, in order
    std::map<std::string, std::string> columns;     ///< "hole" → "BHID", "Cu" → "CU"
    std::int64_t rows = 0;
};

struct DrillholeImport {
    drilling::DrillholeSet holes;
    std::vector<drilling::Finding> findings;  ///< from reading; pass on to drilling::validate
    std::vector<TableMapping> mappings;
    drilling::DipConvention dip_found = drilling::DipConvention::negative_down;
};

/// Reads the files of the rule (relative paths against `folder`). `columns` names the grades wanted; when it
/// is empty every numeric column whose header looks like an element symbol is taken, in %.
/// Errors: file not readable, no header, a required column neither named nor guessed.
base::Expected<DrillholeImport> read_drillholes(const drilling::ImportRule& rule,
                                                const std::map<std::string, drilling::AssayColumnRule>& columns,
                                                const std::string& folder, base::Progress& progress);

/// Only the headers and the guessed mapping, for the import dialog.
base::Expected<std::vector<TableMapping>> guess_mapping(const drilling::ImportRule& rule, const std::string& folder);

}  // namespace orelens::io
