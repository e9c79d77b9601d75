#include "core/project/Pipeline.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <utility>

#include "core/base/Guard.h"
#include "core/base/Memory.h"
#include "core/project/Approvals.h"
#include "core/project/Fingerprint.h"
#include "core/project/RecipePlace.h"
#include "core/project/SizeLimit.h"
#include "core/project/TargetDecisions.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// Names of grade columns: real, and not one of the columns that a stage adds to a grade.
std::vector<std::string> graded_columns(const blocks::BlockModel& model) {
    std::vector<std::string> names;
    for (const blocks::ColumnInfo& column : model.columns()) {
        const bool is_grade =
            column.type == blocks::ColumnType::real && base::grade_unit(column.unit).has_value();
        if (is_grade && column.name.find('.') == std::string::npos) names.push_back(column.name);
    }
    std::ranges::sort(names);
    return names;
}

/// Keeps what the stage's files held, for the day they are gone.
void remember_files(Project& project, const Stage& stage) {
    std::vector<std::string> files = stage_files(project, stage);
    if (stage.model_replaces) files.push_back(project.model_source);
    for (const std::string& file : files)
        if (!file.empty()) project.file_digests[file] = input_fingerprint(project, file);
}

}  // namespace

std::string new_project_id() {
    return boost::uuids::to_string(boost::uuids::random_generator()());
}

std::string Project::category_column() const {
    if (!recipe.general.category_column.empty()) return recipe.general.category_column;
    return recipe.classes.use && model_file().empty() ? geostat::class_column : "";
}

std::vector<std::string> Project::elements() const {
    std::vector<std::string> names = group_keys(recipe, "element");
    if (names.empty() && model_file().empty() && results.drilling.composites)
        for (const auto& grade : results.drilling.composites->grades) names.push_back(grade.name);
    if (names.empty() && results.estimate.model) names = graded_columns(*results.estimate.model);
    std::ranges::sort(names);
    return names;
}

StageState Project::state(const std::string& stage) const {
    const Stage* row = find_stage(*stages_, stage);
    if (row == nullptr) return StageState::never_run;
    const std::string expected = expected_fingerprint(*this, *row);
    const auto failure = failures.find(stage);
    if (failure != failures.end() && failure->second.tried == expected) return StageState::failed;
    const auto stamp = results.stamps.find(stage);
    if (stamp == results.stamps.end()) return StageState::never_run;
    if (stamp->second != expected) return StageState::stale;
    // Columns added to a model that has to be made again go with it.
    const bool rests = !row->extends.empty() && state(row->extends) != StageState::current;
    return rests ? StageState::stale : StageState::current;
}

std::vector<std::string> Project::stale() const {
    std::vector<std::string> list = run_order(*stages_);
    std::erase_if(list, [&](const std::string& stage) { return current(stage); });
    return list;
}

const base::Error* Project::error(const std::string& stage) const {
    const auto failure = failures.find(stage);
    return failure == failures.end() ? nullptr : &failure->second.error;
}

Expected<void> Project::run_stage(const Stage& stage, const std::string& stamp, base::Progress& progress) {
    return base::guarded([&]() -> Expected<void> {
        if (stage.size) {
            const auto work = stage.size(*this);
            if (!work) return std::unexpected(work.error());
            if (auto fits = check_size(recipe, *work); !fits) return fits;
        }
        // Shared, not copied: what the stage replaces stands again where it is cancelled after its work.
        const Results before = results;
        base::Progress working = progress.part(0, stage.examine ? 0.95 : 1);
        if (auto ran = stage.run(*this, working); !ran) return ran;
        Shared<std::vector<base::Finding>> found;
        if (stage.examine) {
            base::Progress looking = progress.part(0.95, 1);
            found = examined(*this, stage, looking);
        }
        if (progress.cancelled()) {
            results = before;
            return base::cancelled();
        }
        publish(stage, stamp);
        if (stage.examine) results.findings[stage.id] = std::move(found);
        return {};
    });
}

void Project::publish(const Stage& stage, const std::string& stamp) {
    failures.erase(stage.id);
    std::erase_if(opening, [&](const base::Finding& finding) { return finding.stage == stage.id; });
    results.stamps[stage.id] = stamp;
    remember_files(*this, stage);
    // What was added to the old result is not the new one's, whatever happens next; nor what was added to that.
    std::vector<std::string> replaced{stage.id};
    for (std::size_t n = 0; n < replaced.size(); ++n)
        for (const Stage& other : *stages_)
            if (other.extends == replaced[n]) {
                for (const ResultRow& row : other.results) row.clear(results);
                results.stamps.erase(other.id);
                results.findings.erase(other.id);
                replaced.push_back(other.id);
            }
}

