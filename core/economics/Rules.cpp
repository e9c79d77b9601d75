#include "core/economics/Rules.h"

namespace orelens::economics {
namespace {

using base::Bilingual;
using base::Level;
using base::Param;
using base::Range;

constexpr double most = 1e15;

/// A text member that may hold only listed ids.
template <class S>
Param<S> one_of(std::string id, std::string S::*member, std::vector<base::Choice> choices, Level level,
                Bilingual label, Bilingual help) {
    Param<S> param = base::words(std::move(id), member, level, std::move(label), std::move(help));
    param.info.type = base::ParamType::choice;
    param.info.choices = std::move(choices);
    return param;
}

std::vector<Param<Costs>> cost_params() {
    const std::string per_tonne = "{currency}/t";
    return {
        base::words("currency", &Costs::currency, Level::basic, {"Currency", "货币"},
                    {"Currency of every price and cost; one project uses one currency.",
                     "所有价格与成本所用的货币；一个项目只用一种货币。"}),
        base::real(
            "mining", &Costs::mining, per_tonne, {-most, most}, Level::basic, {"Mining cost", "采矿成本"},
            {"Mining cost per tonne mined, at the reference elevation.", "每吨采出矿石的采矿成本，按参考标高计。"}),
        base::real(
            "mining_per_metre", &Costs::mining_per_metre, "{currency}/t/m", {-most, most}, Level::advanced,
            {"Haulage cost per metre of depth", "每米深度运输成本"},
            {"Cost added per tonne for each metre that the block lies below the reference elevation; nothing is "
             "added above it.",
             "块体每低于参考标高一米，每吨增加的运输成本；高于参考标高时不增加。"}),
        base::real(
            "reference_elevation", &Costs::reference_elevation_m, "m", {-most, most}, Level::advanced,
            {"Reference elevation", "参考标高"},
            {"Elevation from which the haulage depth is counted, for instance the pit exit or shaft collar.",
             "计算运输深度的起算标高，例如露天坑出入沟口或井口标高。"}),
        base::real("processing", &Costs::processing, per_tonne, {-most, most}, Level::basic,
                   {"Processing cost", "选矿成本"},
                   {"Processing cost per tonne of mined ore sent to the plant.", "每吨入选的采出矿石的选矿成本。"}),
        base::real("general", &Costs::general, per_tonne, {-most, most}, Level::basic,
                   {"General and administrative cost", "管理费用"},
                   {"General costs per tonne of mined ore.", "每吨采出矿石分摊的管理费用。"}),
        base::real("sustaining", &Costs::sustaining, per_tonne, {-most, most}, Level::advanced,
                   {"Sustaining cost", "维持性成本"},
                   {"Sustaining cost (capital and closure) per tonne of mined ore; counted in the full test only.",
                    "每吨采出矿石分摊的维持性成本（投资与闭坑费用）；仅计入完全成本检验。"}),
        base::real(
            "ore_mining_difference", &Costs::ore_mining_difference, per_tonne, {-most, most}, Level::advanced,
            {"Ore/waste mining difference", "矿岩采矿成本差"},
            {"Cost of mining a tonne as ore minus mining it as waste; the only mining cost in the marginal "
             "test.",
             "同一吨按矿石开采与按废石开采的成本之差；边际检验中唯一计入的采矿成本。"}),
        base::real("mining_recovery", &Costs::mining_recovery_percent, "%", {0, 100}, Level::basic,
                   {"Mining recovery", "开采回采率"},
                   {"Share of the in-situ tonnes that is mined (K).", "原地矿石量中被采出的比例（K）。"}),
        base::real("dilution", &Costs::dilution_percent, "%", {0, 1000}, Level::basic, {"Dilution", "贫化率"},
                   {"Waste mixed into the ore, by the convention below; kept as declared.",
                    "混入矿石的废石比例，按下面所选口径；按申报值保存。"}),
        base::choice("dilution_convention", &Costs::dilution_convention,
                     {{"waste_per_mined", {"waste / mined", "废石量/采出矿石量"}},
                      {"waste_per_ore", {"waste / ore", "废石量/矿石量"}}},
                     Level::advanced, {"Dilution convention", "贫化率口径"},
                     {"What the dilution is a share of: all that is mined, or the ore alone.",
                      "贫化率的分母：全部采出量，或仅矿石量。"}),
        base::real(
            "density", &Costs::density_t_per_m3, "t/m³", {0.01, 30}, Level::basic,
            {"Dry bulk density", "干体重"},
            {"Used where the block model has no density of its own.", "块体模型自身没有体重数据时采用。"})};
}

}  // namespace

std::vector<Param<EconomicRule>> economic_params() {
    std::vector<Param<EconomicRule>> params{
        base::words(
            "main_commodity", &EconomicRule::main_commodity, Level::basic, {"Main commodity", "主矿种"},
            {"Break-even prices are solved for this commodity, the other prices fixed. Empty = the first by name.",
             "盈亏平衡价格针对该矿种求解，其他矿种价格固定。留空则按名称排序取第一个。"}),
        base::choice(
            "test", &EconomicRule::test,
            {{"full", {"full test: all costs", "完全成本检验（全部成本）"}},
             {"marginal", {"marginal test: the block is moved anyway", "边际检验（块体无论如何都要采动）"}}},
            Level::basic, {"Test of usability", "可利用性检验"},
            {"The full test counts all costs; the marginal test counts processing, G&A and the ore/waste mining difference.",
             "完全成本检验计入全部成本；边际检验只计选矿、管理费用与矿岩采矿成本差。"})};
    for (const Param<Costs>& param : cost_params())
        params.push_back(
            base::lift<EconomicRule>("", param, [](EconomicRule& r) -> Costs& { return r.costs; }));
    return params;
}

std::vector<Param<Commodity>> commodity_params() {
    const std::string per_metal = "{currency}/t";
    return {base::real("price", &Commodity::price, "{currency}/{price_unit}", {0, most}, Level::basic,
                       {"Price", "价格"}, {"Price as quoted, per price unit.", "价格按报价填写，以计价单位计。"}),
            one_of("price_unit", &Commodity::price_unit,
                   {{"t", {"tonne", "吨"}},
                    {"kg", {"kilogram", "千克"}},
                    {"g", {"gram", "克"}},
                    {"oz", {"troy ounce", "金衡盎司"}},
                    {"lb", {"pound", "磅"}}},
                   Level::basic, {"Price unit", "计价单位"},
                   {"Mass that the price is quoted for.", "价格所对应的质量单位。"}),
            base::boolean("price_includes_vat", &Commodity::price_includes_vat, Level::basic,
                          {"Price includes VAT", "价格含增值税"},
                          {"Whether the quotation includes value-added tax.", "报价是否含增值税。"}),
            base::real("vat_percent", &Commodity::vat_percent, "%", {0, 100}, Level::basic,
                       {"VAT rate", "增值税率"},
                       {"Taken off a price that includes VAT.", "从含税价格中扣除的增值税率。"}),
            base::real("recovery_percent", &Commodity::recovery_percent, "%", {0, 100}, Level::basic,
                       {"Recovery to product", "产品回收率"},
                       {"Share of the metal in mined ore that reaches the product (ε).",
                        "采出矿石中的金属进入产品的比例（ε）。"}),
            base::real(
                "payable_percent", &Commodity::payable_percent, "%", {0, 100}, Level::basic,
                {"Payable", "计价系数"},
                {"Share of the product's metal that is paid for (θ).", "产品所含金属中被计价的比例（θ）。"}),
            base::real("selling_cost", &Commodity::selling_cost, per_metal, {-most, most}, Level::basic,
                       {"Selling cost", "销售与加工费"},
                       {"Treatment, refining, freight and sales per tonne of metal in product.",
                        "产品中每吨金属的加工、精炼、运输与销售费用。"}),
            base::real("royalty_percent", &Commodity::royalty_percent, "%", {0, 100}, Level::basic,
                       {"Royalty and resource tax", "权利金与资源税"},
                       {"Ad-valorem share of the price after selling cost (r).",
                        "按扣除销售与加工费后的价格从价计征的比例（r）。"}),
            base::real("subsidy", &Commodity::subsidy, per_metal, {-most, most}, Level::advanced,
                       {"Subsidy", "补贴"},
                       {"Subsidy per tonne of metal in product.", "产品中每吨金属获得的补贴。"}),
            base::words("currency", &Commodity::currency, Level::advanced, {"Currency of the price", "价格币种"},
                        {"Currency of the quotation; empty means that of the project. Another one needs a rate.",
                         "报价的币种；留空表示项目币种，其他币种须给出汇率。"}),
            base::words("royalty_tiers", &Commodity::royalty_tiers, Level::advanced,
                        {"Royalty by price", "按价格分级的权利金率"},
                        {"Rate in % from a price on, in place of the rate above: \"50000: 4; 80000: 6\". Below the first "
                         "price the rate above holds.",
                         "自某一价格起适用的费率（%），取代上面的费率：“50000: 4; 80000: 6”。低于首个价格时用上面的费率。"}),
            base::choice("tier_rule", &Commodity::tier_rule,
                         {{"whole", {"the tier's rate on the whole price", "按所在档次费率对全部价格计征"}},
                          {"brackets", {"each part of the price at its own rate", "价格分段各按其费率计征"}}},
                         Level::advanced, {"How tiers count", "分级方式"},
                         {"On the whole price the rate jumps at a limit, and a block can be usable just below it and not just "
                          "above. In brackets the charge is on the payable price without deductions.",
                          "全额计征时费率在界限处跳变，块体可能在界限以下可利用而略高于界限时不可利用；分段计征时以计价价格为基数，不作扣减。"}),
            base::real("relief_percent", &Commodity::relief_percent, "%", {0, 100}, Level::advanced,
                       {"Royalty relief", "权利金减免"},
                       {"Percent that royalty and resource tax are reduced by everywhere, for instance for co-products and "
                        "by-products.",
                        "权利金与资源税普遍减征的百分比，例如共生组分、伴生组分。"}),
            base::real("low_grade_below", &Commodity::low_grade_below, "%", {0, 100}, Level::advanced,
                       {"Low grade below", "低品位界限"},
                       {"In-situ grade below which the relief for low grade holds; 0 means none.",
                        "原地品位低于此值时适用低品位减免；0 表示没有。"}),
            base::real("low_grade_relief_percent", &Commodity::low_grade_relief_percent, "%", {0, 100}, Level::advanced,
                       {"Relief for low grade", "低品位减免"},
                       {"Percent that royalty and resource tax are reduced by in such blocks.",
                        "此类块体权利金与资源税减征的百分比。"}),
            base::real("waste_grade_percent", &Commodity::waste_grade_percent, "%", {0, 100}, Level::advanced,
                       {"Grade of diluting waste", "混入废石品位"},
                       {"Mass percent of this commodity in the waste that dilutes the ore; 0 = barren.",
                        "混入矿石的废石中该矿种的质量百分数；0 表示废石不含该矿种。"}),
            base::words(
                "grade_column", &Commodity::grade_column, Level::advanced, {"Grade column", "品位列"},
                {"Block column with the grade, for instance mFe for iron on the magnetic basis. Empty = the "
                 "commodity's name.",
                 "品位所在的块体列，例如以磁性铁为口径的 mFe。留空则与矿种同名。"})};
}

}  // namespace orelens::economics
