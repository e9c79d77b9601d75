// The frame in which a domain is alike in all directions: its plane and how much thinner it is than wide.
#pragma once

#include <array>

#include "core/domains/Bodies.h"

namespace orelens::domains {

/// Distances in the frame are metres within the plane; across it they are `flattening` times as long.
struct Continuity {
    std::array<shapes::Vec3, 3> rows{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};  ///< unit: along strike, down dip, across
    shapes::Vec3 origin{};
    double flattening = 1;
    double dip_direction_deg = 0, dip_deg = 0;
    bool found = false;  ///< by the samples, not stated
    [[nodiscard]] shapes::Vec3 to_frame(const shapes::Vec3& world) const;
    [[nodiscard]] shapes::Vec3 to_world(const shapes::Vec3& place) const;
};

/// As the rule states it; else the plane and ratio that the variogram of inside against outside carries (at most 5 to
/// 1), or, where it carries none, a sphere.
base::Expected<Continuity> continuity(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                                      const BodyRule& rule, base::Progress& progress);

/// The frame of a plane, without flattening. Bearing of the steepest way down, and how steep.
Continuity frame_of(const shapes::Vec3& normal, const shapes::Vec3& origin);
Continuity frame_of(double dip_direction_deg, double dip_deg, const shapes::Vec3& origin);

}  // namespace orelens::domains
