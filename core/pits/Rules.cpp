#include "core/pits/Rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/pits/Shells.h"

namespace orelens::pits {
namespace {

using base::Expected;
using base::Level;
using base::Message;

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Parts between separators; the last may be empty and is then left out.
std::vector<std::string> parts_of(const std::string& text, const std::string& separators) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        parts.push_back(trimmed(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    if (!parts.empty() && parts.back().empty()) parts.pop_back();
    return parts;
}

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::unexpected<base::Error> unread(const std::string& part, const std::string& field, const char* fix) {
    return base::fail(base::ErrorKind::data, Message("pits.unread", {{"part", part}}), {.field = field},
                      Message(fix));
}

}  // namespace

Expected<SlopeRose> read_rose(const std::string& text, const std::string& field) {
    SlopeRose rose;
    for (const std::string& part : parts_of(text, ",")) {
        const std::size_t colon = part.find(':');
        const auto slope = number_of(colon == std::string::npos ? part : trimmed(part.substr(colon + 1)));
        const auto azimuth =
            colon == std::string::npos ? std::optional<double>(0) : number_of(trimmed(part.substr(0, colon)));
        if (!slope || !azimuth) return unread(part, field, "pits.slope.fix");
        rose.push_back({*azimuth, *slope});
    }
    if (auto good = check_rose(rose, field); !good) return std::unexpected(good.error());
    return rose;
}

Expected<std::vector<std::pair<std::string, SlopeRose>>> read_roses(const std::string& text) {
    const std::string field = "pits.slopes_by_code";
    std::vector<std::pair<std::string, SlopeRose>> roses;
    for (const std::string& part : parts_of(text, ";")) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) return unread(part, field, "pits.slopes_by_code.fix");
        const std::string code = trimmed(part.substr(0, equals));
        if (code.empty() || std::ranges::count(roses, code, &std::pair<std::string, SlopeRose>::first) > 0)
            return unread(part, field, "pits.slopes_by_code.fix");
        auto rose = read_rose(part.substr(equals + 1), field);
        if (!rose) return std::unexpected(rose.error());
        roses.emplace_back(code, std::move(*rose));
    }
    return roses;
}

Expected<std::vector<double>> read_factors(const std::string& text) {
    const std::string field = "pits.factors";
    std::vector<double> factors;
    for (const std::string& part : parts_of(text, ",; ")) {
        if (part.empty()) continue;
        const auto factor = number_of(part);
        if (!factor || !(*factor > 0)) return unread(part, field, "pits.factors.fix");
        if (!factors.empty() && *factor <= factors.back())
            return base::fail(base::ErrorKind::data,
                              Message("pits.factors_order", {{"factor", base::number(*factor)},
                                                             {"before", base::number(factors.back())}}),
                              {.field = field}, Message("pits.factors.fix"));
        factors.push_back(*factor);
    }
    if (factors.empty() || factors.size() > most_steps)
        return base::fail(base::ErrorKind::data,
                          Message("pits.steps_range", {{"steps", std::to_string(factors.size())},
                                                       {"most", std::to_string(most_steps)}}),
                          {.field = field}, Message("pits.factors.fix"));
    return factors;
}

