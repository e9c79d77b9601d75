#include "core/costmodel/DomainGuard.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

}  // namespace

base::Expected<DomainGuard> DomainGuard::learn(const Mines& mines, std::span<const int> rows, int nearest, const Mines& alike) {
    if (nearest < 1 || rows.size() <= static_cast<std::size_t>(nearest))
        return fail(ErrorKind::data, Message("costmodel.guard_rows", {{"count", std::to_string(rows.size())}, {"nearest", std::to_string(nearest)}}));
    auto encoder = Encoder::learn(mines, rows);
    if (!encoder) return std::unexpected(encoder.error());
    auto x = encoder->encode(mines, rows);
    if (!x) return std::unexpected(x.error());

    DomainGuard guard;
    guard.encoder_ = std::move(*encoder);
    guard.training_ = std::move(*x);
    guard.nearest_ = nearest;
    guard.rows_.assign(rows.begin(), rows.end());
    for (const Mines* of : {&mines, &alike}) {
        for (const NumberColumn& column : of->numbers) guard.learn_range(column, rows);
        for (const CategoryColumn& column : of->categories) {
            std::set<std::string>& known = guard.known_[column.id];
            for (int row : rows) known.insert(column.values[row]);
            if (!known.contains("")) guard.always_.insert(column.id);
        }
    }

    std::vector<double> own;
    for (int i = 0; i < guard.training_.rows(); ++i) own.push_back(guard.distance(guard.training_.row(i), i));
    std::ranges::sort(own);
    guard.limit_ = own[static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(own.size()))) - 1];
    return guard;
}

void DomainGuard::learn_range(const NumberColumn& column, std::span<const int> rows) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    std::size_t stated = 0;
    for (int row : rows) {
        const double v = scaled(column, column.values[row]);
        if (std::isnan(v)) continue;
        ++stated;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    // Of what no mine states nothing is known, and nothing is held against a deposit.
    if (stated == 0) return;
    range_[column.id] = {low, high};
    if (stated == rows.size()) always_.insert(column.id);
}

double DomainGuard::distance(const Eigen::RowVectorXd& x, int without) const {
    std::vector<double> squared;
    for (int i = 0; i < training_.rows(); ++i)
        if (i != without) squared.push_back((training_.row(i) - x).squaredNorm());
    std::ranges::partial_sort(squared, squared.begin() + nearest_);
    double sum = 0;
    for (int i = 0; i < nearest_; ++i) sum += std::sqrt(squared[static_cast<std::size_t>(i)]);
    return sum / nearest_;
}

base::Expected<std::vector<DomainVerdict>> DomainGuard::judge(const Mines& mines, std::span<const int> rows) const {
    auto x = encoder_.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    std::vector<DomainVerdict> verdicts(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        DomainVerdict& verdict = verdicts[i];
        verdict.limit = limit_;
        verdict.distance = distance(x->row(static_cast<Eigen::Index>(i)), -1);
        for (const NumberColumn& column : mines.numbers) {
            const auto range = range_.find(column.id);
            if (range == range_.end()) continue;
            const double v = scaled(column, column.values[rows[i]]);
            // What all mines share to the last digit is met again to the last but a few.
            const double slack = 1e-9 * std::max(std::abs(range->second.first), std::abs(range->second.second));
            if (v < range->second.first - slack || v > range->second.second + slack) verdict.beyond.push_back(column.id);
            if (std::isnan(v) && always_.contains(column.id)) verdict.missing.push_back(column.id);
        }
        for (const CategoryColumn& column : mines.categories) {
            const auto known = known_.find(column.id);
            if (known == known_.end() || known->second.contains(column.values[rows[i]])) continue;
            (column.values[rows[i]].empty() ? verdict.missing : verdict.unseen).push_back(column.id);
        }
    }
    return verdicts;
}

base::Expected<std::vector<int>> DomainGuard::nearest(const Mines& mines, int row, int count) const {
    auto x = encoder_.encode(mines, std::span(&row, 1));
    if (!x) return std::unexpected(x.error());
    std::vector<std::pair<double, int>> near;
    for (int i = 0; i < training_.rows(); ++i)
        near.emplace_back((training_.row(i) - x->row(0)).squaredNorm(), rows_[static_cast<std::size_t>(i)]);
    const auto kept = std::min<std::size_t>(near.size(), static_cast<std::size_t>(std::max(count, 0)));
    std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(kept));
    std::vector<int> rows;
    for (std::size_t i = 0; i < kept; ++i) rows.push_back(near[i].second);
    return rows;
}

}  // namespace orelens::costmodel
