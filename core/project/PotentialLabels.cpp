#include <algorithm>

#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/Approvals.h"
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
    study.labels.positives = std::ranges::count(study.labels.label, potential::positive);
    study.labels.barrens = std::ranges::count(study.labels.label, potential::barren);
    base::Finding finding;
    finding.kind = "potential_labels_outside";
    finding.severity = base::Severity::error;
    finding.file = file;
    finding.count = outside;
    finding.what = base::Message("finding.what.potential_labels_outside", {{"count", std::to_string(outside)}});
    finding.fix = base::Message("finding.fix.potential_labels_outside");
    study.findings.push_back(std::move(finding));
}

/// Where two sources disagree the first is kept; what the other said is told, not forgotten.
Expected<void> add(PotentialStudy& study, const std::vector<potential::GivenLabel>& given, const std::string& source, const std::string& file) {
    const auto conflicts = potential::add_labels(study.labels, given, "");
    if (!conflicts) return std::unexpected(conflicts.error());
    if (conflicts->empty()) return {};
    base::Finding finding;
    finding.kind = "potential_labels_conflict";
    finding.severity = base::Severity::warning;
    finding.file = file;
    finding.count = static_cast<std::int64_t>(conflicts->size());
    finding.what = base::Message("finding.what.potential_labels_conflict", {{"count", std::to_string(conflicts->size())}, {"source", source}, {"voxel", std::to_string(conflicts->front().voxel)}});
    finding.fix = base::Message("finding.fix.potential_labels_conflict");
    study.findings.push_back(std::move(finding));
    return {};
}

/// Active voxels inside closed solids are positive: what of an orebody stands above the ground is no rock.
Expected<void> add_solids(PotentialStudy& study, const nlohmann::json& names, base::Progress& progress) {
    for (std::size_t n = 0; n < names.size(); ++n) {
        const std::string name = names[n].get<std::string>();
        const auto file = io::read_evidence(path_in(study, names[n]), rule_of(study, nlohmann::json::object()), progress);
        if (!file) return std::unexpected(file.error());
        const auto* solid = std::get_if<shapes::TriangleMesh>(&file->data);
        if (solid == nullptr) return refuse(study, "labels.solids." + std::to_string(n), "@potential.study.no_solid", name);
        study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
        auto inside = potential::labels_in(study.evidence.grid, *solid, name, progress);
        if (!inside) return std::unexpected(inside.error());
        std::erase_if(*inside, [&](const potential::GivenLabel& one) { return study.evidence.active[static_cast<std::size_t>(one.voxel)] == 0; });
        if (auto ok = add(study, *inside, name, path_in(study, names[n])); !ok) return ok;
    }
    return {};
}

/// What the recipe, or the study itself, approves: doubtful rows and impossible grades of its files count then, as those of
/// the project's own holes do.
void approve_as_stated(const PotentialStudy& study, drilling::DrillholeSet& holes, std::vector<base::Finding>& findings) {
    Approvals own;
    for (const std::string& one : study.rule.value("approve", std::vector<std::string>()))
        for (ApprovalPattern& pattern : approval_patterns(one)) own.patterns.push_back(std::move(pattern));
    drilling::approve(holes, findings, [&](const base::Finding& finding) { return own.covers(finding) || (study.context.agreed && study.context.agreed(finding)); });
}

void none_at_all(PotentialStudy& study) {
    study.labels = {};
    study.labels.label.assign(study.evidence.voxels(), potential::unknown);
    study.labels.length_m.assign(study.evidence.voxels(), potential::missing);
    study.labels.grade = study.labels.length_m;
    study.labels.hole.assign(study.evidence.voxels(), -1);
}

}  // namespace

