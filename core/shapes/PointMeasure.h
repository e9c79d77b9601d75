// What a geologist reads off points set in space: the way along them, the line between two, the plane through three, the
// true thickness to a fourth. Angles in degrees; bearings clockwise from north (y).
#pragma once

#include <array>
#include <optional>
#include <span>

namespace orelens::shapes {

using Point3 = std::array<double, 3>;

/// From the first point to the last. Bearing NaN where both have one place on the map.
struct MeasuredLine {
    double length_m = 0, horizontal_m = 0;
    double rise_m = 0;          ///< above 0 the last point is higher
    double bearing_deg = 0;     ///< 0…360
    double plunge_deg = 0;      ///< below the horizontal, −90…90
};
/// The plane through the first three points.
struct MeasuredPlane {
    double dip_deg = 0;            ///< 0 level … 90 vertical
    double dip_direction_deg = 0;  ///< of the steepest way down; NaN where it is level
};
struct Measured {
    double path_m = 0;  ///< along the points in order
    MeasuredLine line;
    std::optional<MeasuredPlane> plane;  ///< none where the three lie on one line
    std::optional<double> plan_area_m2;  ///< of the closed outline on the map; from three points on
    /// Of the closed outline in space: half the length of the sum of the cross products along it (Newell's normal), which
    /// for a flat outline is its area. From three points on.
    std::optional<double> area_m2;
    /// How far the points lie from the plane through their middle with that normal, at most; 0 for three points. None
    /// where the outline has no area.
    std::optional<double> off_plane_m;
    std::optional<double> thickness_m;   ///< of four points: from the last to the plane of the others
};

/// Nothing for fewer than two points, or numbers that are not finite.
std::optional<Measured> measure(std::span<const Point3> points);

}  // namespace orelens::shapes
