// What a column of a table of mines or orebodies holds, by its header: English and Chinese names with units, currencies,
// years and elements around them ("opex_usd2022_per_t_lce", "铜品位(%)", "建设投资(万元)"). Internal to the reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orelens::io {

enum class OrebodyRole {
    name, commodity, company, country, belt, deposit_type, ore_type, scale, mining_method, processing, status, scope, currency, cost_year,
    crs, project_file, x, y, ore, contained, grade, capacity, metal_per_year, life, burial_depth, depth, thickness, dip, strip_ratio, dilution,
    mining_recovery, processing_recovery, water, power, road, altitude, work_index, capital, operating
};
inline constexpr std::size_t orebody_roles = static_cast<std::size_t>(OrebodyRole::operating) + 1;
/// "name", "ore_tonnes", …: what `columns` parameters call it. Grades and contained metal: "grade" and "contained", with
/// ":Cu" behind for one element.
const char* orebody_role(OrebodyRole role);
std::optional<OrebodyRole> orebody_role_of(std::string_view id);
/// Holds words rather than numbers.
bool is_words(OrebodyRole role);

struct OrebodyHeader {
    OrebodyRole role{};
    std::string element;   ///< "Cu", "Li"; empty where it names none
    std::string oxide;     ///< "WO3": the column is of this oxide; `element` and `factor` are then of the metal in it
    double oxide_metal = 1;  ///< t of the element in one of the oxide
    double factor = 1;     ///< to the role's own unit: t, t/d, t/a, m, km, fraction, currency (per t)
    bool unit = false;     ///< a unit is named
    bool per_day = true;   ///< of a capacity
    bool period = true;    ///< of a capacity: the header says whether it is of a day or of a year
    bool per_metal = false;  ///< operating cost per tonne of a product
    bool geographic = false; ///< longitude or latitude
    std::string currency;  ///< "USD", "CNY"
    int year = 0;
    std::string unit_words;  ///< for people
    int rank = 0;          ///< of several for a role the highest is taken
};
/// Nothing for a header that says none of it, or more than is understood ("capex_true_mean").
std::optional<OrebodyHeader> orebody_header(std::string_view header);
/// As of an oxide, where the element that was named is one ("WO3" → W, and the factor with it).
void settle_oxide(OrebodyHeader& header);
/// The same for a column whose role somebody has stated: units, currency and element are read, the name is not.
OrebodyHeader orebody_units(std::string_view header, OrebodyRole role);

/// "copper", "铜", "cu", "TFe" → "Cu", "Cu", "Cu", "Fe"; other words as they are.
std::string commodity_named(std::string_view word);

}  // namespace orelens::io
