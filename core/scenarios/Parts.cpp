#include "core/scenarios/Parts.h"

#include <map>
#include <set>

namespace orelens::scenarios {
namespace {

/// The last word of an id.
std::string_view last(std::string_view parameter) {
    const auto dot = parameter.rfind('.');
    return dot == std::string_view::npos ? parameter : parameter.substr(dot + 1);
}

}  // namespace

std::string part_of(std::string_view parameter) {
    /// Part of a group's parameters, and of those that belong to another one.
    struct Group {
        const char* part;
        std::map<std::string_view, const char*> other;
    };
    static const std::map<std::string_view, Group> groups{
        {"commodity",
         {"fiscal",
          {{"price", "price"},
           {"price_unit", "price"},
           {"recovery_percent", "recovery"},
           {"payable_percent", "sale"},
           {"selling_cost", "sale"},
           {"waste_grade_percent", "mining"}}}},
        {"economics", {"cost", {{"mining_recovery", "mining"}, {"dilution", "mining"}, {"dilution_convention", "mining"}}}},
        {"cost", {"cost", {}}},
        {"fiscal", {"fiscal", {{"currency_rates", "price"}}}},
        {"route",
         {"recovery",
          {{"processing", "cost"},
           {"processing_per_hardness", "cost"},
           {"ore_handling", "cost"},
           {"ore_subsidy", "fiscal"}}}},
        {"product", {"sale", {{"grade", "recovery"}, {"host", "recovery"}, {"charges_vat_percent", "fiscal"}}}},
        {"payable", {"sale", {{"recovery", "recovery"}}}}};
    const auto group = groups.find(parameter.substr(0, parameter.find('.')));
    if (group == groups.end()) return "other";
    const auto found = group->second.other.find(last(parameter));
    return found == group->second.other.end() ? group->second.part : found->second;
}

bool may_differ(std::string_view parameter) {
    static const std::set<std::string_view> groups{"commodity", "economics", "cost", "fiscal", "route", "product", "payable"};
    if (!groups.contains(parameter.substr(0, parameter.find('.')))) return false;
    // What a block holds, and what names the parts of the deck.
    static const std::set<std::string_view> fixed{"main_commodity", "currency",       "density",  "grade_column",
                                                  "price_unit",     "ore_type_column", "rock_column", "relief_column",
                                                  "hardness_column", "commodity",      "product"};
    return !fixed.contains(last(parameter));
}

}  // namespace orelens::scenarios
