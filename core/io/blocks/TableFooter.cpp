#include "core/io/blocks/TableFooter.h"

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <vector>

#include "core/io/blocks/TableLines.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

bool is_comment(std::string_view line, char delimiter) {
    static constexpr std::array<std::string_view, 9> signs{"#", "!", "//", ";", "*", "--", "%", "==", "\x1a"};
    return std::ranges::any_of(signs, [&](std::string_view sign) {
        if (!line.starts_with(sign) || (sign.size() == 1 && sign[0] == delimiter)) return false;
        // A sign alone in its cell stands for a missing value: "--,--,--,0.3".
        const std::string_view rest = line.substr(sign.size());
        return rest.find_first_not_of(delimiter) == rest.npos || delimiter == ' ' || rest.front() != delimiter;
    });
}

/// In small letters, without the marks around it: "*** End of file ***" → "end of file".
std::string bare(std::string_view field) {
    static constexpr std::string_view marks = " \t*-=<>[](){}:.;_\"";
    std::string out = lower(field);
    for (const std::string_view colon : {"：", "。"})
        if (out.ends_with(colon)) out.resize(out.size() - colon.size());
    const std::size_t first = out.find_first_not_of(marks);
    if (first == out.npos) return {};
    out = out.substr(first, out.find_last_not_of(marks) - first + 1);
    std::ranges::replace(out, '_', ' ');
    return out;
}

bool is_end(std::string_view word) {
    static constexpr std::array<std::string_view, 9> ends{"end", "eof", "fin", "ende", "fim", "конец", "结束", "文件结束", "数据结束"};
    return std::ranges::find(ends, word) != ends.end() || word.starts_with("end of ");
}

bool is_total(std::string_view word) {
    static constexpr std::array<std::string_view, 17> totals{
        "total", "totals", "grand total", "subtotal", "sum", "average", "mean", "minimum", "maximum", "count",
        "合计",  "总计",   "小计",        "共计",     "平均", "平均值", "итого"};
    return std::ranges::find(totals, word) != totals.end();
}

/// "18 rows", "1,234 rows affected", "blocks: 18", "共 18 行": not a row cut off before the word of a code.
bool is_count(const std::string& text) {
    static const std::regex form(
        "\\d[\\d,]* *(rows?|row\\(s\\)?|records?|blocks|cells)( .*)?|(number of |total )?(rows|records|blocks|cells) *[:=]? *\\d[\\d,]*|"
        "(共 *)?\\d[\\d,]* *(行|条|条记录|个块|个块体)");
    constexpr std::size_t longest = 100;
    return text.size() <= longest && std::regex_match(text, form);
}

}  // namespace

bool is_footer(std::string_view line, char delimiter) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (is_comment(line, delimiter)) return true;
    const auto fields = line_fields(line, delimiter);
    std::vector<std::string> said;
    for (const std::string& field : fields)
        if (!field.empty()) said.push_back(bare(field));
    if (said.empty()) return false;
    const auto nothing = [](const std::string& field) {
        return field.find_first_not_of("0.,") == field.npos;
    };
    // Alone, or as Surpac ends: "0, 0.000, 0.000, 0.000, END".
    const bool others_say_nothing =
        std::ranges::all_of(said, [&](const std::string& field) { return is_end(field) || nothing(field); });
    if (others_say_nothing && std::ranges::any_of(said, [](const std::string& field) { return is_end(field); })) return true;
    const std::string whole = bare(line);
    if (delimiter == ' ' && (is_end(whole) || is_total(said.front()))) return true;
    return is_total(said.front()) || is_count(whole);
}

}  // namespace orelens::io
