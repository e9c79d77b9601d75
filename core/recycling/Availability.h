// Is scrap usable, at which price, and what binds? Streams (product × place × year × element) go down a cascade from what
// reaches the end of its life to what pays; tailings and slag are streams too. Formulas: recycling-and-costs.md §2.
// Material in use is no stream: only what has left use is.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::recycling {

inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// What divides a stream from the metal in it, in order of the cascade.
enum class Step { collection, dismantling, separation, refining };
inline constexpr std::size_t step_count = 4;

/// What can be lifted: the four steps to their benchmarks, the price and the policy (subsidy) to theirs.
enum class Lever { collection, dismantling, separation, refining, price, policy };
inline constexpr std::size_t lever_count = 6;
const std::vector<std::string>& lever_ids();

struct Stream {
    std::string id, product, place, element;
    std::optional<int> year;  ///< nothing = nobody says
    std::string origin = "scrap";  ///< "scrap", "new_scrap", "tailings", "slag"
    double theoretical_t = not_known;  ///< metal at the end of life
    std::array<double, step_count> share{not_known, 1, not_known, not_known};  ///< of each step, 0 … 1
    double collect_cost = 0;   ///< per tonne of metal collected; NaN = not known, as of the two below
    double process_cost = 0;   ///< per tonne of metal separated
    double refine_cost = 0;    ///< per tonne of metal recovered
    bool refine_untold = false;  ///< the table has no costs of refining: 0 is taken
    double by_products = 0;    ///< credit per tonne of metal recovered
    double subsidy = 0;        ///< gate fee or subsidy per tonne of metal recovered
    std::array<double, step_count> benchmark{not_known, not_known, not_known, not_known};  ///< NaN = nobody says how far it goes
    double benchmark_price = not_known, benchmark_subsidy = not_known;
    std::string sink;                     ///< what it is melted into; empty = nothing limits it
    std::map<std::string, double> tramp;  ///< tonnes of each tramp element per tonne of metal recovered
};

struct Cascade {
    double theoretical_t = 0, collectable_t = 0, dismantled_t = 0, separable_t = 0, recoverable_t = 0;
    double break_even = 0;  ///< price per tonne of metal from which it pays; +∞ where nothing is recovered; NaN where a cost is not known
    /// Losses of each step in tonnes, Σ = theoretical − recoverable exactly: by the logarithms of the shares (LMDI).
    std::array<double, step_count> loss_t{};
    /// ln of each share; Σ = ln(recoverable / theoretical). −∞ where a share is 0.
    std::array<double, step_count> log_share{};
    /// NaN where the break-even is not known.
    [[nodiscard]] double economic_t(double price) const { return std::isnan(break_even) ? not_known : break_even <= price ? recoverable_t : 0; }
};

/// Errors: a share outside 0 … 1, a quantity that is missing, a quantity or cost below 0 or infinite, a benchmark below its share;
/// place.field names the column, place.row is the caller's to fill.
base::Expected<Cascade> cascade(const Stream& stream);

/// Economic tonnes with some levers at their benchmarks; NaN where one has none, or where the break-even is not known.
double economic_with(const Stream& stream, double price, const std::vector<Lever>& levers);

/// What is lifted, and the economic tonnes that follow. NaN: no benchmark says how far the lever goes.
struct Released {
    std::array<double, lever_count> one{};  ///< tonnes beyond those of today
    /// [a][b], a < b: both together; what they release beyond the two alone is pair − one[a] − one[b].
    std::array<std::array<double, lever_count>, lever_count> pair{};
};
/// At a price of the metal. Lifting collection does nothing while the price is below the break-even.
base::Expected<Released> released(const Stream& stream, double price);

/// Of one stream: the lever that alone releases most; where none does anything alone, the best pair.
struct Binding {
    std::optional<Lever> lever;
    std::optional<std::pair<Lever, Lever>> pair;
    double tonnes = 0;
    double price_gap = 0;  ///< break-even − price where that is above 0
};
Binding binding(const Cascade& cascade, const Released& released, double price);
/// Σ over streams; a lever without benchmark in a stream adds nothing, and the streams that lack one are counted.
struct ReleasedSum {
    Released tonnes;
    std::array<int, lever_count> without_benchmark{};  ///< or without a break-even
    std::array<std::array<int, lever_count>, lever_count> pair_without{};  ///< [a][b], a < b: streams that know neither of the two
};
base::Expected<ReleasedSum> released_sum(const std::vector<Stream>& streams, double price);

