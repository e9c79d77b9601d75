#include "core/geostat/EstimateOptions.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace orelens::geostat {
namespace {

using base::Choice;
using base::Level;
using base::Param;
using base::Range;

constexpr Range length{0, 1e7};

std::vector<Choice> own_method_choices() {
    std::vector<Choice> all{{"as_stated", {"As for all elements", "与全部元素相同"}}};
    for (Choice& one : method_choices()) all.push_back(std::move(one));
    return all;
}

}  // namespace

std::vector<Choice> method_choices() {
    return {{"ordinary_kriging", {"Ordinary kriging", "普通克里金"}},
            {"simple_kriging", {"Simple kriging", "简单克里金"}},
            {"inverse_distance", {"Inverse distance", "距离反比"}},
            {"nearest_neighbour", {"Nearest neighbour", "最近邻法"}},
            {"universal_kriging", {"Universal kriging (with a trend)", "泛克里金（带趋势）"}},
            {"external_drift", {"Kriging with an external drift", "外部漂移克里金"}},
            {"local_mean", {"Simple kriging about a local mean", "局部均值简单克里金"}},
            {"collocated_cokriging", {"Collocated cokriging", "同位协同克里金"}},
            {"moving_average", {"Moving average", "移动平均"}},
            {"indicator_kriging", {"Indicator kriging", "指示克里金"}},
            {"cokriging", {"Ordinary cokriging (with other elements)", "普通协同克里金（借助其他元素）"}}};
}

std::vector<Param<EstimateRule>> trend_params() {
    return {
        base::choice(
            "trend", &EstimateRule::trend,
            {{"linear", {"Linear in all directions", "三个方向线性"}},
             {"horizontal", {"Linear horizontally", "水平方向线性"}},
             {"vertical", {"Linear vertically", "垂直方向线性"}},
             {"quadratic", {"Quadratic in all directions", "三个方向二次"}}},
            Level::advanced, {"Trend", "趋势"},
            {"Universal kriging only: how grades change with place beside what the variogram says. Where "
             "the samples of a block do not tell a part of it, that part is left out and counted. A block needs at least twice as "
             "many samples as the trend has terms: 8, 6, 4 and 20.",
             "仅用于泛克里金：除变异函数所述之外，品位随位置的变化形式。块体所用样品不足以确定的部分不采用，"
             "并予以统计。每个块体的样品数至少为趋势项数的两倍：依次为 8、6、4、20。"}),
        base::boolean("distance_in_metres", &EstimateRule::distance_in_metres, Level::advanced,
                      {"Distance in metres", "距离按米计"},
                      {"Inverse distance only: weigh by distance in metres instead of units of the search "
                       "ellipsoid.",
                       "仅用于距离反比法：按米而不是按搜索椭球的单位计算距离。"}),
    };
}

std::vector<Param<EstimateRule>> octant_params() {
    return {
        base::integer(
            "max_per_octant", &EstimateRule::max_per_octant, "", {0, 1000}, Level::basic,
            {"Most samples per octant", "单卦限最多样品数"},
            {"Keeps one side of a block from deciding alone where drilling is uneven; 0 = no limit. Samples "
             "are taken by distance: one whose octant or hole is full is passed over.",
             "工程分布不均时避免块体一侧的样品单独决定品位；0 "
             "表示不限制。样品由近及远选取，所在卦限或钻孔已满的样品跳过。"}),
        base::choice("octant_axes", &EstimateRule::octant_axes,
                     {{"ellipsoid", {"Axes of the search ellipsoid", "搜索椭球的轴"}},
                      {"map", {"East, north and up, as GSLIB", "东、北、上（与 GSLIB 相同）"}}},
                     Level::advanced, {"Octants lie between", "卦限的划分轴"},
                     {"Planes through the block that part the samples into octants.",
                      "通过块体、把样品分成八个卦限的平面。"}),
    };
}

