#include "core/io/drillholes/ColumnGuess.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using Names = std::vector<std::string_view>;

/// Names in order of preference, already in the form `plain_name` gives. A name that starts with ~ is looked
/// for inside the header when no header equals any name.
const std::map<std::string_view, Names>& role_names() {
    static const Names hole = {
        "holeid",       "bhid",       "dhid",     "hole",     "drillholeid", "drillhole",  "ddhid",
        "ddh",          "boreholeid", "borehole", "bh",       "holename",    "holenumber", "holeno",
        "holenum",      "dh",         "sondaje",  "sondeo",   "sondage",     "pozo",       "barreno",
        "taladro",      "well",       "wellid",   "钻孔编号", "工程号",      "工程编号",   "钻孔号",
        "孔号",         "钻孔",       "孔名",     "钻孔名称", "工程名称",    "钻孔名",     "勘探工程号",
        "勘探工程编号", "id",         "name",     "~孔号",    "~工程号",     "~工程编号",  "~钻孔",
        "~holeid",      "~bhid"};
    static const std::map<std::string_view, Names> names = {
        {"hole", hole},
        {"x", {"x",           "xcollar", "collarx",  "east",      "easting",   "eastings",  "xcoord",
               "xcoordinate", "utme",    "utmx",     "este",      "coordx",    "eastcoord", "东坐标",
               "横坐标",      "x坐标",   "坐标x",    "开孔坐标x", "孔口坐标x", "孔口x",     "东",
               "~东坐标",     "~横坐标", "~easting", "~x坐标"}},
        {"y", {"y",           "ycollar", "collary",   "north",     "northing",  "northings",  "ycoord",
               "ycoordinate", "utmn",    "utmy",      "norte",     "coordy",    "northcoord", "北坐标",
               "纵坐标",      "y坐标",   "坐标y",     "开孔坐标y", "孔口坐标y", "孔口y",      "北",
               "~北坐标",     "~纵坐标", "~northing", "~y坐标"}},
        {"z", {"z",         "zcollar",     "collarz",  "elev",       "elevation",       "rl",
               "zcoord",    "zcoordinate", "altitude", "collarrl",   "collarelevation", "cota",
               "elevacion", "coordz",      "高程",     "标高",       "孔口标高",        "孔口高程",
               "z坐标",     "坐标z",       "海拔",     "开孔坐标z",  "孔口坐标z",       "孔口z",
               "h",         "~高程",       "~标高",    "~elevation", "~z坐标"}},
        {"depth",
         {"depth",      "maxdepth",  "totaldepth", "eoh",        "length",   "td",          "enddepth",
          "finaldepth", "holedepth", "endofhole",  "holelength", "maxdepth", "profundidad", "profondeur",
          "largo",      "孔深",      "终孔深度",   "终孔孔深",   "总深",     "总孔深",      "终孔",
          "深度",       "钻孔深度",  "实际孔深",   "~孔深",      "~终孔"}},
        {"station", {"at",       "depth",         "surveydepth", "distance",      "dist",
                     "md",       "measureddepth", "atdepth",     "downholedepth", "station",
                     "depthat",  "profundidad",   "profondeur",  "测点深度",      "测斜深度",
                     "测点孔深", "测深",          "孔深",        "深度",          "测量深度",
                     "from",     "depthfrom",     "to",          "~深度",         "~孔深"}},
        {"azimuth",
         {"azimuth",     "azi",         "az",          "azim",   "brg",    "bearing", "azimut", "azimuthtrue",
          "trueazimuth", "azimuthgrid", "gridazimuth", "aztrue", "azgrid", "rumbo",   "方位角", "方位",
          "坐标方位角",  "真方位角",    "磁方位角",    "倾向",   "~方位",  "~azimuth"}},
        {"dip",
         {"dip", "inclination", "incl", "inc", "plunge", "dipangle", "angle", "inclinacion", "inclinaison",
          "buzamiento", "zenith", "zenithangle", "倾角", "倾斜角", "天顶角", "顶角", "~倾角", "~顶角"}},
        {"from",
         {"from",  "depthfrom", "fromdepth", "mfrom",    "samplefrom", "start",  "startdepth", "top",
          "begin", "desde",     "de",        "自",       "起",         "从",     "起始",       "起始深度",
          "起点",  "开始",      "开始深度",  "样品起",   "采样起",     "取样自", "孔深自",     "样段自",
          "自深",  "起深",      "顶深",      "顶板深度", "~自",        "~起",    "~从"}},
        {"to", {"to",       "depthto", "todepth", "mto",      "sampleto", "end",    "enddepth", "bottom",
                "base",     "finish",  "hasta",   "a",        "至",       "止",     "到",       "终止",
                "终止深度", "终点",    "结束",    "结束深度", "样品止",   "采样止", "取样至",   "孔深至",
                "样段至",   "至深",    "止深",    "底深",     "底板深度", "~至",    "~止",      "~到"}},
        {"length",
         {"length", "len", "samplelength", "samplen", "intervallength", "interval", "width", "samplewidth",
          "rodlength", "longitud", "longueur", "样长", "样品长度", "长度", "采样长度", "取样长度", "样段长度",
          "~样长"}},
        {"at",
         {"depth", "at", "sampledepth", "atdepth", "holedepth", "md", "measureddepth", "downholedepth",
          "profundidad", "profondeur", "深度", "取样深度", "采样深度", "样品深度", "孔深", "~深度", "~孔深"}},
        {"type",
         {"sampletype", "samptype", "samplekind", "qctype", "qaqctype", "qc", "qaqc", "type", "sampcode",
          "样品类型", "样品性质", "样品类别", "质控类型"}},
        {"method",
         {"method", "assaymethod", "analmethod", "analysismethod", "labmethod", "方法", "分析方法",
          "化验方法", "测试方法"}},
        {"code", {"lith",     "lithology", "litho",         "rock",         "rocktype",   "rockcode",
                  "lithcode", "lithocode", "lithologycode", "rocktypecode", "geology",    "geol",
                  "geocode",  "litologia", "lito",          "roca",         "lithologie", "domain",
                  "unit",     "formation", "code",          "岩性",         "岩性代码",   "岩石名称",
                  "岩性名称", "岩性编码",  "岩石代码",      "岩石",         "矿体",       "矿体号",
                  "地层",     "代码",      "~岩性",         "~岩石",        "~lith",      "~rock"}}};
    return names;
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// Full-width brackets as plain ones.
std::string plain_brackets(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 8> pairs = {{{"（", '('},
                                                                                {"［", '('},
                                                                                {"【", '('},
                                                                                {"[", '('},
                                                                                {"）", ')'},
                                                                                {"］", ')'},
                                                                                {"】", ')'},
                                                                                {"]", ')'}}};
    std::string out;
    while (!text.empty()) {
        const auto found = std::find_if(pairs.begin(), pairs.end(),
                                        [&](const auto& pair) { return text.starts_with(pair.first); });
        out.push_back(found == pairs.end() ? text.front() : found->second);
        text.remove_prefix(found == pairs.end() ? 1 : found->first.size());
    }
    return out;
}

/// A header cut into its words: lower case, brackets of either width opened.
struct Words {
    std::vector<std::string> words;    ///< outside brackets
    std::vector<std::string> bracket;  ///< contents of brackets, whole
};

Words cut(std::string_view header) {
    const std::string text = plain_brackets(lower(header));
    Words out;
    bool fresh = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') {
            const std::size_t close = std::min(text.find(')', i), text.size());
            out.bracket.emplace_back(trimmed(std::string_view(text).substr(i + 1, close - i - 1)));
            i = close;
            fresh = true;
        } else if (is_word(text[i]) || text[i] == '%') {
            if (fresh || text[i] == '%') out.words.emplace_back();
            out.words.back() += text[i];
            fresh = text[i] == '%';
        } else {
            fresh = true;
        }
    }
    return out;
}

