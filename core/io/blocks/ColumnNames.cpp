#include "core/io/blocks/ColumnNames.h"

#include <algorithm>
#include <cctype>

#include "core/base/Units.h"
#include "core/io/blocks/ColumnRoles.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace column_names {

/// In order of preference. World coordinates before local ones of the same file (Datamine's XWORLD before
/// XC).
const std::array<ColumnWords, 3> places{{
    {"xworld",  "x",       "xc",       "xcentre", "xcenter",      "xcentroid", "centroidx",
     "centrex", "centerx", "xm",       "xmid",    "midx",         "xcoord",    "xcoordinate",
     "east",    "easting", "eastings", "xeast",   "centroideast", "_x",        "mx",
     "东坐标",  "x坐标",   "质心x", "x中心", "x质心",    "中心x",   "块心x",        "东"},
    {"yworld",  "y",        "yc",        "ycentre", "ycenter",       "ycentroid", "centroidy",
     "centrey", "centery",  "ym",        "ymid",    "midy",          "ycoord",    "ycoordinate",
     "north",   "northing", "northings", "ynorth",  "centroidnorth", "_y",        "my",
     "北坐标",  "y坐标",    "质心y", "y中心", "y质心",     "中心y",   "块心y",         "北"},
    {"zworld",  "z",       "zc",        "zcentre", "zcenter", "zcentroid",  "centroidz",
     "centrez", "centerz", "zm",        "zmid",    "midz",    "zcoord",     "zcoordinate",
     "rl",      "elev",    "elevation", "level",   "zelev",   "centroidrl", "_z",
     "mz",      "高程",    "标高",      "z坐标",   "质心z", "z中心", "z质心",   "中心z",      "块心z"},
}};
const std::array<ColumnWords, 3> indices{{
    {"i", "ix", "iindex", "xindex", "gridi", "col", "column", "列号"},
    {"j", "iy", "jindex", "yindex", "gridj", "row", "行号"},
    {"k", "iz", "kindex", "zindex", "gridk", "layer", "bench", "level", "层号"},
}};
const std::array<ColumnWords, 3> sizes{{
    {"xinc", "dx", "dimx", "xdim", "xlength", "xlen", "lengthx", "sizex", "xsize", "blocksizex", "_east",
     "_xinc", "xblocksize", "dimensionx", "x尺寸", "x长度", "x边长", "尺寸x", "_x"},
    {"yinc", "dy", "dimy", "ydim", "ylength", "ylen", "lengthy", "sizey", "ysize", "blocksizey", "_north",
     "_yinc", "yblocksize", "dimensiony", "y尺寸", "y长度", "y边长", "尺寸y", "_y"},
    {"zinc", "dz", "dimz", "zdim", "zlength", "zlen", "lengthz", "sizez", "zsize", "blocksizez", "_rl",
     "_zinc", "zblocksize", "dimensionz", "z尺寸", "z长度", "z边长", "尺寸z", "_z"},
}};
const std::array<ColumnWords, 3> lows{{
    {"xmin", "minx", "xlow", "xlower", "xlo", "lowx", "lowerx", "xminimum", "minimumx", "xstart", "xfrom",
     "eastmin", "mineast", "x最小", "最小x", "x1"},
    {"ymin", "miny", "ylow", "ylower", "ylo", "lowy", "lowery", "yminimum", "minimumy", "ystart", "yfrom",
     "northmin", "minnorth", "y最小", "最小y", "y1"},
    {"zmin", "minz", "zlow", "zlower", "zlo", "lowz", "lowerz", "zminimum", "minimumz", "zstart", "zfrom",
     "rlmin", "minrl", "z最小", "最小z", "z1"},
}};
const std::array<ColumnWords, 3> highs{{
    {"xmax", "maxx", "xhigh", "xupper", "xhi", "highx", "upperx", "xmaximum", "maximumx", "xend", "xto",
     "eastmax", "maxeast", "x最大", "最大x", "x2"},
    {"ymax", "maxy", "yhigh", "yupper", "yhi", "highy", "uppery", "ymaximum", "maximumy", "yend", "yto",
     "northmax", "maxnorth", "y最大", "最大y", "y2"},
    {"zmax", "maxz", "zhigh", "zupper", "zhi", "highz", "upperz", "zmaximum", "maximumz", "zend", "zto",
     "rlmax", "maxrl", "z最大", "最大z", "z2"},
}};
const ColumnWords density{"density",       "dens", "den",  "sg",         "specificgravity",
                          "bulkdensity",   "bd",   "rho",  "drydensity", "dbd",
                          "insitudensity", "密度", "体重", "比重",       "容重"};
const ColumnWords tonnage{"tonnes",      "tonnage", "tonne", "tons",   "mass",
                          "ktonnes",     "ktonne",  "kilotonnes", "tonneskt", "tonnagekt", "kt", "千吨",
                          "blocktonnes", "吨位",    "吨数",  "矿石量", "矿量"};
