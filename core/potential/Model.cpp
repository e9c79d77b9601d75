#include "core/potential/Model.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <random>

#include "core/base/Parallel.h"
#include "core/potential/Folds.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::potential {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

const std::vector<std::string>& method_ids() {
    static const std::vector<std::string> ids{"weights", "information", "logistic", "forest", "boosting",
                                              "fuzzy", "bagging", "elkan_noto", "distance", "random"};
    return ids;
}

const std::string& MethodRule::name() const {
    return id.empty() ? method_ids()[static_cast<std::size_t>(kind)] : id;
}

bool is_relative(const MethodRule& rule) {
    return rule.balance || (rule.kind != MethodKind::logistic && rule.kind != MethodKind::forest && rule.kind != MethodKind::boosting);
}

bool needs_labels(MethodKind kind) {
    return kind != MethodKind::fuzzy && kind != MethodKind::random;
}

Eigen::MatrixXd features(const Evidence& evidence, const std::vector<std::string>& layers, std::span<const std::int64_t> voxels) {
    Eigen::MatrixXd x(static_cast<Eigen::Index>(voxels.size()), static_cast<Eigen::Index>(layers.size()));
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const auto& values = evidence.layer(layers[l])->values;
        for (std::size_t r = 0; r < voxels.size(); ++r)
            x(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(l)) = values[static_cast<std::size_t>(voxels[r])];
    }
    return x;
}

