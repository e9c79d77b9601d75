#include "core/io/drillholes/UsualGrades.h"

#include <array>
#include <utility>

namespace orelens::io {

std::optional<double> usual_most(std::string_view element) {
    static constexpr std::array<std::pair<std::string_view, double>, 33> most{
        {{"Au", 30e-6}, {"Pt", 30e-6}, {"Pd", 30e-6}, {"Rh", 30e-6}, {"Ru", 30e-6}, {"Ir", 30e-6},
         {"Os", 30e-6}, {"Ag", 1e-3},  {"Mo", 0.02},  {"As", 0.02},  {"Co", 0.02},  {"W", 0.02},
         {"Sn", 0.02},  {"Bi", 0.02},  {"Sb", 0.02},  {"U", 0.02},   {"Cd", 0.02},  {"Hg", 0.02},
         {"Te", 0.02},  {"Se", 0.02},  {"Tl", 0.02},  {"In", 0.02},  {"Ga", 0.02},  {"Ge", 0.02},
         {"Re", 0.02},  {"Be", 0.02},  {"Ta", 0.02},  {"Cs", 0.02},  {"Rb", 0.02},  {"Cu", 0.15},
         {"Pb", 0.15},  {"Zn", 0.15},  {"Ni", 0.15}}};
    for (const auto& [symbol, share] : most)
        if (symbol == element) return share;
    return std::nullopt;
}

}  // namespace orelens::io
