// Shapes of every format but DXF (which GDAL reads): the first line names the extension, the rest is the file.
// What is taken has whole indices and finite places, is checked without failing, and a solid made of it gives
// every block a share from 0 to 1.
#include <algorithm>
#include <cmath>

#include "core/io/shapes/ShapeFiles.h"
#include "core/shapes/Fraction.h"
#include "core/shapes/MeshCheck.h"
#include "core/shapes/Solid.h"
#include "tests/fuzz/Input.h"

namespace {

using namespace orelens;

bool whole(const std::vector<shapes::Vec3>& points) {
    return std::ranges::all_of(points, [](const shapes::Vec3& p) {
        return std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2]);
    });
}

void look(const shapes::TriangleMesh& mesh) {
    fuzz::require(whole(mesh.points), "points are finite");
    for (const auto& triangle : mesh.triangles)
        for (const std::int32_t corner : triangle)
            fuzz::require(corner >= 0 && static_cast<std::size_t>(corner) < mesh.points.size(), "corners are points");
    const base::Progress progress;
    const auto report = shapes::check(mesh, progress);
    if (!report) return;
    const auto solid = shapes::make_solid(mesh, {}, progress);
    if (!solid) return;
    blocks::GridGeometry grid;
    const shapes::Box& box = report->box;
    for (std::size_t a = 0; a < 3; ++a) {
        const double length = box.high[a] - box.low[a];
        if (!(length > 1e-3) || length > 1e7 || std::abs(box.low[a]) > 1e8) return;
        grid.origin[a] = box.low[a] - length * 0.125;
        grid.block_size[a] = length / 8;
        grid.count[a] = 10;
    }
    const auto shares = shapes::fractions(grid, solid->mesh, shapes::Kind::solid, progress);
    fuzz::require(shares.has_value(), "a solid has fractions");
    for (const float share : *shares) fuzz::require(share >= 0 && share <= 1, "a fraction is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string all(reinterpret_cast<const char*>(data), size);
    const std::size_t end = all.find('\n');
    if (end == std::string::npos || end > 8) return 0;
    const std::string bytes = all.substr(end + 1), name = "shape" + all.substr(0, end);
    // VTK's XML is read from a file; of the others only the bytes count.
    const auto file = name == "shape.vtp" ? io::read_shapes(fuzz::scratch_file(name, bytes), base::Progress())
                                          : io::shapes_from_bytes(bytes, name, base::Progress());
    if (!file) return 0;
    fuzz::require(!file->empty(), "an empty file is refused");
    for (const auto& mesh : file->meshes) look(mesh);
    for (const auto& lines : file->lines) {
        fuzz::require(whole(lines.points), "points of lines are finite");
        for (const auto& line : lines.lines)
            for (const std::int32_t at : line)
                fuzz::require(at >= 0 && static_cast<std::size_t>(at) < lines.points.size(), "lines run by points");
    }
    for (const auto& cloud : file->points) fuzz::require(whole(cloud.points), "points are finite");
    return 0;
}
