// Potential in reports: tables of its own, ranges only, never beside a total of resources. Internal to the room.
#pragma once

#include <vector>

namespace orelens::report {

struct Context;
struct Table;

/// Evidence, methods, targets and planned holes; nothing where no study was run.
void add_potential_tables(const Context& context, std::vector<Table>& tables);

}  // namespace orelens::report
