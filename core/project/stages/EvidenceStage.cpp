// Evidence of potential: the layers of a study on one grid, what each covers, and the labels of voxels.
#include <filesystem>

#include "core/project/Approvals.h"
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

std::string path_of(const StudyNames& names, const std::string& file) {
    return (std::filesystem::path(names.folder) / file).lexically_normal().string();
}

/// Files that the study names; one that is gone counts as it was when last read.
void evidence_depends(const Project& project, Fingerprint& print) {
    if (!study_in_use(project)) return;
    const StudyNames names = study_names(project);
    const auto before = evidence_of(project.results);
    for (const std::string& file : names.files) {
        std::string digest = file_fingerprint(path_of(names, file));
        if (digest == absent_file && before)
            for (const auto& [name, read] : before->files)
                if (name == file) digest = read;
        print.add(file, digest);
    }
    print.add("crs", project.recipe.general.crs);
    for (const std::string& one : approvals_that_change_samples(project)) print.add("approved", one);
}

bool reads_input(const Project& project, const std::string& input) {
    if (!study_in_use(project)) return false;
    const StudyNames names = study_names(project);
    return names.readable && (input == "import" ? !names.own_holes : !names.own_grid);
}

std::string stamp_of(const potential::Labels& labels) {
    Fingerprint print;
    print.add("label", std::string_view(reinterpret_cast<const char*>(labels.label.data()), labels.label.size()));
    print.add("grade", std::string_view(reinterpret_cast<const char*>(labels.grade.data()), labels.grade.size() * sizeof(float)));
    return print.text();
}

Expected<void> run_evidence(Project& project, base::Progress& progress) {
    std::shared_ptr<const EvidenceResult> result;
    std::shared_ptr<const BlockModel> columns;
    if (study_in_use(project)) {
        const StudyNames names = study_names(project);
        std::vector<StudyFileRead> files;
        for (const std::string& file : names.files) {
            auto digest = file_fingerprint(path_of(names, file), progress.part(0, 0));
            if (!digest) return std::unexpected(digest.error());
            files.emplace_back(file, std::move(*digest));
        }
        auto study = read_study(project);
        if (!study) return std::unexpected(study.error());
        EarlierLayers earlier;
        const auto before = evidence_of(project.results);
        const auto model = more<BlockModel>(project.results, "evidence.columns");
        if (before && model && before->grid == study->evidence.grid) earlier = earlier_layers(*before, *model);
        auto made = make_evidence(*study, earlier, progress);
        if (!made) return std::unexpected(made.error());
        made->result.files = std::move(files);
        made->result.grid_of_model = !names.own_grid;
        made->result.holes_of_project = !names.own_holes;
        made->result.labels_stamp = stamp_of(study->labels);
        result = shared(std::move(made->result));
        columns = shared(std::move(made->model));
    }
    if (progress.cancelled()) return base::cancelled();
    auto& more_results = project.results.more;
    more_results.erase("evidence.study");
    more_results.erase("evidence.columns");
    if (result) {
        more_results["evidence.study"] = std::move(result);
        more_results["evidence.columns"] = std::move(columns);
    }
    return {};
}

std::vector<base::Finding> examine_evidence(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto evidence = evidence_of(project.results);
    if (!evidence) return findings;
    findings = evidence->findings;
    for (const EvidenceLayer& layer : evidence->layers) {
        findings.insert(findings.end(), layer.findings.begin(), layer.findings.end());
        const potential::Coverage& c = layer.coverage;
        const auto say = [&](const char* kind, std::int64_t count) {
            auto finding = doubt("evidence", kind, Severity::warning, count, {{"layer", layer.id}, {"labelled", percent_text(static_cast<double>(c.labelled_covered), static_cast<double>(c.labelled))},
                                                                               {"predicted", percent_text(static_cast<double>(c.predicted_covered), static_cast<double>(c.predicted))}});
            finding.column = layer.id;
            findings.push_back(std::move(finding));
        };
        if (c.all_missing)
            say("evidence_no_value", c.predicted);
        else if (c.leaks || c.only_labelled)
            say("evidence_leaks", c.predicted - c.predicted_covered);
        if (c.constant && !c.all_missing) say("evidence_constant", c.predicted_covered);
        if (!c.same_as.empty()) say("evidence_repeats", c.predicted_covered);
    }
    for (std::size_t n = 0; n < evidence->advice.size(); ++n) {
        base::Finding finding = doubt("evidence", "evidence_labels", Severity::warning, 1, {});
        finding.what = evidence->advice[n];
        finding.row = static_cast<std::int64_t>(n) + 1;
        findings.push_back(std::move(finding));
    }
    return findings;
}

Expected<WorkSize> size_of_evidence(const Project& project) {
    WorkSize work;
    if (!study_in_use(project)) return work;
    const auto study = read_study(project);
    if (!study) return std::unexpected(study.error());
    const auto layers = static_cast<double>(study->rule.at("layers").size());
    work.cells = static_cast<double>(study->evidence.grid.cell_count());
    // Values of every layer, once in hand and once as columns, labels with their lengths and grades twice, and one in the making.
    work.bytes = work.cells * (8 * layers + 40);
    work.seconds = 4e-7 * work.cells * layers;
    work.fix = base::Message("project.size.coarser_study");
    work.place.field = "potential.study_file";
    return work;
}

bool evidence_restored(Project& project, const base::Progress& /*progress*/) {
    if (!both_or_neither(project.results, "evidence.study", "evidence.columns")) return false;
    const auto result = evidence_of(project.results);
    const auto model = more<BlockModel>(project.results, "evidence.columns");
    if (!result) return true;
    bool whole = model->geometry() == result->grid && model->has(label_column);
    for (const EvidenceLayer& layer : result->layers) whole = whole && model->has(evidence_prefix + layer.id);
    if (!whole) {
        project.results.more.erase("evidence.study");
        project.results.more.erase("evidence.columns");
    }
    return whole;
}

}  // namespace

Stage evidence_stage() {
    Stage stage;
    stage.id = "evidence";
    stage.workspace = "perspective";
    stage.label = {"Evidence of potential", "潜力证据"};
    stage.doing = {"Reading evidence", "读取证据"};
    stage.help = {"Geology, geophysics, geochemistry and remote sensing on one grid: what each layer covers, and which voxels are known to be ore or barren",
                  "地质、物探、化探与遥感统一到同一网格：各图层的覆盖范围，以及哪些体素已知为矿石或无矿"};
    stage.inputs = {"import", "grid"};
    stage.reads_input = reads_input;
    stage.spares_inputs = true;
    stage.parameters = {"potential.study_file", "potential.masks"};
    stage.depends = evidence_depends;
    stage.share = 0.03;
    stage.results = {archived_more<EvidenceResult>("evidence.study"), kept_model("evidence.columns")};
    stage.size = size_of_evidence;
    stage.run = run_evidence;
    stage.examine = examine_evidence;
    stage.restored = evidence_restored;
    return stage;
}

}  // namespace orelens::project
