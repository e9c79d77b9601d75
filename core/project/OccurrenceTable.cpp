#include "core/project/OccurrenceTable.h"

#include <algorithm>
#include <utility>

#include "core/occurrence/Check.h"
#include "core/occurrence/Shipped.h"

namespace orelens::project {
namespace {

void append(occurrence::Table& to, occurrence::Table from) {
    for (occurrence::Phase& phase : from.phases)
        if (std::ranges::find(to.phases, phase) == to.phases.end()) to.phases.push_back(std::move(phase));
    std::ranges::move(from.deportment, std::back_inserter(to.deportment));
    std::ranges::move(from.recoveries, std::back_inserter(to.recoveries));
}

}  // namespace

base::Expected<OccurrenceInput> occurrence_input(const Recipe& recipe) {
    const occurrence::OccurrenceRule& rule = recipe.occurrence;
    OccurrenceInput input;
    std::vector<std::string> files;
    for (const std::string& file : {rule.deportment_file, rule.recovery_file})
        if (!file.empty() && std::ranges::find(files, file) == files.end()) files.push_back(file);
    for (const std::string& file : files) {
        auto import = io::read_occurrence(resolved_table(recipe, file), rule.element);
        if (!import) return std::unexpected(import.error());
        append(input.table, std::exchange(import->table, {}));
        input.files.push_back(std::move(*import));
    }
    if (auto added = occurrence::add_shipped(input.table, rule.shipped, "occurrence.shipped"); !added)
        return std::unexpected(added.error());
    if (auto added = occurrence::add_shipped_routes(input.table, rule.shipped_routes, "occurrence.shipped_routes"); !added)
        return std::unexpected(added.error());
    if (auto good = occurrence::check_table(input.table); !good) return std::unexpected(good.error());
    return input;
}

}  // namespace orelens::project
