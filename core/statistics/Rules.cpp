#include "core/statistics/Rules.h"

namespace orelens::statistics {
namespace {

using base::Level;
using base::Param;
using R = StatisticsRule;

std::vector<Param<R>> cell_params() {
    return {
        base::real("cell", &R::cell_m, "m", {0, 1e7}, Level::basic, {"Declustering cell", "去丛聚单元尺寸"},
                   {"Edge in plan of the declustering cells that share out the weight of crowded samples; 0 scans sizes and takes "
                    "the one with the lowest mean, as suits drilling that follows rich ground.",
                    "去丛聚单元的平面边长，密集样品在单元内分摊权重；填 0 时扫描多种尺寸，取均值最低者，适用于向富矿加密的钻探。"}),
        base::real("cell_low", &R::cell_low_m, "m", {0, 1e7}, Level::advanced,
                   {"Smallest cell of the scan", "扫描的最小单元"},
                   {"Where the scan of cell sizes starts; 0 takes half of the drill spacing.",
                    "单元尺寸扫描的起点；填 0 时取工程间距的一半。"}),
        base::real("cell_high", &R::cell_high_m, "m", {0, 1e7}, Level::advanced,
                   {"Largest cell of the scan", "扫描的最大单元"},
                   {"Where the scan of cell sizes ends; 0 takes twelve times the drill spacing.",
                    "单元尺寸扫描的终点；填 0 时取工程间距的十二倍。"}),
        base::integer("cell_sizes", &R::cell_sizes, "", {1, 500}, Level::advanced,
                      {"Cell sizes of the scan", "扫描的单元尺寸数"},
                      {"How many sizes are tried, in equal ratios.", "按等比试算的单元尺寸个数。"}),
        base::integer("cell_origins", &R::cell_origins, "", {1, 50}, Level::advanced,
                      {"Origins of the cells", "单元原点数"},
                      {"Weights are averaged over this many positions of the cells.", "权重取多个单元原点位置的平均。"}),
        base::real("cell_height", &R::cell_height_share, "", {0.001, 1000}, Level::advanced,
                   {"Height of a cell over its size", "单元高度与边长之比"},
                   {"Cells are flatter than wide, as samples lie closer along holes than between them.",
                    "样品沿钻孔的间距小于孔间距，故单元高度小于平面边长。"}),
    };
}

std::vector<Param<R>> other_params() {
    return {
        base::real("association", &R::association, "", {0, 1}, Level::advanced,
                   {"Correlation of associated elements", "元素组合的相关系数下限"},
                   {"Elements whose rank correlations with each other all reach this are listed as a group.",
                    "元素两两秩相关系数均不低于此值时列为一个组合。"}),
        base::real("contact_bin", &R::contact_bin_m, "m", {0.01, 1e5}, Level::advanced,
                   {"Bin of contact profiles", "接触面两侧的分段长度"},
                   {"Length along the hole over which grades beside a contact are averaged.",
                    "接触面两侧沿孔统计平均品位的分段长度。"}),
        base::real("contact_reach", &R::contact_reach_m, "m", {0.01, 1e6}, Level::advanced,
                   {"Reach of contact profiles", "接触面两侧的范围"},
                   {"How far on either side of a contact grades are looked at.", "接触面两侧统计品位的最大距离。"}),
    };
}

}  // namespace

std::vector<Param<StatisticsRule>> statistics_params() {
    std::vector<Param<R>> all = cell_params();
    for (Param<R>& param : other_params()) all.push_back(std::move(param));
    return all;
}

}  // namespace orelens::statistics
