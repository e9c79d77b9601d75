#include "core/geostat/PlannedDrift.h"

#include <Eigen/Dense>
#include <cmath>

namespace orelens::geostat {
namespace {

/// World axes as forms of the frame's offsets, scaled to be of the order of 1.
void world_forms(kernel::Drift& drift, const Matrix3& frame, std::initializer_list<int> axes) {
    Eigen::Matrix3d m;
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) m(r, c) = frame[r][c];
    const Eigen::Matrix3d to_world = m.inverse();
    for (const int axis : axes) {
        const double length = to_world.row(axis).norm();
        for (int c = 0; c < 3; ++c) drift.form[drift.forms][c] = to_world(axis, c) / length;
        ++drift.forms;
    }
}

void trend_forms(kernel::Drift& drift, Trend trend, const Matrix3& frame) {
    if (trend == Trend::horizontal) return world_forms(drift, frame, {0, 1});
    if (trend == Trend::vertical) return world_forms(drift, frame, {2});
    // All linear functions of place: those of the frame's own axes are the same.
    drift.forms = 3;
    for (int axis = 0; axis < 3; ++axis) drift.form[axis][axis] = 1;
    drift.products = trend == Trend::quadratic;
}

}  // namespace

kernel::Drift drift_of(const ElementEstimate& how, const Matrix3& frame,
                       const std::vector<std::array<double, 3>>& offsets) {
    kernel::Drift drift;
    if (how.method == Method::simple_kriging || how.method == Method::local_mean ||
        how.method == Method::collocated_cokriging) {
        drift.functions = 0;
        return drift;
    }
    if (how.method == Method::external_drift) drift.functions = 2;
    if (how.method != Method::universal_kriging) return drift;
    trend_forms(drift, how.trend, frame);
    int next = 1;
    const auto mean = [&](const auto& function) {
        double sum = 0;
        for (const auto& offset : offsets) sum += function(offset);
        drift.target[next++] = sum / static_cast<double>(offsets.size());
    };
    const auto form = [&](int f, const std::array<double, 3>& d) {
        return drift.form[f][0] * d[0] + drift.form[f][1] * d[1] + drift.form[f][2] * d[2];
    };
    for (int f = 0; f < drift.forms; ++f) mean([&](const auto& d) { return form(f, d); });
    for (int f = 0; f < drift.forms && drift.products; ++f)
        for (int g = f; g < drift.forms; ++g) mean([&](const auto& d) { return form(f, d) * form(g, d); });
    drift.functions = next;
    return drift;
}

double spread_of(const std::vector<double>& values) {
    if (values.empty()) return 1;
    const auto n = static_cast<double>(values.size());
    double mean = 0, square = 0;
    for (const double value : values) mean += value / n;
    for (const double value : values) square += (value - mean) * (value - mean) / n;
    return square > 0 ? std::sqrt(square) : 1;
}

}  // namespace orelens::geostat