std::optional<base::LengthUnit> length_word(std::string_view word) {
    return base::length_unit(word);
}

bool angle_word(std::string_view word) {
    return word == "deg" || word == "degrees" || word == "°" || word == "度";
}

/// "DEPTH_FROM (m)" → "depthfrom".
std::string plain_name(std::string_view header) {
    Words cut_up = cut(header);
    std::vector<std::string>& words = cut_up.words;
    while (words.size() > 1 && (length_word(words.back()) || angle_word(words.back()))) words.pop_back();
    std::string out;
    for (const std::string& word : words) out += word;
    return out;
}

std::optional<base::GradeUnit> unit_word(std::string_view word) {
    if (word == "gt") return base::GradeUnit::gram_per_tonne;
    if (word == "1") return std::nullopt;  // a number of a column, not a unit
    return base::grade_unit(word);
}

/// A unit in the last words: "ppm", or "g" and "t" where the slash has cut them. Takes them off.
bool take_unit(std::vector<std::string>& words, AssayHeader& header) {
    if (words.size() > 2) {
        const std::string both = words[words.size() - 2] + "/" + words.back();
        if (const auto unit = unit_word(both)) {
            header.unit = unit;
            header.doubtful_ton = base::is_doubtful_ton(both);
            words.resize(words.size() - 2);
            return true;
        }
    }
    if (words.size() < 2) return false;
    const auto unit = unit_word(words.back());
    if (!unit) return false;
    header.unit = unit;
    header.doubtful_ton = base::is_doubtful_ton(words.back());
    words.pop_back();
    return true;
}

