// Block models of other programs: tables (Vulcan, Micromine, Datamine, Leapfrog, Surpac, 3DMine, Deswik,
// plain), GSLIB grids, VTI/VTR/VTU and UBC meshes, mapped to columns with roles, laid on a regular grid and,
// where sub-blocked, put together into blocks. Use for every file that is not one of ours; says how it
// understood the file and everything doubtful in it as findings. It keeps no text of the file beside names
// and codes.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/blocks/ModelRule.h"
#include "core/blocks/Regularise.h"

namespace orelens::io {

enum class ColumnUse {
    place,  ///< x, y, z
    index,  ///< i, j, k
    size,   ///< of the cell
    density,
    tonnage,
    volume,
    proportion,
    excluded,
    grade,
    category,
    number,
    definition,  ///< of the file's grid (XMORIG, NX, IJK …): not a column of the model
    unused
};

/// How one column of the file was understood.
struct ModelColumn {
    std::string header;
    ColumnUse use = ColumnUse::unused;
    std::string name;           ///< in the model: "Cu"; for places "x", "i", "size_x"
    std::string unit;           ///< in the model
    bool stated = false;        ///< by a parameter
    bool unit_assumed = false;  ///< nothing in the file states it
    std::string why;            ///< text key: what the guess is from, or why it is not used
    bool by_mass = false;       ///< of numbers: their mean is by mass instead of by volume
    int corner = -1;            ///< of a place that is a lower corner: the column of the upper one
    int corner_size = -1;       ///< of a place that is a lower corner: the column of the size beside it
    int low_beside = -1, high_beside = -1;  ///< of a place that is a centre: columns of corners to compare it with
};

struct ModelMapping {
    std::string file;
    std::string program;   ///< "Datamine", "Vulcan" …; "table" where nothing tells
    std::string encoding;  ///< of tables
    char delimiter = ',';
    bool decimal_comma = false;
    std::int64_t header_line = 0;
    std::int64_t rows = 0;  ///< cells read; 0 before reading
    std::vector<ModelColumn> columns;
    std::vector<std::vector<std::string>> preview;  ///< first rows as text, of tables
};

struct ModelImport {
    ModelMapping mapping;
    blocks::FoundGrid grid;
    blocks::RegulariseReport report;
    std::vector<base::Finding> findings;  ///< without stage
    blocks::BlockModel model;
};

/// Whether `read_blocks` of BlockFiles.h reads the file as it is: .vdb, or .csv with its side-car.
bool is_own_model(const std::string& path);

/// Reads rule.file (relative names against `folder`). `default_density` (t/m³, NaN = unknown) weights cells
/// without one, see RegulariseRule. A row whose place is no number, or with other fields than the header, is
/// left out, with a finding; a cell that is no number is missing, with a finding. Errors: unreadable; no
/// header or no places; a column that could be read in two ways (decimal marks, two columns for one element),
/// with the parameter that decides; no grid within the tolerance; more memory than a count in the file can
/// justify; cancelled.
base::Expected<ModelImport> import_model(const blocks::ModelRule& rule, double default_density,
                                         const std::string& folder, base::Progress& progress);

/// What an import will need, known before it starts.
struct ModelNeed {
    double rows = 0;         ///< cells
    double model_bytes = 0;  ///< of the model that stays
    double bytes = 0;        ///< of memory at the peak, that of the model included
    double seconds = 0;      ///< rough, on this machine
};
/// Of a table by its start: rows by their mean length, columns by their mapping. A table whose blocks are one
/// cell each takes the model, 4 bytes a row and some 60 MB; while its places are found, 1 to 4 bytes for each
/// coordinate and size instead, 8 where they have more digits than six decimals. Sub-blocked, it takes 4
/// bytes for every value besides, and 4 to 12 a row. Of other files by their size. Errors: those of
/// guess_model_mapping.
base::Expected<ModelNeed> model_need(const blocks::ModelRule& rule, const std::string& folder);

/// Only the header and the guessed mapping; reads the start of the file.
base::Expected<ModelMapping> guess_model_mapping(const blocks::ModelRule& rule, const std::string& folder);

/// A file as a dialog shows it: every column with what it is taken for, and what the user has to decide first.
struct ModelLook {
    ModelMapping mapping;
    std::vector<base::Error> questions;  ///< import_model refuses while there are any
};
/// Of tables reads the start only; grids are read whole. Errors: the file cannot be read as what it is, or
/// holds several models and the rule names none; a statement of the rule that does not fit the file;
/// cancelled.
base::Expected<ModelLook> look_at_model(const blocks::ModelRule& rule, const std::string& folder,
                                        base::Progress& progress);

}  // namespace orelens::io
