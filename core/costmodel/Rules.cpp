#include "core/costmodel/Rules.h"

namespace orelens::costmodel {
namespace {

using base::boolean;
using base::choice;
using base::file;
using base::integer;
using base::Level;
using base::Param;
using base::real;
using base::words;
using R = CostRule;

void add_files(std::vector<Param<R>>& all) {
    all.push_back(file("mines_file", &R::mines_file, Level::basic, {"Table of mines", "矿山表"},
                       {"CSV or .xlsx table of mines with their costs; what mines cost is learned from it. A sheet may be named behind #.",
                        "列有矿山及其成本的 CSV 或 .xlsx 表，成本据此学习；可在 # 后指明工作表。"}));
    all.push_back(file("orebodies_file", &R::orebodies_file, Level::basic, {"Table of orebodies", "矿体表"},
                       {"CSV or .xlsx table of orebodies without a mine; each gets its cost, its activation price and a verdict.",
                        "列有未建矿山的矿体的 CSV 或 .xlsx 表；逐个给出成本、活化价格与结论。"}));
    all.push_back(words("mines_columns", &R::mines_columns, Level::advanced, {"Columns of mines", "矿山表各列"},
                        {"Which header plays which role, as role = header, apart by semicolons; - for none. What is not stated is "
                         "guessed, and the guess is shown.",
                         "各列的含义，写作 含义 = 列名，以分号分隔，- 表示没有；未给定者由程序判断并显示。"}));
    all.push_back(words("orebodies_columns", &R::orebodies_columns, Level::advanced, {"Columns of orebodies", "矿体表各列"},
                        {"The same for the table of orebodies.", "用于矿体表，写法相同。"}));
    all.push_back(words("crs", &R::crs, Level::basic, {"Coordinate system of the tables", "表中坐标系"},
                        {"Code such as EPSG:4547 for x and y where the tables state none; longitude and latitude are EPSG:4326.",
                         "表中未说明时 x、y 所用的坐标系代码，例如 EPSG:4547；经纬度为 EPSG:4326。"}));
}

void add_learning(std::vector<Param<R>>& all) {
    all.push_back(words("scope", &R::scope, Level::advanced, {"Scope of costs", "成本范围"},
                        {"Costs that cover this are learned, others are left out and counted; empty takes the most frequent scope.",
                         "只学习此范围的成本，其他的不参与并计数；留空表示取最多的一种。"}));
    all.push_back(choice("learn_from", &R::learn_from,
                         {{"automatic", {"Producing, where enough", "生产矿山足够时只用生产矿山"}},
                          {"producing", {"Producing mines", "生产矿山"}},
                          {"all", {"Every row with a cost", "所有列有成本的行"}}},
                         Level::basic, {"Learned from", "学习来源"},
                         {"Costs of projects that never ran are plans. Automatic takes producing mines where at least 30 of them state a cost, "
                          "else every row that does, and says so.",
                          "未投产项目的成本只是计划。自动方式在至少 30 座生产矿山列有成本时只用生产矿山，否则用所有列有成本的行并加以说明。"}));
    all.push_back(choice("group_by", &R::group_by,
                         {{"automatic", {"Company, else belt", "公司，其次成矿区带"}},
                          {"company", {"Company", "公司"}},
                          {"belt", {"Belt", "成矿区带"}},
                          {"none", {"Every mine for itself", "每矿独立"}}},
                         Level::advanced, {"Mines kept together", "同组矿山"},
                         {"Mines of one group are never split between learning and testing.", "同组矿山不会同时用于学习与检验。"}));
    all.push_back(choice("learner", &R::learner,
                         {{"automatic", {"The best in cross-validation", "交叉验证最优者"}},
                          {"median", {"Median", "中位数"}},
                          {"ridge", {"Ridge", "岭回归"}},
                          {"xgboost", {"XGBoost on the ridge's residual", "岭回归残差上的 XGBoost"}},
                          {"network", {"Ensemble of networks", "神经网络集成"}}},
                         Level::advanced, {"Learner", "学习方法"},
                         {"Whatever is chosen, all are scored side by side.", "无论选用哪种，都会并列给出各方法的得分。"}));
    all.push_back(integer("folds", &R::folds, "", {2, 20}, Level::advanced, {"Folds", "折数"},
                          {"Parts that the mines are divided into, outside and inside.", "内外层交叉验证将矿山分成的份数。"}));
    all.push_back(integer("repeats", &R::repeats, "", {1, 20}, Level::advanced, {"Repeats", "重复次数"},
                          {"How often the mines are divided anew; a single division can show anything.", "重新划分的次数；单次划分的得分不可信。"}));
    all.push_back(integer("seed", &R::seed, "", {0, 2147483647}, Level::advanced, {"Seed", "随机种子"},
                          {"Same table, same seed, same numbers, whatever the threads.", "同一表、同一种子，无论线程数，结果相同。"}));
    all.push_back(real("level", &R::level_percent, "%", {1, 99.9}, Level::basic, {"Level of bands", "区间置信水平"},
                       {"Share of costs that bands are made to hold.", "区间应包含的成本比例。"}));
    all.push_back(real("camm_index", &R::camm_index, "", {0.01, 100}, Level::advanced, {"Cost index of the engineering baseline", "工程基准的成本指数"},
                       {"Costs of the wanted year over those of 1989, in US dollars.", "所需年份成本与 1989 年之比，美元。"}));
    all.push_back(boolean("use_outside", &R::use_outside, Level::advanced, {"Verdicts outside the training domain", "训练域以外也给结论"},
                          {"An orebody unlike every mine that taught gets no verdict; with this it gets one, marked.",
                           "与所有学习矿山都不相似的矿体不给结论；开启后给出并加以标记。"}));
}

void add_verdict(std::vector<Param<R>>& all) {
    all.push_back(choice("criterion", &R::criterion, {{"npv", {"Net present value ≥ 0", "净现值 ≥ 0"}}, {"margin", {"Margin ≥ 0", "利润 ≥ 0"}}},
                         Level::basic, {"Usable when", "可利用判据"},
                         {"Net present value pays the capital back with interest; the margin asks for operating and sustaining cost alone.",
                          "净现值要求收回投资及其利息；利润仅要求抵偿生产成本与维持性成本。"}));
    all.push_back(integer("draws", &R::draws, "", {20, 5000}, Level::advanced, {"Draws of the cost", "成本抽样数"},
                          {"At most so many draws of the cost band go through the cash flow of each orebody.", "每个矿体的现金流最多采用的成本抽样数。"}));
    all.push_back(real("near", &R::near_percent, "%", {0, 1000}, Level::basic, {"Near today's price", "接近今日价格"},
                       {"Orebodies whose activation price is within this of the price are listed.", "活化价格与今日价格相差不超过此值的矿体列入清单。"}));
    all.push_back(real("days_per_year", &R::days_per_year, "d", {1, 366}, Level::advanced, {"Working days", "年工作日"},
                       {"Days a year that a mine works.", "矿山每年工作的天数。"}));
    all.push_back(real("discount", &R::discount_percent, "%", {0, 100}, Level::basic, {"Discount rate", "折现率"},
                       {"Real, per year.", "实际年利率。"}));
    all.push_back(real("tax", &R::tax_percent, "%", {0, 99}, Level::basic, {"Income tax", "所得税率"},
                       {"Of each year's profit after depreciation by units of output. Years of production are alike, so that losses never meet a "
                        "later profit: carrying them forward changes nothing.",
                        "按各年折旧（按产量法）后所得计。各生产年相同，亏损不会遇到以后年度的盈利，故亏损结转与否结果一致。"}));
    all.push_back(real("sustaining", &R::sustaining_percent, "%", {0, 100}, Level::basic, {"Sustaining capital", "维持性成本"},
                       {"Of the capital, every year of production.", "生产期每年占投资的比例。"}));
    all.push_back(integer("construction_years", &R::construction_years, "a", {1, 20}, Level::basic, {"Years of construction", "建设年限"},
                          {"The capital is spent in equal parts over them.", "投资在此期间均匀投入。"}));
    all.push_back(real("working_capital", &R::working_capital_months, "", {0, 60}, Level::advanced, {"Working capital in months", "流动资金月数"},
                       {"Months of operating cost laid out before production and returned with its last year.", "投产前垫付、末年收回的生产成本月数。"}));
}

}  // namespace

std::vector<Param<CostRule>> cost_params() {
    std::vector<Param<R>> all;
    add_files(all);
    add_learning(all);
    add_verdict(all);
    return all;
}

}  // namespace orelens::costmodel