constexpr std::array symbols = {
    "Ag",   "Al",   "As",    "Au",   "B",   "Ba",   "Be",    "Bi",   "Br",   "C",     "Ca",    "Cd",
    "Ce",   "Cl",   "Co",    "Cr",   "Cs",  "Cu",   "Dy",    "Er",   "Eu",   "F",     "Fe",    "Ga",
    "Gd",   "Ge",   "Hf",    "Hg",   "Ho",  "In",   "Ir",    "K",    "La",   "Li",    "Lu",    "Mg",
    "Mn",   "Mo",   "Na",    "Nb",   "Nd",  "Ni",   "Os",    "P",    "Pb",   "Pd",    "Pr",    "Pt",
    "Rb",   "Re",   "Rh",    "Ru",   "S",   "Sb",   "Sc",    "Se",   "Si",   "Sm",    "Sn",    "Sr",
    "Ta",   "Tb",   "Te",    "Th",   "Ti",  "Tl",   "Tm",    "U",    "V",    "W",     "Y",     "Yb",
    "Zn",   "Zr",   "TFe",   "mFe",  "SFe", "FeO",  "Fe2O3", "TiO2", "SiO2", "Al2O3", "CaO",   "MgO",
    "MnO",  "Na2O", "K2O",   "P2O5", "WO3", "Li2O", "Rb2O",  "Cs2O", "BeO",  "Nb2O5", "Ta2O5", "ZrO2",
    "U3O8", "V2O5", "Cr2O3", "TREO", "REO", "CaF2", "BaSO4", "MoS2", "LOI"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> chinese = {{
    {"全铁", "TFe"}, {"磁性铁", "mFe"}, {"铜", "Cu"}, {"铅", "Pb"}, {"锌", "Zn"}, {"金", "Au"}, {"银", "Ag"},
    {"镍", "Ni"},    {"钴", "Co"},      {"钼", "Mo"}, {"铁", "Fe"}, {"硫", "S"},  {"钨", "W"},  {"锡", "Sn"},
    {"锑", "Sb"},    {"汞", "Hg"},      {"锰", "Mn"}, {"铬", "Cr"}, {"钒", "V"},  {"钛", "Ti"}, {"铝", "Al"},
    {"锂", "Li"},    {"砷", "As"},      {"镉", "Cd"}, {"铟", "In"}, {"磷", "P"},
}};

const char* symbol_of(std::string_view low) {
    for (const char* symbol : symbols)
        if (lower(symbol) == low) return symbol;
    return nullptr;
}

/// Spelling of a name that is no element, as the header has it: the first word before any separator.
std::string as_written(std::string_view header, std::size_t length) {
    std::string out;
    for (const char c : header) {
        if (out.size() == length) break;
        if (is_word(static_cast<char>(lower({&c, 1})[0]))) out += c;
    }
    return out;
}

/// Words beside an element: methods of laboratories ("ICP61", "FA", "XRF"), and what people add.
bool method_word(std::string_view word) {
    while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.remove_suffix(1);
    for (const std::string_view method :
         {"icp",   "icpms", "icpoes", "icpaes", "aa",    "aas",    "fa",   "faa",   "faicp", "xrf",
          "pxrf",  "best",  "final",  "assay",  "grade", "ms",     "oes",  "aes",   "me",    "og",
          "total", "tot",   "wt",     "val",    "value", "result", "conc", "4acid", "ar",    "inaa",
          "leco",  "grav",  "scr",    "品位",   "含量",  "化验",   "分析", "基本",  "结果",  "平均"})
        if (word == method) return true;
    return false;
}

/// Words that are also an element's symbol, or a name for something else in tables of drilling.
bool ambiguous_symbol(std::string_view low) {
    for (const std::string_view word :
         {"in", "as", "at", "no", "be", "he", "i", "os", "er", "la", "se", "re", "te", "co", "pm", "am"})
        if (low == word) return true;
    return false;
}

enum class Case { none, lower, upper, title };

Case case_of(std::string_view text) {
    const auto low = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto up = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool lows = std::any_of(text.begin(), text.end(), low),
               ups = std::any_of(text.begin(), text.end(), up);
    return lows && ups ? Case::title : lows ? Case::lower : ups ? Case::upper : Case::none;
}

}  // namespace

