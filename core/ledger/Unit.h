// What an adapter or a file says of one unit of account, before it is taken into the ledger: a plain row. Ore or product
// tonnes live on the unit and count once; metal lives on its assay rows.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/ledger/Dimensions.h"
#include "core/ledger/Judgement.h"

namespace orelens::ledger {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// One species of a unit.
struct AssayRow {
    std::string species;        ///< of Species.h
    Role role = Role::unknown;
    double grade = unknown;      ///< mass fraction of the unit's mass that is assayed
    std::string unit = "%";      ///< it was written in, for display
    double contained_t = unknown;  ///< filled from grade × mass where the grade is known and this is not, and the other way
    double sd_t = unknown;         ///< standard deviation of contained_t
    Shares shares = unassigned_shares();
    std::vector<double> judged_t;  ///< recovered, by the unit's judgements
    base::Place place;
};

/// Money as it was stated. Currency and year are carried to the ledger's by its indices (Money.h).
struct UnitCosts {
    std::string currency;             ///< empty: none stated, only allowed where no amount is
    int year = 0;                     ///< of the prices; 0 = none stated
    double per_tonne = unknown;       ///< of the unit's mass, up to the plant's gate: mining, haul, collection
    double capital = 0;               ///< to bring the unit into use, in total
    double life_years = unknown;      ///< over which capital is recovered; unknown: at once, without interest
    double restart = 0, closure = 0;  ///< in total; they enter where the unit is suspended or closed
    bool whole = false;  ///< the plant is within per_tonne: no route's cost is added
};

struct ResourceUnit {
    std::string id, name;
    Subsystem subsystem = Subsystem::unknown;
    Ground ground = Ground::unknown;
    std::string ground_id;  ///< the ground it covers: "East/No.3"; units of several sources on one ground overlap
    std::string within;     ///< the ground that holds that ground; empty = none
    std::string system;     ///< commodity system: "Cu"
    int year = 0;           ///< the amounts hold for; 0 = not stated
    double mass_t = unknown;
    Confidence confidence = Confidence::unknown;
    std::string source;     ///< id of a `Source`
    std::string licence;
    std::string as_of;      ///< date, "2024-12-31"
    std::vector<Status> statuses;  ///< as stated; the first by precedence counts
    Stage stage = Stage::unknown;
    Flags flags = 0;
    std::string deposit_type, ore_type, mining, region;  ///< mining: "open_pit", "underground"; empty = not stated
    double depth_m = unknown;
    double x = unknown, y = unknown;  ///< longitude and latitude in degrees
    double capacity_t_per_year = unknown;
    UnitCosts costs;
    std::string origin;  ///< project files that it was taken through, the last first, one a line
    std::vector<AssayRow> assays;
    std::vector<Judgement> judged;
    base::Place place;
};

/// Where units come from.
struct Source {
    std::string id;      ///< "copper_orebodies.csv"
    std::string kind;    ///< "table", "block_model", "project"
    std::string file;
    std::string fingerprint;          ///< of the content when it was read
    std::string as_of;
    std::vector<std::string> refers;  ///< sources that it is itself made from
};

}  // namespace orelens::ledger
