// The reference page of all parameters, from the one table.
#include <fmt/format.h>

#include <cmath>

#include "core/project/Recipe.h"

namespace orelens::project {
namespace {

using base::Bilingual;
using base::Language;
using base::ParamInfo;
using base::ParamType;

struct Group {
    const char* prefix;
    Bilingual title;
};
const Group groups[] = {
    {"general.", {"Project", "项目"}},
    {"drillholes.", {"Drillhole files", "钻孔文件"}},
    {"assays.", {"Samples and assays", "样品与化验"}},
    {"element.*.variogram.", {"Variogram of an element", "元素的变异函数"}},
    {"element.*.estimate.", {"Estimation of an element", "元素的估算"}},
    {"element.*.", {"Element", "元素"}},
    {"composite.", {"Composites", "组合样"}},
    {"statistics.", {"Statistics", "统计"}},
    {"model.", {"Block model of another program", "其他软件的块体模型"}},
    {"grid.", {"Block grid", "块体网格"}},
    {"estimate.", {"Estimation", "估算"}},
    {"classes.", {"Confidence classes", "可靠程度类别"}},
    {"validate.", {"Validation", "检验"}},
    {"simulate.", {"Simulation", "模拟"}},
    {"bounds.", {"Bounds of blocks", "块体界限"}},
    {"occurrence.", {"Occurrence states", "赋存状态"}},
    {"section.", {"Section sheets", "剖面图"}},
    {"economics.", {"Costs and test", "成本与检验"}},
    {"pits.", {"Pit shells", "露天境界"}},
    {"orebodies.", {"Undeveloped deposits", "未利用矿床"}},
    {"flows.", {"Material flows and scrap", "物质流与废旧金属"}},
    {"potential.", {"Potential", "成矿潜力"}},
    {"ledger.", {"Total ledger", "全量台账"}},
    {"cost.", {"Cost details", "成本细项"}},
    {"fiscal.", {"Fiscal terms", "税费条款"}},
    {"route.*.", {"Route", "工艺路线"}},
    {"product.*.", {"Product", "产品"}},
    {"payable.*.", {"Payable metal", "计价金属"}},
    {"commodity.*.", {"Commodity", "矿种"}},
    {"shape.*.", {"Shape", "形体"}},
};

const Group& group_of(const std::string& id) {
    for (const Group& group : groups)
        if (id.starts_with(group.prefix)) return group;
    return groups[0];
}

std::string in(const Bilingual& words, Language language) {
    return words.in(language);
}

std::string type_name(ParamType type, Language language) {
    static const Bilingual names[] = {{"yes or no", "是或否"}, {"integer", "整数"}, {"number", "数值"},
                                      {"text", "文本"},        {"choice", "选项"},  {"file", "文件"}};
    return in(names[static_cast<int>(type)], language);
}

std::string range_text(const ParamInfo& info, Language language) {
    if (info.type != ParamType::real && info.type != ParamType::integer) return "";
    std::string out;
    const bool low = std::isfinite(info.range.min), high = std::isfinite(info.range.max);
    if (low && high)
        out = fmt::format("{} … {}", base::number(info.range.min, 12), base::number(info.range.max, 12));
    else if (low)
        out = fmt::format("≥ {}", base::number(info.range.min, 12));
    else if (high)
        out = fmt::format("≤ {}", base::number(info.range.max, 12));
    if (info.range.optional) out += (out.empty() ? "" : "; ") + in({"may be empty", "可留空"}, language);
    return out;
}

std::string default_text(const ParamInfo& info, Language language) {
    const std::string text = base::value_text(info.default_value);
    if (text.empty()) return in({"empty", "空"}, language);
    return "`" + text + "`";
}

void append_param(std::string& page, const RecipeParam& row, Language language) {
    const ParamInfo& info = row.info;
    const std::string comma = in({", ", "，"}, language), colon = in({": ", "："}, language);
    const std::string stop = in({".", "。"}, language);
    page += fmt::format("### `{}`\n\n**{}**{}{}\n\n", info.id, in(info.label, language), colon,
                        in(info.help, language));
    std::string facts = type_name(info.type, language);
    if (!info.unit.empty()) facts += comma + in({"unit ", "单位 "}, language) + info.unit;
    if (const std::string range = range_text(info, language); !range.empty())
        facts += comma + in({"range ", "范围 "}, language) + range;
    facts += comma + in({"default ", "默认 "}, language) + default_text(info, language);
    facts += comma + in({"stage ", "所属步骤 "}, language) + row.stage;
    if (info.level == base::Level::advanced) facts += comma + in({"advanced", "高级"}, language);
    page += facts + stop + "\n\n";
    for (const base::Choice& choice : info.choices)
        page += fmt::format("- `{}`{}{}\n", choice.id, colon, in(choice.label, language));
    if (!info.choices.empty()) page += "\n";
}

}  // namespace

std::string parameter_reference(Language language) {
    std::string page =
        in({"# Parameters of a recipe\n\n"
            "A recipe is a JSON file; the dots of an id are nested objects, `*` stands for the name of an "
            "element or commodity. On the command line: `--set id=value`. This page is generated; "
            "`orelens-cli parameters --write-reference resources/docs` renews it.\n",
            "# 方案参数\n\n"
            "方案是 JSON 文件；参数名中的点表示嵌套对象，`*` 代表元素或矿种的名称。命令行写法："
            "`--set 参数=值`。本页由程序生成，用 `orelens-cli parameters --write-reference "
            "resources/docs` 更新。\n"},
           language);
    for (const Group& group : groups) {
        page += fmt::format("\n## {} (`{}`)\n\n", in(group.title, language),
                            std::string(group.prefix).substr(0, std::string(group.prefix).size() - 1));
        for (const RecipeParam& row : recipe_params())
            if (&group_of(row.info.id) == &group) append_param(page, row, language);
    }
    while (page.ends_with("\n\n")) page.pop_back();
    return page;
}

}  // namespace orelens::project
