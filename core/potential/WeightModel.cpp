#include "core/potential/WeightModel.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <map>

#include "core/base/Parallel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

double logistic(double logit) {
    return 0.5 * (1 + std::tanh(logit / 2));
}

int LayerWeights::group_of(std::int32_t cls) const {
    if (cls < 0 || left_out) return -1;
    if (table.rule.accumulate != Accumulate::unique) {
        const std::int32_t cut = table.rows[*table.cutoff].cls;
        return (table.rule.accumulate == Accumulate::ascending ? cls <= cut : cls >= cut) ? 0 : 1;
    }
    const auto at = std::ranges::lower_bound(groups, cls, {}, &Group::cls);
    return at != groups.end() && at->cls == cls ? static_cast<int>(at - groups.begin()) : -1;
}

namespace {

void make_groups(LayerWeights& layer) {
    const WeightTable& table = layer.table;
    const auto share = [](const Counts& c, bool in) {
        const double all = static_cast<double>(c.in_positive + c.out_positive + c.in_other + c.out_other);
        return static_cast<double>(in ? c.in_positive + c.in_other : c.out_positive + c.out_other) / all;
    };
    if (table.rule.accumulate == Accumulate::unique) {
        // One class alone says nothing of where positives are.
        if (table.rows.size() > 1)
            for (const ClassWeight& row : table.rows)
                if (row.defined) layer.groups.push_back({row.cls, row.w_plus, row.s_plus * row.s_plus, share(row.counts, true)});
        layer.left_out = layer.groups.empty();
        return;
    }
    layer.left_out = !table.cutoff.has_value();
    if (layer.left_out) return;
    const ClassWeight& row = table.rows[*table.cutoff];
    layer.groups = {{1, row.w_plus, row.s_plus * row.s_plus, share(row.counts, true)},
                    {0, row.w_minus, row.s_minus * row.s_minus, share(row.counts, false)}};
}

Posterior of_groups(const WeightModel& model, std::span<const int> groups, std::span<const std::uint8_t> is_missing) {
    double logit = model.prior_logit, variance = 0;
    for (std::size_t l = 0; l < groups.size(); ++l) {
        if (groups[l] < 0) continue;
        const auto& group = model.layers[l].groups[static_cast<std::size_t>(groups[l])];
        logit += group.weight;
        variance += group.variance;
    }
    const double n = static_cast<double>(model.positives), rest = static_cast<double>(model.voxels - model.positives);
    Posterior made;
    made.probability = logistic(logit);
    const double p = made.probability;
    made.s_published = p * std::sqrt(1 / n + variance);
    made.s_delta = p * (1 - p) * std::sqrt(1 / n + 1 / rest + variance);
    for (std::size_t l = 0; l < groups.size(); ++l) {
        if (is_missing[l] == 0 || model.layers[l].left_out) continue;
        ++made.missing;
        for (const auto& group : model.layers[l].groups) {
            const double known = logistic(logit + group.weight) - p;
            made.s2_missing += group.share * known * known;
        }
    }
    return made;
}

}  // namespace

double Posterior::s_total() const {
    return std::sqrt(s_delta * s_delta + s2_missing);
}

base::Expected<WeightModel> weight_model(const std::vector<std::string>& names,
                                         const std::vector<std::span<const std::int32_t>>& classes,
                                         std::span<const std::int8_t> labels, const std::vector<WeightRule>& rules) {
    WeightModel model;
    for (const std::int8_t label : labels) {
        model.voxels += label >= 0;
        model.positives += label == 1;
    }
    if (model.positives == 0) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    if (model.positives == model.voxels)
        return fail(ErrorKind::data, Message("potential.no_barren"), {}, Message("potential.no_barren_fix"));
    model.prior_logit = std::log(static_cast<double>(model.positives) / static_cast<double>(model.voxels - model.positives));
    for (std::size_t l = 0; l < names.size(); ++l) {
        auto table = weight_table(names[l], classes[l], labels, rules[l]);
        if (!table) return std::unexpected(table.error());
        LayerWeights layer;
        layer.layer = names[l];
        layer.table = std::move(*table);
        make_groups(layer);
        model.layers.push_back(std::move(layer));
    }
    return model;
}

Posterior posterior(const WeightModel& model, std::span<const std::int32_t> cls) {
    std::vector<int> groups;
    std::vector<std::uint8_t> absent;
    for (std::size_t l = 0; l < cls.size(); ++l) {
        groups.push_back(model.layers[l].group_of(cls[l]));
        absent.push_back(cls[l] < 0);
    }
    return of_groups(model, groups, absent);
}

std::vector<float> posteriors(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                              std::span<const std::uint8_t> active) {
    // The weight of each class by its number, so that a voxel costs one look per layer.
    std::vector<std::vector<double>> weight(classes.size());
    for (std::size_t l = 0; l < classes.size(); ++l) {
        std::int32_t highest = -1;
        for (const std::int32_t cls : classes[l]) highest = std::max(highest, cls);
        for (std::int32_t cls = 0; cls <= std::min(highest, 1 << 20); ++cls) {
            const int group = model.layers[l].group_of(cls);
            weight[l].push_back(group < 0 ? 0 : model.layers[l].groups[static_cast<std::size_t>(group)].weight);
        }
    }
    std::vector<float> out(active.size());
    base::parallel_for(active.size(), 65536, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            double logit = model.prior_logit;
            bool known = false;
            for (std::size_t l = 0; l < classes.size(); ++l) {
                const std::int32_t cls = classes[l][v];
                if (cls < 0 || model.layers[l].left_out) continue;
                known = true;
                if (static_cast<std::size_t>(cls) < weight[l].size()) logit += weight[l][static_cast<std::size_t>(cls)];
            }
            out[v] = active[v] != 0 && known ? static_cast<float>(logistic(logit)) : std::numeric_limits<float>::quiet_NaN();
        }
    });
    return out;
}

