#include "core/drilling/AssayRule.h"

namespace orelens::drilling {
namespace {

using base::Bilingual;
using base::Choice;
using base::Level;
using Rule = AssayRule;

base::Param<Rule> column(const char* id, std::string Rule::*member, Bilingual label) {
    return base::words(id, member, Level::advanced, std::move(label),
                       {"Header of the column in the file. Empty: guessed from the headers.",
                        "文件中该列的表头。留空则根据表头自动识别。"});
}

void add_files(std::vector<base::Param<Rule>>& params) {
    const Bilingual help{
        "Another table of assays of the same holes. Where several tables have a value for a stretch, the "
        "table "
        "named earlier counts, element by element.",
        "同一批钻孔的另一张化验表。同一段有多张表的值时，逐个元素以排在前面的表为准。"};
    params.push_back(base::file("second_file", &Rule::second_file, Level::advanced,
                                {"Second assay file", "第二张化验表"}, help));
    params.push_back(base::file("third_file", &Rule::third_file, Level::advanced,
                                {"Third assay file", "第三张化验表"}, help));
    params.push_back(base::file("fourth_file", &Rule::fourth_file, Level::advanced,
                                {"Fourth assay file", "第四张化验表"}, help));
    params.push_back(base::file("fifth_file", &Rule::fifth_file, Level::advanced,
                                {"Fifth assay file", "第五张化验表"}, help));
}

void add_kind(std::vector<base::Param<Rule>>& params) {
    params.push_back(base::choice(
        "kind", &Rule::kind,
        std::vector<Choice>{{"detect", {"detect", "自动识别"}},
                            {"from_to", {"from and to", "起与止"}},
                            {"from_length", {"from and length", "起与样长"}},
                            {"to_only", {"to only; from is the to before", "仅有止，起取上一个止"}},
                            {"points", {"points at a depth", "某一深度的点样"}},
                            {"collar_depth", {"collar to depth (blast holes)", "孔口至孔深（炮孔）"}},
                            {"mid_length", {"depth of the middle and length", "中点深度与样长"}}},
        Level::basic, {"Kind of sample", "样品类型"},
        {"What a row of the assay tables stands for. Detect goes by the columns and reports what it took. "
         "Points "
         "become samples as they stand, without weight by length. A depth beside a length may be the middle, the "
         "start or the end of the sample: where its header leaves that open, it is asked for here. From and "
         "length, and to only, take the depth for their from or to where there is no such column.",
         "化验表每一行代表什么。自动识别按列判断并报告结果。点样按原样成为样品，不按长度加权。深度与样长并列时，深度可能是样品的中点、起点或终点：表头未写明时须在此说明。“起与样长”“仅有止”在没有起、止列时以深度列为起或止。"}));
    params.push_back(column("length", &Rule::length, {"Sample length", "样品长度列"}));
    params.push_back(column("depth", &Rule::depth, {"Sample depth", "样品深度列"}));
}

void add_several(std::vector<base::Param<Rule>>& params) {
    params.push_back(base::choice(
        "duplicates", &Rule::duplicates,
        std::vector<Choice>{{"ask", {"first; an error where they differ", "取第一个，不一致时报错"}},
                            {"first", {"first row", "取第一行"}},
                            {"last", {"last row", "取最后一行"}},
                            {"mean", {"mean", "取平均"}},
                            {"newest", {"newest by date", "取日期最新者"}},
                            {"oldest", {"oldest by date", "取日期最早者"}}},
        Level::advanced, {"Repeated samples", "重复样品"},
        {"Which row counts where a table holds the same hole, from and to several times. The others only "
         "fill "
         "what it leaves blank; the difference is reported. Newest and oldest go by the date of the assay, after the "
         "order of methods; a row without a date comes behind those with one, and equal or missing dates are errors "
         "as with first.",
         "同一张表中孔号、起、止相同的行重复出现时以哪一行为准。其余行只补其空白，差异会报告。“最新”“最早”在化验方法次序之后按化验日期取值；无日期的行排在有日期的行之后，日期相同或缺失而结果不一致时报错。"}));
    params.push_back(base::words(
        "method_column", &Rule::method_column, Level::advanced, {"Assay method column", "化验方法列"},
        {"Header of the column that names the assay method of a row.", "注明每行化验方法的列的表头。"}));
    params.push_back(base::words(
        "methods", &Rule::methods, Level::advanced, {"Assay methods in order", "化验方法次序"},
        {"Assay methods in the order in which they count for repeated samples, separated by semicolons.",
         "重复样品按此化验方法次序取值，用分号分隔。"}));
    params.push_back(base::words(
        "date_column", &Rule::date_column, Level::advanced, {"Assay date column", "化验日期列"},
        {"Header of the column with the date of the assay, for repeated samples of which the newest or oldest counts. "
         "Empty: guessed from the headers; - = none.",
         "化验日期列的表头，用于按最新或最早日期取重复样品。留空则根据表头自动识别；- 表示没有。"}));
    params.push_back(base::choice(
        "date_order", &Rule::date_order,
        std::vector<Choice>{{"detect", {"detect", "自动识别"}},
                            {"day_first", {"day, month, year", "日、月、年"}},
                            {"month_first", {"month, day, year", "月、日、年"}},
                            {"year_first", {"year, month, day", "年、月、日"}}},
        Level::advanced, {"Order of dates", "日期次序"},
        {"How dates such as 03/04/2021 are read. Detect goes by the cells that can be read one way only and refuses a "
         "column that leaves it open.",
         "03/04/2021 一类日期的读法。自动识别以只有一种读法的单元格为据；整列无法确定时拒绝读入。"}));
    params.push_back(column("type_column", &Rule::type_column, {"Sample type column", "样品性质列"}));
    params.push_back(base::words(
        "check_types", &Rule::check_types, Level::advanced, {"Check samples", "质控样品"},
        {"Sample types that are checks of the laboratory and no samples of the rock, separated by "
         "semicolons. Their rows are left out, with a finding.",
         "属于质量检查而非岩石样品的样品性质，用分号分隔。这些行不读入，并给出检查结果。"}));
}

void add_limits(std::vector<base::Param<Rule>>& params) {
    params.push_back(base::words(
        "below_words", &Rule::below_words, Level::advanced, {"Words for below detection", "低于检出限的写法"},
        {"Words without a figure that mean below detection, separated by semicolons. The limit is then the "
         "one the column states most often; without any, half a limit is missing.",
         "不带数值而表示低于检出限的文字，用分号分隔。检出限取该列最常写的值；没有时“检出限的一半”按缺失处"
         "理。"}));
    params.push_back(base::words(
        "above_words", &Rule::above_words, Level::advanced, {"Words for above the limit", "超过上限的写法"},
        {"Words without a figure that mean above the upper limit of the method, separated by semicolons. "
         "They "
         "become the largest such limit stated in the column, or missing.",
         "不带数值而表示超过分析方法上限的文字，用分号分隔。取该列所写的最大上限，没有时按缺失处理。"}));
    params.push_back(base::choice(
        "above_limit", &Rule::above_limit,
        std::vector<Choice>{{"ask", {"the limit, with a warning", "取上限值并警告"}},
                            {"at_limit", {"the limit", "取上限值"}},
                            {"missing", {"missing", "缺失"}}},
        Level::basic, {"Above the upper limit", "超过上限"},
        {"What a text such as >10 or 大于10 becomes: the grade is at least the limit, so that the mean is too low "
         "with either rule. A finding says how many there are and what each rule makes of the mean. The cell keeps a "
         "flag.",
         "“>10”“大于10”一类文本的取值方式：品位不低于上限，两种规则得到的均值都偏低。检查结果说明有多少个、各规则下均值为多少。单元格保"
         "留标记。"}));
    params.push_back(base::choice(
        "negative", &Rule::negative,
        std::vector<Choice>{{"detect", {"detect", "自动识别"}},
                            {"below_detection", {"below their absolute value", "低于其绝对值"}},
                            {"not_accepted", {"faults", "视为错误"}}},
        Level::advanced, {"Negative grades", "负品位"},
        {"Databases write below 0.01 as -0.01. Detect takes a few repeated negative values at the bottom of "
         "a "
         "column for that, with a finding; other negative grades are errors.",
         "数据库常把低于 0.01 写作 "
         "-0.01。自动识别把列中少数重复出现、位于低端的负值作此理解并给出检查结果；其他负品位为错误。"}));
}

void add_points(std::vector<base::Param<Rule>>& params) {
    params.push_back(base::file("points_file", &Rule::points_file, Level::basic,
                                {"Point sample file", "点状样品文件"},
                                {"Table of samples with a place and no hole: channels, trenches, grab "
                                 "samples. Columns x, y, z and one "
                                 "per element; rows with the same id follow each other as one channel.",
                                 "有位置而无钻孔的样品表：刻槽、探槽、捡块样。列为 X、Y、Z "
                                 "与各元素；编号相同的行依次连成一条刻槽。"}));
    params.push_back(column("points_id", &Rule::points_id, {"Points: id", "点样表：编号"}));
    params.push_back(column("points_x", &Rule::points_x, {"Points: x (east)", "点样表：X（东）"}));
    params.push_back(column("points_y", &Rule::points_y, {"Points: y (north)", "点样表：Y（北）"}));
    params.push_back(column("points_z", &Rule::points_z, {"Points: z (elevation)", "点样表：Z（标高）"}));
}

void add_density(std::vector<base::Param<Rule>>& params) {
    params.push_back(base::words("density", &Rule::density, Level::advanced, {"Density column", "体重列"},
                                 {"Header of the column of measured densities in the assay tables. Empty: "
                                  "guessed from header and values; "
                                  "- = none.",
                                  "化验表中体重测定值列的表头。留空则根据表头与数值识别；- 表示没有。"}));
    params.push_back(
        base::choice("density_unit", &Rule::density_unit,
                     std::vector<Choice>{{"detect", {"detect", "自动识别"}},
                                         {"t/m3", {"t/m³ or g/cm³", "t/m³ 或 g/cm³"}},
                                         {"kg/m3", {"kg/m³", "kg/m³"}},
                                         {"lb/ft3", {"lb/ft³", "lb/ft³"}}},
                     Level::advanced, {"Unit of the densities", "体重单位"},
                     {"Unit of measured densities in every table. Detect takes it from the header or the row "
                      "of units, else "
                      "from the values, with a finding.",
                      "各表中体重测定值的单位。自动识别取自表头或单位行，否则根据数值判断并给出检查结果。"}));
}

}  // namespace

std::vector<std::string> more_files(const AssayRule& rule) {
    std::vector<std::string> out;
    for (const std::string* file : {&rule.second_file, &rule.third_file, &rule.fourth_file, &rule.fifth_file})
        if (!file->empty()) out.push_back(*file);
    return out;
}

std::vector<base::Param<AssayRule>> assay_params() {
    std::vector<base::Param<AssayRule>> params;
    add_kind(params);
    add_files(params);
    add_several(params);
    add_limits(params);
    add_density(params);
    add_points(params);
    return params;
}

}  // namespace orelens::drilling
