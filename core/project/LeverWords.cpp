#include "core/project/LeverWords.h"

#include <algorithm>
#include <cmath>

namespace orelens::project {
namespace {

void replace(std::string& text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

/// Five digits, thousands apart: "9,000", "123,457", "0.5".
std::string lever_number(double value) {
    if (!std::isfinite(value) || std::abs(value) < 1000) return base::number(value, 5);
    if (std::abs(value) >= 1e5) return base::grouped(value);
    const std::string plain = base::number(std::abs(value), 5);
    const std::size_t point = std::min(plain.find('.'), plain.size());
    if (plain.find('e') != std::string::npos) return base::grouped(value);  // rounded up to 100,000
    return (value < 0 ? "-" : "") + base::grouped(std::stod(plain.substr(0, point))) + plain.substr(point);
}

}  // namespace

std::string param_words(const std::string& id, base::Language language) {
    const auto at = find_param(id);
    if (!at) return id;
    const std::string label = at->param->info.label.in(language);
    if (at->key.empty()) return label;
    return base::text(base::Message("why.lever.named", {{"commodity", at->key}, {"lever", label}}), language);
}

std::string param_value_words(const std::string& id, const std::string& value, base::Language language) {
    const auto at = find_param(id);
    if (!at) return value;
    for (const base::Choice& choice : at->param->info.choices)
        if (choice.id == value) return choice.label.in(language);
    if (at->param->info.type == base::ParamType::boolean)
        return base::text(value == "true" ? "scenarios.yes" : "scenarios.no", language);
    return value;
}

std::string param_unit(const Recipe& recipe, const std::string& id) {
    const auto at = find_param(id);
    if (!at) return {};
    std::string unit = at->param->info.unit;
    replace(unit, "{currency}", recipe.economics.costs.currency);
    if (const auto commodity = recipe.commodity.find(at->key); commodity != recipe.commodity.end())
        replace(unit, "{price_unit}", commodity->second.price_unit);
    if (const auto metal = recipe.payable.find(at->key); metal != recipe.payable.end())
        replace(unit, "{grade_unit}", metal->second.grade_unit);
    return unit;
}

std::string lever_words(const scenarios::Lever& lever, base::Language language) {
    if (lever.id == "prices" || lever.id == "costs") return base::text("why.lever." + lever.id, language);
    return param_words(lever.id, language);
}

std::string lever_value(const scenarios::Lever& lever, double value, const Recipe& recipe) {
    if (lever.id == "prices" || lever.id == "costs") return "× " + base::number(value, 5);
    // The recovery of a payable is a text that may say more than a number.
    const bool recovery = lever.id.starts_with("payable.") && lever.id.ends_with(".recovery");
    const std::string unit = recovery ? "%" : param_unit(recipe, lever.id);
    const std::string number = lever_number(value);
    return unit.empty() ? number : number + " " + unit;
}

base::Message lever_reason(const scenarios::Needed& needed, const Recipe& recipe) {
    using Why = scenarios::Needed::Why;
    switch (needed.why) {
        case Why::moves:
            return {};
        case Why::pays:
            return base::Message("why.pays");
        case Why::no_effect:
            return base::Message("why.no_effect");
        case Why::not_counted:
            return base::Message("why.not_counted");
        case Why::not_enough:
            return base::Message("why.not_enough", {{"limit", lever_value(needed.lever, needed.lever.limit, recipe)},
                                                    {"amount", base::number(-needed.margin_at_limit, 4)},
                                                    {"currency", recipe.economics.costs.currency}});
    }
    return {};
}

}  // namespace orelens::project
