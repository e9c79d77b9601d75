#include "core/project/Remedies.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "core/base/Param.h"
#include "core/base/Text.h"

namespace orelens::project {
namespace {

bool in_id(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '{' || c == '}';
}

/// "{column}=0" with the finding's own words; none where one is unknown.
std::optional<std::string> filled(std::string_view pattern, const base::Message& message) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{'), close = pattern.find('}', open);
        out += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        if (close == std::string_view::npos) return std::nullopt;
        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        const auto known = std::ranges::find(message.args, name, [](const auto& arg) { return std::string_view(arg.first); });
        if (known == message.args.end()) return std::nullopt;
        out += known->second;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

/// What stands behind "id = " in the advice, or behind "id to " where it says to `set` it, up to a blank outside a placeholder or a mark that ends it.
std::string_view stated_value(std::string_view rest, bool set) {
    // "state X = value"; "set X to value and Y to value".
    const std::string_view sign = rest.starts_with(" = ") ? " = " : set && rest.starts_with(" to ") ? " to " : "";
    if (sign.empty()) return {};
    rest.remove_prefix(sign.size());
    std::size_t end = 0;
    for (int depth = 0; end < rest.size(); ++end) {
        const char c = rest[end];
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0 && (c == ' ' || c == ',' || c == ';' || c == ')')) break;
    }
    return rest.substr(0, end);
}

/// The recipe's list with one more entry; as it is where it has the entry.
std::string joined(const std::string& list, const std::string& entry) {
    if (list.empty()) return entry;
    for (std::size_t from = 0; from <= list.size();) {
        const std::size_t end = std::min(list.find(';', from), list.size());
        std::string_view one = std::string_view(list).substr(from, end - from);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one == entry) return list;
        from = end + 1;
    }
    return list + ";" + entry;
}

/// The value that the advice states, if the parameter takes it and does not hold it yet.
std::string proposal(const Recipe& recipe, const ParamAt& at, const std::string& id, const base::Message& advice,
                     std::string_view pattern) {
    if (pattern.empty()) return {};
    std::optional<std::string> value = filled(pattern, advice);
    if (!value || value->empty()) return {};
    // The mark between the entries cannot be part of one.
    const bool list = is_list(at.param->info.id);
    if (list && value->contains(';')) return {};
    const std::string held = base::value_text(at.param->get(recipe, at.key));
    std::string typed = list ? joined(held, *value) : *value;
    Recipe tried = recipe;
    if (typed == held || !set_param(tried, id, typed)) return {};
    return typed;
}

}  // namespace

bool is_list(const std::string& declared_id) {
    static const std::set<std::string> lists{
        "assays.above_words",     "assays.below_words", "assays.check_types", "assays.methods",
        "composite.domains",      "drillholes.dip_of",  "general.approve",    "model.by_mass",
        "drillholes.decimal_mark_of",
        "model.categories",       "model.column_nulls", "model.grades",       "model.leave_out",
        "drillholes.null_codes",  "model.null_codes",   "model.numbers",      "element.*.estimate.cutoffs",
        "element.*.estimate.thresholds", "element.*.estimate.with", "estimate.contacts",
        "pits.slopes_by_code",    "section.elements",   "section.holes",      "shape.*.rock_codes",
        "potential.masks",      "potential.target_edits", "product.*.impurities", "route.*.ore_types"};
    return lists.contains(declared_id);
}

std::vector<Remedy> remedies(const Recipe& recipe, const base::Finding& finding) {
    std::vector<Remedy> found;
    if (finding.fix.empty()) return found;
    const std::string words = base::text(finding.fix.key, base::Language::english);
    const bool set = words.contains("set ");
    for (std::size_t at = 0; at < words.size();) {
        std::size_t end = at;
        while (end < words.size() && in_id(words[end])) ++end;
        std::string_view word = std::string_view(words).substr(at, end - at);
        at = std::max(end, at + 1);
        while (word.ends_with('.')) {
            word.remove_suffix(1);
            --end;
        }
        if (!word.contains('.')) continue;
        const std::optional<std::string> id = filled(word, finding.fix);
        if (!id) continue;
        const auto param = find_param(*id);
        if (!param || std::ranges::find(found, *id, &Remedy::id) != found.end()) continue;
        found.push_back({*id, proposal(recipe, *param, *id, finding.fix,
                                       stated_value(std::string_view(words).substr(end), set))});
    }
    return found;
}

}  // namespace orelens::project
