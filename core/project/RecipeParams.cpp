// The one table of parameters, composed from the lists of the rooms.
#include <cmath>
#include <optional>
#include <set>

#include "core/base/Nearest.h"
#include "core/economics/Rates.h"
#include "core/economics/SaleParams.h"
#include "core/io/text/TextFile.h"
#include "core/project/ParamCheck.h"
#include "core/project/Recipe.h"
#include "core/project/Retired.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {
namespace {

using base::Bilingual;
using base::ErrorKind;
using base::Level;
using base::Message;
using base::Param;
using base::ParamValue;

std::vector<Param<GeneralRule>> general_params() {
    using G = GeneralRule;
    return {
        base::words("name", &G::name, Level::basic, {"Project name", "项目名称"},
                    {"Title of windows, pictures and reports.", "窗口、图件和报告的标题。"}),
        base::words("crs", &G::crs, Level::basic, {"Coordinate system", "坐标系"},
                    {"Code such as EPSG:4547 for the map layers of the project file; empty means a local "
                     "system of the mine.",
                     "项目文件中图层所用坐标系代码，例如 EPSG:4547；留空表示矿区独立坐标系。"}),
        base::words("map_files", &G::map_files, Level::basic, {"Map layers", "地图图层"},
                    {"GeoPackage, GeoJSON or Shapefile files drawn on the map page, apart by semicolons; no number follows from them.",
                     "绘于地图页的 GeoPackage、GeoJSON 或 Shapefile 文件，以分号分隔；不影响任何数值。"}),
        base::file("mine_record_file", &G::mine_record_file, Level::basic,
                   {"Mine record file", "矿山记录文件"},
                   {"JSON, CSV or .xlsx file with what the mine dug, produced and lost; the five utilisation rates "
                    "come from it. "
                    "Empty means none.",
                    "记载矿山动用、产出与损失的 JSON、CSV 或 .xlsx 文件，五种综合利用率据此计算；留空表示没有。"}),
        base::words("approve", &G::approve, Level::advanced, {"Approved findings", "认可的检查结果"},
                    {"Findings that somebody has looked at and agrees to, as kind[:file[:hole]] separated by "
                     "semicolons, for instance negative_grade:assay.csv:DH-3. A part left out stands for "
                     "any. Approved grades below zero or above 100 % are used in composites.",
                     "已查看并同意的检查结果，写作 类别[:文件[:孔号]]，以分号分隔，例如 "
                     "negative_grade:assay.csv:DH-3。省略的部分表示任意。认可的负品位或超过 100% "
                     "的品位将用于组合样。"}),
        base::boolean("realised_prices", &G::realised_prices, Level::advanced,
                      {"Rates with realised prices", "利用率按实现价格计算"},
                      {"Value the used metal at each product's realised price instead of the element price.",
                       "按各产品的实现价格而不是元素价格来计算被利用金属的价值。"}),
        base::real("least_mining_recovery", &G::least_mining_recovery, "%", {0, 100}, Level::basic,
                   {"Least mining recovery", "开采回采率最低指标"},
                   {"What is asked of the mine at least; reports set the rate of its mine record beside it. 0 means "
                    "not stated: the rate is then neither met nor missed.",
                    "对矿山的最低要求，报告将矿山记录中的指标与之并列；0 表示未规定，此时不作是否达标的判断。"}),
        base::real("least_dressing_recovery", &G::least_dressing_recovery, "%", {0, 100}, Level::basic,
                   {"Least dressing recovery", "选矿回收率最低指标"},
                   {"Of the main component of the mine record; 0 means not stated.",
                    "针对矿山记录中的主组分；0 表示未规定。"}),
        base::real("least_utilization", &G::least_utilization, "%", {0, 100}, Level::basic,
                   {"Least utilisation rate", "综合利用率最低指标"},
                   {"For the utilisation rate by value (R1); 0 means not stated.", "针对价值法综合利用率（R1）；0 表示未规定。"}),
        base::words("least_source", &G::least_source, Level::basic,
                    {"Source of the least rates", "最低指标来源"},
                    {"The notice, standard or permit that asks for the least rates; it is printed beside them.",
                     "规定上述最低指标的公告、标准或许可证，印在指标旁。"}),
        base::words("least_rates", &G::least_rates, Level::advanced, {"Least rates of mines", "各矿山最低指标"},
                    {"What is asked of each mine at least, one row per mine or main component, rows apart by semicolons: "
                     "mine | main component | mining recovery | dressing recovery | utilisation rate by value | source; "
                     "per cent, * for any, empty for not stated. The row that names most rules; where none does, the "
                     "least rates above.",
                     "对各矿山的最低指标要求，每矿山或主组分一行，行间以分号隔开："
                     "矿山 | 主组分 | 开采回采率 | 选矿回收率 | 价值法综合利用率 | 来源；单位为 %，* 表示任意，"
                     "留空表示未规定。以指定最具体的一行为准；都不适用时采用上面的最低指标。"}),
        base::real("bench_height", &G::bench_height_m, "m", {0, 1000}, Level::basic,
                   {"Bench height", "台阶高度"},
                   {"Height of the benches that reports sum over; 0 takes the height of a block.",
                    "报告按此高度分台阶汇总；0 表示取块体高度。"}),
        base::words("category_column", &G::category_column, Level::advanced, {"Category column", "分类列"},
                    {"Integer column of the block model, such as domain, that splits curves and tables; "
                     "empty means that of the confidence classes, or none where there are none.",
                     "用于拆分曲线与报表的块体模型整数列（例如 domain）；留空时采用可靠程度类别，没有类别则不拆分。"}),
        base::real("curve_low", &G::curve_low, "{currency}/{price_unit}", {0, 1e12}, Level::advanced,
                   {"Lowest price of curves", "曲线最低价格"},
                   {"Price at which tables and curves of the usable quantity start; with both ends 0 the "
                    "data decide.",
                    "可利用量曲线与表格的起始价格；上下限均为 0 时由数据确定。"}),
        base::real(
            "curve_high", &G::curve_high, "{currency}/{price_unit}", {0, 1e12}, Level::advanced,
            {"Highest price of curves", "曲线最高价格"},
            {"Price at which tables and curves of the usable quantity end; with both ends 0 the data decide.",
             "可利用量曲线与表格的终止价格；上下限均为 0 时由数据确定。"}),
        base::real(
            "memory_limit", &G::memory_limit_gb, "GB", {0, 1e6}, Level::advanced,
            {"Memory limit", "内存上限"},
            {"A step that would need more memory than this does not start and says what would help; 0 "
             "takes 70 % of the machine's or the container's memory.",
             "某一步所需内存超过此值时不开始计算，并说明如何减小；0 表示取本机（或容器）内存的 70 %。"}),
    };
}

/// A parameter of a single group seen from the recipe.
template <class S, class Find>
void add_group(std::vector<RecipeParam>& table, const std::string& prefix,
               const std::vector<Param<S>>& params, Find find) {
    for (const Param<S>& param : params) {
        const auto lifted = base::lift<Recipe>(prefix, param, find);
        table.push_back(
            {lifted.info, "", [get = lifted.get](const Recipe& r, const std::string&) { return get(r); },
             [set = lifted.set](Recipe& r, const std::string&, const ParamValue& v) { set(r, v); }});
    }
}

/// A parameter of a repeated group: a key that is not in the recipe reads as the default and is made by
/// writing.
template <class S, class Member, class Map>
void add_repeated(std::vector<RecipeParam>& table, const std::string& prefix,
                  const std::vector<Param<S>>& params, Map Recipe::*group, Member member) {
    for (const Param<S>& param : params) {
        const auto lifted = base::lift<typename Map::mapped_type>(prefix, param, member);
        table.push_back({lifted.info, "",
                         [get = lifted.get, group](const Recipe& r, const std::string& key) {
                             const auto found = (r.*group).find(key);
                             return get(found == (r.*group).end() ? typename Map::mapped_type{}
                                                                  : found->second);
                         },
                         [set = lifted.set, group](Recipe& r, const std::string& key, const ParamValue& v) {
                             set((r.*group)[key], v);
                         }});
    }
}

std::vector<RecipeParam> compose() {
    std::vector<RecipeParam> table;
    add_group(table, "general.", general_params(), [](Recipe& r) -> GeneralRule& { return r.general; });
    add_group(table, "drillholes.", drilling::import_params(),
              [](Recipe& r) -> drilling::ImportRule& { return r.drillholes; });
    add_group(table, "assays.", drilling::assay_params(),
              [](Recipe& r) -> drilling::AssayRule& { return r.assays; });
    add_group(table, "model.", blocks::model_params(),
              [](Recipe& r) -> blocks::ModelRule& { return r.model; });
    add_repeated(table, "element.*.", drilling::assay_column_params(), &Recipe::element,
                 [](ElementRecipe& e) -> drilling::AssayColumnRule& { return e.assay; });
    add_group(table, "composite.", drilling::composite_params(),
              [](Recipe& r) -> drilling::CompositeRule& { return r.composite; });
    add_group(table, "statistics.", statistics::statistics_params(),
              [](Recipe& r) -> statistics::StatisticsRule& { return r.statistics; });
    add_repeated(table, "element.*.variogram.", geostat::variogram_params(), &Recipe::element,
                 [](ElementRecipe& e) -> geostat::VariogramRule& { return e.variogram; });
    add_repeated(table, "element.*.estimate.", geostat::element_params(), &Recipe::element,
                 [](ElementRecipe& e) -> geostat::ElementRule& { return e.estimate; });
    add_group(table, "grid.", blocks::grid_params(), [](Recipe& r) -> blocks::GridRule& { return r.grid; });
    add_group(table, "estimate.", geostat::estimate_params(),
              [](Recipe& r) -> geostat::EstimateRule& { return r.estimate; });
    add_group(table, "classes.", geostat::class_params(),
              [](Recipe& r) -> geostat::ClassParams& { return r.classes; });
    add_group(table, "validate.", geostat::validation_params(),
              [](Recipe& r) -> geostat::ValidationRule& { return r.validate; });
    add_group(table, "simulate.", geostat::simulate_params(),
              [](Recipe& r) -> geostat::SimulateRule& { return r.simulate; });
    add_group(table, "bounds.", shapes::bounds_params(),
              [](Recipe& r) -> shapes::BoundsRule& { return r.bounds; });
    add_group(table, "section.", sections::section_params(),
              [](Recipe& r) -> sections::SectionRule& { return r.section; });
    add_group(table, "occurrence.", occurrence::occurrence_params(),
              [](Recipe& r) -> occurrence::OccurrenceRule& { return r.occurrence; });
    add_group(table, "economics.", economics::economic_params(),
              [](Recipe& r) -> economics::EconomicRule& { return r.economics; });
    add_group(table, "cost.", economics::cost_detail_params(),
              [](Recipe& r) -> economics::CostDetail& { return r.economics.costs.detail; });
    add_group(table, "fiscal.", economics::fiscal_params(),
              [](Recipe& r) -> economics::Fiscal& { return r.economics.fiscal; });
    add_group(table, "pits.", pits::pit_params(), [](Recipe& r) -> pits::PitRule& { return r.pits; });
    add_group(table, "orebodies.", costmodel::cost_params(), [](Recipe& r) -> costmodel::CostRule& { return r.orebodies; });
    add_group(table, "flows.", recycling::recycling_params(),
              [](Recipe& r) -> recycling::RecyclingRule& { return r.flows; });
    add_group(table, "potential.", potential::potential_params(),
              [](Recipe& r) -> potential::PotentialRule& { return r.potential; });
    add_group(table, "ledger.", ledger::ledger_params(), [](Recipe& r) -> ledger::LedgerRule& { return r.ledger; });
    add_repeated(table, "commodity.*.", economics::commodity_params(), &Recipe::commodity,
                 [](economics::Commodity& c) -> economics::Commodity& { return c; });
    add_repeated(table, "route.*.", economics::route_params(), &Recipe::route,
                 [](economics::RouteRule& r) -> economics::RouteRule& { return r; });
    add_repeated(table, "product.*.", economics::product_params(), &Recipe::product,
                 [](economics::Product& p) -> economics::Product& { return p; });
    add_repeated(table, "payable.*.", economics::payable_params(), &Recipe::payable,
                 [](economics::PayableMetal& p) -> economics::PayableMetal& { return p; });
    add_repeated(table, "shape.*.", shapes::shape_params(), &Recipe::shape,
                 [](shapes::ShapeRule& s) -> shapes::ShapeRule& { return s; });
    add_repeated(table, "shape.*.", shapes::drawn_params(), &Recipe::shape,
                 [](shapes::ShapeRule& s) -> shapes::DrawnRule& { return s.drawn; });
    for (RecipeParam& row : table) row.stage = stage_of_param(row.info.id);
    return table;
}

/// The key of a repeated group that makes `id` an instance of the declared id; nothing when it is none.
std::optional<std::string> matched_key(const std::string& declared, const std::string& id) {
    const std::size_t star = declared.find('*');
    if (star == std::string::npos) return declared == id ? std::optional<std::string>("") : std::nullopt;
    const std::string head = declared.substr(0, star), tail = declared.substr(star + 1);
    if (id.size() <= head.size() + tail.size() || !id.starts_with(head) || !id.ends_with(tail))
        return std::nullopt;
    return id.substr(head.size(), id.size() - head.size() - tail.size());
}

/// Known ids with the keys that `id` itself names, so that a mistyped last part finds its neighbour.
std::vector<std::string> candidates(const std::string& id) {
    std::string key = "*";
    const std::size_t first = id.find('.');
    const std::size_t second = first == std::string::npos ? first : id.find('.', first + 1);
    if (second != std::string::npos) key = id.substr(first + 1, second - first - 1);
    std::vector<std::string> all;
    for (const RecipeParam& row : recipe_params()) all.push_back(concrete_id(row.info, key));
    return all;
}

base::Expected<ParamValue> typed_value(const base::ParamInfo& info, const std::string& id,
                                       const std::string& typed) {
    auto value = base::parse_value(info, typed);
    if (value && !typed.empty())
        if (const double* x = std::get_if<double>(&*value); x != nullptr && !std::isfinite(*x))
            value = base::fail(ErrorKind::usage, Message("recipe.not_finite"));
    if (value) value = check_param(info, *value);
    if (value) return value;
    base::Error error = value.error();
    error.place.field = id;
    return std::unexpected(error);
}

}  // namespace

