#include "core/geostat/Rules.h"

#include <algorithm>

#include "core/geostat/EstimateOptions.h"

namespace orelens::geostat {
namespace {

using base::Bilingual;
using base::Choice;
using base::Level;
using base::Param;
using base::Range;

constexpr Range angle{-360, 360};
constexpr Range length{0, 1e7};
constexpr Range range_of_structure{1e-3, 1e9};

std::vector<Choice> structure_types() {
    return {{"spherical", {"Spherical", "球状模型"}},
            {"exponential", {"Exponential", "指数模型"}},
            {"gaussian", {"Gaussian", "高斯模型"}}};
}

/// The angles turn in GSLIB's order: azimuth, then dip, then plunge about the axis they have given.
Bilingual plunge_help() {
    return {
        "Turn of the other two axes about the longest axis, after azimuth and dip (GSLIB's third angle). "
        "Positive is clockwise looking along the longest axis: for one that points north, the west side "
        "of the ellipsoid rises and the east side sinks.",
        "方位角与倾角转动之后，另外两轴绕长轴的旋转角（GSLIB 第三角）。沿长轴方向看去顺时针为正："
        "长轴指向正北时，椭球西侧抬升、东侧下降。"};
}

/// Members of one nested structure, so that both structures are declared by the same words.
struct StructureMembers {
    const char* suffix;
    Bilingual name;
    StructureType VariogramRule::*type;
    double VariogramRule::*sill;
    double VariogramRule::*ranges[3];
    double VariogramRule::*angles[3];
};

void add_structure(std::vector<Param<VariogramRule>>& all, const StructureMembers& m) {
    const auto label = [&](const char* en, const char* zh) {
        return Bilingual{m.name.en + ": " + en, m.name.zh + "：" + zh};
    };
    const std::string s = m.suffix;
    all.push_back(
        base::choice("type" + s, m.type, structure_types(), Level::advanced, label("model", "模型"),
                     {"How the variogram rises. Exponential and Gaussian reach 95 % of the sill at the "
                      "stated range (practical range).",
                      "变异函数的上升形式。指数和高斯模型在给定变程（实用变程）处达到基台值的 95 %。"}));
    all.push_back(base::real(
        "sill" + s, m.sill, "", {0, 1e12}, Level::advanced, label("sill", "基台值"),
        {"Its part of the sill, in squared grade units or as a share; 0 leaves it out. Only "
         "ratios between nugget and sills change the estimate.",
         "该结构所占的基台值（品位单位的平方或占比）；0 表示不使用。估算只取决于块金值与基台值的比例。"}));
    static constexpr const char* range_ids[3] = {"major", "semi", "minor"};
    static const Bilingual range_names[3] = {{"range along the longest axis", "长轴变程"},
                                             {"range along the middle axis", "次轴变程"},
                                             {"range along the shortest axis", "短轴变程"}};
    for (int a = 0; a < 3; ++a)
        all.push_back(
            base::real(range_ids[a] + s, m.ranges[a], "m", range_of_structure, Level::advanced,
                       label(range_names[a].en.c_str(), range_names[a].zh.c_str()),
                       {"Distance along this axis beyond which samples tell nothing about each other.",
                        "沿该轴超过此距离的样品互不相关。"}));
    static constexpr const char* angle_ids[3] = {"azimuth", "dip", "plunge"};
    static const Bilingual angle_names[3] = {{"azimuth", "方位角"}, {"dip", "倾角"}, {"plunge", "侧伏角"}};
    static const Bilingual angle_helps[3] = {
        {"Direction of the longest axis, clockwise from north.", "长轴方向，由正北顺时针量取。"},
        {"Dip of the longest axis, positive down.", "长轴倾角，向下为正。"},
        plunge_help()};
    for (int a = 0; a < 3; ++a)
        all.push_back(base::real(angle_ids[a] + s, m.angles[a], "°", angle, Level::advanced,
                                 label(angle_names[a].en.c_str(), angle_names[a].zh.c_str()),
                                 angle_helps[a]));
}

std::vector<Param<EstimateRule>> method_params() {
    return {
        base::choice("method", &EstimateRule::method, method_choices(), Level::basic,
                     {"Estimation method", "估算方法"},
                     {"How block grades are estimated from composites.", "由组合样估算块体品位的方法。"}),
        base::file("known_model", &EstimateRule::known_model, Level::advanced,
                   {"Known block model", "已有块体模型"},
                   {"A block model whose columns help to estimate elements that it does not hold: its column X is the secondary "
                    "variable known.X. Blocks take the value of its block that holds their centre.",
                    "其列可用于辅助估算它所不含元素的块体模型：其中 X 列作为辅助变量 known.X。块体取包含其中心的块的值。"}),
        base::real("distance_power", &EstimateRule::distance_power, "", {0.1, 10}, Level::advanced,
                   {"Power of distance", "距离幂次"},
                   {"Inverse distance only: weights are 1/dᵖ, with d in units of the search ellipsoid.",
                    "仅用于距离反比法：权重为 1/dᵖ，d 以搜索椭球为单位。"}),
    };
}

std::vector<Param<EstimateRule>> ellipsoid_params() {
    const Bilingual zero{
        "0 takes one and a half times the drill spacing, in the proportions of the variogram's longest ranges and, when "
        "all three are 0, with its orientation; an assumed variogram gives a sphere.",
        "填 0 时取工程间距的 1.5 倍，各轴比例按变异函数的最大变程；三个半径均为 0 时同时采用其方位；假定的变异函数对应球形。"};
    return {
        base::real("search_azimuth", &EstimateRule::search_azimuth_deg, "°", angle, Level::advanced,
                   {"Search azimuth", "搜索方位角"},
                   {"Direction of the ellipsoid's longest axis, clockwise from north.",
                    "椭球长轴方向，由正北顺时针量取。"}),
        base::real("search_dip", &EstimateRule::search_dip_deg, "°", angle, Level::advanced,
                   {"Search dip", "搜索倾角"},
                   {"Dip of the longest axis, positive down.", "长轴倾角，向下为正。"}),
        base::real("search_plunge", &EstimateRule::search_plunge_deg, "°", angle, Level::advanced,
                   {"Search plunge", "搜索侧伏角"}, plunge_help()),
        base::real("search_major", &EstimateRule::search_major_m, "m", length, Level::basic,
                   {"Search radius, longest axis", "搜索半径（长轴）"}, zero),
        base::real("search_semi", &EstimateRule::search_semi_m, "m", length, Level::basic,
                   {"Search radius, middle axis", "搜索半径（次轴）"}, zero),
        base::real("search_minor", &EstimateRule::search_minor_m, "m", length, Level::basic,
                   {"Search radius, shortest axis", "搜索半径（短轴）"}, zero),
    };
}

std::vector<Param<EstimateRule>> sample_params() {
    return {
        base::integer("min_samples", &EstimateRule::min_samples, "", {1, 1000}, Level::basic,
                      {"Fewest samples", "最少样品数"},
                      {"A block with fewer samples in reach waits for the next pass.",
                       "搜索范围内样品少于此数的块体留待下一轮搜索。"}),
        base::integer("max_samples", &EstimateRule::max_samples, "", {1, 1000}, Level::basic,
                      {"Most samples", "最多样品数"},
                      {"Only the nearest of this number are used.", "仅使用距离最近的若干个样品。"}),
        base::integer("max_per_hole", &EstimateRule::max_per_hole, "", {0, 1000}, Level::basic,
                      {"Most samples per hole", "单孔最多样品数"},
                      {"Keeps one drillhole from deciding a block alone; 0 = no limit.",
                       "避免单个钻孔决定块体品位；0 表示不限制。"}),
        base::integer("passes", &EstimateRule::passes, "", {1, 10}, Level::basic, {"Passes", "搜索轮数"},
                      {"Blocks without enough samples are tried again with a larger ellipsoid.",
                       "样品不足的块体以更大的椭球再搜索一轮。"}),
        base::real("pass_factor", &EstimateRule::pass_factor, "", {1, 10}, Level::advanced,
                   {"Growth per pass", "逐轮放大倍数"},
                   {"Each pass's ellipsoid over the one before.", "每轮椭球相对于前一轮的放大倍数。"}),
        base::integer("last_pass_min_samples", &EstimateRule::last_pass_min_samples, "", {1, 1000},
                      Level::advanced, {"Fewest samples, last pass", "末轮最少样品数"},
                      {"Used in the last of several passes, when it is below the general minimum.",
                       "搜索多于一轮时用于最后一轮；仅在小于最少样品数时起作用。"}),
    };
}

std::vector<Param<EstimateRule>> discretisation_params() {
    const Bilingual help{
        "Points per block along this axis. 1×1×1 estimates the block's centre, more estimate its "
        "mean.",
        "块体沿该方向的离散点数。1×1×1 估算块体中心点，更多则估算块体平均值。"};
    return {
        base::integer("discretise_u", &EstimateRule::discretise_u, "", {1, 16}, Level::advanced,
                      {"Points along u", "u 方向离散点数"}, help),
        base::integer("discretise_v", &EstimateRule::discretise_v, "", {1, 16}, Level::advanced,
                      {"Points along v", "v 方向离散点数"}, help),
        base::integer("discretise_w", &EstimateRule::discretise_w, "", {1, 16}, Level::advanced,
                      {"Points along w", "w 方向离散点数"}, help),
    };
}

std::vector<Param<EstimateRule>> diagnostics_params() {
    return {base::choice(
        "diagnostics", &EstimateRule::diagnostics,
        {{"none", {"None", "不保留"}},
         {"main_element", {"Main element", "主元素"}},
         {"all", {"All elements", "全部元素"}}},
        Level::advanced, {"Keep estimate diagnostics of", "保留估算诊断"},
        {"Search pass, samples used, estimation variance and mean sample distance of every block, which say "
         "why "
         "it has its grade: 10 bytes per block and element. The main element is that of the main commodity, "
         "else "
         "the first; it is taken when the estimate runs.",
         "每个块体的搜索轮次、所用样品数、估计方差和样品平均距离，用于说明其品位的由来；每个元素每块占 10 "
         "字节。主元素为主矿种对应的元素，否则为第一个元素；在估算运行时确定。"})};
}

std::vector<Param<EstimateRule>> boundary_params() {
    return {
        base::choice("boundary", &EstimateRule::boundary,
                     {{"none", {"None", "无"}},
                      {"lithology", {"Rock code", "岩性代码"}},
                      {"solids", {"Domain solids", "域实体"}}},
                     Level::basic, {"Boundaries", "边界"},
                     {"Blocks of a domain are estimated from samples of the same domain only. Rock code: that of "
                      "the nearest composite. Domain solids: the shapes whose part is domain; a block belongs to "
                      "the one that has most of it.",
                      "某域的块体只用同一域的样品估算。岩性代码取最近组合样的代码；域实体为作用是“域”的形体，块体归于"
                      "占其体积最大的域。"}),
        base::choice("outside", &EstimateRule::outside,
                     {{"leave", {"Not estimated, not counted", "不估算、不计入"}},
                      {"estimate", {"Estimated from samples outside", "用域外样品估算"}}},
                     Level::advanced, {"Rock outside the solids", "实体以外的岩石"},
                     {"With domain solids as hard boundaries. Left out, a cut block counts with its part inside; "
                      "estimated, it counts whole with the grade of whatever has most of it.",
                      "以域实体为硬边界时：不计入则被切割的块体按域内比例计入；估算则整块计入，品位取占比最大的一方。"}),
        base::choice("orientation", &EstimateRule::orientation,
                     {{"one", {"One for all blocks", "所有块体统一"}}, {"surface", {"The domain's surface", "域表面"}}},
                     Level::basic, {"Directions of continuity", "连续性方向"},
                     {"With domain solids as boundaries: variogram and search are turned, block by block, so that their shortest "
                      "axis lies across the domain's surface around, as folded and undulating bodies ask; ranges stay. It shows "
                      "where the variogram or the stated search has a shortest axis. Cross-validation keeps one direction.",
                      "以域实体为边界时：变异函数与搜索范围按块体旋转，使最短轴垂直于周围的域表面，适于褶曲、起伏的矿体；变程不变。仅当"
                      "变异函数或给定的搜索有最短轴时才起作用。交叉验证仍用统一方向。"}),
        base::words("contacts", &EstimateRule::contacts, Level::advanced, {"Soft and one-way contacts", "软边界与单向边界"},
                    {"Contacts that are not hard, separated by semicolons, each with a distance in metres. \"core <> halo 20\": "
                     "either takes the other's samples within 20 m of the contact. \"core < rim 10\": core takes those of rim, "
                     "rim none of core. Codes of domains; outside is rock of none, * every other. With rock codes the distance "
                     "is that to the nearest sample of the domain. Simulation takes hard boundaries everywhere.",
                     "不作硬性隔离的接触关系，以分号分隔，各带距离（米）。“core <> halo 20”：双方互用接触面 20 m 以内对方的样品；"
                     "“core < rim 10”：core 使用 rim 的样品，反之不用。写域代码；outside 为域外岩石，* 为其余全部。以岩性代码为"
                     "边界时，距离指到该域最近样品的距离。模拟一律按硬边界。"}),
        base::choice("density", &EstimateRule::density,
                     {{"constant", {"Constant (economics.density)", "常数（economics.density）"}},
                      {"samples", {"From measured densities", "由实测体重推求"}}},
                     Level::basic, {"Density of blocks", "块体体重"},
                     {"What the tonnes of blocks follow from. From measured densities: by inverse distance of the "
                      "composites that carry one, within the search of the last pass and the hard boundaries; the "
                      "constant where none is found.",
                      "块体矿石量所用的体重。由实测体重推求：在最后一轮搜索范围与硬边界之内，对带有实测体重的组合样"
                      "按距离反比法取值；找不到时采用常数。"}),
    };
}

}  // namespace

std::vector<Param<EstimateRule>> estimate_params() {
    std::vector<Param<EstimateRule>> all = method_params();
    for (const auto& part : {trend_params(), ellipsoid_params(), sample_params(), octant_params(),
                             discretisation_params(), guard_params(), diagnostics_params(), quality_params(),
                             boundary_params()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::vector<Param<VariogramRule>> variogram_params() {
    std::vector<Param<VariogramRule>> all{
        base::boolean(
            "fit", &VariogramRule::fit, Level::basic, {"Fit automatically", "自动拟合"},
            {"Fits the model to the composites' experimental variograms; the numbers below are then not "
             "used.",
             "根据组合样的实验变异函数自动拟合模型，此时不使用下列数值。"}),
        base::choice("scale", &VariogramRule::scale,
                     {{"automatic", {"Automatic", "自动"}},
                      {"grade", {"Grades", "品位"}},
                      {"normal_scores", {"Normal scores", "正态得分"}},
                      {"pairwise_relative", {"Pairwise relative", "成对相对"}}},
                     Level::advanced, {"Scale of the fit", "拟合尺度"},
                     {"What the automatic fit compares: grades as they are, their normal scores by the declustered "
                      "distribution, or differences relative to the pair's mean. Automatic takes normal scores, which a "
                      "few high grades and crowded samples do not rule; the model is turned back into grades.",
                      "自动拟合所用的尺度：品位本身、按去丛聚分布的正态得分，或样品对差值与其均值之比。自动时采用正态得分，"
                      "不受少数高品位和密集样品左右；模型随后换算回品位。"}),
        base::choice("structures", &VariogramRule::structures,
                     {{"automatic", {"Automatic", "自动"}}, {"one", {"One", "一个"}}, {"two", {"Two", "两个"}}},
                     Level::advanced, {"Structures of the fit", "拟合的结构数"},
                     {"Automatic takes a second nested structure where the data clearly show one.",
                      "自动时仅在数据明确显示时采用第二个套合结构。"}),
        base::boolean("anisotropic", &VariogramRule::anisotropic, Level::advanced,
                      {"Fit directions", "拟合方向性"},
                      {"Lets ranges differ by direction as far as the data carry it; off gives one range for all "
                       "directions.",
                       "在数据支持的范围内允许各方向变程不同；关闭时各方向变程相同。"}),
        base::boolean("by_domain", &VariogramRule::by_domain, Level::advanced, {"Own variogram of domains and thresholds", "各域与各阈值单独的变异函数"},
                      {"Where domains are boundaries of the estimate, a variogram is fitted to the samples of each domain that has "
                       "enough of them (50 in 5 holes); the others take that of all samples, which is a finding. Indicator kriging has one for each "
                       "threshold with at least 20 samples on both sides, from all samples; the others take the element's, which is a "
                       "finding too. Off: one variogram for all.",
                       "以域为估算边界时，对样品足够（5 个钻孔 50 个样品）的域单独拟合变异函数；其余域采用全部样品的变异函数，并列入"
                       "检查结果。指示克里金对两侧各有至少 20 个样品的阈值，以全部样品分别拟合；其余阈值采用该元素的变异函数，并列入检查结果。"
                       "关闭则均采用同一变异函数。"}),
        base::real("simple_mean", &VariogramRule::simple_mean, "", {-1e9, 1e9, true}, Level::advanced,
                   {"Mean for simple kriging", "简单克里金均值"},
                   {"Known mean grade, in the element's unit. Empty: the mean of the composites, after the "
                    "top cut.",
                    "已知的平均品位，采用该元素的单位。留空则取组合样（按特高品位上限处理后）的平均值。"}),
        base::real("nugget", &VariogramRule::nugget, "", {0, 1e12}, Level::advanced, {"Nugget", "块金值"},
                   {"Variance between samples at the same place, on the sills' scale.",
                    "同一位置样品之间的方差，与基台值同一尺度。"}),
    };
    using R = VariogramRule;
    add_structure(all, {"1",
                        {"Structure 1", "结构一"},
                        &R::type1,
                        &R::sill1,
                        {&R::major1_m, &R::semi1_m, &R::minor1_m},
                        {&R::azimuth1_deg, &R::dip1_deg, &R::plunge1_deg}});
    add_structure(all, {"2",
                        {"Structure 2", "结构二"},
                        &R::type2,
                        &R::sill2,
                        {&R::major2_m, &R::semi2_m, &R::minor2_m},
                        {&R::azimuth2_deg, &R::dip2_deg, &R::plunge2_deg}});
    return all;
}

Variogram stated_variogram(const VariogramRule& rule) {
    Variogram variogram;
    variogram.nugget = rule.nugget;
    variogram.structures.push_back(
        {rule.type1,
         rule.sill1,
         {rule.azimuth1_deg, rule.dip1_deg, rule.plunge1_deg, rule.major1_m, rule.semi1_m, rule.minor1_m}});
    if (rule.sill2 > 0)
        variogram.structures.push_back({rule.type2,
                                        rule.sill2,
                                        {rule.azimuth2_deg, rule.dip2_deg, rule.plunge2_deg, rule.major2_m,
                                         rule.semi2_m, rule.minor2_m}});
    return variogram;
}

FitRule fit_rule(const VariogramRule& rule, double top_cut) {
    FitRule fit;
    fit.scale = rule.scale;
    fit.structures = static_cast<int>(rule.structures);
    fit.anisotropic = rule.anisotropic;
    fit.top_cut = top_cut;
    return fit;
}

ElementEstimate element_estimate(const std::string& element, const EstimateRule& rule,
                                 const VariogramRule& own, const Variogram& variogram, double top_cut,
                                 const Anisotropy& search, const ElementRule& particular) {
    ElementEstimate how;
    how.element = element;
    set_options(how, rule, particular);
    how.variogram = variogram;
    how.simple_mean = own.simple_mean;
    how.top_cut = top_cut;
    how.discretisation = {rule.discretise_u, rule.discretise_v, rule.discretise_w};

    how.search = search;
    const bool stated = rule.search_major_m > 0 || rule.search_semi_m > 0 || rule.search_minor_m > 0;
    if (stated) {
        how.search.azimuth_deg = rule.search_azimuth_deg;
        how.search.dip_deg = rule.search_dip_deg;
        how.search.plunge_deg = rule.search_plunge_deg;
    }
    if (rule.search_major_m > 0) how.search.range_major_m = rule.search_major_m;
    if (rule.search_semi_m > 0) how.search.range_semi_m = rule.search_semi_m;
    if (rule.search_minor_m > 0) how.search.range_minor_m = rule.search_minor_m;

    how.passes.clear();
    double factor = 1;
    for (int p = 0; p < rule.passes; ++p, factor *= rule.pass_factor)
        how.passes.push_back(
            {factor, rule.min_samples, rule.max_samples, rule.max_per_hole, rule.max_per_octant});
    if (rule.passes > 1) {
        int& fewest = how.passes.back().min_samples;
        fewest = std::min(fewest, rule.last_pass_min_samples);
    }
    const int least = least_samples_of_trend(how);
    for (SearchPass& pass : how.passes) {
        pass.min_samples = std::max(pass.min_samples, least);
        if (least > 1) pass.max_samples = std::max(pass.max_samples, least);
    }
    return how;
}

}  // namespace orelens::geostat
