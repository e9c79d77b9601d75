// Tables of mines and orebodies from CSV and .xlsx: a row each, columns in any order, named in English or Chinese with
// their units, currencies and years. The guess of each column is part of the result and can be overridden; what is not
// understood is listed as not read. Missing cells are allowed everywhere but in the name. Computes nothing but units, and
// tonnes of ore from contained metal and grade where the table states no ore. What is doubtful in the values is found by
// costmodel::examine_orebodies.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/base/Text.h"
#include "core/costmodel/Orebodies.h"

namespace orelens::io {

struct OrebodyRead {
    std::string columns;     ///< "role = header; role = header", "-" for none; roles as orebody_role, "grade:Cu" for one element
    std::string crs;         ///< of x and y where the table does not say
    double days_per_year = 350;  ///< turns tonnes a year into tonnes a day
};

/// Findings of the table: cells that are no number (the value is then not stated), units that were assumed, columns that
/// were passed over for a better one. Errors: those of read_table; an override of an unknown role, header, or twice; no
/// column with names; no row; numbers whose marks could be read two ways. Places have file, row and column.
base::Expected<costmodel::OrebodyTable> read_orebodies(const std::string& path, const OrebodyRead& how, const base::Progress* progress = nullptr);

/// An empty table to fill in: headers in the language, which name the units, and one example row that is marked as one.
std::vector<std::vector<std::string>> orebody_template(base::Language language, bool with_costs);

}  // namespace orelens::io