const std::vector<RecipeParam>& recipe_params() {
    static const std::vector<RecipeParam> table = compose();
    return table;
}

std::string concrete_id(const base::ParamInfo& info, const std::string& key) {
    std::string id = info.id;
    const std::size_t star = id.find('*');
    return star == std::string::npos ? id : id.replace(star, 1, key);
}

base::Expected<ParamAt> find_param(const std::string& id) {
    std::optional<ParamAt> best;
    for (const RecipeParam& row : recipe_params()) {
        const auto key = matched_key(row.info.id, id);
        // "element.Cu.variogram.nugget" could also be parameter "nugget" of an element "Cu.variogram": the
        // shortest key is meant.
        if (key && (!best || key->size() < best->key.size())) best = ParamAt{&row, *key};
    }
    if (best) return *best;
    const std::string near = base::nearest(id, candidates(id));
    return base::fail(
        ErrorKind::usage, Message("recipe.unknown_parameter", {{"id", id}}), {.field = id},
        near.empty() ? Message("recipe.list_parameters") : Message("recipe.did_you_mean", {{"id", near}}));
}

base::Expected<void> set_param(Recipe& recipe, const std::string& id, const std::string& typed) {
    return set_params(recipe, {{id, typed}});
}

base::Expected<void> set_params(Recipe& recipe,
                                const std::vector<std::pair<std::string, std::string>>& typed) {
    std::vector<std::string> stated;
    std::vector<RetiredValue> met;
    for (const auto& [id, text] : typed) {
        const RetiredParam* retired = find_retired(id);
        const auto at = retired != nullptr ? base::Expected<ParamAt>() : find_param(id);
        if (!at) return std::unexpected(at.error());
        if (!io::is_utf8(id)) return base::fail(ErrorKind::usage, Message("recipe.not_utf8"), {.field = id});
        const auto value = typed_value(retired != nullptr ? retired->info : at->param->info, id, text);
        if (!value) return std::unexpected(value.error());
        if (retired != nullptr) {
            met.push_back({retired, *value, {.field = id}});
            continue;
        }
        at->param->set(recipe, at->key, *value);
        stated.push_back(id);
    }
    apply_retired(recipe, met, stated);
    return {};
}

