// What a hand can take in the view: knobs that slide along a line or turn about an axis, with the lines they belong to.
// Geometry in world metres and a screen to hit; what a knob stands for is its owner's business. No VTK.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ui/scene/Look.h"
#include "ui/scene/Space.h"

namespace orelens::scene {

struct Handle {
    enum class Motion { slide, turn };
    std::string id;      ///< "section", "clip.0": tells its owner
    Vec3 at{};           ///< of the knob, world metres
    Motion motion = Motion::slide;
    Vec3 axis{0, 0, 1};  ///< unit: the way it slides, or what it turns about, right-handed
    Vec3 pivot{};        ///< a point of that axis, for those that turn
    std::string words;   ///< beside the knob while the mouse is over it or holds it
    std::string tag;     ///< beside it always; empty = nothing
    bool operator==(const Handle&) const = default;
};

/// A line that belongs to the handles.
struct HandleLine {
    std::vector<Vec3> points;
    std::vector<Vec3> outward;  ///< of a body it lies on, one per point: what faces away is fainter. Empty = all alike
    bool operator==(const HandleLine&) const = default;
};

struct HandleSet {
    std::vector<Handle> handles;
    std::vector<HandleLine> lines;
    void add(HandleSet other);
    bool operator==(const HandleSet&) const = default;
};

/// A line of sight in world metres.
struct Sight {
    Vec3 from{}, way{};  ///< `way` of any length
};
/// How far a knob has come from one line of sight to another: metres along its axis, or degrees about it (−180…180).
/// Where it is looked at along its axis, or at the edge of its circle, neither can be told: 0.
double travel(const Handle& handle, const Sight& taken, const Sight& now);

/// The plane of a section within a box, and knobs to slide it along its normal ("section"), to turn its strike
/// ("section.strike") and its dip ("section.dip"). Nothing while it is off or misses the box.
HandleSet section_handles(const Section& section, const Vec3& low, const Vec3& high);
/// A box with a knob on each face: ids are the prefix and 0…5 = low u, high u, low v … ; axes are unit vectors.
HandleSet box_handles(const std::string& prefix, const Vec3& origin, const std::array<Vec3, 3>& axes, const Vec3& low_m,
                      const Vec3& high_m);
/// An ellipsoid about a centre by its half axes: knobs at their ends ("range.0" … "range.2"), and where they are not all
/// alike, knobs to turn it: "azimuth" about the vertical, "dip" about the level line across the first axis, "plunge"
/// about the first axis.
struct Ellipsoid {
    Vec3 centre{};
    std::array<Vec3, 3> axis{};     ///< unit vectors
    std::array<double, 3> half{};  ///< metres
};
HandleSet ellipsoid_handles(const std::string& prefix, const Ellipsoid& body);

}  // namespace orelens::scene
