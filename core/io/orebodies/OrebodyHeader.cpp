#include "core/io/orebodies/OrebodyHeader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

#include "core/base/Oxides.h"
#include "core/base/Units.h"
#include "core/io/drillholes/ElementNames.h"
#include "core/io/drillholes/HeaderWords.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using enum OrebodyRole;

constexpr std::array<const char*, orebody_roles> ids = {
    "name", "commodity", "company", "country", "belt", "deposit_type", "ore_type", "scale", "mining_method", "processing", "status", "scope",
    "currency", "cost_year", "crs", "project_file", "x", "y", "ore_tonnes", "contained", "grade", "capacity", "metal_per_year", "life",
    "burial_depth", "depth", "thickness", "dip", "strip_ratio", "dilution", "mining_recovery", "processing_recovery", "water", "power", "road",
    "altitude", "work_index", "capital", "operating"};

struct Name {
    std::string_view word;
    OrebodyRole role;
    int rank = 10;
};
/// Words of a header as one, without units, currencies, years and elements.
constexpr Name names[] = {
    {"name", name, 12}, {"minename", name, 12}, {"depositname", name, 12}, {"deposit", name, 11}, {"orebody", name, 11}, {"mine", name, 11},
    {"project", name, 9}, {"mineid", name, 8}, {"depositid", name, 8}, {"id", name, 7}, {"名称", name, 12}, {"矿山名称", name, 12},
    {"矿床名称", name, 12}, {"矿体名称", name, 12}, {"矿区名称", name, 12}, {"矿山", name, 11}, {"矿床", name, 11}, {"矿体", name, 11}, {"矿区", name, 11},
    {"矿体编号", name, 8}, {"编号", name, 7},
    {"commodity", commodity}, {"maincommodity", commodity}, {"mineral", commodity, 8}, {"metal", commodity, 7}, {"矿种", commodity},
    {"主矿种", commodity, 12}, {"主要矿种", commodity, 12},
    {"company", company}, {"owner", company, 9}, {"operator", company, 9}, {"公司", company}, {"企业", company}, {"矿权人", company, 9}, {"国家", country},
    {"country", country},
    {"belt", belt}, {"orebelt", belt}, {"metallogenicbelt", belt}, {"成矿区带", belt}, {"成矿带", belt}, {"矿带", belt},
    {"deposittype", deposit_type, 12}, {"genetictype", deposit_type}, {"resourcetype", deposit_type}, {"type", deposit_type, 7},
    {"矿床类型", deposit_type, 12}, {"成因类型", deposit_type}, {"矿床成因类型", deposit_type},
    {"oretype", ore_type, 12}, {"oreindustrialtype", ore_type, 12}, {"industrialtype", ore_type}, {"resourcedetail", ore_type, 8},
    {"矿石工业类型", ore_type, 12}, {"工业类型", ore_type}, {"矿石类型", ore_type},
    {"scale", scale}, {"reservescale", scale}, {"size", scale, 8}, {"规模", scale}, {"储量规模", scale}, {"资源储量规模", scale}, {"矿床规模", scale},
    {"miningmethod", mining_method}, {"mining", mining_method, 8}, {"开采方式", mining_method}, {"采矿方法", mining_method, 12},
    {"processing", processing}, {"processingmethod", processing, 12}, {"beneficiation", processing}, {"milling", processing, 8},
    {"选矿方法", processing}, {"选矿工艺", processing}, {"选冶方法", processing},
    {"status", status}, {"developmentstatus", status, 12}, {"状态", status}, {"开发状态", status, 12}, {"利用状态", status}, {"开发利用状态", status, 12},
    {"scope", scope}, {"costscope", scope}, {"成本范围", scope}, {"费用范围", scope},
    {"currency", currency}, {"币种", currency}, {"货币", currency},
    {"costyear", cost_year}, {"baseyear", cost_year}, {"基准年", cost_year}, {"成本年份", cost_year}, {"价格年份", cost_year},
    {"crs", crs}, {"坐标系", crs}, {"projectfile", project_file}, {"项目文件", project_file},
    {"x", x}, {"easting", x}, {"lon", x}, {"long", x}, {"longitude", x}, {"经度", x}, {"东坐标", x},
    {"y", y}, {"northing", y}, {"lat", y}, {"latitude", y}, {"纬度", y}, {"北坐标", y},
    {"ore", ore}, {"oretonnes", ore}, {"oretonnage", ore}, {"tonnage", ore}, {"tonnes", ore, 9}, {"oreresource", ore}, {"orereserve", ore, 9},
    {"矿石量", ore}, {"资源矿石量", ore}, {"保有矿石量", ore},
    {"contained", contained}, {"metal", contained, 8}, {"containedmetal", contained}, {"resource", contained, 9}, {"reserve", contained, 6},
    {"金属量", contained}, {"资源量", contained, 9}, {"储量", contained, 6},
    {"grade", grade}, {"resourcegrade", grade, 9}, {"graderesource", grade, 9}, {"gradereserve", grade, 7}, {"reservegrade", grade, 7}, {"品位", grade},
    {"平均品位", grade}, {"含量", grade, 8},
    {"capacity", capacity, 9}, {"orecapacity", capacity, 12}, {"oreperday", capacity, 12}, {"throughput", capacity}, {"plantcapacity", capacity}, {"millcapacity", capacity},
    {"生产规模", capacity}, {"处理能力", capacity}, {"采选能力", capacity}, {"生产能力", capacity}, {"采矿能力", capacity, 9},
    {"production", metal_per_year, 9}, {"metalperyear", metal_per_year, 12}, {"annualproduction", metal_per_year}, {"年产金属量", metal_per_year}, {"年产量", metal_per_year},
    {"life", life}, {"minelife", life}, {"lifeyears", life}, {"服务年限", life},
    {"burialdepth", burial_depth}, {"cover", burial_depth}, {"topdepth", burial_depth}, {"depthtotop", burial_depth}, {"overburden", burial_depth, 8},
    {"埋深", burial_depth}, {"埋藏深度", burial_depth}, {"顶部埋深", burial_depth},
    {"depth", depth, 9}, {"bottomdepth", depth}, {"maxdepth", depth}, {"depthtobottom", depth}, {"底部埋深", depth}, {"最大埋深", depth}, {"开采深度", depth},
    {"thickness", thickness}, {"厚度", thickness}, {"矿体厚度", thickness}, {"平均厚度", thickness}, {"dip", dip}, {"倾角", dip}, {"矿体倾角", dip},
    {"stripratio", strip_ratio}, {"strippingratio", strip_ratio}, {"strip", strip_ratio, 8}, {"剥采比", strip_ratio},
    {"dilution", dilution}, {"贫化率", dilution}, {"miningrecovery", mining_recovery}, {"回采率", mining_recovery}, {"开采回采率", mining_recovery},
    {"采矿回采率", mining_recovery},
    {"millrecovery", processing_recovery}, {"processingrecovery", processing_recovery, 12}, {"metallurgicalrecovery", processing_recovery}, {"recovery", processing_recovery, 8},
    {"选矿回收率", processing_recovery, 12}, {"回收率", processing_recovery, 8}, {"选冶回收率", processing_recovery},
    {"water", water}, {"waterdistance", water}, {"distancetowater", water}, {"距水源", water}, {"供水距离", water}, {"距水源距离", water},
    {"power", power}, {"powerdistance", power}, {"distancetopower", power}, {"距电源", power}, {"供电距离", power}, {"距电网", power}, {"距电源距离", power},
    {"road", road}, {"roaddistance", road}, {"distancetoroad", road}, {"距公路", road}, {"运输距离", road}, {"距公路距离", road},
    {"altitude", altitude}, {"elevation", altitude, 9}, {"海拔", altitude}, {"标高", altitude, 8},
    {"workindex", work_index}, {"bondworkindex", work_index}, {"bondwi", work_index}, {"功指数", work_index}, {"邦德功指数", work_index},
    {"capex", capital}, {"capital", capital, 9}, {"capitalcost", capital}, {"investment", capital, 9}, {"capexnominal", capital, 6}, {"投资", capital, 9},
    {"建设投资", capital}, {"基建投资", capital},
    {"opex", operating}, {"operating", operating, 9}, {"operatingcost", operating}, {"unitcost", operating, 9}, {"opexnominal", operating, 6},
    {"单位成本", operating}, {"生产成本", operating}, {"经营成本", operating}, {"采选成本", operating},
};

