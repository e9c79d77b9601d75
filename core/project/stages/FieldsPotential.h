// How what is known of potential is archived; values of voxels stand beside it as columns of models.
#pragma once

#include <algorithm>

#include "core/project/Potential.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::potential {
template <class A>
void fields(A& archive, Provenance& from) {
    auto& [file, crs, method, parameters] = from;
    archive(file, crs, method, parameters);
}
template <class A>
void fields(A& archive, Coverage& coverage) {
    auto& [layer, labelled, labelled_covered, predicted, predicted_covered, lowest, highest, leaks, all_missing, constant, only_labelled, same_as] = coverage;
    archive(layer, labelled, labelled_covered, predicted, predicted_covered, lowest, highest, leaks, all_missing, constant, only_labelled, same_as);
}
template <class A>
void fields(A& archive, LabelHistogram& histogram) {
    auto& [edges, positive_count, barren_count, unknown_count] = histogram;
    archive(edges, positive_count, barren_count, unknown_count);
}
template <class A>
void fields(A& archive, Raster& raster) {
    auto& [to, columns, rows, values, from] = raster;
    archive(to, columns, rows, values, from);
}
template <class A>
void fields(A& archive, Target& target) {
    auto& [id, voxels, volume, centroid, z_min, z_max, depth_min, depth_max, mean, highest, expected, in_domain, out, to_ore, to_workings, axes, azimuth, dip, plane, coverage, status] = target;
    archive(id, voxels, volume, centroid, z_min, z_max, depth_min, depth_max, mean, highest, expected, in_domain, out, to_ore, to_workings, axes, azimuth, dip, plane, coverage, status);
}
template <class A>
void fields(A& archive, Metal& metal) {
    auto& [tonnes, low, high, ore_low, ore_high, grade_low, grade_high] = metal;
    archive(tonnes, low, high, ore_low, ore_high, grade_low, grade_high);
}
template <class A>
void fields(A& archive, HitRate& rate) {
    auto& [voxels, hits, mean] = rate;
    archive(voxels, hits, mean);
}
template <class A>
void fields(A& archive, ProposedHole& hole) {
    auto& [name, target, pad, collar, azimuth, dip, length, enters, leaves, metres, objective, angle, candidates] = hole;
    archive(name, target, pad, collar, azimuth, dip, length, enters, leaves, metres, objective, angle, candidates);
}
template <class A>
void fields(A& archive, PrognosisRow& row) {
    auto& [from, to, in_target, mean, highest, evidence] = row;
    archive(from, to, in_target, mean, highest, evidence);
}
template <class A>
void fields(A& archive, StretchFound& found) {
    auto& [assayed, grade, highest] = found;
    archive(assayed, grade, highest);
}
template <class A>
void fields(A& archive, HoleOutcome& outcome) {
    auto& [state, drilled, by_name, away, turned, length, in_target, assayed, expected, ore, grade, found] = outcome;
    archive(state, drilled, by_name, away, turned, length, in_target, assayed, expected, ore, grade, found);
}
}  // namespace orelens::potential

namespace orelens::project {
template <class A>
void fields(A& archive, EvidenceLayer& layer) {
    auto& [id, stamp, from, nominal, projected, coverage, histogram, findings] = layer;
    archive(id, stamp, from, nominal, projected, coverage, histogram, findings);
}
template <class A>
void fields(A& archive, EvidenceResult& result) {
    auto& [files, of_model, of_project, labels_stamp, crs, grid, layers, correlation, ground, active, positives, barrens, weak, inactive, element, cutoff, barren, fraction, findings, advice] = result;
    archive(files, of_model, of_project, labels_stamp, crs, layers, correlation, ground, active, positives, barrens, weak, inactive, element, cutoff, barren, fraction, findings, advice);
    archive(grid.origin, grid.block_size, grid.count, grid.azimuth_deg, grid.dip_deg, grid.roll_deg);
}
/// Whether the tables have the sizes that the lists ask for.
inline bool sound(const EvidenceResult& result) {
    const bool ground = !result.ground || (result.ground->columns >= 0 && result.ground->rows >= 0 && result.ground->values.size() == static_cast<std::size_t>(result.ground->columns) * static_cast<std::size_t>(result.ground->rows));
    return ground && result.correlation.size() == result.layers.size() * result.layers.size();
}
template <class A>
void fields(A& archive, MethodNote& note) {
    auto& [name, baseline, relative, refused, mean, low, high, fit, depth, orebody, precision, captured, occupied, brier, error, capture, repeats, se, scored, held_out, prediction, success, roc, reliability] = note;
    archive(name, baseline, relative, refused, mean, low, high, fit, depth, orebody, precision, captured, occupied, brier, error, capture, repeats, se, scored, held_out, prediction, success, roc, reliability);
}
template <class A>
void fields(A& archive, FoldNote& fold) {
    auto& [positives, samples, trained] = fold;
    archive(positives, samples, trained);
}
template <class A>
void fields(A& archive, ContrastRow& row) {
    auto& [cls, in_positive, out_positive, in_other, out_other, w_plus, w_minus, contrast, s_contrast, studentised, information, zero] = row;
    archive(cls, in_positive, out_positive, in_other, out_other, w_plus, w_minus, contrast, s_contrast, studentised, information, zero);
}
template <class A>
void fields(A& archive, ContrastTable& table) {
    auto& [layer, edges, rows, missing, cutoff, left_out] = table;
    archive(layer, edges, rows, missing, cutoff, left_out);
}
template <class A>
void fields(A& archive, PredictionResult& result) {
    auto& [stamp, methods, method, meaning, calibrated, by_hand, slope, intercept, training, field, stated, trust, edge, buffer, blocks, repeats, folds, contrasts, independence, z, ratio, layers, members, failed, limit, unknown, outside, crossing, best_only] = result;
    archive(stamp, methods, method, meaning, calibrated, by_hand, slope, intercept, training, field, stated, trust, edge, buffer, blocks, repeats, folds, contrasts, independence, z, ratio, layers, members, failed, limit, unknown, outside, crossing, best_only);
}
template <class A>
void fields(A& archive, TargetNote& note) {
    auto& [target, stands, drivers, factors, met, found, has_metal, metal] = note;
    archive(target, stands, drivers, factors, met, found, has_metal, metal);
}
template <class A>
void fields(A& archive, HoleNote& note) {
    auto& [hole, rows, outcome] = note;
    archive(hole, rows, outcome);
}
template <class A>
void fields(A& archive, TargetResult& result) {
    auto& [threshold, by_crossing, voxels, excluded, components, too_small, connectivity, too_small_m3, least, grade, density, fraction, targets, holes, metres, forbidden, since, known, hits, said, findings, study_edits, edits] = result;
    archive(threshold, by_crossing, voxels, excluded, components, too_small, connectivity, too_small_m3, least, grade, density, fraction, targets, holes, metres, forbidden, since, known, hits, said, findings, study_edits, edits);
}
inline bool sound(const TargetResult& result) {
    return std::ranges::all_of(result.holes, [&](const HoleNote& note) { return note.hole.target < result.targets.size() && note.outcome.found.size() == note.rows.size(); });
}
}  // namespace orelens::project
