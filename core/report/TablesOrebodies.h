// Mines and orebodies of the project in its report. Internal to the room.
#pragma once

#include "core/report/TableParts.h"

namespace orelens::report {

/// "cost_card" … "cost_cumulative" of CostTables.h; and "cost_mine_columns" and "cost_mine_findings" of the table of mines.
void add_orebody_tables(const Context& context, std::vector<Table>& tables);

}  // namespace orelens::report
