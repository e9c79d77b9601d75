#include <algorithm>
#include <vector>

#include "ui/commands/ActionRows.h"

namespace orelens::commands {
namespace {

Rows file_actions() {
    return {
        {.id = "file.import",
         .text = {"Import drillholes…", "导入钻孔数据…"},
         .help = {"Make a new project from collar, survey, assay and lithology tables",
                  "由孔口、测斜、化验和岩性表新建项目"},
         .icon = "import",
         .shortcut = "Ctrl+I",
         .menu = "file"},
        {.id = "file.import_model",
         .text = {"Import block model…", "导入块体模型…"},
         .help = {"Make a new project from the block model of another program",
                  "由其他软件的块体模型新建项目"},
         .icon = "cube",
         .menu = "file"},
        {.id = "file.add_shapes",
         .text = {"Add surfaces and solids…", "添加曲面与实体…"},
         .help = {"Add topography, wireframes, outlines or points to the project; each can bound blocks",
                  "向项目添加地形、线框、轮廓或点；均可用于约束块体"},
         .icon = "plus",
         .menu = "file"},
        {.id = "file.add_mines",
         .text = {"Add table of mines…", "添加矿山表…"},
         .help = {"Costs are learned from the mines of this table", "由此表中的矿山学习成本"},
         .menu = "file"},
        {.id = "file.add_orebodies",
         .text = {"Add table of orebodies…", "添加矿体表…"},
         .help = {"Each orebody without a mine gets its cost, its activation price and a verdict", "逐个给出未建矿山矿体的成本、活化价格与结论"},
         .menu = "file"},
        {.id = "file.open",
         .text = {"Open…", "打开…"},
         .help = {"Open a project, a recipe or a block model", "打开项目、方案或块体模型"},
         .icon = "open",
         .shortcut = "Ctrl+O",
         .menu = "file",
         .bar = "strip"},
        {.id = "file.demonstration",
         .text = {"Open the demonstration project", "打开演示项目"},
         .help = {"A synthetic porphyry Cu–Mo–Au–Ag–S deposit with every stage set up",
                  "合成的斑岩型铜钼金银硫矿床，各步骤均已设置"},
         .icon = "flask",
         .menu = "file"},
        {.id = "file.country",
         .text = {"Open the demonstration country", "打开演示国家"},
         .help = {"A synthetic country on a total ledger: mines, orebodies, tailings and the scrap of twelve cities; made first, which takes up to a minute",
                  "合成国家的全量台账：矿山、矿体、尾矿与十二座城市的废旧金属；首次生成约需一分钟"},
         .icon = "system",
         .menu = "file"},
        {.id = "file.save",
         .text = {"Save", "保存"},
         .help = {"Save the project as one file; the old file stays whole until the new one is complete",
                  "将项目保存为单个文件；新文件写完之前旧文件保持完整"},
         .icon = "save",
         .shortcut = "Ctrl+S",
         .menu = "file",
         .bar = "strip",
         .starts_section = true},
        {.id = "file.save_as",
         .text = {"Save as…", "另存为…"},
         .help = {"Save the project under another name", "以其他名称保存项目"},
         .shortcut = "Ctrl+Shift+S",
         .menu = "file"},
        {.id = "file.save_recipe",
         .text = {"Save the recipe as JSON…", "将方案存为 JSON…"},
         .help = {"Write all parameters to a text file that the command line runs",
                  "将全部参数写入文本文件，可由命令行运行"},
         .menu = "file"},
        {.id = "file.close",
         .text = {"Close the project", "关闭项目"},
         .help = {"Close the project and go back to the welcome page", "关闭项目并返回欢迎页"},
         .shortcut = "Ctrl+W",
         .menu = "file",
         .starts_section = true},
        {.id = "file.quit",
         .text = {"Quit", "退出"},
         .help = {"Leave Orelens; asks when there are unsaved changes",
                  "退出 Orelens；有未保存的修改时会询问"},
         .icon = "quit",
         .shortcut = "Ctrl+Q",
         .menu = "file"},
    };
}

Rows edit_actions() {
    return {
        {.id = "edit.undo",
         .text = {"Undo", "撤销"},
         .help = {"Take back the last edit", "撤销上一次修改"},
         .icon = "undo",
         .shortcut = "Ctrl+Z",
         .menu = "edit",
         .bar = "strip"},
        {.id = "edit.redo",
         .text = {"Redo", "重做"},
         .help = {"Do the edit again that was taken back", "重做被撤销的修改"},
         .icon = "redo",
         .shortcut = "Ctrl+Shift+Z; Ctrl+Y",
         .menu = "edit",
         .bar = "strip"},
        {.id = "edit.copy_chart",
         .text = {"Copy chart as picture", "复制图表为图片"},
         .help = {"Copy the chart of the panel in use to the clipboard", "将当前面板的图表复制到剪贴板"},
         .icon = "chart",
         .shortcut = "Ctrl+Alt+C",
         .menu = "edit",
         .starts_section = true},
        {.id = "edit.copy_table",
         .text = {"Copy table as text", "复制表格为文本"},
         .help = {"Copy the table of the panel in use, with headings, for a spreadsheet",
                  "复制当前面板的表格（含表头），可粘贴到电子表格"},
         .icon = "table",
         .shortcut = "Ctrl+Shift+C",
         .menu = "edit"},
        {.id = "edit.copy_view",
         .text = {"Copy the 3D view", "复制三维视图"},
         .help = {"Copy the 3D picture with legend to the clipboard", "将带图例的三维图像复制到剪贴板"},
         .icon = "camera",
         .shortcut = "Ctrl+Alt+V",
         .menu = "edit"},
        {.id = "targets.merge",
         .text = {"Merge targets", "合并靶区"},
         .help = {"Make one target of those selected in the panel Targets", "将“靶区”面板中所选靶区合为一个"},
         .menu = "edit/targets"},
        {.id = "targets.split_parts",
         .text = {"Split target into parts", "按连通体拆分靶区"},
         .help = {"Make a target of each part of the selected one that touches no other by a face", "将所选靶区中互不共面的各部分拆为独立靶区"},
         .menu = "edit/targets"},
        {.id = "targets.split_plane",
         .text = {"Split target along a plane…", "沿平面拆分靶区…"},
         .help = {"Cut the selected target in two along a plane, offered across its longest axis", "沿平面将所选靶区一分为二，默认垂直于其最长轴"},
         .menu = "edit/targets"},
        {.id = "targets.forget_lost",
         .text = {"Take back lost decisions", "撤回失去对象的决定"},
         .help = {"Remove decisions that lie in no target any more", "删除已不在任何靶区内的决定"},
         .menu = "edit/targets"},
    };
}

Rows run_actions() {
    return {
        {.id = "run.all",
         .text = {"Run", "运行"},
         .help = {"Run every stage whose inputs have changed", "运行所有输入已改变的步骤"},
         .icon = "run",
         .shortcut = "F5",
         .menu = "run",
         .bar = "strip"},
        {.id = "run.stage",
         .text = {"Run up to the selected stage", "运行到所选步骤"},
         .help = {"Run the stale stages up to the one selected in the list of steps",
                  "运行至步骤列表中所选的步骤"},
         .icon = "run_to",
         .shortcut = "F6",
         .menu = "run"},
        {.id = "run.cancel",
         .text = {"Stop", "停止"},
         .help = {"Stop the run; results so far are kept", "停止运行；保留已有结果"},
         .icon = "stop",
         .shortcut = "Shift+F5",
         .menu = "run"},
        {.id = "run.economics",
         .text = {"Evaluate after each edit", "修改后自动重算经济评价"},
         .help = {"Run the evaluation again as soon as a price or cost changes",
                  "价格或成本改变后立即重新评价"},
         .menu = "run",
         .checkable = true,
         .starts_section = true},
    };
}

Rows price_actions() {
    return {
        {.id = "price.up",
         .text = {"Price up one step", "价格上调一步"},
         .help = {"Raise the price of the slider by 1 % of its range", "将滑块价格上调范围的 1 %"},
         .icon = "up",
         .shortcut = "Ctrl+Up",
         .menu = "price"},
        {.id = "price.down",
         .text = {"Price down one step", "价格下调一步"},
         .help = {"Lower the price of the slider by 1 % of its range", "将滑块价格下调范围的 1 %"},
         .icon = "down",
         .shortcut = "Ctrl+Down",
         .menu = "price"},
        {.id = "price.recipe",
         .text = {"Back to the recipe's price", "恢复方案价格"},
         .help = {"Set the slider to the price that the recipe states", "将滑块设为方案中的价格"},
         .icon = "home_price",
         .shortcut = "Ctrl+0",
         .menu = "price"},
        {.id = "price.take",
         .text = {"Take this price into the recipe", "将此价格写入方案"},
         .help = {"Make the slider's price the recipe's price; can be undone",
                  "将滑块价格作为方案价格；可撤销"},
         .icon = "pin",
         .menu = "price"},
        {.id = "price.history",
         .text = {"Past prices…", "历史价格…"},
         .help = {"Read a table of past prices of the commodity in hand; the slider then shows where its price stands among them",
                  "读入当前矿种的历史价格表，滑块据此显示价格所处的位置"},
         .icon = "chart",
         .menu = "price"},
        {.id = "price.all",
         .text = {"All prices together", "全部价格同比变动"},
         .help = {"The slider moves every price of the recipe by the same per cent", "滑块使方案的全部价格按同一百分比变动"},
         .menu = "price",
         .checkable = true},
        {.id = "price.full",
         .text = {"All costs must be paid", "须回收全部成本"},
         .help = {"Full test: revenue covers mining, processing, general costs and sustaining costs",
                  "完全成本检验：收入须覆盖采矿、选矿、管理费用和维持性成本"},
         .menu = "price",
         .brief = {"Full cost", "全成本"},
         .checkable = true,
         .group = "test",
         .starts_section = true},
        {.id = "price.marginal",
         .text = {"The mining cost is spent anyway", "采矿成本已沉没"},
         .help = {"Marginal test: the block is moved anyway, revenue covers processing and general costs",
                  "边际检验：块体无论如何都要采动，收入须覆盖选矿和管理费用"},
         .menu = "price",
         .brief = {"Marginal", "边际成本"},
         .checkable = true,
         .group = "test"},
        {.id = "price.inside_pits",
         .text = {"Inside pit or stopes only", "仅看境界或采场内"},
         .help = {"Count and show blocks as usable only inside the pit of the slider's price, the highest of the "
                  "ladder that is not above it, or underground in stopes of the least mining width; a pit moves every block in "
                  "its way, so that there its ore counts, as in the table of pits; needs that stage",
                  "仅将位于滑块价格对应境界内（地下开采为达到最小采矿宽度的采场内）的块体计为可利用并显示；境界取价格不高于滑块价格的最高一级，界内块体无论如何都要移走，故按境界表的矿石计；需先运行该步骤"},
         .icon = "pit",
         .menu = "price",
         .brief = {"Inside", "界内"},
         .checkable = true,
         .starts_section = true},
    };
}

Rows all_actions() {
    Rows all;
    for (const auto& family : {file_actions, edit_actions, run_actions, price_actions, view_actions,
                               export_actions, workspace_actions, window_actions, help_actions})
        for (const ActionInfo& info : family()) all.push_back(info);
    return all;
}

}  // namespace

std::span<const ActionInfo> action_table() {
    static const Rows table = all_actions();
    return table;
}

std::span<const MenuInfo> menu_table() {
    static const std::vector<MenuInfo> table = {
        {"file", {"&File", "文件(&F)"}},
        {"file/recent", {"Open &recent", "最近打开(&R)"}},
        {"edit", {"&Edit", "编辑(&E)"}},
        {"edit/targets", {"&Targets", "靶区(&T)"}},
        {"run", {"&Run", "运行(&R)"}},
        {"price", {"&Price", "价格(&P)"}},
        {"view", {"&View", "视图(&V)"}},
        {"view/camera", {"&Camera", "视角(&C)"}},
        {"view/colour", {"C&olour", "着色(&O)"}},
        {"view/kept", {"&Kept views", "保存的视图(&K)"}},
        {"view/through", {"&See through", "透视方式(&S)"}},
        {"view/waste", {"Blocks &not usable", "不可利用块体(&N)"}},
        {"export", {"E&xport", "导出(&X)"}},
        {"window", {"&Window", "窗口(&W)"}},
        {"window/page", {"P&age", "页面(&A)"}},
        {"window/panel", {"&Panels", "面板(&P)"}},
        {"window/language", {"&Language", "语言(&L)"}},
        {"window/theme", {"&Theme", "主题(&T)"}},
        {"help", {"&Help", "帮助(&H)"}},
    };
    return table;
}

const ActionInfo* find_action(const std::string& id) {
    const auto table = action_table();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const ActionInfo& a) { return a.id == id; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace orelens::commands
