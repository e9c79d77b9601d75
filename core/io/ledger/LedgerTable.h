// Units of the ledger as a table (CSV or workbook): orebodies, tailings, stockpiles, scrap streams in one neutral form, headers
// and values in English or Chinese. One row per unit and species; what describes the unit stands in the first of its rows and
// may be left empty in the others. Does not judge what it reads (ledger/Ledger.h does), but refuses what it cannot read.
//
//   id,name,subsystem,ground,ground_id,within,system,year,tonnes,confidence,licence,as_of,status,stage,flags,deposit_type,
//   ore_type,mining,region,depth,longitude,latitude,capacity,cost,currency,cost_year,capital,life,restart,closure,
//   species,role,grade,grade_unit,contained,sd, and a column per occurrence ("native", "carrier", … in % of the species)
//
// Several statuses or flags of one unit are separated by semicolons. Required: id, tonnes, species.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/io/text/CsvText.h"
#include "core/ledger/Unit.h"

namespace orelens::io {

/// Units in file order, their rows with places. `source` of each is `source_id`. A second row of an id whose description of
/// the unit differs from the first, or that names a species again, begins another unit of that id, which the ledger flags.
/// Errors: unreadable; a column that is unknown (with a near one), missing or there twice; a cell that is no number, no unit
/// or no value of its enumeration; place has file, row and column.
base::Expected<std::vector<ledger::ResourceUnit>> read_ledger_table(const std::string& path, const std::string& source_id);
base::Expected<std::vector<ledger::ResourceUnit>> ledger_units_from(const CsvTable& table, const std::string& source_id);

enum class LedgerTemplate { orebodies, tailings, stockpiles, scrap };
/// The header row with the columns that such a table needs, in a language; no rows.
std::string ledger_template(LedgerTemplate kind, base::Language language);

}  // namespace orelens::io
