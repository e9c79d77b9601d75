#include "core/drilling/Rules.h"

#include <algorithm>

#include "core/base/TextChoices.h"

namespace orelens::drilling {
namespace {

using base::Bilingual;
using base::Choice;
using base::Level;

base::Param<ImportRule> column(const char* id, std::string ImportRule::*member, Bilingual label) {
    return base::words(id, member, Level::advanced, std::move(label),
                       {"Header of the column in the file. Empty: guessed from the headers.",
                        "文件中该列的表头。留空则根据表头自动识别。"});
}

void add_files(std::vector<base::Param<ImportRule>>& params) {
    params.push_back(base::file(
        "collar_file", &ImportRule::collar_file, Level::basic, {"Collar file", "孔口文件"},
        {"CSV or .xlsx with one row per hole: hole, x, y, z and, if known, the final depth. A sheet is "
         "named behind the file, as in holes.xlsx#Sheet2.",
         "CSV 或 .xlsx 文件（工作表写在文件名后，如 "
         "holes.xlsx#Sheet2），每孔一行：孔号、X、Y、Z，已知时加终孔深度。"}));
    params.push_back(base::file(
        "survey_file", &ImportRule::survey_file, Level::basic, {"Survey file", "测斜文件"},
        {"CSV or .xlsx with one row per station: hole, depth, azimuth, dip. Empty: holes are vertical.",
         "CSV 或 .xlsx 文件，每个测点一行：孔号、深度、方位角、倾角。留空则按直孔处理。"}));
    params.push_back(base::file(
        "assay_file", &ImportRule::assay_file, Level::basic, {"Assay file", "化验文件"},
        {"CSV or .xlsx with one row per sample: hole, from, to and one column per element. Other kinds "
         "of sample: see assays.kind.",
         "CSV 或 .xlsx 文件，每个样品一行：孔号、起、止，每种元素一列。其他样品类型见 assays.kind。"}));
    params.push_back(base::file(
        "lithology_file", &ImportRule::lithology_file, Level::basic, {"Lithology file", "岩性文件"},
        {"CSV or .xlsx with hole, from, to and a lithology code. Empty: none, or a code column of the "
         "assays.",
         "CSV 或 .xlsx 文件：孔号、起、止、岩性代码。留空则不用，或取化验表中的岩性列。"}));
    params.push_back(base::file(
        "density_file", &ImportRule::density_file, Level::basic, {"Density file", "体重文件"},
        {"CSV or .xlsx of measured densities: hole, from and to or one depth, density. Empty: none, or the "
         "density column of the assays. What they are used for is stated in estimate.density.",
         "CSV 或 .xlsx 格式的体重测定表：孔号、起与止或单一深度、体重。留空则不用，或取化验表中的体重列。"
         "其用途由 estimate.density 设定。"}));
}

void add_encoding(std::vector<base::Param<ImportRule>>& params) {
    params.push_back(base::choice(
        "encoding", &ImportRule::encoding,
        base::encoding_choices(),
        Level::basic, {"Encoding of the files", "文件编码"},
        {"How letters beyond ASCII are stored in text files that carry no mark of their own. Detect weighs "
         "the "
         "likely encodings and reports what it took, with a line of the text.",
         "不带编码标记的文本文件中非 ASCII "
         "文字的编码。自动识别比较各种可能的编码，报告所选编码并显示一行文字供核对。"}));
}

void add_number_marks(std::vector<base::Param<ImportRule>>& params) {
    params.push_back(base::choice(
        "decimal_mark", &ImportRule::decimal_mark,
        base::decimal_mark_choices(),
        Level::basic, {"Decimal mark", "小数分隔符"},
        {"Decimal mark of the numbers in the files. Detect decides column by column and refuses a column "
         "that could be read two ways (1,250).",
         "文件中数值的小数分隔符。自动识别逐列判断；可作两种读法的列（如 1,250）不予读入并报告。"}));
    params.push_back(
        base::choice("thousands_mark", &ImportRule::thousands_mark,
                     base::thousands_mark_choices(),
                     Level::advanced, {"Thousands mark", "千位分隔符"},
                     {"What separates groups of three digits in the files. Detect takes it from the numbers.",
                      "文件中数值的千位分隔符。自动识别根据数值判断。"}));
    params.push_back(base::words(
        "decimal_mark_of", &ImportRule::decimal_mark_of, Level::advanced,
        {"Decimal mark of single tables", "个别表的小数分隔符"},
        {"Tables whose numbers are written otherwise, as table=mark, separated by semicolons: collar=comma; "
         "assay=point. The table is collar, survey, assay, lithology, points, density, or the name of a file (* stands "
         "for anything); table:header=mark is for one column. The mark is point or comma; the other one separates "
         "thousands.",
         "数值写法不同的表，写作“表=分隔符”，用分号分隔：collar=comma; assay=point。表可为 collar（孔口）、survey（测斜）、"
         "assay（化验）、lithology（岩性）、points（点）、density（体重），或文件名（* 代表任意字符）；“表:表头=分隔符”只针对一列。分隔符为 point 或 comma，另一个符号即为千位分隔符。"}));
}

/// A choice whose first row states nothing; the others stand in the order of base::LengthUnit.
base::Param<ImportRule> length_unit_param() {
    const std::vector<Choice> choices{
        {"header", {"as written, else metres", "以表头为准，否则为米"}},
        {"metre", {"metres", "米"}},
        {"foot", {"international feet (0.3048 m)", "国际英尺（0.3048 m）"}},
        {"survey_foot", {"US survey feet (1200/3937 m)", "美国测量英尺（1200/3937 m）"}}};
    base::Param<ImportRule> param;
    param.info = {
        "length_unit",
        base::ParamType::choice,
        base::ParamValue(choices.front().id),
        "",
        {},
        choices,
        Level::basic,
        {"Length unit of the files", "文件的长度单位"},
        {"Unit of coordinates and depths in the files; everything becomes metres. As the headers say: "
         "column by column, with a finding where feet are converted. Feet are international ones unless US survey "
         "feet are stated: the two differ by a metre at two million feet.",
         "文件中坐标与深度的单位；读入后统一换算为米。以表头为准时逐列判断，由英尺换算时给出检查结果。"
         "未注明美国测量英尺时按国际英尺：坐标为二百万英尺时两者相差约一米。"}};
    param.get = [choices](const ImportRule& rule) {
        return base::ParamValue(
            choices.at(rule.length_unit ? static_cast<std::size_t>(*rule.length_unit) + 1 : 0).id);
    };
    param.set = [choices](ImportRule& rule, const base::ParamValue& value) {
        rule.length_unit.reset();
        for (std::size_t n = 1; n < choices.size(); ++n)
            if (choices[n].id == std::get<std::string>(value))
                rule.length_unit = static_cast<base::LengthUnit>(n - 1);
    };
    return param;
}

void add_conventions(std::vector<base::Param<ImportRule>>& params) {
    params.push_back(length_unit_param());
    params.push_back(
        base::choice("dip", &ImportRule::dip,
                     std::vector<Choice>{
                         {"detect", {"detect", "自动识别"}},
                         {"negative_down", {"negative is down", "向下为负"}},
                         {"positive_down", {"positive is down", "向下为正"}},
                         {"from_vertical", {"angle from the vertical (zenith)", "天顶角（与铅垂线夹角）"}}},
                     Level::basic, {"Dip sign", "倾角符号"},
                     {"How the survey file writes the dip. Detect looks at the holes that each reading would "
                      "make, reports what "
                      "it believes, and asks where the file cannot tell.",
                      "测斜文件中倾角的写法。自动识别会比较各种读法得到的钻孔，报告所采用的读法；文件不能判断"
                      "时则提出询问。"}));
    params.push_back(base::words(
        "dip_of", &ImportRule::dip_of, Level::advanced, {"Dip sign of single holes", "单个钻孔的倾角符号"},
        {"Holes or campaigns that write the dip otherwise, as name=convention, separated by semicolons; * "
         "stands for "
         "anything. Example: UG*=negative_down;RC-12=positive_down. All others follow the dip sign.",
         "倾角写法不同的钻孔或批次，写作“孔号=写法”，用分号分隔，* 代表任意字符。例："
         "UG*=negative_down;RC-12=positive_down。其余钻孔按“倾角符号”处理。"}));
    params.push_back(base::real("max_bend", &ImportRule::max_bend_deg, "°", {0.1, 1000}, Level::advanced,
                                {"Sharpest bend", "最大弯曲度"},
                                {"Survey stations between which a hole turns more sharply than this, in "
                                 "degrees per 30 m, are findings.",
                                 "测斜相邻测点间钻孔弯曲超过此值（每 30 m 的度数）时列为检查结果。"}));
    params.push_back(base::choice("below_detection", &ImportRule::below_detection,
                                  std::vector<Choice>{{"half_limit", {"half the limit", "检出限的一半"}},
                                                      {"zero", {"zero", "零"}},
                                                      {"missing", {"missing", "缺失"}}},
                                  Level::basic, {"Below detection", "低于检出限"},
                                  {"What a text such as <0.01 becomes. The cell keeps a flag.",
                                   "“<0.01”一类文本的取值方式。单元格保留标记。"}));
    params.push_back(base::words("null_codes", &ImportRule::null_codes, Level::basic,
                                 {"Null codes", "空值代码"},
                                 {"Numbers or words that mean missing, separated by semicolons.",
                                  "表示缺失的数值或文字，用分号分隔。"}));
}

/// A choice whose first row states nothing; the others stand in the order of base::GradeUnit.
base::Param<AssayColumnRule> grade_unit_param() {
    const std::vector<Choice> choices{{"header", {"as the header says", "以表头为准"}},
                                      {"%", {"percent", "百分数 %"}},
                                      {"g/t", {"grams per tonne", "克/吨 g/t"}},
                                      {"ppm", {"parts per million", "百万分之一 ppm"}},
                                      {"ppb", {"parts per billion", "十亿分之一 ppb"}},
                                      {"1", {"mass fraction", "质量分数"}},
                                      {"kg/t", {"kilograms per tonne", "千克/吨 kg/t"}},
                                      {"oz/t", {"troy ounces per tonne", "金衡盎司/吨 oz/t"}},
                                      {"oz/st", {"troy ounces per short ton", "金衡盎司/短吨 oz/st"}},
                                      {"dwt/st", {"pennyweights per short ton", "英钱/短吨 dwt/st"}},
                                      {"lb/t", {"pounds per tonne", "磅/吨 lb/t"}},
                                      {"lb/st", {"pounds per short ton", "磅/短吨 lb/st"}}};
    base::Param<AssayColumnRule> param;
    param.info = {
        "unit",
        base::ParamType::choice,
        base::ParamValue(choices.front().id),
        "",
        {},
        choices,
        Level::basic,
        {"Grade unit", "品位单位"},
        {"Grade unit of the column; composites and blocks keep it. As the header says: from the header or "
         "a row of units below it, else g/t for precious metals and % for others, with a finding.",
         "该列的品位单位；组合样与块体沿用。以表头为准：取自表头或其下的单位行；均未说明时贵金属按 "
         "g/t、其他按 % 处理，并给出检查结果。"}};
    param.get = [](const AssayColumnRule& rule) {
        return base::ParamValue(std::string(rule.unit ? base::symbol(*rule.unit) : "header"));
    };
    param.set = [choices](AssayColumnRule& rule, const base::ParamValue& value) {
        rule.unit.reset();
        for (std::size_t n = 1; n < choices.size(); ++n)
            if (choices[n].id == std::get<std::string>(value))
                rule.unit = static_cast<base::GradeUnit>(n - 1);
    };
    return param;
}

}  // namespace

std::vector<std::string> list_items(std::string_view text) {
    static constexpr std::string_view wide = "；";
    std::vector<std::string> out;
    std::string item;
    const auto finish = [&] {
        const std::size_t first = item.find_first_not_of(' ');
        if (first != std::string::npos)
            out.push_back(item.substr(first, item.find_last_not_of(' ') - first + 1));
        item.clear();
    };
    while (!text.empty()) {
        const std::size_t mark = text.front() == ';' ? 1 : text.starts_with(wide) ? wide.size() : 0;
        if (mark > 0)
            finish();
        else
            item.push_back(text.front());
        text.remove_prefix(std::max<std::size_t>(mark, 1));
    }
    finish();
    return out;
}

std::vector<base::Param<ImportRule>> import_params() {
    std::vector<base::Param<ImportRule>> params;
    add_files(params);
    add_encoding(params);
    params.push_back(base::words(
        "skip_lines", &ImportRule::skip_lines, Level::advanced, {"Lines above the header", "表头之前的行数"},
        {"auto finds the header below certificates and comments. A number skips that many lines of every "
         "file; "
         "assay=3; collar=0 states it per table.",
         "auto 自动在证书、注释等行之后查找表头。填数字则每个文件均跳过该行数；也可按表填写，如 assay=3; "
         "collar=0（化验表、孔口表）。"}));
    add_number_marks(params);
    add_conventions(params);
    params.push_back(column("collar_hole", &ImportRule::collar_hole, {"Collar: hole", "孔口表：孔号"}));
    params.push_back(column("collar_x", &ImportRule::collar_x, {"Collar: x (east)", "孔口表：X（东）"}));
    params.push_back(column("collar_y", &ImportRule::collar_y, {"Collar: y (north)", "孔口表：Y（北）"}));
    params.push_back(
        column("collar_z", &ImportRule::collar_z, {"Collar: z (elevation)", "孔口表：Z（标高）"}));
    params.push_back(
        column("collar_depth", &ImportRule::collar_depth, {"Collar: final depth", "孔口表：终孔深度"}));
    params.push_back(
        column("collar_azimuth", &ImportRule::collar_azimuth, {"Collar: azimuth", "孔口表：方位角"}));
    params.push_back(column("collar_dip", &ImportRule::collar_dip, {"Collar: dip", "孔口表：倾角"}));
    params.push_back(column("survey_hole", &ImportRule::survey_hole, {"Survey: hole", "测斜表：孔号"}));
    params.push_back(
        column("survey_depth", &ImportRule::survey_depth, {"Survey: station depth", "测斜表：测点深度"}));
    params.push_back(
        column("survey_azimuth", &ImportRule::survey_azimuth, {"Survey: azimuth", "测斜表：方位角"}));
    params.push_back(column("survey_dip", &ImportRule::survey_dip, {"Survey: dip", "测斜表：倾角"}));
    params.push_back(column("assay_hole", &ImportRule::assay_hole, {"Assay: hole", "化验表：孔号"}));
    params.push_back(column("assay_from", &ImportRule::assay_from, {"Assay: from", "化验表：起"}));
    params.push_back(column("assay_to", &ImportRule::assay_to, {"Assay: to", "化验表：止"}));
    params.push_back(
        column("lithology_hole", &ImportRule::lithology_hole, {"Lithology: hole", "岩性表：孔号"}));
    params.push_back(
        column("lithology_from", &ImportRule::lithology_from, {"Lithology: from", "岩性表：起"}));
    params.push_back(column("lithology_to", &ImportRule::lithology_to, {"Lithology: to", "岩性表：止"}));
    params.push_back(
        column("lithology_code", &ImportRule::lithology_code, {"Lithology: code", "岩性表：代码"}));
    params.push_back(column("density_hole", &ImportRule::density_hole, {"Density: hole", "体重表：孔号"}));
    params.push_back(column("density_from", &ImportRule::density_from, {"Density: from", "体重表：起"}));
    params.push_back(column("density_to", &ImportRule::density_to, {"Density: to", "体重表：止"}));
    params.push_back(column("density_depth", &ImportRule::density_depth, {"Density: depth", "体重表：深度"}));
    params.push_back(
        column("density_value", &ImportRule::density_value, {"Density: measured value", "体重表：体重"}));
    return params;
}

std::vector<base::Param<AssayColumnRule>> assay_column_params() {
    const base::Range cut{0, std::numeric_limits<double>::infinity(), true};
    return {
        base::words(
            "column", &AssayColumnRule::column, Level::basic, {"Assay column", "化验列"},
            {"Header of this element's column in the assay file. Empty: guessed from the element's symbol.",
             "该元素在化验文件中的列表头。留空则根据元素符号识别。"}),
        grade_unit_param(),
        base::real("top_cut", &AssayColumnRule::top_cut, "", cut, Level::advanced,
                   {"Top cut", "特高品位上限"},
                   {"Composites above this grade are estimated as this grade. Empty: no cut.",
                    "高于该品位的组合样按该值参与估算。留空则不处理。"}),
        base::choice(
            "unsampled", &AssayColumnRule::unsampled,
            std::vector<Choice>{{"missing", {"missing", "缺失"}}, {"barren", {"barren", "无矿"}}},
            Level::basic, {"Unsampled stretches", "未采样区段"},
            {"What a stretch between samples of a hole is that no row of the assay file covers. Barren "
             "only where the geologist left it unsampled because there was nothing; a row with an empty "
             "cell stays missing.",
             "钻孔中两个样品之间、化验表没有任何行覆盖的区段如何处理。仅当地质人员因无矿而未采样时选“无矿”；"
             "有行而单元格为空者仍为缺失。"}),
        base::real("barren_value", &AssayColumnRule::barren_value, "", {0, 1e6}, Level::advanced,
                   {"Grade of barren rock", "无矿岩石品位"},
                   {"Grade that unsampled stretches taken as barren count with, in the column's unit.",
                    "按无矿处理的未采样区段所采用的品位，单位同该列。"})};
}

std::vector<base::Param<CompositeRule>> composite_params() {
    return {
        base::real("length", &CompositeRule::length_m, "m", {0.01, 1000}, Level::basic,
                   {"Composite length", "组合样长度"},
                   {"Length that samples are averaged to along the hole.", "沿钻孔将样品加权平均到的长度。"}),
        base::boolean(
            "within_domain", &CompositeRule::within_domain, Level::basic,
            {"Break at lithology", "按岩性分段"},
            {"Start a new composite where the lithology code changes.", "岩性代码变化处另起组合样。"}),
        base::choice("tail", &CompositeRule::tail,
                     std::vector<Choice>{{"keep", {"keep as a short composite", "保留为较短的组合样"}},
                                         {"merge", {"merge into the composite before", "并入前一组合样"}},
                                         {"drop", {"drop", "舍弃"}}},
                     Level::basic, {"Tail", "尾段"},
                     {"What becomes of the rest that is shorter than a composite.",
                      "不足一个组合样长度的剩余段的处理方式。"}),
        base::real(
            "min_coverage", &CompositeRule::min_coverage, "", {0, 1}, Level::basic,
            {"Minimum coverage", "最小样长覆盖率"},
            {"Share of a composite's length that must carry an assay of the element; else it is missing.",
             "组合样长度中该元素有化验值的最小比例；不足则视为缺失。"}),
        base::words("domains", &CompositeRule::domains, Level::basic,
                    {"Lithology codes kept", "保留的岩性代码"},
                    {"Lithology codes that are composited, separated by semicolons. Empty: all.",
                     "参与组合的岩性代码，用分号分隔。留空则全部参与。"})};
}

}  // namespace orelens::drilling
