#include "core/io/drillholes/UsualGrades.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/io/text/CsvText.h"

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
    // Rare earths: single ones and their oxides, and their sums however they are called ("TREO", "ree2").
    static constexpr std::array single{"La",    "Ce",    "Pr",    "Nd",    "Sm",    "Eu",    "Gd",    "Tb",    "Dy",    "Ho",
                                       "Er",    "Tm",    "Yb",    "Lu",    "Y",     "Sc",    "La2O3", "CeO2",  "Pr6O11", "Nd2O3",
                                       "Sm2O3", "Eu2O3", "Gd2O3", "Tb4O7", "Dy2O3", "Ho2O3", "Er2O3", "Tm2O3", "Yb2O3", "Lu2O3",
                                       "Y2O3",  "Sc2O3"};
    if (std::ranges::find(single, element) != single.end()) return 0.1;
    std::string_view sum = element;
    while (!sum.empty() && sum.back() >= '0' && sum.back() <= '9') sum.remove_suffix(1);
    for (const std::string_view word : {"ree", "reo", "tree", "treo", "lree", "lreo", "hree", "hreo", "mreo"})
        if (lower(sum) == word) return 0.2;
    return std::nullopt;
}

}  // namespace orelens::io
