#include "core/project/Truth.h"

#include <algorithm>
#include <set>

#include "core/economics/Evaluated.h"

namespace orelens::project {

using base::Message;

bool holds_results(const Project& project, const Stage& stage) {
    // A step that is off has run and has nothing to show.
    const auto found = project.results.findings.find(stage.id);
    return (found != project.results.findings.end() && found->second && !found->second->empty()) ||
           std::ranges::any_of(stage.results,
                               [&](const ResultRow& row) { return row.present(project.results); });
}

std::vector<std::string> older_results(const Project& project) {
    std::vector<std::string> older = run_order(project.stages());
    std::erase_if(older, [&](const std::string& stage) {
        return project.current(stage) || !holds_results(project, *find_stage(project.stages(), stage));
    });
    return older;
}

std::vector<std::string> of_blocks(const Project& project, std::vector<std::string> older) {
    // In run order a stage comes after the one that it adds to.
    std::set<std::string> adding{"grid", "model", "estimate"}, under;
    for (const std::string& id : run_order(project.stages())) {
        const Stage& stage = *find_stage(project.stages(), id);
        if (adding.contains(stage.extends)) adding.insert(id);
        if (!adding.contains(id)) continue;
        for (std::string& needed : needed_for(project, id)) under.insert(std::move(needed));
    }
    std::erase_if(older, [&](const std::string& stage) { return !under.contains(stage); });
    return older;
}

std::vector<std::string> older_of_blocks(const Project& project) {
    return of_blocks(project, older_results(project));
}

std::string stage_labels(const Project& project, const std::vector<std::string>& stages,
                         base::Language language) {
    std::string list;
    for (const std::string& id : stages) {
        const Stage* stage = find_stage(project.stages(), id);
        if (stage == nullptr) continue;
        list += (list.empty() ? "" : language == base::Language::chinese ? "、" : ", ") +
                stage->label.in(language);
    }
    return list;
}

namespace {

base::Expected<void> none_of(const std::vector<std::string>& older) {
    if (older.empty()) return {};
    std::string ids;
    for (const std::string& stage : older) ids += (ids.empty() ? "" : ", ") + stage;
    return base::fail(base::ErrorKind::data, Message("project.older_results", {{"stages", ids}}), {},
                      Message("project.older_results_fix"));
}

}  // namespace

base::Expected<void> check_no_older_results(const Project& project) {
    return none_of(older_results(project));
}

base::Expected<void> check_no_older_blocks(const Project& project) {
    return none_of(older_of_blocks(project));
}

Message not_evaluated(const Project& project) {
    if (!project.results.model()) return Message("project.no_model");
    return economics::why_not(economics::evaluable(price_deck(project.recipe)));
}

}  // namespace orelens::project