namespace {

struct Job {
    const Evidence& evidence;
    std::span<const std::int8_t> labels;
    std::span<const std::int64_t> rows;
    const MethodRule& rule;
    const std::vector<std::string>& layers;
    std::uint64_t seed;
};

Eigen::VectorXd targets(const Job& job) {
    Eigen::VectorXd y(static_cast<Eigen::Index>(job.rows.size()));
    for (std::size_t r = 0; r < job.rows.size(); ++r) y[static_cast<Eigen::Index>(r)] = job.labels[static_cast<std::size_t>(job.rows[r])] == positive;
    return y;
}

/// Each class weighs half of all rows.
Eigen::VectorXd balanced(const Eigen::VectorXd& y) {
    const double n = static_cast<double>(y.size()), ones = y.sum();
    return y.unaryExpr([&](double v) { return v > 0 ? n / (2 * ones) : n / (2 * (n - ones)); });
}

Expected<LogisticModel> learn_logistic(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, double ridge, bool balance) {
    LogisticModel made;
    made.standard = Standardiser::learn(x);
    auto fit = fit_logistic(made.standard.apply(x), y, ridge, balance ? balanced(y) : Eigen::VectorXd());
    if (!fit) return std::unexpected(fit.error());
    made.fit = std::move(*fit);
    return made;
}

LayerRule rule_of(const MethodRule& rule, const std::string& layer) {
    for (const LayerRule& one : rule.per_layer)
        if (one.layer == layer) return one;
    return {.layer = layer, .weights = {}, .classes = 5, .edges = {}, .sign = learning::Monotone::free};
}

Expected<WeightsModel> learn_weights(const Job& job) {
    std::vector<std::vector<std::int32_t>> classes(job.layers.size());
    std::vector<std::span<const std::int32_t>> spans;
    std::vector<WeightRule> rules;
    std::vector<Classes> cuts;
    std::vector<std::int8_t> label;
    for (const std::int64_t v : job.rows) label.push_back(job.labels[static_cast<std::size_t>(v)]);
    std::vector<std::string> names;
    std::vector<Classes> all_cuts;
    for (std::size_t l = 0; l < job.layers.size(); ++l) {
        const Layer& layer = *job.evidence.layer(job.layers[l]);
        const LayerRule rule = rule_of(job.rule, layer.id);
        std::vector<double> values;
        for (const std::int64_t v : job.rows) values.push_back(layer.values[static_cast<std::size_t>(v)]);
        Classes cut = rule.edges.empty() ? quantile_classes(values, rule.classes) : Classes{false, rule.edges};
        cut.nominal = layer.nominal;
        for (const double value : values) classes[l].push_back(cut.of(value));
        spans.emplace_back(classes[l]);
        rules.push_back(rule.weights);
        all_cuts.push_back(std::move(cut));
    }
    // A layer that training does not cover at all takes no part; the others do.
    std::vector<std::size_t> used;
    std::vector<std::span<const std::int32_t>> known;
    std::vector<WeightRule> known_rules;
    for (std::size_t l = 0; l < job.layers.size(); ++l) {
        if (std::ranges::all_of(classes[l], [](std::int32_t c) { return c < 0; })) continue;
        used.push_back(l);
        names.push_back(job.layers[l]);
        known.push_back(spans[l]);
        known_rules.push_back(rules[l]);
    }
    auto model = weight_model(names, known, label, known_rules);
    if (!model) return std::unexpected(model.error());
    WeightsModel made;
    made.information = job.rule.kind == MethodKind::information;
    made.model.prior_logit = model->prior_logit;
    made.model.positives = model->positives;
    made.model.voxels = model->voxels;
    std::size_t next = 0;
    for (std::size_t l = 0; l < job.layers.size(); ++l) {
        LayerWeights layer;
        if (next < used.size() && used[next] == l)
            layer = std::move(model->layers[next++]);
        else
            layer.left_out = true;
        layer.layer = job.layers[l];
        layer.classes = all_cuts[l];
        made.model.layers.push_back(std::move(layer));
    }
    return made;
}

Expected<TreesModel> learn_trees(const Job& job, const base::Progress& progress) {
    const bool forest = job.rule.kind == MethodKind::forest;
    const MethodRule& r = job.rule;
    const double columns = static_cast<double>(job.layers.size());
    learning::BoosterRule rule;
    rule.aim = forest ? learning::BoosterRule::Aim::squared : learning::BoosterRule::Aim::logistic;
    rule.start = forest ? 0 : 0.5;
    rule.depth = r.depth > 0 ? r.depth : forest ? 12 : 3;
    rule.rate = forest ? 1 : r.rate;
    rule.least_rows = r.least_rows > 0 ? r.least_rows : forest ? 3 : 1;
    rule.row_share = r.row_share > 0 ? r.row_share : forest ? 0.632 : 1;
    rule.column_share = forest ? 1 : r.column_share > 0 ? r.column_share : 1;
    rule.node_share = forest ? (r.column_share > 0 ? r.column_share : std::max(1.0, std::floor(std::sqrt(columns))) / columns) : 1;
    rule.penalty = forest ? 0 : 1;
    const int trees = r.trees > 0 ? r.trees : forest ? 300 : 60;
    rule.together = forest ? trees : 1;
    rule.seed = job.seed;
    const Eigen::VectorXd y = targets(job);
    if (!(y.sum() > 0)) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    if (y.sum() == static_cast<double>(y.size())) return fail(ErrorKind::data, Message("potential.no_barren"), {}, Message("potential.no_barren_fix"));
    std::vector<learning::Monotone> signs;
    for (const std::string& layer : job.layers) signs.push_back(rule_of(r, layer).sign);
    auto booster = learning::Booster::begin(features(job.evidence, job.layers, job.rows), y, signs, rule,
                                            r.balance ? balanced(y) : Eigen::VectorXd());
    if (!booster) return std::unexpected(booster.error());
    for (int n = 0; n < (forest ? 1 : trees); ++n) {
        if (progress.cancelled()) return base::cancelled();
        if (auto grown = booster->grow(); !grown) return std::unexpected(grown.error());
    }
    return TreesModel{std::make_shared<learning::Booster>(std::move(*booster)), forest};
}

/// `count` different entries of `pool`, ascending.
std::vector<std::int64_t> draw(std::vector<std::int64_t> pool, std::size_t count, std::mt19937_64& random) {
    count = std::min(count, pool.size());
    for (std::size_t n = 0; n < count; ++n) std::swap(pool[n], pool[n + random() % (pool.size() - n)]);
    pool.resize(count);
    std::ranges::sort(pool);
    return pool;
}

Expected<BagModel> learn_unlabelled(const Job& job) {
    std::vector<std::int64_t> ones, pool;
    for (const std::int64_t v : job.rows) (job.labels[static_cast<std::size_t>(v)] == positive ? ones : pool).push_back(v);
    for (std::size_t v = 0; v < job.labels.size(); ++v)
        if (job.labels[v] == unknown && job.evidence.active[v] != 0) pool.push_back(static_cast<std::int64_t>(v));
    if (ones.empty()) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    const bool bag = job.rule.kind == MethodKind::bagging;
    std::mt19937_64 random(job.seed);
    BagModel made;
    std::vector<std::int64_t> held;
    if (!bag) {
        held = draw(ones, std::max<std::size_t>(1, ones.size() / 5), random);
        std::erase_if(ones, [&](std::int64_t v) { return std::ranges::binary_search(held, v); });
        if (ones.empty()) return fail(ErrorKind::data, Message("potential.few_positives", {{"count", "1"}}));
    }
    const int members = !bag ? 1 : job.rule.trees > 0 ? job.rule.trees : 20;
    for (int m = 0; m < members; ++m) {
        auto others = draw(pool, bag ? ones.size() : std::max<std::size_t>(20 * ones.size(), 1000), random);
        std::vector<std::int64_t> rows = ones;
        rows.insert(rows.end(), others.begin(), others.end());
        Eigen::VectorXd y = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(rows.size()));
        y.head(static_cast<Eigen::Index>(ones.size())).setOnes();
        auto member = learn_logistic(features(job.evidence, job.layers, rows), y, job.rule.ridge > 0 ? job.rule.ridge : 1, false);
        if (!member) return std::unexpected(member.error());
        made.members.push_back(std::move(*member));
        made.drawn.push_back(bag ? std::move(others) : std::vector<std::int64_t>());
    }
    if (!bag) {
        const auto& g = made.members.front();
        const Eigen::VectorXd odds = g.fit.log_odds(g.standard.apply(features(job.evidence, job.layers, held)));
        made.share = odds.unaryExpr([](double e) { return logistic(e); }).mean();
    }
    return made;
}

}  // namespace

