// Evidence and labels of a study as results: the model of its voxels, and what must be known of every layer.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/project/PotentialWork.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;

namespace {

constexpr int histogram_bins = 24;

/// The part of the ground over the grid, two cells beyond it: depths of targets need no more.
potential::Raster over_grid(const potential::Raster& ground, const blocks::GridGeometry& grid) {
    double low[2] = {1e300, 1e300}, high[2] = {-1e300, -1e300};
    for (const int i : {0, 1})
        for (const int j : {0, 1}) {
            const auto corner = grid.to_world({double(i) * grid.count[0], double(j) * grid.count[1], 0});
            const auto at = ground.place(corner[0], corner[1]);
            for (std::size_t a = 0; a < 2; ++a) {
                low[a] = std::min(low[a], at[a]);
                high[a] = std::max(high[a], at[a]);
            }
        }
    constexpr double beyond = 2;
    const auto cell = [](double value, std::int32_t most) { return static_cast<std::int32_t>(std::clamp(value, 0.0, static_cast<double>(most))); };
    const std::int32_t c0 = cell(std::floor(low[0]) - beyond, ground.columns), c1 = cell(std::ceil(high[0]) + beyond, ground.columns);
    const std::int32_t r0 = cell(std::floor(low[1]) - beyond, ground.rows), r1 = cell(std::ceil(high[1]) + beyond, ground.rows);
    if (c1 <= c0 || r1 <= r0) return ground;
    potential::Raster part = ground;
    part.columns = c1 - c0;
    part.rows = r1 - r0;
    part.to[0] = ground.to[0] + ground.to[1] * c0 + ground.to[2] * r0;
    part.to[3] = ground.to[3] + ground.to[4] * c0 + ground.to[5] * r0;
    part.values.clear();
    for (std::int32_t r = r0; r < r1; ++r)
        for (std::int32_t c = c0; c < c1; ++c) part.values.push_back(ground.values[static_cast<std::size_t>(r) * static_cast<std::size_t>(ground.columns) + static_cast<std::size_t>(c)]);
    return part;
}

/// Whole numbers of a few kinds are codes as a rule: rock types, ages.
bool looks_like_codes(const potential::Layer& layer) {
    constexpr std::size_t most = 30;
    std::set<float> seen;
    for (const float v : layer.values) {
        if (std::isnan(v)) continue;
        if (v != std::floor(v) || v < 0) return false;
        seen.insert(v);
        if (seen.size() > most) return false;
    }
    return seen.size() > 2;
}

}  // namespace

base::Expected<MadeEvidence> make_evidence(PotentialStudy& study, const EarlierLayers& earlier, const base::Progress& progress) {
    if (auto ok = derive_evidence(study, progress.part(0, 0.8), earlier); !ok) return std::unexpected(ok.error());
    base::Progress labelling = progress.part(0.8, 0.9);
    if (auto ok = make_labels(study, labelling); !ok) return std::unexpected(ok.error());
    const potential::Evidence& evidence = study.evidence;
    const potential::Labels& labels = study.labels;
    auto model = active_model(evidence, progress.part(0.9, 0.92));
    if (!model) return std::unexpected(model.error());
    EvidenceResult made;
    made.crs = study.rule.value("crs", study.context.crs);
    made.grid = evidence.grid;
    made.active = model->block_count();
    const auto covered = potential::coverage(evidence, labels.label);
    for (std::size_t n = 0; n < evidence.layers.size(); ++n) {
        if (!progress.part(0.92, 1).report(static_cast<double>(n) / static_cast<double>(evidence.layers.size()))) return base::cancelled();
        const potential::Layer& layer = evidence.layers[n];
        add_real(*model, evidence_prefix + layer.id, layer.values);
        EvidenceLayer one{layer.id, study.layer_stamps[n], layer.from, layer.nominal, layer.projected, covered[n], potential::histogram(evidence, n, labels.label, histogram_bins), study.layer_findings[n]};
        if (!study.rule.at("layers")[n].contains("nominal") && looks_like_codes(layer)) one.findings.push_back(io::evidence_finding(layer.from.file.empty() ? study.file : layer.from.file, "evidence.looks_like_codes", {{"layer", layer.id}}));
        for (base::Finding& finding : one.findings) finding.stage = "evidence";
        made.layers.push_back(std::move(one));
    }
    if (progress.cancelled()) return base::cancelled();
    made.correlation = potential::correlation(evidence);
    add_codes(*model, label_column, std::vector<std::int32_t>(labels.label.begin(), labels.label.end()), {"barren", "positive"});
    add_real(*model, label_length_column, labels.length_m, "m");
    add_real(*model, label_grade_column, labels.grade);
    add_codes(*model, label_hole_column, labels.hole, {});
    made.positives = labels.positives;
    made.barrens = labels.barrens;
    made.weak = labels.weak;
    made.inactive = labels.inactive;
    const auto rule = study.rule.value("labels", nlohmann::json::object());
    made.label_element = rule.value("element", "");
    made.cutoff = rule.value("cutoff", 0.0);
    made.barren = rule.value("barren", made.cutoff / 2);
    made.grade_fraction = study.grade_fraction;
    if (study.ground) made.ground = over_grid(*study.ground, evidence.grid);
    made.findings = study.findings;
    for (base::Finding& finding : made.findings) finding.stage = "evidence";
    const auto advice = potential::judge(evidence, labels);
    made.advice = advice.refused;
    made.advice.insert(made.advice.end(), advice.said.begin(), advice.said.end());
    return MadeEvidence{std::move(made), std::move(*model)};
}

}  // namespace orelens::project
