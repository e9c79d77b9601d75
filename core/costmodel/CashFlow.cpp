#include "core/costmodel/CashFlow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

/// Full years of production, and the share of one that is left behind them.
struct Years {
    int full = 0;
    double part = 0;
    [[nodiscard]] int count() const { return full + (part > 0 ? 1 : 0); }
};

Years years_of(double life) {
    life = life > 0 ? std::min(life, 10000.0) : 0;
    Years y;
    y.full = static_cast<int>(std::floor(life + 1e-9));
    y.part = std::max(0.0, life - y.full);
    if (y.part < 1e-9) y.part = 0;
    return y;
}

/// The year before production starts.
int last_before(const CashFlowRule& rule) {
    return std::max(rule.construction_years, 1) - 1;
}

base::Expected<void> check(const char* field, double value, double low, double high) {
    if (value >= low && value <= high) return {};
    return fail(ErrorKind::data, Message("costmodel.cash.range", {{"value", fmt::format("{}", value)}}), {.field = field});
}

}  // namespace

CashFlowFactors cash_flow_factors(const CashFlowRule& rule, double life_years) {
    const double v = 1 / (1 + rule.discount);
    const Years years = years_of(life_years);
    const int parts = std::max(rule.construction_years, 1), start = last_before(rule);
    CashFlowFactors f;
    for (int t = 0; t < parts; ++t) f.capital += std::pow(v, t) / parts;
    for (int j = 1; j <= years.full; ++j) f.annuity += std::pow(v, start + j);
    if (years.part > 0) f.annuity += years.part * std::pow(v, start + years.count());
    f.working = std::pow(v, start + years.count()) - std::pow(v, start);
    return f;
}

double yearly_cash(const CashFlowRule& rule, const CashFlowInput& input) {
    const double operating = input.ore_per_year * (input.revenue_per_tonne - input.operating_per_tonne) - rule.sustaining * input.capital;
    const double taxed = std::max(0.0, operating - input.capital / input.life_years);
    return operating - rule.tax * taxed;
}

double net_present_value(const CashFlowRule& rule, const CashFlowFactors& factors, const CashFlowInput& input) {
    const double working = input.ore_per_year * input.operating_per_tonne * rule.working_capital_months / 12;
    return -input.capital * factors.capital + working * factors.working + yearly_cash(rule, input) * factors.annuity;
}

base::Expected<std::vector<double>> cash_flow(const CashFlowRule& rule, const CashFlowInput& input) {
    constexpr double most = 1e18;
    for (const auto& ok : {check("discount", rule.discount, 0, 10), check("tax", rule.tax, 0, 1),
                           check("construction_years", rule.construction_years, 1, 20), check("sustaining", rule.sustaining, 0, 1),
                           check("working_capital_months", rule.working_capital_months, 0, 120),
                           check("ore_per_year", input.ore_per_year, 1e-9, most), check("life_years", input.life_years, 1e-6, 10000),
                           check("capital", input.capital, 0, most), check("operating", input.operating_per_tonne, -most, most),
                           check("revenue", input.revenue_per_tonne, -most, most)})
        if (!ok) return std::unexpected(ok.error());
    const Years years = years_of(input.life_years);
    const int parts = std::max(rule.construction_years, 1), start = last_before(rule);
    std::vector<double> flow(static_cast<std::size_t>(start + years.count()) + 1, 0);
    for (int t = 0; t < parts; ++t) flow[static_cast<std::size_t>(t)] -= input.capital / parts;
    const double working = input.ore_per_year * input.operating_per_tonne * rule.working_capital_months / 12;
    flow[static_cast<std::size_t>(start)] -= working;
    const double full = yearly_cash(rule, input);
    for (int j = 1; j <= years.full; ++j) flow[static_cast<std::size_t>(start + j)] += full;
    if (years.part > 0) flow.back() += years.part * full;
    flow.back() += working;
    return flow;
}

double present_value(const std::vector<double>& flow, double rate) {
    double sum = 0;
    for (std::size_t t = flow.size(); t-- > 0;) sum = sum / (1 + rate) + flow[t];
    return sum;
}

std::optional<double> internal_rate(const std::vector<double>& flow) {
    if (std::ranges::none_of(flow, [](double f) { return f < 0; }) || std::ranges::none_of(flow, [](double f) { return f > 0; }))
        return std::nullopt;
    double low = -0.99, high = 100;
    if (!(present_value(flow, low) > 0) || !(present_value(flow, high) < 0)) return std::nullopt;
    for (int n = 0; n < 200 && high - low > 1e-13; ++n) {
        const double middle = 0.5 * (low + high);
        (present_value(flow, middle) > 0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

std::optional<double> payback_years(const std::vector<double>& flow, int first) {
    double sum = 0;
    for (std::size_t t = 0; t < flow.size(); ++t) {
        if (sum < 0 && sum + flow[t] >= 0) return static_cast<double>(t) - 1 - first + -sum / flow[t];
        sum += flow[t];
    }
    return std::nullopt;
}

}  // namespace orelens::costmodel
