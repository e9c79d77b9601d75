#include "core/base/TextChoices.h"

namespace orelens::base {

std::vector<Choice> encoding_choices() {
    return {{"detect", {"detect", "自动识别"}},
            {"UTF-8", {"UTF-8", "UTF-8"}},
            {"UTF-16LE", {"UTF-16, low byte first", "UTF-16（低字节在前）"}},
            {"UTF-16BE", {"UTF-16, high byte first", "UTF-16（高字节在前）"}},
            {"GB18030", {"Chinese, simplified (GBK, GB18030)", "简体中文（GBK、GB18030）"}},
            {"Big5", {"Chinese, traditional (Big5)", "繁体中文（Big5）"}},
            {"Shift_JIS", {"Japanese (Shift_JIS)", "日文（Shift_JIS）"}},
            {"EUC-KR", {"Korean (EUC-KR)", "韩文（EUC-KR）"}},
            {"CP1250", {"central European (Windows-1250)", "中欧（Windows-1250）"}},
            {"CP1251", {"Cyrillic (Windows-1251)", "西里尔文（Windows-1251）"}},
            {"CP1252", {"western European (Windows-1252)", "西欧（Windows-1252）"}},
            {"CP1253", {"Greek (Windows-1253)", "希腊文（Windows-1253）"}},
            {"CP1254", {"Turkish (Windows-1254)", "土耳其文（Windows-1254）"}},
            {"CP850", {"western European (DOS 850)", "西欧（DOS 850）"}},
            {"CP866", {"Cyrillic (DOS 866)", "西里尔文（DOS 866）"}},
            {"KOI8-R", {"Russian (KOI8-R)", "俄文（KOI8-R）"}},
            {"CP437", {"western European (DOS 437)", "西欧（DOS 437）"}},
            {"CP852", {"central European (DOS 852)", "中欧（DOS 852）"}},
            {"MacRoman", {"western European (Mac OS Roman)", "西欧（Mac OS Roman）"}},
            {"EUC-JP", {"Japanese (EUC-JP)", "日文（EUC-JP）"}}};
}

std::vector<Choice> decimal_mark_choices() {
    return {{"detect", {"detect", "自动识别"}},
            {"point", {"point: 0.5", "小数点：0.5"}},
            {"comma", {"comma: 0,5", "小数逗号：0,5"}}};
}

std::vector<Choice> thousands_mark_choices() {
    return {{"detect", {"detect", "自动识别"}},         {"none", {"none", "无"}},
            {"comma", {"comma: 1,250", "逗号：1,250"}}, {"point", {"point: 1.250", "点：1.250"}},
            {"space", {"space: 1 250", "空格：1 250"}}, {"apostrophe", {"apostrophe: 1'250", "撇号：1'250"}}};
}

}  // namespace orelens::base
