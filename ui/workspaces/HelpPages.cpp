#include "ui/workspaces/HelpPages.h"

#include <algorithm>

namespace orelens::workspaces {

std::span<const HelpPage> help_pages() {
    static const std::vector<HelpPage> table = {
        {.id = "window",
         .title = {"The window", "窗口"},
         .english = "window.md",
         .chinese = "window.zh.md",
         .workspace = "",
         .panels = {"view"}},
        {.id = "own-data",
         .title = {"Bringing your own data", "导入自己的数据"},
         .english = "own-data.md",
         .chinese = "own-data.zh.md",
         .workspace = "data",
         .panels = {"findings"}},
        {.id = "statistics",
         .title = {"What grades are like", "品位如何分布"},
         .english = "statistics.md",
         .chinese = "statistics.zh.md",
         .workspace = "",
         .panels = {"histogram"}},
        {.id = "estimating",
         .title = {"How blocks get their grades", "块体品位的由来"},
         .english = "estimating.md",
         .chinese = "estimating.zh.md",
         .workspace = "perspective",
         .panels = {"variogram"}},
        {.id = "real-deposit",
         .title = {"Estimating a real deposit", "估算一个真实矿床"},
         .english = "real-deposit.md",
         .chinese = "real-deposit.zh.md",
         .workspace = "",
         .panels = {}},
        {.id = "billion-blocks",
         .title = {"A billion blocks", "十亿块体"},
         .english = "billion-blocks.md",
         .chinese = "billion-blocks.zh.md",
         .workspace = "",
         .panels = {}},
        {.id = "evaluating",
         .title = {"What is usable at this price", "此价格下哪些可利用"},
         .english = "evaluating.md",
         .chinese = "evaluating.zh.md",
         .workspace = "evaluation",
         .panels = {"usable", "curve", "block"}},
        {.id = "pits",
         .title = {"Pits, scenarios and why not", "境界、情景与为何不可利用"},
         .english = "pits.md",
         .chinese = "pits.zh.md",
         .workspace = "",
         .panels = {"why", "scenarios", "tornado", "pits"}},
        {.id = "deposit-cost",
         .title = {"What would it cost to open this deposit?", "开发这个矿床要花多少钱？"},
         .english = "deposit-cost.md",
         .chinese = "deposit-cost.zh.md",
         .workspace = "",
         .panels = {"orebody", "availability", "cumulative"}},
        {.id = "utilisation",
         .title = {"Utilisation rates", "综合利用率"},
         .english = "utilisation.md",
         .chinese = "utilisation.zh.md",
         .workspace = "utilisation",
         .panels = {"rates", "mines"}},
        {.id = "total-system",
         .title = {"The total system", "全量系统"},
         .english = "total-system.md",
         .chinese = "total-system.zh.md",
         .workspace = "",
         .panels = {"advice"}},
        {.id = "recycling",
         .title = {"How much metal is in use, and what can come back?", "多少金属在用，多少能够回来？"},
         .english = "recycling.md",
         .chinese = "recycling.zh.md",
         .workspace = "",
         .panels = {"stocks", "scrap"}},
        {.id = "finding",
         .title = {"Finding what is still there", "寻找尚存的矿"},
         .english = "finding.md",
         .chinese = "finding.zh.md",
         .workspace = "",
         .panels = {"evidence", "trust", "targets", "test_holes"}},
        {.id = "stages",
         .title = {"Stages", "步骤"},
         .english = "stages.en.md",
         .chinese = "stages.zh.md",
         .workspace = "",
         .panels = {}},
        {.id = "parameters",
         .title = {"Parameters", "参数"},
         .english = "parameters.en.md",
         .chinese = "parameters.zh.md",
         .workspace = "",
         .panels = {}},
        {.id = "security",
         .title = {"Files from others", "他人的文件"},
         .english = "security.md",
         .chinese = "security.zh.md",
         .workspace = "",
         .panels = {}},
    };
    return table;
}

const HelpPage* find_help_page(std::string_view id) {
    const auto table = help_pages();
    const auto found = std::ranges::find(table, id, &HelpPage::id);
    return found == table.end() ? nullptr : &*found;
}

const HelpPage* help_page_of_file(std::string_view file) {
    const auto table = help_pages();
    const auto found = std::ranges::find_if(
        table, [&](const HelpPage& page) { return page.english == file || page.chinese == file; });
    return found == table.end() ? nullptr : &*found;
}

const HelpPage& help_page_for(std::string_view panel, std::string_view workspace) {
    const auto table = help_pages();
    for (const HelpPage& page : table)
        if (!panel.empty() && std::ranges::find(page.panels, panel) != page.panels.end()) return page;
    for (const HelpPage& page : table)
        if (!workspace.empty() && page.workspace == workspace) return page;
    return table.front();
}

}  // namespace orelens::workspaces
