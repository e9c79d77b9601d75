#include "core/utilization/Plausible.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "core/base/Units.h"

namespace orelens::utilization {
namespace {

using base::Message;

/// Good whole-rock analyses add up to 99.5 to 100.5 %.
constexpr double closure = 0.005;
constexpr double rounding = 1e-9;

/// "Fe2O3" → Fe; "TFe" → T, Fe; oxygen and counts are left out. A name that is no formula stands for itself.
std::set<std::string> elements_of(std::string_view name) {
    std::set<std::string> out;
    std::string_view rest = name;
    if (rest.size() > 1 && rest[0] >= 'a' && rest[0] <= 'z') rest.remove_prefix(1);  // mFe
    while (!rest.empty()) {
        if (!(rest[0] >= 'A' && rest[0] <= 'Z')) return {std::string(name)};
        std::size_t size = 1;
        while (size < rest.size() && rest[size] >= 'a' && rest[size] <= 'z') ++size;
        if (size > 2) return {std::string(name)};
        if (rest.substr(0, size) != "O") out.emplace(rest.substr(0, size));
        rest.remove_prefix(size);
        while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
    }
    if (out.empty()) out.emplace(name);
    return out;
}

struct Share {
    std::string component;
    double fraction = 0;
};

/// The sum of what certainly lies side by side.
double certain_sum(std::vector<Share> shares) {
    std::stable_sort(shares.begin(), shares.end(),
                     [](const Share& a, const Share& b) { return a.fraction > b.fraction; });
    std::set<std::string> held;
    double sum = 0;
    for (const Share& share : shares) {
        const std::set<std::string> own = elements_of(share.component);
        const bool counted =
            std::any_of(own.begin(), own.end(), [&](const std::string& one) { return held.contains(one); });
        held.insert(own.begin(), own.end());
        if (!counted) sum += share.fraction;
    }
    return sum;
}

base::Expected<void> refuse(std::string field, Message what) {
    return base::fail(base::ErrorKind::data, std::move(what), {.field = std::move(field)},
                      Message("utilization.shares_over_100_fix"));
}

/// No ore as mined, over a mine and a period, holds more of these; nearest rich deposits stay below a third.
constexpr std::array<std::pair<std::string_view, double>, 34> highest{
    {{"Au", 1e-3}, {"Ag", 2e-2}, {"Pt", 1e-3}, {"Pd", 1e-3}, {"Rh", 5e-4}, {"Ru", 5e-4}, {"Ir", 5e-4},
     {"Os", 5e-4}, {"Re", 1e-3}, {"In", 5e-3}, {"Ga", 5e-3}, {"Ge", 5e-3}, {"Se", 2e-2}, {"Te", 2e-2},
     {"Tl", 1e-2}, {"Sc", 1e-2}, {"Cd", 2e-2}, {"Cs", 0.2},  {"U", 0.25},  {"Hg", 0.3},  {"Mo", 0.05},
     {"W", 0.05},  {"Sn", 0.2},  {"Sb", 0.4},  {"Bi", 0.1},  {"Co", 0.1},  {"Ni", 0.25}, {"Li", 0.05},
     {"Be", 0.06}, {"Ta", 0.05}, {"Nb", 0.3},  {"V", 0.1},   {"REE", 0.5}, {"TREO", 0.5}}};
/// Below this nobody lists them: they lie at or below the mean of the Earth's crust.
constexpr std::array<std::pair<std::string_view, double>, 12> lowest{{{"Fe", 1e-3},
                                                                      {"TFe", 1e-3},
                                                                      {"Al", 1e-3},
                                                                      {"S", 2e-5},
                                                                      {"Cu", 1e-5},
                                                                      {"Pb", 5e-6},
                                                                      {"Zn", 1e-5},
                                                                      {"Ni", 1e-5},
                                                                      {"Mn", 1e-4},
                                                                      {"Cr", 1e-5},
                                                                      {"Ti", 1e-4},
                                                                      {"P", 5e-5}}};

template <std::size_t n>
std::optional<double> bound_of(const std::array<std::pair<std::string_view, double>, n>& bounds,
                               const std::string& name) {
    for (const auto& [symbol, bound] : bounds)
        if (symbol == name) return bound;
    return std::nullopt;
}

void grades(const MineRecord& record, Doubts& out) {
    for (const MineComponent& one : record.components) {
        const double grade = one.in_situ_grade;
        const auto high = bound_of(highest, one.name), low = bound_of(lowest, one.name);
        const auto message = [&](const char* key) {
            return Message(key, {{"component", one.name},
                                 {"percent", base::number(100 * grade)},
                                 {"grams", base::number(1e6 * grade)}});
        };
        if (high && grade > *high)
            out.faults.push_back(message("utilization.grade_too_high"));
        else if (low && grade > 0 && grade < *low)
            out.remarks.push_back(message("utilization.grade_too_low"));
    }
}

void tons(const MineRecord& record, Doubts& out) {
    std::set<std::string> units;
    for (const MineComponent& one : record.components) units.insert(one.doubtful_unit);
    for (const Product& product : record.products)
        for (const ProductGrade& one : product.grades) units.insert(one.doubtful_unit);
    for (const std::string& unit : units)
        if (const auto read = base::grade_unit(unit); read && !unit.empty())
            out.remarks.push_back(Message("utilization.doubtful_ton",
                                          {{"unit", unit}, {"read", std::string(base::symbol(*read))}}));
}

void mass(const MineRecord& record, Doubts& out) {
    double products = 0;
    for (const Product& product : record.products) products += product.tonnes;
    const bool diluted = record.mining_recovery && record.dilution && *record.dilution < 1;
    const double fed = diluted ? record.consumed_tonnes * *record.mining_recovery / (1 - *record.dilution)
                               : record.consumed_tonnes;
    // Without any ore the rates are undefined already, and say so.
    if (!(record.consumed_tonnes > 0) || !(products > fed * (1 + rounding))) return;
    out.faults.push_back(Message(diluted ? "utilization.mass_over_feed" : "utilization.mass_over_mined",
                                 {{"products", base::number(products, 10)}, {"fed", base::number(fed, 10)}}));
}

}  // namespace

base::Expected<void> check_shares(const MineRecord& record) {
    std::vector<Share> ore;
    for (const MineComponent& one : record.components) ore.push_back({one.name, one.in_situ_grade});
    if (const double sum = certain_sum(ore); sum > 1 + closure)
        return refuse(fmt::format("components[{}].in_situ_grade", record.components.size() - 1),
                      Message("utilization.ore_over_100", {{"percent", base::number(100 * sum)}}));
    for (std::size_t p = 0; p < record.products.size(); ++p) {
        std::vector<Share> parts;
        for (const ProductGrade& grade : record.products[p].grades)
            parts.push_back({grade.component, grade.grade});
        if (const double sum = certain_sum(parts); sum > 1 + closure)
            return refuse(fmt::format("products[{}].grades[{}].grade", p, parts.size() - 1),
                          Message("utilization.product_over_100", {{"product", record.products[p].name},
                                                                   {"percent", base::number(100 * sum)}}));
    }
    return {};
}

Doubts implausible(const MineRecord& record) {
    Doubts out;
    mass(record, out);
    grades(record, out);
    tons(record, out);
    return out;
}

}  // namespace orelens::utilization
