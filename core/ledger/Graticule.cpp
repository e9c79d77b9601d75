#include "core/ledger/Graticule.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Message;

std::string corner(double degrees, char positive, char negative, int per_degree) {
    const long cell = std::lround(std::abs(degrees) * per_degree);
    const long minutes = cell * (60 / per_degree);
    return fmt::format("{}{}°{:02d}′", degrees < 0 ? negative : positive, minutes / 60, minutes % 60);
}

/// ∫ of the meridian strip from the equator: q(φ) of the authalic latitude (Snyder 1987, eq. 3-12).
double authalic(double latitude_deg) {
    constexpr double f = 1 / 298.257222101, e2 = f * (2 - f);
    const double e = std::sqrt(e2), s = std::sin(latitude_deg * std::numbers::pi / 180);
    return (1 - e2) * (s / (1 - e2 * s * s) + std::atanh(e * s) / e);
}

}  // namespace

double graticule_area_km2(double west, double south, double east, double north) {
    constexpr double a_km = 6378.137;
    return a_km * a_km / 2 * (east - west) * std::numbers::pi / 180 * (authalic(north) - authalic(south));
}

base::Expected<std::vector<LicenceBlock>> licence_blocks(const Ledger& ledger, const std::vector<std::uint32_t>& units,
                                                         int minutes, int margin) {
    if (minutes < 1 || 60 % minutes != 0 || margin < 0 || margin > 60)
        return base::fail(ErrorKind::usage, Message("ledger.graticule.minutes", {{"minutes", std::to_string(minutes)}}));
    const int per_degree = 60 / minutes;
    std::map<std::pair<long, long>, LicenceBlock> cells;  // by row from the south, column from the west
    struct Held {
        std::set<std::string> leading;
        std::map<std::string, double> tonnes;  // of every metal of its targets
    };
    std::map<std::pair<long, long>, Held> metals;
    for (const std::uint32_t u : units) {
        if (std::isnan(ledger.x[u]) || std::isnan(ledger.y[u])) continue;
        if (std::abs(ledger.x[u]) > 180 || std::abs(ledger.y[u]) > 90)
            return base::fail(ErrorKind::usage, Message("ledger.graticule.place", {{"unit", ledger.ids[u]}}));
        const long column = static_cast<long>(std::floor(ledger.x[u] * per_degree));
        const long row = static_cast<long>(std::floor(ledger.y[u] * per_degree));
        const std::size_t leading = ledger.leading_row(u);
        for (long dr = -margin; dr <= margin; ++dr)
            for (long dc = -margin; dc <= margin; ++dc) {
                auto [at, fresh] = cells.try_emplace({row + dr, column + dc});
                LicenceBlock& cell = at->second;
                if (fresh) {
                    cell.west = static_cast<double>(column + dc) / per_degree;
                    cell.east = static_cast<double>(column + dc + 1) / per_degree;
                    cell.south = static_cast<double>(row + dr) / per_degree;
                    cell.north = static_cast<double>(row + dr + 1) / per_degree;
                    cell.id = corner(cell.west, 'E', 'W', per_degree) + " " + corner(cell.south, 'N', 'S', per_degree);
                    cell.area_km2 = graticule_area_km2(cell.west, cell.south, cell.east, cell.north);
                }
                cell.units.push_back(u);
                if (dr != 0 || dc != 0) continue;
                Held& held = metals[{row, column}];
                held.leading.insert(ledger.species[ledger.row_species[leading]]);
                for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r)
                    if (ledger.row_contained[r] > 0) held.tonnes[ledger.species[ledger.row_species[r]]] += ledger.row_contained[r];
            }
    }
    std::vector<LicenceBlock> blocks;
    for (auto& [at, cell] : cells) {
        Held& held = metals[at];
        std::erase_if(held.tonnes, [&](const auto& one) { return !held.leading.contains(one.first); });
        for (const auto& [species, tonnes] : held.tonnes)
            if (tonnes > cell.contained_t) {
                cell.species = species;
                cell.contained_t = tonnes;
            }
        for (const auto& [species, tonnes] : held.tonnes)
            if (species != cell.species) cell.others += (cell.others.empty() ? "" : ", ") + species + " " + base::number(tonnes, 4) + " t";
        blocks.push_back(std::move(cell));
    }
    return blocks;
}

}  // namespace orelens::ledger
