// What a mesh is: closed or not, which way it faces, of how many shells; and what is wrong with it. Run it on
// every mesh that somebody else made, before volumes or fractions are believed. It repairs nothing (Solid.h
// does, and says so).
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// A connected part of a mesh.
struct Shell {
    std::int64_t triangles = 0;
    double volume_m3 = 0;  ///< signed: negative where it faces inward
    double area_m2 = 0;
    bool closed = false;
    int around = 0;  ///< how many other closed shells it lies in
    Box box;
};

/// Where something happens, one place for all of them.
struct Fault {
    std::int64_t count = 0;
    Vec3 at{};
};

struct MeshReport {
    std::int64_t points = 0;  ///< different ones that triangles use
    std::int64_t triangles = 0;
    Fault degenerate;       ///< without area
    Fault duplicated;       ///< the same three corners again, either way round
    Fault open;             ///< edges of one triangle only
    double open_length_m = 0;
    Fault branching;        ///< edges of three triangles and more
    Fault turned;           ///< edges whose two triangles face opposite ways
    Fault crossing;         ///< pairs of triangles that pass through each other
    bool crossing_counted = true;  ///< false: counting stopped at most_crossings
    std::vector<Shell> shells;     ///< largest area first
    double volume_m3 = 0, area_m2 = 0;
    Box box;
    /// Every edge has two triangles, or 4, 6 … where shells touch.
    [[nodiscard]] bool closed() const { return triangles > 0 && open.count == 0; }
};

inline constexpr std::int64_t most_crossings = 100'000;

/// Points at one place are one point for this, whatever their indices. Errors: an index out of range, a
/// coordinate that is not finite, no triangle (kind data); cancelled.
base::Expected<MeshReport> check(const TriangleMesh& mesh, const base::Progress& progress);

/// Whether indices are points and points are places. The errors of `check`.
base::Expected<void> check_numbers(const TriangleMesh& mesh, const base::Progress& progress);

/// Only what crosses what; `check` does this as well.
Fault crossings(const TriangleMesh& mesh, bool& counted, const base::Progress& progress);

}  // namespace orelens::shapes
