// Which input matters most: each lever of a deck alone moved down and up by the same share of itself, and what is usable
// and what it is worth then. All else stays as in the deck.
#pragma once

#include <string>
#include <vector>

#include "core/scenarios/Compare.h"
#include "core/scenarios/Levers.h"

namespace orelens::scenarios {

/// What is usable with a lever at a value.
struct TornadoEnd {
    double value = 0;       ///< of the lever, in its unit
    bool at_limit = false;  ///< the share would lead beyond what is possible (recovery over 100 %): it stands there
    Held usable = {};
    double worth = 0;  ///< margin × tonnes mined of the usable blocks, currency
};
struct TornadoRow {
    Lever lever;
    TornadoEnd low, high;  ///< of the lever, not of what comes of it
};
struct Tornado {
    double share_percent = 0;
    std::string currency;
    std::vector<std::string> commodities;
    Held usable;       ///< by the deck as it is
    double worth = 0;  ///< of it
    /// Widest change of worth first; of equal ones in the order of levers_of. A lever that the test does not count, that
    /// is nothing now, or that changes neither tonnes nor worth is not in it.
    std::vector<TornadoRow> rows;
};

/// Takes two evaluations of the model per lever. Errors: a share that is not in ]0, 100[ (kind usage); as usable_under.
base::Expected<Tornado> tornado(const blocks::BlockModel& model, const economics::PriceDeck& deck, double share_percent,
                                const blocks::BlockMask* set = nullptr,
                                const base::Progress& progress = base::Progress());

/// A tornado as it is drawn: bars about a line, the widest on top.
enum class TornadoQuantity { tonnes, worth };
struct TornadoBar {
    std::size_t row = 0;            ///< of Tornado::rows
    double low = 0, high = 0;       ///< the quantity with the lever down and up
    [[nodiscard]] double width() const;
};
struct TornadoChart {
    double centre = 0;  ///< the quantity by the deck as it is
    std::vector<TornadoBar> bars;
};
TornadoChart tornado_chart(const Tornado& tornado, TornadoQuantity quantity);

}  // namespace orelens::scenarios
