// Grids of other programs (VTK's XML files, GSLIB, UBC): whatever the bytes, refused or as many blocks as
// counted.
#include <bit>
#include <cmath>

#include "core/io/blocks/ModelImport.h"
#include "tests/fuzz/Input.h"

namespace {

/// Three readers, one kind of file.
const char* vtk_name(const std::string& text) {
    if (text.find("\"RectilinearGrid\"") != std::string::npos) return "model.vtr";
    return text.find("\"UnstructuredGrid\"") != std::string::npos ? "model.vtu" : "model.vti";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    blocks::ModelRule rule;
    switch (data[0] % 3) {
        case 0:
            rule.file = fuzz::scratch_file(vtk_name(text), text);
            break;
        case 1:
            rule.file = fuzz::scratch_file("model.out", text);
            if (data[0] % 2 != 0) rule.count_u = rule.count_v = rule.count_w = 2;
            rule.size_u_m = rule.size_v_m = rule.size_w_m = 5;
            break;
        default: {
            // The mesh, then the values, parted by an empty line.
            const std::size_t part = text.find("\n\n");
            rule.mesh_file = fuzz::scratch_file("mesh.msh", text.substr(0, part));
            rule.file = fuzz::scratch_file("model.mod", part == std::string::npos ? "" : text.substr(part));
        }
    }
    base::Progress progress;
    const auto made = io::import_model(rule, std::nan(""), "", progress);
    if (!made) return 0;
    std::int64_t blocks = 0;
    for (std::size_t n = 0; n < made->model.leaf_count(); ++n)
        for (const std::uint64_t word : made->model.leaf(n).active) blocks += std::popcount(word);
    fuzz::require(blocks == made->model.block_count(), "a model counts its blocks");
    return 0;
}
