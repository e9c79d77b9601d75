#include "core/project/OpenFindings.h"

#include <algorithm>
#include <cmath>

#include "core/project/stages/Samples.h"

namespace orelens::project {

std::vector<OpenKind> open_kinds(const std::vector<base::Finding>& findings) {
    std::vector<OpenKind> kinds;
    for (const base::Finding& finding : findings) {
        if (finding.approved || finding.severity == base::Severity::info) continue;
        auto at = std::ranges::find_if(kinds, [&](const OpenKind& one) {
            return one.kind == finding.kind && one.stage == finding.stage && one.file == finding.file &&
                   one.severity == finding.severity;
        });
        if (at == kinds.end()) {
            kinds.push_back(
                {finding.kind, finding.stage, finding.file, finding.severity, 0, 0, std::nan(""), finding});
            at = kinds.end() - 1;
        }
        ++at->findings;
        at->count += finding.count;
        if (!std::isnan(finding.tonnes))
            at->tonnes = std::isnan(at->tonnes) ? finding.tonnes : std::max(at->tonnes, finding.tonnes);
    }
    std::ranges::stable_sort(kinds, std::ranges::greater{}, &OpenKind::severity);
    return kinds;
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

drilling::GradeMean mean_of_composites(const Project& project, const std::string& element) {
    if (!project.results.drilling.composites) return {};
    const auto own = project.recipe.element.find(element);
    return drilling::mean_of(*project.results.drilling.composites, element,
                             own == project.recipe.element.end() ? std::nan("") : own->second.assay.top_cut);
}

base::Expected<void> check_reads_something(const Project& project) {
    const Recipe& recipe = project.recipe;
    const drilling::ImportRule& files = recipe.drillholes;
    const bool reads = !files.collar_file.empty() || !files.assay_file.empty() ||
                       !recipe.assays.points_file.empty() ||
                       !recipe.general.mine_record_file.empty() || !project.model_file().empty() ||
                       project.results.model() != nullptr;
    if (reads) return {};
    return base::fail(base::ErrorKind::data, base::Message("project.reads_nothing"),
                      {.field = "drillholes.collar_file"}, base::Message("project.reads_nothing_fix"));
}

}  // namespace orelens::project
