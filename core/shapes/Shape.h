// A shape in use: read, in metres, made sound for its part; and what it says of points and blocks.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Fraction.h"
#include "core/shapes/Mesh.h"
#include "core/shapes/Rules.h"
#include "core/shapes/Solid.h"

namespace orelens::shapes {

struct Shape {
    std::string name;  ///< key of its group in the recipe
    Role role = Role::view;
    std::string code;
    std::int32_t priority = 0;
    Kind kind = Kind::solid;
    bool closed = false;   ///< a solid; else a surface, or lines and points that are only shown
    bool flipped = false;  ///< what is meant lies outside or above
    TriangleMesh mesh;     ///< metres; faces outward or up, unless it is only shown
    Polylines lines;
    PointCloud points;
    Repairs repairs;
    double volume_m3 = 0;  ///< of a solid
    double area_m2 = 0;
    bool distance = false;  ///< blocks get their distance to it
};

/// Whether what the shape means lies outside or above it, from its part and side.
bool flips(Role role, Side side, Kind kind);

/// The share of each block inside or below the shape, or outside or above it, as the column `column`. Errors of
/// add_fraction.
base::Expected<FractionSummary> add_share(blocks::BlockModel& model, const std::string& column, const Shape& shape,
                                          bool flipped, const base::Progress& progress, float beyond = 1);

/// 1 where a point lies in what the shape means; beside a surface that does not reach there: 1 below, as blocks.
base::Expected<std::vector<std::uint8_t>> meant(const Shape& shape, const std::vector<Vec3>& points,
                                                const base::Progress& progress);

/// Domains that count, highest priority first, then by name.
std::vector<const Shape*> domains_of(const std::vector<Shape>& shapes);

/// Codes of the domains in that order, each once: several solids may be one domain.
std::vector<std::string> domain_codes(const std::vector<Shape>& shapes);

/// The domain of each point as an index into domain_codes, −1 in none.
base::Expected<std::vector<std::int32_t>> domain_of_points(const std::vector<Shape>& shapes,
                                                           const std::vector<Vec3>& points,
                                                           const base::Progress& progress);

inline constexpr const char* domain_prefix = "fraction.";  ///< and the domain's code
inline constexpr const char* solid_column = "solid";

/// Adds "fraction.<code>" per domain (shares that do not overlap: a higher one takes its part first) and the
/// integer column "solid" with the domain of the largest share; missing where all rock outside them is larger
/// and `majority_only`, or where no domain has any. Nothing without domains. Error: cancelled; the model then
/// lacks these columns.
base::Expected<void> add_domains(blocks::BlockModel& model, const std::vector<Shape>& shapes, bool majority_only,
                                 const base::Progress& progress);

}  // namespace orelens::shapes
