#include "core/statistics/LogRatio.h"
#include "core/statistics/Missing.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace orelens::statistics {
namespace {

constexpr std::int64_t fewest_rows = 10;

}  // namespace

void centre_log_ratios(std::vector<std::vector<double>>& columns) {
    if (columns.empty()) return;
    for (std::size_t n = 0; n < columns.front().size(); ++n) {
        double sum = 0;
        for (const auto& column : columns) sum += column[n] > 0 ? std::log(column[n]) : missing;
        const double mean = sum / static_cast<double>(columns.size());
        for (auto& column : columns) column[n] = std::isfinite(mean) ? std::log(column[n]) - mean : missing;
    }
}

base::Expected<Components> principal_components(const Columns& columns, base::Progress& progress) {
    for (const auto& column : columns.value)
        if (column.size() != columns.rows() || columns.name.size() != columns.value.size())
            return base::fail(base::ErrorKind::internal, base::Message("statistics.unequal_columns"));
    Components out;
    std::vector<std::int64_t> there;
    for (const auto& column : columns.value)
        there.push_back(std::count_if(column.begin(), column.end(), [](double v) { return std::isfinite(v); }));
    const std::int64_t fullest = there.empty() ? 0 : *std::max_element(there.begin(), there.end());
    std::vector<std::vector<double>> parts;
    for (std::size_t c = 0; c < there.size(); ++c) {
        if (2 * there[c] < fullest || there[c] == 0) {
            out.left_out.push_back(columns.name[c]);
            continue;
        }
        out.part.push_back(columns.name[c]);
        parts.emplace_back(columns.value[c].begin(), columns.value[c].end());
    }
    if (progress.cancelled()) return base::cancelled();
    for (std::size_t n = 0; n < columns.rows() && !parts.empty(); ++n) {
        const bool all = std::ranges::all_of(parts, [&](const auto& part) { return std::isfinite(part[n]); });
        out.rows_not_positive += all && std::ranges::any_of(parts, [&](const auto& part) { return part[n] <= 0; });
        if (!all)
            for (auto& part : parts) part[n] = missing;
    }
    centre_log_ratios(parts);
    if (!progress.report(0.4)) return base::cancelled();

    const auto k = static_cast<Eigen::Index>(parts.size());
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(k), row(k);
    Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(k, k);
    const auto each = [&](auto&& visit) {
        for (std::size_t n = 0; n < columns.rows() && k > 0; ++n) {
            if ((n & 4095) == 0 && progress.cancelled()) return;
            if (std::isnan(parts.front()[n])) continue;
            for (Eigen::Index c = 0; c < k; ++c) row[c] = parts[static_cast<std::size_t>(c)][n];
            visit();
        }
    };
    each([&] {
        mean += row;
        ++out.rows;
    });
    if (k < 3 || out.rows < fewest_rows) return out;
    mean /= static_cast<double>(out.rows);
    each([&] { squares += (row - mean) * (row - mean).transpose(); });
    if (progress.cancelled()) return base::cancelled();
    squares /= static_cast<double>(out.rows - 1);
    out.mean.assign(mean.data(), mean.data() + k);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(squares);
    const double total = solver.eigenvalues().cwiseMax(0).sum();
    for (Eigen::Index c = k - 1; c >= 1; --c) {
        Component one;
        one.variance = std::max(0.0, solver.eigenvalues()[c]);
        one.share = total > 0 ? one.variance / total : 0;
        Eigen::VectorXd loading = solver.eigenvectors().col(c);
        Eigen::Index largest = 0;
        loading.cwiseAbs().maxCoeff(&largest);
        if (loading[largest] < 0) loading = -loading;
        one.loading.assign(loading.data(), loading.data() + k);
        out.component.push_back(std::move(one));
    }
    progress.report(1);
    return out;
}

TernaryPoint ternary(double a, double b, double c) {
    const double whole = a + b + c;
    if (!(a >= 0 && b >= 0 && c >= 0) || !(whole > 0) || !std::isfinite(whole)) return {missing, missing};
    return {(b + c / 2) / whole, c / whole * std::numbers::sqrt3 / 2};
}

}  // namespace orelens::statistics