std::optional<std::size_t> guess_column(std::string_view table, std::string_view role,
                                        const std::vector<std::string>& headers,
                                        const std::vector<std::size_t>& taken) {
    const bool own_depth = role == "depth" && (table == "survey" || table == "assay");
    const auto names = role_names().find(!own_depth ? role : table == "survey" ? "station" : "at");
    if (names == role_names().end()) return std::nullopt;
    std::vector<std::string> plain;
    for (const std::string& header : headers) plain.push_back(plain_name(header));
    const auto find = [&](auto fits) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < plain.size(); ++i)
            if (std::find(taken.begin(), taken.end(), i) == taken.end() && fits(plain[i])) return i;
        return std::nullopt;
    };
    for (const std::string_view name : names->second)
        if (!name.starts_with('~'))
            if (const auto found = find([&](const std::string& p) { return p == name; })) return found;
    for (const std::string_view name : names->second)
        if (name.starts_with('~'))
            if (const auto found =
                    find([&](const std::string& p) { return p.find(name.substr(1)) != p.npos; }))
                return found;
    return std::nullopt;
}

AssayHeader read_assay_header(std::string_view header) {
    AssayHeader out;
    Words parts = cut(header);
    for (const std::string& inside : parts.bracket)
        if (const auto unit = unit_word(inside)) {
            out.unit = unit;
            out.doubtful_ton = base::is_doubtful_ton(inside);
        }
    std::vector<std::string>& words = parts.words;
    while (words.size() > 1) {
        if (take_unit(words, out)) continue;
        if (method_word(words.back()))
            words.pop_back();
        else if (method_word(words.front()) && words.front() != "as")
            words.erase(words.begin());
        else
            break;
    }
    if (words.empty()) return out;
    // A unit glued to the name: CUPCT, AUGPT.
    for (const std::string_view glued : {"pct", "ppm", "ppb", "gpt", "opt"}) {
        std::string& name = words.back();
        if (name.size() > glued.size() && name.ends_with(glued) && !out.unit) {
            out.unit = unit_word(glued);
            name.resize(name.size() - glued.size());
        }
    }
    std::string low;
    for (const std::string& word : words) low += word;
    for (const std::string_view tail : {"品位", "含量"})
        if (low.size() > tail.size() && low.ends_with(tail)) low.resize(low.size() - tail.size());
    const auto han =
        std::find_if(chinese.begin(), chinese.end(), [&](const auto& pair) { return pair.first == low; });
    const char* symbol = han != chinese.end() ? han->second.data() : symbol_of(low);
    // A symbol is a whole word: "A_S" is no arsenic. "T Fe" and "m Fe" are irons.
    const bool iron = words.size() == 2 && words.back() == "fe";
    if (words.size() > 1 && !iron && han == chinese.end()) symbol = nullptr;
    out.element = symbol != nullptr;
    out.name = symbol ? symbol : as_written(header, low.size());
    return out;
}

bool plausible_element(const std::vector<std::string>& headers, std::size_t column) {
    const AssayHeader read = read_assay_header(headers[column]);
    if (!read.element) return false;
    if (read.unit) return true;
    const std::string low = lower(trimmed(headers[column]));
    // xb, yb, zb are coordinates: a name of x or z for y is among the headers.
    const std::size_t y = low.find('y');
    if (y != std::string::npos && low.size() <= 3) {
        std::string x = low, z = low;
        x[y] = 'x';
        z[y] = 'z';
        const auto has = [&](const std::string& name) {
            return std::any_of(headers.begin(), headers.end(),
                               [&](const std::string& header) { return lower(trimmed(header)) == name; });
        };
        if (has(x) || has(z)) return false;
    }
    if (!ambiguous_symbol(low)) return true;
    // A word that is also a symbol: only where it is written as the elements beside it are, or as symbols
    // are.
    const Case own = case_of(trimmed(headers[column]));
    if (own == Case::title) return true;
    std::size_t alike = 0;
    for (std::size_t other = 0; other < headers.size(); ++other) {
        const std::string name = lower(trimmed(headers[other]));
        if (other == column || name.size() != 2 || ambiguous_symbol(name)) continue;
        alike += symbol_of(name) != nullptr && case_of(trimmed(headers[other])) == own;
    }
    return alike >= 2;
}

