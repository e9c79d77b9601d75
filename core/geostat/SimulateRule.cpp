#include "core/geostat/SimulateRule.h"

namespace orelens::geostat {
namespace {

using base::Bilingual;
using base::Level;
using base::Param;
using R = SimulateRule;

std::vector<Param<R>> what_params() {
    return {
        base::integer("realisations", &R::realisations, "", {0, 10'000}, Level::basic, {"Realisations", "实现数"},
                      {"Equally likely models of the element that honour the samples (sequential Gaussian simulation); 0 "
                       "makes none. 100 give P10 and P90 that hardly move with the seed.",
                       "与样品一致且等可能的元素品位模型个数（序贯高斯模拟）；0 表示不模拟。取 100 时 P10 与 P90 基本不随种子变化。"}),
        base::words("element", &R::element, Level::basic, {"Simulated element", "模拟的元素"},
                    {"One element; empty takes that of the main commodity. The others stay as estimated.",
                     "只模拟一个元素；留空表示取主矿种的元素，其余元素保持估算值。"}),
        base::real("cutoff", &R::cutoff, "", {0, 1e9, true}, Level::basic, {"Cutoff of the simulation", "模拟的边际品位"},
                   {"Grade for probabilities, tonnes and metal above it, in the element's unit; empty takes the "
                    "mean of the samples, counted by the blocks that they are nearest to.",
                    "按此品位统计其上的概率、矿石量与金属量，单位同该元素；留空表示取样品均值（按其为最近样品的块体数计权）。"}),
        base::integer("keep", &R::keep, "", {0, 1000}, Level::advanced, {"Realisations kept", "保留的实现数"},
                      {"The first so many stay in the block model as columns of their own.", "前若干个实现作为单独的列留在块体模型中。"}),
        base::integer("seed", &R::seed, "", {0, 2'000'000'000}, Level::advanced, {"Seed of the simulation", "模拟的随机种子"},
                      {"Same seed, same realisations, whatever the number of processors.", "种子相同则各实现相同，与处理器个数无关。"}),
    };
}

std::vector<Param<R>> points_params() {
    const Bilingual help{"Points simulated per block along this edge and averaged to the block; 0 takes as many as the estimate.",
                         "沿该边在每个块体内模拟的点数，取平均得块体品位；0 表示与估算的离散点数相同。"};
    return {
        base::integer("points_u", &R::points_u, "", {0, 16}, Level::advanced, {"Simulated points along u", "u 方向模拟点数"}, help),
        base::integer("points_v", &R::points_v, "", {0, 16}, Level::advanced, {"Simulated points along v", "v 方向模拟点数"}, help),
        base::integer("points_w", &R::points_w, "", {0, 16}, Level::advanced, {"Simulated points along w", "w 方向模拟点数"}, help),
        base::integer("max_data", &R::max_data, "", {1, 200}, Level::advanced, {"Samples per point", "每点样品数"},
                      {"Nearest samples that condition a point, at their own places.", "用于约束一个模拟点的最近样品数，样品保持原位置。"}),
        base::integer("max_nodes", &R::max_nodes, "", {1, 200}, Level::advanced, {"Points before it", "每点已模拟点数"},
                      {"Nearest points simulated before that condition a point.", "用于约束一个模拟点的最近已模拟点数。"}),
    };
}

std::vector<Param<R>> tail_params() {
    return {
        base::real("lowest", &R::lowest, "", {-1e9, 1e9, true}, Level::advanced, {"Lowest simulated grade", "模拟品位下限"},
                   {"Where the distribution begins, linear in probability from there to the lowest sample; empty takes 0, "
                    "or the lowest sample where that is below 0.",
                    "分布的起点，由此至最低样品按概率线性变化；留空表示取 0，最低样品为负时取该样品。"}),
        base::choice("upper_tail", &R::upper_tail,
                     {{"linear", {"Linear", "线性"}}, {"hyperbolic", {"Hyperbolic", "双曲线"}}}, Level::advanced,
                     {"Above the highest sample", "最高样品以上"},
                     {"Linear in probability up to a highest grade, or a hyperbola without end.", "按概率线性变化至最高品位，或取无上限的双曲线。"}),
        base::real("highest", &R::highest, "", {-1e9, 1e9, true}, Level::advanced, {"Highest simulated grade", "模拟品位上限"},
                   {"End of the linear distribution; empty takes the highest sample, after the top cut.",
                    "线性分布的终点；留空表示取特高品位上限处理后的最高样品。"}),
        base::real("tail_power", &R::tail_power, "", {1.01, 20}, Level::advanced, {"Power of the hyperbola", "双曲线幂次"},
                   {"The smaller, the richer the rare grades.", "幂次越小，极高品位越多。"}),
    };
}

}  // namespace

std::vector<Param<SimulateRule>> simulate_params() {
    std::vector<Param<R>> all = what_params();
    for (auto* more : {points_params, tail_params})
        for (Param<R>& param : more()) all.push_back(std::move(param));
    return all;
}

}  // namespace orelens::geostat
