#include "core/io/drillholes/ColumnGuess.h"

#include <algorithm>
#include <map>

#include "core/io/drillholes/DensityHeader.h"

namespace orelens::io {
namespace {

using Names = std::vector<std::string_view>;

/// Names in order of preference, already in the form `plain_name` gives. A name that starts with ~ is looked
/// for inside the header when no header equals any name; one that starts with = is looked for when that finds
/// none either: an "ID" beside a hole's name numbers the rows.
const std::map<std::string_view, Names>& role_names() {
    static const Names hole = {"holeid",        "bhid",          "dhid",        "hole",
                               "drillholeid",   "drillhole",     "ddhid",       "ddh",
                               "boreholeid",    "borehole",      "bh",          "holename",
                               "holenumber",    "holeno",        "holenum",     "dh",
                               "sondaje",       "sondeo",        "sondage",     "pozo",
                               "barreno",       "taladro",       "well",        "wellid",
                               "钻孔编号",      "工程号",        "工程编号",    "钻孔号",
                               "孔号",          "钻孔",          "孔名",        "钻孔名称",
                               "工程名称",      "钻孔名",        "勘探工程号",  "勘探工程编号",
                               "bhname",        "bhno",          "bhnumber",    "bhcode",
                               "dhname",        "dhno",          "dhnumber",    "dhcode",
                               "holecode",      "drillholename", "drillholeno", "drillholenumber",
                               "drillholecode", "boreholename",  "boreholeno",  "boreholenumber",
                               "boreholecode",  "drillid",       "drillno",     "boreid",
                               "collarid",      "wellname",      "furo",        "idfuro",
                               "furoid",        "forage",        "bohrung",     "bohrloch",
                               "bohrlochname",  "скважина",      "скв",         "blasthole",
                               "blastholeid",   "blastholeno",   "blastid",     "炮孔号",
                               "炮孔编号",      "~скважин",
                               "~孔号",         "~工程号",       "~工程编号",   "~钻孔",
                               "~holeid",       "~bhid",         "~holename",   "~drillhole",
                               "~borehole",     "=id",           "=name",         "=channelid",
                               "=channel",      "=channelno",     "=trenchid",      "=trench",       "=trenchno"};
    static const Names line = {"channelid",  "channel",  "channelno", "trenchid",  "trench",   "trenchno",
                               "blastholeid", "blasthole", "blastid",  "blast",    "blastno",  "pitid",
                               "line",       "lineid",   "canaleta",  "trinchera", "探槽号",   "探槽编号",
                               "刻槽号",     "刻槽编号", "坑道号",    "炮孔号",    "炮孔编号"};
    static const std::map<std::string_view, Names> names = {
        {"hole", hole},
        {"line", line},
        {"x",
         {"x",       "xcollar",    "collarx",   "east",    "easting",   "eastings", "xcoord", "xcoordinate",
          "utme",    "utmx",       "este",      "coordx",  "eastcoord", "东坐标",   "横坐标", "x坐标",
          "坐标x",   "开孔坐标x",  "孔口坐标x", "孔口x",   "东",        "leste",    "est",    "eastutm",
          "utmeast", "rechtswert", "восток",    "x1", "xstart", "startx", "xfrom", "fromx", "eaststart", "starteast", "east1", "easting1", "起点x", "起点x坐标", "起点东坐标", "xbegin", "开孔坐标e", "孔口坐标e", "坐标e", "midx", "xmid", "xmidpoint", "mideast", "xcentre", "xcenter", "centrex", "centerx", "~东坐标", "~横坐标",   "~easting", "~x坐标"}},
        {"y", {"y",          "ycollar",     "collary", "north",   "northing",  "northings",
               "ycoord",     "ycoordinate", "utmn",    "utmy",    "norte",     "coordy",
               "northcoord", "北坐标",      "纵坐标",  "y坐标",   "坐标y",     "开孔坐标y",
               "孔口坐标y",  "孔口y",       "北",      "nord",    "northutm",  "utmnorth",
               "hochwert",   "север",       "y1", "ystart", "starty", "yfrom", "fromy", "northstart", "startnorth", "north1", "northing1", "起点y", "起点y坐标", "起点北坐标", "ybegin", "开孔坐标n", "孔口坐标n", "坐标n", "midy", "ymid", "ymidpoint", "midnorth", "ycentre", "ycenter", "centrey", "centery", "~北坐标", "~纵坐标", "~northing", "~y坐标"}},
        {"z", {"z",         "zcollar",     "collarz",    "elev",      "elevation",       "rl",
               "zcoord",    "zcoordinate", "altitude",   "collarrl",  "collarelevation", "cota",
               "elevacion", "coordz",      "高程",       "标高",      "孔口标高",        "孔口高程",
               "z坐标",     "坐标z",       "海拔",       "开孔坐标z", "孔口坐标z",       "孔口z",
               "hohe",      "altitud",     "altitude",   "отметка",   "высота",          "h",
               "z1", "zstart", "startz", "zfrom", "fromz", "elevstart", "startelev", "elev1", "rl1", "起点z", "起点z坐标", "起点高程", "起点标高", "zbegin", "开孔坐标r", "开孔坐标h", "孔口坐标r", "坐标r", "midz", "zmid", "zmidpoint", "midrl", "zcentre", "zcenter", "centrez", "centerz", "~高程",     "~标高",       "~elevation", "~z坐标"}},
        {"x2", {"x2", "xend", "endx", "xto", "tox", "eastend", "endeast", "eastto", "eastingend", "endeasting",
                "eastingto", "east2", "easting2", "终点x", "终点x坐标", "终点东坐标", "止点x", "x终", "终止x"}},
        {"y2", {"y2", "yend", "endy", "yto", "toy", "northend", "endnorth", "northto", "northingend", "endnorthing",
                "northingto", "north2", "northing2", "终点y", "终点y坐标", "终点北坐标", "止点y", "y终", "终止y"}},
        {"z2", {"z2", "zend", "endz", "zto", "toz", "elevend", "endelev", "elevto", "rlend", "endrl", "rlto",
                "elevationend", "endelevation", "elev2", "elevation2", "rl2", "终点z", "终点z坐标", "终点高程",
                "终点标高", "止点z", "z终", "终止z"}},
        {"depth",
         {"depth",
          "maxdepth",
          "totaldepth",
          "eoh",
          "length",
          "td",
          "enddepth",
          "finaldepth",
          "holedepth",
          "endofhole",
          "holelength",
          "maxdepth",
          "profundidad",
          "profondeur",
          "profundidade",
          "profundidadefinal",
          "endteufe",
          "endtiefe",
          "teufe",
          "глубина",
          "глубинаскважины",
          "largo",
          "孔深",
          "终孔深度",
          "终孔孔深",
          "总深",
          "总孔深",
          "终孔",
          "深度",
          "钻孔深度",
          "最大孔深",
          "最大深度",
          "实际孔深",
          "~孔深",
          "~终孔"}},
        {"station", {"at",       "depth",         "surveydepth", "distance",      "dist",
                     "md",       "measureddepth", "atdepth",     "downholedepth", "station",
                     "teufe",    "tiefe",         "глубина",     "глубиназамера", "profundidade",
                     "depthat",  "profundidad",   "profondeur",  "测点深度",      "测斜深度",
                     "测点孔深", "测深",          "孔深",        "深度",          "测量深度",
                     "from",     "depthfrom",     "to",          "~深度",         "~孔深"}},
        {"azimuth",
         {"azimuth",     "azi",         "az",          "azim",     "brg",     "bearing", "azimut",
          "azimuthtrue", "trueazimuth", "azigrid",     "gridazi",  "azitrue", "trueazi", "azimute",
          "азимут",      "azimuthgrid", "gridazimuth", "aztrue",   "azgrid",  "rumbo",   "方位角",
          "方位",        "坐标方位角",  "真方位角",    "磁方位角", "倾向",    "~方位",   "~azimuth"}},
        {"dip",
         {"dip",         "inclination", "incl",     "inc",          "plunge",     "dipangle",  "angle",
          "inclinacion", "inclinaison", "mergulho", "inclinacao",   "neigung",    "einfallen", "pendage",
          "угол",        "уголнаклона", "наклон",   "зенитныйугол", "buzamiento", "zenith",    "zenithangle",
          "倾角",        "倾斜角",      "天顶角",   "顶角",         "~倾角",      "~顶角"}},
        {"from", {"from",     "depthfrom", "fromdepth", "mfrom",  "samplefrom", "start",  "startdepth",
                  "top",      "sampfrom",  "von",       "от",     "begin",      "desde",  "de",
                  "自",       "起",        "从",        "起始",   "起始深度",   "起点",   "开始",
                  "开始深度", "样品起",    "采样起",    "取样自", "孔深自",     "样段自", "自深",
                  "起深",     "顶深",      "顶板深度",  "~自",    "~起",        "~从"}},
        {"to",
         {"to",     "depthto", "todepth",  "mto",  "sampleto", "end",      "enddepth", "bottom", "base",
          "finish", "sampto",  "ate",      "bis",  "до",       "hasta",    "a",        "至",     "止",
          "到",     "终止",    "终止深度", "终点", "结束",     "结束深度", "样品止",   "采样止", "取样至",
          "孔深至", "样段至",  "至深",     "止深", "底深",     "底板深度", "~至",      "~止",    "~到"}},
        {"length",
         {"length", "len", "samplelength", "samplen", "intervallength", "interval", "width", "samplewidth",
          "rodlength", "longitud", "longueur", "样长", "样品长度", "长度", "采样长度", "取样长度", "样段长度",
          "~样长"}},
        {"at",
         {"middepth", "depthmid", "midpoint", "midpointdepth", "depthmidpoint", "middledepth", "depthmiddle",
          "samplemid", "midsample", "midsampledepth", "samplemiddepth", "centredepth", "centerdepth", "depthcentre",
          "depthcenter", "中点深度", "样品中点", "中点", "中心深度", "中深", "depth", "at", "sampledepth", "atdepth", "holedepth", "md", "measureddepth", "downholedepth",
          "profundidad", "profondeur", "深度", "取样深度", "采样深度", "样品深度", "孔深", "holelength", "drilllength",
          "drilldepth", "drilleddepth", "blastholedepth", "benchheight", "benchht", "台阶高度", "段高", "~深度",
          "~孔深"}},
        {"type",
         {"sampletype", "samptype", "samplekind", "qctype", "qaqctype", "qc", "qaqc", "type", "sampcode",
          "样品类型", "样品性质", "样品类别", "质控类型"}},
        {"method",
         {"method", "assaymethod", "analmethod", "analysismethod", "labmethod", "方法", "分析方法",
          "化验方法", "测试方法"}},
        // The day of the laboratory before that of the sampling.
        {"date",
         {"assaydate", "dateassayed", "dateassay", "analysisdate", "dateanalysed", "dateanalyzed", "analyseddate",
          "labdate", "resultdate", "resultsdate", "reportdate", "datereported", "reporteddate", "certificatedate",
          "certdate", "datefinalised", "datefinalized", "completiondate", "datecompleted", "化验日期", "分析日期",
          "测试日期", "检测日期", "报告日期", "出具日期", "fechaanalisis", "fechadeanalisis", "date", "日期", "fecha",
          "datum", "дата", "~assaydate", "~analysisdate", "~化验日期", "~分析日期", "~报告日期"}},
        {"code", {"lith",     "lithology", "litho",         "rock",         "rocktype",   "rockcode",
                  "lithcode", "lithocode", "lithologycode", "rocktypecode", "geology",    "geol",
                  "geocode",  "litologia", "lito",          "roca",         "lithologie", "domain",
                  "unit",     "formation", "code",          "岩性",         "岩性代码",   "岩石名称",
                  "岩性名称", "岩性编码",  "岩石代码",      "岩石",         "矿体",       "矿体号",
                  "地层",     "代码",      "~岩性",         "~岩石",        "~lith",      "~rock"}}};
    return names;
}

}  // namespace

std::optional<std::size_t> guess_column(std::string_view table, std::string_view role,
                                        const std::vector<std::string>& headers,
                                        const std::vector<std::size_t>& taken) {
    // Samples with a place of their own belong to a channel or a trench rather than to a hole.
    if (table == "points" && role == "hole")
        if (const auto line = guess_column("", "line", headers, taken)) return line;
    const bool own_depth = role == "depth" && (table == "survey" || table == "assay" || table == "density");
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
        if (!name.starts_with('~') && !name.starts_with('='))
            if (const auto found = find([&](const std::string& p) { return p == name; })) return found;
    // "Drillhole depth" is no name of a hole.
    const auto of_the_hole = [&](const std::string& header) {
        static constexpr std::string_view others[] = {"depth", "length", "type",   "diam",   "size",   "date",
                                                      "azi",   "dip",    "incl",   "east",   "north",  "elev",
                                                      "rl",    "coord",  "status", "глубин", "диаметр"};
        return role == "hole" && std::ranges::any_of(others, [&](std::string_view other) {
                   return header.find(other) != header.npos;
               });
    };
    for (const std::string_view name : names->second)
        if (name.starts_with('~'))
            if (const auto found = find([&](const std::string& p) {
                    return p.find(name.substr(1)) != p.npos && !of_the_hole(p);
                }))
                return found;
    for (const std::string_view name : names->second)
        if (name.starts_with('='))
            if (const auto found = find([&](const std::string& p) { return p == name.substr(1); }))
                return found;
    return std::nullopt;
}

bool known_header(std::string_view table, std::string_view header) {
    static const std::map<std::string_view, std::vector<std::string_view>> roles{
        {"collar", {"hole", "x", "y", "z", "depth", "azimuth", "dip"}},
        {"survey", {"hole", "station", "azimuth", "dip"}},
        {"assay", {"hole", "from", "to", "length", "at", "type", "method", "code"}},
        {"lithology", {"hole", "from", "to", "code"}},
        {"density", {"hole", "from", "to", "at"}},
        {"points", {"hole", "line", "x", "y", "z", "x2", "y2", "z2", "azimuth", "dip", "length"}},
        {"", {"hole", "x", "y", "z", "depth", "azimuth", "dip", "from", "to", "length", "code"}}};
    const std::string plain = plain_name(header);
    const auto wanted = roles.find(table);
    if (wanted == roles.end() || plain.empty()) return false;
    for (const std::string_view role : wanted->second)
        for (const std::string_view name : role_names().at(role))
            if (name == plain ||
                (name.starts_with('~') && name.size() > 3 && plain.find(name.substr(1)) != plain.npos))
                return true;
    if (table != "collar" && table != "survey" && read_density_header(header).density) return true;
    const bool assays = table == "assay" || table == "points" || table.empty();
    return assays && read_assay_header(header).element;
}

std::string_view column_kind(std::string_view header) {
    struct Kind {
        std::string_view kind;
        std::vector<std::string_view> names;  // ~: inside
    };
    static const std::vector<Kind> kinds{
        {"sample",
         {"sample", "样品", "sampleid", "sampleno", "samplenumber", "sampid", "samp", "sampno", "sampnum", "muestra",
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
    if (read_density_header(header).density) return "density";
    const std::string plain = plain_name(header);
    // The recovery of a metal or a mineral is not that of the core.
    if (plain.find("recovery") != plain.npos && plain != "recovery" && plain.find("core") == plain.npos)
        if (const HeaderWords parts = header_words(header); !parts.words.empty() && read_assay_header(parts.words.front()).element)
            return "recovery_of_metal";
    for (const bool inside : {false, true})
        for (const Kind& kind : kinds)
            for (const std::string_view name : kind.names)
                if (name.starts_with('~') == inside &&
                    (inside ? plain.find(name.substr(1)) != plain.npos : plain == name))
                    return kind.kind;
    return {};
}

bool is_zenith_angle(std::string_view header) {
    const std::string name = plain_name(header);
    return name.find("顶角") != std::string::npos || name.find("zenith") != std::string::npos ||
           name.find("зенит") != std::string::npos;
}

}  // namespace orelens::io