constexpr std::pair<std::string_view, const char*> currencies[] = {
    {"usd", "USD"}, {"us$", "USD"}, {"cny", "CNY"}, {"rmb", "CNY"}, {"eur", "EUR"}, {"aud", "AUD"}, {"cad", "CAD"}, {"gbp", "GBP"}, {"clp", "CLP"},
    {"zar", "ZAR"}, {"jpy", "JPY"}, {"rub", "RUB"}, {"brl", "BRL"}};

/// Tonnes of lithium in one of lithium carbonate: 2·6.94 / 73.89.
constexpr double lithium_of_carbonate = 0.187846;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
int year_in(std::string_view text) {
    if (text.size() != 4 || !std::ranges::all_of(text, is_digit)) return 0;
    const int year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    return year >= 1900 && year <= 2100 ? year : 0;
}

/// "usd", "musd2022", "kcny": amount, currency and year.
bool read_money(std::string_view word, OrebodyHeader& out, double& amount) {
    int year = 0;
    if (word.size() > 4 && year_in(word.substr(word.size() - 4)) != 0) {
        year = year_in(word.substr(word.size() - 4));
        word.remove_suffix(4);
    }
    double times = 1;
    const auto known = [&](std::string_view w) {
        const auto it = std::ranges::find(currencies, w, &std::pair<std::string_view, const char*>::first);
        return it == std::end(currencies) ? nullptr : it->second;
    };
    const char* found = known(word);
    if (found == nullptr && word.size() > 3) {
        const char first = word.front();
        times = first == 'm' ? 1e6 : first == 'k' ? 1e3 : first == 'b' ? 1e9 : 0;
        if (times > 0) found = known(word.substr(1));
        if (found == nullptr && (word == "usdm" || word == "cnym")) {
            times = 1e6;
            found = known(word.substr(0, 3));
        }
    }
    if (found == nullptr) return false;
    out.currency.assign(found);
    if (year != 0) out.year = year;
    amount *= times;
    return true;
}

