// What somebody decided about targets: accepted, rejected, named, with the reason. Kept with the approvals of the project,
// so that it is saved with it and undone like them; a decision stands at a place, and belongs to whichever target holds it
// after another run.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/blocks/GridGeometry.h"
#include "core/potential/Targets.h"

namespace orelens::project {

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
/// Where a decision on a target stands.
blocks::Vec3 place_of(const blocks::GridGeometry& grid, const potential::Target& target, std::span<const float> probability);

}  // namespace orelens::project
