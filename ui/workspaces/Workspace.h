// The table of workspaces: one row per stretch of the way from files to use. From the rows come the rail, the
// panels beside the stage, the steps listed and the actions offered in the strip; there is no other list.
// Knows panels by id only. To add one: a row here, an action "workspace.<id>", an icon.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::workspaces {

/// Where panels live around the stage.
enum class Place { left, right, drawer };

/// What stands around a central page in place of the workspace's own panels; the left side is the same for all.
struct AroundPage {
    std::string page;
    std::vector<std::string> right, drawer;
};

struct WorkspaceInfo {
    std::string id;           ///< as in project::Stage::workspace
    base::Bilingual text;     ///< one word, for the rail
    base::Bilingual question; ///< what it answers
    std::string icon;
    std::vector<std::string> pages;  ///< central ones, the usual one first: "view3d"
    /// Ids of panels by place, in the order of their tabs, the first in front.
    std::vector<std::string> left, right, drawer;
    std::vector<AroundPage> around;    ///< pages with panels of their own
    Place first;                       ///< the side that is open where the window has room for one
    std::vector<std::string> actions;  ///< offered in the strip beside those of every workspace
};

std::span<const WorkspaceInfo> workspace_table();
/// Null for an unknown id.
const WorkspaceInfo* find_workspace(std::string_view id);

/// The panels of a place around a central page, in the order of their tabs; without one, around the usual page.
const std::vector<std::string>& panels_of(const WorkspaceInfo& workspace, Place place, std::string_view page = {});
/// All panels that a workspace shows around one page or another.
std::vector<std::string> all_panels_of(const WorkspaceInfo& workspace);
/// The central page around which a panel stands: `present` where it does, else the first that does; empty for none.
std::string page_with(const WorkspaceInfo& workspace, std::string_view panel, std::string_view present);
/// The workspace that has a central page: `present` where it does, else the first that does; empty for none.
std::string workspace_of_page(std::string_view page, std::string_view present);
/// The workspace that shows a panel: `present` where it does, else the first that does; empty for none.
std::string workspace_of(std::string_view panel, std::string_view present);

}  // namespace orelens::workspaces
