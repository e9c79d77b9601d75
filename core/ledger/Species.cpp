#include "core/ledger/Species.h"

#include <algorithm>
#include <cctype>

namespace orelens::ledger {
namespace {

struct Row {
    std::string_view name, en, zh;
};
constexpr Row rows[] = {
    {"H", "hydrogen", "氢"}, {"He", "helium", "氦"}, {"Li", "lithium", "锂"}, {"Be", "beryllium", "铍"},
    {"B", "boron", "硼"}, {"C", "carbon", "碳"}, {"N", "nitrogen", "氮"}, {"O", "oxygen", "氧"}, {"F", "fluorine", "氟"},
    {"Ne", "neon", "氖"}, {"Na", "sodium", "钠"}, {"Mg", "magnesium", "镁"}, {"Al", "aluminium", "铝"},
    {"Si", "silicon", "硅"}, {"P", "phosphorus", "磷"}, {"S", "sulfur", "硫"}, {"Cl", "chlorine", "氯"},
    {"Ar", "argon", "氩"}, {"K", "potassium", "钾"}, {"Ca", "calcium", "钙"}, {"Sc", "scandium", "钪"},
    {"Ti", "titanium", "钛"}, {"V", "vanadium", "钒"}, {"Cr", "chromium", "铬"}, {"Mn", "manganese", "锰"},
    {"Fe", "iron", "铁"}, {"Co", "cobalt", "钴"}, {"Ni", "nickel", "镍"}, {"Cu", "copper", "铜"}, {"Zn", "zinc", "锌"},
    {"Ga", "gallium", "镓"}, {"Ge", "germanium", "锗"}, {"As", "arsenic", "砷"}, {"Se", "selenium", "硒"},
    {"Br", "bromine", "溴"}, {"Kr", "krypton", "氪"}, {"Rb", "rubidium", "铷"}, {"Sr", "strontium", "锶"},
    {"Y", "yttrium", "钇"}, {"Zr", "zirconium", "锆"}, {"Nb", "niobium", "铌"}, {"Mo", "molybdenum", "钼"},
    {"Ru", "ruthenium", "钌"}, {"Rh", "rhodium", "铑"}, {"Pd", "palladium", "钯"}, {"Ag", "silver", "银"},
    {"Cd", "cadmium", "镉"}, {"In", "indium", "铟"}, {"Sn", "tin", "锡"}, {"Sb", "antimony", "锑"},
    {"Te", "tellurium", "碲"}, {"I", "iodine", "碘"}, {"Xe", "xenon", "氙"}, {"Cs", "caesium", "铯"},
    {"Ba", "barium", "钡"}, {"La", "lanthanum", "镧"}, {"Ce", "cerium", "铈"}, {"Pr", "praseodymium", "镨"},
    {"Nd", "neodymium", "钕"}, {"Sm", "samarium", "钐"}, {"Eu", "europium", "铕"}, {"Gd", "gadolinium", "钆"},
    {"Tb", "terbium", "铽"}, {"Dy", "dysprosium", "镝"}, {"Ho", "holmium", "钬"}, {"Er", "erbium", "铒"},
    {"Tm", "thulium", "铥"}, {"Yb", "ytterbium", "镱"}, {"Lu", "lutetium", "镥"}, {"Hf", "hafnium", "铪"},
    {"Ta", "tantalum", "钽"}, {"W", "tungsten", "钨"}, {"Re", "rhenium", "铼"}, {"Os", "osmium", "锇"},
    {"Ir", "iridium", "铱"}, {"Pt", "platinum", "铂"}, {"Au", "gold", "金"}, {"Hg", "mercury", "汞"},
    {"Tl", "thallium", "铊"}, {"Pb", "lead", "铅"}, {"Bi", "bismuth", "铋"}, {"Th", "thorium", "钍"},
    {"U", "uranium", "铀"}, {"TFe", "total iron", "全铁"}, {"mFe", "magnetic iron", "磁性铁"},
    {"Li2O", "lithium oxide", "氧化锂"}, {"BeO", "beryllium oxide", "氧化铍"}, {"WO3", "tungsten trioxide", "三氧化钨"},
    {"TiO2", "titanium dioxide", "二氧化钛"}, {"V2O5", "vanadium pentoxide", "五氧化二钒"},
    {"Cr2O3", "chromium oxide", "三氧化二铬"}, {"Nb2O5", "niobium pentoxide", "五氧化二铌"},
    {"Ta2O5", "tantalum pentoxide", "五氧化二钽"}, {"ZrO2", "zirconium dioxide", "二氧化锆"},
    {"Rb2O", "rubidium oxide", "氧化铷"}, {"Cs2O", "caesium oxide", "氧化铯"}, {"TREO", "rare-earth oxides", "稀土氧化物"},
    {"P2O5", "phosphorus pentoxide", "五氧化二磷"}, {"KCl", "potassium chloride", "氯化钾"},
    {"K2O", "potassium oxide", "氧化钾"}, {"CaF2", "fluorite", "萤石"}, {"BaSO4", "barite", "重晶石"},
    {"Al2O3", "alumina", "氧化铝"}, {"SiO2", "silica", "二氧化硅"}, {"MgO", "magnesia", "氧化镁"}, {"CaO", "lime", "氧化钙"},
    {"B2O3", "boron oxide", "三氧化二硼"}, {"U3O8", "uranium oxide", "八氧化三铀"}, {"graphite", "graphite", "石墨"},
    {"coal", "coal", "煤"}, {"gypsum", "gypsum", "石膏"}, {"kaolin", "kaolin", "高岭土"}, {"steel", "steel", "钢"},
};

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::optional<std::string> species_name(std::string_view written) {
    // Exactly first: Co is cobalt and CO is not.
    for (const Row& row : rows)
        if (row.name == written || row.zh == written) return std::string(row.name);
    for (const Row& row : rows)
        if (same(row.en, written) || (row.name.size() > 2 && same(row.name, written))) return std::string(row.name);
    return std::nullopt;
}

std::string species_word(const std::string& name, base::Language language) {
    for (const Row& row : rows)
        if (row.name == name) return std::string(language == base::Language::chinese ? row.zh : row.en);
    return name;
}

std::vector<std::string> species_names() {
    std::vector<std::string> all;
    for (const Row& row : rows) all.emplace_back(row.name);
    return all;
}

}  // namespace orelens::ledger