constexpr std::pair<std::string_view, double> masses[] = {{"t", 1}, {"kt", 1e3}, {"mt", 1e6}, {"tonne", 1}, {"ton", 1}, {"mtonnes", 1e6},
                                                          {"吨", 1}, {"千吨", 1e3}, {"万吨", 1e4}, {"百万吨", 1e6}, {"亿吨", 1e8}, {"万t", 1e4}, {"百万t", 1e6}, {"亿t", 1e8}, {"kg", 1e-3}, {"lb", 1 / 2204.62262185}};
constexpr std::pair<std::string_view, double> lengths[] = {{"m", 1}, {"km", 1e3}, {"ft", 0.3048}, {"米", 1}, {"千米", 1e3}, {"公里", 1e3}};
constexpr std::pair<std::string_view, double> moneys[] = {{"元", 1}, {"万元", 1e4}, {"亿元", 1e8}, {"百万元", 1e6}, {"千元", 1e3}, {"人民币", 1}};
constexpr std::pair<std::string_view, double> dollars[] = {{"美元", 1}, {"万美元", 1e4}, {"百万美元", 1e6}, {"亿美元", 1e8}};

template <class Table>
std::optional<double> in(const Table& table, std::string_view word) {
    for (const auto& [known, factor] : table)
        if (known == word) return factor;
    return std::nullopt;
}

/// Words in small letters: brackets opened, cut at everything that is no letter, digit, Han character, $ or %.
std::vector<std::string> cut(std::string_view header) {
    std::vector<std::string> words(1);
    for (const char c : half_width(header)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) != 0 || c == '$') {
            words.back() += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
        } else if (c == '%') {
            words.emplace_back("%");
            words.emplace_back();
        } else if (c == '/') {
            words.emplace_back("per");
            words.emplace_back();
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::erase(words, std::string());
    return words;
}