base::Expected<ParamValue> get_param(const Recipe& recipe, const std::string& id) {
    const auto at = find_param(id);
    if (!at) return std::unexpected(at.error());
    return at->param->get(recipe, at->key);
}

bool in_element_unit(const std::string& declared_id) {
    static const std::set<std::string> grades{"element.*.top_cut", "element.*.variogram.simple_mean",
                                              "element.*.estimate.restrict_above", "element.*.estimate.lowest",
                                              "element.*.estimate.highest"};
    return grades.contains(declared_id);
}

namespace {

/// Calls visit(map) with the map of a repeated group.
template <class AnyRecipe, class Visit>
void with_group(AnyRecipe& recipe, const std::string& group, Visit visit) {
    if (group == "element") visit(recipe.element);
    if (group == "commodity") visit(recipe.commodity);
    if (group == "product") visit(recipe.product);
    if (group == "payable") visit(recipe.payable);
    if (group == "route") visit(recipe.route);
    if (group == "shape") visit(recipe.shape);
}

}  // namespace

std::vector<std::string> group_keys(const Recipe& recipe, const std::string& group) {
    std::vector<std::string> keys;
    with_group(recipe, group, [&keys](const auto& map) {
        for (const auto& [key, rule] : map) keys.push_back(key);
    });
    return keys;
}