Expected<reading::HoleLabels> reading::label_holes(const PotentialStudy& study, const nlohmann::json& files, const nlohmann::json& limits, bool own, base::Progress& progress) {
    HoleLabels made;
    io::DrillholeImport read_here;
    const drilling::DrillholeSet* holes = study.context.holes;
    if (files.contains("collar") || files.contains("assay")) {
        drilling::ImportRule rule;
        rule.collar_file = files.at("collar").get<std::string>();
        rule.survey_file = files.value("survey", "");
        rule.assay_file = files.at("assay").get<std::string>();
        auto read = io::read_drillholes(rule, {}, study.folder, progress);
        if (!read) return std::unexpected(read.error());
        read_here = std::move(*read);
        drilling::mark_doubtful(read_here.holes);
        made.findings = drilling::validate(read_here.holes, std::move(read_here.findings), &progress);
        if (progress.cancelled()) return base::cancelled();
        approve_as_stated(study, read_here.holes, made.findings);
        holes = &read_here.holes;
    }
    if (holes == nullptr) return refuse(study, "labels", "@potential.study.no_holes");
    const std::string element = limits.at("element").get<std::string>();
    auto drilled = potential::drilled_holes(*holes, element);
    if (!drilled) {
        base::Error error = drilled.error();
        error.place = place_in(study, "labels.element");
        return std::unexpected(error);
    }
    double units = 1;
    if (const auto* grade = holes->assays.grade(element); grade != nullptr) {
        made.grade_fraction = base::fraction_of(grade->unit);
        if (!own && study.grade_fraction > 0 && made.grade_fraction > 0) units = study.grade_fraction / made.grade_fraction;
    }
    std::vector<potential::Sample> samples;
    for (const potential::DrilledHole& hole : *drilled) samples.insert(samples.end(), hole.samples.begin(), hole.samples.end());
    auto labels = potential::label_samples(study.evidence, samples, {.cutoff = units * limits.at("cutoff").get<double>(), .barren = units * limits.value("barren", 0.0), .least_length_m = limits.value("least_length_m", 0.0)});
    if (!labels) {
        base::Error error = labels.error();
        if (error.place.file.empty()) error.place = place_in(study, "labels.cutoff");
        return std::unexpected(error);
    }
    made.labels = std::move(*labels);
    for (potential::DrilledHole& hole : *drilled)
        for (potential::Sample& sample : hole.samples) sample.grade /= units;
    made.holes = std::move(*drilled);
    return made;
}

Expected<void> make_labels(PotentialStudy& study, base::Progress& progress) {
    try {
        // An expert's overlay needs none.
        if (!study.rule.contains("labels") && !study.methods.empty() && std::ranges::none_of(study.methods, [](const auto& method) { return potential::needs_labels(method.kind); })) {
            none_at_all(study);
            return {};
        }
        const nlohmann::json& l = study.rule.at("labels");
        const bool list = l.contains("file"), solids = l.contains("solids");
        // Beside solids, without holes in the project, element and cutoff are there for the new holes alone.
        const bool for_new_holes = solids && study.rule.contains("new_holes") && study.context.holes == nullptr;
        if (l.contains("collar") || l.contains("assay") || (!list && (!solids || (l.contains("element") && !for_new_holes)))) {
            auto made = label_holes(study, l, l, true, progress);
            if (!made) return std::unexpected(made.error());
            study.labels = std::move(made->labels);
            study.grade_fraction = made->grade_fraction;
            study.findings.insert(study.findings.end(), made->findings.begin(), made->findings.end());
        } else {
            none_at_all(study);
        }
        if (list) {
            auto file = io::read_evidence(path_in(study, l.at("file")), rule_of(study, nlohmann::json::object()), progress);
            if (!file) return std::unexpected(file.error());
            auto* given = std::get_if<std::vector<potential::GivenLabel>>(&file->data);
            if (given == nullptr) return refuse(study, "labels.file", "@potential.study.no_labels");
            study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
            if (auto ok = add(study, *given, l.at("file").get<std::string>(), path_in(study, l.at("file"))); !ok) return ok;
            drop_labels_outside(study, l.at("file").get<std::string>());
        }
        if (solids) return add_solids(study, l.at("solids"), progress);
        return {};
    } catch (const nlohmann::json::exception& error) {
        return refuse_json(study, error);
    }
}

}  // namespace orelens::project
