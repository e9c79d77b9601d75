// Costs beyond the few of PriceDeck.h: construction, stripping, haulage, restart and closure, rock types, base year. And
// what the state takes and gives beyond a rate. Plain data; domain.md §3.
#pragma once

#include <string>

namespace orelens::economics {

/// What stands between the deposit and its production; it decides which one-off costs a tonne has to bear.
enum class MineState {
    running,      ///< the mine is built: construction cost is left out
    undeveloped,  ///< construction cost is spread over the output
    suspended,    ///< cost of restarting
    closed        ///< cost of restarting
};

struct CostDetail {
    MineState mine_state = MineState::running;
    double construction_cost = 0;  ///< total
    double annual_output_t = 0;    ///< t mined a year
    double life_years = 0;
    double discount_percent = 0;   ///< a year: construction spread as an annuity, closure and stockpiles discounted
    double restart_cost = 0;  ///< total
    double closure_cost = 0;  ///< total, at the end of the life
    double stripping_ratio = 0;  ///< t waste per t ore
    double waste_mining = 0;     ///< per t of waste
    double haul_km = 0;          ///< from the mine to the plant; ore alone
    double haul_per_km = 0;      ///< per t and km
    std::string rock_column;     ///< integer block column; empty = none
    std::string mining_by_rock;  ///< code: mining cost per t in place of the stated one
    std::string ore_type_column; ///< integer block column that routes choose by
    int cost_year = 0;           ///< of the costs as stated; 0 = none
    int money_year = 0;          ///< of the prices; costs are carried to it
    std::string cost_index;      ///< year: index
    double cost_factor = 1;      ///< index of money_year over that of cost_year; NaN = not stated. Not a parameter
    bool operator==(const CostDetail&) const = default;
};

struct Fiscal {
    std::string currency_rates;   ///< currency: units of the deck's currency for one of it
    std::string relief_column;    ///< integer block column with classes of ore that pay less
    std::string reliefs;          ///< code: % that royalty and resource tax are reduced by
    bool operator==(const Fiscal&) const = default;
};

/// Per tonne mined, under today's state of the mine.
struct OneOffCosts {
    double construction = 0, restart = 0, closure = 0;
    [[nodiscard]] double sum() const { return construction + restart + closure; }
};
/// Construction, restart: C·i(1+i)ⁿ/((1+i)ⁿ − 1)/Q a tonne (C/(nQ) at i = 0); closure: C·i/((1+i)ⁿ − 1)/Q. Zero where
/// output or life are not stated.
OneOffCosts one_off_costs(const CostDetail& detail);
/// The same whatever the state of the mine, to show both conventions.
OneOffCosts one_off_costs_if(const CostDetail& detail, MineState state);

enum class TierRule {
    whole,    ///< the rate of the tier that the price lies in, on all of it
    brackets  ///< each part of the price at its own tier's rate
};

}  // namespace orelens::economics
