// Layers made of other layers: ratios and log-ratios, halo zonality, gradients and edges, one code of a lithology, and
// anything a formula can say. What is missing in one of them is missing in the result.
#pragma once

#include "core/base/Progress.h"
#include "core/potential/Evidence.h"

namespace orelens::potential {

/// a/b; a denominator ≤ 0 is missing.
std::vector<float> ratio(std::span<const float> a, std::span<const float> b);
/// ln x; x ≤ 0 is missing.
std::vector<float> logarithm(std::span<const float> x);
/// Centred log-ratio of part `which` of a declared set: ln x − mean of ln over the set.
std::vector<float> centred_log_ratio(const std::vector<std::span<const float>>& set, std::size_t which);
/// Σ ln front − Σ ln tail of values divided by their mean over what is covered: front As Sb Hg, tail Bi Mo Co.
std::vector<float> halo_zonality(const std::vector<std::span<const float>>& front, const std::vector<std::span<const float>>& tail);

/// Magnitude by central differences in metres; missing at the grid's rim along an axis of several cells, and beside
/// a missing voxel.
std::vector<float> gradient(const GridGeometry& grid, std::span<const float> x);
/// 1 where the gradient is not smaller than at its two neighbours along it, else 0.
std::vector<float> edges(const GridGeometry& grid, std::span<const float> x);

/// 1 where a nominal layer has this code, 0 where it has another.
std::vector<float> one_code(std::span<const float> x, double code);

/// A formula as the program's block filters read them, over layers by their ids and x, y, z. Errors: those of the
/// formula, with the place in it; cancelled.
base::Expected<std::vector<float>> formula(const Evidence& evidence, const std::string& text, const base::Progress& progress);

}  // namespace orelens::potential
