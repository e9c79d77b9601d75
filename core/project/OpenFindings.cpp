#include "core/project/OpenFindings.h"

#include <algorithm>
#include <cmath>

#include "core/project/ElementRules.h"
#include "core/project/stages/Samples.h"

namespace orelens::project {

std::vector<FindingGroup> open_groups(const std::vector<base::Finding>& findings,
                                      const std::map<std::string, std::int64_t>& rows) {
    std::vector<FindingGroup> groups = group_findings(findings, rows);
    std::erase_if(groups, [](const FindingGroup& group) {
        return group.approved || group.severity == base::Severity::info;
    });
    std::ranges::stable_sort(groups, std::ranges::greater{}, &FindingGroup::severity);
    return groups;
}

std::int64_t open_errors(const std::vector<base::Finding>& findings) {
    return std::ranges::count_if(findings, [](const base::Finding& finding) {
        return finding.severity == base::Severity::error && !finding.approved;
    });
}

std::vector<drilling::ColumnUse> column_use(const Project& project) {
    const auto import = approved_import(project);
    return import ? drilling::column_use(import->holes) : std::vector<drilling::ColumnUse>{};
}

drilling::RowReasons row_reasons(const Project& project) {
    const auto import = approved_import(project);
    return import ? drilling::row_reasons(import->holes) : drilling::RowReasons{};
}

drilling::RowUse assay_rows_used(const Project& project) {
    const auto import = approved_import(project);
    drilling::RowUse use;
    if (!import) return use;
    use = drilling::row_use(import->holes);
    // Rows that the reader refused are in no table.
    for (const io::TableMapping& mapping : import->mappings)
        if (mapping.table == "assay") use.rows = std::max(use.rows, mapping.rows);
    return use;
}

drilling::GradeMean mean_of_composites(const Project& project, const std::string& element) {
    if (!project.results.drilling.composites) return {};
    return drilling::mean_of(*project.results.drilling.composites, element, element_rules(project.recipe, element).assay.top_cut);
}

base::Expected<void> check_reads_something(const Project& project) {
    const Recipe& recipe = project.recipe;
    const drilling::ImportRule& files = recipe.drillholes;
    const bool reads = !files.collar_file.empty() || !files.assay_file.empty() ||
                       !recipe.assays.points_file.empty() ||
                       !recipe.general.mine_record_file.empty() || !recipe.orebodies.mines_file.empty() ||
                       !recipe.orebodies.orebodies_file.empty() || !recipe.flows.system_file.empty() || !recipe.potential.study_file.empty() ||
                       (recipe.ledger.use && !(recipe.ledger.tables.empty() && recipe.ledger.projects.empty())) || !project.model_file().empty() ||
                       project.results.model() != nullptr;
    if (reads) return {};
    return base::fail(base::ErrorKind::data, base::Message("project.reads_nothing"),
                      {.field = "drillholes.collar_file"}, base::Message("project.reads_nothing_fix"));
}

}  // namespace orelens::project
