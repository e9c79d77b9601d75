#include "core/ledger/Dimensions.h"

#include <algorithm>
#include <cctype>

namespace orelens::ledger {
namespace {

constexpr Value subsystems[] = {{"unknown", "unknown", "未知"},
                                {"geological", "geological subsystem", "地质子系统", "geological|地质"},
                                {"social", "social subsystem", "社会子系统", "social|社会"}};
constexpr Value roles[] = {{"unknown", "unknown", "未知"},
                           {"main", "main product", "主矿产", "main|主"},
                           {"co_product", "co-product", "共生矿产", "共生"},
                           {"associated", "associated", "伴生矿产", "伴生|by-product"},
                           {"minor", "trace", "微量组分", "微量"},
                           {"harmful", "harmful", "有害组分", "有害|penalty"}};
constexpr Value occurrence_values[] = {{"unassigned", "unassigned", "未查明", "unknown|未知|未定"},
                                       {"native", "native", "单质"},
                                       {"carrier", "carrier mineral", "载体矿物"},
                                       {"enriched", "enriched mineral", "富集矿物"},
                                       {"lattice", "lattice substitution", "类质同象"},
                                       {"inclusion", "inclusion", "包裹体", "包裹"},
                                       {"adsorbed", "adsorbed", "吸附态", "吸附"},
                                       {"amorphous", "amorphous", "非晶态", "非晶"},
                                       {"metal", "alloy or metal", "合金/金属态", "合金|金属态|alloy"},
                                       {"compound", "compound or product", "化合物/制品", "化合物|制品"},
                                       {"dissolved", "dissolved", "溶液"},
                                       {"slag", "slag phase", "渣相"}};
constexpr Value grade_classes[] = {{"unknown", "unknown", "未知"},
                                   {"background", "background", "岩石背景", "背景"},
                                   {"ultra_low", "ultra-low grade", "超低品位"},
                                   {"low", "low grade", "低品位"},
                                   {"industrial", "industrial grade", "工业品位"},
                                   {"rich", "rich", "富矿"}};
constexpr Value statuses[] = {{"unknown", "unknown", "未知"},
                              {"producing", "producing", "生产矿山", "生产|operating"},
                              {"suspended", "suspended", "停产矿山", "停产|idle"},
                              {"closed", "closed", "关闭矿山", "关闭|闭坑"},
                              {"developed", "developed area", "已利用矿区", "已利用|已开发区"},
                              {"undeveloped", "undeveloped area", "未利用矿区", "未利用|未开发区"},
                              {"potential", "potential", "潜在资源", "潜在"},
                              {"in_use", "in use", "在用"},
                              {"hibernating", "hibernating", "闲置"},
                              {"end_of_life", "end of life", "报废"},
                              {"collected", "collected", "已收集"},
                              {"processed", "dismantled and sorted", "已拆解分选", "processed"},
                              {"disposed", "disposed or dissipated", "填埋/耗散", "填埋|耗散|disposed"},
                              {"tailings", "tailings and slag", "尾矿渣", "尾矿|tailings"}};
constexpr Value stages[] = {{"unknown", "unknown", "未知"},
                            {"exploration", "exploration", "勘查"},
                            {"construction", "construction", "建设"},
                            {"mining", "mining", "采矿"},
                            {"dressing", "dressing", "选矿"},
                            {"smelting", "smelting and separation", "冶炼分离", "冶炼"},
                            {"fabrication", "fabrication", "加工"},
                            {"use", "use", "消费"},
                            {"recycling", "recycling", "回收利用", "回收"}};
constexpr Value confidences[] = {{"unknown", "unknown", "未知"},
                                 {"inferred", "inferred resources", "推断资源量", "推断|inferred|333"},
                                 {"indicated", "indicated resources", "控制资源量", "控制|indicated|332"},
                                 {"measured", "measured resources", "探明资源量", "探明|measured|331"},
                                 {"probable", "probable reserves", "可信储量", "可信|probable"},
                                 {"proved", "proved reserves", "证实储量", "证实|proved|proven"},
                                 {"potential", "potential", "潜在", "潜在资源"}};
constexpr Value kinds[] = {{"unknown", "confidence unknown", "可靠程度未知"},
                           {"resource", "resources", "资源量"},
                           {"reserve", "reserves", "储量"},
                           {"potential", "potential", "潜在"}};
constexpr Value flag_values[] = {{"overlain", "overlain", "压覆"},
                                 {"protected", "protected area", "保护区", "protected"},
                                 {"environment", "environment", "环境", "环保"},
                                 {"water", "water", "水", "水资源"},
                                 {"dispute", "ownership in dispute", "权属争议", "争议|dispute"}};
constexpr Value grounds[] = {{"unknown", "unknown", "未知"},
                             {"blocks", "set of blocks", "块体集", "blocks"},
                             {"orebody", "orebody", "矿体"},
                             {"pile", "pile", "堆存", "尾矿库|排土场"},
                             {"stream", "stream", "物流", "废料流"},
                             {"city", "city", "城市"}};

std::string lower(std::string_view text) {
    std::string all(text);
    std::ranges::transform(all, all.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return all;
}

bool spelled(std::string_view list, const std::string& written) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('|'), list.size());
        if (lower(list.substr(0, end)) == written) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

}  // namespace

template <> std::span<const Value> values<Subsystem>() { return subsystems; }
template <> std::span<const Value> values<Role>() { return roles; }
template <> std::span<const Value> values<Occurrence>() { return occurrence_values; }
template <> std::span<const Value> values<GradeClass>() { return grade_classes; }
template <> std::span<const Value> values<Status>() { return statuses; }
template <> std::span<const Value> values<Stage>() { return stages; }
template <> std::span<const Value> values<Confidence>() { return confidences; }
template <> std::span<const Value> values<Kind>() { return kinds; }
template <> std::span<const Value> values<Flag>() { return flag_values; }
template <> std::span<const Value> values<Ground>() { return grounds; }

std::optional<std::size_t> find_value(std::span<const Value> values, std::string_view written) {
    const std::string low = lower(written);
    for (std::size_t n = 0; n < values.size(); ++n)
        if (values[n].code == low || lower(values[n].en) == low || values[n].zh == written) return n;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (spelled(values[n].also, low)) return n;
    return std::nullopt;
}

Kind kind_of(Confidence confidence) {
    switch (confidence) {
        case Confidence::inferred:
        case Confidence::indicated:
        case Confidence::measured: return Kind::resource;
        case Confidence::probable:
        case Confidence::proved: return Kind::reserve;
        case Confidence::potential: return Kind::potential;
        case Confidence::unknown: break;
    }
    return Kind::unknown;
}

bool belongs(Status status, Subsystem subsystem) {
    if (status == Status::unknown || subsystem == Subsystem::unknown) return true;
    return (status >= Status::in_use) == (subsystem == Subsystem::social);
}
bool belongs(Stage stage, Subsystem subsystem) {
    if (stage == Stage::unknown || subsystem == Subsystem::unknown) return true;
    return (stage >= Stage::mining) == (subsystem == Subsystem::social);
}
bool belongs(Occurrence occurrence, Subsystem subsystem) {
    return occurrence < Occurrence::metal || subsystem != Subsystem::geological;
}

Status first_of(std::span<const Status> stated) {
    Status first = Status::unknown;
    for (const Status one : stated)
        if (one != Status::unknown && (first == Status::unknown || one < first)) first = one;
    return first;
}

Shares unassigned_shares() {
    Shares all{};
    all[0] = 1;
    return all;
}

bool settle_shares(Shares& shares) {
    double sum = 0;
    for (const double share : shares) {
        if (!(share >= 0)) return false;
        sum += share;
    }
    if (sum > 1 + share_tolerance) return false;
    if (sum > 1)
        for (double& share : shares) share /= sum;
    else
        shares[0] += 1 - sum;
    return true;
}

}  // namespace orelens::ledger