bool is_element_word(std::string_view word) {
    return symbol_of(word) != nullptr || base::oxide_named(word).has_value();
}

/// An element before other Han characters: "铜品位", "全铁品位", "锂金属量", "三氧化钨品位", "WO3品位".
bool take_chinese_element(std::string& word, std::string& element) {
    if (const std::size_t oxide = base::oxide_at_start(word); oxide > 0) {
        element = commodity_named(std::string_view(word).substr(0, oxide));
        word.erase(0, oxide);
        return true;
    }
    const std::size_t letters = static_cast<std::size_t>(std::ranges::find_if(word, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) - word.begin());
    if (letters > 0 && letters < word.size() && is_element_word(word.substr(0, letters))) {
        element = commodity_named(std::string_view(word).substr(0, letters));
        word.erase(0, letters);
        return true;
    }
    if (word.empty() || static_cast<unsigned char>(word.front()) < 0x80) return false;
    for (std::size_t length = std::min<std::size_t>(word.size(), 9); length >= 3; length -= 3) {
        const std::string head = word.substr(0, length);
        if (!is_chinese_element(head)) continue;
        element = commodity_named(head);
        word.erase(0, length);
        return true;
    }
    return false;
}

struct Parts {
    OrebodyHeader units;
    std::string rest;     ///< words that are no unit
    double mass = 0, length = 0, money = 0, share = 0;
    bool per_pound = false;
    bool per = false, rate_day = false, rate_year = false, compound = false;
    double denominator = 1;   ///< tonnes
    std::string shown;
};

Parts parts_of(std::string_view header) {
    Parts p;
    const std::vector<std::string> words = cut(header);
    for (std::size_t n = 0; n < words.size(); ++n) {
        std::string word = words[n];
        double amount = 1;
        const bool first = n == 0;
        const auto shown = [&] { p.shown += (p.shown.empty() ? "" : " ") + word; };
        // The first word names the column, unless it is an element.
        if (word == "per") {
            p.per = true;
            if (!first) shown();
            continue;
        }
        if (!first && (word == "pct" || word == "percent" || word == "%" || word == "wt")) {
            p.share = word == "wt" ? p.share : 0.01;
            shown();
            continue;
        }
        if (!first && (word == "g" || word == "克") && n + 2 < words.size() && words[n + 1] == "per" && (words[n + 2] == "t" || words[n + 2] == "吨")) {
            p.share = 1e-6;
            p.shown += "g/t";
            n += 2;
            continue;
        }
        if (!first)
            if (const auto unit = base::grade_unit(word); unit && word != "1") {
                p.share = base::fraction_of(*unit);
                shown();
                continue;
            }
        // "US$ M", "M USD": a multiple beside its money.
        if (!first && !p.per && (word == "m" || word == "mm" || word == "mn" || word == "bn" || word == "k")) {
            OrebodyHeader other;
            double one = 1;
            if (p.money > 0 || (n + 1 < words.size() && read_money(words[n + 1], other, one))) {
                p.money = (p.money > 0 ? p.money : 1) * (word == "bn" ? 1e9 : word == "k" ? 1e3 : 1e6);
                shown();
                continue;
            }
        }
        if (!first && read_money(word, p.units, amount)) {
            p.money = amount * (p.money > 0 ? p.money : 1);
            shown();
            continue;
        }
        if (!first && year_in(word) != 0) {
            p.units.year = year_in(word);
            shown();
            continue;
        }
        if (!first && (word == "tpd" || word == "ktpd" || word == "tpa" || word == "ktpa" || word == "mtpa")) {
            p.mass = word.starts_with("kt") ? 1e3 : word.starts_with("mt") ? 1e6 : 1;
            (word.ends_with("d") ? p.rate_day : p.rate_year) = true;
            shown();
            continue;
        }
        if (!first && (word == "d" || word == "day" || word == "日" || word == "天") && (p.per || p.mass > 0)) {
            p.rate_day = true;
            shown();
            continue;
        }
        if (!first && (word == "yr" || word == "a" || (word == "year" && (p.per || p.mass > 0)) || word == "years" || word == "年")) {
            p.rate_year = p.rate_year || p.per || p.mass > 0;
            shown();
            continue;
        }
        if (!first && (word == "deg" || word == "kwh" || word == "度" || word == "million" || word == "千瓦时")) {
            if (word == "million") p.money = p.money > 0 ? p.money * 1e6 : 1e6;
            shown();
            continue;
        }
        if (!first)
            if (const auto money = in(moneys, word)) {
                p.money = *money;
                p.units.currency.assign("CNY");
                shown();
                continue;
            }
        if (!first)
            if (const auto money = in(dollars, word)) {
                p.money = *money;
                p.units.currency.assign("USD");
                shown();
                continue;
            }
        if (!first)
            if (const auto mass = in(masses, word)) {
                if (p.per && p.money > 0) {
                    p.denominator = *mass;
                    p.per_pound = word == "lb";
                } else
                    p.mass = *mass;
                shown();
                continue;
            }
        if (!first)
            if (const auto length = in(lengths, word)) {
                p.length = *length;
                shown();
                continue;
            }
        if (word == "lce" || word == "碳酸锂") {
            p.units.element.assign("Li");
            p.compound = true;
            if (!first) shown();
            continue;
        }
        if (!is_chinese_element(word) && is_element_word(word) && (first ? words.size() > 1 : true) && word != "in" && word != "no" && word != "y") {
            p.units.element = commodity_named(word);
            continue;
        }
        if (first) {
            if (is_chinese_element(word) || base::oxide_at_start(word) == word.size()) {
                p.units.element = commodity_named(word);
                continue;
            }
            take_chinese_element(word, p.units.element);
        }
        if (p.per && p.money > 0 && (word == "ore" || word == "矿石" || word == "milled" || word == "原矿")) continue;
        if (word == "吨矿石" || word == "t矿石") continue;
        p.rest += word;
    }
    return p;
}

