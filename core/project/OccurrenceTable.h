// The occurrence table of a recipe: its files put together with the shipped values that it asks for.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/io/occurrence/OccurrenceFile.h"
#include "core/occurrence/Table.h"
#include "core/project/Recipe.h"

namespace orelens::project {

struct OccurrenceInput {
    occurrence::Table table;
    std::vector<io::OccurrenceImport> files;  ///< how each file was understood; their tables are empty
};

/// Errors: those of read_occurrence and of shipped names; the files together refused by check_table.
base::Expected<OccurrenceInput> occurrence_input(const Recipe& recipe);

}  // namespace orelens::project
