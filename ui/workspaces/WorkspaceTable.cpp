#include <algorithm>
#include <array>

#include "ui/workspaces/Workspace.h"

namespace orelens::workspaces {

std::span<const WorkspaceInfo> workspace_table() {
    static const std::vector<WorkspaceInfo> table = {
        {.id = "data",
         .text = {"Data", "数据"},
         .question = {"What is in the files, and what is wrong with them?", "数据里有什么，哪些有疑问？"},
         .icon = "ws_data",
         .pages = {"view3d", "map"},
         .left = {"project", "view", "views"},
         .right = {"block"},
         .drawer = {"findings", "tables"},
         .around = {{.page = "map", .right = {"orebody"}, .drawer = {"findings"}}},
         .first = Place::left,
         .actions = {"file.import", "file.import_model", "file.add_shapes"}},
        {.id = "perspective",
         .text = {"Perspective", "透视"},
         .question = {"How much of everything is where?", "各种元素在哪里，有多少？"},
         .icon = "ws_perspective",
         .pages = {"view3d", "statistics", "flows"},
         .left = {"view", "views", "project"},
         .right = {"block", "evidence", "filter", "usable"},
         .drawer = {"histogram", "variogram", "occurrence", "targets", "test_holes", "trust", "tables", "findings", "curve"},
         .around = {{.page = "statistics", .right = {"filter"}, .drawer = {"variogram", "findings"}},
                    {.page = "flows", .right = {}, .drawer = {"stocks", "findings"}}},
         .first = Place::left,
         .actions = {"view.quarter", "view.section", "export.sections", "export.screenshot"}},
        {.id = "evaluation",
         .text = {"Evaluation", "评价"},
         .question = {"What becomes usable, and when?", "哪些资源何时可利用？"},
         .icon = "ws_evaluation",
         .pages = {"view3d", "map", "flows"},
         .left = {"view", "views", "project"},
         .right = {"usable", "why", "block", "filter"},
         .drawer = {"curve", "pits", "scenarios", "tornado", "histogram", "tables", "findings"},
         .around = {{.page = "map", .right = {"usable", "orebody"}, .drawer = {"availability", "cumulative", "findings"}},
                    {.page = "flows", .right = {}, .drawer = {"scrap", "stocks", "findings"}}},
         .first = Place::right,
         .actions = {"price.recipe", "export.pdf", "export.screenshot"}},
        {.id = "utilisation",
         .text = {"Utilisation", "利用"},
         .question = {"How well is it used, and what should be done with it?", "利用得如何，应当怎样利用？"},
         .icon = "ws_utilisation",
         .pages = {"view3d", "system", "map"},
         .left = {"project", "view", "views"},
         .right = {"rates", "usable", "block"},
         .drawer = {"mines", "findings", "curve"},
         .around = {{.page = "system", .right = {"usable"}, .drawer = {"advice", "findings"}},
                    {.page = "map", .right = {"usable", "orebody"}, .drawer = {"advice", "availability", "findings"}}},
         .first = Place::right,
         .actions = {"export.pdf", "export.xlsx", "export.screenshot"}},
    };
    return table;
}

const WorkspaceInfo* find_workspace(std::string_view id) {
    const auto table = workspace_table();
    const auto found = std::ranges::find(table, id, &WorkspaceInfo::id);
    return found == table.end() ? nullptr : &*found;
}

const std::vector<std::string>& panels_of(const WorkspaceInfo& workspace, Place place, std::string_view page) {
    if (place == Place::left) return workspace.left;
    const auto own = std::ranges::find(workspace.around, page, &AroundPage::page);
    if (own != workspace.around.end()) return place == Place::right ? own->right : own->drawer;
    return place == Place::right ? workspace.right : workspace.drawer;
}

std::vector<std::string> all_panels_of(const WorkspaceInfo& workspace) {
    std::vector<std::string> all;
    for (const std::string& page : workspace.pages)
        for (const Place place : {Place::left, Place::right, Place::drawer})
            for (const std::string& panel : panels_of(workspace, place, page))
                if (std::ranges::find(all, panel) == all.end()) all.push_back(panel);
    return all;
}

std::string page_with(const WorkspaceInfo& workspace, std::string_view panel, std::string_view present) {
    const auto shows = [&](std::string_view page) {
        return std::ranges::any_of(std::array{Place::left, Place::right, Place::drawer}, [&](Place place) {
            const auto& panels = panels_of(workspace, place, page);
            return std::ranges::find(panels, panel) != panels.end();
        });
    };
    if (std::ranges::find(workspace.pages, present) != workspace.pages.end() && shows(present)) return std::string(present);
    const auto first = std::ranges::find_if(workspace.pages, shows);
    return first == workspace.pages.end() ? std::string() : *first;
}

std::string workspace_of(std::string_view panel, std::string_view present) {
    const auto shows = [&](const WorkspaceInfo& workspace) { return !page_with(workspace, panel, present).empty(); };
    if (const WorkspaceInfo* now = find_workspace(present); now != nullptr && shows(*now)) return now->id;
    const auto first = std::ranges::find_if(workspace_table(), shows);
    return first == workspace_table().end() ? std::string() : first->id;
}

std::string workspace_of_page(std::string_view page, std::string_view present) {
    const auto has = [&](const WorkspaceInfo& workspace) {
        return std::ranges::find(workspace.pages, page) != workspace.pages.end();
    };
    if (const WorkspaceInfo* now = find_workspace(present); now != nullptr && has(*now)) return now->id;
    const auto first = std::ranges::find_if(workspace_table(), has);
    return first == workspace_table().end() ? std::string() : first->id;
}

}  // namespace orelens::workspaces