Expected<Trained> train(const Evidence& evidence, std::span<const std::int8_t> labels, std::span<const std::int64_t> rows,
                        const MethodRule& rule, std::uint64_t seed, const base::Progress& progress) {
    Trained made;
    made.rule = rule;
    made.rows = static_cast<std::int64_t>(rows.size());
    for (const std::int64_t v : rows) made.positives += labels[static_cast<std::size_t>(v)] == positive;
    if (rule.layers.empty())
        for (const Layer& layer : evidence.layers) made.layers.push_back(layer.id);
    else
        made.layers = rule.layers;
    for (const std::string& layer : made.layers)
        if (evidence.layer(layer) == nullptr) return fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", layer}}), {.field = layer});
    const bool places = rule.kind == MethodKind::distance || rule.kind == MethodKind::random || rule.kind == MethodKind::fuzzy;
    if (made.layers.empty() && !places) return fail(ErrorKind::usage, Message("potential.no_evidence"));
    const bool sums = rule.kind == MethodKind::logistic || rule.kind == MethodKind::bagging || rule.kind == MethodKind::elkan_noto;
    for (const std::string& id : made.layers) {
        const Layer& layer = *evidence.layer(id);
        if (!layer.nominal || places) continue;
        if (sums)
            return fail(ErrorKind::usage, Message("potential.codes_are_no_amounts", {{"layer", id}, {"method", rule.name()}}), {.field = id}, Message("potential.codes_are_no_amounts_fix"));
        for (const float value : layer.values)
            if (!std::isnan(value) && !is_code(value))
                return fail(ErrorKind::data, Message("potential.no_code", {{"layer", id}, {"code", base::number(value)}}), {.field = id});
    }
    if (rows.empty() && needs_labels(rule.kind)) return fail(ErrorKind::data, Message("potential.no_label"), {}, Message("potential.no_positive_fix"));
    const Job job{evidence, labels, rows, rule, made.layers, seed};
    const auto keep = [&](auto&& learned) -> Expected<Trained> {
        if (!learned) return std::unexpected(learned.error());
        made.model = std::move(*learned);
        return std::move(made);
    };
    switch (rule.kind) {
        case MethodKind::weights:
        case MethodKind::information: return keep(learn_weights(job));
        case MethodKind::logistic: return keep(learn_logistic(features(evidence, made.layers, rows), targets(job), rule.ridge, rule.balance));
        case MethodKind::forest:
        case MethodKind::boosting: return keep(learn_trees(job, progress));
        case MethodKind::bagging:
        case MethodKind::elkan_noto: return keep(learn_unlabelled(job));
        case MethodKind::fuzzy:
            if (auto sound = check(rule.fuzzy, evidence); !sound) return std::unexpected(sound.error());
            made.model = FuzzyModel{rule.fuzzy};
            return made;
        case MethodKind::distance: {
            DistanceModel model;
            for (const std::int64_t v : rows)
                if (labels[static_cast<std::size_t>(v)] == positive) model.ore.push_back(centre_of(evidence.grid, v));
            if (model.ore.empty()) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
            made.model = std::move(model);
            return made;
        }
        case MethodKind::random: made.model = RandomModel{seed}; return made;
    }
    return made;
}

