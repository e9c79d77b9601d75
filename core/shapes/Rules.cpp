#include "core/shapes/Rules.h"

namespace orelens::shapes {

using base::Choice;
using base::Level;

std::vector<base::Param<ShapeRule>> shape_params() {
    using S = ShapeRule;
    return {
        base::choice("source", &S::source,
                     std::vector<Choice>{{"file", {"a file", "文件"}},
                                         {"grade_shell", {"shell about mineralised samples", "矿化样品包络体"}},
                                         {"sheet", {"sheet between hanging wall and footwall", "顶底板之间的层状体"}}},
                     Level::basic, {"Where it comes from", "来源"},
                     {"A file; or drawn from the composites: a shell about the samples at or above a threshold, or, for veins "
                      "and seams, the body between the places where holes enter and leave it.",
                      "读自文件；或由组合样生成：达到阈值的样品的包络体，或（脉状、层状矿体）各钻孔进入点与穿出点之间的"
                      "层状体。"}),
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

std::vector<base::Param<DrawnRule>> drawn_params() {
    using D = DrawnRule;
    return {
        base::words("element", &D::element, Level::basic, {"Element that is followed", "圈定所用元素"},
                    {"Of a shape drawn from the holes: the element whose grade says what is inside; empty takes that of the main "
                     "commodity.",
                     "由钻孔生成的形体：以该元素品位判断内外；留空取主矿种的元素。"}),
        base::real("threshold", &D::threshold, "", {0, 1e9, true}, Level::basic, {"Threshold of the shape", "圈定阈值"},
                   {"Grade, in the element's unit, from which samples are inside. It is no limit of ore that pays: low grades and "
                    "what is not listed today belong inside. Empty: the natural break between grades and background, lowered until the "
                    "metal below is inside.",
                    "样品品位达到此值即在内部，单位同该元素品位。它不是矿石的经济界限：低品位及目前未列入的矿化也应在内。留空："
                    "取品位与背景的自然分界，并下调至满足下列金属量比例。"}),
        base::real("metal_inside", &D::metal_inside_percent, "%", {1, 100}, Level::basic,
                   {"Metal inside", "内部金属量比例"},
                   {"Where no threshold is stated: share of the metal above background, (grade − background) times length, that "
                    "samples inside hold at least.",
                    "未给定阈值时：内部样品所含背景以上金属量（（品位−背景）×长度）的最低比例。"}),
        base::words("rock_codes", &D::codes, Level::basic, {"Rock codes of the shape", "圈定所用岩性代码"},
                    {"In place of grades: samples with one of these codes, separated by semicolons, are inside. Composites must "
                     "carry codes.",
                     "不用品位：岩石代码（以分号分隔）属于其中之一的样品在内部；组合样须带有代码。"}),
        base::real("reach", &D::reach_m, "m", {0, 1e5}, Level::basic, {"Reach beyond samples", "样品以外的外推距离"},
                   {"How far the shape goes beyond the last sample inside where no sample outside ends it earlier; gaps "
                    "between samples inside are filled up to three times as far. 0 takes half the drill spacing.",
                    "在没有外部样品限制处，形体超出最外侧内部样品的距离；内部样品之间的空隙按该距离的三倍以内连通。0 取"
                    "工程间距的一半。"}),
        base::real("internal_waste", &D::waste_m, "m", {0, 1e4}, Level::basic, {"Barren rock within a sheet", "可计入的夹层厚度"},
                   {"Along a hole: barren rock up to this length between two stretches of a sheet is part of it. 0 takes two "
                    "composites.",
                    "沿钻孔方向，层状体两段之间不超过此长度的无矿夹层计入。0 取两个组合样长度。"}),
        base::real("flattening", &D::flattening, "", {0, 100}, Level::advanced, {"Flattening of a shell", "包络体扁平度"},
                   {"How many times further a shell goes on within its plane than across it; 1: alike in all directions. 0 "
                    "takes what the variogram of inside against outside tells, at most 5.",
                    "包络体平面内连续性为垂直方向的多少倍；1 表示各向同性；0 取内外指示变异函数所示，最多为 5。"}),
        base::real("dip_direction", &D::dip_direction_deg, "°", {0, 360, true}, Level::advanced,
                   {"Bearing of the dip", "倾角方向"},
                   {"Bearing of the steepest way down its plane, clockwise from north. Empty, with the dip: from the samples.",
                    "形体平面最陡下倾的方向，自北顺时针。与倾角一并留空：由样品确定。"}),
        base::real("dip", &D::dip_deg, "°", {0, 90, true}, Level::advanced, {"Dip of the shape", "倾角"},
                   {"Of its plane, 0 level to 90 upright. Empty, with the dip direction: from the samples.",
                    "形体平面的倾角，0 水平至 90 直立。与倾向一并留空：由样品确定。"}),
        base::real("cell", &D::cell_m, "m", {0, 1e4}, Level::advanced, {"Cell of the drawing", "生成网格步长"},
                   {"Step of the lattice on which a shape is drawn from the holes; 0 takes an eighth of the reach, or less where "
                    "composites are shorter.",
                    "由钻孔生成形体所用网格的步长；0 取外推距离的八分之一，组合样较短时更小。"}),
        base::integer("least_samples", &D::least_samples, "", {0, 1000000}, Level::advanced,
                      {"Samples of a part", "单个部分最少样品数"},
                      {"A separate part of a shell with fewer samples inside is left out, and counted. 0 takes one in a thousand of all "
                       "samples inside, at least 2: specks, not bodies.",
                       "包络体中所含内部样品少于此数的独立部分不保留，并计数说明。0 取全部内部样品的千分之一，至少 2 个：只去除零星小块。"}),
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
