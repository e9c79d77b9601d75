// Confidence classes as parameters.
#include "core/geostat/Rules.h"

namespace orelens::geostat {
namespace {

using base::Bilingual;
using base::Level;
using base::Param;
using base::Range;

constexpr Range length{0, 1e7};

/// The same conditions for each class, declared by the same words.
void add_class(std::vector<Param<ClassParams>>& all, const std::string& id, const Bilingual& name,
               ClassConditions ClassParams::*member) {
    const auto of = [member](ClassParams& p) -> ClassConditions& { return p.*member; };
    const auto add = [&](const Param<ClassConditions>& one) {
        all.push_back(base::lift<ClassParams>(id + "_", one, of));
    };
    const auto label = [&](const char* en, const char* zh) {
        return Bilingual{name.en + ": " + en, name.zh + "：" + zh};
    };
    using C = ClassConditions;
    add(base::integer("holes", &C::holes, "", {0, 1000}, Level::basic, label("holes", "钻孔数"),
                      {"At least so many drillholes within the distance below; 0 = not asked.",
                       "在下述距离以内至少有这么多钻孔；0 表示不要求。"}));
    add(base::real("within", &C::holes_within_m, "m", length, Level::basic, label("holes within", "钻孔距离"),
                   {"How far these holes may be, measured to their nearest sample.",
                    "上述钻孔允许的距离，量至其最近的样品。"}));
    add(base::real("three_holes", &C::three_holes_m, "m", length, Level::basic,
                   label("mean distance of three holes", "三个钻孔的平均距离"),
                   {"Mean distance of the three nearest drillholes at most; 0 = not asked.",
                    "最近三个钻孔的平均距离上限；0 表示不要求。"}));
    add(base::real(
        "nearest", &C::nearest_m, "m", length, Level::basic, label("nearest hole", "最近钻孔"),
        {"Distance of the nearest drillhole at most; 0 = not asked.", "最近钻孔的距离上限；0 表示不要求。"}));
    add(base::real(
        "slope", &C::slope, "", {0, 1}, Level::advanced, label("slope of regression", "回归斜率"),
        {"Least slope of regression of true on estimated grade, of the main element; 0 = not asked.",
         "主元素真实品位对估算品位的回归斜率下限；0 表示不要求。"}));
    add(base::integer("pass", &C::last_pass, "", {0, 10}, Level::advanced, label("search pass", "搜索轮次"),
                      {"Estimated in this search pass or before, of the main element; 0 = any.",
                       "主元素在该搜索轮次或更早估算；0 表示不限。"}));
    add(base::real("precision", &C::precision, "%", {0, 1000}, Level::advanced, label("precision of production", "产量精度"),
                   {"The grade of a period's production about the block is known to ± so many percent at 90 % confidence, by the "
                    "realisations of the simulation; 0 = not asked. Without a simulation it is not known, and no block is in "
                    "the class.",
                    "据模拟的各次实现，块体所在时期产量的品位在 90% 置信度下精确到 ± 此百分数；0 表示不要求。"
                    "没有模拟则无从得知，任何块体都不归入该类。"}));
}

}  // namespace

std::vector<Param<ClassParams>> class_params() {
    std::vector<Param<ClassParams>> all{base::boolean(
        "use", &ClassParams::use, Level::basic, {"Confidence classes", "可靠程度类别"},
        {"Puts every block with a grade of the main element in the first class whose conditions it all "
         "fulfils, as column \"class\". The conditions are yours to state: none is right for every "
         "deposit.",
         "主元素有品位的块体归入首个条件全部满足的类别，写入“class”列。各条件需自行给定：没有适用于所有矿床的"
         "条件。"})};
    add_class(all, "measured", {"Measured", "探明"}, &ClassParams::measured);
    add_class(all, "indicated", {"Indicated", "控制"}, &ClassParams::indicated);
    add_class(all, "inferred", {"Inferred", "推断"}, &ClassParams::inferred);
    all.push_back(base::integer(
        "least_island", &ClassParams::least_island, "", {0, 1000000}, Level::advanced,
        {"Smallest island", "最小孤岛"},
        {"Groups of fewer blocks of one class take the class that surrounds them; no block without a class "
         "gets one. "
         "0 = none do.",
         "块体数少于此值的同类孤岛改为周围的类别；无类别的块体不会因此获得类别。0 表示不处理。"}));
    all.push_back(base::real(
        "production", &ClassParams::production_t, "t", {0, 1e12}, Level::advanced, {"Production of a period", "时期产量"},
        {"Tonnes mined in the period that the precision is asked of: a quarter's for measured, or a year's for indicated, "
         "say. Blocks are judged together in parcels of so many tonnes.",
         "精度要求所对应时期内的采出量（吨），例如探明按一个季度、控制按一年。块体按此吨数合为采区一起判断。"}));
    all.push_back(base::real(
        "production_height", &ClassParams::production_height_m, "m", {0, 10000}, Level::advanced,
        {"Height of the production's parcels", "采区高度"},
        {"How many metres of height are mined at the same time; 0 = one block.", "同时开采的高度；0 表示一个块体的高度。"}));
    return all;
}

ClassesRule classes_rule(const ClassParams& params) {
    ClassesRule rule;
    rule.least_island = params.least_island;
    const ClassConditions* conditions[] = {&params.measured, &params.indicated, &params.inferred};
    for (std::size_t c = 0; c < 3; ++c) {
        const ClassConditions& stated = *conditions[c];
        ClassRule& of = rule.of[c];
        of.holes = stated.holes;
        of.holes_within_m = stated.holes_within_m;
        if (stated.three_holes_m > 0) of.three_holes_m = stated.three_holes_m;
        if (stated.nearest_m > 0) of.nearest_m = stated.nearest_m;
        if (stated.slope > 0) of.least_slope = stated.slope;
        if (stated.precision > 0) of.most_precision = stated.precision;
        of.last_pass = stated.last_pass;
        of.use = stated.holes > 0 || stated.three_holes_m > 0 || stated.nearest_m > 0 || stated.slope > 0 ||
                 stated.last_pass > 0 || stated.precision > 0;
    }
    return rule;
}

}  // namespace orelens::geostat
