// What the stages of flows and scrap made: the solved system, and its streams down the cascade with a break-even price.
// Use it for pictures, tables, the one curve and the ledger. In-use stock is no stream: only what has left use is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/project/Results.h"
#include "core/recycling/Availability.h"
#include "core/recycling/Places.h"
#include "core/recycling/Rules.h"
#include "core/recycling/System.h"
#include "core/recycling/Uncertainty.h"

namespace orelens::project {

struct Recipe;

/// What draws of the uncertain parameters make of a stock: an output per year.
struct FlowFan {
    std::string stock;
    int item = 0;  ///< of element_dimension; 0 where there is none
    std::vector<recycling::UncertainOutput> years;
};

struct FlowTarget {
    recycling::PolicyTarget target;
    double capacity_share = recycling::not_known;  ///< as its table states it
};

/// Absent where the recipe names no system.
struct FlowStudy {
    std::string file;  ///< as the recipe names it
    recycling::System system;
    recycling::SolvedSystem solved;
    int year = 0;  ///< number of the year that answers are given for
    std::vector<recycling::Stream> streams;  ///< with their tonnes
    std::vector<recycling::Sink> sinks;      ///< what limits them; empty = nothing does
    /// Flows by the letters of recycling::RecyclingFlows ("a", "d", …), by number.
    std::map<std::string, std::vector<int>> letters;
    std::vector<FlowTarget> targets;
    std::vector<recycling::Place> places;  ///< on the map; their amounts are FlowPlaces.h
    std::vector<std::pair<std::string, std::string>> inputs;  ///< the system's file and those it names, as seen from it, and their fingerprints
    std::vector<std::string> other_options;  ///< of the file, that the recipe says otherwise: the recipe's are in force
    double pile_unassigned_t = 0, pile_no_route_t = 0;  ///< metal of piles that no state or no route is known for
    std::vector<FlowFan> fans;  ///< empty without draws
    int draws = 0, failed_draws = 0;
    bool has_uncertain = false;  ///< the file says which parameters are uncertain

    /// "2025".
    [[nodiscard]] const std::string& year_name(int t) const {
        return system.dimensions[static_cast<std::size_t>(system.time)].items[static_cast<std::size_t>(t)];
    }
};

/// Tuples whose item of a dimension is `item` (dimension −1 = all).
std::vector<std::size_t> tuples_of(const recycling::System& system, int dimension, int item);

/// Flows in tonnes by the letters, of one item of element_dimension (−1 = all) and a year. NaN where no flow is named.
recycling::RecyclingFlows lettered(const FlowStudy& study, int item, int year);

/// The flow dimension that tells metals apart ("element", "metal", "material", or their Chinese names, or the letter e);
/// −1 = none. Quantities of different metals are never added.
int element_dimension(const recycling::System& system);

/// Number of a metal ("Cu") among the items of element_dimension, whether they say Cu, cu or 铜; −1 where flows tell no
/// metals apart; nothing where it is not there.
std::optional<int> element_item(const recycling::System& system, const std::string& metal);

/// A stream as the ledger and the curve take it.
struct ScrapStream {
    recycling::Stream stream;    ///< id, product, place, element, year, origin, theoretical_t, costs
    recycling::Cascade cascade;  ///< tonnes by level, break-even (NaN = not evaluated, +∞ = never)
    double used_t = recycling::not_known;  ///< of the recoverable tonnes, what a sink takes; NaN where it names no sink
    double price = recycling::not_known;   ///< per tonne of metal that the answers below are for; NaN = none known
    double usable_t = recycling::not_known;  ///< at it: NaN without a price or a break-even, or where its tramp elements are not known
    double curve_t = 0;  ///< what the curve gains at its break-even, as recycling::curve_tonnes; unknown: its recoverable tonnes
    std::vector<std::string> tramp_untold;  ///< limited by its sink and said by nobody: whether the sink takes it is not known
    recycling::Released released{};  ///< by levers; NaN without a price
    recycling::Binding binding{};
    /// What counts against a price: used_t where a sink limits it, else the recoverable tonnes.
    [[nodiscard]] double offered_t() const { return std::isnan(used_t) ? cascade.recoverable_t : used_t; }
    /// From which price the curve counts it; NaN where its costs or its tramp elements are not known.
    [[nodiscard]] double break_even() const { return tramp_untold.empty() ? cascade.break_even : recycling::not_known; }
};

/// Streams of one metal and year: sums go no further.
struct ScrapSum {
    std::string element;
    std::optional<int> year;
    double price = recycling::not_known;
    double theoretical_t = 0, collectable_t = 0, dismantled_t = 0, separable_t = 0, recoverable_t = 0, offered_t = 0;
    double usable_t = 0;    ///< of streams that have a break-even, where there is a price
    double unknown_t = 0;   ///< offered by streams without a break-even, or without their tramp elements: never usable
    int streams = 0, unknown = 0;
    recycling::ReleasedSum levers{};  ///< empty (0) without a price
};

struct TargetRow {
    recycling::PolicyTarget target;
    double measured = recycling::not_known;
    recycling::TargetState state = recycling::TargetState::unknown;
};
struct IndicatorRow {
    std::string element;
    int year = 0;
    recycling::Indicators values;
};

/// Absent where the system has no streams.
struct ScrapStudy {
    std::string currency;  ///< of prices and break-evens
    std::vector<ScrapStream> streams;
    std::vector<ScrapSum> sums;              ///< by metal and year, in order of first appearance
    std::vector<IndicatorRow> indicators;    ///< by metal and year; empty where the file names no flows for them
    std::vector<TargetRow> targets;
    std::map<std::string, std::vector<std::string>> sinks_at_limit;  ///< tramp elements that bind, by sink
    std::map<std::string, std::vector<std::string>> primary_untold;  ///< tramp elements that nobody says of a sink's primary metal, by sink
    std::vector<std::string> sinks_shared;  ///< sinks of several metals: their primary metal is divided among them
    double left_t = 0;  ///< recoverable, but no sink takes it
};

/// The system of a file, solved under these rules, with its streams; drawn where draws are asked for and parameters are
/// uncertain. Errors: those of reading and solving (place.file); a year that the system does not have (flows.year); cancelled.
base::Expected<FlowStudy> make_flow_study(const std::string& path, const recycling::RecyclingRule& rule, const base::Progress& progress);
/// Its streams at prices per tonne of metal, by element. Errors: those of recycling::cascade, blend and judge; cancelled.
base::Expected<ScrapStudy> make_scrap_study(const FlowStudy& study, const std::map<std::string, double>& prices, const std::string& currency,
                                            const base::Progress& progress);

/// Streams of a metal (and year, where one is given) of a study as they stand at another price per tonne, in its order; levers
/// only of groups with at most `most_sunk` streams that go to sinks: more would not follow a slider. Errors: as above.
base::Expected<std::vector<ScrapStream>> scrap_at(const FlowStudy& flows, const ScrapStudy& study, const std::string& element, std::optional<int> year,
                                                  double price, std::size_t most_sunk);

/// Null where there is none.
Shared<FlowStudy> flow_study(const Results& results);
Shared<ScrapStudy> scrap_study(const Results& results);

/// Prices per tonne of metal in the deck's currency: of commodities by element, and `flows.price` for the only metal of
/// the streams where no commodity has its name.
std::map<std::string, double> scrap_prices(const Recipe& recipe, const std::vector<recycling::Stream>& streams);

}  // namespace orelens::project