Independence omnibus(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                     std::span<const std::int8_t> labels) {
    Independence test;
    std::map<std::vector<std::int32_t>, std::size_t> place;
    std::vector<std::int32_t> key(classes.size());
    for (std::size_t v = 0; v < labels.size(); ++v) {
        if (labels[v] < 0) continue;
        for (std::size_t l = 0; l < classes.size(); ++l)
            key[l] = classes[l][v] < 0 ? -1 : 1 + model.layers[l].group_of(classes[l][v]);
        const auto [at, fresh] = place.try_emplace(key, test.conditions.size());
        if (fresh) {
            std::vector<int> groups;
            std::vector<std::uint8_t> absent;
            for (const std::int32_t part : key) {
                groups.push_back(part < 1 ? -1 : part - 1);
                absent.push_back(part < 0);
            }
            test.conditions.push_back({std::vector<std::int32_t>(groups.begin(), groups.end()), 0, 0, of_groups(model, groups, absent)});
        }
        UniqueCondition& condition = test.conditions[at->second];
        ++condition.voxels;
        condition.positives += labels[v] == 1;
    }
    // In the order of the keys, which does not depend on the order of voxels.
    double variance = 0;
    for (const auto& [groups, n] : place) {
        const UniqueCondition& condition = test.conditions[n];
        const double count = static_cast<double>(condition.voxels);
        test.expected += count * condition.posterior.probability;
        variance += std::pow(count * condition.posterior.s_published, 2);
    }
    test.positives = static_cast<double>(model.positives);
    test.ratio = test.expected / test.positives;
    test.s_expected = std::sqrt(variance);
    test.z = (test.expected - test.positives) / test.s_expected;
    test.p = 0.5 * std::erfc(test.z / std::sqrt(2.0));
    test.rejected = test.z > 1.645;
    test.warned = test.ratio > 1.15;
    return test;
}

namespace {

PairTest pair_test(const WeightModel& model, std::size_t a, std::size_t b,
                   const std::vector<std::span<const std::int32_t>>& classes, std::span<const std::int8_t> labels) {
    PairTest test;
    test.first = model.layers[a].layer;
    test.second = model.layers[b].layer;
    std::map<int, std::map<int, std::int64_t>> seen;
    std::map<int, double> rows, columns;
    for (std::size_t v = 0; v < labels.size(); ++v) {
        if (labels[v] != 1 || classes[a][v] < 0 || classes[b][v] < 0) continue;
        const int i = model.layers[a].group_of(classes[a][v]), j = model.layers[b].group_of(classes[b][v]);
        ++seen[i][j];
        ++rows[i];
        ++columns[j];
        ++test.positives;
    }
    test.freedom = (static_cast<int>(rows.size()) - 1) * (static_cast<int>(columns.size()) - 1);
    test.smallest_expected = std::numeric_limits<double>::quiet_NaN();
    for (const auto& [i, in_row] : rows) {
        test.table.emplace_back();
        for (const auto& [j, in_column] : columns) {
            const std::int64_t count = seen[i].contains(j) ? seen[i][j] : 0;
            const double expected = in_row * in_column / static_cast<double>(test.positives);
            test.table.back().push_back(count);
            test.chi2 += std::pow(static_cast<double>(count) - expected, 2) / expected;
            if (!(test.smallest_expected <= expected)) test.smallest_expected = expected;
        }
    }
    if (test.freedom <= 0) {
        test.freedom = 0;
        test.chi2 = 0;
        return test;
    }
    test.p = boost::math::gamma_q(test.freedom / 2.0, test.chi2 / 2);
    test.rejected = test.p < 0.05;
    return test;
}

}  // namespace

std::vector<PairTest> pairwise(const WeightModel& model, const std::vector<std::span<const std::int32_t>>& classes,
                               std::span<const std::int8_t> labels) {
    std::vector<PairTest> tests;
    for (std::size_t a = 0; a < model.layers.size(); ++a)
        for (std::size_t b = a + 1; b < model.layers.size(); ++b)
            if (!model.layers[a].left_out && !model.layers[b].left_out)
                tests.push_back(pair_test(model, a, b, classes, labels));
    return tests;
}

std::vector<base::Message> advice(const Independence& test, const std::vector<PairTest>& pairs) {
    std::vector<base::Message> said;
    if (test.warned) said.emplace_back("potential.advice.ratio", std::vector<std::pair<std::string, std::string>>{{"ratio", base::number(test.ratio, 4)}});
    if (test.rejected) said.emplace_back("potential.advice.omnibus", std::vector<std::pair<std::string, std::string>>{{"z", base::number(test.z, 4)}});
    for (const PairTest& pair : pairs)
        if (pair.rejected)
            said.emplace_back("potential.advice.pair", std::vector<std::pair<std::string, std::string>>{
                {"first", pair.first}, {"second", pair.second}, {"p", base::number(pair.p, 3)}, {"expected", base::number(pair.smallest_expected, 3)}});
    if (!said.empty()) said.emplace_back("potential.advice.logistic");
    return said;
}

}  // namespace orelens::potential
