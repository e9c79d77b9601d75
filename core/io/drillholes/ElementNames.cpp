#include "core/io/drillholes/ElementNames.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/io/drillholes/AssayHeader.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

constexpr std::array symbols = {
    "Ag",    "Al",    "As",    "Au",    "B",     "Ba",    "Be",    "Bi",    "Br",     "C",     "Ca",
    "Cd",    "Ce",    "Cl",    "Co",    "Cr",    "Cs",    "Cu",    "Dy",    "Er",     "Eu",    "F",
    "Fe",    "Ga",    "Gd",    "Ge",    "Hf",    "Hg",    "Ho",    "In",    "Ir",     "K",     "La",
    "Li",    "Lu",    "Mg",    "Mn",    "Mo",    "Na",    "Nb",    "Nd",    "Ni",     "Os",    "P",
    "Pb",    "Pd",    "Pr",    "Pt",    "Rb",    "Re",    "Rh",    "Ru",    "S",      "Sb",    "Sc",
    "Se",    "Si",    "Sm",    "Sn",    "Sr",    "Ta",    "Tb",    "Te",    "Th",     "Ti",    "Tl",
    "Tm",    "U",     "V",     "W",     "Y",     "Yb",    "Zn",    "Zr",    "TFe",    "mFe",   "SFe",
    "FeO",   "Fe2O3", "TiO2",  "SiO2",  "Al2O3", "CaO",   "MgO",   "MnO",   "Na2O",   "K2O",   "P2O5",
    "WO3",   "Li2O",  "Rb2O",  "Cs2O",  "BeO",   "Nb2O5", "Ta2O5", "ZrO2",  "U3O8",   "V2O5",  "Cr2O3",
    "TREO",  "REO",   "CaF2",  "BaSO4", "MoS2",  "LOI",   "La2O3", "CeO2",  "Pr6O11", "Nd2O3", "Sm2O3",
    "Eu2O3", "Gd2O3", "Tb4O7", "Dy2O3", "Ho2O3", "Er2O3", "Tm2O3", "Yb2O3", "Lu2O3",  "Y2O3",  "Sc2O3",
    "ThO2",  "SnO2"};

/// Elements whose assays people call "CuT", "TCu": the total beside a soluble or a magnetic part.
constexpr std::array totals = {"Cu", "Fe", "Zn", "Pb", "Mo", "As", "Ni", "Co", "Mn", "Sb", "Sn"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> chinese = {{
    {"全铁", "TFe"}, {"磁性铁", "mFe"}, {"铜", "Cu"}, {"铅", "Pb"}, {"锌", "Zn"}, {"金", "Au"}, {"银", "Ag"},
    {"镍", "Ni"},    {"钴", "Co"},      {"钼", "Mo"}, {"铁", "Fe"}, {"硫", "S"},  {"钨", "W"},  {"锡", "Sn"},
    {"锑", "Sb"},    {"汞", "Hg"},      {"锰", "Mn"}, {"铬", "Cr"}, {"钒", "V"},  {"钛", "Ti"}, {"铝", "Al"},
    {"锂", "Li"},    {"砷", "As"},      {"镉", "Cd"}, {"铟", "In"}, {"磷", "P"},
}};

}  // namespace

const char* symbol_of(std::string_view low) {
    for (const char* symbol : symbols)
        if (lower(symbol) == low) return symbol;
    return nullptr;
}

const char* total_of(std::string_view low) {
    if (low.size() != 3) return nullptr;
    for (const char* element : totals) {
        const std::string plain = lower(element);
        if (low == plain + "t" || low == "t" + plain) return element;
    }
    return nullptr;
}

bool is_chinese_element(std::string_view name) {
    return std::ranges::any_of(chinese, [&](const auto& pair) { return pair.first == name; });
}

const char* element_of(std::string_view low) {
    const auto han =
        std::find_if(chinese.begin(), chinese.end(), [&](const auto& pair) { return pair.first == low; });
    return han != chinese.end() ? han->second.data() : symbol_of(low);
}

bool is_precious(std::string_view element) {
    for (const char* precious : {"Au", "Ag", "Pt", "Pd", "Rh", "Ru", "Ir", "Os"})
        if (element == precious) return true;
    return false;
}

}  // namespace orelens::io
