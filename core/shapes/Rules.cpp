#include "core/shapes/Rules.h"

namespace orelens::shapes {

using base::Choice;
using base::Level;

std::vector<base::Param<ShapeRule>> shape_params() {
    using S = ShapeRule;
    return {
        base::file("file", &S::file, Level::basic, {"Shape file", "形体文件"},
                   {"Surface, solid, outline or points: STL, OBJ, PLY, DXF, GOCAD, VTP, XYZ; for topography also "
                    "GeoTIFF and grids.",
                    "曲面、实体、界线或点：STL、OBJ、PLY、DXF、GOCAD、VTP、XYZ；地形还可用 GeoTIFF 与网格文件。"}),
        base::choice("role", &S::role,
                     std::vector<Choice>{{"view", {"only shown", "仅显示"}},
                                         {"domain", {"domain", "域"}},
                                         {"topography", {"topography", "地形"}},
                                         {"mined_out", {"mined out", "采空"}},
                                         {"licence", {"licence limit", "矿权范围"}}},
                     Level::basic, {"Part it plays", "作用"},
                     {"What the shape bounds. Blocks above topography, in mined-out solids (or above a mined-out "
                      "surface) and outside the licence do not count; cut blocks count in part. Domains give "
                      "blocks and samples a code.",
                      "形体所限定的内容。地形以上、采空实体内（或采空面以上）及矿权范围外的块体不计入；被切割的块体"
                      "按所占比例计入。域为块体和样品赋予代码。"}),
        base::choice("unit", &S::unit,
                     std::vector<Choice>{{"metre", {"metres", "米"}},
                                         {"foot", {"international feet (0.3048 m)", "国际英尺（0.3048 m）"}},
                                         {"survey_foot", {"US survey feet (1200/3937 m)", "美国测量英尺（1200/3937 m）"}}},
                     Level::basic,
                     {"Length unit of the shape file", "形体文件的长度单位"},
                     {"Unit of the coordinates in the file; everything becomes metres.",
                      "文件中坐标的单位；读入后统一换算为米。"}),
        base::choice("axes", &S::axes,
                     std::vector<Choice>{{"east_north_up", {"easting, northing, elevation", "东坐标、北坐标、标高"}},
                                         {"north_east_up", {"northing, easting, elevation", "北坐标、东坐标、标高"}},
                                         {"east_up_north", {"easting, elevation, northing", "东坐标、标高、北坐标"}}},
                     Level::advanced, {"Order of coordinates", "坐标顺序"},
                     {"Which coordinates the three columns of the file are.", "文件中三列坐标分别是什么。"}),
        base::words("code", &S::code, Level::basic, {"Domain code", "域代码"},
                    {"Code that blocks and samples in the domain get; empty takes the shape's name.",
                     "域内块体与样品的代码；留空取形体名称。"}),
        base::choice("side", &S::side,
                     std::vector<Choice>{{"usual", {"as usual for its part", "按其作用"}},
                                         {"inside", {"inside or below", "内部或下方"}},
                                         {"outside", {"outside or above", "外部或上方"}}},
                     Level::advanced, {"Side that is meant", "所指一侧"},
                     {"As usual: inside domains, below topography, inside mined-out solids, above mined-out "
                      "surfaces, inside the licence.",
                      "按其作用：域内部、地形以下、采空实体内部、采空面以上、矿权范围内部。"}),
        base::integer("priority", &S::priority, "", {-1000, 1000}, Level::advanced, {"Priority", "优先级"},
                      {"Where domains overlap the one with the higher number counts.",
                       "域重叠处以数值较大者为准。"}),
        base::real("largest_opening", &S::largest_gap_percent, "%", {0, 100}, Level::advanced,
                   {"Largest opening of a solid", "实体最大开口"},
                   {"Open edges are closed with flat patches while these take no more of the area than this; "
                    "larger openings are refused. 0 refuses any.",
                    "未封闭处以平面补面封闭，补面面积占比不得超过此值，否则拒绝；0 表示不允许任何开口。"}),
        base::boolean("distance", &S::distance, Level::basic, {"Distance of blocks", "块体到形体的距离"},
                      {"Gives every block the column distance.NAME: metres from its centre to the shape, below 0 inside a "
                       "solid or below a surface (of a fault: on the side away from its normals).",
                       "为每个块体添加列 distance.名称：块体中心到形体的距离（米）；实体内部或曲面下方为负（断层为法线反侧）。"}),
    };
}

std::vector<base::Param<BoundsRule>> bounds_params() {
    return {base::choice("beyond_topography", &BoundsRule::beyond,
                         std::vector<Choice>{{"ground", {"ground", "地下"}}, {"air", {"air, not counted", "空中，不计入"}}},
                         Level::advanced, {"Blocks beside the topography", "地形范围以外的块体"},
                         {"What blocks are where the topography does not reach; how many there are is a finding.",
                          "地形未覆盖处的块体如何处理；其数量在检查结果中列出。"})};
}

}  // namespace orelens::shapes
