#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;
using base::Expected;

namespace {

/// Labels of voxels that are air, water or masked teach nothing; samples there are dropped by Labels.cpp.
void drop_labels_outside(PotentialStudy& study, const std::string& file) {
    std::int64_t outside = 0;
    for (std::size_t v = 0; v < study.labels.label.size(); ++v)
        if (study.labels.label[v] != potential::unknown && study.evidence.active[v] == 0) {
            study.labels.label[v] = potential::unknown;
            ++outside;
        }
    if (outside == 0) return;
    base::Finding finding;
    finding.kind = "potential_labels_outside";
    finding.severity = base::Severity::error;
    finding.file = file;
    finding.count = outside;
    finding.what = base::Message("finding.what.potential_labels_outside", {{"count", std::to_string(outside)}});
    finding.fix = base::Message("finding.fix.potential_labels_outside");
    study.findings.push_back(std::move(finding));
}

}  // namespace

Expected<void> make_labels(PotentialStudy& study, base::Progress& progress) {
    try {
        const nlohmann::json& l = study.rule.at("labels");
        if (l.contains("file")) {
            io::EvidenceRule rule = rule_of(study, nlohmann::json::object());
            auto file = io::read_evidence(path_in(study, l.at("file")), rule, progress);
            if (!file) return std::unexpected(file.error());
            auto* given = std::get_if<std::vector<potential::GivenLabel>>(&file->data);
            if (given == nullptr) return refuse(study, "labels.file", "@potential.study.no_labels");
            study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
            study.labels.label.assign(study.evidence.voxels(), potential::unknown);
            study.labels.length_m.assign(study.evidence.voxels(), potential::missing);
            study.labels.grade = study.labels.length_m;
            study.labels.hole.assign(study.evidence.voxels(), -1);
            if (auto added = potential::add_labels(study.labels, *given, ""); !added) return std::unexpected(added.error());
            drop_labels_outside(study, l.at("file").get<std::string>());
            return {};
        }
        io::DrillholeImport own;
        const drilling::DrillholeSet* holes = study.context.holes;
        if (l.contains("collar") || l.contains("assay")) {
            drilling::ImportRule rule;
            rule.collar_file = l.at("collar").get<std::string>();
            rule.survey_file = l.value("survey", "");
            rule.assay_file = l.at("assay").get<std::string>();
            auto read = io::read_drillholes(rule, {}, study.folder, progress);
            if (!read) return std::unexpected(read.error());
            own = std::move(*read);
            holes = &own.holes;
        }
        if (holes == nullptr) return refuse(study, "labels", "@potential.study.no_holes");
        const auto samples = potential::samples_of(*holes, l.at("element").get<std::string>());
        if (!samples) return std::unexpected(samples.error());
        if (const auto* grade = holes->assays.grade(l.at("element").get<std::string>())) study.grade_fraction = base::fraction_of(grade->unit);
        auto labels = potential::label_samples(study.evidence, *samples, {.cutoff = l.at("cutoff"), .barren = l.value("barren", 0.0), .least_length_m = l.value("least_length_m", 0.0)});
        if (!labels) return std::unexpected(labels.error());
        study.labels = std::move(*labels);
        return {};
    } catch (const nlohmann::json::exception& error) {
        return refuse_json(study, error);
    }
}

}  // namespace orelens::project