/// What the units make of a column of this role.
OrebodyHeader with_units(const Parts& p, OrebodyRole role) {
    OrebodyHeader out = p.units;
    out.role = role;
    out.unit_words = p.shown;
    const double lithium = p.compound ? lithium_of_carbonate : 1;
    switch (role) {
        case ore: case contained:
            out.unit = p.mass > 0;
            out.factor = (p.mass > 0 ? p.mass : 1) * (role == contained ? lithium : 1);
            break;
        case capacity: case metal_per_year:
            out.unit = p.mass > 0;
            out.factor = (p.mass > 0 ? p.mass : 1) * (role == metal_per_year ? lithium : 1);
            // Nobody mines a thousand tonnes of thousands a day: "生产规模（万吨）" is of a year.
            out.per_day = role == capacity && !p.rate_year && (p.rate_day || p.mass < 1e3);
            out.period = role != capacity || p.rate_year || p.rate_day;
            break;
        case grade: case dilution: case mining_recovery: case processing_recovery:
            out.unit = p.share > 0;
            out.factor = p.share > 0 ? p.share : 1;
            break;
        case water: case power: case road:
            out.unit = p.length > 0;
            out.factor = (p.length > 0 ? p.length : 1e3) / 1e3;
            break;
        case burial_depth: case depth: case thickness: case altitude:
            out.unit = p.length > 0;
            out.factor = p.length > 0 ? p.length : 1;
            break;
        case capital:
            out.unit = p.money > 0;
            out.factor = p.money > 0 ? p.money : 1;
            break;
        case operating:
            out.unit = p.money > 0;
            out.per_metal = !out.element.empty() || p.per_pound;  // nobody counts ore in pounds
            out.factor = (p.money > 0 ? p.money : 1) / p.denominator / lithium;
            break;
        default: break;
    }
    settle_oxide(out);
    return out;
}

}  // namespace