void add_group_key(Recipe& recipe, const std::string& group, const std::string& key) {
    with_group(recipe, group, [&key](auto& map) { map.try_emplace(key); });
}

void remove_group_key(Recipe& recipe, const std::string& group, const std::string& key) {
    with_group(recipe, group, [&key](auto& map) { map.erase(key); });
}

std::vector<utilization::LeastRates> least_rates(const Recipe& recipe) {
    const GeneralRule& asked = recipe.general;
    std::vector<utilization::LeastRates> table =
        utilization::least_rates_from_text(asked.least_rates).value_or(std::vector<utilization::LeastRates>{});
    const auto share = [](double percent) { return percent > 0 ? std::optional(percent / 100) : std::nullopt; };
    const bool stated =
        asked.least_mining_recovery > 0 || asked.least_dressing_recovery > 0 || asked.least_utilization > 0;
    const bool for_all = std::ranges::any_of(
        table, [](const utilization::LeastRates& row) { return row.mine == "*" && row.component == "*"; });
    if (stated && !for_all)
        table.push_back({"*", "*", share(asked.least_mining_recovery), share(asked.least_dressing_recovery),
                         share(asked.least_utilization), asked.least_source});
    return table;
}

economics::PriceDeck price_deck(const Recipe& recipe) {
    economics::PriceDeck deck;
    for (const auto& [key, commodity] : recipe.commodity) {
        deck.commodities.push_back(commodity);
        deck.commodities.back().name = key;
    }
    const auto named = [](const auto& map, auto& list) {
        for (const auto& [key, value] : map) {
            list.push_back(value);
            list.back().name = key;
        }
    };
    named(recipe.route, deck.routes);
    named(recipe.product, deck.products);
    named(recipe.payable, deck.payables);
    deck.fiscal = recipe.economics.fiscal;
    deck.costs = recipe.economics.costs;
    deck.main_commodity = recipe.economics.main_commodity;
    if (deck.main_commodity.empty() && !deck.commodities.empty())
        deck.main_commodity = deck.commodities.front().name;
    deck.test = recipe.economics.test;
    economics::set_rates(deck);
    return deck;
}

}  // namespace orelens::project
