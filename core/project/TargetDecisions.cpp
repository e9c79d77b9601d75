#include "core/project/TargetDecisions.h"
#include "core/project/PotentialReading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/potential/Folds.h"

namespace orelens::project {

using namespace reading;

namespace {

constexpr std::string_view prefix = "target|";
const std::vector<std::string> verdicts{"open", "accepted", "rejected"};

}  // namespace

std::string decision_id(const TargetDecision& decision) {
    nlohmann::json json{{"verdict", verdicts[static_cast<std::size_t>(decision.verdict)]}, {"place", decision.place}};
    if (!decision.name.empty()) json["name"] = decision.name;
    if (!decision.reason.empty()) json["reason"] = decision.reason;
    return std::string(prefix) + json.dump();
}

std::optional<TargetDecision> decision_from(const std::string& approval) {
    if (!approval.starts_with(prefix)) return std::nullopt;
    const auto json = nlohmann::json::parse(approval.substr(prefix.size()), nullptr, false);
    if (!json.is_object()) return std::nullopt;
    try {
        TargetDecision made;
        const auto verdict = std::ranges::find(verdicts, json.value("verdict", "open"));
        if (verdict == verdicts.end()) return std::nullopt;
        made.verdict = static_cast<TargetDecision::Verdict>(verdict - verdicts.begin());
        made.place = json.at("place").get<blocks::Vec3>();
        made.name = json.value("name", "");
        made.reason = json.value("reason", "");
        return made;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::vector<TargetDecision> target_decisions(const std::set<std::string>& approvals) {
    std::vector<TargetDecision> all;
    for (auto at = approvals.lower_bound(std::string(prefix)); at != approvals.end() && at->starts_with(prefix); ++at)
        if (auto decision = decision_from(*at)) all.push_back(std::move(*decision));
    return all;
}

const TargetDecision* decision_on(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const potential::Target& target) {
    for (const TargetDecision& one : decisions) {
        const blocks::Vec3 at = grid.to_grid(one.place);
        const blocks::Index3 cell{static_cast<std::int32_t>(std::floor(at[0])), static_cast<std::int32_t>(std::floor(at[1])), static_cast<std::int32_t>(std::floor(at[2]))};
        if (grid.contains(cell) && std::ranges::binary_search(target.voxels, grid.linear(cell))) return &one;
    }
    return nullptr;
}

blocks::Vec3 place_of(const blocks::GridGeometry& grid, const potential::Target& target, std::span<const float> probability) {
    std::int64_t best = target.voxels.empty() ? 0 : target.voxels.front();
    for (const std::int64_t v : target.voxels)
        if (probability[static_cast<std::size_t>(v)] > probability[static_cast<std::size_t>(best)]) best = v;
    return potential::centre_of(grid, best);
}

}  // namespace orelens::project
