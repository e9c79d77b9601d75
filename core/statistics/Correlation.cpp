#include "core/statistics/Correlation.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"
#include "core/statistics/LogRatio.h"
#include "core/statistics/Missing.h"

namespace orelens::statistics {
namespace {

constexpr std::size_t most_rows = 200'000;

using Column = std::vector<double>;

struct Pair {
    double r = missing;
    std::int64_t count = 0;
};

/// Pearson's r of the rows for which both are there.
Pair pearson(const Column& a, const Column& b) {
    double sum_a = 0, sum_b = 0;
    Pair pair;
    for (std::size_t n = 0; n < a.size(); ++n)
        if (!std::isnan(a[n] + b[n])) {
            sum_a += a[n];
            sum_b += b[n];
            ++pair.count;
        }
    if (pair.count < 3) return pair;
    const double mean_a = sum_a / static_cast<double>(pair.count), mean_b = sum_b / static_cast<double>(pair.count);
    double aa = 0, bb = 0, ab = 0;
    for (std::size_t n = 0; n < a.size(); ++n)
        if (!std::isnan(a[n] + b[n])) {
            aa += (a[n] - mean_a) * (a[n] - mean_a);
            bb += (b[n] - mean_b) * (b[n] - mean_b);
            ab += (a[n] - mean_a) * (b[n] - mean_b);
        }
    const auto varies = [&](double squares, double mean) {
        return squares > 1e-24 * mean * mean * static_cast<double>(pair.count) && squares > 0;
    };
    if (varies(aa, mean_a) && varies(bb, mean_b)) pair.r = std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
    return pair;
}

/// Rows in ascending order of the values that are there.
std::vector<std::uint32_t> order_of(const Column& values) {
    std::vector<std::uint32_t> order;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (!std::isnan(values[n])) order.push_back(static_cast<std::uint32_t>(n));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    return order;
}

/// Ranks among the rows for which the other is there too; NaN elsewhere.
Column ranks(const Column& values, const std::vector<std::uint32_t>& order, const Column& other) {
    Column rank(values.size(), missing);
    std::vector<std::uint32_t> group;
    double before = 0;
    const auto close = [&] {
        const double mean = before + (static_cast<double>(group.size()) + 1) / 2;
        for (const std::uint32_t row : group) rank[row] = mean;
        before += static_cast<double>(group.size());
        group.clear();
    };
    for (const std::uint32_t row : order) {
        if (std::isnan(other[row])) continue;
        if (!group.empty() && values[group.front()] != values[row]) close();
        group.push_back(row);
    }
    close();
    return rank;
}

std::vector<Column> taken(const Columns& columns, std::size_t step) {
    std::vector<Column> out(columns.value.size());
    for (std::size_t c = 0; c < out.size(); ++c)
        for (std::size_t n = 0; n < columns.rows(); n += step) {
            const double v = columns.value[c][n];
            out[c].push_back(std::isfinite(v) ? v : missing);
        }
    return out;
}

/// Of the columns that have values in half of the rows of the fullest one; the others become empty.
void centre_fuller_columns(std::vector<Column>& columns) {
    std::vector<std::ptrdiff_t> there;
    for (const Column& column : columns)
        there.push_back(std::ranges::count_if(column, [](double v) { return !std::isnan(v); }));
    const std::ptrdiff_t fullest = there.empty() ? 0 : std::ranges::max(there);
    std::vector<Column> parts;
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (there[c] > 0 && 2 * there[c] >= fullest) parts.push_back(std::move(columns[c]));
    centre_log_ratios(parts);
    std::size_t next = 0;
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (there[c] > 0 && 2 * there[c] >= fullest)
            columns[c] = std::move(parts[next++]);
        else
            std::ranges::fill(columns[c], missing);
}

}  // namespace

double significance(double r, std::int64_t pairs) {
    if (pairs < 3 || std::isnan(r)) return missing;
    const double unexplained = 1 - r * r;
    if (unexplained <= 0) return 0;
    // P(|T| ≥ t) = I(ν/(ν + t²); ν/2, ½), and ν/(ν + t²) = 1 − r².
    return boost::math::ibeta(static_cast<double>(pairs - 2) / 2, 0.5, unexplained);
}

std::string chance_text(double p) {
    if (std::isnan(p)) return "–";
    return p < 1e-4 ? "<0.0001" : base::number(p, 2);
}

base::Expected<CorrelationMatrix> correlations(const Columns& columns, Coefficient coefficient,
                                               base::Progress& progress) {
    const std::size_t k = columns.value.size();
    for (const auto& column : columns.value)
        if (column.size() != columns.rows() || columns.name.size() != k)
            return base::fail(base::ErrorKind::internal, base::Message("statistics.unequal_columns"));
    CorrelationMatrix out;
    out.coefficient = coefficient;
    out.name = columns.name;
    out.r.assign(k * k, missing);
    out.p.assign(k * k, missing);
    out.pairs.assign(k * k, 0);
    const std::size_t step = (columns.rows() + most_rows - 1) / most_rows;
    out.row_step = static_cast<std::int64_t>(std::max<std::size_t>(step, 1));
    std::vector<Column> values = taken(columns, std::max<std::size_t>(step, 1));
    if (coefficient == Coefficient::centred_log_ratio) centre_fuller_columns(values);
    std::vector<std::vector<std::uint32_t>> orders(k);
    if (coefficient == Coefficient::spearman)
        base::parallel_for(k, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end && !progress.cancelled(); ++c) orders[c] = order_of(values[c]);
        });
    base::parallel_for(k * k, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            const std::size_t a = at / k, b = at % k;
            if (a > b) continue;
            if (progress.cancelled()) return;
            const Pair pair = coefficient == Coefficient::spearman
                                  ? pearson(ranks(values[a], orders[a], values[b]), ranks(values[b], orders[b], values[a]))
                                  : pearson(values[a], values[b]);
            const double p = significance(pair.r, pair.count);
            for (const std::size_t place : {a * k + b, b * k + a}) {
                out.r[place] = pair.r;
                out.p[place] = p;
                out.pairs[place] = pair.count;
            }
        }
    });
    if (progress.cancelled()) return base::cancelled();
    progress.report(1);
    return out;
}

