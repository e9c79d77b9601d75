// The table of help pages: the documents of resources/docs that the window shows, and which of them a panel
// belongs to. To add one: the two files, a row here, their names in resources/docs.qrc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::workspaces {

struct HelpPage {
    std::string id;
    base::Bilingual title;
    std::string english, chinese;     ///< file names in resources/docs
    std::string workspace;            ///< whose page it is; empty = of none
    std::vector<std::string> panels;  ///< ids of panels that it explains, whatever the workspace
};

/// In the order of the list beside the page.
std::span<const HelpPage> help_pages();
/// Null for an unknown id.
const HelpPage* find_help_page(std::string_view id);
/// The page of a file name ("own-data.zh.md"), in either language; null where it is none.
const HelpPage* help_page_of_file(std::string_view file);
/// The page of a panel, else of a workspace, else the first.
const HelpPage& help_page_for(std::string_view panel, std::string_view workspace);

}  // namespace orelens::workspaces
