// What the desktop program takes on its command line: one table for its parser, its manual page and the
// completions of shells.
#pragma once

#include <vector>

#include "core/base/Text.h"

namespace orelens::desktop {

struct OptionInfo {
    const char* name;   ///< without dashes
    const char* value;  ///< what follows it; empty for a flag
    base::Bilingual help;
    std::vector<const char*> choices;
};

inline const std::vector<OptionInfo>& option_table() {
    static const std::vector<OptionInfo> table = {
        {"lang", "language", {"Language of the words: en or zh.", "界面语言：en 或 zh。"}, {"en", "zh"}},
        {"theme", "theme", {"light or dark.", "light（浅色）或 dark（深色）。"}, {"light", "dark"}},
        {"demonstration", "", {"Open the demonstration project.", "打开演示项目。"}, {}},
        {"do",
         "action",
         {"Run an action by id after loading; may be repeated.", "载入后按标识执行操作；可多次给出。"},
         {}},
        {"size", "size", {"Size of the window, for instance 1280x800.", "窗口大小，例如 1280x800。"}, {}},
        {"wait",
         "seconds",
         {"How long a picture waits for what is worked out beside the window (0.6).", "截图前等待后台计算的秒数（默认 0.6）。"},
         {}},
        {"screenshot",
         "file",
         {"Save a picture of the window, or of a dialog that waits for an answer, after loading and quit.",
          "载入后保存窗口（或等待回答的对话框）截图并退出。"},
         {}},
    };
    return table;
}

inline const base::Bilingual file_argument_help = {
    "Project, recipe, block model or drillhole tables to open.", "要打开的项目、方案、块体模型或钻孔表。"};

}  // namespace orelens::desktop
