#include "core/project/Pipeline.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "core/project/Fingerprint.h"
#include "core/project/Stages.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Message;

std::size_t place(Stage stage) {
    return static_cast<std::size_t>(stage);
}

/// Rough shares of the time, for one bar over all stages.
constexpr double weights[stage_count] = {0.1, 0.03, 0.07, 0.01, 0.6, 0.18, 0.01};

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
void remember_files(Project& project, Stage stage) {
    std::vector<std::string> files;
    for (const RecipeParam& row : recipe_params())
        if (row.info.type == base::ParamType::file && row.stage == stage_id(stage))
            files.push_back(std::get<std::string>(row.get(project.recipe, "")));
    if (stage == Stage::estimate) files.push_back(project.model_source);
    for (const std::string& file : files)
        if (!file.empty()) project.file_digests[file] = input_fingerprint(project, file);
}

base::Expected<void> guarded(Project& project, Stage stage, base::Progress& progress) {
    try {
        return run_stage(project, stage, progress);
    } catch (const std::bad_alloc&) {
        return base::fail(ErrorKind::data, Message("project.out_of_memory"), {},
                          Message("project.out_of_memory_fix"));
    } catch (const std::exception& thrown) {
        return base::fail(ErrorKind::internal, Message("project.unexpected", {{"what", thrown.what()}}));
    }
}

}  // namespace

std::string_view stage_id(Stage stage) {
    static constexpr std::string_view ids[stage_count] = {"import",   "composite", "variogram",  "grid",
                                                          "estimate", "evaluate",  "utilization"};
    return ids[place(stage)];
}

std::string new_project_id() {
    return boost::uuids::to_string(boost::uuids::random_generator()());
}

std::vector<std::string> Project::elements() const {
    std::vector<std::string> names = group_keys(recipe, "element");
    if (names.empty() && model_source.empty() && results.composites)
        for (const auto& grade : results.composites->grades) names.push_back(grade.name);
    if (names.empty() && results.model) names = graded_columns(*results.model);
    std::ranges::sort(names);
    return names;
}

StageState Project::state(Stage stage) const {
    const std::string expected = expected_fingerprint(*this, stage);
    if (errors[place(stage)] && error_fingerprints[place(stage)] == expected) return StageState::failed;
    if (fingerprints[place(stage)].empty()) return StageState::never_run;
    if (fingerprints[place(stage)] != expected) return StageState::stale;
    // Economics are columns of the estimated model: a model that has to be made again takes them with it.
    const bool rests_on_model = stage == Stage::evaluate;
    return rests_on_model && state(Stage::estimate) != StageState::current ? StageState::stale
                                                                           : StageState::current;
}

std::vector<Stage> Project::stale() const {
    std::vector<Stage> list;
    for (const Stage stage : all_stages)
        if (state(stage) != StageState::current) list.push_back(stage);
    return list;
}

const std::optional<base::Error>& Project::error(Stage stage) const {
    return errors[place(stage)];
}

base::Expected<void> Project::run(base::Progress& progress, Stage until) {
    std::vector<Stage> todo = stale();
    std::erase_if(todo, [&](Stage stage) { return stage > until; });
    double whole = 0, done = 0;
    for (const Stage stage : todo) whole += weights[place(stage)];
    for (const Stage stage : todo) {
        // The fingerprint is taken before the work: a file that changes meanwhile makes the result stale.
        const std::string expected = expected_fingerprint(*this, stage);
        const double next = done + weights[place(stage)];
        base::Progress part =
            progress.part(done / whole, next / whole, Message("stage." + std::string(stage_id(stage))));
        done = next;
        if (!part.report(0)) return base::cancelled();
        ++executions[place(stage)];
        auto ran = guarded(*this, stage, part);
        if (ran && stage < Stage::evaluate && part.cancelled()) ran = base::cancelled();
        if (!ran) {
            if (ran.error().kind == ErrorKind::cancelled) return ran;
            errors[place(stage)] = ran.error();
            error_fingerprints[place(stage)] = expected;
            return ran;
        }
        errors[place(stage)].reset();
        error_fingerprints[place(stage)].clear();
        fingerprints[place(stage)] = expected;
        remember_files(*this, stage);
        // A new model has no economics yet: whatever happens next, the old evaluation is not its own.
        if (stage == Stage::estimate) fingerprints[place(Stage::evaluate)].clear();
    }
    progress.report(1);
    return {};
}

void Project::set_model(blocks::BlockModel model, const std::string& source) {
    results = Results{};
    model_source = source;
    results.geometry = std::make_shared<const blocks::GridGeometry>(model.geometry());
    results.model = std::make_shared<const blocks::BlockModel>(std::move(model));
    variogram_fingerprints.clear();
    estimate_fingerprints.clear();
    remember_files(*this, Stage::estimate);
    for (const Stage stage : all_stages) {
        errors[place(stage)].reset();
        fingerprints[place(stage)] = stage <= Stage::estimate ? expected_fingerprint(*this, stage) : "";
    }
}

void Project::approve(const std::string& finding_id, bool approved) {
    if (approved)
        approved_findings.insert(finding_id);
    else
        approved_findings.erase(finding_id);
    if (results.findings) results.findings = with_approvals(*results.findings, approved_findings);
}

}  // namespace orelens::project
