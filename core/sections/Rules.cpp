#include "core/sections/Rules.h"

#include <array>
#include <optional>

#include <charconv>
#include <cmath>

#include "core/drilling/Rules.h"

namespace orelens::sections {
namespace {

using base::ErrorKind;
using base::Level;
using base::Message;
using base::Param;
using R = SectionRule;

bool is_separator(char c) { return c == ' ' || c == ',' || c == '\t' || c == '/' || c == ';'; }

/// Numbers parted by separators; nothing where something else stands between them.
std::optional<std::vector<double>> numbers(const std::string& text) {
    std::vector<double> out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_separator(text[at])) {
            ++at;
            continue;
        }
        double value = 0;
        const auto [stop, code] = std::from_chars(text.data() + at, text.data() + text.size(), value);
        if (code != std::errc() || !std::isfinite(value)) return std::nullopt;
        at = static_cast<std::size_t>(stop - text.data());
        if (at < text.size() && !is_separator(text[at])) return std::nullopt;
        out.push_back(value);
    }
    return out;
}

std::vector<Param<R>> place_params() {
    return {
        base::choice("placing", &R::placing,
                     {{"across", {"Across the line", "垂直于基线"}},
                      {"along", {"Along the line", "沿基线"}},
                      {"holes", {"Through holes", "过钻孔"}}},
                     Level::basic, {"Sections run", "剖面布置"},
                     {"Across: parallel sections at right angles to the line. Along: one section that follows it. Through "
                      "holes: one straight section through the holes that are named.",
                      "垂直于基线：一组相互平行、与基线垂直的剖面；沿基线：沿基线的一条剖面；过钻孔：经过所列钻孔的一条直线剖面。"}),
        base::words("line", &R::line, Level::basic, {"Line of the sections", "剖面基线"},
                    {"Two places, each its easting and northing, \"500100 4100200; 500900 4100200\". Empty takes the long side of "
                     "the block model, or of the collars.",
                     "两个点的东坐标与北坐标，例如 “500100 4100200; 500900 4100200”。留空时取块体模型的长边，没有模型时取孔口分布的最长方向。"}),
        base::words("holes", &R::holes, Level::basic, {"Holes of the section", "剖面所过钻孔"},
                    {"Names separated by semicolons; of one hole the section follows its azimuth.",
                     "钻孔编号，以分号分隔；只列一个钻孔时，剖面沿其方位角。"}),
        base::real("spacing", &R::spacing_m, "m", {0, 1e6}, Level::basic, {"Distance between sections", "剖面间距"},
                   {"0 takes the median distance between neighbouring holes, rounded.", "0 表示取相邻钻孔间距的中位数并取整。"}),
        base::real("corridor", &R::corridor_m, "m", {0, 1e6}, Level::basic,
                   {"Half width of the corridor", "投影带半宽"},
                   {"Holes so far to either side are projected onto the section; 0 takes half of the distance between "
                    "sections, so that each metre of hole stands on one sheet.",
                    "两侧该距离以内的钻孔投影到剖面上；0 表示取剖面间距的一半，使每段钻孔只出现在一张图上。"}),
    };
}

std::vector<Param<R>> sheet_params() {
    return {
        base::integer("scale", &R::scale, "", {0, 1000000}, Level::basic, {"Scale 1:n", "比例尺 1:n"},
                      {"0 takes the largest standard scale (1:500, 1:1000, 1:2000, 1:2500, 1:5000 …) at which every section of the "
                       "set fits its sheet.",
                       "0 表示取使全部剖面都能放入图幅的最大标准比例尺（1:500、1:1000、1:2000、1:2500、1:5000 等）。"}),
        base::choice("paper", &R::paper, {{"a3", {"A3", "A3"}}, {"a4", {"A4", "A4"}}}, Level::basic,
                     {"Paper of section sheets", "剖面图幅"}, {"Laid across.", "横向。"}),
        base::words("column", &R::column, Level::basic, {"Column of section blocks", "剖面块体着色列"},
                    {"Blocks are coloured by classes of this column, such as a grade, margin.full. Empty takes the "
                     "grade of the main commodity, or of the first element.",
                     "块体按该列分级着色，例如品位、margin.full。留空时取主矿种的品位，没有矿种时取第一个元素。"}),
        base::words("cutoffs", &R::cutoffs, Level::basic, {"Class bounds of sections", "剖面分级界限"},
                    {"Ascending numbers in the column's unit, \"0.2 0.4 0.8\"; empty takes round ones.",
                     "以该列单位表示的递增数值，例如 “0.2 0.4 0.8”；留空时自动取整分级。"}),
        base::words("elements", &R::elements, Level::basic, {"Assays beside holes", "孔旁化验曲线"},
                    {"At most two elements separated by semicolons, one to each side of the hole; empty takes the "
                     "main commodity's and another.",
                     "最多两个元素，以分号分隔，分列钻孔两侧；留空时取主矿种的元素和另一元素。"}),
        base::boolean("values", &R::values, Level::basic, {"Write block values", "标注块体数值"},
                      {"Where a block is large enough on paper for letters of 7 pt.", "仅在块体图上尺寸容得下 7 磅字时标注。"}),
        base::choice("assay_scale", &R::assay_scale,
                     {{"linear", {"Linear", "线性"}}, {"log", {"Logarithmic", "对数"}}}, Level::advanced,
                     {"Axis of assay bars", "化验柱坐标轴"},
                     {"Logarithmic bars span two decades below the largest value and show low grades beside a few high ones.",
                      "对数轴显示最大值以下两个数量级，便于在少数高值旁看清低品位。"}),
    };
}

}  // namespace

std::vector<Param<SectionRule>> section_params() {
    std::vector<Param<R>> all = place_params();
    for (Param<R>& param : sheet_params()) all.push_back(std::move(param));
    return all;
}

base::Expected<std::vector<std::array<double, 2>>> read_line(const std::string& text) {
    const auto refuse = [&] {
        return base::fail(ErrorKind::usage, Message("section.bad_line", {{"written", text}}), {.field = "section.line"});
    };
    const auto read = numbers(text);
    if (!read) return refuse();
    if (read->empty()) return std::vector<std::array<double, 2>>();
    if (read->size() != 4 || std::hypot((*read)[2] - (*read)[0], (*read)[3] - (*read)[1]) < 1e-3) return refuse();
    return std::vector<std::array<double, 2>>{{(*read)[0], (*read)[1]}, {(*read)[2], (*read)[3]}};
}

base::Expected<std::vector<double>> read_cutoffs(const std::string& text) {
    auto read = numbers(text);
    bool fine = read.has_value();
    for (std::size_t n = 1; fine && n < read->size(); ++n) fine = (*read)[n] > (*read)[n - 1];
    if (!fine)
        return base::fail(ErrorKind::usage, Message("section.bad_cutoffs", {{"written", text}}), {.field = "section.cutoffs"});
    return std::move(*read);
}

std::vector<std::string> read_names(const std::string& text) { return drilling::list_items(text); }

}  // namespace orelens::sections
