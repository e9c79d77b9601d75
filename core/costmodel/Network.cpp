#include "core/costmodel/Network.h"

#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <vector>

#include "core/costmodel/Encoder.h"
#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

/// y = v · tanh(W x + b) + c, all weights in one vector.
struct Net {
    Eigen::Index inputs = 0, hidden = 0;
    Eigen::VectorXd weights;
    [[nodiscard]] Eigen::Index count() const { return hidden * (inputs + 2) + 1; }
    [[nodiscard]] Eigen::Map<const Eigen::MatrixXd> first() const { return {weights.data(), hidden, inputs}; }
    [[nodiscard]] auto bias() const { return weights.segment(hidden * inputs, hidden); }
    [[nodiscard]] auto second() const { return weights.segment(hidden * (inputs + 1), hidden); }
    [[nodiscard]] double last() const { return weights(count() - 1); }
    /// rows × hidden.
    [[nodiscard]] Eigen::MatrixXd active(const Eigen::MatrixXd& x) const {
        return ((x * first().transpose()).rowwise() + bias().transpose()).array().tanh();
    }
    [[nodiscard]] Eigen::VectorXd predict(const Eigen::MatrixXd& x) const {
        return ((active(x) * second()).array() + last()).matrix();
    }
};

Net begin(Eigen::Index inputs, Eigen::Index hidden, std::uint64_t seed) {
    Net net{inputs, hidden, {}};
    net.weights.setZero(net.count());
    std::mt19937_64 draw(seed);
    const auto uniform = [&](double most) {
        return most * (2.0 * static_cast<double>(draw() >> 11) / 9007199254740992.0 - 1.0);
    };
    // Glorot: neither dead nor saturated at the start.
    const double one = std::sqrt(6.0 / static_cast<double>(inputs + hidden));
    const double two = std::sqrt(6.0 / static_cast<double>(hidden + 1));
    for (Eigen::Index i = 0; i < hidden * inputs; ++i) net.weights(i) = uniform(one);
    for (Eigen::Index i = 0; i < hidden; ++i) net.weights(hidden * (inputs + 1) + i) = uniform(two);
    return net;
}

/// Into the nets that keep the signs: where every path from a feature with a sign, first weight times second, has that sign,
/// the answer never moves against it. Paths that do not are cut.
void keep_signs(Net& net, const std::vector<Monotone>& signs) {
    for (Eigen::Index c = 0; c < net.inputs; ++c) {
        const auto sign = static_cast<double>(signs[static_cast<std::size_t>(c)]);
        if (sign == 0) continue;
        for (Eigen::Index h = 0; h < net.hidden; ++h) {
            double& first = net.weights(c * net.hidden + h);
            if (sign * first * net.second()(h) < 0) first = 0;
        }
    }
}

/// At the start every path of a feature with a sign is turned its way, so that none is cut unheard.
void begin_with_signs(Net& net, const std::vector<Monotone>& signs) {
    for (Eigen::Index c = 0; c < net.inputs; ++c) {
        const auto sign = static_cast<double>(signs[static_cast<std::size_t>(c)]);
        if (sign == 0) continue;
        for (Eigen::Index h = 0; h < net.hidden; ++h) {
            double& first = net.weights(c * net.hidden + h);
            if (sign * first * net.second()(h) < 0) first = -first;
        }
    }
}

/// Gradient of the mean squared error plus decay · |weights|² of both layers.
Eigen::VectorXd slope(const Net& net, const Eigen::MatrixXd& x, const Eigen::VectorXd& y, double decay) {
    const double n = static_cast<double>(y.size());
    const Eigen::MatrixXd a = net.active(x);
    const Eigen::VectorXd off = ((a * net.second()).array() + net.last()).matrix() - y;
    Eigen::VectorXd g = Eigen::VectorXd::Zero(net.count());
    const Eigen::MatrixXd back = ((off * net.second().transpose()).array() * (1 - a.array().square())).matrix();
    Eigen::Map<Eigen::MatrixXd>(g.data(), net.hidden, net.inputs) = back.transpose() * x * (2 / n) + 2 * decay * net.first();
    g.segment(net.hidden * net.inputs, net.hidden) = back.colwise().sum().transpose() * (2 / n);
    g.segment(net.hidden * (net.inputs + 1), net.hidden) = a.transpose() * off * (2 / n) + 2 * decay * net.second();
    g(net.count() - 1) = off.sum() * 2 / n;
    return g;
}