std::vector<Param<EstimateRule>> guard_params() {
    return {
        base::choice(
            "negative", &EstimateRule::negative,
            {{"keep", {"Kept", "保留"}},
             {"zero", {"Set to zero", "置零"}},
             {"positive_weights", {"Estimated again with positive weights", "以非负权值重新估算"}}},
            Level::advanced, {"Estimates below zero", "负估算值"},
            {"Kriging weights below zero can make grades below zero of samples that are not. Blocks are "
             "counted either way. Positive weights: ordinary and simple kriging only.",
             "克里金负权可能使非负样品得出负品位。各种处理方式均统计块体数。非负权值仅用于普通与简单"
             "克里金。"}),
        base::real("max_distance", &EstimateRule::max_distance_m, "m", length, Level::basic,
                   {"Furthest nearest sample", "最近样品的最大距离"},
                   {"Blocks whose nearest sample used is further away than this have no grade; 0 = no limit.",
                    "所用最近样品超过此距离的块体不给出品位；0 表示不限制。"}),
        base::boolean("inside_samples", &EstimateRule::inside_samples, Level::advanced,
                      {"Only among the samples", "仅在样品范围内"},
                      {"Blocks outside the convex hull of the element's samples have no grade.",
                       "位于该元素样品凸包以外的块体不给出品位。"}),
        base::real(
            "hull_margin", &EstimateRule::hull_margin_m, "m", length, Level::advanced,
            {"Reach beyond the samples", "样品范围外扩"},
            {"How far outside their convex hull blocks are still estimated.", "凸包以外仍估算块体的距离。"}),
    };
}

std::vector<Param<EstimateRule>> quality_params() {
    return {base::boolean("quality", &EstimateRule::quality, Level::advanced,
                          {"Quality of each estimate", "保留估算质量指标"},
                          {"Where diagnostics are kept, also the number of holes, slope of regression, "
                           "kriging efficiency, share of "
                           "negative weights and Lagrange multiplier: 17 bytes for each element estimated in a block.",
                           "在保留估算诊断的元素上，同时保留钻孔数、回归斜率、克里金效率、负权比例与拉格朗日"
                           "乘子；每个块体的每个元素占 17 字节。"})};
}

std::vector<Param<ElementRule>> element_params() {
    using E = ElementRule;
    const Range grade{-1e9, 1e9, true};
    return {
        base::choice(
            "method", &E::method, own_method_choices(), Level::advanced,
            {"Estimation method of this element", "该元素的估算方法"},
            {"For an element that is estimated unlike the others, for instance from the estimate of another.",
             "用于与其他元素估算方法不同的元素，例如借助另一元素的估算结果。"}),
        base::words(
            "secondary", &E::secondary, Level::advanced, {"Secondary variable", "辅助变量"},
            {"External drift, local mean or collocated cokriging: the element that helps. It is "
             "estimated first. Samples take the value of the block they lie in. known.X is column X of estimate.known_model.",
             "用于外部漂移、局部均值或同位协同克里金：提供辅助信息的元素，先行估算。样品取其所在块体的值。known.X 为 "
             "estimate.known_model 中的 X 列。"}),
        base::words(
            "with", &E::with, Level::advanced, {"Cokriged with", "协同元素"},
            {"Ordinary cokriging only: elements, separated by semicolons, whose samples help. Empty: up to two of those "
             "that were assayed where this one was not, the most correlated ones.",
             "仅用于普通协同克里金：以分号分隔的元素，借助其样品。留空则在该元素未化验处有化验值的元素中，取相关性最强的"
             "至多两个。"}),
        base::real(
            "least_correlation", &E::least_correlation, "", {0, 1}, Level::advanced,
            {"Least correlation for cokriging", "协同克里金的最小相关系数"},
            {"Elements whose ranks are correlated less than this with this one's, in either direction, do not help it; "
             "where none is left, ordinary kriging is taken.",
             "与该元素秩相关系数的绝对值小于此值的元素不参与协同；若无可用元素，则采用普通克里金。"}),
        base::real(
            "correlation", &E::correlation, "", {-1, 1, true}, Level::advanced,
            {"Correlation with the secondary variable", "与辅助变量的相关系数"},
            {"Collocated cokriging only. Empty: measured between the samples and the blocks they lie in.",
             "仅用于同位协同克里金。留空则由样品与其所在块体求得。"}),
        base::real(
            "restrict_above", &E::restrict_above, "", grade, Level::advanced,
            {"Rich samples above", "高品位样品下限"},
            {"Samples richer than this count as this where they are further from a block than the distance "
             "below; in the element's unit. Empty: all count in full.",
             "高于此值的样品，在距块体超过下述距离时按此值计；采用该元素的单位。留空则全部按实际值计。"}),
        base::real("restrict_beyond", &E::restrict_beyond_m, "m", length, Level::advanced,
                   {"Rich samples count in full within", "高品位样品的影响距离"},
                   {"Distance within which a rich sample keeps its grade.",
                    "在此距离以内，高品位样品保持其实际品位。"}),
        base::words(
            "thresholds", &E::thresholds, Level::advanced, {"Indicator thresholds", "指示阈值"},
            {"Indicator kriging: grades separated by semicolons. Empty: the nine deciles of the composites. "
             "All use the element's variogram.",
             "用于指示克里金：以分号分隔的品位值。留空则取组合样的九个十分位数。各阈值均采用该元素的变异函数"
             "。"}),
        base::words(
            "cutoffs", &E::cutoffs, Level::advanced,
            {"Grades above which shares are kept", "保留其上占比的品位"},
            {"Indicator kriging: for every grade listed, separated by semicolons, the share of a block above "
             "it and the mean of that share become columns.",
             "用于指示克里金：对以分号分隔的每个品位，块体中高于该品位的占比及其平均品位各成一列。"}),
        base::real(
            "lowest", &E::lowest, "", {-1e9, 1e9}, Level::advanced, {"Lowest grade", "最低品位"},
            {"Indicator kriging: where the local distribution begins.", "用于指示克里金：局部分布的起点。"}),
        base::real("highest", &E::highest, "", grade, Level::advanced, {"Highest grade", "最高品位"},
                   {"Indicator kriging: where the local distribution ends. Empty: at the richest sample.",
                    "用于指示克里金：局部分布的终点。留空则取最富样品的品位。"}),
        base::real("upper_tail", &E::upper_tail, "", {0, 100}, Level::advanced,
                   {"Power of the upper end", "上端幂次"},
                   {"Indicator kriging: 0 = linear from the last threshold to the highest grade; above 1 = a "
                    "hyperbola without end, the flatter the smaller.",
                    "用于指示克里金：0 表示由最后一个阈值线性延伸至最高品位；大于 1 "
                    "表示无上界的双曲线，数值越小尾部越长。"}),
    };
}