void settle_oxide(OrebodyHeader& header) {
    const auto oxide = base::oxide_named(header.element);
    const bool of_metal = header.role == grade || header.role == contained || header.role == metal_per_year || header.role == operating;
    if (!oxide || !of_metal || !header.oxide.empty()) return;
    header.oxide = oxide->name;
    header.oxide_metal = oxide->metal;
    header.element = oxide->element;
    // A tonne of the oxide holds less than a tonne of the metal, which costs so much more.
    header.factor *= header.role == operating ? 1 / oxide->metal : oxide->metal;
}

const char* orebody_role(OrebodyRole role) {
    return ids.at(static_cast<std::size_t>(role));
}

std::optional<OrebodyRole> orebody_role_of(std::string_view id) {
    const auto it = std::ranges::find(ids, id);
    if (it == ids.end()) return std::nullopt;
    return static_cast<OrebodyRole>(it - ids.begin());
}

bool is_words(OrebodyRole role) {
    return role <= project_file && role != cost_year;
}

std::string commodity_named(std::string_view word) {
    const std::string low = lower(half_width(word));
    static const std::map<std::string, std::string> english = {{"copper", "Cu"}, {"lithium", "Li"}, {"iron", "Fe"}, {"gold", "Au"}, {"silver", "Ag"}, {"zinc", "Zn"},
                                                               {"lead", "Pb"}, {"nickel", "Ni"}, {"cobalt", "Co"}, {"molybdenum", "Mo"}, {"tin", "Sn"}, {"tungsten", "W"}};
    if (const auto it = english.find(low); it != english.end()) return it->second;
    for (const std::string_view tail : {"矿"}) {
        if (low.size() > tail.size() && low.ends_with(tail))
            if (const char* symbol = element_of(low.substr(0, low.size() - tail.size()))) return commodity_named(symbol);
    }
    if (const auto oxide = base::oxide_named(low)) return oxide->name;
    const char* symbol = element_of(low);
    if (symbol == nullptr) symbol = total_of(low);
    if (symbol == nullptr) return std::string(trimmed(word));
    const std::string found(symbol);
    return found == "TFe" ? std::string("Fe") : found;
}

OrebodyHeader orebody_units(std::string_view header, OrebodyRole role) {
    return with_units(parts_of(header), role);
}

std::optional<OrebodyHeader> orebody_header(std::string_view header) {
    const Parts p = parts_of(header);
    // An element and a unit alone: "cu_pct", "au_t".
    if (p.rest.empty()) {
        if (p.units.element.empty()) return std::nullopt;
        OrebodyHeader out = with_units(p, p.mass > 0 && p.share == 0 ? contained : grade);
        if (!out.unit) return std::nullopt;
        out.rank = out.oxide.empty() ? 9 : 8;
        return out;
    }
    const auto it = std::ranges::find(names, std::string_view(p.rest), &Name::word);
    if (it == std::end(names)) return std::nullopt;
    OrebodyRole role = it->role;
    // "metal" is the commodity without a unit; "capacity" of an element is metal a year.
    if (p.rest == "metal" && p.mass > 0) role = p.rate_year ? metal_per_year : contained;
    if (role == capacity && !p.units.element.empty()) role = metal_per_year;
    // Tonnes a day of no element are what the plant takes.
    if (role == metal_per_year && p.units.element.empty() && p.rate_day) role = capacity;
    // Tonnes of no element in particular are tonnes of ore.
    if ((p.rest == "resource" || p.rest == "reserve" || p.rest == "资源量" || p.rest == "储量") && p.units.element.empty()) role = ore;
    OrebodyHeader out = with_units(p, role);
    out.rank = it->rank - (p.compound || !out.oxide.empty() ? 1 : 0);
    if ((role == x || role == y) && (p.rest.starts_with("lon") || p.rest.starts_with("lat") || p.rest == "经度" || p.rest == "纬度")) out.geographic = true;
    if ((role == capital || role == operating) && out.year != 0) ++out.rank;
    return out;
}

}  // namespace orelens::io
