// Where else the ore could be: every method of a study on the same folds, and the best of them for every voxel.
#include <cmath>

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

/// All that a prediction rests on: a study whose holes alone are others gives the same one.
std::string stamp_of(const Project& project, const PotentialStudy& study, const EvidenceResult& evidence) {
    Fingerprint print;
    for (const EvidenceLayer& layer : evidence.layers) print.add(layer.id, layer.stamp);
    print.add("labels", evidence.labels_stamp);
    for (const char* part : {"evidence", "methods", "validation", "predict"})
        print.add(part, study.rule.contains(part) ? study.rule.at(part).dump() : std::string());
    print.add("method", project.recipe.potential.method);
    print.add("members", std::to_string(project.recipe.potential.members));
    return print.text();
}

Expected<void> run_potential(Project& project, base::Progress& progress) {
    auto& more_results = project.results.more;
    const auto evidence = evidence_of(project.results);
    if (!study_in_use(project) || !evidence) {
        more_results.erase("potential.study");
        more_results.erase("potential.columns");
        return {};
    }
    auto study = study_with_evidence(project);
    if (!study) return std::unexpected(study.error());
    const std::string stamp = stamp_of(project, *study, *evidence);
    const auto before = prediction_of(project.results);
    if (before && before->stamp == stamp && more_results.contains("potential.columns")) return {};
    auto made = predict_study(*study, project.recipe.potential, progress);
    if (!made) return std::unexpected(made.error());
    made->result.stamp = stamp;
    auto columns = shared(with_prediction(*more<BlockModel>(project.results, "evidence.columns"), *study, *made));
    if (progress.cancelled()) return base::cancelled();
    more_results["potential.columns"] = std::move(columns);
    more_results["potential.study"] = shared(std::move(made->result));
    return {};
}

std::vector<base::Finding> examine_potential(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto result = prediction_of(project.results);
    if (!result) return findings;
    for (const MethodNote& method : result->methods)
        if (!method.refused.empty()) {
            auto finding = doubt("potential", "potential_refused", Severity::warning, 1, {{"method", method.name}, {"why", "@" + method.refused.key}});
            finding.column = method.name;
            findings.push_back(std::move(finding));
        }
    for (const MethodNote& method : result->methods)
        if (method.baseline && method.refused.empty())
            for (const MethodNote& best : result->methods)
                if (best.name == result->method && method.mean >= best.low) {
                    auto finding = doubt("potential", "potential_no_better", Severity::warning, 1, {{"method", best.name}, {"baseline", method.name}, {"auc", base::number(best.mean, 3)}, {"other", base::number(method.mean, 3)}});
                    finding.column = method.name;
                    findings.push_back(std::move(finding));
                }
    if (result->outside > 0)
        findings.push_back(doubt("potential", "potential_outside", Severity::info, result->outside, {{"share", percent_text(static_cast<double>(result->outside), static_cast<double>(result->unknown))}}));
    if (result->failed_members > 0) findings.push_back(doubt("potential", "potential_members", Severity::info, result->failed_members, {}));
    return findings;
}

Expected<WorkSize> size_of_potential(const Project& project) {
    WorkSize work;
    const auto evidence = evidence_of(project.results);
    if (!study_in_use(project) || !evidence) return work;
    const auto study = read_study(project);
    if (!study) return std::unexpected(study.error());
    const auto layers = static_cast<double>(evidence->layers.size());
    work.cells = static_cast<double>(evidence->grid.cell_count());
    // Layers in full, labels, and what is predicted twice.
    work.bytes = work.cells * (4 * layers + 80);
    const auto labelled = static_cast<double>(evidence->positives + evidence->barrens);
    const auto methods = static_cast<double>(study->methods.size());
    work.seconds = 4e-6 * work.cells + 2e-4 * labelled * methods * study->validation.folds.repeats * study->validation.folds.folds;
    work.fix = base::Message("project.size.coarser_study");
    work.place.field = "potential.study_file";
    return work;
}

bool potential_restored(Project& project, const base::Progress& /*progress*/) {
    if (!both_or_neither(project.results, "potential.study", "potential.columns")) return false;
    const auto model = more<BlockModel>(project.results, "potential.columns");
    if (!model || model->has(probability_column)) return true;
    project.results.more.erase("potential.study");
    project.results.more.erase("potential.columns");
    return false;
}

}  // namespace

Stage potential_stage() {
    Stage stage;
    stage.id = "potential";
    stage.workspace = "perspective";
    stage.label = {"Potential", "潜力预测"};
    stage.doing = {"Predicting potential", "预测潜力"};
    stage.help = {"Where else the ore could be, by every method of the study on the same folds, with how far each is to be trusted; potential is never added to resources",
                  "以相同的空间折比较研究中的各种方法，预测矿石还可能在哪里及其可信程度；潜在量从不计入资源量"};
    stage.inputs = {"evidence"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) { return study_in_use(project); };
    stage.parameters = {"potential.method", "potential.members"};
    stage.share = 0.08;
    stage.results = {archived_more<PredictionResult>("potential.study"), kept_model("potential.columns")};
    stage.size = size_of_potential;
    stage.run = run_potential;
    stage.examine = examine_potential;
    stage.restored = potential_restored;
    return stage;
}

}  // namespace orelens::project
