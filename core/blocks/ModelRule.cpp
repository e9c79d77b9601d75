#include "core/blocks/ModelRule.h"

#include "core/base/TextChoices.h"

namespace orelens::blocks {
namespace {

using base::Bilingual;
using base::Choice;
using base::Level;
using M = ModelRule;
using Params = std::vector<base::Param<ModelRule>>;

const base::Range angle{-360, 360};
const base::Range coordinate{-1e8, 1e8};
const base::Range optional_coordinate{-1e8, 1e8, true};
const base::Range size{0, 1e6};

base::Param<M> column(const char* id, std::string M::*member, Bilingual label) {
    return base::words(
        id, member, Level::advanced, std::move(label),
        {"Header of the column in the model file. Empty: guessed from the headers; - means there is none.",
         "模型文件中该列的表头。留空则根据表头自动识别；填“-”表示没有此列。"});
}

void add_file(Params& params) {
    params.push_back(
        base::file("file", &M::file, Level::basic, {"Block model file", "块体模型文件"},
                   {"Block model of another program, taken in place of an estimate: table (CSV), GSLIB grid, "
                    "VTI, VTR, VTU, "
                    "UBC mesh or .vdb. Empty: blocks are estimated from drillholes.",
                    "其他软件的块体模型，用来代替估算：表格（CSV）、GSLIB 网格、VTI、VTR、VTU、UBC 网格或 "
                    ".vdb。留空则由钻孔估算。"}));
    params.push_back(base::words(
        "element", &M::element, Level::basic, {"Grid or sheet of the file", "文件中的网格或工作表"},
        {"Which block grid of an OMF or geoh5 file, or which sheet of a workbook, by its name. Empty: the only "
         "grid, the first sheet with blocks.",
         "读取 OMF 或 geoh5 文件中的哪个块体网格，或工作簿中的哪张工作表（按名称）。留空则取唯一的网格，"
         "或首张含块体的工作表。"}));
    params.push_back(base::choice("format", &M::format,
                                  {{"detect", {"detect", "自动识别"}},
                                   {"table", {"table of blocks", "块体表格"}},
                                   {"gslib", {"GSLIB grid", "GSLIB 网格"}},
                                   {"vtk", {"VTK XML (.vti, .vtr, .vtu)", "VTK XML（.vti、.vtr、.vtu）"}},
                                   {"ubc", {"UBC mesh and model", "UBC 网格与模型"}},
                                   {"own", {"table with side-car", "带说明文件的表格"}}},
                                  Level::advanced, {"Format", "格式"},
                                  {"What kind of file it is. Detect looks at the name and the first lines.",
                                   "文件种类。自动识别依据文件名与开头几行。"}));
    params.push_back(base::file("mesh_file", &M::mesh_file, Level::advanced, {"Mesh file", "网格文件"},
                                {"Mesh (.msh) of a UBC model. Empty: the only one beside the model.",
                                 "UBC 模型的网格文件（.msh）。留空则取模型旁唯一的网格文件。"}));
}

void add_columns(Params& params) {
    params.push_back(column("x", &M::x, {"Column: x (east)", "列：X（东）"}));
    params.push_back(column("y", &M::y, {"Column: y (north)", "列：Y（北）"}));
    params.push_back(column("z", &M::z, {"Column: z (elevation)", "列：Z（标高）"}));
    params.push_back(column("i", &M::i, {"Column: i", "列：i"}));
    params.push_back(column("j", &M::j, {"Column: j", "列：j"}));
    params.push_back(column("k", &M::k, {"Column: k", "列：k"}));
    params.push_back(column("size_x", &M::size_x, {"Column: size along x", "列：X 向尺寸"}));
    params.push_back(column("size_y", &M::size_y, {"Column: size along y", "列：Y 向尺寸"}));
    params.push_back(column("size_z", &M::size_z, {"Column: size along z", "列：Z 向尺寸"}));
    params.push_back(column("density", &M::density, {"Column: density", "列：体重"}));
    params.push_back(column("tonnage", &M::tonnage, {"Column: tonnage", "列：吨位"}));
    params.push_back(column("volume", &M::volume, {"Column: volume", "列：体积"}));
    params.push_back(column("proportion", &M::proportion, {"Column: share of the block", "列：块体比例"}));
    params.push_back(column("excluded", &M::excluded, {"Column: excluded", "列：排除标记"}));
    params.push_back(base::words("grades", &M::grades, Level::basic, {"Grade columns", "品位列"},
                                 {"Grades as name=header[unit], separated by semicolons: Cu=CU_OK[%]; "
                                  "Au=AU_GPT[g/t]. Empty: guessed from "
                                  "the headers. The unit may be left out where the header states it.",
                                  "品位列，写作 名称=表头[单位]，以分号分隔：Cu=CU_OK[%]; "
                                  "Au=AU_GPT[g/t]。留空则根据表头识别；表头已注明单位时可省略单位。"}));
    params.push_back(
        base::words("categories", &M::categories, Level::advanced, {"Code columns", "代码列"},
                    {"Headers of columns whose numbers are codes (rock type, class), separated by "
                     "semicolons. Columns of text "
                     "are codes anyway.",
                     "数值为代码的列（岩性、类别等）的表头，以分号分隔。文字列总是作为代码读取。"}));
    params.push_back(
        base::words("numbers", &M::numbers, Level::advanced, {"Plain numbers", "普通数值列"},
                    {"Headers of columns that are plain numbers though their name suggests a grade, a density or "
                     "a code, separated by semicolons.",
                     "虽然名称像品位、体重或代码，但应作为普通数值读取的列的表头，以分号分隔。"}));
    params.push_back(
        base::words("by_mass", &M::by_mass, Level::advanced, {"Numbers averaged by mass", "按质量平均的数值列"},
                    {"Headers of plain numbers whose mean over sub-blocks is weighted by mass (a recovery, a "
                     "hardness per tonne), separated by semicolons; the others are weighted by volume.",
                     "由子块体合并时按质量加权平均的数值列（如回收率）的表头，以分号分隔；其余按体积加权。"}));
    params.push_back(base::words("leave_out", &M::leave_out, Level::advanced,
                                 {"Columns left out", "不读取的列"},
                                 {"Headers of columns that are not taken, separated by semicolons.",
                                  "不读取的列的表头，以分号分隔。"}));
}

void add_values(Params& params) {
    params.push_back(
        base::words("null_codes", &M::null_codes, Level::basic, {"Null codes", "空值代码"},
                    {"Numbers or words that mean missing, separated by semicolons. Empty cells, -, NaN, NULL "
                     "and N/A always do.",
                     "表示缺失的数值或文字，用分号分隔。空单元格、-、NaN、NULL 与 N/A 总是视为缺失。"}));
    params.push_back(
        base::words("column_nulls", &M::column_nulls, Level::advanced,
                    {"Null codes of single columns", "个别列的空值代码"},
                    {"Further null codes of single columns as header=code|code, separated by semicolons: CU=0|-1; "
                     "LITH=none.",
                     "个别列另有的空值代码，写作 表头=代码|代码，以分号分隔：CU=0|-1; LITH=none。"}));
    params.push_back(base::choice(
        "encoding", &M::encoding, base::encoding_choices(), Level::advanced,
        {"Encoding of the model file", "模型文件编码"},
        {"How letters beyond ASCII are stored in a table that carries no mark of its own. Detect weighs the "
         "likely encodings and reports what it took.",
         "不带编码标记的表格中非 ASCII 文字的编码。自动识别比较各种可能的编码并报告所选编码。"}));
    params.push_back(base::choice(
        "decimal_mark", &M::decimal_mark, base::decimal_mark_choices(), Level::advanced,
        {"Decimal mark of the model file", "模型文件的小数分隔符"},
        {"Decimal mark of the numbers in a table. Detect decides column by column and refuses a column that "
         "could be read two ways (1,250).",
         "表格中数值的小数分隔符。自动识别逐列判断；可作两种读法的列（如 1,250）不予读入并报告。"}));
    params.push_back(base::choice(
        "thousands_mark", &M::thousands_mark, base::thousands_mark_choices(), Level::advanced,
        {"Thousands mark of the model file", "模型文件的千位分隔符"},
        {"What separates groups of three digits in a table. Detect takes it from the numbers.",
         "表格中数值的千位分隔符。自动识别根据数值判断。"}));
    params.push_back(base::choice(
        "length_unit", &M::length_unit,
        {{"detect", {"as the file states", "按文件所述"}},
         {"metre", {"metres", "米"}},
         {"foot", {"feet: as the file states, else international (0.3048 m)", "英尺：按文件所述，否则为国际英尺（0.3048 m）"}},
         {"survey_foot", {"US survey feet (1200/3937 m)", "美国测量英尺（1200/3937 m）"}}},
        Level::basic, {"Length unit of the model", "模型的长度单位"},
        {"Unit of coordinates and sizes in the file; everything becomes metres, once. What is stated here "
         "counts, with a warning where the file states another unit; a file that states none is in metres.",
         "文件中坐标与尺寸的单位；读入后统一换算为米，且只换算一次。此处给定的单位优先，与文件所述不一致时给出警告；"
         "文件未说明时按米处理。"}));
    params.push_back(
        base::choice("density_unit", &M::density_unit,
                     {{"detect", {"detect", "自动识别"}},
                      {"t/m3", {"t/m³", "吨/立方米"}},
                      {"kg/m3", {"kg/m³", "千克/立方米"}},
                      {"lb/ft3", {"lb/ft³", "磅/立方英尺"}},
                      {"ft3/st", {"ft³ per short ton", "立方英尺/短吨"}}},
                     Level::advanced, {"Unit of the density column", "体重列的单位"},
                     {"Detect takes the header's unit, else what the numbers can be. ft³ per short "
                      "ton is a tonnage factor: the density is 32.037 divided by it.",
                      "自动识别取表头所注单位，否则依据数值大小。立方英尺/短吨为吨位系数：体重等于 "
                      "32.037 除以该值。"}));
    params.push_back(base::choice(
        "tonnage_unit", &M::tonnage_unit,
        {{"detect", {"detect", "自动识别"}}, {"t", {"tonnes", "吨"}}, {"st", {"short tons", "短吨"}}},
        Level::advanced, {"Unit of the tonnage column", "吨位列的单位"},
        {"A short ton has 2000 lb, 0.907185 t. Detect takes tonnes, and asks where a "
         "model in feet says tons.",
         "1 短吨为 2000 磅，即 0.907185 吨。自动识别按吨处理；若以英尺为单位的模型写作 "
         "tons，则要求给定。"}));
    params.push_back(base::choice(
        "negative", &M::negative,
        {{"detect", {"detect", "自动识别"}},
         {"missing", {"missing", "缺失"}},
         {"zero", {"zero", "零"}},
         {"keep", {"keep", "保留"}}},
        Level::advanced, {"Negative grades", "负品位"},
        {"A grade is not negative. Detect takes a value that repeats for a code (missing), others for zero; "
         "every "
         "case is a finding.",
         "品位不会为负。自动识别把重复出现的负值视为代码（缺失），其余视为零；均列入检查结果。"}));
    params.push_back(base::boolean(
        "missing_is_barren", &M::missing_is_barren, Level::advanced,
        {"Missing sub-blocks are barren", "缺值子块体按无矿处理"},
        {"A sub-block without a grade inside a block with one carries no metal; else the "
         "block's grade is that of "
         "the others and metal grows.",
         "块体内缺品位的子块体按不含金属处理；否则块体品位取其余子块体的平均，金属量会增大。"}));
}

void add_turn(Params& params) {
    params.push_back(base::choice("rotation", &M::rotation,
                                  {{"detect", {"detect", "自动识别"}},
                                   {"none", {"not rotated", "不旋转"}},
                                   {"stated", {"as stated here", "按此处给定"}}},
                                  Level::basic, {"Rotation of the model", "模型旋转"},
                                  {"Detect takes what the file states, else finds it from the centroids.",
                                   "自动识别取文件中给定的旋转，否则由中心点推算。"}));
    params.push_back(base::real(
        "azimuth", &M::azimuth_deg, "°", angle, Level::advanced, {"Azimuth of the model", "模型方位角"},
        {"Direction of the rows (v axis), clockwise from north.", "行方向（v 轴）自北顺时针的角度。"}));
    params.push_back(base::real("dip", &M::dip_deg, "°", angle, Level::advanced,
                                {"Dip of the model", "模型倾角"},
                                {"Rows tilted downward by this angle.", "行方向向下倾斜的角度。"}));
    params.push_back(base::real(
        "roll", &M::roll_deg, "°", angle, Level::advanced, {"Roll of the model", "模型侧滚角"},
        {"Turn about the rows; positive lifts the columns.", "绕行方向的转角；正值使列方向抬起。"}));
    params.push_back(base::real(
        "pivot_x", &M::pivot_x, "m", coordinate, Level::advanced, {"Pivot x", "旋转点 X"},
        {"World x of the point that local coordinates count from.", "局部坐标原点的世界坐标 X。"}));
    params.push_back(base::real(
        "pivot_y", &M::pivot_y, "m", coordinate, Level::advanced, {"Pivot y", "旋转点 Y"},
        {"World y of the point that local coordinates count from.", "局部坐标原点的世界坐标 Y。"}));
    params.push_back(base::real(
        "pivot_z", &M::pivot_z, "m", coordinate, Level::advanced, {"Pivot z", "旋转点 Z"},
        {"World z of the point that local coordinates count from.", "局部坐标原点的世界坐标 Z。"}));
    params.push_back(base::boolean("local", &M::local, Level::advanced, {"Local coordinates", "局部坐标"},
                                   {"The file's coordinates run along the rotated axes from the pivot.",
                                    "文件中的坐标沿旋转后的坐标轴、自旋转点起算。"}));
}

void add_origin(Params& params) {
    const Bilingual help{"Outer corner of the first block, for grids and indices that state no place.",
                         "首个块体的外角点，用于不含坐标的网格或编号。"};
    params.push_back(base::real("origin_x", &M::origin_x, "m", optional_coordinate, Level::advanced,
                                {"Origin x of the model", "模型原点 X"}, help));
    params.push_back(base::real("origin_y", &M::origin_y, "m", optional_coordinate, Level::advanced,
                                {"Origin y of the model", "模型原点 Y"}, help));
    params.push_back(base::real("origin_z", &M::origin_z, "m", optional_coordinate, Level::advanced,
                                {"Origin z of the model", "模型原点 Z"}, help));
}

void add_grid(Params& params) {
    add_origin(params);
    const Bilingual of_cell{"Where the file does not state it; 0: found from the centroids.",
                            "用于文件未给出时；0 表示由中心点推算。"};
    params.push_back(base::real("size_u", &M::size_u_m, "m", size, Level::advanced,
                                {"Cell size along columns", "单元尺寸（列向）"}, of_cell));
    params.push_back(base::real("size_v", &M::size_v_m, "m", size, Level::advanced,
                                {"Cell size along rows", "单元尺寸（行向）"}, of_cell));
    params.push_back(
        base::real("size_w", &M::size_w_m, "m", size, Level::advanced, {"Cell height", "单元高度"}, of_cell));
    const base::Range count{0, 1e6};
    const auto counted = [&](const char* id, int M::*member, Bilingual label) {
        auto param = base::integer(id, member, "", count, Level::advanced, std::move(label),
                                   {"Cells along the axis, for grids that do not state it; 0: as found.",
                                    "沿该轴的单元数，用于未给出的网格；0 表示自动。"});
        params.push_back(std::move(param));
    };
    counted("count_u", &M::count_u, {"Cells along columns", "单元数（列向）"});
    counted("count_v", &M::count_v, {"Cells along rows", "单元数（行向）"});
    counted("count_w", &M::count_w, {"Cells along levels", "单元数（层向）"});
    params.push_back(
        base::choice("first_index", &M::first_index,
                     {{"detect", {"detect", "自动识别"}}, {"0", {"0", "0"}}, {"1", {"1", "1"}}},
                     Level::advanced, {"First index", "起始编号"},
                     {"What i, j, k count from, in tables that give no coordinates. Detect takes 0 "
                      "where one of them is 0, else 1, and asks where that moves the model.",
                      "不含坐标的表格中 i、j、k 的起始值。自动识别：出现 0 时取 "
                      "0，否则取 1；若这会移动模型位置则要求给定。"}));
    params.push_back(base::choice("order", &M::order,
                                  {{"detect", {"usual for the format", "按格式惯例"}},
                                   {"xyz", {"x fastest, levels upward", "X 最快，自下而上"}},
                                   {"zyx", {"z fastest, levels upward", "Z 最快，自下而上"}},
                                   {"xyz_down", {"x fastest, levels downward", "X 最快，自上而下"}},
                                   {"zxy_down", {"z fastest downward, then x", "Z 最快自上而下，其次 X"}}},
                                  Level::advanced, {"Order of the cells", "单元顺序"},
                                  {"Of grids without coordinates.", "用于不含坐标的网格。"}));
    const Bilingual parent{"Blocks that sub-blocks are put together into; 0: the largest cells of the file.",
                           "子块合并成的块体尺寸；0 表示取文件中最大的单元。"};
    params.push_back(base::real("parent_u", &M::parent_u_m, "m", size, Level::basic,
                                {"Parent size along columns", "父块尺寸（列向）"}, parent));
    params.push_back(base::real("parent_v", &M::parent_v_m, "m", size, Level::basic,
                                {"Parent size along rows", "父块尺寸（行向）"}, parent));
    params.push_back(base::real("parent_w", &M::parent_w_m, "m", size, Level::basic,
                                {"Parent height", "父块高度"}, parent));
    params.push_back(base::real("tolerance", &M::tolerance_percent, "%", {0.001, 25}, Level::advanced,
                                {"Tolerance of the grid", "网格容差"},
                                {"How far a centroid may lie off the grid, in percent of the block.",
                                 "块体中心偏离网格的允许值，以块体尺寸的百分数计。"}));
}

}  // namespace

Params model_params() {
    Params params;
    add_file(params);
    add_columns(params);
    add_values(params);
    add_turn(params);
    add_grid(params);
    return params;
}

}  // namespace orelens::blocks
