// Tables of the project file that people read in a GIS or with SQL: recipe, findings, estimates, rates.
// Written anew by every save; the program itself never reads them back.
#pragma once

#include "core/project/Pipeline.h"
#include "core/project/Sqlite.h"

namespace orelens::project {

base::Expected<void> write_view_tables(Database& file, const Project& project);

}  // namespace orelens::project