bool known_header(std::string_view table, std::string_view header) {
    static const std::map<std::string_view, std::vector<std::string_view>> roles{
        {"collar", {"hole", "x", "y", "z", "depth", "azimuth", "dip"}},
        {"survey", {"hole", "station", "azimuth", "dip"}},
        {"assay", {"hole", "from", "to", "length", "at", "type", "method", "code"}},
        {"lithology", {"hole", "from", "to", "code"}},
        {"points", {"hole", "x", "y", "z"}},
        {"", {"hole", "x", "y", "z", "depth", "azimuth", "dip", "from", "to", "length", "code"}}};
    const std::string plain = plain_name(header);
    const auto wanted = roles.find(table);
    if (wanted == roles.end() || plain.empty()) return false;
    for (const std::string_view role : wanted->second)
        for (const std::string_view name : role_names().at(role))
            if (name == plain ||
                (name.starts_with('~') && name.size() > 3 && plain.find(name.substr(1)) != plain.npos))
                return true;
    const bool assays = table == "assay" || table == "points" || table.empty();
    return assays && read_assay_header(header).element;
}

std::string_view column_kind(std::string_view header) {
    struct Kind {
        std::string_view kind;
        std::vector<std::string_view> names;  // ~: inside
    };
    static const std::vector<Kind> kinds{
        {"density",
         {"density", "dens", "sg", "specificgravity", "bulkdensity", "drydensity", "densidad", "densite",
          "体重", "比重", "密度", "小体重", "体积质量", "~density", "~体重", "~密度"}},
        {"sample",
         {"sample", "sampleid", "sampleno", "samplenumber", "sampid", "samp", "sampno", "sampnum", "muestra",
          "echantillon", "样号", "样品号", "样品编号", "分析编号", "化验编号", "送样号", "~sampleid", "~样号",
          "~样品编号"}},
        {"certificate",
         {"certificate", "cert", "batch", "batchno", "labjob", "jobno", "~certificate", "~batch", "批次"}},
        {"date", {"date", "datum", "fecha", "日期", "年月", "time", "~date", "~日期"}},
        {"comment",
         {"comment", "comments", "remark", "remarks", "note", "notes", "description", "desc", "obs", "备注",
          "描述", "岩性描述", "~comment", "~remark", "~备注", "~描述"}},
        {"length",
         {"length", "len", "width", "thickness", "interval", "largo", "样长", "长度", "厚度", "真厚度"}},
        {"recovery", {"recovery", "rec", "rqd", "corerec", "tcr", "采取率", "~recovery", "~采取率"}},
        {"code",
         {"lith", "litho", "lithology", "rock", "rocktype", "domain", "zone", "weathering", "alteration",
          "岩性", "矿体", "矿体号", "蚀变", "~lith", "~rock", "~岩性", "~矿体"}},
        {"coordinate",
         {"x",    "y",    "z",    "east",     "north",     "easting", "northing", "elevation", "rl",
          "midx", "midy", "midz", "xm",       "ym",        "zm",      "xb",       "yb",        "zb",
          "xe",   "ye",   "ze",   "~easting", "~northing", "~坐标",   "~高程"}},
        {"grid", {"epsg", "crs", "datum", "utmzone", "projection", "坐标系", "带号"}},
        {"diameter", {"diameter", "diam", "holesize", "coresize", "孔径"}}};
    const std::string plain = plain_name(header);
    for (const bool inside : {false, true})
        for (const Kind& kind : kinds)
            for (const std::string_view name : kind.names)
                if (name.starts_with('~') == inside &&
                    (inside ? plain.find(name.substr(1)) != plain.npos : plain == name))
                    return kind.kind;
    return {};
}

std::optional<base::LengthUnit> length_unit_in(std::string_view header) {
    const Words parts = cut(header);
    for (const std::string& inside : parts.bracket)
        if (const auto unit = length_word(inside)) return unit;
    return parts.words.size() > 1 ? length_word(parts.words.back()) : std::nullopt;
}

bool is_zenith_angle(std::string_view header) {
    const std::string name = plain_name(header);
    return name.find("顶角") != std::string::npos || name.find("zenith") != std::string::npos;
}

bool is_precious(std::string_view element) {
    for (const char* precious : {"Au", "Ag", "Pt", "Pd", "Rh", "Ru", "Ir", "Os"})
        if (element == precious) return true;
    return false;
}

}  // namespace orelens::io
