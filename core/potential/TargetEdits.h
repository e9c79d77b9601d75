// Targets as a user cuts them: chosen ones merged into one, one split along a plane or into its connected parts. An edit
// names targets by a place in them, so that it holds after another run; it never changes which voxels are in targets, so
// volumes and expected volumes add up to what they were. As text, one statement each, between semicolons:
//     merge X Y Z + X Y Z …          split X Y Z parts          split X Y Z plane AZIMUTH DIP at X Y Z
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/potential/Targets.h"

namespace orelens::potential {

struct TargetEdit {
    enum class Kind { merge, split_parts, split_plane } kind = Kind::merge;
    std::vector<Vec3> places;  ///< merge: of two or more targets; split: of one. Metres.
    double azimuth_deg = 0, dip_deg = 0;  ///< of the plane: dip direction 0–360 and dip 0–90
    Vec3 through{};
    bool operator==(const TargetEdit&) const = default;
};

std::string text_of(const TargetEdit& edit);
std::string text_of(const std::vector<TargetEdit>& edits);
/// Empty statements are passed over. Errors (kind usage): what is no such statement, with its number.
base::Expected<std::vector<TargetEdit>> target_edits(std::string_view text);

/// In their order, each on what those before it made; the list is then ordered as ever, by expected in-domain volume. What
/// an edit could not do (no target at its place, one target named twice, nothing on one side of the plane) is said, and
/// the edit changes nothing.
void edit_targets(const Evidence& evidence, const TargetData& data, const TargetRule& rule, const std::vector<TargetEdit>& edits, TargetList& list, std::vector<base::Message>& said);

/// The target that holds a place, or none.
std::optional<std::size_t> target_at(const GridGeometry& grid, const TargetList& list, const Vec3& place);

/// The plane through a target's centroid across its longest axis: what a split is offered with.
TargetEdit across_longest(const Evidence& evidence, std::span<const float> probability, const Target& target);

}  // namespace orelens::potential
