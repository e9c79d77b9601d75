// The reference page of the stages, from the table.
#include <fmt/format.h>

#include "core/project/Recipe.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {
namespace {

using base::Bilingual;
using base::Language;

std::string listed(const std::vector<std::string>& names, Language language) {
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : language == Language::chinese ? "、" : ", ") + ("`" + name + "`");
    return list.empty() ? Bilingual{"none", "无"}.in(language) : list;
}

const Bilingual& workspace_words(const std::string& id) {
    static const Bilingual data{"Data", "数据"}, perspective{"Perspective", "透视"},
        evaluation{"Evaluation", "评价"}, utilisation{"Utilisation", "利用"};
    if (id == "perspective") return perspective;
    if (id == "evaluation") return evaluation;
    return id == "utilisation" ? utilisation : data;
}

void append_stage(std::string& page, const Stage& stage, Language language) {
    const auto in = [language](const Bilingual& words) { return words.in(language); };
    page += fmt::format("\n## `{}` {}\n\n{}{}\n\n", stage.id, in(stage.label), in(stage.help), in({".", "。"}));
    const auto fact = [&](const Bilingual& name, const std::string& value) {
        page += fmt::format("- {}{}{}\n", in(name), in({": ", "："}), value);
    };
    fact({"workspace", "工作区"}, in(workspace_words(stage.workspace)));
    fact({"reads the results of", "读取其结果的步骤"}, listed(stage.inputs, language));
    std::vector<std::string> results;
    for (const ResultRow& row : stage.results) results.push_back(row.name);
    fact({"results in the project file", "项目文件中的结果"}, listed(results, language));
    std::vector<std::string> groups;
    for (const std::string& pattern : stage.parameters)
        groups.push_back(pattern.ends_with('.') ? pattern + "…" : pattern);
    fact({"runs again when these parameters change", "以下参数改变后须重新运行"}, listed(groups, language));
    if (!stage.keys.empty())
        fact({"works by", "逐项处理"}, in({"`" + stage.keys + "`, each on its own", "`" + stage.keys + "`，互不影响"}));
}

}  // namespace

std::string stage_reference(Language language) {
    std::string page = Bilingual{
        "# Stages\n\n"
        "A project runs through these stages; each is run again only when its parameters, its files or a stage "
        "that it reads have changed. `orelens-cli run --until STAGE` stops after one of them and what it rests "
        "on. This page is generated; `orelens-cli parameters --write-reference resources/docs` renews it.\n",
        "# 步骤\n\n"
        "项目依次经过以下步骤；仅当参数、文件或所读取的步骤改变时才重新运行。`orelens-cli run --until 步骤` "
        "运行到该步骤及其所依赖的步骤为止。本页由程序生成，用 `orelens-cli parameters --write-reference "
        "resources/docs` 更新。\n"}.in(language);
    for (const std::string& id : run_order(stage_table()))
        append_stage(page, *find_stage(stage_table(), id), language);
    return page;
}

}  // namespace orelens::project
