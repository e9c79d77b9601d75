// How the validation of an estimate is archived.
#pragma once

#include "core/geostat/ModelValidation.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::geostat {
template <class A>
void fields(A& archive, ValidationSummary& summary) {
    auto& [count, not_estimated, mean_error, mean_squared, mean_absolute, mean_standard, mean_squared_standard,
           correlation, slope, inside_50, inside_90] = summary;
    archive(count, not_estimated, mean_error, mean_squared, mean_absolute, mean_standard, mean_squared_standard,
            correlation, slope, inside_50, inside_90);
}
template <class A>
void fields(A& archive, AccuracyPlot& plot) {
    auto& [probability, share, goodness] = plot;
    archive(probability, share, goodness);
}
template <class A>
void fields(A& archive, ErrorClass& one) {
    auto& [count, low, high, estimate, truth, error_sd] = one;
    archive(count, low, high, estimate, truth, error_sd);
}
template <class A>
void fields(A& archive, CrossCheck& check) {
    auto& [folds, summary, truth_mean, accuracy, classes] = check;
    archive(folds, summary, truth_mean, accuracy, classes);
}
template <class A>
void fields(A& archive, MeanCheck& check) {
    auto& [blocks, samples, model, nearest, data, plain] = check;
    archive(blocks, samples, model, nearest, data, plain);
}
template <class A>
void fields(A& archive, SwathLine& line) {
    auto& [axis, direction, width, from, blocks, samples, model, nearest, data, judged, deviation] = line;
    archive(axis, direction, width, from, blocks, samples, model, nearest, data, judged, deviation);
}
template <class A>
void fields(A& archive, QuantilePoint& point) {
    auto& [share, data, block, model] = point;
    archive(share, data, block, model);
}
template <class A>
void fields(A& archive, SupportPoint& point) {
    auto& [cutoff, tonnage, mean, metal, model_tonnage, model_mean, model_metal] = point;
    archive(cutoff, tonnage, mean, metal, model_tonnage, model_mean, model_metal);
}
template <class A>
void fields(A& archive, SupportCheck& check) {
    auto& [known, point_variance, block_variance, model_variance, coefficient, points, most_off, at_cutoff] = check;
    archive(known, point_variance, block_variance, model_variance, coefficient, points, most_off, at_cutoff);
}
template <class A>
void fields(A& archive, Judged& judged) {
    auto& [criterion, value, pass, marginal, verdict, reason, advice] = judged;
    archive(criterion, value, pass, marginal, verdict, reason, advice);
}
template <class A>
void fields(A& archive, ElementValidation& element) {
    auto& [name, unit, method, samples, holes, drawn, assumed, alone, by_hole, by_scores, truth, estimate, means, swaths,
           quantiles, support, judged, verdict] = element;
    archive(name, unit, method, samples, holes, drawn, assumed, alone, by_hole, by_scores, truth, estimate, means, swaths, quantiles,
            support, judged, verdict);
}
template <class A>
void fields(A& archive, ModelValidation& validation) {
    auto& [blocks, of_blocks, elements] = validation;
    archive(blocks, of_blocks, elements);
}

/// Columns of a table stand side by side.
inline bool sound(const ModelValidation& validation) {
    for (const ElementValidation& element : validation.elements) {
        bool good = element.truth.size() == element.estimate.size() &&
                    element.by_scores.probability.size() == element.by_scores.share.size();
        for (const CrossCheck* check : {&element.alone, &element.by_hole})
            good = good && check->accuracy.probability.size() == check->accuracy.share.size();
        for (const SwathLine& line : element.swaths) {
            const std::size_t n = line.from_m.size();
            good = good && line.blocks.size() == n && line.samples.size() == n && line.model.size() == n &&
                   line.nearest.size() == n && line.data.size() == n;
        }
        if (!good) return false;
    }
    return true;
}
}  // namespace orelens::geostat
