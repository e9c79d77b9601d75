// From the gross value of what lies in the ground down to the margin, step by step, each step with the convention it
// follows (text key "<key>.how"). The lines add up to the margin of the evaluation (domain.md §3).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/scenarios/Parcel.h"

namespace orelens::scenarios {

struct WaterfallLine {
    std::string key;        ///< text key: "why.line.gross"
    std::string commodity;  ///< empty for costs
    double amount = 0;      ///< currency; what takes away is negative
    bool cost = false;      ///< of mining and treating: it follows the net smelter return
};

struct Waterfall {
    std::string currency;
    double in_situ_tonnes = 0;
    double mined_tonnes = 0;  ///< with the waste that dilutes
    /// In reading order; lines of nothing are left out.
    std::vector<WaterfallLine> lines;
    double gross = 0;   ///< in the ground, at the quoted prices
    double nsr = 0;     ///< what is paid for the metals
    double margin = 0;  ///< gross plus all that follows, in the order of the lines
    Share no_way = {};  ///< blocks that no route takes: in none of the above
    /// The amount per tonne mined; NaN where nothing is mined.
    [[nodiscard]] double per_tonne(double amount) const;
};

/// Of in-situ tonnes of one set of grades (mass fractions in the order of the deck's commodities; NaN: not assayed, holds
/// nothing) at an elevation, on the best of the routes, which are all open to it. Costs are those that the test counts.
/// The deck has passed check_deck.
Waterfall waterfall(const economics::PriceDeck& deck, economics::CutoffTest test, const std::vector<double>& fractions,
                    double elevation_m, double in_situ_tonnes);

/// Of blocks as they are, each on the route that is best for it by the deck's test, with the tiers, reliefs and columns
/// that hold for it: ends at the sum of their margins. Errors: as economics::evaluate; a mask of another model; cancelled.
base::Expected<Waterfall> waterfall_of(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                       const blocks::BlockMask& taken,
                                       const base::Progress& progress = base::Progress());

/// The same with lines of one kind, of several commodities, as one.
std::vector<WaterfallLine> by_kind(const std::vector<WaterfallLine>& lines);

}  // namespace orelens::scenarios