/// What the scrap of a sink may carry, and the primary metal that dilutes it.
struct Sink {
    std::string id;
    double primary_t = 0;                        ///< at most so much primary metal is added
    std::map<std::string, double> limit;         ///< tonnes of tramp per tonne of product
    std::map<std::string, double> primary_tramp;  ///< of the primary metal; absent = not known: it then dilutes nothing
};
struct Blended {
    std::vector<double> used_t;  ///< of each stream, at most its economic tonnes; NaN where what it carries is not known
    double left_t = 0;           ///< economic, but no sink takes it
    std::map<std::string, std::vector<std::string>> binding;  ///< of each sink: tramp elements at their limit
    std::map<std::string, std::vector<std::string>> primary_untold;  ///< of each sink with primary metal: limited tramp elements that nobody says of it
};
/// Tramp elements that its sink limits and that nobody says of the stream: whether a sink takes it is not known.
std::vector<std::string> untold_tramp(const Stream& stream, const std::vector<Sink>& sinks);
/// The most scrap that sinks take under their limits (linear program), of streams that all is known of. Errors: a sink that is not there; a primary metal
/// that already exceeds a limit; negative numbers.
base::Expected<Blended> blend(const std::vector<Stream>& streams, const std::vector<double>& economic_t, const std::vector<Sink>& sinks);

/// Flows of a year in tonnes of metal, letters after Graedel et al. 2011: a primary input, d end-of-life metal, e collected,
/// g recycled old scrap, h new scrap, j scrap to fabrication, m scrap to production.
struct RecyclingFlows {
    double a = not_known, d = not_known, e = not_known, g = not_known, h = not_known, j = not_known, m = not_known;
};
/// Fractions; NaN where a flow is not known or nothing goes through.
struct Indicators {
    double collection_rate = not_known;     ///< CR = e / d
    double process_efficiency = not_known;  ///< g / e
    double end_of_life_rate = not_known;    ///< EOL-RR = g / d
    double input_rate = not_known;          ///< RIR = (j + m) / (a + j + m)
    double old_scrap_ratio = not_known;     ///< OSR = g / (g + h)
};
Indicators indicators(const RecyclingFlows& flows);

/// A target somebody has set; an input that is edited, never a constant of the program.
struct PolicyTarget {
    std::string id, element;
    std::string indicator;  ///< "collection_rate", "process_efficiency", "end_of_life_rate", "input_rate", "old_scrap_ratio", "capacity_share"
    int year = 0;
    double at_least = not_known;  ///< fraction
    std::string source;
};
enum class TargetState { met, missed, unknown };
/// `capacity_share`: recycling capacity over annual consumption, which is no measured share of scrap; NaN = not known.
/// Errors: a target without source or with an indicator that is none; one outside 0 … 1.
base::Expected<TargetState> judge(const PolicyTarget& target, const Indicators& measured, double capacity_share = not_known);

/// A pile of tailings or slag as a stream: metal = tonnes × grade; what a route separates follows from the occurrence states.
struct Pile {
    std::string id, place, element, origin = "tailings";
    int year = 0;
    double tonnes = not_known, grade = not_known;  ///< grade as a fraction
    struct State {
        std::string id;             ///< "carrier_mineral", "slag_phase", …
        double share = 0;           ///< of the metal
        double recovery = not_known;  ///< by the route; NaN = no route known
    };
    std::vector<State> states;
    double reclaim_cost = 0;  ///< per tonne of pile
    double process_cost = 0;  ///< per tonne of pile
    double refine_cost = 0, refining = 1;
};
struct PileStream {
    Stream stream;
    double unassigned = 0;  ///< share of the metal whose state nobody has found out: not counted as recoverable
    double no_route = 0;    ///< share of the metal in states without a known recovery: likewise
};
/// Errors: shares over 1 (± 0.005), numbers that are missing, negative or beyond 1.
base::Expected<PileStream> stream_of(const Pile& pile);

}  // namespace orelens::recycling
