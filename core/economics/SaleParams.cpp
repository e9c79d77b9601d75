#include "core/economics/SaleParams.h"

namespace orelens::economics {
namespace {

using base::Level;
using base::Param;

constexpr double limit = 1e15;
const char* const product_currency = "{currency}";

/// A text that may hold only listed ids.
template <class S>
Param<S> listed(std::string id, std::string S::*member, std::vector<base::Choice> choices, base::Bilingual label,
                base::Bilingual help) {
    Param<S> param = base::words(std::move(id), member, Level::basic, std::move(label), std::move(help));
    param.info.type = base::ParamType::choice;
    param.info.choices = std::move(choices);
    return param;
}

}  // namespace

std::vector<Param<Product>> product_params() {
    using P = Product;
    return {
        base::words("route", &P::route, Level::basic, {"Made by route", "所属工艺路线"},
                    {"Name of the route that makes this product.", "生产该产品的工艺路线名称。"}),
        base::choice("dialect", &P::dialect,
                     {{"international", {"international: payables and charges", "国际：计价金属量与加工费"}},
                      {"chinese", {"Chinese: share of a benchmark price", "国内：计价系数乘以基准价格"}}},
                     Level::basic, {"Pricing", "计价方式"},
                     {"How the product is paid for: payable metal less treatment and refining charges, or a coefficient of "
                      "the benchmark price by bands of grade.",
                      "产品的计价方式：按可计价金属扣除加工费，或按品位分档的计价系数乘以基准价格。"}),
        base::words("host", &P::host, Level::basic, {"Metal that sets the mass", "决定产率的金属"},
                    {"Commodity whose grade in the product is stated; the tonnes of product per tonne of ore follow from it.",
                     "给定其产品品位的矿种；每吨矿石的产品产率由它确定。"}),
        base::words("grade", &P::grade, Level::basic, {"Grade of the product", "产品品位"},
                    {"Percent of that metal in the dry product: a number, a table such as \"0.3: 18; 0.8: 22\" over the head "
                     "grade in %, or a function with its limits. Empty means that no mass is known: then nothing may be "
                     "charged by it.",
                     "该金属在干产品中的百分含量：可为数值、按入选品位（%）给出的表（如“0.3: 18; 0.8: 22”），或带适用范围的函数。"
                     "留空表示产率未知，此时不得按产品吨数计费。"}),
        base::real("lowest_grade", &P::lowest_grade_percent, "%", {0, 100}, Level::advanced,
                   {"Lowest grade accepted", "拒收品位下限"},
                   {"Below this grade of the host the buyer refuses the product, and it earns nothing. 0 means never.",
                    "主金属品位低于此值时买方拒收，产品不计价值；0 表示不设下限。"}),
        base::words("currency", &P::currency, Level::advanced, {"Currency of the charges", "费用币种"},
                    {"Currency of treatment, refining and freight; empty means that of the project. Another one needs a rate.",
                     "加工、精炼与运输费用的币种；留空表示与项目一致，其他币种须给出汇率。"}),
        base::boolean("charges_include_vat", &P::charges_include_vat, Level::advanced,
                      {"Charges include VAT", "费用含增值税"},
                      {"Whether treatment, refining, freight and penalties are stated with value-added tax.",
                       "加工、精炼、运输与扣款是否含增值税。"}),
        base::real("charges_vat_percent", &P::charges_vat_percent, "%", {0, 100}, Level::advanced,
                   {"VAT rate of the charges", "费用增值税率"},
                   {"Taken off charges that include VAT.", "从含税费用中扣除的增值税率。"}),
        base::real("treatment_charge", &P::treatment_charge, "{currency}/t", {-limit, limit}, Level::basic,
                   {"Treatment charge", "粗炼加工费"},
                   {"Per dry tonne of product.", "按每干吨产品计。"}),
        base::real("freight", &P::freight_per_wet_tonne, "{currency}/t", {0, limit}, Level::basic,
                   {"Freight", "运费"},
                   {"Per wet tonne of product.", "按每湿吨产品计。"}),
        base::real("moisture", &P::moisture_percent, "%", {0, 60}, Level::basic, {"Moisture", "含水率"},
                   {"Water in the wet mass of the product.", "产品湿重中水的比例。"}),
        base::words("impurities", &P::impurities, Level::advanced, {"Impurities", "杂质条款"},
                    {"For each impurity its grade in the product and the deduction for it, separated by semicolons: \"As grade 0.35 "
                     "free 0.2 step 0.1 charge 3\" (in proportion above what is free), \"As grade 0.35 above 0.2 charge 20 "
                     "above 0.4 charge 50 reject 0.5\" (by bands, with the grade at which the product is refused). Grades in "
                     "%, charges per dry tonne. In place of \"grade X\", \"column As recovery 60\" takes the grade of a block "
                     "column and the share of it that reaches the product.",
                     "逐项列出杂质在产品中的品位与扣款，以分号分隔：“As grade 0.35 free 0.2 step 0.1 charge 3”（超过免扣部分按比例扣款），"
                     "“As grade 0.35 above 0.2 charge 20 above 0.4 charge 50 reject 0.5”（分档扣款及拒收品位）。品位以 % "
                     "计，扣款按每干吨产品计。“grade X”可改为“column As recovery 60”，即取块体列的品位及其进入产品的比例（回收率）。"})};
}

std::vector<Param<PayableMetal>> payable_params() {
    using P = PayableMetal;
    return {
        base::words("product", &P::product, Level::basic, {"In product", "所属产品"},
                    {"Name of the product that holds this metal.", "含有该金属的产品名称。"}),
        base::words("commodity", &P::commodity, Level::basic, {"Commodity", "矿种"},
                    {"Commodity that the metal is: price, tax and grade column come from it.",
                     "该金属对应的矿种；价格、税费与品位列取自它。"}),
        base::words("recovery", &P::recovery, Level::basic, {"Recovery to the product", "进入产品的回收率"},
                    {"Percent of the metal in mined ore that reaches this product: a number; a table over the head grade such "
                     "as \"0.2: 80; 0.5: 86\"; \"ln A B from X to Y\" for A + B·ln g, \"power A B from X to Y\" for A·g^B, "
                     "\"residual T A from X to Y\" for A·(1 − T/g); or \"column NAME\" for a block column in %. Beyond the "
                     "stated head grades the value at their end is kept, and the blocks are told of.",
                     "采出矿石中该金属进入产品的百分比：可为数值；按入选品位给出的表（如“0.2: 80; 0.5: 86”）；“ln A B from X to "
                     "Y”即 A + B·ln g，“power A B from X to Y”即 A·g^B，“residual T A from X to Y”即 A·(1 − T/g)；或“column "
                     "列名”，取以 % 计的块体列。超出给定品位范围时取端点值，并提示相应块体。"}),
        listed("grade_unit", &P::grade_unit, {{"%", {"per cent", "百分之一"}}, {"g/t", {"grams per tonne", "克/吨"}}},
               {"Unit of grades", "品位单位"},
               {"Unit of the head grades, deductions and bands of this row.", "本行入选品位、扣减与分档所用的单位。"}),
        base::real("payable_percent", &P::payable_percent, "%", {0, 100}, Level::basic, {"Payable", "计价比例"},
                   {"Share of the metal in the product that is paid for.", "产品所含金属中被计价的比例。"}),
        base::real("minimum_deduction", &P::minimum_deduction, "{grade_unit}", {0, 1e6}, Level::basic,
                   {"Minimum deduction", "最低扣减"},
                   {"The paid grade is at least this much below the grade of the product.",
                    "计价品位至少比产品品位低这么多。"}),
        base::real("refining_charge", &P::refining_charge, product_currency, {-limit, limit}, Level::basic,
                   {"Refining charge", "精炼费"},
                   {"Per refining unit of payable metal.", "按每精炼计费单位的计价金属计。"}),
        listed("refining_unit", &P::refining_unit,
               {{"t", {"tonne", "吨"}},
                {"kg", {"kilogram", "千克"}},
                {"g", {"gram", "克"}},
                {"oz", {"troy ounce", "金衡盎司"}},
                {"lb", {"pound", "磅"}}},
               {"Unit of the refining charge", "精炼计费单位"},
               {"Mass of metal that the refining charge is stated for.", "精炼费所对应的金属质量单位。"}),
        base::real("participation_base", &P::participation_base, "", {0, limit}, Level::advanced,
                   {"Base of price participation", "价格分享基准"},
                   {"Price, as the commodity is quoted, from which the buyer shares in its rise and fall. 0 means no "
                    "participation.",
                    "按该矿种报价口径给出的基准价，价格涨跌由买方按比例分享或分担；0 表示没有此条款。"}),
        base::real("participation_above_percent", &P::participation_above_percent, "%", {0, 99}, Level::advanced,
                   {"Participation above the base", "高于基准的分享比例"},
                   {"Buyer's share of the price above the base.", "价格高于基准部分归买方的比例。"}),
        base::real("participation_below_percent", &P::participation_below_percent, "%", {0, 99}, Level::advanced,
                   {"Participation below the base", "低于基准的分担比例"},
                   {"Buyer's share of what the price lacks to the base; it is paid to the seller.",
                    "价格低于基准部分由买方承担的比例，支付给卖方。"}),
        base::words("coefficients", &P::coefficients, Level::basic, {"Coefficients by grade", "按品位分档的计价系数"},
                    {"Chinese pricing: \"18: 82; 20: 84\" pays 82 % of the price from 18 (in the unit of grades) in the "
                     "product, and nothing below. Empty takes the payable share at every grade.",
                     "国内计价：“18: 82; 20: 84”表示产品品位自 18 起按价格的 82% 计价，更低则不计价。留空则各品位均用计价比例。"}),
        base::real("base_grade", &P::base_grade, "{grade_unit}", {0, 1e6}, Level::advanced,
                   {"Base grade of differences", "品位差价基准品位"},
                   {"Chinese pricing: grade in the product from which differences are counted.",
                    "国内计价：计算品位差价的产品基准品位。"}),
        base::real("grade_step", &P::grade_step, "{grade_unit}", {1e-9, 1e6}, Level::advanced,
                   {"Step of differences", "品位差价级差"},
                   {"Chinese pricing: grade that one difference stands for.", "国内计价：每级差价对应的品位差。"}),
        base::real("amount_per_step", &P::amount_per_step, "{currency}/t", {-limit, limit}, Level::advanced,
                   {"Difference per step", "每级差价"},
                   {"Chinese pricing: added per tonne of metal for each step above the base grade, taken off below.",
                    "国内计价：产品品位每高于基准一级，每吨金属加价；低于则减价。"})};
}

std::vector<Param<RouteRule>> route_params() {
    using R = RouteRule;
    return {
        base::choice("kind", &R::kind,
                     {{"mill", {"mill", "选矿"}},
                      {"leach", {"leach", "浸出"}},
                      {"direct", {"sold as mined", "原矿直销"}},
                      {"stockpile", {"stockpile", "堆存"}},
                      {"dump", {"dump", "排土"}}},
                     Level::basic, {"Kind of route", "工艺类型"},
                     {"A stockpile is treated later and what it earns is discounted; a dump earns nothing, and what it asks is "
                      "what ore must beat in the marginal test.",
                      "堆存指以后再处理，其收益须折现；排土没有收益，其费用是边际检验中矿石须胜过的对照。"}),
        base::real("processing", &R::processing, "{currency}/t", {-limit, limit}, Level::basic,
                   {"Processing cost", "选矿成本"},
                   {"Per tonne of mined ore; of a dump, the cost of dumping a tonne. It stands in place of the cost of the "
                    "plant without routes.",
                    "按每吨采出矿石计；对排土为每吨排弃费用。设有工艺路线时取代统一的选矿成本。"}),
        base::words("hardness_column", &R::hardness_column, Level::advanced, {"Hardness column", "硬度列"},
                    {"Real block column, such as the work index; empty means none.",
                     "实数块体列，例如功指数；留空表示没有。"}),
        base::real("processing_per_hardness", &R::processing_per_hardness, "{currency}/t", {-limit, limit},
                   Level::advanced, {"Cost per unit of hardness", "单位硬度成本"},
                   {"Added to the processing cost for each unit of that column.", "该列每一单位增加的选矿成本。"}),
        base::real("ore_handling", &R::ore_handling, "{currency}/t", {-limit, limit}, Level::advanced,
                   {"Ore handling cost", "矿石倒运成本"},
                   {"Rehandling and transport of ore to this plant, per tonne mined.",
                    "矿石倒运及运至该厂的费用，按每吨采出矿石计。"}),
        base::real("ore_subsidy", &R::ore_subsidy, "{currency}/t", {-limit, limit}, Level::advanced,
                   {"Subsidy per tonne of ore", "每吨矿石补贴"},
                   {"Subsidy paid per tonne of ore that goes this way.", "走该工艺的每吨矿石所得补贴。"}),
        base::words("ore_types", &R::ore_types, Level::advanced, {"Ore types", "矿石类型"},
                    {"Codes of the ore type column that may go this way, separated by semicolons; empty means all.",
                     "可走该工艺的矿石类型列代码，以分号分隔；留空表示全部。"}),
        base::real("delay_years", &R::delay_years, "a", {0, 200}, Level::advanced, {"Delay", "延迟年数"},
                   {"Years until a stockpile is treated; its revenue and later costs are discounted over them.",
                    "堆存到处理之间的年数；其收入与后续成本按此折现。"})};
}

std::vector<Param<CostDetail>> cost_detail_params() {
    using C = CostDetail;
    return {
        base::choice("mine_state", &C::mine_state,
                     {{"running", {"running: construction left out", "生产矿山：不计建设成本"}},
                      {"undeveloped", {"undeveloped: construction counted", "未开发：计入建设成本"}},
                      {"suspended", {"suspended: restart counted", "停产：计入复产成本"}},
                      {"closed", {"closed: restart counted", "关闭：计入复产成本"}}},
                     Level::basic, {"Status of the mine", "矿山状态"},
                     {"Decides which one-off costs the full test counts; reports show the cutoff with and without them.",
                      "决定完全成本检验计入哪些一次性成本；报告并列计入与不计入时的边际品位。"}),
        base::real("construction", &C::construction_cost, "{currency}", {0, 1e18}, Level::basic,
                   {"Construction cost", "建设成本"},
                   {"Total; spread over output and life as an annuity at the discount rate, or evenly at 0 %.",
                    "总额；按折现率以年金方式分摊到产量与服务年限，折现率为 0 时平均分摊。"}),
        base::real("annual_output", &C::annual_output_t, "t/a", {0, limit}, Level::basic,
                   {"Annual output", "年产量"},
                   {"Tonnes of mined ore a year that one-off costs are spread over.", "分摊一次性成本的年采出矿石量。"}),
        base::real("life", &C::life_years, "a", {0, 1000}, Level::basic, {"Life of the mine", "服务年限"},
                   {"Years that one-off costs are spread over.", "分摊一次性成本的年数。"}),
        base::real("discount_percent", &C::discount_percent, "%", {0, 100}, Level::basic, {"Discount rate", "折现率"},
                   {"A year; for spreading one-off costs and for what a stockpile earns later.",
                    "年折现率；用于分摊一次性成本及堆存的后期收益。"}),
        base::real("restart", &C::restart_cost, "{currency}", {0, 1e18}, Level::advanced, {"Restart cost", "复产成本"},
                   {"Total cost of bringing a suspended or closed mine back; spread like construction.",
                    "停产或关闭矿山恢复生产的总费用；分摊方式同建设成本。"}),
        base::real("closure", &C::closure_cost, "{currency}", {0, 1e18}, Level::advanced, {"Closure cost", "闭坑成本"},
                   {"Total at the end of the life; each tonne bears what grows to it at the discount rate.",
                    "服务期末的总费用；每吨承担按折现率累积至该额的份额。"}),
        base::real("stripping_ratio", &C::stripping_ratio, "t/t", {0, 1000}, Level::basic, {"Stripping ratio", "剥采比"},
                   {"Tonnes of waste moved per tonne of ore; counted in the full test, and left out where pits move the waste "
                    "itself.",
                    "每吨矿石剥离的废石吨数；计入完全成本检验，境界优化另行计算剥离时不重复计入。"}),
        base::real("waste_mining", &C::waste_mining, "{currency}/t", {-limit, limit}, Level::basic,
                   {"Waste mining cost", "废石采矿成本"},
                   {"Per tonne of waste: with the stripping ratio in the full test, and what pits pay for each tonne they move as waste, haulage by depth besides; at 0 pits pay the mining cost less the ore mining difference.",
                    "按每吨废石计：完全成本检验中与剥采比相乘，境界优化中为所移废石的每吨成本（另计随深度的运输）；为 0 时取采矿成本减去矿石与废石采矿成本之差。"}),
        base::real("haul_distance", &C::haul_km, "km", {0, 1e5}, Level::advanced, {"Haul to the plant", "至选厂运距"},
                   {"Distance from the mine to the plant; ore alone bears it, in both tests.",
                    "矿山至选厂的距离；仅由矿石承担，两种检验均计入。"}),
        base::real("haul_per_km", &C::haul_per_km, "{currency}/t", {0, limit}, Level::advanced,
                   {"Haulage per kilometre", "每公里运输费"},
                   {"Per tonne of ore and kilometre.", "按每吨矿石每公里计。"}),
        base::words("rock_column", &C::rock_column, Level::advanced, {"Rock type column", "岩性列"},
                    {"Integer block column that mining costs differ by; empty means none.",
                     "采矿成本随之变化的整数块体列；留空表示没有。"}),
        base::words("mining_by_rock", &C::mining_by_rock, Level::advanced, {"Mining cost by rock type", "分岩性采矿成本"},
                    {"Mining cost per tonne by code, in place of the stated one: \"granite: 14; marble: 11\".",
                     "按代码给出的每吨采矿成本，取代统一值：“granite: 14; marble: 11”。"}),
        base::words("ore_type_column", &C::ore_type_column, Level::advanced, {"Ore type column", "矿石类型列"},
                    {"Integer block column that routes choose by; empty means none.",
                     "工艺路线据以选择的整数块体列；留空表示没有。"}),
        base::integer("cost_year", &C::cost_year, "", {0, 3000}, Level::advanced, {"Year of the costs", "成本年份"},
                      {"Year in whose money the costs of mining and processing are stated; 0 means not stated.",
                       "采矿与选矿成本所用货币的年份；0 表示未说明。"}),
        base::integer("money_year", &C::money_year, "", {0, 3000}, Level::advanced, {"Base year", "基准年"},
                      {"Year in whose money prices are stated; costs are carried to it by the index.",
                       "价格所用货币的年份；成本按指数换算到该年。"}),
        base::words("index", &C::cost_index, Level::advanced, {"Cost index", "成本指数"},
                    {"Year and index, for instance \"2020: 100; 2024: 112\"; both years must stand in it.",
                     "年份与指数，例如“2020: 100; 2024: 112”；两个年份都须列出。"})};
}

std::vector<Param<Fiscal>> fiscal_params() {
    using F = Fiscal;
    return {
        base::words("currency_rates", &F::currency_rates, Level::basic, {"Exchange rates", "汇率"},
                    {"Units of the project's currency for one of another: \"USD: 7.1; EUR: 7.8\".",
                     "一单位外币折合项目币种的数额：“USD: 7.1; EUR: 7.8”。"}),
        base::words("relief_column", &F::relief_column, Level::advanced, {"Relief column", "减免分类列"},
                    {"Integer block column with classes of ore that pay less tax; empty means none.",
                     "标明减税矿石类别的整数块体列；留空表示没有。"}),
        base::words("reliefs", &F::reliefs, Level::advanced, {"Reliefs by class", "分类减免"},
                    {"Percent that royalty and resource tax are reduced by, by code: \"old: 50\". Of several reliefs a "
                     "block has, the largest counts.",
                     "按代码给出权利金与资源税的减征百分比：“old: 50”。同一块体符合多项减免时取其中最大的一项。"})};
}

}  // namespace orelens::economics
