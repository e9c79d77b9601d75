#include "core/project/Store.h"

#include "core/project/stages/FieldsBase.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project::store {

ResultRow findings_row(const std::string& stage) {
    using List = std::vector<base::Finding>;
    return archived_by<List>(
        stage + std::string(findings_suffix),
        [stage](const Results& results) -> Shared<List> {
            const auto found = results.findings.find(stage);
            return found == results.findings.end() ? nullptr : found->second;
        },
        [stage](Results& results, Shared<List> list) {
            if (list)
                results.findings[stage] = std::move(list);
            else
                results.findings.erase(stage);
        });
}

std::vector<std::string> blob_names(const StageTable& stages) {
    std::vector<std::string> names;
    for (const Stage& stage : stages) {
        names.push_back(findings_row(stage.id).name);
        for (const ResultRow& row : stage.results) names.push_back(row.name);
    }
    for (const Renamed& one : renamed) names.emplace_back(one.before);
    return names;
}

}  // namespace orelens::project::store
