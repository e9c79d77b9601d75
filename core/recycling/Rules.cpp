#include "core/recycling/Rules.h"

namespace orelens::recycling {

using base::Level;

std::vector<base::Param<RecyclingRule>> recycling_params() {
    using R = RecyclingRule;
    return {
        base::file("system_file", &R::system_file, Level::basic, {"System of flows", "物质流系统"},
                   {"JSON file that names processes, flows, stocks, their tables and streams of scrap; empty = none.",
                    "列出过程、流、存量及其数据表与废旧金属物流的 JSON 文件；留空表示没有。"}),
        base::integer("year", &R::year, "", {0, 9999}, Level::basic, {"Year of the answers", "结果年份"},
                      {"Stocks, flows and usable scrap are told for it; 0 takes the last year of the system.",
                       "存量、流量与可利用废旧金属所指的年份；0 表示系统的最后一年。"}),
        base::integer("draws", &R::draws, "", {0, 100000}, Level::advanced, {"Monte Carlo draws", "蒙特卡洛抽样数"},
                      {"How often uncertain parameters are drawn; 0 for none.", "对不确定参数抽样的次数；0 表示不抽样。"}),
        base::integer("seed", &R::seed, "", {0, 2147483647}, Level::advanced, {"Seed", "随机种子"},
                      {"Same system, same seed, same numbers, whatever the threads.", "同一系统、同一种子，无论线程数，结果相同。"}),
        base::choice("inflow_at", &R::inflow_at,
                     {{"end_of_year", {"end of the year (age 0 in the year of entry)", "年末（进入当年龄期为 0）"}},
                      {"middle_of_year", {"middle of the year (age ½)", "年中（龄期 ½）"}},
                      {"start_of_year", {"start of the year (age 1)", "年初（龄期 1）"}}},
                     Level::basic, {"Inflow comes in at", "流入时点"},
                     {"When in its year an inflow is taken to come in. Same data give different stocks.", "流入量在当年何时计入；同样的数据会得到不同的存量。"}),
        base::integer("lobatto_points", &R::lobatto_points, "", {0, 20}, Level::advanced, {"Quadrature points", "求积点数"},
                      {"0 takes one age by the timing above; 2 to 20 spread the inflow over its year (Gauss–Lobatto), which short lifetimes need.",
                       "0 为按上述时点取单一龄期；2 至 20 为将流入量分布在全年（高斯–洛巴托求积），短寿命产品需要。"}),
        base::boolean("correct_negative_inflow", &R::correct_negative_inflow, Level::advanced, {"Correct negative inflows", "修正负流入"},
                      {"Where a given stock falls faster than lifetimes allow, all cohorts shrink by one factor; told either way.",
                       "给定存量下降快于寿命所允许时，各批次按同一系数缩减；无论是否修正都会提示。"}),
        base::real("level", &R::level, "", {1e-6, 0.5}, Level::advanced, {"Level of the gross-error test", "粗差检验水平"},
                   {"Chance of calling good data wrong.", "将好数据误判为粗差的概率。"}),
        base::real("price", &R::price, "/t", {0, 1e12, true}, Level::basic, {"Price of the metal", "金属价格"},
                   {"Price per tonne of metal, in the currency of the costs, where the streams are of one metal and no commodity has its name; without a price nothing is called usable.", "每吨金属价格，币种与成本一致，用于物流仅一种金属且没有同名矿种时；没有价格则不判定可利用。"})};
}

}  // namespace orelens::recycling
