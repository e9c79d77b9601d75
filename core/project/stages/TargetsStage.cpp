// Targets of a prediction and the holes that would test them.
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsPotential.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/StudyStages.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;

namespace {

using base::Expected;
using base::Severity;
using blocks::BlockModel;

BlockModel with_targets(const BlockModel& before, const TargetResult& result, std::span<const std::uint8_t> excluded, const Surroundings& around) {
    BlockModel model(before);
    const std::vector<blocks::ColumnInfo> columns = model.columns();
    for (const blocks::ColumnInfo& column : columns) model.remove_column(column.name);
    std::vector<std::int32_t> target(static_cast<std::size_t>(model.geometry().cell_count()), -1);
    for (std::size_t t = 0; t < result.targets.size(); ++t)
        for (const std::int64_t v : result.targets[t].target.voxels) target[static_cast<std::size_t>(v)] = static_cast<std::int32_t>(t) + 1;
    add_codes(model, target_column, target, {});
    if (!excluded.empty()) add_codes(model, excluded_column, std::vector<std::int32_t>(excluded.begin(), excluded.end()), {});
    if (!around.workings.empty()) add_codes(model, workings_column, std::vector<std::int32_t>(around.workings.begin(), around.workings.end()), {});
    if (!around.met.empty()) {
        std::vector<std::int32_t> met(around.met.size(), -1);
        for (std::size_t v = 0; v < met.size(); ++v)
            if (around.met[v] != 0) met[v] = around.new_labels[v] >= 0 ? around.new_labels[v] : 2;
        add_codes(model, new_hole_column, met, {"barren", "positive", "neither"});
    }
    return model;
}

Expected<void> run_targets(Project& project, base::Progress& progress) {
    auto& more_results = project.results.more;
    const auto evidence = evidence_of(project.results);
    const auto prediction = prediction_of(project.results);
    const auto columns = more<BlockModel>(project.results, "potential.columns");
    if (!study_in_use(project) || !evidence || !prediction || !columns) {
        more_results.erase("targets.study");
        more_results.erase("targets.columns");
        return {};
    }
    auto study = study_with_evidence(project);
    if (!study) return std::unexpected(study.error());
    const auto excluded = excluded_voxels(*study, progress.part(0, 0.05));
    if (!excluded) return std::unexpected(excluded.error());
    base::Progress reading_files = progress.part(0.04, 0.05);
    const auto around = surroundings_of(*study, reading_files);
    if (!around) return std::unexpected(around.error());
    const std::vector<float> probability = column_values(*columns, probability_column);
    std::vector<std::uint8_t> outside;
    if (columns->has(domain_column))
        for (const float code : column_values(*columns, domain_column)) outside.push_back(code > 0);
    const TargetWork work{*study, *evidence, *prediction, probability, outside, *excluded, *around, project.recipe.economics.costs.density_t_per_m3,
                          project.recipe.potential.forbidden_file.empty() ? std::string() : resolved_file(project.recipe, project.recipe.potential.forbidden_file)};
    auto made = find_and_drill(work, project.recipe.potential, progress.part(0.05, 1));
    if (!made) return std::unexpected(made.error());
    auto model = shared(with_targets(*columns, *made, *excluded, *around));
    if (progress.cancelled()) return base::cancelled();
    more_results["targets.columns"] = std::move(model);
    more_results["targets.study"] = shared(std::move(*made));
    return {};
}

std::vector<base::Finding> examine_targets(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto result = targets_of(project.results);
    if (!result) return findings;
    findings = result->findings;
    for (std::size_t n = 0; n < result->said.size(); ++n) {
        base::Finding finding = doubt("targets", "targets_said", Severity::info, 1, {});
        finding.what = result->said[n];
        finding.row = static_cast<std::int64_t>(n) + 1;
        findings.push_back(std::move(finding));
    }
    std::int64_t outside = 0;
    for (const TargetNote& note : result->targets) outside += note.target.out_of_domain > 0.5;
    if (outside > 0) findings.push_back(doubt("targets", "targets_outside", Severity::warning, outside, {{"all", std::to_string(result->targets.size())}}));
    if (result->targets.empty()) findings.push_back(doubt("targets", "targets_none", Severity::warning, 1, {{"threshold", base::number(result->threshold, 3)}}));
    return findings;
}

Expected<WorkSize> size_of_targets(const Project& project) {
    WorkSize work;
    const auto evidence = evidence_of(project.results);
    if (!study_in_use(project) || !evidence) return work;
    work.cells = static_cast<double>(evidence->grid.cell_count());
    // Layers in full, one of them moved, the members' probabilities of the targets, components.
    work.bytes = work.cells * (8 * static_cast<double>(evidence->layers.size()) + 60);
    work.seconds = 4e-6 * work.cells * static_cast<double>(evidence->layers.size());
    work.fix = base::Message("project.size.coarser_study");
    work.place.field = "potential.study_file";
    return work;
}

bool targets_restored(Project& project, const base::Progress& /*progress*/) {
    if (!both_or_neither(project.results, "targets.study", "targets.columns")) return false;
    const auto model = more<BlockModel>(project.results, "targets.columns");
    if (!model || model->has(target_column)) return true;
    project.results.more.erase("targets.study");
    project.results.more.erase("targets.columns");
    return false;
}

}  // namespace

Stage targets_stage() {
    Stage stage;
    stage.id = "targets";
    stage.workspace = "perspective";
    stage.label = {"Targets and test holes", "靶区与验证孔"};
    stage.doing = {"Outlining targets", "圈定靶区"};
    stage.help = {"Connected voxels above the threshold, what each rests on and is expected to hold, and the hole that would test it",
                  "阈值以上的连通体素、其依据与期望含量，以及验证它的钻孔"};
    stage.inputs = {"evidence", "potential"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) { return study_in_use(project); };
    stage.parameters = {"potential.threshold", "potential.target_edits", "potential.forbidden_file"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        if (study_in_use(project)) print.add("density", base::number(project.recipe.economics.costs.density_t_per_m3, 17));
    };
    stage.share = 0.04;
    stage.results = {archived_more<TargetResult>("targets.study"), kept_model("targets.columns")};
    stage.size = size_of_targets;
    stage.run = run_targets;
    stage.examine = examine_targets;
    stage.restored = targets_restored;
    return stage;
}

}  // namespace orelens::project