namespace {

/// A score per voxel of one kind of model. Missing everywhere is decided by whoever asks.
struct Scorer {
    const Trained& trained;
    const Evidence& evidence;
    std::span<const std::int64_t> voxels;
    using Scores = Expected<std::vector<double>>;

    [[nodiscard]] Eigen::MatrixXd x() const { return features(evidence, trained.layers, voxels); }
    static std::vector<double> listed(const Eigen::VectorXd& v) { return {v.data(), v.data() + v.size()}; }
    static Eigen::VectorXd chance(const Eigen::VectorXd& odds) {
        return odds.unaryExpr([](double e) { return logistic(e); });
    }

    Scores operator()(const LogisticModel& m) const { return listed(chance(m.fit.log_odds(m.standard.apply(x())))); }
    Scores operator()(const WeightsModel& m) const {
        std::vector<double> out(voxels.size(), m.information ? 0 : m.model.prior_logit);
        for (const LayerWeights& layer : m.model.layers) {
            if (layer.left_out) continue;
            const auto& values = evidence.layer(layer.layer)->values;
            std::vector<double> information;
            if (m.information)
                for (const ClassWeight& row : layer.table.rows) information.push_back(row.information);
            for (std::size_t n = 0; n < voxels.size(); ++n) {
                const int group = layer.group_of(layer.classes.of(values[static_cast<std::size_t>(voxels[n])]));
                if (group < 0) continue;
                // Classes without a positive have no information value; they count as the lowest one of the layer's.
                if (!m.information)
                    out[n] += layer.groups[static_cast<std::size_t>(group)].weight;
                else if (layer.table.rule.accumulate == Accumulate::unique)
                    out[n] += layer.groups[static_cast<std::size_t>(group)].cls >= 0 ? of_class(layer, group) : 0;
                else
                    out[n] += group == 0 ? information[*layer.table.cutoff] : 0;
            }
        }
        if (!m.information)
            for (double& value : out) value = logistic(value);
        return out;
    }
    static double of_class(const LayerWeights& layer, int group) {
        const std::int32_t cls = layer.groups[static_cast<std::size_t>(group)].cls;
        double lowest = 0;
        for (const ClassWeight& row : layer.table.rows) {
            if (std::isfinite(row.information)) lowest = std::min(lowest, row.information);
            if (row.cls == cls && std::isfinite(row.information)) return row.information;
        }
        return lowest;
    }
    Scores operator()(const TreesModel& m) const {
        const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = x().cast<float>();
        auto said = m.trees->predict_rows(rows.data(), voxels.size(), trained.layers.size());
        if (!said) return std::unexpected(said.error());
        std::vector<double> out;
        for (const float value : *said) out.push_back(m.forest ? std::clamp(static_cast<double>(value), 0.0, 1.0) : logistic(value));
        return out;
    }
    Scores operator()(const FuzzyModel& m) const {
        std::vector<const Layer*> layers;
        for (const FuzzyNode& node : m.tree) layers.push_back(evidence.layer(node.layer));
        std::vector<double> out;
        for (const std::int64_t v : voxels) out.push_back(fuzzy_score(m.tree, layers, static_cast<std::size_t>(v)));
        return out;
    }
    Scores operator()(const BagModel& m) const {
        const Eigen::MatrixXd rows = x();
        std::vector<double> sum(voxels.size(), 0), count(voxels.size(), 0), all(voxels.size(), 0);
        for (std::size_t n = 0; n < m.members.size(); ++n) {
            const Eigen::VectorXd p = chance(m.members[n].fit.log_odds(m.members[n].standard.apply(rows)));
            for (std::size_t v = 0; v < voxels.size(); ++v) {
                const double one = p[static_cast<Eigen::Index>(v)];
                all[v] += one / static_cast<double>(m.members.size());
                if (std::ranges::binary_search(m.drawn[n], voxels[v])) continue;
                sum[v] += one;
                count[v] += 1;
            }
        }
        for (std::size_t v = 0; v < voxels.size(); ++v)
            sum[v] = std::min(1.0, (count[v] > 0 ? sum[v] / count[v] : all[v]) / m.share);
        return sum;
    }
    Scores operator()(const DistanceModel& m) const {
        const shapes::NearestPoints tree(m.ore);
        std::vector<double> out;
        for (const std::int64_t v : voxels) out.push_back(-tree.nearest(centre_of(evidence.grid, v)).distance_m);
        return out;
    }
    Scores operator()(const RandomModel& m) const {
        std::vector<double> out;
        for (const std::int64_t v : voxels) {
            // A number of the voxel's own (SplitMix64), whatever is asked beside it.
            std::uint64_t z = m.seed + 0x9E3779B97F4A7C15ULL * (static_cast<std::uint64_t>(v) + 1);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
            out.push_back(static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53);
        }
        return out;
    }
};

}  // namespace