std::vector<base::Param<PitRule>> pit_params() {
    using P = PitRule;
    return {
        base::boolean(
            "use", &P::use, Level::basic, {"Pit shells", "露天境界"},
            {"Find the pits that pay at each price factor. For deposits that are mined from the surface; an "
             "underground deposit has no pit.",
             "求各价格系数下合算的露天坑。仅适用于露天开采；地下开采的矿床没有露天坑。"}),
        base::words(
            "slopes", &P::slopes, Level::basic, {"Overall slope", "总体边坡角"},
            {"Degrees above the horizontal: one number, or azimuth: slope for several directions, such as "
             "0: 42, 90: 48, 180: 45; between them it is linear in azimuth.",
             "与水平面的夹角（°）：一个数，或按方位给出“方位角: 坡角”，例如 0: 42, 90: 48, 180: "
             "45，其间按方位角线性内插。"}),
        base::words(
            "slope_column", &P::slope_column, Level::advanced, {"Column of slopes", "边坡分区列"},
            {"Integer column of the block model, such as rock type; blocks of a code that is listed take its "
             "slopes. Empty means the same slopes everywhere.",
             "块体模型的整数列（例如岩性），列出的代码采用各自的坡角；留空表示处处相同。"}),
        base::words("slopes_by_code", &P::slopes_by_code, Level::advanced,
                    {"Slopes by code", "按代码的边坡角"},
                    {"Code = slopes, separated by semicolons: oxide = 38; sulphide = 0: 50, 180: 46.",
                     "代码 = 坡角，以分号分隔：oxide = 38; sulphide = 0: 50, 180: 46。"}),
        base::integer(
            "benches", &P::benches, "", {1, 64}, Level::advanced, {"Benches exposed", "计入台阶数"},
            {"Benches above a block whose cone is built block by block; more make walls closer to the slopes "
             "asked for. The error that is left is stated with the results.",
             "在块体之上逐块构造锥体的台阶数；越多，边坡越接近给定坡角，剩余误差随结果给出。"}),
        base::words(
            "factors", &P::factors, Level::basic, {"Price factors", "价格系数"},
            {"All prices of the price deck times each of these, rising; each gives a pit, and a block the "
             "number of "
             "the first that holds it.",
             "价格方案中所有价格同乘各系数（递增）；每个系数得一个露天坑，块体记其首次被包含的序号。"}),
        base::real("mining_rate", &P::mining_rate_mt, "Mt/a", {0, 1e5}, Level::basic,
                   {"Mining rate", "采矿速率"},
                   {"Ore and waste moved in a year; 0 means not stated: values are then not discounted.",
                    "每年采剥总量（矿石与废石）；0 表示未给定，此时不计折现值。"}),
        base::real("discount_rate", &P::discount_percent, "%", {0, 100}, Level::basic,
                   {"Discount rate", "折现率"},
                   {"Per year, for the discounted value of pits; no capital cost is in it.",
                    "年折现率，用于露天坑的折现价值，其中不含基建成本。"}),
        base::choice("missing", &P::missing,
                     {{"ground", {"Air above the ground, waste below", "地面以上为空气，以下为废石"}},
                      {"waste", {"Waste", "废石"}},
                      {"air", {"Air", "空气"}}},
                     Level::advanced, {"Cells without a block", "无块体的单元"},
                     {"What the cells of the grid are where the model has no block. The ground is the "
                      "highest block of "
                      "their column, or of the nearest column that has one. Waste has the stated density.",
                      "模型中没有块体的网格单元视为什么。地面取该列最高块体；该列没有块体时取最近的有块体的列"
                      "。废石采用给定的体重。"}),
        base::boolean(
            "top_is_ground", &P::top_is_ground, Level::advanced,
            {"Top of the model is the ground", "模型顶面即地面"},
            {"States that nothing lies above a model that has no air; otherwise such a model gets no pit.",
             "声明没有空气的模型之上别无岩石；否则此类模型不计算境界。"}),
        base::words("cost_column", &P::cost_column, Level::advanced, {"Column of extra cost", "附加成本列"},
                    {"Real column, in money per block: paid when a block is mined, for instance what it "
                     "costs to move "
                     "what stands on it.",
                     "实数列，单位为每块体的金额：采出该块体时支付，例如其上设施的搬迁成本。"}),
        base::words("keep_out_column", &P::keep_out_column, Level::advanced,
                    {"Column of blocks to keep", "保留块体列"},
                    {"Integer column: blocks that are not 0 are never mined, and neither is what lies below "
                     "them within the "
                     "slopes.",
                     "整数列：不为 0 的块体永不开采，其下坡角范围内的块体也不开采。"}),
        base::real("mining_width", &P::mining_width_m, "m", {0, 1e4}, Level::basic,
                   {"Least mining width", "最小采矿宽度"},
                   {"Of an underground mine: a block counts as inside from the lowest price at which it lies in a box of "
                    "usable blocks of that width to every side. Tested where no pit is asked for or none applies; 0 "
                    "means not tested.",
                    "地下开采：块体在各方向均达到该宽度的可利用块体组成的方盒之内时才计入，记其最低价格。未求露天坑或其不适"
                    "用时检验；0 表示不检验。"}),
        base::words("mining_solid", &P::mining_solid, Level::advanced, {"Solid to mine in", "可采范围实体"},
                    {"Name of a closed shape that the boxes of the least mining width must lie in, by at least half of "
                     "each block; empty means everywhere.",
                     "闭合形体的名称：最小采矿宽度的方盒须位于其中（每块体至少一半）；留空表示不限。"}),
    };
}

}  // namespace orelens::pits