Expected<void> Project::run(base::Progress& progress, const std::string& until) {
    if (auto read = read_fingerprints(*this, progress.part(0, 0)); !read) return read;
    std::vector<std::string> todo = stale();
    if (!until.empty()) {
        if (auto known = check_stage(*stages_, until); !known) return known;
        const std::vector<std::string> needed = needed_for(*this, until);
        std::erase_if(
            todo, [&](const std::string& stage) { return std::ranges::find(needed, stage) == needed.end(); });
    }
    // However it ends, what the stages worked in goes back to the system.
    struct Release {
        ~Release() { base::release_memory(); }
    } release;
    double whole = 0, done = 0;
    for (const std::string& each : todo) whole += find_stage(*stages_, each)->share;
    for (const std::string& each : todo) {
        const Stage& stage = *find_stage(*stages_, each);
        // The fingerprint is taken before the work: a file that changes meanwhile makes the result stale.
        const std::string expected = expected_fingerprint(*this, stage);
        const double next = done + stage.share;
        base::Progress part = progress.part(done / whole, next / whole, base::both(stage.doing));
        done = next;
        if (!part.report(0)) return base::cancelled();
        ++executions[each];
        if (auto ran = at_recipe(recipe, run_stage(stage, expected, part)); !ran) {
            if (ran.error().kind != ErrorKind::cancelled) failures[each] = {ran.error(), expected};
            return ran;
        }
    }
    progress.report(1);
    return {};
}

void Project::set_model(blocks::BlockModel model, const std::string& source) {
    base::Progress progress;
    (void)set_model(std::move(model), source, progress);
}

Expected<void> Project::set_model(blocks::BlockModel model, const std::string& source,
                                  base::Progress& progress) {
    const auto read = file_fingerprint(resolved_file(recipe, source), progress);
    if (!read) return std::unexpected(read.error());
    Results before = std::exchange(results, Results{});
    std::string source_before = std::exchange(model_source, source);
    std::map<std::string, std::string> digests_before = file_digests;
    results.estimate.geometry = std::make_shared<const blocks::GridGeometry>(model.geometry());
    results.estimate.model = std::make_shared<const blocks::BlockModel>(std::move(model));
    for (const Stage& stage : *stages_)
        if (stage.model_replaces) {
            remember_files(*this, stage);
            results.stamps[stage.id] = expected_fingerprint(*this, stage);
        }
    for (const Stage& stage : *stages_)
        if (stage.model_replaces && stage.examine)
            results.findings[stage.id] = examined(*this, stage, progress);
    if (progress.cancelled()) {
        results = std::move(before);
        model_source = std::move(source_before);
        file_digests = std::move(digests_before);
        return base::cancelled();
    }
    failures.clear();
    return {};
}

void Project::approve(const std::string& finding_id, bool approved) {
    if (approved)
        approved_findings.insert(finding_id);
    else
        approved_findings.erase(finding_id);
    for (auto& [stage, list] : results.findings) list = with_approvals(list, approvals_of(*this));
}

std::vector<base::Finding> Project::findings() const {
    std::vector<base::Finding> all;
    for (const std::string& stage : run_order(*stages_)) {
        const auto own = results.findings.find(stage);
        if (own != results.findings.end()) all.insert(all.end(), own->second->begin(), own->second->end());
    }
    all.insert(all.end(), opening.begin(), opening.end());
    // Approvals may have changed since the stages ran.
    const std::vector<base::Finding> lost = lost_decision_findings(*this);
    all.insert(all.end(), lost.begin(), lost.end());
    const std::vector<base::Finding> idle = idle_patterns(*this, all);
    all.insert(all.end(), idle.begin(), idle.end());
    const Approvals approvals = approvals_of(*this);
    for (base::Finding& finding : all) finding.approved = approvals.covers(finding);
    return all;
}

Shared<std::vector<base::Finding>> with_approvals(const Shared<std::vector<base::Finding>>& findings,
                                                  const Approvals& approvals) {
    const auto differs = [&](const base::Finding& finding) {
        return finding.approved != approvals.covers(finding);
    };
    if (!findings || std::ranges::none_of(*findings, differs)) return findings;
    auto marked = std::make_shared<std::vector<base::Finding>>(*findings);
    for (base::Finding& finding : *marked) finding.approved = approvals.covers(finding);
    return marked;
}

Shared<std::vector<base::Finding>> examined(const Project& project, const Stage& stage,
                                            base::Progress& progress) {
    std::vector<base::Finding> findings = stage.examine(project, progress);
    for (base::Finding& finding : findings)
        if (finding.stage.empty()) finding.stage = stage.id;
    return with_approvals(std::make_shared<const std::vector<base::Finding>>(std::move(findings)),
                          approvals_of(project));
}

}  // namespace orelens::project
