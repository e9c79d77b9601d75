// Mines and orebodies as a table states them: what they hold, how they lie, how they would be dug, what they cost.
// Plain data; whoever reads files fills it (core/io/orebodies), Features.h turns it into columns for a learner.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Finding.h"

namespace orelens::costmodel {

inline constexpr double not_stated = std::numeric_limits<double>::quiet_NaN();

/// Development status as far as a table of mines tells (ledger.md, dimension 4).
enum class OrebodyStatus { unknown, producing, suspended, closed, undeveloped };
/// "unknown", "producing", "suspended", "closed", "undeveloped".
const char* status_id(OrebodyStatus status);

struct OreGrade {
    std::string commodity;
    double fraction = not_stated;  ///< mass fraction in the ground
    bool operator==(const OreGrade&) const = default;
};

/// NaN, an empty text or 0 for a year: not stated.
struct Orebody {
    std::int64_t row = 0;  ///< line in the file
    std::string name, commodity, company, country, belt, deposit_type, ore_type, scale, mining_method, processing;
    std::string scope;         ///< what the costs cover: "mine", "mine + mill", "with smelter"
    std::string project_file;  ///< of its own 3D project
    OrebodyStatus status = OrebodyStatus::unknown;
    double ore_tonnes = not_stated;  ///< in the ground, metric, dry
    std::vector<OreGrade> grades;    ///< the main commodity's among them
    double ore_per_day = not_stated;       ///< t of ore a day to the plant
    double metal_per_year = not_stated;    ///< t of the main commodity a year as produced
    double life_years = not_stated;
    double cover_m = not_stated, depth_m = not_stated;  ///< to the top and to the bottom of the ore
    double thickness_m = not_stated, dip_deg = not_stated;
    double strip_ratio = not_stated;  ///< waste : ore by mass
    double dilution = not_stated, mining_recovery = not_stated, processing_recovery = not_stated;  ///< fractions; the
                                      ///< last of the main commodity; dilution per tonne mined
    double water_km = not_stated, power_km = not_stated, road_km = not_stated, altitude_m = not_stated;
    double work_index = not_stated;  ///< Bond, kWh/t
    double capital = not_stated;     ///< in `currency`
    double operating = not_stated;   ///< per tonne of ore, or of main metal: OrebodyTable::basis
    std::string currency;            ///< of both costs
    int cost_year = 0;               ///< whose money it is
    double x = not_stated, y = not_stated;
    bool ore_derived = false;        ///< ore_tonnes is contained metal over grade
    /// Grade of a commodity as a mass fraction; NaN where it has none.
    [[nodiscard]] double grade(const std::string& of) const;
    bool operator==(const Orebody&) const = default;
};

/// What one tonne of `operating` is a tonne of.
enum class OperatingBasis { ore, metal };

/// How a column was understood.
struct OrebodyColumn {
    std::string header;
    std::string role;   ///< empty = not read
    std::string unit;   ///< as understood: "Mt", "%", "USD million of 2022"
    bool stated = false;  ///< by the user, not guessed
};

struct OrebodyTable {
    std::string file, sheet;
    std::string crs;  ///< of x and y: "EPSG:4326" for longitude and latitude; empty = not stated
    OperatingBasis basis = OperatingBasis::ore;
    std::vector<OrebodyColumn> columns;
    std::vector<Orebody> rows;
    std::vector<base::Finding> findings;
};

/// A short name of what the rows say, whatever the file is called or the columns' order: equal rows, equal text. Not a
/// protection against forgery.
std::string content_hash(const OrebodyTable& table);

}  // namespace orelens::costmodel