const ColumnWords volume{"volume", "vol", "blockvolume", "体积"};
const ColumnWords proportion{"proportion", "fraction", "blockfraction", "volumefraction", "partial", "比例"};
const ColumnWords excluded{
    "excluded",    "exclude",     "minedout",    "mined",       "depleted",    "sterilised",   "sterilized",
    "minedflag",   "minedstatus", "miningstatus", "minestatus", "depletion",   "depletionflag", "minedpct",
    "mined%",      "minedpercent", "minedfrac",  "minedfraction", "minedprop", "depletedpct",  "depleted%",
    "deplfrac",    "deplpct",     "depletedfrac", "depletionfrac", "depletionpct", "排除",     "采空",
    "采空率",      "采空比例",    "已采",        "是否采空"};
const ColumnWords categories{"rock",           "rocktype", "rockcode",  "lith",       "lithology",
                             "litho",          "geology",  "geol",      "domain",     "zone",
                             "class",          "category", "rescat",    "resclass",   "resourceclass",
                             "classification", "oxide",    "oxidation", "weathering", "material",
                             "mattype",        "orebody",  "岩性",      "岩石",       "矿体",
                             "类别",           "级别",     "资源类型",  "资源类别",   "矿石类型"};
const std::set<std::string_view> definitions{
    "ijk",      "xmorig",   "ymorig",   "zmorig", "nx",      "ny",        "nz",
    "x0",       "y0",       "z0",       "angle1", "angle2",  "angle3",    "rotaxis1",
    "rotaxis2", "rotaxis3", "parentix", "blknum", "blockid", "blkid",     "xlower",
    "xupper",   "ylower",   "yupper",   "zlower", "zupper",  "parentijk", "id"};

}  // namespace column_names

std::string plain_header(std::string_view header) {
    std::string text = lower(trimmed(header));
    const std::size_t bracket = text.find_first_of("([");
    if (bracket != std::string::npos && bracket > 0) text.resize(bracket);
    // "X_ft", "easting m": the unit is said apart.
    for (const std::string_view unit : {"ftus", "usft", "ft", "feet", "m", "metres", "meters"}) {
        if (text.size() < unit.size() + 2 || !text.ends_with(unit)) continue;
        const std::size_t mark = text.size() - unit.size() - 1;
        if (text[mark] != '_' && text[mark] != ' ' && text[mark] != '.') continue;
        text.resize(mark);
        break;
    }
    std::string out;
    for (std::size_t n = 0; n < text.size(); ++n) {
        const auto c = static_cast<unsigned char>(text[n]);
        if (std::isalnum(c) || c >= 0x80 || c == '%' || (c == '_' && n == 0)) out.push_back(text[n]);
    }
    return out;
}

std::optional<std::size_t> header_among(const std::vector<std::string>& headers, const ColumnWords& words) {
    std::vector<std::string> plains;
    for (const std::string& header : headers) plains.push_back(plain_header(header));
    for (const std::string_view word : words) {
        const auto found = std::ranges::find(plains, word);
        if (found != plains.end()) return static_cast<std::size_t>(found - plains.begin());
    }
    return std::nullopt;
}

std::optional<std::string> column_unit(std::string_view written) {
    const std::string low = lower(trimmed(written));
    if (low == "kg/m3" || low == "kg/m³") return "kg/m3";
    for (const char* same : {"t/m3", "t/m³", "g/cm3", "g/cc", "g/cm³", "sg", "t/cum", "tonnes/m3"})
        if (low == same) return "t/m3";
    if (const auto grade = base::grade_unit(low)) return std::string(base::symbol(*grade));
    return std::nullopt;
}

bool is_unit_word(std::string_view word) {
    static const std::set<std::string, std::less<>> lengths{"m",  "metres", "meters", "ft",  "feet", "m3",
                                                            "m³", "t",      "tonnes", "(m)", "(%)",  "(g/t)"};
    std::string_view text = trimmed(word);
    if (text.size() > 2 && (text.front() == '(' || text.front() == '['))
        text = text.substr(1, text.size() - 2);
    return lengths.contains(lower(text)) || (column_unit(text).has_value() && text != "1");
}

std::string free_name(const std::string& header, const std::set<std::string>& taken) {
    static const std::set<std::string, std::less<>> ours{
        "density", "excluded", "nsr", "status", "domain", "i",        "j",
        "k",       "x",        "y",   "z",      "",       "fraction", "solid"};
    std::string name = header;
    if (ours.contains(name) || name.starts_with("break_even.") || name.starts_with("margin."))
        name = "file." + (name.empty() ? std::string("column") : name);
    const std::string stem = name;
    for (int n = 2; taken.contains(name); ++n) name = stem + " (" + std::to_string(n) + ")";
    return name;
}

}  // namespace orelens::io
