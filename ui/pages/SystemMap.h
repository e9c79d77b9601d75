// The total system on a map: units of the ledger where they stand, as the page's filter leaves them, sized by ore or by the
// metal in hand, coloured by what the scenario and the price make of them. Society's units are squares.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/map/MapScene.h"
#include "ui/pages/SystemAnswer.h"

namespace orelens::pages {

/// As many units as a map draws smoothly; of more the largest.
inline constexpr std::size_t most_units_on_map = 100'000;

struct SystemMarks {
    maps::MapMarks marks;
    std::vector<std::size_t> units;  ///< of each mark
    std::int64_t without_place = 0;  ///< asked for and on no map
    double without_place_t = 0;      ///< their ore or metal, as far as it is known
    std::int64_t left_out = 0;       ///< smaller ones, where there are more than a map draws
};
/// Of answer.asked.species; empty = ore and product tonnes.
SystemMarks system_marks(const SystemAnswer& answer);
/// The project file whose blocks or ledger a unit comes from, whole; empty where it comes from none, or from one that is gone.
QString project_behind(const ledger::Ledger& ledger, std::size_t unit);
/// What of them is not drawn, in words; empty = all is.
QString not_drawn_words(const SystemMarks& marks);

}  // namespace orelens::pages
