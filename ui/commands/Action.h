// User actions, declared once: menus, strip, tools on the stage, shortcuts, palette, scripts and tests all read
// this table.
// Add a row here and a handler in the class of its menu in ui/actions; nothing else needs to know.
#pragma once

#include <span>
#include <string>

#include "core/base/Text.h"

namespace orelens::commands {

struct ActionInfo {
    std::string id;        ///< "price.up"; the part before the dot is the family
    base::Bilingual text;  ///< as in the menu, without mnemonic
    base::Bilingual help;  ///< tooltip, status bar, palette
    std::string icon;      ///< file name in resources/icons without ".svg"; empty = none
    std::string shortcut;  ///< portable text, "Ctrl+K"; others after "; "; empty = none
    std::string menu;      ///< id of its menu, see `menu_table`
    std::string bar;       ///< "strip" at the top of the window, "stage" on the view; empty = neither
    base::Bilingual brief; ///< words of its button where the text is long; empty = the text
    bool checkable = false;
    std::string group;            ///< checkable actions of one group exclude each other
    bool starts_section = false;  ///< a separator goes before it
};

struct MenuInfo {
    std::string id;        ///< "view", or "view/colour" for a submenu of "view"
    base::Bilingual text;  ///< with mnemonic
};

std::span<const ActionInfo> action_table();
std::span<const MenuInfo> menu_table();
const ActionInfo* find_action(const std::string& id);

}  // namespace orelens::commands
