// From the gross value of what lies in the ground down to the margin, step by step, each step with the convention it
// follows (text key "<key>.how"). The lines add up to the margin of the evaluation (domain.md §3).
#pragma once

#include <string>
#include <vector>

#include "core/economics/PriceDeck.h"

namespace orelens::scenarios {

struct WaterfallLine {
    std::string key;        ///< text key: "why.line.gross"
    std::string commodity;  ///< empty for costs
    double amount = 0;      ///< currency; what takes away is negative
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
    /// The amount per tonne mined; NaN where nothing is mined.
    [[nodiscard]] double per_tonne(double amount) const;
};

/// Of in-situ tonnes with mean mass fractions in the order of the deck's commodities (NaN: not assayed, holds
/// nothing) at an elevation. Costs are those that the test counts. The deck has passed check_deck.
Waterfall waterfall(const economics::PriceDeck& deck, economics::CutoffTest test, const std::vector<double>& fractions,
                    double elevation_m, double in_situ_tonnes);

/// The same with lines of one kind, of several commodities, as one.
std::vector<WaterfallLine> by_kind(const std::vector<WaterfallLine>& lines);

}  // namespace orelens::scenarios
