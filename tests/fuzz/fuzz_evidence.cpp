// Evidence: the first line names the extension, the rest is the file; behind "----" may stand the mesh of a UBC model.
// Formats that GDAL reads are its own affair; of them only the plain grids are tried.
#include <cmath>
#include <set>

#include "core/io/potential/EvidenceFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    static const std::set<std::string> tried{".msh", ".mod", ".csv", ".txt", ".dat", ".vti", ".asc", ".obj", ".stl", ".ts"};
    const auto parts = fuzz::parts(data, size);
    if (parts.empty()) return 0;
    const std::size_t end = parts.front().find('\n');
    if (end == std::string::npos || !tried.contains(parts.front().substr(0, end))) return 0;
    io::EvidenceRule rule;
    rule.voxels = 1000;
    rule.no_data = {-99999};
    if (parts.size() > 1) rule.mesh_file = fuzz::scratch_file("mesh.msh", parts[1]);
    const auto file = io::read_evidence(fuzz::scratch_file("evidence" + parts.front().substr(0, end), parts.front().substr(end + 1)), rule);
    if (!file) return 0;
    fuzz::require(file->data.index() != 0, "what is taken holds something");
    if (const auto* cells = std::get_if<potential::CellModel>(&file->data))
        for (const float value : cells->values) fuzz::require(!std::isinf(value), "values are finite or missing");
    if (const auto* samples = std::get_if<io::SampleTable>(&file->data))
        for (const auto& place : samples->places)
            fuzz::require(std::isfinite(place[0]) && std::isfinite(place[1]), "samples have places");
    return 0;
}