int least_samples_of_trend(const ElementEstimate& how) {
    if (how.method == Method::external_drift) return 2 * 2;
    if (how.method != Method::universal_kriging) return 1;
    // The constant, and the forms of the trend: Trend's own order.
    static constexpr int functions[] = {1 + 3, 1 + 2, 1 + 1, 1 + 3 + 6};
    return 2 * functions[static_cast<int>(how.trend)];
}

void set_options(ElementEstimate& how, const EstimateRule& rule, const ElementRule& particular) {
    how.method = particular.method == ElementRule::OwnMethod::as_stated
                     ? rule.method
                     : static_cast<Method>(static_cast<int>(particular.method) - 1);
    how.distance_power = rule.distance_power;
    how.distance_in_metres = rule.distance_in_metres;
    how.trend = rule.trend;
    how.octant_axes = rule.octant_axes;
    how.quality = rule.quality;
    // Other methods have no weights to choose: their estimates below zero are set to zero.
    const bool weighs = how.method == Method::ordinary_kriging || how.method == Method::simple_kriging;
    how.negative = rule.negative == NegativeEstimates::positive_weights && !weighs ? NegativeEstimates::zero
                                                                                   : rule.negative;
    if (rule.max_distance_m > 0) how.limits.max_distance_m = rule.max_distance_m;
    how.limits.inside_hull = rule.inside_samples;
    how.limits.hull_margin_m = rule.hull_margin_m;
    how.secondary = particular.secondary;
    how.collocated.correlation = particular.correlation;
    how.restrict_above = particular.restrict_above;
    how.restrict_beyond_m = particular.restrict_beyond_m;
    how.indicator.tails = {particular.lowest, particular.highest, particular.upper_tail};
}

base::Expected<std::vector<double>> number_list(const std::string& text) {
    std::vector<double> numbers;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find_first_of(";,", begin), text.size());
        std::string word = text.substr(begin, end - begin);
        std::erase(word, ' ');
        begin = end + 1;
        if (word.empty()) continue;
        double number = 0;
        const auto [stop, code] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (code != std::errc() || stop != word.data() + word.size() || !std::isfinite(number))
            return base::fail(base::ErrorKind::usage,
                              base::Message("geostat.not_a_number", {{"text", word}}));
        numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

}  // namespace orelens::geostat
