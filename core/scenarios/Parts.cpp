#include "core/scenarios/Parts.h"

#include <algorithm>
#include <map>

namespace orelens::scenarios {
namespace {

/// The last word of an id.
std::string_view last(std::string_view parameter) {
    const auto dot = parameter.rfind('.');
    return dot == std::string_view::npos ? parameter : parameter.substr(dot + 1);
}

}  // namespace

std::string part_of(std::string_view parameter) {
    static const std::map<std::string_view, const char*> of_commodity{
        {"price", "price"},          {"price_unit", "price"},       {"recovery_percent", "recovery"},
        {"payable_percent", "sale"}, {"selling_cost", "sale"},      {"price_includes_vat", "fiscal"},
        {"vat_percent", "fiscal"},   {"royalty_percent", "fiscal"}, {"subsidy", "fiscal"},
        {"waste_grade_percent", "mining"}};
    static const std::map<std::string_view, const char*> of_costs{
        {"mining", "cost"},     {"mining_per_metre", "cost"}, {"reference_elevation", "cost"},
        {"processing", "cost"}, {"general", "cost"},          {"sustaining", "cost"},
        {"ore_mining_difference", "cost"}, {"test", "cost"},  {"mining_recovery", "mining"},
        {"dilution", "mining"}, {"dilution_convention", "mining"}};
    const bool commodity = parameter.starts_with("commodity.");
    if (!commodity && !parameter.starts_with("economics.")) return "other";
    const auto& table = commodity ? of_commodity : of_costs;
    const auto found = table.find(last(parameter));
    return found == table.end() ? "other" : found->second;
}

bool may_differ(std::string_view parameter) {
    if (!parameter.starts_with("commodity.") && !parameter.starts_with("economics.")) return false;
    constexpr std::array fixed{"economics.main_commodity", "economics.currency", "economics.density"};
    if (std::ranges::find(fixed, parameter) != fixed.end()) return false;
    const std::string_view name = last(parameter);
    return !parameter.starts_with("commodity.") || (name != "grade_column" && name != "price_unit");
}

}  // namespace orelens::scenarios