base::Expected<Net> train(Net net, const std::vector<Monotone>& signs, const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::MatrixXd& stop_x,
                          const Eigen::VectorXd& stop_y, const NetworkRule& rule, const base::Progress& progress) {
    constexpr double first_decay = 0.9, second_decay = 0.999, little = 1e-8;
    Eigen::VectorXd m = Eigen::VectorXd::Zero(net.count()), v = m;
    Net best = net;
    double least = std::numeric_limits<double>::infinity();
    int since = 0;
    for (int step = 1; step <= rule.most_steps && since < rule.patience; ++step) {
        if (progress.cancelled()) return base::cancelled();
        const Eigen::VectorXd g = slope(net, x, y, rule.decay);
        m = first_decay * m + (1 - first_decay) * g;
        v = second_decay * v + (1 - second_decay) * g.cwiseAbs2();
        const double mean = 1 - std::pow(first_decay, step), spread = 1 - std::pow(second_decay, step);
        net.weights.array() -= rule.rate * (m.array() / mean) / ((v.array() / spread).sqrt() + little);
        keep_signs(net, signs);
        const double error = (net.predict(stop_x) - stop_y).squaredNorm();
        ++since;
        if (error < least) least = error, best = net, since = 0;
    }
    return best;
}

struct Ensemble {
    Encoder encoder;
    double mean = 0, spread = 1;
    std::vector<Net> nets;
};

base::Expected<Ensemble> fit(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                             std::uint64_t seed, const NetworkRule& rule, const base::Progress& progress) {
    if (rule.nets < 2) return fail(ErrorKind::usage, Message("costmodel.folds"));
    if (const int groups = group_count(mines, rows); groups < rule.nets)
        return fail(ErrorKind::data, Message("costmodel.few_groups", {{"groups", std::to_string(groups)}, {"folds", std::to_string(rule.nets)}}));
    Ensemble made;
    auto encoder = Encoder::learn(mines, rows);
    if (!encoder) return std::unexpected(encoder.error());
    made.encoder = std::move(*encoder);
    auto x = made.encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    Eigen::VectorXd y(x->rows());
    for (std::size_t i = 0; i < rows.size(); ++i) y(static_cast<Eigen::Index>(i)) = target[rows[i]];
    made.mean = y.mean();
    const double spread = std::sqrt((y.array() - made.mean).square().mean());
    if (spread > 0) made.spread = spread;
    y = (y.array() - made.mean) / made.spread;

    const std::vector<int> fold = grouped_folds(mines, rows, rule.nets, seed);
    const std::vector<Monotone> signs = made.encoder.column_signs();
    for (int f = 0; f < rule.nets; ++f) {
        std::vector<int> learn, stop;
        for (std::size_t i = 0; i < rows.size(); ++i) (fold[i] == f ? stop : learn).push_back(static_cast<int>(i));
        Net start = begin(x->cols(), rule.hidden, part_seed(seed, static_cast<std::uint64_t>(f)));
        begin_with_signs(start, signs);
        auto net = train(std::move(start), signs, (*x)(learn, Eigen::all), y(learn), (*x)(stop, Eigen::all), y(stop), rule,
                         progress);
        if (!net) return std::unexpected(net.error());
        made.nets.push_back(std::move(*net));
    }
    return made;
}

}  // namespace

Learner network_learner(NetworkRule rule) {
    return {"network", [rule](const Mines& mines, std::span<const double> target, std::span<const int> rows,
                              std::uint64_t seed, const base::Progress& progress) -> base::Expected<Predict> {
                auto fitted = fit(mines, target, rows, seed, rule, progress);
                if (!fitted) return std::unexpected(fitted.error());
                auto model = std::make_shared<const Ensemble>(std::move(*fitted));
                return [model](const Mines& table, std::span<const int> wanted) -> base::Expected<Eigen::VectorXd> {
                    auto x = model->encoder.encode(table, wanted);
                    if (!x) return std::unexpected(x.error());
                    Eigen::VectorXd sum = Eigen::VectorXd::Zero(x->rows());
                    for (const Net& net : model->nets) sum += net.predict(*x);
                    return Eigen::VectorXd(
                        (sum * (model->spread / static_cast<double>(model->nets.size()))).array() + model->mean);
                };
            }};
}

}  // namespace orelens::costmodel
