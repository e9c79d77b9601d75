#include "core/ledger/Rules.h"

namespace orelens::ledger {

using base::Level;

std::vector<base::Param<LedgerRule>> ledger_params() {
    using R = LedgerRule;
    return {
        base::boolean("use", &R::use, Level::basic, {"Keep a total ledger", "建立全量台账"},
                      {"Blocks, orebodies, tailings, stockpiles and scrap of this project and of those named stand on one ledger.",
                       "将本项目及所列项目的块体、矿体、尾矿、堆存与废旧金属列入同一台账。"}),
        base::words("tables", &R::tables, Level::basic, {"Tables of units", "资源单元表"},
                    {"CSV or .xlsx tables of tailings, stockpiles and other units, apart by semicolons.",
                     "尾矿、堆存及其他资源单元的 CSV 或 .xlsx 表，以分号分隔。"}),
        base::words("projects", &R::projects, Level::basic, {"Other projects", "其他项目"},
                    {"Project files whose units are taken by reference, apart by semicolons; one that changed or is missing is told.",
                     "按引用列入其资源单元的项目文件，以分号分隔；已改动或缺失的会给出提示。"}),
        base::file("assumptions_file", &R::assumptions_file, Level::basic, {"Routes and scenarios", "工艺与情景"},
                   {"JSON file of routes and scenarios; empty makes one scenario from the prices of this recipe.",
                    "列出工艺与情景的 JSON 文件；留空则按本方案的价格生成一个情景。"}),
        base::file("indicators_file", &R::indicators_file, Level::advanced, {"Industrial indicators", "工业指标"},
                   {"Grade limits of ore classes; empty takes the shipped set.", "矿石各品级的品位界限；留空采用随附的指标集。"}),
        base::file("outside_file", &R::outside_file, Level::basic, {"Demand and shocks by year", "逐年需求与冲击"},
                   {"JSON file of what enters from outside each year: demand, prices, trade, policy, disruption. With it the "
                    "supply by source, self-sufficiency and import dependence are told year by year; empty tells none.",
                    "列出逐年外部输入（需求、价格、贸易、政策、中断）的 JSON 文件；据此逐年给出各来源供应量、自给率与对外依存度；留空则不推算。"}),
        base::boolean("blocks", &R::blocks, Level::advanced, {"Blocks on the ledger", "块体列入台账"},
                      {"The block model of this project.", "本项目的块体模型。"}),
        base::boolean("orebodies", &R::orebodies, Level::advanced, {"Orebodies on the ledger", "矿体列入台账"},
                      {"Orebodies without a mine.", "未建矿山的矿体。"}),
        base::boolean("streams", &R::streams, Level::advanced, {"Scrap and stocks on the ledger", "废旧金属与存量列入台账"},
                      {"Of the system of flows, in the year that answers are given for: streams of scrap, and the metal in use and in other stocks.",
                       "物质流系统在所选年份的各股废旧金属，以及在用与其他存量中的金属。"}),
        base::words("group_by", &R::group_by, Level::advanced, {"Blocks put together by", "块体归并依据"},
                    {"domain, class, bench, or names of integer columns of the model, apart by semicolons.",
                     "domain（域）、class（类别）、bench（台阶）或模型中整数列的名称，以分号分隔。"}),
        base::words("scenario", &R::scenario, Level::basic, {"Scenario", "情景"},
                    {"Id of the scenario that states are told for; empty = the first.", "给出状态所依据的情景标识；留空为第一个。"}),
        base::words("compared_with", &R::compared_with, Level::basic, {"Compared with", "对比情景"},
                    {"Id of the scenario that what comes into use is counted against; empty = the second, where there is one.",
                     "统计活化与失活所对照的情景标识；留空为第二个（如有）。"}),
    };
}

}  // namespace orelens::ledger
