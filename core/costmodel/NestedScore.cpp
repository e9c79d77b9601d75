#include "core/costmodel/NestedScore.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/base/Parallel.h"
#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

struct Split {
    std::vector<int> train, test;
    std::vector<int> place;  ///< of test rows in the list of all
};

Split split(std::span<const int> rows, const std::vector<int>& fold, int f) {
    Split s;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        (fold[i] == f ? s.test : s.train).push_back(rows[i]);
        if (fold[i] == f) s.place.push_back(static_cast<int>(i));
    }
    return s;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

}  // namespace

double NestedScore::mean_r2() const {
    return std::accumulate(r2.begin(), r2.end(), 0.0) / static_cast<double>(r2.size());
}

base::Expected<std::vector<NestedScore>> nested_scores(const Mines& mines, std::span<const double> target,
                                                       std::span<const int> rows,
                                                       const std::vector<Learner>& learners, const NestedRule& rule,
                                                       const base::Progress& progress) {
    if (rule.folds < 2 || rule.repeats < 1) return fail(ErrorKind::usage, Message("costmodel.folds"));
    if (const int groups = group_count(mines, rows); groups < rule.folds)
        return fail(ErrorKind::data, Message("costmodel.few_groups", {{"groups", std::to_string(groups)}, {"folds", std::to_string(rule.folds)}}));

    const std::size_t n = rows.size(), outer = static_cast<std::size_t>(rule.repeats * rule.folds);
    std::vector<Split> splits;
    for (int r = 0; r < rule.repeats; ++r) {
        const std::vector<int> fold =
            grouped_folds(mines, rows, rule.folds, part_seed(rule.seed, static_cast<std::uint64_t>(r)));
        for (int f = 0; f < rule.folds; ++f) splits.push_back(split(rows, fold, f));
    }

    std::vector<NestedScore> scores(learners.size());
    for (std::size_t l = 0; l < learners.size(); ++l) {
        scores[l].learner = learners[l].id;
        scores[l].predicted.assign(static_cast<std::size_t>(rule.repeats), Eigen::VectorXd(static_cast<Eigen::Index>(n)));
    }
    std::vector<std::optional<base::Error>> failed(outer * learners.size());
    const bool whole = base::parallel_pieces(failed.size(), 1, progress, [&](std::size_t from, std::size_t to) {
        for (std::size_t task = from; task < to; ++task) {
            const std::size_t o = task / learners.size(), l = task % learners.size();
            const Split& s = splits[o];
            auto model = learners[l].fit(mines, target, s.train, part_seed(rule.seed, 1000 + o), progress);
            auto predicted = model ? (*model)(mines, s.test) : std::unexpected(model.error());
            if (!predicted) {
                failed[task] = predicted.error();
                continue;
            }
            Eigen::VectorXd& all = scores[l].predicted[o / static_cast<std::size_t>(rule.folds)];
            for (std::size_t i = 0; i < s.place.size(); ++i) all(s.place[i]) = (*predicted)(static_cast<Eigen::Index>(i));
        }
    });
    if (!whole) return base::cancelled();
    for (const auto& error : failed)
        if (error) return std::unexpected(*error);

    for (int r = 0; r < rule.repeats; ++r) {
        double around_mean = 0;
        for (int f = 0; f < rule.folds; ++f) {
            const Split& s = splits[static_cast<std::size_t>(r * rule.folds + f)];
            double mean = 0;
            for (int row : s.train) mean += target[row] / static_cast<double>(s.train.size());
            for (int row : s.test) around_mean += (target[row] - mean) * (target[row] - mean);
        }
        for (NestedScore& score : scores) {
            const Eigen::VectorXd& p = score.predicted[static_cast<std::size_t>(r)];
            double squared = 0, bias = 0;
            std::vector<double> off;
            for (std::size_t i = 0; i < n; ++i) {
                const double d = p(static_cast<Eigen::Index>(i)) - target[rows[i]];
                squared += d * d;
                bias += d / static_cast<double>(n);
                off.push_back(std::abs(d));
            }
            score.r2.push_back(1 - squared / around_mean);
            score.factor.push_back(std::exp(median(off)));
            score.bias.push_back(bias);
        }
    }
    return scores;
}

}  // namespace orelens::costmodel
