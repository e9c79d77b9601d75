#include "core/economics/CostDetail.h"

#include <cmath>

namespace orelens::economics {

OneOffCosts one_off_costs_if(const CostDetail& detail, MineState state) {
    OneOffCosts costs;
    const double output = detail.annual_output_t, years = detail.life_years;
    if (!(output > 0) || !(years > 0)) return costs;
    const double i = detail.discount_percent / 100;
    const double grown = std::pow(1 + i, years) - 1;
    const double sinking = i > 0 ? i / grown : 1 / years;          // a year's part of what is paid at the end
    const double annuity = i > 0 ? sinking * (1 + grown) : sinking;  // … and of what was paid at the start
    if (state == MineState::undeveloped) costs.construction = detail.construction_cost * annuity / output;
    if (state == MineState::suspended || state == MineState::closed)
        costs.restart = detail.restart_cost * annuity / output;
    costs.closure = detail.closure_cost * sinking / output;
    return costs;
}

OneOffCosts one_off_costs(const CostDetail& detail) {
    return one_off_costs_if(detail, detail.mine_state);
}

}  // namespace orelens::economics
