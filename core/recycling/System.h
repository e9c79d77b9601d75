// A system of processes and flows over years and whatever else the user declares (element, material, product,
// region): transfer coefficients, loops, stocks in processes, trade. Process 0 is the environment. Use it for whole
// systems; a stock alone is DynamicStock.h. Knows no files. Formulas: recycling-and-costs.md §1.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/recycling/DynamicStock.h"

namespace orelens::recycling {

struct Dimension {
    std::string name, letter;
    std::vector<std::string> items;
};

/// Numbers over some of the dimensions, the last one fastest.
struct Parameter {
    std::string name;
    std::vector<int> dimensions;  ///< numbers of System::dimensions
    std::vector<double> values;   ///< one for every tuple
    std::string unit;             ///< see unit_of
};

enum class Measure { mass, share, years };
struct Unit {
    Measure measure = Measure::mass;
    double factor = 1;  ///< to tonnes, fractions, years
};
/// kg, t, kt, Mt, each also per year (t/a, t/yr); 1, %, "" (a fraction); a, yr, years. Error: anything else.
base::Expected<Unit> unit_of(const std::string& unit);

enum class FlowRule {
    given,     ///< the product of its factors: one of mass, the others shares
    transfer,  ///< a share of what leaves its process: the product of its factors
    rest,      ///< what the other transfers of its process leave over
    balance    ///< what closes the balance of a process
};
struct Flow {
    std::string id;
    int from = 0, to = 0;
    FlowRule rule = FlowRule::given;
    std::vector<int> factors;  ///< numbers of System::parameters
    int trade = -1;            ///< made by this trade
};

enum class StockDrive {
    accumulates,    ///< landfill, slag pile: keeps what comes in less what is given to leave
    inflow_driven,  ///< what comes in leaves after its lifetime
    stock_driven    ///< the stock is given, what comes in follows
};
struct Stock {
    std::string id;
    int process = 0;
    StockDrive drive = StockDrive::accumulates;
    std::vector<int> factors;  ///< of a stock-driven one: the stock at the end of each year
    LifetimeKind lifetime = LifetimeKind::normal;
    int first = -1, second = -1;  ///< parameters in years (or a shape as a share); the year is that of the cohort
    /// Where its material stands: "in_use", "hibernating", "dissipated", "landfill", "tailings_slag". Told apart in
    /// every sum; none of them is available scrap, which is an outflow.
    std::string state = "in_use";
    /// What stands at the end of the year before the first: a parameter of mass, −1 = nothing; and how old it is by then: one
    /// of years (not of one that accumulates). It leaves by the lifetime of the first year's cohort.
    int initial = -1, initial_age = -1;
};

/// What regions send each other: a factor over the region and over a second dimension with the same items.
struct Trade {
    std::string id;
    int process = 0;                   ///< whose outflow and inflow it is
    int origin = -1, destination = -1;  ///< dimensions
    std::vector<int> factors;
};

struct System {
    std::string name;
    std::vector<Dimension> dimensions;
    int time = 0;                 ///< the dimension whose items are years, one after another
    std::vector<int> flow_dimensions;  ///< those that flows are told by, the years first
    std::vector<Parameter> parameters;
    std::vector<std::string> processes;  ///< the first is the environment
    std::vector<Flow> flows;
    std::vector<Stock> stocks;
    std::vector<Trade> trades;
    SurvivalRule survival;
    bool correct_negative_inflow = true;

    [[nodiscard]] int years() const { return static_cast<int>(dimensions[static_cast<std::size_t>(time)].items.size()); }
    [[nodiscard]] std::size_t tuples() const;  ///< of the flow dimensions but the years
    /// "Cu, region A": items of a tuple.
    [[nodiscard]] std::string tuple_name(std::size_t tuple) const;
    /// Items of a tuple of the flow dimensions but the years, in their order.
    [[nodiscard]] std::vector<int> tuple_items(std::size_t tuple) const;
};

/// Adds the two flows of every trade (id + " exports" to the environment, id + " imports" from it) once.
void add_trade_flows(System& system);

/// Errors: dimensions without items or with one twice; a flow dimension twice; more tuples than the memory holds; years that are no numbers or leave a gap; a parameter without a
/// value for a tuple, not finite; units that do not fit; a given flow not told by all of its dimensions but the years; coefficients
/// below 0 or over 1, or that do not sum to 1 within 1e-9; a rest below 0; transfers beside other outflows; lifetimes
/// that are negative; two stocks in a process; a region that trades with itself. `place.field` names the flow, stock or
/// parameter; place.row counts values of a parameter from 1.
base::Expected<void> check_system(const System& system);

struct NegativeFlow {
    int flow = 0, year = 0;
    std::size_t tuple = 0;
    double value = 0;
};
/// A stock that accumulates and gives more than it holds.
struct NegativeStock {
    int stock = 0, year = 0;
    std::size_t tuple = 0;
    double value = 0;
};
struct SolvedStock {
    std::vector<double> stock, inflow, outflow;  ///< tuple × year, tonnes
    CohortTable by_cohort;                       ///< empty for one that accumulates
    std::vector<double> from_before;  ///< of `stock`, what is left of the initial one: tuple × year; empty without, and of one that accumulates
};
struct SolvedSystem {
    int years = 0;
    std::size_t tuples = 0;
    std::vector<std::vector<double>> flows;  ///< per flow: tuple × year, tonnes
    std::vector<SolvedStock> stocks;
    std::vector<std::vector<double>> residuals;  ///< per process: Σ in − Σ out − ΔS, tuple × year, tonnes
    double largest_residual = 0;  ///< of processes but the environment, as a share of what goes through (at least a millionth of the most that ever does), 0 where nothing does
    std::vector<NegativeFlow> negative;  ///< flows that close a balance and had to run backwards
    std::vector<NegativeStock> overdrawn;  ///< the year in which each goes below 0
    std::vector<FastFall> fast_falls;    ///< of stocks; `series` is stock · tuples + tuple
    [[nodiscard]] double at(int flow, std::size_t tuple, int year) const {
        return flows[static_cast<std::size_t>(flow)][tuple * static_cast<std::size_t>(years) + static_cast<std::size_t>(year)];
    }
};

/// Every flow of every tuple and year, loops and the part of an inflow that leaves in its own year solved exactly as one
/// linear system. Errors: those of check_system; flows that nothing determines, loops that let nothing out among them;
/// data that no flow can balance (the process, tuple and year are named); memory; cancelled.
base::Expected<SolvedSystem> solve(const System& system, const base::Progress& progress = base::Progress());

/// Stock at the end of a year per state of its material, summed over tuples whose item of a dimension is `item`
/// (dimension −1 = all).
std::vector<std::pair<std::string, double>> stock_by_state(const System& system, const SolvedSystem& solved, int year,
                                                           int dimension = -1, int item = 0);

}  // namespace orelens::recycling
