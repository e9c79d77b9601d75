// Mines, orebodies that nobody has opened, and what is said of them, as a project keeps them: results "orebodies.tables"
// (OrebodyTables), "orebodies.model" (costmodel::CostModel) and "orebodies.study" (OrebodyStudy) of the stages
// "orebodies", "cost_model" and "orebody_verdicts". Whoever reads them asks first whether those stages are current.
#pragma once

#include <string>
#include <vector>

#include "core/costmodel/Availability.h"
#include "core/costmodel/Verdict.h"
#include "core/economics/PriceDeck.h"
#include "core/io/map/Basemap.h"
#include "core/project/Recipe.h"
#include "core/project/Results.h"

namespace orelens::project {

inline constexpr const char* orebody_tables_result = "orebodies.tables";
inline constexpr const char* cost_model_result = "orebodies.model";
inline constexpr const char* orebody_study_result = "orebodies.study";

/// A table that the recipe does not name has no rows.
struct OrebodyTables {
    costmodel::OrebodyTable mines, orebodies;  ///< examined: with their findings
    std::vector<io::LonLat> mine_places, orebody_places;  ///< on WGS 84, a row each; NaN = on no map
};

/// What the model of costs and the prices say of each orebody, with what it was made of.
struct OrebodyStudy {
    std::string mines_hash, orebodies_hash;  ///< content_hash of the tables that taught and that were judged
    costmodel::CostRule rule;
    economics::PriceDeck deck;
    std::vector<costmodel::OrebodyVerdict> verdicts;  ///< a row each of OrebodyTables::orebodies, in its order
    /// Their quantities by price, sorted once; rows are those of the table. Made again where the file is read.
    Shared<costmodel::AvailabilityCurve> curve;
};

/// Null where nothing is there. The model of a file just opened has its scores and its card, and is not fitted:
/// costmodel::fitted makes it answer.
Shared<OrebodyTables> orebody_tables(const Results& results);
Shared<costmodel::CostModel> cost_model(const Results& results);
/// Null also where it is of other tables than those beside it.
Shared<OrebodyStudy> orebody_study(const Results& results);

/// An orebody as other rooms meet it: one quantity with a price from which it is usable.
struct OrebodyUnit {
    std::string id;  ///< its name; with "#" and its line where several share it. The same while the table is.
    std::string name, commodity, country, belt, deposit_type, ore_type, project_file;
    std::int64_t row = 0;  ///< line in the table
    costmodel::OrebodyStatus status = costmodel::OrebodyStatus::unknown;
    double longitude = costmodel::not_stated, latitude = costmodel::not_stated;
    double ore_tonnes = costmodel::not_stated;  ///< in the ground, dry
    std::vector<costmodel::OreGrade> grades;    ///< mass fractions in the ground
    costmodel::OrebodyState state = costmodel::OrebodyState::unknown;  ///< at the deck's price
    double mined_tonnes = costmodel::not_stated, metal_tonnes = costmodel::not_stated;  ///< metal: of `commodity`, produced
    /// Activation price with its band, of `commodity` as quoted; +∞ = no price is enough; NaN = no verdict.
    double price = costmodel::not_stated, lower = costmodel::not_stated, upper = costmodel::not_stated;
    std::string price_unit;  ///< "USD/t"
    double probability = costmodel::not_stated;  ///< of being usable at the deck's price
};
/// A row each of the table of orebodies; without a study each is unknown.
std::vector<OrebodyUnit> orebody_units(const Results& results);

/// Where the project of an orebody's own lies, as its table (a parameter's file name) writes it: beside the recipe, else
/// beside the table; the first of the two where neither is there. Empty where it names none.
std::string own_project_file(const Recipe& recipe, const std::string& table_file, const costmodel::Orebody& orebody);

/// Quantities of a study by price, sorted once. Rows are those of the table of orebodies.
costmodel::AvailabilityCurve availability(const OrebodyTables& tables, const OrebodyStudy& study);

}  // namespace orelens::project