std::vector<Association> associations(const CorrelationMatrix& matrix, double threshold) {
    const std::size_t k = matrix.size();
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t n = 0; n < k; ++n) groups.push_back({n});
    const auto least = [&](const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
        double lowest = 1;
        for (const std::size_t i : a)
            for (const std::size_t j : b) {
                const double r = matrix.at(i, j);
                const bool sure = r >= threshold && matrix.p[i * k + j] < 0.01;
                lowest = std::min(lowest, sure ? r : -2.0);
            }
        return lowest;
    };
    while (true) {
        double best = -2;
        std::pair<std::size_t, std::size_t> join{0, 0};
        for (std::size_t a = 0; a < groups.size(); ++a)
            for (std::size_t b = a + 1; b < groups.size(); ++b)
                if (const double l = least(groups[a], groups[b]); l > best) {
                    best = l;
                    join = {a, b};
                }
        if (best < threshold) break;
        groups[join.first].insert(groups[join.first].end(), groups[join.second].begin(), groups[join.second].end());
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(join.second));
    }
    std::vector<Association> out;
    for (std::vector<std::size_t>& group : groups) {
        if (group.size() < 2) continue;
        std::sort(group.begin(), group.end());
        Association one;
        one.least = 1;
        for (const std::size_t i : group) {
            one.elements.push_back(matrix.name[i]);
            for (const std::size_t j : group) one.least = std::min(one.least, i == j ? 1 : matrix.at(i, j));
        }
        out.push_back(std::move(one));
    }
    std::stable_sort(out.begin(), out.end(), [](const Association& a, const Association& b) { return a.least > b.least; });
    return out;
}

}  // namespace orelens::statistics
