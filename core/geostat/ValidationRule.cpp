#include "core/geostat/ValidationRule.h"

namespace orelens::geostat {
namespace {

using base::Bilingual;
using base::Level;
using base::Param;
using R = ValidationRule;

std::vector<Param<R>> choice_params() {
    return {
        base::boolean("use", &R::use, Level::basic, {"Validate estimates", "检验估算"},
                      {"Hold every estimate against the samples: cross-validation, swaths, bias, change of support and a verdict.",
                       "用样品检验各元素的估算：交叉验证、条带对比、偏差、支撑变换及结论。"}),
        base::integer("samples", &R::samples, "", {10, 10'000'000}, Level::advanced,
                      {"Samples of the cross-validation", "交叉验证样品数"},
                      {"Where an element has more, this many are drawn evenly by the seed; all are estimated from.",
                       "元素样品多于此数时按随机种子均匀抽取；估算仍使用全部样品。"}),
        base::integer("blocks", &R::blocks, "", {1000, 100'000'000}, Level::advanced,
                      {"Blocks of the comparison", "对比所用块体数"},
                      {"A larger model is represented by about this many blocks, in groups of 8×8×8 drawn by the seed.",
                       "模型更大时按随机种子以 8×8×8 块体为组抽取约此数目的块体代表全体。"}),
        base::integer("folds", &R::folds, "", {2, 1000}, Level::basic, {"Groups of holes", "钻孔分组数"},
                      {"Whole holes are parted into this many groups; each group is estimated from the others. The "
                       "verdict rests on this, as samples of one hole know each other.",
                       "将钻孔整孔分为若干组，每组由其余各组估算。同孔样品彼此相关，故结论以此为准。"}),
        base::integer("seed", &R::seed, "", {0, 2'000'000'000}, Level::advanced, {"Seed", "随机种子"},
                      {"Of the choice of samples and blocks and of the groups of holes: same seed, same numbers.",
                       "用于样品、块体的抽取与钻孔分组：种子相同则结果相同。"}),
        base::real("swath_width", &R::swath_width_m, "m", {0, 1e7}, Level::basic, {"Width of swaths", "条带宽度"},
                   {"Of the slices in which model and samples are compared; 0 takes a twentieth of the extent, in whole blocks.",
                    "模型与样品逐带对比时的条带宽度；0 表示取延伸长度的二十分之一，并取整到块体尺寸。"}),
        base::real("swath_azimuth", &R::swath_azimuth_deg, "°", {-360, 360, true}, Level::advanced,
                   {"Azimuth of a fourth swath", "第四条带方位角"},
                   {"Direction along which slices follow each other, beside east, north and up; empty means none.",
                    "除东、北、竖向之外另加一个条带方向；留空表示没有。"}),
        base::real("swath_dip", &R::swath_dip_deg, "°", {-90, 90}, Level::advanced,
                   {"Dip of a fourth swath", "第四条带倾角"}, {"Dip of that direction, positive down.", "该方向的倾角，向下为正。"}),
        base::integer("least_samples", &R::least_samples, "", {2, 1'000'000}, Level::advanced,
                      {"Fewest samples for a verdict", "判定所需最少样品数"},
                      {"With fewer estimated samples a criterion is not judged.", "被估算样品少于此数时不作判定。"}),
        base::integer("least_holes", &R::least_holes, "", {2, 100'000}, Level::advanced,
                      {"Fewest holes for a verdict", "判定所需最少钻孔数"},
                      {"With samples from fewer holes the cross-validation is not judged.", "样品来自的钻孔少于此数时交叉验证不作判定。"}),
        base::integer("slice_samples", &R::slice_samples, "", {1, 1'000'000}, Level::advanced,
                      {"Fewest samples of a slice", "条带最少样品数"},
                      {"Slices with fewer samples are shown but not judged.", "样品少于此数的条带只显示，不判定。"}),
    };
}

struct LimitWords {
    const char* id;
    const char* unit;
    double R::*pass;
    double R::*marginal;
    base::Range range;
    Bilingual name, help;
};

std::vector<LimitWords> limits() {
    return {
        {"mean_error", "%", &R::mean_error_pass, &R::mean_error_marginal, {0, 1000}, {"mean error", "平均误差"},
         {"Mean error of the cross-validation by holes, as a share of the samples' mean.",
          "按钻孔交叉验证的平均误差占样品均值的比例。"}},
        {"slope", "", &R::slope_pass, &R::slope_marginal, {0, 10}, {"slope off 1", "斜率偏离 1"},
         {"How far the regression of samples on estimates is from a slope of 1 (conditional bias).",
          "样品对估算值回归的斜率偏离 1 的程度（条件偏差）。"}},
        {"spread", "", &R::spread_pass, &R::spread_marginal, {1, 1000}, {"factor of squared errors", "方差比倍数"},
         {"Mean squared error over the kriging variance, as a factor above or below 1.",
          "误差平方与克里金方差之比的均值，以高于或低于 1 的倍数表示。"}},
        {"accuracy", "", &R::accuracy_pass, &R::accuracy_marginal, {0, 1}, {"goodness of accuracy", "准确度"},
         {"Goodness of the accuracy plot (Deutsch 1997); 1 where every band of probability holds its share of samples.",
          "准确度图的优度（Deutsch 1997）；各概率区间所含样品比例均相符时为 1。"}},
        {"nearest", "%", &R::nearest_pass, &R::nearest_marginal, {0, 1000},
         {"bias against nearest neighbour", "与最近邻的偏差"},
         {"Mean of the model against that of the nearest neighbour in the same blocks.",
          "模型均值与相同块体最近邻均值之差。"}},
        {"data", "%", &R::data_pass, &R::data_marginal, {0, 1000}, {"bias against samples", "与样品的偏差"},
         {"Mean of the model against the declustered mean of the samples; wider, since the cells' size alone moves it.",
          "模型均值与样品去丛聚均值之差；单元尺寸本身影响该均值，故限值较宽。"}},
        {"swath", "%", &R::swath_pass, &R::swath_marginal, {0, 1000}, {"deviation of swaths", "条带偏离"},
         {"Mean absolute difference of model and nearest neighbour over the slices, in the worst direction, as a share of the mean.",
          "各条带模型与最近邻之差绝对值的平均占均值的比例，取最差方向。"}},
        {"support", "%", &R::support_pass, &R::support_marginal, {0, 100}, {"metal off the change of support", "金属量与支撑变换之差"},
         {"Largest difference of the metal above a cutoff from what the discrete Gaussian model expects of blocks, as a share of all metal.",
          "边际品位以上金属量与离散高斯模型对块体预期值的最大差，占全部金属的比例。"}},
    };
}

}  // namespace

std::vector<Param<ValidationRule>> validation_params() {
    std::vector<Param<R>> all = choice_params();
    for (const LimitWords& one : limits()) {
        const bool at_least = one.pass == &R::accuracy_pass;
        const Bilingual pass{at_least ? " Passed from here." : " Passed up to here.", at_least ? "不低于此值为通过。" : "不超过此值为通过。"};
        const Bilingual marginal{at_least ? " Marginal from here, failed below." : " Marginal up to here, failed beyond.",
                                 at_least ? "不低于此值为勉强，更低为不通过。" : "不超过此值为勉强，更高为不通过。"};
        const std::string id = one.id;
        all.push_back(base::real(id + "_pass", one.pass, one.unit, one.range, Level::advanced,
                                 {"Passed: " + one.name.en, "通过：" + one.name.zh},
                                 {one.help.en + pass.en, one.help.zh + pass.zh}));
        all.push_back(base::real(id + "_marginal", one.marginal, one.unit, one.range, Level::advanced,
                                 {"Marginal: " + one.name.en, "勉强：" + one.name.zh},
                                 {one.help.en + marginal.en, one.help.zh + marginal.zh}));
    }
    return all;
}

}  // namespace orelens::geostat
