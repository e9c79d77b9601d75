// What somebody decided about targets: accepted, rejected, named, with the reason. Kept with the approvals of the project,
// so that it is saved with it and undone like them; a decision stands at a place, and belongs to whichever target holds it
// after another run.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/blocks/GridGeometry.h"
#include "core/potential/Targets.h"

namespace orelens::project {

class Project;

struct TargetDecision {
    enum class Verdict { open, accepted, rejected } verdict = Verdict::open;
    blocks::Vec3 place{};  ///< centre of the target's voxel of highest probability, metres
    std::string name, reason;
    bool operator==(const TargetDecision&) const = default;
};

/// As an approval; read back from one. Nothing for the approval of a finding.
std::string decision_id(const TargetDecision& decision);
std::optional<TargetDecision> decision_from(const std::string& approval);
std::vector<TargetDecision> target_decisions(const std::set<std::string>& approvals);
/// The decision whose place lies in a target; null without one.
const TargetDecision* decision_on(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const potential::Target& target);
/// All decisions whose places lie in a target: more than one where targets have grown together; decision_on's is the first.
std::vector<TargetDecision> decisions_on(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const potential::Target& target);
/// Where a decision on a target stands.
blocks::Vec3 place_of(const blocks::GridGeometry& grid, const potential::Target& target, std::span<const float> probability);

/// A decision that no target shows any more: its place lies in none, or another decision speaks for the target there.
struct LostDecision {
    TargetDecision decision;
    std::optional<std::size_t> target;  ///< index of the one that holds the place, else of the nearest; empty = there is none
    double away_m = 0;                  ///< from the place to that target's nearest voxel; 0 = another decision speaks there
};
std::vector<LostDecision> lost_decisions(const std::vector<TargetDecision>& decisions, const blocks::GridGeometry& grid, const std::vector<const potential::Target*>& targets);
/// What is said of one, with the reason that was given.
base::Message words_of(const LostDecision& lost);
/// Of a project's targets as its results have them; nothing without results. Decisions stay until somebody takes them back.
std::vector<LostDecision> lost_decisions(const Project& project);
std::vector<base::Finding> lost_decision_findings(const Project& project);

}  // namespace orelens::project