Expected<std::vector<double>> score(const Trained& trained, const Evidence& evidence, std::span<const std::int64_t> voxels) {
    for (const std::string& layer : trained.layers)
        if (evidence.layer(layer) == nullptr) return fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", layer}}), {.field = layer});
    auto scores = std::visit(Scorer{trained, evidence, voxels}, trained.model);
    const MethodKind kind = trained.rule.kind;
    if (!scores || kind == MethodKind::distance || kind == MethodKind::random || kind == MethodKind::fuzzy) return scores;
    std::vector<const std::vector<float>*> layers;
    for (const std::string& id : trained.layers) layers.push_back(&evidence.layer(id)->values);
    for (std::size_t n = 0; n < voxels.size(); ++n)
        if (std::ranges::all_of(layers, [&](const auto* values) { return std::isnan((*values)[static_cast<std::size_t>(voxels[n])]); }))
            (*scores)[n] = std::numeric_limits<double>::quiet_NaN();
    return scores;
}

Expected<std::vector<float>> predict(const Trained& trained, const Evidence& evidence, const base::Progress& progress) {
    std::vector<float> out(evidence.voxels(), missing);
    std::mutex lock;
    std::optional<base::Error> error;
    constexpr std::size_t piece = 32768;
    const bool whole = base::parallel_pieces(out.size(), piece, progress, [&](std::size_t begin, std::size_t end) {
        std::vector<std::int64_t> voxels;
        for (std::size_t v = begin; v < end; ++v)
            if (evidence.active[v] != 0) voxels.push_back(static_cast<std::int64_t>(v));
        if (voxels.empty()) return;
        const auto scores = score(trained, evidence, voxels);
        if (!scores) {
            const std::lock_guard guard(lock);
            error = scores.error();
            return;
        }
        for (std::size_t n = 0; n < voxels.size(); ++n) out[static_cast<std::size_t>(voxels[n])] = static_cast<float>((*scores)[n]);
    });
    if (error) return std::unexpected(*error);
    if (!whole) return base::cancelled();
    return out;
}

Expected<Eigen::MatrixXd> explain(const Trained& trained, const Evidence& evidence, std::span<const std::int64_t> voxels) {
    const Eigen::MatrixXd x = features(evidence, trained.layers, voxels);
    if (const auto* trees = std::get_if<TreesModel>(&trained.model)) return trees->trees->contributions(x);
    Eigen::MatrixXd parts = Eigen::MatrixXd::Zero(x.rows(), x.cols() + 1);
    if (const auto* line = std::get_if<LogisticModel>(&trained.model)) {
        parts.leftCols(x.cols()) = line->standard.apply(x) * line->fit.beta.tail(x.cols()).asDiagonal();
        parts.col(x.cols()).setConstant(line->fit.beta[0]);
        return parts;
    }
    const auto* weights = std::get_if<WeightsModel>(&trained.model);
    if (weights == nullptr || weights->information)
        return fail(ErrorKind::usage, Message("potential.no_parts", {{"method", trained.rule.name()}}));
    for (Eigen::Index l = 0; l < x.cols(); ++l) {
        const LayerWeights& layer = weights->model.layers[static_cast<std::size_t>(l)];
        for (Eigen::Index r = 0; r < x.rows(); ++r) {
            const int group = layer.group_of(layer.classes.of(x(r, l)));
            if (group >= 0) parts(r, l) = layer.groups[static_cast<std::size_t>(group)].weight;
        }
    }
    parts.col(x.cols()).setConstant(weights->model.prior_logit);
    return parts;
}

}  // namespace orelens::potential
