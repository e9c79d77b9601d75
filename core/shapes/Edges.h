// Edges of a mesh and the triangles beside each; points at one place made one. Internal to the room.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// One use of an edge by a triangle, low corner first; `forward` where the triangle runs from low to high.
struct EdgeUse {
    std::int32_t low = 0, high = 0;
    std::uint32_t triangle = 0;
    bool forward = true;
};

/// All uses, those of one edge together; order depends on the mesh alone.
std::vector<EdgeUse> edge_uses(const TriangleMesh& mesh);

/// Calls visit(begin, end) with the uses of each edge; stops where it returns false.
template <class Visit>
void each_edge(const std::vector<EdgeUse>& uses, Visit visit) {
    for (std::size_t begin = 0; begin < uses.size();) {
        std::size_t end = begin + 1;
        while (end < uses.size() && uses[end].low == uses[begin].low && uses[end].high == uses[begin].high)
            ++end;
        if (!visit(begin, end)) return;
        begin = end;
    }
}

/// Equal points become one, and with a tolerance also corners of open edges that lie closer together than it;
/// unused points go. Returns how many points were joined to others that were not equal.
std::int64_t weld(TriangleMesh& mesh, double tolerance);

/// Which triangles say nothing: 0 counts, 1 has a corner twice, 2 stands there again. Of equal triangles (either
/// way round) one counts where the surface needs it, as in files that give both sides of every triangle; none
/// where it closes without, as a fold that lies on itself.
std::vector<std::uint8_t> idle_triangles(const TriangleMesh& mesh);

/// The connected part of each triangle, numbered from 0 in order of first triangle. Parts are joined by edges.
std::vector<std::uint32_t> parts_of(const std::vector<EdgeUse>& uses, std::size_t triangles);

}  // namespace orelens::shapes
