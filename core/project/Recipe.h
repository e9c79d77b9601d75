// A recipe: every parameter of every stage. The desktop edits one, the CLI runs one, a report prints one.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/Param.h"
#include "core/blocks/GridRule.h"
#include "core/blocks/ModelRule.h"
#include "core/costmodel/Rules.h"
#include "core/drilling/AssayRule.h"
#include "core/drilling/Rules.h"
#include "core/economics/Rules.h"
#include "core/geostat/Rules.h"
#include "core/geostat/SimulateRule.h"
#include "core/geostat/ValidationRule.h"
#include "core/ledger/Rules.h"
#include "core/occurrence/Rules.h"
#include "core/pits/Rules.h"
#include "core/potential/Rules.h"
#include "core/recycling/Rules.h"
#include "core/sections/Rules.h"
#include "core/shapes/Rules.h"
#include "core/statistics/Rules.h"
#include "core/utilization/ManyMines.h"

namespace orelens::project {

/// Version of the file's layout, the key "schema".
inline constexpr int recipe_schema = 1;

struct ElementRecipe {
    drilling::AssayColumnRule assay;
    geostat::VariogramRule variogram;
    geostat::ElementRule estimate;
};

struct GeneralRule {
    std::string name = "Untitled";
    std::string crs;                       ///< for instance "EPSG:32618"; empty = local grid
    std::string mine_record_file;          ///< for the utilisation rates; empty = none
    std::string map_files;                 ///< own layers of the map page, apart by semicolons (MapFiles.h)
    bool realised_prices = false;          ///< R1 with realised instead of element prices
    double bench_height_m = 0;             ///< for reports; 0 = the block height
    std::string approve;                   ///< findings agreed to: kind[:file[:hole]], separated by ;
    std::string category_column;           ///< integer column that splits curves and reports; empty = none
    double curve_low = 0, curve_high = 0;  ///< price range of curve tables, quoted; both 0 = from the data
    /// What is asked of the mine at least, %; 0 = not stated. Stands beside the rates in reports; changes no result.
    double least_mining_recovery = 0, least_dressing_recovery = 0, least_utilization = 0;
    std::string least_source;    ///< what asks for them: a notice, a licence
    /// The same of many mines, as a table in one text (utilization::least_rates_from_text).
    std::string least_rates;
    double memory_limit_gb = 0;  ///< a stage that would hold more does not start; 0 = 70 % of the machine
};

struct Recipe {
    GeneralRule general;
    drilling::ImportRule drillholes;
    drilling::AssayRule assays;
    blocks::ModelRule model;
    drilling::CompositeRule composite;
    statistics::StatisticsRule statistics;
    blocks::GridRule grid;
    geostat::EstimateRule estimate;
    geostat::ClassParams classes;
    geostat::ValidationRule validate;
    geostat::SimulateRule simulate;
    shapes::BoundsRule bounds;
    sections::SectionRule section;
    occurrence::OccurrenceRule occurrence;
    economics::EconomicRule economics;
    pits::PitRule pits;
    costmodel::CostRule orebodies;
    recycling::RecyclingRule flows;
    potential::PotentialRule potential;
    ledger::LedgerRule ledger;
    std::map<std::string, ElementRecipe> element;           ///< keyed by element
    std::map<std::string, economics::Commodity> commodity;  ///< keyed by commodity
    std::map<std::string, economics::Product> product;      ///< keyed by the name the user gives
    std::map<std::string, economics::PayableMetal> payable;
    std::map<std::string, economics::RouteRule> route;
    std::map<std::string, shapes::ShapeRule> shape;         ///< keyed by the name the user gives
    /// Keys this version does not know, as JSON text by dotted path; written back unchanged.
    /// A dot inside a key is written "\\." in the path.
    std::map<std::string, std::string> unknown;
    int schema = recipe_schema;  ///< of the file read; a newer one is kept and warned about
    std::string folder;          ///< relative file names are read against it; not part of the file
    /// The text file it was read from, as it was named; empty of a project file's. Refusals name their place in it.
    std::string file;
    /// From reading: unknown keys with their place and the nearest known one, a newer schema, parameters of
    /// older versions and what they became. Not part of the file.
    std::vector<base::Error> warnings;
};

/// One declared parameter of the recipe. For repeated groups info.id holds "*" and the accessors take the
/// key.
struct RecipeParam {
    base::ParamInfo info;
    /// The stage that must run again when the value changes, as the stage table says; "report" for what only
    /// labels and tables use.
    std::string stage;
    std::function<base::ParamValue(const Recipe&, const std::string& key)> get;
    std::function<void(Recipe&, const std::string& key, const base::ParamValue&)> set;
};

/// The one table, built once; order is the order of forms and of the reference page.
const std::vector<RecipeParam>& recipe_params();

/// A declared parameter for a concrete id such as "commodity.Cu.price": the row and the key ("Cu", "" for
/// single groups). Error: unknown id, with the nearest known one as the suggestion.
struct ParamAt {
    const RecipeParam* param = nullptr;
    std::string key;
};
base::Expected<ParamAt> find_param(const std::string& id);
base::Expected<void> set_param(Recipe& recipe, const std::string& id, const std::string& typed);
/// Several, as id and typed text, in order. Parameters of older versions (Retired.h) are understood once the
/// others are set, whatever their order; a note about each goes to recipe.warnings.
base::Expected<void> set_params(Recipe& recipe,
                                const std::vector<std::pair<std::string, std::string>>& typed);
base::Expected<base::ParamValue> get_param(const Recipe& recipe, const std::string& id);
/// The declared id with "*" replaced by the key.
std::string concrete_id(const base::ParamInfo& info, const std::string& key);
/// Whether a declared parameter is a grade, in the unit of its element.
bool in_element_unit(const std::string& declared_id);
/// Keys of a repeated group in the recipe ("element", "commodity", "product", "payable", "route" or "shape").
std::vector<std::string> group_keys(const Recipe& recipe, const std::string& group);
/// Makes a key of such a group with its defaults, where it is not there; removes one.
void add_group_key(Recipe& recipe, const std::string& group, const std::string& key);
void remove_group_key(Recipe& recipe, const std::string& group, const std::string& key);

/// JSON as nested objects; only values that differ from the default are written. Errors carry file, line and
/// column of the value. Relative file names stay relative.
base::Expected<Recipe> read_recipe(const std::string& path);
base::Expected<Recipe> recipe_from_json(const std::string& json, const std::string& file_name);
std::string recipe_to_json(const Recipe& recipe);
base::Expected<void> write_recipe(const Recipe& recipe, const std::string& path);

economics::PriceDeck price_deck(const Recipe& recipe);
/// What is asked of mines at least: the table, and behind it the three rates that are stated for all of them. A table
/// that cannot be read counts as none: setting the parameter refuses it.
std::vector<utilization::LeastRates> least_rates(const Recipe& recipe);

/// A file name of the recipe as the system opens it: relative ones are taken from the recipe's folder.
/// The sheet of a workbook that may be named behind it ("holes.xlsx#Assay") is left out.
std::string resolved_file(const Recipe& recipe, const std::string& file);
/// That sheet with its #, or nothing.
std::string sheet_suffix(const std::string& file);
/// The table as the readers open it: the file found as above, with its sheet behind it. Whoever opens a table that the
/// recipe names goes this way.
std::string resolved_table(const Recipe& recipe, const std::string& file);
/// Names that stand in a list apart by semicolons.
std::vector<std::string> listed_files(const std::string& text);
/// Files that the text of a parameter names: one, those of a list of files, or none where the parameter is no name of files.
std::vector<std::string> named_files(const base::ParamInfo& info, const std::string& text);
/// Every parameter that names files in this recipe, with its key ("" where it is not repeated) and its text.
void each_file_param(const Recipe& recipe, const std::function<void(const RecipeParam&, const std::string& key, const std::string& text)>& visit);
/// The same text with every name as `other` gives it.
std::string with_files(const base::ParamInfo& info, const std::string& text, const std::function<std::string(const std::string&)>& other);

/// resources/docs/parameters.{en,zh}.md.
std::string parameter_reference(base::Language language);

}  // namespace orelens::project
