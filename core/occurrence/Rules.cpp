#include "core/occurrence/Rules.h"

namespace orelens::occurrence {

std::vector<base::Param<OccurrenceRule>> occurrence_params() {
    using base::Level;
    using O = OccurrenceRule;
    return {
        base::file("deportment_file", &O::deportment_file, Level::basic, {"Deportment file", "赋存状态分配文件"},
                   {"CSV or .xlsx table with the share of each element in each phase, by ore type, or a chemical phase "
                    "analysis with contents and shares. Empty means none.",
                    "CSV 或 .xlsx 表，按矿石类型给出各元素在各物相中的分布率；也可为含量与分布率形式的化学物相分析表。"
                    "留空表示没有。"}),
        base::words("element", &O::element, Level::basic, {"Element of the phase analysis", "物相分析的元素"},
                    {"For a phase analysis of one element that does not name it, for instance Cu.",
                     "用于只含一种元素且表中未注明元素的物相分析表，例如 Cu。"}),
        base::file("recovery_file", &O::recovery_file, Level::basic, {"Recovery file", "回收率文件"},
                   {"CSV or .xlsx table with the recovery of each route from each phase; what is not stated is "
                    "unrecoverable. Empty means the recoveries of the deportment file.",
                    "CSV 或 .xlsx 表，给出各工艺对各物相的回收率；未列出者视为不可回收。留空则取赋存状态分配文件中的回收率。"}),
        base::words("ore_type_column", &O::ore_type_column, Level::basic, {"Ore type column", "矿石类型列"},
                    {"Integer column of the block model whose codes are the ore types of the table. Empty means one "
                     "ore type.",
                     "块体模型的整数列，其代码即表中的矿石类型；留空表示只有一种矿石类型。"}),
        base::words("shipped", &O::shipped, Level::basic, {"Shipped shares", "随附分布率数据"},
                    {"Settings of the shipped table for elements without measurements of their own, such as "
                     "Cu.sulfide; LCH = Cu.oxide. They are orientation, are named wherever they are used and never "
                     "stand for a measurement. Empty means none.",
                     "对没有实测数据的元素采用随附表中的条目，例如 Cu.sulfide; LCH = Cu.oxide。这些数据仅供参考，"
                     "凡使用之处均予注明，绝不当作实测数据。留空表示不采用。"}),
        base::words("shipped_routes", &O::shipped_routes, Level::basic, {"Shipped recoveries", "随附回收率数据"},
                    {"Routes of the shipped table, such as flotation; magnetic. Recoveries of own files go before "
                     "them. Empty means none.",
                     "采用随附表中的工艺，例如 flotation; magnetic；自有文件中的回收率优先。留空表示不采用。"}),
        base::words("totals", &O::totals, Level::advanced, {"Columns of totals", "总量品位列"},
                    {"Grade columns of elements whose column has another name, as element = column. Used where the "
                     "block model has that column.",
                     "元素的总量品位列名称不同于元素时写作 元素 = 列；块体模型有该列时采用。"}),
        base::words("assayed", &O::assayed, Level::advanced, {"Assayed phases", "单独化验的物相"},
                    {"Phases with a grade column of their own, as element.phase = column. Such a grade goes before "
                     "the share of the table and is capped at the total.",
                     "有独立品位列的物相，写作 元素.物相 = 列。该品位优先于表中的分布率，并以总量为上限。"}),
        base::boolean("phase_columns", &O::phase_columns, Level::advanced, {"Columns of phases", "物相列"},
                      {"Whether each phase has a block column of its own; without, a large block model needs less memory.",
                       "每个物相是否在块体模型中单独成列；不设则大型块体模型占用内存较少。"}),
    };
}

}  // namespace orelens::occurrence
