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

constexpr auto chinese = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"全铁", "TFe"}, {"磁性铁", "mFe"}, {"铜", "Cu"}, {"铅", "Pb"}, {"锌", "Zn"}, {"金", "Au"}, {"银", "Ag"},
    {"镍", "Ni"},    {"钴", "Co"},      {"钼", "Mo"}, {"铁", "Fe"}, {"硫", "S"},  {"钨", "W"},  {"锡", "Sn"},
    {"锑", "Sb"},    {"汞", "Hg"},      {"锰", "Mn"}, {"铬", "Cr"}, {"钒", "V"},  {"钛", "Ti"}, {"铝", "Al"},
    {"锂", "Li"},    {"砷", "As"},      {"镉", "Cd"}, {"铟", "In"}, {"磷", "P"},  {"铋", "Bi"}, {"铀", "U"},
    {"铂", "Pt"},    {"钯", "Pd"},      {"钽", "Ta"}, {"铌", "Nb"}, {"铍", "Be"}, {"镓", "Ga"}, {"锗", "Ge"},
    {"硒", "Se"},    {"碲", "Te"},      {"铼", "Re"}, {"铷", "Rb"}, {"铯", "Cs"}, {"钪", "Sc"}, {"钇", "Y"},
    {"锆", "Zr"},    {"铪", "Hf"},      {"钍", "Th"}, {"硼", "B"},  {"氟", "F"},  {"钾", "K"},  {"钠", "Na"},
    {"钙", "Ca"},    {"镁", "Mg"},      {"硅", "Si"}, {"钡", "Ba"}, {"锶", "Sr"}, {"铊", "Tl"},
    {"三氧化钨", "WO3"},     {"二氧化硅", "SiO2"},   {"三氧化二铝", "Al2O3"}, {"二氧化钛", "TiO2"},
    {"五氧化二磷", "P2O5"},  {"五氧化二钒", "V2O5"}, {"五氧化二铌", "Nb2O5"}, {"五氧化二钽", "Ta2O5"},
    {"三氧化二铁", "Fe2O3"}, {"三氧化二铬", "Cr2O3"}, {"氧化锂", "Li2O"},     {"氧化铍", "BeO"},
    {"氧化铷", "Rb2O"},      {"氧化铯", "Cs2O"},     {"氧化钾", "K2O"},       {"氧化钠", "Na2O"},
    {"氧化钙", "CaO"},       {"氧化镁", "MgO"},      {"氧化亚铁", "FeO"},     {"氟化钙", "CaF2"},
    {"硫酸钡", "BaSO4"},     {"烧失量", "LOI"},
});

/// Names in words. Left out are those that name something else in tables of drilling as well: "or" of French,
/// "silica" and "carbon", which stand over intensities of an alteration.
constexpr auto in_words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"copper", "Cu"},      {"gold", "Au"},      {"silver", "Ag"},     {"lead", "Pb"},       {"zinc", "Zn"},
    {"iron", "Fe"},        {"nickel", "Ni"},    {"cobalt", "Co"},     {"molybdenum", "Mo"}, {"tungsten", "W"},
    {"tin", "Sn"},         {"antimony", "Sb"},  {"arsenic", "As"},    {"mercury", "Hg"},    {"manganese", "Mn"},
    {"chromium", "Cr"},    {"vanadium", "V"},   {"titanium", "Ti"},   {"aluminium", "Al"},  {"aluminum", "Al"},
    {"lithium", "Li"},     {"cadmium", "Cd"},   {"indium", "In"},     {"phosphorus", "P"},  {"sulphur", "S"},
    {"sulfur", "S"},       {"bismuth", "Bi"},   {"uranium", "U"},     {"platinum", "Pt"},   {"palladium", "Pd"},
    {"rhodium", "Rh"},     {"tantalum", "Ta"},  {"niobium", "Nb"},    {"beryllium", "Be"},  {"gallium", "Ga"},
    {"germanium", "Ge"},   {"selenium", "Se"},  {"tellurium", "Te"},  {"rhenium", "Re"},    {"rubidium", "Rb"},
    {"caesium", "Cs"},     {"cesium", "Cs"},    {"scandium", "Sc"},   {"yttrium", "Y"},     {"zirconium", "Zr"},
    {"magnesium", "Mg"},   {"calcium", "Ca"},   {"potassium", "K"},   {"sodium", "Na"},     {"silicon", "Si"},
    {"barium", "Ba"},      {"thallium", "Tl"},  {"hafnium", "Hf"},    {"lanthanum", "La"},  {"cerium", "Ce"},
    {"thorium", "Th"},     {"cobre", "Cu"},     {"oro", "Au"},        {"plata", "Ag"},      {"plomo", "Pb"},
    {"hierro", "Fe"},      {"estaño", "Sn"},    {"molibdeno", "Mo"},  {"níquel", "Ni"},     {"niquel", "Ni"},
    {"ouro", "Au"},        {"prata", "Ag"},     {"chumbo", "Pb"},     {"ferro", "Fe"},      {"zinco", "Zn"},
    {"estanho", "Sn"},     {"cuivre", "Cu"},    {"argent", "Ag"},     {"plomb", "Pb"},      {"étain", "Sn"},
    {"kupfer", "Cu"},      {"silber", "Ag"},    {"blei", "Pb"},       {"zink", "Zn"},       {"eisen", "Fe"},
    {"zinn", "Sn"},        {"медь", "Cu"},      {"золото", "Au"},     {"серебро", "Ag"},    {"свинец", "Pb"},
    {"цинк", "Zn"},        {"железо", "Fe"},    {"никель", "Ni"},     {"олово", "Sn"},      {"молибден", "Mo"},
    {"вольфрам", "W"},
});

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

const char* assay_of(std::string_view low) {
    const auto word = std::ranges::find(in_words, low, &std::pair<std::string_view, std::string_view>::first);
    return word != in_words.end() ? word->second.data() : element_of(low);
}

bool is_precious(std::string_view element) {
    for (const char* precious : {"Au", "Ag", "Pt", "Pd", "Rh", "Ru", "Ir", "Os"})
        if (element == precious) return true;
    return false;
}

}  // namespace orelens::io
