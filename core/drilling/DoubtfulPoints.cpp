#include "core/drilling/DoubtfulPoints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace orelens::drilling {
namespace {

/// A place of the path in which a row begins or ends, as a collar of its own.
struct PlaceOfRow {
    std::size_t row = 0;
    bool first = false;  ///< of its path
};

/// The place at a depth; nothing where the path has none there.
const std::array<double, 3>* place_at(const StatedPath& path, double depth) {
    const auto at = std::ranges::lower_bound(path.depth_m, depth);
    if (at == path.depth_m.end() || *at != depth) return nullptr;
    return &path.place[static_cast<std::size_t>(at - path.depth_m.begin())];
}

}  // namespace

std::vector<DoubtfulPoint> doubtful_points(const DrillholeSet& holes) {
    std::vector<DoubtfulPoint> found;
    if (holes.paths.empty()) return found;
    std::map<std::int32_t, const StatedPath*> path_of;
    for (const StatedPath& path : holes.paths) path_of[path.hole] = &path;
    std::vector<Collar> places;
    std::vector<PlaceOfRow> rows;
    for (std::size_t hole = 0; hole < holes.collars.size(); ++hole)
        if (!path_of.contains(static_cast<std::int32_t>(hole))) places.push_back(holes.collars[hole]);
    const std::size_t collars = places.size();
    const auto add = [&](std::size_t row, const StatedPath& path, double depth) {
        const std::array<double, 3>* place = place_at(path, depth);
        if (place == nullptr) return;
        Collar& point = places.emplace_back();
        point.x = (*place)[0];
        point.y = (*place)[1];
        point.z = (*place)[2];
        rows.push_back({row, depth == path.depth_m.front()});
    };
    for (std::size_t row = 0; row < holes.assays.size(); ++row) {
        const auto path = path_of.find(holes.assays.hole[row]);
        if (path == path_of.end() || path->second->depth_m.empty()) continue;
        add(row, *path->second, holes.assays.from_m[row]);
        if (holes.assays.to_m[row] > holes.assays.from_m[row]) add(row, *path->second, holes.assays.to_m[row]);
    }
    // A channel that lies elsewhere as a whole is told once, at its collar, and stands or falls with it.
    std::vector<char> told(holes.collars.size(), 0);
    for (const DoubtfulHole& one : doubtful_holes(holes.collars)) told[one.collar] = one.left_out ? 1 : 0;
    const auto beside_its_collar = [&](std::size_t row, const Collar& place) {
        constexpr double beside_m = 1000;
        const Collar& collar = holes.collars[static_cast<std::size_t>(holes.assays.hole[row])];
        return std::hypot(place.x - collar.x, place.y - collar.y, place.z - collar.z) <= beside_m;
    };
    for (const DoubtfulHole& one : doubtful_holes(places)) {
        if (one.collar < collars || !one.left_out) continue;
        const PlaceOfRow& at = rows[one.collar - collars];
        if (at.first || (!found.empty() && found.back().row == at.row)) continue;
        const Collar& place = places[one.collar];
        if (told[static_cast<std::size_t>(holes.assays.hole[at.row])] != 0 && beside_its_collar(at.row, place)) continue;
        found.push_back({at.row, place.x, place.y, place.z, one});
    }
    return found;
}

}  // namespace orelens::drilling
