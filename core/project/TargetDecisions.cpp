#include "core/project/TargetDecisions.h"
#include "core/project/PotentialReading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/Vectors.h"
#include "core/potential/Folds.h"
#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {

using namespace reading;

namespace {

constexpr std::string_view prefix = "target|";
const std::vector<std::string> verdicts{"open", "accepted", "rejected"};

std::string place_text(const blocks::Vec3& at) {
    return base::number(at[0], 9) + ", " + base::number(at[1], 9) + ", " + base::number(at[2], 9);
}

bool holds(const blocks::GridGeometry& grid, const potential::Target& target, const blocks::Vec3& place) {
    const blocks::Vec3 at = grid.to_grid(place);
    // In doubles first: a place far away fits no cell number.
    for (std::size_t a = 0; a < 3; ++a)
        if (!(at[a] >= 0 && at[a] < grid.count[a])) return false;
    return std::ranges::binary_search(target.voxels, grid.linear({static_cast<std::int32_t>(at[0]), static_cast<std::int32_t>(at[1]), static_cast<std::int32_t>(at[2])}));
}

double distance_to(const blocks::GridGeometry& grid, const potential::Target& target, const blocks::Vec3& place) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const std::int64_t v : target.voxels) nearest = std::min(nearest, base::length(base::minus(potential::centre_of(grid, v), place)));
    return nearest;
}

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
    const auto found = std::ranges::find_if(decisions, [&](const TargetDecision& one) { return holds(grid, target, one.place); });
    return found == decisions.end() ? nullptr : &*found;
}

std::vector<TargetDecision> decisions_on(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const potential::Target& target) {
    std::vector<TargetDecision> all;
    std::ranges::copy_if(decisions, std::back_inserter(all), [&](const TargetDecision& one) { return holds(grid, target, one.place); });
    return all;
}

std::vector<LostDecision> lost_decisions(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const std::vector<const potential::Target*>& targets) {
    std::vector<LostDecision> lost;
    for (const TargetDecision& one : decisions) {
        LostDecision fate{one, std::nullopt, std::numeric_limits<double>::infinity()};
        bool shown = false;
        for (std::size_t n = 0; n < targets.size() && fate.away_m > 0; ++n) {
            if (holds(grid, *targets[n], one.place)) {
                shown = *decision_on(decisions, grid, *targets[n]) == one;
                fate.target = n;
                fate.away_m = 0;
            } else if (const double away = distance_to(grid, *targets[n], one.place); away < fate.away_m) {
                fate.target = n;
                fate.away_m = away;
            }
        }
        if (!shown) lost.push_back(std::move(fate));
    }
    return lost;
}

base::Message words_of(const LostDecision& lost) {
    const auto& [decision, target, away_m] = lost;
    const std::string what = (decision.name.empty() ? "" : decision.name + " ") + "(" + place_text(decision.place) + ")";
    std::vector<std::pair<std::string, std::string>> args{{"decision", what}, {"verdict", "@report.potential." + std::string(decision.verdict == TargetDecision::Verdict::open ? "undecided" : verdicts[static_cast<std::size_t>(decision.verdict)])}, {"reason", decision.reason.empty() ? "–" : decision.reason}};
    if (!target) return base::Message("potential.decision_none", std::move(args));
    args.emplace_back("target", "T" + std::to_string(*target + 1));
    args.emplace_back("metres", base::number(std::round(away_m), 6));
    return base::Message(away_m > 0 ? "potential.decision_lost" : "potential.decision_second", std::move(args));
}

std::vector<LostDecision> lost_decisions(const Project& project) {
    const auto evidence = evidence_of(project.results);
    const auto result = targets_of(project.results);
    if (!evidence || !result) return {};
    const auto decisions = target_decisions(project.approved_findings);
    if (decisions.empty()) return {};
    std::vector<const potential::Target*> targets;
    for (const TargetNote& note : result->targets) targets.push_back(&note.target);
    return lost_decisions(decisions, evidence->grid, targets);
}

std::vector<base::Finding> lost_decision_findings(const Project& project) {
    std::vector<base::Finding> findings;
    for (const LostDecision& lost : lost_decisions(project)) {
        base::Finding finding = doubt("targets", "targets_decision_lost", base::Severity::warning, 1, {});
        finding.what = words_of(lost);
        finding.column = place_text(lost.decision.place);
        findings.push_back(std::move(finding));
    }
    return findings;
}

blocks::Vec3 place_of(const blocks::GridGeometry& grid, const potential::Target& target, std::span<const float> probability) {
    std::int64_t best = target.voxels.empty() ? 0 : target.voxels.front();
    for (const std::int64_t v : target.voxels)
        if (probability[static_cast<std::size_t>(v)] > probability[static_cast<std::size_t>(best)]) best = v;
    return potential::centre_of(grid, best);
}

}  // namespace orelens::project
