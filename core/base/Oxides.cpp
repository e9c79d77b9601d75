#include "core/base/Oxides.h"

#include <algorithm>
#include <cctype>

namespace orelens::base {
namespace {

struct Row {
    std::string_view name, element;
    double mass;  ///< of the element
    int atoms, oxygens;
    std::string_view zh, also;
};
constexpr double oxygen = 15.999;
constexpr Row rows[] = {
    {"Li2O", "Li", 6.94, 2, 1, "氧化锂", ""},           {"BeO", "Be", 9.0122, 1, 1, "氧化铍", ""},
    {"B2O3", "B", 10.81, 2, 3, "三氧化二硼", "氧化硼"},   {"Al2O3", "Al", 26.982, 2, 3, "三氧化二铝", "氧化铝"},
    {"P2O5", "P", 30.974, 2, 5, "五氧化二磷", ""},        {"K2O", "K", 39.098, 2, 1, "氧化钾", ""},
    {"TiO2", "Ti", 47.867, 1, 2, "二氧化钛", "氧化钛"},   {"V2O5", "V", 50.942, 2, 5, "五氧化二钒", "氧化钒"},
    {"Cr2O3", "Cr", 51.996, 2, 3, "三氧化二铬", "氧化铬"}, {"MnO", "Mn", 54.938, 1, 1, "氧化锰", ""},
    {"MnO2", "Mn", 54.938, 1, 2, "二氧化锰", ""},         {"Rb2O", "Rb", 85.468, 2, 1, "氧化铷", ""},
    {"ZrO2", "Zr", 91.224, 1, 2, "二氧化锆", "氧化锆"},   {"Nb2O5", "Nb", 92.906, 2, 5, "五氧化二铌", "氧化铌"},
    {"MoO3", "Mo", 95.95, 1, 3, "三氧化钼", ""},          {"SnO2", "Sn", 118.71, 1, 2, "二氧化锡", "氧化锡"},
    {"Cs2O", "Cs", 132.91, 2, 1, "氧化铯", ""},           {"Ta2O5", "Ta", 180.95, 2, 5, "五氧化二钽", "氧化钽"},
    {"WO3", "W", 183.84, 1, 3, "三氧化钨", "氧化钨"},     {"U3O8", "U", 238.03, 3, 8, "八氧化三铀", ""},
};

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<Oxide> oxide_named(std::string_view written) {
    for (const Row& row : rows)
        if (same(row.name, written) || row.zh == written || (!row.also.empty() && row.also == written))
            return Oxide{std::string(row.name), std::string(row.element), row.atoms * row.mass / (row.atoms * row.mass + row.oxygens * oxygen)};
    return std::nullopt;
}

std::size_t oxide_at_start(std::string_view word) {
    std::size_t longest = 0;
    for (const Row& row : rows)
        for (const std::string_view name : {row.zh, row.also})
            if (!name.empty() && word.starts_with(name)) longest = std::max(longest, name.size());
    return longest;
}

}  // namespace orelens::base
