#include "core/potential/Rules.h"

namespace orelens::potential {

using base::Level;

std::vector<base::Param<PotentialRule>> potential_params() {
    using R = PotentialRule;
    return {
        base::file("study_file", &R::study_file, Level::basic, {"Study of potential", "潜力研究"},
                   {"JSON file that names the evidence, labels, methods, validation, targets and test holes; empty = none.",
                    "列出证据、标签、方法、检验、靶区与验证孔的 JSON 文件；留空表示没有。"}),
        base::words("method", &R::method, Level::advanced, {"Method that predicts", "预测方法"},
                    {"weights, logistic, forest, boosting or fuzzy; empty takes the best in spatial cross-validation.",
                     "weights、logistic、forest、boosting 或 fuzzy；留空取空间交叉验证最优者。"}),
        base::integer("members", &R::members, "", {0, 10000}, Level::advanced, {"Members of the ensemble", "集成成员数"},
                      {"Models whose spread is the doubt of the prediction; 0 as the study says.", "以其离散程度表示预测不确定性的模型数；0 表示按研究文件。"}),
        base::real("threshold", &R::threshold, "", {0, 1}, Level::basic, {"Threshold of targets", "靶区阈值"},
                   {"Probability from which voxels belong to a target; 0 as the study says.", "体素归入靶区的概率下限；0 表示按研究文件。"}),
        base::words("target_edits", &R::target_edits, Level::advanced, {"Targets merged and split", "靶区合并与拆分"},
                    {"Statements separated by semicolons: merge X Y Z + X Y Z; split X Y Z parts; split X Y Z plane AZIMUTH DIP at X Y Z. Places in metres lie in the targets meant.",
                     "以分号分隔的语句：merge X Y Z + X Y Z；split X Y Z parts；split X Y Z plane 方位角 倾角 at X Y Z。位置（米）位于所指靶区之内。"}),
        base::file("forbidden_file", &R::forbidden_file, Level::basic, {"Areas without holes", "禁止布孔区"},
                   {"Outlines in which no test hole may start, such as villages, waters and parks (GeoJSON, GeoPackage, Shapefile, DXF, CSV lines), beside those that the study names; collars underground may lie below them. Empty = none.",
                    "不得布置验证孔孔口的轮廓，如村庄、水体与公园（GeoJSON、GeoPackage、Shapefile、DXF、CSV 折线），在研究文件所列之外；其下的井下孔口不受限。留空表示没有。"}),
        base::words("masks", &R::masks, Level::advanced, {"Masks of evidence", "证据掩膜"},
                    {"Statements separated by semicolons, LAYER: KIND VALUE, beside the masks of the study: where LAYER (above 0), covered LAYER (it has a value), inside FILE, outside FILE (a closed solid), depth FROM TO (metres below the ground), elevation FROM TO; * as LAYER is every layer. Outside of its masks a layer is missing.",
                     "以分号分隔的语句“图层: 类型 值”，在研究文件的掩膜之外：where 图层（大于 0）、covered 图层（有值）、inside 文件、outside 文件（封闭实体）、depth 自 至（地表以下米）、elevation（标高）自 至；图层写 * 表示所有图层。掩膜之外该图层为缺失。"}),
        base::boolean("exploration_target", &R::exploration_target, Level::basic, {"Report as exploration targets", "按勘查靶区报告"},
                      {"Reports then state tonnage, grade and metal of targets, from low to high and with the wording that reporting codes ask for; without the tick they state none.",
                       "勾选后报告给出靶区的吨位、品位与金属量，仅以区间并附报告规范要求的声明；不勾选则不给出。"}),
    };
}

}  // namespace orelens::potential
