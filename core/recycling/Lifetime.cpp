#include "core/recycling/Lifetime.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

/// 1 − Φ(z), also far out.
double above(double z) {
    return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

}  // namespace

const std::vector<std::string>& lifetime_ids() {
    static const std::vector<std::string> ids{"fixed", "normal", "lognormal", "weibull", "folded_normal", "gamma", "exponential"};
    return ids;
}

Expected<LifetimeKind> lifetime_kind(const std::string& id) {
    const auto found = std::ranges::find(lifetime_ids(), id);
    if (found == lifetime_ids().end())
        return fail(ErrorKind::data, Message("recycling.lifetime.kind", {{"kind", id}}), {},
                    Message("recycling.lifetime.kind.fix"));
    return static_cast<LifetimeKind>(found - lifetime_ids().begin());
}

Expected<void> check_lifetime(const Lifetime& lifetime) {
    const auto refuse = [](double value, const char* which) {
        return fail(ErrorKind::data, Message("recycling.lifetime.value", {{"value", base::number(value)}}),
                    {.field = which}, Message("recycling.lifetime.value.fix"));
    };
    const bool zero_first = lifetime.kind == LifetimeKind::fixed || lifetime.kind == LifetimeKind::folded_normal;
    if (!std::isfinite(lifetime.first) || lifetime.first < 0 || (lifetime.first == 0 && !zero_first))
        return refuse(lifetime.first, "first");
    const bool one = lifetime.kind == LifetimeKind::fixed || lifetime.kind == LifetimeKind::exponential;
    if (!one && (!std::isfinite(lifetime.second) || lifetime.second <= 0)) return refuse(lifetime.second, "second");
    return {};
}

double survival(const Lifetime& lifetime, double age) {
    if (age < 0) return 1;
    const double m = lifetime.first, s = lifetime.second;
    switch (lifetime.kind) {
        case LifetimeKind::fixed: return age < m ? 1 : 0;
        case LifetimeKind::normal: return above((age - m) / s);
        case LifetimeKind::lognormal: {
            if (age == 0) return 1;
            const double variance = std::log1p(s * s / (m * m));
            return above((std::log(age) - std::log(m) + variance / 2) / std::sqrt(variance));
        }
        case LifetimeKind::weibull: return std::exp(-std::pow(age / s, m));
        case LifetimeKind::folded_normal: return above((age - m) / s) + above((age + m) / s);
        case LifetimeKind::gamma: return boost::math::gamma_q(m * m / (s * s), age * m / (s * s));
        case LifetimeKind::exponential: return std::exp(-age / m);
    }
    return 0;
}

const std::vector<std::string>& timing_ids() {
    static const std::vector<std::string> ids{"end_of_year", "middle_of_year", "start_of_year"};
    return ids;
}

double timing_offset(Timing timing) {
    return timing == Timing::end_of_year ? 0 : timing == Timing::middle_of_year ? 0.5 : 1;
}

Quadrature gauss_lobatto(int points) {
    // Inner nodes are the roots of P'(n−1), weights 2 / (n(n−1) P(n−1)²) on [−1, 1] (Abramowitz and Stegun 25.4.32).
    const int n = points;
    Quadrature rule;
    for (int i = 0; i < n; ++i) {
        double x = -std::cos(std::numbers::pi * i / (n - 1)), legendre = 1;
        for (int step = 0; step < 100; ++step) {
            double before = 1, here = x;
            for (int k = 2; k < n; ++k) {
                const double next = ((2 * k - 1) * x * here - (k - 1) * before) / k;
                before = here;
                here = next;
            }
            legendre = n == 2 ? x : here;
            if (i == 0 || i == n - 1) break;
            const double move = (x * here - before) / (n * here);
            x -= move;
            if (std::abs(move) < 1e-16) break;
        }
        rule.nodes.push_back((1 + x) / 2);
        rule.weights.push_back(1.0 / (n * (n - 1) * legendre * legendre));
    }
    return rule;
}

Expected<std::vector<double>> survival_by_age(const Lifetime& lifetime, const SurvivalRule& rule, int years) {
    if (auto good = check_lifetime(lifetime); !good) return std::unexpected(good.error());
    if (rule.lobatto_points != 0 && (rule.lobatto_points < 2 || rule.lobatto_points > 20))
        return fail(ErrorKind::usage, Message("recycling.lobatto", {{"points", std::to_string(rule.lobatto_points)}}));
    std::vector<double> share(static_cast<std::size_t>(std::max(years, 0)));
    if (rule.lobatto_points == 0) {
        for (int a = 0; a < years; ++a) share[a] = survival(lifetime, a + timing_offset(rule.timing));
        return share;
    }
    const Quadrature spread = gauss_lobatto(rule.lobatto_points);
    for (int a = 0; a < years; ++a)
        for (std::size_t k = 0; k < spread.nodes.size(); ++k)
            share[a] += spread.weights[k] * survival(lifetime, a + spread.nodes[k]);
    return share;
}

Expected<SurvivalTable> SurvivalTable::make(const std::vector<Lifetime>& lifetimes, const SurvivalRule& rule, int years) {
    if (lifetimes.size() != 1 && lifetimes.size() != static_cast<std::size_t>(years))
        return fail(ErrorKind::data, Message("recycling.lifetime.count", {{"count", std::to_string(lifetimes.size())},
                                                                          {"years", std::to_string(years)}}));
    SurvivalTable table;
    table.years_ = years;
    table.values_.resize(static_cast<std::size_t>(years) * (static_cast<std::size_t>(years) + 1) / 2);
    std::vector<double> by_age;
    for (int c = 0; c < years; ++c) {
        if (c == 0 || (lifetimes.size() > 1 && !(lifetimes[c] == lifetimes[c - 1]))) {
            auto made = survival_by_age(lifetimes[lifetimes.size() == 1 ? 0 : c], rule, years);
            if (!made) {
                base::Error error = made.error();
                error.place.row = c + 1;
                return std::unexpected(std::move(error));
            }
            by_age = std::move(*made);
        }
        for (int t = c; t < years; ++t)
            table.values_[static_cast<std::size_t>(t) * (static_cast<std::size_t>(t) + 1) / 2 + c] = by_age[t - c];
    }
    return table;
}

}  // namespace orelens::recycling
