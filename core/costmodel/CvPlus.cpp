#include "core/costmodel/CvPlus.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/Parallel.h"
#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

}  // namespace

base::Expected<CvPlus> CvPlus::fit(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                   const Learner& learner, int folds, std::uint64_t seed,
                                   const base::Progress& progress) {
    if (folds < 2) return fail(ErrorKind::usage, Message("costmodel.folds"));
    if (const int groups = group_count(mines, rows); groups < folds)
        return fail(ErrorKind::data, Message("costmodel.few_groups", {{"groups", std::to_string(groups)}, {"folds", std::to_string(folds)}}));
    CvPlus model;
    model.fold_ = grouped_folds(mines, rows, folds, seed);
    model.folds_.resize(static_cast<std::size_t>(folds));
    model.residual_.resize(rows.size());
    model.missed_.resize(rows.size());
    std::vector<std::optional<base::Error>> failed(static_cast<std::size_t>(folds) + 1);
    const bool whole = base::parallel_pieces(failed.size(), 1, progress, [&](std::size_t from, std::size_t to) {
        for (std::size_t f = from; f < to; ++f) {
            const bool all = f == static_cast<std::size_t>(folds);
            std::vector<int> train, test, place;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const bool out = !all && model.fold_[i] == static_cast<int>(f);
                (out ? test : train).push_back(rows[i]);
                if (out) place.push_back(static_cast<int>(i));
            }
            auto fitted = learner.fit(mines, target, train, part_seed(seed, f), progress);
            if (!fitted) {
                failed[f] = fitted.error();
                continue;
            }
            if (all) {
                model.all_ = std::move(*fitted);
                continue;
            }
            auto predicted = (*fitted)(mines, test);
            if (!predicted) {
                failed[f] = predicted.error();
                continue;
            }
            for (std::size_t i = 0; i < place.size(); ++i) {
                model.missed_[place[i]] = target[test[i]] - (*predicted)(static_cast<Eigen::Index>(i));
                model.residual_[place[i]] = std::abs(model.missed_[place[i]]);
            }
            model.folds_[f] = std::move(*fitted);
        }
    });
    if (!whole) return base::cancelled();
    for (const auto& error : failed)
        if (error) return std::unexpected(*error);
    return model;
}

base::Expected<Eigen::VectorXd> CvPlus::centre(const Mines& mines, std::span<const int> rows) const {
    return all_(mines, rows);
}

base::Expected<std::vector<Interval>> CvPlus::intervals(const Mines& mines, std::span<const int> rows,
                                                        double level) const {
    if (!(level > 0) || !(level < 1)) return fail(ErrorKind::usage, Message("costmodel.level", {{"level", fmt::format("{}", level)}}));
    const std::size_t n = residual_.size();
    // The k-th smallest of n counts; a little less than a whole number is that number.
    const auto beyond = static_cast<std::size_t>(std::floor((1 - level) * static_cast<double>(n + 1) + 1e-9));
    if (beyond < 1)
        return fail(ErrorKind::data, Message("costmodel.endless", {{"count", std::to_string(n)}, {"level", fmt::format("{}", level)}}));
    std::vector<Eigen::VectorXd> said;
    for (const Predict& predict : folds_) {
        auto p = predict(mines, rows);
        if (!p) return std::unexpected(p.error());
        said.push_back(std::move(*p));
    }
    std::vector<Interval> intervals(rows.size());
    std::vector<double> low(n), high(n);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t i = 0; i < n; ++i) {
            const double centre = said[static_cast<std::size_t>(fold_[i])](static_cast<Eigen::Index>(r));
            low[i] = centre - residual_[i];
            high[i] = centre + residual_[i];
        }
        std::ranges::nth_element(low, low.begin() + static_cast<std::ptrdiff_t>(beyond - 1));
        std::ranges::nth_element(high, high.begin() + static_cast<std::ptrdiff_t>(n - beyond));
        intervals[r] = {low[beyond - 1], high[n - beyond]};
    }
    return intervals;
}

base::Expected<Eigen::MatrixXd> CvPlus::draws(const Mines& mines, std::span<const int> rows) const {
    std::vector<Eigen::VectorXd> said;
    for (const Predict& predict : folds_) {
        auto p = predict(mines, rows);
        if (!p) return std::unexpected(p.error());
        said.push_back(std::move(*p));
    }
    Eigen::MatrixXd drawn(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(missed_.size()));
    for (std::size_t i = 0; i < missed_.size(); ++i)
        drawn.col(static_cast<Eigen::Index>(i)) = said[static_cast<std::size_t>(fold_[i])].array() + missed_[i];
    return drawn;
}

}  // namespace orelens::costmodel
