// The years of a mine in money: construction, production at a level rate, sustaining capital, tax, working capital; what
// they are worth today, at which rate they break even, and after how many years they have paid back. One currency,
// constant money. Knows no prices: revenue per tonne comes from Worth.h.
#pragma once

#include <optional>
#include <vector>

#include "core/base/Error.h"

namespace orelens::costmodel {

struct CashFlowRule {
    double discount = 0.08;      ///< per year, real, ≥ 0
    double tax = 0.25;           ///< of each year's profit after depreciation, above 0. A loss would be set against later profits;
                                 ///< years of production are alike, so that a mine has losses in all of them or in none
    int construction_years = 2;  ///< 1…20: capital in equal parts at the ends of years 0 … n − 1
    double sustaining = 0.02;    ///< of the capital, in every full year of production
    double working_capital_months = 3;  ///< of operating cost, laid out before production and returned with its last year
    bool operator==(const CashFlowRule&) const = default;
};

/// All figures in one currency.
struct CashFlowInput {
    double ore_per_year = 0;        ///< mined tonnes, > 0
    double life_years = 0;          ///< > 0; a last part of a year counts as that part
    double revenue_per_tonne = 0;   ///< net of royalty, per mined tonne
    double operating_per_tonne = 0;
    double capital = 0;             ///< ≥ 0
};

/// What one does not change when the price does: NPV is then two multiplications.
struct CashFlowFactors {
    double capital = 0;          ///< present value of one unit of capital spent in equal parts
    double working = 0;          ///< of one unit laid out and returned, ≤ 0
    double annuity = 0;          ///< of one unit in every full year of production and a part in the last
};
CashFlowFactors cash_flow_factors(const CashFlowRule& rule, double life_years);

/// Revenue − operating − sustaining − tax in a full year. Depreciation: capital over the life in equal parts by tonnage.
double yearly_cash(const CashFlowRule& rule, const CashFlowInput& input);
/// Σ of `cash_flow(…)` discounted to year 0, without making the list.
double net_present_value(const CashFlowRule& rule, const CashFlowFactors& factors, const CashFlowInput& input);

/// One entry per year from 0. Errors: a figure outside its range.
base::Expected<std::vector<double>> cash_flow(const CashFlowRule& rule, const CashFlowInput& input);
double present_value(const std::vector<double>& flow, double rate);
/// The rate at which the flow is worth nothing, in (−1, 100); nothing where it never turns positive or never was
/// negative. By bisection to 1e-12.
std::optional<double> internal_rate(const std::vector<double>& flow);
/// Years from the first production to where the undiscounted sum reaches 0, within a year in proportion; nothing where
/// it never does. `first` is the year before production starts.
std::optional<double> payback_years(const std::vector<double>& flow, int first);

}  // namespace orelens::costmodel
