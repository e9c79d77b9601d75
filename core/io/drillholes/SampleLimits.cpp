#include "core/io/drillholes/SampleLimits.h"

#include <algorithm>
#include <array>

#include "core/drilling/Rules.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
}

/// A sign and an equals sign behind it.
std::optional<bool> leading_sign(std::string_view& text) {
    static constexpr std::array<std::string_view, 13> below{"<",    "＜",   "≤",    "≦",    "⩽",    "=<",
                                                            "&lt;", "小于", "小於", "低于", "低於", "不足", "少于"};
    static constexpr std::array<std::string_view, 13> above{">",    "＞",   "≥",    "≧",    "⩾",    "=>",  "&gt;",
                                                            "大于", "大於", "高于", "高於", "超过", "超過"};
    for (const auto* list : {&below, &above})
        for (const std::string_view sign : *list)
            if (take(text, sign)) {
                for (const std::string_view equal : {"=", "＝", "或等于", "或等於", "等于", "等於"})
                    if (take(text, equal)) break;
                text = trimmed(text);
                return list == &above;
            }
    return std::nullopt;
}

bool starts_figure(std::string_view text) {
    if (text.empty()) return false;
    const char c = text.front();
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || text.starts_with("０");
}

bool ends_figure(std::string_view text) {
    return !text.empty() && ((text.back() >= '0' && text.back() <= '9') || text.back() == '.');
}

/// "(0.01)", "（<0.01）", " 0.01" behind a word.
std::string_view figure_behind(std::string_view rest) {
    rest = trimmed(rest);
    if (take(rest, "(") || take(rest, "（") || take(rest, ":") || take(rest, "：")) {
        rest = trimmed(rest);
        for (const std::string_view close : {")", "）"})
            if (rest.ends_with(close)) rest.remove_suffix(close.size());
    }
    (void)leading_sign(rest);
    rest = trimmed(rest);
    return starts_figure(rest) ? rest : std::string_view();
}

/// "b.d.l." and "bdl" are one word, "< d.l." and "<dl", "not detected" and "NotDetected".
std::string without_points(std::string_view word) {
    std::string out;
    for (const char c : word)
        if (c != '.' && c != ' ' && c != '_') out += c;
    return out;
}

/// What laboratories write behind "<" instead of the figure: the limit itself.
bool names_the_limit(std::string_view rest) {
    static constexpr std::string_view names[] = {"lor", "rl",  "lod", "loq",    "dl",     "mdl",
                                                 "ldl", "lld", "pql", "检出限", "检测限", "下限"};
    return std::ranges::find(names, without_points(lower(rest))) != std::end(names);
}

/// Further ways to write below detection, beside the usual list of the rule; a list of the user's own stands alone.
constexpr std::string_view more_below[] = {"bd",         "blod",       "below detection", "below detection limit",
                                           "below lod",  "undetected", "not detected",    "non-detect",
                                           "未检",       "未检测到",   "微",              "低于检测限",
                                           "检出限以下", "低于检测下限"};

std::optional<LimitForm> word_form(std::string_view cell, const std::vector<std::string>& words, bool above) {
    constexpr std::size_t longest = 64;
    if (cell.size() > longest) return std::nullopt;
    const std::string low = lower(cell), bare = without_points(low);
    for (const std::string& word : words) {
        if (low == word) return LimitForm{above, {}};
        if (bare.size() > 1 && bare != low && bare == without_points(word)) return LimitForm{above, {}};
        if (word.size() < 2 || !low.starts_with(word)) continue;
        const std::string_view figure = figure_behind(cell.substr(word.size()));
        if (!figure.empty()) return LimitForm{above, figure};
    }
    return std::nullopt;
}

}  // namespace

LimitWords limit_words(const drilling::AssayRule& rule) {
    LimitWords out;
    for (const std::string& word : drilling::list_items(rule.below_words)) out.below.push_back(lower(word));
    if (rule.below_words == drilling::AssayRule{}.below_words)
        out.below.insert(out.below.end(), std::begin(more_below), std::end(more_below));
    for (const std::string& word : drilling::list_items(rule.above_words)) out.above.push_back(lower(word));
    for (const auto* list : {&out.below, &out.above})
        for (const std::string& word : *list)
            if ((word.front() == '<' || word.front() == '>') &&
                starts_figure(std::string_view(word).substr(1)))
                out.with_figures = true;
    return out;
}

std::optional<LimitForm> limit_form(std::string_view cell, const LimitWords& words) {
    if (cell.empty()) return std::nullopt;
    // Words first: "<LOD" is one. A plain number is none of all this.
    const bool plain = starts_figure(cell) || cell.front() == '-';
    if (!plain) {
        if (const auto form = word_form(cell, words.below, false)) return form;
        if (const auto form = word_form(cell, words.above, true)) return form;
    }
    std::string_view rest = cell;
    if (const auto above = leading_sign(rest); above && !*above && names_the_limit(rest))
        return LimitForm{false, {}};
    else if (above)
        return rest.empty() ? std::nullopt : std::optional(LimitForm{*above, rest});
    // L before or behind the figure is the mark of Chinese laboratories for "not detected, limit 0.01".
    if ((cell.front() == 'L' || cell.front() == 'l') && starts_figure(trimmed(cell.substr(1))))
        return LimitForm{false, trimmed(cell.substr(1))};
    if (!plain) return std::nullopt;
    for (const auto& [mark, above] :
         {std::pair<std::string_view, bool>{"L", false}, {"+", true}, {"＋", true}}) {
        if (!cell.ends_with(mark)) continue;
        const std::string_view figure = trimmed(cell.substr(0, cell.size() - mark.size()));
        if (ends_figure(figure)) return LimitForm{above, figure};
    }
    return std::nullopt;
}

GradeCell read_grade_cell(std::string_view field, const CellRule& rule, const QuantityColumn& column,
                          const LimitWords& words) {
    // Most limits are "<0.01".
    if (field.size() > 1 && (field.front() == '<' || field.front() == '>') && !words.with_figures) {
        const auto figure = plain_number(field.substr(1), column.marks.decimal);
        const bool code = figure && std::ranges::find(rule.null_codes, *figure) != rule.null_codes.end();
        if (figure && !code && *figure >= 0 && field[1] != '-')
            return {{*figure, Fault::none}, true, field.front() == '>'};
    }
    const Cell cell = read_cell(field, rule, column);
    if (cell.fault == Fault::none || cell.fault == Fault::null_code) return {cell, false, false};
    const auto form = limit_form(field, words);
    if (form && form->number.empty()) return {{}, true, form->above};
    if (form) {
        const Cell figure = read_cell(form->number, rule, column);
        if (figure.stated() && figure.value >= 0) return {{figure.value, Fault::none}, true, form->above};
    }
    const bool sign = cell.fault == Fault::below_detection || cell.fault == Fault::over_limit;
    return {sign ? Cell{drilling::no_value, Fault::non_numeric} : cell, false, false};
}

}  // namespace orelens::io
