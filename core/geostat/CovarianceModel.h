// A variogram prepared for the kernels: frames resolved, sills as shares of the total.
#pragma once

#include <array>
#include <vector>

#include "core/base/Error.h"
#include "core/geostat/Kernel.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

using Matrix3 = std::array<std::array<double, 3>, 3>;

inline std::array<double, 3> transform(const Matrix3& m, const std::array<double, 3>& p) {
    return {m[0][0] * p[0] + m[0][1] * p[1] + m[0][2] * p[2],
            m[1][0] * p[0] + m[1][1] * p[1] + m[1][2] * p[2],
            m[2][0] * p[0] + m[2][1] * p[1] + m[2][2] * p[2]};
}

struct CovarianceModel {
    kernel::Covariance table;
    Matrix3 frame{};        ///< world metres → the frame samples are stored in
    double total_sill = 1;  ///< variances of `table` times this are in the grade's unit²
};

/// Gaussian models whose nugget is below `least_gaussian_nugget` of the sill are numerically singular: exact
/// kriging weights of close samples then run into the millions. They get `given_nugget`.
inline constexpr double least_gaussian_nugget = 5e-7;
inline constexpr double given_nugget = 1e-2;

/// What to add to the nugget, in the sill's unit²; 0 unless every structure is Gaussian and the nugget is
/// next to nothing. A stated nugget above that is taken at its word.
double stabilising_nugget(const Variogram& variogram);

/// Samples are stored in the first structure's frame; a model of nugget only uses `fallback`.
/// Error: ranges that are not positive, negative sills, a total sill of 0, more than kernel::max_terms terms.
base::Expected<CovarianceModel> covariance_model(const Variogram& variogram, const Anisotropy& fallback);

/// Covariance (total sill 1) of two places, their separation in the model's frame; the nugget is left out.
double covariance(const CovarianceModel& model, const std::array<double, 3>& separation_in_frame);

/// Mean covariance (total sill 1) between all pairs of points, a point with itself included. With one point
/// the nugget counts; with more it is left out (it vanishes over a block).
double mean_covariance(const CovarianceModel& model,
                       const std::vector<std::array<double, 3>>& points_in_frame);

}  // namespace orelens::geostat
